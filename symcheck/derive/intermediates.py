r"""Names for the values within a network that is written in one line: z_1 = W_1 x + b, h_1 = \phi(z_1), ..

A loss with layers inside layers and no names of its own gets some, so that its forward pass can be told
and its backward pass has values to go through. The named loss is judged equal to the one that was written.
"""

from __future__ import annotations

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import is_scalar

PLAIN = frozenset(("var", "let", "item", "entry"))


def with_names(loss: Expr, taken: set[str]) -> Expr:
    """The loss (a `let`) with names for the arguments and values of its layers; itself where it has names
    already, or no layer inside another, or where the names are taken."""
    if any(n.op == "let" for n in loss.args[0].walk()) or not _is_layered(loss.args[0]):
        return loss
    layers = [n for n in loss.args[0].upwards() if _is_layer(n)]
    names = [f"{letter}_{k}" for k in range(1, len(layers) + 1) for letter in "zh"] + ["r"]
    if taken & set(names):
        return loss
    number = {layer: k for k, layer in enumerate(layers, 1)}
    memo: dict[Expr, Expr] = {}

    def turn(e: Expr) -> Expr:
        if e not in memo:
            new = e.with_args(tuple(turn(a) for a in e.args))
            if e in number:
                z = _let(f"z_{number[e]}", new.args[0])
                new = _let(f"h_{number[e]}", Expr(new.op, (z,), new.data, new.shape))
            elif e.op == "norm" and new is not e and new.args[0].op not in PLAIN:
                new = build.norm(_let("r", new.args[0]), e.data) if e.data == "fro" else new
            memo[e] = new
        return memo[e]

    return build.let(loss.data, turn(loss.args[0]))


def _let(name: str, value: Expr) -> Expr:
    return build.let(Variable(name, value.shape), value)


def _is_layer(e: Expr) -> bool:
    """A function of a whole vector or matrix that is computed, not named."""
    return e.op in ("apply", "softmax") and not is_scalar(e.shape) and e.args[0].op not in PLAIN and \
        any(n.op == "mul" and not is_scalar(n.shape) for n in e.args[0].walk())


def _is_layered(e: Expr) -> bool:
    """Is the value of a layer multiplied by a matrix: is there a layer after a layer?"""
    return any(n.op == "mul" and not any(is_scalar(a.shape) for a in n.args) and not is_scalar(n.shape)
               and any(_is_layer(x) for x in n.args[1].walk()) for n in e.walk())
