"""What is done to a document as a whole, each part tried: a fault of the program in one of them costs that part, and is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Trials:
    """`guard` runs what it is given and says what went wrong in it; without one nothing is caught. `faults`: what it said."""

    def __init__(self, guard: Callable[[Callable[[], None]], str] | None):
        self.guard, self.faults = guard or _unguarded, []

    def of(self, what: Callable[[], T], otherwise: T) -> T:
        """What it gives, `otherwise` where it fails."""
        made: list[T] = []
        if fault := self.guard(lambda: made.append(what())):
            self.faults.append(fault)
        return made[0] if made else otherwise


def _unguarded(run: Callable[[], None]) -> str:
    run()
    return ""
