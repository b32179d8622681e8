r"""The letter a of `h(a) = \tanh(a)`, `h'(a) = 1 - h(a)^2` beside units `a_j`: what a function is taken at where it is defined is a letter of that formula
alone, so another one, which the document has nowhere, stands for it.

It is done in networks with weights `w_{ji}`, for letters of their units that stand without an index in such formulas alone: what is said of `a` by itself elsewhere may be the vector of the units.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge.derivation.outcome import Derivation
from symcheck.read.documents import Document

_F = r"(?:\\(?!frac|partial|sum|left|right)[A-Za-z]+|[A-Za-z])"
# `h(a) =`, `h'(a) = `, at the beginning of a formula.
_HEAD = re.compile(rf"[\s&]*{_F}\s*(?:'|\^\s*\\prime|\^\s*\{{\s*\\prime\s*\}}|\\prime)?\s*\(\s*(?P<at>[a-z])\s*\)\s*&?\s*(?::?=|\\equiv|\\triangleq)")
_ALONE = r"(?<![A-Za-z\\])(d?)%s(?![A-Za-z])(?!\s*[_^]\s*[{a-z(\[])"
_INDEXED = r"(?<![A-Za-z\\])%s\s*(?:\^\s*(?:\{[^{}]*\}|\w)\s*)?_\s*\{?\s*([a-z])(?![A-Za-z])\s*\}?"
# `w_{ji}`, `W^{(1)}_{kj}`: the letters of units.
_WEIGHT = re.compile(r"(?<![A-Za-z\\])[wWvVuU]\s*(?:\^\s*(?:\{[^{}]*\}|\w)\s*)?_\s*\{\s*([a-z])\s*,?\s*([a-z])\s*\}")
_STEPS = r"(?<![A-Za-z\\])%s\s*_\s*\{[^{}]*[-+]"  # of a method
_NETWORK = re.compile(r"\b(?:units?|neurons?|hidden|layers?|networks?)\b", re.I)
_WORDS = re.compile(r"\\(?:text\w*|operatorname|mathrm|begin|end|label|tag)\*?\s*\{[^{}]*\}")
_FRESH = "uvsqtr"


def told(document: Document) -> dict[str, str]:
    """The letter that stands for each such letter."""
    if _NETWORK.search(document.text) is None:
        return {}
    rows = [_WORDS.sub(" ", row.text) for f in document.formulas for row in f.rows]
    heads = {m["at"] for row in rows if (m := _HEAD.match(row)) is not None}
    units = {i for row in rows for m in _WEIGHT.finditer(row) for i in m.groups()}
    found = [x for x in sorted(heads) if any(m[1] in units for row in rows for m in re.finditer(_INDEXED % x, row)) and not any(re.search(_STEPS % x, row) for row in rows)
             and all(_is_its(row, x) for row in rows if re.search(_ALONE % x, row))]
    fresh = [x for x in _FRESH if not any(re.search(rf"(?<![A-Za-z\\])d?{x}(?![A-Za-z])", row) for row in rows)]
    return dict(zip(found, fresh)) if len(fresh) >= len(found) else {}


def _is_its(row: str, letter: str) -> bool:
    """Does a row that has the letter by itself say what a function is at it, and nothing of the units?"""
    head = _HEAD.match(row)
    return head is not None and letter == head["at"] and re.search(_INDEXED % letter, row) is None


def rewritten(document: Document) -> Document:
    """The document with other letters in these formulas, as long as it was."""
    letters = told(document)
    if not letters:
        return document
    return replace(document, formulas=tuple(replace(f, rows=tuple(row.rewritten(_with(row.text, letters)) if (m := _HEAD.match(row.text)) is not None and m["at"] in letters else row
                                                                  for row in f.rows)) for f in document.formulas))


def _with(text: str, letters: dict[str, str]) -> str:
    for old, new in letters.items():
        text = re.sub(_ALONE % old, lambda m: m[1] + new, text)
    return text


def restored(outcome: Derivation, document: Document) -> None:
    """The steps, and what is said of them, with the letters as they are written in the file."""
    back = {new: old for old, new in told(document).items()}
    if not back:
        return

    def said(text: str) -> str:
        for new, old in back.items():
            text = re.sub(rf"(?<![A-Za-z\\])(d?){new}(?![A-Za-z])", lambda m: m[1] + old, text)
        return text

    outcome.steps[:] = [replace(s, source=said(s.source)) for s in outcome.steps]
    outcome.passed[:] = [(line, said(text)) for line, text in outcome.passed]
    outcome.taken[:] = [x for x in outcome.taken if not any(re.match(rf"{new}(?![A-Za-z])", x) for new in back)]
