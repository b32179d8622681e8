"""`symcheck sketch`: a number as a function of one variable, with its kinks, jumps and slopes labelled."""

from __future__ import annotations

import click

from symcheck.faces.command_derive import named
from symcheck.faces.command_group import EXPRESSIONS, derived, limit_options
from symcheck.faces.files import form_of, put_drawing

ENDINGS = {".svg": "svg", ".png": "png", ".tex": "tex", ".txt": "text"}


@click.command("sketch", context_settings=EXPRESSIONS)
@click.argument("what", nargs=-1, metavar="WORKSHEET PART | QUANTITY")
@click.option("--declare", multiple=True, metavar="TEXT", help="Declarations in LaTeX, as for derive.")
@click.option("--define", multiple=True, metavar="TEXT", help="Definitions, likewise.")
@click.option("--by", default="x", show_default=True, metavar="NAME", help="The variable.")
@click.option("--at", "values", multiple=True, metavar="NAME=NUMBER", help="The value of another name. May be repeated.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE (.svg, .png, .tex); in words on standard output if not given.")
@limit_options
def command(what, declare, define, by, values, output, seconds, memory):
    """Sketch PART of WORKSHEET, or QUANTITY, as a function of a variable.

    \b
    symcheck sketch eecs182-sp23-dis2 1c -o jump.svg
    symcheck sketch --declare 'x, w, b \\in \\mathbb{R}' '\\max(0, w x + b)' --at w=-2 -o kink.png

    Exit codes: 0 drawn, 2 usage, unreadable, or nothing that can be sketched; 3 a limit.
    """
    job = {"do": "sketch", "by": by, "at": dict(map(_value, values)), **named(what, declare, define)}
    if job.get("part") == "":
        raise click.UsageError("a part is wanted too, as in `symcheck sketch eecs182-sp23-dis2 1c`")
    job["form"] = form_of(output, ENDINGS) if output else "text"
    return put_drawing(derived(job, seconds, memory), output)


def _value(text: str) -> tuple[str, float]:
    """`w=2` as a name and a number."""
    name, _, number = text.rpartition("=")
    try:
        return name.strip(), float(number)
    except ValueError:
        raise click.UsageError(f"--at {text}: a name and a number are wanted, as in --at w=2") from None
