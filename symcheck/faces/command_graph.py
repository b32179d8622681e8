"""`symcheck graph`: the computation graph of a worksheet's part, or of a name under definitions."""

from __future__ import annotations

import sys
from base64 import b64decode
from pathlib import Path

import click

from symcheck.faces.command_derive import named
from symcheck.faces.command_group import EXPRESSIONS, conclude, limit_options, limits, show
from symcheck.faces.command_line import IMPORTS
from symcheck.faces.workers import Worker, ask

ENDINGS = {".txt": "text", ".dot": "dot", ".gv": "dot", ".mmd": "mermaid", ".tex": "tex", ".svg": "svg", ".png": "png",
           ".pdf": "pdf"}
LARGEST = 1 << 18  # bytes of a graph handed in


@click.command("graph", context_settings=EXPRESSIONS)
@click.argument("what", nargs=-1, metavar="WORKSHEET PART | NAME")
@click.option("--declare", multiple=True, metavar="TEXT", help="Declarations in LaTeX, as for derive.")
@click.option("--define", multiple=True, metavar="TEXT", help="Definitions, likewise.")
@click.option("--format", "form", type=click.Choice(["text", "dot", "mermaid", "tex", "svg"]), help="What to print; text if not given.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE (.svg, .png, .pdf, .tex, .dot, .mmd, .txt).")
@click.option("--compare", metavar="FILE", help="Compare a graph with it: edges, DOT or Mermaid; `-` for standard input.")
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as a line of JSON.")
@limit_options
def command(what, declare, define, form, output, compare, as_json, seconds, memory):
    """Draw the computation graph of PART of WORKSHEET, or of a NAME that is defined, with its local derivatives.

    \b
    symcheck graph cs189-fa20-dis7 2d -o backprop.svg
    symcheck graph cs189-fa20-dis7 2c --compare mine.dot
    symcheck graph --declare 'x, y, w \\in \\mathbb{R}^d' --define 'r = w^\\top x - y^\\top x; L = r^2' L

    Exit codes: 0 drawn, or compared and right; 1 another graph; 2 usage or unreadable; 3 undecided.
    """
    job = {"do": "graph", **named(what, declare, define)}
    if job.get("part") == "":
        raise click.UsageError("a part is wanted too, as in `symcheck graph cs189-fa20-dis7 2d`")
    if compare is not None:
        if form or output:
            raise click.UsageError("--compare prints a verdict; leave --format and -o out")
        job["compare"] = _read(compare)
        if not as_json:
            job["show"] = {**show(), "title": compare}
    else:
        if as_json:
            raise click.UsageError("--json prints a comparison; name a graph with --compare")
        form = form or (ENDINGS.get(Path(output).suffix.lower()) if output else "text")
        if form is None:
            raise click.UsageError(f"{output}: the file's name must end in {', '.join(ENDINGS)}")
        job["form"] = form
    with Worker(limits(10 * seconds, memory), imports=IMPORTS["derive"], fork=True) as worker:
        record = ask(worker, job)
    code = record.pop("exit_code", 3)
    if "data" in record:
        return put(b64decode(record["data"]), output)
    if compare is not None and "verdict" in record:
        conclude(record, as_json, compare)
        return code
    message = record.get("message", "no graph was made")
    if code == 2:
        raise click.UsageError(message)
    click.echo(f"symcheck: {message}", err=True)
    return 3


def put(data: bytes, output: str | None) -> int:
    """Write a drawing, or print it; the result is the exit code."""
    if output is None:
        click.echo(data.decode(), nl=False)
        return 0
    try:
        Path(output).write_bytes(data)
    except OSError as error:
        click.echo(f"symcheck: cannot write {output}: {error.strerror}", err=True)
        return 2
    click.echo(f"wrote {output}", err=True)
    return 0


def _read(path: str) -> str:
    try:
        if path == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(LARGEST + 1)
    except OSError as error:
        raise click.UsageError(f"cannot read {path}: {error.strerror}") from None
    if len(data) > LARGEST:
        raise click.UsageError(f"{path} is larger than {LARGEST >> 10} KiB")
    return data.decode("utf-8-sig", "replace")
