r"""Square matrices and vectors that words name without a size: "For an invertible matrix $M$", "Let $A$ be square and $x$ a vector".

Only in a document that tells no sizes at all. All such matrices have one size of their own there, so that they can be multiplied; a vector has the one length with which the formula at hand can be read. What the sizes
are nobody said, so that shapes that do not fit say nothing against the author. A matrix with a formula or a set somewhere has its shape from there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.names import lengths
from symcheck.judge.derivation.names.usage import named_in
from symcheck.read.context import Piece
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_SIZE = "n_{0}"
_WORD = r"(?:square|invertible|non-?singular|regular|(?:skew-?)?symmetric|orthogonal|(?:positive|negative)[-\s]+(?:semi-?\s?)?definite)"
_KIND = rf"(?:{_WORD}[\s,]+(?:(?:and|but)\s+(?:not\s+necessarily\s+\w+\s+)?)?)"
_TRAITS = re.compile(r"(?<!-)\b(?:invertible|nonsingular|symmetric|orthogonal|positive[-\s]+(?:semi)?definite)\b", re.I)
_FONT = r"(?:\\(?:mathbf|boldsymbol|bm|mathrm|vec)\s*\{?\s*)?"
# `$A$`, `$A, B$`, "$A$ and $B$" up to the letter at hand, and from it on.
_UP_TO = rf"(?:\$[^$]{{1,24}}\$\s*(?:,|,?\s*and)\s*)?\$(?:[^$=]{{1,16}},\s*)?\s*{_FONT}%s\s*\}}?\s*(?:,[^$=]{{1,16}})?\$(?:\s*(?:,|,?\s*and)\s*\$[^$=]{{1,24}}\$)?"
_BE = r"(?:is|are|be|being|denotes?|which\s+is|that\s+is)\s+(?:(?:an?|any|some|two|both|all|real|given|fixed|constant|general|also)\s+)*"
# `\in \mathbb{R}^n`: a document that tells sizes, one of which may be that of the matrix.
_SETS = re.compile(r"\\(?:mathbb|mathbf|bb|Bbb)\s*\{?\s*R\s*\}?\s*\^|\\(?:R|RR|reals|Reals)\s*\^|\\times\s*[a-z]\b")
# Before it: then the matrix is none, or it is one for a sentence.
_NOT = re.compile(r"\b(?:not|non|never|neither|no|without|unless|whether)\b[^.;:]{0,30}$", re.I)
_IN_GENERAL = re.compile(r"\b(?:general|generally|arbitrary|un-?symmetric|a-?symmetric|any\s+(?:square\s+)?matrix|symmetry|no\s+longer|otherwise)\b|(?:\bnot?\b|\bnon-?|n't\b)[^.$]{0,20}(?:symmetric|invertible|singular)", re.I)
_IF = re.compile(r"\b(?:if|when(?:ever)?|were|once|in\s+case)\b[^.;:]{0,30}$", re.I)


def matrices(meanings: Meanings, piece: Piece) -> bool:
    """Declare the matrices of a piece that has no meaning yet, where words call them so; a difference of shapes is none of the author then."""
    done = False
    for name in dict.fromkeys(n.bare for n in named_in(piece.syntax) if not n.below and not n.above):
        if meanings.context.scope.bare(name) is None and (line := _square(meanings, name)) and meanings.declare(Source(line, meanings.document.name, 1)):
            meanings.state.doubts.guessed.add(name)
            done = True
    return done


def mentioned(meanings: Meanings, name: str) -> None:
    """Declare a letter that stands alone among words which call it such a matrix, maybe in a case: what they say more of it is read after that."""
    if meanings.context.scope.bare(name) is None and (line := _square(meanings, name) or _square(meanings, name, supposed=True)) and meanings.declare(Source(line, meanings.document.name, 1)):
        meanings.state.doubts.guessed.add(name)


def vector(meanings: Meanings, name: str, piece: Piece) -> bool:
    """The same of a vector that is missed."""
    line = _vector(meanings, name, piece)
    if not line or not meanings.declare(Source(line, meanings.document.name, 1)):
        return False
    meanings.state.doubts.guessed.add(name)
    return True


def _square(meanings: Meanings, name: str, supposed: bool = False) -> str:
    """The declaration of a letter that words call a square matrix, with what they say of it where they name it first."""
    text = meanings.survey.text
    if re.fullmatch(r"[A-Z]|\\[A-Z][a-z]+", name) is None or name in meanings.survey.headed or name in meanings.survey.declared or any(
            d.name == name for told in meanings.kinds.described.values() for d in told) or re.search(rf"\$\s*{_FONT}{re.escape(name)}\s*\}}?\s*(?:\([^$=]*\)\s*)?:?=", text):
        return ""
    if _SETS.search(text):
        return ""
    letter = _UP_TO % re.escape(name)
    called = rf"(?P<kinds>{_KIND}+)(?:real\s+)?(?:(?:matrix|matrices)\s+)?{letter}"
    told = rf"{letter}[\s,]*{_BE}(?P<kinds>{_KIND}*{_WORD}\b)"
    found = [m for pattern in (called, told) for m in re.finditer(pattern, text, re.I) if name in m[0] and not _NOT.search(text[:m.start()][-40:]) and (supposed or not _IF.search(text[:m.start()][-40:]))]
    if not found or supposed:
        return rf"{name} \in \mathbb{{R}}^{{{_SIZE} \times {_SIZE}}}" if found else ""
    first = re.search(rf"\$[^$]*(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])", text)
    said = next((m["kinds"] for m in found if first is not None and m.start() <= first.end() <= m.end()), "")
    traits = " ".join(dict.fromkeys(re.sub(r"[-\s]+", " ", w.lower()) for w in _TRAITS.findall(said)))
    return rf"{name} \in \mathbb{{R}}^{{{_SIZE} \times {_SIZE}}}" + (rf" \text{{ {traits}}}" if traits and "not" not in said and not _IN_GENERAL.search(text) else "")


def _vector(meanings: Meanings, name: str, piece: Piece) -> str:
    """The declaration of a letter that words call a vector, beside such a matrix."""
    if re.fullmatch(r"[a-z]", name) is None or _SIZE not in meanings.context.dims or name in meanings.survey.headed:
        return ""
    letter = _UP_TO % re.escape(name)
    if re.search(rf"\bvectors?\s+{letter}|{letter}[\s,]*(?:{_BE})?(?:an?\s+|any\s+|two\s+|constant\s+|column\s+)*vectors?\b", meanings.survey.text, re.I) is None:
        return ""
    return lengths.only_size(meanings, name, piece) or ""


__all__ = ["matrices", "mentioned", "vector"]
