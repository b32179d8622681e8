"""A line whose shapes do not fit: edits of its syntax that make it read as the right quantity.

A transpose put on or taken off, factors in another order, another kind of product, a scalar where it
should stand with the identity.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from time import perf_counter
from typing import NamedTuple

from symcheck.expr.node import Expr
from symcheck.judge.claims import equations
from symcheck.judge.mistakes.probe import NO_VALUE, Probe
from symcheck.judge.mistakes.scene import Guess, OutOfTime
from symcheck.read.syntax import (
    Accent,
    Additive,
    Annotated,
    Fraction_,
    Group,
    Number,
    Product,
    Root,
    Script,
    Symbol,
    Syntax,
)
from symcheck.text import Source, Span, SymcheckError

MOST = 5     # factors of which every order is tried
_TOP = r"\top"
_TRANSPOSES = frozenset((_TOP, "T", r"\intercal", "t"))


class Edit(NamedTuple):
    """The whole line with one place changed; the place as it was written and as it should be."""

    id: str
    whole: Syntax
    what: Syntax | None = None
    should: tuple[Syntax, ...] = ()


def misfits(context, right: Expr, syntax: Syntax, source: Source, layout: str,
            limit: float) -> Iterator[Guess]:
    """The edits that read as the right quantity."""
    until = perf_counter() + limit
    for edit in edits(syntax):
        if perf_counter() > until:
            raise OutOfTime
        try:
            read = context.elaborate(edit.whole, source, layout, right).expr
            if read.shape != right.shape or not Probe(right, read, equations(context)).same(read, right):
                continue
        except (SymcheckError, *NO_VALUE):
            continue
        yield Guess(edit.id, read, "right", {
            "what": _text(source, edit.what),
            "should": " ".join(_text(source, part) for part in edit.should)})


def _text(source: Source, s: Syntax | None) -> str:
    return "" if s is None else source.text[s.span.start:s.span.end].strip()


def edits(s: Syntax) -> Iterator[Edit]:
    """The syntax with one place changed, everywhere and in every way known."""
    yield from _here(s)
    for inner, put in _parts(s):
        for edit in edits(inner):
            yield edit._replace(whole=put(edit.whole))


def _parts(s: Syntax):
    """The places directly below, each with what puts another in."""
    match s:
        case Product() | Additive():
            for k, item in enumerate(s.items):
                yield item, lambda new, k=k: replace(s, items=(*s.items[:k], new, *s.items[k + 1:]))
        case Group() | Annotated() | Root():
            yield s.body, lambda new: replace(s, body=new)
        case Fraction_():
            yield s.numerator, lambda new: replace(s, numerator=new)
            yield s.denominator, lambda new: replace(s, denominator=new)
        case Script() if s.base is not None and isinstance(s.base, Group):
            yield s.base, lambda new: replace(s, base=new)


def _here(s: Syntax) -> Iterator[Edit]:
    match s:
        case Product():
            yield from _product(s)
        case Additive():
            yield from _sum(s)
    bare = untransposed(s)
    if bare is not None:
        yield Edit("extra-transpose", bare, bare)
    elif isinstance(s, Symbol | Script | Group | Accent):
        yield Edit("missing-transpose", transposed(s), s)


def transposed(s: Syntax) -> Syntax:
    return Script(s.span, Group(s.span, "", s, ""), None, (Symbol(s.span, _TOP),))


def untransposed(s: Syntax) -> Syntax | None:
    """Without its transpose, if it has one."""
    if not isinstance(s, Script) or not s.sups:
        return None
    *before, last = s.sups
    if isinstance(last, Symbol) and last.name in _TRANSPOSES:
        return s.base if not before and s.sub is None and not s.primes else replace(s, sups=tuple(before))
    if isinstance(last, Product) and isinstance(last.items[-1], Symbol) and \
            last.items[-1].name in _TRANSPOSES:
        kept = last.items[0] if len(last.items) == 2 else replace(
            last, items=last.items[:-1], operators=last.operators[:-1])
        return replace(s, sups=(*before, kept))
    return None


def _product(s: Product) -> Iterator[Edit]:
    for k, op in enumerate(s.operators[1:], 1):
        if op in ("odot", "*", "circ"):
            yield Edit("hadamard-for-product", replace(s, operators=_set(s.operators, k, "")), s)
        if op in ("", "cdot", "times", "*", "."):
            yield Edit("product-for-hadamard", replace(s, operators=_set(s.operators, k, "odot")), s)
    free = [k for k, item in enumerate(s.items) if not isinstance(item, Number)]
    if 2 <= len(free) <= MOST and set(s.operators) <= {"", "cdot"}:
        for turn in permutations(free):
            if list(turn) != free:
                items = list(s.items)
                for k, m in zip(free, turn):
                    items[k] = s.items[m]
                yield Edit("product-order", replace(s, items=tuple(items)), s, tuple(items))
    bare = [untransposed(item) for item in s.items]
    if len(s.items) == 2 and all(bare):
        yield Edit("transpose-of-product", replace(s, items=s.items[::-1]), s)
    for k in range(len(s.items) - 1):  # x^T y for x y^T
        a, b = s.items[k], s.items[k + 1]
        if bare[k] is not None and bare[k + 1] is None:
            items = (*s.items[:k], bare[k], transposed(b), *s.items[k + 2:])
            yield Edit("transposes-exchanged", replace(s, items=items), _between(a, b))
        elif bare[k] is None and bare[k + 1] is not None:
            items = (*s.items[:k], transposed(a), bare[k + 1], *s.items[k + 2:])
            yield Edit("transposes-exchanged", replace(s, items=items), _between(a, b))


def _between(a: Syntax, b: Syntax) -> Syntax:
    return Product(Span(a.span.start, b.span.end), (a, b), ("", ""))


def _set(operators: tuple[str, ...], k: int, op: str) -> tuple[str, ...]:
    return (*operators[:k], op, *operators[k + 1:])


def _sum(s: Additive) -> Iterator[Edit]:
    for k, item in enumerate(s.items):
        eye = Product(item.span, (item, Symbol(item.span, "I")), ("", ""))
        yield Edit("identity-missing", replace(s, items=(*s.items[:k], eye, *s.items[k + 1:])), item)
