r"""Links tried at several values of names, with the numbers of an example for the others: `J(w) = (w - 2)^2 + (2 w - 4)^2`, from which the
names with numbers are gone, and `Z = X` for any X where W and b alone are given."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.numbers.at_numbers import AtNumbers
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.tensor.array import variables
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower_all
from symcheck.text import SymcheckError

# What is made of pieces, between which a function has a kink or jumps.
_IN_PIECES = frozenset(("cases", "extremum", "indicator"))
_WITH_KINKS = frozenset(("abs", "sign", "relu", "step", "max", "min"))
_ORDERS = frozenset(("<", "<=", ">", ">="))
_MANY_NUMBERS = 8  # of which quotients are looked at


def at_any(example: AtNumbers, a: Piece, b: Piece) -> Verdict | None:
    r"""The verdict on `J(w) = (w - 2)^2 + (2 w - 4)^2`, from which the names with numbers are gone: it holds with these put in whatever
    the other names are, tried at several values. None where that is not what it says or cannot be evaluated."""
    sides = [example.state.read(p) for p in (a, b)]
    if not example.open or a is b or None in sides:
        return None
    left, right = ({*_leaves(example, e)} for e in sides)
    free = sorted({v for v in left | right if v.name not in example.values}, key=lambda v: v.name)
    sizes = example.sizes_listed() | example.sizes
    shapes = {v: [sizes.get(d, d) for d in (*v.family, *v.shape) if d != 1] for v in free}
    if not free or not right or {v.name for v in left} <= {v.name for v in free} or any(v.name in example.values for v in right) or any(
            isinstance(d, str) or v.traits for v, dims in shapes.items() for d in dims):
        return None
    kept, draw, found = example.values, random.Random(5), []
    kinked = any(n.op in _IN_PIECES or n.op == "apply" and n.data[0].name in _WITH_KINKS for e in sides for n in e.walk())
    supposed = _supposed(example, free)
    met = [v for v in free if v in depends_on(sides)] if kinked or supposed else []
    if kinked and (len(met) > 1 or any(shapes[v] for v in met)):
        return Verdict(V.UNDECIDED, "it is made of pieces, not all of which can be tried")
    trials = [{v.name: {place: Fraction(draw.randint(-99, 99), 7) for place in np.ndindex(*dims)} for v, dims in shapes.items()} for _ in range(3)]
    trials += [trials[0] | {met[0].name: {(): x}} for x in sum(around_kinks(example, [*sides, *supposed], draw), [])] if len(met) == 1 and not shapes[met[0]] else []
    pieces = [covered(n) for n in dict.fromkeys(n for e in sides for n in e.walk()) if n.op == "cases" and len(n.args) % 2 == 0]
    try:
        for trial in trials:
            example.values = kept | trial
            if all(example.holds(where) for where in pieces) and not any(example.holds(build.sub(build.num(1), where)) for where in supposed):
                found.append(example.found(a, b))
    finally:
        example.values = kept
    if not found or None in found or not all(v.right for v in found):
        return next((v for v in found if v is not None and not v.right), None)
    return Verdict(V.SUPPORTED, "it holds with the numbers given put in, at several values of the other names")


def _leaves(example: AtNumbers, e: Expr) -> Iterator[Variable]:
    """The names of which an expression is made; one that was given numbers of its own stands for itself, whatever it was made of."""
    stack, seen = [e], {e}
    while stack:
        node = stack.pop()
        if node.op == "var" or node in example.freed:
            yield node.data
        else:
            stack += [a for a in node.args if a not in seen]
            seen.update(node.args)


def _supposed(example: AtNumbers, free: list) -> list[Expr]:
    r"""1 where an inequality of these names holds that the words suppose here, else 0: "on the piece $\frac12 < x < 2$", "for $0 < x < 1$"."""
    bounds = [(build.var(v), op, end) for v in free if is_scalar(v.shape) and not v.family for op, end in _bounds(v)]
    return [build.indicator(op, x, build.num(end)) for x, op, end in bounds] + [build.indicator(op, a, b) for op, a, b, *_ in example.state.context.assumptions
            if op in _ORDERS and any(n.op == "var" and n.data in free for e in (a, b) for n in e.walk())]


def _bounds(v: Variable) -> list[tuple[str, Fraction]]:
    """Between what a number is declared, or supposed, to lie."""
    least = [(">", Fraction(0))] if v.traits & {"positive", "unit"} else [(">=", Fraction(0))] if "nonnegative" in v.traits else []
    most = [("<", Fraction(0))] if "negative" in v.traits else [("<", Fraction(1))] if "unit" in v.traits else []
    return least + most + [(op, Fraction(end)) for op, end in zip("><", v.bounds) if end is not None]


def around_kinks(example: AtNumbers, sides: list[Expr], draw: random.Random) -> tuple[list[Fraction], list[Fraction]]:
    """Numbers in each piece of functions of one variable whose pieces end at a number that stands in them, at a value given or at a quotient of
    two of these: these ends themselves, and two numbers between any two that are next to one another."""
    given = {q for values in example.values.values() for q in values.values() if isinstance(q, (int, Fraction))}
    written = {Fraction(n.data) for e in sides for n in e.walk() if n.op == "num"}
    known = sorted(given | written, key=lambda q: (abs(q), q))[:_MANY_NUMBERS]
    ends = sorted({sign * p / Fraction(q) for p in known for q in (1, *known) if q for sign in (1, -1)})
    ends = [ends[0] - 2, *ends, ends[-1] + 2]
    return ends, [p + (q - p) * Fraction(draw.randint(1, 99), 100) for p, q in zip(ends, ends[1:]) for _ in range(2)]


def covered(pieces: Expr) -> Expr:
    r"""1 where one of the conditions of a function in pieces holds, else 0: of a kink between `x < 2` and `x > 2` nothing is said."""
    return build.cases(tuple((build.num(1), when) for when in pieces.args[1::2]), build.num(0))


def holds_freely(example: AtNumbers, a: Piece, b: Piece) -> bool:
    r"""Does `Z = X` hold for any X, where W and b alone are the numbers given? It is tried at several, with the sizes given."""
    e = example.state.read(b)
    free = {n.data.name for n in e.walk() if n.op == "var"} & set(example.values) if e is not None and not example.freed else set()
    kept, zeros = example.values, example.zeros
    draw = random.Random(3)
    try:
        for _ in range(3 if free else 0):
            example.values = kept | {name: {place: Fraction(draw.randint(-99, 99), 7) for place in kept[name]} for name in free}
            example.zeros = zeros - free
            v = example.found(a, b)
            if v is None or not v.right:
                return False
    finally:
        example.values, example.zeros = kept, zeros
    return bool(free)


def depends_on(sides: list[Expr]) -> set:
    """The variables on which the values of these depend: not the letter of a function's definition. All that stand in them, where that cannot be told."""
    try:
        return {v.data for e in sides for v in variables(lower_all(e))}
    except (Unsupported, Limit, KeyError, SymcheckError):
        return {n.data for e in sides for n in e.walk() if n.op == "var"}
