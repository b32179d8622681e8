"""Switches that the assumptions decide: under w x + b > 0 the step of w x + b is 1, and that of its negative 0.

Sound for strict inequalities between numbers; of entries and of weak ones nothing is said.
"""

from __future__ import annotations

from symcheck.judge.switches import switches
from symcheck.tensor.array import ONE, ZERO, Array, known, poly
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
        found = switches(step)
        if not found or found[0].kind != "map":
            continue
        core, up = found[0].args[0], step is found[0]
        if len(found) == 1 or up or step is _opposite(found[0]):  # others stand inside it, as in the step of d - |u|
            values |= _values(core, up)
            if (negative := _negative(core)) is not None:
                values |= _values(negative, not up)
    left, right = (canonical(substitute(side, {}, dict(values))) for side in sides)
    return left, right


def _values(core: Array, positive: bool) -> dict[Array, Array]:
    """The values of the switches of something that is positive, or negative."""
    return {known("step", core): ONE if positive else ZERO, known("above", core): ONE if positive else ZERO, known("iszero", core): ZERO}


def _negative(core: Array) -> Array | None:
    try:
        return canonical(poly(((-1, ((core, (), 1),)),), ()))
    except Limit:
        return None


def _opposite(switch: Array) -> Array | None:
    """The canonical form of 1 minus a switch."""
    try:
        return canonical(poly(((1, ()), (-1, ((switch, (), 1),))), ()))
    except Limit:
        return None
