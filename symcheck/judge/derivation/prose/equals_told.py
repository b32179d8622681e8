r"""Equations with the equals sign told in words: "$\frac{\partial L}{\partial w}$ is $(p - y) x$", "and equals $G W^\top$", "is then given by $..$".

The formula before the words is the left side, where it is the subject of its clause and has a meaning; a size of it may stand in between.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.rows.heads import nameable
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.state import State, is_mere, names_in
from symcheck.judge.derivation.wording.patterns import PRODUCT, text_of
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError

_ADVERB = r"(?:(?:then|therefore|thus|hence|also|now|simply|just|again|exactly|precisely|indeed|in\s+turn|likewise|accordingly|in\s+fact|always)\s+)*"
_BE = (r"(?:equals|is(?:\s+(?:" + _ADVERB + r"(?:equal\s+to|given\s+by|the\s+same\s+as|found\s+to\s+be|obtained\s+as)))?|"
       r"(?:can|may)\s+be\s+(?:re)?written\s+as|simplifies\s+to|evaluates\s+to|expands\s+to|works\s+out\s+(?:as|to(?:\s+be)?)|"
       r"turns\s+out\s+to\s+be|comes\s+out\s+as|comes\s+to|amounts\s+to|reads)")
# Between the two sides; "n x p and equals" with the size of the left side in between.
_IS = re.compile(rf"^[\s,]*(?:which\s+|that\s+)?{_ADVERB}{_BE}\s*{_ADVERB}:?\s*$", re.I)
_AND_IS = re.compile(rf"^[\s,]*(?:matrix|vector)?[\s,]*and\s+{_ADVERB}{_BE}\s*{_ADVERB}:?\s*$", re.I)
_SIZED = re.compile(r"^[\s,]*(?:which\s+)?(?:is|has|of|must\s+be)\b[^.;:]*$", re.I)
# Right before a formula that is not the subject of its clause.
_INSIDE = re.compile(r"\b(?:of|in|by|for|to|at|with|from|on|than|over|under|where|if|when|or|minimi[sz]\w*|maximi[sz]\w*|through|into|between|per|"
                     r"times|plus|minus|about|after|before|until|and\s+its|respect|w\.?r\.?t\.?|whenever|unless|along|near|around)\s*$", re.I)
# "The residual $r$ is $X w - y$": before a name that gets its meaning so.
_NAMED = re.compile(r"\b(?:the|our|its)\s+(?:[\w-]+\s+){0,2}(?:residuals?|errors?|predictions?|outputs?|activations?|pre-?activations?|logits?|scores?|losses|loss|cost|objective|"
                    r"margin|model|probabilit(?:y|ies)|score|risk|layer|units?|features?|representation|code)\s*(?:vector|function|matrix)?\s*$", re.I)
# What may stand after the right side: its clause ends, or a reason follows.
_ENDS = re.compile(r"^\s*(?:$|[.,;:)!?]|\n|—|–|(?:and|which|while|whereas|so|because|since|but|hence|thus|therefore|as\s+(?:well|before|claimed|above|expected)|"
                   r"by\s+(?:the|symmetry|linearity|definition|construction))\b)", re.I)
# "is $0$, if the unit is off": of a case that no formula tells.
_CASE_AFTER = re.compile(r"^[\s,]*(?:(?:but|and|which\s+holds)\s+)?(?:only\s+)?(?:when(?:ever)?|if|for|unless|provided|except|on\s+average|in\s+expectation|at\s+|near\b|up\s+to|or\b|instead|rather)", re.I)
_CONDITION = re.compile(r"\b(?:if|when(?:ever)?|unless|suppos\w+|assum\w+|in\s+(?:the|this|that)\s+(?:special\s+)?case|otherwise|would|were|not|never|without|once|near|"
                        r"initially|approximately|roughly|about|almost|wrong\w*|incorrect\w*|mistake\w*|instead|naive\w*|tempt\w*|claims?|guess\w*)\b", re.I)


def whole(state: State, meanings: Meanings, s: Statement, formula: Formula, sentence: str) -> tuple[Statement, Formula] | None:
    """The equation of which the words before a formula are the equals sign, and the formula with the words before its left side; None where
    they are none."""
    if formula.display or s.pieces[0] is None or not _ENDS.match(formula.after) or _CASE_AFTER.match(formula.after) or _CONDITION.search(sentence):
        return None
    left = _subject(meanings, formula)
    if left is None or left.display or len(left.rows) != 1 or _INSIDE.search(left.before):
        return None
    text = rf"{left.rows[0].text.strip().rstrip('.,;')} = {s.row.text.strip()}"
    try:
        alone, found = (statements(state.context, Source(line, s.row.name, s.line())) for line in (left.rows[0].text, text))
    except SymcheckError:
        return None
    if len(alone) != 1 or alone[0].operators or alone[0].pieces[0] is None or not found or None in found[0].pieces[:2]:
        return None
    head, right = found[0].pieces[:2]
    meanings.looked_up(head)
    meanings.looked_up(right)
    meant, value = state.read(head), state.read(right)
    if meant is None and not (nameable(head.syntax) and _NAMED.search(left.before) and value is not None and not is_mere(value) and names_in(value)):
        return None
    if meant is not None and meant.op in ("var", "num", "size", "index"):
        return None
    if value is not None and (value is meant or value.op in ("size", "index") or is_mere(value) and value.op != "let" and not names_in(meant)):
        return None
    return found[0], replace(formula, before=left.before)


def _subject(meanings: Meanings, formula: Formula) -> Formula | None:
    """The formula that the words before this one speak of."""
    formulas, at = meanings.document.formulas, meanings.at
    if at and _IS.match(formula.before):
        return formulas[at - 1]
    if at > 1 and _AND_IS.match(formula.before) and PRODUCT.match(text_of(formulas[at - 1])) and _SIZED.match(formulas[at - 1].before):
        return formulas[at - 2]
    return None


__all__ = ["whole"]
