r"""Columns of a matrix listed side by side without commas, `X = [x_1 \; x_2 \cdots x_m]`, `[x_1 \mid \dots \mid x_m]`: with commas, in their places."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document

_NAME = r"(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{?\s*\\?[A-Za-z]+\s*\}?|\\?[A-Za-z]+)\s*(?:_\s*(?:\{[^{}]*\}|\w)|\^\s*\{\s*[(\[][^{}]*[)\]]\s*\})"
_SPACE = r"(?:\\[,;:! ]|\\q?quad(?![a-z])|\\(?:mid|vert|rvert|big)(?![a-z])|[\s~|&])+"
# Behind an equals sign: in `\mathbb{E}[x_1 \cdots x_n]` it is a product.
_LISTED = re.compile(rf"(=\s*&?\s*(?:\\left|\\[bB]igl?)?\s*\[\s*(?:\\[,;:! ])?){_NAME}(?:{_SPACE}{_NAME}){{0,2}}{_SPACE}\\[lc]?dots[cb]?(?![a-z]){_SPACE}{_NAME}(?=\s*(?:\\[,;:! ])?\s*(?:\\right|\\[bB]igr?)?\s*\])")
_BETWEEN = re.compile(rf"({_NAME}|\\[lc]?dots[cb]?(?![a-z]))({_SPACE})(?=\\?[A-Za-z])")


def rewritten(document: Document) -> Document:
    """The document with commas in such lists, so that all else stands where it stood."""
    if not any(_LISTED.search(row.text) for f in document.formulas for row in f.rows):
        return document
    return replace(document, formulas=tuple(replace(f, rows=tuple(
        row.rewritten(_LISTED.sub(_with_commas, row.text)) if _LISTED.search(row.text) else row for row in f.rows)) for f in document.formulas))


def _with_commas(found: re.Match[str]) -> str:
    listed = found[0][len(found[1]):]
    return found[1] + _BETWEEN.sub(lambda m: f"{m[1]},{' ' * (len(m[2]) - 1)}", listed)
