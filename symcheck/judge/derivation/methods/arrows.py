r"""`w_{t+1} \leftarrow w_t - ..`: with a counter on both sides the arrow says what the next iterate is, as `=` does; in `w \leftarrow w - ..` w is
given another value. Texts keep their length, so that a step stays in its place in the file."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document

_NAME = r"(?:\\(?:bm|mathbf|boldsymbol|hat|tilde|vec)\s*\{\s*\\?[A-Za-z]+\s*\}|\\[A-Za-z]+|(?<![A-Za-z\\])[A-Za-z])"
# The arrow after `w_{t+1}`, `w^{(t+1)}`, where w_t, `w^{(t)}` comes after it.
_ARROW = re.compile(rf"(?P<head>(?P<name>{_NAME})\s*(?:_\s*\{{\s*(?P<below>[a-z])\s*\+\s*1\s*\}}|\^\s*\{{\s*\(\s*(?P<above>[a-z])\s*\+\s*1\s*\)\s*\}})\s*&?\s*)"
                    r"(?P<arrow>\\leftarrow|\\gets|←)(?P<rest>(?![A-Za-z]).*)$", re.S)


def rewritten(document: Document) -> Document:
    """The document with `=` for such arrows."""
    if not any(_ARROW.search(row.text) for f in document.formulas for row in f.rows):
        return document
    return replace(document, formulas=tuple(replace(f, rows=tuple(row.rewritten(_put(row.text)) for row in f.rows)) for f in document.formulas))


def _put(text: str) -> str:
    m = _ARROW.search(text)
    if m is None:
        return text
    mark = rf"_\s*\{{?\s*{m['below']}(?![A-Za-z+\s]*\+)" if m["below"] else rf"\^\s*\{{\s*\(\s*{m['above']}\s*\)"
    if re.search(re.escape(m["name"]) + r"\s*" + mark, m["rest"]) is None:
        return text
    return text[:m.start("arrow")] + "=".ljust(len(m["arrow"])) + m["rest"]
