r"""Sums read in another form where they cannot be read as they stand.

`\sum_{k=1}^3 \alpha_k w_k` over names declared one by one is written out; in
`\sum_{k=0}^{T-1} \beta^k g_{T-k}` the positions are counted from the other end. Where the index is a number only,
and numbers no entries, `\sum_{j=0}^{20} t^j / j!` is written out at once, and of `\sum_{j=0}^{k} \beta^j` the terms
before the first and after the k-th.
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.expr import Expr
from symcheck.read.names import base_of, label, written_in
from symcheck.read.reading import Reading
from symcheck.read.scope import positions
from symcheck.read.syntax import (
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
from symcheck.text import SymcheckError

MOST = 12  # terms that are written out
MOST_NUMBERED = 128  # the same where no term holds a sum or product of its own


# Faults of the other form that are those of the sum as written.
_TOLD = ("index-out-of-range", "shape-mismatch")


def or_rewritten(r: Reading, s: BigOperator, items, ops, k: int, read) -> Expr:
    """What `read()` gives; where that fails, what another form of the sum gives."""
    before = dict(r.free)
    try:
        return read()
    except SymcheckError as error:
        form = _FORMS.get(error.diagnostic.id)
        new = form(s, items, ops, k) if form is not None else None
        if new is None:
            raise
        r.free = before
        try:
            return r.expr(new)
        except SymcheckError as other:
            raise (other if other.diagnostic.id in _TOLD else error) from None


def _unrolled(s: BigOperator, items, ops, k: int) -> Syntax | None:
    """The terms of a literal sum written out."""
    places = _literal(s)
    if places is None:
        return None
    name = label(s.lower.items[0])
    body = _body(items, ops, k)
    terms = tuple(Group(body.span, "(", put(body, name, n), ")") for n in places)
    if s.name == "prod":
        return Product(body.span, terms, ("",) * len(terms))
    return Additive(body.span, terms, ("+",) * len(terms))


def of_numbers(r: Reading, s: BigOperator, items, ops, k: int, foreign: bool) -> Syntax | None:
    """A sum or product whose index is a number only, written out as far as its range is no size; None where that is
    not called for. A `foreign` one is left to the second reader where its range is no number."""
    low = s.lower
    if type(low) is not Relation or low.operators != ("=",) or base_of(low.items[0]) is None or k + 1 >= len(items):
        return None
    name, first, body = label(low.items[0]), low.items[1], items[k + 1:]
    if type(first) is not Number or first.value.denominator != 1 or s.upper is None or _numbers_entries(body, name):
        return None
    start, whole = int(first.value), _body(items, ops, k)
    sizes, number = _size_and_number(r, s.upper)
    if number is None or len(sizes) > 1:
        return None
    if not sizes:
        most = MOST if _has_operators(body) else MOST_NUMBERED
        places = range(start, number + 1)
        return _joined(s.name, whole, [put(whole, name, n) for n in places]) if 1 <= len(places) <= most else None
    if foreign or start > 1 or number < 0 or (start, number) == (1, 0) or number + 1 - start > MOST:
        return None
    size, one = sizes[0], Number(first.span, Fraction(1), "1")
    middle = BigOperator(s.span, s.name, Relation(low.span, (low.items[0], one), ("=",)), size)
    terms = [put(whole, name, n) for n in range(start, 1)]
    terms.append(Product(s.span, (middle, *body), ("", "", *ops[k + 2:])))
    for n in range(1, number + 1):
        place = Additive(size.span, (size, Number(size.span, Fraction(n), str(n))), ("+", "+"))
        terms.append(_placed(whole, name, Group(size.span, "(", place, ")")))
    return _joined(s.name, whole, terms)


def _size_and_number(r: Reading, top: Syntax) -> tuple[list[Symbol], int | None]:
    """The k and 1 of `k + 1`; no number where there is something else in it."""
    sizes: list[Symbol] = []
    number = Fraction(0)
    for x, sign in _terms(top, 1):
        if type(x) is Number:
            number += sign * x.value
        elif type(x) is Symbol and sign > 0 and x.name in r.dims and x.name not in r.bound:
            sizes.append(x)
        else:
            return sizes, None
    return sizes, int(number) if number.denominator == 1 else None


def _joined(kind: str, body: Syntax, terms: list) -> Syntax:
    held = tuple(Group(body.span, "(", x, ")") for x in terms)
    if kind == "prod":
        return Product(body.span, held, ("",) * len(held))
    return Additive(body.span, held, ("+",) * len(held))


def _placed(s, name: str, place: Syntax):
    """The same syntax with another piece for a letter."""
    if isinstance(s, tuple):
        return tuple(_placed(x, name, place) for x in s)
    if type(s) is Symbol and s.name == name:
        return place
    if not isinstance(s, Syntax):
        return s
    return type(s)(*(getattr(s, f) if f == "span" else _placed(getattr(s, f), name, place)
                     for f in s.__dataclass_fields__))


def _numbers_entries(s, name: str) -> bool:
    """Does the letter stand in the script of a name, or under another operator?"""
    if isinstance(s, tuple):
        return any(_numbers_entries(x, name) for x in s)
    if type(s) is Script and any(written_in(p, name) for p in (s.sub, *_places(s)) if p is not None):
        return True
    if type(s) is BigOperator and any(x is not None and written_in(x, name) for x in (s.lower, s.upper)):
        return True
    return isinstance(s, Syntax) and any(
        _numbers_entries(getattr(s, f), name) for f in s.__dataclass_fields__ if f != "span")


def _has_operators(s) -> bool:
    if isinstance(s, tuple):
        return any(map(_has_operators, s))
    return type(s) is BigOperator or isinstance(s, Syntax) and any(
        _has_operators(getattr(s, f)) for f in s.__dataclass_fields__ if f != "span")


def _body(items, ops, k: int) -> Product:
    return Product(items[k + 1].span.to(items[-1].span), items[k + 1:], ("", *ops[k + 2:]))


def _literal(s: BigOperator) -> range | None:
    """The numbers that an operator runs over, where both ends are written as numbers."""
    low, high = s.lower, s.upper
    if type(low) is not Relation or low.operators != ("=",) or type(high) is not Number or (
            base_of(low.items[0]) is None):
        return None
    first = low.items[1]
    if type(first) is not Number or first.value.denominator != 1 or high.value.denominator != 1:
        return None
    places = range(int(first.value), int(high.value) + 1)
    return places if 1 <= len(places) <= MOST else None


def put(s: Syntax, name: str, n: int) -> Syntax:
    """The same syntax with a number for a letter; `k - 1` becomes a number too."""
    if type(s) is Symbol and s.name == name or type(s) is Script and label(s) == name:
        return Number(s.span, Fraction(n), str(n))
    new = s.with_children([put(x, name, n) for x in s.children()])
    return _summed(new) if type(new) is Additive and new is not s else new


def _summed(s: Additive) -> Syntax:
    """`i + 2 - 1` as `i + 1`, where the numbers are whole."""
    numbers = [(-x.value if sign == "-" else x.value) for x, sign in zip(s.items, s.signs) if type(x) is Number]
    rest = [(x, sign) for x, sign in zip(s.items, s.signs) if type(x) is not Number]
    total = sum(numbers, Fraction(0))
    if not numbers or total.denominator != 1 or not rest and total < 0:
        return s
    if total or not rest:
        rest.append((Number(s.span, abs(total), str(abs(total))), "-" if total < 0 else "+"))
    if len(rest) == 1 and rest[0][1] == "+":
        return rest[0][0]
    return Additive(s.span, tuple(x for x, _ in rest), tuple(sign for _, sign in rest))


def _turned(s: BigOperator, items, ops, k: int) -> Syntax | None:
    r"""`\sum_{k=a}^b f(k) g_{T-k}` as \sum_{k=T-b}^{T-a} f(T - k) g_k."""
    low = s.lower
    if type(low) is not Relation or low.operators != ("=",) or s.upper is None:
        return None
    name = label(low.items[0])
    body = items[k + 1:]
    pivots = _pivots(body, name)
    if len(pivots) != 1:
        return None
    pivot = next(iter(pivots.values()))
    first, last = (_difference(pivot, x) for x in (s.upper, low.items[1]))
    letter = low.items[0]
    turned = Group(letter.span, "", Additive(
        letter.span, (*pivot.items, letter), (*pivot.signs, "-")), "")
    operator = BigOperator(s.span, s.name, Relation(low.span, (letter, first), ("=",)), last)
    body = (x.replaced(lambda y: _counted(y, name, letter, turned)) for x in body)
    return Product(s.span, (operator, *body), ("", "", *ops[k + 2:]))


def _places(s: Syntax) -> tuple:
    """The positions written in the scripts of a name."""
    sups = tuple(x for x in s.sups if type(x) is Group and x.open in ("(", "["))
    return (*(positions(s.sub) if s.sub is not None else ()), *(x.body for x in sups))


def _from_end(p, name: str) -> Additive | None:
    """What k is taken from in the position T - k."""
    if type(p) is not Additive:
        return None
    at = [n for n, x in enumerate(p.items) if label(x) == name]
    if len(at) != 1 or p.signs[at[0]] != "-" or len(p.items) == 1:
        return None
    n = at[0]
    return Additive(p.span, p.items[:n] + p.items[n + 1:], p.signs[:n] + p.signs[n + 1:])


def _pivots(items: tuple[Syntax, ...], name: str) -> dict[str, Additive]:
    """What the letter is taken from in positions; nothing where it is a position itself."""
    found: dict[str, Additive] = {}
    for p in (p for s in items for x in s.walk() if type(x) is Script for p in _places(x)):
        pivot = _from_end(p, name)
        if pivot is not None:
            found[label(pivot)] = pivot
        elif written_in(p, name):
            return {}
    return found


def _counted(s: Syntax, name: str, letter: Syntax, turned: Syntax) -> Syntax | None:
    """k for T - k in positions, and T - k for k elsewhere; None of any other syntax."""
    if type(s) is Additive and _from_end(s, name) is not None and (
            label(_from_end(s, name)) == label(Additive(s.span, turned.body.items[:-1],
                                                        turned.body.signs[:-1]))):
        return letter
    return turned if type(s) is Symbol and s.name == name else None


def _difference(a: Additive, b: Syntax) -> Syntax:
    """a - b with equal letters and the numbers put together."""
    letters: dict[str, list] = {}
    number = Fraction(0)
    for x, sign in _terms(a, 1) + _terms(b, -1):
        if type(x) is Number:
            number += sign * x.value
        else:
            letters.setdefault(label(x), [0, x])[0] += sign
    left = [(n, x) for n, x in letters.values() if n]
    span = b.span
    constant = Number(span, abs(number), str(abs(number)))
    if not left:
        return constant if number >= 0 else Additive(span, (constant,), ("-",))
    items = tuple(x for _, x in left)
    signs = tuple("+" if n > 0 else "-" for n, _ in left)
    if number:
        items, signs = (*items, constant), (*signs, "+" if number > 0 else "-")
    return items[0] if len(items) == 1 and signs == ("+",) else Additive(span, items, signs)


def _terms(s: Syntax, sign: int) -> list[tuple[Syntax, int]]:
    if type(s) is Group and s.open in ("", "("):
        return _terms(s.body, sign)
    if type(s) is not Additive:
        return [(s, sign)]
    return [x for item, by in zip(s.items, s.signs)
            for x in _terms(item, -sign if by == "-" else sign)]


def _short(s: BigOperator, items, ops, k: int) -> Syntax | None:
    """A short sum written out, a long one counted from the other end."""
    new = _unrolled(s, items, ops, k)
    return new if new is not None else _turned(s, items, ops, k)


_FORMS = {"undeclared-name": _unrolled, "not-in-language": _short, "shape-mismatch": _unrolled}
