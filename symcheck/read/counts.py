r"""Natural numbers that count terms: of `t \in \mathbb{N}` and `\sum_{k=1}^t` t is a size, not a number of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from symcheck.expr import build
from symcheck.read.assumptions import rebuild
from symcheck.read.context import Context

_UPPER = re.compile(r"\\(?:sum|prod)\s*(?:\\limits\s*)?_\s*(?:\{[^{}]*\}|\S)\s*\^\s*"
                    r"(?:\{\s*([A-Za-z])\s*(?:[-+]\s*\d+\s*)?\}|([A-Za-z]))")


def counting(texts: Iterable[str]) -> set[str]:
    """The letters up to which the sums and products in these texts run."""
    return {m[1] or m[2] for text in texts if "\\sum" in text or "\\prod" in text for m in _UPPER.finditer(text)}


def as_sizes(context: Context, letters: set[str]) -> bool:
    """Make sizes of those letters that were declared as natural numbers; was there one?"""
    found = False
    for letter in letters:
        entry = context.scope.bare(letter)
        if entry is None or entry.kind != "quantity" or entry.expr.op != "var" \
                or not {"integer", "positive"} <= set(entry.expr.data.traits) or letter in context.dims:
            continue
        rebuild(context, entry, entry.expr.data, entry.expr.data, build.size(letter))
        context.scope.drop(entry)
        context.dims[letter] = True
        if context.remembered:
            context.remembered = {}
        found = True
    return found
