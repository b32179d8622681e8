r"""Words by which the letter of a data set stands for a part of the data: "let $\mathcal{D}$ be the first half of the data", "$\mathcal{D}$ holds $y_1$ alone",
`\mathcal{D} = \{y_1, y_2\}`."""

from __future__ import annotations

import re

_LETTER = r"(?:\\mathcal\s*\{?\s*D\s*\}?|D|\\(?:text|mathrm)\s*\{\s*[dD]ata\s*\})"
_NAMED = re.compile(rf"(?P<before>[^.;:,$]{{0,50}})\$\s*{_LETTER}\s*\$(?P<after>(?:[^.;:$]|\$[^$]*\$){{0,90}})")
_GIVEN = re.compile(rf"(?<![A-Za-z|])(?<!\\mid )(?<!\\mid){_LETTER}\s*(?::=|=|\\equiv|\\triangleq)\s*(?P<value>[^$]*)")
_PART = re.compile(r"\b(?:half|halves|first|second|third|last|alone|only|sub-?set|part|portion|fraction|some|few|except|excluding|without|"
                   r"held[\s-]*out|validation|test|"
                   r"(?:mini-?)?batch|even|odd|remaining|rest|other|previous|past|new|next|one|single|two|three|ten|missing|but|not|unseen|future)\b", re.I)
_HOLDS = re.compile(r"^\s*(?:holds?|contains?|consists?\s+of|is|be|denotes?|has|comprises?|for|of|"
                    r"stand(?:s|ing)?\s+for|collects?|gathers?)\s+(?:[\w-]+\s+){0,4}\$(?P<value>[^$]*)\$", re.I)
# The letter at the end.
_END = re.compile(r"(?:\^\s*\{?\s*|_\s*\{?\s*)([A-Za-z])\s*\}?[\s})\\.,]*$")
# `\{y_1, \dots, y_n\}`, `\{(x_i, y_i)\}_{i=1}^n`, and n of "the $n$ observations".
_ALL = re.compile(r"1\s*\}?\s*\)?\s*,.*\\[lc]?dots.*[_{\s]([A-Za-z])\}?\s*\)?[\s})\\]*[.,\s]*$|"
                  r"_\s*\{?\s*(?:[a-z]\s*=\s*1\s*)\}\s*\^\s*\{?\s*[A-Za-z]\s*\}?[\s.,]*$|^\s*[A-Za-z]\s*$|^[^=]*_\s*\{?\s*[ij]\s*\}?\s*\)?\s*$|.*\(\s*X\s*,\s*y\s*\)[^,]*$", re.S)


def ends(text: str) -> frozenset[str] | None:
    """The letters that the data which the letter of a data set stands for end with, where formulas tell them; None where words or formulas say
    that it stands for a part of the data."""
    for m in _NAMED.finditer(text):
        held = _HOLDS.match(m["after"])
        if _PART.search(m["before"]) or _PART.search(m["after"]) or held is not None and not _ALL.search(held["value"].strip()):
            return None
    values = [m["value"].strip() for m in _GIVEN.finditer(text)]
    values = [v for v in values if v.startswith((r"\{", r"\left", r"\big", r"\Big", "("))]
    if not all(map(_ALL.search, values)):
        return None
    return frozenset(m[1] for v in values if (m := _END.search(v)) is not None)
