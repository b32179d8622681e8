r"""What `\odot` stands for, told within the display that has it: `\qquad (\odot \text{ the entrywise product})`, `\text{where } \odot \text{ is the Hadamard product}`.

It is what `\odot` is read as anyhow: the sign, which is no value there, and these words make way for spaces. Other words leave the formula unread.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document
from symcheck.text import Source

_TEXT = r"\\(?:text|textrm|textit|mbox|mathrm)\s*\{"
_ENTRYWISE = (r"(?:is|are|being|denotes?|denoting|means|stands\s+for|for|=|:)?\s*(?:the\s+|an?\s+)?(?:usual\s+)?(?:(?:entry|element|component|coordinate|point)-?\s?wise(?:\s+(?:product|multiplication))?|"
              r"(?:Hadamard|Schur)\s+(?:product|multiplication)|product\s+(?:entry\s+by\s+entry|of\s+(?:the\s+)?entries))")
# `\\odot\\text{ the entrywise product}`, `\\odot:\\text{ Hadamard product}`; `\\text{where $\\odot$ is the entrywise product}`.
_TOLD = re.compile(rf"\\odot\s*(?::\s*|\\[,;: ]\s*)*{_TEXT}\s*{_ENTRYWISE}\s*[,.;]?\s*\}}", re.I)
_IN_WORDS = re.compile(rf"{_TEXT}\s*[(\[]?\s*(?:(?:where|with|and|here)\s+)?\$\s*\\odot\s*\$\s*{_ENTRYWISE}\s*[)\]]?\s*[,.;]?\s*\}}", re.I)
# What may stand right before: a gap, an opened bracket, a sign of punctuation, words. A factor before would make it a product.
_APART = re.compile(r"(?:\\q?quad|[(\[,;]|\}|\\[,;:! ])\s*$")
_EMPTY = re.compile(r"\\q?quad\s*(\(\s*\)|\[\s*\])")


def rewritten(document: Document) -> Document:
    """The document without these, all else where it stood."""
    if "\\odot" not in document.text:
        return document
    formulas = tuple(replace(f, rows=tuple(map(_without, f.rows))) if f.display else f for f in document.formulas)
    return document if formulas == document.formulas else replace(document, formulas=formulas)


def _without(row: Source) -> Source:
    text = row.text
    for told in (_TOLD, _IN_WORDS):
        text = told.sub(lambda m: " " * len(m[0]) if told is _IN_WORDS or _APART.search(m.string[:m.start()]) and _words_before(m.string[:m.start()]) else m[0], text)
    if text == row.text:
        return row
    return row.rewritten(_EMPTY.sub(lambda m: m[0].replace(m[1], " " * len(m[1])), text))


def _words_before(text: str) -> bool:
    r"""Is a closed brace at the end of a text that of words, and not of a value, `\frac{a}{b}`?"""
    text = text.rstrip()
    return not text.endswith("}") or re.search(rf"{_TEXT}[^{{}}]*\}}$", text) is not None


__all__ = ["rewritten"]
