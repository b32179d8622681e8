r"""Values at which the two sides of a strict order are equal: `12 w^2 > 0` holds at every point drawn, and not at w = 0.

Points drawn at random never meet them. Looked at are zeros, ones, equal entries and identity matrices, as far as these obey what is declared and supposed, and what
is near the point at which the sides differ least. An order that fails at such values only is not refuted: the words may exclude them.
"""

from __future__ import annotations

import re

import numpy as np

from symcheck.expr import Expr, Variable
from symcheck.judge import numeric, obedience
from symcheck.judge.finite import is_finite
from symcheck.judge.first_values import STRUCTURED
from symcheck.judge.sampling import draw
from symcheck.judge.witness import show
from symcheck.tensor.array import Array
from symcheck.tensor.evaluate import Evaluation, choose_sizes
from symcheck.tensor.reals import Float

POINTS = 64
_ROUNDS = 90
_SHRINK = 0.86
_NEAR = 1e-8  # of the usual difference: what is less is none
_EDGE = 1e-3  # a place this near the edge of what is declared is not met
_FARTHEST = 1000.0
_SIGNED = frozenset(("positive", "nonnegative", "negative", "unit", "nonzero"))
EVIDENCE = "the sides are equal at some values"


class Sides:
    """The two sides of an order with what is supposed of their names, and the matrices that have an inverse."""

    def __init__(self, q, regular: list[Array], singular: float, said: str = ""):
        self.q, self.regular, self.singular, self.said = q, regular, singular, said
        self.people, self.dims, self.least = numeric.people_of(q, q.lhs, q.rhs)

    def drawn(self, k: int, spread: str) -> Evaluation:
        return draw(self.people, Float(POINTS), choose_sizes(self.dims, self.least, k), np.random.default_rng([7, k]), spread)

    def gaps(self, evaluation: Evaluation) -> tuple[np.ndarray, np.ndarray]:
        """What the sides differ by at every point, nan where that breaks a declaration, and how large they are."""
        field = evaluation.field
        evaluation.memo.clear()
        field.valid[:] = True
        obedience.check(evaluation, {*self.people.variables}, [(c.relation, c.residual) for c in self.people.constraints])
        for v in self.people.variables:
            if is_told_nonzero(v.data.name, self.said):
                field.valid &= np.abs(evaluation.values[v][0]).reshape(POINTS, -1).max(axis=1, initial=0) > 1e-2
        a, b = (numeric.points_of(evaluation(e), field) for e in (self.q.lhs, self.q.rhs))
        for m in self.regular:
            values = evaluation(m)
            field.valid &= np.abs(np.linalg.det(values) if values.ndim == 3 else values) > self.singular
        gaps = (a - b).min(axis=1)
        return np.where(field.valid, gaps, np.nan), np.maximum(1, np.maximum(np.abs(a), np.abs(b))).max(axis=1)


def is_told_nonzero(name: str, said: str) -> bool:
    r"""Do the words call a name nonzero, "for every nonzero $v$", `v \in \mathbb{R}^d \setminus \{0\}`, `v \ne 0`?"""
    letter = rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])"
    base = rf"(?<![A-Za-z\\]){re.escape(name.partition('_')[0])}(?![A-Za-z])"
    if re.search(rf"\b[Nn]ot\s+(?:all|every)\b(?:\s+of)?(?:\s+the)?\s*\$\s*{base}[^$]*(?:\$\s*(?:(?:is|are|be|being|equal|identically|to)\s+)*(?:zero|\$?0|vanish)|=\s*0\s*\$)", said) is not None:
        return True
    return re.search(rf"\b(?:non-?\s?zero|non-?trivial)\b[^$.;]{{0,30}}\$\s*{letter}|{letter}[^$]*?(?:\\neq?(?![A-Za-z])|\\not\s*=|\\setminus\s*\\\{{)\s*(?:\\(?:mathbf|boldsymbol|bm)\s*\{{?\s*)?0|"
                     rf"{letter}[^$]*\$\s*(?:is|be|are|was)?\s*(?:a\s+)?(?:non-?\s?zero\b|not\s+(?:the\s+)?zero\b)", said) is not None


