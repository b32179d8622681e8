r"""The letters that stand outside sums: an index that does is free, so no sum's condition binds it.

`\sum_{j \ne i} a_j + a_i` sums over j alone, `\sum_{i \ne j} a_i a_j` over both.
"""

from __future__ import annotations

from symcheck.read.names import base_of, label
from symcheck.read.syntax import (
    BigOperator,
    Group,
    Listing,
    Product,
    Relation,
    Script,
    Symbol,
    Syntax,
)

ORDERS = frozenset(("\\ne", "<", "\\le", ">", "\\ge"))
NOTHING: frozenset[str] = frozenset()


def outside(s: Syntax) -> set[str]:
    """The letters of a side that no sum around them may bind."""
    found: set[str] = set()
    _walk(s, NOTHING, found)
    return found


def _walk(s: Syntax, bound: frozenset[str], found: set[str]) -> None:
    if type(s) is Symbol:
        if s.name not in bound:
            found.add(s.name)
    elif type(s) is Product:
        _walk_product(s, bound, found)
    else:
        if type(s) is Script and s.primes and s.sub is None and label(s) not in bound:
            found.add(label(s))
        for x in s.children():
            _walk(x, bound, found)


def _walk_product(s: Product, bound: frozenset[str], found: set[str]) -> None:
    """A big operator binds what stands to its right; its limits' values stand outside."""
    for item in s.items:
        operator = item.base if type(item) is Script else item
        if type(operator) is BigOperator:
            if operator.lower is None and operator.name in ("sum", "prod"):
                return  # a sum that names no index: its letters are its own
            for end in (operator.upper, *_values(operator.lower)):
                if end is not None:
                    _walk(end, bound, found)
            bound |= _letters(operator.lower)
        elif type(item) is Script and base_of(item.base) in (("E", "bb"), ("E", "rm")):
            bound |= _letters(item.sub)
        else:
            _walk(item, bound, found)


def _letters(lower: Syntax | None) -> frozenset[str]:
    """The letters below an operator that it may bind."""
    kind = type(lower)
    if kind is Group:
        return _letters(lower.body)
    if kind in (Listing, Product):
        return frozenset().union(*map(_letters, lower.items))
    if kind is Relation:
        items = lower.items if ORDERS.issuperset(lower.operators) else lower.items[:1]
        return frozenset().union(*map(_letters, items))
    if kind is Symbol or kind is Script and lower.sub is None:
        return frozenset((label(lower),))
    return NOTHING


def _values(lower: Syntax | None):
    """What stands at the right of `i = ..` below an operator."""
    for x in lower.items if type(lower) is Listing else (lower,):
        if type(x) is Relation and x.operators == ("=",):
            yield x.items[1]
