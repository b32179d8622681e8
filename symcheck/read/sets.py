r"""Sets that names lie in: `\mathbb{R}^{m \times n}`, `\mathbb{S}_{++}^n`, `(0, 1)`, `\{0, 1\}^K`."""

from __future__ import annotations

from symcheck.expr.shape import SCALAR, Shape
from symcheck.read.declare_names import is_dots, size_name
from symcheck.read.names import label
from symcheck.read.syntax import Group, Listing, Number, Product, Script, Symbol, Syntax
from symcheck.text import Source
from symcheck.text.diagnostic import fail

_SIGNS = {"+": "nonnegative", "++": "positive", ">0": "positive", "\\ge0": "nonnegative",
          "-": "nonpositive", "--": "negative", "\\geq0": "nonnegative", "*": "nonzero"}
_LETTERS = frozenset("RNZS")


def members_of(s: Syntax) -> tuple:
    r"""The numbers of a finite set such as `\{-1, 1\}` or `\{0, 1\}^K`; () for other sets."""
    base = s.base if type(s) is Script else s
    if type(base) is not Group or base.open != "{":
        return ()
    items = base.body.items if type(base.body) is Listing else (base.body,)
    values = tuple(_value(x) for x in items)
    return () if None in values else values


def _counted_from(s: Syntax) -> int | None:
    r"""The 0 of `\{0, 1, 2, \dots\}`, the 1 of `\{1, 2, \dots\}`: natural numbers without an end."""
    if type(s) is not Group or s.open != "{" or type(s.body) is not Listing or not is_dots(s.body.items[-1]):
        return None
    values = [_value(x) for x in s.body.items[:-1]]
    least = values[0]
    return int(least) if len(values) > 1 and least in (0, 1) and values == [least + k for k in range(len(values))] else None


def read_set(context, source: Source, s: Syntax) -> tuple[Shape, set[str], tuple]:
    """(shape, traits, bounds) of the members of a set."""
    base, sub, sups = (s.base, s.sub, s.sups) if type(s) is Script else (s, None, ())
    if (least := _counted_from(base)) is not None:
        shape, traits, bounds = SCALAR, {"integer", "positive" if least else "nonnegative"}, (least, None)
    elif type(base) is Group:
        shape, traits, bounds = _interval(context, source, base)
    elif type(base) is Symbol and base.name in _LETTERS and base.font in ("bb", "bf", ""):
        shape, traits, bounds = SCALAR, set(), (None, None)
        if base.name in "NZ":
            traits.add("integer")
            if base.name == "N":
                traits.add("positive")
    else:
        raise fail("not-a-set", "this set is not known", source, s.span,
                   help=r"Known are \mathbb{R}^n, \mathbb{R}^{m \times n}, \mathbb{S}^n, "
                        r"\mathbb{N}, intervals and \{1, \dots, n\}.")
    sign = label(sub).replace(" ", "") if sub is not None else ""
    sizes: list = []
    for sup in sups:
        text = label(sup)
        if text in _SIGNS and type(sup) is Symbol:
            sign = text
        else:
            sizes = _sizes(context, source, sup)
    if sign:
        if sign not in _SIGNS:
            raise fail("not-a-set", "this set is not known", source, s.span)
        traits.add(_SIGNS[sign])
    if type(base) is Symbol and base.name == "S":
        if len(sizes) != 1:
            raise fail("not-a-set", "symmetric matrices have one size", source, s.span,
                       help=r"Write \mathbb{S}^n.")
        kind = {"+": "possemidef", "++": "posdef"}.get(sign)
        return (sizes[0], sizes[0]), {"symmetric"} | ({kind} if kind else set()), (None, None)
    if sizes:
        shape = (*sizes, 1)[:2]
    return shape, traits, bounds


def _sizes(context, source: Source, s: Syntax) -> list:
    while type(s) is Group and s.open in ("", "("):
        s = s.body
    if type(s) is Product and set(s.operators[1:]) == {"times"}:
        if len(s.items) > 2:
            raise fail("not-in-language", "arrays of more than two axes cannot be declared", source,
                       s.span)
        return [size_name(context, source, x) for x in s.items]
    if type(s) is Listing and len(s.items) == 2:
        return [size_name(context, source, x) for x in s.items]
    return [size_name(context, source, s)]


def _interval(context, source: Source, s: Group) -> tuple[Shape, set[str], tuple]:
    body = s.body
    items = body.items if type(body) is Listing else (body,)
    values = []
    for x in items:
        value = _value(x)
        if value is None:
            raise fail("not-a-set", "the bounds of this set are not numbers", source, s.span)
        values.append(value)
    traits: set[str] = set()
    if s.open == "{":
        traits.add("integer")
        low, high = min(values), max(values)
        if low >= 0:
            traits.add("nonnegative" if low == 0 else "positive")
        return SCALAR, traits, (low, high)
    if len(values) != 2:
        raise fail("not-a-set", "an interval has two ends", source, s.span)
    low, high = values
    if low >= 0:
        traits.add("positive" if s.open == "(" or low > 0 else "nonnegative")
    if high <= 0:
        traits.add("negative" if s.close == ")" or high < 0 else "nonpositive")
    if (low, high) == (0, 1) and s.open == "(" and s.close == ")":
        traits.add("unit")
    infinite = float("inf")
    return SCALAR, traits, (None if low == -infinite else low, None if high == infinite else high)


def _value(s: Syntax):
    if type(s) is Number:
        return s.value
    if type(s) is Symbol and s.name == "\\infty":
        return float("inf")
    if hasattr(s, "signs") and len(s.items) == 1:
        inner = _value(s.items[0])
        return None if inner is None else -inner if s.signs == ("-",) else inner
    return None
