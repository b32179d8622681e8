"""Evaluation of arrays at concrete dimensions and values, over any field.

One walk serves exact arithmetic modulo a prime (`modular.py`), float64, 50 digits and rationals
(`reals.py`); a field says what numbers are and how functions act on them. Results are NumPy arrays
of shape (points, *dims), so that many points are evaluated at once. A field marks points at which
something is undefined (a zero divisor, a root of a nonsquare) in `self.valid`; their numbers mean
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import count
from typing import Protocol

import numpy as np

from symcheck.expr.names import At, Function
from symcheck.expr.shape import Dim
from symcheck.tensor.array import Array, parts

# An intermediate larger than this many numbers is refused rather than allocated.
MAX_NUMBERS = 4_000_000


class TooLarge(Exception):
    """The evaluation would need too much memory."""


class Field(Protocol):
    """What evaluation needs of a number system. `level` counts how deep in exponents we are."""

    points: int
    valid: np.ndarray

    def number(self, q: Fraction | int, level: int) -> np.ndarray: ...
    def multiply(self, a: np.ndarray, b: np.ndarray, level: int) -> np.ndarray: ...
    def add(self, a: np.ndarray, b: np.ndarray, level: int) -> np.ndarray: ...
    def total(self, a: np.ndarray, axis: int, level: int) -> np.ndarray: ...
    def power(self, a: np.ndarray, exponent: Fraction | int, level: int) -> np.ndarray: ...
    def constant(self, name: str, level: int) -> np.ndarray: ...
    def function(self, f: Function, order: int, argument, level: int) -> np.ndarray: ...
    def general(self, f: Function, order: int, a: np.ndarray, outputs: int | None,
                level: int) -> np.ndarray: ...
    def inverse(self, m: np.ndarray, level: int) -> np.ndarray: ...
    def determinant(self, m: np.ndarray, level: int) -> np.ndarray: ...
    def singular(self, name: str, m: np.ndarray, level: int) -> np.ndarray: ...
    def fold(self, kind: str, a: np.ndarray, level: int) -> np.ndarray: ...
    def whole(self, x, level: int) -> int: ...
    def foreign(self, template: str, orders: tuple, args: list, level: int) -> np.ndarray: ...


class Evaluation:
    """Values of variables at concrete sizes in one field; call it on arrays."""

    def __init__(self, field: Field, sizes: Mapping[Dim, int],
                 values: Mapping[Array, list[np.ndarray]]):
        self.field = field
        self.sizes = sizes
        self.values = values  # one array per level of exponents
        self.memo: dict[tuple[Array, int], np.ndarray] = {}

    def __call__(self, a: Array, level: int = 0) -> np.ndarray:
        key = (a, level)
        found = self.memo.get(key)
        if found is None:
            found = getattr(self, "_" + a.kind)(a, level)
            self.memo[key] = found
        return found

    def size_of(self, dim: Dim) -> int:
        return dim if isinstance(dim, int) else self.sizes[dim]

    def shape(self, a: Array) -> tuple[int, ...]:
        return tuple(self.size_of(d) for d in a.dims)

    def position(self, at: At) -> int:
        base = 0 if at.base is None else self.size_of(at.base)
        return base + at.offset

    # --- leaves ---------------------------------------------------------------------------------

    def _var(self, a: Array, level: int) -> np.ndarray:
        return self.values[a][level]

    def _whole(self, integers: np.ndarray, level: int) -> np.ndarray:
        flat = [self.field.number(int(n), level) for n in integers.ravel()]
        one = np.array([0] * len(flat), dtype=flat[0].dtype if flat else object)
        for k, n in enumerate(flat):
            one[k] = n[0]
        return one.reshape((1, *integers.shape))

    def _size(self, a: Array, level: int) -> np.ndarray:
        return self._whole(np.array(self.size_of(a.data)), level)

    def _const(self, a: Array, level: int) -> np.ndarray:
        return self.field.constant(a.data, level)

    def _delta(self, a: Array, level: int) -> np.ndarray:
        return self._whole(np.eye(self.size_of(a.dims[0]), dtype=int), level)

    def _pin(self, a: Array, level: int) -> np.ndarray:
        n, k = self.size_of(a.dims[0]), self.position(a.data)
        return self._whole((np.arange(1, n + 1) == k).astype(int), level)

    def _range(self, a: Array, level: int) -> np.ndarray:
        i = np.arange(1, self.size_of(a.dims[0]) + 1)
        low, high = (self.position(at) for at in a.data)
        return self._whole(((i >= low) & (i <= high)).astype(int), level)

    def _shift(self, a: Array, level: int) -> np.ndarray:
        n, m = self.shape(a)
        return self._whole(np.eye(n, m, a.data, dtype=int), level)

    def _iota(self, a: Array, level: int) -> np.ndarray:
        return self._whole(np.arange(1, self.size_of(a.dims[0]) + 1), level)

    # --- operations -----------------------------------------------------------------------------

    def _map(self, a: Array, level: int) -> np.ndarray:
        f, order = a.data
        return self.field.function(f, order, lambda deeper=0: self(a.args[0], level + deeper), level)

    def _gen(self, a: Array, level: int) -> np.ndarray:
        f, order = a.data
        value = [d for d in f.codomain if d != 1]
        outputs = self.size_of(value[0]) if value else None
        return self.field.general(f, order, self(a.args[0], level), outputs, level)

    def _inv(self, a: Array, level: int) -> np.ndarray:
        return self.field.inverse(self(a.args[0], level), level)

    def _det(self, a: Array, level: int) -> np.ndarray:
        return self.field.determinant(self(a.args[0], level), level)

    def _svd(self, a: Array, level: int) -> np.ndarray:
        return self.field.singular(a.data, self(a.args[0], level), level)

    def _fold(self, a: Array, level: int) -> np.ndarray:
        return self.field.fold(a.data, self(a.args[0], level), level)

    def _ipow(self, a: Array, level: int) -> np.ndarray:
        base, exponent = (self(x, level) for x in a.args)
        base, exponent = np.broadcast_arrays(base, exponent)
        result = np.empty_like(base)
        for place in np.ndindex(*base.shape):
            whole = self.field.whole(exponent[place], level)
            one = np.array([base[place]], dtype=base.dtype)
            result[place] = self.field.power(one, whole, level)[0]
        return result

    def _foreign(self, a: Array, level: int) -> np.ndarray:
        template, orders = a.data
        return self.field.foreign(template, orders, [self(x, level) for x in a.args], level)

    def _poly(self, a: Array, level: int) -> np.ndarray:
        shape = self.shape(a) if a.dims else ()
        field = self.field
        if not a.data:
            return np.broadcast_to(field.number(0, level), (1, *shape))
        result = None
        for coefficient, factors in a.data:
            parts = []
            for head, idx, exponent in factors:
                value = self(head, level)
                if exponent != 1:
                    value = field.power(value, exponent, level)
                parts.append((value, idx))
            term = self._contract(parts, a.rank, level)
            if coefficient != 1:
                term = field.multiply(term, field.number(coefficient, level), level)
            result = term if result is None else field.add(result, term, level)
        if result.shape[1:] == shape:
            return result
        return np.broadcast_to(result, (result.shape[0], *shape))

    def _contract(self, parts, rank: int, level: int) -> np.ndarray:
        """Product of labelled arrays, summed over labels >= rank, one cheap label at a time."""
        if not rank and parts and not any(idx for _, idx in parts):
            result = parts[0][0]
            for value, _ in parts[1:]:
                result = self.field.multiply(result, value, level)
            return result
        parts = [self._diagonal(v, idx) for v, idx in parts]
        bound = {i for _, idx in parts for i in idx if i >= rank}
        while bound:
            def cost(i: int) -> int:
                sizes: dict[int, int] = {}
                for v, idx in parts:
                    if i in idx:
                        sizes.update(zip(idx, v.shape[1:]))
                total = 1
                for n in sizes.values():
                    total *= n
                return total
            i = min(bound, key=lambda k: (cost(k), k))
            bound.discard(i)
            touching = [p for p in parts if i in p[1]]
            parts = [p for p in parts if i not in p[1]]
            labels = tuple(sorted({k for _, idx in touching for k in idx} - {i})) + (i,)
            value = self._multiply_all(touching, labels, level)
            parts.append((self.field.total(value, value.ndim - 1, level), labels[:-1]))
        return self._multiply_all(parts, tuple(range(rank)), level)

    @staticmethod
    def _diagonal(value: np.ndarray, idx: tuple[int, ...]):
        while len(set(idx)) != len(idx):
            for k, i in enumerate(idx):
                if i in idx[:k]:
                    first = idx.index(i)
                    value = np.diagonal(value, axis1=first + 1, axis2=k + 1)
                    idx = idx[:first] + idx[first + 1 : k] + idx[k + 1 :] + (i,)
                    break
        return value, idx

    def _multiply_all(self, parts, labels: tuple[int, ...], level: int) -> np.ndarray:
        result = None
        for value, idx in parts:
            if idx != labels:
                order = sorted(range(len(idx)), key=lambda k: labels.index(idx[k]))
                if order != list(range(len(idx))):
                    value = value.transpose(0, *(k + 1 for k in order))
                present = {i for i in idx}
                if len(present) != len(labels):
                    sizes = iter(value.shape[1:])
                    value = value.reshape(value.shape[0], *(next(sizes) if i in present else 1
                                                            for i in labels))
            if result is None:
                result = value
            else:
                if _broadcast_size(result.shape, value.shape) > MAX_NUMBERS:
                    raise TooLarge("an evaluation needs too much memory")
                result = self.field.multiply(result, value, level)
        if result is None:
            result = self.field.number(1, level).reshape((1,) * (len(labels) + 1))
        return result


def _broadcast_size(a: tuple[int, ...], b: tuple[int, ...]) -> int:
    total = 1
    for n, m in zip(a, b):
        total *= max(n, m)
    return total


class Floors(dict):
    """How long each dimension must be; in `below`, those that must be shorter than it, since the inverse of a product
    is taken whose rank is at most its length; in `parts`, (k, d) where a sum runs to k over an axis of length d > k."""

    def __init__(self, least: Mapping[Dim, int] = (), below: Mapping[Dim, set[Dim]] = ()):
        super().__init__(least)
        self.below: dict[Dim, set[Dim]] = dict(below)
        self.parts: set[tuple[Dim, Dim]] = set()

    def fits(self, sizes: Mapping[Dim, int]) -> bool:
        """Are parts shorter than the whole at these sizes?"""
        return all(sizes[k] < sizes[d] for k, d in self.parts if k in sizes and d in sizes)


def choose_sizes(dims, smallest: Floors, draw: int) -> dict[Dim, int]:
    """Pairwise distinct sizes for named dimensions: another order and other sizes for each `draw`."""
    names = sorted({d for d in dims if isinstance(d, str)})
    sizes: dict[Dim, int] = {}
    used: set[int] = set()
    first = draw // 2 % len(names) if names else 0
    turn = names[first:] + names[:first]
    if draw % 2:
        turn.reverse()
    for name in _shorter_first(turn, smallest.below):
        shorter = max((sizes.get(d, 1) for d in smallest.below.get(name, ())), default=1)
        for n in count(max(2 + draw % 3, smallest.get(name, 1), shorter)):
            if n not in used:
                sizes[name] = n
                used.add(n)
                break
    return sizes


def _shorter_first(names: list[Dim], below: Mapping[Dim, set[Dim]]) -> list[Dim]:
    """The names in this order, but for those that have to come after shorter ones."""
    done: list[Dim] = []

    def place(name: Dim, above: tuple[Dim, ...]) -> None:
        for other in sorted(below.get(name, ())):
            if other not in above and other in names:
                place(other, (*above, name))
        if name not in done:
            done.append(name)

    for name in names:
        place(name, ())
    return done


def _within(m: Array) -> Iterator[tuple[Dim, Dim]]:
    """Of the product m of matrices, to be inverted, each dimension with one that must not exceed it: `X^T X` of an
    n x d matrix X takes d <= n."""
    if m.kind != "poly" or len(m.data) != 1:
        return
    (_, factors), = m.data
    for slot in (m.rank - 2, m.rank - 1):
        ends = [(h, at) for h, at, _ in factors if slot in at]
        within = [(h.dims[k], i) for h, at in ends for k, i in enumerate(at) if i != slot]
        if len(ends) == 1 and len(within) == 1 and within[0][1] >= m.rank and all(
                isinstance(d, str) for d in (within[0][0], m.dims[slot])) and within[0][0] != m.dims[slot]:
            yield within[0][0], m.dims[slot]


def dims_of(*arrays: Array) -> tuple[set[Dim], Floors]:
    """Every dimension that arrays speak of, and how long each must be for their fixed positions and inverses."""
    dims: set[Dim] = set()
    least = Floors()

    def need(dim: Dim, n: int) -> None:
        if isinstance(dim, str):
            dims.add(dim)
            least[dim] = max(least.get(dim, 1), n)

    for node in parts(*arrays):
        dims.update(node.dims)
        if node.kind == "size":
            dims.add(node.data)
        elif node.kind == "pin":
            _reach(node.data, node.dims[0], need)
        elif node.kind == "range":
            for at in node.data:
                _reach(at, node.dims[0], need)
                if isinstance(at.base, str) and isinstance(node.dims[0], str) and at.base != node.dims[0]:
                    least.below.setdefault(node.dims[0], set()).add(at.base)
                    least.parts.add((at.base, node.dims[0]))
        elif node.kind == "shift":
            need(node.dims[0], abs(node.data) + 1)
        elif node.kind == "gen":
            dims.update(node.data[0].codomain)
        elif node.kind == "inv":
            for longer, shorter in _within(node.args[0]):
                least.below.setdefault(longer, set()).add(shorter)
    return dims, least


def _reach(at: At, dim: Dim, need) -> None:
    if at.base is None:
        need(dim, at.offset)
    elif isinstance(at.base, str):
        need(at.base, 1 + max(0, -at.offset))
