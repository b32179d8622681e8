r"""Derivatives told in words together with their sign: "The second derivative is $-n / v < 0$", "its slope is $2 a w + 1 > 1$".

What stands left of the sign is judged as the derivative; the inequality is right where it holds, wrong where the opposite one does, and open in between: the words may
speak of a place, or of values, that nobody told.
"""

from __future__ import annotations

from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains import slopes_told
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.relations import order
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.verdict import Verdict
from symcheck.text import Source

_OPPOSITE = {"<": r"\ge", ">": r"\le", r"\le": ">", r"\leq": ">", r"\leqslant": ">", r"\ge": "<", r"\geq": "<", r"\geqslant": "<"}


def judged(chains: Chains, s: Statement, row: Source, sentence: str) -> bool:
    """Judge `a < b` of which the words call a a derivative; False where they do not."""
    if len(s.pieces) != 2 or None in s.pieces or s.operators[0] not in _OPPOSITE:
        return False
    known = len(chains.outcome.steps)
    if not slopes_told.judged(chains, Source(s.text(0).strip(), row.name, row.locate(0)[0]), sentence):
        return False
    a, b = s.pieces
    told = chains.outcome.steps[known:]
    if len(told) == 1 and told[0].verdict.right and all((e := chains.state.read(p)) is not None and is_scalar(e.shape) for p in (a, b)):
        chains.step(s, 0, _of_sign(chains, s))
    return True


def _of_sign(chains: Chains, s: Statement) -> Verdict:
    """The verdict on an inequality that may be of a place."""
    (a, b), op = s.pieces, s.operators[0]
    v = order.judged(chains.state, a, b, op)
    if v.right or v.word != V.DIFFERENT or order.judged(chains.state, a, b, _OPPOSITE[op]).right:
        return v
    return Verdict(V.UNDECIDED, "it does not hold at all values, and the words do not tell at which it is meant")


__all__ = ["judged"]
