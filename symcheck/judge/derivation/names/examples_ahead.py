r"""Arrays of numbers that a later example gives to a name, `A = \operatorname{diag}(1, 4)` under "**Check by numbers.**": what stands before that heading speaks of
any A, and takes no meaning from it."""

from __future__ import annotations

import re

from symcheck.judge.derivation.numbers.example_words import OF_NUMBERS
from symcheck.read.documents import Document

_ONE = r"[-+]?\s*(?:[\d.]+(?:\s*/\s*\d+)?|\\[dt]?frac\s*(?:\{\s*\d+\s*\}|\d)\s*(?:\{\s*\d+\s*\}|\d)|(?:[\d.]+\s*)?\\(?:log|ln|sqrt)\s*\{?\s*\d+\s*\}?)"
_LISTED = rf"(?:\\left)?\s*[(\[]\s*{_ONE}(?:\s*,\s*{_ONE})+\s*(?:\\right)?\s*[)\]]"
_ARRAY = re.compile(rf"\s*(?:{_LISTED}(?:\s*\^\s*\{{?\s*(?:\\top|T|\\intercal)\s*\}}?)?|\\(?:(?:operatorname|mathrm|text)\s*\{{\s*diag\s*\}}|diag(?![A-Za-z]))\s*{_LISTED}|"
                    rf"\\begin\{{[pb]?matrix\}}(?:\s|&|\\\\|{_ONE})*\\end\{{[pb]?matrix\}})\s*[.,;]?\s*")
_FONTS = r"(?:\\(?:mathbf|boldsymbol|bm|vec|mathit)\s*\{?\s*)?"
# The title of a part or of a paragraph.
_HEADING = re.compile(r"(?:^#+|\*\*|\\(?:textbf|emph|paragraph|(?:sub)*section)\*?\{)[^*{}\n]*[*}\n]", re.M)


def is_one(document: Document, name: str, text: str, at: int, k: int) -> bool:
    """Does this row of formula k give numbers to the name, under a heading of numbers that stands after formula `at`?"""
    head, _, value = text.partition("=")
    if k <= at or not re.fullmatch(rf"\s*{_FONTS}{re.escape(name.split('^')[0])}\s*\}}?\s*", head) or not _ARRAY.fullmatch(value):
        return False
    return _is_headed(document, at, k)


def are_values(document: Document, text: str, at: int, k: int) -> bool:
    """Does this row of formula k tell an array of numbers, of whatever stands on its left side, under such a heading?"""
    _, _, value = text.partition("=")
    return k > at and _ARRAY.fullmatch(value) is not None and _is_headed(document, at, k)


def _is_headed(document: Document, at: int, k: int) -> bool:
    return any(OF_NUMBERS.search(m[0]) for m in _HEADING.finditer(document.text, document.formulas[at].start, document.formulas[k].start))


__all__ = ["are_values", "is_one"]
