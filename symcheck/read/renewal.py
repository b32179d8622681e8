"""A context in which names have come to mean something else: all that it holds is changed with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symcheck.expr import Expr


def renew(context, put: Callable[[Expr], Expr], name: Callable = lambda x: x, every: bool = False, letter=None) -> None:
    """Put `put(e)` for each expression e that the context holds, and `name(x)` for the variables, functions and sizes that
    it holds beside them.

    The scope is shared between copies, its entries too: they are replaced, never changed. One in which nothing is new stays
    in its place before those that are new, but with `every` all are replaced in the order they have. The functions that are
    written with a `letter` of their own keep it.
    """
    for entry in list(context.scope):
        own = letter is not None and letter in entry.params
        expr, body = (None if e is None else put(e) for e in (entry.expr, None if own else entry.body))
        body = entry.body if own else body
        new = replace(entry, expr=expr, body=body, params=tuple(map(name, entry.params)),
                      function=name(entry.function), dim=name(entry.dim))
        if every or new != entry:
            context.scope.add(new)
    context.definitions = {name(v): put(e) for v, e in context.definitions.items()}
    context.assumptions = [(op, put(a), put(b)) for op, a, b in context.assumptions]
    context.claims = [c._replace(lhs=put(c.lhs), rhs=put(c.rhs)) for c in context.claims]
