r"""Diagonal matrices told by what stands on their diagonal, entry by entry or as a vector: "where $D$ is the diagonal matrix with $\phi'(z)$ on its
diagonal"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcheck.expr.shape import is_vector
from symcheck.judge.derivation.names.defining import DEPTH, define, forget_any_diagonal
from symcheck.judge.derivation.names.fresh import is_any_diagonal
from symcheck.judge.derivation.rows.statements import statements
from symcheck.judge.derivation.wording import diagonals
from symcheck.read.context import Piece
from symcheck.read.parser import parse
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_COPIES = 9  # no formula is written out more often than that


def define_by(meanings: Meanings, k: int) -> bool:
    """Does formula k say what the entries of a diagonal matrix are? Then that is its definition."""
    formulas = meanings.document.formulas
    if k >= len(formulas) or k in meanings.taken or meanings.depth >= DEPTH or formulas[k].display and not _is_entry_alone(meanings, k):
        return False
    row = formulas[k].rows[0]
    by_vector = _of_vector(meanings, k)
    sentence = meanings.survey.sentence(formulas[k])
    holder = _holder(meanings, k) if by_vector is None else ""

    def is_taken(x: str) -> bool:
        return x in meanings.context.dims or bool(meanings.context.scope.entries.get(x))

    line = by_vector or holder and diagonals.collected(row.text, formulas[k].before, holder, is_taken) or diagonals.entry_of_vector(row.text, sentence) or diagonals.definition(row.text, sentence, is_taken)
    if line is None or by_vector is None and diagonals.of_some(row.text, formulas[k].after):
        return False
    meanings.depth += 1
    try:
        forget_any_diagonal(meanings, diagonals.matrix(line) if by_vector is None else line.split(" = ")[0])
        found = statements(meanings.context, Source(line, row.name, row.locate(0)[0]))
        if define(meanings, found[0], bare=True) is not None:
            return False
    finally:
        meanings.depth -= 1
    if by_vector is not None or not diagonals.names_entries(row.text):
        meanings.taken.add(k)
    return True


def _is_entry_alone(meanings: Meanings, k: int) -> bool:
    """Is a display no more than `D_{ii} = ..`, of a D that has no meaning yet but that it is diagonal?"""
    rows = meanings.document.formulas[k].rows
    name = diagonals.of_entry(rows[0].text) if len(rows) == 1 else ""
    e = meanings.state.context_read(name) if name else None
    return bool(name) and (e is None or is_any_diagonal(e))


def leave_open(meanings: Meanings, k: int) -> None:
    """Where formula k is a matrix of which the words say more than that it is diagonal, and no formula was found for its entries: a difference of it says
    nothing. A definition that is found later takes this back."""
    formula = meanings.document.formulas[k]
    name = diagonals.says_more(formula.rows[0].text, formula.after) if len(formula.rows) == 1 else ""
    e = meanings.state.context_read(name) if name else None
    if is_any_diagonal(e):
        meanings.state.doubts.kinds[e.data.name] = "diagonal with entries that words tell"


def _of_vector(meanings: Meanings, k: int) -> str | None:
    """The definition that formula k makes of the name before it; None where the words say none, or where it is no vector."""
    formula, holder = meanings.document.formulas[k], _holder(meanings, k)
    row = formula.rows[0]
    found = diagonals.by_vector(row.text, formula.before, formula.after, holder) if holder else None
    if found is None:
        return None
    piece = Piece(parse(row, meanings.context.words), row)
    meanings.looked_up(piece)
    e = meanings.state.read(piece)
    return found if e is not None and is_vector(e.shape) else None


def _holder(meanings: Meanings, k: int) -> str:
    """The formula before formula k; of copies, as those of a formula about each layer, the one with its number."""
    formulas = meanings.document.formulas
    copies = [n for n in range(max(0, k - _COPIES), min(len(formulas), k + _COPIES)) if formulas[n].start == formulas[k].start]
    last = formulas[copies[0] - 1] if copies[0] else None
    earlier = [f for f in formulas[max(0, copies[0] - _COPIES):copies[0]] if last is not None and f.start == last.start]
    if last is None or last.display or len(earlier) != len(copies):
        return ""
    held = earlier[copies.index(k)]
    return held.rows[0].text if len(held.rows) == 1 else ""


__all__ = ["define_by", "leave_open"]
