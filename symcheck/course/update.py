r"""Parts that ask for an update rule: `\theta \leftarrow ...`, `\theta_{t+1} = ...`, a step.

The rule's target is `by` less the step, both from the encoded definitions. The number of the step is
read off the left side, so that the right side's `\theta_t` is the old value, whatever letter
counts the steps. The step size may be called by any of a few letters, one in each answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from symcheck.course.problem import Problem
from symcheck.course.quantity import Quantity, plain
from symcheck.judge.verdict import Verdict

RATES = (r"\eta", r"\alpha", r"\gamma", r"\lambda", r"\epsilon", r"\varepsilon", r"\mu", r"\rho")
_COUNTER = r"[tknmsji]|\\tau(?![A-Za-z])|\\ell(?![A-Za-z])"
# What may stand for the old and the new value: scripts, or an argument.
_SCRIPT = (r"_\{\s*\(?%s\)?\s*\}|\^\{\s*[(\[]?%s[)\]]?\s*\}|_%s|\^%s"
           r"|\^[(\[]%s[)\]]|\(%s\)|\[%s\]")
_TRANSPOSE = r"\\top|T|\\intercal|\\(?:mathsf|mathrm|text)\{T\}"
_OLD_WORDS = r"\\(?:text|mathrm)\{\s*(?:old|prev|current)\s*\}|old"
_NEW_WORDS = r"\\(?:text|mathrm)\{\s*(?:new|next)\s*\}|new|next|\+"
# `w -= s`, `w \mathrel{+}= s`; the `\theta^+=` of a new value is none.
_ASSIGNED = re.compile(r"(?<![\^_])(?:(?:\\math(?:rel|bin))?\{\s*([-+])\s*\}\s*=|\\mathrel\{\s*([-+])\s*=\s*\}|([-+−])=)")


@dataclass(frozen=True)
class Update:
    r"""Asks for the new value of `by`: `by - step`.

    `name` is a pattern of the variable as it is written (`\\theta`), `step` LaTeX with the rate
    `rate`, `called` further patterns of left sides.
    """

    by: str
    name: str
    step: str
    called: tuple[str, ...] = ()
    note: str = ""

    def judge(self, problem: Problem, answer: str) -> Verdict:
        answer, spellings, target = self._prepared(answer)
        task = Quantity(target, called=self.called + self._left_sides(), generic=True, note=self.note,
                        spellings=spellings)
        return task.judge(problem, answer)

    def _prepared(self, answer: str):
        """The answer, ways of writing the old value, and what it is about: the value or the step."""
        target = f"{self.by} - {self.step}"
        if assigned := _ASSIGNED.search(answer):
            answer = answer[:assigned.start()] + "=".rjust(len(assigned[0])) + answer[assigned.end():]
            return answer, self._old(self._label(answer)), f"-{self.step}" if "+" in assigned.groups() else self.step
        left = plain(re.split(r"\\leftarrow|\\gets|←|:=|=", answer)[0])
        if re.match(r"\\Delta", left) or re.search(rf"{self.name}.*-{self.name}", left) and (
                left != plain(answer)):
            target = f"-{self.step}"
        return answer, self._old(self._label(answer)), target

    def _label(self, answer: str) -> str:
        """How the old value is marked, as a pattern: the counter of the step, less 1 if need be."""
        parts = re.split(r"\\leftarrow|\\gets|←|:=|=", answer, maxsplit=1)
        if len(parts) == 2:
            new = re.search(rf"(?:{_script(rf'({_COUNTER})' + chr(92) + 's*([+-]' + chr(92) + 's*1)?')})",
                            self._marked(parts[0]))
            if new:
                counter = next(g for g in new.groups() if g and not g.startswith(("+", "-")))
                if "+" in new[0]:
                    return re.escape(counter)
                if "-" not in new[0]:
                    behind = re.escape(counter) + r"\s*-\s*1"
                    if re.search(rf"{self.name}\}}*(?:{_script(behind)})", parts[1]):
                        return behind
                    return re.escape(counter)
        return rf"(?:{_COUNTER}|{_OLD_WORDS})"

    def _marked(self, text: str) -> str:
        """What follows the variable's name on the left side."""
        found = re.search(self.name, text)
        return text[found.end():].lstrip("}") if found else ""

    def _old(self, label: str) -> tuple[tuple[str, str], ...]:
        pattern = rf"({self.name}\}}*)(?:{_script(label)})"
        words = rf"({self.name}\}}*)(?:[_^]\{{?(?:{_OLD_WORDS})\}}?)"
        transposed = rf"({self.name}\}}*)\^\{{\s*[(\[]{label}[)\]]\s*({_TRANSPOSE})\s*\}}"
        return ((transposed, r"\g<1>^{\g<2>}"), (pattern, r"\g<1>"), (words, r"\g<1>"))

    def _left_sides(self) -> tuple[str, ...]:
        new = rf"(?:(?:{_COUNTER})\+1|{_NEW_WORDS}|{_COUNTER})"
        script = rf"(?:[_^]\{{?[(\[]?{new}[)\]]?\}}?|\({new}\)|'|\^\\prime|\^\{{\\prime\}})?"
        name = rf"(?:{self.name}){script}"
        old = rf"(?:{self.name})(?:[_^]\{{?[(\[]?(?:{_COUNTER})[)\]]?\}}?|\((?:{_COUNTER})\))?"
        return (name, rf"\\Delta\{{?{self.name}\}}?{script}", rf"{name}-{old}")


def _script(label: str) -> str:
    return _SCRIPT.replace("%s", f"(?:{label})")


def rates(first: str) -> tuple[tuple[str, str], ...]:
    """Shorthands: the other letters a step size may have; `first` is the declared one."""
    return tuple((rf"(?s)^(?!.*{re.escape(x)}\s*&?\s*:?=).*{re.escape(x)}(?![A-Za-z])", f"{x} = {first}")
                 for x in RATES if x != first)
