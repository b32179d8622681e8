r"""Stationary points of two or three numbers at once: "both derivatives vanish at $x = -1$ and $y = 2$".

The value of one of them does not make its own derivative zero whatever the others are. Where the derivatives of one function by several numbers are
linear in them, Cramer's rule says what each is where all of these vanish.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.state import State, called, speaks_of
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict

MOST = 3  # unknowns


def judged(state: State, unknown: Expr, value: Expr) -> Verdict | None:
    """The verdict on a value for one of several numbers by which derivatives of one function were taken, held against the place where all of these
    vanish; None where there are no others, where the value speaks of them, or where the derivatives are not linear."""
    gradient = state.gradient_by(unknown)
    if gradient is None or unknown.op != "var" or not is_scalar(unknown.shape):
        return None
    others = dict.fromkeys(g.by for g in state.gradients if g.f is gradient.f and g.by.op == "var" and g.by is not unknown
                           and is_scalar(g.by.shape) and speaks_of(gradient.f, g.by))
    unknowns = [unknown, *others]
    if not 1 < len(unknowns) <= MOST or any(speaks_of(value, u) for u in unknowns):
        return None
    slopes = [build.derivative(gradient.f, u, "column") for u in unknowns]
    rates = [[build.derivative(r, u, "column") for u in unknowns] for r in slopes]
    if not all(state.vanishes(build.derivative(a, u, "column")) for row in rates for a in row for u in unknowns):
        return None
    zeros = tuple((u.data, build.num(0)) for u in unknowns)
    constants = [build.neg(build.substitute(r, zeros)) for r in slopes]
    det = _determinant(rates)
    if state.vanishes(rates[0][1]) or judge(state.context, det, build.num(0), hint=True).word != V.DIFFERENT:
        return None
    v = judge(state.context, build.mul(det, value), _determinant([[c, *row[1:]] for c, row in zip(constants, rates)]))
    names = ", ".join(called(u) for u in unknowns)
    if v.right:
        return replace(v, evidence=f"the derivatives by {names} vanish there together: {v.evidence}")
    return replace(v, message=f"this is not where the derivatives by {names} vanish together") if v.word == V.DIFFERENT else v


def _determinant(rows: list[list[Expr]]) -> Expr:
    total = build.num(0)
    for order in permutations(range(len(rows))):
        product = build.num(1)
        for row, k in zip(rows, order):
            product = build.mul(product, row[k])
        odd = sum(a > b for i, a in enumerate(order) for b in order[i + 1:]) % 2
        total = build.sub(total, product) if odd else build.add(total, product)
    return total
