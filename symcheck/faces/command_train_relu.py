"""`symcheck train relu`: all runs of the ReLU visualization, saved, drawn, and made into a page."""

from __future__ import annotations

import json
from pathlib import Path

import click

from symcheck.faces import training
from symcheck.faces import training_options as options
from symcheck.faces.training_progress import bars
from symcheck.text.diagnostic import fail
from symcheck.train.relu import archive
from symcheck.train.relu.ridge import SWEEP, Ridge, ridge
from symcheck.train.relu.run import Experiment
from symcheck.train.relu.settings import Settings, first_state
from symcheck.train.relu.steps import ENGINES

USUAL = Settings()
SAVED = "training.npz"
MODES = ("output", "all", "ridge")


@click.command("relu")
@click.option("--target", default=USUAL.target, show_default=True, metavar="F",
              help="piecewise-linear, sine, or any function of x in LaTeX.")
@click.option("--constant", default=USUAL.constant, show_default=True, metavar="C",
              help="The constant c of the piecewise linear target.")
@click.option("--widths", type=options.Numbers(int), default=",".join(map(str, USUAL.widths)), show_default=True,
              metavar="K,...", help="Hidden units of each network.")
@click.option("--mode", "modes", type=click.Choice(MODES), multiple=True, default=MODES, show_default=True,
              help="Which layers learn, or ridge regression on the first features; may be repeated.")
@click.option("--samples", default=USUAL.samples, show_default=True, metavar="N", help="Noisy samples.")
@click.option("--noise", default=USUAL.noise, show_default=True, metavar="SIGMA",
              help="Standard deviation of the noise.")
@click.option("--batch", type=int, metavar="B", help="Samples of a step; a fifth of the samples if not given.")
@click.option("--rate-output", default=USUAL.rate_output, show_default=True, metavar="RATE",
              help="Learning rate of the output layer alone.")
@click.option("--rate-all", default=USUAL.rate_all, show_default=True, metavar="RATE",
              help="Learning rate of all layers.")
@click.option("--steps", type=int, metavar="T", help=f"Steps of SGD.  [default: {USUAL.steps}]")
@click.option("--save-every", default=USUAL.save_every, show_default=True, metavar="T",
              help="Steps between two saved states.")
@click.option("--test-points", default=USUAL.test_points, show_default=True, metavar="N",
              help="Points of the test set besides the samples' own.")
@click.option("--lambdas", type=options.Numbers(float), metavar="L,...", help="Penalties of the ridge regression.")
@click.option("--seed", default=USUAL.seed, show_default=True, metavar="S", help="Of all that is random.")
@click.option("--engine", type=click.Choice(ENGINES), default="fused", show_default=True,
              help="How a step is computed; the results agree.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes; one a core if not given.")
@click.option("-o", "--output", "folder", type=click.Path(file_okay=False, path_type=Path),
              default="relu-training", show_default=True, metavar="FOLDER",
              help="Where the states, the page and the pictures go.")
