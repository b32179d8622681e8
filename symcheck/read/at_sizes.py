"""A context in which sizes are numbers: all that is declared for any K, at K = 2."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

from symcheck.expr import At, Expr, build
from symcheck.read.context import Context
from symcheck.read.renewal import renew


def at_sizes(context: Context, sizes: dict[str, int]) -> Context:
    """The context with these numbers for sizes, all of them 2 or more: a size of 1 would change what has axes."""
    new, memo = context.copy(), {}
    renew(new, lambda e: _put(e, sizes, memo), lambda x: _data(x, sizes, memo), every=True)
    new.dims = {d: known for d, known in context.dims.items() if d not in sizes}
    for size, n in sizes.items():
        if size in context.dims and not new.scope.entries.get(size):
            new.declare(f"{size} = {n}")  # `\log K` is \log 2
    return new


def _put(e: Expr, sizes: dict[str, int], memo: dict) -> Expr:
    if e not in memo:
        if e.op == "size" and e.data in sizes:
            memo[e] = build.num(sizes[e.data])
        else:
            memo[e] = Expr(e.op, tuple(_put(a, sizes, memo) for a in e.args), _data(e.data, sizes, memo),
                           tuple(sizes.get(d, d) for d in e.shape))
    return memo[e]


def _data(x, sizes: dict[str, int], memo: dict):
    """What stands in a node beside its arguments: names of sizes in it are those numbers."""
    if isinstance(x, str):
        return sizes.get(x, x)
    if isinstance(x, Expr):
        return _put(x, sizes, memo)
    if isinstance(x, At):
        if isinstance(x.base, str) and x.base in sizes:
            return At(None, sizes[x.base] + x.offset)
        return At(_data(x.base, sizes, memo), x.offset)
    if isinstance(x, tuple):
        return tuple(_data(y, sizes, memo) for y in x)
    if is_dataclass(x) and not isinstance(x, type):
        named = [f.name for f in fields(x) if f.name not in ("name", "known", "kind", "traits", "uid")]
        return replace(x, **{n: _data(getattr(x, n), sizes, memo) for n in named})
    return x


__all__ = ["at_sizes"]
