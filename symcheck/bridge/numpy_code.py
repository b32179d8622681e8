"""NumPy source for an expression: what a person would type, used as an independent evaluation.

The function takes the free variables, then the sizes that no argument shows, then the free indices
(from 1), then the declared functions (`phi` and, where needed, `d1_phi`, `d2_phi`, `J_Phi`).
"""

from __future__ import annotations

from symcheck.bridge.numpy_names import Names
from symcheck.bridge.numpy_rules import code
from symcheck.expr.latex_indices import free_indices
from symcheck.expr.latex_pieces import family_stem
from symcheck.expr.names import Variable
from symcheck.expr.node import Expr
from symcheck.expr.shape import is_scalar


def to_numpy(expr: Expr, name: str) -> str:
    """The source of a function `name` that evaluates the expression; begins with its imports.

    Raises `SymcheckError` (`not-in-numpy`) for derivatives, arrays of more than two axes, and
    what only the second reader understands.
    """
    names = Names(taken={"np", "math", "t", name})
    for v in _variables(expr):
        names.of(names.variables, v, family_stem(v) if v.family else v.name)
    for index in sorted(free_indices(expr), key=str):
        names.of(names.free, index, index.name)
    body = code(expr, names)
    where = {d: f"{names.variables[v]}.shape[{k}]" for v in sorted(names.variables, key=str)
             for k, d in reversed(list(enumerate((*v.family, *v.shape))))
             if isinstance(d, str) and not (is_scalar(v.shape) and k >= len(v.family))}
    shown = [f"    {n} = {where[d]}" for d, n in names.sizes.items() if d in where]
    missing = [n for d, n in names.sizes.items() if d not in where]
    arguments = ", ".join([*names.variables.values(), *missing, *names.free.values(),
                           *names.functions.values()])
    needs_math = any("math." in text for text in (body, *names.written.values()))
    imports = ["import math", ""] if needs_math else []
    written = [f"    {n} = lambda t: {text}" for n, text in names.written.items()]
    return "\n".join([*imports, "import numpy as np", "", "", f"def {name}({arguments}):",
                      *shown, *written, f"    return {body}", ""])


def _variables(expr: Expr) -> list[Variable]:
    """In the order in which they are written."""
    return [node.data for node in expr.upwards() if node.op == "var"]
