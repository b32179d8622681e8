"""A piece of input and the places in it. Offsets count characters of the text as it was given."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """Half-open range of character offsets into a `Source`."""

    start: int
    end: int

    def to(self, other: Span) -> Span:
        """The smallest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


class Source(NamedTuple):
    """Input text with the name a message uses for it and the line on which it begins."""

    text: str
    name: str = "input"
    first_line: int = 1

    def locate(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of a character offset."""
        before = self.text[:offset]
        return self.first_line + before.count("\n"), offset - (before.rfind("\n") + 1) + 1

    def line(self, offset: int) -> str:
        """The whole line that holds the offset, without its newline."""
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        return self.text[start:] if end < 0 else self.text[start:end]
