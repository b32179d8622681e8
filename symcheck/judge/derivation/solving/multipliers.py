r"""Lagrange multipliers: a solution in which the multiplier stands no more, as the constraint fixed it.

Of `M(u, \rho) = \frac12 u^\top C u - \rho (\mathbf{1}^\top u - 1)` the derivative by u vanishes at `u = \rho C^{-1} \mathbf{1}`, and the
constraint, the derivative by \rho, makes \rho a number. A value of u without \rho is held against the known solution with
that number put in, not against the stationary equation for every \rho.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.state import Equation, State, names_in, speaks_of
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict

_SPOKEN_OF = re.compile(r"\bLagrang|\bmultiplier|\bconstrain|\bsubject\s+to\b|\bbudget\b", re.I)


def judged(state: State, unknown: Expr, value: Expr, equation: Equation) -> Verdict | None:
    """The verdict on a value for the unknown of a stationary equation with a multiplier that the value does not hold; None
    where there is no such multiplier."""
    gradient = state.gradient_by(unknown)
    if gradient is None or _SPOKEN_OF.search(state.text_so_far) is None:
        return None
    f, known = gradient.f, names_in(value)
    for rho in dict.fromkeys(n for n in f.walk() if n.op == "var" and is_scalar(n.shape) and n.data.name not in known):
        constraint = build.derivative(f, rho, "column")
        if rho is unknown or not state.vanishes(build.derivative(constraint, rho, "column")) \
                or state.vanishes(build.derivative(constraint, unknown, "column")):
            continue
        solution = state.solved.get(unknown)
        if solution is None or not speaks_of(solution, rho):
            return Verdict(V.UNDECIDED, f"how the constraint fixes {rho.data.name} is not shown")
        return _held_against(state, unknown, value, solution, constraint, rho)
    return None


def _held_against(state: State, unknown: Expr, value: Expr, solution: Expr, constraint: Expr, rho: Expr) -> Verdict:
    """The value beside the solution with the one multiplier that meets the constraint, which is linear in it there."""
    at = build.substitute(constraint, ((unknown.data, solution),))
    start, one = (build.substitute(at, ((rho.data, build.num(n)),)) for n in (0, 1))
    slope = build.sub(one, start)
    two = build.substitute(at, ((rho.data, build.num(2)),))
    if not state.vanishes(build.sub(build.sub(two, one), slope)):
        return Verdict(V.UNDECIDED, f"the constraint is not linear in {rho.data.name}")
    put = build.substitute(solution, ((rho.data, build.neg(build.div(start, slope))),))
    return judge(state.context, put, value)
