r"""What the words before a display say it is equal to: "the step $w - \eta \nabla L(w)$ equals", "the gradient of $L$ with
respect to $w$ is", with a display that has no left side of its own.

What is named so goes before the first part of the display, as if an equals sign stood between them.
"""

from __future__ import annotations

import re

from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.rows.heads import nameable
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State, names_in
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.parser import parse
from symcheck.text import Source, SymcheckError

_IS = (r"(?:(?:then|therefore|thus|hence|also|now|simply|just|again)\s+)?(?:equals|is(?:\s+(?:equal\s+to|given\s+by|the\s+same\s+as))?|"
       r"can\s+be\s+(?:re)?written\s+as|may\s+be\s+(?:re)?written\s+as|simplifies\s+to|evaluates\s+to|expands\s+to|reads)"
       r"(?:\s+(?:then|therefore|thus|hence|simply|just))?\s*:?\s*$")
_EQUALS = re.compile(rf"^\s*,?\s*{_IS}", re.I)
# Before an expression that is not what the sentence is about.
_INSIDE = re.compile(r"\b(?:of|in|by|for|to|at|with|from|on|than|over|under|where|if|when|and|or|that|minimi[sz]\w*|maximi[sz]\w*)\s*$", re.I)
_RESPECT = re.compile(r"^\s*(?:with\s+respect\s+to|w\.?\s?r\.?\s?t\.?|by|in)\s*$", re.I)
_SLOPE = re.compile(r"\b(?:the|its|this|so)\s+(?:partial\s+|first\s+)?(gradient|derivative|Jacobian)\s+of(?:\s+the\s+(?:[\w-]+\s+){0,2}[\w-]+)?\s*$", re.I)


def told_head(state: State, formulas: tuple[Formula, ...], at: int, s: Statement) -> Piece | None:
    """What stands, by the words, on the left of the first statement of display `at`; None where they say nothing of it."""
    first = state.read(s.pieces[0]) if s.pieces[0] is not None else None
    if first is None or not at or formulas[at - 1].display or has_derivative(first) or s.operators and nameable(s.pieces[0].syntax) \
            or not _EQUALS.match(formulas[at].before):
        return None
    last = formulas[at - 1]
    if len(last.rows) != 1:
        return None
    text = last.rows[0].text
    if _RESPECT.match(last.before) and at > 1 and not formulas[at - 2].display and _SLOPE.search(formulas[at - 2].before) \
            and len(formulas[at - 2].rows) == 1:
        text = rf"\frac{{\partial}}{{\partial {text}}} \left( {formulas[at - 2].rows[0].text} \right)"
    elif _INSIDE.search(last.before):
        return None
    source = Source(text, last.rows[0].name, last.rows[0].locate(0)[0])
    try:
        piece = Piece(parse(source, state.context.words), source)
    except SymcheckError:
        return None
    head = state.read(piece)
    if head is None or head.op in ("var", "let", "num", "size", "index"):
        return None
    return piece if has_derivative(head) or names_in(first) <= names_in(head) else None
