"""Orders among words: an inequality that is the same as another one, a case, a condition or an assumption."""

from __future__ import annotations

import re

from symcheck.judge.derivation.chains import (
    conditions,
)
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import (
    assumptions,
)
from symcheck.judge.derivation.prose import (
    convergence_told,
    orders_claimed,
    units_told,
    values_over,
)
from symcheck.judge.derivation.prose.signs_told import Signs
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.relations import inequalities, spectra
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import names_in
from symcheck.judge.derivation.wording import (
    extremes_of_spectra,
    told,
    words,
)
from symcheck.read.documents import Formula
from symcheck.read.names import label
from symcheck.read.syntax import Symbol
from symcheck.text import Source

# "On the right branch, $w > 0$, ..", "in the active region ($z > 0$)": of what is said there.
_ON_PART = re.compile(r"\b(?:on|in|along)\s+(?:the|its|this|that)\s+(?:[\w-]+\s+){0,2}(?:branch|side|half(?:-?\s?(?:line|axis|space))?|piece|part|region|regime|interval)\s*,?\s*"
                      r"(?:\(|where|with|for|when|i\.\s?e\.,?|that\s+is,?)?\s*$", re.I)
# "we can pick a $w$ with $e^w < y$", "there are $x$ with": of some values.
_EXISTS = re.compile(r"(?:\b(?:can|could|may)\s+(?:always\s+|also\s+|then\s+)?(?:pick|choose|find|take)|\bthere\s+(?:is|are|exists?))\b[^.;]*\b(?:with|where|(?:such|so)\s+that|for\s+which)\s*$", re.I)
# "Let $0 < x < 1$ and", "where $0 < x < 1$": an order that is said of all that follows, though a display has branches for its opposite.
_LASTS = re.compile(r"\b(?:let|suppos\w+|assum\w+|take|given|with|where|fix|say)\b[^.;$]*$", re.I)
# `t_1 < t_2 < t_3`, `a < b`: an order of names.
_OF_PLACES = re.compile(r"\s*\\?[A-Za-z]+(?:_\{?\w\}?)?(?:\s*(?:<|\\leq?(?![A-Za-z]))\s*\\?[A-Za-z]+(?:_\{?\w\}?)?)+\s*[.,;]?\s*")
_SMALLER = re.compile(r"<|\\leq?(?![A-Za-z])")
# Between both sides of an equivalence.
_IF_AND_ONLY_IF = re.compile(r"^\s*,?\s*(?:if\s+and\s+only\s+if|iff|(?:exactly|precisely)\s+(?:if|when|for|where)|(?:is|which\s+is)\s+equivalent\s+to)\s*$", re.I)
# Functions with kinks, `|x|`, `\\max(0, x)`.
_IN_PIECES = re.compile(r"\\max(?![A-Za-z])|\\begin\{cases\}|(?:\||\\lvert|\\vert)\s*\\?[a-z]+\s*(?:\||\\rvert|\\vert)|\bre\s?lu\b", re.I)


