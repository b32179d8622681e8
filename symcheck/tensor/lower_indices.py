"""Lowering of indices: members, entries, rows, sums, products over a range, definitions."""

from __future__ import annotations

from symcheck.expr.names import At, Index
from symcheck.expr.node import Expr
from symcheck.expr.shape import long_axes
from symcheck.tensor import array as A
from symcheck.tensor.array import poly
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.lower import Held, lower
from symcheck.tensor.opened import (
    Open,
    Part,
    axes,
    finish,
    merge,
    out_dims,
    part,
    place,
    product,
    term,
)
from symcheck.tensor.replace import reindexed


def _index(e: Expr, held: Held) -> Open:
    at: At = e.data
    if isinstance(at.base, Index):
        i = A.iota(at.base.dim)
        if not at.offset:
            return Open(i, (at.base,))
        return Open(poly(((1, ((i, (0,), 1),)), (at.offset, ())), i.dims), (at.base,))
    if at.base is None:
        return Open(A.number(at.offset))
    return Open(poly(((1, ((A.size(at.base), (), 1),)), (at.offset, ())), ()))


def _let(e: Expr, held: Held) -> Open:
    return Open(A.variable(e.data)) if e.data in held else lower(e.args[0], held)


def _item(e: Expr, held: Held) -> Open:
    inner = lower(e.args[0], held)
    parts: list[Part] = []
    opens = dict.fromkeys(inner.opens)
    labels = tuple(place(at, d, parts, opens) for at, d in zip(e.data, e.args[0].data.family))
    out = axes(e)
    parts.insert(0, part(inner, labels + out))
    return finish(parts, opens, out)


def _basis(e: Expr, held: Held) -> Open:
    n = e.shape[0]
    if n == 1:
        return Open(A.ONE)
    if isinstance(e.data.base, Index) and not e.data.offset:
        return Open(A.delta(n), (e.data.base,))
    parts: list[Part] = []
    opens: dict[Index, None] = {}
    label = place(e.data, n, parts, opens)
    return finish([*parts, Part(A.delta(n), (label, "0"))], opens, ("0",))


def _range_part(index: Index, low: At, high: At) -> list[Part]:
    if low == At(None, 1) and high in (At(index.dim, 0), At(None, index.dim)):
        return []
    return [Part(A.between(low, high, index.dim), (index,))]


def _from_one(e: Expr):
    """Arguments and range of a sum or product, renumbered where it begins below 1."""
    index, low, high = e.data
    if low.base is not None or low.offset >= 1:
        return e.args, e.data
    by = low.offset - 1
    high = At(high.base, high.offset - by)
    if high.base == index.dim and high.offset > 0:
        raise Unsupported(f"a sum over more than {index.dim} members")
    return tuple(reindexed(a, index, by) for a in e.args), (index, At(None, 1), high)


def _sum(e: Expr, held: Held) -> Open:
    args, (index, low, high) = _from_one(e)
    opened = [lower(a, held) for a in args]
    opens = merge(*opened)
    out = axes(e)
    parts = [part(opened[0], out)] + [part(o, ()) for o in opened[1:]] + _range_part(index, low, high)
    if not any(index in p.labels for p in parts):
        parts.append(Part(A.size(index.dim), ()))
    return finish(parts, tuple(i for i in opens if i != index), out)


def _prod(e: Expr, held: Held) -> Open:
    args, (index, low, high) = _from_one(e)
    opened = [lower(a, held) for a in args]
    body = opened[0]
    masks = [part(o, ()) for o in opened[1:]] + _range_part(index, low, high)
    rest = tuple(i for i in merge(*opened) if i != index)
    labels = rest + (index,)
    known = {i: i.dim for i in labels}
    if masks:
        terms = (term([part(body, ()), *masks], labels), (1, ()), term(masks, labels, -1))
        inner = poly(terms, out_dims([], labels, known))
    else:
        inner = product([part(body, ())], labels, known)
    return Open(A.fold("prod", inner), rest)


def _entry(e: Expr, held: Held) -> Open:
    inner = lower(e.args[0], held)
    parts: list[Part] = []
    opens = dict.fromkeys(inner.opens)
    labels = tuple(place(at, d, parts, opens) for at, d in zip(e.data, long_axes(e.args[0].shape)))
    return finish([part(inner, labels), *parts], opens, ())


def _line(axis: int):
    def rule(e: Expr, held: Held) -> Open:
        inner = lower(e.args[0], held)
        shape = e.args[0].shape
        parts: list[Part] = []
        opens = dict.fromkeys(inner.opens)
        labels = []
        for k, d in enumerate(shape):
            if d != 1:
                labels.append(place(e.data, d, parts, opens) if k == axis else str(k))
        out = tuple(label for label in labels if isinstance(label, str))
        return finish([part(inner, tuple(labels)), *parts], opens, out)
    return rule


def _array(e: Expr, held: Held) -> Open:
    indices, family = e.data
    inner = lower(e.args[0], held)
    rest = tuple(i for i in inner.opens if i not in indices)
    body_axes = axes(e.args[0])
    out = indices[:family] + (indices[family:] or body_axes)
    dims = {i: i.dim for i in (*rest, *indices)}
    out = tuple(i for i in out if not (isinstance(i, Index) and i.dim == 1))
    return Open(product([part(inner, body_axes)], rest + out,
                        dims | dict(zip(body_axes, long_axes(e.args[0].shape)))), rest)


RULES = {
    "index": _index, "let": _let, "item": _item, "basis": _basis, "sum": _sum, "prod": _prod,
    "entry": _entry, "row": _line(0), "column": _line(1), "array": _array,
}
