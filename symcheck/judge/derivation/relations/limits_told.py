r"""Limits written with an arrow: `2x + h \xrightarrow{h \to 0} 2x`, `2x + h \to 2x \quad (h \to 0)`. What is a polynomial in h, or made of
functions that are continuous everywhere, has its value at h = 0 as its limit.

Of `\frac{1 - \beta^t}{1 - \beta} g \to \frac{g}{1 - \beta}` where t grows: powers of numbers between -1 and 1 vanish. Other limits are not judged."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from symcheck.expr import Expr, build
from symcheck.judge import verdict as V
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State, called, speaks_of
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.syntax import Number, Symbol
from symcheck.text import SymcheckError

APPROACHES = re.compile(r"(?<![A-Za-z\\])(\\?[A-Za-z]+)\s*\\(?:to|rightarrow|downarrow|searrow)(?![A-Za-z])\s*0(?![\d.])")
_ARROW = re.compile(r"\\xrightarrow\s*(?:\[[^\]]*\])?\s*\{(.*)\}", re.S)
_SMOOTH = frozenset(("exp", "sin", "cos", "tanh", "sinh", "cosh", "sigmoid", "softplus", "arctan"))
_CLOSED = frozenset(("add", "sub", "neg", "mul", "hadamard", "outer", "transpose", "sum", "array", "item", "entry", "let", "trace"))
# `t \\to \\infty`: what grows.
GROWS = re.compile(r"(?<![A-Za-z\\])([a-zA-Z])\s*\\(?:to|rightarrow|longrightarrow)(?![A-Za-z])\s*\+?\s*\\infty")


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
    if h is None:
        return _growing(state, s, last, piece)
    if h.op != "var" or x is None or y is None or speaks_of(y, h):
        return None
    if not is_continuous(x, h):
        return Verdict(V.UNDECIDED, f"whether this is continuous in {called(h)} at 0 is not known")
    v = judge(state.context, build.substitute(x, ((h.data, build.num(0)),)), y)
    return Verdict(V.EQUAL, f"the value at {called(h)} = 0, where it is continuous") if v.right else v


def _growing(state: State, s: Statement, last: Piece, piece: Piece) -> Verdict | None:
    """The verdict on a limit where the line, or the words beside it, say which counter grows; None where they do not."""
    grows = GROWS.search(s.row.text) or GROWS.search(state.around)
    return at_infinity(state, last, piece, grows[1]) if grows is not None else None


def at_infinity(state: State, last: Piece, piece: Piece, letter: str) -> Verdict | None:
    """The verdict on what x tends to where this counter grows; None where it cannot be told."""
    if state.context.scope.bare(letter) is not None:
        return None
    context = state.context.copy()
    try:
        context.declare(rf"{letter} \in \mathbb{{N}}")
        t, x = context.read(letter), context.reading(last).expr
        y = context.reading(piece, "column", x).expr
    except SymcheckError:
        return None
    powers = [n for n in x.walk() if n.op == "power" and not speaks_of(n.args[0], t) and _grows(n.args[1], t)]
    found = x
    for p in powers:
        found = exchanged(found, p, build.num(0))
    if not powers or speaks_of(found, t) or speaks_of(y, t):
        return None
    if not all(_is_small(p.args[0]) for p in powers):
        return Verdict(V.UNDECIDED, "whether these powers vanish is not known")
    v = judge(context, found, y)
    if v.right:
        return Verdict(V.EQUAL, f"the powers vanish as {letter} grows")
    return v if v.word == V.DIFFERENT else None


def _grows(e: Expr, t: Expr) -> bool:
    """Is this exponent `k t + c` with a positive k?"""
    if e.op == "add":
        return sum(speaks_of(a, t) for a in e.args) == 1 and all(_grows(a, t) if speaks_of(a, t) else _value(a) is not None for a in e.args)
    if e.op == "mul":
        return t in e.args and all(a is t or (_value(a) or 0) > 0 for a in e.args) and sum(a is t for a in e.args) == 1
    return e is t


def _value(e: Expr) -> Fraction | None:
    """The number that is written here."""
    if e.op == "num":
        return e.data
    if e.op == "neg" and (inner := _value(e.args[0])) is not None:
        return -inner
    if e.op == "let":
        return _value(e.args[0])
    if e.op == "div" and None not in (parts := [_value(a) for a in e.args]) and parts[1]:
        return parts[0] / parts[1]
    if e.op == "add" and None not in (parts := [_value(a) for a in e.args]):
        return sum(parts, Fraction(0))
    return None


def _is_small(e: Expr) -> bool:
    """Is this a number between -1 and 1, written or declared so?"""
    if (value := _value(e)) is not None:
        return -1 < value < 1
    low, high = e.data.bounds if e.op == "var" else (None, None)
    return e.op == "var" and ("unit" in e.data.traits or low is not None and high is not None and -1 <= low and high <= 1)


def is_continuous(e: Expr, h: Expr, differs: Callable[[Expr], bool] = lambda e: False) -> bool:
    """Is this continuous in h everywhere, as a polynomial is? Where `differs` tells of expressions whether they are other than zero at the place at hand: is it there?"""
    if not speaks_of(e, h) or e is h:
        return True
    if e.op == "div" or e.op == "power":
        top, other = e.args
        whole = e.op == "div" or other.op == "num" and other.data >= 0 and other.data.denominator == 1
        if e.op == "div" and speaks_of(other, h):
            return is_continuous(top, h, differs) and is_continuous(other, h, differs) and differs(other)
        return whole and not speaks_of(other, h) and is_continuous(top, h, differs)
    if e.op == "inverse":
        return is_continuous(e.args[0], h, differs) and differs(e.args[0])
    smooth = e.op in _CLOSED or e.op == "apply" and e.data[0].known in _SMOOTH
    return smooth and all(is_continuous(a, h, differs) for a in e.args)
