"""Canonical form: a sum of terms, each a coefficient times powers of indexed entries.

What it guarantees: the result has the same entries wherever both are defined; it is idempotent;
and two arrays with the same canonical form (the same object) are equal for all dimensions. It is not complete: different
forms decide nothing. In a canonical poly

- products are multiplied out, and a sum over an index lives in a factor of its own: a connected
  contraction, itself a poly of one term with coefficient 1 ("contraction" below), so that equal
  contractions multiply and cancel like atoms;
- deltas are contracted, summed indices named by `labelling`, terms sorted and collected;
- powers of sums have their content taken out, and functions are reduced by `normal`.

Identities of logarithms and fractional powers are applied as on the domain where both sides are
defined; the judge reports the conditions of each side from what was written.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement, count
from math import comb

from symcheck.expr.names import At
from symcheck.tensor.array import ONE, Array, Factor, Term, poly, size
from symcheck.tensor.labelling import Limit, arranged, label, sort_key

MAX_TERMS = 3000
MAX_EXPONENT = 12
FRESH = 1 << 20  # summed indices of raw terms are numbered from here, never reused
_fresh = count(FRESH)

Raw = tuple["int | Fraction", list[Factor]]


def canonical(a: Array) -> Array:
    """The canonical form of `a` (memoized on it)."""
    if a.canonical is None:
        if a.kind == "poly":
            result = _poly(a)
        elif a.args:
            from symcheck.tensor import normal

            result = normal.RULES[a.kind](a)
            if result.canonical is None and result is not a:
                result = canonical(result) if result.kind == "poly" else result
        else:
            result = _leaf(a)
        a.canonical = result
        result.canonical = result
    return a.canonical


def _leaf(a: Array) -> Array:
    if a.kind == "pin" and isinstance(a.data.base, int):
        return Array("pin", At(None, a.data.base + a.data.offset), (), a.dims)
    return a


def _poly(a: Array) -> Array:
    collected: dict[tuple[Factor, ...], int | Fraction] = {}
    work: list[Raw] = []
    for coefficient, factors in a.data:
        work += multiply_out(coefficient, factors, a.rank)
    done = 0
    while work:
        done += 1
        if done > MAX_TERMS:
            raise Limit("too many terms")
        coefficient, factors = work.pop()
        if coefficient == 0:
            continue
        again = reduce_term(coefficient, factors, a.rank, collected)
        if again:
            work += again
    terms = [(c, f) for f, c in collected.items() if c != 0]
    if len(terms) > 1:
        terms.sort(key=lambda t: [(h.serial, idx, e) for h, idx, e in t[1]])
    return seal(tuple(terms), a.dims)


def seal(terms: tuple[Term, ...], dims) -> Array:
    """The array of canonical terms: a lone factor with the identity indices is itself."""
    if len(terms) == 1:
        coefficient, factors = terms[0]
        if coefficient == 1 and len(factors) == 1:
            head, idx, exponent = factors[0]
            if exponent == 1 and idx == tuple(range(len(dims))) and head.rank == len(dims):
                return head
    return poly(terms, dims)


def is_contraction(a: Array) -> bool:
    """A canonical poly that is one product with summed indices."""
    if a.kind != "poly" or len(a.data) != 1 or a.data[0][0] != 1:
        return False
    rank = a.rank
    return any(i >= rank for _, idx, _ in a.data[0][1] for i in idx)


def multiply_out(coefficient, factors, rank: int) -> list[Raw]:
    """A raw term with polys in it, as raw terms without (except powers that stay).

    A product within the product is opened in place, without a canonical form of its own. A
    summed index that a broadcast leaves without a factor counts its range.
    """
    ranges: dict[int, object] = {}
    partial: list[Raw] = [(coefficient, [])]
    renamed: dict[int, int] = {}
    work = [(f, renamed) for f in reversed(factors)]
    low = rank
    while work:
        (head, idx, exponent), names = work.pop()
        if idx:
            at = []
            for i in idx:
                if i < low and names is renamed or i >= FRESH:
                    at.append(i)
                else:
                    n = names.get(i)
                    if n is None:
                        n = names[i] = next(_fresh)
                    at.append(n)
                if at[-1] >= FRESH:
                    ranges[at[-1]] = head.dims[len(at) - 1]
            idx = tuple(at)
        if exponent == 1 and head.kind == "poly" and head.canonical is None and len(head.data) == 1:
            c, inner = head.data[0]
            partial = [(c0 * c, f0) for c0, f0 in partial]
            own = dict(enumerate(idx))
            work += [(f, own) for f in reversed(inner)]
            continue
        head = canonical(head)
        if head.kind != "poly":
            for _, f0 in partial:
                f0.append((head, idx, exponent))
            continue
        pieces = powers(head, idx, exponent)
        if len(pieces) == 1:
            c, extra = pieces[0]
            for k, (c0, f0) in enumerate(partial):
                f0.extend(extra)
                partial[k] = (c0 * c, f0)
        else:
            partial = [(c0 * c, f0 + extra) for c0, f0 in partial for c, extra in pieces]
            if len(partial) > MAX_TERMS:
                raise Limit("too many terms")
    if ranges:
        for _, f0 in partial:
            for i in ranges.keys() - {i for _, idx, _ in f0 for i in idx}:
                f0.append((size(ranges[i]), (), 1))
    return partial


def powers(head: Array, idx: tuple[int, ...], exponent) -> list[Raw]:
    """head[idx]^exponent, for a canonical head, as a sum of raw terms."""
    if head.kind != "poly" or (head.rank == 0 and is_contraction(head)):
        return [(1, [(head, idx, exponent)])]
    if exponent == 1:
        return instantiate(head, idx)
    if exponent.denominator == 1 and exponent > 0:
        if exponent > MAX_EXPONENT:
            raise Limit("a large power of a sum")
        if is_contraction(head):  # its summed indices are other ones in every factor
            return [(1, [f for _ in range(int(exponent)) for f in instantiate(head, idx)[0][1]])]
        return _expanded(head, idx, int(exponent))
    from symcheck.tensor.powers import power_of_sum

    return [power_of_sum(head, idx, exponent)]


def _expanded(head: Array, idx: tuple[int, ...], exponent: int) -> list[Raw]:
    """head[idx]^exponent by the multinomial theorem."""
    if comb(len(head.data) + exponent - 1, exponent) > MAX_TERMS:
        raise Limit("too many terms")
    result: list[Raw] = []
    for chosen in combinations_with_replacement(head.data, exponent):
        number, left, factors = 1, exponent, []
        for coefficient, own in dict.fromkeys(chosen):
            times = chosen.count((coefficient, own))
            number *= comb(left, times) * coefficient**times
            left -= times
            factors += [(h, at, e * times) for h, at, e in own]
        result.append((number, _opened(factors, idx, head.rank)))
    return result


def instantiate(head: Array, idx: tuple[int, ...]) -> list[Raw]:
    """The terms of a canonical poly at given indices, its contractions opened."""
    return [(c, _opened(factors, idx, head.rank)) for c, factors in head.data]


def _opened(factors, idx: tuple[int, ...], rank: int) -> list[Factor]:
    names = dict(enumerate(idx))
    result: list[Factor] = []
    for head, own, exponent in factors:
        for i in own:
            if i not in names:
                names[i] = next(_fresh)
        at = tuple(names[i] for i in own)
        if head.rank and exponent.denominator == 1 and 0 < exponent <= MAX_EXPONENT \
                and is_contraction(head):
            for _ in range(int(exponent)):
                result += _opened(head.data[0][1], at, head.rank)
        else:
            result.append((head, at, exponent))
    return result


def reduce_term(coefficient, factors: list[Factor], rank: int, collected: dict) -> list[Raw] | None:
    """Bring a raw term to canonical form and collect it, or give terms to be reduced instead."""
    related = False  # may relations hold between the entries?
    for head, idx, _ in factors:
        if idx and (len(idx) > 1 or idx[0] >= rank or head.kind == "pin"):
            break
        related = related or head.kind != "var" or "members" in head.data.traits
    else:
        return _reduce_entries(coefficient, factors, rank, collected, related)
    from symcheck.tensor import relations

    for _ in range(64):
        if any(h.kind in ("delta", "pin") for h, _, _ in factors):
            contracted = _contract(coefficient, factors, rank)
            if contracted is None:
                return None
            coefficient, factors = contracted
        merged: dict[tuple[Array, tuple[int, ...]], int | Fraction] = {}
        for head, idx, exponent in factors:
            if len(idx) > 1:
                idx = arranged(head, idx)
            key = (head, idx)
            merged[key] = merged.get(key, 0) + exponent
        dropped = _lost_indices(merged, rank)
        again = relations.rewrite(coefficient, merged)
        if again is not None:
            return [(c, f + dropped + _missing(f, merged, rank)) for c, f in again]
        factors = [(h, idx, e) for (h, idx), e in merged.items() if e != 0] + dropped
        changed = relations.cancel_inverse(factors, rank)
        if changed is None:
            break
        factors = changed
    grouped = _contractions(factors, rank)
    if grouped is None:
        return None
    numbers, top, expand = grouped
    coefficient *= numbers
    if expand:
        return multiply_out(coefficient, top, rank)
    return _collect(coefficient, _merged(top), rank, collected)


def _reduce_entries(coefficient, factors: list[Factor], rank: int, collected: dict,
                    related: bool) -> list[Raw] | None:
    """`reduce_term` of a product of entries at the slots themselves, of one axis at most each: nothing
    is summed or contracted, no slots are exchangeable."""
    merged = _merged(factors)
    if related:
        from symcheck.tensor import relations

        again = relations.rewrite(coefficient, merged)
        if again is not None:
            return again
    return _collect(coefficient, merged, rank, collected)


def _merged(factors: list[Factor]) -> dict[tuple[Array, tuple[int, ...]], int | Fraction]:
    """The exponent of every entry in a product."""
    merged: dict[tuple[Array, tuple[int, ...]], int | Fraction] = {}
    for head, idx, exponent in factors:
        key = (head, idx)
        known = merged.get(key)
        merged[key] = exponent if known is None else known + exponent
    return merged


def _collect(coefficient, merged: dict, rank: int, collected: dict) -> list[Raw] | None:
    """Collect a reduced term, or give what it is when powers of sums in it are multiplied out."""
    final = []
    for (head, idx), exponent in merged.items():
        if exponent == 0:
            continue
        if head.kind == "poly" and head.data and exponent.denominator == 1 and exponent > 0 and not is_contraction(head):
            return multiply_out(coefficient, [(h, i, e) for (h, i), e in merged.items() if e], rank)
        final.append((head, idx, exponent))
    if len(final) > 1:
        final.sort(key=sort_key)
    key = tuple(final)
    collected[key] = collected.get(key, 0) + coefficient
    return None


def _lost_indices(merged: dict, rank: int) -> list[Factor]:
    """Sizes for summed indices whose every factor cancelled: their sum counts the range."""
    gone = [(key, e) for key, e in merged.items() if e == 0]
    if not gone:
        return []
    kept = {i for (_, idx), e in merged.items() if e != 0 for i in idx}
    lost: dict[int, object] = {}
    for (head, idx), _ in gone:
        for k, i in enumerate(idx):
            if i >= rank and i not in kept:
                lost[i] = head.dims[k]
    for key, _ in gone:
        del merged[key]
    return [(size(d), (), 1) for d in lost.values()]


def _missing(factors: list[Factor], before: dict, rank: int) -> list[Factor]:
    """Sizes for the summed indices that a relation left without a factor."""
    kept = {i for _, idx, _ in factors for i in idx}
    lost = {i: head.dims[k] for head, idx in before for k, i in enumerate(idx)
            if i >= rank and i not in kept}
    return [(size(d), (), 1) for d in lost.values()]


def _contract(coefficient, factors: list[Factor], rank: int):
    """Use up deltas and pins; None if the term vanishes."""
    factors = list(factors)
    k = 0
    while k < len(factors):
        head, idx, exponent = factors[k]
        if head.kind == "delta" and exponent > 0:
            i, j = idx
            kept, gone = (i, j) if (j >= rank and (i < rank or i < j)) else (j, i)
            if i == j or gone >= rank:
                del factors[k]
                if i != j:
                    factors = [(h, tuple(kept if n == gone else n for n in x), e) if gone in x
                               else (h, x, e) for h, x, e in factors]
                if kept >= rank and not any(kept in x for _, x, _ in factors):
                    factors.append((size(head.dims[0]), (), 1))
                k = 0
                continue
            low, high = min(i, j), max(i, j)
            factors[k] = (head, (low, high), 1)
            factors = [(h, tuple(low if n == high else n for n in x), e)
                       if n_ != k and high in x else (h, x, e)
                       for n_, (h, x, e) in enumerate(factors)]
        elif head.kind == "pin" and exponent > 0:
            for m in range(k + 1, len(factors)):
                other, x, e = factors[m]
                if other.kind == "pin" and x == idx and e > 0:
                    if other is head:
                        del factors[m]
                        break
                    if other.data.base is None and head.data.base is None:
                        return None
            else:
                factors[k] = (head, idx, 1)
                k += 1
            continue
        k += 1
    return coefficient, factors


def _contractions(factors: list[Factor], rank: int):
    """Group factors joined by summed indices into contraction arrays.

    Returns (number, factors without summed indices, whether something must be multiplied out).
    """
    if not any(i >= rank for _, idx, _ in factors for i in idx):
        return 1, factors, False
    group: dict[int, int] = {}  # summed index -> representative

    def find(i: int) -> int:
        while group[i] != i:
            i = group[i]
        return i

    for _, idx, _ in factors:
        bound = [i for i in idx if i >= rank]
        for i in bound:
            group.setdefault(i, i)
        for i in bound[1:]:
            group[find(i)] = find(bound[0])
    top: list[Factor] = []
    members: dict[int, list[Factor]] = {}
    for f in factors:
        bound = next((i for i in f[1] if i >= rank), None)
        if bound is None:
            top.append(f)
        else:
            members.setdefault(find(bound), []).append(f)
    expand = False
    number = 1
    for component in members.values():
        if len(component) == 1 and component[0][0].kind in ("pin", "range"):
            c, extra = _counted(component[0][0])
            number *= c
            top += extra
            expand = expand or bool(extra)
            continue
        used = sorted({i for _, idx, _ in component for i in idx if i < rank})
        names = {i: k for k, i in enumerate(used)}
        free = len(used)
        shifted = [(h, tuple(names[i] if i < rank else i for i in idx), e)
                   for h, idx, e in component]
        inner = label(shifted, free)
        dims: list = [None] * free
        for h, idx, _ in inner:
            for k, i in enumerate(idx):
                if i < free:
                    dims[i] = h.dims[k]
        contraction = poly(((1, inner),), tuple(dims))
        contraction.canonical = contraction
        top.append((contraction, tuple(used), 1))
    return number, top, expand


def _counted(head: Array):
    """The sum over all positions of a pin (1) or of a range (how many)."""
    if head.kind == "pin":
        return 1, []
    low, high = head.data
    n = ONE
    parts = []
    for at, sign in ((high, 1), (low, -1)):
        offset = at.offset
        if isinstance(at.base, int):
            offset += at.base
        elif at.base is not None:
            parts.append((sign, ((size(at.base), (), 1),)))
        if offset:
            parts.append((sign * offset, ()))
    parts.append((1, ()))
    n = canonical(poly(tuple(parts), ()))
    return 1, [(n, (), 1)]


def swapped(a: Array) -> Array:
    """The last two slots exchanged."""
    n = a.rank
    return poly(((1, ((a, (*range(n - 2), n - 1, n - 2), 1),)),), (*a.dims[:-2], a.dims[-1], a.dims[-2]))

