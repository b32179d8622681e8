"""The numbers of the experiment, all of them options, with the data and first weights they determine.

The defaults are those of the course's notebook: 200 samples on [0, 1] with noise of standard deviation
0.1, hidden layers of 10, 20 and 40 units, batches of a fifth of the data drawn with replacement,
150,000 steps with the rate 0.2 for the output layer alone and 0.02 for all layers.

Every random number comes from `numpy.random.RandomState`, whose streams are frozen (NEP 19), each from
a stream of its own: the data, each width's first weights, and the batches. All runs of one seed see the
same batches.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from symcheck.text.diagnostic import fail
from symcheck.train import limits

MODES = ("output", "all")
PIECES = 12345.0  # the constant c of the piecewise linear target
LARGEST_SAVES = 400 << 20  # bytes of saved states
KEPT = 32 << 20  # bytes of batches
DRAWN_AT_ONCE = 10_000  # steps
_DATA, _WEIGHTS, _BATCHES = range(3)

Curve = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Settings:
    """What determines a training to the last bit. `target` is a name of `TARGETS` or any words."""

    target: str = "piecewise-linear"
    samples: int = 200
    noise: float = 0.1
    widths: tuple[int, ...] = (10, 20, 40)
    modes: tuple[str, ...] = MODES
    batch: int = 0  # 0 stands for a fifth of the samples
    rate_output: float = 0.2
    rate_all: float = 0.02
    steps: int = 150_000
    save_every: int = 1_000
    test_points: int = 1_000
    constant: float = PIECES
    seed: int = 0

    def checked(self) -> Settings:
        """The same settings, with the batch in numbers. Raises `SymcheckError` (`bad-setting`)."""
        samples = limits.count("samples", self.samples, 2, 1_000_000)
        batch = limits.count("batch", self.batch, 0) or max(1, samples // 5)
        if batch > samples:
            raise limits.refused("batch", batch, f"there are only {samples} samples",
                                 f"Choose a batch of at most {samples}, or more samples.")
        for mode in self.modes:
            if mode not in MODES:
                raise limits.refused("mode", repr(mode), f"only {' and '.join(MODES)} are trained")
        if not self.widths or len(set(self.widths)) < len(self.widths):
            raise limits.refused("widths", list(self.widths), "distinct widths, at least one, are wanted")
        widths = tuple(limits.count("width", w, 1, 10_000) for w in self.widths)
        steps, every = limits.count("steps", self.steps), limits.count("save-every", self.save_every)
        bytes_ = 8 * len(self.modes) * sum(3 * w + 4 for w in widths) * (steps // every + 2)
        if bytes_ > LARGEST_SAVES:
            raise limits.refused("save-every", every, f"the states saved would fill {bytes_ >> 20} MiB",
                                 "Save less often.")
        return replace(
            self, samples=samples, batch=batch, widths=widths, steps=steps, save_every=every,
            modes=tuple(dict.fromkeys(self.modes)), noise=limits.number("noise", self.noise, least=0.0),
            rate_output=limits.rate("rate-output", self.rate_output),
            rate_all=limits.rate("rate-all", self.rate_all),
            constant=limits.number("constant", self.constant),
            test_points=limits.count("test-points", self.test_points, 2, 1_000_000),
            seed=limits.count("seed", self.seed, 0, 2**32 - 1))

    def rate(self, mode: str) -> float:
        return self.rate_output if mode == "output" else self.rate_all

    def record(self) -> dict:
        """As JSON has it."""
        return {**asdict(self), "widths": list(self.widths), "modes": list(self.modes)}

    @staticmethod
    def of_record(record: dict) -> Settings:
        return Settings(**{**record, "widths": tuple(record["widths"]),
                           "modes": tuple(record["modes"])}).checked()


class Samples(NamedTuple):
    """Noisy training samples, sorted by x, and a test set without noise. All of shape (n,)."""

    x: np.ndarray
    y: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray


class State(NamedTuple):
    """The parameters of y = w2 · max(0, w1 x + b1) + b2; `b2` is an array of shape ()."""

    w1: np.ndarray
    b1: np.ndarray
    w2: np.ndarray
    b2: np.ndarray

    def copy(self) -> State:
        return State(*(np.array(p, dtype=float) for p in self))


# --- targets --------------------------------------------------------------------------------------

def piecewise_linear(x: np.ndarray, c: float = PIECES) -> np.ndarray:
    """(10x - ⌊10x⌋) sin(c⌈10x⌉) - (10x - ⌈10x⌉) sin(c⌊10x⌋), which joins sin(cn) at x = n/10 by lines.

    Where 10x is whole both factors are 0: there the value is the limit, sin(10cx).
    """
    low, high = np.floor(10 * x), np.ceil(10 * x)
    joined = (10 * x - low) * np.sin(c * high) - (10 * x - high) * np.sin(c * low)
    return np.where(low == high, np.sin(c * low), joined)


def sine(x: np.ndarray) -> np.ndarray:
    """sin(20x)."""
    return np.sin(20 * x)


TARGETS = {"piecewise-linear": "a piecewise linear function", "sine": "sin(20x)"}


def curve_of(settings: Settings) -> Curve:
    """The function of a named target."""
    if settings.target == "piecewise-linear":
        return lambda x: piecewise_linear(x, settings.constant)
    if settings.target == "sine":
        return sine
    raise limits.refused("target", repr(settings.target),
                         f"{' and '.join(TARGETS)} are known by name; pass any other as a function of x")


# --- what the settings determine ------------------------------------------------------------------

def stream(settings: Settings, which: int, *more: int) -> np.random.RandomState:
    """Random numbers of their own for each use, all determined by the seed."""
    return np.random.RandomState([settings.seed, which, *more])


def draw_samples(settings: Settings, curve: Curve) -> Samples:
    """The data. Raises `SymcheckError` (`bad-target`) where the target has no finite value."""
    rng = stream(settings, _DATA)
    x = np.sort(rng.rand(settings.samples))
    x_test = np.sort(np.concatenate([x, np.linspace(0.0, 1.0, settings.test_points)]))
    y, y_test = _values(curve, x), _values(curve, x_test)
    return Samples(x, y + settings.noise * rng.randn(settings.samples), x_test, y_test)


def _values(curve: Curve, x: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        y = np.broadcast_to(np.asarray(curve(x), dtype=float), x.shape)
    bad = np.flatnonzero(~np.isfinite(y) | (np.abs(y) > 1e6))
    if len(bad):
        value = y[bad[0]]
        raise fail("bad-target", f"the target is {value:g} at x = {x[bad[0]]:.4g}",
                   help="It must have a finite value, of at most a million, everywhere on [0, 1].")
    return np.array(y)


def first_state(settings: Settings, width: int) -> State:
    """PyTorch's usual first weights, U(-1, 1) and U(-1/√k, 1/√k), with the elbows drawn inside [0, 1].

    A unit's elbow is at x = -b1/w1, so that b1 is set to -w1 times a uniform draw.
    """
    rng = stream(settings, _WEIGHTS, width)
    w1 = rng.uniform(-1.0, 1.0, width)
    elbows = np.sort(rng.rand(width))
    bound = 1.0 / np.sqrt(width)
    return State(w1, -w1 * elbows, rng.uniform(-bound, bound, width), np.array(rng.uniform(-bound, bound)))


class Batches:
    """The batches of every step: indices of samples, drawn with replacement.

    It is the stream of `rng.choice(samples, batch)` called once a step, at a fortieth of the time. All runs see
    the same, so that the first `KEPT` bytes of them are drawn once and kept.
    """

    def __init__(self, settings: Settings):
        self.settings = settings
        self.kind = np.min_scalar_type(settings.samples - 1)
        kept = min(settings.steps, KEPT // (settings.batch * self.kind.itemsize))
        self.rng, self.at = stream(settings, _BATCHES), 0
        self.kept = np.empty((kept, settings.batch), dtype=self.kind)
        for begin in range(0, kept, DRAWN_AT_ONCE):
            some = self.kept[begin : begin + DRAWN_AT_ONCE]
            some[...] = self._draw(len(some))

    def rows(self, begin: int, end: int) -> np.ndarray:
        """Those of the steps from `begin` to `end` (from 0), shape (end - begin, batch)."""
        if end <= len(self.kept):
            return self.kept[begin:end].astype(np.intp)
        if begin < self.at:
            self.rng, self.at = stream(self.settings, _BATCHES), 0
        while self.at < begin:
            self._draw(min(begin - self.at, DRAWN_AT_ONCE))
        return self._draw(end - begin)

    def _draw(self, steps: int) -> np.ndarray:
        self.at += steps
        return self.rng.randint(0, self.settings.samples, (steps, self.settings.batch))


@lru_cache(1)
def batches(settings: Settings) -> Batches:
    """The batches of these settings; drawn anew only for other settings."""
    return Batches(settings)
