"""Equations solved for the entries of a variable in which they are affine, in any field.

Signs and definiteness are kept where the equations allow it: entries that one equation has for its
own are all multiplied by one number.
"""

from __future__ import annotations

import numpy as np

from symcheck.judge import surfaces
from symcheck.tensor.array import Array, is_symmetric
from symcheck.tensor.evaluate import Evaluation

_SCALED = frozenset({"posdef", "possemidef", "positive", "nonnegative", "negative", "unit"})


def solve(residual: Array, by: Array, jacobian: Array, evaluation: Evaluation, level: int) -> None:
    """Move entries of `by` so that the residual vanishes at every point; where it cannot, or
    where that makes the variable 0, the point is lost. A symmetric variable stays symmetric."""
    field = evaluation.field
    v = evaluation.values[by][level]
    points = v.shape[0]
    r = np.asarray(evaluation(residual, level))
    r = np.broadcast_to(r, (points, *r.shape[1:]))
    rows = int(np.prod(r.shape[1:], dtype=int))
    columns = int(np.prod(v.shape[1:], dtype=int))
    j = np.broadcast_to(evaluation(jacobian, level), (points, *r.shape[1:], *v.shape[1:]))
    symmetric = is_symmetric(by.data)
    if by.data.traits & _SCALED:
        scaled = _scaled(field, r.reshape(points, rows), j.reshape(points, rows, columns),
                         v.reshape(points, columns), level)
        if scaled is not None:
            evaluation.values[by][level] = scaled.reshape(v.shape)
            evaluation.memo.clear()
            return
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
        evaluation.values[by][level] = field.add(v, move, level)
        evaluation.memo.clear()
    moved = evaluation.values[by][level].reshape(points, columns)
    field.valid &= ~field.vanishes(moved).all(axis=1)


def _scaled(field, r, j, v, level: int) -> np.ndarray | None:
    """Where each equation has entries of its own, those entries times one number: so signs last.
    None where that meets nothing."""
    support = np.array([[field.weight(x) > 0 for x in row] for row in j[0]])
    if (support.sum(axis=0) > 1).any():
        return None
    linear = surfaces.product(field, j, v[:, :, None], level)[..., 0]
    minus = field.number(-1, level)
    goal = field.add(field.multiply(r, minus, level), linear, level)
    if field.vanishes(goal[0]).any() and not _one_signed(field, j[0], level):
        return None
    factor = field.multiply(goal, field.power(linear, -1, level), level)
    result = v.copy()
    for row, column in zip(*np.nonzero(support)):
        result[:, column] = field.multiply(v[:, column], factor[:, row], level)
    return result


def _one_signed(field, j: np.ndarray, level: int) -> bool:
    """Whether no row has entries of both signs, so that a sum of numbers >= 0 is 0 when all are."""
    if field.dtype is None:
        signs = np.where(j == 0, 0, np.where(field.is_square(j, level), 1, -1))
    else:
        signs = np.sign(j.astype(float))
    return not ((signs > 0).any(axis=1) & (signs < 0).any(axis=1)).any()


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
