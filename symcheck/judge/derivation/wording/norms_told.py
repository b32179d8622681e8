r"""Which norm of a matrix `\|A\|` stands for: "matrix norms are spectral", "Norms are Euclidean (for matrices: spectral)", "$\|\cdot\|$ is the operator norm",
"the spectral norm $\|I - t A\|$", "(spectral norm for $W$)".

Without such words it is the Frobenius norm. Where the words speak of spectral norms and it cannot be told that every norm without a mark is one, such
a norm of a matrix is not read.
"""

from __future__ import annotations

import re

from symcheck.judge.derivation.wording import reservations
from symcheck.read.documents import Document

_SPECTRAL = re.compile(r"\b(?:spectral|operator)\s+(?:\(?\s*\$?2\$?\s*\)?-?\s*)?norms?\b|\b(?:induced|subordinate)\s+(?:\w+\s+)?norms?\b|\bspectral\s*(?:[).,;]|$)|\blargest\s+singular\s+value\b", re.I)
# Of all norms of matrices.
_OF_ALL = re.compile(r"\b(?:matrix\s+norms?|norms?\s+of\s+(?:a\s+|all\s+)?matri(?:x|ces)|(?:for|of|on)\s+(?:a\s+|all\s+)?matri(?:x|ces)|(?:all\s+|the\s+)?(?:matrix\s+)?norms\s+are)\b|\\cdot|throughout|always", re.I)
# A mark of its own, `\\|A\\|_2`: of others nothing is said.
_MARKED = re.compile(r"(?:\\[r]?[Vv]ert|\\\|)\s*_")
_UNMARKED_TOLD = re.compile(r"\b(?:spectral|operator|induced)\s+(?:2-?\s*)?norm\s+(?:is\s+)?\$\s*(?:\\left)?(?:\\l?Vert|\\\|)(?P<of>[^$]*?)(?:\\right)?(?:\\r?Vert|\\\|)(?!\s*_)|"
                            r"(?:\\r?Vert|\\\|)(?!\s*_)\s*\$\s*(?:is|denotes|be|stands\s+for|means|for)\s+the\s+(?:spectral|operator|induced)\s+(?:\w+\s+)?norm", re.I)
# "(spectral norm for $W$)", beside `\\|W\\|`: where no other matrix has a norm without a mark, that is all of them.
_FOR_ONE = re.compile(r"\(\s*(?:(?:in|with|using|by|here|we\s+use|taking)\s+)?(?:the\s+)?(?:spectral|operator)\s+norms?\s+(?:for|of|on)\s+(?:the\s+)?(?:matrix\s+|matrices\s+)?"
                      r"\$\s*(?P<of>[A-Z])\s*\$(?:\s*(?:,|and)\s*\$\s*(?P<and>[A-Z])\s*\$)?\s*\)")
_OF_LETTER = re.compile(r"(?:\\l?Vert(?![A-Za-z])|\\\|)\s*([A-Z])\s*(?:\\[,;:! ])*(?:\\right\s*)?(?:\\r?Vert|\\\|)(?!\s*_)")
_FROBENIUS = re.compile(r"\bfrobenius\b", re.I)
_SENTENCE = re.compile(r"(?<!\be\.g)(?<!\bi\.e)[.;!?](?:\s|$)|\n\s*\n")

FROBENIUS, SPECTRAL, OPEN = "fro", "spectral", ""


def of_matrices(document: Document) -> str:
    """The norm that a matrix without a mark on its norm has in this document; OPEN where the words leave it open."""
    said = [sentence for sentence in _SENTENCE.split(document.text) if _SPECTRAL.search(sentence)]
    if not said:
        return FROBENIUS
    plain = [sentence for sentence in said if not reservations.keeps(sentence) and not _FROBENIUS.search(sentence)]
    told = any(_UNMARKED_TOLD.search(sentence) or _OF_ALL.search(sentence) and not _MARKED.search(sentence) for sentence in plain)
    told = told or any(_is_of_all(document, m) for sentence in plain for m in _FOR_ONE.finditer(sentence))
    if told and len(plain) == len(said) and not _FROBENIUS.search(document.text):
        return SPECTRAL
    return FROBENIUS if all(map(_MARKED.search, said)) else OPEN


def _is_of_all(document: Document, told: re.Match[str]) -> bool:
    """Are these matrices the only ones whose norms the document writes without a mark?"""
    of = {m[1] for m in _OF_LETTER.finditer(document.text)}
    return bool(of) and of <= {told["of"], told["and"]}


__all__ = ["FROBENIUS", "OPEN", "SPECTRAL", "of_matrices"]
