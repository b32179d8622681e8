r"""Values that words put in for the letters of a formula: "Insert $x = x_t$ and $y = x_t - \eta g_t$", "(4) with $x = x^\star$". They say nothing that these letters mean."""

from __future__ import annotations

import re

from symcheck.read.documents import Formula

_PUTS_IN = re.compile(r"\b(?:insert|substitut|plug)(?:e|ing|ging|es|ed|s)?\b[^.;$]*$", re.I)
_AND = re.compile(r"\s*,?\s*and\s*|\s*,\s*")
_OWN = re.compile(r"\s*(?P<x>\\?[A-Za-z]+)\s*&?\s*=\s*(?P=x)\s*(?:_\s*(?:\{[^{}=]*\}|\w)|\^\s*(?:\{\s*(?:\\star|\\ast|\*|\([^()]*\))\s*\}|\\star|\\ast|\*))\s*[.,;]?\s*")


def is_one(formulas: tuple[Formula, ...], k: int) -> bool:
    """Is formula k such a value, by the words before it or the list that it stands in, or as the letter itself at another place?"""
    if formulas[k].display:
        return False
    if any(_OWN.fullmatch(row.text) for row in formulas[k].rows):
        return True
    while k and _AND.fullmatch(formulas[k].before) and not formulas[k - 1].display:
        k -= 1
    return _PUTS_IN.search(formulas[k].before) is not None


__all__ = ["is_one"]
