r"""A formula for a function that had none: `\phi(z) = \max(0, z)` after `\phi : \mathbb{R} \to \mathbb{R}`.

What was read before holds the function without a formula; with it, all of that is what the formula makes of it.
"""

from __future__ import annotations

from symcheck.expr import Expr, Function, build
from symcheck.expr.shape import is_scalar
from symcheck.read.elaborate_calls import entrywise
from symcheck.read.renewal import renew
from symcheck.read.scope import Entry


def put_formula(context, f: Function, entry: Entry) -> None:
    """Put the formula of `entry`, a function of one number, for f wherever the context holds it."""
    memo: dict[Expr, Expr] = {entry.body: entry.body}  # the formula itself stays as it is
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

    renew(context, swap)
    context.renewals.append(swap)
    context.remembered = {}


__all__ = ["put_formula"]
