"""A training as one HTML page that needs nothing else: a slider over the saved steps, switches, a play button.

The states go into the page as float32 numbers in base64. Where the page would exceed its size, saved
states are left out evenly, and the page says so. Nothing of the training is HTML to it: names are text.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from html import escape
from importlib import resources

import numpy as np

from symcheck.train.relu.ridge import Ridge, ridge
from symcheck.train.relu.run import Experiment, History
from symcheck.train.relu.settings import TARGETS

LARGEST = 960_000  # bytes of a page
_PLACE = "/*training*/null"


def page(experiment: Experiment, sweeps: Sequence[Ridge] = ()) -> str:
    """The whole page, under a million bytes; ridge regression is a further mode, with λ on the slider.

    Raises `ValueError` where not even two states fit.
    """
    template = resources.files("symcheck.train.relu").joinpath("page.html").read_text("utf-8")
    every = 1
    while True:
        text = json.dumps(_record(experiment, sweeps, every), ensure_ascii=True).replace("<", "\\u003c")
        whole = template.replace(_PLACE, text)
        if len(whole) <= LARGEST:
            return whole
        if every > max(len(h.steps) for h in experiment.runs):
            raise ValueError("the states are too large for a page")
        every *= 2


def frame(experiment: Experiment, height: int = 780) -> str:
    """The page for a notebook, in a frame of its own."""
    first = {history.width: history.state(0) for history in experiment.runs}
    sweeps = [ridge(state, experiment.samples) for state in first.values()]
    return (f'<iframe srcdoc="{escape(page(experiment, sweeps))}" sandbox="allow-scripts" '
            f'style="width: 100%; height: {height}px; border: 0" title="A ReLU network learns"></iframe>')


def _record(experiment: Experiment, sweeps: Sequence[Ridge], every: int) -> dict:
    samples, target = experiment.samples, experiment.settings.target
    test = np.unique(np.linspace(0, len(samples.x_test) - 1, 1200).astype(int))
    shown = np.unique(np.linspace(0, len(samples.x) - 1, 2000).astype(int))
    return {"target": TARGETS.get(target, target)[:200], "every": every, "noise": experiment.settings.noise,
            "batch": experiment.settings.batch, "samples": experiment.settings.samples,
            "x": _packed(samples.x[shown]), "y": _packed(samples.y[shown]),
            "xTest": _packed(samples.x_test[test]), "yTest": _packed(samples.y_test[test]),
            "runs": [*(_run(history, every) for history in experiment.runs), *map(_sweep, sweeps)]}


def _run(history: History, every: int) -> dict:
    saves = np.unique(np.append(np.arange(0, len(history.steps), every), len(history.steps) - 1))
    return {"mode": history.mode, "width": history.width, "rate": history.rate,
            "ended": "" if history.ended == "done" else history.ended, "steps": history.steps[saves].tolist(),
            "w1": _packed(history.w1[saves]), "b1": _packed(history.b1[saves]), "w2": _packed(history.w2[saves]),
            "b2": _packed(history.b2[saves]), "train": _packed(history.train_error[saves]),
            "test": _packed(history.test_error[saves])}


def _sweep(found: Ridge) -> dict:
    """As a run whose states belong to the λ in place of steps."""
    count, width = found.w2.shape
    return {"mode": "ridge", "width": width, "ended": "", "steps": list(range(count)),
            "lambdas": found.lambdas.tolist(), "w1": _packed(np.tile(found.hidden.w1, (count, 1))),
            "b1": _packed(np.tile(found.hidden.b1, (count, 1))), "w2": _packed(found.w2), "b2": _packed(found.b2),
            "train": _packed(found.train_error), "test": _packed(found.test_error)}


def _packed(numbers: np.ndarray) -> str:
    """Little-endian float32 in base64, row by row."""
    with np.errstate(over="ignore"):
        return base64.b64encode(np.ascontiguousarray(numbers, dtype="<f4").tobytes()).decode("ascii")
