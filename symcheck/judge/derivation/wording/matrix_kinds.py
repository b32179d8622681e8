r"""Kinds of matrices that words tell and an equation says: "Let $P \in \mathbb{R}^{n \times n}$ be an orthogonal projection" is `P^2 = P` with a symmetric P. Of other
kinds, "nilpotent", "stochastic", no equation is written: a difference then says nothing of such a matrix.

The equations are taken where the whole phrase is understood, with what stands around it; of "a rotation times a number", "a projection and then perturb it" nothing
is known. A kind that says more than its equations, a rotation of the plane, has a `member`: a difference counts where this shows it too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from symcheck.judge.derivation.wording import reservations, restrictions
from symcheck.judge.derivation.wording import told as told_of
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.text import Source

_OF_ITS_OWN = r"(?!\s+(?:of|from|onto?|in|to)\b)"
# What words call it, what that says of X, and the member of the kind by which differences are shown, "" where the equations say all; the longer name first.
_EQUATIONS = (
    (r"orthogonal\s+(?:projections?(?:\s+matri(?:x|ces))?|projectors?)", (r"X^\top = X", r"X^2 = X"), ""),
    (r"symmetric(?:\s+and)?\s+(?:idempotent|projections?)(?:\s+matri(?:x|ces))?|idempotent\s+and\s+symmetric|projection(?:\s+matrix)?\s+and\s+symmetric", (r"X^\top = X", r"X^2 = X"), ""),
    (rf"(?:projections?(?:\s+matri(?:x|ces))?|projectors?){_OF_ITS_OWN}", (r"X^2 = X",), "projection"),
    (rf"idempotent(?:\s+matri(?:x|ces))?{_OF_ITS_OWN}", (r"X^2 = X",), ""),
    (rf"Householder\s+(?:reflections?|reflectors?|matri(?:x|ces)){_OF_ITS_OWN}", (r"X^\top = X", r"X^2 = I"), "reflection"),
    (rf"reflections?(?:\s+matri(?:x|ces))?{_OF_ITS_OWN}", (r"X^2 = I",), "reflection"),
    (rf"(?:involutions?|involutory)(?:\s+matri(?:x|ces))?{_OF_ITS_OWN}", (r"X^2 = I",), ""),
    (rf"rotations?(?:\s+matri(?:x|ces))?{_OF_ITS_OWN}", (r"X^\top X = I", r"X X^\top = I"), "rotation"),
    (rf"permutations?(?:\s+matri(?:x|ces))?{_OF_ITS_OWN}", (r"X^\top X = I", r"X X^\top = I"), "permutation"),
    (r"(?:skew-?\s?symmetric|anti-?symmetric)(?:\s+matri(?:x|ces))?", (r"X^\top = -X",), ""),
)
_OPEN = (r"(?:nilpotent|(?:doubly\s+|row-?\s?|column-?\s?)?stochastic|correlation\s+matrix|commuting|(?:strictly\s+)?(?:upper|lower)[-\s]triangular|triangular|Toeplitz|circulant|trace-?\s?(?:less|free)|rank[-\s]one|"
         r"involutive|unipotent|normal\s+matrix|magic\s+square|Hankel|Hadamard\s+matrix|Vandermonde|companion\s+matrix|elementary\s+matrix|signature\s+matrix|cent(?:er|r)ing\s+matrix|hat\s+matrix|averaging\s+matrix|"
         r"(?:(?:quarter|half|full)[-\s])turn|turn|swap|shear|shift|flip|reversal|mirror(?:\s+image)?|dilation|scaling|transposition|homothety|exchange\s+matrix|difference\s+matrix|unitary|Givens|"
         r"mask(?:\s+(?:matrix|vector))?(?=\s+of\b))")
# A kind that the phrase names somewhere.
_ANY_KIND = re.compile(r"\b(?:projections?|projectors?|idempotent|reflections?|reflectors?|involutions?|involutory|rotations?|permutations?|skew-?\s?symmetric|anti-?symmetric)\b", re.I)
_BE = (r"^[\s,]*(?:(?:be|is|are|being|denotes?)\s+)(?:(?:an?|two|some|any|arbitrary|fixed|the|both|invertible|square|real|given|known)\s+|"
       r"(?:invertible|square|symmetric)\s+and\s+)*")
_ARTICLES = r"(?:(?:an?|the|any|every|each|some|all|two|both|arbitrary|fixed|given|known|real|square)\s+)+"
_OPENS = r"(?:^|[.;:,(*]|\b(?:let|consider|take|for|given|fix|with|where|and|by|pick|choose|suppose|assume|have|that|in|is|use|introduce|then|now|also|if))\s*"
# Right before a kind that stands before its name, "for a rotation matrix $R$".
_BEFORE = re.compile(rf"{_OPENS}{_ARTICLES}\Z|(?:^|\b(?:for|all|every|any|each))\s*\Z", re.I)
# Right before the name of which a kind is told behind it; "the square of $P$ is a projection" tells none of P.
_SUBJECT = re.compile(rf"{_OPENS}(?:(?:the|an?|some|any|two|real|square|fixed)\s+)*(?:matri(?:x|ces)\s*)?\Z", re.I)
_MATRICES = re.compile(rf"\s*(?P<names>{NAME}(?:\s*,\s*{NAME})*)\s*(?:\\in\s*(?:\\mathbb\s*\{{?\s*R\s*\}}?|\\\{{[^{{}}]*\\\}})\s*\^.*)?", re.S)


# Behind the law of one of two names: they are drawn together.
_TOGETHER = re.compile(r"^[^.;]*?\b(?:(?<!un)(?<!not )correlat(?:ed|ion)|covariance|not\s+(?:necessarily\s+)?(?:be\s+)?independent|(?<!in)dependent\s+(?:on|of|with|random)|are\s+dependent|be\s+dependent|jointly)\b(?!\s+matri)", re.I)


@dataclass(frozen=True)
class Told:
    """What the words call each of these matrices: equations of it, none where the kind is `open`; `member` where they do not say all."""

    names: tuple[str, ...]
    equations: tuple[str, ...]
    open: str
    member: str = ""


def told(row: Source, before: str, after: str) -> Told | None:
    """The kind that the words right around a declaration tell; None where they tell none."""
    found = _MATRICES.fullmatch(row.text.strip().rstrip(".,;"))
    if found is None:
        return None
    names = tuple(name.strip() for name in re.split(r",(?![^{]*\})", found["names"]))
    clause, said = re.split(r"[.;:]\s", before)[-1], re.split(r"[.;:](?:\s|$)", after)[0]
    if reservations.keeps(before) or re.search(r"\b(?:if|non)\b[^$]*$", before, re.I):
        return Told(names, (), _named(clause, said)) if _named(clause, said) else None
    for kind, equations, member in _EQUATIONS:
        behind = re.match(rf"{_BE}(?P<kind>{kind})\b", after, re.I) if _SUBJECT.search(before) else None
        ahead = re.search(rf"\b(?P<kind>{kind})\s*$", before, re.I)
        if behind is not None and restrictions.is_over(after[behind.end():]) or ahead is not None and _BEFORE.search(before[:ahead.start()]) and restrictions.is_over(after):
            return Told(names, equations, "", member)
    if in_part := told_of.has_in_part(clause, after):
        return Told(names, (), f"{in_part} in part")
    if any_open := re.match(rf"{_BE}(?:\w+\s+)?(?P<kind>{_OPEN})\b", after, re.I) or re.search(rf"\b(?P<kind>{_OPEN})(?:\s+matri(?:x|ces))?\s*$", before, re.I):
        return Told(names, (), any_open["kind"])
    return Told(names, (), _named(clause, said)) if _named(clause, said) else None


def _named(before: str, after: str) -> str:
    """A kind that is named right before a name, or in what it is said to be behind it, however that goes on."""
    found = re.search(rf"{_ANY_KIND.pattern}(?:\s+matri(?:x|ces))?\s*$", before, re.I)
    if found is None and re.match(r"[\s,]*(?:(?:which|that)\s+)?(?:be|is|are|being|denotes?)\b", after):
        found = _ANY_KIND.search(after)
    return found[0].strip() if found is not None else ""


def drawn_together(after: str) -> bool:
    """Do the words behind a law say that the name is not drawn by itself, "be correlated with covariance"?"""
    return _TOGETHER.match(after) is not None


__all__ = ["Told", "drawn_together", "told"]
