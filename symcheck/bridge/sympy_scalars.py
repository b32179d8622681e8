"""Rows for 1 x 1 expressions: products, norms and reductions written out as sums."""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp

from symcheck.bridge.sympy_entries import condition, mul_entry
from symcheck.bridge.sympy_env import ONE, SCALARS, Env, entry, matrix, over_entries, scalar, summed
from symcheck.bridge.sympy_names import dimension, not_in_sympy, position
from symcheck.expr.node import Expr
from symcheck.expr.shape import is_scalar


def _scalar_mul(e: Expr, env: Env) -> sp.Expr:
    a, b = e.args
    if is_scalar(a.shape) and is_scalar(b.shape):
        return scalar(a, env) * scalar(b, env)
    return mul_entry(e, ONE, ONE, env)


def _dot(e: Expr, env: Env) -> sp.Expr:
    a, b = e.args
    turned = a.shape != b.shape
    return summed(a.shape[0], "i", lambda outer, r: summed(
        a.shape[1], "j", lambda inner, c: entry(a, r, c, inner)
        * (entry(b, c, r, inner) if turned else entry(b, r, c, inner)), outer), env)


def _norm(e: Expr, env: Env) -> sp.Expr:
    a = e.args[0]
    if e.data == "fro":
        return sp.sqrt(over_entries(a, env, lambda x: x**2))
    if e.data != "p":
        raise not_in_sympy(f"the {e.data} norm")
    p = scalar(e.args[1], env)
    return over_entries(a, env, lambda x: sp.Abs(x) ** p) ** (1 / p)


def _reduce(e: Expr, env: Env) -> sp.Expr:
    a = e.args[0]
    rows, columns = a.shape
    if e.data in ("sum", "mean"):
        total = over_entries(a, env)
        return total if e.data == "sum" else total / (dimension(rows) * dimension(columns))
    if e.data == "logsumexp":
        return sp.log(over_entries(a, env, sp.exp))
    if not (isinstance(rows, int) and isinstance(columns, int)):
        raise not_in_sympy(f"the {e.data} over entries of symbolic number")
    cells = [entry(a, sp.Integer(r + 1), sp.Integer(c + 1), env)
             for r in range(rows) for c in range(columns)]
    return {"max": sp.Max, "min": sp.Min, "prod": sp.Mul}[e.data](*cells)


def _trace(e: Expr, env: Env) -> sp.Expr:
    a = e.args[0]
    return summed(a.shape[0], "i", lambda inner, k: entry(a, k, k, inner), env)


def _det(e: Expr, env: Env) -> sp.Expr:
    a = e.args[0]
    return scalar(a, env) if is_scalar(a.shape) else sp.Determinant(matrix(a, env))


def _big(build) -> Callable[[Expr, Env], sp.Expr]:
    def rule(e: Expr, env: Env) -> sp.Expr:
        index, low, high = e.data
        inside, i = env.bind(index)
        body = scalar(e.args[0], inside)
        if len(e.args) > 1:
            idle = sp.Integer(0 if build is sp.Sum else 1)
            body = sp.Piecewise((body, condition(e.args[1], ONE, ONE, inside)), (idle, True))
        return build(body, (i, position(low, env.bound), position(high, env.bound)))
    return rule


def _apply_many(e: Expr, env: Env) -> sp.Expr:
    return sp.Function(e.data.name, real=True)(*(scalar(a, env) for a in e.args))


def _foreign(e: Expr, env: Env) -> sp.Expr:
    from symcheck.bridge.foreign import read_foreign

    return read_foreign(e.data, tuple(scalar(a, env) for a in e.args))


def _power(e: Expr, env: Env) -> sp.Expr:
    base, exponent = scalar(e.args[0], env), scalar(e.args[1], env)
    if exponent.is_Rational and exponent.q % 2 and exponent.q > 1 and not base.is_nonnegative:
        size = sp.Abs(base)**exponent  # an odd root is the real one; SymPy's own is complex
        return sp.sign(base) * size if exponent.p % 2 else size
    return base**exponent


SCALARS |= {
    "num": lambda e, v: sp.Rational(e.data.numerator, e.data.denominator),
    "const": lambda e, v: {"pi": sp.pi, "e": sp.E, "infinity": sp.oo}[e.data],
    "size": lambda e, v: dimension(e.data),
    "index": lambda e, v: position(e.data, v.bound),
    "mul": _scalar_mul,
    "trace": _trace,
    "det": _det,
    "dot": _dot,
    "norm": _norm,
    "reduce": _reduce,
    "prod": _big(sp.Product),
    "sum": _big(sp.Sum),
    "apply_many": _apply_many,
    "foreign": _foreign,
}
