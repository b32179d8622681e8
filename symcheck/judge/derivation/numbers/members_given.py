r"""Values given to the members of a family by the letter of all of them, `w = (2, -1)` beside numbers w_i, and `x = (1, 2)` beside a vector X of numbers x_i."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.numbers.example_words import ROW
from symcheck.judge.derivation.numbers.fractions import fractions
from symcheck.judge.derivation.numbers.places import Given
from symcheck.read.context import Piece
from symcheck.read.names import label
from symcheck.read.parser import parse
from symcheck.read.syntax import Symbol
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.numbers.example import Example
    from symcheck.judge.derivation.rows.statements import Statement


def members(example: Example, s: Statement) -> Given | None:
    r"""Of `w = (2, -1)` beside numbers w_i without a w: the values of these, as many as there are."""
    name, text = label(s.pieces[0].syntax), s.text(1)
    entries = example.state.context.scope.entries.get(name, ()) if type(s.pieces[0].syntax) is Symbol else ()
    found = [e.expr for e in entries if e.expr is not None and e.expr.op in ("var", "let") and e.expr.data.family and is_scalar(e.expr.shape)]
    beside = [e for e in entries if e.expr is not None and e.expr not in found and not (e.expr.op == "var" and is_scalar(e.expr.shape))]
    if len(found) != 1 or beside or len(found[0].data.family) != 1 or ROW.fullmatch(text.strip()) is None:
        return None
    (size,), values = found[0].data.family, fractions(text)
    known = size if isinstance(size, int) else example.sizes.get(size) if example.open else None
    if known not in (None, len(values)):
        return None
    return Given(found[0].data.name, {(k,): x for k, x in enumerate(values)}, {} if isinstance(size, int) else {size: len(values)})


def of_samples(example: Example, s: Statement) -> Statement:
    r"""`X = (1, 2)` of `x = (1, 2)`, where x has no meaning and the numbers x_i are the entries of a vector X."""
    name = label(s.pieces[0].syntax) if type(s.pieces[0].syntax) is Symbol else ""
    if not name or example.state.read(s.pieces[0]) is not None or ROW.fullmatch(s.text(1).strip()) is None:
        return s
    first = example.state.context_read(f"{name}_1")
    if first is None or first.op != "entry" or first.args[0].op != "var" or first.args[0].data.name != name.upper():
        return s
    whole = Source(first.args[0].data.name, s.row.name, s.line())
    return replace(s, pieces=[Piece(parse(whole, example.state.context.words), whole), s.pieces[1]])


__all__ = ["members", "of_samples"]
