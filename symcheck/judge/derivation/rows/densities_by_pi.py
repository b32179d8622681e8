r"""Densities by the letter of priors, `\pi(\theta) \propto e^{-\|\theta\|^2}`, `\pi(\theta \mid y)`: read as p, or as P where p means something else.

A \pi right before a bracket that holds one name, or a name given others, is a density in a document that writes such a one before `\propto` or with a bar; the number \pi, in `2\pi(..)`,
stays what it is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document

_NAME = r"(?:\\(?:mathbf|boldsymbol|bm|vec)\s*(?:\{\s*\\?[A-Za-z]+\s*\}|\\?[A-Za-z])|\\[A-Za-z]+|[A-Za-z])(?:_(?:\{\w+\}|\w))?"
_OPEN = r"(?<![\d.}\w])\\pi\s*(?P<size>\\left|\\[bB]igl?)?\s*\(\s*"
_CALL = re.compile(rf"{_OPEN}(?={_NAME}\s*(?:(?:\\right|\\[bB]igr?)?\s*\)|\\mid(?![A-Za-z])|\|))")
_DENSITY = re.compile(rf"{_OPEN}{_NAME}\s*(?:(?:\\right|\\[bB]igr?)?\s*\)\s*&?\s*\\propto|\\mid(?![A-Za-z])|\|)")


def rewritten(document: Document) -> Document:
    """The document with p, or P, for such a \\pi."""
    text = "\n".join(row.text for f in document.formulas for row in f.rows)
    if _DENSITY.search(text) is None:
        return document
    letter = next((x for x in "pP" if re.search(rf"(?<![A-Za-z\\]){x}(?![A-Za-z]|\s*(?:\\left|\\[bB]igl?)?\s*\()", _CALL.sub(" ", text)) is None), None)
    if letter is None:
        return document
    rows = [tuple(row.rewritten(_CALL.sub(lambda m: f"{letter}{m['size'] or ''}(", row.text)) for row in f.rows) for f in document.formulas]
    return replace(document, formulas=tuple(replace(f, rows=new) for f, new in zip(document.formulas, rows)))


__all__ = ["rewritten"]
