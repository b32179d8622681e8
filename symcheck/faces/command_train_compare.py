"""`symcheck train compare`: gradient descent against stochastic gradient descent, in a table and pictures."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path

import click

from symcheck.faces import training_options as options
from symcheck.faces.training import table_of
from symcheck.faces.training_progress import bars
from symcheck.train.network.compare import Comparison, compare


@click.command("compare")
@options.data
@options.target
@options.drop
@click.option("--batches", type=options.Numbers(int), default="1,4,16,64", show_default=True, metavar="B,...",
              help="Batch sizes to compare with all rows at once.")
@click.option("--rate", type=float, default=0.05, show_default=True, metavar="RATE", help="The learning rate of all.")
@click.option("--epochs", type=int, default=100, show_default=True, metavar="N", help="Times through the data.")
@options.hidden
@options.activation
@click.option("--seed", type=int, default=0, show_default=True, metavar="S", help="Of all that is random.")
@click.option("-o", "--output", "folder", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER",
              help="Write the pictures there.")
@options.formats
@click.option("--json", "as_json", is_flag=True, help="Print the result as a line of JSON.")
def command(data, target, drop, batches, rate, epochs, hidden, activation, seed, folder, kinds, as_json):
    """Compare gradient descent with stochastic gradient descent: cost, variance, convergence.

    \b
    symcheck train compare -o comparison
    """
    with options.refusing():
        table = table_of(data, target, None, drop)
        labels = [f"batches of {b}" for b in sorted(set(batches))] + ["all rows"]
        with bars(labels, [epochs] * len(labels), [0] * len(labels)) as moved:
            found = compare(table, batches=batches, rate=rate, epochs=epochs, hidden=hidden,
                            activation=activation, seed=seed, progress=moved)
        if folder is not None:
            _write(found, folder, kinds)
    click.echo(json.dumps(_record(found), allow_nan=False) if as_json else _text(found))
    diverged = [d for d in found.descents if d.diverged]
    for d in diverged:
        click.echo(f"batches of {d.batch}: diverged before step {d.diverged}, with the learning rate {rate:g}", err=True)
    return 2 if diverged else 0


def _write(found: Comparison, folder: Path, kinds: tuple[str, ...]) -> None:
    from symcheck.train.network.pictures import comparison_of_descents, gradient_statistics

    folder.mkdir(parents=True, exist_ok=True)
    drawn = {"descents": comparison_of_descents(found), "gradients": gradient_statistics(found)}
    options.write_pictures(drawn, folder, kinds)


def _text(found: Comparison) -> str:
    n, d = found.split.X.shape
    rows = [("", "kept by", "", "operations", "variance of", "", "error after", f"to reach {found.target_error:.3g}:", ""),
            ("batch", "forward", "backward", "a step", "the gradient", "σ²/|S|", f"{found.epochs} epochs", "steps", "time")]
    for cost, spread, descent in zip(found.costs, found.spreads, found.descents):
        name = "all" if cost.batch == n else str(cost.batch)
        reached = ("-", "-") if descent.reached is None else (f"{descent.reached:,}", f"{descent.reached_seconds:.4f} s")
        rows.append((name, _bytes(cost.forward_bytes), _bytes(cost.backward_bytes), f"{cost.operations:,}",
                     f"{spread.measured:.4g}", f"{spread.with_replacement:.4g}", "diverged" if descent.diverged else f"{descent.errors[-1]:.4f}", *reached))
    widths = [max(len(row[c]) for row in rows[1:]) for c in range(len(rows[1]))]
    lines = ["  ".join(cell.rjust(w) for cell, w in zip(row, widths)).rstrip() for row in rows]
    means = ", ".join(f"{100 * apart:.2g}% ({100 * expected:.2g}%)" for _, apart, expected in found.means)
    numbers = ", ".join(f"{number:,}" for number, *_ in found.means)
    return "\n".join([
        f"{found.table.target} from {d} features, {n} rows to train on; learning rate {found.rate:g} for all", "",
        *lines, "",
        f"The variance falls as |S| to the power {found.exponent:.3f}; the law says -1.",
        f"The estimate is unbiased: averaged over {numbers} batches of {found.mean_batch}, it is",
        f"{means} away from the gradient (expected);",
        f"over the batches of a whole epoch, only by rounding (less than {max(1e-12, found.whole):.0e})."])


def _bytes(number: int) -> str:
    return f"{number / 1024:.1f} KiB" if number < 1 << 20 else f"{number / (1 << 20):.1f} MiB"


def _record(found: Comparison) -> dict:
    return {"target": found.table.target, "rate": found.rate, "epochs": found.epochs,
            "costs": [asdict(c) for c in found.costs], "variances": [asdict(s) for s in found.spreads],
            "exponent": found.exponent, "means": [list(m) for m in found.means], "mean_batch": found.mean_batch,
            "target_error": found.target_error,
            "descents": [{"batch": d.batch, "steps": d.steps.tolist(), "seconds": d.seconds.tolist(),
                          "errors": [e if math.isfinite(e) else None for e in d.errors.tolist()],
                          "reached": d.reached, "reached_seconds": d.reached_seconds, "diverged": d.diverged} for d in found.descents]}
