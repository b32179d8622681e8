"""`train`: all runs of an experiment, their states saved on the way, stopped and resumed without loss.

A run is one width in one mode. It is stopped by `stop()` or by Ctrl-C after whole steps, and by
divergence; what was saved until then is kept in its `History`, from which it can be resumed: the result
is to the last bit that of a run never stopped, provided the engine is the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from symcheck.train.limits import refused
from symcheck.train.relu.settings import (
    Samples,
    Settings,
    State,
    batches,
    first_state,
)
from symcheck.train.relu.steps import ENGINES, Reference, engine

GREW = 1e6  # a mean squared error this many times as large as at the start has diverged

Stop = Callable[[], bool]
Report = Callable[[int, float, float], None]  # steps done, training and test error


@dataclass
class History:
    """The states of one run at `steps`, with the mean squared errors on the training and the test set.

    `w1`, `b1` and `w2` have the shape (saves, width), the others (saves,). `ended` is empty while steps
    are missing, else 'done', or the sentence that says why the run diverged.
    """

    mode: str
    width: int
    rate: float
    steps: np.ndarray
    w1: np.ndarray
    b1: np.ndarray
    w2: np.ndarray
    b2: np.ndarray
    train_error: np.ndarray
    test_error: np.ndarray
    ended: str = ""

    @property
    def name(self) -> str:
        return f"{'output layer' if self.mode == 'output' else 'all layers'}, width {self.width}"

    @property
    def diverged(self) -> bool:
        return self.ended not in ("", "done")

    def state(self, save: int = -1) -> State:
        return State(self.w1[save], self.b1[save], self.w2[save], self.b2[save])

    def elbows(self) -> np.ndarray:
        """Where each unit bends, x = -b1/w1, shape (saves, width); NaN for a unit without slope."""
        with np.errstate(all="ignore"):
            return np.where(self.w1 == 0.0, np.nan, -self.b1 / self.w1)

    def slopes(self) -> np.ndarray:
        """By how much each unit bends the function, w2 |w1|: its slope right of the elbow less that left."""
        return self.w2 * np.abs(self.w1)


@dataclass
class Experiment:
    """The settings, the data they determine, and the runs."""

    settings: Settings
    samples: Samples
    runs: list[History] = field(default_factory=list)

    def run(self, mode: str, width: int) -> History:
        """The history of a mode ('output', 'all') and a width. Raises `KeyError`."""
        for history in self.runs:
            if (history.mode, history.width) == (mode, width):
                return history
        raise KeyError((mode, width))

    @property
    def complete(self) -> bool:
        """Did every run do all its steps?"""
        return all(history.ended == "done" for history in self.runs)

    def save(self, path: str | os.PathLike) -> None:
        """Write all of it to an `.npz` file, from which `train_relu(resume=path)` goes on."""
        from symcheck.train.relu.archive import save

        save(self, path)

    def _repr_html_(self) -> str:
        """In a notebook: the page with the slider."""
        from symcheck.train.relu.page import frame

        return frame(self)


def outputs(state: State, x: np.ndarray) -> np.ndarray:
    """The network's values at x, shape (n,); for states of shape (saves, width), shape (saves, n)."""
    units = state.w1[..., None] * x  # (..., width, n)
    units += state.b1[..., None]
    np.maximum(units, 0.0, out=units)
    return (state.w2[..., None, :] @ units)[..., 0, :] + np.asarray(state.b2)[..., None]


def errors(state: State, samples: Samples) -> tuple[float, float]:
    """Mean squared errors on the training and the test set."""
    return (float(np.mean((outputs(state, samples.x) - samples.y) ** 2)),
            float(np.mean((outputs(state, samples.x_test) - samples.y_test) ** 2)))


def begun(settings: Settings, samples: Samples, mode: str, width: int) -> History:
    """A run with nothing but its first state."""
    state = first_state(settings, width)
    train, test = errors(state, samples)
    return History(mode, width, settings.rate(mode), np.array([0]), state.w1[None], state.b1[None],
                   state.w2[None], state.b2[None], np.array([train]), np.array([test]))


def advance(history: History, settings: Settings, samples: Samples, engine_name: str,
            stop: Stop = lambda: False, report: Report = lambda *_: None) -> History:
    """The history with the steps that were missing, or as many as were done before `stop()` or Ctrl-C.

    A save is at every multiple of `save_every` and at the last step.
    """
    done = int(history.steps[-1])
    drawn = batches(settings)
    state = history.state()
    saves: list[tuple[int, State, float, float]] = []
    limit = GREW * max(float(history.train_error[0]), float(np.var(samples.y)), 1e-12)
    ended = ""
    with np.errstate(all="ignore"):
        try:
            while done < settings.steps and not stop():
                some = min(settings.save_every - done % settings.save_every, settings.steps - done)
                index = drawn.rows(done, done + some)
                # From a saved state each time, so that a resumed run computes what a whole one does.
                before, trained = state, engine(engine_name, history.mode, state, samples, history.rate,
                                                settings.batch)
                trained.run(index)
                state = trained.state()
                train, test = errors(state, samples)
                if not train <= limit:
                    step = done + first_step_beyond(limit, history, before, samples, settings, index)
                    ended = _diverged(history, step)
                    break
                done += some
                saves.append((done, state, train, test))
                report(done, train, test)
            else:
                ended = "done" if done >= settings.steps else ""
        except KeyboardInterrupt:
            pass  # the saves until here are whole; the caller asks `stop` or sees that steps are missing
    return _with(history, saves, ended)


def first_step_beyond(limit: float, history: History, state: State, samples: Samples, settings: Settings,
                      index: np.ndarray) -> int:
    """The first of these steps after which the error of its batch is beyond the limit, from 1."""
    reference = Reference(history.mode, state, samples, history.rate, settings.batch)
    for number, rows in enumerate(index):
        if not reference.step(rows) <= limit:
            return max(number, 1)
    return len(index)


def _diverged(history: History, step: int) -> str:
    option = "rate-output" if history.mode == "output" else "rate-all"
    return (f"{history.name}: diverged at step {step}, where the error had grown {GREW:.0e} times, with the "
            f"learning rate {option} = {history.rate:g}")


def _with(history: History, saves: list, ended: str) -> History:
    if saves:
        steps, states, train, test = zip(*saves)
        columns = [np.concatenate([old, np.stack(new)]) for old, new in zip(
            (history.w1, history.b1, history.w2, history.b2), zip(*states))]
        return History(history.mode, history.width, history.rate, np.append(history.steps, steps), *columns,
                       np.append(history.train_error, train), np.append(history.test_error, test), ended)
    return History(**{**vars(history), "ended": ended})


def check_engine(name: str) -> str:
    """The name of an engine that can be had here. Raises `SymcheckError` (`bad-setting`)."""
    from importlib.util import find_spec

    if name not in ENGINES:
        raise refused("engine", repr(name), f"only {', '.join(ENGINES)} are known")
    if name == "numba" and find_spec("numba") is None:
        raise refused("engine", "'numba'", "the package numba is not installed",
                      "Run `pip install 'symcheck[fast]'`, or take the engine fused, which needs nothing more.")
    return name
