r"""Where a loss is least: the gradient set to zero and solved, where it is linear in what is sought.

The solution is checked by putting it in: the gradient vanishes there, and the second derivative is
positive (semi)definite wherever it is taken, under the context's assumptions: the loss is convex.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import gcd, lcm

from symcheck.derive.backprop import Backprop
from symcheck.derive.jacobian import matrix_of
from symcheck.derive.names import prepared
from symcheck.derive.products import Product, Scalars, built
from symcheck.derive.shorten import shortened
from symcheck.derive.tidy import tidy
from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context
from symcheck.tensor.array import variables
from symcheck.tensor.canonical import canonical
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.lower import lower
from symcheck.tensor.signs import POSITIVE, UNKNOWN, definite, sign

NOT_CONVEX = "the gradient is 0 there, but no sign of the second derivative is found"


def is_minimum(context: Context, objective: Expr, by: Expr, value: Expr) -> Verdict:
    """Is the gradient 0 at the value, and the loss convex?"""
    gradient = build.derivative(objective, by, "column")
    zero = build.num(0) if is_scalar(by.shape) else build.zeros(by.shape)
    v = judge(context, build.substitute(gradient, ((by.data, value),)), zero)
    if not v.right:
        return replace(v, message=v.message or "the gradient is not 0 there",
                       extra={**v.extra, "sides": ("gradient at your answer", "should be")})
    if not convex(context, objective, by):
        return Verdict(V.UNDECIDED, NOT_CONVEX, message=NOT_CONVEX)
    return v


def convex(context: Context, objective: Expr, by: Expr, strictly: bool = False) -> bool:
    """Is the second derivative positive (semi)definite for all values; `strictly`, without the semi?"""
    second = build.derivative(build.derivative(objective, by, "column"), by, "column")
    array = canonical(lower(second).array)
    found = sign(array) if is_scalar(second.shape) else definite(array)
    if found == POSITIVE or found != UNKNOWN and not strictly:
        return True
    return is_scalar(second.shape) and any(
        a[0] == ">" and is_scalar(a[1].shape) and _positive_multiple(second, build.sub(a[1], a[2]))
        for a in context.assumptions)


def _positive_multiple(a: Expr, b: Expr) -> bool:
    """Is a a positive number (or size) times b?"""
    ratio = canonical(lower(build.div(a, b)).array)
    return not variables(ratio) and sign(ratio) == POSITIVE


# --- solving --------------------------------------------------------------------------------------


def solved(objective: Expr, by: Expr) -> tuple[Expr, Expr, Expr] | None:
    """(matrix or number A, right side c, solution) of the gradient's equation A w = c; None where
    the gradient is not seen to be linear in w."""
    loss = prepared(objective)
    b = Backprop(loss, (by,))
    gradient = _opened(b.expanded(b.value(by)), by)
    parts = _affine(gradient, by)
    if parts is None:
        return None
    slope, constant = cleared(*parts)
    right = shortened(build.neg(constant))
    if is_scalar(by.shape):
        return slope, right, shortened(build.div(right, slope))
    return slope, right, shortened(build.mul(build.inverse(slope), right))


def _opened(e: Expr, by: Expr) -> Expr:
    """The names that depend on `by` written out."""
    def opened(n: Expr) -> Expr | None:
        if n.op != "let":
            return None
        return _opened(n.args[0], by) if n is not by and by in n.walk() else n

    return e.replaced(opened)


def _affine(e: Expr, w: Expr) -> tuple[Expr, Expr] | None:
    """(A, c) with e = A w + c."""
    zero = build.num(0) if is_scalar(w.shape) else build.zeros(w.shape)
    constant = tidy(_put(e, w, zero))
    linear = shortened(_scalar_slope(e, w) if is_scalar(w.shape) else _slope(e, w)) \
        if _degree(e, w) <= 1 else None
    if linear is None:
        return None
    return linear, constant


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


def _put(e: Expr, w: Expr, value: Expr) -> Expr:
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
