r"""Inequalities joined by `\iff` or `\implies`, with what their last side is equal to: `|1 - \eta a| < 1 \iff 0 < \eta < 2 / a = 2 n / s`.

Two such conditions are judged against each other: neither is claimed on its own. What is said with `=` behind the last inequality is a
chain of its own; where it speaks of what the condition restricts, it may hold under the condition only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from symcheck.judge import verdict as V
from symcheck.judge.derivation.relations import inequalities
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State, names_in
from symcheck.judge.verdict import Verdict

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains


SEVERAL = "several conditions at once are compared only where each is the one in its place"


class Rows:
    """The conditions of a display of which one row goes on with the one before, `|1 - \\eta a| < 1 \\\\ \\iff 0 < \\eta a < 2`: the last one of a row waits for
    the first of the next."""

    def __init__(self, chains: Chains):
        self.chains, self.last, self.waits = chains, None, False
        self.together: list[Statement] = []  # several conditions at once, in the row before

    def compared(self, found: list[Statement], following: Statement | None) -> set[int]:
        """As `compared`, of one row; `following`: the statement of the next row that goes on with it."""
        if (several := self._several(found, following)) is not None:
            return several
        before = self.last if found and found[0].logic and _is_one(found) else None
        goes_on = following is not None and following.logic in (r"\iff", r"\implies") and inequalities.is_order(following) and _is_one(found) \
            and inequalities.is_order(found[-1])
        held_back = {len(found) - 1} if goes_on and (len(found) == 1 or self.last is not None) else set()
        if before is not None:
            done = {k - 1 for k in _compared(self.chains, [before, *found], True, set() if self.waits else {0}) if k}
        else:
            done = _compared(self.chains, found, True, set())
        self.waits = goes_on and len(found) - 1 not in done
        self.last = found[-1] if found and _is_one(found) else None
        return done | (held_back if self.waits else set())

    def _several(self, found: list[Statement], following: Statement | None) -> set[int] | None:
        r"""Of rows `a < b, \quad c < d` that are said to be one: right where each is the one in its place, else left open. None of other rows."""
        if len(found) < 2 or not all(inequalities.is_order(s) for s in found) or any(s.logic for s in found[1:]):
            self.together = []
            return None
        goes_on = following is not None and following.logic in (r"\iff", r"\implies") and inequalities.is_order(following)
        if found[0].logic and len(self.together) == len(found):
            for s, t in zip(self.together, found):
                v = inequalities.judged(self.chains.state, s, t, found[0].logic == r"\iff")
                self.chains.step(t, len(t.operators) - 1, v if v is not None and v.right else Verdict(V.UNDECIDED, SEVERAL))
        elif not goes_on:
            return None
        self.together, self.last, self.waits = found, None, False
        return {*range(len(found))}

    def broken(self) -> None:
        """A row could not be read: nothing goes on with it."""
        self.last, self.waits, self.together = None, False, []


def _is_one(found: list[Statement]) -> bool:
    """Is a row one condition, or several that are said to be one?"""
    return bool(found) and all(s.logic in (r"\iff", r"\implies") for s in found[1:])


def compared(chains: Chains, found: list[Statement], displayed: bool = True) -> set[int]:
    """Judge the inequalities of a row that are said to be one, or to follow; which of its statements these are. Those that cannot be
    compared are steps where they are `displayed`."""
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


__all__ = ["Rows", "compared"]
