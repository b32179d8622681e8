r"""Gradient descent against stochastic gradient descent on one regression: what each step costs, and what it brings.

With the gradients g_i of the samples' losses at some θ, g their mean and σ² = (1/n) Σ ‖g_i - g‖², the mean
over a batch S drawn with replacement has the expectation g (it is unbiased) and E‖g_S - g‖² = σ² / |S|.
Drawn without replacement, as in an epoch, the factor (n - |S|) / (n - 1) comes on top: all data have no
variance. Both are measured beside what the formulas say.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from symcheck.train import formulas, limits
from symcheck.train.formulas import Parameters
from symcheck.train.network.fused import FusedTrainer
from symcheck.train.network.network import TwoLayerNetwork
from symcheck.train.network.regression import (
    GREW,
    Split,
    epoch_batches,
    fit_of,
    least_squares,
    split_table,
    with_one,
)
from symcheck.train.network.table import Table

DRAWS = 2_000  # batches drawn to measure a variance
MEANS = (1, 10, 100, 1_000, 10_000)  # numbers of batches over which their gradients are averaged
MOST_ROWS, MOST_NUMBERS = 1_000, 8_000_000  # of the samples' gradients, for the statistics
REACH = 1.05  # times the error of least squares: what a descent is asked to reach


@dataclass(frozen=True)
class Cost:
    """One step with a batch of this size: bytes of what the passes keep, and operations on numbers."""

    batch: int
    forward_bytes: int
    backward_bytes: int
    operations: int


@dataclass(frozen=True)
class Spread:
    """E‖g_S - g‖² for a batch size: measured over `DRAWS` batches with replacement, and by the formulas."""

    batch: int
    measured: float
    with_replacement: float
    without_replacement: float


@dataclass(frozen=True)
class Descent:
    """A training with one batch size: errors (mean squared, standard scores) after `steps` and `seconds`.

    `reached` is the number of steps after which the training error was first that of least squares times
    `REACH`, and `reached_seconds` the time, or None. `diverged` is a step before which it diverged, or None.
    """

    batch: int
    steps: np.ndarray
    seconds: np.ndarray
    errors: np.ndarray
    reached: int | None
    reached_seconds: float | None
    diverged: int | None


@dataclass(frozen=True)
class Comparison:
    """All of it. `means` holds (number of batches, ‖their mean - g‖ / ‖g‖, what the variance lets expect);
    `whole` is that distance for the mean over the batches that an epoch is made of."""

    table: Table
    split: Split
    rate: float
    epochs: int
    costs: tuple[Cost, ...]
    spreads: tuple[Spread, ...]
    exponent: float
    means: tuple[tuple[int, float, float], ...]
    mean_batch: int
    whole: float
    descents: tuple[Descent, ...]
    target_error: float


def cost_of(d: int, m: int, k: int, batch: int) -> Cost:
    """For d inputs, m hidden units, k outputs. Additions, products and activations count one each.

    The forward pass keeps X, Z, H and P; the backward pass makes D2, D1 and the gradient beside them. The
    operations are those of the formulas, and of θ - α g.
    """
    B, parameters = batch, m * (d + 1) + k * (m + 1)
    forward = B * (2 * d * m + m + 2 * m * k)  # Z with its bias, H, P with its bias
    second = 2 * B * k + (2 * B - 1) * k * m + (B - 1) * k  # D2, and the gradient by W2 and b2
    first = B * m * (2 * k - 1) + 2 * B * m + (2 * B - 1) * d * m + (B - 1) * m  # D1, and by W1 and b1
    return Cost(batch, 8 * B * (d + 2 * m + k), 8 * (B * (k + m) + parameters),
                forward + second + first + 2 * parameters)


def sample_gradients(network: TwoLayerNetwork, X: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """The gradient of each sample's own loss, flat: shape (n, parameters)."""
    values = network.values(X)
    D2 = 2.0 / Y.shape[1] * (values.P - Y)
    D1 = (D2 @ network.W2) * network.activation.derivative(values.Z, values.H)
    n = len(X)
    return np.concatenate([np.einsum("nm,nd->nmd", D1, X).reshape(n, -1), D1,
                           np.einsum("nk,nm->nkm", D2, values.H).reshape(n, -1), D2], axis=1)


def flat(gradient: Parameters) -> np.ndarray:
    """All entries in one array, W1, b1, W2, b2 one after the other, each row by row."""
    return np.concatenate([g.ravel() for g in gradient])


