r"""Macros of the author's own: `\newcommand` and its kin are read, and their uses expanded.

What a use expands to stands, character by character, for the use; its arguments keep their own places.
Depth and length of what is expanded are bounded: beyond, uses are left as they are, with a fault.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from symcheck.read import notation
from symcheck.read.documents.braces import Braces
from symcheck.read.documents.compose import Composer, reach
from symcheck.read.documents.definitions import (
    DEFINERS,
    OPTIONAL,
    UNREAD,
    Macro,
    bracketed,
    definition,
)
from symcheck.read.documents.faults import Faults
from symcheck.text import Source, Span

DEPTH = 20              # expansions inside expansions
EXPANDED = 200_000      # characters that all expansions may have together
USE = 10                # what a use counts beyond the characters it expands to
FAILED = 1_000          # uses without their arguments

_MACRO = re.compile(r"\\(?:[A-Za-z@]+|[\s\S])")
_SPACE = re.compile(r"[ \t]*\n?[ \t]*")
_ENDS_IN_MACRO = re.compile(r"\\[A-Za-z@]+$")
_TWO = frozenset(r"\frac \dfrac \tfrac \cfrac \nicefrac \sfrac \binom \dbinom \tbinom \overset \underset \stackrel".split())
# Macros whose argument, unbraced, is the whole of what a macro after them stands for.
_TAKES = {spelling: 2 if spelling in _TWO else 1 for row in notation.TABLE
          if row.kind in ("construct", "font", "accent", "stack") for spelling in row.spellings}


class _Joined(Composer):
    """Puts a space where a macro would otherwise run into the letters after it."""

    def add(self, source: Source, start: int, end: int) -> None:
        if end > start:
            self._part(source.text[start], *source.origin.place(start))
            super().add(source, start, end)

    def put(self, text: str, start: int, end: int) -> None:
        self._part(text[:1], start, end)
        super().put(text, start, end)

    def _part(self, first: str, start: int, end: int) -> None:
        if first.isalpha() and self.parts and _ENDS_IN_MACRO.search(self.parts[-1][-40:]):
            super().put(" ", start, end)


@dataclass(slots=True)
class _Frame:
    """A text being read: `done` has been put out, `at` is where reading goes on."""

    source: Source
    depth: int
    done: int = 0
    at: int = 0
    braces: Braces | None = None
    whole: set[int] = field(default_factory=set)    # where a use is one argument: it gets braces

    def closing(self, at: int) -> int | None:
        if self.braces is None:
            self.braces = Braces(self.source.text)
        return self.braces.closing.get(at)


class Macros:
    """The macros that are defined so far, for all texts of one file."""

    def __init__(self, faults: Faults):
        self.faults = faults
        self.table: dict[str, Macro] = {}
        self.expanded = self.failed = 0
        self.frames: list[_Frame] = []
        self.told: set[str] = set()

    def expand(self, source: Source) -> Source:
        """The text without definitions, with the uses of all that is defined before them replaced."""
        if not self.table and not any(name in source.text for name in DEFINERS):
            return source
        out = _Joined(source.origin.file)
        self.frames = [_Frame(source, 0)]
        while self.frames:
            frame = self.frames[-1]
            m = None if self._spent() else _MACRO.search(frame.source.text, frame.at)
            if m is None:
                out.add(frame.source, frame.done, len(frame.source.text))
                self.frames.pop()
                continue
            frame.at = m.end()
            token = m[0]
            if token in DEFINERS:
                out.add(frame.source, frame.done, m.start())
                frame.done = frame.at = self._defined(frame, m)
                out.instead(" ", frame.source, m.start(), frame.at)
            elif token in self.table:
                out.add(frame.source, frame.done, m.start())
                frame.done = m.start()
                self._use(frame, m, self.table[token])
            elif token in _TAKES and self.table:
                self._mark(_TAKES[token])
        return out.source()

    def _defined(self, frame: _Frame, m: re.Match[str]) -> int:
        found, end = definition(frame.source, m, frame.closing)
        if found is None:
            self.faults.fault("missing-argument", "this definition is not finished", frame.source,
                              Span(*m.span()), f"{m[0]} takes a name and what it stands for in braces",
                              help=r"Write it as \newcommand{\name}{meaning}.")
        elif found.name and not (m[0] == r"\providecommand" and found.name in self.table):
            known = self.table.get(found.primitive)
            self.table[found.name] = known if known is not None else found
        return end

    def _use(self, frame: _Frame, m: re.Match[str], macro: Macro) -> None:
        """Push what a use stands for; or leave it as it is, with a fault."""
        if macro.primitive:
            made = _Joined(frame.source.origin.file)
            made.instead(macro.primitive, frame.source, *m.span())
            inner = _Frame(made.source(), frame.depth)
            inner.at = len(inner.source.text)
            if macro.primitive in _TAKES:
                self._mark(_TAKES[macro.primitive])
        else:
            arguments = None if self._refused(frame, m, macro) else self._arguments(frame, m, macro)
            made = None if arguments is None else self._made(frame, m, macro, arguments)
            if made is None:
                frame.at = m.end()
                return
            inner = _Frame(made, frame.depth + 1)
        frame.done = frame.at
        self.frames.append(inner)

    def _refused(self, frame: _Frame, m: re.Match[str], macro: Macro) -> bool:
        if macro.parts is UNREAD:
            self._tell(frame, m, "not-in-language", "a definition of this form is not read",
                       rf"{m[0]} is defined by other means than \newcommand and \def\name#1#2{{..}}",
                       help=rf"Define it by \newcommand{{{m[0]}}}[1]{{..}}.")
        elif frame.depth >= DEPTH:
            self._tell(frame, m, "nesting-too-deep", "this macro stands for itself again and again",
                       f"macros are expanded {DEPTH} deep", help="Define it without itself.")
        else:
            return False
        return True

    def _spent(self) -> bool:
        return self.expanded > EXPANDED or self.failed > FAILED

    def _tell(self, frame: _Frame, m: re.Match[str], id: str, headline: str, fact: str, *,
              help: str) -> None:
        """A fault, once for each macro."""
        if m[0] not in self.told:
            self.told.add(m[0])
            self.faults.fault(id, headline, frame.source, Span(*m.span()), fact, help=help)

    def _arguments(self, frame: _Frame, m: re.Match[str], macro: Macro) -> list[Source] | None:
        found = self._found(frame, macro)
        if found is None:
            self.failed += 1
            self._tell(frame, m, "missing-argument", "this macro lacks an argument",
                       f"{m[0]} takes {macro.parameters}", help="Write it in braces after it.")
        return found

    def _found(self, frame: _Frame, macro: Macro) -> list[Source] | None:
        """The arguments after a use, which may stand in the texts around this one."""
        found: list[Source] = []
        text = frame.source.text
        if macro.paired:
            frame.at += text.startswith("*", frame.at)
        if macro.default is not None or macro.paired:
            at = _SPACE.match(text, frame.at).end()
            end = bracketed(text, at, frame.closing)
            if end is not None:
                frame.at = end + 1
            if macro.default is not None:
                found.append(macro.default if end is None else frame.source.cut(at + 1, end))
        below = len(self.frames) - 1
        while len(found) < macro.parameters:
            frame = self.frames[below]
            text = frame.source.text
            at = _SPACE.match(text, frame.at).end()
            if at == len(text):
                if below == 0:
                    return None
                below -= 1
                continue
            if text[at] == "{":
                end = frame.closing(at)
                if end is None:
                    return None
                found.append(frame.source.cut(at + 1, end))
                end += 1
            elif text[at] in "}\n&$":
                return None
            else:
                m = _MACRO.match(text, at)
                end = m.end() if m else at + 1
                found.append(frame.source.cut(at, end))
            frame.at = end
            if frame is not self.frames[-1]:
                frame.done = end
        return found

    def _made(self, frame: _Frame, m: re.Match[str], macro: Macro,
              arguments: list[Source]) -> Source | None:
        """What a use stands for; None if that is too much."""
        call = reach(frame.source, m.start(), max(m.end(), frame.at))
        made = _Joined(frame.source.origin.file)
        whole = m.start() in frame.whole
        made.put("{" if whole else "", *call)
        for part in macro.parts:
            if isinstance(part, str):
                made.put(part, *call)
            elif part <= len(arguments):
                made.add(arguments[part - 1], 0, len(arguments[part - 1].text))
            if self.expanded + made.length > EXPANDED:
                self.expanded = EXPANDED + 1
                self.faults.fault("input-too-long", "the macros expand to too much", frame.source,
                                  Span(*m.span()), f"at most {EXPANDED:,} characters are read",
                                  help="Write some of them out.")
                return None
        made.put("}" if whole else "", *call)
        self.expanded += made.length + USE
        return made.source()

    def _mark(self, count: int) -> None:
        r"""`\frac\a\b`: each macro that is an argument is one, whatever it expands to."""
        below = len(self.frames) - 1
        at = self.frames[below].at
        while count:
            frame = self.frames[below]
            text = frame.source.text
            at = _SPACE.match(text, at).end()
            if at == len(text):
                below -= 1
                if below < 0:
                    return
                at = self.frames[below].at
                continue
            if text[at] == "[":
                at = text.find("]", at, at + OPTIONAL) + 1
                if not at:
                    return
                continue
            count -= 1
            if text[at] == "{":
                end = frame.closing(at)
                if end is None:
                    return
                at = end + 1
            else:
                m = _MACRO.match(text, at)
                if m is not None:
                    frame.whole.add(at)
                at = m.end() if m is not None else at + 1
