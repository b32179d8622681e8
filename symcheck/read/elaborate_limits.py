r"""Limits of sums: which names are bound, their ranges and conditions.

A range comes from the limits or, without limits, from the axes the index numbers. `\sum_{i=0}^{N-1} x_i`
over an axis of length N runs over all of it (`i` as a number still runs from 0).
"""

from __future__ import annotations

from symcheck.expr import At, Expr, Index, build
from symcheck.read.elaborate_conditions import condition
from symcheck.read.names import base_of, label, stem_of, written_in
from symcheck.read.outside import ORDERS
from symcheck.read.reading import Binder, Reading
from symcheck.read.sizes import is_open
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


class Limits:
    """What stands below and above an operator: names with their ranges, conditions, a set.

    `body` is what the operator acts on; `ranged`: is some name given with its range?
    """

    __slots__ = ("ranges", "conditions", "weights", "body", "ranged")

    def __init__(self, body: tuple[Syntax, ...] = ()):
        self.body, self.ranged = body, False
        self.weights: dict[str, Expr] = {}
        self.ranges: list[tuple[str, Syntax | None, Syntax | None, Syntax]] = []
        self.conditions: list[Syntax] = []


def limits(r: Reading, s: BigOperator, body: tuple[Syntax, ...] = ()) -> Limits:
    """The names bound by an operator."""
    found = Limits(body)
    if s.lower is not None:
        _lower(r, s.lower, s.upper, found, s)
    return found


def _lower(r: Reading, low: Syntax, upper: Syntax | None, found: Limits, s: Syntax) -> None:
    if type(low) is Group and low.open in ("", "(", "{"):
        return _lower(r, low.body, upper, found, s)
    if type(low) is Listing:
        if type(low.items[0]) is Relation and low.items[0].operators == ("=",) and (
                has_dots(low)):
            name = low.items[0].items[0]
            found.ranges.append((index_name(r, name), low.items[0].items[1], low.items[-1], name))
            return None
        if len(low.items) == 1:
            return _both(r, low.items[0], upper, found)
        found.ranged = any(not _is_ordering(x) for x in low.items)
        for k, item in enumerate(low.items):
            if _is_ordering(item):
                _ordered(r, item, None if found.ranges else upper, found)
            elif type(item) is Relation and not (item.operators[0] in ("=", "\\in", ":") and
                                                 _is_new(r, item.items[0], found)):
                found.conditions.append(item)
            else:
                before = len(found.ranges)
                _lower(r, item, upper, found, s)
                if type(item) is Relation and item.operators == ("\\in",) and k == before:
                    _share(r, low, k, found)
        return None
    if type(low) is Product and not any(low.operators) and all(
            base_of(x) is not None for x in low.items) and len(low.items) == 2:
        for item in low.items:
            found.ranges.append((index_name(r, item), None, upper, item))
        return None
    if type(low) is Relation:
        return _related(r, low, upper, found, s)
    found.ranges.append((index_name(r, low), None, upper, low))
    return None


def _share(r: Reading, low: Listing, k: int, found: Limits) -> None:
    r"""`i, j \in S`: the set is that of every name before it."""
    last = found.ranges[k][0]
    for j in range(k):
        name, _, _, where = found.ranges[j]
        found.ranges[j] = (name, *found.ranges[k][1:3], where)
        if last in found.weights:
            found.weights[name] = found.weights[last]


def has_dots(low: Listing) -> bool:
    return any(type(x) is Symbol and x.name == "\\ldots" for x in low.items)


def _related(r: Reading, low: Relation, upper, found: Limits, s: Syntax) -> None:
    ops, items = low.operators, low.items
    if items[0] is None or items[-1] is None and ops != (":",):
        raise r.error("missing-argument", "one side of this is missing", low)
    if ops[0] == ":" and items[0] is not None:
        _lower(r, items[0], upper, found, s)
        rest = Relation(low.span, items[1:], ops[1:]) if len(items) > 2 else items[1]
        found.conditions.append(rest)
    elif ops == ("=",):
        first = items[1]
        last = upper
        if type(first) is Listing and has_dots(first):
            first, last = first.items[0], first.items[-1]
        found.ranges.append((index_name(r, items[0]), first, last, items[0]))
    elif ops[0] == "\\in":
        _member_of(r, items[0], items[1], found, s)
    elif _is_ordering(low):
        _ordered(r, low, upper, found)
    else:
        raise r.error("not-in-language", "these limits cannot be read", low)


def _is_ordering(s: Syntax) -> bool:
    return type(s) is Relation and ORDERS.issuperset(s.operators)


def _both(r: Reading, low: Relation, upper: Syntax | None, found: Limits) -> None:
    """`i < j` over both indices, whatever stands elsewhere."""
    for x in low.items:
        if base_of(x) is not None:
            found.ranges.append((index_name(r, x), None, upper, x))
    found.conditions.append(low)


