r"""The density of a Gaussian number, written out before its names have a meaning: `\mathcal{N}(x \mid \mu, \sigma^2) = \frac{1}{\sqrt{2\pi\sigma^2}} e^{..}`.

It is a known function: what is written of it is a claim, and no definition of a function N. Its letters are numbers here whatever they are elsewhere,
as the x beside a data set $\mathbf{x}$. Where the third argument is a letter alone, which may be the variance or its root, nothing is called wrong."""

from __future__ import annotations

import re

from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.equality import equal
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context
from symcheck.text import SymcheckError

_LETTER = r"(?:\\[a-z]+|[A-Za-z])(?:_\s*(?:\{\s*\w+\s*\}|\w))?"
_HEAD = re.compile(rf"\s*\\mathcal\s*(?:\{{\s*N\s*\}}|N)\s*(?:\\left|\\[bB]igg?l?)?\s*\(\s*(?P<of>{_LETTER})\s*(?:\\mid(?![A-Za-z])|\\vert(?![A-Za-z])|\||;)\s*(?P<mean>{_LETTER})\s*,\s*"
                   rf"(?P<spread>{_LETTER})\s*(?P<power>\^\s*(?:2|\{{\s*2\s*\}}|\{{\s*-\s*[12]\s*\}}))?\s*(?:\\right|\\[bB]igg?r?)?\s*\)\s*&?\s*")


def judged(chains: Chains, s: Statement) -> bool:
    """Is this such a density, of letters alone? Then what is written of it is judged, where it can be."""
    if len(s.pieces) < 2 or None in s.pieces or set(s.operators) != {"="} or (said := _HEAD.fullmatch(s.text(0))) is None or len({said["of"], said["mean"], said["spread"]}) < 3:
        return False
    context = Context()
    context.words |= chains.state.context.words
    try:
        context.declare(rf"{said['of']} \in \mathbb{{R}}"), context.declare(rf"{said['mean']} \in \mathbb{{R}}"), context.declare(f"{said['spread']} > 0")
    except SymcheckError:
        return False
    for k in range(1, len(s.pieces)):
        v = equal(context, s.pieces[k - 1], s.pieces[k])
        if v.word == V.DIFFERENT and said["power"] is None:
            v = Verdict(V.UNDECIDED, f"it is not told whether {said['spread']} is the variance or its root")
        chains.step(s, k - 1, v)
    return True


__all__ = ["judged"]
