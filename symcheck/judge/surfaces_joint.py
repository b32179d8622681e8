"""Equations among several variables that are drawn on together: commuting matrices, orthonormal
vectors, products that vanish, equal lengths.

Each row names the equations and moves random arrays of all the variables onto them. Where the
solutions come in several pieces, all of them are drawn, by the dice.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from symcheck.judge import surfaces
from symcheck.tensor.array import Array, is_symmetric, poly, variables
from symcheck.tensor.canonical import canonical

Joint = tuple[tuple[Array, ...], Callable]


def _dot(u: Array, v: Array) -> Array:
    return poly(((1, ((u, (0,), 1), (v, (0,), 1))),), ())


def _matrices(a: Array, b: Array) -> bool:
    return a.rank == b.rank == 2 and a.dims == b.dims and a.dims[0] == a.dims[1] \
        and not a.data.family and not b.data.family


def _commutator(a: Array, b: Array) -> Array:
    return poly(((1, ((a, (0, 2), 1), (b, (2, 1), 1))), (-1, ((b, (0, 2), 1), (a, (2, 1), 1)))), a.dims)


def orthonormal(residuals: list[Array]) -> tuple[list[Joint], list[Array]]:
    """Unit vectors that are at right angles, each to each; and the equations that say so."""
    units: dict[Array, list[Array]] = {}
    for r in residuals:
        names = tuple(variables(r))
        if len(names) == 1 and names[0].rank == 1 and not names[0].data.family \
                and surfaces.is_length(r, names[0]):
            units.setdefault(names[0], []).append(r)
    angles: dict[frozenset, Array] = {}
    for r in residuals:
        pair = variables(r)
        if len(pair) == 2 and pair <= set(units) and len({v.dims for v in pair}) == 1 \
                and surfaces.same(canonical(r), canonical(_dot(*pair))):
            angles[pair] = r
    joints, used = [], []
    for names in _components(angles):
        if all(frozenset((u, v)) in angles for u in names for v in names if u is not v):
            joints.append((names, _orthonormal))
            used += [r for v in names for r in units[v]]
            used += [r for pair, r in angles.items() if pair <= set(names)]
    return joints, used


def commuting(residuals: list[Array], taken: set[Array]) -> tuple[list[Joint], list[Array]]:
    """Matrices that commute: polynomials of one of them, or scalars and others at will."""
    edges: dict[frozenset, Array] = {}
    for r in residuals:
        pair = variables(r)
        if len(pair) == 2 and _matrices(*pair) \
                and surfaces.same(canonical(r), canonical(_commutator(*pair))):
            edges[pair] = r
    joints, used = [], []
    for names in _components(edges):
        fixed = [v for v in names if v in taken]
        if len(fixed) > 1:
            continue
        names = tuple(sorted(names, key=lambda v: v not in taken))
        cover = _cover(names, set(edges)) if not fixed else ()
        joints.append((names, _polynomials(names, cover)))
        used += [r for pair, r in edges.items() if pair <= set(names)]
    return joints, used


def eigenpairs(residuals: list[Array]) -> tuple[list[Joint], list[Array]]:
    """`H q = h q` for a matrix, a vector (of length one, where that is said too) and a number."""
    joints, used = [], []
    bound: set[Array] = set()
    for r in residuals:
        names = {v.rank: v for v in variables(r)}
        if set(names) != {0, 1, 2} or len(variables(r)) != 3 or any(v.data.family for v in names.values()) or set(names.values()) & bound:
            continue
        h, q, m = names[0], names[1], names[2]
        equation = poly(((1, ((m, (0, 1), 1), (q, (1,), 1))), (-1, ((h, (), 1), (q, (0,), 1)))), q.dims)
        if m.dims != q.dims * 2 or not surfaces.same(canonical(r), canonical(equation)):
            continue
        lengths = [x for x in residuals if variables(x) == {q} and surfaces.is_length(x, q)]
        joints.append(((m, q, h), _eigen(bool(lengths))))
        bound |= {m, q, h}
        used += [r, *lengths]
    return joints, used


def _eigen(unit: bool) -> Callable:
    """H' = h q q^T / q^T q + P H P with the projection P along q: symmetric, and definite, where H is and h is positive."""
    def move(field, arrays, level: int, dice) -> list:
        matrix, q, h = arrays
        if unit:
            q = surfaces.unit(field, q, level, dice)
        below = field.power(field.total(field.multiply(q, q, level), q.ndim - 1, level), -1, level)[..., None, None]
        shadow = field.multiply(field.multiply(q[..., :, None], q[..., None, :], level), below, level)
        rest = field.add(surfaces.identity(field, q.shape[-1], q.dtype, level),
                         field.multiply(shadow, field.number(-1, level), level), level)
        left = surfaces.product(field, surfaces.product(field, rest, matrix, level), rest, level)
        return [field.add(left, field.multiply(shadow, h[..., None, None], level), level), q, h]
    return move


def pair(residual: Array, taken: set[Array]) -> Joint | None:
    """A known equation between two variables."""
    names = variables(residual)
    if len(names) != 2 or names & taken:
        return None
    c = canonical(residual)
    for a, b in (tuple(names), tuple(names)[::-1]):
        for equation, move in _rows(a, b):
            if surfaces.same(c, canonical(equation)):
                return (a, b), move
    return None


