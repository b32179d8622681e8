"""Reverse mode on expressions: the gradient of a scalar by each name it is defined through.

The result is a program: one definition per adjoint, each written in forward values and in adjoints
of later names, in the order a backward pass computes them. Every gradient has its variable's shape.
"""

from __future__ import annotations

from symcheck.expr import Expr, build
from symcheck.expr.names import Variable
from symcheck.expr.shape import is_scalar
from symcheck.tensor.functions import Unsupported

ADJOINT = r"\bar{%s}"


def backward(loss: Expr, by: tuple[Expr, ...]) -> tuple[dict[Expr, Expr], list[Expr]]:
    """(gradient by each of `by`, the adjoints of the intermediates in order of computation).

    `loss` and the intermediates are `let`s; `by` are `var`s or `let`s. Adjoints of intermediates
    are `let`s named by a bar, so that what is shared is computed once. Raises `Unsupported` for an
    operation that has no row below.
    """
    order = _order(loss)
    adjoint: dict[Expr, Expr] = {loss: build.num(1)}
    named: list[Expr] = []
    for node in order:
        g = adjoint.get(node)
        if g is None or not node.args:
            continue
        if node.op == "let" and node is not loss and g.op not in ("let", "var"):
            g = build.let(Variable(ADJOINT % node.data.name, node.shape), g)
            adjoint[node] = g
            named.append(g)
        rule = _RULES.get(node.op)
        if rule is None:
            raise Unsupported(f"no reverse rule for {node.op}")
        for arg, part in rule(node, g):
            adjoint[arg] = build.add(adjoint[arg], part) if arg in adjoint else part
    return {v: adjoint.get(v, build.zeros(v.shape)) for v in by}, named


def _order(root: Expr) -> list[Expr]:
    """Every node before those it is made of."""
    seen: set[Expr] = set()
    after: list[Expr] = []

    def visit(node: Expr) -> None:
        if node not in seen:
            seen.add(node)
            for arg in node.args:
                visit(arg)
            after.append(node)

    visit(root)
    return after[::-1]


def _mul(e: Expr, g: Expr):
    a, b = e.args
    if is_scalar(a.shape) and not is_scalar(b.shape):
        return [(a, build.dot(g, b)), (b, build.mul(a, g))]
    if is_scalar(b.shape) and not is_scalar(a.shape):
        return [(a, build.mul(b, g)), (b, build.dot(g, a))]
    return [(a, build.mul(g, build.transpose(b))), (b, _times(build.transpose(a), g))]


def _times(a: Expr, g: Expr) -> Expr:
    """a g, without a product by the 1 the pass begins with."""
    return a if g.op == "num" and g.data == 1 else build.mul(a, g)


def _apply(e: Expr, g: Expr):
    (a,), (f, order) = e.args, e.data
    if f.kind == "elementwise":
        return [(a, build.hadamard(build.apply(f, a, order + 1), g))]
    return [(a, build.mul(build.transpose(build.jacobian(f, a)), g))]


def _norm_or_power(e: Expr, g: Expr):
    base, exponent = e.args
    if exponent.op != "num":
        raise Unsupported("a power that is no number")
    if base.op == "norm" and base.data == "fro" and exponent.data == 2:
        return [(base.args[0], build.mul(build.mul(exponent, g), base.args[0]))]
    slope = build.mul(exponent, build.power(base, build.num(exponent.data - 1)))
    return [(base, build.hadamard(slope, g))]


def _div(e: Expr, g: Expr):
    a, b = e.args
    if b.op not in ("num", "size"):
        raise Unsupported("a quotient by a value")
    return [(a, build.div(g, b))]


_RULES = {
    "let": lambda e, g: [(e.args[0], g)],
    "add": lambda e, g: [(a, g) for a in e.args],
    "neg": lambda e, g: [(e.args[0], build.neg(g))],
    "transpose": lambda e, g: [(e.args[0], build.transpose(g))],
    "hadamard": lambda e, g: [(e.args[0], build.hadamard(g, e.args[1])),
                              (e.args[1], build.hadamard(g, e.args[0]))],
    "mul": _mul,
    "div": _div,
    "apply": _apply,
    "power": _norm_or_power,
}
