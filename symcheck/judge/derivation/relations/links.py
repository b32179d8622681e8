r"""One link of a chain, `a = b` or another relation, judged in the state of the derivation."""

from __future__ import annotations

from symcheck.judge import verdict as V
from symcheck.judge.derivation.laws import expectations
from symcheck.judge.derivation.numbers.values import at_values, with_formulas, with_numbers
from symcheck.judge.derivation.relations import (
    at_solution,
    beside_place,
    calls,
    constants,
    decompositions,
    movement,
    restated,
)
from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.relations.equations_set_up import as_equation, as_found
from symcheck.judge.derivation.relations.link import Link
from symcheck.judge.derivation.solving import equations as E
from symcheck.judge.derivation.state import (
    Chain,
    State,
)
from symcheck.judge.equality import equal
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.read.at_sizes import at_sizes
from symcheck.read.context import Piece
from symcheck.text import SymcheckError


def equality(state: State, chain: Chain, a: Piece, b: Piece, line: int, logic: str) -> Link:
    """`a = b`: an identity, an equation set up, or one that follows from what was set up."""
    if (x := state.read(a)) is not None and (place := beside_place.judged(state, x, state.read(b, x))) is not None:
        return Link(place)
    v = equal(state.context, a, b, state.layout)
    if state.formulas and not v.right:
        v = equal(with_formulas(state), a, b, state.layout)
    if v.word == V.DIFFERENT and not state.formulas and state.formulas_before[0] == state.part and state.formulas_before[1]:
        before = equal(with_formulas(state, state.formulas_before[1]), a, b, state.layout)  # "If $\phi = \tanh$, then .. . Hence .."
        v = before if before.right else v
    if (sizes := state.sizes) and not v.right:
        v = equal(at_sizes(state.context, sizes), a, b, state.layout)
    if v.word == V.UNREADABLE and v.extra["diagnostic"].id == "ambiguous":
        v = _sized(state, chain, a, b) or v
    if not v.right and (product := decompositions.judged(state, a, b)) is not None:
        v = product
    if state.values and v.word == V.DIFFERENT:
        v = at_values(state, a, b, v)
    if v.word == V.DIFFERENT:
        v = with_numbers(state, a, b) or v
    if v.right and (other := movement.refuted(state, a, b)) is not None:
        return Link(other)
    if v.word in (V.EQUAL, V.EQUAL_WHERE, V.EQUAL_LAYOUT, V.SUPPORTED):
        x = state.read(a)
        state.saw(x, state.read(b, x))
        if v.layout:
            state.layouts.add(v.layout)
        return Link(v)
    if v.word in (V.DIFFERENT, V.UNDECIDED):
        sides = [e for p in (a, b) if (e := state.read(p)) is not None]
        otherwise = None if any(map(has_derivative, sides)) else constants.judged(state, chain, a, b, v)
        otherwise = otherwise or expectations.given(state, a, b, sides) or calls.judged(state, chain, a, b) \
            or movement.judged(state, a, b) or restated.judged(state, sides) or at_solution.judged(state, sides)
        if otherwise is not None and otherwise.word == V.DIFFERENT:
            otherwise = restated.judged(state, sides) or otherwise
        if otherwise is not None:
            return Link(otherwise)
    if v.word == V.UNREADABLE:
        return Link(_blamed(state, a, b, v), "statement" if _unread(state, b) else "claim")
    x = state.read(a)
    y = state.read(b, x)
    if x is None or y is None or x.shape != y.shape and not (x.is_zero or y.is_zero):
        return Link(v)
    if x.is_zero:
        x = E.zero_like(y)
    if y.is_zero:
        y = E.zero_like(x)
    if v.word == V.DIFFERENT and beside_place.are_both(state, x, y):
        return Link(v)
    link = as_equation(state, chain, x, y, line, logic, v)
    return (as_found(state, a, b) if link.kind == "claim" and link.verdict.word == V.DIFFERENT else None) or link


def _sized(state: State, chain: Chain, a: Piece, b: Piece) -> Verdict | None:
    """The verdict where the head of the chain gives sizes that the link leaves open."""
    head = state.read(chain.head)
    x = state.read(a, head)
    y = state.read(b, head if x is None else x)
    return None if x is None or y is None else judge(state.context, x, y)


def _unread(state: State, piece: Piece) -> bool:
    return state.read(piece) is None


def _blamed(state: State, a: Piece, b: Piece, v: Verdict) -> Verdict:
    """The message about the new side where both are unreadable: the old one was reported before."""
    for layout in ("column", "row"):
        try:
            state.context.reading(a, layout)
        except SymcheckError:
            try:
                state.context.reading(b, layout)
            except SymcheckError as error:
                return unreadable(error)
    return v
