"""Readings by other conventions in use: the scope of a sum, a slash, a broadcast.

They are tried before a claim is called wrong, and each says in a note what it assumes.
"""

from __future__ import annotations

from symcheck.expr.node import Expr
from symcheck.judge.judging import judge
from symcheck.judge.sides import fitted, indices, read_side
from symcheck.judge.verdict import Verdict
from symcheck.read.alternatives import WIDER_SUM
from symcheck.read.context import Context, Piece
from symcheck.text import Source, SymcheckError

# Combinations of readings tried before a claim is called wrong.
MAX_READINGS = 12


def other_conventions(context: Context, lhs, rhs, layout: str, judged: set, main: Verdict):
    """The verdicts on readings not `judged` yet, the ones that assume least first."""
    if "found" in main.extra and not any(_ambiguous(context, side) for side in (lhs, rhs)):
        return
    sides = [_conventions(context, a, layout, b) for a, b in ((lhs, rhs), (rhs, lhs))]
    first = [indices(side[0][0]) if side else set() for side in sides]
    pairs = [(a, b) for a in sides[0] for b in sides[1]]
    pairs.sort(key=lambda pair: sum(len(notes) > 0 for _, notes in pair))
    for (a, notes_a), (b, notes_b) in pairs[:MAX_READINGS]:
        a, b = fitted(a, b)
        if (a, b) not in judged and a.shape == b.shape and _same_indices(a, b, first):
            judged.add((a, b))
            yield judge(context, a, b, layout, (*notes_a, *notes_b), hint=True)


def _ambiguous(context: Context, side) -> bool:
    """Whether a side as written might be read by another convention, or only by one."""
    if not isinstance(side, (str, Source, Piece)):
        return False
    try:
        return context.is_ambiguous(side) or _has_bars(side)
    except SymcheckError:
        return True


_BARS = frozenset("|\u2223\u2016\u2225")


def _has_bars(side: str | Source | Piece) -> bool:
    """Of what fits as it stands, only bars are read otherwise where shapes may be relaxed."""
    text = side if isinstance(side, str) else side.source.text if isinstance(side, Piece) else side.text
    return not _BARS.isdisjoint(text) or "vert" in text or "mid" in text


def _same_indices(a: Expr, b: Expr, first: list[set[str]]) -> bool:
    """Whether both sides speak of the same free indices: a reading that binds more than the `first`
    ones of the sides must on both."""
    of_a, of_b = indices(a), indices(b)
    return of_a == of_b or first[0] <= of_a and first[1] <= of_b and (of_a, of_b) != tuple(first)


def _conventions(context: Context, side, layout: str, beside) -> list[tuple[Expr, tuple[str, ...]]]:
    """The readings of one side with what each assumes, the standard one first if there is one."""
    if not isinstance(side, (str, Source, Piece)):
        try:
            return [(read_side(context, side, layout), ())]
        except SymcheckError:
            return []
    found: dict[Expr, tuple[str, ...]] = {}
    try:
        for k, reading in enumerate(context.readings(side, layout, None, beside)):
            # A sum of more terms than were bracketed is a slip of its own, not a convention.
            if not any(note.startswith(WIDER_SUM) for note in reading.notes):
                found.setdefault(reading.expr, () if not k else reading.notes)
    except SymcheckError:
        pass  # no strict reading: the relaxed one may still be meant
    if found and not _has_bars(side):
        return list(found.items())
    try:
        reading = context.reading(side, layout, None, True, beside)
        found.setdefault(reading.expr, reading.notes)
    except SymcheckError:
        pass
    return list(found.items())
