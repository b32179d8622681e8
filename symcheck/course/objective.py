r"""Parts that ask for an objective: right up to a positive factor and what is free of the variable.

Two quadratic objectives have the same minimizer, at every value of the data, when their gradients
are positive multiples of one another; the factor is the quotient of the traces of their second
derivatives. `\arg\max` of the negative, and an exponential, whose logarithm counts, are allowed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from symcheck.course.answer import Reading, best_of, noted, readings, undecided, wrong
from symcheck.course.problem import Problem
from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.judging import judge
from symcheck.judge.sides import read_side
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.read.context import Context
from symcheck.tensor.array import variables
from symcheck.tensor.canonical import canonical
from symcheck.tensor.lower import lower
from symcheck.tensor.signs import POSITIVE, sign
from symcheck.text import SymcheckError

_OPTIMIZE = re.compile(
    r"^(?P<left>.*=)?\s*(?P<sign>\\arg\\?,?\s*\\(?:min|max)(?:\\limits)?|\\(?:min|max)(?:\\limits)?(?=[_ ])"
    r"|\\operatorname\*?\{\s*arg\\?,?\s*(?:min|max)\s*\}|\\(?:argmin|argmax)|\\underset\{[^{}]*(?:\{[^{}]*\})?"
    r"[^{}]*\}\{(?:\\arg|\\operatorname\{arg\})?\s*\\?(?:min|max|argmin|argmax)\})"
    r"\s*(?:_\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\\[A-Za-z]+\s+[A-Za-z]|\S))?", re.S)


@dataclass(frozen=True)
class Objective:
    """Asks for what is minimized over `by`: `objective`, up to a positive factor and constants."""

    objective: str
    by: str
    note: str = ""

    def judge(self, problem: Problem, answer: str) -> Verdict:
        text, least = answer.strip(), True
        found = _OPTIMIZE.match(text)
        if found is not None:
            least = "max" not in found["sign"]
            text = " " * found.end() + text[found.end():]
        elif (named := re.match(r"^[^={}]*(?:\{[^{}=]*\}[^={}]*)*=", text)) is not None:
            text = " " * named.end() + text[named.end():]
        return best_of(self._in(r, least) for r in readings(problem, text))

    def _in(self, r: Reading | SymcheckError, least: bool) -> Verdict:
        if isinstance(r, SymcheckError):
            return unreadable(r)
        if len(r.answer.statements) > 1:
            return undecided("several expressions are given; which is the objective?")
        try:
            verdicts = [self._one(r.context, p, least) for p in r.answer.statements[0].pieces]
        except SymcheckError as error:
            return unreadable(error)
        return next((v for v in verdicts if not v.right), verdicts[-1])

    def _one(self, context: Context, piece, least: bool) -> Verdict:
        given = read_side(context, piece, "column")
        if not is_scalar(given.shape):
            return wrong("an objective is a number")
        by, asked = (read_side(context, x, "column") for x in (self.by, self.objective))
        candidates = [given]
        if any(n.op == "apply" and n.data[0].known == "exp" for n in given.walk()):
            candidates = [build.known("log", given)]
        return best_of(self._multiple(context, by, asked, c if least else build.neg(c))
                       for c in candidates)

    def _multiple(self, context: Context, by: Expr, asked: Expr, given: Expr) -> Verdict:
        slopes = [build.derivative(e, by, "column") for e in (asked, given)]
        bends = [build.trace(build.derivative(s, by, "column")) for s in slopes]
        bend = canonical(lower(bends[1]).array)
        if canonical(lower(by).array) in variables(bend) or sign(bend) != POSITIVE:
            if sign(canonical(lower(build.neg(bends[1])).array)) == POSITIVE:
                return wrong("this has a maximum where a minimum is asked for")
            return judge(context, *slopes)
        v = judge(context, build.mul(bends[1], slopes[0]), build.mul(bends[0], slopes[1]))
        note = "a positive factor and terms free of the variable do not move the minimizer"
        return noted(v, note, self.note) if v.right else v
