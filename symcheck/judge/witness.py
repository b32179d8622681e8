"""A witness as a person reads it: sizes, values of the names, and both sides."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from symcheck.expr.node import Expr
from symcheck.judge.numeric import Witness
from symcheck.judge.verdict import Counterexample
from symcheck.tensor.reals import stand_in_formula


def counterexample(w: Witness, lhs: Expr, rhs: Expr) -> Counterexample:
    """The witness with its values as text."""
    functions = {}
    for e in (lhs, rhs):
        for node in e.walk():
            f = node.data[0] if node.op == "apply" else node.data if node.op in (
                "jacobian", "apply_many") else None
            if f is None or f.known:
                continue
            if f.kind == "elementwise" and w.exact:
                functions[f.name] = f"t -> {stand_in_formula(f.name)}"
            else:
                functions[f.name] = "a fixed quadratic map" if w.exact else "a fixed smooth function"
    values = {v.data.name: show(x) for v, x in sorted(w.values.items(), key=lambda t: t[0].data.name)}
    sizes = {str(d): n for d, n in sorted(w.sizes.items())}
    return Counterexample(sizes, values, functions, show(_one(w.lhs)), show(_one(w.rhs)))


def _one(a: np.ndarray) -> np.ndarray:
    """The value at the point, without the axis of points."""
    return np.asarray(a)[0]


def show(a) -> str:
    """A number, `(1, 2)` for a vector, `[[1, 0], [2, 1]]` for a matrix."""
    a = np.asarray(a)
    if a.ndim == 0:
        return _number(a[()])
    if a.ndim == 1:
        return "(" + ", ".join(_number(x) for x in a) + ")"
    return "[" + ", ".join(show(x) if x.ndim > 1 else "[" + ", ".join(map(_number, x)) + "]"
                           for x in a) + "]"


def _number(x) -> str:
    if isinstance(x, (int, Fraction)):
        return str(x)
    f = float(x)
    if f == int(f) and abs(f) < 1e15:
        return str(int(f))
    return f"{f:.6g}"
