"""Values for variables that obey what is declared of them, in any field.

Traits shape the draw (positive, symmetric, orthogonal...). Equations among the assumptions are
solved for entries of a variable in which they are affine, by exact elimination in the same field, so
that they hold at every point. Inequalities that are no traits lose the points that break them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as _field
from fractions import Fraction

import numpy as np

from symcheck.expr.names import Variable
from symcheck.judge import surfaces
from symcheck.tensor.array import Array, variables
from symcheck.tensor.canonical import canonical
from symcheck.tensor.differentiate import gradient
from symcheck.tensor.evaluate import Evaluation
from symcheck.tensor.modular import PRIMES, Modular

_POSITIVE = frozenset({"positive", "unit"})
_SYMMETRIC = frozenset({"symmetric", "posdef", "possemidef"})
_DEFINITE = frozenset({"posdef", "possemidef"})


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
    solved: list[Constraint] = []
    unsolved: list[Constraint] = []
    taken: set[Array] = set()
    for c in relevant:
        if c.relation == "=":
            _choose_unknown(c, taken)
            if c.by is None:
                unsolved.append(c)
                continue
            taken.add(c.by)
        solved.append(c)
    solved.sort(key=lambda c: c.surface is None)  # surfaces are drawn, equations solved after
    ordered = tuple(sorted(names, key=lambda a: a.data.name))
    return Population(ordered, tuple(solved), tuple(unsolved))


def _choose_unknown(c: Constraint, taken: set[Array]) -> None:
    """The variable that an equation is solved for: one in which it is affine, one with constant
    coefficients if there is one; or the variable that a known surface describes."""
    best = None
    for v in sorted(variables(c.residual) - taken, key=lambda a: (-a.rank, a.data.name)):
        surface = surfaces.describing(c.residual, v)
        if surface is not None:
            c.by, c.surface = v, surface
            return
        j = canonical(gradient(c.residual, v))
        if v in variables(j) or (j.kind == "poly" and not j.data):
            continue
        rank = (bool(variables(j)), bool(v.data.traits & _DEFINITE), -v.rank)
        if best is None or rank < best[0]:
            best = (rank, v, j)
    if best is not None:
        _, c.by, c.jacobian = best


def draw(people: Population, field, sizes, rng: np.random.Generator, spread: str = "real"):
    """An `Evaluation` with values of every variable. spread: 'small' integers or 'real'."""
    values: dict[Array, list[np.ndarray]] = {}
    evaluation = Evaluation(field, sizes, values)
    levels = len(PRIMES) if isinstance(field, Modular) else 1
    for v in people.variables:
        shape = evaluation.shape(v)
        values[v] = _draw_one(v.data, field, shape, rng, spread)
    for c in people.constraints:
        if c.surface is not None:
            values[c.by] = [c.surface(field, a, level) for level, a in enumerate(values[c.by])]
        elif c.relation == "=":
            for level in range(levels):
                _solve(c, evaluation, level)
        elif levels == 1:
            r = np.asarray(evaluation(c.residual))
            good = r > 0 if c.relation == ">" else r >= 0 if c.relation == ">=" else r != 0
            field.valid &= np.broadcast_to(
                good.reshape(good.shape[0], -1).all(axis=1), field.valid.shape)
            evaluation.memo.clear()
    return evaluation


def _draw_one(v: Variable, field, shape: tuple[int, ...], rng, spread: str) -> list[np.ndarray]:
    positive = bool(v.traits & _POSITIVE or "nonnegative" in v.traits)
    structured = v.traits & (_SYMMETRIC | {"orthogonal", "diagonal"})
    if v.values:
        return _members(v, field, shape, rng)
    if isinstance(field, Modular):
        if "integer" in v.traits and not shape:
            numbers = rng.integers(1, 50, field.points)
            drawn = [numbers.astype(np.uint64) % np.uint64(p) for p in PRIMES]
        else:
            drawn = field.draw(rng, shape, positive)
    else:
        drawn = [_real(v, field, shape, rng, spread, positive)]
    if structured and len(shape) >= 2:
        drawn = [_structured(v, field, a, level) for level, a in enumerate(drawn)]
    return drawn


def _members(v: Variable, field, shape, rng) -> list[np.ndarray]:
    """Members of a declared finite set."""
    picked = rng.integers(0, len(v.values), (field.points, *shape))
    levels = range(len(PRIMES)) if isinstance(field, Modular) else (0,)
    drawn = []
    for level in levels:
        members = [field.number(Fraction(x), level)[0] for x in v.values]
        flat = np.empty(picked.size, dtype=np.asarray(members[0]).dtype)
        for k, n in enumerate(picked.ravel()):
            flat[k] = members[n]
        drawn.append(flat.reshape(picked.shape))
    return drawn


_SMALL = np.array((1, 2, -1, 3, -2, 1, 2, -1), float)
_SMALL_POSITIVE = np.array((1, 2, 3, 1, 2, 4), float)


def _real(v: Variable, field, shape, rng, spread: str, positive: bool) -> np.ndarray:
    numbers = _drawn(v, (field.points, *shape), rng, spread, positive)
    low, high = v.bounds
    bounded = low is not None or high is not None
    if field.dtype is float and not bounded:
        return numbers
    exact = [_within(Fraction(x), low, high) if bounded else int(x) if x.is_integer() else Fraction(x)
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
        pool = _SMALL_POSITIVE if positive or "integer" in v.traits else \
            -_SMALL_POSITIVE if "negative" in v.traits else _SMALL
        return pool[rng.integers(0, len(pool), shape)]
    if "unit" in v.traits:
        real = rng.uniform(0.05, 0.95, shape)
    elif positive:
        real = np.exp(0.6 * rng.normal(0, 1, shape))
    elif "negative" in v.traits:
        real = -np.exp(0.6 * rng.normal(0, 1, shape))
    else:
        real = rng.normal(0.1, 0.9, shape)
    return np.round(real * 4096) / 4096


def _within(x: Fraction, low, high) -> Fraction:
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


def _structured(v: Variable, field, a: np.ndarray, level: int) -> np.ndarray:
    eye = surfaces.identity(field, a.shape[-1], a.dtype, level)
    if "orthogonal" in v.traits:
        return surfaces.orthogonal(field, a, level)
    if "diagonal" in v.traits:
        return field.multiply(a, eye, level)
    turned = np.swapaxes(a, -1, -2)
    if "posdef" in v.traits:
        return field.add(surfaces.product(field, a, turned, level), eye, level)
    if "possemidef" in v.traits:
        return surfaces.product(field, a, turned, level)
    return field.add(a, turned, level)


def _solve(c: Constraint, evaluation: Evaluation, level: int) -> None:
    """Move entries of `c.by` so that the residual vanishes at every point; where it cannot, or
    where that makes the variable 0, the point is lost. A symmetric variable stays symmetric."""
    field = evaluation.field
    v = evaluation.values[c.by][level]
    points = v.shape[0]
    r = np.asarray(evaluation(c.residual, level))
    r = np.broadcast_to(r, (points, *r.shape[1:]))
    rows = int(np.prod(r.shape[1:], dtype=int))
    columns = int(np.prod(v.shape[1:], dtype=int))
    j = np.broadcast_to(evaluation(c.jacobian, level), (points, *r.shape[1:], *v.shape[1:]))
    symmetric = bool(c.by.data.traits & _SYMMETRIC)
    if symmetric:
        j = field.add(j, np.swapaxes(j, -1, -2), level)
    j = j.reshape(points, rows, columns)
    here, unknowns = _pivots(field, j[0], level)
    if unknowns:
        minus = field.number(-1, level)
        right = field.multiply(r.reshape(points, rows, 1)[:, here], minus, level)
        square = j[:, here][:, :, unknowns]
        step = surfaces.product(field, field.inverse(square, level), right, level)
        move = np.broadcast_to(field.number(0, level), (points, columns)).copy()
        for k, column in enumerate(unknowns):
            move[:, column] = step[:, k, 0]
        move = move.reshape(v.shape)
        if symmetric:
            move = field.add(move, np.swapaxes(move, -1, -2), level)
        evaluation.values[c.by][level] = field.add(v, move, level)
        evaluation.memo.clear()
    left = np.asarray(evaluation(c.residual, level)).reshape(-1, rows)
    moved = evaluation.values[c.by][level].reshape(points, columns)
    good = field.vanishes(left).all(axis=1) & ~field.vanishes(moved).all(axis=1)
    field.valid &= np.broadcast_to(good, field.valid.shape)
    if c.by.data.traits & _DEFINITE and field.dtype is not None:
        flat = evaluation.values[c.by][level].astype(float)
        field.valid &= (np.linalg.eigvalsh(flat.reshape(points, *v.shape[-2:])) > 0).all(axis=-1)


def _pivots(field, j: np.ndarray, level: int) -> tuple[list[int], list[int]]:
    """Rows and columns of a regular square part of j, of full rank, last columns first."""
    work = [list(row) for row in j]
    rows, columns = [], []
    for c in reversed(range(j.shape[1])):
        r = max((k for k in range(len(work)) if k not in rows),
                key=lambda k: field.weight(work[k][c]), default=None)
        if r is None:
            break
        if field.weight(work[r][c]) <= 1e-9:
            continue
        rows.append(r)
        columns.append(c)
        for k in range(len(work)):
            if k not in rows and field.weight(work[k][c]) > 0:
                q = field.ratio(work[k][c], work[r][c], level)
                work[k] = [field.minus(x, q, y, level) for x, y in zip(work[k], work[r])]
    return rows, columns
