"""Values for variables that obey what is declared of them, in any field.

Traits shape the draw (positive, symmetric, orthogonal...). Equations among the assumptions are
solved for entries of a variable in which they are affine, by exact elimination in the same field, so
that they hold at every point. Inequalities that are no traits lose the points that break them.
"""

from __future__ import annotations

from dataclasses import dataclass, field as _field
from fractions import Fraction

import numpy as np

from symcheck.expr.names import Variable
from symcheck.tensor.array import Array, variables
from symcheck.tensor.canonical import canonical
from symcheck.tensor.differentiate import gradient
from symcheck.tensor.evaluate import Evaluation
from symcheck.tensor.modular import PRIMES, Modular

_POSITIVE = frozenset({"positive", "unit"})
_SYMMETRIC = frozenset({"symmetric", "posdef", "possemidef"})


@dataclass(slots=True)
class Constraint:
    """`residual` = 0 (relation '='), or residual > 0, >= 0; solved for entries of `by`."""

    residual: Array
    relation: str
    by: Array | None = None
    jacobian: Array | None = None


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
        if c.relation != "=":
            solved.append(c)
            continue
        for v in sorted(variables(c.residual) - taken, key=lambda a: (-a.rank, a.data.name)):
            j = canonical(gradient(c.residual, v))
            if v not in variables(j) and not (j.kind == "poly" and not j.data):
                c.by, c.jacobian = v, j
                taken.add(v)
                break
        (solved if c.by is not None else unsolved).append(c)
    ordered = tuple(sorted(names, key=lambda a: a.data.name))
    return Population(ordered, tuple(solved), tuple(unsolved))


def draw(people: Population, field, sizes, rng: np.random.Generator, spread: str = "real"):
    """An `Evaluation` with values of every variable. spread: 'small' integers or 'real'."""
    values: dict[Array, list[np.ndarray]] = {}
    evaluation = Evaluation(field, sizes, values)
    levels = len(PRIMES) if isinstance(field, Modular) else 1
    for v in people.variables:
        shape = evaluation.shape(v)
        values[v] = _draw_one(v.data, field, shape, rng, spread)
    for c in people.constraints:
        if c.relation == "=":
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
    structured = v.traits & (_SYMMETRIC | {"orthogonal"})
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


_SMALL = (1, 2, -1, 3, -2, 1, 2, -1)
_SMALL_POSITIVE = (1, 2, 3, 1, 2, 4)


def _real(v: Variable, field, shape, rng, spread: str, positive: bool) -> np.ndarray:
    n = field.points
    low, high = v.bounds
    if spread == "small" or "integer" in v.traits:
        pool = np.array(_SMALL_POSITIVE if positive or "integer" in v.traits else
                        [-k for k in _SMALL_POSITIVE] if "negative" in v.traits else
                        _SMALL)
        numbers = pool[rng.integers(0, len(pool), (n, *shape))]
        if "integer" in v.traits and "nonnegative" in v.traits and spread == "small" and low == 0:
            numbers = rng.integers(0, 4, (n, *shape))
        exact = [Fraction(int(k)) for k in numbers.ravel()]
        if "unit" in v.traits:
            exact = [Fraction(1, int(k) + 1) if k > 0 else Fraction(2, 5) for k in numbers.ravel()]
    else:
        real = rng.normal(0, 1, (n, *shape)) * 0.9 + 0.1
        if positive:
            real = np.exp(0.6 * rng.normal(0, 1, (n, *shape)))
        if "negative" in v.traits:
            real = -np.exp(0.6 * rng.normal(0, 1, (n, *shape)))
        if "unit" in v.traits:
            real = rng.uniform(0.05, 0.95, (n, *shape))
        exact = [Fraction(round(x * 4096), 4096) for x in real.ravel()]
    if low is not None or high is not None:
        exact = [_within(x, low, high) for x in exact]
    if field.dtype is float:
        return np.array([float(x) for x in exact]).reshape(n, *shape)
    flat = np.empty(len(exact), dtype=object)
    for k, x in enumerate(exact):
        flat[k] = field.number(x, 0)[0]
    return flat.reshape(n, *shape)


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
    turned = np.swapaxes(a, -1, -2)
    n = a.shape[-1]
    eye = np.empty((n, n), dtype=a.dtype)
    for i, j in np.ndindex(n, n):
        eye[i, j] = field.number(int(i == j), level)[0]
    if "orthogonal" in v.traits:
        # Cayley: (I - S)(I + S)^{-1} with S skew
        minus = field.multiply(turned, field.number(-1, level), level)
        skew = field.add(a, minus, level)
        opposite = field.multiply(skew, field.number(-1, level), level)
        return _product(field, field.add(eye, opposite, level),
                        field.inverse(field.add(eye, skew, level), level), level)
    if "posdef" in v.traits:
        return field.add(_product(field, a, turned, level), eye, level)
    if "possemidef" in v.traits:
        return _product(field, a, turned, level)
    return field.add(a, turned, level)


def _product(field, a: np.ndarray, b: np.ndarray, level: int) -> np.ndarray:
    return field.total(field.multiply(a[..., :, :, None], b[..., None, :, :], level), -2 % (a.ndim + 1),
                       level)


def _solve(c: Constraint, evaluation: Evaluation, level: int) -> None:
    """Move entries of `c.by` so that the residual vanishes at every point."""
    field = evaluation.field
    v = evaluation.values[c.by][level]
    r = np.asarray(evaluation(c.residual, level))
    points = v.shape[0]
    rows = int(np.prod(r.shape[1:], dtype=int))
    columns = int(np.prod(v.shape[1:], dtype=int))
    j = np.broadcast_to(evaluation(c.jacobian, level),
                        (points, *r.shape[1:], *v.shape[1:])).reshape(points, rows, columns)
    chosen = _pivots(j[0], rows, columns)
    if len(chosen) < rows:
        field.valid[:] = False
        return
    minus = field.number(-1, level)
    right = field.multiply(np.broadcast_to(r, (points, *r.shape[1:])).reshape(points, rows, 1), minus, level)
    step = _product(field, field.inverse(j[:, :, chosen], level), right, level)
    flat = v.reshape(points, columns).copy()
    for k, column in enumerate(chosen):
        flat[:, column] = field.add(flat[:, column], step[:, k, 0], level)
    evaluation.values[c.by][level] = flat.reshape(v.shape)
    evaluation.memo.clear()


def _pivots(j: np.ndarray, rows: int, columns: int) -> list[int]:
    """For each row the last column that it alone can use; enough for sums and linear equations."""
    chosen: list[int] = []
    for r in range(rows):
        for c in reversed(range(columns)):
            if c not in chosen and j[r, c] != 0:
                chosen.append(c)
                break
    return chosen
