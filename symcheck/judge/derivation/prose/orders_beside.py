r"""Orders beside a definition, `f(x) = a (x - s)_+ + c (x - t)_+, \qquad s < t`: of names that the definition is made of, they hold from there on."""

from __future__ import annotations

import re

from symcheck.judge.derivation.names import assumptions
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.rows.statements import ORDER, Statement
from symcheck.judge.derivation.state import State
from symcheck.read.syntax import Script, Symbol
from symcheck.text import Source

# Words by which the formula holds in this case alone.
_CASE = re.compile(r"\b(?:if|when|whenever|unless|otherwise|else|case|on|near|at)\b", re.I)


def of_definition(state: State, s: Statement, taken: set[str]) -> list[Source]:
    """The orders beside a statement that defines something new, which are not about the letters that its head takes."""
    if not s.given or s.operators[:1] != ["="] or s.pieces[0] is None or _CASE.search(s.words) or state.read(s.pieces[0]) is not None:
        return []
    return [c.cut(len(c.pieces)) for c in s.given if len(c.pieces) > 1 and set(c.operators) <= ORDER and None not in c.pieces
            and all(type(p.syntax) in (Symbol, Script) for p in c.pieces)
            and not taken & {x.name for p in c.pieces for x in p.syntax.walk() if type(x) is Symbol}]


def hold(meanings: Meanings, orders: list[Source]) -> None:
    """Suppose these orders from here on."""
    for row in orders:
        assumptions.suppose(meanings, row)
