"""The steps of `steps.py` compiled by numba, for those who have it: the same arithmetic in plain loops.

Sums may be reordered (that is what `reassoc` allows), nothing else: no result changes by more than rounding.
"""

from __future__ import annotations

import numba
import numpy as np

from symcheck.train.relu.settings import Samples, State

_compiled = numba.njit(cache=True, fastmath={"reassoc", "contract", "nsz"}, error_model="numpy")


class Compiled:
    """An engine, as in `steps.py`."""

    def __init__(self, mode: str, state: State, samples: Samples, rate: float, batch: int):
        self.w1, self.b1, self.w2, b2 = state.copy()
        self.b2 = float(b2)
        self.mode, self.samples, self.factor = mode, samples, 2.0 * rate / batch
        if mode == "output":
            self.units = np.maximum(0.0, np.outer(samples.x, self.w1) + self.b1)

    def run(self, index: np.ndarray) -> None:
        if self.mode == "output":
            self.b2 = _output(index, self.units, self.samples.y, self.w2, self.b2, self.factor)
        else:
            self.b2 = _all(index, self.samples.x, self.samples.y, self.w1, self.b1, self.w2, self.b2, self.factor)

    def state(self) -> State:
        return State(self.w1, self.b1, self.w2, np.array(self.b2)).copy()


@_compiled
def _output(index, units, y, w2, b2, factor):
    """Steps of the output layer; changes w2 in place and returns b2."""
    steps, batch = index.shape
    width = len(w2)
    update = np.empty(width)
    for t in range(steps):
        update[:] = 0.0
        total = 0.0
        for i in range(batch):
            row = index[t, i]
            error = b2 - y[row]
            for j in range(width):
                error += w2[j] * units[row, j]
            total += error
            for j in range(width):
                update[j] += error * units[row, j]
        for j in range(width):
            w2[j] -= factor * update[j]
        b2 -= factor * total
    return b2


@_compiled
def _all(index, x, y, w1, b1, w2, b2, factor):
    """Steps of all layers; changes the arrays in place and returns b2.

    With A = Σ error [active] x and C = Σ error [active] of a unit, its gradients are w2 A, w2 C and, for w2,
    w1 A + b1 C, since an active unit is w1 x + b1.
    """
    steps, batch = index.shape
    width = len(w2)
    A, C = np.empty(width), np.empty(width)
    for t in range(steps):
        A[:] = 0.0
        C[:] = 0.0
        total = 0.0
        for i in range(batch):
            row = index[t, i]
            at = x[row]
            error = b2 - y[row]
            for j in range(width):
                error += w2[j] * max(w1[j] * at + b1[j], 0.0)
            total += error
            weighted = error * at
            for j in range(width):
                active = 1.0 if w1[j] * at + b1[j] > 0.0 else 0.0
                A[j] += active * weighted
                C[j] += active * error
        for j in range(width):
            by_w1, by_b1, by_w2 = w2[j] * A[j], w2[j] * C[j], w1[j] * A[j] + b1[j] * C[j]
            w1[j] -= factor * by_w1
            b1[j] -= factor * by_b1
            w2[j] -= factor * by_w2
        b2 -= factor * total
    return b2
