"""Values for variables that obey what is declared of them, in any field.

Traits shape the draw (positive, symmetric, orthogonal...). Equations among the assumptions are known
surfaces (`surfaces`, `surfaces_joint`), bind variables of finite sets (`finite`), or are solved for
entries of a variable in which they are affine, by exact elimination in the same field. Whatever was
moved is checked in the end: a point that breaks a declaration or an assumption is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as _field
from fractions import Fraction

import numpy as np

from symcheck.expr.names import Variable
from symcheck.judge import obedience, surfaces, surfaces_joint
from symcheck.judge.finite import Bound, bound, is_finite, members_of
from symcheck.judge.solving import solve
from symcheck.tensor.array import Array, variables
from symcheck.tensor.canonical import canonical
from symcheck.tensor.differentiate import gradient
from symcheck.tensor.evaluate import Evaluation
from symcheck.tensor.modular import PRIMES, Modular

_POSITIVE = frozenset({"positive", "unit"})
_SYMMETRIC = frozenset({"symmetric", "posdef", "possemidef"})
_DEFINITE = frozenset({"posdef", "possemidef"})
_STRUCTURED = _SYMMETRIC | {"orthogonal", "diagonal"}
_STIFF = _DEFINITE | {"orthogonal", "diagonal", "integer"}


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
        """Whether first values are all there is to draw: nothing is constrained or has structure."""
        return not self.constraints and not any(
            v.data.traits & _STRUCTURED or is_finite(v.data) for v in self.variables)

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
                names |= variables(residual)
                relevant.append(Constraint(residual, relation))
                pending.remove(pair)
                changed = True
    ordered = tuple(sorted(names, key=lambda a: a.data.name))
    people = Population(ordered)
    if relevant:
        _provide(people, relevant)
    return people


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
        _choose_unknown(c, taken)
        if c.by is not None:
            taken.add(c.by)
    for c in relevant:
        if c.relation in (">", ">=") and not c.residual.rank:
            _choose_unknown(c, taken | {v for v in variables(c.residual) if v.rank or v.data.traits & _STIFF})
            if c.by is not None:
                taken.add(c.by)
    people.unsolved = tuple(c for c in open_.values() if c.by is None)
    people.constraints = _in_order(sorted(relevant, key=lambda c: c.surface is None))


def _in_order(constraints: list[Constraint]) -> tuple[Constraint, ...]:
    """So that what an equation moves is moved after every other variable in it: `a = b`, `b = c` is met from the
    last. Those that wait for each other stay in their order."""
    moved = {c.by for c in constraints if c.by is not None}
    done: list[Constraint] = []
    left = list(constraints)
    while left:
        waiting = moved - {c.by for c in done}
        ready = next((c for c in left if not (variables(c.residual) & waiting) - {c.by}), left[0])
        left.remove(ready)
        done.append(ready)
    return tuple(done)


def _choose_unknown(c: Constraint, taken: set[Array]) -> None:
    """The variable that an equation is solved for: one in which it is affine, one with constant
    coefficients if there is one."""
    best = None
    for v in sorted(variables(c.residual) - taken, key=lambda a: (-a.rank, a.data.name)):
        j = canonical(gradient(c.residual, v))
        if is_finite(v.data) or v in variables(j) or (j.kind == "poly" and not j.data):
            continue
        rank = (bool(variables(j)), bool(v.data.traits & _STIFF), -v.rank)
        if best is None or rank < best[0]:
            best = (rank, v, j)
    if best is not None:
        _, c.by, c.jacobian = best


class Stream:
    """Random numbers by a seed, as a generator of numpy gives them.

    What plain variables draw is a function of the seed, of what was drawn before and of their traits
    and shapes only. It is remembered, and a generator is not even made where all of it is known.
    """

    __slots__ = ("seed", "_key", "_generator", "_skipped")

    def __init__(self, *seed: int):
        self.seed = seed
        self._key: tuple = seed  # of the last draw, with all before it
        self._generator: np.random.Generator | None = None
        self._skipped: list[Callable] = []  # draws before this one that were remembered

    @property
    def generator(self) -> np.random.Generator:
        if self._generator is None:
            self._generator = np.random.default_rng(self.seed)
        for again in self._skipped:
            again(self._generator)
        self._skipped.clear()
        return self._generator

    def values(self, variables: tuple[Array, ...], shapes, field, spread: str) -> list[list[np.ndarray]]:
        """First values of plain variables, at every level. They are not to be changed."""
        def drawn(rng):
            return [_draw_one(v.data, field, shape, rng, spread, {})
                    for v, shape in zip(variables, shapes)]

        self._key = (self._key, type(field), field.points, spread, tuple(
            (v.data.traits, v.data.bounds, shape) for v, shape in zip(variables, shapes)))
        found = _REMEMBERED.get(self._key)
        if found is not None:
            self._skipped.append(drawn)
            return found
        found = drawn(self.generator)
        if len(_REMEMBERED) >= MOST_REMEMBERED:
            _REMEMBERED.clear()
        if sum(a.size for levels in found for a in levels) <= LARGEST_REMEMBERED:
            for levels in found:
                for a in levels:
                    a.flags.writeable = False
            _REMEMBERED[self._key] = found
        return found


MOST_REMEMBERED, LARGEST_REMEMBERED = 512, 4096  # draws, and numbers in one
_REMEMBERED: dict[tuple, list[list[np.ndarray]]] = {}


def draw(people: Population, field, sizes, rng: Stream | np.random.Generator, spread: str = "real"):
    """An `Evaluation` with values of every variable. spread: 'small' integers, 'real', or 'wide':
    real over many orders of magnitude."""
    values: dict[Array, list[np.ndarray]] = {}
    evaluation = Evaluation(field, sizes, values)
    levels = range(len(PRIMES) if isinstance(field, Modular) else 1)
    if type(rng) is Stream:
        if people.plain:
            shapes = [evaluation.shape(v) for v in people.variables]
            found = rng.values(people.variables, shapes, field, spread)
            values.update((v, [*levels]) for v, levels in zip(people.variables, found))
            return evaluation
        rng = rng.generator
    for v in people.variables:
        values[v] = _draw_one(v.data, field, evaluation.shape(v), rng, spread, sizes)
    if not people.constraints:
        return evaluation
    for b in people.finite:
        _pick(b, evaluation, rng)
    for c in people.constraints:
        if c.surface is not None:
            dice = _dice(field, rng)
            values[c.by] = [c.surface(field, values[c.by][level], level, dice) for level in levels]
    for names, move in people.joint:
        dice = _dice(field, rng)
        for level in levels:
            moved = move(field, [values[v][level] for v in names], level, dice)
            for v, a in zip(names, moved):
                values[v][level] = a
    for c in people.constraints:
        if c.jacobian is not None and c.relation == "=":
            for level in levels:
                solve(c.residual, c.by, c.jacobian, evaluation, level)
    if not isinstance(field, Modular):
        for c in people.constraints:
            if c.jacobian is not None and c.relation != "=":
                _mirror(c, evaluation)
    evaluation.memo.clear()
    obedience.check(evaluation, people.moved(), [(c.relation, c.residual) for c in people.constraints])
    return evaluation


def _mirror(c: Constraint, evaluation: Evaluation) -> None:
    """Move a number in which an inequality is affine so that what was wrong by r is right by r."""
    evaluation.memo.clear()
    r = np.asarray(evaluation(c.residual)).reshape(evaluation.field.points, -1)[:, 0]
    j = np.asarray(evaluation(c.jacobian)).reshape(-1)
    v = evaluation.values[c.by][0]
    if v.dtype == object:  # whole numbers: their quotients are to stay exact
        rows = zip(*np.broadcast_arrays(v, r, j))
        moved = [x - 2 * evaluation.field.ratio(s, t, 0) if s < 0 and t != 0 else x for x, s, t in rows]
        v = np.empty(len(moved), dtype=object)
        v[:] = moved
    else:
        with np.errstate(all="ignore"):
            v = np.where((r < 0) & (j != 0), v - 2 * r / j, v).astype(v.dtype)
    evaluation.values[c.by][0] = v


def _dice(field, rng: np.random.Generator) -> np.ndarray:
    """Whole numbers for what is drawn from several pieces; of many points, one has all coins at 0
    and one all at 1."""
    dice = rng.integers(0, 1 << 48, (field.points, 32))
    if field.points > 3:
        dice[0], dice[1] = 0, (1 << 48) - 1
    return dice


def _pick(b: Bound, evaluation: Evaluation, rng) -> None:
    """Put values of finite sets in place that meet the equations; without any, no point is left."""
    field = evaluation.field
    found = b.assignments(evaluation.sizes)
    if not len(found):
        field.valid[:] = False
        return
    picked = found[rng.integers(0, len(found), field.points)]
    start = 0
    for v in b.names:
        shape = evaluation.shape(v)
        n = int(np.prod(shape, dtype=int))
        places = picked[:, start:start + n].reshape(field.points, *shape)
        evaluation.values[v] = _members(members_of(v.data, evaluation.sizes), field, places)
        start += n


def _draw_one(v: Variable, field, shape: tuple[int, ...], rng, spread: str, sizes) -> list[np.ndarray]:
    positive = bool(v.traits & _POSITIVE or "nonnegative" in v.traits)
    structured = v.traits & _STRUCTURED
    if is_finite(v):
        members = members_of(v, sizes)
        return _members(members, field, rng.integers(0, len(members), (field.points, *shape)))
    if isinstance(field, Modular):
        if "integer" in v.traits and not shape:
            numbers = rng.integers(1, 50, field.points)
            drawn = [numbers.astype(np.uint64) % np.uint64(p) for p in PRIMES]
        else:
            drawn = field.draw(rng, shape, positive)
    else:
        drawn = [_real(v, field, shape, rng, spread, positive)]
    if structured and len(shape) >= 2:
        dice = _dice(field, rng) if "orthogonal" in structured else None
        drawn = [_structured(v, field, a, level, dice) for level, a in enumerate(drawn)]
    return drawn


def _members(members, field, places: np.ndarray) -> list[np.ndarray]:
    """Members of a declared finite set by their places."""
    levels = range(len(PRIMES)) if isinstance(field, Modular) else (0,)
    return [np.concatenate([field.number(Fraction(x), level) for x in members])[places]
            for level in levels]


_SMALL = np.array((1, 2, -1, 3, -2, 1, 2, -1), float)
_SMALL_POSITIVE = np.array((1, 2, 3, 1, 2, 4), float)


def _real(v: Variable, field, shape, rng, spread: str, positive: bool) -> np.ndarray:
    numbers = _drawn(v, (field.points, *shape), rng, spread, positive)
    low, high = v.bounds
    bounded = low is not None or high is not None
    if field.dtype is float and not bounded:
        return numbers
    exact = [within(Fraction(x), low, high) if bounded else int(x) if x.is_integer() else Fraction(x)
             for x in numbers.ravel().tolist()]
    if field.dtype is float:
        return np.array([float(x) for x in exact]).reshape(numbers.shape)
    flat = np.empty(len(exact), dtype=object)
    for k, x in enumerate(exact):
        flat[k] = field.number(x, 0)[0]
    return flat.reshape(numbers.shape)


def _drawn(v: Variable, shape: tuple[int, ...], rng, spread: str, positive: bool) -> np.ndarray:
    """float64 numbers with few binary digits, so that every field holds the same ones."""
    if spread == "small" or "integer" in v.traits:
        if "unit" in v.traits:
            return rng.integers(1, 4, shape) / 4
        if "integer" in v.traits and "nonnegative" in v.traits and v.bounds[0] == 0:
            return rng.integers(0, 4, shape).astype(float)
        pool = _SMALL_POSITIVE if positive else -_SMALL_POSITIVE if "negative" in v.traits else _SMALL
        whole = pool[rng.integers(0, len(pool), shape)]
        if spread == "small":
            return whole
        return whole * rng.integers(positive or "negative" in v.traits or "nonzero" in v.traits,
                                    12 if spread == "wide" else 3, shape)
    if spread == "wide":
        return _wide(v, shape, rng, positive)
    if "unit" in v.traits:
        real = rng.uniform(0.05, 0.95, shape)
    elif positive:
        real = np.exp(0.6 * rng.normal(0, 1, shape))
    elif "negative" in v.traits:
        real = -np.exp(0.6 * rng.normal(0, 1, shape))
    else:
        real = rng.normal(0.1, 0.9, shape)
    return np.round(real * 4096) / 4096


def _wide(v: Variable, shape: tuple[int, ...], rng, positive: bool) -> np.ndarray:
    """Entries of one order of magnitude at each point, from 10^-9 to 10^6; of the unit interval
    near both its ends."""
    unit = "unit" in v.traits
    low, high = (-9, -0.1) if unit else (-9, 6) if positive else (-1, 5)
    scale = 10.0 ** rng.uniform(low, high, (shape[0], *(1,) * (len(shape) - 1)))
    real = scale * rng.uniform(0.1, 1, shape)
    if unit:
        return np.where(rng.integers(0, 2, scale.shape) == 1, 1 - real, real)
    if positive:
        return real
    return -real if "negative" in v.traits else real * rng.choice((-1.0, 1.0), scale.shape)


def within(x: Fraction, low, high) -> Fraction:
    """A number moved into the open interval of declared bounds."""
    if low is not None and high is not None:
        if low < x < high:
            return x
        part = (abs(x) % 1) or Fraction(1, 3)
        return low + (high - low) * part
    if low is not None and x <= low:
        return low + (low - x) + (1 if x == low else 0)
    if high is not None and x >= high:
        return high - (x - high) - (1 if x == high else 0)
    return x


def _structured(v: Variable, field, a: np.ndarray, level: int, dice) -> np.ndarray:
    eye = surfaces.identity(field, a.shape[-1], a.dtype, level)
    if "orthogonal" in v.traits:
        move = surfaces.reflection if v.traits & _SYMMETRIC else surfaces.orthogonal
        return move(field, a, level, dice)
    if "diagonal" in v.traits:
        return field.multiply(a, eye, level)
    turned = np.swapaxes(a, -1, -2)
    if "posdef" in v.traits:
        return field.add(surfaces.product(field, a, turned, level), eye, level)
    if "possemidef" in v.traits:
        return surfaces.product(field, a, turned, level)
    return field.add(a, turned, level)
