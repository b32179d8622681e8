r"""Diagonal matrices told by their entries: "where $\Omega$ is the diagonal matrix with $\Omega_{ii} = p_i (1 - p_i)$".

The words have to say that the matrix is diagonal: of a general one such an equation says nothing of the other entries.
"""

from __future__ import annotations

import re

_DIAGONAL = re.compile(r"\bdiagonal\b", re.I)
_ENTRY = re.compile(r"^\s*[\[(]?\s*(\\?[A-Za-z]+|\\[a-z]+\s*\{\s*\\?[A-Za-z]+\s*\})\s*[\])]?\s*"
                    r"_\s*(?:\{\s*([a-z])\s*,?\s*\2\s*\})\s*:?=\s*(.+?)\s*[.,;]?\s*$", re.S)
_ITS_ENTRIES = re.compile(r"\bdiagonal\b(?:\s+matrix)?(?:[\s,]+(?:with|of|whose|has|the|its|diagonal|(?:\$[a-z]\$)-?th))*"
                          r"[\s,]*\b(?:entry|entries|elements?)\b(?:\s+(?:are|is|equal))*\s*$", re.I)
_MATRIX = re.compile(r"\$\s*(\\?[A-Za-z]+|\\[a-z]+\s*\{\s*\\?[A-Za-z]+\s*\})\s*(?:\\in\b[^$]*)?\$")
_INDEX = re.compile(r"_\s*(?:\{\s*([a-z])\s*\}|([a-z])(?![A-Za-z]))")


def definition(text: str, before: str) -> str | None:
    r"""`\Omega_{ij} = \delta_{ij} p_i` of `\Omega_{ii} = p_i`, or of the entries `p_i` alone, where the words of the
    sentence before (with its formulas) say that the matrix is diagonal; None where they do not."""
    if _DIAGONAL.search(before) is None:
        return None
    found = _ENTRY.match(text)
    if found is not None:
        return _line(found[1], found[2], found[3])
    matrices = _MATRIX.findall(before)
    indices = {m[1] or m[2] for m in _INDEX.finditer(text)}
    if _ITS_ENTRIES.search(before) and matrices and len(indices) == 1 and not re.search(r"=|\\in\b|dots|[<>]", text):
        return _line(matrices[-1], indices.pop(), text.strip().rstrip(".,;"))
    return None


def matrix(line: str) -> str:
    """The name that such a line defines."""
    return line.split("_{")[0]


def _line(matrix: str, i: str, value: str) -> str | None:
    if r"\dots" in value or "=" in re.sub(r"_\s*\{[^{}]*\}", "", value):
        return None
    j = next(letter for letter in "jkluv" if letter != i and not re.search(rf"(?<![A-Za-z\\]){letter}(?![A-Za-z])", value))
    return rf"{matrix}_{{{i}{j}}} = \delta_{{{i}{j}}} ({value})"
