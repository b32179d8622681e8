r"""Inequalities joined by `\iff` or `\implies`, with what their last side is equal to: `|1 - \eta a| < 1 \iff 0 < \eta < 2 / a = 2 n / s`.

Two such conditions are judged against each other: neither is claimed on its own. What is said with `=` behind the last inequality is a
chain of its own; where it speaks of what the condition restricts, it may hold under the condition only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from symcheck.judge.derivation.relations import inequalities
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State, names_in

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains


def compared(chains: Chains, found: list[Statement], displayed: bool = True, before: Statement | None = None) -> set[int]:
    """Judge the inequalities of a row that are said to be one, or to follow; which of its statements these are. Those that cannot be
    compared are steps where they are `displayed`. `before`: the last statement of the row before, with which the first of this one goes on."""
    if before is not None:
        return {k - 1 for k in _compared(chains, [before, *found], displayed, {0}) if k}
    return _compared(chains, found, displayed, set())


def _compared(chains: Chains, found: list[Statement], displayed: bool, done: set[int]) -> set[int]:
    """`done`: those that are judged already."""
    parted = [_parted(s) for s in found]
    for k, ((s, _), (t, _)) in enumerate(zip(parted, parted[1:])):
        if t.logic not in (r"\iff", r"\implies") or not inequalities.is_order(s) or not inequalities.is_order(t):
            continue
        new = [j for j in (k, k + 1) if j not in done]
        for j in new:
            _tail(chains, *parted[j])
        if not inequalities.pair(chains, s, t, t.logic == r"\iff"):
            if not displayed:
                continue
            _each(chains, [parted[j][0] for j in new])
        done |= {*new}
    return done


def _parted(s: Statement) -> tuple[Statement, Statement | None]:
    """The inequality, and the equations behind its last side, where there are any."""
    k = len(s.operators)
    while k and s.operators[k - 1] == "=":
        k -= 1
    if not k or k == len(s.operators):
        return s, None
    return replace(s, pieces=s.pieces[:k + 1], operators=s.operators[:k]), replace(s, pieces=s.pieces[k:], operators=s.operators[k:], logic="")


def _tail(chains: Chains, condition: Statement, tail: Statement | None) -> None:
    """Judge the equations behind a condition."""
    if tail is None:
        return
    held = [e for p in condition.pieces[:-1] if (e := chains.state.read(p)) is not None]
    spoken = [e for p in tail.pieces if p is not None and (e := chains.state.read(p)) is not None]
    restricted = set().union(*map(names_in, held)) & set().union(*map(names_in, spoken))
    with chains.apart(), _supposed(chains.state, unused=bool(restricted) or chains.state.unused):
        chains.statement(tail, alone=False)


def _each(chains: Chains, conditions: list[Statement]) -> None:
    """Conditions that cannot be compared, each on its own: right where it always holds, and else undecided."""
    for s in conditions:
        with chains.apart(), _supposed(chains.state, unread_order=True):
            chains.statement(s, alone=False)


@contextmanager
def _supposed(state: State, **said: bool) -> Iterator[None]:
    """What is judged meanwhile holds under a condition of which no use is made."""
    kept = {name: getattr(state, name) for name in said}
    for name, value in said.items():
        setattr(state, name, value)
    try:
        yield
    finally:
        for name, value in kept.items():
            setattr(state, name, value)


__all__ = ["compared"]
