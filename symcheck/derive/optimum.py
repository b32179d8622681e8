r"""Where a loss is least: the gradient set to zero and solved, where it is linear in what is sought.

The solution is checked by putting it in: the gradient vanishes there. That it is a minimum is seen of the second
derivative, which is positive (semi)definite wherever it is taken under the context's assumptions; of a matrix,
by the gradient A W B - C with semidefinite A and B; of a number below fractions, by a positive multiple of the
derivative that rises through zero.
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.derive.backprop import Backprop
from symcheck.derive.linear import Equation, equation, opened_by
from symcheck.derive.names import prepared
from symcheck.derive.semidefinite import least_sign
from symcheck.expr import Expr, build
from symcheck.expr.shape import is_matrix, is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context
from symcheck.tensor.array import variables
from symcheck.tensor.canonical import canonical
from symcheck.tensor.lower import lower
from symcheck.tensor.signs import NONNEGATIVE, POSITIVE, UNKNOWN, definite, sign

NOT_CONVEX = "the gradient is 0 there, but no sign of the second derivative is found"


def solved(objective: Expr, by: Expr) -> Equation | None:
    """The gradient's equation, solved; None where the gradient is not seen to be linear in `by`.

    Raises `Unsupported` where it is linear, and has no solution by an inverse.
    """
    b = Backprop(prepared(objective), (by,))
    return equation(opened_by(b.expanded(b.value(by)), by), by)


def is_minimum(context: Context, objective: Expr, by: Expr, found: Equation) -> Verdict:
    """Is the gradient 0 at the value, and does the loss not fall below it?"""
    gradient = build.derivative(objective, by, "column")
    zero = build.num(0) if is_scalar(by.shape) else build.zeros(by.shape)
    v = judge(context, build.substitute(gradient, ((by.data, found.value),)), zero)
    if not v.right:
        return replace(v, message=v.message or "the gradient is not 0 there",
                       extra={**v.extra, "sides": ("gradient at your answer", "should be")})
    if is_matrix(by.shape) or found.multiplier.op != "num":
        least = _rises(context, gradient, by, found)
    else:
        least = convex(context, objective, by)
    return v if least else Verdict(V.UNDECIDED, NOT_CONVEX, message=NOT_CONVEX)


def _rises(context: Context, gradient: Expr, by: Expr, found: Equation) -> bool:
    """Is the gradient, times a positive number, A w B - C with semidefinite factors?"""
    left = by
    if found.before is not None:
        left = build.mul(found.before, left)
    if found.behind is not None:
        left = build.mul(left, found.behind)
    affine = build.sub(left, found.constant)
    if not judge(context, build.mul(found.multiplier, gradient), affine).right or \
            least_sign(found.multiplier) != POSITIVE:
        return False
    least = POSITIVE if is_scalar(by.shape) else NONNEGATIVE
    return all(least_sign(f) >= least for f in found.factors)


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
