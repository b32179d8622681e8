"""A witness as a person reads it: sizes, values of the names, and both sides."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite

import numpy as np

from symcheck.expr.node import Expr
from symcheck.expr.shape import SCALAR, is_scalar, long_axes
from symcheck.judge.numeric import Witness
from symcheck.judge.verdict import Counterexample
from symcheck.read.context import indices_of
from symcheck.tensor import direct, reals
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.lower import lower
from symcheck.tensor.reals import stand_in_formula

_FUNCTIONS = frozenset(("apply", "jacobian", "apply_many"))


def counterexample(w: Witness, lhs: Expr, rhs: Expr) -> Counterexample:
    """The witness with its values as text."""
    functions = {}
    for e in (lhs, rhs):
        if _FUNCTIONS.isdisjoint(e.ops):
            continue
        for node in e.walk():
            f = node.data[0] if node.op == "apply" else node.data if node.op in (
                "jacobian", "apply_many") else None
            if f is None or f.known:
                continue
            if f.kind == "elementwise" and w.exact:
                functions[f.name] = f"t -> {stand_in_formula(f.name)}"
            else:
                functions[f.name] = "a fixed quadratic map" if w.exact else "a fixed smooth function"
    values = {v.data.set or v.data.name: _members(x) if v.data.set else show(x)
              for v, x in sorted(w.values.items(), key=lambda t: t[0].data.name)}
    sizes = {str(d): n for d, n in sorted(w.sizes.items())}
    return Counterexample(sizes, values, functions, *_told_apart(_one(w.lhs), _one(w.rhs)))


def _told_apart(a: np.ndarray, b: np.ndarray) -> tuple[str, str]:
    """Both values with as many digits as it takes to see that they differ."""
    for digits in (6, 9, 12, 16, 24, 32):
        shown = show(a, digits), show(b, digits)
        if shown[0] != shown[1]:
            break
    return shown


@np.errstate(all="ignore")
def confirmed(w: Witness, lhs: Expr, rhs: Expr) -> bool | None:
    """Whether both sides, evaluated straight from the expressions, differ as the witness says.

    None where an expression is beyond the direct evaluation.
    """
    opens = open_indices(lhs, rhs)
    evaluate = direct_of(direct.Direct, w.sizes, w.values, w.exact)
    try:
        if not opens and lhs.shape == rhs.shape == SCALAR and w.lhs.size == w.rhs.size == 1:
            told = [[float(x.item())] for x in (w.lhs, w.rhs)]
            found = [[float(evaluate.value(e, {}))] for e in (lhs, rhs)]
        else:
            told, found = _broadcast(w, [side_values(evaluate, e, opens).ravel() for e in (lhs, rhs)])
    except (Unsupported, KeyError, ValueError, np.linalg.LinAlgError):
        return None
    if not all(map(isfinite, (*found[0], *found[1]))):
        return None
    gap = max(map(_distance, *told))
    scale = max(map(abs, (*told[0], *told[1])))
    close = max(0.25 * gap, 1e-9 * scale)
    return all(max(map(_distance, x, y)) <= close for x, y in zip(found, told))


def _broadcast(w: Witness, sides: list[np.ndarray]) -> tuple[list[list[float]], list[list[float]]]:
    """What the witness says and what was found, entry by entry."""
    shown = [direct.as_floats(x) for x in (w.lhs, w.rhs)]
    if not shown[0].shape == shown[1].shape == (1,):
        shown = [np.broadcast_to(x, (1, *_long(w))).ravel() for x in shown]
    if not sides[0].shape == sides[1].shape == shown[0].shape:
        *sides, _, _ = np.broadcast_arrays(*sides, *shown)
    return [x.tolist() for x in shown], [x.tolist() for x in sides]


@np.errstate(all="ignore")
def obeys(w: Witness, said: list[tuple[str, Expr]]) -> bool:
    """Do the values at a witness have the traits that are said of matrices built from them?"""
    evaluate = direct_of(direct.Direct, w.sizes, w.values, w.exact)
    for trait, e in said:
        try:
            x = np.asarray(evaluate(e, {}), dtype=float).reshape(*(evaluate.size(d) for d in e.shape))
        except (Unsupported, KeyError, ValueError, np.linalg.LinAlgError):
            continue  # it speaks of other names too
        if x.shape[0] != x.shape[1] or not np.isfinite(x).all():
            continue
        singular = abs(np.linalg.det(x)) < 1e-9
        least = np.linalg.eigvalsh((x + x.T) / 2).min()
        if trait in ("invertible", "posdef", "orthogonal") and singular or trait == "posdef" and least < 1e-9 \
                or trait == "possemidef" and least < -1e-9 \
                or trait in ("symmetric", "posdef", "possemidef") and np.abs(x - x.T).max() > 1e-9:
            return False
    return True


def _distance(x: float, y: float) -> float:
    return abs(x - y)


def direct_of(kind, sizes: dict, values: dict, exact: bool, strict: bool = False):
    """A direct evaluation of `kind`, with the stand-ins that the fields of reals.py use."""
    def outputs(f) -> int | None:
        long = [d for d in f.codomain if d != 1]
        return None if not long else long[0] if isinstance(long[0], int) else sizes[long[0]]

    if exact:
        def stand_in(f, order, t):
            return reals.exact_stand_in(f.name, order, t)

        def general(f, z):
            z = [float(x) for x in z]
            m = outputs(f)
            if m is None:
                return float(reals.quadratic(z, 0, ()))
            return np.array([float(reals.quadratic(z, k, ())) for k in range(m)])
    else:
        def stand_in(f, order, t):
            return reals.wave(f.name, order, t, np.sin, np.cos)

        def general(f, z):
            return reals.general_wave(f, 0, np.asarray(z, dtype=float), outputs(f), np.sin, np.cos)
    return kind(sizes, {v.data: direct.as_floats(x) for v, x in values.items()}, stand_in, general,
                strict)


def open_indices(lhs: Expr, rhs: Expr) -> tuple:
    """The free indices of both sides, in the order of their axes."""
    if not (indices_of(lhs) or indices_of(rhs)):
        return ()
    opens = {*lower(lhs).opens, *lower(rhs).opens}
    return tuple(sorted(opens, key=lambda i: (i.name, str(i.dim))))


def side_values(evaluate, e: Expr, opens: tuple) -> np.ndarray:
    """An expression for every value of its free indices: their axes, then its long ones."""
    if not opens and is_scalar(e.shape):
        return evaluate(e, {}).reshape(())
    axes = [evaluate.size(i.dim) for i in opens]
    flat = [evaluate(e, {i: k + 1 for i, k in zip(opens, place)}).ravel()
            for place in np.ndindex(*axes)]
    return np.array(flat).reshape((*axes, *(evaluate.size(d) for d in long_axes(e.shape))))


def _long(w: Witness) -> tuple[int, ...]:
    return max((x.shape[1:] for x in (w.lhs, w.rhs)), key=len)


def _one(a: np.ndarray) -> np.ndarray:
    """The value at the point, without the axis of points."""
    return np.asarray(a)[0]


def _members(a) -> str:
    """The set of the indices at which a 0/1 vector is 1."""
    return "{" + ", ".join(str(k + 1) for k, x in enumerate(np.ravel(a)) if x) + "}"


def show(a, digits: int = 6) -> str:
    """A number, `(1, 2)` for a vector, `[[1, 0], [2, 1]]` for a matrix."""
    a = np.asarray(a)
    if a.ndim == 0:
        return _number(a[()], digits)
    if a.ndim == 1:
        return "(" + ", ".join(_number(x, digits) for x in a) + ")"
    return "[" + ", ".join(show(x, digits) if x.ndim > 1 else
                           "[" + ", ".join(_number(y, digits) for y in x) + "]" for x in a) + "]"


def _number(x, digits: int = 6) -> str:
    if isinstance(x, (int, Fraction)):
        return str(x)
    f = float(x)
    if f == int(f) and abs(f) < 1e15 and f == x:
        return str(int(f))
    if isinstance(x, (float, np.floating)):
        return f"{f:.{min(digits, 17)}g}"
    import mpmath

    return f"{f:.6g}" if digits == 6 else mpmath.nstr(x, digits)
