r"""What an example with numbers for a matrix gives to the names of its extreme eigenvalues, and to a step size that was found to be the best: with `A = \operatorname{diag}(1, 9)`
the least eigenvalue \mu is 1, and where `\eta^* = \frac15` is told, a step of the example may be one with \eta = 1/5."""

from __future__ import annotations

import re
from fractions import Fraction

import numpy as np

from symcheck.judge.derivation.wording.extremes_of_spectra import Extremes
from symcheck.judge.derivation.wording.patterns import letter_of

Values = dict[str, dict[tuple[int, ...], Fraction]]
_MARKED = re.compile(r"(\\(?:eta|alpha|gamma|tau)|[ts])(?:\^\{?(?:\*|\\star|\\ast)\}?|_\{?(?:\*|\\star|\\ast|\\(?:mathrm|text|operatorname)\{(?:opt|best)\})\}?)")
_NEAR = 1e-9


def ends(spectra: tuple[Extremes, ...], name: str, entries: dict[tuple[int, ...], Fraction]) -> Values:
    """The least and the greatest eigenvalue of a symmetric matrix of numbers, where they have names and are rational."""
    told = [x for x in spectra if x.matrix == letter_of(name)]
    size = max((max(place) + 1 for place in entries if len(place) == 2), default=0)
    if not told or not size or len(entries) != size * size or any(entries[i, j] != entries[j, i] for i, j in entries):
        return {}
    found = np.linalg.eigvalsh(np.array([[float(entries[i, j]) for j in range(size)] for i in range(size)]))
    exact = [Fraction(float(x)).limit_denominator(1000) for x in (found[0], found[-1])]
    if any(abs(float(q) - x) > _NEAR * max(1, abs(x)) for q, x in zip(exact, (found[0], found[-1]))):
        return {}
    return {n: {(): q} for x in told for n, q in zip((x.least, x.greatest), exact) if n}


def step_size(name: str) -> str:
    r"""The step size of which this is the best one, `\eta` of `\eta^*`; "" of any other name."""
    m = _MARKED.fullmatch(name.replace(" ", ""))
    return m[1] if m is not None else ""


__all__ = ["ends", "step_size"]
