"""Rows for what SymPy can hold as a matrix expression; None where only the entries will do."""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp
from sympy.matrices import expressions as matrices

from symcheck.bridge.sympy_env import MATRICES, Env, matrix, scalar
from symcheck.bridge.sympy_names import dimension, matrix_symbol
from symcheck.expr.node import Expr
from symcheck.expr.shape import is_scalar


def _matrix_var(e: Expr, env: Env):
    value = env.values.get(e.data)
    if isinstance(value, tuple):
        return matrix(value[0], value[1].inside(env))
    return matrix(e.args[0], env) if e.op == "let" else matrix_symbol(e.data)


def _matrix_add(e: Expr, env: Env):
    if any(a.shape != e.shape for a in e.args):
        return None
    return sp.MatAdd(*(matrix(a, env) for a in e.args))


def _matrix_mul(e: Expr, env: Env):
    return sp.MatMul(*(scalar(a, env) if is_scalar(a.shape) else matrix(a, env) for a in e.args))


def _matrix_hadamard(e: Expr, env: Env):
    if any(is_scalar(a.shape) for a in e.args):
        return _matrix_mul(e, env)
    return matrices.HadamardProduct(*(matrix(a, env) for a in e.args))


def _matrix_div(e: Expr, env: Env):
    a, b = e.args
    return sp.MatMul(1 / scalar(b, env), matrix(a, env)) if is_scalar(b.shape) else None


def _matrix_power(e: Expr, env: Env):
    a, b = e.args
    return None if is_scalar(a.shape) or not is_scalar(b.shape) else matrices.HadamardPower(
        matrix(a, env), scalar(b, env))


def _of(build: Callable) -> Callable[[Expr, Env], sp.Basic]:
    return lambda e, env: build(matrix(e.args[0], env))


MATRICES |= {
    "var": _matrix_var,
    "let": _matrix_var,
    "eye": lambda e, v: sp.Identity(dimension(e.data)),
    "ones": lambda e, v: sp.OneMatrix(*map(dimension, e.shape)),
    "zeros": lambda e, v: sp.ZeroMatrix(*map(dimension, e.shape)),
    "add": _matrix_add,
    "neg": lambda e, v: sp.MatMul(-1, matrix(e.args[0], v)),
    "mul": _matrix_mul,
    "hadamard": _matrix_hadamard,
    "div": _matrix_div,
    "power": _matrix_power,
    "matpow": lambda e, v: sp.MatPow(matrix(e.args[0], v), e.data),
    "transpose": _of(sp.Transpose),
    "inverse": _of(sp.Inverse),
    "diag": lambda e, v: None if e.args[0].shape[1] != 1 else sp.DiagMatrix(matrix(e.args[0], v)),
    "kron": lambda e, v: sp.KroneckerProduct(*(matrix(a, v) for a in e.args)),
    "matrix": lambda e, v: sp.ImmutableMatrix(*e.shape, [scalar(a, v) for a in e.args]),
}
