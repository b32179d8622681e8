"""Values for variables that obey what is declared of them, in any field.

Traits shape the first values (`first_values`). The equations among the assumptions, each met in the
way found for it (`population`), then move some of these, by exact elimination in the same field where
they are solved. Whatever was moved is checked in the end: a point that breaks a declaration or an
assumption is lost.
"""

from __future__ import annotations

import numpy as np

from symcheck.judge import obedience
from symcheck.judge.finite import Bound, members_of
from symcheck.judge.first_values import dice_for, first_values, members_at
from symcheck.judge.population import Constraint, Population
from symcheck.judge.solving import solve
from symcheck.judge.stream import Stream
from symcheck.tensor.array import Array
from symcheck.tensor.evaluate import Evaluation
from symcheck.tensor.modular import PRIMES, Modular


def draw(people: Population, field, sizes, rng: Stream | np.random.Generator, spread: str = "real"):
    """An `Evaluation` with values of every variable. spread: 'small' integers, 'real', or 'wide':
    real over many orders of magnitude, or 'near': below one."""
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
        values[v] = first_values(v.data, field, evaluation.shape(v), rng, spread, sizes)
    if not people.constraints:
        return evaluation
    for b in people.finite:
        _pick(b, evaluation, rng)
    for c in people.constraints:
        if c.surface is not None:
            dice = dice_for(field, rng)
            values[c.by] = [c.surface(field, values[c.by][level], level, dice) for level in levels]
    for names, move in people.joint:
        dice = dice_for(field, rng)
        for level in levels:
            moved = move(field, [values[v][level] for v in names], level, dice)
            for v, a in zip(names, moved):
                values[v][level] = a
    for c in people.constraints:
        if c.jacobian is not None and c.relation == "=":
            for level in levels:
                solve(c.residual, c.by, c.jacobian, evaluation, level)
                if not field.valid.any():
                    return evaluation
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
        evaluation.values[v] = members_at(members_of(v.data, evaluation.sizes), field, places)
        start += n
