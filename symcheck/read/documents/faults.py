"""What is wrong with a file as a file: collected, not raised, so that the rest is read."""

from __future__ import annotations

from symcheck.text import Diagnostic, Source, Span
from symcheck.text.diagnostic import fail

FAULTS = 100    # messages about one file


class Faults:
    """The messages about one file."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self.full = False       # is the rest of the file not looked at?

    def fault(self, id: str, headline: str, source: Source, span: Span, *facts: str,
              help: str = "") -> None:
        """One more message."""
        if not self.full:
            self.found.append(fail(id, headline, source, span, *facts, help=help).diagnostic)
            if len(self.found) == FAULTS:
                self.stop(source, span, "the file has too many faults", f"{FAULTS} are reported")

    def stop(self, source: Source, span: Span, headline: str, fact: str) -> None:
        """Give the rest of the file up."""
        if not self.full:
            self.found.append(fail("too-many-items", headline, source, span,
                                   f"{fact}; the rest is not read",
                                   help="Split the file into several.").diagnostic)
        self.full = True

    def in_order(self) -> tuple[Diagnostic, ...]:
        """The messages by their places in the file."""
        return tuple(sorted(self.found, key=lambda d: d.source.locate(d.span.start)))
