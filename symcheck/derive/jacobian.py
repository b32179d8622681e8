r"""Derivatives of vectors: the matrix by which a gradient is passed back.

For a vector f and a scalar s = g^T f the gradient of s by v is J^T g (column layout: the derivative
of f by v is J^T). Reverse mode finds it as an expression linear in g, and `matrix_of` reads the matrix off.
"""

from __future__ import annotations

from functools import reduce

from symcheck.derive.backprop import Backprop
from symcheck.derive.indices import free
from symcheck.derive.products import hadamard_factors
from symcheck.derive.shorten import shortened
from symcheck.derive.tidy import tidy
from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.tensor.functions import Unsupported


def jacobian(f: Expr, by: Expr) -> Expr:
    """The derivative of a vector by a vector, n_by x n_f (column layout); by a number, in f's shape.

    `f` is any expression with its definitions prepared. Raises `Unsupported` where it is no matrix, or
    where matrix notation has no form for it.
    """
    if not (is_vector(f.shape) and (is_vector(by.shape) or is_scalar(by.shape))):
        raise Unsupported("a derivative with more than two axes")
    g = build.var(Variable(r"g^{\circ}", f.shape))
    product = build.dot(g, f)
    b = Backprop(build.let(Variable(r"s^{\circ}"), product), (by,))
    passed = b.expanded(b.value(by))
    matrix = matrix_of(passed, g)
    if matrix is None:
        raise Unsupported("a derivative that is no product of matrices")
    if is_scalar(by.shape):
        matrix = build.transpose(matrix) if matrix.shape != f.shape else matrix
    elif by.shape[0] == 1:
        matrix = build.transpose(matrix) if matrix.shape[0] == f.shape[0] != by.shape[1] else matrix
    return shortened(matrix)


def matrix_of(e: Expr, g: Expr) -> Expr | None:
    """The matrix M with e = M g for an expression linear in the column g; None where none is found.

    Where e is a number, M is a row.
    """
    if g.shape[1] != 1:
        return None
    if e is g:
        return build.eye(g.shape[0])
    if g not in e.walk():
        return None
    match e.op:
        case "neg":
            inner = matrix_of(e.args[0], g)
            return None if inner is None else build.neg(inner)
        case "add":
            parts = [matrix_of(a, g) if g in a.walk() else None for a in e.args]
            return None if None in parts or len({p.shape for p in parts}) != 1 else build.add(*parts)
        case "div" if g not in e.args[1].walk() and is_scalar(e.args[1].shape):
            inner = matrix_of(e.args[0], g)
            return None if inner is None else build.div(inner, e.args[1])
        case "mul":
            return _product(e, g)
        case "hadamard":
            return _elementwise(e, g)
        case "transpose" if e.args[0] is g:
            return None
        case "transpose":
            return matrix_of(tidy(e), g) if tidy(e) is not e else None
        case "sum" if len(e.args) == 1:
            inner = matrix_of(e.args[0], g)
            return None if inner is None or e.data[0] in free(g) else build.sum_over(e.data[0], inner, *e.data[1:])
        case "dot":
            return _inner(e, g)
    return None


def _product(e: Expr, g: Expr) -> Expr | None:
    a, b = e.args
    if g in b.walk() and g not in a.walk():
        inner = matrix_of(b, g)
        if inner is None:
            return None
        if is_scalar(b.shape) and not is_scalar(a.shape):  # a vector times a number that holds g
            return build.mul(a, inner) if a.shape[1] == 1 else None
        return build.mul(a, inner)
    if g in a.walk() and g not in b.walk():
        if is_scalar(b.shape):
            inner = matrix_of(a, g)
            return None if inner is None else build.mul(b, inner)
        if is_scalar(a.shape):
            inner = matrix_of(a, g)
            return None if inner is None or b.shape[1] != 1 else build.mul(b, inner)
        if is_scalar(e.shape) and a.shape[0] == 1:  # a row that holds g times a column
            return matrix_of(tidy(build.mul(build.transpose(b), build.transpose(a))), g)
    return None


def _elementwise(e: Expr, g: Expr) -> Expr | None:
    factors = hadamard_factors(e)
    with_g = [f for f in factors if g in f.walk()]
    if len(with_g) != 1 or e.shape[1] != 1:
        return None
    inner = matrix_of(with_g[0], g)
    rest = [f for f in factors if f is not with_g[0]]
    return None if inner is None else build.mul(build.diag(reduce(build.hadamard, rest)), inner)


def _inner(e: Expr, g: Expr) -> Expr | None:
    a, b = e.args
    if g in a.walk():
        a, b = b, a
    if g in a.walk() or a.shape[1] != 1:
        return None
    inner = matrix_of(b, g)
    return None if inner is None else build.mul(build.transpose(a), inner)
