"""Worksheets by name, their parts, and the verdict on an answer to a part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Protocol

from symcheck.course.problem import Problem
from symcheck.expr.shape import ShapeError
from symcheck.judge.verdict import UNDECIDED, Verdict
from symcheck.read.unicode import to_latex
from symcheck.report.formula.plain import in_unicode
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.text import Source, Span
from symcheck.text.diagnostic import SymcheckError, fail


class Task(Protocol):
    """What a part asks for; it judges an answer, which is text."""

    def judge(self, problem: Problem, answer: str) -> Verdict: ...


@dataclass(frozen=True)
class Part:
    """`id` is frozen once shipped; `text` says in our words what is asked, formulas between dollars; `task`
    derives the right answer from `problem` and judges."""

    id: str
    text: str
    task: Task
    problem: Problem

    @property
    def plain(self) -> str:
        """The text for a terminal."""
        return in_unicode(self.text)


@dataclass(frozen=True)
class Worksheet:
    """A worksheet: `name` as on the command line, `source` the course it was made for; `text` is an
    introduction, formulas between dollars."""

    name: str
    title: str
    text: str
    parts: tuple[Part, ...]
    source: str = ""

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(dict.fromkeys(p.problem for p in self.parts))

    def part(self, id: str) -> Part:
        """The part of that id. Raises `SymcheckError` (`unknown-part`)."""
        for part in self.parts:
            if part.id == id:
                return part
        raise _unknown("part", id, [p.id for p in self.parts], f" of {self.name}")

    def parts_of(self, id: str) -> list[Part]:
        """The part of that id, or those whose ids begin with it and a hyphen. Raises `SymcheckError`
        (`unknown-part`)."""
        begun = [p for p in self.parts if p.id.startswith(id + "-")]
        return begun if begun and all(p.id != id for p in self.parts) else [self.part(id)]

    def check(self, part: str, answer: str) -> Verdict:
        """The verdict on an answer, LaTeX or a SymPy expression. Raises `SymcheckError` only for an
        unknown part: an answer that cannot be read has the verdict `unreadable`."""
        from symcheck.judge.verdict import unreadable

        found = self.part(part)
        try:
            if not isinstance(answer, str):
                answer = _latex(found.problem, answer)
            if answer.isascii():
                return _sided(found.task.judge(found.problem, answer))
            latex, starts, ends = to_latex(Source(answer, "answer"))
            return _sided(_placed(found.task.judge(found.problem, latex), answer, starts, ends))
        except SymcheckError as error:
            return unreadable(error)
        except (Unsupported, Limit, ShapeError) as reason:
            return Verdict(UNDECIDED, f"outside what can be decided: {reason}", message=str(reason))


def _sided(verdict: Verdict) -> Verdict:
    """A counterexample compares the derived answer with the student's, where the task does not say otherwise."""
    if verdict.counterexample is None or "sides" in verdict.extra:
        return verdict
    return replace(verdict, extra={**verdict.extra, "sides": ("derived", "your answer")})


def _placed(verdict: Verdict, answer: str, starts: list[int], ends: list[int]) -> Verdict:
    """The verdict with its message pointing into the answer as it was typed."""
    diagnostic = verdict.extra.get("diagnostic")
    if diagnostic is None or diagnostic.span is None or not starts:
        return verdict
    first, last = (min(max(k, 0), len(starts) - 1) for k in (diagnostic.span.start, diagnostic.span.end - 1))
    here = replace(diagnostic, source=Source(answer, "answer"),
                   span=Span(starts[first], max(starts[first], ends[last])))
    return replace(verdict, message=str(here), extra={**verdict.extra, "diagnostic": here})


def _latex(problem: Problem, answer) -> str:
    """A SymPy answer in LaTeX, its names those of the problem."""
    from symcheck.bridge.sympy_in import from_sympy
    from symcheck.expr import latex

    return latex.to_latex(from_sympy(answer, problem.context()))


def _unknown(kind: str, name: str, known: list[str], where: str = "") -> SymcheckError:
    near = get_close_matches(name, known, 1, 0.5)
    return fail(f"unknown-{kind}", f"there is no {kind} {name}{where}",
                help=f"Did you mean {near[0]}?" if near else f"There are {', '.join(known)}.")


@lru_cache
def worksheet_names() -> tuple[str, ...]:
    """The names of all worksheets, sorted."""
    import worksheets

    return tuple(sorted(file.stem.replace("_", "-") for folder in worksheets.__path__
                        for file in Path(folder).glob("[a-z]*.py")))


@lru_cache
def load_worksheet(name: str) -> Worksheet:
    """The worksheet of that name. Raises `SymcheckError` (`unknown-worksheet`)."""
    if name not in worksheet_names():
        raise _unknown("worksheet", name, list(worksheet_names()))
    return import_module(f"worksheets.{name.replace('-', '_')}").WORKSHEET
