"""What words say, written as a line and read: as one equation, with its names looked up where these are the document's.

A piece that cannot be read is a misfit where its shapes alone are to blame: its names all have a meaning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.read.context import Context, Piece
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings


def statement(context: Context, line: str, row: Source) -> Statement | None:
    """The only statement of a line that is made of this row, none of its pieces empty; None of any other line."""
    try:
        found = statements(context, Source(line, row.name, row.locate(0)[0]))
    except SymcheckError:
        return None
    return found[0] if len(found) == 1 and None not in found[0].pieces else None


def equation(context: Context, line: str, row: Source) -> Statement | None:
    """The same where it is one equation, `a = b`."""
    s = statement(context, line, row)
    return s if s is not None and s.operators == ["="] else None


def looked_up(meanings: Meanings, line: str, row: Source) -> Statement | None:
    """One equation, its names looked up in the document."""
    s = equation(meanings.context, line, row)
    for p in s.pieces if s is not None else ():
        meanings.looked_up(p)
    return s


def is_misfit(context: Context, piece: Piece) -> bool:
    """Do only its shapes keep a piece from being read?"""
    try:
        context.reading(piece)
    except SymcheckError as error:
        return error.diagnostic.id in ("shape-mismatch", "not-square")
    return False


__all__ = ["equation", "is_misfit", "looked_up", "statement"]
