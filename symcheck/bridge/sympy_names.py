r"""How names and functions correspond between an expression and SymPy, in both directions.

A SymPy symbol carries the canonical LaTeX name (`W^{(1)}`, `\lambda`) and the assumptions that the
declared traits justify; dimensions and indices are integer symbols. Positions are counted from 1
in an expression and in `Indexed`, from 0 in `MatrixElement`.
"""

from __future__ import annotations

import sympy as sp

from symcheck.expr.latex_pieces import family_stem
from symcheck.expr.names import At, Index, Variable
from symcheck.expr.shape import Dim
from symcheck.text.diagnostic import SymcheckError, fail

ASSUMPTIONS = {
    "positive": {"positive": True}, "nonnegative": {"nonnegative": True},
    "negative": {"negative": True}, "nonzero": {"nonzero": True}, "integer": {"integer": True},
    "unit": {"positive": True},
}
TRAITS = ("positive", "nonnegative", "negative", "nonzero", "integer")

# A known function and its SymPy counterpart, order 0; from_sympy reads the classes backwards.
KNOWN = {
    "exp": sp.exp, "log": sp.log, "tanh": sp.tanh, "abs": sp.Abs, "sign": sp.sign,
    "step": sp.Heaviside, "sin": sp.sin, "cos": sp.cos, "tan": sp.tan, "arcsin": sp.asin,
    "arccos": sp.acos, "arctan": sp.atan, "sinh": sp.sinh, "cosh": sp.cosh, "erf": sp.erf,
    "gamma": sp.gamma, "loggamma": sp.loggamma, "digamma": sp.digamma, "sqrt": sp.sqrt,
    "sigmoid": lambda x: 1 / (1 + sp.exp(-x)),
    "softplus": lambda x: sp.log(1 + sp.exp(x)),
    "relu": lambda x: sp.Max(0, x),
}
CLASSES = {sp.exp: "exp", sp.log: "log", sp.tanh: "tanh", sp.Abs: "abs", sp.sign: "sign",
           sp.Heaviside: "step", sp.sin: "sin", sp.cos: "cos", sp.tan: "tan", sp.asin: "arcsin",
           sp.acos: "arccos", sp.atan: "arctan", sp.sinh: "sinh", sp.cosh: "cosh", sp.erf: "erf",
           sp.gamma: "gamma", sp.loggamma: "loggamma"}
RELATIONS = {">": sp.StrictGreaterThan, ">=": sp.GreaterThan, "<": sp.StrictLessThan,
             "<=": sp.LessThan, "=": sp.Eq, "!=": sp.Ne}


def symbol(v: Variable) -> sp.Symbol:
    """The SymPy symbol of a declared scalar: real, with what its traits say."""
    return sp.Symbol(v.name, **_assumptions(v))


def _assumptions(v: Variable) -> dict[str, bool]:
    out = {"real": True}
    for trait in sorted(v.traits):
        out |= ASSUMPTIONS.get(trait, {})
    return out


def dimension(dim: Dim) -> sp.Expr:
    return sp.Integer(dim) if isinstance(dim, int) else sp.Symbol(dim, integer=True, positive=True)


def position(at: At, bound: dict[Index, sp.Expr]) -> sp.Expr:
    """A position, counted from 1, as a SymPy integer."""
    if at.base is None:
        return sp.Integer(at.offset)
    if isinstance(at.base, Index):
        index = bound.get(at.base)
        return at.offset + (sp.Symbol(at.base.name, integer=True) if index is None else index)
    return dimension(at.base) + at.offset


def base(v: Variable) -> sp.IndexedBase:
    """The family of a declared name; a member's own axes follow the family's."""
    axes = (*v.family, *(d for d in v.shape if d != 1))
    return sp.IndexedBase(family_stem(v), shape=tuple(map(dimension, axes)), **_assumptions(v))


def matrix_symbol(v: Variable) -> sp.MatrixSymbol:
    return sp.MatrixSymbol(v.name, dimension(v.shape[0]), dimension(v.shape[1]))


def not_in_sympy(what: str, help: str = "") -> SymcheckError:
    """The refusal for what SymPy cannot hold."""
    return fail("not-in-sympy", f"SymPy has no counterpart of {what}", help=help)
