"""Whether values obey what is declared of them; points that do not are lost.

In real fields every trait and bound of the variables that were moved counts, and every assumption.
Modulo primes the equations do, and signs as far as squares tell them.
"""

from __future__ import annotations

import numpy as np

from symcheck.expr.names import Variable
from symcheck.judge.finite import is_finite
from symcheck.tensor.array import Array, is_symmetric
from symcheck.tensor.evaluate import Evaluation
from symcheck.tensor.modular import Modular


def check(evaluation: Evaluation, moved: set[Array], constraints: list[tuple[str, Array]]) -> None:
    """Clear `valid` where a moved variable breaks a trait, or any constraint fails."""
    field = evaluation.field
    modular = isinstance(field, Modular)
    levels = range(3) if modular else (0,)
    for relation, residual in constraints:
        if relation == "=":
            for level in levels:
                _keep(field, field.vanishes(np.asarray(evaluation(residual, level))))
        elif not modular:
            r = np.asarray(evaluation(residual))
            _keep(field, r > 0 if relation == ">" else r >= 0 if relation == ">=" else r != 0)
    for v in moved:
        a = evaluation.values[v][0]
        if modular:
            _keep(field, _has_squares(field, v.data, a))
        elif not is_finite(v.data):
            _check_real(field, v.data, a)


def _keep(field, good: np.ndarray) -> None:
    good = np.asarray(good, dtype=bool)
    field.valid &= np.broadcast_to(good.reshape(good.shape[0], -1).all(axis=1), field.valid.shape)


def _has_squares(field: Modular, v: Variable, a: np.ndarray) -> np.ndarray:
    if v.traits & {"positive", "unit"}:
        return field.is_square(a, 0)
    if "nonnegative" in v.traits:
        return field.is_square(a, 0) | (a == 0)
    if "negative" in v.traits:
        return ~field.is_square(a, 0) & (a != 0)
    return np.ones(a.shape, dtype=bool)


def _check_real(field, v: Variable, a: np.ndarray) -> None:
    """`a` is compared as float64: what is exact in its own field stays well apart."""
    t = v.traits
    x = a.astype(float)
    low, high = v.bounds
    if t & {"positive", "unit"}:
        _keep(field, x > 0)
    if "nonnegative" in t:
        _keep(field, x >= 0)
    if "negative" in t:
        _keep(field, x < 0)
    if "unit" in t:
        _keep(field, x < 1)
    if "nonzero" in t:
        _keep(field, x != 0)
    if low is not None:
        _keep(field, x >= float(low))
    if high is not None:
        _keep(field, x <= float(high))
    if "integer" in t:
        _keep(field, x == np.round(x))
    if a.ndim < 3:
        return
    turned = np.swapaxes(x, -1, -2)
    if is_symmetric(v):
        _keep(field, np.abs(x - turned) < 1e-9)
    if t & {"posdef", "possemidef"}:
        least = np.linalg.eigvalsh(np.where(np.isfinite(x), x, -1))
        _keep(field, least > (1e-9 if "posdef" in t else -1e-9))
    if "orthogonal" in t:
        _keep(field, np.abs(x @ turned - np.eye(x.shape[-1])) < 1e-9)
    if "diagonal" in t:
        _keep(field, np.abs(x * (1 - np.eye(x.shape[-1]))) < 1e-9)
    if "invertible" in t:
        _keep(field, np.abs(np.linalg.det(np.where(np.isfinite(x), x, 0))) > 1e-9)
