"""`symcheck verify`: the derivations in Markdown or LaTeX files, step by step."""

from __future__ import annotations

import os

import click

from symcheck.faces.command_group import exit_code, show
from symcheck.faces.command_line import IMPORTS
from symcheck.faces.files import read
from symcheck.faces.progress import counted
from symcheck.faces.sheets import Sheet
from symcheck.faces.workers import Limits, Record, Worker, ask, next_worker

LARGEST = 1 << 20  # bytes of a document
STEPS = 40         # steps a document's time limit is reckoned for
ATTEMPTS = 4       # readings of a key's answer its time limit is reckoned for


@click.command("verify")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option("--worksheet", metavar="NAME",
              help="Check a key, whose headings name this worksheet's parts; or begin with its names.")
@click.option("--part", metavar="PART", help="Begin with the names of this part of it.")
@click.option("--layout", type=click.Choice(["column", "row", "either"]),
              help="Layout of derivatives; either if not given.")
@click.option("--gaps", is_flag=True, help="Report results restated without a step in between.")
@click.option("--sheet", "sheet", metavar="OUT",
              help="Also write the derivation or key, each step or part marked and explained, to OUT (.pdf, .tex or .html).")
@click.option("--latexmk", is_flag=True, help="Make the PDF with TeX instead of the embedded typesetter.")
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON for each file.")
@click.option("--seconds", type=click.FloatRange(min=0.01), default=3.0, metavar="S", show_default=True,
              help="Time limit of a step, in seconds.")
@click.option("--memory", type=click.IntRange(min=64), default=1024, metavar="MIB", show_default=True,
              help="Memory limit of a file, in MiB.")
def command(paths, worksheet, part, layout, gaps, sheet, latexmk, as_json, seconds, memory):
    """Judge every step of the derivation in each FILE (.md or .tex, `-` for standard input).

    \b
    symcheck verify derivations/ridge_map.md
    symcheck verify key.md --worksheet cs189-fa20-dis7    an instructor's key, part by part

    Exit codes: 0 all right, 1 a step is wrong, 2 something could not be read, 3 undecided.
    """
    use = Limits(STEPS * seconds, memory << 20)
    options = {"worksheet": worksheet, "part": part, "layout": layout, "gaps": gaps, "seconds": seconds}
    out = Sheet.at(sheet, latexmk, len(paths))
    codes = []
    worker = None
    try:
        with counted("verified", len(paths)) as step:
            for number, path in enumerate(paths):
                worker = next_worker(worker, use, IMPORTS["verify"])
                codes.append(_one(worker, path, options, as_json, number, use, out))
                step()
    finally:
        if worker is not None:
            worker.end()
    if len(paths) > 1 and not as_json:
        click.echo(_summary(codes))
    return exit_code(codes)


def _one(worker: Worker, path: str, options: Record, as_json: bool, number: int, use: Limits,
         out: Sheet | None) -> int:
    """Judge a file and print what was found; the result is its exit code."""
    try:
        data = read(path, LARGEST)
    except click.UsageError as error:
        click.echo(f"symcheck: {error.message}", err=True)
        return 2
    name = "standard input" if path == "-" else os.path.basename(path)
    job = {"do": "verify", "name": name, "text": data.decode("utf-8-sig", "replace"), "kind": _kind(path),
           **options}
    if options["worksheet"] and not options["part"]:
        from symcheck.faces.keys import checked_key, key_sheet, printed

        key = checked_key(worker, job, Limits(options["seconds"] * ATTEMPTS, use.memory))
        if key is not None:
            click.echo(("\n" if number and not as_json else "") + printed(key, as_json))
            written = out is None or out.written(key_sheet(key, out.wanted))
            return key.exit_code if written else key.exit_code or 2
    if not as_json:
        job["show"] = show()
    if out is not None:
        job["sheet"] = out.wanted
    record = ask(worker, job)
    text = record.pop("text", "")
    record.pop("limit", None)
    code = record.pop("exit_code", 3)
    if out is not None and not out.written(record.pop("sheet", {})):
        code = code or 2
    if as_json:
        from symcheck.report.json import line

        record.setdefault("first_wrong", None)
        record.setdefault("steps", [])
        click.echo(line(record))
    else:
        click.echo(("\n" if number else "") + (text or f"{name}: could not decide: {record.get('message', '')}"))
    return code


def _summary(codes: list[int]) -> str:
    words = {0: "right", 1: "wrong", 2: "not read in full", 3: "undecided"}
    counts = ", ".join(f"{codes.count(c)} {word}" for c, word in words.items() if c in codes)
    return f"\n{len(codes)} files: {counts}"


def _kind(path: str) -> str | None:
    ending = os.path.splitext(path)[1].lower()
    return {".md": "md", ".markdown": "md", ".tex": "tex", ".latex": "tex"}.get(ending)
