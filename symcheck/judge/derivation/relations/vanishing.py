r"""An equation that words call a derivative set to zero, where no formula gives that derivative."""

from __future__ import annotations

from dataclasses import replace

from symcheck.expr import Expr, build
from symcheck.expr.shape import ShapeError
from symcheck.judge import verdict as V
from symcheck.judge.derivation.relations.derivatives_written import has_derivative_by
from symcheck.judge.derivation.relations.link import Link
from symcheck.judge.derivation.solving import equations as E
from symcheck.judge.derivation.state import Equation, State, called, speaks_of
from symcheck.judge.verdict import Verdict

NOT_ONE = "this is not what the derivative by %s set to zero comes to"
NOT_TOLD = "whether this is what the derivative comes to that the words set to zero could not be told"


def judged(state: State, x: Expr, y: Expr, line: int) -> Link | None:
    """The link `x = y` as one of the derivatives that the words set to zero; None where they set none, where it may be another, and of a value told for a variable."""
    if x.op == "var" and not speaks_of(y, x) or any(has_derivative_by(e, g.by) for e in (x, y) for g in state.vanishing):
        return None
    refuted = None
    for g in state.vanishing:
        try:
            v = E.follows(state, x, y, [E.stationary(g, line)])
        except ShapeError:
            continue
        if v is not None and v.right:
            state.saw(build.derivative(g.f, g.by, "column"))
            name = called(g.by)
            return Link(replace(v, evidence=f"the derivative by {name} is set to zero here"), "equation", f"sets the derivative by {name} to zero", Equation(x, y, line, g.by))
        refuted = replace(v, message=NOT_ONE % called(g.by)) if v is not None and v.word == V.DIFFERENT else refuted
    if not state.vanishing or not state.surely_vanishing:
        return None
    return Link(refuted if refuted is not None else Verdict(V.UNDECIDED, NOT_TOLD))


__all__ = ["judged"]
