"""The exact value of an array where every size is 1: all its indices are then 1, and it is a number.

It says what `evaluate.Evaluation` over `reals.Exact` says at these sizes, without an array for every
step. Raises `NotExact` where the value is no rational number, is not defined, or has no rule here.
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.expr.names import At, Index
from symcheck.tensor.array import Array
from symcheck.tensor.reals import Exact, NotExact


class Lone:
    """Values by the numbers that stand for the variables; call it on arrays."""

    def __init__(self, numbers: dict[Array, int | Fraction]):
        if not all(isinstance(q, (int, Fraction)) for q in numbers.values()):
            raise NotExact
        self.field = Exact(1)
        self.found: dict[Array, int | Fraction] = dict(numbers)

    def __call__(self, a: Array) -> int | Fraction:
        value = self.found.get(a)
        if value is None:
            value = self.found[a] = self._valued(a)
        return value

    def _valued(self, a: Array) -> int | Fraction:
        match a.kind:
            case "poly":
                return sum([self._term(*term) for term in a.data])
            case "size" | "delta" | "iota":
                return 1
            case "pin":
                return int(_position(a.data) == 1)
            case "range":
                low, high = map(_position, a.data)
                return int(low <= 1 <= high)
            case "shift":
                return int(a.data == 0)
            case "inv":
                return self._raised(self(a.args[0]), -1)
            case "det":
                return self(a.args[0])
            case "fold" if a.data in ("prod", "max", "min"):
                return self(a.args[0])
        raise NotExact

    def _term(self, coefficient, factors) -> int | Fraction:
        for head, _, exponent in factors:
            value = self(head)
            coefficient *= value if exponent == 1 else self._raised(value, exponent)
        return coefficient

    def _raised(self, value, exponent) -> int | Fraction:
        if value == 1:
            return 1
        if exponent > 0 and exponent.denominator == 1:
            return value ** exponent.numerator
        return self.field.power(self.field.number(value, 0), exponent, 0)[0]


def _position(at: At) -> int:
    if isinstance(at.base, Index):
        raise NotExact
    return at.offset if at.base is None else 1 + at.offset
