"""Surfaces with rational points: equations that are not affine but can be drawn on exactly.

Each row names an equation and how to move a random array onto its surface in any field: unit
vectors by stereographic projection, orthonormal columns by the Cayley transform, projections by
X (Y X)^{-1} Y.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from symcheck.tensor.array import Array, delta, poly
from symcheck.tensor.canonical import canonical


def identity(field, n: int, dtype, level: int) -> np.ndarray:
    eye = np.empty((n, n), dtype=dtype)
    for i, j in np.ndindex(n, n):
        eye[i, j] = field.number(int(i == j), level)[0]
    return eye


def product(field, a: np.ndarray, b: np.ndarray, level: int) -> np.ndarray:
    """Matrix product in the last two axes."""
    return field.total(field.multiply(a[..., :, :, None], b[..., None, :, :], level), a.ndim - 1, level)


def orthogonal(field, a: np.ndarray, level: int) -> np.ndarray:
    """Cayley: (I - S)(I + S)^{-1} with S = A - A^T."""
    minus = field.number(-1, level)
    turned = np.swapaxes(a, -1, -2)
    skew = field.add(a, field.multiply(turned, minus, level), level)
    eye = identity(field, a.shape[-1], a.dtype, level)
    down = field.add(eye, field.multiply(skew, minus, level), level)
    return product(field, down, field.inverse(field.add(eye, skew, level), level), level)


def _orthonormal_columns(field, a: np.ndarray, level: int) -> np.ndarray:
    n, k = a.shape[-2:]
    if k > n:
        field.valid[:] = False
        return a
    square = np.concatenate([a] * (n // k + 1), axis=-1)[..., :n]
    shifted = np.cumsum(square, axis=-1) if field.dtype is not None else square
    scale = np.arange(1, n * n + 1).reshape(n, n)
    scaled = np.empty(square.shape, dtype=square.dtype)
    for i, j in np.ndindex(n, n):
        scaled[..., i, j] = field.multiply(
            shifted[..., i, j], field.number(int(scale[i, j]), level), level)
    return orthogonal(field, scaled, level)[..., :k]


def _orthonormal_rows(field, a: np.ndarray, level: int) -> np.ndarray:
    return np.swapaxes(_orthonormal_columns(field, np.swapaxes(a, -1, -2), level), -1, -2)


def _unit(field, a: np.ndarray, level: int) -> np.ndarray:
    """(2 t, |t|^2 - 1) / (|t|^2 + 1)."""
    t = a[..., :-1]
    one, minus, two = (field.number(k, level) for k in (1, -1, 2))
    square = field.total(field.multiply(t, t, level), t.ndim - 1, level)[..., None]
    below = field.power(field.add(square, one, level), -1, level)
    last = field.multiply(field.add(square, minus, level), below, level)
    return np.concatenate([field.multiply(field.multiply(t, two, level), below, level), last], axis=-1)


def _projection(field, a: np.ndarray, level: int) -> np.ndarray:
    """X (Y X)^{-1} Y with X, Y of rank about n/2."""
    n = a.shape[-1]
    r = max(1, n // 2)
    x, y = a[..., :, :r], np.swapaxes(a, -1, -2)[..., -r:, :]
    inner = field.inverse(product(field, y, x, level), level)
    return product(field, product(field, x, inner, level), y, level)


def _involution(field, a: np.ndarray, level: int) -> np.ndarray:
    p = _projection(field, a, level)
    eye = field.multiply(identity(field, a.shape[-1], a.dtype, level), field.number(-1, level), level)
    return field.add(field.multiply(p, field.number(2, level), level), eye, level)


def _gram(v: Array, first: int, minus: Array | None = None) -> Array:
    """v^T v (first = 0) or v v^T (first = 1) minus the identity or another array."""
    idx = ((2, 0), (2, 1)) if first == 0 else ((0, 2), (1, 2))
    n = v.dims[1 - first]
    minus = minus or delta(n)
    return poly(((1, ((v, idx[0], 1), (v, idx[1], 1))), (-1, ((minus, (0, 1), 1),))), (n, n))


def _square(v: Array, minus: Array) -> Array:
    return poly(((1, ((v, (0, 2), 1), (v, (2, 1), 1))), (-1, ((minus, (0, 1), 1),))), v.dims)


def _length(v: Array, exponent) -> Array:
    inner = poly(((1, ((v, (0,), 2),)),), ())
    return poly(((1, ((inner, (), exponent),)), (-1, ())), ())


@lru_cache(maxsize=64)
def _rows(v: Array) -> tuple[tuple[Array, Callable], ...]:
    """(equation = 0, the move onto it) for one variable."""
    from fractions import Fraction

    if v.data.family:
        return ()
    if v.rank == 1:
        return ((_length(v, 1), _unit), (_length(v, Fraction(1, 2)), _unit))
    if v.rank != 2:
        return ()
    rows = [(_gram(v, 0), _orthonormal_columns), (_gram(v, 1), _orthonormal_rows)]
    if v.dims[0] == v.dims[1]:
        rows += [(_square(v, v), _projection), (_square(v, delta(v.dims[0])), _involution)]
    return tuple(rows)


def describing(residual: Array, v: Array) -> Callable | None:
    """The move of v onto the surface residual = 0, when it is a known one."""
    c = canonical(residual)
    for equation, move in _rows(v):
        e = canonical(equation)
        minus = canonical(poly(((-1, ((e, tuple(range(e.rank)), 1),)),), e.dims))
        if c is e or c is minus:
            return move
    return None
