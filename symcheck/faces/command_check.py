"""`symcheck check`: an answer to a part of a worksheet, or a file of answers."""

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


@click.command("check", context_settings=EXPRESSIONS)
@click.argument("what", nargs=-1, metavar="WORKSHEET PART ANSWER")
@click.option("--json", "as_json", is_flag=True, help="Print the result as a line of JSON.")
@click.option("--file", "path", metavar="FILE",
              help="Check the answers of a JSON-lines file, `-` for standard input.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N",
              help="Worker processes for --file; as many as there are cores if not given.")
@limit_options
@click.pass_context
def command(ctx, what, as_json, path, jobs, seconds, memory):
    """Check ANSWER to PART of WORKSHEET; `symcheck worksheets` lists them.

    ANSWER is LaTeX, `lhs = rhs` or the right side alone; `-` reads it from standard input.

    \b
    symcheck check cs189-fa20-dis7 2a '4x^3 + 2x'

    A line of --file holds {"id", "worksheet", "part", "answer"}; its exit code is 1 if any is wrong,
    else 2 if any is unreadable, else 3 if any is undecided, else 0.
    """
    use = limits(seconds, memory)
    if path is not None:
        if what:
            raise click.UsageError("--file takes worksheets, parts and answers from FILE")
        from symcheck.faces import batch
        from symcheck.faces.lines import check_job

        return batch.run(path, check_job, IMPORTS["check"], use, jobs, as_json)
    if len(what) != 3:
        unknown = [w for w in what if w.startswith("--")]
        raise click.UsageError(
            f"there is no option {unknown[0]}" if unknown else
            f"WORKSHEET, PART and ANSWER are wanted, but {len(what)} came; put the answer between "
            "single quotes, since shells eat backslashes")
    worksheet, part, answer = what
    job = {"do": "check", "worksheet": worksheet, "part": part,
           "answer": from_standard_input(answer)}
    if not as_json:
        job["show"] = {**show(), "title": part}
    return conclude(settle(ctx, job, use), as_json, part)
