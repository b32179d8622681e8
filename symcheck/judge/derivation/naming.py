"""What went wrong in a step: the mistake by name, and what became of the result."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from symcheck.expr import Expr
from symcheck.judge import verdict as V
from symcheck.judge.derivation.state import Chain, State
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.tensor.canonical import canonical
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower


def named(state: State, chain: Chain, piece: Piece, v: Verdict) -> Verdict:
    """The verdict on a wrong link with the mistake that explains it, where just one does."""
    if v.word != V.DIFFERENT or v.mistake:
        return v
    from symcheck.judge.mistakes import name_mistake

    before = state.read(chain.last)
    wrong = state.read(piece, before)
    if before is None or wrong is None:
        return v
    rights = [before]
    head = state.read(chain.head)
    if not chain.wrong and head is not None and head is not before:
        rights.append(head)
    for right in rights:
        found = name_mistake(right, wrong)
        if found is not None:
            return replace(v, mistake=found.id, extra={**v.extra, "sentence": found.sentence})
    return v


def result(state: State, chain: Chain) -> str:
    """What the end of a chain with a wrong link is, beside its beginning."""
    head, last = state.read(chain.head), state.read(chain.last)
    if head is None or last is None or head.shape != last.shape or head is last:
        return ""
    number = ratio(last, head)
    if number is None:
        return ""
    if number == 1:
        return "the slips cancel: the result is right"
    if number == -1:
        return "the result has the wrong sign"
    return f"the result is off by a factor of {number}"


def ratio(a: Expr, b: Expr) -> Fraction | None:
    """The number by which a is a multiple of b, for all dimensions."""
    try:
        x, y = canonical(lower(a).array), canonical(lower(b).array)
    except (Unsupported, Limit):
        return None
    if x is y:
        return Fraction(1)
    x_terms, y_terms = _terms(x), _terms(y)
    if not x_terms or len(x_terms) != len(y_terms):
        return None
    number = Fraction(x_terms[0][0]) / y_terms[0][0]
    same = all(f == h and c == number * d for (c, f), (d, h) in zip(x_terms, y_terms))
    return number if same else None


def _terms(a):
    if a.kind == "poly":
        return a.data
    return ((1, ((a, tuple(range(a.rank)), 1),)),)
