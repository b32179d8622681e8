r"""Small constants that words neglect: "(neglecting $\epsilon$)", "ignoring the constant $\epsilon$ we get", written as `for $\epsilon = 0$`. Only of a name that a
formula before it says to be positive, as others may be left out in another way.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.read.documents import Document, Formula

_NEGLECTS = re.compile(r"\b(?:neglecting|ignoring|disregarding|(?:if|when)\s+(?:we|one)\s+(?:neglects?|ignores?|disregards?)|we\s+(?:neglect|ignore|disregard))"
                       r"(?:\s+the)?(?:\s+(?:small|tiny|stabili[sz]ing|numerical|positive))*(?:\s+(?:constant|number|term|offset))?\s*$", re.I)
_DENIED = re.compile(r"\b(?:not|never|without|instead\s+of|rather\s+than|cannot|wrong\w*|mistake|error|by)\s+(?:\w+\s+)?$", re.I)
_TERMS = re.compile(r"^\s*-?\s*(?:terms?|dependence|depend\w+|contributions?|factors?|part|th\b|s\b)", re.I)


def rewritten(document: Document) -> Document:
    """The document with zero for such constants, where they are neglected."""
    formulas = document.formulas
    for k, f in enumerate(formulas):
        if (said := _NEGLECTS.search(f.before)) is None or not _is_constant(formulas, k) or _DENIED.search(f.before[:said.start()]) or _TERMS.match(f.after):
            continue
        row = f.rows[0].rewritten(f"{f.rows[0].text.strip()} = 0")
        formulas = (*formulas[:k], replace(f, rows=(row,), before=f"{f.before[:said.start()]}for"), *formulas[k + 1:])
    return document if formulas is document.formulas else replace(document, formulas=formulas)


def _is_constant(formulas: tuple[Formula, ...], k: int) -> bool:
    """Is formula k a name alone, which a formula before it says to be positive?"""
    name = formulas[k].rows[0].text.strip() if len(formulas[k].rows) == 1 and not formulas[k].display else ""
    if re.fullmatch(NAME, name) is None:
        return False
    positive = re.compile(rf"\s*(?:{re.escape(name)}\s*>\s*0|0\s*<\s*{re.escape(name)})\b[^=]*")
    return any(positive.fullmatch(row.text) for f in formulas[:k] for row in f.rows)


__all__ = ["rewritten"]
