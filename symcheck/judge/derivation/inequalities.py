r"""Inequalities that say the same: `|1 - 2\eta| < 1 \iff 0 < \eta < 1`, "$|1 - 2\eta| < 1$, i.e. $0 < \eta < 1$".

Both conditions are evaluated in rational numbers at points of the declared domains, on their boundaries among them. A
point at which one holds and the other does not refutes; where there is none, both are `supported` to say the same.
"""

from __future__ import annotations

import operator
import random
import re
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.statements import ORDER, Statement
from symcheck.judge.verdict import Counterexample, Verdict
from symcheck.tensor.array import variables
from symcheck.tensor.evaluate import Evaluation
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower_all
from symcheck.tensor.reals import Exact, NotExact
from symcheck.text import SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains import Chains

# Words between two formulas that say that both are one condition.
SAME = re.compile(r"^[\s,;]*(?:\([^()]*\))?[\s,;]*(?:or,?\s+)?(?:i\.\s?e\.|that is|equivalently|iff|if and only if|"
                  r"(?:exactly|precisely) (?:when|if|for)|(?:which |this )?(?:is )?(?:equivalent to|the same as))"
                  r"[\s,]*(?:exactly |precisely )?(?:when|if|for|that)?[\s,]*$", re.I)
POINTS = 400
SEEN = 5  # points at which both hold, and at which neither does, to support that they are one
_TRUE = {"<": operator.lt, ">": operator.gt, r"\le": operator.le, r"\ge": operator.ge, "<=": operator.le,
         ">=": operator.ge, "=": operator.eq, r"\ne": operator.ne}

Condition = list[tuple[str, Expr, Expr]]


def is_order(s: Statement) -> bool:
    return bool(s.operators) and None not in s.pieces and all(op in ORDER and op in _TRUE for op in s.operators)


def compared(chains: Chains, found: list[Statement]) -> set[int]:
    """Judge the inequalities of a row that are said to be one, or to follow; which of its statements these are."""
    done: set[int] = set()
    for k, (s, t) in enumerate(zip(found, found[1:])):
        if t.logic in (r"\iff", r"\implies") and is_order(s) and is_order(t) and pair(chains, s, t, t.logic == r"\iff"):
            done |= {k, k + 1}
    return done


def pair(chains: Chains, s: Statement, t: Statement, both_ways: bool = True) -> bool:
    """Judge two inequalities that are said to be one; False where that cannot be done."""
    v = judged(chains.state, s, t, both_ways)
    if v is not None:
        chains.step(t, len(t.operators) - 1, v)
    return v is not None


def judged(state: State, first: Statement, second: Statement, both_ways: bool = True) -> Verdict | None:
    """Do both conditions say the same (does the second follow)? None where they are none between numbers."""
    p, q = _condition(state, first), _condition(state, second)
    if p is None or q is None:
        return None
    try:
        return _compared(state, p, q, both_ways)
    except (Unsupported, Limit, NotExact, SymcheckError):
        return None


def _condition(state: State, s: Statement) -> Condition | None:
    exprs = [state.read(p) for p in s.pieces]
    if any(e is None or not is_scalar(e.shape) for e in exprs):
        return None
    return [(op, a, b) for op, a, b in zip(s.operators, exprs, exprs[1:])]


def _compared(state: State, p: Condition, q: Condition, both_ways: bool) -> Verdict | None:
    arrays = {e: lower_all(e) for c in (p, q) for _, a, b in c for e in (a, b)}
    names = list(dict.fromkeys(v for a in arrays.values() for v in variables(a)))
    if not names or any(v.dims for v in names):
        return None
    given = [(op, lower_all(a), lower_all(b)) for op, a, b in state.context.assumptions if op in _TRUE
             and (op, a, b) not in (*p, *q) and is_scalar(a.shape) and is_scalar(b.shape)]
    given = [g for g in given if {*variables(g[1]), *variables(g[2])} <= set(names)]
    draw = random.Random(7)
    holding = failing = 0
    for k in range(POINTS):
        point = {v: _drawn(v.data, draw) for v in names}
        _on_boundary(point, p if k % 2 else q, arrays, draw, k)
        if not all(_allowed(v.data, x) for v, x in point.items()):
            continue
        try:
            if not all(_TRUE[op](_at(a, point), _at(b, point)) for op, a, b in given):
                continue
            left, right = (all(_TRUE[op](_at(arrays[a], point), _at(arrays[b], point)) for op, a, b in c)
                           for c in (p, q))
        except (ZeroDivisionError, NotExact):
            continue
        if left != right and (both_ways or left):
            values = {v.data.name: str(x) for v, x in point.items()}
            return Verdict(V.DIFFERENT, "one of the conditions holds at the numbers shown and the other does not",
                           counterexample=Counterexample({}, values, {}, *("holds" if x else "fails" for x in (left, right))))
        holding, failing = holding + left, failing + (not right)
    if min(holding, failing) < SEEN:
        return Verdict(V.UNDECIDED, "too few points were found at which these conditions hold and fail")
    return Verdict(V.SUPPORTED, "at all points tried, boundaries among them, " + (
        "both conditions hold or both fail" if both_ways else "the second holds where the first does"))


def _drawn(v, draw: random.Random) -> Fraction:
    x = Fraction(draw.randint(-60, 60), draw.choice((1, 2, 4, 7, 10, 20, 40)))
    if "unit" in v.traits:
        return Fraction(draw.randint(1, 39), 40)
    return abs(x) if v.traits & {"positive", "nonnegative"} else x


def _allowed(v, x: Fraction) -> bool:
    low, high = (b if isinstance(b, (int, float, Fraction)) else None for b in v.bounds)
    return not ("positive" in v.traits and x <= 0 or "nonnegative" in v.traits and x < 0 or "negative" in v.traits and x >= 0
                or "nonzero" in v.traits and not x or "unit" in v.traits and not 0 < x < 1
                or "integer" in v.traits and x.denominator != 1
                or low is not None and x < low or high is not None and x > high)


def _on_boundary(point: dict, c: Condition, arrays: dict, draw: random.Random, k: int) -> None:
    """Move the point to a place where a side that is a mere name is equal, or near, to the other side."""
    for _, a, b in draw.sample(c, len(c)):
        for name, other in ((arrays[a], b), (arrays[b], a)):
            if name in point and name not in variables(arrays[other]) and k % 3:
                try:
                    x = _at(arrays[other], point)
                except (ZeroDivisionError, NotExact):
                    continue
                point[name] = x if k % 3 == 1 else x * Fraction(draw.choice((4, 6, 9, 11)), draw.choice((5, 10)))
                return


def _at(a, point: dict) -> Fraction:
    values = {v: [np.array([int(x) if x.denominator == 1 else x], dtype=object)] for v, x in point.items()}
    return Fraction(np.asarray(Evaluation(Exact(1), {}, values)(a)).ravel()[0])


__all__ = ["SAME", "compared", "is_order", "pair"]
