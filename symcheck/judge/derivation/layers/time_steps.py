r"""Recurrent networks: `h_t = \tanh(W h_{t-1} + U x_t + b)` for t = 1, .., T.

What such a document says is written out for three steps in time, as what is said of layers is for three of these: the weights are
the same at each, and the state h_t is a name of its own.
"""

from __future__ import annotations

import re

from symcheck.judge.derivation.layers.layers import Layers
from symcheck.read.documents import Document

STEPS = 3
EVIDENCE = f"it holds for {STEPS} steps in time, at each that it speaks of; that is no proof for other numbers of steps"
# Words that speak of such networks.
_SPEAKS = re.compile(r"\brecurren(?:t|ce)\s+(?:neural\s+)?(?:net\w*|cell|layer|unit|model)s?|\bRNNs?\b|\bBPTT\b|\bthrough\s+time\b|\bhidden\s+states?\b", re.I)
# `h_t = ..`, `h_{t-1}`: a name and its step; "for $t = 1, \\dots, T$".
_NAME = r"(\\(?!(?:mathbf|boldsymbol|bm|vec)(?![A-Za-z]))[A-Za-z]+|[A-Za-z]|\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*\\?[A-Za-z]+\s*\})"
_STATE = re.compile(rf"(?<![A-Za-z\\]){_NAME}\s*_\s*\{{?\s*([a-z])\s*\}}?\s*&?\s*:?=")
_BEFORE = re.compile(rf"(?<!\\)(?<!\\[A-Za-z]){_NAME}\s*_\s*\{{\s*([a-z])\s*-\s*1\s*\}}")
_RUNS = r"(?<![A-Za-z\\])%s\s*=\s*1\s*,(?:\s*2\s*,)?\s*\\[lc]?dots[cb]?\s*,\s*([A-Z])(?![A-Za-z])|\\sum\s*_\s*\{\s*%s\s*=\s*1\s*\}\s*\^\s*\{?\s*([A-Z])"


def counted(document: Document) -> Layers | None:
    """How a document counts the steps in time of a recurrent network, None where it has none."""
    if not _SPEAKS.search(document.text):
        return None
    rows = [row.text for f in document.formulas for row in f.rows]
    states = {m.groups() for row in rows for m in _STATE.finditer(row)}
    letters = {letter for row in rows for name, letter in _BEFORE.findall(row) if (name, letter) in states}
    if len(letters) != 1:
        return None
    letter = letters.pop()
    ends = {m[1] or m[2] for m in re.finditer(_RUNS % (letter, letter), document.text)}
    return Layers(letter, ends.pop(), STEPS, evidence=EVIDENCE) if len(ends) == 1 else None
