"""Pictures of a training: the functions fitted, the errors, the paths of elbows and slopes, derivatives."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from symcheck.train.drawing import CYCLE, DATA, FIT, INK, PALE, SECOND, THIRD, TRUE, figure
from symcheck.train.relu.ridge import Ridge
from symcheck.train.relu.run import Experiment, History, outputs
from symcheck.train.relu.settings import Samples, State

FINE = np.linspace(0.0, 1.0, 1001)
MODE = {"output": "output layer", "all": "all layers"}
MOST_COLUMNS = 6
NEAR = 1e-9  # from an elbow, where the derivatives jump


def _grid(experiment: Experiment) -> tuple[list[str], list[int]]:
    return list(experiment.settings.modes), list(experiment.settings.widths)[:MOST_COLUMNS]


def fits(experiment: Experiment, save: int = -1) -> Figure:
    """Every network's function with its elbows, its units, the samples and the target."""
    modes, widths = _grid(experiment)
    with figure(3.3 * len(widths) + 0.4, 2.9 * len(modes) + 0.3) as drawn:
        axes = drawn.subplots(len(modes), len(widths), squeeze=False, sharex=True, sharey=True)
        for row, mode in zip(axes, modes):
            for ax, width in zip(row, widths):
                history = experiment.run(mode, width)
                _fit(ax, experiment.samples, history.state(save), float(history.test_error[save]))
                ax.set_title(f"{MODE[mode]}, width {width}, step {history.steps[save]:,}")
        _legend_below(drawn, axes[0, 0])
    return drawn


def ridge_fits(sweeps: Sequence[Ridge], samples: Samples) -> Figure:
    """The functions that ridge regression on the first features finds, each for its best λ."""
    with figure(3.3 * len(sweeps) + 0.4, 3.2) as drawn:
        axes = drawn.subplots(1, len(sweeps), squeeze=False, sharey=True)[0]
        for ax, sweep in zip(axes, sweeps):
            _fit(ax, samples, sweep.state(sweep.best), float(sweep.test_error[sweep.best]))
            ax.set_title(f"ridge regression, width {len(sweep.hidden.w1)}, λ = {sweep.lambdas[sweep.best]:g}")
        _legend_below(drawn, axes[0])
    return drawn


def _legend_below(drawn: Figure, ax: Axes) -> None:
    handles, labels = ax.get_legend_handles_labels()
    drawn.legend(handles, labels, loc="outside lower center", ncols=len(labels))


def _fit(ax: Axes, samples: Samples, state: State, test_error: float) -> None:
    low, high = min(samples.y.min(), samples.y_test.min()), max(samples.y.max(), samples.y_test.max())
    with np.errstate(all="ignore"):
        elbows = -state.b1 / state.w1
    inside = elbows[(elbows >= 0) & (elbows <= 1)]
    x = np.sort(np.concatenate([FINE, inside]))
    units = state.w2 * np.maximum(0.0, np.outer(x, state.w1) + state.b1)
    ax.plot(x, units, color=PALE, lw=0.6, zorder=1)
    ax.plot([], [], color=PALE, lw=0.6, label="units, w₂ max(0, w₁x + b₁)")
    ax.plot(samples.x, samples.y, ".", ms=2.5, color=DATA, label="samples", zorder=2)
    ax.plot(samples.x_test, samples.y_test, color=TRUE, lw=1.2, label="target", zorder=3)
    ax.plot(x, outputs(state, x), color=FIT, lw=1.5, label="network", zorder=4)
    ax.plot(inside, outputs(state, inside), "o", ms=3.2, mfc="white", mec=FIT, mew=0.9, label="elbows", zorder=5)
    ax.set_xlim(0, 1)
    ax.set_ylim(low - 0.15 * (high - low), high + 0.15 * (high - low))
    ax.text(0.985, 0.02, f"test error {test_error:.4f}", transform=ax.transAxes, ha="right",
            fontsize=8, bbox={"fc": "white", "ec": "none", "alpha": 0.8, "pad": 1.5}, zorder=6)


