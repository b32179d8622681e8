r"""Layers numbered by bare superscripts, `z^l = W^l a^{l-1} + b^l`: written as `z^{(l)} = W^{(l)} a^{(l-1)} + b^{(l)}`, so that no number among
them is a power."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document

_BASE = r"(?<![A-Za-z\\])(\\(?!frac|left|right|big|Big|partial|nabla|sum|prod|top|mathbb|mathrm|text)[a-zA-Z]+|\\(?:hat|tilde|bar|mathbf|boldsymbol|bm)\s*\{\s*\\?[A-Za-z]+\s*\}|[A-Za-z])"
_LAYERS = re.compile(r"\blayers?\b", re.I)


def rewritten(document: Document) -> Document:
    """The document with such superscripts in parentheses; the same where words speak of no layers, or one letter numbers fewer than two names."""
    text = " \n ".join(row.text for f in document.formulas for row in f.rows)
    for letter in (r"\\ell", "l", "k") if _LAYERS.search(document.text) else ():
        at = rf"\s*\^\s*(?:\{{\s*{letter}\s*\}}|{letter}(?![A-Za-z]))"
        beside = re.compile(rf"{_BASE}\s*\^\s*\{{\s*{letter}\s*[-+]\s*1\s*\}}")
        names = {m[1] for m in re.finditer(_BASE + at, text)}
        if len(names) > 1 and any(m[1] in names for m in beside.finditer(text)):
            return replace(document, formulas=tuple(replace(f, rows=tuple(row.edited(_edits(row.text, names, letter)) for row in f.rows))
                                                    for f in document.formulas))
    return document


def _edits(text: str, names: set[str], letter: str) -> list[tuple[int, int, str]]:
    """`a^{l-1}` as `a^{(l-1)}`, and so the last layer `a^L` and numbered ones `a^2` of these names."""
    one = rf"(?:{letter}(?:\s*[-+]\s*\d)?|L(?:\s*[-+]\s*\d)?|\d)"
    name = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
    found = re.finditer(rf"(?<![A-Za-z\\])(?:{name})\s*(\^\s*(?:\{{\s*({one})\s*\}}|({letter}|L|\d)(?![A-Za-z0-9])))", text)
    return [(m.start(1), m.end(1), f"^{{({m[2] or m[3]})}}") for m in found]
