r"""Parts that ask for an optimizer with memory: momentum, Adam.

Such rules are written with steps numbered in many ways, or in place (`v \leftarrow \beta v + g`).
Every old value is read as its bare name, every new one as the name the problem gives it (`V` for the
new v); then each statement is an equation between the problem's names, and is checked as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from symcheck.course.answer import best_of, noted, readings, undecided, wrong
from symcheck.course.beside import claim, unsettled
from symcheck.course.problem import Problem, View
from symcheck.course.quantity import judged, matches
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.text import SymcheckError

_STEP = (r"(?:[_^]\{\s*[(\[]?\s*(?P<braced>[A-Za-z](?:\s*[+-]\s*1)?)\s*[)\]]?\s*\}|[_^](?P<plain>[A-Za-z])"
         r"|[_^]\{?\\(?:text|mathrm)\{\s*(?P<word>old|new|prev|next)\s*\}\}?)")
_GIVES = r"\s*&?\s*(?:\\leftarrow|\\gets|←|:=|=(?!=)|\\coloneqq)"
_MARK = r"(?:'|\^\{?\s*(?:\\prime|\+)\s*\}?)"  # of the new value: `v'`, `v^+`
_FONT = r"(?:\\(?:boldsymbol|mathbf|bm|vec)\s*\{?\s*)?"


@dataclass(frozen=True)
class Optimizer:
    r"""Asks for the new value of `by`, which is `target`.

    `memory`: pairs (old name, new name) of what is carried from step to step; `passing`: names whose
    number may be dropped; `views`: the conventions an answer may follow.
    """

    by: str
    target: str
    memory: tuple[tuple[str, str], ...]
    passing: tuple[str, ...]
    views: tuple[View, ...]
    counter: str = "t"

    def judge(self, problem: Problem, answer: str) -> Verdict:
        text = self.canonical(answer)
        return best_of(self._in(r) for r in readings(problem, text, (), self.views))

    def _in(self, r) -> Verdict:
        if isinstance(r, SymcheckError):
            return unreadable(r)
        if (left := unsettled(r)) is not None:
            return left
        mine = rf"(?:{re.escape(self.by)})(?:{_MARK})?"
        main = None
        for s in r.answer.statements:
            if not s.operators or matches(mine, s.left):
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
        v = judged(r.context, self.target, main.pieces[1:] or main.pieces, True)
        return noted(v, r.view.note) if v.right else v

    # --- writing --------------------------------------------------------------------------------

    def canonical(self, text: str) -> str:
        """The answer in the problem's names, every offset kept."""
        by = re.escape(self.by)
        labels = _labels(by, text)
        now = None
        if labels:
            now = min(labels) if len(labels) > 1 or not _given(by, text) else _before(min(labels))
        text = re.sub(rf"({_FONT}{by}\s*\}}?){_STEP}", lambda m: _padded(m, m[1]), text)
        for old, new in self.memory:
            text = self._renamed(text, old, new, now)
        for name in self.passing:
            text = re.sub(rf"({name}\s*\}}?){_STEP}", lambda m: _padded(m, m[1]), text)
        return re.sub(r"(\\beta_\{?[12]\}?\s*\^)(?:\{\s*[A-Za-z](?:\s*\+\s*1)?\s*\}|[A-Za-z](?![A-Za-z]))",
                      lambda m: _padded(m, m[1] + self.counter), text)

    def _renamed(self, text: str, old: str, new: str, now) -> str:
        name = rf"(?<![A-Za-z\\])(?<!\\hat)(?<!\\hat\{{)(?<!\\hat\s){old}"
        marked = re.compile(rf"({name}\s*\}}?){_MARK}")
        if marked.search(text):
            return marked.sub(lambda m: _padded(m, m[1].replace(old, new)), text)
        labels = _labels(name, text)
        if not labels:
            return self._in_place(text, name, new)
        given = _given(name, text)
        if len(labels) == 2:
            latest = max(labels)
        elif len(labels) > 2:
            return text
        else:
            only = next(iter(labels))
            is_old = not given and (now == only if now is not None else
                                    re.search(rf"\\(?:beta|gamma|mu|rho)(?:_\{{?\d\}}?)?\s*(?:\\cdot)?\s*"
                                              rf"{_FONT}{old}\}}?[_^]", text))
            latest = (99, "") if is_old else only

        def put(m: re.Match) -> str:
            return _padded(m, m[1].replace(old, new) if _label(m) == latest else m[1])

        return re.sub(rf"({name}\s*\}}?){_STEP}", put, text)

    def _in_place(self, text: str, name: str, new: str) -> str:
        r"""`v \leftarrow ...`: the left side, and v in what is computed after it, is the new value."""
        first = re.search(rf"{name}{_GIVES}", text)
        if first is None:
            return text
        own_end = re.compile(r"[,;\n]|\\\\|\\q?quad|\\text|\\;").search(text, first.end())
        rest = own_end.end() if own_end else len(text)
        letter = first.start() + first[0].index(re.sub(r"\(\?.*?\)", "", name)[-1])
        return (text[:letter] + new + text[letter + 1:rest] + re.sub(name, new, text[rest:]))


def _label(m: re.Match) -> tuple[int, str]:
    """(order, counter) of a step number: k - 1 before k before k + 1."""
    if m["word"]:
        return (-1, "") if m["word"] in ("old", "prev") else (0, "")
    inner = re.sub(r"\s", "", m["braced"] or m["plain"])
    return (1 if "+" in inner else -1 if "-" in inner else 0, inner[0])


def _labels(name: str, text: str) -> set[tuple[int, str]]:
    return {_label(m) for m in re.finditer(rf"{name}\s*\}}?{_STEP}", text)}


def _given(name: str, text: str) -> bool:
    """Does a statement give the numbered name its value?"""
    return re.search(rf"{name}\s*\}}?{_STEP}{_GIVES}", text) is not None


def _before(label: tuple[int, str]) -> tuple[int, str]:
    return label[0] - 1, label[1]


def _padded(m: re.Match, made: str) -> str:
    return made + " " * (len(m[0]) - len(made))
