"""Surfaces with rational points: equations that are not affine but can be drawn on exactly.

Each row names an equation and how to move a random array onto its surface in any field: unit
vectors by stereographic projection, orthonormal columns by the Cayley transform with reflections,
projections by S D S^{-1}. A surface in several pieces is drawn on all of them: the `dice`, whole
random numbers (points, width) that are the same at every level, say which.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

import numpy as np

from symcheck.judge.finite import roots
from symcheck.tensor.array import Array, delta, determinant, is_symmetric, poly, size
from symcheck.tensor.canonical import canonical


def identity(field, n: int, dtype, level: int) -> np.ndarray:
    eye = np.empty((n, n), dtype=dtype)
    for i, j in np.ndindex(n, n):
        eye[i, j] = field.number(int(i == j), level)[0]
    return eye


def product(field, a: np.ndarray, b: np.ndarray, level: int) -> np.ndarray:
    """Matrix product in the last two axes."""
    return field.total(field.multiply(a[..., :, :, None], b[..., None, :, :], level), a.ndim - 1, level)


def bits(dice: np.ndarray, n: int) -> np.ndarray:
    """n coins at every point."""
    k = np.arange(n)
    return dice[:, k % dice.shape[1]] >> (k // dice.shape[1] + 1) & 1


def choose(field, coins: np.ndarray, yes: int, no: int, level: int) -> np.ndarray:
    """One of two numbers by the coin, in the field."""
    return np.concatenate([field.number(no, level), field.number(yes, level)])[coins]


def _cayley(field, a: np.ndarray, level: int) -> np.ndarray:
    """(I - S)(I + S)^{-1} with S = A - A^T."""
    minus = field.number(-1, level)
    turned = np.swapaxes(a, -1, -2)
    skew = field.add(a, field.multiply(turned, minus, level), level)
    eye = identity(field, a.shape[-1], a.dtype, level)
    down = field.add(eye, field.multiply(skew, minus, level), level)
    return product(field, down, field.inverse(field.add(eye, skew, level), level), level)


def _per_point(coins: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Coins (points, k) laid along the last axis of a, whatever lies between."""
    return coins.reshape(coins.shape[0], *(1,) * (a.ndim - 2), coins.shape[1])


def orthogonal(field, a: np.ndarray, level: int, dice: np.ndarray) -> np.ndarray:
    """A rotation, at half of the points with its last column reversed."""
    coins = np.ones((len(dice), a.shape[-1]), dtype=int)
    coins[:, -1] = bits(dice, 1)[:, 0]
    signs = choose(field, _per_point(coins, a), 1, -1, level)
    return field.multiply(_cayley(field, a, level), signs, level)


def reflection(field, a: np.ndarray, level: int, dice: np.ndarray) -> np.ndarray:
    """Symmetric and orthogonal: 2 P - I."""
    return _doubled(field, _shadow(field, a, level, dice), level)


def orthonormal_columns(field, a: np.ndarray, level: int, dice: np.ndarray) -> np.ndarray:
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
    return orthogonal(field, scaled, level, dice)[..., :k]


def orthonormal_rows(field, a: np.ndarray, level: int, dice: np.ndarray) -> np.ndarray:
    turned = np.swapaxes(a, -1, -2)
    return np.swapaxes(orthonormal_columns(field, turned, level, dice), -1, -2)


def unit(field, a: np.ndarray, level: int, dice: np.ndarray) -> np.ndarray:
    """(2 t, |t|^2 - 1) / (|t|^2 + 1), or its opposite."""
    t = a[..., :-1]
    one, minus, two = (field.number(k, level) for k in (1, -1, 2))
    square = field.total(field.multiply(t, t, level), t.ndim - 1, level)[..., None]
    below = field.power(field.add(square, one, level), -1, level)
    last = field.multiply(field.add(square, minus, level), below, level)
    both = [field.multiply(field.multiply(t, two, level), below, level), last]
    whole = np.concatenate(both, axis=-1)
    sign = choose(field, _per_point(bits(dice, 1), whole), 1, -1, level)
    return field.multiply(whole, sign, level)


