"""Settles a case by its `oracle: LHS_PY ;; RHS_PY` line, for what the LaTeX reader cannot read.

Both sides are NumPy expressions. A declared or defined name is written as its key with every run
of other characters than letters and digits turned into one underscore, outer ones dropped:
`x`, `W_1` for W_1, `W_1` for W^{(1)} (when no W_1 exists), `hat_y` for \\hat y, `theta`, `Sigma`,
`w_MAP`. A family x_i is the array `x` of all its members, family axis first. Dimensions are names
too (`n`, `d`, `N`). Vectors have shape (n,), rows (1, n), matrices (m, n); declared and defined
functions are callables. Also known: `np`, `T(a)`, `inv`, `det`, `tr`, `diag`, `log`, `exp`, `sqrt`,
`sigmoid`, `softmax`, `relu`, `norm`, `outer`, and `D(f, a)`: the array of partial derivatives of
the callable f at the array a, of shape f(a).shape + a.shape, by finite differences.
"""

import re

import numpy as np

from tests.oracle.application import apply_values
from tests.oracle.declarations import read_declarations
from tests.oracle.differences import jacobian
from tests.oracle.errors import BadPoint, NeedRange, ShapeError, Unsupported
from tests.oracle.evaluate import stored
from tests.oracle.functions import ELEMENTWISE
from tests.oracle.points import draw
from tests.oracle.products import inverse, normal, transpose

POINTS, TRIES, CLOSE, APART = 4, 16, 1e-6, 1e-4


def python_name(key: str) -> str:
    """The identifier that stands for a declared key."""
    key = key.split("\0")[0].replace("#", "")
    key = re.sub(r"\\(hat|bar|tilde|dot|check)", r"\1_", key)
    return re.sub(r"[^A-Za-z0-9]+", "_", key).strip("_")


class Scope(dict):
    """Names of one point, computed when they are used."""

    def __init__(self, env):
        super().__init__(
            __builtins__={}, np=np, T=transpose, inv=inverse, det=np.linalg.det, tr=np.trace,
            diag=np.diag, outer=np.outer, norm=np.linalg.norm, D=self.partials, **ELEMENTWISE,
            relu=lambda z: np.maximum(z, 0),
            softmax=lambda z: np.exp(z) / np.exp(z).sum(), abs=np.abs, sum=np.sum, max=np.max,
            min=np.min, range=range, len=len, float=float, int=int,
            **{k: v for k, v in env.sizes.items() if k.isalpha()})
        self.env, self.known = env, {}
        for key, entry in env.names.entries.items():
            if entry.kind not in {"dim", "index", "param"}:
                self.known.setdefault(python_name(key), entry)

    def partials(self, f, a):
        """Finite differences of f at a."""
        def g(v):
            return np.asarray(f(np.asarray(v)), dtype=float)
        return jacobian(g, np.asarray(a, dtype=float), [])

    def __missing__(self, name):
        if name not in self.known:
            raise Unsupported(f"unknown name {name} in an oracle line")
        entry = self.known[name]
        if entry.kind in {"func", "function"}:
            node = ("apply", entry.key, (), 0, None)
            return lambda *args: apply_values(node, [normal(a) for a in args], self.env)
        return normal(stored(entry.key, self.env))


def side(source, env):
    """The value of one side."""
    scope = Scope(env)
    try:
        return normal(eval(source, scope))
    except ValueError as error:  # NumPy's complaint about shapes
        raise ShapeError(str(error)) from None


def settle_python(case):
    """The verdict (word, detail) of a case by its oracle line; marks `=^` compare a transpose."""
    names, good, last = read_declarations(case.declarations), 0, None
    for number in range(TRIES):
        try:
            env = draw(names, number, case.layout)
            a, b = (side(s, env) for s in case.oracle)
        except (BadPoint, NeedRange) as error:
            last = error
            continue
        except ShapeError as error:
            return "shape", str(error)
        good += 1
        if a.shape != b.shape:
            same = a.ndim and b.ndim and transpose(a).shape == b.shape and np.allclose(transpose(a), b)
            return ("transposed", "") if same else ("shape", f"sides {a.shape} and {b.shape}")
        scale = max(np.max(np.abs(a), initial=1e-3), np.max(np.abs(b), initial=1e-3))
        worst = np.max(np.abs(a - b), initial=0.0) / scale
        if worst > APART:
            return "different", f"draw {number}"
        if worst > CLOSE:
            last, good = "badly conditioned", good - 1
        if good == POINTS:
            return "equal", ""
    return "unsupported", f"too few valid points: {last}"
