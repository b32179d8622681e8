"""Switches that the assumptions decide: under w x + b > 0 the step of w x + b is 1, and that of its negative 0; under
x < 2 the step of 5 - x is 1, as 5 - x = (2 - x) + 3; under x < -b / w with w > 0 that of w x + b is 0.

Sound for inequalities between numbers; of entries nothing is said. A weak inequality decides a step, whose value at 0 is free, and no
indicator of what is above 0 or of 0 itself.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from symcheck.judge.switches import switches
from symcheck.tensor.array import ONE, ZERO, Array, known, poly
from symcheck.tensor.canonical import canonical
from symcheck.tensor.differentiate import substitute
from symcheck.tensor.labelling import Limit
from symcheck.tensor.signs import NONNEGATIVE, POSITIVE, sign

CHAINED = 4  # of more inequalities sums are not made


def decided(sides: tuple[Array, Array], constraints: list[tuple[str, Array]]) -> tuple[Array, Array]:
    """Both sides in canonical form, with the values that switches have wherever the constraints hold."""
    known_of = [(residual, relation == ">") for relation, residual in constraints if relation in (">", ">=") and not residual.rank]
    if not known_of or not switches(*sides):
        return sides
    known_of += _chained(known_of)
    known_of += [(whole, strictly) for residual, strictly in known_of if (whole := _without_denominators(residual)) is not None]
    known_of.sort(key=lambda one: one[1])  # a strict one says more
    values: dict[Array, Array] = {}
    for residual, strictly in known_of:
        try:
            step = canonical(known("step", residual))
        except Limit:
            continue
        found = switches(step)
        if not found or found[0].kind != "map":
            continue
        core, up = found[0].args[0], step is found[0]
        if len(found) == 1 or up or step is _opposite(found[0]):  # others stand inside it, as in the step of d - |u|
            values |= _values(core, up, strictly)
            if (negative := _negative(core)) is not None:
                values |= _values(negative, not up, strictly)
    values = _beyond(sides, known_of) | values
    left, right = (canonical(substitute(side, {}, dict(values))) for side in sides)
    return left, right


def _chained(known_of: list[tuple[Array, bool]]) -> list[tuple[Array, bool]]:
    """The sums of two or three of a few inequalities: of `x > t` and `t > s` that of `x > s`."""
    if not 1 < len(known_of) <= CHAINED:
        return []
    return [(poly(tuple((1, ((a, (), 1),)) for a, _ in some), ()), any(strictly for _, strictly in some))
            for count in (2, 3) for some in combinations(known_of, count)]


def _without_denominators(residual: Array) -> Array | None:
    """Something positive where this is, without its denominators; None where it has none, or one of unknown sign."""
    try:
        residual = canonical(residual)
        least: dict[tuple, int] = {}
        for factors, _ in _terms(residual):
            for head, at, power in factors:
                if isinstance(power, int) and power < 0:
                    least[head, at] = min(power, least.get((head, at), 0))
        multiple, up = [], True
        for (head, at), power in least.items():
            negative = _negative(head)
            if sign(head) != POSITIVE:
                if negative is None or sign(negative) != POSITIVE:
                    return None
                up = up is (power % 2 == 0)
            multiple.append((head, at, -power))
        return canonical(poly(((1 if up else -1, (*multiple, (residual, (), 1))),), ())) if multiple else None
    except Limit:
        return None


def _beyond(sides: tuple[Array, Array], known_of: list[tuple[Array, bool]]) -> dict[Array, Array]:
    """The values of switches whose argument, or its negative, is a positive multiple of something above 0, or not below 0, and what is not below 0."""
    values: dict[Array, Array] = {}
    for core in dict.fromkeys(s.args[0] for s in switches(*sides) if s.kind == "map" and not s.args[0].rank):
        negative = _negative(core)
        for positive, argument in ((True, core), (False, negative)):
            whole = _without_denominators(argument) if argument is not None else None
            found = [strictly for residual, strictly in known_of
                     if argument is not None and (_exceeds(argument, residual) or whole is not None and _exceeds(whole, residual))]
            if found:
                values |= _values(core, positive, any(found)) | (_values(negative, not positive, any(found)) if negative is not None else {})
                break
    return values


def _exceeds(a: Array, residual: Array) -> bool:
    """Is a = c r + d with a number c > 0 and d never below 0?"""
    try:
        a, residual = canonical(a), canonical(residual)
        terms = dict(_terms(residual))
        multiples = {Fraction(coefficient) / terms[factors] for factors, coefficient in _terms(a) if factors and factors in terms}
        return any(c > 0 and sign(canonical(poly(((1, ((a, (), 1),)), (-c, ((residual, (), 1),))), ()))) >= NONNEGATIVE for c in multiples)
    except Limit:
        return False


def _terms(a: Array) -> list[tuple[tuple, Fraction]]:
    """The terms of a number as (factors, coefficient)."""
    if a.kind != "poly":
        return [(((a, (), 1),), Fraction(1))]
    return [(factors, coefficient) for coefficient, factors in a.data if type(coefficient) in (int, Fraction)]


def _values(core: Array, positive: bool, strictly: bool) -> dict[Array, Array]:
    """The values of the switches of something that is positive, or negative; of its step alone where it may be 0 too."""
    if not strictly:
        return {known("step", core): ONE if positive else ZERO}
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
