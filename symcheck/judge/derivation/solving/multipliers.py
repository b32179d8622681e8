r"""Lagrange multipliers: a solution in which the multiplier stands no more, as the constraint fixed it.

Of `M(u, \rho) = \frac12 u^\top C u - \rho (\mathbf{1}^\top u - 1)` the derivative by u vanishes at `u = \rho C^{-1} \mathbf{1}`, and the
constraint, the derivative by \rho, makes \rho a number. A value of u without \rho is held against the known solution with
that number put in, not against the stationary equation for every \rho. The number itself is held against the constraint at
the solution, and so is what the words call the constraint there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.state import (
    State,
    names_in,
    speaks_of,
    variable_of,
)
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict

_SPOKEN_OF = re.compile(r"\bLagrang|\bmultiplier|\bconstrain|\bsubject\s+to\b|\bbudget\b", re.I)

# "with the multiplier $\\nu$", "multipliers $\\lambda, \\mu$".
_TOLD = r"\bmultipliers?\s+(?:\$|\\\()[^$]*?(?<![A-Za-z\\])%s(?![A-Za-z])"


def judged(state: State, unknown: Expr, value: Expr, settled: frozenset[str]) -> Verdict | None:
    """The verdict on a value for the unknown of a stationary equation with a multiplier that the value does not hold; None
    where there is no such multiplier. Those `settled` were found and put in."""
    gradient = state.gradient_by(unknown)
    if gradient is None or _SPOKEN_OF.search(state.text_so_far) is None:
        return None
    f, known = gradient.f, names_in(value) | settled
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


def fixed(state: State, rho: Expr, value: Expr) -> Verdict | None:
    """The verdict on a value for a multiplier, put into the constraint at the solution found; None where there is no such one."""
    at = next(_constraints(state, rho), None)
    if at is None or value.shape != rho.shape:
        return None
    return _judged_zero(state, build.substitute(at, ((rho.data, value),)))


def at_solution(state: State, x: Expr, y: Expr) -> Expr | None:
    """What the constraint says is zero at the solution found, where two sides speak of its multiplier; None where there is no such one."""
    for rho in dict.fromkeys(n for side in (x, y) for n in side.walk() if n.op == "var"):
        at = next(_constraints(state, rho), None)
        if at is not None:
            return at
    return None


def _constraints(state: State, rho: Expr) -> Iterator[Expr]:
    """The derivatives by a multiplier of the functions it stands in as one, with the solutions found for their variables put in."""
    if rho.op != "var" or not _is_multiplier(state, rho):
        return
    for g in reversed(state.gradients):
        unknown = variable_of(g.by)
        solution = state.solved.get(unknown)
        if unknown is rho or solution is None or not speaks_of(solution, rho) or not speaks_of(g.f, rho):
            continue
        constraint = build.derivative(g.f, rho, "column")
        if state.vanishes(build.derivative(constraint, rho, "column")) and not state.vanishes(build.derivative(constraint, unknown, "column")):
            yield build.substitute(constraint, ((unknown.data, solution),))


def _is_multiplier(state: State, rho: Expr) -> bool:
    """Is a name called a multiplier, or an argument of a function where Lagrange multipliers are spoken of? Data are linear in many
    functions too."""
    told = re.compile(_TOLD % re.escape(rho.data.name))
    return _SPOKEN_OF.search(state.text_so_far) is not None and (
        told.search(state.text_so_far) is not None or any(
            len(e.params) > 1 and rho.data.name in [p.name for p in e.params] for e in state.context.scope))


def _judged_zero(state: State, e: Expr) -> Verdict:
    return judge(state.context, e, build.num(0) if is_scalar(e.shape) else build.zeros(e.shape))
