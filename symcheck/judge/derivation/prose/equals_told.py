r"""Equations with the equals sign told in words: "$\frac{\partial L}{\partial w}$ is $(p - y) x$", "and equals $G W^\top$", "is then given by $..$".

The formula before the words is the left side, where it is the subject of its clause and has a meaning; a size of it may stand in between.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.names.equations_read import is_misfit
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.names.usage import named_in
from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.rows.heads import nameable
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.state import State, is_mere, names_in
from symcheck.judge.derivation.wording import cases_told
from symcheck.judge.derivation.wording.patterns import PRODUCT, text_of
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError

ADVERB = r"(?:(?:then|therefore|thus|hence|also|now|simply|just|again|exactly|precisely|indeed|in\s+turn|likewise|accordingly|in\s+fact|always)\s+)*"
IS = (r"(?:equals?|(?:is|are)(?:\s+(?:" + ADVERB + r"(?:equal\s+to|given\s+by|the\s+same\s+as|found\s+to\s+be|obtained\s+as)))?|"
       r"(?:can|may)\s+be\s+(?:re)?written\s+as|simplifies\s+to|evaluates\s+to|expands\s+to|works\s+out\s+(?:as|to(?:\s+be)?)|"
       r"turns\s+out\s+to\s+be|comes\s+out\s+as|comes\s+to|amounts\s+to|reads)")
# Between the two sides; "n x p and equals" with the size of the left side in between.
_IS = re.compile(rf"^[\s,]*(?:which\s+|that\s+)?{ADVERB}{IS}\s*{ADVERB}:?\s*$", re.I)
_AND_IS = re.compile(rf"^[\s,]*(?:matrix|vector)?[\s,]*and\s+{ADVERB}{IS}\s*{ADVERB}:?\s*$", re.I)
_SIZED = re.compile(r"^[\s,]*(?:which\s+)?(?:is|has|of|must\s+be)\b[^.;:]*$", re.I)
# Right before a formula that is not the subject of its clause.
_INSIDE = re.compile(r"\b(?:of|in|by|for|to|at|with|from|on|than|over|under|where|if|when|or|minimi[sz]\w*|maximi[sz]\w*|through|into|between|per|"
                     r"times|plus|minus|about|after|before|until|and\s+its|respect|w\.?r\.?t\.?|whenever|unless|along|near|around)\s*$", re.I)
# "The norm of the gradient $g$", "descent with step size $\alpha$": the subject is what stands before that; but "for the outer weights $g$ is".
_PHRASE = re.compile(r"\b(?:of|in|by|for|to|at|with|from|on|than|over|under|through|into|between|per|via|along|near|around|against|using|times|plus|minus)"
                     r"\s+(?:[\w'-]+\s+){1,6}$", re.I)
_LEADING = re.compile(r"^\s*(?:(?:and|so|then|thus|hence|similarly|likewise|finally|now|also)\s+)*(?:for|in|at|with\s+respect\s+to|on)\s+(?:[\w'-]+\s+){1,6}$", re.I)
# "The residual $r$ is $X w - y$": before a name that gets its meaning so.
_NAMED = re.compile(r"\b(?:the|our|its)\s+(?:[\w-]+\s+){0,2}(?:residuals?|errors?|predictions?|outputs?|activations?|pre-?activations?|logits?|scores?|losses|loss|cost|objective|"
                    r"margin|model|probabilit(?:y|ies)|score|risk|layer|units?|features?|representation|code)\s*(?:vector|function|matrix)?\s*$", re.I)
# What may stand after the right side: its clause ends, or a reason follows.
_ENDS = re.compile(r"^\s*(?:$|[.,;:)!?]|\n|—|–|(?:and|which|while|whereas|so|because|since|but|hence|thus|therefore|as\s+(?:well|before|claimed|above|expected)|"
                   r"by\s+(?:the|symmetry|linearity|definition|construction))\b)", re.I)
_JOINED = re.compile(r"\s*(?:,|,?\s*and)\s*")  # between the values of a list
# "is $0$, if the unit is off": of a case that no formula tells.
_CASE_AFTER = re.compile(r"^[\s,]*(?:(?:but|and|which\s+holds)\s+)?(?:only\s+)?(?:when(?:ever)?|if|for|unless|provided|except|on\s+average|in\s+expectation|at\s+|near\b|up\s+to|or\b|instead|rather)", re.I)
_FORMULA = re.compile(r"\s*(?:\$[^$]*\$|\\\(.*?\\\))", re.S)
# "is $-\log p$ and $-\log(1 - p)$ on positive and negative examples, respectively".
_RESPECTIVELY = re.compile(r"\bresp(?:ectively\b|\.)", re.I)
_CLAUSE = re.compile(r"[.,;:()]\s|\n\s*\n")
_CONDITION = re.compile(r"\b(?:if|when(?:ever)?|unless|suppos\w+|assum\w+|in\s+(?:the|this|that)\s+(?:special\s+)?case|otherwise|would|were|not|never|without|once|near|"
                        r"initially|approximately|roughly|about|almost|wrong\w*|incorrect\w*|students?|wrote|thought|think|forg[eo]t\w*|someone|might|could|mistake\w*|instead|naive\w*|tempt\w*|claims?|guess\w*)\b", re.I)


def whole(state: State, meanings: Meanings, s: Statement, formula: Formula, sentence: str) -> tuple[Statement, Formula] | None:
    """The equation of which the words before a formula are the equals sign, and the formula with the words before its left side; None where
    they are none."""
    if formula.display or s.pieces[0] is None or not ends(formula.after) or denied(sentence) or _is_limited(meanings.survey.rest(formula)):
        return None
    left = _subject(meanings, formula)
    if left is None or left.display or len(left.rows) != 1 or not is_subject(left) or PRODUCT.match(text_of(formula)) and r"\times" in s.row.text:
        return None
    values = _items_listed(meanings, formula)
    if len(values) > 1:  # "The residuals $y_i - w x_i$ are $1, -2, 0$", "are $1$, $-2$ and $0$"
        members = _members(state, left, len(values)) if s.text(0).strip() == values[0] else ""
        if not members:
            return None
        text = rf"{members} = {_column(values)}"
    else:
        text = rf"{left.rows[0].text.strip().rstrip('.,;')} = {s.row.text.strip()}"
    try:
        alone, found = (statements(state.context, Source(line, s.row.name, s.line())) for line in (left.rows[0].text, text))
    except SymcheckError:
        return None
    if len(alone) != 1 or None in alone[0].pieces or not found or None in found[0].pieces[:2] or len(values) < 2 and len(found[0].pieces) <= len(alone[0].pieces):
        return None
    start = len(alone[0].operators) if len(values) < 2 else 0
    if start and not (set(alone[0].operators) <= {"=", ":="} and (last := state.read(alone[0].pieces[-1])) is not None and has_derivative(last)):
        return None
    found[0] = replace(found[0], pieces=found[0].pieces[start:], operators=found[0].operators[start:])
    head, right = found[0].pieces[:2]
    named = _NAMED.search(left.before) is not None
    if nameable(head.syntax) and not named and state.read(head) is None:
        return None
    meanings.looked_up(head)
    meanings.looked_up(right)
    meant, value = state.read(head), state.read(right)
    if meant is None and value is not None and not is_mere(value) and is_misfit(state.context, head):
        return found[0], replace(formula, before=left.before)
    if meant is None and not (nameable(head.syntax) and named and value is not None and not is_mere(value) and names_in(value)):
        return None
    if meant is not None and meant.op in ("var", "num", "size", "index"):
        return None
    if value is not None and (value is meant or value.op in ("size", "index") or is_mere(value) and value.op != "let" and not names_in(meant)):
        return None
    return found[0], replace(formula, before=left.before)


def _items_listed(meanings: Meanings, formula: Formula) -> list[str]:
    """The values that a formula, with those that follow it in a list, gives one after another; fewer than two where it is no list."""
    listed = [formula]
    for after in meanings.document.formulas[meanings.at + 1:]:
        if after.display or not _JOINED.fullmatch(after.before) or _JOINED.fullmatch(listed[-1].after) is None:
            break
        listed.append(after)
    if not ends(listed[-1].after):  # "is $2w$, and $g(1)$ is $1$"
        return []
    try:
        items = [x for f in listed for row in f.rows for x in statements(meanings.context, row)]
    except SymcheckError:
        return []
    return [] if any(x.operators or x.pieces[0] is None for x in items) else [x.text(0).strip() for x in items]


def _column(items: list[str]) -> str:
    return r"\begin{pmatrix} " + r" \\ ".join(items) + r" \end{pmatrix}"


def _members(state: State, left: Formula, n: int) -> str:
    r"""What a formula stands for if it is several numbers: a vector as it is, `y_i - w x_i` as the list of its n members; '' otherwise."""
    row = left.rows[0].text.strip().rstrip(".,;")
    found = statements(state.context, left.rows[0])[-1].pieces[-1]
    meant = state.read(found) if found is not None else None
    if meant is None:
        return ""
    value = re.split(r"(?<![<>:])=", row)[-1]
    if not is_scalar(meant.shape):
        return value
    letters = {x for name in named_in(found.syntax) for x in (name.below if len(name.below) == 1 else ()) if x.isalpha() and len(x) == 1}
    if len(letters) != 1 or "\\sum" in row or "\\prod" in row:
        return ""
    letter = letters.pop()
    return _column([re.sub(rf"_(?:{{ *{letter} *}}|{letter}(?![A-Za-z]))", f"_{{{k}}}", value) for k in range(1, n + 1)])


def ends(after: str) -> bool:
    """Do the words after the right side leave what was said as it is: does its clause end there, or a reason follow?"""
    return _ENDS.match(after) is not None and _CASE_AFTER.match(after) is None


def denied(sentence: str) -> bool:
    """Do words of the sentence deny what it says, or limit it to a case?"""
    return _CONDITION.search(sentence) is not None or cases_told.opens(sentence)


def is_subject(formula: Formula) -> bool:
    """Is a formula the subject of its clause, and no part of it, by the words before it?"""
    return _INSIDE.search(formula.before) is None and not _is_within(formula.before)


def _is_limited(rest: str) -> bool:
    """Does the rest of a sentence, from a formula on, tell a case in which alone it holds, or of which one of several it is?"""
    after = _FORMULA.sub("", rest, count=1)
    return _RESPECTIVELY.search(after) is not None or after.lstrip().startswith(",") and cases_told.leads(after)


def _is_within(before: str) -> bool:
    """Do the words make a formula a part of the subject of its clause, and not the subject?"""
    clause = f"{_CLAUSE.split(before)[-1]} "
    return _PHRASE.search(clause) is not None and _LEADING.match(clause) is None


def _subject(meanings: Meanings, formula: Formula) -> Formula | None:
    """The formula that the words before this one speak of."""
    formulas, at = meanings.document.formulas, meanings.at
    if at and _IS.match(formula.before):
        return formulas[at - 1]
    if at > 1 and _AND_IS.match(formula.before) and PRODUCT.match(text_of(formulas[at - 1])) and _SIZED.match(formulas[at - 1].before):
        return formulas[at - 2]
    return None


__all__ = ["ADVERB", "IS", "denied", "ends", "is_subject", "whole"]
