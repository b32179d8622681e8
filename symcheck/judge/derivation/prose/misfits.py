r"""Definitions among words whose shapes do not fit: "Let $b = X y$" where X has not as many columns as y has entries.

The words may go on to give a name another shape ("with $X \in \mathbb{R}^{d \times n}$"), so that the end of the paragraph is waited
for. What misfits then is a wrong step, at the place where it stood.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from symcheck.judge import verdict as V
from symcheck.judge.derivation import doubts
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names.defining import define
from symcheck.judge.derivation.names.sizes_settled import are_declared
from symcheck.judge.derivation.names.usage import named_in
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.verdict import unreadable
from symcheck.text import SymcheckError


class _Met(NamedTuple):
    """A definition that misfits as its names are now, and the number of steps before it."""

    statement: Statement
    steps: int


def _ends(before: str) -> bool:
    """Does a paragraph end in these words?"""
    return re.search(r"\n\s*\n", before) is not None


class Misfits:
    """The definitions of the paragraph at hand whose shapes do not fit."""

    def __init__(self, chains: Chains):
        self.chains = chains
        self.met: list[_Met] = []

    def meet(self, s: Statement, fault: SymcheckError) -> None:
        if doubts.misfit(unreadable(fault)) and self._are_declared(s) and not self._shaped_after(s):
            self.met.append(_Met(s, len(self.chains.outcome.steps)))

    def _are_declared(self, s: Statement) -> bool:
        """Are all names on the right of a definition declared in a formula or defined, and the name on its left not otherwise known?"""
        return self.chains.state.read(s.pieces[0]) is None and are_declared(self.chains.meanings, s.pieces[1])

    def _shaped_after(self, s: Statement) -> bool:
        """Does the rest of the paragraph say anything of the shapes of the names in this?"""
        meanings = self.chains.meanings
        names = {n.base for p in s.pieces if p is not None for n in named_in(p.syntax)}
        for formula in meanings.document.formulas[meanings.at + 1:]:
            if _ends(formula.before):
                return False
            for row in formula.rows:
                head, declares, _ = row.text.partition(r"\in")
                if r"\times" in row.text or declares and any(name in head for name in names):
                    return True
        return False

    def heard(self, before: str, waiting: list[Statement]) -> None:
        """At the end of a paragraph: those that still wait for other names misfit for good."""
        if _ends(before):
            self.settle(waiting)

    def settle(self, waiting: list[Statement]) -> None:
        for s, steps in reversed(self.met):
            fault = define(self.chains.meanings, s, bare=True) if any(w is s for w in waiting) else None
            if fault is None or not doubts.misfit(v := unreadable(fault)) or self.chains.doubtful(True, s.pieces[1]):
                continue
            kept = self.chains.outcome.steps[steps:]
            del self.chains.outcome.steps[steps:]
            self.chains.step(s, 0, replace(v, word=V.DIFFERENT, evidence="the shapes do not fit"), "definition")
            self.chains.outcome.steps += kept
        self.met = []
