"""Numbers that tell whether an edited line equals another: one draw of float64 points.

Agreement at a first draw picks a candidate; `same` confirms it by the canonical form or at a second
draw of other sizes. A candidate that cannot be evaluated agrees with nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from symcheck.expr.names import Index
from symcheck.expr.node import Expr
from symcheck.expr.shape import ShapeError
from symcheck.judge.ladder import constraint
from symcheck.judge.population import population
from symcheck.judge.sampling import draw
from symcheck.tensor.array import Array
from symcheck.tensor.canonical import canonical
from symcheck.tensor.evaluate import TooLarge, choose_sizes, dims_of
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import arrange, lower
from symcheck.tensor.reals import Float

POINTS = 6
DRAWS = (1, 2, 3, 4, 0, 5)
CLOSE = 1e-8
# What lowering or evaluating an edited line may raise where the edit made no sense.
NO_VALUE = (Unsupported, TooLarge, Limit, ShapeError, KeyError, IndexError, ValueError,
            RecursionError)


class Probe:
    """Values of lines at a few points; lines share the open indices `opens`."""

    def __init__(self, right: Expr, wrong: Expr, equations=()):
        self.sides = (right, wrong)
        a, b = lower(right), lower(wrong)
        self.opens: tuple[Index, ...] = tuple(
            sorted(set(a.opens) | set(b.opens), key=lambda i: (i.name, str(i.dim))))
        arrays = [self.array(right), self.array(wrong)]
        self.people = population(arrays, [constraint(*c) for c in equations])
        self.dims, self.least = dims_of(*arrays[:2], *(c.residual for c in self.people.constraints), *self.people.variables)
        self.draws: list[tuple] = []  # (evaluation, usable points) at sizes where there are any
        self.left = iter(DRAWS)

    def array(self, e: Expr) -> Array:
        """The index form over the common open indices. Raises where there is none."""
        o = lower(e)
        if not set(o.opens) <= set(self.opens):
            raise Unsupported("an index that neither line has")
        return arrange(o.array, o.opens, self.opens)

    def _drawn(self, k: int):
        """(evaluation, which points are usable) of draw number `k`; sizes at which no point is (X^T X
        singular) are passed over. Raises `Unsupported` where there are no more."""
        while len(self.draws) <= k:
            draw_ = next(self.left, None)
            if draw_ is None:
                raise Unsupported("no usable points")
            sizes = choose_sizes(self.dims, self.least, draw_)
            field = Float(POINTS)
            with np.errstate(all="ignore"):
                evaluation = draw(self.people, field, sizes, np.random.default_rng([7, draw_]))
                for side in self.sides:
                    found = np.asarray(evaluation(self.array(side)), dtype=float)
                    field.valid &= np.isfinite(found.reshape(len(found), -1)).all(axis=1)
            if field.valid.any():
                self.draws.append((evaluation, field.valid.copy()))
        return self.draws[k]

    def value(self, e: Expr | Array, k: int = 0) -> np.ndarray | None:
        """Values at the usable points of draw number `k`, or None."""
        try:
            evaluation, usable = self._drawn(k)
            a = e if isinstance(e, Array) else self.array(e)
            evaluation.field.valid[:] = True
            with np.errstate(all="ignore"):
                found = np.asarray(evaluation(a), dtype=float)
        except NO_VALUE:
            return None
        found = np.broadcast_to(found, (len(usable), *found.shape[1:]))[usable]
        return found if len(found) and np.isfinite(found).all() else None

    def agree(self, e: Expr | Array, target: Expr, k: int = 0) -> bool:
        """Whether the values of draw `k` are the same."""
        a, b = self.value(e, k), self.value(target, k)
        return a is not None and b is not None and near(a, b)

    def same(self, e: Expr | Array, target: Expr) -> bool:
        """Whether two lines are equal, as far as canonical forms or two draws of points tell."""
        if not self.agree(e, target):
            return False
        try:
            a = e if isinstance(e, Array) else self.array(e)
            if canonical(a) is canonical(self.array(target)):
                return True
        except NO_VALUE:
            pass
        return self.agree(e, target, 1)


def near(a: np.ndarray, b: np.ndarray) -> bool:
    if a.shape != b.shape:
        return False
    scale = max(np.abs(b).max(initial=0), np.abs(a).max(initial=0))
    return bool(np.abs(a - b).max(initial=0) <= CLOSE * (scale + 1e-3))


def attempt(make: Callable[..., Expr], *args) -> Expr | None:
    """The expression, or None where the shapes do not allow it."""
    try:
        return make(*args)
    except (ShapeError, IndexError, ValueError):
        return None
