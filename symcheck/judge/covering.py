"""Cases without `otherwise`: their conditions must cover everything up to single points."""

from __future__ import annotations

from symcheck.expr import Expr, build
from symcheck.expr.latex import to_latex


def open_cases(*sides: Expr) -> list[Expr]:
    """Written cases (not those of definitions) that have no last branch for all the rest."""
    found = []
    for side in sides:
        stack = [side]
        while stack:
            e = stack.pop()
            if e.op == "cases" and len(e.args) % 2 == 0 and e not in found:
                found.append(e)
            if e.op != "let":
                stack.extend(e.args)
    return found


def left_out(e: Expr) -> Expr:
    """1 where none of the conditions holds, else 0; entry by entry."""
    rest = build.num(1)
    for condition in e.args[1::2]:
        rest = build.hadamard(rest, build.sub(build.num(1), condition, broadcast=True))
    return rest


def gap_words(e: Expr) -> str:
    conditions = ", ".join(to_latex(c) for c in e.args[1::2])
    return f"the cases say nothing of some values: none of {conditions} holds there"
