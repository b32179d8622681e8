r"""Vectors that words call unit vectors: "$u \in \mathbb{R}^n$ be a unit vector", "for a unit vector $v$", "$w$ with unit norm"."""

from __future__ import annotations

import re

from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.text import Source

# "be a unit vector", "with unit norm", right behind a vector; "a unit vector", right before it.
_UNIT = r"unit(?:[-\s]+(?:norm|length))?\s+(?:(?:column|direction|feature|weight)\s+)?(?:vectors?|directions?)"
_UNIT_AFTER = re.compile(rf"^[\s,]*(?:(?:be|is|are|being|denotes?)\s+)?(?:(?:an?|two|some|any|arbitrary|fixed|the|all)\s+)*(?:{_UNIT}\b|(?:of|with|have|has|having)\s+unit\s+(?:Euclidean\s+)?(?:norm|length)\b|"
                         r"(?:of|with|have|has|having)\s+(?:Euclidean\s+)?(?:norm|length)\s+(?:one|1)\b)", re.I)
_UNIT_BEFORE = re.compile(rf"\b(?<!basis )(?<!standard ){_UNIT}\s*$", re.I)
_VECTORS = re.compile(rf"\s*(?P<names>{NAME}(?:\s*,\s*{NAME})*)\s*(?:\\in\s*\\mathbb\s*\{{?\s*R\s*\}}?\s*\^.*)?", re.S)


def of_length_one(row: Source, before: str, after: str) -> list[Source]:
    r"""`\|u\| = 1` of "$u \in \mathbb{R}^n$ be a unit vector", "for a unit vector $u$"; no e_1, which is one by its name."""
    found = _VECTORS.fullmatch(row.text.strip().rstrip(".,;"))
    if found is None or not (_UNIT_AFTER.match(after) or _UNIT_BEFORE.search(before)) or re.search(r"\b(?:if|not|non)\b[^$]*$", before, re.I):
        return []
    names = [name.strip() for name in re.split(r",(?![^{]*\})", found["names"])]
    return [Source(rf"\|{name}\| = 1", row.name, row.locate(0)[0]) for name in names if re.match(r"e(?![A-Za-z])", name) is None]


__all__ = ["of_length_one"]
