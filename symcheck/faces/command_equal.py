"""`symcheck equal`: two expressions under declarations, or a file of such cases."""

from __future__ import annotations

import click

from symcheck.faces.command_group import (
    EXPRESSIONS,
    conclude,
    from_standard_input,
    limit_options,
    limits,
    settle,
    show,
)
from symcheck.faces.command_line import IMPORTS


@click.command("equal", context_settings=EXPRESSIONS)
@click.argument("sides", nargs=-1, metavar="LHS RHS")
@click.option("--declare", multiple=True, metavar="TEXT",
              help="A declaration, definition or assumption in LaTeX, or several, separated by "
                   "line ends or semicolons. May be repeated.")
@click.option("--layout", type=click.Choice(["column", "row", "either"]),
              help="Layout of derivatives; column if not given.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as a line of JSON.")
@click.option("--batch", metavar="FILE",
              help="Judge the cases of a JSON-lines file, `-` for standard input.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N",
              help="Worker processes of a batch; as many as there are cores if not given.")
@limit_options
@click.pass_context
def command(ctx, sides, declare, layout, as_json, batch, jobs, seconds, memory):
    """Judge whether LHS and RHS are equal.

    Either may be `-`, which reads it from standard input.

    \b
    symcheck equal '\\nabla_w \\|Xw\\|^2' '2X^\\top Xw' \\
        --declare 'X \\in \\mathbb{R}^{n \\times d}; w \\in \\mathbb{R}^d'

    A line of --batch holds {"id", "declare": [...], "lhs", "rhs", "layout"?}; its exit code is 1 if
    any is wrong, else 2 if any is unreadable, else 3 if any is undecided, else 0.
    """
    use = limits(seconds, memory)
    if batch is not None:
        if sides or declare or layout:
            raise click.UsageError("--batch takes its cases, declarations and layouts from FILE")
        from symcheck.faces import batch as lines
        from symcheck.faces.lines import equal_job

        return lines.run(batch, equal_job, IMPORTS["equal"], use, jobs, as_json)
    lhs, rhs = two(sides)
    job = {"do": "equal", "declare": declarations(declare), "lhs": from_standard_input(lhs),
           "rhs": from_standard_input(rhs), "layout": layout}
    if not as_json:
        job["show"] = show()
    return conclude(settle(ctx, job, use), as_json)


def two(sides: tuple[str, ...]) -> tuple[str, str]:
    """The two sides, or a usage error that says what is amiss."""
    unknown = [s for s in sides if s.startswith("--")]
    if len(sides) > 2 and unknown:
        raise click.UsageError(f"there is no option {unknown[0]}")
    if len(sides) != 2:
        raise click.UsageError(
            f"two expressions are wanted, LHS and RHS, but {len(sides)} came; put each between "
            "single quotes, since shells eat backslashes")
    if sides == ("-", "-"):
        raise click.UsageError("only one of the two sides can be read from standard input")
    return sides


def declarations(texts: tuple[str, ...]) -> list[str]:
    r"""Single declarations: cut at line ends, and at semicolons outside brackets that are no `\;`."""
    found: list[str] = []
    for line in "\n".join(texts).splitlines():
        depth, begun, previous = 0, 0, ""
        for at, c in enumerate(line):
            if previous != "\\":
                if c == ";" and depth == 0:
                    found.append(line[begun:at])
                    begun = at + 1
                depth += (c in "([{") - (c in ")]}")
            previous = "" if previous == "\\" else c
        found.append(line[begun:])
    return [text.strip() for text in found if text.strip()]
