r"""Uniform laws of an index as authors write them, `I \sim \mathrm{Unif}\{1, \dots, n\}`, `i_t \sim \mathcal{U}([n])`: as `I \sim \{1, \dots, n\}`, with the
same length, so that a step stays in its place in the file."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document

_SET = r"(?:\\\{\s*1\s*,[^{}]*\\\}|\[\s*[A-Za-z]\s*\])"
_UNIFORM = re.compile(rf"(\\sim\s*)(\\(?:mathrm|text|operatorname|mathsf|textrm)\s*\{{\s*(?:Unif|Uniform|U)\s*\}}|\\mathcal\s*(?:\{{\s*U\s*\}}|U)|Unif(?:orm)?|U)"
                      rf"(\s*(?:\\left|\\[bB]igl?)?\(?\s*)({_SET})(\s*(?:\\right|\\[bB]igr?)?\)?)")


def rewritten(document: Document) -> Document:
    """The document with such laws as sets from which an index is drawn."""
    def plain(text: str) -> str:
        return _UNIFORM.sub(lambda m: m[1] + " " * len(m[2] + m[3]) + m[4] + " " * len(m[5]), text)

    return replace(document, formulas=tuple(replace(f, rows=tuple(
        row if plain(row.text) == row.text else row.rewritten(plain(row.text)) for row in f.rows)) for f in document.formulas))
