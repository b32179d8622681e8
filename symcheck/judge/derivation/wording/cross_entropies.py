r"""The cross-entropy by its name, `\mathrm{CrossEntropy}(y, \operatorname{softmax}(a))`, `\operatorname{CE}(y, \mathrm{softmax}(z))`, written as `-y^\top \log \operatorname{softmax}(a)`.

Only of a softmax at the second place, so that it is clear which of both is the target, of names in small letters, and where no formula of the document
says what the name means.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document

_UPRIGHT = r"\\(?:mathrm|operatorname|text|mathsf|textrm|mathit)\*?\s*\{\s*%s\s*\}"
_WORDS = r"(?:Cross-?\s?Entropy(?:Loss)?|cross-?entropy|CE|XE|H)"
_SMALL = r"(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{?\s*[a-z]\s*\}?|[a-z])(?:\s*_\s*(?:\w|\{\w+\})|\s*\^\s*\{\s*[(\[]\s*\w+\s*[)\]]\s*\})*"
_SOFTMAX = r"(?:" + _UPRIGHT % r"[Ss]oftmax" + r"|\\softmax)\s*(?:\\left)?\(\s*" + _SMALL + r"\s*(?:\\right)?\)"
_CALL = re.compile(rf"{_UPRIGHT % _WORDS}\s*(?:\\left|\\[bB]igl?)?\(\s*(?P<target>{_SMALL})\s*,\s*(?:\\[,;]\s*)?(?P<softmax>{_SOFTMAX})\s*(?:\\right|\\[bB]igr?)?\)")
_DEFINED = re.compile(rf"(?:^|[,;&]|quad)\s*{_UPRIGHT % _WORDS}\s*(?:\\left)?\([^=]*\)\s*&?\s*:?=")


def rewritten(document: Document) -> Document:
    """The document with such losses written as formulas."""
    rows = [row.text for f in document.formulas for row in f.rows]
    if not any(map(_CALL.search, rows)) or any(map(_DEFINED.search, rows)):
        return document
    return replace(document, formulas=tuple(replace(f, rows=tuple(
        row.rewritten(_CALL.sub(lambda m: rf"-{m['target']}^\top \log {m['softmax']}", row.text)) if _CALL.search(row.text) else row for row in f.rows)) for f in document.formulas))
