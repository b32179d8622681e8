r"""Parts that ask for an objective: right up to a positive factor and what is free of the variable.

Two quadratic objectives have the same minimizer, at every value of the data, when their gradients
are positive multiples of one another; the factor is the quotient of the traces of their second
derivatives. `\arg\max` of the negative, and an increasing function of an objective (an exponential,
whose logarithm counts; a root, a logarithm, a power of what is not negative), are allowed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from symcheck.course.answer import Reading, best_of, noted, readings, wrong
from symcheck.course.beside import main_statement
from symcheck.course.clauses import Statement
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
from symcheck.tensor.signs import POSITIVE, UNKNOWN, sign
from symcheck.text import SymcheckError

_OPTIMIZE = re.compile(
    r"^(?P<left>.*=)?\s*(?P<sign>\\arg\\?,?\s*\\(?:min|max)(?:\\limits)?|\\(?:min|max)(?:\\limits)?(?=[_ ])"
    r"|\\operatorname\*?\{\s*arg\\?,?\s*(?:min|max)\s*\}|\\(?:argmin|argmax)|\\underset\{[^{}]*(?:\{[^{}]*\})?"
    r"[^{}]*\}\{(?:\\arg|\\operatorname\{arg\})?\s*\\?(?:min|max|argmin|argmax)\})"
    r"\s*(?:_\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\\[A-Za-z]+\s+[A-Za-z]|\S))?", re.S)

# The name before the first sign of equality, where no second formula begins before it.
_NAMED = re.compile(r"^(?:(?!\\quad|\\text|\\qquad)[^={},;])*(?:\{[^{}=]*\}(?:(?!\\quad|\\text|\\qquad)[^={},;])*)*=")


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
        elif (named := _NAMED.match(text)) is not None:
            text = " " * named.end() + text[named.end():]
        return best_of(self._in(r, least) for r in readings(problem, text))

    def _in(self, r: Reading | SymcheckError, least: bool) -> Verdict:
        if isinstance(r, SymcheckError):
            return unreadable(r)
        found = main_statement(r, lambda s, c: False)
        if isinstance(found, Verdict):
            return found
        return found.settled(self._main(found.context, found.statement, least),
                             lambda context: self._main(context, found.statement, least))

    def _main(self, context: Context, statement: Statement, least: bool) -> Verdict:
        try:
            verdicts = [self._one(context, p, least) for p in statement.pieces]
        except SymcheckError as error:
            return unreadable(error)
        return next((v for v in verdicts if not v.right), verdicts[-1])

    def _one(self, context: Context, piece, least: bool) -> Verdict:
        given = read_side(context, piece, "column")
        if not is_scalar(given.shape):
            return wrong("an objective is a number")
        by, asked = (read_side(context, x, "column") for x in (self.by, self.objective))
        if any(n.op == "apply" and n.data[0].known == "exp" for n in given.walk()):
            given = build.known("log", given)
        candidates = list(dict.fromkeys((given, _inner(given, by))))
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


def _inner(e: Expr, by: Expr) -> Expr:
    """What an increasing function is taken of, as far as it is seen: a root, a logarithm of what is not negative, a
    positive power of it, a positive multiple free of `by`."""
    if e.op == "neg":
        return build.neg(_inner(e.args[0], by))
    if e.op in ("mul", "hadamard", "div"):
        for k in (0, 1) if e.op != "div" else (0,):
            if _sign(e.args[1 - k]) == POSITIVE and by not in e.args[1 - k].walk() and is_scalar(e.args[k].shape):
                return _inner(e.args[k], by)
        return e
    if e.op == "apply" and e.data[0].known in ("sqrt", "log") and not e.data[1] or e.op == "power" and (
            e.args[1].op == "num" and e.args[1].data > 0):
        return _inner(e.args[0], by) if _sign(e.args[0]) != UNKNOWN else e
    return e


def _sign(e: Expr) -> int:
    array = lower(e).array
    return max(sign(array), sign(canonical(array)))
