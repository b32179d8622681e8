r"""`\sum_x f`: a sum over all training inputs x, where the document says that this is what it runs over.

What stands in it is written for any one input x, with its target y and the names made of these. The sum is over a family of inputs and targets, put in for
them; the parameters are the same in each term.
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.expr import At, Expr, Index, build
from symcheck.read.elaborate_products import chain
from symcheck.read.names import base_of
from symcheck.read.reading import Reading, _uids
from symcheck.read.syntax import Accent, BigOperator, Group, Symbol


def over_samples(r: Reading, s: BigOperator, items, ops, k: int) -> Expr | None:
    """The sum that begins at item k, where it runs over inputs; None of any other."""
    low = s.lower
    while type(low) is Group and low.open == "":
        low = low.body
    named = base_of(low) if type(low) in (Symbol, Accent) else None
    told = r.samples_told.get(named[0]) if named is not None and s.upper is None and named[0] not in r.bound else None
    if told is None or k + 1 >= len(items):
        return None
    entry = r.scope.bare(*named)
    if entry is None or entry.kind != "quantity":
        if r.scope.entries.get(named[0]):
            return None
        raise r.undeclared(named[0], low)
    body = r.settle(chain(r, items, ops, k + 1))
    index = Index(named[0], told.count, next(_uids))
    pairs = tuple((v.data, build.item(_family(v, told.count), (At(index, 0),))) for v in (_varying(r, name) for name in (named[0], *told.others)) if v is not None)
    return build.sum_over(index, build.substitute(body, pairs) if pairs else body)


def _varying(r: Reading, name: str) -> Expr | None:
    """A declared name that is another in each term."""
    entry = r.scope.bare(name)
    return entry.expr if entry is not None and entry.kind == "quantity" and entry.expr is not None and entry.expr.op == "var" and not entry.expr.data.family else None


def _family(v: Expr, count: str) -> Expr:
    """The values that a name has for all inputs."""
    return build.var(replace(v.data, name=rf"{v.data.name}^{{[\cdot]}}", family=(count,)))


__all__ = ["over_samples"]
