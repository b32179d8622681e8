r"""Labels told by their two signs, "labels $y = \pm 1$", as the set of these: `y \in \{-1, 1\}`. Only of a whole formula beside words of labels or classes, and only where no formula
before it says what the letter is."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document

_SIGNS = re.compile(r"\s*(?P<name>[a-z](?:\s*_\s*\{?\s*[a-z]\s*\}?)?)\s*=\s*\\pm\s*1\s*[.,;]?\s*")
_BEFORE = re.compile(r"\b(?:labels?|class(?:es)?|targets?|responses?|outputs?)(?:\s+(?:is|are|be|of|takes?|by))*\s*$", re.I)
_AFTER = re.compile(r"^\s*(?:is|are|be|denotes?)\s+(?:the|a|an|its|our)?\s*(?:true\s+|binary\s+|class\s+)?(?:labels?|class(?:es)?|targets?)\b", re.I)


def rewritten(document: Document) -> Document:
    """The document with the set of both signs for such an equation."""
    formulas, changed = list(document.formulas), False
    for k, f in enumerate(formulas):
        m = _SIGNS.fullmatch(f.rows[0].text) if not f.display and len(f.rows) == 1 else None
        if m is None or not (_BEFORE.search(f.before) or _AFTER.match(f.after)):
            continue
        told = re.compile(rf"(?<![A-Za-z\\_]){re.escape(m['name'])}\s*(?:=|\\in(?![A-Za-z]))")
        if not any(told.search(row.text) for g in formulas[:k] for row in g.rows):
            formulas[k] = replace(f, rows=(f.rows[0].rewritten(rf"{m['name']} \in \{{-1, 1\}}"),))
            changed = True
    return replace(document, formulas=tuple(formulas)) if changed else document


__all__ = ["rewritten"]
