r"""Continuation dots: `a_1 + \dots + a_n`, `a_1 \cdots a_n`, dotted lists, columns, rows and matrices.

The pattern is what differs between the first and the last item; items between must follow it.
"""

from __future__ import annotations

from symcheck.expr import At, Expr, Index, build
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.read.elaborate_ranges import limit
from symcheck.read.names import label
from symcheck.read.reading import Binder, Reading, _uids
from symcheck.read.syntax import (
    Additive,
    BigOperator,
    Group,
    Listing,
    Number,
    Product,
    Relation,
    Script,
    Symbol,
    Syntax,
)

DOTS = "\\ldots"
INDEX, SECOND = "·", "•"


def is_dots(s: Syntax | None) -> bool:
    return type(s) is Symbol and s.name == DOTS


def dotted(s: Additive | Product) -> bool:
    return any(map(is_dots, s.items))


def added(r: Reading, s: Additive) -> Expr:
    r"""`c + a_1 + a_2 + \dots + a_n`: the dotted run as a sum."""
    k = next(n for n, x in enumerate(s.items) if is_dots(x))
    if 0 < k < len(s.items) - 1 and not any(map(is_dots, s.items[k + 1:])):
        last = s.items[k + 1]
        for j in range(k):
            spots = _pattern(s.items[j], last)
            if spots is None:
                continue
            if len(set(s.signs[j:k + 2])) > 1 or not _consecutive(s.items[j:k], spots):
                break
            run = _ranged("sum", s.items[j], spots, s.span)
            rest = (*s.items[:j], run, *s.items[k + 2:])
            return r.expr(Additive(s.span, rest, (*s.signs[:j + 1], *s.signs[k + 2:])))
    raise unread(r, s)


def multiplied(r: Reading, s: Product) -> Expr:
    r"""`a_1 a_2 \cdots a_n`: a product of numbers."""
    k = next(n for n, x in enumerate(s.items) if is_dots(x))
    if 0 < k == len(s.items) - 2:
        spots = _pattern(s.items[0], s.items[-1])
        if spots is not None and _consecutive(s.items[:k], spots) and all(
                o in ("", "cdot", "times") for o in s.operators[1:]):
            return r.expr(_ranged("prod", s.items[0], spots, s.span))
    raise unread(r, s)


def pattern(r: Reading, body: Listing) -> Expr:
    r"""`a_1, \dots, a_n`: the vector of all a_i."""
    index, value = run_members(r, body)
    if not is_scalar(value.shape):
        raise r.error("not-in-language", "the items between these dots are not numbers", body)
    return build.array((index,), value, (index.dim, 1))


def row(r: Reading, body: Listing) -> Expr:
    r"""`[a_1, \dots, a_n]`: the row of all a_i; of columns the matrix of which they are the columns."""
    index, value = run_members(r, body)
    if not is_scalar(value.shape) and is_vector(value.shape) and value.shape[1] == 1:
        return _stacked(index, value, (value.shape[0], index.dim), True)
    return build.transpose(pattern(r, body))


def run_members(r: Reading, body: Listing, letter: str = INDEX) -> tuple[Index, Expr]:
    r"""The index of `a_1, \dots, a_n`, with this letter, and the item that it counts."""
    return _members(r, body.items, body, letter)


def matrix(r: Reading, rows, s: Syntax) -> Expr:
    r"""A column, row, diagonal or rectangle with dots in it."""
    if len(rows) > 1 and all(len(row) == 1 for row in rows):
        index, value = _members(r, [row[0] for row in rows], s)
        if is_scalar(value.shape):
            return build.array((index,), value, (index.dim, 1))
        if is_vector(value.shape) and value.shape[0] == 1:
            return _stacked(index, value, (index.dim, value.shape[1]), False)
    elif len(rows) == 1:
        index, value = _members(r, rows[0], s)
        if is_scalar(value.shape):
            return build.transpose(build.array((index,), value, (index.dim, 1)))
        if is_vector(value.shape) and value.shape[1] == 1:
            return _stacked(index, value, (value.shape[0], index.dim), True)
    elif len(rows) == len(rows[0]) and all(
            i == j or c is None or type(c) is Number and c.value == 0 or is_dots(c)
            and i not in (0, len(rows) - 1) and j not in (0, len(rows) - 1)
            for i, row in enumerate(rows) for j, c in enumerate(row)):
        index, value = _members(r, [row[i] for i, row in enumerate(rows)], s)
        if is_scalar(value.shape):
            return build.diag(build.array((index,), value, (index.dim, 1)))
    elif all(rows[i][j] is not None and not is_dots(rows[i][j]) for i in (0, -1) for j in (0, -1)):
        return _rectangle(r, rows, s)
    raise unread(r, s)


