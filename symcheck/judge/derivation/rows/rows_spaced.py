r"""Rows of numbers written with spaces between them, `X = (1\;\;2)`, `[3 \ \ {-1}]`: with the wide space by which a row is known.

Numbers side by side within brackets are no product where more than a thin space parts them; a thin one, `1\,000`, parts thousands, and so may one alone
before three digits. Nor is a sign right before a number a difference where a still wider space stands before it, `(2\;\;-1)`: it is written `{-1}`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document

_NUMBER = r"(?:\d+(?:\.\d+)?(?:\s*/\s*\d+)?|\\[dt]?frac\s*(?:\d\s*\d|\{\s*\d+\s*\}\s*\{\s*\d+\s*\}))"
_ENTRY = rf"(?:[-+]?\s*{_NUMBER}|\{{\s*[-+]?\s*{_NUMBER}\s*\}})"
_SPACE = r"\s*(?:(?:\\[,;: ]\s*|~\s*){2,}|\\(?:q?quad|enspace)(?![A-Za-z])\s*|(?:\\[;: ]|~)\s*(?=[\d{\\]))"
_ROW = re.compile(rf"(?P<open>\(|\[)\s*{_ENTRY}(?:{_SPACE}(?![-+]\s){_ENTRY})+\s*(?:\)|\])")
_BETWEEN = re.compile(rf"{_SPACE}(?P<signed>[-+]{_NUMBER})?")
# `(10\ 000)`: one number to some, where no transpose behind it tells that it is a row.
_THOUSANDS = re.compile(r"[(\[]\s*\d{1,3}(?:\s*(?:\\[,;: ]|~)\s*\d{3})+(?:\.\d+)?\s*[)\]]")
_TURNED = re.compile(r"\s*\^\s*\{?\s*(?:\\(?:top|intercal|mathsf|mathrm|text)|T\b)")


def rewritten(document: Document) -> Document:
    """The document with such rows as they are read, in their places."""
    if not any(_ROW.search(row.text) for f in document.formulas for row in f.rows):
        return document
    return replace(document, formulas=tuple(replace(f, rows=tuple(
        row.rewritten(_ROW.sub(_widely, row.text)) if _ROW.search(row.text) else row for row in f.rows)) for f in document.formulas))


def _widely(found: re.Match[str]) -> str:
    if _THOUSANDS.fullmatch(found[0]) and _TURNED.match(found.string, found.end()) is None:
        return found[0]
    return found[0][0] + _BETWEEN.sub(lambda m: rf"\quad{{{m['signed']}}}" if m["signed"] else r"\quad".ljust(len(m[0])), found[0][1:])


def as_written(source: str, document: Document) -> str:
    """What is said of a step, with the spaces that the document has in it."""
    for row in (row.text for f in document.formulas for row in f.rows if r"\quad" in source and _ROW.search(row.text)):
        at = _ROW.sub(_widely, row).find(source)
        if at >= 0:
            return row[at:at + len(source)]
    return source
