r"""A formula for a function that had none: `\phi(z) = \max(0, z)` after `\phi : \mathbb{R} \to \mathbb{R}`.

What was read before holds the function without a formula; with it, all of that is what the formula makes of it.
"""

from __future__ import annotations

from symcheck.expr import Expr, Function, build
from symcheck.expr.shape import is_scalar
from symcheck.read.assumptions import replace_entry
from symcheck.read.elaborate_calls import entrywise
from symcheck.read.scope import Entry


def put_formula(context, f: Function, entry: Entry) -> None:
    """Put the formula of `entry`, a function of one number, for f wherever the context holds it."""
    memo: dict[Expr, Expr] = {}
    derivatives = [entry.body]

    def swap(e: Expr) -> Expr:
        if e not in memo:
            args = tuple(map(swap, e.args))
            if e.op == "apply" and e.data[0] == f:
                memo[e] = _applied(e.data[1], args[0])
            else:
                memo[e] = e if args == e.args else Expr(e.op, args, e.data, e.shape)
        return memo[e]

    def _applied(order: int, x: Expr) -> Expr:
        while len(derivatives) <= order:
            derivatives.append(build.derivative(derivatives[-1], build.var(entry.params[0]), "row"))
        body = derivatives[order]
        return build.substitute(body, ((entry.params[0], x),)) if is_scalar(x.shape) else entrywise(body, entry.params, [x])

    for e in list(context.scope):
        if e is not entry and (e.expr is not None and swap(e.expr) is not e.expr
                               or e.body is not None and swap(e.body) is not e.body):
            changed = replace_entry(context, e, swap(e.expr) if e.expr is not None else None)
            changed.body = swap(e.body) if e.body is not None else None
    context.definitions = {v: swap(e) for v, e in context.definitions.items()}
    context.assumptions = [(op, swap(a), swap(b)) for op, a, b in context.assumptions]
    context.claims = [c._replace(lhs=swap(c.lhs), rhs=swap(c.rhs)) for c in context.claims]
    context.renewals.append(swap)
    context.remembered = {}


__all__ = ["put_formula"]
