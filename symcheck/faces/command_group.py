"""The click group, its commands loaded by name, and the options that several of them share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection
from importlib import import_module
from typing import Any

import click

from symcheck import __version__
from symcheck.faces.command_line import COMMANDS, IMPORTS, SPARE
from symcheck.faces.workers import Limits, Record, Worker, ask

# Students' expressions may begin with a minus sign, so what is no option is an argument.
EXPRESSIONS = {"ignore_unknown_options": True}
MOST_TEXT = 4 << 20  # characters of an expression read from standard input


class NamedCommands(click.Group):
    """A group whose commands are the rows of a table: name, module, a line about it. A module is imported when
    its command is named; `what` is what a command is called."""

    def __init__(self, *arguments: Any, table: dict[str, tuple[str, str]], what: str, **more: Any):
        super().__init__(*arguments, **more)
        self.table, self.what = table, what

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        row = self.table.get(name)
        return None if row is None else import_module(row[0]).command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, says) for name, (_, says) in self.table.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]):
        if args and args[0] not in self.table:
            raise click.UsageError(f"there is no {self.what} {args[0]!r}{suggestion(args[0], self.table)}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=NamedCommands, table=COMMANDS, what="command", context_settings={"help_option_names": ["--help"]})
@click.version_option(__version__, prog_name="symcheck")
def cli() -> None:
    """Judge LaTeX derivations from machine-learning courses.

    Exit codes: 0 right, 1 wrong, 2 usage or unreadable, 3 undecided.
    """


def limit_options(command: Callable) -> Callable:
    """--seconds and --memory."""
    command = click.option("--memory", type=click.IntRange(min=64), default=1024, metavar="MIB",
                           show_default=True, help="Memory limit of a check, in MiB.")(command)
    return click.option("--seconds", type=click.FloatRange(min=0.01), default=3.0, metavar="S",
                        show_default=True, help="Time limit of a check, in seconds.")(command)


def limits(seconds: float, memory: int) -> Limits:
    """Limits from `limit_options`: seconds, and memory in MiB."""
    return Limits(seconds, memory << 20)


def settle(ctx: click.Context, job: Record, use: Limits) -> Record:
    """One job's record, from the worker begun early where it has these limits."""
    spare = (ctx.obj or {}).get(SPARE)
    worker = spare if spare is not None and spare.limits == use else Worker(
        use, imports=IMPORTS[job["do"]], fork=True)
    with worker:
        return ask(worker, job)


def derived(job: Record, seconds: float, memory: int) -> Record:
    """The record of a job that derives something; it may take as long as ten checks."""
    with Worker(limits(10 * seconds, memory), imports=IMPORTS["derive"], fork=True) as worker:
        return ask(worker, job)


def conclude(record: Record, as_json: bool, title: str = "") -> int:
    """Print a record; the result is its exit code."""
    from symcheck.judge.verdict import EXIT_CODE

    text = record.pop("text", "")
    record.pop("limit", None)
    if as_json:
        from symcheck.report.json import line

        click.echo(line(record))
    else:
        click.echo(text or record_text(record, title))
    return EXIT_CODE[record["verdict"]]


def exit_code(codes: Collection[int]) -> int:
    """The exit code of a command that did several things: the first of 1, 2 and 3 among theirs, else 0."""
    return next((code for code in (1, 2, 3) if code in codes), 0)


def record_text(record: Record, title: str = "") -> str:
    """The terminal text of a record that a limit cut short."""
    from symcheck.report.json import verdict_of
    from symcheck.report.text import verdict_text

    return verdict_text(verdict_of(record), title=title, **show())


def show() -> dict[str, Any]:
    """How to paint on standard output: colour only on a terminal, and never under NO_COLOR."""
    terminal = sys.stdout.isatty()
    width = 88
    if terminal:
        import shutil

        width = min(shutil.get_terminal_size().columns, 100)
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return {"colour": colour, "width": width}


def from_standard_input(text: str) -> str:
    """The text itself, or for `-` what stands on standard input."""
    if text != "-":
        return text
    data = sys.stdin.buffer.read(MOST_TEXT + 1)
    if len(data) > MOST_TEXT:
        raise click.UsageError(f"the expression on standard input is longer than {MOST_TEXT >> 20} MiB")
    try:
        return data.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise click.UsageError(f"standard input is not UTF-8 at byte {error.start + 1}") from None


def suggestion(name: str, known) -> str:
    """`; did you mean ...?` with the nearest known names, or the empty string."""
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), 3, 0.5)
    return f"; did you mean {' or '.join(near)}?" if near else ""
