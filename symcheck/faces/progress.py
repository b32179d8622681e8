"""How far a command is, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def counted(word: str, total: int | None = None) -> Iterator[Callable[[], None]]:
    """A function to call for each of `total` things (an unknown number, if None) that has been done; `word` says what.

    Nothing is shown for a single thing, nor unless standard error is a terminal and the results go elsewhere.
    """
    if total == 1 or not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    bar = () if total is None else (BarColumn(),)
    columns = (TextColumn(word), *bar, MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=total)
        yield lambda: progress.advance(task)
