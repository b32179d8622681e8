r"""Names with numbers that a formula in pieces moves: "as a function of $x_1$ the output is $\hat y(x_1) = -2 \max(0, x_1 - 2)$" after $x = (1, 2)^\top$, or
$\frac{d \hat y}{d x_1} = \begin{cases} .. & x_1 < 2$. These hold for any number there, not at the one that was given alone.
"""

from __future__ import annotations

import random
from fractions import Fraction

from symcheck.expr import SCALAR, Expr, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.numbers.at_numbers import AtNumbers
from symcheck.judge.derivation.numbers.tried import around_kinks, covered
from symcheck.judge.derivation.numbers.values import (
    is_numeric,
    outside_definitions,
    value_of,
    with_values,
)
from symcheck.judge.derivation.rows.heads import is_call
from symcheck.judge.derivation.state import State
from symcheck.judge.equality import equal
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context, Piece
from symcheck.read.syntax import Product

_IN_PIECES = frozenset(("cases", "extremum"))
_KINKED = frozenset(("relu", "abs", "step", "sign"))
_ANY = build.var(Variable("t'", SCALAR))


def judged(example: AtNumbers, a: Piece, b: Piece) -> Verdict | None:
    """The verdict on `a = b` where the only number that b is in pieces by may be any number; None where b is in pieces by none, or that is not decided."""
    state = example.state
    x, y = state.read(a), state.read(b)
    by = x.args[1] if x is not None and x.op == "derivative" else None
    names = {n for e in outside_definitions(y) if e.op in _IN_PIECES or e.op == "apply" and e.data[0].known in _KINKED
             for n in outside_definitions(e) if is_number(n) or n is by and _comes_to_number(n)} if y is not None else set()
    names = {n for n in names if not any(n in m.args for m in names)}
    if len(names) != 1:
        return None
    name = names.pop()
    whole = name.args[0] if name.op == "entry" else name
    f = _function(state, a, name)
    if (x is None or not x.holds(whole)) and f is None:
        return None  # numbers alone
    context, _ = with_values(state.context, [(whole, _moving(name))])
    heads = [f] * (f is not None) + [a] * (x is not None)
    found = [equal(context, p, b, state.layout) for p in heads]
    if any(v.right for v in found) or found[0].word != V.DIFFERENT:
        return next((v for v in found if v.right), None)
    agree = _agree(example, context, heads[0], b)
    return None if agree is None else Verdict(V.SUPPORTED, "it holds at several numbers in each piece") if agree else found[0]


def _agree(example: AtNumbers, context: Context, *sides: Piece) -> bool | None:
    """Have two sides the same value at several numbers in each piece, but for where it ends? None where these give them no value."""
    read = [context.reading(p, "column").expr for p in sides]
    pieces = [covered(n) for n in dict.fromkeys(n for e in read for n in outside_definitions(e)) if n.op == "cases" and len(n.args) % 2 == 0]
    for q in around_kinks(example, read, random.Random(3))[1]:
        values = [example.value_of(e, {_ANY: q}) for e in (*read, *pieces)]
        if None in values:
            return None
        if all(values[2:]) and values[0] != values[1]:
            return False
    return True


def _function(state: State, a: Piece, name: Expr) -> Piece | None:
    r"""The \hat y of `\hat y(x_1)`, of which no formula by x_1 was told, though it is made of it."""
    items = a.syntax.items if type(a.syntax) is Product else ()
    if len(items) != 2 or not is_call(items[1]):
        return None
    f, taken = (state.read(Piece(x, a.source)) for x in (items[0], items[1].body))
    whole = name.args[0] if name.op == "entry" else name
    return Piece(items[0], a.source) if taken is name and f is not None and f.op == "let" and f.holds(whole) else None


def is_number(e: Expr) -> bool:
    r"""Is this a name that means a number, or the x_1 of an x that means a list of numbers?"""
    name = e.args[0] if e.op == "entry" and all(at.base is None for at in e.data) else e
    return name.op == "let" and not name.data.family and is_scalar(e.shape) and is_numeric(name.args[0]) and (
        e is name or (given := value_of(name.args[0])) is not None and all(isinstance(q, (int, Fraction)) for q in given.ravel()))


def _comes_to_number(e: Expr) -> bool:
    """Is this a name that is made of numbers alone?"""
    return e.op == "let" and not e.data.family and is_scalar(e.shape) and value_of(e.args[0]) is not None


def _moving(name: Expr) -> Expr:
    """A value for a name, or for one an entry of which this is: any number in the place of this."""
    free = _ANY
    if name.op == "let":
        return free
    whole, at = name.args[0], iter(k.offset - 1 for k in name.data)
    place = tuple(next(at) if n != 1 else 0 for n in whole.shape)
    given = value_of(whole.args[0]).reshape(whole.shape)
    return build.matrix(tuple(tuple(free if (i, j) == place else build.num(q) for j, q in enumerate(row)) for i, row in enumerate(given)))
