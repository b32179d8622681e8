"""Pictures of a regression beside least squares, and of gradient descent against its stochastic kind."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from symcheck.train.drawing import CYCLE, DATA, FIT, INK, SECOND, THIRD, figure
from symcheck.train.network.compare import REACH, Comparison
from symcheck.train.network.regression import Regression


def learning_curve(found: Regression) -> Figure:
    """Training and test error, mean squared of standard scores, after each epoch."""
    with figure(5.6, 3.4) as drawn:
        ax = drawn.subplots()
        epochs = np.arange(len(found.train_errors))
        ax.semilogy(epochs, found.train_errors, color=SECOND, lw=1.3, label="training")
        ax.semilogy(epochs, found.test_errors, color=FIT, lw=1.3, label="test")
        ax.axhline(found.baseline.test_error, color=INK, lw=0.9, ls=":", label="least squares, test")
        ax.axhline(found.baseline.train_error, color=DATA, lw=0.9, ls="--", label="least squares, training")
        ax.set_xlabel("epochs")
        ax.set_ylabel(f"mean squared error of {found.table.target}\n(standard scores)")
        ax.set_title(f"{found.optimizer}, rate {found.constants['rate']:g}, batches of {found.batch}")
        ax.set_xlim(0, max(1, epochs[-1]))
        ax.yaxis.set_major_formatter("{x:g}")
        ax.yaxis.set_minor_formatter("{x:g}")
        ax.legend()
    return drawn


def predictions(found: Regression) -> Figure:
    """Predicted against true values, in the target's units; the diagonal is where they agree."""
    split = found.split
    with figure(4.2, 4.0) as drawn:
        ax = drawn.subplots()
        for X, y, colour, name in ((split.X, split.y, DATA, "training"), (split.X_test, split.y_test, FIT, "test")):
            predicted = split.mean + split.deviation * found.network.forward(X)[:, 0]
            ax.plot(split.mean + split.deviation * y, predicted, ".", ms=5, color=colour, label=name)
        low, high = ax.get_xlim()
        ax.plot([low, high], [low, high], color=INK, lw=0.8)
        ax.set_xlim(low, high)
        ax.set_xlabel(found.table.target)
        ax.set_ylabel("predicted")
        ax.set_title(f"R² on the test set: {found.fit.r2:.3f} (least squares {found.baseline.r2:.3f})")
        ax.legend()
    return drawn


def comparison_of_descents(found: Comparison) -> Figure:
    """The training error against steps, passes through the data, and seconds, for each batch size."""
    n = len(found.split.y)
    with figure(11.4, 3.5) as drawn:
        axes = drawn.subplots(1, 3, sharey=True)
        for number, d in enumerate(found.descents):
            colour = INK if d.batch == n else CYCLE[number % len(CYCLE)]
            label = f"all {n} (gradient descent)" if d.batch == n else f"batches of {d.batch}"
            epochs = d.steps / (n // d.batch)
            for ax, at in zip(axes, (d.steps, epochs, d.seconds)):
                ax.plot(at, d.errors, color=colour, lw=1.1, label=label if ax is axes[0] else None)
        for ax, name in zip(axes, ("steps", "epochs", "seconds")):
            ax.axhline(found.target_error, color=DATA, lw=0.8, ls="--")
            ax.set_xlabel(name)
            ax.set_yscale("log")
        axes[0].set_xscale("symlog", linthresh=1)
        axes[2].set_xscale("symlog", linthresh=1e-3)
        for ax in axes:
            ax.set_xlim(left=0)
        axes[0].set_ylabel("training error\n(mean squared, standard scores)")
        drawn.legend(loc="outside lower center", ncols=len(found.descents))
        drawn.suptitle(f"learning rate {found.rate:g}; dashed: {REACH:g} times the error of least squares")
    return drawn


def gradient_statistics(found: Comparison) -> Figure:
    """The variance of the gradient estimate against the batch size, and the mean of more and more estimates."""
    with figure(8.6, 3.5) as drawn:
        left, right = drawn.subplots(1, 2)
        sizes = [s.batch for s in found.spreads]
        left.loglog(sizes, [s.with_replacement for s in found.spreads], color=DATA, lw=1.1, label="σ² / |S|")
        inside = [s for s in found.spreads if s.without_replacement > 0]
        left.loglog([s.batch for s in inside], [s.without_replacement for s in inside], color=THIRD, lw=1.1, ls="--",
                    label="without replacement")
        left.loglog(sizes, [s.measured for s in found.spreads], "o", ms=5, color=FIT, label="measured, with replacement")
        left.set_xlabel("batch size |S|")
        left.set_ylabel("variance of the gradient estimate, E‖g_S − g‖²")
        left.set_title(f"falls as |S| to the power {found.exponent:.3f}")
        left.legend()
        numbers, apart, expected = zip(*found.means)
        right.loglog(numbers, expected, color=DATA, lw=1.1, label="expected of an unbiased estimate")
        right.loglog(numbers, apart, "o", ms=5, color=FIT, label="measured")
        right.set_xlabel(f"batches of {found.mean_batch} averaged over")
        right.set_ylabel("‖mean of their gradients − g‖ / ‖g‖")
        right.set_title("the estimate is unbiased")
        right.legend()
    return drawn


def all_pictures(found: Regression) -> dict[str, Figure]:
    """Each picture by the name of its file."""
    return {"errors": learning_curve(found), "predictions": predictions(found)}
