r"""The function whose derivative was set to zero last in a part: "The second derivative is $..$" after that speaks of it, and of no name that
was defined in between."""

from __future__ import annotations

from typing import NamedTuple

from symcheck.expr import Expr, build
from symcheck.judge.derivation.state import State
from symcheck.judge.judging import judge


class Zeroed(NamedTuple):
    """`f`: None where it cannot be told which function it is."""

    f: Expr | None
    by: Expr


def last(state: State) -> Zeroed | None:
    """That function, and by what it was differentiated; None where this part sets no derivative to zero."""
    e = next((e for e in reversed(state.equations) if e.line >= state.part_line and e.unknown is not None and e.unknown.op == "var"), None)
    if e is None:
        return None
    found = [*(o.objective for o in reversed(state.objectives) if o.by is e.unknown), *(g.f for g in reversed(state.gradients) if g.by is e.unknown)]
    for equation in reversed([q for q in state.equations if q.line >= state.part_line and q.unknown is e.unknown]):  # the last may be a multiple of it
        slope = build.sub(equation.lhs, equation.rhs) if equation.lhs.shape == equation.rhs.shape else equation.lhs
        for f in dict.fromkeys(found):
            own = build.derivative(f, e.unknown, "column")
            if own.shape == slope.shape and any(judge(state.context, own, s, hint=True).right for s in (slope, build.neg(slope))):
                return Zeroed(f, e.unknown)
    return Zeroed(None, e.unknown)


__all__ = ["Zeroed", "last"]
