r"""Units beside numbers: `1.5 \text{ bits}` is 1.5, and `16.1\%` is 0.161."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from symcheck.read.documents import Document, Formula
from symcheck.text import Source

# A unit in words right after a number; "pt" and "px" and letters alone may be names.
_UNIT = re.compile(r"(?<=[\d}])(?:\s|~|\\[,;:! ])*\\(?:text|textrm|textup|mathrm|mbox|operatorname)\s*\{\s*(?:(?:milli)?(?:bits?|nats?|shannons?)|units?|points?|hours?|minutes?|seconds?|"
                   r"percent(?:age\s+points?)?|years?|days?|steps?|iterations?|epochs?|samples?|examples?|dollars?|kg|km)\s*\.?\s*\}")
# Others, short ones too, that a chain may convert to: `90 \text{ seconds} = 1.5 \text{ min}`.
_OTHER = re.compile(r"(?<=[\d}])(?:\s|~|\\[,;:! ])*\\(?:text|textrm|textup|mathrm|mbox|operatorname)\s*\{\s*(?P<unit>(?:m?s|secs?|mins?|hrs?|h|weeks?|months?|m|cm|mm|g|grams?|"
                    r"[kmg]?b(?:its?)?|[kmg]?bytes?|meters?|metres?|miles?|hartleys?|bans?|dits?|cents?|euros?))\s*\.?\s*\}", re.I)
_NAME = re.compile(r"\{\s*([^{}]*?)\s*\.?\s*\}$")
_PERCENT = re.compile(r"(?<![\d.A-Za-z_^])(?<![_^]\{)(\d+(?:\.\d+)?)(?:\s|\\[,;:! ])*\\%")


def without(document: Document) -> Document:
    """The document with the numbers that stand beside units, and fractions for per cent."""
    if not any(_UNIT.search(row.text) or _PERCENT.search(row.text) for f in document.formulas for row in f.rows):
        return document
    return replace(document, formulas=tuple(_formula(f) for f in document.formulas))


def _formula(f: Formula) -> Formula:
    """A formula without units, where it has one unit only: with two of them numbers that differ may be the same quantity."""
    one = len({_singular(m[0]) for row in f.rows for pattern in (_UNIT, _OTHER) for m in pattern.finditer(row.text)}) < 2
    return replace(f, rows=tuple(_without(row, one) for row in f.rows))


def _singular(unit: str) -> str:
    """The name of a unit, `bit` of `\\text{ bits}`."""
    name = " ".join(_NAME.search(unit)[1].split())
    return name.removesuffix("s") if len(name) > 2 else name


def _without(row: Source, one: bool) -> Source:
    text = _UNIT.sub(lambda m: " " * len(m[0]), row.text) if one and "percent" not in row.text else row.text
    text = _PERCENT.sub(_fraction, text)
    return row.rewritten(text) if text != row.text else row


def _fraction(m: re.Match[str]) -> str:
    return f"{Decimal(m[1]).scaleb(-2):f}"
