r"""Vectors by their members: `(y_n (1 - y_n))_{n=1}^N`, `\operatorname{diag}(y_n (1 - y_n))`."""

from __future__ import annotations

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.read.elaborate_scripts import SPECIAL
from symcheck.read.names import label, parts
from symcheck.read.reading import Binder, Reading
from symcheck.read.syntax import Group, Number, Relation, Script, Symbol, Syntax


def counted(r: Reading, s: Script, base: Syntax) -> Expr | None:
    r"""`(y_n (1 - y_n))_{n=1}^N`: the vector of these numbers."""
    low = s.sub.body if type(s.sub) is Group and s.sub.open == "" else s.sub
    tops = parts(s.sups)
    if type(base) is not Group or base.open not in ("(", "[") or type(low) is not Relation or low.operators != ("=",) \
            or type(low.items[0]) is not Symbol or type(low.items[1]) is not Number or low.items[1].value != 1 or len(tops) != 1 or s.primes:
        return None
    name, size = low.items[0].name, label(tops[0])
    if size not in r.dims or name in r.free or name in r.bound:
        return None
    binder = r.bound[name] = Binder(name, size)
    try:
        value = r.settle(r.expr(base.body))
    finally:
        del r.bound[name]
    if not is_scalar(value.shape):
        return None
    return build.array((binder.index,), value, (size, 1))


def of_free_index(r: Reading, body: Syntax) -> Expr | None:
    r"""What `\operatorname{diag}(p_i (1 - p_i))` stands on: the vector of these numbers for all i, an index that has no other meaning."""
    found = {x.sub.name for x in body.walk() if type(x) is Script and type(x.sub) is Symbol and _is_index(r, x.sub.name)}
    if len(found) != 1:
        return None
    name, = found
    binder = r.bound[name] = Binder(name, r.open_sizes().fresh(True))
    try:
        value = r.expr(body)
    finally:
        del r.bound[name]
    if not is_scalar(value.shape):
        return None
    return r.settle(build.array((binder.index,), value, (binder.index.dim, 1)))


def _is_index(r: Reading, name: str) -> bool:
    """Is this a letter without a meaning of its own?"""
    entry = r.scope.bare(name)
    return len(name) == 1 and name not in r.bound and name not in r.free and name not in r.dims and (entry is None or entry.kind == "index")


SPECIAL.insert(0, counted)  # before what is taken of a group
