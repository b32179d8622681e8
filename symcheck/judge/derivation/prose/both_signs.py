r"""Equations of both signs at once: "$L''(\pm\sqrt{b/a}) = 4 b$", "$\tanh'(\pm 1) = ..$", "$f(\pm a) = \pm 1$".

Where a function is taken at `\pm`, the upper signs are read as one equation and the lower ones as another. Of what is judged of the two, the worse verdict is
the one that counts. A `\pm` elsewhere, as in `x = \pm 1`, is no such thing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from symcheck.judge.derivation.outcome import Derivation
from symcheck.text import Source

# `L''(\\pm`, at the head of an equation.
_CALLED = re.compile(r"\s*(?:\\[A-Za-z]+|[A-Za-z])(?:\s*_\s*(?:\{[^{}]*\}|\w))?\s*(?:'+|\^\s*\{\s*\\prime[^{}]*\})?\s*(?:\\left|\\[bB]igg?l?)?\(\s*\\pm(?![A-Za-z])[^=]*=")
_SIGNS = {r"\pm": ("  +", "  -"), r"\mp": ("  -", "  +")}


def split(row: Source) -> tuple[Source, ...]:
    """The row with the upper signs and with the lower ones; nothing of a row that takes no function at both."""
    if _CALLED.match(row.text) is None:
        return ()
    return tuple(row.rewritten(re.sub(r"\\[pm]{2}(?![A-Za-z])", lambda m, k=k: _SIGNS[m[0]][k] if m[0] in _SIGNS else m[0], row.text)) for k in (0, 1))


def judged(outcome: Derivation, row: Source, take: Callable[[Source], None]) -> bool:
    """Take both rows in turn, and keep of each two steps the worse one, as the document writes it; False of a row of one sign."""
    rows, counts = split(row), [len(outcome.steps)]
    for one in rows:
        take(one)
        counts.append(len(outcome.steps))
    if not rows:
        return False
    start, middle, end = counts
    if middle - start == end - middle:
        pairs = zip(outcome.steps[start:middle], outcome.steps[middle:])
        outcome.steps[start:] = [next((x for x in two if not x.verdict.right), two[0]) for two in pairs]
    outcome.steps[start:] = [replace(x, source=_as_written(x.source, row)) for x in outcome.steps[start:]]
    return True


def _as_written(source: str, row: Source) -> str:
    """What a step is about, with both signs before it."""
    found = re.search(rf"\\[pm]{{1,2}}\s*{re.escape(re.sub(r'^(?:[mp] |[-+ ])+', '', source))}", row.text[row.text.index("="):])
    return found[0] if found is not None else source


__all__ = ["judged", "split"]
