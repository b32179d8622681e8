"""Texts put together from parts of a file, of which each character still knows where it stands."""

from __future__ import annotations

from symcheck.text.source import File, Piece, Source


class Composer:
    """Collects parts of sources of one file, in order."""

    def __init__(self, file: File):
        self.file = file
        self.parts: list[str] = []
        self.pieces: list[Piece] = []
        self.length = 0

    def add(self, source: Source, start: int, end: int) -> None:
        """A part of a source, with its places."""
        if end <= start:
            return
        shift = self.length - start
        pieces = source.origin.pieces
        if len(pieces) == 1 and pieces[0].end < 0:
            self._place(self.length, pieces[0].start + start - pieces[0].offset, -1)
            self.parts.append(source.text[start:end])
            self.length += end - start
            return
        for p in source.origin.between(start, end):
            if p.end >= 0:
                self._place(max(self.length, p.offset + shift), p.start, p.end)
            else:
                ahead = max(0, start - p.offset)
                self._place(p.offset + ahead + shift, p.start + ahead, -1)
        self.parts.append(source.text[start:end])
        self.length += end - start

    def put(self, text: str, start: int, end: int) -> None:
        """A text that stands for the range `start`..`end` of the file."""
        if text:
            self._place(self.length, start, end)
            self.parts.append(text)
            self.length += len(text)

    def instead(self, text: str, source: Source, start: int, end: int) -> None:
        """A text that stands for a part of a source."""
        self.put(text, *reach(source, start, end))

    def source(self) -> Source:
        """What was collected."""
        return self.file.source(self.pieces or [Piece(0, 0, 0)], "".join(self.parts))

    def _place(self, offset: int, start: int, end: int) -> None:
        if self.pieces:
            last = self.pieces[-1]
            if end < 0 and last.end < 0 and start - offset == last.start - last.offset:
                return
            if end >= 0 and (last.start, last.end) == (start, end):
                return
        self.pieces.append(Piece(offset, start, end))


def reach(source: Source, start: int, end: int) -> tuple[int, int]:
    """The range of the file from the first to the last character of a part."""
    first = source.origin.place(start)
    last = source.origin.place(end - 1) if end > start else (0, 0)
    return first[0], max(first[0], last[1])


def stripped(source: Source, start: int, end: int) -> tuple[int, int]:
    """The part without the spaces around it."""
    text = source.text
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
