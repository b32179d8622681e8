"""Scalar sides that are one rational function, proved by a single exact evaluation.

An expression made by arithmetic is a fraction of two polynomials with whole coefficients in what it is
made of: names, and atoms such as a logarithm, of which nothing is used but that one written twice is
one number. exp(a + 2 b) is the product exp(a) exp(b)^2 of atoms. Two fractions are the same if P, the
difference multiplied out over both denominators, is 0. A bound h on the sum of the sizes of P's
coefficients and one d on its degree are read off the expressions; P is then 0 if it is 0 at the one
point x_k = B^((d + 1)^k), B > h + 1 (Kronecker's substitution): different monomials become different
powers of B, of which the highest outweighs all others together.

So True is a proof wherever both sides are defined. False says nothing: a law of the atoms may be
needed, or numbers that are too large.
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.expr.node import Expr
from symcheck.expr.shape import SCALAR
from symcheck.tensor.opened import constant_value

MOST_BITS = 30_000  # of the numbers at the point
MOST_EXPONENT = 64

class _Beyond(Exception):
    """No fraction of polynomials that are small enough."""


class _Bound:
    """Of a fraction of polynomials: the sum of the sizes of the coefficients above and below, and
    both degrees."""

    __slots__ = ("above", "below", "rise", "fall")

    def __init__(self, above: int, below: int, rise: int, fall: int):
        self.above, self.below, self.rise, self.fall = above, below, rise, fall

    def __add__(self, other: _Bound) -> _Bound:
        return _Bound(self.above * other.below + other.above * self.below, self.below * other.below,
                      max(self.rise + other.fall, other.rise + self.fall), self.fall + other.fall)

    def __neg__(self) -> _Bound:
        return self

    def __mul__(self, other: _Bound) -> _Bound:
        return _Bound(self.above * other.above, self.below * other.below, self.rise + other.rise,
                      self.fall + other.fall)

    def turned(self) -> _Bound:
        return _Bound(self.below, self.above, self.fall, self.rise)

    def __pow__(self, n: int) -> _Bound:
        if n * max(self.above, self.below).bit_length() > MOST_BITS:
            raise _Beyond
        return _Bound(self.above**n, self.below**n, n * self.rise, n * self.fall)


class _Ratio:
    """A fraction of integers that is not reduced."""

    __slots__ = ("above", "below")

    def __init__(self, above: int, below: int = 1):
        self.above, self.below = above, below

    def __add__(self, other: _Ratio) -> _Ratio:
        if self.below == other.below:
            return _Ratio(self.above + other.above, self.below)
        return _Ratio(self.above * other.below + other.above * self.below, self.below * other.below)

    def __neg__(self) -> _Ratio:
        return _Ratio(-self.above, self.below)

    def __mul__(self, other: _Ratio) -> _Ratio:
        return _Ratio(self.above * other.above, self.below * other.below)

    def turned(self) -> _Ratio:
        if not self.above:
            raise _Beyond
        return _Ratio(self.below, self.above)

    def __pow__(self, n: int) -> _Ratio:
        return _Ratio(self.above**n, self.below**n)


class _Bounds(dict):
    """The bound of every atom, put there when it is met. `unfolded` holds those of definitions."""

    def __init__(self):
        self.unfolded: dict[Expr, _Bound] = {}

    def __missing__(self, atom) -> _Bound:
        self[atom] = _ATOM
        return _ATOM

    @staticmethod
    def number(q: Fraction) -> _Bound:
        return _Bound(abs(q.numerator), q.denominator, 0, 0)


class _Point(dict):
    """The value of every atom. `unfolded` holds those of definitions."""

    def __init__(self):
        self.unfolded: dict[Expr, _Ratio] = {}

    @staticmethod
    def number(q: Fraction) -> _Ratio:
        return _Ratio(q.numerator, q.denominator)


_ATOM = _Bound(1, 1, 1, 0)


def is_same_fraction(a: Expr, b: Expr) -> bool:
    """Whether two scalar sides are proved to be one rational function of their atoms, each of which is
    taken to have a value somewhere."""
    bounds = _Bounds()
    try:
        x, y = _fraction(a, bounds), _fraction(b, bounds)
        size = max(x.above * y.below + y.above * x.below, x.below, y.below)  # nor may the point be a zero of what stands below
        degree = max(x.rise + y.fall, y.rise + x.fall)
        bits = (size + 1).bit_length()  # B is 2^bits
        if bits * (degree + 1) ** len(bounds) > MOST_BITS:
            return False
        point = _Point()
        for atom in bounds:
            point[atom] = _Ratio(1 << bits)
            bits *= degree + 1
        f, g = _fraction(a, point), _fraction(b, point)
    except _Beyond:
        return False
    return f.above * g.below == g.above * f.below


def _fraction(e: Expr, atoms):
    """An expression as a fraction, by its bounds or at the point."""
    if e.shape != SCALAR:
        raise _Beyond
    match e.op:
        case "num":
            return atoms.number(e.data)
        case "var":
            return atoms[e]
        case "mul" | "hadamard" if e.args[0].shape == SCALAR:
            return _fraction(e.args[0], atoms) * _fraction(e.args[1], atoms)
        case "add":
            args = iter(e.args)
            total = _fraction(next(args), atoms)
            for a in args:
                total = total + _fraction(a, atoms)
            return total
        case "neg":
            return -_fraction(e.args[0], atoms)
        case "power":
            n = constant_value(e.args[1])
            if n is not None and n.denominator == 1 and 0 < abs(n) <= MOST_EXPONENT:
                value = _fraction(e.args[0], atoms) ** abs(n.numerator)
                return value if n > 0 else value.turned()
        case "div":
            return _fraction(e.args[0], atoms) * _fraction(e.args[1], atoms).turned()
        case "let":
            found = atoms.unfolded.get(e)
            if found is None:
                found = atoms.unfolded[e] = _fraction(e.args[0], atoms)
            return found
        case "inverse":
            return _fraction(e.args[0], atoms).turned()
        case "apply" if e.data[0].known == "exp" and not e.data[1]:
            return _exponential(e.args[0], atoms)
        case "const" if e.data == "e":
            return atoms["e"]
    return atoms[e]


def _exponential(exponent: Expr, atoms):
    """exp of a sum: a product of whole powers of exp(t/n), for its terms m/n t."""
    terms: dict[Expr | None, Fraction] = {}
    _gather(exponent, Fraction(1), terms)
    value = None
    for term, q in terms.items():
        if abs(q.numerator) > MOST_EXPONENT:
            raise _Beyond
        if not q:
            continue
        base = atoms["e" if term is None and q.denominator == 1 else ("exp", term, q.denominator)]
        power = base ** abs(q.numerator)
        power = power if q > 0 else power.turned()
        value = power if value is None else value * power
    return atoms.number(Fraction(1)) if value is None else value


def _gather(e: Expr, times: Fraction, terms: dict[Expr | None, Fraction]) -> None:
    """Add the terms of an expression with their rational factors; that of no term is a number."""
    q = constant_value(e)
    if q is not None:
        terms[None] = terms.get(None, 0) + times * q
    elif e.op == "add":
        for a in e.args:
            _gather(a, times, terms)
    elif e.op == "neg":
        _gather(e.args[0], -times, terms)
    elif e.op == "mul" and (q := constant_value(e.args[0])) is not None:
        _gather(e.args[1], times * q, terms)
    elif e.op == "mul" and (q := constant_value(e.args[1])) is not None:
        _gather(e.args[0], times * q, terms)
    elif e.op == "div" and (q := constant_value(e.args[1])):
        _gather(e.args[0], times / q, terms)
    else:
        terms[e] = terms.get(e, 0) + times
