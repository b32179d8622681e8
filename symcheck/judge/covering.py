"""Cases without `otherwise`: their conditions must cover everything up to single points. And cases that cannot occur under what is
known of their names: nothing was judged there."""

from __future__ import annotations

from dataclasses import replace

from symcheck.expr import Expr, build
from symcheck.expr.latex import to_latex

_SIGNS = frozenset(("positive", "nonnegative", "negative", "unit"))
_ORDERS = frozenset(("<", ">", r"\le", r"\ge", r"\leq", r"\geq", "<=", ">="))


def open_cases(*sides: Expr) -> list[Expr]:
    """Written cases (not those of definitions) that have no last branch for all the rest."""
    return [e for e in _written(*sides) if len(e.args) % 2 == 0]


def ordered_conditions(*sides: Expr) -> list[Expr]:
    """What is 1 where a branch of written cases may hold, of branches under an order of numbers and those for all the rest."""
    found = []
    for e in _written(*sides):
        orders = [c for c in e.args[1::2] if c.op == "indicator" and c.data in _ORDERS and any(n.op == "var" for n in c.walk())]
        found += orders
        if len(e.args) % 2 and orders and len(orders) == len(e.args) // 2:
            found.append(left_out(e))
    return found


def without_signs(condition: Expr, a: Expr, b: Expr, known: list) -> tuple[Expr, Expr, list] | None:
    """Two sides and what is known, with any values for the variables in a condition of which a sign or an order is known; None where
    there are none such, or one is bound in a side."""
    ordered = [c for c in known if c[0] in _ORDERS]
    told = {n for c in ordered for x in c[1:3] for n in x.walk() if n.op == "var"}
    free = {n: build.var(replace(n.data, traits=n.data.traits - _SIGNS, bounds=(None, None))) for n in condition.walk()
            if n.op == "var" and (n in told or n.data.traits & _SIGNS or n.data.bounds != (None, None))}
    if not free or any(n.op == "substitute" and any(v.data in n.data for v in free) for e in (a, b) for n in e.walk()):
        return None
    kept = [c for c in known if c not in ordered or not any(n in free for x in c[1:3] for n in x.walk())]
    return a.replaced(free.get), b.replaced(free.get), kept


def _written(*sides: Expr) -> list[Expr]:
    """The cases that stand in the sides themselves, not in definitions."""
    found = []
    for side in sides:
        stack = [side]
        while stack:
            e = stack.pop()
            if e.op == "cases" and e not in found:
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
