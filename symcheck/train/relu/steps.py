"""One step of SGD, three times: to be read, fused for speed in NumPy, and compiled by numba.

`Reference` is the mathematics as `formulas.py` states it. The other two do the same arithmetic in other
orders: over 150,000 steps they agree with it to 1e-12 (the tests ask for it).

How the fused step saves time, of which most is the cost of calling NumPy:

- The data are scaled by a = √(2 rate / batch). A ReLU is positively homogeneous, so hidden units, outputs
  and errors are scaled alike, and the product of two scaled factors is the step itself: a² = 2 rate / batch.
- Each sample carries the columns 1 and -y. With the weights (w2, b2, 1) one product is then the error,
  and one product of the error with the units is the step of all of w2 and b2.
- Many batches are gathered in one call, and every result goes into an array made beforehand.
- Elementwise functions see arrays of one shape without gaps, for which NumPy has its shortest way.
- The sign of a unit is its slope: 1 where it is active, and 0 where not.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from symcheck.train import formulas
from symcheck.train.relu.settings import Samples, State

CHUNK = 64  # batches gathered at once: they stay in the processor's nearest memory
ENGINES = ("fused", "reference", "numba")


class Engine(Protocol):
    """Parameters under training."""

    def run(self, index: np.ndarray) -> None:
        """A step for each row of `index`, shape (steps, batch)."""

    def state(self) -> State:
        """A copy of the parameters now."""


class Reference:
    """The step as one writes it: forward, backward, update."""

    def __init__(self, mode: str, state: State, samples: Samples, rate: float, batch: int):
        self.mode, self.rate = mode, rate
        self.x, self.y = samples.x[:, None], samples.y[:, None]
        w1, b1, w2, b2 = state.copy()
        self.parameters = formulas.Parameters(w1[:, None], b1, w2[None, :], b2[None])

    def run(self, index: np.ndarray) -> None:
        for rows in index:
            self.step(rows)

    def step(self, rows: np.ndarray) -> float:
        """One step; the result is the mean squared error of the batch before it."""
        values = formulas.forward(self.parameters, self.x[rows], formulas.RELU)
        loss = formulas.loss(values.P, self.y[rows])
        gradient = formulas.backward(self.parameters, values, self.x[rows], self.y[rows], formulas.RELU)
        W1, b1, W2, b2 = self.parameters
        W2 -= self.rate * gradient.W2
        b2 -= self.rate * gradient.b2
        if self.mode == "all":
            W1 -= self.rate * gradient.W1
            b1 -= self.rate * gradient.b1
        return float(loss)

    def state(self) -> State:
        W1, b1, W2, b2 = self.parameters
        return State(W1[:, 0], b1, W2[0], b2[0]).copy()


class FusedOutput:
    """Only the output layer learns, so the hidden units of every sample are known beforehand."""

    def __init__(self, state: State, samples: Samples, rate: float, batch: int):
        self.fixed = state.copy()
        width = len(state.w1)
        s = np.sqrt(2.0 * rate / batch)
        units = np.maximum(0.0, np.outer(samples.x, state.w1) + state.b1)
        self.rows = s * np.column_stack([units, np.ones_like(samples.x), -samples.y])
        self.weights = np.concatenate([state.w2, [state.b2, 1.0]])
        self.learned = self.weights[: width + 1]
        self.gathered = np.empty((CHUNK, batch, width + 2))
        self.error, self.update = np.empty(batch), np.empty(width + 2)
        self.part = self.update[: width + 1]

    def run(self, index: np.ndarray) -> None:
        weights, learned, error, update, part = (
            self.weights, self.learned, self.error, self.update, self.part)
        subtract = np.subtract
        for begin in range(0, len(index), CHUNK):
            some = index[begin : begin + CHUNK]
            gathered = self.gathered[: len(some)]
            self.rows.take(some, axis=0, out=gathered, mode="clip")
            for units in gathered:
                units.dot(weights, error)
                error.dot(units, update)
                subtract(learned, part, learned)

    def state(self) -> State:
        return State(self.fixed.w1, self.fixed.b1, self.learned[:-1], self.learned[-1]).copy()


class FusedAll:
    """All layers learn. A row of `theta` is a block of parameters, with a column for each unit and two more:

        w1     0        0         the columns of a sample are a x, a² and -a y, for a = √(2 rate / batch):
        b1/a   1/a      0         units' rows are then a times the hidden units, a, and -a y,
        0      0        1         and the error is a times the error
        w2     b2       1

    `update` has the same shape, so that one subtraction makes the whole step but for the last 1.
    """

    def __init__(self, state: State, samples: Samples, rate: float, batch: int):
        width = len(state.w1)
        self.width, self.batch = width, batch
        self.scale = a = np.sqrt(2.0 * rate / batch)
        self.samples = np.stack([a * samples.x, np.full_like(samples.x, a * a), -a * samples.y])
        self.theta = np.zeros((4, width + 2))
        self.theta[0, :width], self.theta[1, :width] = state.w1, state.b1 / a
        self.theta[1, width] = 1.0 / a
        self.theta[2, width + 1] = 1.0
        self.theta[3] = [*state.w2, state.b2, 1.0]

    def run(self, index: np.ndarray) -> None:
        width, batch, theta = self.width, self.batch, self.theta
        hidden, weights, learned = theta[:3].T, theta[3], theta.reshape(-1)[:-1]
        update = np.zeros_like(theta)
        slopes, elbows, outer, part = update[0], update[1], update[3], update.reshape(-1)[:-1]
        units, active = np.empty((width + 2, batch)), np.zeros((width + 2, batch))
        weighted = np.empty((2, batch))  # the error times a x, and the error
        first, error = weighted
        true_units, zeros = units[:width], np.zeros((width, batch))
        true_active, active_rows, inner = active[:width], active.T, update[:2]
        maximum, sign, multiply, subtract = np.maximum, np.sign, np.multiply, np.subtract
        for begin in range(0, len(index), CHUNK):
            some = index[begin : begin + CHUNK]
            gathered = np.ascontiguousarray(self.samples[:, some].transpose(1, 0, 2))
            for block, x in zip(gathered, gathered[:, 0]):
                hidden.dot(block, units)
                maximum(true_units, zeros, out=true_units)
                weights.dot(units, error)
                units.dot(error, outer)
                sign(true_units, true_active)
                multiply(x, error, first)
                weighted.dot(active_rows, inner)
                multiply(slopes, weights, slopes)
                multiply(elbows, weights, elbows)
                subtract(learned, part, learned)

    def state(self) -> State:
        w1, b1, _, weights = self.theta
        k = self.width
        return State(w1[:k], self.scale * b1[:k], weights[:k], weights[k]).copy()


def engine(name: str, mode: str, state: State, samples: Samples, rate: float, batch: int) -> Engine:
    """The engine of this name for the mode `output` or `all`."""
    if name == "reference":
        return Reference(mode, state, samples, rate, batch)
    if name == "numba":
        from symcheck.train.relu.compiled import Compiled

        return Compiled(mode, state, samples, rate, batch)
    return (FusedOutput if mode == "output" else FusedAll)(state, samples, rate, batch)