@options.formats
@click.option("--no-pictures", is_flag=True, help="Write no pictures, only the states and the page.")
@click.option("--resume", is_flag=True, help="Go on with the training saved in FOLDER and its settings; --steps may be more.")
@click.option("--overwrite", is_flag=True, help="Replace the training saved in FOLDER.")
@click.option("--json", "as_json", is_flag=True, help="Print the errors as a line of JSON.")
def command(target, constant, widths, modes, samples, noise, batch, rate_output, rate_all, steps, save_every,
            test_points, lambdas, seed, engine, jobs, folder, kinds, no_pictures, resume, overwrite, as_json):
    """Fit a ReLU network with one hidden layer to a function on [0, 1] by SGD, and watch it learn.

    \b
    symcheck train relu
    symcheck train relu --target '\\sin(20x)' --widths 5,80 -o sine

    Open FOLDER/index.html and move the slider. Exit codes: 0 trained, 2 a setting cannot be, or a run
    diverged, 130 interrupted: what was trained is saved, and --resume goes on with it.
    """
    with options.refusing():
        saved = folder / SAVED
        if resume:
            if not saved.exists():
                raise fail("bad-save", f"there is no {saved} to resume",
                           help="Train without --resume first, or name its folder with -o.")
            experiment = training.resumed(saved, steps)
        else:
            if saved.exists() and not overwrite:
                raise fail("bad-setting", f"{saved} holds a training already",
                           help="Choose another folder with -o, --resume it, or --overwrite it.")
            if batch is not None and batch < 1:
                raise fail("bad-setting", f"batch is {batch}, but at least 1 is wanted")
            trained = tuple(mode for mode in modes if mode != "ridge")
            settings = Settings(target, samples, noise, widths, trained, batch or 0, rate_output, rate_all,
                                USUAL.steps if steps is None else steps, save_every, test_points, constant, seed)
            experiment = training.start(settings, target)
        sweeps = [ridge(first_state(experiment.settings, width), experiment.samples, lambdas or SWEEP)
                  for width in experiment.settings.widths] if "ridge" in modes else []
        folder.mkdir(parents=True, exist_ok=True)
        finished = _train(experiment, engine, jobs)
        if experiment.runs:
            archive.save(experiment, saved)
        _draw(experiment, sweeps, folder, () if no_pictures else kinds)
    _show(experiment, sweeps, as_json)
    if not as_json and experiment.runs:
        click.echo(f"\nopen {folder / 'index.html'} to watch them learn")
    diverged = [h.ended for h in experiment.runs if h.diverged]
    for sentence in diverged:
        click.echo(f"diverged: {sentence}\n\nhelp: Try a smaller learning rate; what was trained before is kept.",
                   err=True)
    if not finished:
        click.echo(f"interrupted: what was trained is in {saved}; --resume goes on with it", err=True)
        return 130
    return 2 if diverged else 0


def _train(experiment: Experiment, engine: str, jobs: int | None) -> bool:
    names = [h.name for h in experiment.runs]
    with bars(names, [experiment.settings.steps] * len(names), [int(h.steps[-1]) for h in experiment.runs]) as moved:
        return training.finish(experiment, engine, jobs, moved)


def _draw(experiment: Experiment, sweeps: list[Ridge], folder: Path, kinds: tuple[str, ...]) -> None:
    """The page, and the pictures in each of these formats."""
    from symcheck.train.relu.page import page

    if experiment.runs:
        (folder / "index.html").write_text(page(experiment, sweeps), encoding="utf-8")
    if kinds:
        from symcheck.train.relu.pictures import all_pictures

        options.write_pictures(all_pictures(experiment, sweeps), folder, kinds)


def _show(experiment: Experiment, sweeps: list[Ridge], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_record(experiment, sweeps), allow_nan=False))
        return
    rows = [(h.name, f"{h.steps[-1]:,}", f"{h.train_error[-1]:.5f}", f"{h.test_error[-1]:.5f}")
            for h in experiment.runs]
    rows += [(f"ridge, width {len(s.hidden.w1)}", f"λ = {s.lambdas[s.best]:g}", f"{s.train_error[s.best]:.5f}",
              f"{s.test_error[s.best]:.5f}") for s in sweeps]
    rows.insert(0, ("mean squared errors", "steps", "training", "test"))
    click.echo("\n".join(options.aligned(rows)))


def _record(experiment: Experiment, sweeps: list[Ridge]) -> dict:
    return {"settings": experiment.settings.record(),
            "runs": [{"mode": h.mode, "width": h.width, "steps": int(h.steps[-1]), "ended": h.ended,
                      "train_error": float(h.train_error[-1]), "test_error": float(h.test_error[-1])}
                     for h in experiment.runs],
            "ridge": [{"width": len(s.hidden.w1), "lambdas": s.lambdas.tolist(),
                       "train_error": s.train_error.tolist(), "test_error": s.test_error.tolist()}
                      for s in sweeps]}
