r"""Numbers m_i differentiated by without their index: the m of `\frac{d}{dm} \log(1 + e^{-m})` beside margins `m_i = y_i w^\top x_i`.

Read as the vector of all m_i, a function of each number has a diagonal matrix as its derivative; what authors write under `\frac{d}{dm}`
is the derivative of a number by a number. In a formula that has it m is any number, and a p of `p_i = \sigma(m_i)` is made of this number;
after the formula all of them mean again what they meant before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from symcheck.expr import SCALAR, Expr, Index, Variable, build
from symcheck.expr.shape import is_matrix, is_scalar
from symcheck.judge.derivation.names.usage import named_in
from symcheck.judge.derivation.rows.statements import statements
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.elaborate_derivatives import denominator, numerator
from symcheck.read.scope import Entry
from symcheck.read.syntax import Fraction_, Script, Symbol, Syntax
from symcheck.text import SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings


@contextmanager
def as_numbers(meanings: Meanings, formula: Formula) -> Iterator[None]:
    r"""In a formula with `\frac{d}{dm}` beside numbers m_i, m and what is made of m_i alone are numbers."""
    kept = _put(meanings, formula) if r"frac" in "".join(row.text for row in formula.rows) else {}
    try:
        yield
    finally:
        for name, rows in kept.items():
            _replace(meanings, name, rows)


def _put(meanings: Meanings, formula: Formula) -> dict[str, list[Entry]]:
    """Give the names of this formula their meaning as numbers; what they meant before."""
    pieces = _pieces(meanings, formula)
    signs = _signs(meanings, pieces)
    by = {name for p in pieces for name in _by(p.syntax, signs) if _by_entries(meanings, name) is not None and not _is_vector(meanings, name, formula)}
    if len(by) != 1:
        return {}
    name, = by
    of, names, numbers = _by_entries(meanings, name), {n.bare for s in pieces for n in named_in(s.syntax)} - by, {}
    letter = build.var(Variable(name, SCALAR))
    for other in sorted(names):
        value = _by_entries(meanings, other)
        if value is not None and value.op == "let" and of.data in {n.data for n in value.args[0].walk() if n.op in ("var", "let")}:
            body = _at(value.args[0].args[0], of, letter, {})
            if _has_index(body):
                return {}
            numbers[other] = build.let(Variable(other, SCALAR), body)
    kept = {n: list(meanings.context.scope.entries[n]) for n in (name, *numbers)}
    for n, value in ((name, letter), *numbers.items()):
        _replace(meanings, n, [Entry(n, "quantity", "", expr=value)])
        if value.op == "let":
            meanings.context.definitions[value.data] = value
    return kept


def _replace(meanings: Meanings, name: str, rows: list[Entry]) -> None:
    scope = meanings.context.scope
    for entry in list(scope.entries.get(name, ())):
        scope.drop(entry)
    for entry in rows:
        scope.add(entry)
    meanings.context.remembered = {}


def _signs(meanings: Meanings, pieces: list[Piece]) -> tuple[str, ...]:
    r"""The signs of derivatives by a number here: none where anything but a derivative is a matrix, as in `\frac{da}{dz} = \operatorname{diag}(..)`;
    also \partial where a derivative by it, read as one by a vector, is a matrix."""
    matrices = [(p, e) for p in pieces if (e := meanings.state.read(p)) is not None and is_matrix(e.shape)]
    if any(e.op != "derivative" for _, e in matrices):
        return ()
    return ("d", r"\partial") if any(any(_by(p.syntax, (r"\partial",))) for p, _ in matrices) else ("d",)


def _pieces(meanings: Meanings, formula: Formula) -> list[Piece]:
    found = []
    for row in formula.rows:
        try:
            found += [p for s in statements(meanings.context, row) for p in s.pieces if p is not None]
        except SymcheckError:
            continue
    return found


def _by(s: Syntax, signs: tuple[str, ...]) -> Iterator[str]:
    """The letters that derivatives with one of these signs are taken by, in a piece."""
    for n in s.walk():
        top = numerator(n.numerator) if type(n) is Fraction_ else None
        if top is None or top[0] not in signs:
            continue
        for by in denominator(n.denominator, top[0]) or ():
            base = by.base if type(by) is Script and by.sub is None else by
            if type(base) is Symbol and not base.font:
                yield base.name


def _by_entries(meanings: Meanings, name: str) -> Expr | None:
    r"""All m_i of a name that the document introduces with an index only: `m_i = ..`, or numbers m_i."""
    found = [e.expr for e in meanings.context.scope.entries.get(name, ()) if e.kind == "quantity"]
    if len(found) != 1 or found[0] is None or any(line.split(r"\in")[0].strip() == name for line in meanings.context.lines):
        return None
    e = found[0]
    if e.op == "let" and e.args[0].op == "array" and is_scalar(e.args[0].args[0].shape) and len(e.args[0].data[0]) == 1:
        return e
    return e if e.op == "var" and len(e.data.family) == 1 and is_scalar(e.shape) else None


def _is_vector(meanings: Meanings, name: str, formula: Formula) -> bool:
    """Is the name written as a vector in this formula: transposed, in a norm, in bold, under a nabla?"""
    rows = {row.text for row in formula.rows}
    return any(u.transposed or u.normed or u.font or u.differentiated == "nabla" or u.name.below for u in meanings.inference.usage.uses.get(name, ())
               if meanings.inference.usage.rows[u.row].source.text in rows)


def _at(e: Expr, of: Expr, letter: Expr, done: dict[Expr, Expr]) -> Expr:
    """An expression of one m_i, with the letter for it."""
    if e not in done:
        args = tuple(_at(a, of, letter, done) for a in e.args)
        is_member = e.op in ("entry", "item") and e.args[0] is of
        done[e] = letter if is_member else e if args == e.args else Expr(e.op, args, e.data, e.shape)
    return done[e]


def _has_index(e: Expr) -> bool:
    """Does it speak of a member by its number?"""
    return any(isinstance(at.base, Index) for n in e.walk() if n.op in ("entry", "item") for at in n.data)
