r"""Of how many names a document writes densities with the letter p: of two, p is no one function, and `p(w) = ..` is the density of w.

Two are counted where two heads define them, `p(y \mid w) = ..` and `p(w) = ..`, and where a name stands before the bar in one place and behind it in another, as in Bayes' rule.
"""

from __future__ import annotations

import re

# The head of `p(y \\mid w) = ..`: with two of different names, p is no one function.
_HEAD = re.compile(r"(?:^|&|\\q?quad|,)\s*[pP]\s*(?:\\left)?\(((?:\\(?!mid\b)[A-Za-z]+|[^|;()\\])*)[^=]*?\)\s*&?\s*(?:=|\\propto)")
# `p(x_1, \\dots, x_n \\mid \\theta)`: the density of all samples, no value of a function of one.
_JOINT = re.compile(r"(?:^|[^A-Za-z\\])[pP]\s*(?:\\left|\\[bB]igg?l?)?\(\s*([^|;()=,]+_\{?1\}?\s*,\s*(?:[^|;()=,]+_\{?2\}?\s*,\s*)?\\[lc]?dots)")
# `p(\\mathcal{D} \\mid w)`, `p(w \\mid \\mathcal{D})`: densities of what was observed, or given it.
_OF_DATA = re.compile(r"(?:^|[^A-Za-z\\])[pP]\s*(?:\\left|\\[bB]igg?l?)?\(\s*(\\mathcal\s*\{?\s*D(?![A-Za-z])|\\?[A-Za-z]+(?=\s*(?:\\mid(?![A-Za-z])|\|)\s*\\mathcal\s*\{?\s*D(?![A-Za-z])))")
# `p(w)`, `p(y_i \\mid x_i, w)`, with what is given; `p(w \\mid x_1, \\dots, x_n)`.
_ANY = re.compile(r"(?<![A-Za-z\\])[pP]\s*(?:\\left|\\[bB]igg?l?)?\(([^()|;]*?)(?:\\right|\\[bB]igg?r?)?(?:(?:\\mid(?![A-Za-z])|\||;)([^()]*?)(?:\\right|\\[bB]igg?r?)?)?\)")
_FONT = re.compile(r"\\(?:mathbf|boldsymbol|bm|vec|mathcal)\s*\{?\s*(\\?[A-Za-z]+)\s*\}?")
_LETTER = re.compile(r"\\[A-Za-z]+|[A-Za-z]")
_SCRIPT = re.compile(r"[_^]\s*(?:\{[^{}]*\}|\\[A-Za-z]+|\w)")


def counted(rows: list[str]) -> int:
    """Of how many names these formulas write densities; one that is only called and never defined counts as none."""
    heads = len({re.split(r"[=,]", m[1])[0].strip() for row in rows for pattern in (_HEAD, _JOINT, _OF_DATA) for m in pattern.finditer(row)})
    return max(heads, 2) if _both_ways(rows) else heads


def _both_ways(rows: list[str]) -> bool:
    """Does a name stand alone in front in one density, and behind the bar in another, of which another name is in front? Or alone and given others?"""
    front, behind, alone, given_others = set(), set(), set(), set()
    for row in rows:
        for m in _ANY.finditer(row):
            of, given = _letters(m[1]), _letters(m[2] or "")
            if len(of) == 1:
                front |= of
                behind |= given - of
                (given_others if given else alone).update(of)
    return bool(front & behind or alone & given_others)


def _letters(text: str) -> set[str]:
    """The letters of names in a list, without fonts and scripts."""
    plain = _SCRIPT.sub(" ", _FONT.sub(r"\1", text))
    return {m[0] for m in _LETTER.finditer(plain) if not m[0].lstrip("\\").endswith("dots")}


__all__ = ["counted"]
