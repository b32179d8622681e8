r"""Cells of tables of iterates that hold rounded numbers: `3.1` for 3.125 where the words say "rounded to one decimal".

A cell that is off by less than its last digit may show is no wrong one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.numbers import rounding
from symcheck.judge.derivation.numbers.values import number
from symcheck.judge.derivation.rows.statements import statements
from symcheck.judge.verdict import Verdict
from symcheck.read.documents import Formula

# Words that say that numbers are rounded: "rounded to one decimal", "to three significant digits", "approximate values".
_ROUNDED = re.compile(r"\bround(?:ed|ing|s)?\b|\b(?:to|with|at)\s+(?:\w+|\$\d\$)\s+(?:decimals?|digits?|(?:significant|decimal)\s+(?:digits?|places?|figures?))\b|\bapproximate(?:ly)?\b|"
                      r"\\approx(?![a-z])|\btruncated\b", re.I)
_VERDICTS = {rounding.AGREES: Verdict(V.SUPPORTED, "the values agree in the decimals written"),
             rounding.OPEN: Verdict(V.UNDECIDED, "the values agree as far as the decimals may be rounded")}


def weighed(chains: Chains, formula: Formula, known: int) -> None:
    """Let the steps of a cell from `known` on that differ be right, or open, where its number is a rounded one."""
    steps, row = chains.outcome.steps, formula.rows[0]
    if not any(s.verdict.word == V.DIFFERENT for s in steps[known:]):
        return
    found = statements(chains.context, row)
    if len(found) != 1 or len(found[0].pieces) != 2 or None in found[0].pieces:
        return
    head, piece = found[0].pieces
    value, written = chains.meanings.instances.value_at(head), number(chains.state, piece)
    value = number(chains.state, head) if value is None else value
    if value is None or written is None or value.size != 1 or written.size != 1:
        return
    said = _ROUNDED.search(chains.meanings.document.text) is not None
    text = row.text[piece.syntax.span.start:piece.syntax.span.end]
    verdict = _VERDICTS.get(rounding.cell(value.ravel()[0], written.ravel()[0], text, said))
    if verdict is not None:
        steps[known:] = [replace(s, verdict=verdict) if s.verdict.word == V.DIFFERENT else s for s in steps[known:]]


__all__ = ["weighed"]
