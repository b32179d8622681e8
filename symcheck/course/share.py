r"""Parts that ask for a weight up to a factor common to all members: `x_i^2`, `x_i^2 / \sum_j x_j^2`."""

from __future__ import annotations

from dataclasses import dataclass

from symcheck.course.answer import best_of, is_prose, noted, readings, undecided, wrong
from symcheck.course.beside import unsettled
from symcheck.course.problem import Problem
from symcheck.course.prose import NOT_CHECKED
from symcheck.course.quantity import free_letters, lettered, matches
from symcheck.derive.indices import free, renamed
from symcheck.expr import At, Expr, Index, build
from symcheck.judge.equality import equal
from symcheck.judge.judging import judge
from symcheck.judge.sides import read_side
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.report.formula.plain import in_unicode
from symcheck.tensor.canonical import canonical
from symcheck.tensor.lower import lower
from symcheck.tensor.signs import UNKNOWN, sign
from symcheck.text import SymcheckError


@dataclass(frozen=True)
class Share:
    """Asks for `weight` (with `<i>`) times any positive factor that is the same for all i."""

    weight: str
    reference: str
    called: tuple[str, ...] = ()
    family: str = "x"

    def judge(self, problem: Problem, answer: str) -> Verdict:
        if is_prose(answer):
            return undecided(NOT_CHECKED, notes=(f"reference answer: {in_unicode(self.reference)}",))
        return best_of(self._in(r) for r in readings(problem, answer))

    def _in(self, r) -> Verdict:
        if isinstance(r, SymcheckError):
            return unreadable(r)
        if (left := unsettled(r)) is not None:
            return left
        statement = r.answer.statements[-1]
        if set(statement.operators) - {"=", r"\propto", ":="}:
            return undecided(f"the relation {statement.operators[0]} is not judged here")
        pieces = statement.pieces
        if len(pieces) > 1 and any(matches(p, statement.left) for p in self.called):
            pieces = pieces[1:]
        elif len(pieces) > 1 and r"\propto" not in statement.operators:
            return wrong("the left side is not what is asked: the weight of a point")
        letters = free_letters(r.context, pieces[-1:]) or ["i"]
        if len(letters) > 1:
            return wrong(f"this depends on {' and '.join(letters)}; the weight is that of one point")
        verdicts = [self._one(r.context, p, letters[0]) for p in pieces]
        return next((v for v in verdicts if not v.right), verdicts[-1])

    def _one(self, context, piece, letter: str) -> Verdict:
        """weight_i answer_k = weight_k answer_i, and the answer is nonnegative."""
        weight = lettered(self.weight, [letter])[0]
        try:
            given = read_side(context, piece, "column", read_side(context, weight, "column"))
        except SymcheckError as error:
            return unreadable(error)
        other = _of_another(given, letter)
        if other is given:
            return wrong("this is the same for all points")
        asked = read_side(context, weight, "column")
        if judge(context, given, build.num(0)).right:
            return wrong("this is 0 for all points, which is no weight")
        v = equal(context, build.mul(asked, other), build.mul(_of_another(asked, letter), given))
        if v.right and sign(canonical(lower(given).array)) == UNKNOWN:
            return wrong("a weight is not negative")
        return noted(v, "a factor common to all points is free") if v.right else v


def _of_another(e: Expr, letter: str) -> Expr:
    """The expression with a free index called otherwise."""
    return renamed(e, {i: At(Index(letter + "'", i.dim)) for i in free(e) if i.uid == 0 and i.name == letter})
