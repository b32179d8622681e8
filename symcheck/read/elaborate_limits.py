r"""Limits of operators: which names `\sum_{i < j, i \ne k}^n` binds, and on what conditions.

What stands below and above an operator is taken apart here, still as syntax; what the ends of a
range mean and how far a name runs is for `elaborate_ranges`. In a condition such as `i < j` a letter
that stands outside the sum too is free.
"""

from __future__ import annotations

from symcheck.expr import Expr
from symcheck.read import subsets
from symcheck.read.names import base_of, label, stem_of, written_in
from symcheck.read.outside import ORDERS
from symcheck.read.reading import Reading
from symcheck.read.syntax import (
    BigOperator,
    Group,
    Listing,
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


def _bind(r: Reading, found: Limits, name: Syntax, first, last) -> None:
    """A name that runs from `first` to `last`; where these are None, the axis it numbers says."""
    found.ranges.append((index_name(r, name), first, last, name))


def _lower(r: Reading, low: Syntax, upper: Syntax | None, found: Limits, s: Syntax) -> None:
    if type(low) is Group and low.open in ("", "(", "{"):
        return _lower(r, low.body, upper, found, s)
    if type(low) is Listing:
        return _listed(r, low, upper, found, s)
    if type(low) is Relation:
        return _related(r, low, upper, found, s)
    pair = type(low) is Product and len(low.items) == 2 and not any(low.operators) and all(
        base_of(x) is not None for x in low.items)
    for name in low.items if pair else (low,):
        _bind(r, found, name, None, upper)
    return None


def _listed(r: Reading, low: Listing, upper: Syntax | None, found: Limits, s: Syntax) -> None:
    r"""`i = 1, \dots, n`, `i, j`, `i, j \in S`, `i = 1, i \ne j`."""
    head = low.items[0]
    if type(head) is Relation and head.operators == ("=",) and has_dots(low):
        return _bind(r, found, head.items[0], head.items[1], low.items[-1])
    if len(low.items) == 1:
        return _both(r, head, upper, found)
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
                _share(found, k)
    return None


def _share(found: Limits, k: int) -> None:
    r"""`i, j \in S`: the set is that of every name before it."""
    last, first, end, _ = found.ranges[k]
    for j in range(k):
        name, _, _, where = found.ranges[j]
        found.ranges[j] = (name, first, end, where)
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
        _bind(r, found, items[0], first, last)
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
            _bind(r, found, x, None, upper)
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
    return stem_of(x) is not None and (not found.body or any(written_in(y, label(x)) for y in found.body))


def _member_of(r: Reading, name: Syntax, where: Syntax, found: Limits, s: Syntax) -> None:
    if type(name) is Listing or type(name) is Group:
        raise r.error("not-in-language", "a sum over pairs cannot be read", s)
    if type(where) is Group and where.open == "{" and type(where.body) is Listing and \
            has_dots(where.body):
        return _bind(r, found, name, where.body.items[0], where.body.items[-1])
    if type(where) is Group and where.open == "[":
        return _bind(r, found, name, None, where.body)
    entry = subsets.found(r.scope, where)
    if entry is not None:
        _bind(r, found, name, None, ("dim", entry.dim))
        found.weights[index_name(r, name)] = entry.expr
        return None
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
