"""Definitions taken in: what a head `f(x) = ..` makes of the letters it takes, and of a name that has a meaning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation import fresh, rephrasing
from symcheck.judge.derivation.heads import arguments, is_call
from symcheck.judge.derivation.statements import Statement, written
from symcheck.read.syntax import Product
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.meanings import Meanings

DEFINITIONS = 4  # names fetched for one definition


def define(meanings: Meanings, s: Statement, bare: bool = False) -> SymcheckError | None:
    """Take in a definition, and before it those of the names in it; what stands in the way, or None.
    `bare`: of `H(p) = ..` with a p that is no name, H alone is defined."""
    line, before = s.cut(2), meanings.state.read(s.pieces[0])
    if (another := fresh.renamed(meanings.state, s)) is not None:
        _forget(meanings, another)
        before = None
    meanings.iterates_in(s.row.text, s.row)
    _numbers_taken(meanings, s)
    for letter in arguments(s.pieces[0].syntax):
        if meanings.context.scope.bare(letter) is None:
            meanings.point(letter, s.row.name)
    if _takes_families(meanings, s):
        line = Source(f"{written(s.row, s.pieces[0].syntax.items[0].span)} = "
                      f"{s.text(1)}", s.row.name, s.line())
    for _ in range(DEFINITIONS):
        try:
            meanings.context.declare(line)
        except SymcheckError as error:
            fault = error
            if meanings.fetch(error):
                continue
            shorter = _without_arguments(meanings, s, error) if bare else None
            if shorter is None:
                break
            line = shorter
        else:
            name = meanings.state.read(s.pieces[0])
            if name is not None and name.op == "let":
                meanings.state.named_when[name.data.name] = frozenset(meanings.context.variables), meanings.state.part
                if before is not None and before.op == "var":
                    rephrasing.bind(meanings.context, before, name)
                rephrasing.abstract(meanings.context, name)
                meanings.copies.renew(name, s.row.name)
            return None
    return fault


def _numbers_taken(meanings: Meanings, s: Statement) -> None:
    """`h(x_1, x_2) = ..` beside a number x: the arguments may be spoken of, as numbers."""
    head = s.pieces[0].syntax
    if type(head) is not Product or not is_call(head.items[-1]):
        return
    for letter in arguments(head):
        found = re.fullmatch(r"(\\?[A-Za-z]+)_\{?\d\}?", letter)
        entry = meanings.context.scope.bare(found[1]) if found is not None else None
        if entry is not None and entry.kind == "quantity" and is_scalar(entry.expr.shape) \
                and not entry.expr.data.family:
            meanings.declare(Source(rf"{letter} \in \mathbb{{R}}", s.row.name, s.line()))


def _takes_families(meanings: Meanings, s: Statement) -> bool:
    r"""`\Lambda(\theta, \nu) = ..` where only \theta_k is declared: all of them together."""
    head = s.pieces[0].syntax
    if type(head) is not Product or not is_call(head.items[-1]) or s.pieces[1] is None:
        return False
    for letter in arguments(head):
        rows = meanings.context.scope.entries.get(letter, ())
        if rows and meanings.context.scope.bare(letter) is None and any(e.sub_slots for e in rows):
            return True
    return False


def _without_arguments(meanings: Meanings, s: Statement, error: SymcheckError) -> Source | None:
    """`H(p) = ..` where p is no name of its own: H alone is defined."""
    head = s.pieces[0].syntax
    if type(head) is not Product or not is_call(head.items[-1]) or s.pieces[1] is None:
        return None
    span = error.diagnostic.span
    if error.diagnostic.id != "undeclared-name" or span is None or span.start > len(s.text(0)):
        return None
    left = written(s.row, head.items[0].span)
    return Source(f"{left} = {s.text(1)}", s.row.name, s.line())


def _forget(meanings: Meanings, name: Expr) -> None:
    """A name that is given another meaning: what was defined by it keeps the first."""
    for entry in [e for e in meanings.context.scope if e.expr is name]:
        meanings.context.scope.drop(entry)
    meanings.context.definitions.pop(name.data, None)
    meanings.context.remembered = {}
