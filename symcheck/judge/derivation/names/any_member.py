r"""Numbers m_i differentiated by without their index: the m of `\frac{d}{dm} \log(1 + e^{-m})` beside margins `m_i = y_i w^\top x_i`,
the a of `\sigma'(a) = \sigma(a) (1 - \sigma(a))` beside numbers a_i.

Read as the vector of all m_i, a function of each number has a diagonal matrix as its derivative; what authors write under `\frac{d}{dm}`,
and as f'(m) at the head of a formula, is the derivative of a number by a number. In a formula that has it m is any number, and a p of `p_i = \sigma(m_i)`
is made of this number; after the formula all of them mean again what they meant before it. So too the x of a density `p(x \mid \mu) = ..` beside
samples x_i with one law, where the right side, read of all samples, is no number: no density has such a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from symcheck.expr import SCALAR, Expr, Index, Variable, build
from symcheck.expr.shape import is_matrix, is_scalar
from symcheck.judge.derivation.names.usage import named_in
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.elaborate_densities import WRITTEN, Law
from symcheck.read.elaborate_derivatives import denominator, numerator
from symcheck.read.names import label
from symcheck.read.scope import Entry
from symcheck.read.syntax import Bar, Fraction_, Group, Listing, Product, Script, Symbol, Syntax
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# Signs of a derivative, a fraction or a prime, and of a density at the head of a statement.
_MAY_HAVE_ONE = re.compile(r"frac|'|\\prime|^\s*p\s*\(")


@contextmanager
def as_numbers(meanings: Meanings, formula: Formula) -> Iterator[None]:
    r"""In a formula with `\frac{d}{dm}`, `f'(m) = ..` or `p(m \mid ..) = ..` beside numbers m_i, m and what is made of m_i alone are numbers."""
    kept = _put(meanings, formula) if _MAY_HAVE_ONE.search("".join(row.text for row in formula.rows)) else {}
    try:
        with _one_law(meanings, kept):
            yield
    finally:
        for name, rows in kept.items():
            _replace(meanings, name, rows)


@contextmanager
def _one_law(meanings: Meanings, kept: dict[str, list[Entry]]) -> Iterator[None]:
    """Give the names that are numbers now the law that all members of what they meant before have."""
    put = {name: law for name, rows in kept.items() if name not in meanings.context.laws and (law := _law_of_each(meanings, rows)) is not None}
    meanings.context.laws = {**meanings.context.laws, **put}
    try:
        yield
    finally:
        meanings.context.laws = {name: law for name, law in meanings.context.laws.items() if put.get(name) is not law}


def _law_of_each(meanings: Meanings, rows: list[Entry]) -> Law | None:
    """The law that each of these samples has, whatever its number; None where it depends on that, or nothing tells one."""
    names = [e.expr.data.name for e in rows if e.expr is not None and e.expr.op == "var"]
    law = meanings.context.laws.get(names[0]) if len(names) == 1 else None
    if law is None or law.kind == WRITTEN or law.exprs or len(law.letters) != 1 \
            or any(type(n) is Symbol and n.name in law.letters for s in law.written for n in s.walk()):
        return None
    return Law(law.kind, law.written, law.source)


def _put(meanings: Meanings, formula: Formula) -> dict[str, list[Entry]]:
    """Give the names of this formula their meaning as numbers; what they meant before."""
    pieces = _pieces(meanings, formula)
    signs = _signs(meanings, pieces)
    primed = _primed(meanings, formula) if signs else []
    letters = {name for p in pieces for name in _by(p.syntax, signs)} | {at for _, at in primed} | set(_of_densities(meanings, formula))
    by = {name for name in letters if _by_entries(meanings, name) is not None and not _is_vector(meanings, name, formula)}
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
    if any(meanings.state.read(head) is None for head, at in primed if at == name):  # f takes a vector
        for n, rows in kept.items():
            _replace(meanings, n, rows)
        return {}
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
    return [p for row in formula.rows for s in _statements(meanings, row) for p in s.pieces if p is not None]


def _statements(meanings: Meanings, row: Source) -> list[Statement]:
    """The statements of a row, none where it cannot be read."""
    try:
        return statements(meanings.context, row)
    except SymcheckError:
        return []


def _primed(meanings: Meanings, formula: Formula) -> list[tuple[Piece, str]]:
    r"""The heads `f'(a)` or `f''(a)` of statements of this formula, each with its letter a."""
    heads = [s.pieces[0] for row in formula.rows for s in _statements(meanings, row) if s.operators and s.pieces[0] is not None]
    calls = [(head, *head.syntax.items) for head in heads if type(head.syntax) is Product and len(head.syntax.items) == 2]
    return [(head, at.body.name) for head, f, at in calls if type(f) is Script and f.primes and type(f.base) is Symbol
            and type(at) is Group and at.open == "(" and type(at.body) is Symbol and not at.body.font]


def _of_densities(meanings: Meanings, formula: Formula) -> Iterator[str]:
    r"""The x of heads `p(x \mid ..)` where x_i has a law and the right side, read of all of them, is no number."""
    found = [s for row in formula.rows for s in _statements(meanings, row) if s.operators[:1] == ["="] and None not in s.pieces[:2]]
    for s in found if meanings.context.scope.bare("p") is None else ():
        head = s.pieces[0].syntax
        if type(head) is not Product or len(head.items) != 2 or label(head.items[0]) != "p" or type(head.items[1]) is not Group:
            continue
        body = head.items[1].body
        one = body.left if type(body) is Bar else body.items[0] if type(body) is Listing and body.separators[0] == ";" else body
        if type(one) is not Symbol or one.font or _law_of_each(meanings, meanings.context.scope.entries.get(one.name, [])) is None:
            continue
        value = meanings.state.read(s.pieces[1])
        if value is not None and not is_scalar(value.shape):
            yield one.name


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
