r"""Ridge regression on the hidden features: where training the output layer alone would end.

For features H (n, k), the output weights that minimize  ‖H w + 1 b - y‖² + λ ‖w‖²; the bias is not
penalized, which centring takes care of. With the singular value decomposition U S Vᵀ of the centred
features, w = V diag(s / (s² + λ)) Uᵀ (y - mean y), so that a whole sweep of λ costs one decomposition.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from symcheck.train import limits
from symcheck.train.relu.run import errors
from symcheck.train.relu.settings import Samples, State

SWEEP = tuple(float(f"1e{n}") for n in range(-8, 4))
SMALLEST = 1e-13  # of the largest singular value: what is smaller is rounding, and takes no part


class Ridge(NamedTuple):
    """For each λ the output layer found, w2 (λs, width) and b2 (λs,), and both mean squared errors (λs,)."""

    hidden: State
    lambdas: np.ndarray
    w2: np.ndarray
    b2: np.ndarray
    train_error: np.ndarray
    test_error: np.ndarray

    def state(self, number: int) -> State:
        return State(self.hidden.w1, self.hidden.b1, self.w2[number], self.b2[number])

    @property
    def best(self) -> int:
        """The number of the λ with the least test error."""
        return int(np.argmin(self.test_error))


def ridge(state: State, samples: Samples, lambdas=SWEEP) -> Ridge:
    """The sweep over `lambdas`, each at least 0, on the features max(0, w1 x + b1) of a state.

    λ = 0 gives the least squares of least norm. Raises `SymcheckError` (`bad-setting`).
    """
    checked = np.array([limits.number("lambda", value, least=0.0) for value in lambdas])
    if not len(checked):
        raise limits.refused("lambda", "an empty list", "at least one number is wanted")
    features = np.maximum(0.0, np.outer(samples.x, state.w1) + state.b1)
    middle, height = features.mean(0), samples.y.mean()
    U, s, Vt = np.linalg.svd(features - middle, full_matrices=False)
    keep = s > SMALLEST * max(s[0], 1e-300)
    U, s, Vt = U[:, keep], s[keep], Vt[keep]
    w2 = (s / (s**2 + checked[:, None]) * (U.T @ (samples.y - height))) @ Vt
    b2 = height - w2 @ middle
    found = [errors(State(state.w1, state.b1, w, b), samples) for w, b in zip(w2, b2)]
    train, test = np.array(found).T
    return Ridge(state, checked, w2, b2, train, test)
