r"""Cases of free indices: sides that are claimed to agree only for i \ne j, i = j or i < j.

Restricted to a case both sides are multiplied by what is 1 in it and 0 elsewhere (\delta_{ij}, 1 - \delta_{ij}, an
indicator): the products agree everywhere just where the sides agree in the case. What `\begin{cases}` tells apart itself is judged in all
of its cases.
"""

from __future__ import annotations

from symcheck.expr import At, Expr, Index, build
from symcheck.read.context import Context, indices_of

ORDER = {"<": "<", ">": ">", r"\le": "<=", r"\ge": ">=", "<=": "<=", ">=": ">="}


def restricted(context: Context, a: Expr, b: Expr) -> tuple[Expr, Expr, tuple[str, ...]]:
    """Both sides in the cases that the context has for their indices, and these cases in words."""
    cases = [*context.cases, *((op, x.data.base.name, y.data.base.name) for op, x, y in
                               (c[:3] for c in context.assumptions) if x.op == y.op == "index")]
    if not cases:
        return a, b, ()
    dims = indices_of(a) | indices_of(b)
    said = []
    own = _own_cases(a) | _own_cases(b)
    for op, i, j in dict.fromkeys(cases):
        if i in dims and j in dims and dims[i] == dims[j] and frozenset((i, j)) not in own:
            inside = _inside(op, *(At(Index(name, dims[i], 0), 0) for name in (i, j)))
            a, b = build.mul(inside, a), build.mul(inside, b)
            said.append(f"for {i} {op} {j}")
    return a, b, tuple(said)


def _own_cases(e: Expr) -> set[frozenset[str]]:
    r"""The pairs of indices of which `\begin{cases}` in e says itself what holds in which case."""
    conditions = [c for n in e.walk() if n.op == "cases" for c in n.args[1::2]]
    return {frozenset(at.data.base.name for at in c.args) for c in conditions
            if c.op == "indicator" and all(at.op == "index" and type(at.data.base) is Index for at in c.args)}


def _inside(op: str, i: At, j: At) -> Expr:
    """1 in the case, 0 elsewhere."""
    if op in ORDER:
        return build.indicator(ORDER[op], build.index_value(i), build.index_value(j))
    same = build.entry(build.eye(i.base.dim), (i, j))
    return same if op == "=" else build.sub(build.num(1), same)
