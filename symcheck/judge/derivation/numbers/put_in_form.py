r"""Numbers that are told nowhere but where they are put in, `a = x w = 2 \cdot (-1)` of a graph whose values a figure gives.

The right side has the form of the left one, with a number for each name: those of names without a formula are taken in as the numbers
of the example, so that what comes after is judged at them. That they are these numbers cannot be told.
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.numbers import places, rounding
from symcheck.judge.derivation.numbers.instances import Instances
from symcheck.judge.derivation.numbers.values import number
from symcheck.judge.derivation.state import State
from symcheck.read.context import Piece
from symcheck.read.syntax import (
    Additive,
    Annotated,
    Fraction_,
    Group,
    Number,
    Product,
    Script,
    Symbol,
    Syntax,
)
from symcheck.text import Source

_BARS = ("|", r"\vert", r"\lvert")
Pairs = list[tuple[Syntax, Syntax]]


def taken_in(state: State, instances: Instances, a: Piece, b: Piece) -> bool:
    """Take in the numbers of b for names of a; False where b has another form, or where a name has a number that the words told."""
    pairs = _pairs(a.syntax, b.syntax)
    if not pairs or type(_bare(a.syntax)) in (Symbol, Script) and type(_bare(b.syntax)) is not Script:
        return False
    found = []
    for name, value in pairs:
        e = state.read(Piece(name, a.source))
        if e is None or not is_scalar(e.shape) or e.op not in ("var", "let", "item", "entry"):
            return False
        if e.op == "let":
            continue  # its value comes out
        given = number(state, Piece(value, b.source))
        one = places.given(e, given, {}) if given is not None else None
        if one is None or one.name in instances.values and one.name not in instances.put_in_only:
            return False
        found.append(one)
    for one in found:
        instances.hold(one)
        instances.put_in_only.add(one.name)
    if found:
        instances.lasting = instances.part, state.within[-1]
    return bool(found)


def other_datum(state: State, instances: Instances, a: Piece, b: Piece) -> bool:
    r"""Is b the piece a with numbers put in, one of which is not that given to its name, and no rounding of it: `1.25 \cdot 1.45` of `w x` at x = 1.44? What
    was shown of a name, as of `L'(w)`, has the form too."""
    name = state.read(a)
    known = state.shown.get(name.data if name is not None and name.op == "let" else name)
    return any(_is_other(state, instances, one, Piece(value, b.source), p.source) for p in (a, known) if p is not None
               for one, value in _pairs(p.syntax, b.syntax) or ())


def _is_other(state: State, instances: Instances, name: Syntax, written: Piece, source: Source) -> bool:
    """Is the number written neither the one given to a name nor this one rounded?"""
    e = state.read(Piece(name, source))
    if e is None or e.op not in ("var", "item", "entry") or not is_scalar(e.shape) or e.op == "var" and e.data.name in instances.put_in_only:
        return False
    given, value = instances.value_at(Piece(name, source)), number(state, written)
    step = rounding.unit(written.source.text[written.syntax.span.start:written.syntax.span.end])
    if given is None or value is None or step is None or given.size != 1 or value.size != 1:
        return False
    return abs(float(given.ravel()[0]) - float(value.ravel()[0])) > float(step) / 2 * (1 + 1e-9)


def _pairs(x: Syntax, y: Syntax) -> Pairs | None:
    """The names of x with the numbers that y has in their places; None where y is no x with numbers put in."""
    x, y = _bare(x), _signed(_bare(y))
    if type(x) is Number:
        return [] if type(y) is Number and y.value == x.value else None
    if type(x) is Group and x.open in _BARS:  # `|w|` with 2 in its place: w may be -2
        return _pairs(x.body, y.body) if type(y) is Group and y.open in _BARS else [] if type(y) is Number else None
    if _is_number(y):
        return [(x, y)] if type(x) in (Symbol, Script) else None
    if type(x) is Script and type(y) is Script:
        same = len(x.sups) == len(y.sups) == 1 and _pairs(x.sups[0], y.sups[0]) == [] and not x.primes + y.primes
        return _pairs(x.base, y.base) if same and x.sub is None is y.sub and None not in (x.base, y.base) else None
    if type(x) is type(y) is Fraction_:
        parts = [_pairs(x.numerator, y.numerator), _pairs(x.denominator, y.denominator)]
        return None if None in parts else [*parts[0], *parts[1]]
    if type(x) is not type(y) or type(x) not in (Product, Additive) or len(x.items) != len(y.items):
        return None
    found: Pairs = []
    for k, (one, other) in enumerate(zip(x.items, y.items)):
        if type(x) is Additive and x.signs[k] != y.signs[k]:
            if {*x.signs[:k + 1], *y.signs[:k + 1]} - {"+", "-"} or y.signs[k] != "-" or k or type(_bare(other)) is not Number:
                return None
            other = Additive(other.span, (other,), ("-",))  # the -2 of `-2 + 5`
        pairs = _pairs(one, other)
        if pairs is None:
            return None
        found += pairs
    return found


def _signed(s: Syntax) -> Syntax:
    r"""`-3 \cdot 2` as the product of -3 and 2."""
    first = s.items[0] if type(s) is Additive and s.signs == ("-",) and type(s.items[0]) is Product else None
    if first is None or type(_bare(first.items[0])) is not Number:
        return s
    return replace(first, items=(Additive(first.items[0].span, (first.items[0],), ("-",)), *first.items[1:]))


def _bare(s: Syntax) -> Syntax:
    """Without brackets and notes."""
    while type(s) is Annotated or type(s) is Group and s.open in ("", "(", "["):
        s = s.body
    return s


def _is_number(s: Syntax) -> bool:
    return type(s) is Number or type(s) is Additive and len(s.items) == 1 and type(_bare(s.items[0])) is Number
