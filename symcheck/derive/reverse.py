"""Reverse mode on expressions: the gradient of a scalar by each name it is defined through.

The result is a program: one definition per adjoint, each written in forward values and in adjoints
of later names, in the order a backward pass computes them. Every gradient has its variable's shape.
"""

from __future__ import annotations

from symcheck.derive.rules import passed_on
from symcheck.expr import Expr, build
from symcheck.expr.names import Variable

ADJOINT = r"\bar{%s}"


def backward(loss: Expr, by: tuple[Expr, ...]) -> tuple[dict[Expr, Expr], list[Expr]]:
    """(gradient by each of `by`, the adjoints of the intermediates in order of computation).

    `loss` and the intermediates are `let`s; `by` are `var`s or `let`s. Adjoints of intermediates
    are `let`s named by a bar, so that what is shared is computed once. Raises `Unsupported` for an
    operation that has no rule.
    """
    adjoint: dict[Expr, Expr] = {loss: build.num(1)}
    named: list[Expr] = []
    for node in reversed(list(loss.upwards())):
        g = adjoint.get(node)
        if g is None or not node.args:
            continue
        if node.op == "let" and node is not loss and g.op not in ("let", "var"):
            g = build.let(Variable(ADJOINT % node.data.name, node.shape), g)
            adjoint[node] = g
            named.append(g)
        for arg, part in passed_on(node, g):
            adjoint[arg] = build.add(adjoint[arg], part) if arg in adjoint else part
    return {v: adjoint.get(v, build.zeros(v.shape)) for v in by}, named
