"""The two lines multiplied out, compared term by term: one term lost, turned, doubled or too many.

The last resort: no place in what was written can be shown, only the kind of slip.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symcheck.judge.mistakes.probe import NO_VALUE
from symcheck.judge.mistakes.scene import Guess, Scene
from symcheck.tensor.array import Array, poly
from symcheck.tensor.canonical import canonical

MOST = 40  # terms beyond which the difference says little


def term_differences(scene: Scene) -> Iterator[Guess]:
    """What the terms that the lines do not share say."""
    try:
        right, wrong = (_terms(canonical(scene.probe.array(e))) for e in (scene.right, scene.wrong))
    except NO_VALUE:
        return
    if max(len(right), len(wrong)) > MOST or not right or not wrong:
        return
    changed = {f: (right[f], wrong[f]) for f in right if f in wrong and right[f] != wrong[f]}
    lost = [f for f in right if f not in wrong]
    more = [f for f in wrong if f not in right]
    if len(right) < 2 and len(wrong) < 2 or any(_has_step(f) for f in (*lost, *more)):
        return
    made = scene.wrong
    if lost and not more and not changed and len(lost) == 1:
        penalty = any(h.kind == "var" and not h.rank and h.data.traits & {"positive", "nonnegative"}
                      for h, _, _ in lost[0]) and scene.penalties
        yield Guess("missing-regularizer" if penalty else "missing-term", made, "wrong")
    if more and not lost and not changed and len(more) == 1:
        yield Guess("spurious-term", made, "wrong")
    if changed and not lost and not more and len(changed) == 1:
        (a, b), = changed.values()
        ratio = Fraction(b) / Fraction(a)
        if ratio == -1:
            yield Guess("sign-of-one-term", made, "wrong")
        elif ratio in (2, Fraction(1, 2)):
            yield Guess("factor-of-one-term", made, "wrong", {"number": ratio})


def _has_step(factors) -> bool:
    """Whether a case distinction is multiplied in: then terms are not those that were written."""
    return any(h.kind == "map" and h.data[0].known in ("step", "above", "iszero") for h, _, _ in factors)


def _terms(a: Array) -> dict:
    if a.kind == "poly":
        return {factors: c for c, factors in a.data}
    whole = poly(((1, ((a, tuple(range(a.rank)), 1),)),), a.dims)
    return {whole.data[0][1]: 1}
