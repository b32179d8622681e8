"""`symcheck graph`: the computation graph of a worksheet's part, or of a name under definitions."""

from __future__ import annotations

import click

from symcheck.faces.command_derive import named
from symcheck.faces.command_group import EXPRESSIONS, conclude, derived, limit_options, show
from symcheck.faces.files import form_of, put_drawing, read

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
        job["compare"] = read(compare, LARGEST).decode("utf-8-sig", "replace")
        if not as_json:
            job["show"] = {**show(), "title": compare}
    else:
        if as_json:
            raise click.UsageError("--json prints a comparison; name a graph with --compare")
        job["form"] = form or (form_of(output, ENDINGS) if output else "text")
    record = derived(job, seconds, memory)
    if compare is not None and "verdict" in record:
        code = record.pop("exit_code", 3)
        conclude(record, as_json, compare)
        return code
    return put_drawing(record, output)

