"""What a worker does with one job: a dict in, the record of the contract out.

    {"do": "equal", "declare": [...], "lhs", "rhs", "layout"?}
    {"do": "check", "worksheet", "part", "answer"}

With `"show": {"colour", "width"}` the record also holds the verdict's terminal text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from symcheck.report.json import record

if TYPE_CHECKING:
    from symcheck.judge.verdict import Verdict
    from symcheck.read.context import Context

CONTEXTS = 256  # contexts kept, since the lines of a batch often share their declarations


def answer(job: dict[str, Any]) -> dict[str, Any]:
    """The record of a job, without its time."""
    verdict = JOBS[job["do"]](job)
    result = record(verdict)
    show = job.get("show")
    if show is not None:
        from symcheck.report.text import verdict_text

        result["text"] = verdict_text(verdict, **show)
    return result


def equal_verdict(job: dict[str, Any]) -> Verdict:
    """The verdict on two sides under declarations; any of them may be unreadable."""
    from symcheck.judge.equality import equal, unreadable
    from symcheck.text import SymcheckError

    try:
        context = context_of(tuple(job["declare"]))
    except SymcheckError as error:
        return unreadable(error)
    return equal(context, job["lhs"], job["rhs"], job.get("layout"))


def check_verdict(job: dict[str, Any]) -> Verdict:
    """The verdict on an answer to a part of a worksheet."""
    from symcheck.course import load_worksheet
    from symcheck.judge.equality import unreadable
    from symcheck.text import SymcheckError

    try:
        return load_worksheet(job["worksheet"]).check(job["part"], job["answer"])
    except SymcheckError as error:
        return unreadable(error)


@lru_cache(CONTEXTS)
def context_of(declare: tuple[str, ...]) -> Context:
    """The context of some declarations and definitions. Raises `SymcheckError`."""
    from symcheck.read.context import Context

    return Context(declare)


JOBS = {"equal": equal_verdict, "check": check_verdict}
