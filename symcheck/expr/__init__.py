"""Typed expressions: shapes with named dimensions, names, and the one immutable node type."""

from symcheck.expr.names import At, Function, Index, Variable
from symcheck.expr.node import Expr
from symcheck.expr.shape import SCALAR, Dim, Shape, ShapeError

__all__ = ["SCALAR", "At", "Dim", "Expr", "Function", "Index", "Shape", "ShapeError", "Variable"]
