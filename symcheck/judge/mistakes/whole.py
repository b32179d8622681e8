"""Slips that scale the whole line: its sign, a factor 2, N, a name."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from symcheck.expr import build
from symcheck.expr.node import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge.mistakes.places import written
from symcheck.judge.mistakes.probe import CLOSE, near
from symcheck.judge.mistakes.scene import Guess, Scene

_RATIONAL = tuple(sorted({Fraction(p, q) for p in range(1, 13) for q in range(1, 13)},
                         key=lambda f: f.numerator + f.denominator))
POWERS = ((1, "extra"), (-1, "missing"), (2, "power"), (-2, "power"), (.5, "power"), (-.5, "power"))


def whole(scene: Scene) -> Iterator[Guess]:
    """The right side times a number, a size or a scalar name."""
    a, b = (scene.probe.value(e) for e in (scene.right, scene.wrong))
    if a is None or b is None or a.shape != b.shape:
        return
    ratio = _ratio(a, b)
    constant = None if ratio is None else _constant(ratio)
    if constant is not None:
        yield from _number(scene, constant)
    if is_scalar(scene.right.shape) and a.all() and near(1 / a, b):
        yield Guess("fraction-inverted", build.div(build.num(1), scene.right), "wrong",
                    {"what": scene.wrong})
    for e, value in _scales(scene):
        if value is None or ratio is None and value.ndim == 1:
            continue
        value = value.reshape(value.shape + (1,) * (a.ndim - value.ndim))
        for power, id in POWERS:
            with np.errstate(all="ignore"):
                scaled = a * np.power(value, power)
            if np.isfinite(scaled).all() and near(scaled, b):
                by = _divided_by(scene, e) if power == 1 else None
                yield Guess("quotient-rule-square" if by else _scale_id(scene, e, power, id),
                            build.mul(_power(e, power), scene.right), "wrong", {"what": by or e})


def _ratio(a: np.ndarray, b: np.ndarray) -> np.ndarray | None:
    """b / a at every point, where it is one number over all entries."""
    a, b = a.reshape(len(a), -1), b.reshape(len(b), -1)
    big = np.abs(a).max(axis=1) if a.size else np.zeros(0)
    if not len(big) or (big == 0).any():
        return None
    at = np.abs(a).argmax(axis=1)
    rows = np.arange(len(a))
    ratio = b[rows, at] / a[rows, at]
    return ratio if near(a * ratio[:, None], b) and ratio.all() else None


def _constant(ratio: np.ndarray) -> float | None:
    first = float(ratio[0])
    return first if np.abs(ratio - first).max() <= CLOSE * abs(first) else None


def _number(scene: Scene, c: float) -> Iterator[Guess]:
    if abs(c + 1) < CLOSE:
        yield Guess("sign-whole", build.neg(scene.right), "wrong")
        return
    for f in _RATIONAL:
        if abs(c - f) < CLOSE and f != 1:
            yield Guess(_number_id(scene, f), build.mul(build.num(f), scene.right), "wrong",
                        {"number": f})
    for base in (2, 10):
        for ln in (math.log(base), 1 / math.log(base)):
            if abs(c - ln) < CLOSE:
                scale = build.known("log", build.num(base))
                scale = scale if c == ln and ln > 1 or ln == math.log(base) else \
                    build.div(build.num(1), scale)
                yield Guess("log-base", build.mul(scale, scene.right), "wrong", {"number": base})


def _number_id(scene: Scene, f: Fraction) -> str:
    if f == 2:
        return "factor-two-extra" if _has_number(scene.wrong, Fraction(2)) else "factor-half-missing"
    if f == Fraction(1, 2):
        return "factor-half-extra" if _has_number(scene.wrong, f) else "factor-two-missing"
    return "constant-factor"


def _has_number(e: Expr, f: Fraction) -> bool:
    """Whether the line has the number as a factor (a half may be a division by 2)."""
    for place in written(e):
        n, above = place.node, place.above[-1] if place.above else None
        if n.op != "num" or above is not None and above.op == "power":
            continue
        below = above is not None and above.op == "div" and above.args[1] is n
        if not below and n.data == f or below and n.data != 0 and 1 / n.data == f:
            return True
        if above is not None and above.op == "div" and not below and above.args[1].op == "num" and \
                above.args[1].data and n.data / above.args[1].data == f:
            return True
    return False


def _scales(scene: Scene):
    """What may be a factor, with its values."""
    for d in sorted(map(str, scene.probe.dims)):
        if not d.isdigit():
            yield build.size(d), scene.probe.value(build.size(d))
    for e in scene.scalars():
        yield e, scene.probe.value(e)
    for e in scene.nodes:
        if is_scalar(e.shape) and e.op in ("norm", "det", "dot", "apply", "reduce", "power") and \
                e.args[0].op != "num":
            yield e, scene.probe.value(e)
        elif e.op == "div" and is_scalar(e.args[1].shape) and e.args[1].op not in (
                "num", "size", "var", "let"):
            yield e.args[1], scene.probe.value(e.args[1])


def _divided_by(scene: Scene, e: Expr) -> Expr | None:
    """A quotient that is differentiated and has `e` as its denominator."""
    if not any(n.op in ("var", "let", "item") for n in e.walk()) or e.op in ("var", "size"):
        return None
    return next((n for d in scene.known if d.op == "derivative" for n in d.args[0].walk()
                 if n.op == "div" and n.args[1] is e), None)


def _power(e: Expr, power: float) -> Expr:
    return e if power == 1 else build.power(e, build.num(Fraction(power)))


def _scale_id(scene: Scene, e: Expr, power: float, id: str) -> str:
    if id == "power":
        return "scale-power"
    divided = any(p.node is e and _is_below(p) for p in written(scene.wrong))
    stands = any(p.node is e and not _is_below(p) for p in written(scene.wrong))
    if e.op == "size":
        if power == 1:
            return "count-extra" if stands else "sum-for-mean"
        return "mean-for-sum" if divided else "count-missing"
    if power == 1:
        return "scale-extra" if stands else "division-missing"
    return "division-extra" if divided else "scale-missing"


def _is_below(place) -> bool:
    """Whether the place stands in a denominator."""
    for k, above in enumerate(place.above):
        inner = place.above[k + 1] if k + 1 < len(place.above) else place.node
        if above.op == "div" and above.args[1] is inner or above.op == "inverse":
            return True
    return False
