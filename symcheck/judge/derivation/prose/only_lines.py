r"""The only column or row of a matrix that has one in this part: "For $k = 1$ write $u$ for the single column of $U$", "the design matrix is a vector
$x \in \mathbb{R}^n$".

It is a vector as long as the columns are; where the matrix is read as a vector here, its columns having the length 1, it is that vector.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr.shape import is_scalar, is_vector
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
_NAME = re.compile(rf"\s*({NAME})\s*(?:\\in\s*\\mathbb\s*\{{?\s*R\s*\}}?\s*\^\s*(?:\{{[^{{}}]*\}}|\w)\s*)?[.,;]?\s*")
# Right before the name: "the design matrix is a vector", "reduces to a single column", "has only one column, which we call".
_BECOMES = re.compile(r"(?:^|[\s,])(?:then\s+|thus\s+|now\s+|here\s+)?(?:is|becomes|reduces\s+to|shrinks\s+to|collapses\s+to|turns\s+into|degenerates\s+to|consists\s+of|has)\s+"
                      r"(?:(?:just|only|simply|merely|nothing\s+but|now|a|an|one|single|the)\s+)*(?:column(?:\s+vector)?|vector)(?:\s*,?\s*(?:which|that|we|is|call|called|denote|denoted|by|write|as|say|namely|it|and))*\s*,?\s*$", re.I)
# What stands before that: the matrix by its noun; by its name, in the formula before.
_NOUN = re.compile(r"(?:^|[\s,])(?:the|our|this)\s+((?:[a-z-]+\s+){0,2}matrix)\s*$", re.I)
_NAMED_BY = r"(?:(?!\b(?:of|and|or|with|for)\b)[a-z-]+\s+){0,2}?"
_IN_PLACE = re.compile(r"^[\s,]*(?:in\s+place\s+of|instead\s+of|for)(?:\s+the\s+(?:[a-z-]+\s+)?matrix)?\s*$", re.I)
_WRITES = re.compile(r"\b(?:writ(?:e|ing)|us(?:e|ing)|with|put(?:ting)?)(?:\s+(?:a|the|just|only|simply|column|vector))*\s*$", re.I)
_DENIED = re.compile(r"\b(?:not|never|no|unless|if|whether|would|rather|other)\s[^.$]*$", re.I)


def told(meanings: Meanings, row: Source, formula: Formula) -> bool:
    """Declare such a vector, where it has no meaning yet."""
    name = _NAME.fullmatch(row.text)
    if name is None:
        return False
    if (whole := _whole(meanings, formula)) and (matrix := meanings.shaped(whole)) is not None and is_vector(matrix.shape) and meanings.shaped(name[1]) is None:
        return meanings.declare(Source(f"{name[1]} = {whole}", row.name, row.locate(0)[0]))
    formulas, at, side, other = meanings.document.formulas, meanings.at, None, None
    if at + 1 < len(formulas) and not formulas[at + 1].display and (side := _IS.match(formulas[at + 1].before)) is not None:
        other = formulas[at + 1]
    elif at and not formulas[at - 1].display and _CALLED.match(formula.before) and (side := _OF.search(formulas[at - 1].before)) is not None:
        other = formulas[at - 1]
    matrix = meanings.shaped(other.rows[-1].text.strip()) if other is not None and other.rows else None
    if matrix is None or is_scalar(matrix.shape) or meanings.shaped(name[1]) is not None:
        return False
    if is_vector(matrix.shape) and side[1].lower() == "column":
        return meanings.declare(Source(f"{name[1]} = {other.rows[-1].text.strip()}", row.name, row.locate(0)[0]))
    length = matrix.shape[0] if side[1].lower() == "column" else rf"{{1 \times {matrix.shape[1]}}}"
    return meanings.declare(Source(rf"{name[1]} \in \mathbb{{R}}^{{{length}}}", row.name, row.locate(0)[0]))


def _whole(meanings: Meanings, formula: Formula) -> str:
    """The name of the matrix that the words beside a formula say is this vector; "" where they say no such thing."""
    formulas, at = meanings.document.formulas, meanings.at
    before, last = formula.before, formulas[at - 1] if at else None
    if (found := _BECOMES.search(before)) is not None and not _DENIED.search(before):
        subject = before[:found.start()]
        if subject.strip() == "":
            return _name_of(last) if last is not None and not last.display else ""
        noun = _NOUN.search(subject)
        return _called(meanings, re.sub(r"\s+", " ", noun[1].lower())) if noun is not None else ""
    after = formulas[at + 1] if at + 1 < len(formulas) else None
    if after is not None and not after.display and _IN_PLACE.match(after.before) and _WRITES.search(before):
        return _name_of(after)
    return ""


def _name_of(formula: Formula) -> str:
    """The name that is all of a formula; "" of any other."""
    name = _NAME.fullmatch(formula.rows[-1].text) if len(formula.rows) == 1 else None
    return name[1] if name is not None else ""


def _called(meanings: Meanings, noun: str) -> str:
    """The one matrix that the document calls so before the formula at hand, "the design matrix $X$", "let $X \\in ..$ be a fixed design matrix"."""
    of_it = re.compile(rf"^\s*(?:(?:be|is|denotes?|as|for)\s+|,\s*(?=[^,.;]*[,.;]))(?:(?:the|a|an|our)\s+)?{_NAMED_BY}{re.escape(noun)}\b(?!\s+(?:of|is|has|becomes|reduces)\b)", re.I)
    by_it = re.compile(rf"\b{re.escape(noun)}(?:\s+(?:is|be|by))?\s*$", re.I)
    names = {name for f in meanings.document.formulas[:meanings.at] if not f.display and f.rows and (of_it.match(f.after) or by_it.search(f.before))
             and (m := _NAME.fullmatch(f.rows[0].text)) is not None for name in [m[1]]}
    return names.pop() if len(names) == 1 else ""


__all__ = ["told"]
