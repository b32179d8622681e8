"""`symcheck train`: networks trained in NumPy, with pictures and a page that shows them learning."""

from __future__ import annotations

import click

from symcheck.faces.command_group import NamedCommands

TRAININGS = {
    "relu": ("symcheck.faces.command_train_relu", "Watch a ReLU network fit a function of x."),
    "regression": ("symcheck.faces.command_train_regression", "Predict house prices, or a column of any CSV."),
    "compare": ("symcheck.faces.command_train_compare", "Gradient descent against stochastic gradient descent."),
    "formulas": ("symcheck.faces.command_train_formulas", "Show and verify the formulas that are run."),
}


@click.group("train", cls=NamedCommands, table=TRAININGS, what="training")
def command() -> None:
    """Train a small network in NumPy and watch it learn.

    Exit codes: 0 trained, 2 usage, unusable data or a run that diverged, 130 interrupted.
    """
