r"""Letters that one part of a document writes as numbers, `z = w x + b`, and another by their entries, `z = \sum_j w_j x_j + b`: vectors in the second one."""

from __future__ import annotations

import re

# `\\sum_{j=1}^d w_j x_j`, with nothing but the two entries in the product.
_SUM = re.compile(r"\\sum(?![A-Za-z])\s*(?:\\limits\s*)?_\s*(?:\{\s*(?P<set>[a-z])\b[^{}]*\}|(?P<bare>[a-z])(?![A-Za-z]))\s*(?:\^\s*(?:\{[^{}]*\}|\w))?\s*(?:\\[,;! ]\s*)*"
                  r"(?P<first>[A-Za-z])\s*_\s*\{?\s*(?P<i>[a-z])\s*\}?\s*(?:\\(?:[,;! ]|cdot(?![A-Za-z]))\s*)*(?P<second>[A-Za-z])\s*_\s*\{?\s*(?P<j>[a-z])\s*\}?")


def products(row: str) -> list[tuple[str, str]]:
    r"""The w and x of each `\sum_j w_j x_j` in a row."""
    return [(m["first"], m["second"]) for m in _SUM.finditer(row) if m["i"] == m["j"] == (m["set"] or m["bare"]) and m["first"] != m["second"]]


def letters(rows: list[str]) -> set[str]:
    """The letters that the rows write as a product of numbers, and elsewhere as a sum over entries."""
    found = {pair for row in rows for pair in products(row)}
    return {x for a, b in found if any(_multiplies(row, a, b) for row in rows) for x in (a, b)}


def _multiplies(row: str, a: str, b: str) -> bool:
    """Does a row write `w x`?"""
    return any(re.search(rf"(?<![A-Za-z\\]){x}\s*(?:\\(?:[,;! ]|cdot(?![A-Za-z]))\s*)*{y}(?![A-Za-z]|\s*[_^(])", row) for x, y in ((a, b), (b, a)))


__all__ = ["letters", "products"]
