r"""The only column or row of a matrix that has one in this part: "For $k = 1$ write $u$ for the single column of $U$". It is a vector as
long as the columns are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.read.documents import Formula
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_ONLY = r"\b(?:single|only|sole|unique|one)\s+(column|row)(?:\s+vector)?\s+of(?:\s+the\s+matrix)?\s*$"
# Right before the matrix, after the name: "$u$ for the single column of $U$".
_IS = re.compile(r"^[\s,]*(?:for|be|is|denotes?|as|being)\s+(?:the|this|its)\s+" + _ONLY, re.I)
# Right before the name, after the matrix: "the only column of $U$ is called $u$".
_OF = re.compile(_ONLY, re.I)
_CALLED = re.compile(r"^[\s,]*(?:(?:which|is|be|by|as|we|now|simply|called|denoted|written|call|denote|write|it|this|that)\s+)+$", re.I)
_NAME = re.compile(rf"\s*({NAME})\s*")


def told(meanings: Meanings, row: Source, formula: Formula) -> bool:
    """Declare such a vector, where it has no meaning yet."""
    formulas, at = meanings.document.formulas, meanings.at
    name, side, other = _NAME.fullmatch(row.text), None, None
    if at + 1 < len(formulas) and not formulas[at + 1].display and (side := _IS.match(formulas[at + 1].before)) is not None:
        other = formulas[at + 1]
    elif at and not formulas[at - 1].display and _CALLED.match(formula.before) and (side := _OF.search(formulas[at - 1].before)) is not None:
        other = formulas[at - 1]
    matrix = meanings.shaped(other.rows[-1].text.strip()) if name is not None and other is not None and other.rows else None
    if matrix is None or is_scalar(matrix.shape) or meanings.shaped(name[1]) is not None:
        return False
    length = matrix.shape[0] if side[1].lower() == "column" else rf"{{1 \times {matrix.shape[1]}}}"
    return meanings.declare(Source(rf"{name[1]} \in \mathbb{{R}}^{{{length}}}", row.name, row.locate(0)[0]))


__all__ = ["told"]
