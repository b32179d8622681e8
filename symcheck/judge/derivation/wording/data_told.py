r"""Words by which the letter of a data set stands for a part of the data: "let $\mathcal{D}$ be the first half of the data", "$\mathcal{D}$ holds $y_1$ alone",
`\mathcal{D} = \{y_1, y_2\}`; and letters of data sets of the author's own, "the training set $S = ((x_1, y_1), \dots, (x_m, y_m))$"."""

from __future__ import annotations

import re

_ANY = r"\\mathcal\s*\{?\s*[A-Z]\s*\}?|[A-Z]"
_LETTER = r"(?:\\mathcal\s*\{?\s*D\s*\}?|D|\\(?:text|mathrm)\s*\{\s*[dD]ata\s*\}%s)"
_NAMED = rf"(?P<before>[^.;:,$]{{0,50}})\$\s*{_LETTER}\s*\$(?P<after>(?:[^.;:$]|\$[^$]*\$){{0,90}})"
_GIVEN = rf"(?<![A-Za-z|])(?<!\\mid )(?<!\\mid){_LETTER}\s*(?::=|=|\\equiv|\\triangleq)\s*(?P<value>[^$]*)"
# A letter of pairs, "$S = ((x_1, y_1), \\dots, (x_m, y_m))$", "$S = \\{(x_i, y_i)\\}_{i=1}^m$", or one that words call a data set.
_OF_PAIRS = re.compile(rf"\$\s*(?P<name>{_ANY})\s*:?=\s*(?:\\left|\\[bB]igl?)?(?:\\\{{|\(|\[)\s*\(\s*\\?\w+\s*[_^][^=$]*?,[^=$]*?(?:\\[lc]?dots|_\s*\{{?\s*[a-z]\s*=\s*1)")
_SET = r"(?:(?:training|data|i\.\s?i\.\s?d\.)[\s-]+(?:sets?|samples?|data)|data\s?sets?)"
_CALLED = re.compile(rf"\b{_SET}\s+\$\s*(?P<name>{_ANY})\s*\$|\$\s*(?P<other>{_ANY})\s*\$\s+(?:be|is|denotes?)\s+(?:an?|the|our)\s+(?:\w+\s+)?{_SET}\b", re.I)
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


def letters(text: str) -> frozenset[str]:
    """The letters of data sets of the author's own."""
    names = [m["name"] for m in _OF_PAIRS.finditer(text)] + [m["name"] or m["other"] for m in _CALLED.finditer(text)]
    return frozenset(name.rstrip("} ")[-1] for name in names)


def is_one(text: str) -> bool:
    """Does a formula say of which pairs a data set is made?"""
    return _OF_PAIRS.match(f"${text}$") is not None


def ends(text: str) -> frozenset[str] | None:
    """The letters that the data which the letter of a data set stands for end with, where formulas tell them; None where words or formulas say
    that it stands for a part of the data."""
    own = "".join(rf"|\\mathcal\s*\{{?\s*{x}\s*\}}?|{x}" for x in sorted(letters(text)))
    for m in re.finditer(_NAMED % own, text):
        held = _HOLDS.match(m["after"])
        if _PART.search(m["before"]) or _PART.search(m["after"]) or held is not None and not _ALL.search(held["value"].strip()):
            return None
    values = [m["value"].strip() for m in re.finditer(_GIVEN % own, text)]
    values = [v for v in values if v.startswith((r"\{", r"\left", r"\big", r"\Big", "("))]
    if not all(map(_ALL.search, values)):
        return None
    return frozenset(m[1] for v in values if (m := _END.search(v)) is not None)
