"""Parts that may be answered in several ways, as a formula or as a graph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from symcheck.course.problem import Problem
from symcheck.course.worksheet import Task
from symcheck.judge.verdict import Verdict


@dataclass(frozen=True)
class FirstOf:
    """The first task whose pattern is found in the answer; the last one needs none."""

    tasks: tuple[tuple[str, Task], ...]

    def judge(self, problem: Problem, answer: str) -> Verdict:
        for pattern, task in self.tasks:
            if re.search(pattern, answer):
                return task.judge(problem, answer)
        return self.tasks[-1][1].judge(problem, answer)
