"""A time limit for one step, so that a step that cannot be decided does not hide the later ones.

The limit counts processor time and interrupts Python code only; the worker's limits, enforced from
outside, remain. Outside the main thread there is no limit.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable

from symcheck.expr import ShapeError
from symcheck.judge import verdict as V
from symcheck.judge.derivation.relations.link import Link
from symcheck.judge.verdict import Verdict
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit


class OutOfTime(BaseException):
    """Raised in the step; no handler on the way may take it for an answer."""


def limited(judged: Callable[[], Link], seconds: float | None) -> Link:
    """The link, or `undecided` when it took longer than `seconds`."""
    judged = _sheltered(judged)
    if seconds is None or threading.current_thread() is not threading.main_thread() \
            or not hasattr(signal, "ITIMER_VIRTUAL"):
        return judged()

    def stop(number, frame):
        raise OutOfTime

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        return judged()
    except OutOfTime:
        return Link(Verdict(V.UNDECIDED, f"the time limit of {seconds:g} s for a step was reached"))
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _sheltered(judged: Callable[[], Link]) -> Callable[[], Link]:
    """What the engine cannot express makes a step undecided; the document goes on."""

    def run() -> Link:
        try:
            return judged()
        except (Unsupported, Limit, ShapeError, RecursionError) as reason:
            return Link(Verdict(V.UNDECIDED, f"outside what can be decided: {reason}"))

    return run
