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
    """Steps of the output layer; changes w2 in place and returns b2. Four samples at a time."""
    steps, batch = index.shape
    width = len(w2)
    whole = batch - batch % 4
    update = np.empty(width)
    for t in range(steps):
        update[:] = 0.0
        total = 0.0
        for i in range(0, whole, 4):
            r0, r1, r2, r3 = index[t, i], index[t, i + 1], index[t, i + 2], index[t, i + 3]
            e0, e1, e2, e3 = b2 - y[r0], b2 - y[r1], b2 - y[r2], b2 - y[r3]
            for j in range(width):
                w = w2[j]
                e0 += w * units[r0, j]
                e1 += w * units[r1, j]
                e2 += w * units[r2, j]
                e3 += w * units[r3, j]
            total += e0 + e1 + e2 + e3
            for j in range(width):
                update[j] += e0 * units[r0, j] + e1 * units[r1, j] + e2 * units[r2, j] + e3 * units[r3, j]
        for i in range(whole, batch):
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

    With A = Σ error x and C = Σ error over the samples for which a unit is active, its gradients are w2 A, w2 C
    and, for w2, w1 A + b1 C, since an active unit is w1 x + b1.
    """
    steps, batch = index.shape
    width = len(w2)
    at, error, weighted = np.empty(batch), np.empty(batch), np.empty(batch)
    for t in range(steps):
        for i in range(batch):
            row = index[t, i]
            at[i] = x[row]
            error[i] = b2 - y[row]
        for j in range(width):
            slope, bias, weight = w1[j], b1[j], w2[j]
            for i in range(batch):
                z = slope * at[i] + bias
                error[i] += weight * (z if z > 0.0 else 0.0)
        total = 0.0
        for i in range(batch):
            weighted[i] = error[i] * at[i]
            total += error[i]
        for j in range(width):
            slope, bias, weight = w1[j], b1[j], w2[j]
            A = C = 0.0
            for i in range(batch):
                active = slope * at[i] + bias > 0.0
                A += weighted[i] if active else 0.0
                C += error[i] if active else 0.0
            w1[j] -= factor * (weight * A)
            b1[j] -= factor * (weight * C)
            w2[j] -= factor * (slope * A + bias * C)
        b2 -= factor * total
    return b2