def _ordered(r: Reading, low: Relation, upper: Syntax | None, found: Limits) -> None:
    r"""`j \ne i`, `i < j`, `1 \le i \le n`, `n \ge i > j`."""
    bound = _summed(r, low, found)
    for x in low.items:
        if _is_new(r, x, found) and all(x is not y for y in bound) and not _is_declared(r, x):
            r.free_index(label(x))
    items, ops = low.items, low.operators
    if all(o in (">", "\\ge") for o in ops):
        items, ops = items[::-1], tuple("<" if o == ">" else "\\le" for o in ops[::-1])
    names = [k for k, x in enumerate(items) if any(x is y for y in bound)]
    ranges = {}
    for k in names:
        first = items[k - 1] if k and k - 1 not in names and ops[k - 1] == "\\le" else None
        last = items[k + 1] if k + 1 < len(items) and k + 1 not in names \
            and ops[k] == "\\le" else None
        ranges[id(items[k])] = index_name(r, items[k]), first, last or upper, items[k]
    found.ranges += [ranges[id(x)] for x in bound]
    for k, op in enumerate(ops):
        told = op == "\\le" and (k in names) != (k + 1 in names)
        if not told:
            found.conditions.append(Relation(low.span, items[k:k + 2], (op,)))


def _summed(r: Reading, low: Relation, found: Limits) -> list[Syntax]:
    """The letters of a condition that the sum runs over, the first of them always first.

    A letter that stands outside the sum is free, and so is a declared one or one that the sum's
    body does not hold where another letter can be summed over; else it runs over it too.
    """
    inside = {id(x) for x in low.items if _is_inside(x, found)}
    letters = [x for x in low.items if _is_new(r, x, found)]
    loose = [x for x in letters if not r.is_outside(label(x))]
    if found.ranged or found.ranges and not loose:
        return []
    choice = loose or letters or low.items[:1]
    head = next((x for x in choice if id(x) in inside), choice[0])
    bound = [head]
    for x in loose:
        if x is head or _is_declared(r, x) and not (r.whole and _is_declared(r, head)):
            continue
        if id(x) in inside or id(head) not in inside or r.whole:
            if r.alone and low.operators == ("\\ne",):
                raise r.error("ambiguous", f"is this a sum over {label(x)} too?", low,
                              help=rf"Write \sum_{{{label(head)}}} \sum_{{{label(x)}}} or one sum.")
            bound.append(x)
    return bound


def _is_declared(r: Reading, x: Syntax) -> bool:
    return r.scope.bare(label(x)) is not None


def _is_inside(x: Syntax | None, found: Limits) -> bool:
    return stem_of(x) is not None and (not found.body or written_in(found.body, label(x)))


def _member_of(r: Reading, name: Syntax, where: Syntax, found: Limits, s: Syntax) -> None:
    if type(name) is Listing or type(name) is Group:
        raise r.error("not-in-language", "a sum over pairs cannot be read", s)
    if type(where) is Group and where.open == "{" and type(where.body) is Listing and \
            has_dots(where.body):
        items = where.body.items
        found.ranges.append((index_name(r, name), items[0], items[-1], name))
        return
    if type(where) is Group and where.open == "[":
        body = where.body
        found.ranges.append((index_name(r, name), None, body, name))
        return
    text = base_of(where)
    entry = r.scope.bare(*text) if text is not None else None
    if entry is not None and entry.kind == "set":
        found.ranges.append((index_name(r, name), None, ("dim", entry.dim), name))
        found.weights[index_name(r, name)] = entry.expr
        return
    raise r.error("undeclared-name", f"the set {r.text(where)} is not declared", where,
                  help=rf"Declare it: {r.text(where)} \subseteq \{{1, \dots, n\}}.")


def index_name(r: Reading, s: Syntax) -> str:
    if stem_of(s) is None or type(s) is Script and (s.sub is not None or s.sups):
        raise r.error("not-in-language", "this is no index that can be summed over", s)
    return label(s)


def _is_new(r: Reading, s: Syntax | None, found: Limits) -> bool:
    if stem_of(s) is None:
        return False
    name = label(s)
    if name in r.bound or name in r.dims:
        return False
    if any(name == x[0] for x in found.ranges):
        return False
    entry = r.scope.bare(name)
    return entry is None or entry.kind == "index" and name not in r.bound


def limit(r: Reading, s, at: Syntax) -> At:
    """A bound of a range: a number, a size, an index, or one of these plus a number."""
    if type(s) is tuple:
        return At(s[1], 0)
    if type(s) is Number and s.value.denominator == 1:
        return At(None, int(s.value))
    if type(s) is Group and s.open in ("", "("):
        return limit(r, s.body, at)
    if type(s) is Additive:
        base, offset = None, 0
        for item, sign in zip(s.items, s.signs):
            if type(item) is Number and item.value.denominator == 1:
                offset += int(item.value) * (-1 if sign == "-" else 1)
            elif base is None and sign == "+":
                base = limit(r, item, at)
            else:
                raise r.error("not-in-language", "this limit cannot be read", s)
        return At(base.base, base.offset + offset) if base is not None else At(None, offset)
    if type(s) in (Symbol, Script) and stem_of(s) is not None:
        name = label(s)
        binder = r.bound.get(name)
        if binder is not None:
            if binder.index is None:
                binder.on(r.open_sizes().fresh(True))
            return At(binder.index, 0)
        entry = r.scope.bare(name)
        if entry is not None and entry.kind == "index":
            return At(Index(name, entry.dim), 0)
        if entry is not None and entry.kind == "set":
            return At(entry.dim, 0)
        if name in r.dims and entry is None:
            return At(name, 0)
        if entry is None and r.is_outside(name):
            return At(r.free_index(name), 0)
        if entry is not None:
            raise r.error("not-in-language", f"{name} is no size that a sum can run to", s,
                          f"{name} is {r.shapes(entry.expr)[0]}" if entry.expr is not None else "")
        raise r.undeclared(name, s)
    raise r.error("not-in-language", "this limit cannot be read", s)