def compare(table: Table, *, batches: Sequence[int] = (1, 4, 16, 64), rate: float = 0.05, epochs: int = 100,
            hidden: int = 50, activation: str = "sigmoid", test_share: float = 0.2, seed: int = 0,
            progress: Callable[[int, int, float], None] = lambda *_: None) -> Comparison:
    """Compare the batch sizes, and all data, on a table. Raises `SymcheckError` (`bad-setting`, `bad-data`)."""
    limits.rate("rate", rate)
    limits.count("epochs", epochs, 1, 1_000_000)
    split = split_table(table, test_share, limits.count("seed", seed, 0, 2**32 - 1))
    n, d = split.X.shape
    for batch in batches:
        if limits.count("batch", batch) > n:
            raise limits.refused("batch", batch, f"the training set has only {n} rows",
                                 f"Choose batches of at most {n}.")
    sizes = tuple(sorted({*batches, n}))
    network = TwoLayerNetwork(d, hidden, 1, activation, seed)
    spreads, exponent = _spreads(network, split, sizes, seed)
    small = sizes[len(sizes) // 2]
    weights = least_squares(split)
    aim = REACH * fit_of(split, lambda X: with_one(X) @ weights).train_error
    descents = tuple(_descent(network, split, batch, rate, epochs, seed, aim,
                              lambda *now, k=k: progress(k, *now)) for k, batch in enumerate(sizes))
    return Comparison(table, split, rate, epochs, tuple(cost_of(d, hidden, 1, b) for b in sizes), spreads, exponent,
                      _means(network, split, small, seed), small, _whole(network, split, small, seed), descents, aim)


def _rows(network: TwoLayerNetwork, split: Split) -> int:
    """How many samples the statistics take: all, unless their gradients would fill the memory."""
    return min(len(split.y), MOST_ROWS, max(2, MOST_NUMBERS // sum(p.size for p in network.parameters)))


def _spreads(network, split: Split, sizes, seed: int) -> tuple[tuple[Spread, ...], float]:
    """The variances, and the exponent e of the power |S|^e fitted to those measured: the law says -1."""
    n = _rows(network, split)
    each = sample_gradients(network, split.X[:n], split.y[:n, None])
    apart = each - each.mean(0)
    variance = float(np.mean(np.sum(apart**2, axis=1)))
    products = apart @ apart.T  # with how often each sample is drawn, c: ‖Σ c_i (g_i - g)‖² = cᵀ (products) c
    rng = np.random.RandomState([seed, 3])
    found = []
    for batch in sizes:
        drawn = np.array([np.bincount(rng.randint(0, n, batch), minlength=n) for _ in range(DRAWS)]) / batch
        measured = float(np.einsum("sn,sn->s", drawn @ products, drawn).mean())
        found.append(Spread(batch, measured, variance / batch, variance / batch * max(0, n - batch) / (n - 1)))
    if len(found) < 2:
        return tuple(found), float("nan")
    return tuple(found), float(np.polyfit(np.log(sizes), np.log([s.measured for s in found]), 1)[0])


def _means(network, split: Split, batch: int, seed: int) -> tuple[tuple[int, float, float], ...]:
    n = _rows(network, split)
    each = sample_gradients(network, split.X[:n], split.y[:n, None])
    g = each.mean(0)
    size = max(float(np.linalg.norm(g)), 1e-300)
    deviation = float(np.mean(np.sum((each - g) ** 2, axis=1))) ** 0.5
    rng = np.random.RandomState([seed, 4])
    found, counts, drawn = [], np.zeros(n), 0
    for number in MEANS:
        counts += np.bincount(rng.randint(0, n, (number - drawn) * batch), minlength=n)
        drawn = number
        mean = counts @ each / counts.sum()
        found.append((number, float(np.linalg.norm(mean - g)) / size, deviation / (number * batch) ** 0.5 / size))
    return tuple(found)


def _whole(network, split: Split, batch: int, seed: int) -> float:
    """How far the mean over the batches of an epoch is from the gradient of all their rows: rounding only."""
    index = epoch_batches(np.random.RandomState([seed, 5]), len(split.y), batch)
    mean = np.mean([flat(network.backward(split.X[rows], split.y[rows])) for rows in index], axis=0)
    rows = index.ravel()
    g = flat(network.backward(split.X[rows], split.y[rows]))
    return float(np.linalg.norm(mean - g)) / max(float(np.linalg.norm(g)), 1e-300)


def _descent(network, split: Split, batch: int, rate: float, epochs: int, seed: int, aim: float, progress) -> Descent:
    """Train a copy of the network; only the steps are timed, not the errors between them."""
    trainer = FusedTrainer(network, split.X, split.y, batch, "sgd", rate=rate)
    rng = np.random.RandomState([seed, 1])
    every = max(1, len(split.y) // batch // 4)  # steps between two looks at the error

    def training_error() -> float:
        values = formulas.forward(trainer.parameters(), split.X, network.activation)
        return float(np.mean((values.P[:, 0] - split.y) ** 2))

    steps, seconds, errors, diverged = [0], [0.0], [training_error()], None
    with np.errstate(all="ignore"):
        for epoch in range(1, epochs + 1):
            index = epoch_batches(rng, len(split.y), batch)
            for begin in range(0, len(index), every):
                some = index[begin : begin + every]
                begun = time.perf_counter()
                trainer.run(some)
                seconds.append(seconds[-1] + time.perf_counter() - begun)
                steps.append(steps[-1] + len(some))
                errors.append(training_error())
            progress(epoch, errors[-1])
            if not errors[-1] <= GREW * max(errors[0], 1.0):
                diverged = steps[-1]
                break
    first = next((k for k, e in enumerate(errors) if e <= aim), None)
    return Descent(batch, np.array(steps), np.array(seconds), np.array(errors),
                   None if first is None else steps[first], None if first is None else seconds[first], diverged)
