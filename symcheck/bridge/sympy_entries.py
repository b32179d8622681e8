"""Rows for one entry, positions counted from 1, of an expression with two axes."""

from __future__ import annotations

import sympy as sp

from symcheck.bridge.sympy_env import ENTRIES, ONE, Env, entry, matrix, over_entries, scalar, summed
from symcheck.bridge.sympy_names import (
    KNOWN,
    RELATIONS,
    matrix_symbol,
    not_in_sympy,
    position,
    symbol,
)
from symcheck.expr.names import Function
from symcheck.expr.node import Expr
from symcheck.expr.shape import is_scalar


def _var(e: Expr, r, c, env: Env) -> sp.Expr:
    v = e.data
    value = env.values.get(v)
    if isinstance(value, tuple):
        return entry(value[0], r, c, value[1].inside(env))
    if value is None and e.op == "let":
        return entry(e.args[0], r, c, env)
    if value is None:
        value = symbol(v) if is_scalar(v.shape) else matrix_symbol(v)
    return value if is_scalar(v.shape) else value[r - 1, c - 1]


def mul_entry(e: Expr, r, c, env: Env) -> sp.Expr:
    a, b = e.args
    if is_scalar(a.shape) or is_scalar(b.shape):
        return entry(a, r, c, env) * entry(b, r, c, env)
    return summed(a.shape[1], "k", lambda inner, k: entry(a, r, k, inner)
                   * entry(b, k, c, inner), env)


def _apply_entry(e: Expr, r, c, env: Env) -> sp.Expr:
    f, order = e.data
    if f.kind == "general":
        raise not_in_sympy(f"the general function {f.name} of a vector")
    return _applied(f, order, entry(e.args[0], r, c, env))


def _applied(f: Function, order: int, x: sp.Expr) -> sp.Expr:
    if f.known and f.known not in KNOWN:
        raise not_in_sympy(f"the function {f.name}")
    g = KNOWN[f.known] if f.known else sp.Function(f.name, real=True)
    if not order:
        return g(x)
    t = sp.Dummy("t", real=True)
    if f.known == "abs":
        return sp.sign(t).diff(t, order - 1).subs(t, x)
    return g(t).diff(t, order).subs(t, x)


def _softmax(e: Expr, r, c, env: Env) -> sp.Expr:
    a = e.args[0]
    rows, columns = a.shape
    if rows == 1 or columns == 1:
        total = over_entries(a, env, sp.exp)
    else:
        total = summed(columns, "j", lambda inner, k: sp.exp(entry(a, r, k, inner)), env)
    return sp.exp(entry(a, r, c, env)) / total


def condition(e: Expr, r, c, env: Env) -> sp.Basic:
    if e.op == "indicator":
        return RELATIONS[e.data](*(entry(a, r, c, env) for a in e.args))
    if e.op in ("mul", "hadamard"):
        return sp.And(*(condition(a, r, c, env) for a in e.args))
    return sp.Eq(entry(e, r, c, env), 1)


def _cases(e: Expr, r, c, env: Env) -> sp.Expr:
    pairs = [(entry(e.args[k], r, c, env), condition(e.args[k + 1], r, c, env))
             for k in range(0, len(e.args) - 1, 2)]
    last = [(entry(e.args[-1], r, c, env), True)] if len(e.args) % 2 else []
    return sp.Piecewise(*pairs, *last)


def _indicator(e: Expr, r, c, env: Env) -> sp.Expr:
    return sp.Piecewise((1, condition(e, r, c, env)), (0, True))


def _inverse(e: Expr, r, c, env: Env) -> sp.Expr:
    a = e.args[0]
    return 1 / scalar(a, env) if is_scalar(a.shape) else sp.Inverse(matrix(a, env))[r - 1, c - 1]


def _matpow(e: Expr, r, c, env: Env) -> sp.Expr:
    a = e.args[0]
    if is_scalar(a.shape):
        return scalar(a, env) ** e.data
    if e.data < 0:
        return sp.MatPow(matrix(a, env), e.data)[r - 1, c - 1]
    if e.data == 0:
        return sp.KroneckerDelta(r, c)
    chain = a
    for _ in range(e.data - 1):
        chain = Expr("mul", (chain, a), (), a.shape)
    return entry(chain, r, c, env)


def _vector_entry(a: Expr, k, env: Env) -> sp.Expr:
    return entry(a, k, ONE, env) if a.shape[1] == 1 else entry(a, ONE, k, env)


def _array(e: Expr, r, c, env: Env) -> sp.Expr:
    indices, family = e.data
    if family:
        raise not_in_sympy("a whole family")
    places = [x for x, d in zip((r, c), e.shape) if d != 1]
    for index, value in zip(indices, places):
        env = env.at(index, value)
    return scalar(e.args[0], env)


def _sum_entry(e: Expr, r, c, env: Env) -> sp.Expr:
    index, low, high = e.data
    inside, i = env.bind(index)
    body = entry(e.args[0], r, c, inside)
    if len(e.args) > 1:
        body = sp.Piecewise((body, condition(e.args[1], ONE, ONE, inside)), (0, True))
    return sp.Sum(body, (i, position(low, env.bound), position(high, env.bound)))


ENTRIES |= {
    "var": _var,
    "let": _var,
    "eye": lambda e, r, c, v: sp.KroneckerDelta(r, c),
    "ones": lambda e, r, c, v: sp.Integer(1),
    "zeros": lambda e, r, c, v: sp.Integer(0),
    "basis": lambda e, r, c, v: sp.KroneckerDelta(r, position(e.data, v.bound)),
    "add": lambda e, r, c, v: sp.Add(*(entry(a, r, c, v) for a in e.args)),
    "neg": lambda e, r, c, v: -entry(e.args[0], r, c, v),
    "mul": mul_entry,
    "hadamard": lambda e, r, c, v: entry(e.args[0], r, c, v) * entry(e.args[1], r, c, v),
    "div": lambda e, r, c, v: entry(e.args[0], r, c, v) / entry(e.args[1], r, c, v),
    "power": lambda e, r, c, v: entry(e.args[0], r, c, v) ** entry(e.args[1], r, c, v),
    "matpow": _matpow,
    "transpose": lambda e, r, c, v: entry(e.args[0], c, r, v),
    "inverse": _inverse,
    "diag": lambda e, r, c, v: sp.KroneckerDelta(r, c) * _vector_entry(e.args[0], r, v),
    "diagonal": lambda e, r, c, v: entry(e.args[0], r, r, v),
    "outer": lambda e, r, c, v: _vector_entry(e.args[0], r, v) * _vector_entry(e.args[1], c, v),
    "matrix": lambda e, r, c, v: sp.ImmutableMatrix(
        *e.shape, [scalar(a, v) for a in e.args])[r - 1, c - 1],
    "apply": _apply_entry,
    "softmax": _softmax,
    "extremum": lambda e, r, c, v: {"max": sp.Max, "min": sp.Min}[e.data](
        *(entry(a, r, c, v) for a in e.args)),
    "indicator": _indicator,
    "cases": _cases,
    "sum": _sum_entry,
    "row": lambda e, r, c, v: entry(e.args[0], position(e.data, v.bound), c, v),
    "column": lambda e, r, c, v: entry(e.args[0], r, position(e.data, v.bound), v),
    "array": _array,
}
