r"""Letters that words or formulas show to be matrices, though they stand before a bracket: "a positive definite matrix $H$", "with Hessian $H$",
`(w - c)^\top H (w - c)`. Such an `H (w - c)` is a product, and no value of a function.
"""

from __future__ import annotations

import re

_FONT = r"(?:\\(?:mathbf|boldsymbol|bm|mathbfit|mathrm|vec)\s*\{?\s*)?"
_KIND = (r"(?:(?:positive|negative)[-\s]+(?:semi-?\s?)?definite|symmetric|invertible|non-?singular|orthogonal|diagonal|square|real)")
_NOUN = r"(?:matrix|matrices|Hessian(?:\s+matrix)?|covariance(?:\s+matrix)?|precision(?:\s+matrix)?|Gram\s+matrix|metric)"
_CALLED = rf"(?:(?:{_KIND}[\s,]+(?:and\s+)?)+(?:{_NOUN}\s+)?|{_NOUN}\s+)\$\s*{_FONT}%s\s*\}}?\s*\$"
_IS = rf"\$\s*{_FONT}%s\s*\}}?\s*\$[\s,]*(?:(?:is|be|are|being|denotes|assumed|which|to)\s+)*(?:an?\s+|the\s+)?(?:{_KIND}[\s,]+(?:and\s+)?)*(?:(?:positive|negative)[-\s]+(?:semi-?\s?)?definite|symmetric|invertible|{_NOUN})\b"
# `(w - c)^\\top H (w - c)`, with the same bracket on both sides.
_FORM = (r"\((?P<a>[^()]+)\)\s*\^\s*(?:\{\s*)?(?:\\top|\\intercal|T|\\mathsf\s*\{?\s*T\s*\}?)(?:\s*\})?\s*(?:\\[,;! ]\s*)*%s\s*\}?\s*(?:\^\s*\{\s*-1\s*\}\s*)?(?:\\[,;! ]\s*)*\((?P<b>[^()]+)\)")
# `H(w) = ..`: a function, of matrices maybe.
_OF_LETTER = r"(?<![A-Za-z\\])%s\s*\(\s*(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{?\s*)?\\?[A-Za-z]+\s*\}?\s*\)\s*&?\s*:?="

# "the eigendecomposition", right before `H = Q \\Lambda Q^\\top`; "be its singular value decomposition", right after it.
_DECOMPOSITIONS = r"(?:eigen[-\s]?(?:value\s+)?|spectral\s+|singular[-\s]+value\s+)(?:decomposition|factori[sz]ation)|diagonali[sz]ation|\bSVD"
_DECOMPOSITION = re.compile(rf"(?:{_DECOMPOSITIONS})[\s,:(]*$", re.I)
_IS_DECOMPOSITION = re.compile(rf"^[\s,]*(?:(?:be|is|denotes?)\s+)?(?:the|its|an?)\s+(?:(?:thin|full|compact|reduced)\s+)?(?:{_DECOMPOSITIONS})\b", re.I)


def is_matrix(letter: str, text: str) -> bool:
    """Does the document call this letter a matrix, or write a quadratic form with it?"""
    name = re.escape(letter)
    if not letter[-1:].isupper() and not re.fullmatch(r"\\[A-Z][a-z]+", letter):
        return False
    if re.search(_OF_LETTER % name, text) is not None:
        return False
    named = [m for pattern in (_CALLED, _IS) for m in re.finditer(pattern % name, text, re.I)]
    return any(letter in m[0] for m in named) or any(re.sub(r"\s", "", m["a"]) == re.sub(r"\s", "", m["b"]) for m in re.finditer(_FORM % (_FONT + name), text))


def is_decomposition(before: str, after: str) -> bool:
    r"""Do the words beside `H = Q \Lambda Q^\top` call it a decomposition? Then it holds for any such H, and is no definition of it."""
    return _DECOMPOSITION.search(before) is not None or _IS_DECOMPOSITION.match(after) is not None


__all__ = ["is_decomposition", "is_matrix"]