def error_curves(experiment: Experiment, sweeps: Sequence[Ridge] = ()) -> Figure:
    """Training and test errors against steps, with the best test error of ridge regression."""
    modes, widths = _grid(experiment)
    best = {len(s.hidden.w1): s.test_error[s.best] for s in sweeps}
    with figure(3.3 * len(widths) + 0.4, 2.6 * len(modes) + 0.3) as drawn:
        axes = drawn.subplots(len(modes), len(widths), squeeze=False, sharex=True, sharey=True)
        for row, mode in zip(axes, modes):
            for ax, width in zip(row, widths):
                history = experiment.run(mode, width)
                ax.semilogy(history.steps, history.train_error, color=SECOND, lw=1.1, label="training error")
                ax.semilogy(history.steps, history.test_error, color=FIT, lw=1.1, label="test error (no noise)")
                if width in best:
                    ax.axhline(best[width], color=INK, lw=0.9, ls=":",
                               label="ridge regression on the first features, test error")
                if experiment.settings.noise:
                    ax.axhline(experiment.settings.noise**2, color=DATA, lw=0.9, ls="--", label="variance of the noise")
                ax.set_title(f"{MODE[mode]}, width {width}")
                ax.set_xlim(0, max(1, experiment.settings.steps))
        for ax in axes[-1]:
            ax.set_xlabel("steps")
            ax.xaxis.set_major_formatter(lambda v, _: f"{v / 1000:g}k" if v else "0")
        for row in axes:
            row[0].set_ylabel("mean squared error")
        _legend_below(drawn, axes[0, 0])
    return drawn


def trajectories(experiment: Experiment) -> Figure:
    """How each unit's elbow and slope move over the steps, a column for each run."""
    modes, widths = _grid(experiment)
    runs = [experiment.run(mode, width) for mode in modes for width in widths][:MOST_COLUMNS]
    with figure(2.6 * len(runs) + 0.4, 4.8) as drawn:
        axes = drawn.subplots(2, len(runs), squeeze=False, sharex=True)
        for column, history in enumerate(runs):
            top, bottom = axes[:, column]
            elbows = np.where(np.abs(history.elbows()) < 10, history.elbows(), np.nan)
            colours = _by_first_elbow(history)
            for unit, colour in enumerate(colours):
                top.plot(history.steps, elbows[:, unit], lw=0.8, color=colour)
                bottom.plot(history.steps, history.slopes()[:, unit], lw=0.8, color=colour)
            top.axhspan(0, 1, color=PALE, alpha=0.25, lw=0)
            top.set_ylim(-0.6, 1.6)
            top.set_title(f"{MODE[history.mode]}, width {history.width}")
            bottom.set_xlabel("steps")
            bottom.xaxis.set_major_formatter(lambda v, _: f"{v / 1000:g}k" if v else "0")
        axes[0, 0].set_ylabel("elbow, -b₁/w₁\n(samples lie in the grey band)")
        axes[1, 0].set_ylabel("change of slope there, w₂|w₁|")
    return drawn


def _by_first_elbow(history: History) -> list:
    """A colour for each unit, from dark to light as its elbow stood at first."""
    import matplotlib

    order = np.argsort(np.argsort(np.nan_to_num(history.elbows()[0])))
    return [matplotlib.colormaps["viridis"](0.9 * k / max(1, len(order) - 1)) for k in order]


# --- derivatives ----------------------------------------------------------------------------------

def derivatives(state: State, x: np.ndarray) -> dict[str, np.ndarray]:
    """The derivatives of y = w2 · max(0, w1 x + b1) + b2 by its parameters, at points x (n,).

    The values have the shape (n, width), and (n, 1) for b2. At an elbow, where those by b1 and w1 do not
    exist, the value is that of the inactive side, 0.
    """
    active = np.outer(x, state.w1) + state.b1 > 0
    units = np.maximum(0.0, np.outer(x, state.w1) + state.b1)
    return {"b2": np.ones((len(x), 1)), "w2": units, "b1": active * state.w2,
            "w1": active * state.w2 * x[:, None]}