def unit_columns(field, a: np.ndarray, level: int, dice: np.ndarray) -> np.ndarray:
    return np.swapaxes(unit(field, np.swapaxes(a, -1, -2), level, dice), -1, -2)


def _unit_positive(field, a: np.ndarray, level: int, dice: np.ndarray) -> np.ndarray:
    return field.absolute(unit(field, a, level, dice), level)


def _by_basis(field, s: np.ndarray, back: np.ndarray, level: int, dice: np.ndarray) -> np.ndarray:
    coins = choose(field, _per_point(bits(dice, s.shape[-1]), s), 1, 0, level)
    return product(field, field.multiply(s, coins, level), back, level)


def projection(field, a: np.ndarray, level: int, dice: np.ndarray) -> np.ndarray:
    """S D S^{-1} with D of zeros and ones: of every rank."""
    return _by_basis(field, a, field.inverse(a, level), level, dice)


def _shadow(field, a: np.ndarray, level: int, dice: np.ndarray) -> np.ndarray:
    """A projection that is symmetric: Q D Q^T."""
    q = _cayley(field, a, level)
    return _by_basis(field, q, np.swapaxes(q, -1, -2), level, dice)


def complement(field, p: np.ndarray, level: int) -> np.ndarray:
    """I - P"""
    eye = identity(field, p.shape[-1], p.dtype, level)
    return field.add(eye, field.multiply(p, field.number(-1, level), level), level)


def _doubled(field, p: np.ndarray, level: int) -> np.ndarray:
    eye = field.multiply(identity(field, p.shape[-1], p.dtype, level), field.number(-1, level), level)
    return field.add(field.multiply(p, field.number(2, level), level), eye, level)


def _involution(field, a: np.ndarray, level: int, dice: np.ndarray) -> np.ndarray:
    return _doubled(field, projection(field, a, level, dice), level)


def _nilpotent(field, a: np.ndarray, level: int, dice: np.ndarray) -> np.ndarray:
    """P A (I - P) squares to 0."""
    p = projection(field, a, level, dice)
    turned = np.swapaxes(a, -1, -2)
    return product(field, product(field, p, turned, level), complement(field, p, level), level)


def _unimodular(field, a: np.ndarray, level: int, dice: np.ndarray) -> np.ndarray:
    """The first row divided by the determinant."""
    below = field.power(field.determinant(a, level), -1, level)
    result = a.copy()
    result[..., 0, :] = field.multiply(a[..., 0, :], below[..., None], level)
    return result


