r"""Values told in other ways than "the slope is": "we get a slope of $4$", "with curvature $2$", "the gradient comes to $0$". They are read once more with the
noun said plainly, by those who know it.

What is said to be about a value is never wrong by this; nor is a formula that is no number, for "with mean $\mu$" may only name it, nor what other words than
plain ones lead to.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.prose import equals_told
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import names_in
from symcheck.judge.derivation.wording import reservations, sayings
from symcheck.read.documents import Formula


def judged(chains: Chains, found: list[Statement], formula: Formula, sentence: str, read: Callable[[Formula, str], bool]) -> bool:
    """Read the formula as if the words before it were plain; False where they are, or nobody understands them."""
    said = sayings.said(sentence)
    plain = sayings.plainly(sentence)
    piece = found[0].pieces[0] if len(found) == 1 else None
    value = chains.state.read(piece) if piece is not None else None
    if said is None or plain is None or value is None or formula.display or not said.is_plain or not equals_told.ends(formula.after) or reservations.mistaken(sentence):
        return False
    outcome = chains.outcome
    known, passed = len(outcome.steps), len(outcome.passed)
    done = read(replace(formula, before=re.split(r"\$", plain)[-1]), plain)
    if done and (said.about or names_in(value)) and not all(step.verdict.right for step in outcome.steps[known:]):
        del outcome.steps[known:], outcome.passed[passed:]
        return False
    return done


__all__ = ["judged"]
