r"""Units beside numbers: `1.5 \text{ bits}` is 1.5, and `16.1\%` is 0.161."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from symcheck.read.documents import Document
from symcheck.text import Source

# A unit in words right after a number; "pt" and "px" and letters alone may be names.
_UNIT = re.compile(r"(?<=[\d}])(?:\s|~|\\[,;:! ])*\\(?:text|textrm|textup|mathrm|mbox|operatorname)\s*\{\s*(?:(?:milli)?(?:bits?|nats?|shannons?)|units?|points?|hours?|minutes?|seconds?|"
                   r"percent(?:age\s+points?)?|years?|days?|steps?|iterations?|epochs?|samples?|examples?|dollars?|kg|km)\s*\.?\s*\}")
_PERCENT = re.compile(r"(?<![\d.A-Za-z_^{])(\d+(?:\.\d+)?)(?:\s|\\[,;:! ])*\\%")


def without(document: Document) -> Document:
    """The document with the numbers that stand beside units, and fractions for per cent."""
    if not any(_UNIT.search(row.text) or _PERCENT.search(row.text) for f in document.formulas for row in f.rows):
        return document
    return replace(document, formulas=tuple(replace(f, rows=tuple(_without(row) for row in f.rows)) for f in document.formulas))


def _without(row: Source) -> Source:
    text = _UNIT.sub(lambda m: " " * len(m[0]), row.text) if "percent" not in row.text else row.text
    text = _PERCENT.sub(_fraction, text)
    return row.rewritten(text) if text != row.text else row


def _fraction(m: re.Match[str]) -> str:
    return f"{Decimal(m[1]).scaleb(-2):f}"