@np.errstate(all="ignore")
def told(sides: Sides, *exprs: Expr, saturates: bool) -> str | None:
    """Values at which the sides are equal, or as good as equal, in words; None where none are found."""
    for k in range(4):
        evaluation = sides.drawn(k, "small")
        _put_special(sides, evaluation, np.random.default_rng([11, k]))
        gaps, scale = sides.gaps(evaluation)
        equal = np.nonzero(np.isfinite(gaps) & (np.abs(gaps) <= 1e-9 * scale))[0]
        if len(equal):
            return _shown(evaluation, equal[0])
    if saturates:
        return None
    numbers = [abs(float(n.data)) for e in exprs for n in e.walk() if n.op == "num"]
    return next((found for k in (0, 2) if (found := _nearest(sides, k, min(_FARTHEST, 4 + 2 * max(numbers, default=0))))), None)


def _put_special(sides: Sides, evaluation: Evaluation, rng: np.random.Generator) -> None:
    """Zeros, ones, minus ones, equal entries and identity matrices in the place of drawn values, alike for all names in half of the points."""
    together = rng.integers(0, 6, POINTS)
    for v in sides.people.variables:
        if is_finite(v.data):
            continue
        a = evaluation.values[v][0]
        kinds = np.where(np.arange(POINTS) < POINTS // 2, together, rng.integers(0, 6, POINTS))
        square = a.ndim == 3 and a.shape[1] == a.shape[2]
        one = np.eye(a.shape[1]) if square else np.ones(a.shape[1:])
        for p, kind in enumerate(kinds):
            if kind < 5:
                a[p] = (0 * one, one, -one, one * a[p].flat[0] if a[p].size else one, 2 * one)[kind]


def _nearest(sides: Sides, k: int, radius: float) -> str | None:
    """The place at which the sides differ least, where that is nothing."""
    evaluation, rng = sides.drawn(k, "real"), np.random.default_rng([13, k])
    moved = [v for v in sides.people.variables if not is_finite(v.data) and not v.data.traits & (STRUCTURED | {"integer"})]
    gaps, _ = sides.gaps(evaluation)
    if not moved or not np.isfinite(gaps).any():
        return None
    usual, bound = np.nanmedian(np.abs(gaps)), radius
    for _ in range(_ROUNDS):
        best = int(np.nanargmin(gaps))
        for v, levels in evaluation.values.items():
            a = levels[0]
            a[:] = a[best].copy()
            if v in moved:
                a[1:] = np.clip(a[1:] + radius * rng.normal(size=a[1:].shape), -bound, bound)  # what vanishes far out is never met
        gaps, _ = sides.gaps(evaluation)
        if not np.isfinite(gaps).any():
            return None
        radius *= _SHRINK
    best = int(np.nanargmin(gaps))
    edges = [np.abs(evaluation.values[v][0][best] - edge).min() for v in sides.people.variables for edge in _edges(v.data)] + [
        np.abs(numeric.points_of(np.asarray(evaluation(c.residual)), evaluation.field)[best]).min() for c in sides.people.constraints if c.relation != "="]
    return _shown(evaluation, best) if gaps[best] <= _NEAR * usual and all(e > _EDGE for e in edges) else None


def _edges(v: Variable) -> list[float]:
    """The ends of what a variable is declared to lie in."""
    return [0.0] * bool(v.traits & _SIGNED) + [1.0] * ("unit" in v.traits) + [float(end) for end in v.bounds if end is not None]


def _shown(evaluation: Evaluation, p: int) -> str:
    return ", ".join(f"{v.data.name} = {show(a[0][p])}" for v, a in sorted(evaluation.values.items(), key=lambda t: t[0].data.name))


__all__ = ["EVIDENCE", "Sides", "told"]
