"""Values of scalar expressions at a point, straight from what is written, in three number systems.

`Doubles` are quick and prove nothing, `Rationals` are exact, `Enclosures` hold the true value between
two floats. They are for expressions made of numbers, scalar names, arithmetic and functions without
jumps; no index form is made. Where a value is not defined, or not to be had in the
system, one of `ERRORS` is raised: never a wrong number.
"""

from __future__ import annotations

import math
from fractions import Fraction

from symcheck.expr.node import Expr
from symcheck.expr.shape import SCALAR
from symcheck.tensor import enclosure
from symcheck.tensor.enclosure import Undefined
from symcheck.tensor.opened import constant_value
from symcheck.tensor.roots import exact_power, is_odd_root

# What may go wrong with a number at a point; nothing is said of that point then.
ERRORS = (Undefined, ZeroDivisionError, ValueError, OverflowError)
MOST_BITS = 4096  # of an exact power

_FORMS = frozenset(("num", "const", "var", "let", "add", "neg", "mul", "hadamard", "div", "power",
                    "inverse", "apply"))


def is_scalar_form(e: Expr) -> bool:
    """Whether `value` knows the operations in an expression. Its names are then met one by one."""
    return e.shape == SCALAR and _FORMS.issuperset(e.ops)


class Doubles:
    """float64, rounded as it comes."""

    functions = {
        "exp": math.exp, "log": math.log, "sqrt": math.sqrt, "abs": abs, "sin": math.sin,
        "cos": math.cos, "tanh": math.tanh, "arctan": math.atan, "sinh": math.sinh,
        "sigmoid": lambda x: 1.0 / (1.0 + math.exp(-x)), "softplus": lambda x: math.log1p(math.exp(x)),
        "relu": lambda x: max(0.0, x),
    }
    constants = {"pi": math.pi, "e": math.e}

    @staticmethod
    def number(q: Fraction) -> float:
        return q.numerator / q.denominator

    @staticmethod
    def ratio(a: float, b: float) -> float:
        return a / b

    @staticmethod
    def whole_power(a: float, n: int) -> float:
        return a**n

    @staticmethod
    def is_negative(a: float) -> bool:
        return a < 0.0

    @staticmethod
    def power(a: float, b: float) -> float:
        if a <= 0.0:
            raise Undefined
        return a**b


class Rationals:
    """Exact: whole numbers as `int`, others as `Fraction`. Of roots, those that are rational."""

    functions = {"abs": abs, "relu": lambda x: max(0, x),
                 "sqrt": lambda x: Rationals.power(x, Fraction(1, 2))}
    constants: dict = {}

    @staticmethod
    def number(q: Fraction) -> int | Fraction:
        return q.numerator if q.denominator == 1 else q

    @staticmethod
    def ratio(a, b) -> Fraction:
        return Fraction(a) / b

    @staticmethod
    def whole_power(a, n: int):
        if max(a.numerator.bit_length(), a.denominator.bit_length()) * abs(n) > MOST_BITS:
            raise Undefined
        return a**n if n > 0 else Fraction(a) ** n

    @staticmethod
    def is_negative(a) -> bool:
        return a < 0

    @staticmethod
    def power(a, b):
        if a <= 0:
            raise Undefined
        if b.denominator > 1:
            a, b = exact_power(Fraction(a), Fraction(1, b.denominator)), b.numerator
            if a is None:
                raise Undefined
        return Rationals.whole_power(a, b.numerator)


class Enclosures:
    """Two floats with the value between them, as in `enclosure.py`."""

    functions = enclosure.FUNCTIONS
    constants = enclosure.CONSTANTS
    number = staticmethod(enclosure.of)
    whole_power = staticmethod(enclosure.whole_power)
    power = staticmethod(enclosure.power)

    @staticmethod
    def is_negative(a) -> bool:
        return a.high < 0.0

    @staticmethod
    def ratio(a, b):
        return a / b


def value(e: Expr, at: dict[Expr, object], numbers):
    """The value of a scalar form, with these values of its names; those of definitions are added."""
    match e.op:
        case "num":
            return numbers.number(e.data)
        case "var":
            return at[e]
        case "mul" | "hadamard":
            return value(e.args[0], at, numbers) * value(e.args[1], at, numbers)
        case "add":
            args = iter(e.args)
            total = value(next(args), at, numbers)
            for a in args:
                total = total + value(a, at, numbers)
            return total
        case "neg":
            return -value(e.args[0], at, numbers)
        case "power":
            return _power(*e.args, at, numbers)
        case "div":
            return numbers.ratio(value(e.args[0], at, numbers), value(e.args[1], at, numbers))
        case "let":
            found = at.get(e)
            if found is None:
                found = at[e] = value(e.args[0], at, numbers)
            return found
        case "inverse":
            return numbers.whole_power(value(e.args[0], at, numbers), -1)
    known, name = (numbers.functions, e.data[0].known) if e.op == "apply" else (numbers.constants, e.data)
    found = known.get(name)
    if found is None or e.op == "apply" and e.data[1]:
        raise Undefined
    return found(value(e.args[0], at, numbers)) if e.args else found


def _power(base: Expr, exponent: Expr, at, numbers):
    """A power with a written whole exponent is a product; any other is of a positive number, but for an odd
    root. 0^0 has no value here."""
    n = constant_value(exponent)
    if n is not None and n.denominator == 1:
        if not n:
            raise Undefined
        return numbers.whole_power(value(base, at, numbers), n.numerator)
    if base.op == "const" and base.data == "e" and "exp" in numbers.functions:
        return numbers.functions["exp"](value(exponent, at, numbers))
    x = value(base, at, numbers)
    if n is not None and is_odd_root(n) and numbers.is_negative(x):
        size = numbers.power(-x, numbers.number(n))
        return -size if n.numerator % 2 else size
    return numbers.power(x, value(exponent, at, numbers))
