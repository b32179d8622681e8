"""Derivatives of the known functions as they are written: sigma' = sigma (1 - sigma), relu' = 1[z > 0]."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar


def slope(name: str, a: Expr) -> Expr | None:
    """The derivative of a known function at every entry of `a`; None where it has no shorter form."""
    rule = _SLOPES.get(name)
    return None if rule is None else rule(a)


def _one(a: Expr) -> Expr:
    return build.num(1) if is_scalar(a.shape) else build.ones(a.shape)


def _squared(a: Expr) -> Expr:
    return build.power(a, build.num(2)) if 1 in a.shape else build.hadamard(a, a)


def _over(a: Expr) -> Expr:
    return build.div(_one(a), a)


def _sigmoid(a: Expr) -> Expr:
    s = build.known("sigmoid", a)
    return build.hadamard(s, build.sub(_one(a), s))


_SLOPES: dict[str, Callable[[Expr], Expr]] = {
    "exp": lambda a: build.known("exp", a),
    "log": _over,
    "sigmoid": _sigmoid,
    "tanh": lambda a: build.sub(_one(a), _squared(build.known("tanh", a))),
    "relu": lambda a: build.indicator(">", a, build.num(0)),
    "softplus": lambda a: build.known("sigmoid", a),
    "abs": lambda a: build.known("sign", a),
    "sqrt": lambda a: build.mul(build.num(Fraction(1, 2)), _over(build.known("sqrt", a))),
    "sign": lambda a: build.zeros(a.shape) if not is_scalar(a.shape) else build.num(0),
    "step": lambda a: build.zeros(a.shape) if not is_scalar(a.shape) else build.num(0),
    "sin": lambda a: build.known("cos", a),
    "cos": lambda a: build.neg(build.known("sin", a)),
    "arctan": lambda a: _over(build.add(_one(a), _squared(a))),
    "loggamma": lambda a: build.known("digamma", a),
}
