r"""Subdifferentials of functions of a number, `\partial f(0) = [-1, 1]`, `\partial f(2) = \{1\}`: from the slope on the left to that on the right.

That is what they are where f is convex (Rockafellar, Convex Analysis (1970), theorem 23.2 and section 24): where the slope on the left
is not above that on the right. The slopes are taken right beside the place; where they are no line there, the statement is left undecided.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.numbers.values import is_numeric
from symcheck.judge.derivation.relations import order
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.names import base_of
from symcheck.read.syntax import Group, Listing, Product, Script, Symbol, Syntax

_BESIDE = (Fraction(1, 1000), Fraction(1, 3000))  # how far from the place slopes are taken


def judged(state: State, s: Statement) -> Verdict | None:
    """The verdict on such a statement; None for any other, and for a function or a place that is not known."""
    if s.operators != ["="] or None in s.pieces:
        return None
    called, ends = _called(state, s.pieces[0]), _ends(s.pieces[1].syntax)
    values = [state.read(Piece(x, s.pieces[1].source)) for x in ends]
    if called is None or not values or any(e is None or not is_scalar(e.shape) for e in values):
        return None
    f, x, at = called
    slope = build.derivative(f, build.var(x), "column")
    found = [_at_side(state, slope, x, at, sign, values[k]) for sign, k in ((-1, 0), (1, -1))]
    wrong = next((v for v in found if v.word == V.DIFFERENT), None)
    if wrong is not None:
        return replace(wrong, message="the slopes on both sides of this place are not the ends of this interval")
    ordered = len(ends) == 1 or order.judged(state, *(Piece(x, s.pieces[1].source) for x in ends), r"\le").right
    if ordered and all(v.right for v in found):
        return Verdict(V.EQUAL, "the slopes on both sides of this place")
    return Verdict(V.UNDECIDED, "the slopes on both sides of this place could not be told")


def _at_side(state: State, slope: Expr, x: Variable, at: Expr, sign: int, end: Expr) -> Verdict:
    """Is what the slope on this side goes to that end of the interval? Where f is made of pieces of degree 2 at most, the slope is
    a line beside the place, which any two of its points give."""
    near, nearer = (build.sub(build.mul(build.num(2), _beside(slope, x, at, sign * h / 2)), _beside(slope, x, at, sign * h)) for h in _BESIDE)
    if not judge(state.context, near, nearer).right:
        return Verdict(V.UNDECIDED, "the slope is no line beside this place")
    return judge(state.context, near, end)


def _beside(slope: Expr, x: Variable, at: Expr, distance: Fraction) -> Expr:
    return build.substitute(slope, ((x, build.add(at, build.num(distance))),))


def _called(state: State, piece: Piece) -> tuple[Expr, Variable, Expr] | None:
    r"""Of `\partial f(a)` with a number a: what f is, the letter that it takes, and a."""
    s = piece.syntax
    if type(s) is not Product or len(s.items) != 3 or any(s.operators) or type(s.items[0]) is not Symbol or s.items[0].name != r"\partial" \
            or type(s.items[2]) is not Group or s.items[2].open != "(":
        return None
    name = s.items[1]
    named = base_of(name) if type(name) in (Symbol, Script) else None
    found = state.context.scope.find(*named, name.sub if type(name) is Script else None, (), 0) if named is not None else None
    at = state.read(Piece(s.items[2].body, piece.source))
    if found is None or len(found.entry.params) != 1 or at is None or not is_numeric(at):
        return None
    body = found.entry.body if found.entry.kind == "map" else found.entry.expr
    x = found.entry.params[0]
    return (body, x, at) if body is not None and is_scalar(body.shape) and is_scalar(x.shape) and is_scalar(at.shape) else None


def _ends(s: Syntax) -> tuple[Syntax, ...]:
    r"""The a and b of `[a, b]`, the a of `\{a\}`; nothing of what is neither."""
    if type(s) is not Group or s.open not in ("[", "{"):
        return ()
    if s.open == "{":
        return () if type(s.body) is Listing else (s.body,)
    return tuple(s.body.items) if type(s.body) is Listing and len(s.body.items) == 2 else ()
