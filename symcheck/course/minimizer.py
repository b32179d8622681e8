"""Parts that ask for the minimizer of an objective.

The engine does not solve: an answer is right when the gradient vanishes there and the second
derivative is positive (definite) under the problem's assumptions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from symcheck.course.answer import (
    Reading,
    Statement,
    best_of,
    main_statement,
    noted,
    readings,
    undecided,
    wrong,
)
from symcheck.course.problem import Problem
from symcheck.course.quantity import matches
from symcheck.derive.optimum import convex
from symcheck.expr import build
from symcheck.expr.shape import describe, is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.judging import judge
from symcheck.judge.sides import read_side
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.read.context import Context, Piece
from symcheck.text import SymcheckError


@dataclass(frozen=True)
class Minimizer:
    """Asks for the value of `by` at which `objective` is least; `called`: patterns of left sides."""

    objective: str
    by: str
    called: tuple[str, ...]
    note: str = ""

    def judge(self, problem: Problem, answer: str) -> Verdict:
        return best_of(self._in(r) for r in readings(problem, answer))

    def _in(self, r: Reading | SymcheckError) -> Verdict:
        if isinstance(r, SymcheckError):
            return unreadable(r)
        found = main_statement(r, lambda s, c: self._named(s))
        if isinstance(found, Verdict):
            return found
        statement, context = found
        pieces = statement.pieces
        if statement.operators:
            if not self._named(statement) or set(statement.operators) - {"=", ":=", r"\triangleq"}:
                return wrong(f"the left side is not what is asked: that is the best {self.by}")
            pieces = pieces[1:]
        try:
            verdicts = [self._at(context, p) for p in pieces]
        except SymcheckError as error:
            return unreadable(error)
        return next((v for v in verdicts if not v.right), verdicts[-1])

    def _named(self, s: Statement) -> bool:
        return bool(s.operators) and any(matches(pattern, s.left) for pattern in self.called)

    def _at(self, context: Context, piece: Piece) -> Verdict:
        objective, by = read_side(context, self.objective, "column"), read_side(context, self.by, "column")
        value = read_side(context, piece, "column", by)
        if value.shape != by.shape:
            return Verdict(V.DIFFERENT, "the shapes differ", shape=describe(by.shape), message=(
                f"shape-mismatch: {self.by} is {describe(by.shape)}, but this is {describe(value.shape)}"))
        if by in value.walk():
            return wrong(f"{self.by} stands on both sides: it is not solved for")
        gradient = build.derivative(objective, by, "column")
        zero = build.num(0) if is_scalar(by.shape) else build.zeros(by.shape)
        v = judge(context, build.substitute(gradient, ((by.data, value),)), zero)
        if not v.right:
            return replace(v, message=v.message or f"the gradient is not 0 at this {self.by}",
                           extra={**v.extra, "sides": ("gradient at your answer", "should be")})
        least = convex(context, objective, by, strictly=True)
        if not least:
            return undecided("the gradient is 0 there, but no sign of the second derivative is found")
        return noted(replace(v, shape=describe(by.shape), evidence=(
            "the gradient is 0 there and the second derivative is positive: "
            f"{v.evidence}")), self.note)
