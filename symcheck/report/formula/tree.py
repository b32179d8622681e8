"""What a formula looks like: letters, signs, scripts, fractions, brackets, tables. Nodes are never changed."""

from __future__ import annotations

from dataclasses import dataclass

from symcheck.report.formula.symbols import SYMBOLS, Symbol


@dataclass(frozen=True, slots=True)
class Letter:
    """A Latin or Greek letter, `latex` as it is written; `font` as in `symbols.FONTS` or ''."""

    char: str
    latex: str
    font: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """Digits."""

    text: str
    font: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of the table, or a bar or prime."""

    symbol: Symbol


@dataclass(frozen=True, slots=True)
class Word:
    """Words: `kind` is `text`, `name` (of a function) or `limit` (a name with limits below)."""

    text: str
    kind: str = "text"
    font: str = ""


@dataclass(frozen=True, slots=True)
class Space:
    """A space of so many eighteenths of an em."""

    width: int


@dataclass(frozen=True, slots=True)
class Align:
    """An alignment point between the cells of a row."""


@dataclass(frozen=True, slots=True)
class Row:
    """Side by side."""

    items: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Scripts:
    """A base with subscript and superscript; primes are signs of the superscript."""

    base: Node
    sub: Node | None = None
    sup: Node | None = None


@dataclass(frozen=True, slots=True)
class Fraction:
    """One above the other, with a line between or in brackets."""

    top: Node
    bottom: Node
    kind: str = "frac"  # or `binom`


@dataclass(frozen=True, slots=True)
class Root:
    """A root, the square root without `degree`."""

    body: Node
    degree: Node | None = None


@dataclass(frozen=True, slots=True)
class Accent:
    """A sign over or under its body; `name` as in `symbols.ACCENTS`."""

    name: str
    body: Node


@dataclass(frozen=True, slots=True)
class Fenced:
    """Brackets as tall as their content; None where a side has none. Bars between are Signs `middle`."""

    open: Symbol | None
    body: Node
    close: Symbol | None


@dataclass(frozen=True, slots=True)
class Stack:
    """A base with notes above and below; `brace` is `underbrace`, `overbrace` or ''."""

    base: Node
    over: Node | None = None
    under: Node | None = None
    brace: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; `kind` is the environment: `bmatrix`, `cases`, `aligned`, `substack`, ..."""

    kind: str
    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Boxed:
    """In a frame."""

    body: Node


Node = (Letter | Number | Sign | Word | Space | Align | Row | Scripts | Fraction | Root | Accent | Fenced | Stack | Table
        | Boxed)
PRIME = Sign(SYMBOLS[r"\prime"])


def side_by_side(node: Node) -> tuple[Node, ...]:
    """What stands side by side in it; a node that is no row stands alone."""
    return node.items if isinstance(node, Row) else (node,)


def primes(sup: Node) -> tuple[int, Row]:
    """With how many primes a superscript begins, and what stands behind them."""
    items = side_by_side(sup)
    count = next((k for k, item in enumerate(items) if item != PRIME), len(items))
    return count, Row(items[count:])


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, from left to right."""
    match node:
        case Row(items):
            return items
        case Scripts(base, sub, sup):
            return tuple(x for x in (base, sub, sup) if x is not None)
        case Fraction(top, bottom):
            return top, bottom
        case Root(body, degree):
            return (body,) if degree is None else (degree, body)
        case Accent(_, body) | Boxed(body) | Fenced(_, body, _):
            return (body,)
        case Stack(base, over, under):
            return tuple(x for x in (base, over, under) if x is not None)
        case Table(_, rows):
            return tuple(cell for row in rows for cell in row)
    return ()
