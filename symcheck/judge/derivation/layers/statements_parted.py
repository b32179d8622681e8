r"""Displays of several statements, of which one sums over the letter that counts and another speaks of it: `\delta_t = u^{T-t} e, \qquad L' = \sum_{t=1}^T \delta_t h_{t-1}`.

The first is said of each number, the second once: they are written out as two formulas.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from symcheck.read.documents import Formula
from symcheck.text import Source

_BETWEEN = re.compile(r"(?:[,;.]\s*|\\[,;:! ]\s*)*(?:\\q?quad(?![A-Za-z])\s*)+(?:\\text\s*\{\s*(?:and|or|so|thus|hence|then|where|with)\s*,?\s*\}\s*(?:\\q?quad(?![A-Za-z])\s*)*)?(?=[^&]*?=)")
_GOES_ON = re.compile(r"[\s&]*(?:=|\\(?:approx|propto|[lg]eq?|iff|implies|Rightarrow|therefore)\b|<|>|\+|-)")
_BRACES = re.compile(r"\\\\|\\[{}]|[{}]")


def parted(f: Formula, bound: Callable[[str], bool], spoken: Callable[[str], bool], ranges: Callable[[str], bool]) -> list[Formula]:
    """The formulas of a display, each of statements that sum over the letter, or of others. `bound`: does a text sum over the letter; `spoken`: does
    it speak of the letter; `ranges`: does it say no more than how the letter runs?"""
    if not f.display or not any(bound(row.text) for row in f.rows):
        return [f]
    blocks: list[tuple[Source, ...]] = []
    for row in f.rows:
        pieces = _pieces(row, ranges)
        if blocks and _GOES_ON.match(row.text):
            blocks[-1] = (*blocks[-1], pieces[0])
            pieces = pieces[1:]
        blocks += [(piece,) for piece in pieces]
    texts = [" ".join(row.text for row in block) for block in blocks]
    kinds = [bound(text) or not spoken(text) for text in texts]
    if all(kinds) or not any(map(bound, texts)):
        return [f]
    found: list[list[Source]] = []
    for k, block in enumerate(blocks):
        if k and kinds[k] == kinds[k - 1]:
            found[-1] += block
        else:
            found.append([*block])
    return [replace(f, rows=tuple(rows)) for rows in found]


def _pieces(row: Source, ranges: Callable[[str], bool]) -> list[Source]:
    r"""The statements of a row, each where it stands in it; `\qquad t = 1, \dots, T` goes with the one before it."""
    text = row.text
    cuts = [m for m in _BETWEEN.finditer(text) if _depth(text[:m.start()]) == 0]
    ends = [0, *(m.end() for m, end in zip(cuts, [*(n.start() for n in cuts[1:]), len(text)]) if not ranges(text[m.end():end]))]
    return [row.rewritten(" " * a + text[a:b] + " " * (len(text) - b)) for a, b in zip(ends, [*ends[1:], len(text)])]


def _depth(text: str) -> int:
    return sum({"{": 1, "}": -1}.get(m[0], 0) for m in _BRACES.finditer(text))
