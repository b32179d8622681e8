"""Normal forms of inverses and determinants: chains, scalars, diagonals, one orientation."""

from __future__ import annotations

from fractions import Fraction

from symcheck.tensor.array import ONE, Array, determinant, integer_power, inverse, poly, size
from symcheck.tensor.atoms import terms_of
from symcheck.tensor.canonical import canonical, is_contraction, seal, swapped
from symcheck.tensor.functions import Unsupported, slots


def chain(m: Array) -> list[tuple[Array, bool]] | None:
    """A contraction m[0,1] as a product of square matrices: [(factor, transposed)]."""
    if m.rank != 2 or not is_contraction(m) or m.dims[0] != m.dims[1]:
        return None
    factors = list(m.data[0][1])
    found, here = [], 0
    while factors:
        step = [f for f in factors if here in f[1]]
        if len(step) != 1 or step[0][0].rank != 2 or step[0][2] != 1:
            return None
        head, (i, j), _ = step[0]
        if head.dims[0] != head.dims[1] or i == j:
            return None
        found.append((head, here == j))
        here = j if here == i else i
        factors.remove(step[0])
    return found if here == 1 else None


def _scalar_content(m: Array):
    """(coefficient, scalar factors, rest) with m = their product, rest primitive."""
    terms = terms_of(m)
    if not terms:
        return 0, [], m
    lead = terms[0][0]
    common = {h: e for h, idx, e in terms[0][1] if not idx}
    for _, fs in terms[1:]:
        here = {h: e for h, idx, e in fs if not idx}
        common = {h: e for h, e in common.items() if here.get(h) == e}
    if lead == 1 and not common:
        return 1, [], m
    rest = canonical(poly(tuple((Fraction(c) / lead, tuple(f for f in fs if f[1] or f[0] not in common))
                                for c, fs in terms), m.dims))
    return lead, [(h, (), e) for h, e in common.items()], rest


def _inv(a: Array) -> Array:
    m = canonical(a.args[0])
    lead, scalars, rest = _scalar_content(m)
    if lead == 0:
        raise Unsupported("the inverse of a zero matrix")
    if lead != 1 or scalars:
        outside = tuple((h, (), -e) for h, _, e in scalars)
        return poly(((Fraction(1) / lead, outside + ((inverse(rest), slots(rest), 1),)),), a.dims)
    if m.kind == "inv":
        return m.args[0]
    if m.kind == "delta":
        return m
    links = chain(m)
    if links:
        n = len(links)
        path = [0, *range(2, n + 1), 1]
        factors = []
        for k, (head, flipped) in enumerate(reversed(links)):
            i, j = path[k], path[k + 1]
            factors.append((inverse(head), (j, i) if flipped else (i, j), 1))
        return poly(((1, tuple(factors)),), a.dims)
    diagonal = _diagonal(m)
    if diagonal is not None:
        return diagonal
    core, at = _oriented(m)
    head = inverse(core)
    head.canonical = head
    return seal(((1, ((head, at, 1),)),), a.dims)


def _diagonal(m: Array) -> Array | None:
    """The inverse of delta_ij v_i (with v positive powers of entries)."""
    if m.rank != 2 or m.kind != "poly":
        return None
    delta = Array("delta", (), (), m.dims)
    entries = []
    for c, fs in m.data:
        if not any(h is delta and set(i) == {0, 1} for h, i, _ in fs):
            return None
        entries.append((c, tuple((h, tuple(0 if k == 1 else k for k in i), e)
                                 for h, i, e in fs if h is not delta)))
    v = poly(tuple(entries), m.dims[:1])
    return poly(((1, ((delta, (0, 1), 1), (v, (0,), -1))),), m.dims)


def _oriented(m: Array) -> tuple[Array, tuple[int, ...]]:
    """m or its transpose, whichever is canonical, and the indices that give m back."""
    n = m.rank
    if m.kind == "poly" and len(m.data) == 1 and m.data[0][0] == 1 and len(m.data[0][1]) == 1:
        head, idx, e = m.data[0][1][0]
        if e == 1 and idx == (*range(n - 2), n - 1, n - 2):
            return head, idx
    if m.kind != "poly":
        return m, slots(m)
    turned = canonical(swapped(m))
    if turned.serial < m.serial:
        return turned, (*range(n - 2), n - 1, n - 2)
    return m, slots(m)


def _det(a: Array) -> Array:
    m = canonical(a.args[0])
    n = m.dims[-1]
    lead, scalars, rest = _scalar_content(m)
    if lead and (lead != 1 or scalars):
        outside = poly(((lead, tuple(scalars)),), ())
        power = integer_power(outside, size(n)) if isinstance(n, str) else \
            poly(((1, ((outside, (), n),)),), ())
        return poly(((1, ((power, (), 1), (determinant(rest), slots(rest)[:-2], 1))),), a.dims)
    if m.kind == "delta":
        return ONE
    if m.kind == "inv":
        inner = determinant(m.args[0])
        return poly(((1, ((inner, slots(inner), -1),)),), a.dims)
    links = chain(m)
    if links:
        return poly(((1, tuple((determinant(h), (), 1) for h, _ in links)),), a.dims)
    core, _ = _oriented(m)
    head = determinant(core)
    head.canonical = head
    return head


RULES = {"inv": _inv, "det": _det}
