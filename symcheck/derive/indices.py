"""Indices within expressions: which are free, fresh ones for a binder, another position for one.

A bound index is known by its number (`uid`); a free one has number 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from symcheck.expr.names import At, Index
from symcheck.expr.node import Expr

BINDERS = frozenset({"sum", "prod", "array"})
_numbers = count(1_000_000_000)  # apart from those the reader gives out


def fresh(index: Index) -> Index:
    """An index of that name and range which nothing else is bound by."""
    return Index(index.name, index.dim, next(_numbers))


def bound_by(e: Expr) -> tuple[Index, ...]:
    """The indices that a node itself binds in what it is made of."""
    if e.op in ("sum", "prod"):
        return (e.data[0],)
    return e.data[0] if e.op == "array" else ()


def positions(e: Expr) -> Iterator[At]:
    """The positions that this node itself writes."""
    if e.op in ("entry", "item"):
        yield from e.data
    elif e.op in ("row", "column", "basis", "index"):
        yield e.data
    elif e.op in ("sum", "prod"):
        yield from e.data[1:]


def free(e: Expr, memo: dict[Expr, frozenset[Index]] | None = None) -> frozenset[Index]:
    """The indices that stand in an expression and are bound by nothing within it."""
    memo = {} if memo is None else memo
    if e not in memo:
        found = {at.base for at in positions(e) if isinstance(at.base, Index)}
        for a in e.args:
            found |= free(a, memo)
        memo[e] = frozenset(found.difference(bound_by(e)))
    return memo[e]


def renamed(e: Expr, to: dict[Index, At], memo: dict[Expr, Expr] | None = None) -> Expr:
    """The expression with free indices replaced by positions. Those bound within are left alone."""
    memo = {} if memo is None else memo
    if e in memo:
        return memo[e]
    inside = to
    if e.op in BINDERS:
        inside = {i: at for i, at in to.items() if i not in bound_by(e)}
    if inside != to:
        args = tuple(renamed(a, inside) for a in e.args)
    else:
        args = tuple(renamed(a, to, memo) for a in e.args)
    data = e.data
    if e.op in ("entry", "item"):
        data = tuple(_moved(at, to) for at in data)
    elif e.op in ("row", "column", "basis", "index"):
        data = _moved(data, to)
    elif e.op in ("sum", "prod"):
        data = (data[0], _moved(data[1], to), _moved(data[2], to))
    memo[e] = e if args == e.args and data == e.data else Expr(e.op, args, data, e.shape)
    return memo[e]


def _moved(at: At, to: dict[Index, At]) -> At:
    new = to.get(at.base) if isinstance(at.base, Index) else None
    return at if new is None else At(new.base, new.offset + at.offset)


def opened(e: Expr) -> tuple[tuple[Index, ...], Expr]:
    """The indices of a binder, fresh, and its body in them (an array's, a sum's, a product's)."""
    indices = tuple(fresh(i) for i in bound_by(e))
    turn = {old: At(new) for old, new in zip(bound_by(e), indices)}
    return indices, renamed(e.args[0], turn)
