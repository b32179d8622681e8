r"""Means without brackets: `\mathbb{E}\,\varepsilon = 0`, `\mathbb E \hat\beta = \beta^*`, read as `\mathbb{E}[\varepsilon] = 0`.

Only of one name with a relation or the end of the formula right after it: of `\mathbb{E} x y` the reader would have to guess.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document
from symcheck.text import Source

_GREEK = (r"\\(?:alpha|beta|gamma|delta|epsilon|varepsilon|zeta|eta|theta|vartheta|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|varphi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Sigma|Phi|Psi|Omega)(?![A-Za-z])")
_LETTER = rf"(?:{_GREEK}|[A-Za-z](?![A-Za-z]))"
_NAME = rf"(?:\\(?:hat|tilde|bar|widehat|mathbf|boldsymbol|bm)(?:\s*\{{\s*{_LETTER}\s*\}}|\s+{_LETTER}|(?={_GREEK}){_GREEK})|{_LETTER})(?:\s*_\s*(?:\{{[^{{}}]*\}}|\w))?"
_MEAN = re.compile(rf"(?P<sign>\\mathbb\s*(?:\{{\s*E\s*\}}|E(?![A-Za-z])))(?P<gap>(?:\s|\\[,;:! ])*)(?P<name>{_NAME})(?=\s*(?:&?\s*(?:=|:=|\\(?:approx|neq?|[lg]eq?)(?![A-Za-z]))|[,.;]?\s*$|[,.;]\s*(?:\\q?quad|\\text|&)))")
_SHORT = r"\E"


def rewritten(document: Document) -> Document:
    """The document with brackets around what such means are taken of, all else where it stood."""
    if "mathbb" not in document.text:
        return document
    formulas = tuple(replace(f, rows=tuple(map(_bracketed, f.rows))) for f in document.formulas)
    return document if formulas == document.formulas else replace(document, formulas=formulas)


def _bracketed(row: Source) -> Source:
    def put(m: re.Match[str]) -> str:
        room = len(m["sign"]) + len(m["gap"]) - 2  # for the sign, beside the brackets
        sign = m["sign"] if len(m["sign"]) <= room else _SHORT
        return f"{sign.ljust(room)}[{m['name']}]"

    text = _MEAN.sub(put, row.text)
    return row.rewritten(text) if text != row.text else row


__all__ = ["rewritten"]
