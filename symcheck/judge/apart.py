"""A difference of two scalar sides at one point, found before anything is made of them.

Most answers that are wrong differ at the first small numbers tried. The sides are evaluated there
straight from what is written, in float64; where these are grossly apart, exact rationals or
enclosures must show the same, and only then is it a difference. Agreement says only that there is a
point at which both sides mean something.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from symcheck.expr.names import Variable
from symcheck.expr.node import Expr
from symcheck.expr.shape import SCALAR
from symcheck.judge.finite import is_finite
from symcheck.judge.first_values import within
from symcheck.judge.numeric import Witness
from symcheck.tensor.array import variable, variables
from symcheck.tensor.enclosure import Undefined, of
from symcheck.tensor.scalars import ERRORS, Doubles, Enclosures, Rationals, is_scalar_form, value

APART = 1e-6  # relative: what float64 must show, and enclosures confirm
# Names that follow each other get different numbers; 0, 1 and a lone 2 would hide too much.
SMALL = (3, -2, 5, 2, -3, 4, -5, 7)
SMALL_POSITIVE = (3, 2, 5, 4, 7, 6, 9, 8)
PLAIN = frozenset(("positive", "nonnegative", "negative", "nonzero", "integer", "unit"))
IN_UNIT = tuple(Fraction(k, 8) for k in (2, 6, 4, 1, 7, 3, 5))


class Point(dict):
    """Small numbers for names, as they are met, that obey what is declared of each: floats, and as they
    are in `exact`. Another seed gives other numbers. A name of anything but a number is `Undefined`."""

    __slots__ = ("seed", "exact")

    def __init__(self, seed: int):
        self.seed, self.exact = seed, {}

    def __missing__(self, name: Expr) -> float:
        v = name.data
        if v.shape != SCALAR or v.family or is_finite(v) or not PLAIN.issuperset(v.traits):
            raise Undefined
        x = self.exact[name] = _chosen(v, len(self.exact) + self.seed - 1)
        self[name] = x = float(x)
        return x


def _chosen(v: Variable, k: int) -> int | Fraction:
    if "unit" in v.traits:
        x = IN_UNIT[k % len(IN_UNIT)]
    elif v.traits.isdisjoint(("positive", "nonnegative", "negative")):
        x = SMALL[k % len(SMALL)]
    else:
        x = SMALL_POSITIVE[k % len(SMALL_POSITIVE)]
        x = -x if "negative" in v.traits else x
    if v.bounds != (None, None):
        x = within(Fraction(x), *v.bounds)
        if "integer" in v.traits and x.denominator != 1:
            raise Undefined
    return x


def compare_at_once(lhs: Expr, rhs: Expr, constraints, seed: int) -> Witness | bool:
    """Two sides at small numbers that obey the declarations: a witness that they differ; True where
    they have values there that agree in float64; False where nothing was found out."""
    if not (is_scalar_form(lhs) and is_scalar_form(rhs)):
        return False
    point = Point(seed)
    try:
        a, b = value(lhs, point, Doubles), value(rhs, point, Doubles)
        if abs(a - b) <= APART * max(abs(a), abs(b)):
            return True
        names = {variable(e.data): x for e, x in point.exact.items()}
        if any(not variables(residual).isdisjoint(names) for _, residual in constraints):
            return False
        return _exact(lhs, rhs, point.exact, names) or _enclosed(lhs, rhs, point.exact, names) or False
    except ERRORS:
        return False


def _exact(lhs: Expr, rhs: Expr, point: dict, names: dict) -> Witness | None:
    at = dict(point)
    try:
        a, b = value(lhs, at, Rationals), value(rhs, at, Rationals)
    except Undefined:
        return None
    return Witness({}, names, _one(a), _one(b), True) if a != b else None


def _enclosed(lhs: Expr, rhs: Expr, point: dict, names: dict) -> Witness | None:
    at = {e: of(x) for e, x in point.items()}
    a, b = value(lhs, at, Enclosures), value(rhs, at, Enclosures)
    apart = max(a.low - b.high, b.low - a.high)
    if apart > APART * max(abs(a.middle), abs(b.middle)) and max(a.width, b.width) < 1e-3 * apart:
        return Witness({}, names, np.array([a.middle]), np.array([b.middle]), False)
    return None


def _one(q) -> np.ndarray:
    """A rational as the values of a witness are held: whole ones are plain integers."""
    one = np.empty(1, dtype=object)
    one[0] = q.numerator if q.denominator == 1 else q
    return one
