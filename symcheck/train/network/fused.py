"""The two-layer network and an optimizer as few calls of NumPy: what `TwoLayerNetwork` and `Textbook` compute.

Samples stand in columns, and each layer's weights and biases in one matrix, so that a constant row of the
units takes the biases along. All parameters lie in one flat array, and so does the gradient: an optimizer's
update is arithmetic on whole arrays. The factor 2 / (B k) of the gradient is left to the optimizer.
"""

from __future__ import annotations

import numpy as np

from symcheck.train.formulas import Parameters
from symcheck.train.network.network import TwoLayerNetwork
from symcheck.train.network.optimizers import InPlace


class FusedTrainer:
    """Trains the network that it is given when `store` is called; `X` (n, d) and `Y` (n, k) are its data."""

    def __init__(self, network: TwoLayerNetwork, X: np.ndarray, Y: np.ndarray, batch: int, optimizer: str,
                 **constants: float):
        m, d = network.W1.shape
        k = len(network.b2)
        self.network, self.batch, self.sigmoid = network, batch, network.activation.name == "sigmoid"
        self.X = np.column_stack([X, np.ones(len(X))])
        self.Y = np.asarray(Y, dtype=float).reshape(len(X), k)
        split = m * (d + 1)
        self.theta, self.gradient = (np.zeros(split + k * (m + 1)) for _ in range(2))
        self.first, self.second = self.theta[:split].reshape(m, d + 1), self.theta[split:].reshape(k, m + 1)
        self.by_first = self.gradient[:split].reshape(m, d + 1)
        self.by_second = self.gradient[split:].reshape(k, m + 1)
        self.first[:, :d], self.first[:, d] = network.W1, network.b1
        self.second[:, :m], self.second[:, m] = network.W2, network.b2
        self.optimizer = InPlace(optimizer, self.theta, scale=batch * k / 2.0, **constants)
        self.units = np.ones((m + 1, batch))
        self.error, self.back, self.slope = np.empty((k, batch)), np.empty((m, batch)), np.empty((m, batch))
        self.half, self.one = np.full((m, batch), 0.5), np.ones((m, batch))
        self.zero = np.zeros((m, batch))

    def run(self, index: np.ndarray) -> None:
        """A step for each row of `index`, shape (steps, batch)."""
        first, second, by_first, by_second = self.first, self.second, self.by_first, self.by_second
        units, error, back, slope = self.units, self.error, self.back, self.slope
        m = len(first)
        hidden, turned_units, turned_weights = units[:m], units.T, second[:, :m].T
        gradient, update, sigmoid = self.gradient, self.optimizer.step, self.sigmoid
        half, one, zero = self.half, self.one, self.zero
        multiply, subtract = np.multiply, np.subtract
        for rows in index:
            x = self.X[rows]
            first.dot(x.T, hidden)
            if sigmoid:
                multiply(hidden, half, hidden)
                np.tanh(hidden, hidden)
                multiply(hidden, half, hidden)
                np.add(hidden, half, hidden)
                subtract(one, hidden, slope)
                multiply(slope, hidden, slope)
            else:
                np.maximum(hidden, zero, out=hidden)
                np.sign(hidden, slope)
            second.dot(units, error)
            subtract(error, self.Y[rows].T, error)
            error.dot(turned_units, by_second)
            turned_weights.dot(error, back)
            multiply(back, slope, back)
            back.dot(x, by_first)
            update(gradient)

    def snapshot(self) -> tuple:
        """What `restore` needs to go back to now."""
        kept = self.optimizer
        return tuple(a.copy() for a in (self.theta, kept.first, kept.second)), kept.t

    def restore(self, snapshot: tuple) -> None:
        arrays, self.optimizer.t = snapshot
        for array, before in zip((self.theta, self.optimizer.first, self.optimizer.second), arrays):
            array[...] = before

    def first_beyond(self, limit: float, snapshot: tuple, index: np.ndarray) -> int:
        """The first of these steps, from 1, after which the error of a batch is beyond the limit. The
        parameters are left as they are there."""
        self.restore(snapshot)
        for number, rows in enumerate(index):
            self.run(rows[None])
            if not float(np.mean(self.error**2)) <= limit:
                return max(number, 1)
        return len(index)

    def parameters(self) -> Parameters:
        """A copy of the parameters now."""
        d, m = self.first.shape[1] - 1, len(self.first)
        return Parameters(*(np.array(a) for a in (self.first[:, :d], self.first[:, d],
                                                  self.second[:, :m], self.second[:, m])))

    def store(self) -> None:
        """Put the parameters into the network."""
        for kept, now in zip(self.network.parameters, self.parameters()):
            kept[...] = now
