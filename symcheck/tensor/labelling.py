"""Canonical naming of summed indices: equal contractions get equal names, whatever they were.

A connected contraction is a list of factors (array, indices, exponent). Its summed indices are
coloured by what they touch and the colours refined until stable (Weisfeiler and Leman); where ties
remain each choice is tried and the least result wins, so that the result is canonical.
"""

from __future__ import annotations

from bisect import bisect_left

from symcheck.tensor.array import Factor, symmetric_slots

# More tied choices than this means a contraction symmetric beyond anything a person writes.
MAX_CHOICES = 2000


class Limit(Exception):
    """The canonical form would be too large; the question goes to the next rung."""


def label(factors: list[Factor], first: int) -> tuple[Factor, ...]:
    """Factors with the summed indices (all numbers >= `first`) renamed
    first, first+1, ... canonically, sorted."""
    bound = {i for _, idx, _ in factors for i in idx if i >= first}
    if len(bound) <= 1:
        only = dict.fromkeys(bound, first)
        return _written(factors, only)
    budget = [MAX_CHOICES]
    return _refine(factors, dict.fromkeys(bound, 0), first, budget)


def _positions(factor: Factor) -> tuple[tuple[int, int], ...]:
    """(index, class of its slot): exchangeable slots are of one class."""
    array, idx, _ = factor
    exchangeable = symmetric_slots(array)
    same = exchangeable[0] if exchangeable else -1
    return tuple((i, same if k in exchangeable else k) for k, i in enumerate(idx))


def _refine(factors: list[Factor], colour: dict[int, int], first: int, budget: list[int]):
    placed = [(f[0].serial, f[2], _positions(f)) for f in factors]
    classes = len(set(colour.values()))
    while True:
        marks: dict[int, list] = {i: [] for i in colour}
        for serial, exponent, positions in placed:
            seen = tuple(sorted((slot, -1 - i if i < first else colour[i]) for i, slot in positions))
            for i, slot in positions:
                if i >= first:
                    marks[i].append((serial, exponent, slot, seen))
        signature = {i: (colour[i], sorted(m)) for i, m in marks.items()}
        ranked = sorted(signature.values())
        table = [s for k, s in enumerate(ranked) if not k or s != ranked[k - 1]]
        order = {i: bisect_left(table, s) for i, s in signature.items()}
        if len(table) == len(order):
            return _written(factors, {i: first + c for i, c in order.items()})
        if len(table) == classes:
            break
        classes, colour = len(table), order
    return _choose(factors, order, first, budget)


def _choose(factors: list[Factor], colour: dict[int, int], first: int, budget: list[int]):
    """Break the first tie in every way and keep the least result."""
    by_colour: dict[int, list[int]] = {}
    for i, c in colour.items():
        by_colour.setdefault(c, []).append(i)
    tied = by_colour[min(c for c, members in by_colour.items() if len(members) > 1)]
    best, best_key = None, None
    for chosen in tied:
        budget[0] -= 1
        if budget[0] < 0:
            raise Limit("too many exchangeable indices")
        split = {i: 2 * c + (i != chosen and i in tied) for i, c in colour.items()}
        candidate = _refine(factors, split, first, budget)
        key = [sort_key(f) for f in candidate]
        if best_key is None or key < best_key:
            best, best_key = candidate, key
    return best


def sort_key(factor: Factor):
    return (factor[0].serial, factor[1], factor[2])


def _written(factors: list[Factor], names: dict[int, int]) -> tuple[Factor, ...]:
    result = []
    for array, idx, exponent in factors:
        new = tuple(names.get(i, i) for i in idx)
        result.append((array, arranged(array, new), exponent))
    return tuple(sorted(result, key=sort_key))


def arranged(array, idx: tuple[int, ...]) -> tuple[int, ...]:
    """Indices in exchangeable slots in ascending order."""
    slots = symmetric_slots(array) if len(idx) > 1 else ()
    if not slots:
        return idx
    ordered = sorted(idx[k] for k in slots)
    changed = list(idx)
    for k, i in zip(slots, ordered):
        changed[k] = i
    return tuple(changed)
