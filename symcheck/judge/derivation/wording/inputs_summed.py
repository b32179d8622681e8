r"""Sums over training inputs without an index: "the sum is over all training inputs $x$, and $y$ is the desired output", `\frac{1}{n} \sum_x (y - a)^2`."""

from __future__ import annotations

import re
from typing import NamedTuple

from symcheck.read.documents import Document

_FONT = r"(?:\\(?:mathbf|boldsymbol|bm|vec|mathit)\s*\{?\s*)?"
_SUMMED = re.compile(rf"\\sum\s*(?:\\(?:no)?limits\s*)?_\s*\{{?\s*{_FONT}(?P<x>[a-z])\s*\}}*(?![\s}}]*(?:=|\\in(?![A-Za-z])|,|\^))(?!\w)")
# `\\frac{1}{n} \\sum_x`, `\\frac{1}{2n} \\sum_x`, `\\frac1n \\sum_x`: how many there are.
_COUNT = re.compile(r"\\[dt]?frac\s*(?:\{\s*1\s*\}|1)\s*(?:\{\s*\d?\s*([A-Za-z])\s*\}|([A-Za-z]))\s*$")
_INPUTS = r"(?:inputs?|examples?|samples?|instances?|images?|patterns?|(?:data\s*)?points?|cases?|observations?|items?)"
# "the sum is over all training inputs, $x$", "$n$ training inputs $x$", "for one training example $x$".
_OVER = rf"\b{_INPUTS}(?:\s+of\s+(?:the\s+)?[\w\s-]{{1,25}}?)?\s*,?\s*\$\s*{_FONT}%s\s*\}}*\s*(?:\\in[^$]*)?\$"
# What each of them has: "$y$ is the corresponding desired output", "desired outputs $y$", "with label $t$".
_OWN = r"(?:outputs?|targets?|labels?|answers?|responses?|class(?:es)?)"
_IS_OWN = re.compile(rf"\$\s*{_FONT}(?P<y>[a-z])\s*\}}*\s*(?:\(\s*{_FONT}[a-z]\s*\}}*\s*\)\s*)?(?:\\in[^$]*)?\$\s*(?:is|are|denotes?|being|be|stands?\s+for|for)?\s*(?:again\s+|always\s+)?(?:the|its|their)\s+"
                     rf"(?:[a-z-]+\s+){{0,2}}?{_OWN}\b", re.I)
_OWN_IS = re.compile(rf"\b(?:desired|target|true|correct|corresponding|observed|wanted)\s+(?:[a-z-]+\s+)?(?:{_OWN}|values?)\s+\$\s*{_FONT}(?P<y>[a-z])\s*\}}*\s*(?:\\in[^$]*)?\$|\b(?:labels?|targets?)\s+\$\s*{_FONT}(?P<t>[a-z])\s*\}}*\s*(?:\\in[^$]*)?\$", re.I)
# `y(x)`, `(x, y)`
_BESIDE = r"(?<![A-Za-z\\])(?P<y>[a-z])\s*\(\s*%s\s*\)|\(\s*%s\s*,\s*(?P<t>[a-z])\s*\)"
# Outputs of the network itself, which are made of the input.
_OF_NETWORK = re.compile(r"\b(?:network|neurons?|model|actual|predict\w*|units?|layers?|not)\b", re.I)


class Inputs(NamedTuple):
    """How many inputs there are, and the other names that each of them has one of."""

    count: str
    others: tuple[str, ...]


def told(document: Document) -> dict[str, Inputs]:
    """The letters of inputs that sums of the document run over, as words tell them."""
    rows = [row.text for f in document.formulas for row in f.rows]
    found: dict[str, Inputs] = {}
    for x in dict.fromkeys(m["x"] for row in rows for m in _SUMMED.finditer(row)):
        if re.search(_OVER % x, document.text, re.I) is None or _is_index(rows, x):
            continue
        counts = {c[1] or c[2] for row in rows for m in _SUMMED.finditer(row) if m["x"] == x and (c := _COUNT.search(row[:m.start()])) is not None}
        if len(counts) != 1:
            continue
        own = [m["y"] for m in _IS_OWN.finditer(document.text) if not _OF_NETWORK.search(m[0])]
        own += [m["y"] or m["t"] for m in _OWN_IS.finditer(document.text)]
        own += [m["y"] or m["t"] for row in rows for m in re.finditer(_BESIDE % (x, x), row)]
        found[x] = Inputs(counts.pop(), tuple(y for y in dict.fromkeys(own) if y != x))
    return found


def _is_index(rows: list[str], x: str) -> bool:
    """Does the letter number anything, or is a range given for it?"""
    return any(re.search(rf"_\s*\{{[^{{}}]*(?<![A-Za-z\\]){x}(?![A-Za-z])[^{{}}=]*[,=]|(?<![A-Za-z\\]){x}\s*=\s*1\s*,\s*\\[lc]?dots|\\in\s*\\\{{\s*1\s*,\s*(?:2\s*,\s*)?\\[lc]?dots", row)
               and re.search(rf"(?<![A-Za-z\\]){x}(?![A-Za-z])\s*(?:=\s*1|\\in)", row) for row in rows)


__all__ = ["Inputs", "told"]
