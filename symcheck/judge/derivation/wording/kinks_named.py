r"""Where e_1 and e_j are the places of kinks, and no basis vectors: "the elbow $e_j = -b_j / w_j$", `e_1 < e_2`, `x < e_1`, "at $e_2$ the slope jumps"; so where they are
errors of iterates, `e_k = u_k - u^\star`, or begin with e_0."""

from __future__ import annotations

import re

from symcheck.read.documents import Document

_E = r"(?<![A-Za-z\\])e\s*_\s*(?:\{\s*\w+\s*\}|\w)"
_ORDER = r"(?:[<>]|\\(?:[lg]eq?(?:slant)?|[lg]t)(?![A-Za-z]))"
# `e_1 < e_2`, `x \\ge e_1`, `e_1 \\le x`: no vector is less than another one.
_ORDERED = re.compile(rf"{_E}\s*&?\s*{_ORDER}|{_ORDER}\s*&?\s*{_E}")
# "the elbow of unit $j$ is at $e_j = ..`, "elbows $e_1$ and $e_2$".
_KINK = re.compile(rf"\b(?:elbows?|kinks?|knees?|hinges?|break-?\s?points?|switch(?:es|ing\s+points?)?|bends?)\b[^.;$]*(?:\$[^$]*\$[^.;$]*){{0,2}}\$\s*{_E}", re.I)
_VECTOR = re.compile(rf"\b(?:basis|unit)\s+vectors?\b|{_E}\s*(?:\^\s*\{{?\s*(?:\\top|T|\\intercal)|\\in\s*\\mathbb\s*\{{?\s*R\s*\}}?\s*\^)")

# `e_k = u_k - u^\star`, `e_0`: errors of iterates.
_ERROR = re.compile(r"(?<![A-Za-z\\])e\s*_\s*(?:\{\s*([knt])\s*\}|([knt])(?!\w))\s*&?\s*:?=\s*(?:\\(?:mathbf|boldsymbol|bm)\s*)?\{?\s*\\?[A-Za-z]+\s*\}?\s*_\s*\{?\s*(?:\1|\2)\s*\}?\s*-"
                    r"|(?<![A-Za-z\\])e\s*_\s*(?:0|\{\s*0\s*\})")


def numbers_e(document: Document) -> bool:
    """Does the document call its e_j places on a line, or errors of iterates, and nowhere basis vectors?"""
    if re.search(r"\b(?:basis|unit)\s+vectors?\b", document.text) is None and any(_ERROR.search(row.text) for f in document.formulas for row in f.rows):
        return True
    if _VECTOR.search(document.text):
        return False
    return any(_ORDERED.search(row.text) for f in document.formulas for row in f.rows) or _KINK.search(document.text) is not None
