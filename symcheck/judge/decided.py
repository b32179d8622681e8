"""Switches that the assumptions decide: under w x + b > 0 the step of w x + b is 1, and that of its negative 0.

Sound for strict inequalities between numbers; of entries and of weak ones nothing is said.
"""

from __future__ import annotations

from symcheck.judge.switches import switches
from symcheck.tensor.array import ONE, ZERO, Array, known
from symcheck.tensor.canonical import canonical
from symcheck.tensor.differentiate import substitute
from symcheck.tensor.labelling import Limit


def decided(sides: tuple[Array, Array], constraints: list[tuple[str, Array]]) -> tuple[Array, Array]:
    """Both sides in canonical form, with the values that switches have wherever the constraints hold."""
    strict = [residual for relation, residual in constraints if relation == ">" and not residual.rank]
    if not strict or not switches(*sides):
        return sides
    values: dict[Array, Array] = {}
    for residual in strict:
        try:
            step = canonical(known("step", residual))
        except Limit:
            continue
        found = [s for s in switches(step) if s.kind == "map"]
        if len(found) == 1:
            core = found[0].args[0]
            up = step is found[0]
            for name, value in (("step", up), ("above", up), ("iszero", False)):
                values[known(name, core)] = ONE if value else ZERO
    left, right = (canonical(substitute(side, {}, dict(values))) for side in sides)
    return left, right
