r"""Inequalities that say the same: `|1 - 2\eta| < 1 \iff 0 < \eta < 1`, "$|1 - 2\eta| < 1$, i.e. $0 < \eta < 1$".

Both conditions are evaluated in rational numbers at points of the declared domains, on their boundaries among them. A
point at which one holds and the other does not refutes; where there is none, both are `supported` to say the same. Where there
are no such values, of vectors and of exponentials, they are compared at random data. A
number with a definition, as the curvature H in `|1 - \alpha H| < 1`, takes values there that it has at some data.
"""

from __future__ import annotations

import operator
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import numeric
from symcheck.judge import verdict as V
from symcheck.judge.claims import equations
from symcheck.judge.derivation.relations import eigenbasis, order, thresholds
from symcheck.judge.derivation.rows.statements import ORDER, Statement
from symcheck.judge.derivation.state import State, names_in
from symcheck.judge.ladder import question
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.sampling import draw
from symcheck.judge.verdict import Counterexample, Verdict
from symcheck.read.syntax import Symbol
from symcheck.tensor.array import variables
from symcheck.tensor.canonical import canonical
from symcheck.tensor.evaluate import Evaluation, TooLarge, choose_sizes
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower, lower_all
from symcheck.tensor.reals import Exact, Float, NotExact
from symcheck.text import SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

# Words between two formulas that say that both are one condition.
SAME = re.compile(r"^[\s,;]*(?:\([^()]*\))?[\s,;]*(?:or,?\s+)?(?:i\.\s?e\.|that is|equivalently|iff|if and only if|"
                  r"(?:exactly|precisely) (?:when|if|for)|(?:which |this )?(?:is )?(?:equivalent to|the same as)|(?:which|this|and\s+this) (?:means|says|amounts to|is to say))"
                  r"[\s,]*(?:exactly |precisely )?(?:when|iff|if and only if|if|for|that)?[\s,]*$", re.I)
# Of these, words that may also mean that the second only follows.
LOOSELY = re.compile(r"\b(?:means|says|amounts\s+to|is\s+to\s+say)\b", re.I)
POINTS = 400
SEEN = 5  # points at which both hold, and at which neither does, to support that they are one
NEAR = Fraction(1, 10 ** 6)  # relative: what a computed value is off at most
FOLLOWS_ONLY = "the second condition follows from the first, but does not say the same"
AT_EQUALITY = "one of the conditions holds with equality and the other does not: whether they are one there cannot be told at random points"
_STRICT = frozenset("<>")
_COUNTERS = frozenset("tkTKNn")
_TRUE = {"<": operator.lt, ">": operator.gt, r"\le": operator.le, r"\ge": operator.ge, "<=": operator.le,
         ">=": operator.ge, "=": operator.eq, r"\ne": operator.ne}

Condition = list[tuple[str, Expr, Expr]]


def is_order(s: Statement) -> bool:
    return bool(s.operators) and None not in s.pieces and all(op in ORDER and op in _TRUE for op in s.operators)


def pair(chains: Chains, s: Statement, t: Statement, both_ways: bool = True, loosely: bool = False) -> bool:
    """Judge two inequalities that are said to be one, or `loosely` so; False where that cannot be done."""
    v, tied = judged(chains.state, s, t, both_ways), frozenset()
    if v is not None and not v.right and (there := _of_extremes(chains, s, t, both_ways)) is not None:
        v, tied = there
    if loosely and v is not None and v.word == V.DIFFERENT and (follows := judged(chains.state, s, t, False)) is not None and follows.right:
        v = Verdict(V.UNDECIDED, FOLLOWS_ONLY)
    if v is not None and v.word == V.UNDECIDED and not loosely and all(_always(chains.state, x) for x in ((s, t) if both_ways else (t,))):
        v = Verdict(V.EQUAL, "it holds at all values")
    if v is not None and v.right and t.operators[-1] == r"\approx" and not (rounded := order.about(chains.state, *t.pieces[-2:])).right:
        v = rounded
    if v is not None:
        with eigenbasis.known(chains.state, tied):
            chains.step(t, len(t.operators) - 1, v)
    return v is not None


def _of_extremes(chains: Chains, first: Statement, second: Statement, both_ways: bool) -> tuple[Verdict, frozenset[str]] | None:
    """The same of two conditions on the extreme eigenvalues of a matrix, of which one is not smaller than the other, and the names that have a meaning so;
    None where they do not speak of these alone."""
    p, q = condition(chains.state, first), condition(chains.state, second)
    sides = [e for c in (p or [], q or []) for _, a, b in c for e in (a, b)]
    basis = eigenbasis.found(chains, *sides) if p is not None and q is not None else None
    if basis is None or (there := basis.alone(*sides)) is None:
        return None
    v = same(there.state(chains.state), *([(op, there.of(a), there.of(b)) for op, a, b in c] for c in (p, q)), [], both_ways)
    return None if v is None else (v, there.tied)


