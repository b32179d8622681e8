r"""Parts that ask for an update rule: `\theta \leftarrow ...`, `\theta_{t+1} = ...`, a step.

The rule's target is `by` less the step, both from the encoded definitions. The times of the values must be those of one
step (`recurrence`); without them each name is the old value, and the left side the new one. The step size may be called by
any of a few letters, one in each answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from symcheck.course.answer import undecided, wrong
from symcheck.course.marks import Name
from symcheck.course.places import ASSIGNED, LONGEST, Place, as_spelling, places, rewritten, without_range
from symcheck.course.problem import Problem
from symcheck.course.quantity import Quantity, own_letters, plain
from symcheck.course.recurrence import Untimely, timings
from symcheck.expr.shape import is_scalar
from symcheck.judge.verdict import Verdict

RATES = (r"\eta", r"\alpha", r"\gamma", r"\lambda", r"\epsilon", r"\varepsilon", r"\mu", r"\rho")
BESIDE = (Name("gradient", r"\\hat\s*\{?\s*g\s*\}?"), Name("gradient", "g"), Name("batch", "[SB]"))
# `w -= s`, `w \mathrel{+}= s`; the `\theta^+=` of a new value is none.
_ASSIGNED = re.compile(rf"(?<![\^_])(?<![\^_]\{{)(?:{ASSIGNED})")
_PAUSE = r"(?:[,;:]|\\[,;:! ]|\\\\|\\q?quad(?![A-Za-z])|\\text\s*\{[^{}]*\}|\$|\s)"
_SET = (r"[a-z]\s*(?:\\sim|\\in)\s*(?:\\(?:text|mathrm|mathcal)\s*\{\s*U\w*\s*\}|U)?\s*\(?"
        r"\s*\\\{\s*1\s*,\s*(?:\\[lc]?dots|\.\.\.)\s*,\s*([A-Za-z])\s*\\\}\s*\)?")
# A sample drawn for the step, said before or after it.
_DRAWN = re.compile(rf"^{_PAUSE}*{_SET}{_PAUSE}+(?=\S)|{_PAUSE}+{_SET}{_PAUSE}*$")


@dataclass(frozen=True)
class Update:
    r"""Asks for the new value of `by`: `by - step`.

    `name` is a pattern of the variable's letter (`\\theta`, `w` of `w_{<i>}`), `step` LaTeX with the rate; `called`
    are further patterns of left sides. `beside`: other parameters that an answer may step too, as (by, name, step).
    """

    by: str
    name: str
    step: str
    called: tuple[str, ...] = ()
    note: str = ""
    beside: tuple[tuple[str, str, str], ...] = ()

    def judge(self, problem: Problem, answer: str) -> Verdict:
        typed, answer = answer, self._without_draw(problem, without_range(answer))
        context = problem.context()
        scalar = is_scalar(context.read(own_letters(self.by), "column").shape)
        found = places(answer, self._names(), scalar)
        try:
            timings(found, answer)
        except Untimely as reason:
            return wrong(str(reason)) if reason.sure else undecided(str(reason))
        return self._judged(problem, typed, rewritten(answer, found), found)

    def _names(self) -> tuple[Name, ...]:
        own = (Name("by", self.name, "<" in self.by), *(Name("by", name, "<" in by) for by, name, _ in self.beside))
        changes = (Name("change", _change(n.pattern), n.indexed) for n in own)
        return (*changes, *own, *(n for n in BESIDE if n.pattern not in (self.name, *(o.pattern for o in own))))

    def _without_draw(self, problem: Problem, answer: str) -> str:
        r"""Without the draw of a sample, `i \sim \{1, \dots, N\}`, where N is the number of samples."""
        drawn = _DRAWN.search(answer) if len(answer) <= LONGEST else None
        sizes = {d for line in problem.lines() for d in re.findall(r"\\dots,\s*(\w)|\^\{?(\w)\}?$", line) for d in d if d}
        if drawn is None or (drawn[1] or drawn[2]) not in sizes:
            return answer
        return answer[:drawn.start()] + " " * len(drawn[0]) + answer[drawn.end():]

    def _judged(self, problem: Problem, typed: str, answer: str, found: list[Place]) -> Verdict:
        """The step of each parameter in turn; the verdict is that of the one asked for, unless another step is wrong."""
        lefts = [p for p in found if p.left and p.mark.name.role in ("by", "change")]
        others = [p for p in lefts if not _is_of(p, self.name)]
        if others and len(others) < len(lefts):
            for by, name, step in self.beside:
                its = [p for p in others if _is_of(p, name)]
                alone = _without(answer, [p for p in lefts if p not in its])
                other = replace(self, by=by, name=name, step=step, called=(), beside=())
                if its and not (v := other._judged(problem, typed, alone, its)).right:
                    return v
            answer, lefts = _without(answer, others), [p for p in lefts if p not in others]
        lead = (lefts or [p for p in found if _is_of(p, self.name)] or [None])[0]
        answer, target = self._target(answer)
        if lefts and re.search("[+-]", lead.mark.own):
            return undecided(f"does the index {lead.mark.own} count the steps, or what is stepped? write both")
        if lefts and lead.mark.own.isalpha():
            target = re.sub("<[a-z]>", lead.mark.own, target)
        if lead is not None and lead.mark.entries:
            target = f"({target})_{{{''.join(lead.mark.entries)}}}"
        task = Quantity(target, called=self.called + self._left_sides(), generic=True, note=self.note,
                        spellings=(as_spelling(typed, answer),))
        return task.judge(problem, typed)

    def _target(self, answer: str) -> tuple[str, str]:
        """The answer as an equation, and what that is about: the new value or the step."""
        if assigned := _ASSIGNED.search(answer):
            answer = answer[:assigned.start()] + "=".rjust(len(assigned[0])) + answer[assigned.end():]
            return answer, f"-{self.step}" if "+" in assigned[0] else self.step
        left = plain(re.split(r"\\leftarrow|\\gets|←|:=|=", answer)[0])
        moved = re.match(r"\\Delta", left) or re.search(rf"{self.name}.*-{self.name}", left) and left != plain(answer)
        return answer, f"-{self.step}" if moved else f"{self.by} - {self.step}"

    def _left_sides(self) -> tuple[str, ...]:
        name = rf"\{{?{self.name}\}}?(?:_\{{?[a-z](?:,?[a-z])?\}}?)?"
        return (name, rf"\\Delta\{{?{name}\}}?", f"{name}-{name}")


def _change(name: str) -> str:
    return rf"\\Delta\s*\{{?\s*{name}\s*\}}?"


def _is_of(p: Place, name: str) -> bool:
    """Is this the parameter of that name, or its change?"""
    return p.mark.name.pattern in (name, _change(name))


_SEPARATOR = r"(?:[,;\n]|\\\\|\\q?quad(?![A-Za-z])|\\[,;:! ]|\\text\s*\{\s*(?:and|,)*\s*\}|\s)"


def _without(text: str, lefts: list[Place]) -> str:
    """The text with the statements that these begin left blank, and what separates them from others."""
    for p in lefts:
        end, depth = p.mark.end, 0
        stop = re.compile(r"[,;\n]|\\\\|\\q?quad(?![A-Za-z])|\\end(?![A-Za-z])|\\text\s*\{\s*(?:and|,)")
        while end < len(text) and not (depth <= 0 and stop.match(text, end)):
            depth += (text[end] in "{([") - (text[end] in "})]")
            end += 1
        start = p.mark.start
        before = re.search(rf"{_SEPARATOR}+$", text[:start])
        if before and before[0].strip() and before.start():
            start = before.start()
        else:
            end = re.compile(rf"{_SEPARATOR}*").match(text, end).end()
        text = text[:start] + " " * (end - start) + text[end:]
    return text


@dataclass(frozen=True)
class AtOneTime(Quantity):
    """A quantity at the value of the parameter `at` (a pattern), whose time may be written, the same throughout."""

    at: str = ""

    def judge(self, problem: Problem, answer: str) -> Verdict:
        found = places(answer, (Name("by", self.at), *BESIDE))
        if len({p.time for p in found if p.mark.name.role == "by" and p.time}) > 1:
            return wrong("the gradients are taken at several values of the parameter")
        try:
            timings(found, answer)
        except Untimely as reason:
            return wrong(str(reason)) if reason.sure else undecided(str(reason))
        task = replace(self, spellings=(as_spelling(answer, rewritten(answer, found)), *self.spellings))
        return super(AtOneTime, task).judge(problem, answer)


def rates(first: str) -> tuple[tuple[str, str], ...]:
    """Shorthands: the other letters a step size may have; `first` is the declared one."""
    return tuple((rf"(?s)^(?!.*{re.escape(x)}\s*&?\s*:?=).*{re.escape(x)}(?![A-Za-z])", f"{x} = {first}")
                 for x in RATES if x != first)
