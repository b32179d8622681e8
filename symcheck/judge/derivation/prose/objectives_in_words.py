r"""Objectives that have no name and stand only among words, "it remains to minimise $\sum_i c_i (b_i - a)^2$, and $\hat a = ..$": to the end of their paragraph it is
these that are optimized, and no function of the same variable whose derivative was set to zero before.

An expression that words call a derivative which vanishes, where no rule could tell of what it is one, is that of such an objective, too: what is optimized then is open.

Where the sentence has a reservation, "if instead ..", the estimate may be that of either: it is right where it solves one of them, and open else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr
from symcheck.judge.derivation.state import Equation, Gradient, hatted_names, speaks_of
from symcheck.judge.derivation.wording import reservations

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings
    from symcheck.read.documents import Formula
    from symcheck.read.scope import Entry

# Right before it: the verb, and a noun at most.
_VERB = re.compile(r"\b(?:minimi[sz]|maximi[sz])(?:e|es|ing)(?:\s+(?:the|this|a|an))?(?:(?:\s+\w+){0,2}\s+(?:sum|objective|loss|cost|function|expression|criterion|quantity|error))?\s*$", re.I)
_FORMULA = re.compile(r"\$[^$]*\$")
# Nobody does it; others do, or it was done before.
_DENIED = re.compile(r"(?:n['’]t|\b(?:not|never|nobody|without|instead\s+of|rather\s+than|avoid\w*|no\s+(?:\w+\s+)?(?:to|in|of|for|use|need|sense|point|reason)))\b[^.;:]*$", re.I)
_OF_OTHERS = re.compile(r"\b(?:others?|some|many|they|he|she|people|authors?|before|earlier|previously|so\s+far|had\s+to|used\s+to|would|could|might|last)\b[^.;:]*$", re.I)
# "has the derivative $..$, which vanishes at": the derivative of what, no rule could tell.
_SLOPE = re.compile(r"\b(?:derivative|gradient|slope)(?:\s+(?:is|equals|reads|becomes|is\s+given\s+by))?\s*:?\s*$", re.I)
_VANISHES = re.compile(r"\s*,?\s*(?:which|that|and(?:\s+(?:this|it))?)?\s*(?:(?:is|becomes|equals)\s+(?:zero|0)|vanishes)\b", re.I)
_BREAK = re.compile(r"\n\s*\n|\\item\b|\\(?:sub)*section\b|\\par(?![a-z])|\n\s*(?:[-*+]|\d+[.)]|\([a-z]\))\s")


class ObjectivesInWords:
    """The objective in force, and what it stands before."""

    def __init__(self, meanings: Meanings):
        self.meanings = meanings
        self.part = -1
        self.end: int | None = None  # where the formula begins that tells it
        self.told: list[Gradient] = []
        self.before: list[Equation] = []
        self.named: list[tuple[str, Entry]] = []  # estimates found before, by how they are written

    def heard(self, formula: Formula) -> None:
        """An objective is over at the end of its paragraph; of which one a later estimate is, is open to the end of the part."""
        state = self.meanings.state
        if state.doubts.objectives and self.part != state.part:
            state.doubts.objectives = set()
        if self.end is not None and _BREAK.search(self.meanings.document.text[self.end:formula.start]):
            if self.part == state.part:
                state.doubts.objectives |= {g.by.data.name for g in self.told}
            else:
                self._restore()
            state.gradients = [g for g in state.gradients if g not in self.told]
            state.equations = [*self.before, *state.equations]
            self.end, self.told, self.before, self.named = None, [], [], []

    def _restore(self) -> None:
        """Estimates found before mean again what they meant."""
        scope = self.meanings.context.scope
        for name, entry in self.named:
            if (other := scope.bare(name)) is not None:
                scope.drop(other)
            scope.add(entry)
        self.meanings.context.remembered = {}

    def slope(self, e: Expr) -> None:
        """Of what an expression is the derivative which vanishes, no rule could tell: what is optimized over its variables is open."""
        if unknowns := self._unknowns(e):
            self.part = self.meanings.state.part
            self.meanings.state.doubts.objectives |= {by.data.name for by in unknowns}

    def _unknowns(self, e: Expr) -> set[Expr]:
        """The variables of an expression for which another function was optimized before."""
        state = self.meanings.state
        return {g.by for g in state.gradients if g.by.op == "var" and speaks_of(e, g.by) and g.f is not e} | {
            q.unknown for q in state.equations if q.unknown is not None and q.unknown.op == "var" and speaks_of(e, q.unknown)}

    def take(self, e: Expr, formula: Formula) -> None:
        """Take in an objective, for the variables of which another function was optimized before."""
        state = self.meanings.state
        if _VERB.search(formula.before) is None:
            return
        unknowns = self._unknowns(e)
        if not unknowns:
            return
        sentence = self.meanings.survey.sentence(formula)
        if _DENIED.search(_FORMULA.sub(" § ", sentence)):
            return
        if _OF_OTHERS.search(_FORMULA.sub(" § ", sentence)) or reservations.mistaken(f"{sentence} § {formula.after.partition('.')[0]}"):
            state.doubts.objectives |= {by.data.name for by in unknowns}
            return
        if self.end is None:
            self.before = [q for q in state.equations if q.unknown in unknowns]
        state.equations = [q for q in state.equations if q.unknown not in unknowns]
        for by in unknowns:
            for name in hatted_names(by.data.name):
                if (entry := state.context.scope.bare(name)) is not None and entry.expr is not None and entry.expr.op == "let":
                    state.context.scope.drop(entry)
                    state.context.remembered = {}
                    self.named.append((name, entry))
        line = formula.rows[0].locate(0)[0]
        new = [Gradient(e, by, line) for by in unknowns]
        state.gradients = [*state.gradients, *new]
        self.part, self.end, self.told = state.part, formula.start, [*self.told, *new]
        if reservations.keeps(self.meanings.survey.sentence(formula)):
            state.doubts.objectives |= {by.data.name for by in unknowns}


def is_slope_that_vanishes(formula: Formula) -> bool:
    """Do the words call an expression a derivative, and say that it vanishes?"""
    return _SLOPE.search(formula.before) is not None and _VANISHES.match(formula.after) is not None


__all__ = ["ObjectivesInWords", "is_slope_that_vanishes"]
