"""`symcheck derive`: the worked solution of a worksheet's part, or of a quantity under definitions."""

from __future__ import annotations

from pathlib import Path

import click

from symcheck.faces.command_equal import declarations
from symcheck.faces.command_group import (
    EXPRESSIONS,
    derived,
    from_standard_input,
    limit_options,
    record_text,
    show,
)
from symcheck.faces.files import form_of, write
from symcheck.faces.workers import Record

ENDINGS = {".md": "markdown", ".tex": "latex", ".py": "numpy", ".txt": "text"}


@click.command("derive", context_settings=EXPRESSIONS)
@click.argument("what", nargs=-1, metavar="WORKSHEET [PART] | QUANTITY")
@click.option("--declare", multiple=True, metavar="TEXT",
              help="A declaration or assumption in LaTeX, or several, separated by line ends or semicolons. "
                   "May be repeated.")
@click.option("--define", multiple=True, metavar="TEXT", help="A definition, likewise; after all declarations.")
@click.option("--layout", type=click.Choice(["column", "row"]), default="column", show_default=True,
              help="Layout of derivatives.")
@click.option("--spelling", type=click.Choice(["hadamard", "diag"]),
              help="Elementwise products, or diagonal matrices; as is usual in the layout if not given.")
@click.option("--format", "kind", type=click.Choice(["text", "markdown", "latex"]), default=None,
              help="What to print; text if not given. `symcheck verify` checks Markdown and LaTeX.")
@click.option("--numpy", is_flag=True, help="Print a NumPy function for the loss and its gradients.")
@click.option("--batch", metavar="NAMES", help="With --numpy: what differs from sample to sample, as in 'x, y'; "
                                               "x and y if not given, nothing if empty.")
@click.option("--cost", is_flag=True, help="Count the operations, measure both ways in NumPy; with -o plot them.")
@click.option("--json", "as_json", is_flag=True, help="Print the solution as a line of JSON.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE (.md, .tex, .txt; .py with --numpy; .png, .svg with --cost).")
@limit_options
def command(what, declare, define, layout, spelling, kind, numpy, batch, cost, as_json, output, seconds, memory):
    """Work out PART of WORKSHEET, or QUANTITY under definitions: each step with shape, reason and proof.

    PART may be the beginning of several parts' ids; without it the whole worksheet is worked out. QUANTITY is a
    derivative (several, separated by semicolons), a loss, an \\arg\\min or an update.

    \b
    symcheck derive cs189-fa20-dis7 2d
    symcheck derive --declare 'X \\in \\mathbb{R}^{n \\times d}; w \\in \\mathbb{R}^d' '\\nabla_w \\|Xw\\|^2'

    Exit codes: 0 derived and verified, 2 unreadable, 3 something is missing.
    """
    job = {"do": "derive", "layout": layout, "spelling": spelling, **named(what, declare, define)}
    ending = Path(output).suffix.lower() if output is not None else ""
    if cost:
        return _costs(job, seconds, memory, as_json, output, ending)
    if numpy or ending == ".py":
        kind = "numpy"
        job["batch"] = None if batch is None else [n.strip() for n in batch.split(",") if n.strip()]
    if output is not None and kind is None:
        kind = form_of(output, ENDINGS)
    if not as_json:
        job |= {"format": kind or "text", "show": {"colour": False} if output else show()}
    return _conclude(derived(job, seconds, memory), as_json, output)


def named(what: tuple[str, ...], declare: tuple[str, ...], define: tuple[str, ...]) -> Record:
    """What is to be derived: a worksheet and part, or a quantity with what it rests on."""
    from symcheck.course import worksheet_names

    unknown = [w for w in what if w.startswith("--")]
    if unknown:
        raise click.UsageError(f"there is no option {unknown[0]}")
    lines = declarations((*declare, *define))
    if what and not lines and (what[0] in worksheet_names() or len(what) == 2):
        if len(what) > 2:
            raise click.UsageError("a worksheet and a part are wanted; put a quantity between single quotes")
        return {"worksheet": what[0], "part": what[1] if len(what) == 2 else ""}
    if len(what) != 1:
        raise click.UsageError("WORKSHEET [PART] or QUANTITY is wanted; put a quantity between single quotes, "
                               "since shells eat backslashes")
    return {"declare": lines, "quantity": from_standard_input(what[0])}


def _costs(job: Record, seconds: float, memory: int, as_json: bool, output: str | None, ending: str) -> int:
    """Print what a loss and its gradients cost, and plot what was measured."""
    if output is not None and ending not in (".png", ".svg"):
        raise click.UsageError(f"{output}: a plot's name must end in .png or .svg")
    job |= {"cost": True} | ({} if as_json else {"format": "text", "show": show()})
    record = derived(job, seconds, memory)
    code, text = record.pop("exit_code", 3), record.pop("text", "")
    if as_json:
        from symcheck.report.json import line

        text = line(record)
    click.echo(text or record_text(record))
    if output is not None and "measured" in record.get("cost", {}):
        from symcheck.report.cost_plot import cost_plot

        try:
            cost_plot(record["cost"], output, "Cost of a gradient")
        except ImportError:
            raise click.UsageError("plots need matplotlib: pip install matplotlib") from None
        except OSError as error:
            raise click.UsageError(f"cannot write {output}: {error.strerror}") from None
        click.echo(f"wrote {output}", err=True)
    return code


def _conclude(record: Record, as_json: bool, output: str | None) -> int:
    """Print or write what was derived; the result is the exit code."""
    code = record.pop("exit_code", 3)
    text = record.pop("text", "")
    record.pop("limit", None)
    if as_json:
        from symcheck.report.json import line

        text = line(record)
    elif not text:
        click.echo(record_text(record), err=output is not None)
        return code
    if output is None:
        click.echo(text)
        return code
    return code if write(output, (text if text.endswith("\n") else text + "\n").encode()) else 2
