r"""Matrices told by their rows or columns in numbers: "let $W$ have the rows $(1, -1)$ and $(0, 1)$", "the rows of $A$ are $(1, 2)$ and $(3, 4)$", "$B$ has
columns $(1, 0)^\top$, $(2, 1)^\top$", written as `W = \begin{pmatrix} .. \end{pmatrix}`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge.derivation.numbers.fractions import WRITTEN
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.read.documents import Document, Formula

_MATRIX = r"(?:(?:be|is|for|equals?)\s+(?:the|a)\s+(?:(?:\w+\s+){0,2}matrix)\s+)?"
# Behind the name: "have the rows", "be the matrix with columns", "has as its rows".
_HAS = re.compile(rf"^\s*,?\s*{_MATRIX}(?:have|has|having|with|consists?\s+of|whose|of\s+which)\s+(?:as\s+)?(?:the\s+|its\s+)?(?:two\s+|three\s+|four\s+)?(?P<kind>rows|columns)(?:\s+(?:are|equal))?\s*:?\s*$", re.I)
# Before the name, and behind it: "the rows of" and "are".
_OF = re.compile(r"\b(?:the\s+)?(?:two\s+|three\s+)?(?P<kind>rows|columns)\s+of\s+(?:the\s+)?(?:(?:weight|data|design|input)\s+)?(?:matrix\s+)?$", re.I)
_ARE = re.compile(r"^\s*(?:are|be)\s*:?\s*$", re.I)
_AND = re.compile(r"^\s*,?\s*(?:and)?\s*$", re.I)
_LINE = re.compile(rf"\s*[(\[]\s*({WRITTEN}(?:\s*,\s*(?:\\[,;! ])?\s*{WRITTEN})+)\s*[)\]](?:\s*\^\s*\{{?\s*(?:\\(?:top|intercal)|T)\s*\}}?)?\s*[.,;]?\s*")


def rewritten(document: Document) -> Document:
    """The document with such matrices written out, the formulas of their lines left out."""
    formulas, stretches = list(document.formulas), list(document.stretches)
    k = 0
    while k < len(formulas):
        found = _lines(formulas, k)
        if found is not None:
            head, count = found
            formulas[k:k + 1 + count] = [head]
            del stretches[k + 1:k + 1 + count]
        k += 1
    return document if len(formulas) == len(document.formulas) else replace(document, formulas=tuple(formulas), stretches=tuple(stretches))


def _lines(formulas: list[Formula], k: int) -> tuple[Formula, int] | None:
    """Formula k as the equation of a matrix, and how many formulas after it are its lines."""
    head = formulas[k]
    if head.display or len(head.rows) != 1 or re.fullmatch(NAME, head.rows[0].text.strip()) is None or k + 2 >= len(formulas):
        return None
    has, of = _HAS.match(formulas[k + 1].before), _OF.search(head.before)
    said = has or (of if _ARE.match(formulas[k + 1].before) else None)
    lines: list[list[str]] = []
    for f in formulas[k + 1:] if said is not None else ():
        row = _LINE.fullmatch(f.rows[0].text) if not f.display and len(f.rows) == 1 else None
        if row is None or lines and _AND.match(f.before) is None:
            break
        lines.append([x.strip() for x in row[1].split(",")])
    if len(lines) < 2 or len({len(line) for line in lines}) > 1:
        return None
    made = lines if said["kind"].lower() == "rows" else [list(line) for line in zip(*lines)]
    matrix = r" \\ ".join(" & ".join(re.sub(r"\\[,;! ]", "", x) for x in line) for line in made)
    row = head.rows[0].rewritten(rf"{head.rows[0].text.strip()} = \begin{{pmatrix}} {matrix} \end{{pmatrix}}")
    before = head.before if has is not None else head.before[:of.start()]
    return replace(head, rows=(row,), before=before, after=formulas[k + len(lines)].after), len(lines)


__all__ = ["rewritten"]
