"""Parts that ask for the minimizer of an objective.

The engine does not solve: an answer is right when the gradient vanishes there and the second
derivative is positive (definite) under the problem's assumptions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from symcheck.course.answer import Reading, best_of, noted, readings, undecided, wrong
from symcheck.course.beside import main_statement
from symcheck.course.clauses import EQUALITIES, Statement
from symcheck.course.problem import Problem
from symcheck.course.quantity import matches
from symcheck.derive.optimum import convex, solved
from symcheck.expr import Expr, build
from symcheck.expr.shape import describe, is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.equality import equal
from symcheck.judge.judging import judge
from symcheck.judge.sides import read_both, read_side
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.read.context import Context, Piece
from symcheck.read.syntax import Number
from symcheck.tensor.functions import Unsupported
from symcheck.text import SymcheckError

_MARKED = (r"\\(?:hat|widehat)\s*(?:\{\s*%s\s*\}|%s(?![A-Za-z]))|(?<![A-Za-z])%s\s*(?:\^\s*(?:\{\s*(?:\*|\\star|\\ast)\s*\}"
           r"|\*|\\star|\\ast)|_\s*\{?\s*(?:\*|\\star|\\ast)\s*\}?)")


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
        r = replace(r, context=self._called(r))
        found = main_statement(r, lambda s, c: self._named(s), self._at_best)
        if isinstance(found, Verdict):
            return found
        return found.settled(self._main(found.context, found.statement),
                             lambda context: self._main(context, found.statement))

    def _called(self, r: Reading) -> Context:
        r"""The context with the names that the best value has beside `by` itself: `\hat{w}`, `w^*`."""
        by = re.escape(self.by)
        names = dict.fromkeys(re.findall(_MARKED.replace("%s", by), r.answer.read))
        context = r.context.copy() if names else r.context
        for name in names:
            try:
                context.declare(f"{name} = {self.by}")
            except SymcheckError:
                pass  # a name of the problem's own
        return context

    def _main(self, context: Context, statement: Statement) -> Verdict:
        pieces = statement.pieces
        if statement.operators:
            if set(statement.operators) - {"=", ":=", r"\triangleq"}:
                return wrong(f"the left side is not what is asked: that is the best {self.by}")
            if not self._named(statement):
                return self._unsolved(context, statement)
            pieces = pieces[1:]
        try:
            verdicts = [self._at(context, p) for p in pieces]
        except SymcheckError as error:
            return unreadable(error)
        return next((v for v in verdicts if not v.right), verdicts[-1])

    def _named(self, s: Statement) -> bool:
        return bool(s.operators) and any(matches(pattern, s.left) for pattern in self.called)

    def _unsolved(self, context: Context, s: Statement) -> Verdict:
        """The verdict on an equation that the best value solves, or does not."""
        v = self._at_best(context, s, s)
        if v.right:
            return undecided(f"this holds at the best {self.by}; solve it for {self.by}")
        return v

    def _at_best(self, context: Context, s: Statement, main: Statement) -> Verdict:
        """The verdict on a statement on the way: an identity, or an equation that holds at the best value, which
        is what the main statement says where it says one. The derivative of the objective is no equation's side but
        of one with 0."""
        objective, by = read_side(context, self.objective, "column"), read_side(context, self.by, "column")
        v = undecided("nothing is claimed here")
        try:
            zero = any(e.is_zero for e in self._read(context, s.pieces, by))
            for a, b, operator in zip(s.pieces, s.pieces[1:], s.operators):
                if operator not in EQUALITIES:
                    return undecided(f"the relation {operator} is not judged here")
                v = equal(context, a, b)
                if v.right:
                    continue
                x, y = read_both(context, a, b, "column")
                if x.shape != y.shape or not (x.is_zero or y.is_zero or not zero and len(s.pieces) == 2 and not (
                        {"derivative"} & (x.ops | y.ops))):
                    return v
                value = self._best(context, main, objective, by)
                if value is None:
                    return undecided("whether this holds at the best value is not decided")
                v = judge(context, *(build.substitute(e, ((by.data, value),)) for e in (x, y)))
                if not v.right:
                    return replace(v, message=f"this does not hold at the best {self.by}")
        except SymcheckError as error:
            return unreadable(error)
        return v

    def _read(self, context: Context, pieces: list[Piece], by: Expr) -> list[Expr]:
        return [read_side(context, p, "column", by) for p in pieces if type(p.syntax) is Number]

    def _best(self, context: Context, main: Statement, objective: Expr, by: Expr) -> Expr | None:
        """The value that the main statement gives; where it gives none, the solution."""
        if self._named(main) or not main.operators:
            return read_side(context, main.pieces[-1], "column", by)
        try:
            found = solved(objective, by)
        except Unsupported:
            return None
        return None if found is None else found.value

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
