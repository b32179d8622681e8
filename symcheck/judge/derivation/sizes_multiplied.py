r"""Sizes of a product, written as a product: `(n \times m)(m \times h) = n \times h`. Nothing in it is a number; it holds where
neighbours have the size between them in common and the outer ones are those of the result."""

from __future__ import annotations

import re

from symcheck.judge import verdict as V
from symcheck.judge.derivation.statements import Statement
from symcheck.judge.derivation.wording import ATOM
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context

_PAIR = rf"({ATOM})\s*\\times\s*({ATOM})"
_SPACE = r"(?:\s|&|\\[,;:! ]|\\q?quad(?![A-Za-z]))*"
_BRACKETED = re.compile(rf"{_SPACE}(?:\\left|\\[bB]igl?)?[(\[]\s*{_PAIR}\s*(?:\\right|\\[bB]igr?)?[)\]]{_SPACE}(?:(?:\\cdot|\\times){_SPACE})?")
_BARE = re.compile(rf"{_SPACE}{_PAIR}{_SPACE}[.,;]?{_SPACE}")
_JOINS = frozenset(("=", r"\to", r"\rightarrow", r"\Rightarrow", r"\implies", r"\leadsto", r"\mapsto"))


def judged(context: Context, s: Statement) -> Verdict | None:
    """The verdict on a statement about sizes, None where it is none."""
    if not s.operators or not set(s.operators) <= _JOINS or None in s.pieces:
        return None
    pieces = [_sizes(s.text(k)) for k in range(len(s.pieces))]
    if None in pieces or all(len(p) < 2 for p in pieces):
        return None
    atoms = {a for p in pieces for pair in p for a in pair}
    if not all(a in context.dims or a.isdigit() for a in atoms) or all(a.isdigit() for a in atoms):
        return None
    inner = next(((a[1], b[0]) for p in pieces for a, b in zip(p, p[1:]) if a[1] != b[0]), None)
    if inner is not None:
        return Verdict(V.DIFFERENT, f"sizes {inner[0]} and {inner[1]} stand beside each other: these cannot be multiplied")
    outer = {(p[0][0], p[-1][1]) for p in pieces}
    if len(outer) > 1:
        shown = " and ".join(f"{a} x {b}" for a, b in sorted(outer))
        return Verdict(V.DIFFERENT, f"the sizes of the sides are {shown}")
    return Verdict(V.EQUAL, "the sizes fit")


def _sizes(text: str) -> list[tuple[str, str]] | None:
    """The factors of a product of sizes, from left to right."""
    if (bare := _BARE.fullmatch(text)) is not None:
        return [bare.groups()]
    found, at = [], 0
    while (m := _BRACKETED.match(text, at)) is not None:
        found.append(m.groups())
        at = m.end()
    return found if found and text[at:].strip(" .,;") == "" else None
