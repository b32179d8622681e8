r"""Means of iterates: `\mathbb{E}[w_{t+1}] - w^* = (1 - \eta s) (\mathbb{E}[w_t] - w^*)` of a step with an index drawn anew.

Where the mean of one step, given w_t, is affine in w_t, the means of the iterates obey the rule of that mean: claims about them are judged by it as
those about iterates are by theirs. The start is a number, and its own mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from symcheck.expr import build
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.methods.counters import Name
from symcheck.judge.derivation.methods.recursions import Recursions, Rule
from symcheck.judge.derivation.rows.statements import written
from symcheck.judge.derivation.state import speaks_of
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.names import base_of
from symcheck.read.parser import parse
from symcheck.read.syntax import Additive, Group, Product, Syntax
from symcheck.text import Source, SymcheckError

_STEP_SIZES = frozenset((r"\eta", r"\alpha", r"\gamma", r"\tau", r"\epsilon", r"\varepsilon"))  # of a step, any numbers


def is_about(all_: Recursions, *pieces: Piece) -> bool:
    """Do means of iterates that a rule gives stand here, and no such iterates outside of means?"""
    inner = [body for p in pieces for body in _bodies(p.syntax)]
    names = {name for body in inner for name, _ in counters.iterates(body)}
    outside = [x for p in pieces for x in counters.iterates(_changed(p.syntax, lambda body: None))]
    return bool(inner) and len(names) == 1 and names <= all_.rules.keys() and all(map(_is_sum, inner)) \
        and not any(name in names and place.counter for name, place in outside) and not any(name in all_.rules and name not in names for name, _ in outside)


def judged(all_: Recursions, a: Piece, b: Piece) -> Verdict | None:
    """The verdict on a claim about means of iterates; None where it is none, or the mean of a step is not affine."""
    if not is_about(all_, a, b):
        return None
    name = next(n for p in (a, b) for body in _bodies(p.syntax) for n, _ in counters.iterates(body))
    rule = all_.rules[name]
    mean = _mean(all_, rule)
    if mean is None:
        return None
    with _instead(all_, name, mean):
        sides = [Piece(_changed(p.syntax, lambda body: body), p.source) for p in (a, b)]
        return all_.judged(*sides) or _at_any(all_, name, rule.counter, *sides)


def _at_any(all_: Recursions, name: Name, letter: str, *sides: Piece) -> Verdict | None:
    """The verdict from one step to the next, where the mean may be any: of a method that may start anywhere."""
    if (name, 0) in all_.starts or any(not place.counter for p in sides for _, place in counters.iterates(p.syntax)) or all_.alone(*sides):
        return None
    return all_.from_any(*sides, letter, {name})


@contextmanager
def _instead(all_: Recursions, name: Name, rule: Rule) -> Iterator[None]:
    """Meanwhile the iterates of this name obey another rule."""
    kept = all_.rules
    all_.rules = {**kept, name: rule}
    try:
        yield
    finally:
        all_.rules = kept


def _mean(all_: Recursions, rule: Rule) -> Rule | None:
    """The rule of the means: that of the mean of one step, where this is affine in what the step starts from; None where it is not, or not known."""
    found = [(n, p) for n, p in counters.iterates(rule.value) if p.counter == rule.counter and n.base not in _STEP_SIZES]
    if len(found) != 1 or found[0][1].number != rule.offset - 1:
        return None
    source = Source(rf"\mathbb{{E}}\left[{written(rule.source, rule.value.span)}\right]", rule.source.name, rule.source.locate(0)[0])
    try:
        syntax = parse(source, all_.state.context.words)
    except SymcheckError:
        return None
    state = all_.state
    base = next(base for key, base in counters.iterates(rule.value).items() if key == found[0])
    start = state.read(Piece(counters.at_place(base, *found[0]), rule.source))
    e = state.read(Piece(syntax, source))
    if e is None or start is None or start.op != "var" or not speaks_of(e, start):
        return None
    other = build.var(replace(start.data, name=start.data.name + "'"))
    at = [build.substitute(e, ((start.data, x),)) for x in (build.add(start, other), build.zeros(start.shape), other)]
    if not state.vanishes(build.sub(build.add(at[0], at[1]), build.add(e, at[2]))):
        return None
    return rule._replace(value=syntax, source=source)


def _is_sum(s: Syntax) -> bool:
    """Is this an iterate, or a sum of iterates and of what holds none?"""
    if counters.iterate(s) is not None:
        return True
    return type(s) is Additive and all(counters.iterate(x) is not None or not counters.iterates(x) for x in s.items)


def _bodies(s: Syntax) -> list[Syntax]:
    found: list[Syntax] = []
    _changed(s, lambda body: found.append(body) if counters.iterates(body) else None)
    return found


def _changed(s: Syntax, new: Callable[[Syntax], Syntax | None]) -> Syntax:
    r"""Syntax with `new(x)` in brackets for each `\mathbb{E}[x]`; with brackets around a number where that is None."""
    if type(s) is Product:
        items, operators = list(s.items), list(s.operators)
        k = 0
        while k + 1 < len(items):
            named = base_of(items[k])
            if named is not None and named[0] == "E" and named[1] in ("bb", "rm", "text", "") and type(items[k + 1]) is Group and items[k + 1].open in ("[", "("):
                body = new(items[k + 1].body)
                body = counters.number(1, items[k].span) if body is None else body
                items[k:k + 2] = [body if counters.iterate(body) is not None else Group(items[k].span, "(", body, ")")]
                del operators[k + 1]
            k += 1
        s = items[0] if len(items) == 1 else Product(s.span, tuple(items), tuple(operators))
        if type(s) is not Product:
            return s
    return s.with_children([_changed(x, new) for x in s.children()])


__all__ = ["is_about", "judged"]
