r"""Expansions told among words, "the second-order expansion is $s(x) \approx ..$", "gives $s(x) = .. + O(x^3)$", as displays without their rest."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document

EXPANDS = re.compile(r"\bTaylor\b|\bexpan(?:sion|d\w*)\b|\b(?:first|second|third|fourth)[-\s]order\s+(?:approximation|polynomial)|\b(?:linear|quadratic|cubic)\s+approximation|\bpolynomial\s+of\s+(?:degree|order)\b|"
                     r"\b(?:near|for\s+small|close\s+to)\s+(?:\$|zero\b|0\b|the\s+origin\b)", re.I)
_NAMED = re.compile(r"\bTaylor\b|\bexpan(?:sion|d\w*)\b", re.I)
_REST = re.compile(r"\s*\+\s*(?:\\mathcal\s*\{?\s*O\s*\}?|O|o)\s*(?:\\left)?\([^()]*(?:\\right)?\)\s*(?=[.,;]?\s*$)|\s*\+\s*\\[lc]?dots\s*(?=[.,;]?\s*$)")
_CALLED = re.compile(r"[\s&]*(?:\\[A-Za-z]+|[A-Za-z]+(?:_\{?\w+\}?)?)\s*(?:\\left)?\(\s*\\?[A-Za-z]+\s*(?:\\right)?\)\s*(?P<op>\\approx(?![A-Za-z])|\\simeq(?![A-Za-z])|=)")
_AFTER = 400


def rewritten(document: Document) -> Document:
    r"""The document with `s(x) \approx p` as a display where the words before it speak of an expansion."""
    formulas, changed = list(document.formulas), False
    for k, f in enumerate(formulas):
        if len(f.rows) != 1 or (m := _CALLED.match(text := f.rows[0].text)) is None:
            continue
        said = re.split(r"[.!?]\s+(?=[A-Z])|\n\s*\n", document.text[max(0, f.start - _AFTER):f.start])[-1]
        rest = _REST.search(text)
        if not EXPANDS.search(said) or m["op"] == "=" and (rest is None or not _NAMED.search(said)) or text.count("=") > (m["op"] == "="):
            continue
        if f.display and rest is None:
            continue
        plain = _REST.sub("", text)
        plain = f"{plain[:m.start('op')]}\\approx {plain[m.end('op'):]}"
        formulas[k] = replace(f, rows=(f.rows[0].rewritten(plain),), display=True)
        changed = True
    return replace(document, formulas=tuple(formulas)) if changed else document


__all__ = ["EXPANDS", "rewritten"]
