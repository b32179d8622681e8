r"""Ranges of bound names: how far each runs, and an operator's body read under its binders.

A range comes from the limits or, without limits, from the axes that the index numbers; one that
runs past the end of these is refused. `\sum_{i=0}^{N-1} x_i` over an axis of length N runs over all
of it (`i` as a number still runs from 0).
"""

from __future__ import annotations

from symcheck.expr import At, Expr, Index, build
from symcheck.expr.shape import is_scalar
from symcheck.read.elaborate_conditions import condition
from symcheck.read.elaborate_limits import Limits
from symcheck.read.names import label, stem_of
from symcheck.read.reading import Binder, Reading
from symcheck.read.sizes import is_open
from symcheck.read.syntax import Additive, Group, Number, Script, Symbol, Syntax


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
        return _named_limit(r, s)
    raise r.error("not-in-language", "this limit cannot be read", s)


def _named_limit(r: Reading, s: Syntax) -> At:
    """An index, bound or free, or a size."""
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
    if name in r.dims and (entry is None or entry.expr is not None and not is_scalar(entry.expr.shape)):
        return At(name, 0)  # the number of samples beside a vector of this letter, whose entries are m_i
    count = entry.expr.args[0] if entry is not None and entry.expr is not None and entry.expr.op == "let" else None
    if count is not None and count.op == "num" and count.data.denominator == 1 and count.data >= 1:
        return At(None, int(count.data))  # `N = 3`
    if entry is None and r.is_outside(name):
        return At(r.free_index(name), 0)
    if entry is not None:
        raise r.error("not-in-language", f"{name} is no size that a sum can run to", s,
                      f"{name} is {r.shapes(entry.expr)[0]}" if entry.expr is not None else "")
    raise r.undeclared(name, s)


def bind(r: Reading, found: Limits, body_of, finish, at: Syntax) -> Expr:
    """Elaborate `body_of()` under the binders and wrap it, innermost last, by `finish`."""
    saved = r.bound
    from_zero: set[str] = set()
    while True:
        r.bound = dict(saved)
        binders = []
        try:
            for name, first, last, where in found.ranges:
                low, high, shift = _from_one(r, first, last, at)
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
            if finish is build.sum_over:
                body = build.mul(inside, body)
            else:  # a product or an extremum over a set leaves out what is not in it
                condition = inside if condition is None else build.hadamard(inside, condition)
        body = finish(index, body, low, high, condition)
        condition = None
    return body


def _from_one(r: Reading, first, last, at: Syntax) -> tuple[At, At | None, int]:
    """The ends of a range moved up by the shift that lets it start at 1, and this shift."""
    low = At(None, 1) if first is None else limit(r, first, at)
    high = None if last is None else limit(r, last, at)
    if low.base is not None or low.offset >= 1:
        return low, high, 0
    shift = 1 - low.offset
    return At(None, 1), At(high.base, high.offset + shift) if high is not None else None, shift


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
    if isinstance(high.base, str) and (high.base, dim) not in r.shorter and not r.same(high.base, dim):
        raise r.misfit(f"the range of {b.name} does not fit", at,
                       f"{b.name} runs to {high.base}, but it numbers an axis of length {dim}")
    over = high.offset + most > (dim if high.base is None else 0) if (
        high.base is not None or type(dim) is int) else False
    if over:
        raise r.error("index-out-of-range", f"{b.name} runs past the end", at,
                      f"positions are counted from 1 to {dim}")
    return index, low, high
