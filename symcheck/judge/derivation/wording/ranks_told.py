r"""Ranks that words give to matrices: "a known matrix of rank $p$", "$X$ has rank $d$", and, as the reason for the claim before it, "because $A$ has full column rank".

A rank is told plainly or not at all: "rank at most $p$", "rank $p - 1$" and denials tell nothing.
"""

from __future__ import annotations

import re

from symcheck.judge.derivation.wording import reservations
from symcheck.judge.derivation.wording.patterns import NAME, text_of
from symcheck.read.documents import Formula

_HAS_RANK = re.compile(r"^[\s,(]*(?:(?:is|are|be|being|which|that|assumed|to|an?|the|some|any|given|known|fixed|real|has|have|having|of|with|matrix|data|design|feature|input|measurement)[\s,]+)*"
                       r"rank\s*$", re.I)
_NO_SUCH_RANK = re.compile(r"^\s*(?:or\b|if\b|iff\b|when\b|unless\b|only\b|at\s+(?:most|least)\b|minus\b|plus\b|\?)", re.I)
_REASON = re.compile(r"\b(?:because|since|as|for)\s+(?:the\s+)?(?:(?:(?:data|design|feature|input|measurement)\s+)?matrix\s+)?$", re.I)
_FULL = re.compile(r"^\s*has\s+(?P<rank>full\s+(?:column\s+|row\s+)?rank)\b(?!\s+(?:if|iff|when|exactly|only|or)\b)", re.I)
_ENDS = re.compile(r"[.;!?:](?:\s|$)|\n\s*\n")
_ONE_NAME = re.compile(rf"\s*({NAME})\s*")


def told(formulas: tuple[Formula, ...], k: int, shape: tuple[str, str]) -> str:
    """What the words behind the matrix of formula k say of its rank: "full column rank", "full row rank", "" of any other."""
    if k + 1 >= len(formulas) or formulas[k + 1].display or not _HAS_RANK.match(formulas[k].after):
        return ""
    rank, rows, columns = text_of(formulas[k + 1]).strip().rstrip(".,;"), *shape
    if _NO_SUCH_RANK.match(formulas[k + 1].after) or reservations.keeps(formulas[k].before[-60:]) or rank not in shape or rows == columns:
        return ""
    return "full column rank" if rank == columns else "full row rank"


def reasons(formulas: tuple[Formula, ...], k: int) -> list[tuple[str, str]]:
    """The matrices, with their ranks, that words name after formula k as the reason of what their sentence says before."""
    found = []
    for f, before in zip(formulas[k + 1:k + 4], formulas[k:k + 3], strict=False):
        if f.display or _ENDS.search(before.after):
            break
        name, said = _ONE_NAME.fullmatch(text_of(f)), _FULL.match(f.after)
        if name is not None and said is not None and _REASON.search(before.after):
            found.append((name[1], re.sub(r"\s+", " ", said["rank"].lower())))
    return found


__all__ = ["reasons", "told"]
