"""Replacement of variables within expressions: applying defined functions, evaluating at points."""

from __future__ import annotations

from symcheck.expr.names import At, Index, Variable
from symcheck.expr.node import Expr


def replace(e: Expr, values: dict[Variable, Expr], memo: dict[Expr, Expr] | None = None) -> Expr:
    """`e` with variables replaced by expressions of the same shape, inside definitions too.

    A name whose definition changes is replaced by its changed definition.
    """
    memo = {} if memo is None else memo
    if e in memo:
        return memo[e]
    if e.op in ("var", "let") and e.data in values:
        result = values[e.data]
    elif not e.args:
        result = e
    elif e.op == "substitute":
        result = _in_substitution(e, values, memo)
    else:
        args = tuple(replace(a, values, memo) for a in e.args)
        if args == e.args:
            result = e
        elif e.op == "let":
            result = args[0] if not e.data.family else Expr("let", args, e.data, e.shape)
        else:
            result = Expr(e.op, args, e.data, e.shape)
    memo[e] = result
    return result


def _in_substitution(e: Expr, values: dict[Variable, Expr], memo: dict[Expr, Expr]) -> Expr:
    """`replace` where something is put in already: the names that it is put in for are letters of the body alone."""
    f, *places = e.args
    places = [replace(x, values, memo) for x in places]
    inside = {n.data for n in f.walk() if n.op in ("var", "let")}
    free = {v: x for v, x in values.items() if v in inside and v not in e.data}
    bound = {n.data for x in free.values() for n in x.walk() if n.op in ("var", "let")}.intersection(e.data)
    if bound and not differentiated_by(f, e.data) and not captures(f, places):
        return replace(f, free | dict(zip(e.data, places)))
    args = (replace(f, free) if free else f, *places)
    return e if args == e.args else Expr("substitute", args, e.data, e.shape)


def reindexed(e: Expr, index: Index, by: int, memo: dict[Expr, Expr] | None = None) -> Expr:
    """`e` with the index replaced by index + by, wherever it is a position."""
    memo = {} if memo is None else memo
    if e not in memo:
        args = tuple(reindexed(a, index, by, memo) for a in e.args)
        data = e.data
        if e.op in ("index", "basis", "row", "column"):
            data = _moved(data, index, by)
        elif e.op in ("entry", "item"):
            data = tuple(_moved(at, index, by) for at in data)
        memo[e] = e if args == e.args and data == e.data else Expr(e.op, args, data, e.shape)
    return memo[e]


def _moved(at: At, index: Index, by: int) -> At:
    return At(index, at.offset + by) if at.base == index else at


def differentiated_by(e: Expr, names: tuple[Variable, ...]) -> bool:
    """Whether e holds a derivative by one of the names."""
    wanted = set(names)
    return any(n.op == "derivative" and any(m.op in ("var", "let") and m.data in wanted
                                            for m in n.args[1].walk())
               for n in e.walk())


def captures(e: Expr, values: list[Expr]) -> bool:
    """Whether e holds a derivative by a name of which one of the values is made: put in first, they would be differentiated too."""
    by = {m.data for n in e.walk() if n.op == "derivative" for m in n.args[1].walk() if m.op in ("var", "let")}
    return bool(by) and any(n.op in ("var", "let") and n.data in by for value in values for n in value.walk())
