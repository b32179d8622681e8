"""What the `train` commands share: options, refusals, tables on the terminal, pictures in files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from symcheck.text import SymcheckError
from symcheck.train.formulas import ACTIVATIONS

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Numbers(click.ParamType):
    """Numbers separated by commas."""

    name = "numbers"

    def __init__(self, kind: type):
        self.kind = kind

    def convert(self, value, param, ctx):
        if isinstance(value, tuple):
            return value
        try:
            return tuple(self.kind(part) for part in value.split(","))
        except ValueError:
            raise click.BadParameter(f"{value!r} is no list of numbers separated by commas", ctx, param) from None


class Columns(click.ParamType):
    """Names of columns separated by commas."""

    name = "columns"

    def convert(self, value, param, ctx):
        if isinstance(value, tuple):
            return value
        return tuple(name.strip() for name in value.split(",") if name.strip())


data = click.option("--data", type=click.Path(path_type=Path), metavar="FILE.csv",
                    help="A table with names in its first line; 211 houses in Baltimore if not given.")
target = click.option("--target", metavar="COLUMN", help="The column to predict; PRICE for the houses.")
drop = click.option("--drop", type=Columns(), metavar="COLUMN,...", default="", help="Leave these columns out.")
hidden = click.option("--hidden", type=int, default=50, show_default=True, metavar="M", help="Hidden units.")
activation = click.option("--activation", type=click.Choice(list(ACTIVATIONS)), default="sigmoid", show_default=True,
                          help="Of the hidden units.")
formats = click.option("--format", "kinds", type=click.Choice(["png", "svg"]), multiple=True, default=["png"],
                       show_default=True, help="Of the pictures; may be repeated.")


@contextmanager
def refusing() -> Iterator[None]:
    """Say what cannot be used, settings or files, and end the command with the exit code 2."""
    try:
        yield
    except SymcheckError as error:
        said = str(error)
    except OSError as error:
        said = f"symcheck: cannot use {error.filename}: {error.strerror}"
    else:
        return
    click.echo(said, err=True)
    raise click.exceptions.Exit(2)


def aligned(rows: list[tuple[str, ...]]) -> list[str]:
    """The lines of a table: the first column on the left, the others on the right."""
    first, *others = [max(map(len, column)) for column in zip(*rows)]
    return ["  ".join([name.ljust(first), *(cell.rjust(w) for cell, w in zip(cells, others))]).rstrip()
            for name, *cells in rows]


def write_pictures(pictures: dict[str, Figure], folder: Path, kinds: tuple[str, ...]) -> None:
    """Each picture in each of these formats."""
    from symcheck.train.drawing import write

    for name, drawn in pictures.items():
        for kind in kinds:
            write(drawn, folder / f"{name}.{kind}")
