r"""Limits among words that are written with an arrow: "For $n \to \infty$ we have $\alpha \to 1$", "$s(t) \to 0$ as $t \to \infty$".

The arrow of what moves, `n \to \infty`, stands before them in the sentence or right behind them; what tends to something is made of that name. A limit under a
hypothesis is not judged, nor one that is denied, nor that something grows without bound.
"""

from __future__ import annotations

import re

from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.prose import equals_told, limits_reached
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.relations.limits_told import is_approach
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording import noun_phrases
from symcheck.read.documents import Formula
from symcheck.text import Source

# "As ⟦0⟧, we have", "For ⟦0⟧ we find ⟦1⟧ and": between what moves and what tends to something.
_BEFORE = re.compile(rf"(?:^|[.;:,]\s*|\b(?:and|but|while|so|that|hence|thus)\s+){limits_reached.WHEN}⟦(?P<when>\d+)⟧\s*,?\s*(?:(?:then|also|clearly|therefore|thus)\s+)?"
                     r"(?:(?:we|one)\s+(?:\w+\s+)?(?:have|has|get|gets|see|find|finds|obtain|obtains)(?:\s+that)?|it\s+(?:holds|follows)(?:\s+that)?)?\s*,?\s*(?:⟦\d+⟧\s*(?:,|,?\s*and|,?\s*so|,?\s*hence)\s*)*$", re.I)
# What makes the arrow no claim, or one of a case.
_SUPPOSED = re.compile(r"\b(?:whether|where|provided|given|under|since\s+otherwise|need|want|require\w*|let\s+us\s+assume|such\s+that|if\s+(?!⟦))\b", re.I)


def judged(chains: Chains, remarks: Remarks, s: Statement, row: Source, formula: Formula, sentence: str) -> bool:
    """Judge `a \\to b` as a limit; False where the words do not tell what moves, or it is not decided."""
    if formula.display or s.operators != [r"\to"] or None in s.pieces or chains.state.in_case or is_approach(s) and (
            (e := chains.state.read(s.pieces[0])) is None or e.op != "let"):
        return False
    words, texts = noun_phrases.tokens(sentence)
    if limits_reached.DENIED.search(words) or _SUPPOSED.search(words) or limits_reached.NO_MATTER.match(formula.after):
        return False
    said = _BEFORE.search(words)
    approach = limits_reached.APPROACH.fullmatch(texts[int(said["when"])]) if said is not None else limits_reached.behind(chains, formula)
    if approach is None or not limits_reached.is_plain(limits_reached.before(words, said) if said is not None else words) or not equals_told.ends(_after(chains, formula, said is not None)):
        return False
    for p in s.pieces:
        chains.meanings.looked_up(p)
    return limits_reached.claimed(chains, remarks, *s.pieces, approach, row)


def _after(chains: Chains, formula: Formula, moved: bool) -> str:
    """The words behind the limit, and behind what moves, where that stands there."""
    return formula.after if moved else chains.meanings.document.formulas[chains.meanings.at + 1].after


__all__ = ["judged"]
