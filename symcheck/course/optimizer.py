r"""Parts that ask for an optimizer with memory: momentum, Adam.

Such rules are written with steps numbered in many ways, or in place (`v \leftarrow \beta v + g`).
Every old value is read as its bare name, every new one as the name the problem gives it (`V` for the
new v), as the times say (`recurrence`); then each statement is an equation between the problem's names, and
is checked as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from symcheck.course.answer import best_of, noted, readings, undecided, wrong
from symcheck.course.beside import claim, unsettled
from symcheck.course.clauses import Statement
from symcheck.course.marks import Name
from symcheck.course.places import Place, as_spelling, places, rewritten, without_range, without_start
from symcheck.course.problem import Problem, View
from symcheck.course.quantity import free_letters, judged, matches, plain
from symcheck.course.recurrence import EARLIER, Timing, Untimely, timings
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.read.context import Context
from symcheck.text import SymcheckError

_FONTS = r"\s*\{?\s*(?:\\(?:mathbf|boldsymbol|bm|vec)(?![A-Za-z])\s*\{?\s*)?"
_ENTRY = r"(?:_\{?([a-z])\}?)?"


@dataclass(frozen=True)
class Optimizer:
    r"""Asks for the new value of `by`, which is `target`.

    `memory`: pairs (old name, new name) of what is carried from step to step; `corrected`: may they be used corrected, as
    `\hat m`, with powers of their factors? `earlier`: the name of the value of `by` one step before, where the views have
    one; `views`: the conventions an answer may follow; `counter`: the exponent of the corrections.
    """

    by: str
    target: str
    memory: tuple[tuple[str, str], ...]
    views: tuple[View, ...]
    corrected: bool = False
    earlier: str = ""
    counter: str = "t"

    def judge(self, problem: Problem, answer: str) -> Verdict:
        found = places(text := without_start(without_range(answer)), self._names())
        try:
            ways = timings(found, text, bool(self.earlier))
        except Untimely as reason:
            return wrong(str(reason)) if reason.sure else undecided(str(reason))
        verdicts = [(self._at(problem, answer, rewritten(text, found, self._called(found, way))), way) for way in ways]
        right = [(v, way) for v, way in verdicts if v.right]
        if not right:
            return undecided(ways[0].otherwise) if ways[0].otherwise else verdicts[0][0]
        v, way = min(right, key=lambda pair: len(pair[1].doubts))
        return undecided(f"right only if counted so: {way.doubts[0]}") if way.doubts else v

    def _names(self) -> tuple[Name, ...]:
        hats = rf"\\(?:hat|widehat){_FONTS}[{''.join(old for old, _ in self.memory)}]\s*\}}*"
        moments = (Name("corrected", hats), Name("power", r"\\beta_\{?[12]\}?")) if self.corrected else ()
        return (*moments, Name("by", re.escape(self.by)), *(Name("memory", old) for old, _ in self.memory),
                Name("gradient", "g"), Name("batch", "[SB]"))

    def _called(self, found: list[Place], timing: Timing) -> dict[int, tuple[str, str]]:
        """What the names are called in the problem where the values are those of this timing."""
        new, names = dict(self.memory), {}
        for p in found:
            value, name = timing.values.get(p.mark.start), p.mark.name
            if name.role == "memory" and value == "new":
                names[p.mark.start] = name.pattern, new[name.pattern]
            elif name.role == "power" and p.time is not None:
                names[p.mark.start] = p.mark.head, f"{p.mark.head}^{self.counter}"
            elif value == EARLIER:
                names[p.mark.start] = self.by, f" {self.earlier}"  # no letter of a macro before it
        return names

    def _at(self, problem: Problem, answer: str, read: str) -> Verdict:
        return best_of(self._in(r) for r in readings(problem, answer, (as_spelling(answer, read),), self.views))

    def _in(self, r) -> Verdict:
        if isinstance(r, SymcheckError):
            return unreadable(r)
        if (left := unsettled(r)) is not None:
            return left
        main = None
        for s in r.answer.statements:
            if not s.operators or matches(rf"(?:{re.escape(self.by)}){_ENTRY}", s.left):
                if main is not None:
                    return undecided("several steps are given; which is the answer?")
                main = s
        if main is None:
            return undecided(f"the step of {self.by} is missing")
        for s in r.answer.statements:
            if s is not main:
                v = claim(r.context, s)
                if not v.right:
                    return noted(v, f"in the statement {s.text}")
        if set(main.operators) - {"=", ":=", r"\leftarrow"}:
            return wrong(f"the relation {main.operators[0]} is no step")
        v = judged(r.context, self._asked(r.context, main), main.pieces[1:] or main.pieces, True)
        return noted(v, r.view.note) if v.right else v

    def _asked(self, context: Context, main: Statement) -> str:
        """The new value, or the entry of it that the left side names, or the right side where there is no other."""
        entries = re.findall(r"_\{?([a-z])", plain(main.left)) if main.operators else free_letters(context, main.pieces)
        return f"({self.target})_{{{entries[0]}}}" if len(entries) == 1 else self.target

