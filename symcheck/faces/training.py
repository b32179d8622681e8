"""The trainer's public functions: they read the target, start or resume the runs, and say how they ended."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import resources

from symcheck.text.diagnostic import fail
from symcheck.train import limits
from symcheck.train.network.compare import Comparison, compare
from symcheck.train.network.regression import Regression, fit_network
from symcheck.train.network.table import BALTIMORE, PRICE, Table, checked, parse, read_table
from symcheck.train.relu import archive
from symcheck.train.relu.parallel import Progress, train_runs, usual_jobs
from symcheck.train.relu.run import Experiment, begun, check_engine
from symcheck.train.relu.settings import MODES, TARGETS, Curve, Settings, curve_of, draw_samples


def train_relu(target="piecewise-linear", *, widths: Sequence[int] = (10, 20, 40),
               modes: Sequence[str] = MODES, samples: int = 200, noise: float = 0.1, batch: int | None = None,
               rate_output: float = 0.2, rate_all: float = 0.02, steps: int | None = None,
               save_every: int = 1_000, test_points: int = 1_000, seed: int = 0, engine: str = "fused",
               jobs: int | None = None, resume: str | os.PathLike | None = None) -> Experiment:
    """Fit y = w2 · max(0, w1 x + b1) + b2 to noisy samples of a function on [0, 1] by SGD.

    `target` is 'piecewise-linear', 'sine', LaTeX or a SymPy expression of x, or a function of an array.
    For each of `widths` (hidden units) and `modes` ('output': the output layer learns, 'all': all do) a
    run of `steps` steps (150,000 if not given) on batches of `batch` (a fifth of the `samples` if not given) drawn with
    replacement, its state saved every `save_every` steps. `noise` is a standard deviation; a test set without
    noise has `test_points` further points. `engine` is 'fused', 'reference' or 'numba'; `jobs` the number
    of processes. All is determined by `seed`, in float64. `resume` is a file that an earlier result's `save` wrote:
    the training goes on with its settings, up to `steps` if given.

    The result has `runs`, each with its saved states and errors, and shows itself as a page in a notebook.
    A run that diverges ends with a warning, and so does all after Ctrl-C; what was trained is in the result. Raises
    `SymcheckError` for settings that cannot be (`bad-setting`), targets that are not finite (`bad-target`) and files
    that hold no training (`bad-save`).
    """
    if resume is not None:
        return _finished(resumed(resume, steps), engine, jobs)
    if batch is not None:
        limits.count("batch", batch)
    if not modes:
        raise limits.refused("modes", "empty", f"at least one of {' and '.join(MODES)} is wanted")
    settings = Settings(_name(target), samples, noise, tuple(widths), tuple(modes), batch or 0, rate_output,
                        rate_all, Settings.steps if steps is None else steps, save_every, test_points, seed=seed)
    return _finished(start(settings, target), engine, jobs)


def _finished(experiment: Experiment, engine: str, jobs: int | None) -> Experiment:
    if not finish(experiment, engine, jobs):
        warnings.warn("stopped by Ctrl-C; the result's `save` keeps it, and `resume` goes on", RuntimeWarning,
                      stacklevel=3)
    for history in experiment.runs:
        if history.diverged:
            warnings.warn(history.ended, RuntimeWarning, stacklevel=3)
    return experiment


def train_regression(data=None, target: str | None = None, *, features: Sequence[str] | None = None,
                     drop: Sequence[str] = (), hidden: int = 50, activation: str = "sigmoid",
                     optimizer: str = "sgd", epochs: int = 200, batch: int | None = None,
                     test_share: float = 0.2, seed: int = 0, **constants) -> Regression:
    """Train a two-layer network to predict a column of a table, with least squares beside it.

    `data` is a CSV file with names in its first line, or a pair of arrays X (n, d) and y (n,), and `target` the
    column to predict, from `features` (all others if not given) without `drop`; with neither, the prices of 211
    houses in Baltimore. `hidden` units with the `activation` 'sigmoid' or 'relu' learn for `epochs` by
    'gd', 'sgd', 'momentum', 'nesterov' or 'adam', whose constants `rate`, `beta`, `beta1`, `beta2`, `epsilon` may be
    given. Batches hold `batch` rows (32; all for 'gd'), each row at most once an epoch. A share `test_share` of the
    rows is kept for testing; all columns are standardized by the rest.

    Raises `SymcheckError` (`bad-data`, `unknown-column`, `bad-setting`). A training that diverges ends with a
    warning, Ctrl-C with what was trained.
    """
    table = table_of(data, target, features, drop)
    found = fit_network(table, hidden=hidden, activation=activation, optimizer=optimizer, epochs=epochs,
                        batch=batch, test_share=test_share, seed=seed, **constants)
    if found.ended not in ("", "done"):
        warnings.warn(found.ended, RuntimeWarning, stacklevel=2)
    return found


def compare_descent(data=None, target: str | None = None, *, batches: Sequence[int] = (1, 4, 16, 64),
                    rate: float = 0.05, epochs: int = 100, hidden: int = 50, activation: str = "sigmoid",
                    test_share: float = 0.2, seed: int = 0) -> Comparison:
    """Compare gradient descent with stochastic gradient descent on a table, as in `train_regression`.

    For each of `batches` and for all rows at once: what a step costs in memory and operations, the variance of
    its estimate of the gradient, and how the training error falls with steps and seconds. Raises
    `SymcheckError` (`bad-data`, `unknown-column`, `bad-setting`).
    """
    return compare(table_of(data, target), batches=batches, rate=rate, epochs=epochs, hidden=hidden,
                   activation=activation, test_share=test_share, seed=seed)


def table_of(data, target: str | None, features: Sequence[str] | None = None, drop: Sequence[str] = ()) -> Table:
    """The table in a CSV file, of a pair of arrays, or of the houses in Baltimore where `data` is None."""
    if isinstance(data, tuple):
        return checked(*data, target=target or "y")
    if data is not None and target is None:
        raise fail("bad-setting", "it is not said which column of the data is to be predicted",
                   help="Name it: --target COLUMN.")
    if data is None:
        text = resources.files("symcheck.train.network").joinpath(BALTIMORE).read_text("utf-8")
        return parse(text, BALTIMORE, target or PRICE, features, drop)
    return read_table(data, target, features, drop)


def start(settings: Settings, target) -> Experiment:
    """An experiment none of whose runs has made a step."""
    settings = settings.checked()
    samples = draw_samples(settings, _curve(settings, target))
    return Experiment(settings, samples, [begun(settings, samples, mode, width) for mode in settings.modes
                                          for width in settings.widths])


def resumed(path: str | os.PathLike, steps: int | None = None) -> Experiment:
    """The experiment saved at `path`, to be finished, or continued up to `steps`."""
    experiment = archive.load(path)
    if steps is not None:
        done = max(int(h.steps[-1]) for h in experiment.runs)
        if steps < done:
            raise fail("bad-setting", f"steps is {steps}, but {done} are done already",
                       help="Resume with more, or train anew into another folder.")
        experiment.settings = replace(experiment.settings, steps=steps).checked()
        for history in experiment.runs:
            if history.ended == "done" and history.steps[-1] < steps:
                history.ended = ""
    return experiment


def finish(experiment: Experiment, engine: str = "fused", jobs: int | None = None,
           progress: Progress = lambda *_: None) -> bool:
    """Do the steps that are missing; false where Ctrl-C stopped it."""
    check_engine(engine)
    return train_runs(experiment, engine, jobs or usual_jobs(experiment), progress)


def _name(target) -> str:
    if isinstance(target, str):
        return target
    return getattr(target, "__name__", "") if callable(target) else str(target)


def _curve(settings: Settings, target) -> Curve:
    if isinstance(target, str) and target in TARGETS:
        return curve_of(settings)
    if isinstance(target, Callable):
        return target
    from symcheck.faces.target import curve

    return curve(target)
