r"""Names of probabilities: `P(y = 1 \mid x) = p = \sigma(z)` is the equation `p = \sigma(z)`, where P(..) has no other meaning."""

from __future__ import annotations

from symcheck.judge.derivation.rows.heads import nameable
from symcheck.read.context import Context, Piece
from symcheck.read.names import label
from symcheck.read.syntax import Bar, Group, Product, Relation, Syntax
from symcheck.text import Source, SymcheckError

_LETTERS = frozenset(("P", "p", "Pr"))
_NAMED = frozenset(("=", ":="))


def is_chance(s: Syntax | None) -> bool:
    r"""Is this `P(y = 1)` or `P(y = 1 \mid x)`, the probability of an event?"""
    if type(s) is not Product or len(s.items) != 2 or type(s.items[1]) is not Group or label(s.items[0]) not in _LETTERS:
        return False
    event = s.items[1].body
    return type(event.left if type(event) is Bar else event) is Relation


def named(context: Context, pieces: list[Piece | None], operators: list[str], row: Source) -> tuple[list[Piece | None], Source] | None:
    """The pieces of a chain without the probability among the first two that the other one names, and the row without it; None where
    there is none."""
    if len(pieces) < 3 or None in pieces[:2] or not _NAMED.issuperset(operators[:2]):
        return None
    for k in (0, 1):
        if is_chance(pieces[k].syntax) and nameable(pieces[1 - k].syntax) and not _is_read(context, pieces[k]):
            first, second = (p.syntax.span for p in pieces[:2])
            start, end = (first.start, second.start) if k == 0 else (first.end, second.end)
            left = row.rewritten(row.text[:start] + " " * (end - start) + row.text[end:])
            return [None if p is None else Piece(p.syntax, left) for i, p in enumerate(pieces) if i != k], left
    return None


def _is_read(context: Context, piece: Piece) -> bool:
    """Has a piece a meaning by now?"""
    try:
        context.reading(piece)
    except SymcheckError:
        return False
    return True
