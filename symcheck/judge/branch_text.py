"""Switches in words: the side of a branch as a relation in LaTeX."""

from __future__ import annotations

from fractions import Fraction

from symcheck.tensor.array import Array, poly
from symcheck.tensor.atoms import terms_of

_LETTERS = "ijklmnpq"


def side(switch: Array, met: set) -> str:
    """The side of a switch that was not met, given those that were."""
    if switch.kind == "fold":
        return f"another entry of {text(switch.args[0])} is the {switch.data}imum"
    zero = switch.data[0].known == "iszero"
    if True in met:
        return _relation(switch.args[0], r"\ne" if zero else r"\le")
    return _relation(switch.args[0], "=" if zero else ">")


_TURNED = {">": "<", r"\le": r"\ge", "=": "=", r"\ne": r"\ne"}


def _relation(a: Array, relation: str) -> str:
    """a > 0, with the number moved to the right and a positive leading sign."""
    terms = terms_of(a)
    bare = sum((c for c, fs in terms if not fs), Fraction(0))
    rest = tuple(t for t in terms if t[1])
    if rest:
        scale = Fraction(rest[0][0]) if len(rest) == 1 else 1 if rest[0][0] > 0 else -1
        rest, bare = tuple((Fraction(c) / scale, fs) for c, fs in rest), Fraction(bare) / scale
        relation = relation if scale > 0 else _TURNED[relation]
    return f"{text(poly(rest, a.dims))} {relation} {_number(-bare)}"


def text(a: Array, idx: tuple[str, ...] | None = None) -> str:
    """An array's entry as LaTeX, its slots lettered; an ellipsis for what is rarely in a switch."""
    idx = tuple(_LETTERS[k % 8] for k in range(a.rank)) if idx is None else idx
    at = "_{" + "".join(idx) + "}" if idx else ""
    match a.kind:
        case "var":
            return a.data.name + at
        case "size":
            return str(a.data)
        case "const":
            return {"pi": r"\pi"}.get(a.data, a.data)
        case "delta":
            return r"\delta" + at
        case "iota":
            return idx[0]
        case "map":
            return rf"\{a.data[0].name.lstrip(chr(92))}({text(a.args[0], idx)})"
        case "poly":
            return _sum(a, idx)
        case _:
            return r"\ldots"


def _sum(a: Array, idx: tuple[str, ...]) -> str:
    shown = ""
    for c, fs in a.data:
        bound = sorted({i for _, at, _ in fs for i in at if i >= a.rank})
        free = [x for x in _LETTERS if x not in idx]
        names = {**dict(enumerate(idx)), **{i: free[k % len(free)] for k, i in enumerate(bound)}}
        parts = [_factor(h, tuple(names[i] for i in at), e) for h, at, e in fs]
        body = " ".join([*(rf"\sum_{{{names[i]}}}" for i in bound), *parts])
        number = "" if fs and abs(c) == 1 else _number(abs(c))
        sign = "-" if c < 0 else "+" if shown else ""
        shown += (f" {sign} " if shown else sign) + " ".join(x for x in (number, body) if x)
    return shown or "0"


def _factor(head: Array, idx: tuple[str, ...], exponent) -> str:
    inner = text(head, idx)
    if head.kind == "poly" and (len(head.data) > 1 or exponent != 1):
        inner = f"({inner})"
    return inner if exponent == 1 else rf"{inner}^{{{exponent}}}"


def _number(x) -> str:
    x = Fraction(x)
    if x.denominator == 1:
        return str(x)
    return rf"\frac{{{x.numerator}}}{{{x.denominator}}}" if x > 0 else \
        rf"-\frac{{{-x.numerator}}}{{{x.denominator}}}"
