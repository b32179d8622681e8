r"""Shapes multiplied: `(h \times n)(n \times k) = h \times k`, where every size is a letter or a number.

The sizes that meet must be the same, and the outer ones are what is left. Nothing here is a product of numbers:
`2 \times 3 = 6` is judged as ever.
"""

from __future__ import annotations

import re

from symcheck.judge import verdict as V
from symcheck.judge.derivation.links import EQUALITIES
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.statements import Statement
from symcheck.judge.verdict import Verdict

_SIZE = r"(?:[A-Za-z](?:_(?:\w|\{\w+\}))?|\d+)"
_BRACKET = re.compile(rf"\(({_SIZE})\\times({_SIZE})\)")
_PLAIN = re.compile(rf"({_SIZE})\\times({_SIZE})")
_SPACING = re.compile(r"\\(?:left|right|[bB]igg?[lr]?)(?![A-Za-z])|\\[,;:! ]|\\(?:cdot|q?quad)(?![A-Za-z])|[\s&]|[.,;]$")

Shape = tuple[str, str]


def judged(state: State, s: Statement) -> Verdict | None:
    """The verdict on a statement about shapes; None where it is none."""
    if len(s.pieces) < 2 or None in s.pieces or not set(s.operators) <= EQUALITIES | {r"\to", r"\rightarrow"}:
        return None
    sides = [_factors(s.text(k)) for k in range(len(s.pieces))]
    if None in sides or all(len(side) == 1 for side in sides):
        return None
    if any(not size.isdigit() and size not in state.context.dims for side in sides for shape in side for size in shape):
        return None
    outer = []
    for side in sides:
        for (_, left), (right, _) in zip(side, side[1:]):
            if left != right:
                return Verdict(V.DIFFERENT, f"the shapes do not fit: {left} columns meet {right} rows",
                               message=f"{left} columns meet {right} rows")
        outer.append((side[0][0], side[-1][1]))
    if len(set(outer)) > 1:
        shown = [rf"{m} \times {n}" for m, n in dict.fromkeys(outer)]
        return Verdict(V.DIFFERENT, f"the product is {shown[0]}, not {shown[1]}", message=f"the product is {shown[0]}, not {shown[1]}")
    return Verdict(V.EQUAL, "the sizes that meet are the same")


def _factors(text: str) -> list[Shape] | None:
    r"""[(h, n), (n, k)] of `(h \times n)(n \times k)`."""
    text = _SPACING.sub("", text)
    if (one := _PLAIN.fullmatch(text)) is not None:
        return [one.groups()]
    found = [m.groups() for m in _BRACKET.finditer(text)]
    return found if found and _BRACKET.sub("", text) == "" else None


__all__ = ["judged"]
