r"""Matrices, cases and displays inside a formula."""

from __future__ import annotations

from symcheck.read import faults, glosses, notation
from symcheck.read.syntax import Cases, Group, Listing, Matrix, Syntax, Words
from symcheck.read.tokens import AMP, COMMA, END_ENVIRONMENT, ROW, environment_of
from symcheck.text import Span

CELLS = 10_000      # cells of one matrix

# Words that introduce or join conditions; what else stands beside one is kept and later refused.
_INTRODUCE = frozenset("if If for For where when with and".split())
_OTHERWISE = frozenset("otherwise Otherwise else o.w.".split())


def environment(parser) -> Syntax:
    r"""`\begin{..}`..`\end{..}`, from the beginning on."""
    i = parser.i
    name = environment_of(parser.texts[i])
    place = Span(parser.starts[i], parser.ends[i])
    row = notation.ROWS.get(name)
    kind = row.kind if row is not None else ""
    if kind not in ("matrix", "cases", "display"):
        raise faults.unknown_environment(parser, name, place)
    parser.i = i + 1
    cells, parser.cells = parser.cells, kind != "display"
    if kind == "display":
        body = parser.sequence()
        rows: list[list[Syntax | None]] = []
    else:
        body, rows = None, _rows(parser, kind)
    parser.cells = cells
    _finish(parser, name, place)
    span = Span(place.start, parser.done())
    if kind == "display" and body is not None:
        return Group(span, "", body, "")
    if not rows:
        raise faults.empty_group(parser, span)
    if kind == "cases":
        return Cases(span, tuple(_case(parser, row, span) for row in rows))
    return Matrix(span, name.rstrip("*"), tuple(tuple(row) for row in rows))


def _finish(parser, name: str, place: Span) -> None:
    i = parser.i
    if parser.codes[i] != END_ENVIRONMENT:
        raise faults.unclosed(parser, rf"\begin{{{name}}}", place)
    closing = environment_of(parser.texts[i])
    if closing != name:
        raise faults.fault(parser, "unbalanced-environment", "this ends another environment",
                           faults.here(parser), rf"\begin{{{name}}} is still open",
                           help=rf"write \end{{{name}}} before it")
    parser.i = i + 1


def _rows(parser, kind: str) -> list[list[Syntax | None]]:
    """The cells, row by row; a last row with nothing in it is none."""
    codes = parser.codes
    rows: list[list[Syntax | None]] = [[]]
    count = 0
    while True:
        while kind == "cases" and codes[parser.i] == COMMA:
            parser.i += 1
        rows[-1].append(parser.sequence())
        count += 1
        if count > CELLS:
            raise faults.too_many(parser, faults.here(parser), "cells")
        code = codes[parser.i]
        if code == AMP:
            parser.i += 1
        elif code == ROW:
            parser.i += 1
            rows.append([])
        else:
            break
    return [row for k, row in enumerate(rows) if row != [None] or k < len(rows) - 1]


def _case(parser, row: list[Syntax | None], span: Span) -> tuple[Syntax, Syntax | None]:
    """A row of cases: the value, and its condition without the words around it."""
    parts: list[Syntax] = []
    joins: list[str] = []
    for cell in row:
        if type(cell) is Listing:
            parts.extend(cell.items)
            joins.extend(("", *cell.separators))
        elif cell is not None:
            parts.append(cell)
            joins.append("")
    if not parts or row[0] is None:
        raise faults.fault(parser, "missing-operand", "a row of cases has no value", span,
                           "the value comes first, then & and its condition")
    conditions: list[Syntax] = []
    separators: list[str] = []
    word = ""
    for part, join in zip(*glosses.removed(parts[1:], joins[1:])):
        if type(part) is Words:
            tokens = glosses.without_brackets(part.text).replace(",", " ").split()
            if tokens and all(t in _INTRODUCE for t in tokens):
                word = "and" if "and" in tokens else word
                continue
            if tokens and tokens[0] == "or" and len(tokens) == 1:
                word = "or"
                continue
            if tokens and tokens[0] in _OTHERWISE and len(tokens) == 1:
                continue
        conditions.append(part)
        separators.append({"and": r"\land", "or": r"\lor"}.get(word, join if join in
                          (",", ";", r"\land", r"\lor", r"\quad") else ""))
        word = ""
    if not conditions:
        return parts[0], None
    if len(conditions) == 1:
        return parts[0], conditions[0]
    place = Span(conditions[0].span.start, conditions[-1].span.end)
    return parts[0], Listing(place, tuple(conditions), tuple(separators[1:]))
