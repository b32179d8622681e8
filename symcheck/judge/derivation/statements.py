r"""Rows of a document as statements: each a chain of pieces joined by relations.

`\nabla L = 2Xw = 0 \implies w = 0` is two statements, the second hanging on the first. A row that
begins with a relation goes on with the chain of the row before. Ranges of an index
(`i = 1, \dots, N`, `\forall i`) and words between formulas belong to no chain.
"""

from __future__ import annotations

from dataclasses import dataclass

from symcheck.read.context import Context, Piece
from symcheck.read.declare import conditional
from symcheck.read.parser import parse
from symcheck.read.syntax import Annotated, Bar, Group, Listing, Relation, Symbol, Syntax, Words
from symcheck.text import Source, Span

LOGIC = {r"\implies": r"\implies", r"\iff": r"\iff", r"\land": ""}
DECLARES = frozenset((r"\in", r"\sim", ":", r"\subset", r"\subseteq", r"\succ", r"\succeq", r"\mapsto",
                      r"\to"))


@dataclass(slots=True)
class Statement:
    """`pieces` joined by `operators`, one fewer; a missing first piece goes on with the chain before.

    `logic` says how it hangs on the statement before: "", `\\implies` or `\\iff`.
    """

    pieces: list[Piece | None]
    operators: list[str]
    row: Source
    span: Span
    words: str = ""
    logic: str = ""

    @property
    def declares(self) -> bool:
        return bool(self.operators) and self.operators[0] in DECLARES

    def text(self, k: int) -> str:
        """What was written for piece k."""
        piece = self.pieces[k]
        return "" if piece is None else written(self.row, piece.syntax.span)


def written(row: Source, span: Span) -> str:
    from symcheck.read.reading import whole_text

    return whole_text(row.text, span.start, span.end)


def statements(context: Context, row: Source) -> list[Statement]:
    """The statements of a row. Raises `SymcheckError` where it cannot be parsed."""
    syntax = _opened(parse(row, context.words))
    items = list(syntax.items) if type(syntax) is Listing else [syntax]
    items = [y for x in items for y in (type(x) is Bar and conditional(x) or [x])]
    words = " ".join(x.text for x in items if type(x) is Words)
    found: list[Statement] = []
    for item in _without_ranges([x for x in items if type(x) is not Words]):
        item = _opened(item)
        if type(item) is Relation:
            found += _chains(item, row)
        else:
            found.append(Statement([Piece(item, row)], [], row, item.span))
    for s in found:
        s.words = words
    return found


def _chains(relation: Relation, row: Source) -> list[Statement]:
    """The chains between the signs of implication."""
    found: list[Statement] = []
    pieces = [_piece(relation.items[0], row)]
    operators: list[str] = []
    logic, start = "", relation.span.start
    for op, item in zip(relation.operators, relation.items[1:]):
        if op in LOGIC:
            if pieces != [None]:
                found.append(Statement(pieces, operators, row, Span(start, _end(pieces, start)), "", logic))
            pieces, operators, logic = [_piece(item, row)], [], LOGIC[op]
            start = item.span.start if item is not None else start
        else:
            pieces.append(_piece(item, row))
            operators.append(op)
    if pieces != [None]:
        found.append(Statement(pieces, operators, row, Span(start, _end(pieces, start)), "", logic))
    return found


def _end(pieces: list[Piece | None], start: int) -> int:
    return max((p.syntax.span.end for p in pieces if p is not None), default=start)


def _piece(s: Syntax | None, row: Source) -> Piece | None:
    return None if s is None else Piece(_unlabelled(s), row)


def _unlabelled(s: Syntax) -> Syntax:
    while type(s) is Annotated:
        s = s.body
    return s


def _opened(s: Syntax) -> Syntax:
    """Without a box or brackets around whole statements."""
    while True:
        if type(s) is Annotated:
            s = s.body
        elif type(s) is Group and type(s.body) in (Relation, Listing) and s.open in ("", "(", "[", "{") \
                and (type(s.body) is Relation or any(type(x) is Relation for x in s.body.items)):
            s = s.body
        else:
            return s


def _without_ranges(items: list[Syntax]) -> list[Syntax]:
    r"""Without `i = 1, \dots, N`, `i \in \{1, \dots, N\}` after a formula and `\forall i`."""
    kept = list(items)
    k = 0
    while k < len(kept):
        x = kept[k]
        if type(x) is Symbol and x.name in (r"\ldots", r"\dots", r"\cdots") and k + 1 < len(kept):
            low = k - 1
            while low >= 0 and type(kept[low]) is not Relation and k - low <= 2:
                low -= 1
            if low >= 0 and type(kept[low]) is Relation and len(kept[low].items) == 2 \
                    and _is_letter(kept[low].items[0]):
                del kept[low:k + 2]
                k = low
                continue
        if type(x) is Symbol and x.name == r"\forall":
            del kept[k:k + 2]
            continue
        k += 1
    return kept


def _is_letter(s: Syntax | None) -> bool:
    return type(s) is Symbol and len(s.name) == 1


def is_range(s: Statement) -> bool:
    r"""`i \in \{1, \dots, N\}` or a bar between conditions: no claim of its own."""
    return len(s.pieces) == 1 and s.pieces[0] is not None and type(s.pieces[0].syntax) in (Symbol, Bar)
