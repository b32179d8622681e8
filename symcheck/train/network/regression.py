"""Regression of one column of a table on the others: split, standardized, least squares beside it.

The standard scores come from the training set alone, so that nothing of the test set is known before. The
baseline is the affine function of least squares on the same scores: what a network has to better.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from symcheck.text.diagnostic import fail
from symcheck.train import limits
from symcheck.train.network.fused import FusedTrainer
from symcheck.train.network.network import TwoLayerNetwork, known_activation
from symcheck.train.network.optimizers import constants_of
from symcheck.train.network.table import Table, refuse_constant

GREW = 1e6  # as in the ReLU experiment: an error this many times as large has diverged


class Split(NamedTuple):
    """Standard scores: X (n, d) and y (n,) of the training and the test set, and what undoes them."""

    X: np.ndarray
    y: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray
    means: np.ndarray
    deviations: np.ndarray
    mean: float
    deviation: float


@dataclass
class Fit:
    """How well the target is predicted: mean squared errors of the standard scores; in the target's own
    units, root mean squared errors; and the share of the variance of the test set that is explained."""

    train_error: float
    test_error: float
    train_rmse: float
    test_rmse: float
    r2: float


@dataclass
class Regression:
    """A trained network, its errors after each epoch (mean squared, of standard scores), and the baseline."""

    table: Table
    split: Split
    network: TwoLayerNetwork
    optimizer: str
    constants: dict[str, float]
    batch: int
    train_errors: np.ndarray
    test_errors: np.ndarray
    baseline: Fit
    ended: str = "done"

    @property
    def fit(self) -> Fit:
        """How well the network does, beside `baseline`."""
        return fit_of(self.split, lambda X: self.network.forward(X)[:, 0])

    def predict(self, X) -> np.ndarray:
        """The target in its own units, shape (n,), for features X (n, d) in theirs."""
        scores = (np.asarray(X, dtype=float) - self.split.means) / self.split.deviations
        return self.split.mean + self.split.deviation * self.network.forward(scores)[:, 0]


def split_table(table: Table, test_share: float, seed: int) -> Split:
    """Rows shuffled by `seed`, the last `test_share` of them the test set. Raises `SymcheckError` (`bad-data`)."""
    n = len(table.y)
    tests = round(n * limits.number("test-share", test_share, above=0.0, below=1.0))
    if n - tests < 2 or tests < 1:
        raise fail("bad-data", f"{n} rows are too few to train on {n - tests} and test on {tests}")
    refuse_constant(table, np.arange(n))
    order = np.random.RandomState([seed, 0]).permutation(n)
    rows, others = order[: n - tests], order[n - tests :]
    refuse_constant(table, rows)
    means, deviations = table.X[rows].mean(0), table.X[rows].std(0)
    mean, deviation = table.y[rows].mean(), table.y[rows].std()
    X, y = (table.X - means) / deviations, (table.y - mean) / deviation
    return Split(X[rows], y[rows], X[others], y[others], means, deviations, float(mean), float(deviation))


def least_squares(split: Split) -> np.ndarray:
    """Weights and, last, the constant of the affine function with the least squared error, of least norm."""
    return np.linalg.lstsq(with_one(split.X), split.y, rcond=None)[0]


def with_one(X: np.ndarray) -> np.ndarray:
    """X, shape (n, d), with a last column of ones."""
    return np.column_stack([X, np.ones(len(X))])


def fit_of(split: Split, predict: Callable[[np.ndarray], np.ndarray]) -> Fit:
    """The errors of predictions: `predict` maps rows of standard scores, shape (n, d), to those of the target, (n,)."""
    train = float(np.mean((predict(split.X) - split.y) ** 2))
    test = float(np.mean((predict(split.X_test) - split.y_test) ** 2))
    spread = float(np.mean((split.y_test - split.y_test.mean()) ** 2))
    return Fit(train, test, train**0.5 * split.deviation, test**0.5 * split.deviation,
               1.0 - test / spread if spread > 0 else float("nan"))


def epoch_batches(rng: np.random.RandomState, n: int, batch: int) -> np.ndarray:
    """The batches of an epoch, shape (n // batch, batch): every row at most once, the rest left for another time."""
    return rng.permutation(n)[: n - n % batch].reshape(-1, batch)


def fit_network(table: Table, *, hidden: int = 50, activation: str = "sigmoid", optimizer: str = "sgd",
                epochs: int = 200, batch: int | None = None, test_share: float = 0.2, seed: int = 0,
                progress: Callable[[int, float, float], None] = lambda *_: None, **constants) -> Regression:
    """Train a network on a table: `symcheck.train_regression`, whose arguments these are, in its docstring."""
    known_activation(activation)
    found = constants_of(optimizer, **constants)
    limits.count("hidden", hidden, 1, 100_000)
    limits.count("epochs", epochs, 1, 10_000_000)
    split = split_table(table, test_share, limits.count("seed", seed, 0, 2**32 - 1))
    n, d = split.X.shape
    if batch is None:
        batch = n if optimizer == "gd" else min(32, n)
    if limits.count("batch", batch) > n:
        raise limits.refused("batch", batch, f"the training set has only {n} rows",
                             f"Choose a batch of at most {n}.")
    if optimizer == "gd" and batch != n:
        raise limits.refused("batch", batch, f"gradient descent takes all {n} rows at once",
                             "Leave --batch out, or choose sgd.")
    network = TwoLayerNetwork(d, hidden, 1, activation, seed)
    trainer = FusedTrainer(network, split.X, split.y, batch, optimizer, **found)
    rng = np.random.RandomState([seed, 1])
    errors = [_errors(network, split)]
    limit, ended = GREW * max(errors[0][0], 1.0), ""
    with np.errstate(all="ignore"):
        try:
            for epoch in range(1, epochs + 1):
                index, before = epoch_batches(rng, n, batch), trainer.snapshot()
                trainer.run(index)
                trainer.store()
                now = _errors(network, split)
                if not now[0] <= limit:
                    step = (epoch - 1) * (n // batch) + trainer.first_beyond(limit, before, index)
                    ended = (f"diverged at step {step} (epoch {epoch}), where the error had grown {GREW:.0e} times, "
                             f"with {optimizer} and the learning rate {found['rate']:g}")
                    trainer.restore(before)
                    trainer.store()
                    break
                errors.append(now)
                progress(epoch, *now)
            else:
                ended = "done"
        except KeyboardInterrupt:
            trainer.store()
    weights = least_squares(split)
    baseline = fit_of(split, lambda X: with_one(X) @ weights)
    train, test = np.array(errors).T
    return Regression(table, split, network, optimizer, found, batch, train, test, baseline, ended)


def _errors(network: TwoLayerNetwork, split: Split) -> tuple[float, float]:
    return (float(np.mean((network.forward(split.X)[:, 0] - split.y) ** 2)),
            float(np.mean((network.forward(split.X_test)[:, 0] - split.y_test) ** 2)))
