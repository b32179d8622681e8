"""Roots of matrices in a line to be judged: where S is the root of A, S S is put for A."""

from __future__ import annotations

from symcheck.expr import build
from symcheck.expr.node import Expr
from symcheck.read.roots import KNOWN
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.replace import differentiated_by, replace


def squared(sides: list[Expr]) -> list[Expr]:
    """The sides with every matrix whose root one of them holds as the square of that root.

    Raises `Unsupported` where a derivative by the matrix is asked for.
    """
    held = {node.data.name: node for e in sides for node in e.walk()
            if node.op == "var" and "root" in node.data.traits}
    if not held:
        return sides
    of = {KNOWN[name]: root for name, root in held.items()}
    values = {node.data: build.mul(of[node.data.name], of[node.data.name])
              for e in sides for node in e.walk() if node.op == "var" and node.data.name in of}
    if any(differentiated_by(e, tuple(values)) for e in sides):
        raise Unsupported("a derivative by a matrix whose root is held")
    memo: dict[Expr, Expr] = {}
    return [replace(e, values, memo) for e in sides]
