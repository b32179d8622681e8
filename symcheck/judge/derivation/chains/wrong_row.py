r"""Of a function in pieces, written over several lines, that is wrong: the line on which the first piece stands that is."""

from __future__ import annotations

from symcheck.expr import Expr, build
from symcheck.judge import verdict as V
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State
from symcheck.judge.judging import judge
from symcheck.read.context import Piece
from symcheck.read.syntax import Cases, Syntax
from symcheck.text import Span


def found(state: State, s: Statement, left: Piece, right: Piece) -> Span | None:
    """Where the first wrong piece of the right side stands; None where that is on the line on which the right side begins, or cannot be told."""
    cases = _cases(right.syntax)
    if cases is None or len({s.row.locate(value.span.start)[0] for value, _ in cases.rows}) < 2:
        return None
    a, b = state.read(left), state.read(right)
    if a is None or b is None or b.op != "cases":
        return None
    values = [*b.args[::2]]  # the value without a condition stands last too
    if len(values) != len(cases.rows):
        return None
    wrong = next((k for k in range(len(values)) if judge(state.context, a, _with_one(b, a, k)).word == V.DIFFERENT), None)
    return None if wrong is None else cases.rows[wrong][0].span


def _cases(s: Syntax) -> Cases | None:
    """The function in pieces that a side is, in brackets of its own or not."""
    return next((x for x in s.walk() if type(x) is Cases), None)


def _with_one(b: Expr, a: Expr, k: int) -> Expr:
    """A function in pieces with its own value in the k-th piece, and `a` in all others."""
    values = [x if n == k else a for n, x in enumerate(b.args[::2])]
    conditions = b.args[1::2]
    return build.cases(tuple(zip(values, conditions)), values[-1] if len(values) > len(conditions) else None)