def derivative_curves(history: History, save: int = -1, units: Sequence[int] | None = None) -> Figure:
    """∂y/∂b2, ∂y/∂w2, ∂y/∂b1 and ∂y/∂w1 as functions of x for a few units, with kinks and jumps marked."""
    state = history.state(save)
    elbows = history.elbows()[save]
    if units is None:
        inside = np.flatnonzero((elbows > 0.02) & (elbows < 0.98) & (np.abs(state.w2) > 1e-3))
        chosen = inside if len(inside) else np.arange(history.width)
        chosen = chosen[np.argsort(elbows[chosen])]
        units = chosen[np.unique(np.linspace(0, len(chosen) - 1, min(3, len(chosen))).astype(int))]
    titles = {"b2": "∂y/∂b₂ = 1", "w2": "∂y/∂w₂ = max(0, w₁x + b₁): a kink at the elbow",
              "b1": "∂y/∂b₁ = w₂ where w₁x + b₁ > 0, else 0: a jump",
              "w1": "∂y/∂w₁ = w₂x where w₁x + b₁ > 0, else 0: a jump"}
    with figure(8.4, 5.4) as drawn:
        axes = dict(zip(titles, drawn.subplots(2, 2, sharex=True).flat))
        for name, ax in axes.items():
            ax.set_title(titles[name])
            ax.axhline(0, color=PALE, lw=0.7)
            ax.set_xlim(0, 1)
        axes["b2"].plot([0, 1], [1, 1], color=INK, lw=1.4)
        axes["b2"].set_ylim(-0.1, 1.4)
        for number, unit in enumerate(units):
            colour, elbow = CYCLE[number % len(CYCLE)], elbows[unit]
            for name in ("w2", "b1", "w1"):
                for piece in _pieces(elbow):
                    inside = np.clip(piece, piece[0] + NEAR, piece[1] - NEAR)
                    axes[name].plot(piece, derivatives(state, inside)[name][:, unit], color=colour, lw=1.4)
                if 0 < elbow < 1:
                    left, right = derivatives(state, np.array([elbow - NEAR, elbow + NEAR]))[name][:, unit]
                    if name == "w2":
                        axes[name].plot(elbow, 0.0, "o", ms=4, color=colour)
                    else:
                        axes[name].plot([elbow] * 2, [left, right], color=colour, lw=0.8, ls=":")
                        axes[name].plot([elbow] * 2, [left, right], "o", ms=4, mfc="white", mec=colour)
            axes["w2"].plot([], [], color=colour, lw=1.4, label=f"unit {unit + 1}, elbow {elbow:.2f}")
        axes["w2"].legend()
        for ax in drawn.axes[2:]:
            ax.set_xlabel("x")
        drawn.suptitle(f"{history.name}, step {history.steps[save]:,}")
    return drawn


def _pieces(elbow: float) -> list[np.ndarray]:
    """[0, 1] split at an elbow, so that no line is drawn across a jump."""
    if not 0 < elbow < 1:
        return [np.array([0.0, 1.0])]
    return [np.array([0.0, elbow]), np.array([elbow, 1.0])]


def ridge_curves(sweeps: Sequence[Ridge]) -> Figure:
    """Errors of ridge regression on the first features against λ, a panel for each width."""
    with figure(3.1 * len(sweeps) + 0.4, 3.0) as drawn:
        axes = drawn.subplots(1, len(sweeps), squeeze=False, sharey=True)[0]
        for ax, sweep in zip(axes, sweeps):
            shown = sweep.lambdas > 0
            ax.loglog(sweep.lambdas[shown], sweep.train_error[shown], ".-", color=SECOND, lw=1.1, label="training")
            ax.loglog(sweep.lambdas[shown], sweep.test_error[shown], ".-", color=FIT, lw=1.1, label="test (no noise)")
            if sweep.lambdas[sweep.best] > 0:
                ax.plot(sweep.lambdas[sweep.best], sweep.test_error[sweep.best], "o", mfc="none", mec=THIRD, ms=8,
                        label="least test error")
            ax.set_title(f"width {len(sweep.hidden.w1)}, best λ = {sweep.lambdas[sweep.best]:g}")
            ax.set_xlabel("λ")
        axes[0].set_ylabel("mean squared error of\nridge regression on the first features")
        _legend_below(drawn, axes[0])
    return drawn


def all_pictures(experiment: Experiment, sweeps: Sequence[Ridge] = ()) -> dict[str, Figure]:
    """Each picture by the name of its file; those of ridge regression alone where nothing was trained."""
    made = {}
    if experiment.runs:
        history = max(experiment.runs, key=lambda h: (h.mode == "all", -h.width))
        made = {"fits": fits(experiment), "errors": error_curves(experiment, sweeps),
                "trajectories": trajectories(experiment), "derivatives": derivative_curves(history)}
    if sweeps:
        made.update(ridge=ridge_curves(sweeps), ridge_fits=ridge_fits(sweeps, experiment.samples))
    return made
