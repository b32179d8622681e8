r"""Kinds of matrices that words tell and an equation says: "Let $P \in \mathbb{R}^{n \times n}$ be an orthogonal projection" is `P^2 = P` with a symmetric P. Of other
kinds, "nilpotent", "stochastic", no equation is written: a difference then says nothing of such a matrix.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from symcheck.judge.derivation.wording import reservations
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.text import Source

_OF_ITS_OWN = r"(?!\s+(?:of|from|onto?|in|to)\b)"
# What words call it, and what that says of X; the longer name first.
_EQUATIONS = (
    (rf"orthogonal\s+(?:projection(?:\s+matrix|\s+onto\b)?|projector){_OF_ITS_OWN}", (r"X^\top = X", r"X^2 = X")),
    (rf"(?:symmetric\s+)(?:and\s+)?(?:idempotent|projection)(?:\s+matrix)?{_OF_ITS_OWN}", (r"X^\top = X", r"X^2 = X")),
    (rf"(?:projection(?:\s+matrix)?|projector|idempotent)(?:\s+matrix)?{_OF_ITS_OWN}", (r"X^2 = X",)),
    (rf"Householder\s+(?:reflection|reflector|matrix){_OF_ITS_OWN}", (r"X^\top = X", r"X^2 = I")),
    (rf"(?:reflection(?:\s+matrix)?|involution|involutory)(?:\s+matrix)?{_OF_ITS_OWN}", (r"X^2 = I",)),
    (rf"(?:rotation|permutation)(?:\s+matrix)?{_OF_ITS_OWN}", (r"X^\top X = I", r"X X^\top = I")),
    (r"(?:skew-?\s?symmetric|anti-?symmetric)(?:\s+matrix)?", (r"X^\top = -X",)),
)
_OPEN = r"(?:nilpotent|(?:doubly\s+|row-?\s?|column-?\s?)?stochastic|correlation\s+matrix|commuting|(?:strictly\s+)?(?:upper|lower)[-\s]triangular|triangular|Toeplitz|circulant|trace-?\s?(?:less|free)|rank[-\s]one|involutive)"
_BE = r"^[\s,]*(?:(?:be|is|are|being|denotes?)\s+)(?:(?:an?|two|some|any|arbitrary|fixed|the|both|invertible|square|real)\s+|(?:invertible|square|symmetric)\s+and\s+)*"
_MATRICES = re.compile(rf"\s*(?P<names>{NAME}(?:\s*,\s*{NAME})*)\s*(?:\\in\s*\\mathbb\s*\{{?\s*R\s*\}}?\s*\^.*)?", re.S)


# Behind the law of one of two names: they are drawn together.
_TOGETHER = re.compile(r"^[^.;]*?\b(?:(?<!un)(?<!not )correlat(?:ed|ion)|covariance|not\s+(?:necessarily\s+)?(?:be\s+)?independent|(?<!in)dependent\s+(?:on|of|with|random)|are\s+dependent|be\s+dependent|jointly)\b(?!\s+matri)", re.I)


@dataclass(frozen=True)
class Told:
    """What the words call each of these matrices: equations of it, none where the kind is `open`."""

    names: tuple[str, ...]
    equations: tuple[str, ...]
    open: str


def told(row: Source, before: str, after: str) -> Told | None:
    """The kind that the words right around a declaration tell; None where they tell none."""
    found = _MATRICES.fullmatch(row.text.strip().rstrip(".,;"))
    if found is None or reservations.keeps(before) or re.search(r"\b(?:if|non)\b[^$]*$", before, re.I):
        return None
    names = tuple(name.strip() for name in re.split(r",(?![^{]*\})", found["names"]))
    for kind, equations in _EQUATIONS:
        if re.match(rf"{_BE}(?:{kind})(?:s\b|\b)", after, re.I) or re.search(rf"\b(?:{kind})\s*$", before, re.I):
            return Told(names, equations, "")
    said = re.match(rf"{_BE}(?P<kind>{_OPEN})\b", after, re.I) or re.search(rf"\b(?P<kind>{_OPEN})(?:\s+matri(?:x|ces))?\s*$", before, re.I)
    return Told(names, (), said["kind"]) if said is not None else None


def drawn_together(after: str) -> bool:
    """Do the words behind a law say that the name is not drawn by itself, "be correlated with covariance"?"""
    return _TOGETHER.match(after) is not None


__all__ = ["Told", "drawn_together", "told"]
