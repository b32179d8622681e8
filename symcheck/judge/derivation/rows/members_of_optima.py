r"""`\hat w \in \arg\min_w f(w)`: the name is that of a minimizer, and what is equal to the set has the same ones.

It is read as `\hat w = \arg\min_w f(w)`. What is claimed of a minimizer so holds of any, or needs a condition by which there is only one. Of numbers and
expressions, `0 \in \arg\min_w f(w)`, nothing is read: there may be others.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document
from symcheck.read.documents.compose import Composer
from symcheck.text import Source

_NAME = r"(?:\\(?!(?:q?quad|text|left|right|frac|sum|arg|in|ni)(?![A-Za-z]))[A-Za-z]+\s*\{\s*\\?[A-Za-z]+\s*\}|\\(?:hat|tilde|bar|widehat|vec|bm|mathbf|boldsymbol)\s*\\?[A-Za-z]+|\\[A-Za-z]+(?![A-Za-z{])|[A-Za-z])"
_SCRIPTS = r"(?:\s*(?:[_^]\s*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\\[A-Za-z]+|[\w*])|'))*"
_ARG = (r"(?:\\arg\s*(?:\\[,;!: ])*\s*\\(?:min|max)|\\argm(?:in|ax)(?![A-Za-z])|\\(?:operatorname|DeclareMathOperator)\s*\*?\s*\{\s*arg"
        r"|(?:\\mathop\s*\{\s*)?\\(?:mathrm|text|operatorname)\s*\*?\s*\{\s*arg|\\underset\s*\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}\s*\{\s*\\(?:arg|operatorname\s*\*?\s*\{\s*arg|mathrm\s*\{\s*arg))")
_MEMBER = re.compile(rf"(?:^|(?<=[,;])|(?<=quad))[\s&]*(?P<name>{_NAME}{_SCRIPTS})[\s&]*(?P<sign>\\in)(?![A-Za-z])(?=[\s&]*{_ARG})")


def rewritten(document: Document) -> Document:
    """The document with such memberships as equations."""
    if not any(_MEMBER.search(row.text) for f in document.formulas for row in f.rows):
        return document
    return replace(document, formulas=tuple(replace(f, rows=tuple(map(_equated, f.rows))) for f in document.formulas))


def _equated(row: Source) -> Source:
    found = [m for m in _MEMBER.finditer(row.text)]
    if not found or row.origin is None:
        return row
    composer, done = Composer(row.origin.file), 0
    for m in found:
        composer.add(row, done, m.start("sign"))
        composer.instead("=", row, m.start("sign"), m.end("sign"))
        done = m.end("sign")
    composer.add(row, done, len(row.text))
    return composer.source()
