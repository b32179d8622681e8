"""Canonical arrays as sums of terms, and functions of them as atoms in one orientation."""

from __future__ import annotations

from itertools import permutations

from symcheck.expr.names import Function
from symcheck.tensor.array import Array, mapped, poly
from symcheck.tensor.canonical import canonical, is_contraction, seal
from symcheck.tensor.functions import slots


def terms_of(a: Array):
    """The terms of a canonical array."""
    return a.data if a.kind == "poly" and not is_contraction(a) else ((1, ((a, slots(a), 1),)),)


def tight(a: Array) -> tuple[Array, tuple[int, ...]]:
    """(core, indices) with a = core[indices]: no unused slot, one choice among transposes."""
    if a.kind != "poly":
        return a, slots(a)
    if len(a.data) == 1:
        coefficient, factors = a.data[0]
        if coefficient == 1 and len(factors) == 1 and factors[0][2] == 1 \
                and len(set(factors[0][1])) == len(factors[0][1]):
            head, idx, _ = factors[0]
            if max(idx, default=-1) < a.rank:
                return head, idx
    used = sorted({i for _, fs in a.data for _, idx, _ in fs for i in idx if i < a.rank})
    core = a
    if len(used) < a.rank:
        names = {i: k for k, i in enumerate(used)}
        shift = len(used)
        core = canonical(poly(
            tuple((c, tuple((h, tuple(names.get(i, i - a.rank + shift) for i in idx), e)
                            for h, idx, e in fs)) for c, fs in a.data),
            tuple(a.dims[i] for i in used)))
    if not 2 <= len(used) <= 3:
        return core, tuple(used)
    best, best_at = core, tuple(used)
    for order in list(permutations(range(len(used))))[1:]:
        # turned[k] has core's slot order[k] in place k
        where = [0] * len(used)
        for place, slot in enumerate(order):
            where[slot] = place
        turned = canonical(poly(((1, ((core, tuple(where), 1),)),),
                                tuple(core.dims[s] for s in order)))
        if turned.kind != "poly" and best.kind == "poly" or turned.serial < best.serial:
            best, best_at = turned, tuple(used[s] for s in order)
    return best, best_at


def atom(f: Function, order: int, a: Array) -> Array:
    """The map as an atom of its tight argument, placed at a's slots."""
    core, at = tight(a)
    head = mapped(f, core, order)
    head.canonical = head
    return seal(((1, ((head, at, 1),)),), a.dims)


def constant(value, dims) -> Array:
    return poly(((value, ()),) if value else (), dims)


def leading_negative(a: Array) -> bool:
    return a.kind == "poly" and bool(a.data) and a.data[0][0] < 0


def negated(a: Array) -> Array:
    return canonical(poly(((-1, ((a, slots(a), 1),)),), a.dims))