def _rows(a: Array, b: Array):
    if b.rank == 0 and not b.data.family and (a.rank == 1 and a.data.family == () or a.rank == 2 and not is_symmetric(a.data)) \
            and not a.data.traits & {"positive", "nonnegative", "unit"}:
        for columns in (False, True)[:a.rank if not a.data.family else 1]:
            yield surfaces.length(a, 1, (b, 1), columns), _of_length(columns, squared=True)
            yield surfaces.length(a, 1, (b, 2), columns), _of_length(columns, squared=False)
            yield surfaces.length(a, Fraction(1, 2), (b, 1), columns), _of_length(columns, squared=False)
    if a.data.family or b.data.family:
        return
    if a.rank == 2 and b.rank == 0 and not is_symmetric(a.data) and not a.data.traits & {"positive", "nonnegative", "unit"}:
        for rows in (False, True):
            for e in (1, 2):
                yield surfaces.gram(a, int(rows), times=(b, e)), _of_gram(rows, squared=e == 1)
    if a.rank == b.rank == 0:
        yield poly(((1, ((a, (), 1), (b, (), 1))),), ()), _one_is_zero
        yield poly(((1, ((a, (), 2),)), (-1, ((b, (), 2),))), ()), _up_to_sign
        yield poly(((1, ((a, (), 2),)), (1, ((b, (), 2),)), (-1, ())), ()), _circle
    elif a.rank == b.rank == 1 and a.dims == b.dims:
        squares = [poly(((1, ((v, (0,), 2),)),), ()) for v in (a, b)]
        for e in (1, Fraction(1, 2)):
            yield poly(tuple((k, ((s, (), e),)) for k, s in zip((1, -1), squares)), ()), _equal_length
    elif _matrices(a, b) and not is_symmetric(a.data) and not is_symmetric(b.data):
        yield poly(((1, ((a, (0, 2), 1), (b, (2, 1), 1))),), a.dims), _product_zero


def _components(edges) -> list[tuple[Array, ...]]:
    groups: list[set[Array]] = []
    for edge in edges:
        joined = set(edge).union(*(g for g in groups if g & edge))
        groups = [g for g in groups if not g & edge] + [joined]
    return [tuple(sorted(g, key=lambda v: v.data.name)) for g in groups]


def _cover(names, edges: set[frozenset]) -> tuple[Array, ...]:
    """Few of the matrices, such that each equation speaks of one of them."""
    chosen: list[Array] = []
    left = set(edges)
    while left := {e for e in left if e <= set(names)}:
        most = max(names, key=lambda v: sum(v in e for e in left))
        chosen.append(most)
        left = {e for e in left if most not in e}
    return tuple(chosen)


def _orthonormal(field, arrays, level: int, dice) -> list:
    columns = surfaces.orthonormal_columns(field, np.stack(arrays, axis=-1), level, dice)
    return [columns[..., k] for k in range(len(arrays))]


def _polynomials(names: tuple[Array, ...], cover: tuple[Array, ...]) -> Callable:
    def move(field, arrays, level: int, dice) -> list:
        root = arrays[0]
        eye = surfaces.identity(field, root.shape[-1], root.dtype, level)
        scalar = (surfaces.bits(dice, 1) == 1)[..., None] & bool(cover)
        result = [root]
        for a in arrays[1:]:
            value = field.multiply(a[:, 0, :1, None], eye, level)
            for k in range(1, a.shape[-1]):
                value = surfaces.product(field, value, root, level)
                value = field.add(value, field.multiply(a[:, 0, k, None, None], eye, level), level)
            if a.shape[-1] == 1:
                value = a
            result.append(value)
        return [np.where(scalar, field.multiply(a[:, :1, :1], eye, level) if v in cover else a, x)
                for v, a, x in zip(names, arrays, result)]
    return move


def _one_is_zero(field, arrays, level: int, dice) -> list:
    coin = surfaces.bits(dice, 1)[:, 0]
    return [field.multiply(a, surfaces.choose(field, c, 1, 0, level), level)
            for a, c in zip(arrays, (coin, 1 - coin))]


def _up_to_sign(field, arrays, level: int, dice) -> list:
    a, _ = arrays
    sign = surfaces.choose(field, surfaces.bits(dice, 1)[:, 0], 1, -1, level)
    return [a, field.multiply(a, sign, level)]


def _circle(field, arrays, level: int, dice) -> list:
    both = surfaces.unit(field, np.stack(arrays, axis=-1), level, dice)
    return [both[..., 0], both[..., 1]]


def _of_length(columns: bool, squared: bool) -> Callable:
    """Unit vectors times t, and t or its square for their length or its square."""
    def move(field, arrays, level: int, dice) -> list:
        a, t = arrays
        units = (surfaces.unit_columns if columns else surfaces.unit)(field, a, level, dice)
        factor = t.reshape(*t.shape, *(1,) * (a.ndim - 1))
        return [field.multiply(units, factor, level), field.multiply(t, t, level) if squared else t]
    return move


def _of_gram(rows: bool, squared: bool) -> Callable:
    """Orthonormal columns, or rows, times t, and t or its square for what their squared length is called by."""
    def move(field, arrays, level: int, dice) -> list:
        a, t = arrays
        ones = (surfaces.orthonormal_rows if rows else surfaces.orthonormal_columns)(field, a, level, dice)
        return [field.multiply(ones, t[..., None, None], level), field.multiply(t, t, level) if squared else t]
    return move


def _equal_length(field, arrays, level: int, dice) -> list:
    """The second is the first, turned by a rotation or a reflection."""
    a, b = arrays
    spread = field.multiply(a[..., :, None], b[..., None, :], level)
    turn = surfaces.orthogonal(field, spread, level, dice)
    return [a, surfaces.product(field, turn, a[..., None], level)[..., 0]]


def _product_zero(field, arrays, level: int, dice) -> list:
    """A (I - P) and P B."""
    a, b = arrays
    turned = np.swapaxes(field.add(a, surfaces.product(field, b, b, level), level), -1, -2)
    p = surfaces.projection(field, turned, level, dice)
    return [surfaces.product(field, a, surfaces.complement(field, p, level), level),
            surfaces.product(field, p, b, level)]