def _member(members: tuple) -> Callable:
    """One of finitely many numbers, entry by entry."""
    def move(field, a: np.ndarray, level: int, dice: np.ndarray) -> np.ndarray:
        k = np.arange(int(np.prod(a.shape[1:], dtype=int)))
        width = dice.shape[1]
        picked = (dice[:, k % width] >> (3 * (k // width))) % len(members)
        table = np.array([field.number(x, level)[0] for x in members], dtype=a.dtype)
        return table[picked].reshape(dice.shape[0], *a.shape[1:])
    return move


def gram(v: Array, first: int, minus: Array | None = None, times: tuple[Array, int] | None = None) -> Array:
    """v^T v (first = 0) or v v^T (first = 1) minus the identity or another array, `times` the power of a number."""
    idx = ((2, 0), (2, 1)) if first == 0 else ((0, 2), (1, 2))
    n = v.dims[1 - first]
    minus = minus or delta(n)
    factors = ((times[0], (), times[1]),) if times is not None else ()
    return poly(((1, ((v, idx[0], 1), (v, idx[1], 1))), (-1, ((minus, (0, 1), 1), *factors))), (n, n))


def _stretched(move: Callable, axis: int) -> Callable:
    """The move onto an orthonormal array, times the root of how long it is along an axis: columns with the squared length n."""
    def stretch(field, a: np.ndarray, level: int, dice: np.ndarray) -> np.ndarray:
        root = field.power(field.number(a.shape[axis], level), Fraction(1, 2), level)
        return field.multiply(move(field, a, level, dice), root, level)
    return stretch


def _square(v: Array, minus: Array) -> Array:
    return poly(((1, ((v, (0, 2), 1), (v, (2, 1), 1))), (-1, ((minus, (0, 1), 1),))), v.dims)


def _product(v: Array, w: Array) -> Array:
    return poly(((1, ((v, (0, 2), 1), (w, (2, 1), 1))),), v.dims)


def _volume(v: Array) -> Array:
    return poly(((1, ((determinant(v), (), 1),)), (-1, ())), ())


def length(v: Array, exponent, minus: tuple[Array, int] | None = None, columns: bool = False) -> Array:
    """|v|^2 - 1 along the last axis (of `columns`, the first of two), or |v| - 1; `minus`: the power of another number."""
    over, dims = tuple(range(v.rank - 1)), v.dims[1:] if columns else v.dims[:-1]
    inner = poly(((1, ((v, (1, 0) if columns else (*over, v.rank - 1), 2),)),), dims)
    return poly(((1, ((inner, over, exponent),)), (-1, ((minus[0], (), minus[1]),) if minus is not None else ())), dims)


@lru_cache(maxsize=64)
def _rows(v: Array) -> tuple[tuple[Array, Callable], ...]:
    """(equation = 0, the move onto it) for one variable; the length of each member of a family."""
    if v.rank == 0 or v.rank > 2:
        return ()
    signed = v.data.traits & {"positive", "nonnegative", "unit"}
    sphere = _unit_positive if signed else unit
    symmetric = v.rank == 2 and is_symmetric(v.data)
    rows = [] if symmetric else [(length(v, 1), sphere), (length(v, Fraction(1, 2)), sphere)]
    if v.rank != 2:
        return tuple(rows)
    if not (symmetric or v.data.family or signed):
        rows += [(length(v, e, columns=True), unit_columns) for e in (1, Fraction(1, 2))]
    rows += [(gram(v, 0), reflection if symmetric else orthonormal_columns),
             (gram(v, 1), reflection if symmetric else orthonormal_rows)]
    if not symmetric and not v.data.family:
        rows += [(gram(v, k, times=(size(v.dims[axis]), 1)), _stretched(move, axis - 2))
                 for k, move in enumerate((orthonormal_columns, orthonormal_rows)) for axis in (0, 1) if isinstance(v.dims[axis], str)]
    if v.dims[0] == v.dims[1] and not v.data.family:
        rows += [(_square(v, v), _shadow if symmetric else projection),
                 (_square(v, delta(v.dims[0])), reflection if symmetric else _involution)]
        if not symmetric:
            rows += [(_product(v, v), _nilpotent), (_volume(v), _unimodular)]
    return tuple(rows)


def is_length(residual: Array, v: Array) -> bool:
    """Whether the equation says that a vector has length one."""
    c = canonical(residual)
    return any(same(c, canonical(equation)) for equation, _ in _rows(v)[:2])


def same(a: Array, b: Array) -> bool:
    """Whether two residuals in canonical form are the same equation, one perhaps negated."""
    minus = poly(((-1, ((b, tuple(range(b.rank)), 1),)),), b.dims)
    return a is b or a is canonical(minus)


def describing(residual: Array, v: Array) -> Callable | None:
    """The move of v onto the surface residual = 0, when it is a known one."""
    c = canonical(residual)
    for equation, move in _rows(v):
        if same(c, canonical(equation)):
            return move
    members = [x for x in roots(residual, v) if _fits(x, v.data)]
    return _member(tuple(members)) if members else None


def _fits(x, v) -> bool:
    """Whether a number has the signs declared."""
    t = v.traits
    return not (x <= 0 and t & {"positive", "unit"} or x < 0 and "nonnegative" in t
                or x >= 0 and "negative" in t or x == 0 and "nonzero" in t)
