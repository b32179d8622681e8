r"""Rows of numbers set apart by spaces alone, `X = (1\;\; 2)`, `(3 \quad {-1})^\top`, `[2 ~ 0]`: with commas, in their places.

A thin space stands within numbers, `(10\,000)`, and is none of these.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document

_SPACE = r"(?:\\[;: ]|\\(?:q?quad|enspace|enskip)(?![a-z])|~|(?:\\,\s*){2})"
_APART = rf"\s*{_SPACE}(?:\s|{_SPACE})*"
_DIGITS = r"(?:\d+(?:\.\d+)?(?:\s*/\s*\d+)?|\\[dt]?frac\s*(?:\{\s*\d+\s*\}\s*\{\s*\d+\s*\}|\d\s*\d))"
_NUMBER = rf"(?:[-+]?\s*{_DIGITS}|\{{\s*[-+]?\s*{_DIGITS}\s*\}})"
_ROW = re.compile(rf"(?:(?<=\()|(?<=\[))\s*{_NUMBER}(?:{_APART}{_NUMBER})+\s*(?=(?:\\right\s*|\\[bB]igg?r?\s*)?[)\]])")
_BETWEEN = re.compile(_APART)


def rewritten(document: Document) -> Document:
    """The document with commas in such rows, so that all else stands where it stood."""
    if not any(_ROW.search(row.text) for f in document.formulas for row in f.rows):
        return document
    return replace(document, formulas=tuple(replace(f, rows=tuple(
        row.rewritten(_ROW.sub(_with_commas, row.text)) if _ROW.search(row.text) else row for row in f.rows)) for f in document.formulas))


def as_written(source: str, document: Document) -> str:
    """What is said of a step, with the spaces that the document has in it."""
    for row in (row.text for f in document.formulas for row in f.rows if "," in source and _ROW.search(row.text)):
        at = _ROW.sub(_with_commas, row).find(source)
        if at >= 0:
            return row[at:at + len(source)]
    return source


def _with_commas(found: re.Match[str]) -> str:
    return _BETWEEN.sub(lambda m: "," + " " * (len(m[0]) - 1), found[0])