def _rectangle(r: Reading, rows, s: Syntax) -> Expr:
    rows = [[c if c is None or is_dots(c) else c.replaced(_split) for c in row] for row in rows]
    corner = rows[0][0]
    down, along = _pattern(corner, rows[-1][0]), _pattern(corner, rows[0][-1])
    if down is None or along is None or label(down[0][0]) != "1" or label(along[0][0]) != "1":
        raise unread(r, s)
    for i, row in enumerate(rows):
        for j, c in enumerate(row):
            last = i == len(rows) - 1, j == len(row) - 1
            want = _put_both(corner, down, along, label(down[0][1]) if last[0] else str(i + 1),
                             label(along[0][1]) if last[1] else str(j + 1))
            if c is None or not is_dots(c) and label(c) != label(want):
                raise unread(r, s)
    binders = [Binder(name, _size(r, spots, s))
               for name, spots in ((INDEX, down), (SECOND, along))]
    saved = r.bound
    r.bound = {**saved, **{b.name: b for b in binders}}
    try:
        value = r.expr(_put_both(corner, down, along, INDEX, SECOND))
    finally:
        r.bound = saved
    if not is_scalar(value.shape):
        raise unread(r, s)
    return build.array(tuple(b.index for b in binders), value,
                       tuple(b.index.dim for b in binders))


def _split(s: Syntax) -> Syntax | None:
    """A name with the subscript 11 as one with 1, 1; None of any other syntax."""
    if type(s) is Script and type(s.sub) is Number and len(s.sub.text) == 2 and s.sub.text.isdigit():
        span, kind = s.sub.span, type(s.sub.value)
        digits = tuple(Number(span, kind(int(c)), c) for c in s.sub.text)
        return Script(s.span, s.base, Product(span, digits, ("", "")), s.sups, s.primes)
    return None


def _stacked(index: Index, value: Expr, shape, turned: bool) -> Expr:
    """Vectors side by side."""
    length = shape[0] if turned else shape[1]
    other = Index("j", length, next(_uids))
    entry = build.entry(value, (At(other, 0),))
    return build.array((other, index) if turned else (index, other), entry, shape)


def _members(r: Reading, items, at: Syntax, letter: str = INDEX) -> tuple[Index, Expr]:
    """The index and the general item of a dotted list that begins at 1."""
    given = [x for x in items if not is_dots(x)]
    spots = _pattern(given[0], given[-1]) if len(given) > 1 and None not in given else None
    if spots is None or is_dots(items[0]) or is_dots(items[-1]) or not _consecutive(
            given[:-1], spots):
        raise unread(r, at)
    if label(spots[0][0]) != "1":
        raise r.error("not-in-language", "these dots do not begin at 1", at)
    binder = Binder(letter, _size(r, spots, at))
    saved = r.bound
    r.bound = {**r.bound, letter: binder}
    try:
        value = r.expr(_put(given[0], spots, letter))
    finally:
        r.bound = saved
    return binder.index, value


def _size(r: Reading, spots, at: Syntax):
    top = limit(r, spots[0][1], at)
    dim = top.offset if top.base is None else None if top.offset else top.base
    if dim is None or isinstance(dim, Index):
        raise r.error("not-in-language", "these dots do not end at a size", at)
    return dim


def unread(r: Reading, at: Syntax) -> Exception:
    return r.error("not-in-language", "these dots cannot be read", at,
                   help=r"Write the first and the last item, as in x_1, \dots, x_n.")


def _ranged(operator: str, first: Syntax, spots, span) -> Syntax:
    low, high = spots[0]
    name = Symbol(low.span, INDEX)
    big = BigOperator(span, operator, Relation(low.span, (name, low), ("=",)), high)
    body = Group(first.span, "(", _put(first, spots, INDEX), ")")
    return Product(span, (big, body), ("", ""))


def _pattern(first: Syntax, last: Syntax) -> list[tuple[Syntax, Syntax]] | None:
    """The places where two items differ, all in the same way; None where there is no one pattern."""
    spots: list[tuple[Syntax, Syntax]] = []
    if not _differences(first, last, spots) or not spots:
        return None
    pairs = {(label(a), label(b)) for a, b in spots}
    return spots if len(pairs) == 1 and type(spots[0][0]) is Number else None


def _consecutive(items, spots) -> bool:
    """Do these items follow the pattern, one by one?"""
    low = spots[0][0]
    return low.value.denominator == 1 and all(
        label(x) == label(_put(items[0], spots, str(int(low.value) + n)))
        for n, x in enumerate(items))


def _differences(a: Syntax, b: Syntax, spots: list) -> bool:
    """Collect the places where two trees differ in a letter or a number; False elsewhere."""
    if type(a) in (Symbol, Number):
        if label(a) != label(b):
            spots.append((a, b))
        return type(b) is not Relation
    if type(a) is not type(b):
        return False
    for field in a.__dataclass_fields__:
        x, y = getattr(a, field), getattr(b, field)
        if field == "span":
            continue
        if isinstance(x, Syntax) and isinstance(y, Syntax):
            if not _differences(x, y, spots):
                return False
        elif isinstance(x, tuple) and isinstance(y, tuple) and len(x) == len(y):
            for p, q in zip(x, y):
                if isinstance(p, Syntax) and isinstance(q, Syntax):
                    if not _differences(p, q, spots):
                        return False
                elif p != q:
                    return False
        elif x != y:
            return False
    return True


def _put(s: Syntax, spots, name: str) -> Syntax:
    """The same syntax with a name in the first places of these pairs."""
    return s.replaced(lambda x: Symbol(x.span, name) if any(x is p for p, _ in spots) else None)


def _put_both(s: Syntax, down, along, one: str, two: str) -> Syntax:
    return _put(_put(s, down, one), along, two)
