r"""Extreme eigenvalues and singular values called as functions: `\lambda_{\max}(X^\top X)`, `\lambda_{\min}(A + \mu I)`, `\sigma_{\max}(X)`.

They are written with the spectral norm, which is the largest singular value: of a symmetric matrix S that is known to be positive semidefinite
\lambda_{\max}(S) = \|S\|_2. In general, with s = \|S\|_2, both S + s I and s I - S are positive semidefinite, so that
\lambda_{\max}(S) = \|S + s I\|_2 - s and \lambda_{\min}(S) = s - \|s I - S\|_2 (Horn and Johnson, Matrix Analysis, 2nd ed., section 4.2).
"""

from __future__ import annotations

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.read.elaborate_arguments import after, argument
from symcheck.read.elaborate_heads import CALLS, bracket
from symcheck.read.names import base_of, label
from symcheck.read.reading import Reading
from symcheck.read.syntax import Script

_DEFINITE = frozenset(("posdef", "possemidef"))
_SYMMETRIC = _DEFINITE | {"symmetric", "diagonal"}


def extreme(r: Reading, items, ops, k: int, s: Script) -> tuple[Expr, int] | None:
    """An extreme eigenvalue or singular value at its matrix, and the position after it; None where this is no such call."""
    named = base_of(s.base) if s.base is not None else None
    if named is None or named[0] not in ("\\lambda", "\\sigma") or s.sub is None or s.primes or label(s.sub) not in ("max", "min") \
            or k + 1 >= len(items) or ops[k + 1] != "" or bracket(items[k + 1]) is None:
        return None
    largest = label(s.sub) == "max"
    a = argument(r, items, ops, k, label(s))
    m = r.settle(a.values[0])
    if len(a.values) > 1 or is_scalar(m.shape):
        return None  # a number times what stands in the brackets
    if named[0] == "\\sigma":
        if not largest:
            raise r.error("not-in-language", "the smallest singular value cannot be read", items[k],
                          help=r"Write \lambda_{\min}(A^\top A) for its square.")
        value = build.norm(m, "spectral")
    elif m.shape[0] != m.shape[1]:
        raise r.misfit("eigenvalues are those of a square matrix", items[k], "this one is not square")
    elif not is_symmetric(m):
        raise r.error("not-in-language", "this matrix is not known to be symmetric", items[k], "only of a symmetric matrix all eigenvalues are real",
                      help=r"Declare it so, as in A \text{ symmetric}.")
    else:
        value = _eigenvalue(m, largest)
    for top in s.sups:
        value = build.power(value, r.settle(r.expr(top)))
    return after(r, value, a), a.after


def _eigenvalue(m: Expr, largest: bool) -> Expr:
    norm = build.norm(m, "spectral")
    if largest and _is_semidefinite(m):
        return norm
    shift = build.mul(norm, build.eye(m.shape[0]))
    if largest:
        return build.sub(build.norm(build.add(m, shift), "spectral"), norm)
    return build.sub(norm, build.norm(build.sub(shift, m), "spectral"))


def is_symmetric(e: Expr) -> bool:
    """Is a matrix symmetric by how it is made?"""
    match e.op:
        case "eye" | "diag":
            return True
        case "var":
            return bool(e.data.traits & _SYMMETRIC)
        case "let" | "neg" | "inverse" | "transpose" | "sum" | "mean" | "matpow":
            return is_symmetric(e.args[0])
        case "matrix":
            n = e.shape[0]
            return len(e.args) == n * n and all(e.args[i * n + j] is e.args[j * n + i] for i in range(n) for j in range(i))
        case "add":
            return all(is_scalar(a.shape) or is_symmetric(a) for a in e.args)
        case "div":
            return is_symmetric(e.args[0])
        case "derivative":
            first = e.args[0].args[0] if e.args[0].op == "let" else e.args[0]
            return first.op == "derivative" and first.args[1] is e.args[1] and is_scalar(first.args[0].shape)
        case "mul" | "outer":
            factors = _factors(e)
            return bool(factors) and all(_turned(a) is b for a, b in zip(factors, reversed(factors)) if a is not b) and all(
                a is not b or is_symmetric(a) for a, b in zip(factors, reversed(factors)))
    return False


def _factors(e: Expr) -> list[Expr]:
    """The arrays that a product is made of, one after another, without its numbers."""
    found: list[Expr] = []
    for a in e.args:
        if is_scalar(a.shape):
            continue
        inner = a.args[0] if a.op == "let" and a.args[0].op == "mul" else a
        found += _factors(inner) if inner.op == "mul" else [a]
    return found


def _turned(e: Expr) -> Expr:
    return e.args[0] if e.op == "transpose" else build.transpose(e)


def _is_semidefinite(e: Expr) -> bool:
    match e.op:
        case "eye":
            return True
        case "var":
            return bool(e.data.traits & _DEFINITE)
        case "let" | "sum" | "mean":
            return _is_semidefinite(e.args[0])
        case "mul":
            factors = _factors(e)
            return len(factors) == len([a for a in e.args if not is_scalar(a.shape)]) == len(e.args) == 2 and _turned(factors[0]) is factors[1]
    return False


CALLS["spectrum"] = extreme
