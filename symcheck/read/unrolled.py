r"""Sums of a few literal terms over names declared one by one: `\sum_{k=1}^3 \alpha_k w_k`."""

from __future__ import annotations

from fractions import Fraction

from symcheck.expr import Expr
from symcheck.read.names import base_of, label
from symcheck.read.reading import Reading
from symcheck.read.syntax import (
    Additive,
    BigOperator,
    Group,
    Number,
    Product,
    Relation,
    Script,
    Symbol,
    Syntax,
)
from symcheck.text import SymcheckError

MOST = 12  # terms that are written out


def or_unrolled(r: Reading, s: BigOperator, items, ops, k: int, read) -> Expr:
    """What `read()` gives; where a name is only known with its numbers, the terms written out."""
    places = _literal(s)
    if places is None:
        return read()
    before = dict(r.free)
    try:
        return read()
    except SymcheckError as error:
        if error.diagnostic.id != "undeclared-name":
            raise
        failure = error
    r.free = before
    name = label(s.lower.items[0])
    body = Product(items[k + 1].span.to(items[-1].span), items[k + 1:], ("", *ops[k + 2:]))
    terms = tuple(Group(body.span, "(", put(body, name, n), ")") for n in places)
    try:
        if s.name == "prod":
            return r.expr(Product(body.span, terms, ("",) * len(terms)))
        return r.expr(Additive(body.span, terms, ("+",) * len(terms)))
    except SymcheckError:
        raise failure from None


def _literal(s: BigOperator) -> range | None:
    """The numbers that an operator runs over, where both ends are written as numbers."""
    low, high = s.lower, s.upper
    if type(low) is not Relation or low.operators != ("=",) or type(high) is not Number or (
            base_of(low.items[0]) is None):
        return None
    first = low.items[1]
    if type(first) is not Number or first.value.denominator != 1 or high.value.denominator != 1:
        return None
    places = range(int(first.value), int(high.value) + 1)
    return places if 1 <= len(places) <= MOST else None


def put(s, name: str, n: int):
    """The same syntax with a number for a letter; `k - 1` becomes a number too."""
    if isinstance(s, tuple):
        return tuple(put(x, name, n) for x in s)
    if type(s) is Symbol and s.name == name or type(s) is Script and label(s) == name:
        return Number(s.span, Fraction(n), str(n))
    if not isinstance(s, Syntax):
        return s
    new = type(s)(*(getattr(s, f) if f == "span" else put(getattr(s, f), name, n)
                    for f in s.__dataclass_fields__))
    if type(new) is Additive and all(type(x) is Number for x in new.items) and new != s:
        total = sum((-x.value if sign == "-" else x.value
                     for x, sign in zip(new.items, new.signs)), Fraction(0))
        if total >= 0 and total.denominator == 1:
            return Number(s.span, total, str(total))
    return new
