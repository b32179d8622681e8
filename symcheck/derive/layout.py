r"""A gradient in row layout, and with `\operatorname{diag}` in the place of elementwise products."""

from __future__ import annotations

from functools import reduce

from symcheck.derive.products import hadamard_factors
from symcheck.derive.tidy import tidy
from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar


def laid_out(e: Expr, loss: Expr, layout: str) -> Expr:
    """A gradient worked out as a column: as it is, or transposed with the gradients in it as rows."""
    return tidy(build.transpose(_rows(e, loss))) if layout == "row" else e


def _rows(e: Expr, loss: Expr) -> Expr:
    def row(n: Expr) -> Expr | None:
        if n.op == "derivative" and n.args[0] is loss and not is_scalar(n.shape):
            return build.transpose(build.derivative(loss, n.args[1], "row"))
        return n if n.op in ("let", "derivative") else None

    return e.replaced(row)


def spelled(e: Expr, spelling: str) -> Expr:
    """Elementwise products of vectors as products with diagonal matrices, where `diag` is asked for.

    The factor that stays a vector is the last that is no function's value: the gradient.
    """
    return tidy(_diagonal(e, {}) if spelling == "diag" else _elementwise(e, {}))


def _elementwise(e: Expr, memo) -> Expr:
    """A diagonal matrix times a vector as an elementwise product."""
    if e not in memo:
        if e.op in ("let", "var", "derivative"):
            memo[e] = e
        else:
            new = e.with_args(tuple(_elementwise(a, memo) for a in e.args))
            if new.op == "mul" and new.args[0].op == "diag" and new.args[1].shape == new.args[0].args[0].shape:
                new = build.hadamard(new.args[0].args[0], new.args[1])
            memo[e] = new
    return memo[e]


def _diagonal(e: Expr, memo) -> Expr:
    if e not in memo:
        if e.op in ("let", "var", "derivative"):
            memo[e] = e
        elif e.op == "hadamard" and 1 in e.shape and not is_scalar(e.shape):
            factors = [_diagonal(f, memo) for f in hadamard_factors(e)]
            k = max(range(len(factors)), key=lambda n: (_weight(factors[n]), n))
            vector = factors.pop(k)
            scale = build.diag(reduce(build.hadamard, factors))
            memo[e] = build.mul(vector, scale) if e.shape[0] == 1 else build.mul(scale, vector)
        else:
            memo[e] = e.with_args(tuple(_diagonal(a, memo) for a in e.args))
    return memo[e]


def _weight(e: Expr) -> int:
    """Gradients and products with matrices are what a diagonal matrix is multiplied by."""
    return {"derivative": 3, "mul": 2, "transpose": 2, "var": 1, "let": 1}.get(e.op, 0)
