"""Scalar equations that cannot be solved by algebra: their roots in float64, to judge what follows."""

from __future__ import annotations

import numpy as np

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.claims import equations as assumed
from symcheck.judge.ladder import difference, question
from symcheck.judge.numeric import people_of
from symcheck.judge.sampling import draw
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context
from symcheck.tensor.array import Array, variables
from symcheck.tensor.evaluate import TooLarge, choose_sizes
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.reals import Float

POINTS = 40
WANTED = 6  # roots needed for a verdict
NEWTON = 60


@np.errstate(all="ignore")
def follows(context: Context, a: Expr, b: Expr, equation) -> Verdict | None:
    """Whether a = b at roots of a scalar equation: `supported`, `different`, or None for too few roots."""
    if not is_scalar(equation.lhs.shape):
        return None
    try:
        q = question(a, b, assumed(context))
        e = question(equation.lhs, equation.rhs, ())
        residual = difference(e.lhs, e.rhs)
        unknowns = _unknowns(equation, residual)
        people, dims, least = people_of(q, difference(q.lhs, q.rhs), residual)
        agree = differ = 0
        for k in range(4):
            sizes = choose_sizes(dims, least, k)
            for unknown in unknowns:
                field = Float(POINTS)
                evaluation = draw(people, field, sizes, np.random.default_rng([9, k]))
                good = _solve(evaluation, residual, unknown)
                x, y = (np.broadcast_to(evaluation(side), (POINTS,)) for side in (q.lhs, q.rhs))
                gap = np.abs(x - y) / np.maximum(np.maximum(np.abs(x), np.abs(y)), 1e-300)
                good &= field.valid & np.isfinite(gap)
                agree += int((good & (gap < 1e-6)).sum())
                differ += int((good & (gap > 1e-4)).sum())
                if agree + differ >= WANTED:
                    break
    except (Unsupported, TooLarge, ValueError):
        return None
    if agree + differ < WANTED:
        return None
    if differ >= WANTED:
        return Verdict(V.DIFFERENT, f"at {differ} roots of the equation the sides differ",
                       message="this does not follow from the equation set up before")
    if not differ:
        return Verdict(V.SUPPORTED, f"at {agree} roots of the equation the sides agree; that is no proof")
    return None


def _unknowns(equation, residual: Array) -> list[Array]:
    """Scalar variables to solve for, the declared unknown first."""
    found = sorted((v for v in variables(residual) if not v.dims), key=lambda v: v.data.name)
    if equation.unknown is not None and equation.unknown.op == "var":
        found.sort(key=lambda v: v.data != equation.unknown.data)
    return found


def _solve(evaluation, residual: Array, unknown: Array) -> np.ndarray:
    """Newton's method at every point; which points ended at a root that the traits of the unknown allow."""
    positive = "positive" in unknown.data.traits or "unit" in unknown.data.traits
    x = evaluation.values[unknown][0]

    def value(at: np.ndarray) -> np.ndarray:
        evaluation.values[unknown][0] = at
        evaluation.memo.clear()
        return np.broadcast_to(np.asarray(evaluation(residual), float), (POINTS,))

    for _ in range(NEWTON):
        step = 1e-6 * np.maximum(1, np.abs(x))
        here = value(x)
        slope = (value(x + step) - value(x - step)) / (2 * step)
        move = np.where(np.isfinite(here / slope), here / slope, 0)
        after = x - move
        x = np.where(positive & (after <= 0), x / 3, after) if positive else after
    left = value(x)
    evaluation.field.valid[:] = True
    good = np.isfinite(x) & (np.abs(left) < 1e-9 * np.maximum(1, np.abs(x)))
    low, high = unknown.data.bounds
    if positive:
        good &= x > 1e-9
    if "unit" in unknown.data.traits:
        good &= x < 1
    if low is not None:
        good &= x > float(low)
    if high is not None:
        good &= x < float(high)
    return good