def _always(state: State, s: Statement) -> bool:
    """Does an inequality hold whatever its names are?"""
    return len(s.pieces) == 2 and None not in s.pieces and order.judged(state, *s.pieces, s.operators[0]).right


def judged(state: State, first: Statement, second: Statement, both_ways: bool = True) -> Verdict | None:
    """Do both conditions say the same (does the second follow)? None where they are none between numbers."""
    state = _with_counter(state, second)
    p, q = condition(state, first), condition(state, second)
    return None if p is None or q is None else same(state, p, q, [], both_ways)


def _with_counter(state: State, s: Statement) -> State:
    r"""The state in which the t of `t \ge \frac{\ln \varepsilon}{\ln q}` is a number of steps, where nothing else says what it is."""
    alone = next((p.syntax for p in s.pieces[:2] if type(p.syntax) is Symbol and p.syntax.name in _COUNTERS), None)
    if alone is None or state.context.scope.bare(alone.name) is not None or alone.name in state.context.dims:
        return state
    context = state.context.copy()
    context.declare(rf"{alone.name} \in \mathbb{{R}}, {alone.name} > 0")
    return replace(state, context=context)


def same(state: State, p: Condition, q: Condition, given: Condition, both_ways: bool = True) -> Verdict | None:
    """Do both conditions say the same where what is `given` holds too? None where they are none between numbers."""
    if not given and len(p) == 1 and len(q) in (1, 2) and all(op in ("=", r"\approx") for op, *_ in q[1:]) and (found := thresholds.same(p[0], q[0], both_ways, [a[:3] for a in state.context.assumptions if a[:3] not in (p[0], q[0])])) is not None:
        return found
    try:
        found = _compared(state, *_of_numbers(p, q), given, both_ways)
        if (found is None or found.word == V.UNDECIDED) and len(p) == len(q) == 1 and not given:
            found = _at_random(state, p[0], q[0], both_ways) or found
        return found
    except (Unsupported, Limit, TooLarge, NotExact, SymcheckError):
        return None


@np.errstate(all="ignore")
def _at_random(state: State, p: tuple[str, Expr, Expr], q: tuple[str, Expr, Expr], both_ways: bool) -> Verdict | None:
    r"""Do two inequalities say the same at random data, that of vectors and of functions with no exact values among it, as in "$\sigma(w^\top x) \ge \frac12$
    exactly when $w^\top x \ge 0$"? Points at which one is nearly an equation tell nothing: a strict and a weak one may differ there, and the weak one follows from
    the strict one only. None where it cannot be told."""
    over, under = {">", r"\ge", ">="}, {"<", r"\le", "<="}
    if {p[0], q[0]} - over - under:
        return None
    x, y = (build.sub(a, b) if op in over else build.sub(b, a) for op, a, b in (p, q))
    besides = state.context.copy()
    besides.assumptions = [a for a in besides.assumptions if a[:3] not in (p, q)]
    asked = question(x, y, equations(besides))
    people, dims, least = numeric.people_of(asked, asked.lhs, asked.rhs)
    holding = failing = 0
    for k in range(4) if not people.unsolved else ():
        field = Float(100)
        evaluation = draw(people, field, choose_sizes(dims, least, k), np.random.default_rng([11, k]), "small" if k % 2 else "real")
        a, b = (numeric.points_of(evaluation(e), field).reshape(len(field.valid), -1)[:, 0] for e in (asked.lhs, asked.rhs))
        clear = field.valid & np.isfinite(a) & np.isfinite(b) & (np.minimum(np.abs(a), np.abs(b)) > 1e-6)
        if np.any(clear & (a > 0) & (b < 0)) or both_ways and np.any(clear & (a < 0) & (b > 0)):
            return Verdict(V.DIFFERENT, "there are values at which one of the conditions holds and the other does not")
        holding, failing = holding + int((clear & (a > 0)).sum()), failing + int((clear & (b < 0)).sum())
    if min(holding, failing) < SEEN:
        return None
    if (p[0] in _STRICT) != (q[0] in _STRICT) and (both_ways or q[0] in _STRICT):
        return Verdict(V.UNDECIDED, AT_EQUALITY)
    return Verdict(V.SUPPORTED, "at all random points tried " + ("both conditions hold or both fail" if both_ways else "the second holds where the first does"))


def condition(state: State, s: Statement) -> Condition | None:
    exprs = [state.read(p) for p in s.pieces]
    if any(e is None or not is_scalar(e.shape) for e in exprs):
        return None
    return [(op, a, b) for op, a, b in zip(s.operators, exprs, exprs[1:])]


