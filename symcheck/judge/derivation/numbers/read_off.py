r"""Parameters read off an example: after `f(w) = \frac{a}{2} (w - b)^2 + c` the words "`$g(w) = (w - 2)^2 + 3$`; so $a = 2$, $b = 2$ and $c = 3$".

The numbers are taken in as those of the example only where they make the two functions equal: else nothing is known of the example, and what
it goes on to say of these names stays undecided.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.numbers import places
from symcheck.judge.derivation.numbers.instances import Instances
from symcheck.judge.derivation.numbers.values import GO_ON, is_numeric, number
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.state import State
from symcheck.judge.judging import judge
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.scope import Entry
from symcheck.text import SymcheckError

# Right before the first of the numbers: "; so", "which has", "that is,", "here", "we read off".
_READ = re.compile(r"(?:\b(?:so|hence|thus|therefore|i\.\s?e\.|that\s+is|this\s+is\s+the\s+case|which\s+(?:has|is|means|gives|corresponds\s+to)|has|here|(?:we\s+)?"
                   r"(?:read|find|see|have)(?:\s+off)?|corresponds\s+to|comparing(?:\s+coefficients)?(?:\s+gives)?|with|for|where)\s*[,:]?\s*|[;:,(]\s*)$", re.I)
_ANY = build.var(Variable(r"\any", (1, 1)))  # the same argument of both functions


def read_off(state: State, instances: Instances, s: Statement, formulas: tuple[Formula, ...]) -> int:
    """Take in the numbers that `formulas`, of which the first holds s, give to parameters; how many formulas these are, 0 where the numbers do
    not make a function with these parameters one without parameters."""
    found: list[tuple[Expr, Piece]] = []
    for k, formula in enumerate(formulas if _READ.search(formulas[0].before) else ()):
        pair = None if formula.display or len(formula.rows) != 1 or k and not GO_ON.fullmatch(formula.before) else _pair(
            state, s if not k else _only(state, formula))
        if pair is None:
            break
        found.append(pair)
    values = [(name, number(state, piece)) for name, piece in found]
    given = [places.given(name, value, {}) if value is not None else None for name, value in values]
    if not found or None in given or not _makes_equal(state, found):
        return 0
    for one in given:
        instances.hold(one)
    return len(found)


def _only(state: State, formula: Formula) -> Statement | None:
    try:
        found = statements(state.context, formula.rows[0])
    except SymcheckError:
        return None
    return found[0] if len(found) == 1 else None


def _pair(state: State, s: Statement | None) -> tuple[Expr, Piece] | None:
    """The parameter and the number of `a = 2`; None of anything else."""
    if s is None or s.operators != ["="] or None in s.pieces:
        return None
    name, value = state.read(s.pieces[0]), state.read(s.pieces[1])
    plain = name is not None and name.op == "var" and is_scalar(name.shape) and not name.data.family
    return (name, s.pieces[1]) if plain and is_numeric(value) and is_scalar(value.shape) else None


def _makes_equal(state: State, found: list[tuple[Expr, Piece]]) -> bool:
    """Do these numbers make a function with these parameters, and no others, equal to one without parameters?"""
    names = {name.data for name, _ in found}
    functions = [f for e in state.context.scope if (f := _function(e)) is not None]
    put = tuple((name.data, state.read(piece)) for name, piece in found)
    general = [build.substitute(body, ((x, _ANY), *put)) for x, body in functions if _names(body) - {x} == names]
    special = [build.substitute(body, ((x, _ANY),)) for x, body in functions if not _names(body) - {x}]
    return len(names) == len(found) and any(judge(state.context, f, g).right for f in general for g in special)


def _function(e: Entry) -> tuple[Variable, Expr] | None:
    """The argument of a function of one number, and what it is there."""
    body = e.body if e.kind == "map" else e.expr.args[0] if e.params and e.expr is not None and e.expr.op == "let" else None
    if body is None or len(e.params) != 1 or not is_scalar(e.params[0].shape) or not is_scalar(body.shape):
        return None
    return e.params[0], body


def _names(body: Expr) -> set[Variable]:
    return {n.data for n in body.walk() if n.op == "var"}
