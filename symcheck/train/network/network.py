"""`TwoLayerNetwork`: affine, sigmoid or ReLU, affine; its forward and backward pass as `formulas.py` has them."""

from __future__ import annotations

import numpy as np

from symcheck.train import formulas, limits
from symcheck.train.formulas import ACTIVATIONS, Activation, Parameters


class TwoLayerNetwork:
    """P = φ(X W1ᵀ + b1) W2ᵀ + b2 for a batch X with a sample in each row.

    `W1` has the shape (hidden, inputs), `b1` (hidden,), `W2` (outputs, hidden), `b2` (outputs,): the same as
    PyTorch's `Linear`, whose usual first values U(-1/√n, 1/√n), n the inputs of the layer, are drawn from
    `seed`. The arrays may be changed in place. Raises `SymcheckError` (`bad-setting`).
    """

    def __init__(self, inputs: int, hidden: int, outputs: int = 1, activation: str = "sigmoid", seed: int = 0):
        d, m, k = (limits.count(name, value, 1, 1_000_000) for name, value in
                   (("inputs", inputs), ("hidden", hidden), ("outputs", outputs)))
        self.activation = known_activation(activation)
        rng = np.random.RandomState(limits.count("seed", seed, 0, 2**32 - 1))
        first, second = d ** -0.5, m ** -0.5
        self.W1, self.b1 = rng.uniform(-first, first, (m, d)), rng.uniform(-first, first, m)
        self.W2, self.b2 = rng.uniform(-second, second, (k, m)), rng.uniform(-second, second, k)

    @property
    def parameters(self) -> Parameters:
        return Parameters(self.W1, self.b1, self.W2, self.b2)

    def forward(self, X) -> np.ndarray:
        """The outputs P, shape (B, outputs), of a batch X, shape (B, inputs)."""
        return self.values(X).P

    def values(self, X) -> formulas.Values:
        """All that the forward pass computes: Z and H, shape (B, hidden), and P."""
        return formulas.forward(self.parameters, self._batch(X, self.W1.shape[1], "X"), self.activation)

    def loss(self, X, Y) -> float:
        """The mean squared error, over all entries of Y, shape (B, outputs) or (B,)."""
        P = self.forward(X)
        return float(formulas.loss(P, self._targets(Y, P)))

    def backward(self, X, Y) -> Parameters:
        """The gradient of the loss by W1, b1, W2 and b2, each in the shape of its parameter."""
        X = self._batch(X, self.W1.shape[1], "X")
        values = self.values(X)
        return formulas.backward(self.parameters, values, X, self._targets(Y, values.P), self.activation)

    def _targets(self, Y, P: np.ndarray) -> np.ndarray:
        Y = np.asarray(Y, dtype=float)
        Y = self._batch(Y[:, None] if Y.ndim == 1 else Y, P.shape[1], "Y")
        if len(Y) != len(P):
            raise limits.refused("Y", f"{len(Y)} rows", f"X has {len(P)}")
        return Y

    @staticmethod
    def _batch(A, columns: int, name: str) -> np.ndarray:
        A = np.asarray(A, dtype=float)
        if A.ndim != 2 or A.shape[1] != columns or not len(A):
            raise limits.refused(name, f"an array of shape {A.shape}", f"(B, {columns}) is wanted")
        return A


def known_activation(name: str) -> Activation:
    """The activation of that name. Raises `SymcheckError` (`bad-setting`)."""
    if name not in ACTIVATIONS:
        raise limits.refused("activation", repr(name), f"only {' and '.join(ACTIVATIONS)} are known")
    return ACTIVATIONS[name]