def _of_numbers(p: Condition, q: Condition) -> tuple[Condition, Condition, dict]:
    """The conditions with a variable in the place of each number with a definition of its own, which shares no variable with what
    stands beside it; and the values that these have at random data."""
    sides = [e for c in (p, q) for _, a, b in c for e in (a, b)]
    meant = [n for n in dict.fromkeys(n for e in sides for n in e.walk()) if n.op == "let" and is_scalar(n.shape)]
    attained: dict = {}
    for n in meant:
        v = build.var(replace(n.data, traits=frozenset()))
        put = [exchanged(e, n, v) for e in sides]
        if put == sides or names_in(n) & set().union(*map(names_in, (exchanged(e, n, build.num(1)) for e in sides))):
            continue
        if n.args[0].op == "num" and n in sides:  # `with $\\eta = 0.1$`, and then `0 < \\eta < 2 / 5`: for which values it holds
            sides = put
            continue
        values = _values_of(n)
        if len(values) >= SEEN:
            sides, attained[canonical(lower(v).array)] = put, values
    pairs = iter(sides)
    p, q = ([(op, next(pairs), next(pairs)) for op, *_ in c] for c in (p, q))
    return p, q, attained


@np.errstate(all="ignore")
def _values_of(n: Expr) -> list[Fraction]:
    """Values that a number with a definition has at random data."""
    q = question(n, build.num(0), ())
    people, dims, least = numeric.people_of(q, q.lhs, q.rhs)
    found = []
    for k in range(2) if not people.unsolved else ():
        field = Float(20)
        evaluation = draw(people, field, choose_sizes(dims, least, k), np.random.default_rng([7, k]), "real")
        values = numeric.points_of(evaluation(q.lhs), field).ravel()
        found += [Fraction(float(x)) for x, valid in zip(values, field.valid) if valid and np.isfinite(x)]
    return found


def _compared(state: State, p: Condition, q: Condition, attained: dict, besides: Condition, both_ways: bool) -> Verdict | None:
    arrays = {e: lower_all(e) for c in (p, q) for _, a, b in c for e in (a, b)}
    names = list(dict.fromkeys(v for a in arrays.values() for v in variables(a)))
    if not names or any(v.dims for v in names):
        return None
    given = [(op, lower_all(a), lower_all(b)) for op, a, b in (*besides, *(x[:3] for x in state.context.assumptions)) if op in _TRUE
             and (op, a, b) not in (*p, *q) and is_scalar(a.shape) and is_scalar(b.shape)]
    given = [g for g in given if {*variables(g[1]), *variables(g[2])} <= set(names)]
    draw_ = random.Random(7)
    holding = failing = 0
    for k in range(POINTS):
        point = {v: draw_.choice(attained[v]) if v in attained else _drawn(v.data, draw_) for v in names}
        _on_boundary(point, p if k % 2 else q, arrays, draw_, k, attained)
        if not all(v in attained or _allowed(v.data, x) for v, x in point.items()):
            continue
        try:
            if not all(_TRUE[op](_at(a, point), _at(b, point)) for op, a, b in given):
                continue
            left, right = _hold(p, arrays, point), _hold(q, arrays, point)
            if left != right and any((_hold(p, arrays, near), _hold(q, arrays, near)) != (left, right) for near in _nearby(point, attained)):
                continue
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


def _hold(c: Condition, arrays: dict, point: dict) -> bool:
    return all(_TRUE[op](_at(arrays[a], point), _at(arrays[b], point)) for op, a, b in c)


def _nearby(point: dict, attained: dict) -> Iterator[dict]:
    """Points beside this one: values that are computed are not exact."""
    for factor in (1 - NEAR, 1 + NEAR) if attained else ():
        yield {v: x * factor if v in attained else x for v, x in point.items()}


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


def _on_boundary(point: dict, c: Condition, arrays: dict, draw: random.Random, k: int, fixed: dict) -> None:
    """Move the point to a place where a side that is a mere name is equal, or near, to the other side."""
    for _, a, b in draw.sample(c, len(c)):
        for name, other in ((arrays[a], b), (arrays[b], a)):
            if name in point and name not in fixed and name not in variables(arrays[other]) and k % 3:
                try:
                    x = _at(arrays[other], point)
                except (ZeroDivisionError, NotExact):
                    continue
                point[name] = x if k % 3 == 1 else x * Fraction(draw.choice((4, 6, 9, 11)), draw.choice((5, 10)))
                return


def _at(a, point: dict) -> Fraction:
    values = {v: [np.array([int(x) if x.denominator == 1 else x], dtype=object)] for v, x in point.items()}
    return Fraction(np.asarray(Evaluation(Exact(1), {}, values)(a)).ravel()[0])


__all__ = ["FOLLOWS_ONLY", "LOOSELY", "SAME", "condition", "is_order", "pair", "same"]
