"""`symcheck train regression`: a two-layer network for a column of a table, beside least squares."""

from __future__ import annotations

import json
from pathlib import Path

import click

from symcheck.faces import training_options as options
from symcheck.faces.training import table_of
from symcheck.faces.training_progress import bars
from symcheck.train.network.optimizers import RULES
from symcheck.train.network.regression import Fit, Regression, fit_network

_RATES = ", ".join(f"{r.constants['rate']:g} for {r.name}" for r in RULES.values())


@click.command("regression")
@options.data
@options.target
@click.option("--features", type=options.Columns(), metavar="COLUMN,...",
              help="Predict from these columns; from all others if not given.")
@options.drop
@options.hidden
@options.activation
@click.option("--optimizer", type=click.Choice(list(RULES)), default="sgd", show_default=True, help="How to descend.")
@click.option("--rate", type=float, metavar="RATE", help=f"The learning rate; if not given, {_RATES}.")
@click.option("--beta", type=float, metavar="B", help="Momentum's and Nesterov's constant; 0.9 if not given.")
@click.option("--beta1", type=float, metavar="B", help="Adam's for the mean; 0.9 if not given.")
@click.option("--beta2", type=float, metavar="B", help="Adam's for the square; 0.999 if not given.")
@click.option("--epsilon", type=float, metavar="E", help="Adam's; 1e-8 if not given.")
@click.option("--epochs", type=int, default=200, show_default=True, metavar="N", help="Times through the data.")
@click.option("--batch", type=int, metavar="B", help="Rows of a step; 32 if not given, all for gd.")
@click.option("--test-share", type=float, default=0.2, show_default=True, metavar="P",
              help="Of the rows, kept for testing.")
@click.option("--seed", type=int, default=0, show_default=True, metavar="S", help="Of all that is random.")
@click.option("-o", "--output", "folder", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER",
              help="Write pictures and the weights there.")
@options.formats
@click.option("--json", "as_json", is_flag=True, help="Print the result as a line of JSON.")
def command(data, target, features, drop, hidden, activation, optimizer, rate, beta, beta1, beta2, epsilon,
            epochs, batch, test_share, seed, folder, kinds, as_json):
    """Train a two-layer network to predict a column of a table.

    \b
    symcheck train regression
    symcheck train regression --data houses.csv --target price --optimizer adam -o houses

    Errors are in the target's own units, beside those of least squares. Exit codes: 0 trained, 2 the data or a
    setting cannot be used, or the training diverged, 130 interrupted.
    """
    with options.refusing():
        table = table_of(data, target, features or None, drop)
        with bars([f"{optimizer}, {hidden} hidden units"], [epochs], [0]) as moved:
            found = fit_network(table, hidden=hidden, activation=activation, optimizer=optimizer, epochs=epochs,
                                batch=batch, test_share=test_share, seed=seed, rate=rate, beta=beta,
                                beta1=beta1, beta2=beta2, epsilon=epsilon,
                                progress=lambda *now: moved(0, *now))
        if folder is not None:
            _write(found, folder, kinds)
    click.echo(json.dumps(_record(found), allow_nan=False) if as_json else _text(found))
    if found.ended == "done":
        return 0
    if not found.ended:
        click.echo(f"interrupted after {len(found.train_errors) - 1} epochs", err=True)
        return 130
    click.echo(f"{found.ended}\n\nhelp: Try a smaller learning rate.", err=True)
    return 2


def _write(found: Regression, folder: Path, kinds: tuple[str, ...]) -> None:
    import numpy as np

    from symcheck.train.network.pictures import all_pictures

    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / "network.npz", **found.network.parameters._asdict(), train_errors=found.train_errors,
             test_errors=found.test_errors)
    options.write_pictures(all_pictures(found), folder, kinds)


def _text(found: Regression) -> str:
    table, split, epochs = found.table, found.split, len(found.train_errors) - 1
    n, d = split.X.shape
    hidden, shown = len(found.network.b1), ", ".join(f"{k} {v:g}" for k, v in found.constants.items())
    head = (f"{table.target} from {d} feature{'s' if d > 1 else ''}: {n} rows to train on, {len(split.y_test)} to test on\n"
            f"{hidden} {found.network.activation.name} units, {found.optimizer} ({shown}), "
            f"batches of {found.batch}, {epochs} epochs\n")
    rows = [("root mean squared error", "training", "test", "test R²"),
            *((name, f"{fit.train_rmse:.5g}", f"{fit.test_rmse:.5g}", f"{fit.r2:.3f}")
              for name, fit in (("least squares", found.baseline), ("network", found.fit)))]
    return "\n".join([head, *options.aligned(rows)])


def _record(found: Regression) -> dict:
    def fit(f: Fit) -> dict:
        return {"train_rmse": f.train_rmse, "test_rmse": f.test_rmse, "r2": f.r2 if f.r2 == f.r2 else None}

    return {"target": found.table.target, "features": list(found.table.features), "rows": len(found.table.y),
            "optimizer": found.optimizer, **found.constants, "batch": found.batch,
            "epochs": len(found.train_errors) - 1, "ended": found.ended, "least_squares": fit(found.baseline),
            "network": fit(found.fit), "train_errors": found.train_errors.tolist(),
            "test_errors": found.test_errors.tolist()}
