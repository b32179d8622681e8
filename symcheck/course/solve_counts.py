"""Worked solutions of parts about cost: operations counted, values kept for the backward pass."""

from __future__ import annotations

from symcheck.course.growth import Growth
from symcheck.course.needed import Needed, forward_values
from symcheck.course.worksheet import Part
from symcheck.derive.declared import declarations
from symcheck.derive.gradients import Gradients
from symcheck.derive.names import definitions
from symcheck.derive.reverse import backward
from symcheck.derive.solution import DEFINITION, Line, Section, Solution
from symcheck.expr.latex import to_latex
from symcheck.expr.shape import describe


def growth(parts: list[Part], task: Growth, options: dict[str, str]) -> Solution:
    """The counted operations, and the power of the size with which they grow."""
    problem = parts[0].problem
    context = problem.context()
    counted = task.cost(context)
    lines = [Line(rf"\text{{{what}}}", (number.latex,), kind=DEFINITION, shape="a number of operations",
                  reason=f"of {task.says}")
             for what, number in (("multiplications", counted.multiplications),
                                  ("additions", counted.additions),
                                  ("evaluations", counted.evaluations))]
    bound = counted.big_o
    verdict = task.judge(problem, bound)
    answer = Line(r"\text{cost}", (bound,), shape="a growth rate", verdict=verdict,
                  reason="the highest power counts")
    words = (f"Counted are multiplications, additions and evaluations of functions for {task.says}. "
             "A product of an $m \\times n$ and an $n \\times p$ matrix costs $m n p$ multiplications "
             "and $m (n - 1) p$ additions.")
    return Solution("", declarations(context), (Section("Operation counts", (*lines, answer), words),),
                    (answer,), **options)


def needed(parts: list[Part], task: Needed, options: dict[str, str]) -> Solution:
    """The forward values that stand in the gradients."""
    problem = parts[0].problem
    context = problem.context()
    loss = context.read(task.loss)
    by = tuple(context.read(v) for v in task.by)
    g = Gradients(context, loss, by, **options)
    forward, back = g.forward(), g.backward()
    gradients, _ = backward(loss, by)
    values = forward_values(list(gradients.values()))
    order = [e.data for e in definitions(g.ready)]
    kept = sorted((v for v in values if v.op == "let"), key=lambda v: order.index(v.data))
    there = sorted((to_latex(v) for v in values if v.op == "var"))
    names = ", ".join(to_latex(v) for v in kept)
    verdict = task.judge(problem, names)
    lines = tuple(Line(to_latex(v), (_uses(g, v),), r"\text{ is used in }", kind=DEFINITION,
                       shape=describe(v.shape)) for v in kept)
    answer = Line("", (names,), "", verdict=verdict, shape="a list of names",
                  reason="the forward values that stand in the gradients; inputs and parameters "
                         f"(${', '.join(there)}$) are there anyway")
    section = Section("Kept for the backward pass", (*lines, answer), task.reference)
    return Solution("", declarations(context, g.ready), (forward, back, section), (answer,), **options,
                    missing=tuple(g.missing))


def _uses(g: Gradients, v) -> str:
    """The gradients in which a forward value stands."""
    by = [t for t in g.targets if any(n is v or getattr(n, "data", None) == v.data
                                      for n in g.pass_.expanded(g.pass_.value(t)).walk())]
    return ", ".join(rf"\frac{{\partial {to_latex(g.ready)}}}{{\partial {to_latex(t)}}}" for t in by)
