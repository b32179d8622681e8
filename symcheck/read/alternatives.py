r"""Other readings of an ambiguous input: `1/2x`, `\sum_i a_i - b_i`, `\frac{d}{dx}(f)(g)`.

Each alternative is the same syntax with brackets put where the other convention would have them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from symcheck.read.elaborate_arguments import is_log
from symcheck.read.elaborate_derivatives import denominator, numerator
from symcheck.read.elaborate_heads import bracket, is_multiplied
from symcheck.read.elaborate_held import OTHERS, is_slope
from symcheck.read.elaborate_known import KNOWN
from symcheck.read.names import is_transpose, label, parts
from symcheck.read.outside import ORDERS
from symcheck.read.syntax import (
    Additive,
    Annotated,
    BigOperator,
    Fraction_,
    Group,
    Listing,
    Number,
    Product,
    Relation,
    Script,
    Symbol,
    Syntax,
)

_SPACE = re.compile(r"\\[,;: ]|\\q?quad(?![A-Za-z])|~")
_SIGN = re.compile(r"[-+−±]")
# How the note of a sum taken over more terms begins.
WIDER_SUM = "the sum over all of"


def alternatives(s: Syntax, text: str, local: bool = False) -> Iterator[tuple[Syntax, str]]:
    """(syntax, what it assumes) for each place where another convention reads differently. `local`: may a derivative be that
    along one arrow of a graph of computations?"""
    for old, new, note in _places(s, text):
        yield s.replaced(lambda x: new if x is old else None), note
    if local and (along := s.replaced(_along_arrow)) is not s:
        yield along, "the names in a definition that have one of their own are held fixed"
    spaced = s.replaced(lambda x: _spaced(x, text))
    if spaced is not s:
        yield spaced, "a space ends what a function is taken at"


def _spaced(s: Syntax, text: str) -> Syntax | None:
    r"""`\sin x \, e^x` as (\sin x) e^x."""
    if type(s) is not Product:
        return None
    for k, x in enumerate(s.items[:-2]):
        name = x.base if type(x) is Script else x
        if type(name) is not Symbol or name.name not in KNOWN or bracket(s.items[k + 1]) is not None or s.operators[k + 1]:
            continue
        for j in range(k + 2, len(s.items)):
            if s.operators[j]:
                break
            if _SPACE.search(text, s.items[j - 1].span.end, s.items[j].span.start):
                rest = _grouped(s, k + 1, j)
                return _spaced(rest, text) or rest
    return None


def _places(written: Syntax, text: str):
    """(old, new, what it assumes), from the outside in and from left to right."""
    for s in written.walk():
        kind = type(s)
        if kind is Product:
            yield from _slashes(s, text)
            yield from _operators(s, text)
            yield from _products(s, text)
            yield from _logs(s, text)
            yield from _gradients(s, text)
        elif kind is Additive:
            yield from _sums(s, text)
            yield from _evaluated(s)
            yield from _paths(s)
            yield from _braced_signs(s, text)
        elif kind is BigOperator:
            yield from _pairs(s, text)


def _evaluated(s: Additive):
    r"""`a + b \Big|_{x = 0}` with all of the sum at this place, where x stands in a too."""
    last = s.items[-1]
    if type(last) is not Script or last.sub is None or type(last.base) is not Group or (last.base.open, last.base.close) != (".", "|"):
        return
    rows = last.sub.items if type(last.sub) is Listing else (last.sub,)
    letters = {label(row.items[0]) for row in rows if type(row) is Relation and row.items[0] is not None} - {""}
    if any(type(x) is Symbol and x.name in letters or type(x) is Script and label(x) in letters for item in s.items[:-1] for x in item.walk()):
        body = Additive(s.items[0].span.to(last.base.body.span), (*s.items[:-1], last.base.body), s.signs)
        yield s, Script(s.span, Group(body.span.to(last.base.span), ".", body, "|"), last.sub, last.sups, last.primes), "the bar is taken of the whole sum"


def _braced_signs(s: Additive, text: str):
    r"""`\underbrace{2 (y - w x)}_{..} \underbrace{- x}_{..}`, where no sign stands outside of the brace, as a product."""
    for k in range(1, len(s.items)):
        first = s.items[k].items[0] if type(s.items[k]) is Product else s.items[k]
        if type(first) is not Annotated or type(first.body) is not Additive or len(first.body.items) > 1 or first.body.signs != ("-",) \
                or _SIGN.search(text[s.items[k - 1].span.end:first.span.start]):
            continue
        before = s.items[k - 1].items if type(s.items[k - 1]) is Product else (s.items[k - 1],)
        after, joins = (s.items[k].items[1:], s.items[k].operators[1:]) if type(s.items[k]) is Product else ((), ())
        begun = s.items[k - 1].operators if type(s.items[k - 1]) is Product else ("",)
        factor = Group(first.span, "(", first, ")")
        product = Product(s.items[k - 1].span.to(s.items[k].span), (*before, factor, *after), (*begun, "", *joins))
        items, signs = (*s.items[:k - 1], product, *s.items[k + 1:]), (*s.signs[:k], *s.signs[k + 1:])
        yield s, product if signs == ("+",) else Additive(s.span, items, signs), "a sign under a brace belongs to a factor"


def _along_arrow(s: Syntax) -> Syntax | None:
    """A derivative with all other names in the definition of what is differentiated held fixed."""
    return _held(s, Symbol(s.span, OTHERS)) if is_slope(s) and numerator(s.numerator)[0] == "\\partial" else None


def _held(s: Syntax, names: Syntax) -> Syntax:
    return Script(s.span, Group(s.span, "(", s, ")"), names)


def _paths(s: Additive):
    r"""`\frac{dL}{dv} \frac{\partial v}{\partial u} + \frac{dL}{dz} \frac{\partial z}{\partial u}`: paths that stand apart, so that along
    each of them what the others go through is held fixed; what is differentiated first may go through all."""
    terms = [[x for x in item.walk((Fraction_,)) if is_slope(x)] for item in s.items]
    slopes = {id(x): _of_and_by(x) for found in terms for x in found}
    of, by = {a for a, _ in slopes.values()}, {b for _, b in slopes.values()}
    between, ends = of & by, by - of
    if not between or sum(map(bool, terms)) < 2 or len(ends) > 1 or "" in of | by:
        return
    names = {label(b): b for found in terms for x in found for b in _by(x)}
    for whole in (True, False):
        fixed = {k: [n for n in sorted(between) if n not in pair] for k, pair in slopes.items()
                 if not (whole and pair[0] not in between and pair[1] not in ends)}

        def put(x: Syntax, fixed=fixed) -> Syntax | None:
            held = [names[n] for n in fixed.get(id(x), ())]
            return _held(x, held[0] if len(held) == 1 else Listing(x.span, tuple(held), (",",) * (len(held) - 1))) if held else None
        new = s.replaced(put)
        if new is not s:
            yield s, new, f"with {', '.join(sorted(between))} held fixed along the paths that do not go through {'them' if len(between) > 1 else 'it'}"


def _by(s: Fraction_) -> list[Syntax]:
    return denominator(s.denominator, numerator(s.numerator)[0])


def _of_and_by(s: Fraction_) -> tuple[str, str]:
    """The names in a derivative: what is differentiated, and by what."""
    rest = numerator(s.numerator)[2]
    return label(rest[0]) if len(rest) == 1 else "", label(_by(s)[0])


def _slice(items, text: str) -> str:
    return text[items[0].span.start:items[-1].span.end].strip()


def _slashes(s: Product, text: str):
    r"""`1/2x` as 1/(2x)."""
    items, ops = s.items, s.operators
    for k in range(1, len(items)):
        end = k + 1
        while end < len(items) and ops[end] == "":
            end += 1
        if ops[k] == "/" and end > k + 1 and type(items[k]) is not Group:
            inner = Product(items[k].span.to(items[end - 1].span), items[k:end],
                            ("", *ops[k + 1:end]))
            group = Group(inner.span, "(", inner, ")")
            new = Product(s.span, (*items[:k], group, *items[end:]), (*ops[:k + 1], *ops[end:]))
            yield s, new, f"{_slice(items[k - 1:end], text)} with all of {_slice(items[k:end], text)} below"


def _operators(s: Product, text: str):
    r"""`\frac{d}{dx}(f) g` with the operator on the whole term."""
    items, ops = s.items, s.operators
    for k, x in enumerate(items[:-1]):
        if type(x) is Fraction_ and not is_bare_operator(x) and ops[k + 1] == "" \
                and bracket(items[k + 1]) is not None and _is_derivative(x) \
                and (is_multiplied(items, ops, k) or not _is_point(bracket(items[k + 1]).body, x)):
            apart = Group(x.span, "(", x, ")")
            yield s, Product(s.span, (*items[:k], apart, *items[k + 1:]), ops), \
                f"{_slice(items[k:k + 2], text)} as a product"
    for k, x in enumerate(items[:-2]):
        if is_bare_operator(x) and bracket(items[k + 1]) is not None:
            inner = Product(items[k + 1].span.to(items[-1].span), items[k + 1:],
                            ("", *ops[k + 2:]))
            group = Group(inner.span, "(", inner, ")")
            new = Product(s.span, (*items[:k + 1], group), ops[:k + 2])
            yield s, new, f"the operator on all of {_slice(items[k + 1:], text)}"


def _products(s: Product, text: str):
    r"""`\prod_j a_j \cdot b` as (\prod_j a_j) b."""
    items, ops = s.items, s.operators
    for k, x in enumerate(items[:-2]):
        x = x.base if type(x) is Script else x
        if type(x) is not BigOperator or x.name != "prod":
            continue
        end = next((n for n in range(k + 2, len(items)) if ops[n] in ("cdot", "times")), None)
        if end is not None:
            new = _grouped(s, k, end)
            yield s, new, f"the product of {_slice(items[k + 1:end], text)} alone"
        return


def _is_point(s: Syntax, x: Fraction_) -> bool:
    """Is what stands in a bracket after a derivative a number, or what it is taken by?"""
    by = denominator(x.denominator, numerator(x.numerator)[0])
    return type(s) is Number or any(label(s) == label(b) for b in by)


def _logs(s: Product, text: str):
    r"""`\log a \sum_i b_i` as \log(a \sum_i b_i) and as (\log a) \sum_i b_i."""
    items, ops = s.items, s.operators
    for k, x in enumerate(items[:-2]):
        if not is_log(x) or bracket(items[k + 1]) is not None:
            continue
        for j in range(k + 2, len(items)):
            if ops[j] != "":
                break
            if _big(items[j]) or type(items[j]) is Symbol and items[j].name == "exp":
                yield s, _grouped(s, k + 1, j), f"the logarithm of {_slice(items[k + 1:j], text)} alone"
                end = len(items) if _big(items[j]) else min(j + 2, len(items))
                yield s, _grouped(s, k + 1, end), f"the logarithm of {_slice(items[k + 1:end], text)}"
                break


def _gradients(s: Product, text: str):
    r"""`\nabla_x y^\top z` as the gradient of the number y^\top z, `\nabla_x s(x)^2` as that of the square."""
    items, ops = s.items, s.operators
    for k, x in enumerate(items[:-2]):
        x = x.base if type(x) is Script else x
        turned = items[k + 1]
        if type(x) is Symbol and x.name == "\\nabla" and type(turned) is Script and any(
                map(is_transpose, parts(turned.sups))) and not any(ops[k + 1:]):
            yield s, _grouped(s, k + 1, len(items)), f"the gradient of {_slice(items[k + 1:], text)}"
        elif type(x) is Symbol and x.name == "\\nabla" and _is_power_of_call(*items[k + 1:k + 3]) and not any(ops[k + 1:k + 3]):
            yield s, _grouped(s, k + 1, k + 3), f"the gradient of {_slice(items[k + 1:k + 3], text)}"


def _is_power_of_call(f: Syntax, argument: Syntax) -> bool:
    r"""Are these the f and the (x)^2 of `f(x)^2`?"""
    named = f.base if type(f) is Script else f
    return type(named) is Symbol and type(argument) is Script and type(argument.base) is Group and argument.base.open == "(" \
        and argument.sub is None and not argument.primes and len(argument.sups) == 1 and type(argument.sups[0]) is Number


def _big(x: Syntax) -> bool:
    x = x.base if type(x) is Script else x
    return type(x) is BigOperator and x.name in ("sum", "prod")


def _grouped(s: Product, start: int, end: int) -> Product:
    """A product with its factors from start to end in a bracket."""
    inside = s.items[start:end]
    body = inside[0] if len(inside) == 1 else Product(
        inside[0].span.to(inside[-1].span), inside, ("", *s.operators[start + 1:end]))
    return Product(s.span, (*s.items[:start], Group(body.span, "(", body, ")"), *s.items[end:]),
                   (*s.operators[:start + 1], *s.operators[end:]))


def is_bare_operator(x: Syntax) -> bool:
    r"""Is this `\frac{d}{dx}` with nothing beside its d?"""
    if type(x) is not Fraction_:
        return False
    top = numerator(x.numerator)
    return top is not None and not top[2]


def _is_derivative(x: Fraction_) -> bool:
    top = numerator(x.numerator)
    return top is not None and denominator(x.denominator, top[0]) is not None


def _sums(s: Additive, text: str):
    r"""`\sum_i a_i - b_i` with the sum over both terms."""
    for k, x in enumerate(s.items[:-1]):
        if sum_of(x) is not None:
            wide, shown = widened(s, k, len(s.items), text)
            yield s, wide, f"{WIDER_SUM} {shown}"


def _pairs(s: BigOperator, text: str):
    r"""`\sum_{i \ne j}`, `\sum_{i < j}` over both indices, where j is bound nowhere."""
    lower = s.lower
    if type(lower) is Relation and len(lower.items) == 2 and ORDERS.issuperset(lower.operators) \
            and all(type(x) is Symbol for x in lower.items):
        yield s, BigOperator(s.span, s.name, Listing(lower.span, (lower,), ()), s.upper), \
            f"the sum over both indices of {_slice((lower,), text)}"


def sum_of(x: Syntax) -> BigOperator | None:
    """The sum (or other big operator) in a term, with something to its right."""
    if type(x) is Product:
        for y in x.items[:-1]:
            y = y.base if type(y) is Script else y
            if type(y) is BigOperator:
                return y
    return None


def widened(s: Additive, k: int, end: int, text: str) -> tuple[Syntax, str]:
    """The sum in term k taken over the terms from k to `end`, and the text it is then of."""
    x = s.items[k]
    at = next(j for j, y in enumerate(x.items)
              if type(y.base if type(y) is Script else y) is BigOperator)
    head = Product(x.span, x.items[at + 1:], ("", *x.operators[at + 2:]))
    first = head if len(head.items) > 1 else head.items[0]
    terms = (first, *s.items[k + 1:end])
    inner = Additive(first.span.to(terms[-1].span), terms, ("+", *s.signs[k + 1:end]))
    group = Group(inner.span, "(", inner, ")")
    wide: Syntax = Product(x.span, (*x.items[:at + 1], group), (*x.operators[:at + 1], ""))
    if k or end < len(s.items) or s.signs[0] != "+":
        wide = Additive(s.span, (*s.items[:k], wide, *s.items[end:]), (*s.signs[:k + 1], *s.signs[end:]))
    return wide, _slice((x.items[at + 1], *s.items[k + 1:end]), text)
