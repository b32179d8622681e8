"""A piece of input and the places in it. Offsets count characters of the text as it was given.

A `Source` cut out of a file has an `Origin`, which says of every character where in the file it stands;
`locate`, `line` and `extent` then answer for the file, so that a caret points into what was written.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple


class Span(NamedTuple):
    """Half-open range of character offsets into a `Source`."""

    start: int
    end: int

    def to(self, other: Span) -> Span:
        """The smallest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


class Source(NamedTuple):
    """Input text with the name a message uses for it, the line on which it begins, and its origin.

    Two sources are equal when text and origin are; the origin is compared by identity, so that hashing
    one costs the same as hashing its text.
    """

    text: str
    name: str = "input"
    first_line: int = 1
    origin: Origin | None = None

    def locate(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of a character offset."""
        if self.origin is not None:
            return self.origin.file.locate(self.origin.place(offset)[0])
        before = self.text[:offset]
        return self.first_line + before.count("\n"), offset - (before.rfind("\n") + 1) + 1

    def line(self, offset: int) -> str:
        """The whole line that holds the offset, without its newline."""
        if self.origin is not None:
            return self.origin.file.line(self.origin.place(offset)[0])
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        return self.text[start:] if end < 0 else self.text[start:end]

    def extent(self, span: Span) -> int:
        """How many characters a span covers where it is shown, at least 0."""
        if self.origin is None:
            return span.end - span.start
        start = self.origin.place(span.start)[0]
        return max(0, self.origin.place(max(span.start, span.end - 1))[1] - start)

    def cut(self, start: int, end: int) -> Source:
        """The part between two offsets, which still knows where it stands."""
        if self.origin is not None:
            return Source(self.text[start:end], self.name, 1, self.origin.cut(start, end))
        file = File(self.text, self.name, self.first_line)
        return Source(self.text[start:end], self.name, self.first_line, Origin(file, [Piece(0, start, -1)]))

    def rewritten(self, text: str) -> Source:
        """Another text in the same place: offsets keep their meaning as far as it is as long."""
        if self.origin is None or len(text) == len(self.text):
            return self._replace(text=text)
        start, end = self.origin.place(0)[0], self.origin.place(max(0, len(self.text) - 1))[1]
        return self._replace(text=text, origin=Origin(self.origin.file, [Piece(0, start, end)]))


class File:
    """The whole text that sources are cut out of, with its lines."""

    def __init__(self, text: str, name: str = "input", first_line: int = 1):
        self.text, self.name, self.first_line = text, name, first_line

    @cached_property
    def starts(self) -> list[int]:
        """The offset at which each line starts."""
        starts, at = [0], self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    def locate(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1."""
        line = bisect_right(self.starts, offset) - 1
        return self.first_line + line, offset - self.starts[line] + 1

    def line(self, offset: int) -> str:
        """The line that holds the offset, without its newline."""
        start = self.starts[bisect_right(self.starts, offset) - 1]
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]

    def source(self, pieces: list[Piece], text: str) -> Source:
        """The source of a text made of these pieces of the file."""
        return Source(text, self.name, 1, Origin(self, pieces))


class Piece(NamedTuple):
    """From `offset` of a text on it stands in the file from `start` on, character by character.

    Where `end` is not negative, each of its characters stands for the whole of `start`..`end` instead:
    a macro's call for what it expands to.
    """

    offset: int
    start: int
    end: int


class Origin:
    """Where the characters of a text stand in a file: pieces in the order of their offsets."""

    __slots__ = ("file", "pieces")

    def __init__(self, file: File, pieces: Iterable[Piece]):
        self.file = file
        self.pieces = list(pieces)

    def place(self, offset: int) -> tuple[int, int]:
        """The range of the file that a character stands for; past the last one, where it ends."""
        at = bisect_right(self.pieces, offset, key=_offset) - 1
        piece = self.pieces[max(at, 0)]
        if piece.end >= 0:
            return piece.start, piece.end
        start = piece.start + offset - piece.offset
        return start, start + 1

    def exact(self, offset: int) -> bool:
        """Is this very character the file's?"""
        return self.pieces[bisect_right(self.pieces, offset, key=_offset) - 1].end < 0

    def between(self, start: int, end: int) -> list[Piece]:
        """The pieces of a part, with offsets of this text; the first and last may reach beyond it."""
        low = bisect_right(self.pieces, start, key=_offset) - 1
        high = bisect_right(self.pieces, max(start, end - 1), key=_offset)
        return self.pieces[max(low, 0):high]

    def cut(self, start: int, end: int) -> Origin:
        """The origin of a part."""
        return Origin(self.file, (
            Piece(max(0, p.offset - start),
                  p.start if p.end >= 0 else p.start + max(0, start - p.offset), p.end)
            for p in self.between(start, end)))


def _offset(piece: Piece) -> int:
    return piece.offset
