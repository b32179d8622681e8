r"""Words in a declaration: `\text{invertible}`, `is symmetric`, `with rows x_i^\top`, `\forall`.

A word is replaced by spaces of its length, so that spans stay right.
"""

from __future__ import annotations

import re

TRAIT_WORDS = {
    "elementwise": "elementwise", "entrywise": "elementwise", "entry-wise": "elementwise",
    "element-wise": "elementwise", "componentwise": "elementwise", "invertible": "invertible",
    "nonsingular": "invertible", "non-singular": "invertible", "symmetric": "symmetric",
    "orthogonal": "orthogonal", "positive definite": "posdef", "positive semidefinite": "possemidef",
    "positive semi-definite": "possemidef", "positive-definite": "posdef", "full rank": "full rank",
    "full column rank": "full column rank", "full row rank": "full row rank", "exists": "exists",
    "diagonal": "diagonal", "integer": "integer", "positive": "positive",
    "nonnegative": "nonnegative", "non-negative": "nonnegative", "nonzero": "nonzero",
}

_DIRECTIVE = re.compile(
    r"(?:\\(?:text|textrm|mathrm|mbox|textit)\s*\{\s*)?(?:\(\s*)?(?:(?:is|are|be|has|have|of|acts|applied)\s+)*"
    r"(?:\ban?\s+)?\b(" + "|".join(sorted(map(re.escape, TRAIT_WORDS), key=len, reverse=True))
    + r")\b(?:\s+matrix|\s+matrices|\s+function)?\s*\)?\s*\}?")
_PROSE = re.compile(r"^\s*(?:\\text\s*\{\s*)?\b(?:let|Let|where|with|Define|define|Suppose|Assume)\b\s*\}?")
_AND = re.compile(r"\\text\s*\{\s*and\s*\}")
_FORALL = re.compile(r"\\forall\b")
_NAME = r"(?:\\[A-Za-z]+\s*\{[^{}]*\}|\\[A-Za-z]+|[A-Za-z])\s*_\s*(?:\{\s*([A-Za-z])\s*\}|([A-Za-z]))"
_LINES = re.compile(
    r"(?:\\text\s*\{)?\s*\b(?:with|whose|having|has)\s+(?:the\s+)?(row|column)s?\b(?:\s+(?:are|is))?"
    r"\s*\}?\s*(" + _NAME + r")(\s*\^\s*(?:\{\s*)?(?:\\top|\\intercal|T)(?:\s*\})?)?")


def blanked(text: str, words: set[str]) -> str:
    """The line with its directive words replaced by spaces; what they say is put in `words`."""

    def erase(m: re.Match) -> str:
        words.add(TRAIT_WORDS[m.group(1)])
        return " " * len(m.group())

    text = _DIRECTIVE.sub(erase, text)
    if words:
        text = _AND.sub(lambda m: ",".ljust(len(m.group())), text)
    text = _FORALL.sub(lambda m: "\\quad".ljust(len(m.group())), text)
    m = _PROSE.match(text)
    return " " * m.end() + text[m.end():] if m else text


def lines_named(text: str) -> tuple[str, tuple[str, str, str] | None]:
    r"""The text without `with rows x_i^\top`, and (row or column, `x_i`, `i`) if it says so."""
    m = _LINES.search(text)
    if m is None:
        return text, None
    blank = text[:m.start()] + " " * (m.end() - m.start()) + text[m.end():]
    return blank, (m.group(1), m.group(2), m.group(3) or m.group(4))
