"""The `symcheck` command. Exit codes: 0 right, 1 wrong, 2 usage or unreadable, 3 undecided.

Results go to standard output, progress and errors to standard error. A single `equal` or `check`
forks its worker before anything else is imported: it loads the engine while this process loads click
and parses the arguments.
"""

from __future__ import annotations

import os
import sys

from symcheck.faces import workers

# A command's module and one line about it; a module is imported when its command is named.
COMMANDS = {
    "equal": ("symcheck.faces.command_equal", "Judge whether two expressions are equal."),
    "check": ("symcheck.faces.command_check", "Check an answer to a part of a worksheet."),
    "verify": ("symcheck.faces.command_verify", "Judge every step of a derivation in a file."),
    "derive": ("symcheck.faces.command_derive", "Work a quantity or a worksheet's part out, step by step."),
    "graph": ("symcheck.faces.command_graph", "Draw a computation graph, or compare one."),
    "sketch": ("symcheck.faces.command_sketch", "Sketch a number as a function of one variable."),
    "sheet": ("symcheck.faces.command_sheet", "Print a worksheet with its worked solutions."),
    "worksheets": ("symcheck.faces.command_worksheets", "List the worksheets, or one's parts."),
    "train": ("symcheck.faces.command_train", "Train a small network and watch it learn."),
    "demo": ("symcheck.faces.command_demo", "Judge real answers to a real worksheet."),
}
SPARE = "SYMCHECK_SPARE"  # the key under which click's context holds the worker begun early


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the result is the process's exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    spare = _early_worker(arguments)
    try:
        return _run(arguments, spare)
    except BrokenPipeError:
        # The reader has gone; the interpreter must not try to flush to it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 3
    finally:
        if spare is not None and not spare.ended:
            spare.end()


def _run(arguments: list[str], spare: workers.Worker | None) -> int:
    """The exit code of the command: what goes wrong in symcheck itself is never 1, "wrong"."""
    import click

    from symcheck.faces.command_group import cli

    try:
        return cli.main(arguments, prog_name="symcheck", obj={SPARE: spare},
                        standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        print("interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        raise
    except SystemExit:
        return 3  # click leaves so, but with 1, when the reader of the output has gone
    except Exception:
        import traceback

        traceback.print_exc()
        print("symcheck: internal error; nothing was decided", file=sys.stderr)
        return 3


def _early_worker(arguments: list[str]) -> workers.Worker | None:
    """The worker of a single `equal` or `check` with the usual limits."""
    if not arguments or arguments[0] not in ("equal", "check"):
        return None
    if any(a.startswith(("--batch", "--file", "--help", "--seconds", "--memory"))
           for a in arguments):
        return None
    return workers.Worker(imports=IMPORTS[arguments[0]], fork=True)


# What a worker imports before its first job, so that no check is charged with it.
IMPORTS = {
    "equal": ("symcheck.judge.equality", "symcheck.read.declare", "symcheck.report.text"),
    "check": ("symcheck.judge.equality", "symcheck.course", "symcheck.report.text"),
    "derive": ("symcheck.derive.quantity", "symcheck.course", "symcheck.report.solution_text"),
    "verify": ("symcheck.judge.derivation.verify", "symcheck.read.declare", "symcheck.report.derivation_text"),
}
