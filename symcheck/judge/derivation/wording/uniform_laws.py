r"""Uniform laws of an index as authors write them, `I \sim \mathrm{Unif}\{1, \dots, n\}`, `i_t \sim \mathcal{U}([n])`: as `I \sim \{1, \dots, n\}`, with the
same length, so that a step stays in its place in the file."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document

# `\\{1, \\dots, n\\}`, `\\{1, 2, 3\\}`, `[n]`: all numbers to the last, with nothing taken out or added behind it.
_DOTS = r"(?:\s*\\[lc]?dots[cbmi]?\s*|\s*\.\.\.\s*)"
_SET = (rf"(?:\\\{{\s*1\s*,(?:(?:\s*2\s*,(?:\s*3\s*,)?)?{_DOTS},[^{{}},]*|\s*2\s*(?:,\s*3\s*(?:,\s*4\s*(?:,\s*5\s*)?)?)?)\\\}}|\[\s*[A-Za-z]\s*\])"
        r"(?!\s*(?:\\(?:setminus|smallsetminus|backslash|cup|cap|times)(?![a-z])|\^|-))")
_UNIFORM = re.compile(rf"(\\sim\s*)(\\(?:mathrm|text|operatorname|mathsf|textrm)\s*\{{\s*(?:Unif|Uniform|U)\s*\}}|\\mathcal\s*(?:\{{\s*U\s*\}}|U)|Unif(?:orm)?|U)"
                      rf"(\s*(?:\\left|\\[bB]igl?)?\(?\s*)({_SET})(\s*(?:\\right|\\[bB]igr?)?\)?)")


def rewritten(document: Document) -> Document:
    """The document with such laws as sets from which an index is drawn."""
    def plain(text: str) -> str:
        return _UNIFORM.sub(lambda m: m[1] + " " * len(m[2] + m[3]) + m[4] + " " * len(m[5]), text)

    return replace(document, formulas=tuple(replace(f, rows=tuple(
        row if plain(row.text) == row.text else row.rewritten(plain(row.text)) for row in f.rows)) for f in document.formulas))


# `i \\sim \\{1, 3, \\dots\\}`, `i \\sim \\mathrm{Unif}(\\{1, \\dots, n\\} \\setminus \\{j\\})`; such a set alone.
_WHOLE = re.compile(_SET)
_DRAWN = re.compile(r"(?<![A-Za-z\\])([a-z])\s*\\sim[^=]*?(\\\{\s*\d.*)", re.S)
_INDEX = re.compile(r"\s*([a-z])\s*")
_FROM = re.compile(r"\s*(?:is|be|being)?\s*(?:\w+\s+){0,3}?(?:uniform(?:ly)?|at\s+random)\b[^.$]{0,40}$", re.I)


def drawn_otherwise(document: Document) -> frozenset[str]:
    """The indices of which the document says that they are drawn from another set than all numbers to the last."""
    found = {m[1] for f in document.formulas for row in f.rows if (m := _DRAWN.search(row.text)) is not None and not _WHOLE.match(m[2])}
    for f, then in zip(document.formulas, document.formulas[1:]):
        index = _INDEX.fullmatch(f.rows[0].text) if len(f.rows) == len(then.rows) == 1 else None
        if index is not None and _FROM.match(f.after) and re.match(r"\s*\\\{\s*\d", then.rows[0].text) and not _WHOLE.match(then.rows[0].text.lstrip()):
            found.add(index[1])
    return frozenset(found)
