r"""Equations linear in what is sought, taken apart: gradient = 0 as A w = c, for a matrix as A W B = C.

A number that stands below fractions too is multiplied out of them first: \frac{n}{s} - \frac{a}{s^2} = 0 is n s = a.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from math import gcd, lcm

from symcheck.derive.indices import free
from symcheck.derive.jacobian import matrix_of
from symcheck.derive.products import Product, Scalars, built
from symcheck.derive.raised import Raised
from symcheck.derive.shorten import length, shortened
from symcheck.derive.tidy import tidy
from symcheck.expr import Expr, build
from symcheck.expr.shape import is_matrix, is_scalar
from symcheck.tensor.canonical import canonical
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.lower import lower


@dataclass(frozen=True)
class Equation:
    """`multiplier` times the gradient is `before` w `behind` - `constant`; None stands for a factor 1.

    Without common divisors that is `left` = `right`, and `value` solves it.
    """

    before: Expr | None
    behind: Expr | None
    constant: Expr
    multiplier: Expr
    left: Expr
    right: Expr
    value: Expr

    @property
    def factors(self) -> tuple[Expr, ...]:
        return tuple(f for f in (self.before, self.behind) if f is not None)


def equation(gradient: Expr, w: Expr) -> Equation | None:
    """The equation gradient = 0, where it is linear in w; None where that is not seen.

    Raises `Unsupported` where it is linear in w and has no form A w B = C.
    """
    if is_matrix(w.shape):
        return _of_matrix(gradient, w)
    multiplier = build.num(1)
    if is_scalar(w.shape):
        gradient, multiplier = _without_divisors(gradient, w)
    if _degree(gradient, w) > 1:
        return None
    constant = tidy(build.neg(_put(gradient, w)))
    slope = shortened(_scalar_slope(gradient, w) if is_scalar(w.shape) else _slope(gradient, w))
    short, right = cleared(_collected(slope), constant)
    short, right = _identity_last(short), shortened(right)
    value = build.div(right, short) if is_scalar(w.shape) else build.mul(build.inverse(short), right)
    return Equation(slope, None, constant, multiplier, tidy(build.mul(short, w)), right, shortened(value))


def _collected(slope: Expr) -> Expr:
    """A number with its sums multiplied out, where that is shorter: n for \\sum_i (1 - y_i) + \\sum_i y_i."""
    if not is_scalar(slope.shape) or "sum" not in slope.ops:
        return slope
    names = {n.data: n for n in slope.walk() if n.op == "var"}
    try:
        other = shortened(Raised(names).entry(canonical(lower(slope).array), ()))
    except Unsupported:
        return slope
    return other if length(other) < length(slope) else slope


def _of_matrix(gradient: Expr, w: Expr) -> Equation | None:
    if _degree(gradient, w) > 1:
        return None
    constant = tidy(build.neg(_put(gradient, w)))
    terms = _sandwiches(_linear(gradient, w), w)
    if terms is None or any(t.turned for t in terms):
        raise Unsupported("an equation with the transpose of what is sought, or with sums over it")
    before = behind = None
    if len({t.behind and shortened(t.behind) for t in terms}) == 1:
        before, behind = _added([(t.number, t.before) for t in terms], w.shape[0]), terms[0].behind
    elif len({t.before and shortened(t.before) for t in terms}) == 1:
        before, behind = terms[0].before, _added([(t.number, t.behind) for t in terms], w.shape[1])
    else:
        raise Unsupported("an equation of the form A W + W B = C (Sylvester's), linear, but its solution is no product of "
                          "inverses")
    before, behind = (None if f is None else shortened(f) for f in (before, behind))
    if before is not None and behind is not None and (number := _scale(before)) is not None:
        before, behind = None, shortened(build.mul(number, behind))
    first, last = before, behind
    if first is not None:
        first, right = cleared(first, constant)
        first = _identity_last(first)
    else:
        last, right = cleared(last, constant)
        last = _identity_last(last)
    right = shortened(right)
    value, left = right, w
    if first is not None and first.op != "eye":
        value, left = build.mul(build.inverse(first), value), build.mul(first, left)
    if last is not None:
        value, left = build.mul(value, build.inverse(last)), build.mul(left, last)
    return Equation(before, behind, constant, build.num(1), tidy(left), right, shortened(value))


def _scale(e: Expr) -> Expr | None:
    """The number that a multiple of the identity is; None for another matrix."""
    p = Product.of(e)
    return built(replace(p, chain=(), shape=(1, 1))) if len(p.chain) == 1 and p.chain[0].op == "eye" else None


@dataclass(frozen=True)
class _Term:
    """number times before w behind, or with w transposed; None stands for the identity."""

    number: Expr
    before: Expr | None = None
    behind: Expr | None = None
    turned: bool = False


def _added(terms: list[tuple[Expr, Expr | None]], n) -> Expr:
    """The sum of matrices by their numbers, None standing for the identity."""
    parts = [build.mul(number, build.eye(n) if f is None else f) for number, f in terms]
    return shortened(reduce(build.add, parts))


def _identity_last(e: Expr) -> Expr:
    """A sum with multiples of the identity at its end: X^T X + c I."""
    if e.op != "add":
        return e
    return build.add(*sorted(e.args, key=lambda t: any(f.op == "eye" for f in Product.of(t).chain)))


def _sandwiches(e: Expr, w: Expr) -> list[_Term] | None:
    """The terms of an expression without terms of degree 0; None where it is no sum of products."""
    if e is w:
        return [_Term(build.num(1))]
    match e.op:
        case "add":
            parts = [_sandwiches(a, w) for a in e.args]
            return None if None in parts else [t for p in parts for t in p]
        case "neg":
            return _each(e.args[0], w, lambda t: replace(t, number=build.neg(t.number)))
        case "transpose":
            return _each(e.args[0], w, lambda t: _Term(t.number, _turned(t.behind), _turned(t.before), not t.turned))
        case "div" if is_scalar(e.args[1].shape):
            return _each(e.args[0], w, lambda t: replace(t, number=build.div(t.number, e.args[1])))
        case "sum" if len(e.args) == 1:
            return _each(e.args[0], w, lambda t: _summed(t, e))
        case "mul":
            first, second = e.args
            if is_scalar(first.shape):
                return _each(second, w, lambda t: replace(t, number=build.mul(first, t.number)))
            if w in first.walk():
                return _each(first, w, lambda t: replace(
                    t, behind=second if t.behind is None else build.mul(t.behind, second)))
            return _each(second, w, lambda t: replace(
                t, before=first if t.before is None else build.mul(first, t.before)))
    return None


def _each(e: Expr, w: Expr, change) -> list[_Term] | None:
    inner = _sandwiches(e, w)
    terms = None if inner is None else [change(t) for t in inner]
    return None if terms is None or None in terms else terms


def _summed(t: _Term, e: Expr) -> _Term | None:
    """The sum of a term over an index that stands on one side of it only."""
    index = e.data[0]
    sides = [f is not None and index in free(f) for f in (t.before, t.behind)]
    if sides == [True, True]:
        return None
    number = t.number if index in free(t.number) else build.num(1)
    rest = build.num(1) if number is t.number else t.number
    if sides[0]:
        return _Term(rest, build.sum_over(index, build.mul(number, t.before), *e.data[1:]), t.behind, t.turned)
    if sides[1]:
        return _Term(rest, t.before, build.sum_over(index, build.mul(number, t.behind), *e.data[1:]), t.turned)
    return _Term(build.sum_over(index, t.number, *e.data[1:]), t.before, t.behind, t.turned)


def _turned(e: Expr | None) -> Expr | None:
    return None if e is None else build.transpose(e)


def _without_divisors(e: Expr, w: Expr) -> tuple[Expr, Expr]:
    """(e times m, m): m the product of what stands below fractions and holds the number w."""
    e = tidy(e)
    terms = [Product.of(t) for t in (e.args if e.op == "add" else (e,))]
    below: dict[Expr, Fraction] = {}
    for t in terms:
        for x, power in t.scalars.items:
            if power < 0 and w in x.walk():
                below[x] = max(below.get(x, Fraction(0)), -power)
    if not below:
        return e, build.num(1)
    factor = Product(Fraction(1), Scalars(tuple(below.items())), (), (1, 1))
    parts = [built(t.times(factor)) for t in terms]
    return tidy(reduce(build.add, parts)), built(factor)


def opened_by(e: Expr, by: Expr) -> Expr:
    """The names that depend on `by` written out."""
    def opened(n: Expr) -> Expr | None:
        if n.op != "let":
            return None
        return opened_by(n.args[0], by) if n is not by and by in n.walk() else n

    return e.replaced(opened)


def _degree(e: Expr, w: Expr) -> int:
    """The degree in w of an expression made of sums and products; 2 for anything else."""
    if w not in e.walk():
        return 0
    if e is w:
        return 1
    if e.op in ("add",):
        return max(_degree(a, w) for a in e.args)
    if e.op in ("neg", "transpose", "entry", "sum"):
        return _degree(e.args[0], w) if not any(w in a.walk() for a in e.args[1:]) else 2
    if e.op in ("mul", "hadamard", "dot", "outer"):
        return sum(_degree(a, w) for a in e.args)
    if e.op == "div":
        return _degree(e.args[0], w) if not _degree(e.args[1], w) else 2
    return 2


def _scalar_slope(e: Expr, w: Expr) -> Expr:
    """The coefficient of the number w: the value at 1 less that at 0, term by term."""
    if e is w:
        return build.num(1)
    if w not in e.walk():
        return build.num(0)
    match e.op:
        case "add":
            return build.add(*(_scalar_slope(a, w) for a in e.args))
        case "neg" | "sum":
            return Expr(e.op, (_scalar_slope(e.args[0], w), *e.args[1:]), e.data, e.shape)
        case "div":
            return build.div(_scalar_slope(e.args[0], w), e.args[1])
    return Expr(e.op, tuple(_scalar_slope(a, w) if _degree(a, w) else a for a in e.args), e.data, e.shape)


def _slope(e: Expr, w: Expr) -> Expr:
    """The matrix of the terms linear in the vector w."""
    return _read_off(tidy(_linear(e, w)), w)


def _linear(e: Expr, w: Expr) -> Expr:
    """An expression of degree 1 without its terms of degree 0."""
    if e is w:
        return e
    if e.op == "add":
        parts = [_linear(a, w) for a in e.args if _degree(a, w)]
        return parts[0] if len(parts) == 1 else build.add(*parts)
    return Expr(e.op, tuple(_linear(a, w) if _degree(a, w) else a for a in e.args), e.data, e.shape)


def _read_off(e: Expr, w: Expr) -> Expr:
    found = matrix_of(e, w)
    if found is None:
        raise Unsupported("an equation that is not solved here")
    return found


def _put(e: Expr, w: Expr) -> Expr:
    """The value at w = 0."""
    value = build.num(0) if is_scalar(w.shape) else build.zeros(w.shape)
    return e.replaced(lambda n: value if n is w else n if n.op == "let" else None)


def cleared(*sides: Expr) -> tuple[Expr, ...]:
    """Expressions times the positive factor that clears the divisors and common numbers of all terms."""
    terms = [Product.of(t) for e in sides for t in (e.args if e.op == "add" else (e,))]
    terms = [t for t in terms if t.number]
    below: dict[Expr, Fraction] = {}
    for t in terms:
        for e, power in t.scalars.items:
            if power < 0:
                below[e] = max(below.get(e, Fraction(0)), -power)
    bottom = lcm(*(t.number.denominator for t in terms))
    top = gcd(*(int(t.number * bottom) for t in terms))
    factor = Product(Fraction(bottom, top), Scalars(tuple(below.items())), (), (1, 1))

    def times(e: Expr) -> Expr:
        parts = [built(Product.of(t).times(factor).shaped(t.shape))
                 for t in (e.args if e.op == "add" else (e,))]
        return tidy(parts[0] if len(parts) == 1 else build.add(*parts))
    return tuple(map(times, sides))
