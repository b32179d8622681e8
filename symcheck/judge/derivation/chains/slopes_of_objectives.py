r"""Derivatives of what the display right before minimizes or maximizes, told by where it stands: "The function in braces has the derivative $..$, which vanishes at", "The derivative $..$
vanishes at".

What stands in the braces of `\arg\min_w \{ .. \}` has no name, and an earlier function of the same variable is not meant. Where the words say that this derivative
vanishes, the equation is the one that a place after them solves, and "its second derivative" is of the same function.
"""

from __future__ import annotations

import re

from symcheck.expr import build
from symcheck.judge.derivation.chains import slopes_told
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.relations import optima
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.solving import equations as E
from symcheck.judge.derivation.state import Gradient, called
from symcheck.judge.derivation.wording import words
from symcheck.judge.judging import judge
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.parser import parse
from symcheck.text import Source, SymcheckError

_NOUN = (r"(?:function|expression|objective|criterion|cost|loss|term)(?:\s+function)?"
         rf"\s+(?:{words.IN_BRACKETS.pattern}|(?:that\s+is\s+|being\s+|to\s+be\s+)(?:minimi[sz]ed|maximi[sz]ed))")
_SLOPE = r"(?:(?:the|a|an|its)\s+)?(?:first\s+)?(?:derivative|gradient|slope)"
_BY = r"(?:\s+(?:with\s+respect\s+to|w\.?\s?r\.?\s?t\.?|in|by)\s+\$(?P<by>[^$]+)\$)?"
_TOLD = (re.compile(rf"\b(?:the|this|that)\s+{_NOUN}\s+has\s+{_SLOPE}{_BY}\s*:?\s*$", re.I),
         re.compile(rf"(?:\bthe\s+)?{_SLOPE}\s+of\s+(?:the|this|that)\s+{_NOUN}{_BY}\s+(?:is|equals|reads)\s*:?\s*$", re.I))
# The same without the noun, where the words say next where it vanishes.
_BARE = re.compile(rf"^\s*(?:(?:now|here|then)\s*,?\s+)?(?:the|its)\s+(?:first\s+)?(?:derivative|gradient|slope){_BY}\s*$", re.I)
# Right after it: it is zero, somewhere; or it is this in a case only.
_VANISHES = re.compile(r"\s*,?\s*(?:which|that|and(?:\s+(?:this|it))?)?\s*(?:(?:is|becomes|equals)\s+(?:zero|0)|vanishes)\s+(?:only\s+|exactly\s+|precisely\s+)?(?:at|for|when|if|where)\b", re.I)
_CASE = re.compile(r"\s*,?\s*(?:only\s+)?(?:when(?:ever)?|if|where|for|on|at|as\s+long|unless|in\s+(?:the|this|that)\s+case|plus|up\s+to)\b", re.I)


def judged(chains: Chains, row: Source, formula: Formula, sentence: str) -> bool:
    """Judge an expression that the words call the derivative of the objective right before; False where they do not."""
    said = next((m for p in _TOLD if (m := p.search(sentence)) is not None), None) or (_BARE.search(sentence) if _VANISHES.match(formula.after) else None)
    if said is None or _CASE.match(formula.after) or slopes_told.is_otherwise(said, sentence[:said.start()]):
        return False
    found = _objective(chains)
    if found is None:
        return False
    state, optimum = chains.state, found.optimum
    try:
        piece = Piece(parse(row, state.context.words), row)
    except SymcheckError:
        return False
    chains.meanings.looked_up(piece)
    value = state.read(piece)
    if value is None or optimum.by.op != "var" or said["by"] and state.context_read(said["by"]) is not optimum.by:
        return False
    gradient = Gradient(optimum.objective, optimum.by, row.locate(0)[0])
    verdict = judge(state.context, build.derivative(gradient.f, gradient.by, "column"), value)
    s = Statement([None, piece], ["="], row, piece.syntax.span)
    chains.step(s, 0, verdict, reason=f"the derivative by {called(gradient.by)}" if verdict.right else "")
    chains.slope_told = chains.meanings.at, gradient.f, "", gradient.by.data.name
    state.gradients.append(gradient)
    if _VANISHES.match(formula.after):
        state.equations.append(E.stationary(gradient, row.locate(0)[0]))
    return True


def _objective(chains: Chains) -> optima.Objective | None:
    """What the formula right before minimizes or maximizes, where that is a display and could be read."""
    earlier = chains.meanings.document.formulas[chains.meanings.at - 1] if chains.meanings.at else None
    for row in reversed(earlier.rows if earlier is not None and earlier.display else ()):
        try:
            found = statements(chains.state.context, row)
        except SymcheckError:
            return None
        for s in reversed(found):
            for p in reversed(s.pieces):
                if (o := optima.read(chains.state, p, row)) is not None:
                    return o if o.optimum is not None else None
    return None


__all__ = ["judged"]
