r"""Columns by the small letter of their matrix, with the number of an example: `a^{[2](i)}` is column i of `A^{[2]}`, as $X = [x^{(1)}, \dots, x^{(m)}]$.

Where a document says that examples are stacked in columns, writes `A^{[2]}` and `a^{[2](i)}`, and no formula says what the latter is, the column is written
for it before any formula is judged.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document
from symcheck.read.documents.compose import Composer
from symcheck.text import Source

_STACKED = re.compile(r"\b(?:stack\w*|collect\w*|gather\w*|arrang\w*|put|store[ds]?|hold\w*|examples?|samples?|points?)\b[^.;$]{0,60}\bcolumns?\b|\bcolumns?\s+(?:of|are|is|hold\w*)\b|"
                      r"=\s*(?:\\left|\\[bB]igl?)?\[\s*[a-z]\s*\^\s*\{\s*\(\s*1\s*\)\s*\}\s*(?:,|&|\\q?quad|\\[;:, ]|\\[lc]?dots|\\mid|\|)", re.I)
_ROWS = re.compile(r"\b(?:as|are|is|in|its|their|form|the)\s+(?:the\s+)?(?:\w+\s+)?\*{0,2}rows?\b", re.I)
# "with the labels in a row $Y$": numbers, one for each column.
_LABELS = re.compile(r"\b(?:labels?|targets?|predictions?|outputs?)\s+(?:\$[^$]*\$\s+)?(?:(?:are|is|form|stand|collected|gathered|stacked)\s+)*(?:in(?:to)?\s+|as\s+)?(?:an?|one|the)\s+(?:single\s+|long\s+)?row(?:\s+vector)?\b", re.I)
# `a^{[2](i)}`, `y^{(i)}`
_ONE = re.compile(r"(?<![A-Za-z\\])(?P<d>d\s?)?(?P<letter>[a-z])\s*\^\s*\{\s*(?P<layer>\[\s*\w+\s*\])?\s*\(\s*(?P<i>[a-z])\s*\)\s*\}")
_MEMBER = re.compile(r"\s*[a-z]\s*\^\s*\{[^{}]*\}\s*(?:\\in(?![A-Za-z]).*)?", re.S)


def rewritten(document: Document) -> Document:
    """The document with columns for such names."""
    if not is_in_columns(document):
        return document
    rows = [row.text for f in document.formulas for row in f.rows]
    letters = {(m["letter"], m["layer"] is not None) for row in rows for m in _ONE.finditer(row)}
    meant = frozenset(pair for pair in letters if _is_column(rows, *pair))
    if not any(layered for _, layered in meant):
        return document
    return replace(document, renamed=True, formulas=tuple(replace(f, rows=tuple(_row(row, meant) for row in f.rows)) for f in document.formulas))


def is_in_columns(document: Document) -> bool:
    """Does the document say that examples are stacked in columns?"""
    return _STACKED.search(document.text) is not None and _ROWS.search(_LABELS.sub(" ", document.text)) is None


def _is_column(rows: list[str], letter: str, layered: bool) -> bool:
    """Is there a matrix with the capital of this letter, and no formula that says what the small one is?"""
    above = r"\s*\^\s*\{\s*\[" if layered else r"(?!\s*\^\s*\{\s*[(\[])"
    layer = r"\[[^{}]*" if layered else ""
    own = rf"(?:^|[,;&]|\\q?quad)\s*{letter}\s*\^\s*\{{\s*{layer}\([^{{}}]*\}}\s*&?\s*:?="
    if not layered and any(re.search(rf"[\[(]\s*{letter}\s*\^\s*\{{\s*\(\s*1\s*\)", row) for row in rows):
        return False  # `X = [x^{(1)}, \\dots, x^{(m)}]`: its columns have that name already
    return any(re.search(rf"(?<![A-Za-z\\]){letter.upper()}(?![A-Za-z]){above}", row) for row in rows) and not any(re.search(own, row) for row in rows)


def _row(row: Source, meant: frozenset[tuple[str, bool]]) -> Source:
    found = [m for m in _ONE.finditer(row.text) if (m["letter"], m["layer"] is not None) in meant]
    if not found or row.origin is None or _MEMBER.fullmatch(row.text):
        return row
    composer, done = Composer(row.origin.file), 0
    for m in found:
        layer = f"^{{{m['layer']}}}" if m["layer"] else ""
        composer.add(row, done, m.start())
        composer.instead(f"{m['d'] or ''}{m['letter'].upper()}{layer}_{{:,{m['i']}}}", row, m.start(), m.end())
        done = m.end()
    composer.add(row, done, len(row.text))
    return composer.source()


__all__ = ["is_in_columns", "rewritten"]
