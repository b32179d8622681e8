"""Naming a mistake: guesses from every table, tried against both lines.

A row counts when its guess, evaluated, is the line it speaks of; the row of the lowest rank is
named if no other id shares that rank. What takes too long names nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from time import perf_counter

import numpy as np

from symcheck.expr.latex import to_latex
from symcheck.expr.node import Expr
from symcheck.expr.shape import SCALAR
from symcheck.judge.mistakes.calculus import misdifferentiated
from symcheck.judge.mistakes.functions import exchanges
from symcheck.judge.mistakes.indices import reindexings
from symcheck.judge.mistakes.probe import NO_VALUE
from symcheck.judge.mistakes.repairs import repairs
from symcheck.judge.mistakes.rows import BY_ID
from symcheck.judge.mistakes.scene import Guess, OutOfTime, Scene
from symcheck.judge.mistakes.splits import misrules
from symcheck.judge.mistakes.terms import term_differences
from symcheck.judge.mistakes.whole import whole
from symcheck.read.syntax import Syntax
from symcheck.text import Source

# Each with the lowest rank that it can find: it is not asked where a lower one was found.
FAMILIES = ((whole, 2), (repairs, 1), (misrules, 3), (exchanges, 3), (reindexings, 2.8),
            (misdifferentiated, 3.5), (term_differences, 8))


@dataclass(frozen=True, slots=True)
class Mistake:
    """A named mistake: the row's id, and its sentence with the place filled in as LaTeX."""

    id: str
    sentence: str


def name_mistake(right: Expr, wrong: Expr, equations=(), limit: float = 0.3) -> Mistake | None:
    """The mistake that turns `right` into `wrong`, if exactly one row of the table does.

    Both are well typed; shapes may differ as row and column do. `equations` are assumptions as the
    context keeps them; `limit` bounds the search in seconds.
    """
    until = perf_counter() + limit
    try:
        scene = Scene(right, wrong, equations)
    except NO_VALUE:
        return None
    values = [scene.probe.value(side) for side in scene.probe.sides]
    if any(v is None or not v.any() for v in values):
        return None  # of 0 there are too many explanations
    if right.shape != wrong.shape and right.shape == wrong.shape[::-1] and right.shape != SCALAR:
        if scene.probe.same(right, wrong):
            return stated(Guess("row-for-column", right))
    with np.errstate(all="ignore"):
        return best(tried(scene, until))


def name_misfit(context, right: Expr, syntax: Syntax, source: Source, layout: str,
                limit: float = 0.3) -> Mistake | None:
    """The mistake in a line whose shapes do not fit: the one edit of what was written (`syntax`,
    parsed from `source`) after which it reads as `right`."""
    from symcheck.judge.mistakes.misfit import misfits

    return best(misfits(context, right, syntax, source, layout, limit))


def tried(scene: Scene, until: float) -> Iterator[Guess]:
    """The guesses that reproduce a line. Raises `OutOfTime` where rivals may be left."""
    seen = set()
    lowest = 99.0
    for family, rank in FAMILIES:
        if lowest < rank:
            continue
        for guess in _as_far_as_it_goes(family(scene)):
            if perf_counter() > until:
                raise OutOfTime
            target = scene.right if guess.toward == "right" else scene.wrong
            if (guess.id, guess.made, guess.toward) in seen:
                continue
            seen.add((guess.id, guess.made, guess.toward))
            if scene.probe.same(guess.made, target):
                lowest = min(lowest, rank_of(guess))
                yield guess


def _as_far_as_it_goes(guesses: Iterator[Guess]) -> Iterator[Guess]:
    """The guesses up to one that cannot be made at all."""
    try:
        yield from guesses
    except NO_VALUE:
        return


def best(guesses: Iterator[Guess]) -> Mistake | None:
    """The guess of the lowest rank, if no other id shares it; of one id the smallest place."""
    try:
        found = list(guesses)
    except OutOfTime:
        return None
    if not found:
        return None
    rank = min(map(rank_of, found))
    first = [g for g in found if rank_of(g) == rank]
    if len({g.id for g in first}) > 1:
        return None
    return stated(min(first, key=lambda g: len(_said(g.facts.get("what")))))


def rank_of(guess: Guess) -> float:
    return BY_ID[guess.id].rank + guess.late


def stated(guess: Guess) -> Mistake:
    facts = {key: _said(value) for key, value in guess.facts.items()}
    return Mistake(guess.id, BY_ID[guess.id].sentence.format(**facts))


def _said(fact) -> str:
    if fact is None:
        return ""
    if isinstance(fact, Expr):
        return to_latex(fact)
    if isinstance(fact, Fraction) and fact.denominator != 1:
        return rf"\frac{{{fact.numerator}}}{{{fact.denominator}}}"
    return str(fact)
