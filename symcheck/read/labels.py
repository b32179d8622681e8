r"""Positions that are data: `P_{i, y_i}` with a class label y_i in `\{1, \dots, C\}`, `w_{y_i}`.

The entry at a label is the sum over all entries with the indicator of the label: exactly one of them counts,
because a label lies in the range of the axis, which is checked.
"""

from __future__ import annotations

from collections.abc import Callable

from symcheck.expr import At, Dim, Expr, Index, build
from symcheck.read.names import base_of, label
from symcheck.read.reading import Reading, _uids
from symcheck.read.syntax import Group, Script, Symbol, Syntax


def label_at(r: Reading, p: Syntax, dim: Dim) -> Expr | None:
    """The value of a declared label that stands as a position on an axis; None for any other position."""
    e = declared_label(r, p)
    if e is None:
        return None
    if not r.same(e.data.bounds[1], dim):
        raise r.misfit("this label does not number the axis", p,
                       f"{label(p)} runs to {e.data.bounds[1]}, but the axis has length {dim}")
    return r.expr(p)


def declared_label(r: Reading, p: Syntax) -> Expr | None:
    r"""The variable of `y_i` where y_i was declared in `\{1, \dots, C\}`; None of anything else."""
    while type(p) is Group and p.open == "":
        p = p.body
    named = base_of(p.base if type(p) is Script and p.base is not None else p) if type(p) in (Symbol, Script) else None
    if named is None or named[0] in r.bound or label(p) in r.bound or label(p) in r.free:
        return None
    sub, sups, primes = (p.sub, p.sups, p.primes) if type(p) is Script else (None, (), 0)
    found = r.scope.find(*named, sub, sups, primes, loose=False)
    if found is None or found.entry.kind != "quantity" or found.sub or found.sups or found.primes:
        return None
    e = found.entry.expr
    is_label = e.op == "var" and "integer" in e.data.traits and e.data.bounds[0] == 1 and e.data.bounds[1] is not None
    return e if is_label else None


def at_labels(places: list[At | tuple[Expr, Dim]], made: Callable[[tuple[At, ...]], Expr]) -> Expr:
    """`made(positions)` summed over the positions that are labels, where they have the labels' values."""
    sums, where = [], []
    for place in places:
        if isinstance(place, At):
            where.append(place)
            continue
        value, dim = place
        index = Index("k", dim, next(_uids))
        sums.append((index, value))
        where.append(At(index))
    body = made(tuple(where))
    for index, value in sums:
        chosen = build.indicator("=", build.index_value(At(index)), value)
        body = build.sum_over(index, build.mul(chosen, body))
    return body
