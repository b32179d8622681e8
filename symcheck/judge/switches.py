"""Switches of an array: where a formula changes branch, and points on both sides of each.

Agreement at random points speaks only for the branches that the points were on. A switch is a step, an
indicator of zero, or a maximum over entries.
"""

from __future__ import annotations

import numpy as np

from symcheck.judge.finite import is_finite
from symcheck.judge.population import Population
from symcheck.tensor.array import Array, parts, variables
from symcheck.tensor.evaluate import Evaluation

_SWITCHES = frozenset({"step", "above", "iszero"})
# Distances from a threshold, relative to 1 + |threshold|: both sides of it, near and far.
_OFFSETS = np.array((1e-3, -1e-3, 0.1, -0.1, 1.0, -1.0, 8.0, -8.0))


def switches(*arrays: Array) -> tuple[Array, ...]:
    """The switches within some arrays, outermost first."""
    return tuple(a for a in parts(*arrays) if a.kind == "map" and a.data[0].known in _SWITCHES and a.data[1] == 0
                 or a.kind == "fold" and a.data in ("max", "min"))


class Coverage:
    """Which sides of which switches were met at points where the compared arrays agree."""

    def __init__(self, *arrays: Array):
        self.open: dict[Array, set] = {s: set() for s in switches(*arrays)}
        # Where a step of the same thing is free to be 0 or 1, nothing is claimed of the point itself.
        free = {s.args[0] for s in self.open if s.kind == "map" and s.data[0].known == "step"}
        for s in list(self.open):
            if s.kind == "map" and s.data[0].known == "iszero" and s.args[0] in free:
                del self.open[s]

    def record(self, evaluation: Evaluation, good: np.ndarray) -> None:
        """Take note of the good points of an evaluation."""
        for switch in list(self.open):
            sides = self.open[switch]
            r = np.asarray(evaluation(switch.args[0]))
            r = np.broadcast_to(r, (len(good), *r.shape[1:]))[good]
            if not r.size:
                continue
            if switch.kind == "fold":
                best = r.argmax(axis=-1) if switch.data == "max" else r.argmin(axis=-1)
                sides |= {("of", r.shape[-1]), *((r.shape[-1], int(k)) for k in np.unique(best))}
                n = max(n for word, n in sides if word == "of")
                done = n > 1 and all((n, k) in sides for k in range(n))
            else:
                on = r == 0 if switch.data[0].known == "iszero" else r > 0
                sides |= {bool(on.any()), "off" if (~on).any() else False}
                done = {True, "off"} <= sides
            if done:
                del self.open[switch]

    @property
    def missing(self) -> tuple[Array, ...]:
        """Switches of which a side was never met."""
        return tuple(self.open)


def turned(people: Population, evaluation: Evaluation, switch: Array, v: Array):
    """A copy of an evaluation with variable v moved to both sides of a switch, or None.

    The shift of all of v's entries that brings one entry of the argument to 0 is found by two secant
    steps, exact where the argument is affine; exactly 0 is kept where that is a side of its own.
    """
    traits = v.data.traits
    if is_finite(v.data) or any(v in variables(c.residual) for c in people.constraints) \
            or v.rank > 1 and traits & {"symmetric", "posdef", "possemidef", "orthogonal", "diagonal"}:
        return None
    field = evaluation.field
    start = evaluation.values[v][0]
    lift = (slice(None), *(None,) * (start.ndim - 1))

    def at(shift: np.ndarray) -> Evaluation:
        return Evaluation(field, evaluation.sizes,
                          evaluation.values | {v: [start + shift[lift]]})

    def target(e: Evaluation) -> np.ndarray:
        r = np.asarray(e(switch.args[0]), dtype=float)
        r = np.broadcast_to(r, (field.points, *r.shape[1:])).reshape(field.points, -1)
        if switch.kind == "fold" and r.shape[1] > 1:
            return r[:, 0] - r[:, 1:].max(axis=1)
        return r[np.arange(field.points), np.arange(field.points) % max(r.shape[1], 1)]

    shift = np.zeros(field.points)
    value, step = target(evaluation), np.ones(field.points)
    for _ in range(3):
        slope = (target(at(shift + step)) - value) / step
        move = np.where((slope != 0) & np.isfinite(slope), -value / slope, 0.0)
        move = np.where(np.isfinite(move), move, 0.0)
        shift = shift + move
        value = target(at(shift))
        if (np.abs(value) <= 1e-12 * (1 + np.abs(shift))).all():
            break
        step = np.where(np.abs(move) > 1e-6, 1e-3 * np.abs(move), 1.0)
    exact = switch.kind == "map" and switch.data[0].known in ("iszero", "above")
    if "integer" in traits:
        off = np.resize(np.array((0.0, 1, -1, 2, -2, 5, -5)), field.points)
        shift = np.round(shift)
    else:
        off = np.resize(_OFFSETS, field.points) * (1 + np.abs(shift))
        off[::3] *= 0 if exact else 1
    moved = start + (shift + off)[lift]
    if exact:  # a root such as 1/5 u = 1 has few binary digits, its secant steps have not
        moved = np.round(moved * 4096) / 4096
    return Evaluation(field, evaluation.sizes,
                      evaluation.values | {v: [moved]}) if _allowed(v, moved, field) else None


def _allowed(v: Array, moved: np.ndarray, field) -> bool:
    """Whether the variable's own bounds hold somewhere; points at which they do not are lost."""
    traits = v.data.traits
    low, high = v.data.bounds
    good = np.isfinite(moved)
    if traits & {"positive", "unit"}:
        good &= moved > 0
    if "unit" in traits:
        good &= moved < 1
    if "negative" in traits:
        good &= moved < 0
    if "nonnegative" in traits:
        good &= moved >= 0
    if "nonzero" in traits:
        good &= moved != 0
    if low is not None:
        good &= moved >= float(low) if "integer" in traits else moved > float(low)
    if high is not None:
        good &= moved <= float(high) if "integer" in traits else moved < float(high)
    field.valid = good.reshape(len(moved), -1).all(axis=1)
    return bool(field.valid.any())
