"""An expression as a SymPy object.

A scalar becomes a SymPy scalar, with every product, norm and function of vectors written out as
sums over entries, so that SymPy's scalar algebra is all that is relied on. A matrix becomes a
matrix expression in `MatrixSymbol`s where SymPy has the operation, else a `FunctionMatrix` of its
entries. Defined names are replaced by their definitions. What cannot be said raises
`SymcheckError` with id `not-in-sympy`; nothing is approximated.
"""

from __future__ import annotations

import sympy as sp

from symcheck.bridge import sympy_entries, sympy_matrices, sympy_places, sympy_scalars
from symcheck.bridge.sympy_env import Env, matrix, scalar
from symcheck.expr.names import At, Index, Variable
from symcheck.expr.node import Expr
from symcheck.expr.shape import is_scalar

ROWS = (sympy_scalars, sympy_entries, sympy_matrices, sympy_places)


def to_sympy(expr: Expr) -> sp.Basic:
    """The SymPy object: a scalar expression for a 1 x 1 shape, a matrix expression otherwise.

    Raises `SymcheckError` (`not-in-sympy`) for third-order arrays, general functions of vectors,
    largest entries over symbolic dimensions, and the spectral and nuclear norm.
    """
    env = Env(taken=frozenset(_names(expr)))
    return scalar(expr, env) if is_scalar(expr.shape) else matrix(expr, env)


def _names(expr: Expr) -> set[str]:
    used: set[str] = set()
    for node in expr.walk():
        for part in node.data if isinstance(node.data, tuple) else (node.data,):
            part = part.base if isinstance(part, At) else part
            if isinstance(part, Variable) or isinstance(part, Index) and part.uid == 0:
                used.add(part.name)
            elif isinstance(part, str):
                used.add(part)
        used.update(d for d in node.shape if isinstance(d, str))
    return used
