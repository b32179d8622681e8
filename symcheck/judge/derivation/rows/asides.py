r"""Asides whose brackets stand partly in words, `&& \text{(multiply by } 2\sigma^2)`: the brackets are no part of any formula. Nor are boxes
around both sides of a line, `\Aboxed{a &= b}`. Of a column that says what was done, `&& \text{times } 2\sigma^2 > 0`, nothing is read."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document
from symcheck.text import Source

# Words with a bracket that they do not close.
_OPENED = re.compile(r"\\(?:text|textrm|textit|mbox|mathrm)\s*\{[^{}()]*(\()[^{}()]*\}")
_IN_WORDS = re.compile(r"\\(?:text|textrm|textit|mbox|mathrm)\s*\{[^{}]*$")
# What was done to a line, in a column of its own, with what it was done by but no equation.
_DONE = re.compile(r"&\s*&(?P<aside>(?:\s|~|\\q?quad|\\[,;:! ]|\[|\()*\\(?:text|textrm|textit|mbox|mathrm|intertext)\s*\{\s*[(\[]?\s*(?:we\s+)?(?:times|using|us(?:e|ed|es)|multipl\w+|divid\w+|add\w*|subtract\w*|"
                   r"cancel\w*|drop\w*|scal\w+|rescal\w+|expand\w*|complet\w+|factor\w*|collect\w*|tak\w+|pull\w*)\b[^{}]*\}(?:(?!\\\\)[^=&])*)$")
_BOX = re.compile(r"\\Aboxed\s*\{")


def unbracketed(document: Document) -> Document:
    """The document with a space for each bracket of such an aside, and for each such box, so that all else stands where it stood."""
    if not any(_OPENED.search(row.text) or _DONE.search(row.text) or _BOX.search(row.text) for f in document.formulas for row in f.rows):
        return document
    return replace(document, formulas=tuple(replace(f, rows=tuple(_without(row) for row in f.rows)) for f in document.formulas))


def _without(row: Source) -> Source:
    text = _DONE.sub(lambda m: m[0][:m.start("aside") - m.start()] + " " * len(m["aside"]), row.text)
    for m in _OPENED.finditer(text):
        end = _closing(text, m.end())
        if end is not None:
            text = f"{text[:m.start(1)]} {text[m.end(1):end]} {text[end + 1:]}"
    for m in _BOX.finditer(text):
        end = _box_end(text, m.end())
        if end is not None:
            text = f"{text[:m.start()]}{' ' * len(m[0])}{text[m.end():end]} {text[end + 1:]}"
    return row.rewritten(text) if text != row.text else row


def _box_end(text: str, start: int) -> int | None:
    """Where the brace is closed that is open at `start`."""
    depth = 0
    for k in range(start, len(text)):
        depth += (text[k] == "{") - (text[k] == "}") if text[k - 1] != "\\" else 0
        if depth < 0:
            return k
    return None


def _closing(text: str, start: int) -> int | None:
    """Where the bracket is closed that is open at `start`, in the same column."""
    depth = 0
    for k in range(start, len(text)):
        if text[k] == "&":
            return None
        depth += (text[k] == "(") - (text[k] == ")")
        if depth < 0:
            return None if _IN_WORDS.search(text, 0, k) else k
    return None
