"""Parts that ask for words: there is a reference answer, and nothing is machine-checked."""

from __future__ import annotations

from dataclasses import dataclass

from symcheck.course.answer import undecided
from symcheck.course.problem import Problem
from symcheck.judge.verdict import Verdict
from symcheck.report.formula.plain import in_unicode

NOT_CHECKED = "answers in words are not machine-checked"


@dataclass(frozen=True)
class Prose:
    """`reference`: an answer in our words, shown beside the student's."""

    reference: str

    def judge(self, problem: Problem, answer: str) -> Verdict:
        if not answer.strip():
            return undecided("there is no answer")
        return undecided(NOT_CHECKED, notes=(f"reference answer: {in_unicode(self.reference)}",))
