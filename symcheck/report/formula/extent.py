"""About how wide a formula is, and where it may be broken into lines."""

from __future__ import annotations

from symcheck.report.formula.tree import (
    Accent,
    Align,
    Boxed,
    Fenced,
    Fraction,
    Node,
    Number,
    Root,
    Row,
    Scripts,
    Sign,
    Space,
    Stack,
    Table,
    Word,
    side_by_side,
)

_SMALL = 0.72  # the size of a script beside that of its base
_BREAKS = frozenset("+−±")


def extent(node: Node) -> float:
    """The width in letters."""
    match node:
        case Number(text):
            return 0.9 * len(text)
        case Word(text, kind):
            return 0.85 * len(text) + (0.3 if kind != "text" else 0)
        case Sign(symbol):
            return {"rel": 2.2, "bin": 1.8, "big": 2.0, "punct": 0.8, "open": 0.7, "close": 0.7, "bar": 0.5}.get(symbol.kind, 1.0)
        case Space(width):
            return width / 9
        case Align():
            return 0.0
        case Row(items):
            return sum(map(extent, items))
        case Scripts(base, sub, sup):
            return extent(base) + _SMALL * max(extent(x) if x is not None else 0 for x in (sub, sup))
        case Fraction(top, bottom):
            return max(extent(top), extent(bottom)) + 0.5
        case Root(body):
            return extent(body) + 1.6
        case Fenced(_, body, _):
            return extent(body) + 1.6
        case Stack(base, over, under):
            return max(extent(x) if x is not None else 0 for x in (base, over, under))
        case Table(_, rows):
            columns = max(map(len, rows))
            return sum(max(extent(row[k]) if k < len(row) else 0 for row in rows) + 1.6 for k in range(columns))
        case Accent(_, body) | Boxed(body):
            return extent(body)
    return 1.1


def lines(node: Node, width: float) -> list[Node]:
    """The formula in lines of about this width at most, cut before relations, else before plus and minus."""
    items = side_by_side(node)
    if extent(node) <= width:
        return [node]
    kinds = [_break(items, k) for k in range(len(items))]
    found: list[Node] = []
    start = at = 0
    used, best = 0.0, None
    while at < len(items):
        step = extent(items[at])
        if at > start and kinds[at]:
            best = at if best is None or kinds[at] >= kinds[best] or used > 0.6 * width else best
        if used + step > width and best is not None:
            found.append(Row(items[start:best]))
            start, used, best = best, sum(map(extent, items[best:at])) + 2, None
        used += step
        at += 1
    return [*found, Row(items[start:])]


def _break(items, k: int) -> int:
    """2 before a relation, 1 before a sum's sign outside of brackets, else 0."""
    item = items[k]
    if not isinstance(item, Sign) or k == 0:
        return 0
    depth = 0
    for x in items[:k]:
        if isinstance(x, Sign):
            depth += (x.symbol.kind == "open") - (x.symbol.kind == "close")
    if depth > 0:
        return 0
    before = items[k - 1]
    if item.symbol.kind == "rel":
        return 2
    operand = not isinstance(before, Sign) or before.symbol.kind in ("close", "ord", "bar")
    return 1 if item.symbol.char in _BREAKS and operand else 0


def at_relation(node: Node) -> tuple[Node, Node]:
    """What stands before the first relation outside of brackets, and the rest; all is the rest where
    there is none."""
    items = side_by_side(node)
    depth = 0
    for k, item in enumerate(items):
        if isinstance(item, Sign):
            depth += (item.symbol.kind == "open") - (item.symbol.kind == "close")
        stacked = item.base if isinstance(item, Stack) else item
        if depth <= 0 and isinstance(stacked, Sign) and stacked.symbol.kind == "rel":
            return Row(items[:k]), Row(items[k:])
    return Row(), Row(items)
