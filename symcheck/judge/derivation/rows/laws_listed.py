r"""Models and laws listed in one formula, `y = X w + \epsilon, \quad \epsilon \sim \mathcal{N}(0, \sigma^2 I), \quad w \sim \mathcal{N}(0, \tau^2 I)`, or on
the rows of one display: each is told as if it stood in a formula of its own.

Only where an identity without its size stands in a law, so that names further on tell how long these are, and where nothing else stands in
the formula: a display with a claim stays one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document, Formula
from symcheck.text import Source

_UNSIZED = re.compile(r"\\sim\b.*[,;].*(?<![A-Za-z\\])(?:\\(?:mathbf|boldsymbol|bm|mathbb)\s*\{?\s*)?I\s*\}?\s*(?:\\right|\\[bB]igr?)?\s*\)", re.S)
_LAW = re.compile(r"\s*[^=]*?\\sim\b[^=]*", re.S)
# `y = X w + \epsilon`: one sign, a name on its left side, a sum on its right side.
_MODEL = re.compile(r"\s*(?:\\(?:mathbf|boldsymbol|bm)\s*\{\s*\w\s*\}|\\?[A-Za-z])\s*=[^=]*\+[^=]*", re.S)
_BETWEEN = re.compile(r"[,;]?\s*\\q?quad(?![A-Za-z])(?:\s*\\q?quad(?![A-Za-z]))*"
                      r"|[,;]\s*(?:\\[,; ]\s*)?(?=(?:\\(?:mathbf|boldsymbol|bm)\s*\{\s*\\?\w+\s*\}|\\?[A-Za-z]+)\s*\\sim\b)")
_ENDS = re.compile(r"[\s,;.]+$")


def rewritten(document: Document) -> Document:
    """The document with a formula for each model and each law of such a list."""
    formulas: list[Formula] = []
    stretches = list(document.stretches[:1])
    for k, f in enumerate(document.formulas):
        parts = _listed(f)
        formulas += [replace(f, rows=(row,), display=False, environment="$", start=f.start + n, before=f.before if not n else ", ",
                             after=f.after if n == len(parts) - 1 else ", ") for n, row in enumerate(parts)] if parts else [f]
        stretches += [", "] * (len(parts) - 1) + [*document.stretches[k + 1:k + 2]]
    return replace(document, formulas=tuple(formulas), stretches=tuple(stretches)) if len(formulas) > len(document.formulas) else document


def _listed(f: Formula) -> list[Source]:
    """The models and laws of a formula that holds several, and nothing else."""
    if not any(_UNSIZED.search(row.text) for row in f.rows):
        return []
    parts = [part for row in f.rows for part in _parts(row)]
    laws = [row for row in parts if _LAW.fullmatch(row.text)]
    return parts if len(parts) > 1 and len(laws) >= len(parts) - 1 and all(row in laws or _MODEL.fullmatch(row.text) for row in parts) else []


def _parts(row: Source) -> list[Source]:
    row = row.rewritten(row.text.replace("&", " ")) if "&" in row.text else row
    starts = [0, *(m.end() for m in _BETWEEN.finditer(row.text) if not _depth(row.text[:m.start()]))]
    ends = [*(m.start() for m in _BETWEEN.finditer(row.text) if not _depth(row.text[:m.start()])), len(row.text)]
    found = [(start, start + len(_ENDS.sub("", row.text[start:end]))) for start, end in zip(starts, ends)]
    return [row.cut(start, end) for start, end in found if row.text[start:end].strip()]


def _depth(text: str) -> int:
    """How many brackets are open at the end of a text."""
    return sum(text.count(c) for c in "([{") - sum(text.count(c) for c in ")]}")
