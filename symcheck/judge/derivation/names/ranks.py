"""Ranks that words give to matrices, taken in as assumptions: of the matrix that a formula names, and of those that the reason of a claim names after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcheck.judge.derivation.names import assumptions
from symcheck.judge.derivation.wording import ranks_told
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings


def named(meanings: Meanings, name: str) -> str:
    r"""`A \text{ full column rank}` of the matrix at hand, where the words behind it tell its rank; "" where they tell none."""
    e = meanings.state.context_read(name)
    if e is None or e.op != "var" or len(e.shape) != 2 or 1 in e.shape:
        return ""
    said = ranks_told.told(meanings.document.formulas, meanings.at, e.shape)
    return rf"{name} \text{{ {said}}}" if said else ""


def suppose_reasons(meanings: Meanings) -> None:
    """Take in the ranks that the sentence at hand names further on as the reason of what is claimed here."""
    row = meanings.document.formulas[meanings.at].rows[0]
    for name, said in ranks_told.reasons(meanings.document.formulas, meanings.at):
        e = meanings.state.context_read(name)
        if e is not None and e.op == "var" and len(e.shape) == 2 and 1 not in e.shape:
            assumptions.suppose(meanings, Source(rf"{name} \text{{ {said}}}", row.name, row.locate(0)[0]))


__all__ = ["named", "suppose_reasons"]