def bind(r: Reading, found: Limits, body_of, finish, at: Syntax) -> Expr:
    """Elaborate `body_of()` under the binders and wrap it, innermost last, by `finish`."""
    saved = r.bound
    from_zero: set[str] = set()
    while True:
        r.bound = dict(saved)
        binders = []
        try:
            for name, first, last, where in found.ranges:
                low = At(None, 1) if first is None else limit(r, first, at)
                high = None if last is None else limit(r, last, at)
                shift = 0
                if low.base is None and low.offset < 1:
                    shift = 1 - low.offset
                    low = At(None, 1)
                    high = At(high.base, high.offset + shift) if high is not None else None
                binder = Binder(name, _range_size(r, name, low, high, saved), shift,
                                name in from_zero)
                r.bound[name] = binder
                binders.append((binder, low, high, where))
            body = body_of()
            condition = _condition(r, found)
        finally:
            r.bound = saved
        below = {b.name for b, *_ in binders if b.shift == 1 and b.least is not None
                 and b.least < 1 and b.name not in from_zero}
        if not below:
            break
        from_zero |= below
    for binder, low, high, where in reversed(binders):
        index, low, high = _range(r, binder, low, high, where)
        low, high, condition = _by_condition(index, low, high, condition)
        if binder.name in found.weights:
            inside = build.entry(found.weights[binder.name], (At(index, 0),))
            body = build.mul(inside, body)
        body = finish(index, body, low, high, condition)
        condition = None
    return body


def _range_size(r: Reading, name: str, low: At, high: At | None, saved: dict):
    """The size of the axis that a range is of, where the limits say it."""
    if high is not None and isinstance(high.base, str) and high.offset <= 0:
        return high.base
    if high is None and low.base is not None:
        return low.base.dim if type(low.base) is Index else low.base
    entry = r.scope.bare(name)
    if high is None and entry is not None and entry.kind == "index" and name not in saved:
        return entry.dim
    return None


def _condition(r: Reading, found: Limits) -> Expr | None:
    held = None
    for c in found.conditions:
        one = condition(r, c)
        held = one if held is None else build.hadamard(held, one)
    return held


def _by_condition(index: Index, low: At, high: At, held: Expr | None):
    """A range that ends at another index, as a condition on the whole range."""
    for at, relation in ((low, ">="), (high, "<=")):
        if type(at.base) is Index:
            one = build.indicator(relation, build.index_value(At(index, 0)), build.index_value(at))
            held = one if held is None else build.hadamard(held, one)
    if type(low.base) is Index:
        low = At(None, 1)
    if type(high.base) is Index:
        high = At(index.dim, 0)
    return low, high, held


def _range(r: Reading, b: Binder, low: At, high: At | None, at: Syntax):
    """The index with its bounds, checked against the axis it numbers."""
    if b.index is None:
        if high is None:
            raise r.error("ambiguous", f"how far {b.name} runs cannot be told", at,
                          f"{b.name} is no index of anything here",
                          help=rf"Write limits: \sum_{{{b.name}=1}}^n.")
        if type(high.base) is Index:
            b.on(high.base.dim)
        else:
            b.on(high.offset if high.base is None else high.base)
    index = b.index
    if r.sizes is not None:
        for end in (low, high):
            if end is not None and type(end.base) is Index and is_open(r.sizes.find(end.base.dim)):
                r.same(end.base.dim, index.dim)
        index = Index(index.name, r.sizes.find(index.dim), index.uid)
    if high is None:
        high = At(index.dim, 0)
    if b.least is None or type(high.base) is Index:
        return index, low, high
    dim = index.dim
    moved = 0 if b.from_zero else b.shift
    least, most = b.least - moved, b.most - moved
    if low.base is None and low.offset + least < 1:
        raise r.error("index-out-of-range", f"{b.name} starts at {low.offset - b.shift}", at,
                      f"positions are counted from 1 to {dim}")
    if isinstance(high.base, str) and not r.same(high.base, dim):
        raise r.misfit(f"the range of {b.name} does not fit", at,
                       f"{b.name} runs to {high.base}, but it numbers an axis of length {dim}")
    over = high.offset + most > (dim if high.base is None else 0) if (
        high.base is not None or type(dim) is int) else False
    if over:
        raise r.error("index-out-of-range", f"{b.name} runs past the end", at,
                      f"positions are counted from 1 to {dim}")
    return index, low, high
