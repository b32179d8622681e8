r"""Sizes written as a letter and a number, `x_i \in \mathbb{R}^{p+1}`, `N \times (p+1)`, of a letter that is no other size and no number.

Where the letter stands for nothing else in the document, p + 1 is any size, and has a name of its own before any formula is judged; p(x) and a bold p are
no numbers, and stay. Where the letter is a size or a number elsewhere, `x \in \mathbb{R}^p` beside it, nothing is changed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document
from symcheck.read.documents.compose import Composer
from symcheck.text import Source

_SPACE = re.compile(r"\\mathbb\s*\{?\s*R\s*\}?\s*\^\s*\{\s*(?:[A-Za-z]\s*\\times\s*)?\(?\s*([a-z])\s*\+\s*(\d)\s*\)?\s*(?:\\times\s*[A-Za-z]\s*)?\}")
# A letter that is no part of a command, of a word in upright type or of a bold name; with what stands behind it.
_LETTER = r"\\(?:text\w*|math(?:rm|bf|bm|sf)|boldsymbol|bm|operatorname|mbox|begin|end)\*?\s*(?:\{{[^{{}}]*\}}|[A-Za-z])|\\[A-Za-z]+|(?P<letter>(?<![A-Za-z]){0})(?![A-Za-z])(?P<call>\s*(?:\\left\s*)?\()?"
_NAMES = ("n", "d", "m", "k")  # what a size is called by, with its letter below


def rewritten(document: Document) -> Document:
    """The document with names for such sizes."""
    rows = [row.text for f in document.formulas for row in f.rows]
    shifted = {m.groups() for row in rows for m in _SPACE.finditer(row)}
    for letter, number in sorted(shifted):
        name = next((x for x in _NAMES if not any(re.search(rf"(?<![A-Za-z\\]){x}\s*_", row) for row in rows)), None)
        if name is not None and sum(letter == other for other, _ in shifted) == 1 and all(_is_free(row, letter, number) for row in rows):
            size = f"{name}_{letter}"
            document = replace(document, renamed=True, formulas=tuple(
                replace(f, rows=tuple(_row(row, _shift(letter, number), size) for row in f.rows)) for f in document.formulas))
            rows = [row.text for f in document.formulas for row in f.rows]
    return document


def _shift(letter: str, number: str) -> re.Pattern:
    """The sum, in brackets or alone between what neither multiplies nor divides it."""
    whole = rf"{letter}\s*\+\s*{number}"
    return re.compile(rf"(?<![A-Za-z}}])\(\s*{whole}\s*\)|(?:(?<=[{{(\[,=])|(?<=times )|^)\s*{whole}(?=\s*(?:$|[}})\],.;]|\\times|\\\}}))")


def _is_free(row: str, letter: str, number: str) -> bool:
    """Is a letter nothing but a function in a row, once the sizes are out of it?"""
    rest = _shift(letter, number).sub(" ", row)
    return all(m["letter"] is None or m["call"] is not None for m in re.finditer(_LETTER.format(letter), rest))


def _row(row: Source, shift: re.Pattern, size: str) -> Source:
    found = [*shift.finditer(row.text)]
    if not found or row.origin is None:
        return row
    composer, done = Composer(row.origin.file), 0
    for m in found:
        composer.add(row, done, m.start())
        composer.instead(size, row, m.start(), m.end())
        done = m.end()
    composer.add(row, done, len(row.text))
    return composer.source()


__all__ = ["rewritten"]
