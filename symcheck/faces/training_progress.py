"""Bars on standard error with the steps done and the errors; one line where it is no terminal."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager

EVERY = 0.1  # seconds between two drawings


@contextmanager
def bars(names: list[str], totals: list[int], done: list[int]):
    """A function (number, steps done, *errors) that moves the bar of a run."""
    if not sys.stderr.isatty():
        if any(before < total for before, total in zip(done, totals)):
            print(f"training: {', '.join(names)}", file=sys.stderr, flush=True)
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f}"),
               TextColumn("{task.fields[errors]}"), TimeRemainingColumn())
    # No thread refreshes the bars: processes are forked while they are shown.
    with Progress(*columns, console=Console(stderr=True), auto_refresh=False) as progress:
        tasks = [progress.add_task(name, total=total, completed=begun, errors="")
                 for name, total, begun in zip(names, totals, done)]
        drawn = 0.0

        def moved(number: int, steps: int, *errors: float) -> None:
            nonlocal drawn
            shown = "error " + " / ".join(f"{e:.4f}" for e in errors)
            progress.update(tasks[number], completed=steps, errors=shown)
            now = time.monotonic()
            if now - drawn > EVERY or steps == totals[number]:
                drawn = now
                progress.refresh()

        yield moved
