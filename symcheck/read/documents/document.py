"""A Markdown or LaTeX file: what in it is mathematics, in order, with places in the file.

Nothing is judged and nothing is parsed here beyond where a formula and its rows begin and end. What is
wrong with the file is a fault; the rest of it is read all the same. No input makes `read_document` raise.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import NamedTuple

from symcheck.read.documents import directives, latex, markdown
from symcheck.read.documents.compose import Composer, stripped
from symcheck.read.documents.directives import Directive
from symcheck.read.documents.faults import Faults
from symcheck.read.documents.formulas import INLINE, Scan
from symcheck.read.documents.macros import Macros
from symcheck.read.documents.prose import plain
from symcheck.read.documents.rows import blanked, opening, rows
from symcheck.text import Diagnostic, Source, Span
from symcheck.text.source import File, Piece

SIZE = 1 << 20          # characters of a file
FORMULAS = 10_000       # formulas of a file
LENGTH = 100_000        # characters of a display
DEPTH = 3               # prose in displays in prose
KINDS = {".md": "md", ".markdown": "md", ".mkd": "md", ".qmd": "md", ".rmd": "md", ".tex": "tex",
         ".latex": "tex", ".ltx": "tex"}

_TEX = re.compile(r"^[ \t]*\\(?:documentclass|begin\{document\}|usepackage|(?:sub)*section\*?\{|input\b"
                  r"|maketitle|(?:re)?newcommand|DeclareMathOperator)", re.M)
_MARKDOWN = re.compile(r"^(?:#{1,6} |```|~~~|---$|<!--)", re.M)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_NOT_TEXT = re.compile("[\ud800-\udfff\N{REPLACEMENT CHARACTER}]")
_BEGIN_DOCUMENT = re.compile(r"\\begin[ \t]*\{document\}")
_END_DOCUMENT = re.compile(r"\\end[ \t]*\{document\}")
_COMMAND = re.compile(r"\\(?:(?:input|include|write|openin|openout|read|catcode|csname|immediate|special"
                      r"|directlua|ShellEscape|loop|futurelet)(?![A-Za-z])|[\s\S])")
_HELP = dict.fromkeys((r"\input", r"\include"), "Put the other file's text in its place.")
_HOLDS_FORMULAS = re.compile(
    r"(?<!\\)\$|\\[(\[]|\\begin[ \t]*\{(?:equation|align|gather|multline|eqnarray|document)")


class _Sign(NamedTuple):
    """What a formula is closed by, and what stands for both of its signs."""

    closes: re.Pattern[str]
    sign: str


_SIGNS = {r"\(": _Sign(re.compile(r"(?<!\\)(?:\\\\)*\\\)"), "$"), r"\[": _Sign(re.compile(r"(?<!\\)(?:\\\\)*\\\]"), "$$")}


@dataclass(frozen=True)
class Formula:
    """One display or inline formula, with the prose around it."""

    rows: tuple[Source, ...]
    display: bool
    before: str
    after: str
    start: int
    environment: str


@dataclass(frozen=True)
class Document:
    """What was read of a file. `text` is what stands in it with the author's macros written out and dollars around formulas;
    the places of formulas and directives are those in it."""

    name: str
    text: str
    formulas: tuple[Formula, ...]
    directives: tuple[Directive, ...]
    faults: tuple[Diagnostic, ...]
    stretches: tuple[str, ...] = ()  # the source of the prose before, between and after the formulas
    markdown: bool = True
    renamed: bool = False  # do formulas have names in them that the text writes otherwise?
    shaped: bool = False  # do gradients have names, as in code, and with them the shapes of what they are by?
    source: Source | None = None  # the text with its places in the file, where it is not the file's own

    def line(self, offset: int) -> int:
        """The line of the file, from 1, in which a character of the text stands."""
        return 1 + self.text.count("\n", 0, offset) if self.source is None else self.source.locate(min(offset, len(self.text)))[0]

    def __str__(self) -> str:
        """Each row with its place, then the directives and the faults."""
        lines = []
        for formula in self.formulas:
            for row in formula.rows:
                line, column = row.locate(0)
                lines.append(f"{line}:{column}  {formula.environment}  {row.text}")
        lines += [f"{d.key}: {d.value.text}" for d in self.directives]
        return "\n".join([*lines, *map(str, self.faults)])


def read_document(text: str | bytes, name: str = "document", kind: str | None = None) -> Document:
    """The formulas, directives and faults of a document, in order.

    `kind` is 'md' or 'tex'; by default it is told from the name's suffix, else from the text.
    """
    if isinstance(text, bytes):
        text = text.decode("utf-8-sig", "surrogateescape")
    text = text.removeprefix("\ufeff")
    kind = kind or _kind(text, name)
    text = markdown.names_as_formulas(text) if kind != "tex" else text
    reader = _Reader(text, name, kind)
    reader.read()
    said = tuple(replace(d, value=reader.macros.expand(d.value)) for d in reader.directives)
    document = Document(name, text, tuple(reader.formulas()), said, reader.faults.in_order(),
                        tuple(map("".join, reader.prose)), reader.markdown)
    written = reader.written()
    return _in_dollars(document if written is None else _written_out(document, written))


def _written_out(document: Document, written: Source) -> Document:
    """The document with its text as it is written out, and places in that."""
    exact: list[tuple[int, int]] = []  # places in the file and in the text from which on both run alike, in order
    for piece in written.origin.pieces:
        if piece.end < 0 and (not exact or piece.start >= exact[-1][0]):
            exact.append((piece.start, piece.offset))

    def there(place: int) -> int:
        at = bisect_right(exact, place, key=itemgetter(0)) - 1
        if at < 0:
            return 0
        end = exact[at + 1][1] if at + 1 < len(exact) else len(written.text)
        return min(exact[at][1] + place - exact[at][0], end)

    return replace(document, text=written.text, source=written, formulas=tuple(replace(f, start=there(f.start)) for f in document.formulas),
                   directives=tuple(replace(d, start=there(d.start)) for d in document.directives))


def _in_dollars(document: Document) -> Document:
    r"""The document with `$` and `$$` in its text for `\(`, `\)` and `\[`, `\]`, and places in that."""
    text, signs = document.text, []
    for start in {f.start for f in document.formulas}:
        if (kind := _SIGNS.get(text[start:start + 2])) is not None and (end := kind.closes.search(text, start)) is not None:
            signs += [(start, kind.sign), (end.end() - 2, kind.sign)]
    if not signs:
        return document
    source = document.source or File(text, document.name).source([Piece(0, 0, -1)], text)
    out, done, moved = Composer(source.origin.file), 0, []
    for at, sign in sorted(signs):
        out.add(source, done, at)
        out.instead(sign, source, at, at + 2)
        done = at + 2
        moved.append((at, done - out.length))
    out.add(source, done, len(text))

    def there(place: int) -> int:
        at = bisect_left(moved, place, key=itemgetter(0)) - 1
        return place if at < 0 else max(place, moved[at][0] + 2) - moved[at][1]

    written = out.source()
    return replace(document, text=written.text, source=written, formulas=tuple(replace(f, start=there(f.start)) for f in document.formulas),
                   directives=tuple(replace(d, start=there(d.start)) for d in document.directives))


def _kind(text: str, name: str) -> str:
    dot = name.rfind(".")
    known = KINDS.get(name[dot:].lower()) if dot >= 0 else None
    if known is not None:
        return known
    return "tex" if _TEX.search(text) and not _MARKDOWN.search(text) else "md"


class _Reader:
    def __init__(self, text: str, name: str, kind: str):
        self.markdown = kind != "tex"
        self.faults = Faults()
        self.depth = 0
        self.macros = Macros(self.faults)
        self.directives: list[Directive] = []
        self.found: list[tuple[tuple[Source, ...], str, int]] = []
        self.prose: list[list[str]] = [[]]     # before, between and after the formulas
        self.source = File(text, name).source([Piece(0, 0, -1)], text)
        self.read_of: list[Source] = []        # what was read, macros written out, in order

    def formulas(self) -> list[Formula]:
        prose = [plain("".join(parts), self.markdown) for parts in self.prose]
        return [Formula(rows, environment not in INLINE, before, after, start, environment)
                for (rows, environment, start), before, after in zip(self.found, prose, prose[1:])]

    def read(self) -> None:
        self.source = source = self._limited(self.source)
        if not self.markdown:
            self._latex(source)
            return
        start = directives.front_matter(source, self.directives, self.faults)
        for stretch in markdown.stretches(source, start, self.directives, self.faults):
            if not stretch.fence:
                source = self.macros.expand(stretch.source)
                self.read_of.append(source)
                self._text(source, True)
            elif stretch.fence != "math" and _HOLDS_FORMULAS.search(stretch.source.text):
                self._latex(stretch.source)
            elif stretch.source.text.strip():
                inside = self.macros.expand(stretch.source)
                self.read_of.append(inside)
                self._formula(inside, "```", 0, 0, len(inside.text))

    def written(self) -> Source | None:
        """The whole text with macros written out; None where there are none."""
        if not self.macros.table:
            return None
        out, done = Composer(self.source.origin.file), 0
        for part in self.read_of:
            if part.text:
                out.add(self.source, done, part.origin.place(0)[0])
                out.add(part, 0, len(part.text))
                done = max(done, part.origin.place(len(part.text) - 1)[1])
        out.add(self.source, done, len(self.source.text))
        return out.source()

    def _limited(self, source: Source) -> Source:
        """At most SIZE characters, up to the end of a line; with what is no text reported."""
        text = source.text
        if len(text) > SIZE:
            end = text.rfind("\n", 0, SIZE) + 1 or SIZE
            self.faults.fault("input-too-long", "the file is too long", source, Span(end, end + 1),
                              f"it has {len(text):,} characters; the first {end:,} are read",
                              help="Split it into several files.")
            source = source.cut(0, end)
        found = _NOT_TEXT.search(source.text)
        if found is not None:
            self.faults.fault("not-utf8", "the file is not UTF-8 text", source, Span(*found.span()),
                              "the bytes here are no character", help="Save the file as UTF-8.")
        found = _CONTROL.search(source.text)
        if found is not None:
            self.faults.fault("control-character", "the file holds a control character", source,
                              Span(*found.span()), f"this is the character U+{ord(found[0]):04X}",
                              help="Delete it.")
        return source

    def _latex(self, source: Source) -> None:
        source = latex.without_comments(source, self.directives, self.faults)
        source = self.macros.expand(source)
        self.read_of.append(source)
        begin = _BEGIN_DOCUMENT.search(source.text)
        end = _END_DOCUMENT.search(source.text, begin.end() if begin else 0)
        start, stop = begin.end() if begin else 0, end.start() if end else len(source.text)
        self._commands(source, 0, begin.start() if begin else 0)
        self._text(source.cut(start, stop), False)

    def _commands(self, source: Source, start: int, end: int) -> None:
        """Report TeX commands that nobody carries out."""
        for m in _COMMAND.finditer(source.text, start, end):
            if len(m[0]) > 2:
                self.faults.fault("forbidden-macro", "TeX commands are not carried out", source,
                                  Span(*m.span()), f"{m[0]} is a command, not mathematics",
                                  help=_HELP.get(m[0], "Leave it out."))

    def _said(self, source: Source, start: int, end: int, markdown: bool) -> None:
        """Prose before the next formula."""
        self.prose[-1].append(source.text[start:end])
        if not markdown:
            self._commands(source, start, end)

    def _text(self, source: Source, markdown: bool) -> None:
        """Prose with its formulas."""
        done = 0

        def formula(environment: str, opened: int, start: int, end: int, closed: int) -> None:
            nonlocal done
            self._said(source, done, opened, markdown)
            done = closed
            self._formula(source, environment, opened, start, end)

        def skipped(start: int, end: int) -> None:
            nonlocal done
            self._said(source, done, start, markdown)
            self.prose[-1].append(" ")
            done = end

        Scan(source, markdown, self.faults, formula, skipped).run()
        self._said(source, done, len(source.text), markdown)

    def _formula(self, source: Source, environment: str, opened: int, start: int, end: int) -> None:
        start, end = stripped(source, start, end)
        if start == end:
            return
        start = opening(source.text, environment, start, end)
        place = source.origin.place(opened)[0]
        if end - start > LENGTH:
            self.faults.fault("input-too-long", "this formula is too long", source, Span(opened, start),
                              f"at most {LENGTH:,} characters are read", help="Split it.")
            return
        inside = blanked(source.cut(start, end), self.markdown)
        kept: list[Source] = []
        for row, prose in [*rows(inside, environment), (None, True)]:
            if not prose:
                kept.append(row)
                continue
            if kept:
                if len(self.found) == FORMULAS:
                    self.faults.stop(source, Span(opened, start), "the file has too many formulas",
                                     f"at most {FORMULAS:,} are read")
                    return
                self.found.append((tuple(kept), environment, place))
                self.prose.append([])
                kept = []
            if row is not None:
                place = row.origin.place(0)[0]
                self.depth += 1
                if self.depth > DEPTH:
                    self.prose[-1].append(row.text)
                else:
                    self._text(row, self.markdown)
                self.depth -= 1
                place = row.origin.place(len(row.text))[0]
