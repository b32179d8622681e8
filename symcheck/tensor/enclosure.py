"""Enclosures: two floats between which a real number certainly lies.

Sums, products, quotients and roots are correctly rounded by IEEE 754, so one step outward holds the
true value; of the exponential, the logarithm and the like, libraries err by less than one unit in the
last place, and `SLACK` units outward are taken. What is undefined anywhere in an enclosure raises
`Undefined`, and so does what no float can hold: a number that comes out is certain.
"""

from __future__ import annotations

import math
from fractions import Fraction

SLACK = 4  # units in the last place
WHOLE = 64  # the largest whole exponent that is multiplied out


class Undefined(ArithmeticError):
    """A value that does not exist, or that this arithmetic does not find."""


def _down(x: float, steps: int = 1) -> float:
    for _ in range(steps):
        x = math.nextafter(x, -math.inf)
    return x


def _up(x: float, steps: int = 1) -> float:
    for _ in range(steps):
        x = math.nextafter(x, math.inf)
    return x


class Enclosure:
    """The closed interval from `low` to `high`, both finite."""

    __slots__ = ("low", "high")

    def __init__(self, low: float, high: float):
        if not (-math.inf < low <= high < math.inf):
            raise Undefined
        self.low, self.high = low, high

    def __add__(self, other: Enclosure) -> Enclosure:
        return Enclosure(_down(self.low + other.low), _up(self.high + other.high))

    def __neg__(self) -> Enclosure:
        return Enclosure(-self.high, -self.low)

    def __mul__(self, other: Enclosure) -> Enclosure:
        a, b, c, d = self.low, self.high, other.low, other.high
        products = (a * c, a * d, b * c, b * d)
        return Enclosure(_down(min(products)), _up(max(products)))

    def __truediv__(self, other: Enclosure) -> Enclosure:
        a, b, c, d = self.low, self.high, other.low, other.high
        if c <= 0.0 <= d:
            raise Undefined
        quotients = (a / c, a / d, b / c, b / d)
        return Enclosure(_down(min(quotients)), _up(max(quotients)))

    @property
    def width(self) -> float:
        return _up(self.high - self.low)

    @property
    def middle(self) -> float:
        return self.low + (self.high - self.low) / 2


def of(q: Fraction | float) -> Enclosure:
    """The enclosure of a rational or a float; of a float, exactly itself."""
    x = float(q)
    return Enclosure(x, x) if x == q else Enclosure(_down(x), _up(x))


def _monotone(f):
    """A function that grows, by its values at the ends."""
    def enclosed(a: Enclosure) -> Enclosure:
        return Enclosure(_down(f(a.low), SLACK), _up(f(a.high), SLACK))
    return enclosed


def _exp(a: Enclosure) -> Enclosure:
    return Enclosure(max(0.0, _down(math.exp(a.low), SLACK)), _up(math.exp(a.high), SLACK))


def _log(a: Enclosure) -> Enclosure:
    if a.low <= 0.0:
        raise Undefined
    return Enclosure(_down(math.log(a.low), SLACK), _up(math.log(a.high), SLACK))


def _sqrt(a: Enclosure) -> Enclosure:
    if a.low < 0.0:
        raise Undefined
    return Enclosure(max(0.0, _down(math.sqrt(a.low))), _up(math.sqrt(a.high)))


def _wave(f):
    """Sine and cosine: from a value at the middle, nowhere further than the argument is wide."""
    def enclosed(a: Enclosure) -> Enclosure:
        if max(abs(a.low), abs(a.high)) > 1e6:
            raise Undefined
        reach, value = _up(a.high - a.low) + 1e-15, f(a.middle)
        return Enclosure(_down(value - reach, SLACK), _up(value + reach, SLACK))
    return enclosed


def _abs(a: Enclosure) -> Enclosure:
    if a.low >= 0.0:
        return a
    return -a if a.high <= 0.0 else Enclosure(0.0, max(-a.low, a.high))


ONE = Enclosure(1.0, 1.0)


def _sigmoid(a: Enclosure) -> Enclosure:
    return ONE / (ONE + _exp(-a))


def _softplus(a: Enclosure) -> Enclosure:
    return _log(ONE + _exp(a))


# Functions that are defined and continuous wherever they have an enclosure.
FUNCTIONS = {
    "exp": _exp, "log": _log, "sqrt": _sqrt, "abs": _abs, "sin": _wave(math.sin),
    "cos": _wave(math.cos), "tanh": _monotone(math.tanh), "arctan": _monotone(math.atan),
    "sinh": _monotone(math.sinh), "sigmoid": _sigmoid, "softplus": _softplus,
    "relu": lambda a: Enclosure(max(0.0, a.low), max(0.0, a.high)),
}
CONSTANTS = {"pi": Enclosure(_down(math.pi), _up(math.pi)), "e": Enclosure(_down(math.e), _up(math.e))}


def whole_power(a: Enclosure, n: int) -> Enclosure:
    """a^n for a whole number n; a negative one wants a base that is not 0."""
    if n < 0:
        return ONE / whole_power(a, -n)
    if n > WHOLE or not n:
        raise Undefined  # 0^0 has no value of its own
    base = _abs(a) if n % 2 == 0 else a
    result = base
    for _ in range(n - 1):
        result = result * base
    return result


def power(a: Enclosure, b: Enclosure) -> Enclosure:
    """a^b of a positive base."""
    return _exp(b * _log(a))
