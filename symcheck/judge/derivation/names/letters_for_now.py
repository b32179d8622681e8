r"""The letter z of `\rho'(z) = 1` "for $z > 0$" beside an entrywise `\rho(z) = ..` and a vector `z = W x + b` further on: a number until
that line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.names.usage import named_in
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.names import base_of, label
from symcheck.read.syntax import Group, Product, Script, Symbol
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# Between a display and what explains its names.
_EXPLAINS = re.compile(r"[\s,.;]*(?:(?:and\s+)?(?:where|with|in\s+which|for)|here)\b[^.$]{0,40}$", re.I)


def heard(meanings: Meanings, formula: Formula) -> None:
    """In a formula about a function of a number, taken at the letter that it is defined with, that letter is a number, and it stays one until another
    formula says what it is."""
    meanings.now_defined = meanings.for_now & _defined(meanings, formula) if meanings.for_now else set()
    for x in sorted(meanings.now_defined | _explained_next(meanings, formula)):
        for entry in list(meanings.context.scope.entries.get(x, ())):
            if entry.expr is not None and entry.expr.op == "var" and is_scalar(entry.expr.shape):
                meanings.context.scope.drop(entry)
        meanings.state.declared_in.pop(x, None)
        meanings.for_now.discard(x)
        meanings.context.remembered = {}
    letters = {x for x in _letters(meanings, formula) if meanings.context.scope.bare(x) is None and not meanings.context.scope.entries.get(x)
               and x in meanings.survey.headed and x not in meanings.context.dims} | _numbers_called(meanings, formula)
    meanings.for_now |= {x for x in letters if meanings.declare(Source(rf"{x} \in \mathbb{{R}}", meanings.document.name, formula.rows[0].locate(0)[0]))}


def _numbers_called(meanings: Meanings, formula: Formula) -> set[str]:
    r"""The r of `|\psi(r)| \le \delta` beside numbers r_i, where a function in pieces is defined with r and \psi takes it too."""
    letters = {x for x in meanings.survey.numbers_of_pieces if meanings.context.scope.bare(x) is None and x not in meanings.context.dims}
    taken = {(label(x.items[k]), x.items[k + 1].body.name) for row in formula.rows for s in (_read(meanings, row) if letters else ()) for p in s.pieces if p is not None
             for x in p.syntax.walk() if type(x) is Product for k in range(len(x.items) - 1) if type(x.items[k + 1]) is Group and type(x.items[k + 1].body) is Symbol}
    return {x for f, x in taken if x in letters and (entry := meanings.context.scope.bare(f)) is not None and entry.kind == "map"
            and [p.name.removesuffix(r"_{\cdot}") for p in entry.params] == [x]}


def _explained_next(meanings: Meanings, formula: Formula) -> set[str]:
    """The letters that the words right after a display explain, "where $z = X w - r$", as what is no number, though they were taken for one by their
    use as an argument."""
    taken = {x for x in meanings.for_now | meanings.inference.inferred if (e := meanings.context.scope.bare(x)) is not None and e.expr is not None
             and e.expr.op == "var" and is_scalar(e.expr.shape)}
    following = next((f for f in meanings.document.formulas if f.start > formula.start), None)
    explained = taken and formula.display and following is not None and not following.display and _EXPLAINS.match(following.before)
    return taken & _defined(meanings, following) if explained else set()


def _defined(meanings: Meanings, formula: Formula) -> set[str]:
    """The letters that equations of this formula stand for on their left alone, where the right side is no number that is known."""
    found = [s for row in formula.rows for s in _read(meanings, row) if s.operators[:1] == ["="] and None not in s.pieces]
    return {s.pieces[0].syntax.name for s in found if type(s.pieces[0].syntax) is Symbol
            and (e := meanings.state.read(s.pieces[1])) is not None and not is_scalar(e.shape)}


def _read(meanings: Meanings, row: Source) -> list[Statement]:
    try:
        return statements(meanings.context, row)
    except SymcheckError:
        return []


def _letters(meanings: Meanings, formula: Formula) -> Iterator[str]:
    """The letters at which heads of statements take functions that are defined with them, where nothing else in these is known to be no number."""
    for row in formula.rows:
        for s in _read(meanings, row):
            if s.operators[:1] == ["="] and None not in s.pieces and (letter := _taken_at(meanings, s.pieces[0])) and all(
                    (e := meanings.shaped(n.bare)) is None or is_scalar(e.shape) for p in s.pieces for n in named_in(p.syntax) if n.bare != letter):
                yield letter


def _taken_at(meanings: Meanings, head: Piece) -> str:
    """The z of `\\rho(z)` and `\\rho'(z)`, of a \\rho that is defined with a number z."""
    if type(head.syntax) is not Product or len(head.syntax.items) != 2:
        return ""
    f, at = head.syntax.items
    if type(at) is not Group or at.open != "(" or type(at.body) is not Symbol or at.body.font:
        return ""
    named = base_of(f.base if type(f) is Script and f.base is not None and f.sub is None and not f.sups else f)
    entry = meanings.context.scope.bare(named[0]) if named is not None else None
    return at.body.name if entry is not None and entry.kind == "map" and [p.name.removesuffix(r"_{\cdot}") for p in entry.params] == [at.body.name] and entry.entrywise else ""
