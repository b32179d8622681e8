"""Pictures of a regression: errors against epochs beside least squares, and predictions against the truth."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from symcheck.train.drawing import DATA, FIT, INK, SECOND, figure
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


def all_pictures(found: Regression) -> dict[str, Figure]:
    """Each picture by the name of its file."""
    return {"errors": learning_curve(found), "predictions": predictions(found)}
