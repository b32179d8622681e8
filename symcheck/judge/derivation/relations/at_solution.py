r"""Derivatives taken where another variable has the value that was found for it.

After $\hat w$ was found authors write $\frac{\partial \ell}{\partial \sigma^2} = -\frac{n}{2 \sigma^2} + \frac{1}{2 \sigma^4} \|y - X \hat w\|^2$: on the
right w stands no more, only its solution. So the derivative on the left is meant at this w. The value does not depend on what is
differentiated by, so it may be put in before or after.
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.expr import Expr, build
from symcheck.judge.derivation.state import State, called, hatted_names, speaks_of, variable_of
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict


def judged(state: State, sides: list[Expr]) -> Verdict | None:
    """The verdict on `derivative = value`, if it holds with the solutions put in that the value names instead of the variables."""
    if len(sides) != 2 or sides[0].op != "derivative":
        return None
    slope, value = sides
    by = variable_of(slope.args[1])
    held = [(u, found) for u, found in state.solved.items() if u.op == "var" and u is not by and speaks_of(slope, u)
            and not speaks_of(value, u) and not speaks_of(found, by) and _names(value, u, found)]
    if not held:
        return None
    at = slope
    for u, found in held:
        at = build.substitute(at, ((u.data, found),))
    v = judge(state.context, at, value)
    if not v.right:
        return None
    state.saw(slope, value)
    return replace(v, notes=(f"taken where {', '.join(called(u) for u, _ in held)} has the value that was found", *v.notes))


def _names(value: Expr, unknown: Expr, found: Expr) -> bool:
    r"""Does a value hold the \hat w of a w, which is what was found for it?"""
    return any(n.op == "let" and (n.args[0] is found or n.data.name in hatted_names(unknown.data.name)) for n in value.walk())
