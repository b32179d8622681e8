"""`symcheck verify`: the derivation in a Markdown or LaTeX file, step by step."""

from __future__ import annotations

import os

import click

from symcheck.faces.command_group import show
from symcheck.faces.command_line import IMPORTS
from symcheck.faces.workers import Limits, Worker, ask

LARGEST = 1 << 20  # bytes of a document


@click.command("verify")
@click.argument("path", metavar="FILE")
@click.option("--worksheet", metavar="NAME", help="Begin with the names of this worksheet.")
@click.option("--part", metavar="PART", help="Of this part of it.")
@click.option("--layout", type=click.Choice(["column", "row", "either"]),
              help="Layout of derivatives; either if not given.")
@click.option("--gaps", is_flag=True, help="Report results restated without steps.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as a line of JSON.")
@click.option("--seconds", type=click.FloatRange(min=0.01), default=3.0, metavar="S", show_default=True,
              help="Time limit of a step, in seconds.")
@click.option("--memory", type=click.IntRange(min=64), default=1024, metavar="MIB", show_default=True,
              help="Memory limit, in MiB.")
def command(path, worksheet, part, layout, gaps, as_json, seconds, memory):
    """Judge every step of the derivation in FILE (.md or .tex, `-` for standard input).

    \b
    symcheck verify derivations/ridge_map.md

    Exit codes: 0 all right, 1 a step is wrong, 2 something could not be read, 3 undecided.
    """
    data = _read(path)
    job = {"do": "verify", "name": "standard input" if path == "-" else os.path.basename(path),
           "text": data.decode("utf-8-sig", "replace"), "kind": _kind(path), "worksheet": worksheet,
           "part": part, "layout": layout, "gaps": gaps, "seconds": seconds}
    if not as_json:
        job["show"] = show()
    with Worker(Limits(20 * seconds + 30, memory << 20), imports=IMPORTS["verify"], fork=True) as worker:
        record = ask(worker, job)
    text = record.pop("text", "")
    record.pop("limit", None)
    code = record.pop("exit_code", 3)
    if as_json:
        from symcheck.report.json import line

        click.echo(line(record))
    else:
        click.echo(text or record.get("message", "could not decide"))
    return code


def _read(path: str) -> bytes:
    import sys

    try:
        if path == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(LARGEST + 1)
    except OSError as error:
        raise click.UsageError(f"cannot read {path}: {error.strerror}") from None
    if len(data) > LARGEST:
        raise click.UsageError(f"{path} is larger than {LARGEST >> 20} MiB")
    return data


def _kind(path: str) -> str | None:
    ending = os.path.splitext(path)[1].lower()
    return {".md": "md", ".markdown": "md", ".tex": "tex", ".latex": "tex"}.get(ending)
