r"""Counters in syntax: the t of `w_{t+1}`, `(1 - \eta)^t` and `\sum_{s=0}^{t} \beta^{t-s} g_s`.

Putting a number for a counter leaves syntax in which it stands nowhere: positions become numbers, sums and products
that end at the counter are written out. Nothing here has a meaning yet.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from symcheck.read.names import STARS, base_of, label, spread
from symcheck.read.syntax import (
    Accent,
    Additive,
    BigOperator,
    Group,
    Number,
    Product,
    Relation,
    Script,
    Symbol,
    Syntax,
)
from symcheck.text import Span

MOST = 12  # terms that are written out


class Unwritten(Exception):
    """What a sum written out, or a position, cannot be: an empty sum, a negative position."""


class Place(NamedTuple):
    """Where an iterate stands in its sequence: `counter + number`, or a number alone (counter '')."""

    counter: str
    number: int


class Name(NamedTuple):
    r"""The base of an iterate, with its font, and how it is counted: `w_t` or `w^{(t)}`."""

    base: str
    font: str
    above: bool = False


def iterate(s: Syntax) -> tuple[Name, Place] | None:
    """The name and the place of `w_{t+1}`, `w^{(t)}`, `w_0`; None of what is no such name."""
    s = spread(s)
    if type(s) is not Script or s.base is None or s.primes or (named := base_of(s.base)) is None:
        return None
    if s.sub is not None and not s.sups:
        place, above = place_of(s.sub), False
    elif s.sub is None and len(s.sups) == 1 and type(s.sups[0]) is Group and s.sups[0].open == "(":
        place, above = place_of(s.sups[0].body), True
    else:
        return None
    return None if place is None else (Name(*named, above), place)


def iterate_within(s: Syntax) -> tuple[Name, Place] | None:
    r"""The same of `h_t^2` and `e_t^\top`, where what stands above belongs to no name."""
    s = spread(s)
    if type(s) is Script and s.sub is not None and s.sups and s.base is not None:
        return iterate(Script(s.span, s.base, s.sub))
    return iterate(s)


def place_of(s: Syntax) -> Place | None:
    while type(s) is Group and s.open in ("", "("):
        s = s.body
    if type(s) is Number:
        return Place("", int(s.value)) if s.value.denominator == 1 else None
    if type(s) is Symbol:
        return Place(s.name, 0) if len(s.name) == 1 and not s.font else None
    if type(s) is Additive and len(s.items) == 2 and s.signs[0] == "+" and s.signs[1] in ("+", "-") \
            and type(s.items[0]) is Symbol and len(s.items[0].name) == 1 and type(s.items[1]) is Number \
            and s.items[1].value.denominator == 1:
        n = int(s.items[1].value)
        return Place(s.items[0].name, n if s.signs[1] == "+" else -n)
    return None


def iterates(s: Syntax) -> dict[tuple[Name, Place], Syntax]:
    """The iterates written in a piece of syntax, each with its base."""
    return {found: spread(x).base for x in s.walk() if (found := iterate_within(x)) is not None}


def stands_alone(s: Syntax, letter: str) -> bool:
    """Does the counter stand anywhere but in the positions of iterates: in an exponent, a limit, a factor?"""
    if type(s) is Symbol:
        return s.name == letter and not s.font
    if type(s) is Script and (found := iterate_within(s)) is not None and found[1].counter == letter:
        return s.sub is not None and any(stands_alone(x, letter) for x in s.sups)
    return any(stands_alone(x, letter) for x in s.children())


def has_sum(s: Syntax, letter: str) -> bool:
    """Does a sum or product end or begin at the counter?"""
    return any(type(x) is BigOperator and stands_alone(x, letter) for x in s.walk())


def number(n: int, span: Span) -> Syntax:
    positive = Number(span, Fraction(abs(n)), str(abs(n)))
    return positive if n >= 0 else Additive(span, (positive,), ("-",))


def put(s: Syntax, letter: str, n: int) -> Syntax:
    """The syntax with the number n for a counter. Raises `Unwritten`."""
    if type(s) is Symbol:
        return number(n, s.span) if s.name == letter and not s.font else s
    if type(s) is Product:
        return _product(s, letter, n)
    new = s.with_children([put(x, letter, n) for x in s.children()])
    return s if new is s else _folded(new)


def _folded(s: Syntax) -> Syntax:
    """A sum of numbers as a number, a power of 0 or 1 as what it is."""
    if type(s) is Additive and all(_value(x) is not None for x in s.items):
        total = sum(-_value(x) if sign == "-" else _value(x) for x, sign in zip(s.items, s.signs))
        return number(int(total), s.span) if total.denominator == 1 else s
    if type(s) is Script and s.sub is not None and _value(s.sub) is not None and _value(s.sub) < 0:
        raise Unwritten
    if type(s) is Script and len(s.sups) == 1 and not s.primes and s.base is not None and _value(s.sups[0]) in (0, 1):
        if _value(s.sups[0]) == 0:
            return number(1, s.span)
        return s.base if s.sub is None else Script(s.span, s.base, s.sub)
    return s


def _value(s: Syntax) -> Fraction | None:
    if type(s) is Number:
        return s.value
    if type(s) is Additive and len(s.items) == 1 and type(s.items[0]) is Number:
        return -s.items[0].value if s.signs[0] == "-" else s.items[0].value
    return None


def _product(s: Product, letter: str, n: int) -> Syntax:
    """A product with its sums to the counter written out."""
    for k, x in enumerate(s.items):
        if type(x) is BigOperator and x.name in ("sum", "prod") and k + 1 < len(s.items):
            over, end = bound(x), len(s.items)
            while over is not None and x.name == "prod" and end > k + 2 and not _holds(s.items[end - 1], over[0]):
                end -= 1  # of `\prod_s (1 - \eta_s) w` the w is multiplied once
            body = Product(s.items[k + 1].span.to(s.items[end - 1].span), s.items[k + 1:end], ("", *s.operators[k + 2:end]))
            low, high = (_value(put(y, letter, n)) if y is not None else None
                         for y in ((over[1], x.upper) if over is not None else (None, None)))
            if over is None or low is None or high is None:
                break
            terms = _terms(body, over[0], int(low), int(high), letter, n)
            whole = Additive(x.span, terms, ("+",) * len(terms)) if x.name == "sum" else \
                Product(x.span, terms, ("",) * len(terms))
            whole = terms[0] if len(terms) == 1 else Group(x.span, "(", whole, ")")
            before = tuple(put(y, letter, n) for y in s.items[:k])
            after = tuple(put(y, letter, n) for y in s.items[end:])
            return Product(s.span, (*before, whole, *after), (*s.operators[:k + 1], *s.operators[end:])) \
                if before or after else whole
    return s.with_children([put(x, letter, n) for x in s.children()])


def _holds(s: Syntax, letter: str) -> bool:
    return any(type(x) is Symbol and x.name == letter for x in s.walk())


def bound(s: BigOperator) -> tuple[str, Syntax] | None:
    """The letter of a sum and where it begins."""
    low = s.lower
    if type(low) is not Relation or low.operators != ("=",) or type(low.items[0]) is not Symbol or s.upper is None:
        return None
    return low.items[0].name, low.items[1]


def _terms(body: Syntax, bound: str, low: int, high: int, letter: str, n: int) -> tuple[Syntax, ...]:
    if high < low or high - low >= MOST:
        raise Unwritten
    return tuple(Group(body.span, "(", put(put(body, bound, m), letter, n), ")") for m in range(low, high + 1))


def shifted(s: Syntax, letter: str, n: int, by: int) -> Syntax:
    """The syntax with the iterates at `letter + k` at the number n + k, and the counter as `letter + by` where it
    stands elsewhere."""
    if type(s) is Symbol:
        if s.name != letter or s.font or not by:
            return s
        one = Number(s.span, Fraction(abs(by)), str(abs(by)))
        return Group(s.span, "", Additive(s.span, (s, one), ("+", "-" if by < 0 else "+")), "")
    if type(s) is Script and (found := iterate_within(s)) is not None and found[1].counter == letter:
        sups = () if found[0].above else tuple(shifted(x, letter, n, by) for x in s.sups)
        named = at(s.base, found[0], n + found[1].number)
        return Script(s.span, named.base, named.sub, named.sups + sups)
    return s.with_children([shifted(x, letter, n, by) for x in s.children()])


def at(base: Syntax, name: Name, n: int) -> Script:
    """The iterate of a name at a number."""
    mark = Number(base.span, Fraction(n), str(n))
    return Script(base.span, base, None, (Group(base.span, "(", mark, ")"),)) if name.above else \
        Script(base.span, base, mark)


def at_place(base: Syntax, name: Name, place: Place) -> Script:
    """The iterate of a name as it is written at a place."""
    mark = Symbol(base.span, place.counter)
    if place.number:
        mark = Additive(base.span, (mark, number(abs(place.number), base.span)), ("+", "-" if place.number < 0 else "+"))
    return Script(base.span, base, None, (Group(base.span, "(", mark, ")"),)) if name.above else \
        Script(base.span, base, mark)


def spelled(base: Syntax, name: Name, n: int) -> str:
    return label(at(base, name, n))


def counted(s: Syntax, bases: set[str], letter: str) -> Syntax:
    r"""The syntax with w_t for each w of these letters that carries no mark but a transpose or a power: w^* stays."""
    if type(s) in (Symbol, Accent):
        named = base_of(s)
        return at_place(s, Name(*named), Place(letter, 0)) if named is not None and named[0] in bases else s
    if type(s) is Script and s.base is not None and base_of(s.base) is not None:
        plain = s.sub is None and not s.primes and not any(label(x).strip("{}") in STARS or type(x) is Group and x.open for x in s.sups)
        new = counted(s.base, bases, letter) if plain else s.base
        return s if new is s.base else Script(s.span, new.base, new.sub, s.sups)
    return s.with_children([counted(x, bases, letter) for x in s.children()])


def label_of(s: Syntax) -> str:
    """The script by which an iterate is counted, as names keep it."""
    s = spread(s)
    return label(s.sub) if s.sub is not None else label(s.sups[0])
