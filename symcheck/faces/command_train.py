"""`symcheck train`: networks trained in NumPy, with pictures and a page that shows them learning."""

from __future__ import annotations

from importlib import import_module

import click

TRAININGS = {
    "relu": ("symcheck.faces.command_train_relu", "Watch a ReLU network fit a function of x."),
    "regression": ("symcheck.faces.command_train_regression", "Predict house prices, or a column of any CSV."),
    "compare": ("symcheck.faces.command_train_compare", "Gradient descent against stochastic gradient descent."),
    "formulas": ("symcheck.faces.command_train_formulas", "Show and verify the formulas that are run."),
}


class _Trainings(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(TRAININGS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        row = TRAININGS.get(name)
        return None if row is None else import_module(row[0]).command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, says) for name, (_, says) in TRAININGS.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]):
        if args and args[0] not in TRAININGS:
            from symcheck.faces.command_group import suggestion

            raise click.UsageError(f"there is no training {args[0]!r}{suggestion(args[0], TRAININGS)}", ctx)
        return super().resolve_command(ctx, args)


@click.group("train", cls=_Trainings)
def command() -> None:
    """Train a small network in NumPy and watch it learn.

    Exit codes: 0 trained, 2 usage, unusable data or a run that diverged, 130 interrupted.
    """
