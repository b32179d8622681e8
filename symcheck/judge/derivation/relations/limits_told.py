r"""Limits written with an arrow: `2x + h \xrightarrow{h \to 0} 2x`, `2x + h \to 2x \quad (h \to 0)`. What is a polynomial in h, or made of
functions that are continuous everywhere, has its value at h = 0 as its limit; other limits are not judged."""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.judge import verdict as V
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State, called, speaks_of
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.syntax import Number, Symbol

APPROACHES = re.compile(r"(?<![A-Za-z\\])(\\?[A-Za-z]+)\s*\\(?:to|rightarrow|downarrow|searrow)(?![A-Za-z])\s*0(?![\d.])")
_ARROW = re.compile(r"\\xrightarrow\s*(?:\[[^\]]*\])?\s*\{(.*)\}", re.S)
_SMOOTH = frozenset(("exp", "sin", "cos", "tanh", "sinh", "cosh", "sigmoid", "softplus", "arctan"))
_CLOSED = frozenset(("add", "sub", "neg", "mul", "hadamard", "outer", "transpose", "sum", "array", "item", "entry", "let", "trace"))


def is_approach(s: Statement) -> bool:
    r"""Is this `h \to 0` or `t \to \infty`, which says of what a limit is?"""
    return s.operators == [r"\to"] and None not in s.pieces and type(s.pieces[0].syntax) is Symbol \
        and (type(s.pieces[1].syntax) is Number and not s.pieces[1].syntax.value
             or type(s.pieces[1].syntax) is Symbol and s.pieces[1].syntax.name == r"\infty")


def judged(state: State, s: Statement, last: Piece, piece: Piece) -> Verdict | None:
    """The verdict on an arrow before a piece; None where it is no limit at 0."""
    start = last.syntax.span.end if last.source is s.row else 0
    note = _ARROW.search(s.row.text[start:piece.syntax.span.start])
    found = APPROACHES.search(note[1]) if note is not None else APPROACHES.search(s.row.text[piece.syntax.span.end:] + state.around)
    h = state.context_read(found[1]) if found is not None else None
    x = state.read(last)
    y = state.read(piece, x)
    if h is None or h.op != "var" or x is None or y is None or speaks_of(y, h):
        return None
    if not _is_continuous(x, h):
        return Verdict(V.UNDECIDED, f"whether this is continuous in {called(h)} at 0 is not known")
    v = judge(state.context, build.substitute(x, ((h.data, build.num(0)),)), y)
    return Verdict(V.EQUAL, f"the value at {called(h)} = 0, where it is continuous") if v.right else v


def _is_continuous(e: Expr, h: Expr) -> bool:
    """Is this continuous in h everywhere, as a polynomial is?"""
    if not speaks_of(e, h) or e is h:
        return True
    if e.op == "div" or e.op == "power":
        top, other = e.args
        whole = e.op == "div" or other.op == "num" and other.data >= 0 and other.data.denominator == 1
        return whole and not speaks_of(other, h) and _is_continuous(top, h)
    smooth = e.op in _CLOSED or e.op == "apply" and e.data[0].known in _SMOOTH
    return smooth and all(_is_continuous(a, h) for a in e.args)