class Orders:
    """The inequalities among words, one after the other."""

    def __init__(self, chains: Chains, suppositions: Suppositions, signs: Signs):
        self.state, self.meanings, self.chains = chains.state, chains.meanings, chains
        self.suppositions, self.signs = suppositions, signs
        self.waiting: list[tuple[Source, int]] = []  # orders of names without a meaning yet, and the part that they stand in
        self.condition: tuple[int, Statement] | None = None  # the last inequality, and the number of its formula

    def heard(self) -> None:
        """Suppose what orders said of names that have got their meanings since."""
        self.waiting = [(row, part) for row, part in self.waiting if part == self.state.part]
        for row, part in [*self.waiting]:
            if all(self.meanings.shaped(name.strip()) is not None for name in _SMALLER.split(row.text)):
                self.waiting.remove((row, part))
                assumptions.suppose(self.meanings, row)

    def taken(self, s: Statement, found: list[Statement], row: Source, formula: Formula) -> bool:
        """An inequality: the same as another one, a case, an assumption. True where nothing more is said of it."""
        if formula.start in self.suppositions.after.taken:  # of what stands before it a case, or the condition of a limit
            convergence_told.judged(self.meanings, self.chains, s, formula.before, self.meanings.survey.sentence(formula))
            return True
        if self.signs.in_region(s, formula):
            return True
        if conditions.compared(self.chains, found, displayed=False):
            self.condition = None
            return False
        values_over.heard(self.meanings, s, formula)
        loosely = inequalities.LOOSELY.search(formula.before) is not None
        if self.condition is not None and self.condition[0] == self.meanings.at - 1 and inequalities.SAME.match(formula.before):
            inequalities.pair(self.chains, self.condition[1], s, loosely=loosely)
        elif inequalities.is_order(s) and inequalities.SAME.match(formula.before) and (letter := self._for_all()) is not None:
            spectra.pair(self.chains, self.condition[1], letter, s, loosely)
        self.condition = (self.meanings.at, s) if inequalities.is_order(s) else None
        sentence = self.meanings.survey.sentence(formula)
        if convergence_told.judged(self.meanings, self.chains, s, formula.before, sentence) or orders_claimed.judged(self.chains, s, formula, sentence):
            return True
        if inequalities.is_order(s) and _IF_AND_ONLY_IF.match(formula.after):
            return True  # nothing is supposed by one side of an equivalence
        if words.IF.search(formula.before) or _ON_PART.search(formula.before) or _EXISTS.search(re.sub(r"\$[^$]*\$", " § ", sentence)) or self.meanings.survey.is_case(s) \
                or (words.FOR_CASE.search(formula.before) or told.heads_part(formula)) and (self.meanings.survey.is_between_others(s) or self._is_beside_kink(s)) \
                or words.FOR_CASE.search(formula.before) and (words.CASE_LEADS.match(formula.after) or formula.after.strip() == ",") and self._is_of_argument(s) \
                or words.STOP.match(formula.after.strip()) is None and _LASTS.search(formula.before) is None and self.meanings.survey.is_branch(s):
            self.suppositions.supposed(row, formula)
        elif self.suppositions.of_its_own(formula) and self.suppositions.standing.take(row, formula):
            return True
        elif not (assumptions.suppose(self.meanings, row) or self.meanings.declare_joined(row)):
            self.state.unread_order = self.state.unread_order or not extremes_of_spectra.are_ordered(self.meanings.document, self.meanings.at)
            if _LASTS.search(formula.before) is not None and _OF_PLACES.fullmatch(row.text):
                signs = _SMALLER.findall(row.text)
                names = [name.strip(" .,;") for name in _SMALLER.split(row.text)]
                self.waiting += [(Source(" ".join((a, sign, b)), row.name, row.locate(0)[0]), self.state.part) for a, sign, b in zip(names, signs, names[1:])]
        return False

    def same_condition(self, s: Statement, formula: Formula) -> bool:
        """Judge a displayed inequality that the words before it call the same as the one right before them, or under which they say that
        an iteration converges."""
        if convergence_told.judged(self.meanings, self.chains, s, formula.before, self.meanings.survey.sentence(formula)):
            return True
        return self.condition is not None and self.condition[0] == self.meanings.at - 1 and inequalities.is_order(s) \
            and inequalities.SAME.match(formula.before) is not None and inequalities.pair(self.chains, self.condition[1], s, loosely=inequalities.LOOSELY.search(formula.before) is not None)

    def _is_of_argument(self, s: Statement) -> bool:
        """Is this order one of the letter that functions with kinks take in this document?"""
        letters = {label(p.syntax) for p in s.pieces if p is not None and type(p.syntax) is Symbol}
        text = self.meanings.document.text
        return bool(letters & self.meanings.survey.formals) and (words.KINK.search(text) or _IN_PIECES.search(text)) is not None

    def _is_beside_kink(self, s: Statement) -> bool:
        """Is this order one of what a function with kinks takes?"""
        letters = {label(p.syntax) for p in s.pieces if p is not None and type(p.syntax) is Symbol} & self.meanings.survey.formals
        return bool(letters) and any(letters & names_in(a) for a in units_told.taken(self.state))

    def _for_all(self) -> str | None:
        """The index of "$|1 - \\eta \\lambda_i| < 1$ for all $i$", where these are the last two formulas."""
        if self.condition is None or self.condition[0] != self.meanings.at - 2:
            return None
        between = self.meanings.document.formulas[self.meanings.at - 1]
        return between.rows[0].text.strip() if not between.display and spectra.FOR_ALL.match(between.before) else None


__all__ = ["Orders"]
