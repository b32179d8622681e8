r"""Shapes told of several formulas at once, in their order: "$\frac{\partial L}{\partial V} = H^\top G$ and $\frac{\partial L}{\partial H} = G V^\top$, of shapes
$m \times k$ and $n \times m$"."""

from __future__ import annotations

import re

from symcheck.judge.derivation.wording.patterns import PRODUCT, text_of
from symcheck.read.documents import Formula

_OF_SHAPES = re.compile(r"^[\s,(]*(?:which\s+(?:are|have)\s+|these\s+(?:are|have)\s+|they\s+(?:are|have)\s+)?(?:of|with|having|have)?\s*(?:the\s+)?(?:respective\s+)?(?:shapes|sizes|dimensions)\s*:?\s*$", re.I)
_JOINED = re.compile(r"^\s*(?:,|,?\s*and)\s*$")
_ENDS = re.compile(r"^\s*(?:,?\s*respectively\b|$|[.,;:)]|\n)", re.I)


def subject(formulas: tuple[Formula, ...], at: int) -> Formula | None:
    """The formula whose shape formula `at` tells in such a list; None where it stands in none, or there are not as many shapes as formulas."""
    first = at
    while first > 0 and _is_shape(formulas[first]) and _JOINED.match(formulas[first].before):
        first -= 1
    if not _is_shape(formulas[first]) or _OF_SHAPES.match(formulas[first].before) is None:
        return None
    end = first + 1
    while end < len(formulas) and _is_shape(formulas[end]) and _JOINED.match(formulas[end].before):
        end += 1
    count = end - first
    told = formulas[max(first - count, 0):first]
    if count < 2 or len(told) < count or any(f.display for f in told) or not all(_JOINED.match(f.before) for f in told[1:]) \
            or first > count and _JOINED.match(told[0].before) or _ENDS.match(formulas[end - 1].after) is None:
        return None
    return told[at - first]


def _is_shape(f: Formula) -> bool:
    return not f.display and len(f.rows) == 1 and r"\times" in f.rows[0].text and PRODUCT.match(text_of(f)) is not None


__all__ = ["subject"]
