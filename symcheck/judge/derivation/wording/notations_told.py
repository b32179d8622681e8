r"""Notation told of any function: "For $f : \mathbb{R}^n \to \mathbb{R}^m$ we write $\frac{\partial f}{\partial x}$ for the Jacobian".

Where the document gives f a formula in a later paragraph, that one is another f: the formulas of the paragraph say how derivatives are
written, and declare nothing of what comes after it.
"""

from __future__ import annotations

import re

from symcheck.judge.derivation.wording.patterns import text_of
from symcheck.read.documents import Document

_MAP = re.compile(r"\s*(\\?[A-Za-z]+|\\(?:mathbf|boldsymbol|bm)\s*\{\s*\\?[A-Za-z]+\s*\})\s*(?::|\\colon)(?!\s*=).*\\(?:to|rightarrow|mapsto)(?![A-Za-z])", re.S)
# "For a function", "Given any differentiable map", before the map.
_OF_ANY = re.compile(r"(?:^|[.:;*}]|\n)\s*(?:for|given|if)\b\s*(?:(?:an?|any|every|each|all)\s+)?(?:(?:[\w-]+ly\s+)?(?:differentiable|smooth|general|vector[- ]valued|"
                     r"scalar[- ]valued|vector|scalar)\s+)*(?:(?:functions?|maps?|mappings?)\b\s*)?(?:of\s+the\s+form)?\s*$", re.I)
# "we write", "the Jacobian is", after it.
_WRITES = re.compile(r"\s*,?\s*(?:(?:we|I|let\s+us)\s+(?:always\s+|also\s+|shall\s+|will\s+)?(?:write|denote|use|define|mean|understand|call|arrange)|"
                     r"(?:write|denote)|the\s+(?:Jacobian|gradient|derivative)s?\b[^.$]{0,30}(?:$|\b(?:is|are|has|means|denotes)\b))\b", re.I)
_PARAGRAPH_ENDS = re.compile(r"\n\s*\n|\\(?:sub)*(?:section|paragraph)\b|\\item\b")


def formulas(document: Document) -> set[int]:
    """The numbers of the formulas that only tell how derivatives of any function are written."""
    found: set[int] = set()
    for k, formula in enumerate(document.formulas):
        name = _MAP.match(text_of(formula)) if not formula.display else None
        if name is None or _OF_ANY.search(formula.before) is None or _WRITES.match(formula.after) is None:
            continue
        ends = _PARAGRAPH_ENDS.search(document.text, formula.start)
        here = [n for n in range(k, len(document.formulas)) if ends is None or document.formulas[n].start < ends.start()]
        letter = rf"(?<![A-Za-z\\]){re.escape(name[1])}(?![A-Za-z])"
        later = [row.text for f in document.formulas[here[-1] + 1:] for row in f.rows]
        if not any(document.formulas[n].display for n in here) and any(re.search(rf"{letter}\s*\([^()=]*\)\s*&?\s*:?=", row) for row in later):
            found.update(n for n in here if re.search(letter, text_of(document.formulas[n])))
    return found
