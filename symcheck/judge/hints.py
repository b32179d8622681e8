"""What a wrong line may have overlooked about its own notation, said as a note beside the verdict.

Only looked for once a line is found wrong. A hint never changes the verdict.
"""

from __future__ import annotations

from collections.abc import Iterator

from symcheck.expr.node import Expr
from symcheck.read.alternatives import is_bare_operator
from symcheck.read.context import Context, indices_of
from symcheck.read.names import label
from symcheck.read.scope import positions
from symcheck.read.syntax import Additive, Group, Product, Script, Syntax
from symcheck.text import Source, SymcheckError


def hints(context: Context, sides: tuple, read: tuple[Expr, Expr], is_right) -> Iterator[str]:
    """The hints on two sides as written and as read; `is_right(k, expr)`: would the line be right
    with that expression for side k?"""
    free = [indices_of(e) for e in read]
    for k, side in enumerate(sides):
        if not isinstance(side, (str, Source)):
            continue
        text = side if isinstance(side, str) else side.text
        names = sorted(free[k].keys() - free[1 - k].keys())
        if not names and all(x not in text for x in ("{d", "partial", "frac d")):
            continue
        syntax, source = context.parsed(side)
        for name in names:
            if _times(syntax, name) > 1:
                yield f"a repeated index is not summed here; write \\sum_{name}"
        wide, shown = _reaching(syntax, source.text)
        if wide is None:
            continue
        try:
            other = context.elaborate(wide, source).expr
        except SymcheckError:
            continue
        if is_right(k, other):
            yield f"the derivative reaches {shown} only; bracket the sum"


def _times(s: Syntax, name: str) -> int:
    """How often a letter stands as a position."""
    return sum(label(p) == name for x in s.walk() if type(x) is Script and x.sub is not None for p in positions(x.sub))


def _reaching(s: Syntax, text: str) -> tuple[Syntax | None, str]:
    r"""`\frac{d}{dx}x^2 + ax` with the derivative of the whole sum, and what it is of as written."""
    if type(s) is not Additive or type(s.items[0]) is not Product or not is_bare_operator(
            s.items[0].items[0]) or len(s.items) < 2 or s.signs[0] != "+":
        return None, ""
    first = s.items[0]
    inner = Product(first.span, first.items[1:], ("", *first.operators[2:]))
    whole = Additive(s.span, (inner, *s.items[1:]), s.signs)
    shown = text[inner.items[0].span.start:inner.items[-1].span.end].strip()
    return Product(s.span, (first.items[0], Group(s.span, "(", whole, ")")), ("", "")), shown
