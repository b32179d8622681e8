"""Who is drawn together: the variables of a question, and how each equation among them is met.

Every equation binds variables of finite sets (`finite`), is a known surface (`surfaces`,
`surfaces_joint`), or is solved for a variable in which it is affine; what is left over is known as
unsolved. Variables that one of these takes are left alone by those that are tried after it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as _field

from symcheck.judge import surfaces, surfaces_joint
from symcheck.judge.finite import Bound, bound, is_finite
from symcheck.judge.first_values import DEFINITE, STRUCTURED
from symcheck.tensor.array import Array, inverse, poly, variables
from symcheck.tensor.canonical import canonical
from symcheck.tensor.differentiate import gradient

_SIGNED = frozenset(("positive", "unit", "nonnegative", "negative"))  # of which points are lost that are no squares
_STIFF = DEFINITE | {"orthogonal", "diagonal", "integer"}


@dataclass(slots=True)
class Constraint:
    """`residual` = 0 (relation '='), or residual > 0, >= 0; solved for entries of `by`."""

    residual: Array
    relation: str
    by: Array | None = None
    jacobian: Array | None = None
    surface: Callable | None = None


@dataclass(slots=True)
class Population:
    """The variables of a question and the constraints among them."""

    variables: tuple[Array, ...]
    constraints: tuple[Constraint, ...] = ()
    unsolved: tuple[Constraint, ...] = _field(default=())
    finite: list[Bound] = _field(default_factory=list)
    joint: list = _field(default_factory=list)

    @property
    def plain(self) -> bool:
        """Whether first values are all there is: nothing is constrained or has structure."""
        return not self.constraints and not any(
            v.data.traits & STRUCTURED or is_finite(v.data) for v in self.variables)

    @property
    def solved_only(self) -> bool:
        """Are the constraints equations solved for variables of any sign and no more? Modulo primes it is no matter of luck
        then whether they can be met."""
        return not self.finite and not self.joint and all(
            c.relation == "=" and c.surface is None and c.by is not None and not c.by.data.traits & _SIGNED for c in self.constraints)

    def moved(self) -> set[Array]:
        """The variables whose first values are changed to meet the constraints."""
        found = {c.by for c in self.constraints if c.by is not None}
        return found.union(*(names for names, _ in self.joint))


def population(arrays: list[Array], constraints: list[tuple[str, Array]]) -> Population:
    """The variables of the arrays, with those constraints that speak of any of them."""
    names = set().union(*(variables(a) for a in arrays)) if arrays else set()
    relevant: list[Constraint] = []
    pending = list(constraints)
    changed = True
    while changed:
        changed = False
        for pair in list(pending):
            relation, residual = pair
            if variables(residual) & names:
                if relation == "=" and (_holds_always(residual) or _is_said(residual, relevant)):
                    pending.remove(pair)
                    continue
                names |= variables(residual)
                relevant.append(Constraint(_turned(residual) if relation == "=" else residual, relation))
                pending.remove(pair)
                changed = True
    ordered = tuple(sorted(names, key=lambda a: a.data.name))
    people = Population(ordered)
    if relevant:
        _provide(people, relevant)
    return people


def _holds_always(residual: Array) -> bool:
    """Is an equation true for all values, as one that repeats a definition is?"""
    reduced = canonical(residual)
    return reduced.kind == "poly" and not reduced.data


def _is_said(residual: Array, relevant: list[Constraint]) -> bool:
    """Is an equation there already, or one with its sides exchanged?"""
    mine = variables(residual)
    return any(c.relation == "=" and variables(c.residual) == mine and c.residual.dims == residual.dims and _are_same(c.residual, residual) for c in relevant)


def _are_same(a: Array, b: Array) -> bool:
    """Are these equal for all values, up to their sign?"""
    a, b = canonical(a), canonical(b)
    return surfaces.same(a, b)


def _provide(people: Population, relevant: list[Constraint]) -> None:
    """Find for each equation how it is met: finite sets, surfaces, surfaces of several variables,
    and last a variable that it is solved for."""
    open_: dict[int, Constraint] = {k: c for k, c in enumerate(relevant) if c.relation == "="}
    taken: set[Array] = set()

    def settle(residuals) -> None:
        for k in [k for k, c in open_.items() if any(c.residual is r for r in residuals)]:
            del open_[k]

    labels = [c.residual for c in open_.values()
              if all(is_finite(v.data) for v in variables(c.residual))]
    people.finite = bound(labels)
    taken |= {v for b in people.finite for v in b.names}
    settle(labels)
    joints, used = surfaces_joint.orthonormal([c.residual for c in open_.values()])
    people.joint += joints
    taken |= {v for names, _ in joints for v in names}
    settle(used)
    joints, used = surfaces_joint.eigenpairs([c.residual for c in open_.values()])
    people.joint += joints
    taken |= {v for names, _ in joints for v in names}
    settle(used)
    for k, c in list(open_.items()):
        for v in sorted(variables(c.residual) - taken, key=lambda a: a.data.name):
            c.surface = None if is_finite(v.data) else surfaces.describing(c.residual, v)
            if c.surface is not None:
                c.by = v
                taken.add(v)
                del open_[k]
                break
    joints, used = surfaces_joint.commuting([c.residual for c in open_.values()], taken)
    settle(used)
    for c in list(open_.values()):
        found = surfaces_joint.pair(c.residual, taken.union(*(names for names, _ in joints)))
        if found is not None:
            joints.append(found)
            settle([c.residual])
    people.joint += joints
    taken |= {v for names, _ in joints for v in names}
    for c in open_.values():
        if (v := _given(c.residual)) is not None:
            _choose_unknown(c, taken, variables(c.residual) - {v})
    for c in open_.values():
        if c.by is None:
            _choose_unknown(c, taken)
    for c in relevant:
        if c.relation in (">", ">=") and not c.residual.rank:
            stiff = {v for v in variables(c.residual) if v.rank or v.data.traits & _STIFF}
            _choose_unknown(c, taken, stiff)
    people.unsolved = tuple(c for c in open_.values() if c.by is None)
    people.constraints = _in_order(sorted(relevant, key=lambda c: c.surface is None))


def _turned(residual: Array) -> Array:
    """`v = A^{-1}` in the place of `A = v^{-1}`, for an A that does not hold v."""
    for term in residual.data if residual.kind == "poly" and residual.rank == 2 else ():
        coefficient, factors = term
        if abs(coefficient) == 1 and len(factors) == 1 and factors[0][0].kind == "inv" and factors[0][1] == (0, 1) and factors[0][2] == 1:
            v = factors[0][0].args[0]
            rest = poly(tuple((-coefficient * c, fs) for c, fs in residual.data if fs != factors), residual.dims)
            if v.kind == "var" and rest.data and v not in variables(rest):
                return poly(((1, ((v, (0, 1), 1),)), (-1, ((inverse(rest), (0, 1), 1),))), residual.dims)
    return residual


def _given(residual: Array) -> Array | None:
    """The v of `v = ..` with a right side that does not hold v: what follows from several such equations is not solved
    for one of them."""
    for _, factors in residual.data if residual.kind == "poly" else ():
        if len(factors) == 1 and factors[0][0].kind == "var" and factors[0][2] == 1:
            v, at, _ = factors[0]
            others = [variables(h) for _, fs in residual.data if fs != factors for h, _, _ in fs]
            if sorted(at) == list(range(residual.rank)) and not any(v in held for held in others):
                return v
    return None


def _in_order(constraints: list[Constraint]) -> tuple[Constraint, ...]:
    """So that what an equation moves is moved after every other variable in it: `a = b`, `b = c` is
    met from the last. Those that wait for each other stay in their order."""
    moved = {c.by for c in constraints if c.by is not None}
    done: list[Constraint] = []
    left = list(constraints)
    while left:
        waiting = moved - {c.by for c in done}
        ready = next((c for c in left if not (variables(c.residual) & waiting) - {c.by}), left[0])
        left.remove(ready)
        done.append(ready)
    return tuple(done)


def _choose_unknown(c: Constraint, taken: set[Array], barred: set[Array] = frozenset()) -> None:
    """Take the variable that an equation is solved for: one in which it is affine, one with constant
    coefficients if there is one."""
    best = None
    for v in sorted(variables(c.residual) - taken - barred, key=lambda a: (-a.rank, a.data.name)):
        j = canonical(gradient(c.residual, v))
        if is_finite(v.data) or v in variables(j) or (j.kind == "poly" and not j.data):
            continue
        rank = (bool(variables(j)), bool(v.data.traits & _STIFF), -v.rank)
        if best is None or rank < best[0]:
            best = (rank, v, j)
    if best is not None:
        _, c.by, c.jacobian = best
        taken.add(c.by)
