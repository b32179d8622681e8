r"""The letters that a function is written with, where the document takes the function at something else.

With `h(x_1, x_2) = x_1^2 + x_2^2` and `\ell(x) = h(f(x), g(x))` the chain rule is written
`\frac{d\ell}{dx} = \frac{\partial h}{\partial x_1} \frac{df}{dx} + ..`: the letters x_1 and x_2 stand for f(x) and g(x) there.
In general they are any numbers, and that is tried first. Where the letters are declared nowhere and the function is taken
at one place only, in the definition of another, a chain that differentiates by a letter and does not hold for all numbers
is read at this place, and the verdict says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from symcheck.expr import Expr
from symcheck.judge.derivation.numbers.values import with_values
from symcheck.judge.derivation.rows.heads import is_call, nameable
from symcheck.judge.derivation.state import Chain, State, speaks_of
from symcheck.judge.equality import equal
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context, Piece
from symcheck.read.names import label
from symcheck.read.parser import parse
from symcheck.read.syntax import Group, Listing, Product, Relation, Script, Syntax
from symcheck.text import Source, SymcheckError


@lru_cache(maxsize=8)
def letters_meant(rows: tuple[str, ...]) -> list[tuple[str, str]]:
    """(letter, what it stands for) of the functions that are taken at one place besides the letters they are defined with."""
    letters: dict[str, tuple[str, ...]] = {}
    places: dict[str, set[tuple[str, ...]]] = {}
    defining: set[tuple[str, ...]] = set()  # places in what another name is defined as
    for row in rows:
        try:
            s = parse(Source(row, "row", 1))
        except SymcheckError:
            continue
        values = [r.items[1] for r in s.walk() if type(r) is Relation and r.operators[0] in ("=", ":=") and nameable(r.items[0])]
        for call in s.walk():
            for function, group in _calls(call):
                at = tuple(row[x.span.start:x.span.end].strip() for x in _arguments(group))
                if _is_head(row, call, group) and all(nameable(x) and not is_call(x) for x in _arguments(group)):
                    letters.setdefault(label(function), at)
                places.setdefault(label(function), set()).add(at)
                if any(call is x for v in values if v is not None for x in v.walk()):
                    defining.add(at)
    declared = [row.split(r"\in")[0] for row in rows if r"\in" in row]
    found = []
    for function, own in letters.items():
        others = [at for at in places[function] if at != own]
        if len(others) == 1 and len(others[0]) == len(own) and others[0] in defining:
            found += [(letter, at) for letter, at in zip(own, others[0]) if letter != at and not any(re.search(rf"(?<![A-Za-z\\]){re.escape(letter)}(?![A-Za-z])", x) for x in declared)]
    return found if len({letter for letter, _ in found}) == len(found) else []


def _calls(s: Syntax) -> Iterator[tuple[Syntax, Group]]:
    """The function and its brackets, of every call in a product."""
    items = s.items if type(s) is Product else ()
    for function, group in zip(items, items[1:]):
        if type(group) is Group and is_call(group) and group.open == "(" and nameable(function) \
                and type(function) not in (Group, Product) and not (type(function) is Script and type(function.base) is Group):
            yield function, group


def _arguments(group: Group) -> tuple[Syntax, ...]:
    return group.body.items if type(group.body) is Listing else (group.body,)


def _is_head(row: str, call: Product, group: Group) -> bool:
    """Does a definition follow the brackets?"""
    after = row[group.span.end:].lstrip(" &")
    return len(call.items) == 2 and after.startswith(("=", ":=", r"\triangleq", r"\coloneqq"))


def _at_calls(context: Context, meant: list[tuple[str, str]]) -> tuple[Context, list[str]]:
    """The context in which the letters have these meanings, and which of them were put in."""
    said: dict[Expr, tuple[Expr, str]] = {}
    context = _with_letters(context, [letter for letter, _ in meant])
    for letter, at in meant:
        try:
            name, value = context.read(letter), context.read(at)
        except SymcheckError:
            continue
        if name.op == "var" and name.shape == value.shape and not speaks_of(value, name):
            said[name] = value, f"{letter} = {at}"
    new, put = with_values(context, [(name, value) for name, (value, _) in said.items()])
    return new, [said[name][1] for name in put]


def _with_letters(context: Context, letters: list[str]) -> Context:
    """The context in which letters that only functions are written with are numbers of their own too."""
    new = context.copy()
    for letter in letters:
        if new.scope.bare(letter) is None:
            try:
                new.declare(Source(rf"{letter} \in \mathbb{{R}}", "letter", 1))
            except SymcheckError:
                continue
    return new


def judged(state: State, chain: Chain, a: Piece, b: Piece) -> Verdict | None:
    """The verdict where the letters stand for what their function is taken at, if the statement holds then."""
    by = {x for p in (chain.head, a, b) if (e := state.read(p)) is not None for x in _differentiated_by(e)}
    meant = letters_meant(state.rows) if by else []
    if not any(letter in by for letter, _ in meant):
        return None
    new, said = _at_calls(state.context, meant)
    v = equal(new, a, b, state.layout) if said else None
    return replace(v, notes=(f"with {', '.join(said)}", *v.notes)) if v is not None and v.right else None


def _differentiated_by(e: Expr) -> Iterator[str]:
    for n in e.walk():
        if n.op in ("derivative", "jacobian") and len(n.args) == 2 and n.args[1].op == "var":
            yield n.args[1].data.name
