r"""Conditions written beside a displayed formula: `f'(x) = 1 \qquad (x > 0)`, `= -1 \quad \text{if } x < 0`.

They hold for the formulas before them in the row (those after them, where the row begins with one) and claim
nothing. Here they are told from claims; `suppositions.py` supposes them.
"""

from __future__ import annotations

import re

from symcheck.read.names import base_of
from symcheck.read.syntax import Annotated, Group, Number, Relation, Script, Symbol, Syntax, Words

ORDERS = frozenset(("<", ">", r"\le", r"\ge", "<=", ">=", r"\ne", r"\neq", r"\leq", r"\geq"))
_CONDITION = re.compile(r"\b(if|when|whenever|for|provided(?: that)?|as long as|in case|on)\W*$", re.I)
_ALONE = re.compile(r"^\W*(?:(?:for|and|or|all|any|every)\W*)*$", re.I)  # says nothing but that a condition comes
_LETTER = re.compile(r"[i-nst]$")


def provisos(items: list[Syntax]) -> list[bool]:
    """Which items of a row are conditions of its formulas. `a > 0, b > 0` alone is none: it declares."""
    found: list[bool] = []
    formulas = sum(type(x) is Relation or _bracketed(x) is not None for x in items)
    for k, x in enumerate(items):
        relation = _bracketed(x) or (x if type(x) is Relation else None)
        said = items[k - 1].text if k and type(items[k - 1]) is Words else ""
        stands_first = not any(type(y) is Relation and not _of_name(y) for y in items[:k])
        is_one = relation is not None and len(relation.items) > 1 and None not in relation.items and (
            _CONDITION.search(said) is not None and (formulas > 1 or not stands_first)
            or not stands_first and (_bracketed(x) is not None or _ALONE.match(said) is not None)
            and (_of_name(relation) or _bracketed(x) is not None and _holds_words_only(relation)))
        found.append(is_one)
    return found


def ranges(relation: Relation) -> bool:
    r"""Does `t \ge 1`, `k < n` say no more than which numbers a counter takes?"""
    return all(type(x) in (Symbol, Number) for x in relation.items) and any(
        type(x) is Symbol and _LETTER.match(x.name) for x in relation.items)


def _of_name(relation: Relation) -> bool:
    """An order, or an inequality, of a name: nothing that a formula could claim."""
    if None in relation.items:
        return False
    return set(relation.operators) <= ORDERS and any(
        base_of(x.base if type(x) is Script and x.base is not None else x) is not None for x in relation.items)


def _holds_words_only(relation: Relation) -> bool:
    """`(A = A^\\top)`: an equation in brackets beside a formula is no step of it."""
    return set(relation.operators) <= ORDERS | {"="}


def _bracketed(s: Syntax) -> Relation | None:
    while type(s) is Annotated:
        s = s.body
    return s.body if type(s) is Group and s.open in ("(", "[") and type(s.body) is Relation else None
