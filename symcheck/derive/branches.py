r"""Indicators as cases: w_i \mathbb{1}[z > 0] is w_i where z > 0 and 0 where z < 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcheck.derive.declared import space
from symcheck.derive.solution import Line
from symcheck.derive.tidy import tidy
from symcheck.expr import Expr, build
from symcheck.expr.shape import describe, is_scalar
from symcheck.judge.judging import judge

if TYPE_CHECKING:
    from symcheck.derive.gradients import Gradients

OPPOSITE = {">": "<", "<": ">", ">=": "<", "<=": ">"}
MOST = 2  # conditions that are told apart


def branch_line(g: Gradients, target: Expr, e: Expr) -> Line | None:
    """The answer case by case; None where it has no condition on numbers, or too many."""
    written = cases_of(e)
    if written is None:
        return None
    asked = build.derivative(g.loss, target, g.layout)
    v = judge(g.context, asked, written)
    if not v.right:
        g.missing.append(f"the cases of the derivative by ${g.say(target)}$ could not be verified")
        return None
    left = g.say(build.derivative(g.ready, target, g.layout))
    return Line(left, (g.say(written),), space=space(e.shape), shape=describe(e.shape), verdict=v,
                reason="the indicator is 1 on the one side of the kink and 0 on the other")


def cases_of(e: Expr) -> Expr | None:
    """An expression with one condition on numbers, as cases on both sides of it."""
    conditions = [n for n in e.walk(("let",)) if n.op == "indicator" and n.data in OPPOSITE and is_scalar(n.shape)]
    distinct = list(dict.fromkeys(conditions))
    if len(distinct) != 1 or any(n.op in ("sum", "prod", "array", "cases") for n in e.walk(("let",))):
        return None
    (c,) = distinct

    def with_value(x: int) -> Expr:
        return tidy(e.replaced(lambda n: build.num(x) if n is c else n if n.op == "let" else None))

    one, zero = with_value(1), with_value(0)
    other = build.indicator(OPPOSITE[c.data], *c.args)
    return build.cases(((one, c), (zero, other)), None)
