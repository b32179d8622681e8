r"""Vectors by their members: `(y_n (1 - y_n))_{n=1}^N`."""

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


SPECIAL.insert(0, counted)  # before what is taken of a group
