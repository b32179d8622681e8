"""What a page is made of. Texts are plain characters; formulas are trees; nothing holds markup."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Protocol

from symcheck.report.formula import Unprintable, formula
from symcheck.report.formula.extent import extent, lines
from symcheck.report.formula.tree import Node, Row, Sign, Space, side_by_side


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words in bold type."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Source shown as it was typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Math:
    """A formula in a line of text."""

    tree: Node


@dataclass(frozen=True, slots=True)
class Mark:
    """The sign of a mark, behind a formula in the text."""

    mark: str


Inline = Text | Strong | Code | Math | Mark
Words = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """`label` is what links lead to."""

    level: int  # 1 for a problem, 2 for a part, 3 below
    words: Words
    label: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that are broken into lines."""

    words: Words
    kind: str = ""  # `note` for what stands back


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a derivation: `left` and the rest from its relation on; `mark` as in MARKS."""

    left: Node
    right: Node
    words: Words = ()
    mark: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Derivation:
    """Lines aligned at their relations, the words beside them."""

    lines: tuple[Line, ...]

    @staticmethod
    def of(lines: list[Line]) -> Derivation:
        """Lines, those that are too wide broken into several."""
        return Derivation(tuple(part for line in lines for part in _broken(line)))


@dataclass(frozen=True, slots=True)
class Source:
    """Text as it was typed, line by line."""

    text: str
    mark: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Blocks set apart: `kind` is a mark, `note` or `answer`."""

    kind: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells under a caption."""

    rows: tuple[tuple[Words, ...], ...]
    caption: Words = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list: what stands before each entry, and its blocks."""

    rows: tuple[tuple[str, tuple[Block, ...]], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many cells; the first row may be a head."""

    rows: tuple[tuple[Words, ...], ...]
    head: bool = False


class Drawing(Protocol):
    """A picture that can draw itself for every writer; `alt` says what it shows."""

    alt: str

    def typst(self) -> str: ...

    def tikz(self) -> str: ...

    def svg(self) -> str: ...


@dataclass(frozen=True)
class Figure:
    """Drawings side by side, two in a row, over a caption."""

    drawings: tuple[Drawing, ...]
    caption: Words = ()


@dataclass(frozen=True, slots=True)
class Blank:
    """Room to write, in lines."""

    lines: int


Block = Heading | Paragraph | Derivation | Source | Panel | Grid | Items | Table | Figure | Blank


@dataclass(frozen=True)
class Page:
    """`title` and what stands under it; `aside` stands on the right of the title."""

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    aside: str = ""
    notes: tuple[str, ...] = field(default=())


# word: what is printed for it, the sentence that explains it
MARKS = {
    "right": ("✓", "right"),
    "wrong": ("✗", "wrong"),
    "undecided": ("?", "could not be decided"),
    "unread": ("?", "could not be read"),
    "follows": ("↳", "right by itself, but goes on from a wrong step"),
    "setup": ("·", "set up, not claimed"),
    "gap": ("…", "right, with steps left out"),
    "answer": ("▸", "what is asked"),
}
_DOLLARS = re.compile(r"(?<!\\)\$([^$]+)(?<!\\)\$")


def math(latex: str) -> Inline:
    """A formula, or its source where it is not printable."""
    try:
        return Math(formula(latex))
    except Unprintable:
        return Code(latex)


def tree(latex: str) -> Node:
    """The tree of LaTeX of our own. Raises `Unprintable`."""
    return formula(latex)


def words(text: str) -> Words:
    """Plain text with formulas between dollars."""
    out: list[Inline] = []
    at = 0
    for m in _DOLLARS.finditer(text):
        if m.start() > at:
            out.append(Text(text[at:m.start()]))
        out.append(math(m[1]))
        at = m.end()
    if at < len(text):
        out.append(Text(text[at:]))
    return tuple(out)


EMPTY = Row()
WIDE = 62.0  # letters in the widest line


def _broken(line: Line) -> list[Line]:
    left = extent(line.left)
    if left > 0.4 * WIDE:
        line, left = Line(EMPTY, Row((*side_by_side(line.left), *side_by_side(line.right))), line.words, line.mark, line.number), 0.0
    parts = lines(line.right, WIDE - left)
    first = Line(line.left, parts[0], line.words if len(parts) == 1 else (), line.mark, line.number)
    more = [Line(EMPTY, part if _begins(part) else Row((Space(18), *side_by_side(part)))) for part in parts[1:]]
    if more:
        more[-1] = Line(EMPTY, more[-1].right, line.words)
    return [first, *more]


def _begins(node: Node) -> bool:
    """Does a line begin with a relation?"""
    first = side_by_side(node)[:1]
    return bool(first) and isinstance(first[0], Sign) and first[0].symbol.kind == "rel"
