"""One conversion from SymPy: the names, sizes, positions and binders it meets.

`ROWS` maps SymPy classes to rules; the class nearest in the inheritance of an object applies.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

import sympy as sp

from symcheck.bridge.sympy_scope import find, undeclared
from symcheck.expr import build
from symcheck.expr.names import At, Index
from symcheck.expr.node import Expr
from symcheck.expr.shape import Dim, describe
from symcheck.text.diagnostic import SymcheckError, fail

if TYPE_CHECKING:
    from symcheck.read.context import Context

uids = count(-1, -1)


class Reader:
    """One conversion: the context, and the bound indices with what they stand for."""

    def __init__(self, context: Context, bound: dict[sp.Symbol, At] | None = None):
        self.context, self.bound = context, bound or {}

    def binding(self, symbol: sp.Symbol, at: At) -> Reader:
        return Reader(self.context, {**self.bound, symbol: at})

    def __call__(self, obj: sp.Basic) -> Expr:
        for kind in type(obj).__mro__:
            if kind in ROWS:
                return ROWS[kind](self, obj)
        return ROWS[sp.Basic](self, obj)


ROWS: dict[type, Callable[[Reader, sp.Basic], Expr]] = {}


def refused(obj) -> SymcheckError:
    return fail("not-from-sympy", f"{type(obj).__name__} has no counterpart here", None, None,
                f"in {str(obj)[:80]}")


def named(r: Reader, name: str, shape: tuple[Dim, ...] | None) -> Expr:
    entry = find(name, r.context, ("quantity", "index"))
    if entry is None or entry.kind == "index":
        if entry is not None:
            return build.index_value(At(Index(entry.base, entry.dim)))
        if name in r.context.dims:
            return build.size(name)
        raise undeclared(name, r.context)
    if shape is not None and entry.expr.shape != shape:
        raise fail("shape-mismatch", f"{name} has another shape than was declared", None, None,
                   f"declared as {describe(entry.expr.shape)}, given as {describe(shape)}")
    return entry.expr


def dim_of(size: sp.Expr) -> Dim:
    if size.is_Integer:
        return int(size)
    if size.is_Symbol:
        return size.name
    raise refused(size)


def at_of(r: Reader, place: sp.Expr, dim: Dim) -> At:
    """A position counted from 1."""
    offset, rest = place.as_coeff_Add()
    if not offset.is_Integer:
        raise refused(place)
    if rest == 0:
        return At(None, int(offset))
    if not rest.is_Symbol:
        raise refused(place)
    if rest in r.bound:
        at = r.bound[rest]
        return At(at.base, at.offset + int(offset))
    if rest.name in r.context.dims:
        return At(rest.name, int(offset))
    return At(Index(rest.name, dim), int(offset))


def bind(r: Reader, limits) -> tuple[Reader, Index, At, At]:
    """A binder's index over 1..dim wherever its limits allow it; 0..n-1 is counted from 1."""
    symbol, low, high = limits
    a, b = at_of(r, low, 0), at_of(r, high, 0)
    if a == At(None, 0) and (b.base is not None and b.offset == -1 or b.base is None):
        a, b, shift = At(None, 1), At(b.base, b.offset + 1), -1
    else:
        shift = 0
    dim = b.base if isinstance(b.base, (str, int)) else b.offset if b.base is None else b.base.dim
    index = Index(symbol.name, dim, next(uids))
    return r.binding(symbol, At(index, shift)), index, a, b
