r"""Which norm of a matrix `\|A\|` stands for: "matrix norms are spectral", "Norms are Euclidean (for matrices: spectral)", "$\|\cdot\|$ is the operator norm",
"the spectral norm $\|I - t A\|$".

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
    if told and len(plain) == len(said) and not _FROBENIUS.search(document.text):
        return SPECTRAL
    return FROBENIUS if all(map(_MARKED.search, said)) else OPEN


__all__ = ["FROBENIUS", "OPEN", "SPECTRAL", "of_matrices"]
