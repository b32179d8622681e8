"""A file of JSON lines judged by a pool of workers, one result a line in input order."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import click

from symcheck.faces.command_group import exit_code, record_text, show
from symcheck.faces.lines import LineFeed
from symcheck.faces.pool import Pool
from symcheck.faces.progress import counted
from symcheck.faces.workers import ANSWER, Limits, Record, preload
from symcheck.judge.verdict import EXIT_CODE
from symcheck.report.json import line

# A wrong answer, so that what looks for numbers is loaded as well as what reads and compares.
_FIRST = {"do": "equal", "declare": [r"v \in \mathbb{R}^m"], "lhs": r"\nabla_v \|v\|^2", "rhs": "v"}


def run(path: str, to_job: Callable[[Record], Record], imports: tuple[str, ...], use: Limits,
        jobs: int | None, as_json: bool) -> int:
    """Print the results and return the exit code: 0 where all are right."""
    fd, seen = _open(path), set()
    styles = show()

    def shown(record: Record) -> Record:
        job = to_job(record)
        if not as_json:
            job["show"] = {**styles, "title": _title(record)}
        return job

    preload(ANSWER, imports, _FIRST)
    try:
        with Pool(jobs or _cores(), use, imports=imports, fork=True) as pool, counted("judged") as step:
            for record in pool.records(LineFeed(fd, shown)):
                text = record.pop("text", "")
                seen.add(EXIT_CODE[record["verdict"]])
                if not as_json:
                    text = text or record_text(record, _title(record))
                _print(line(record) if as_json else text)
                step()
    finally:
        if fd > 2:
            os.close(fd)
    return exit_code(seen)


def _title(record: Record) -> str:
    name = record.get("id")
    return str(record.get("part", "") if name is None else name)[:80]


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _open(path: str) -> int:
    if path == "-":
        return 0
    try:
        return os.open(path, os.O_RDONLY)
    except OSError as error:
        raise click.UsageError(f"cannot read {path}: {error.strerror}") from None


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
