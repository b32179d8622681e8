r"""Vectors of ones written with a plain 1, `Z = W X + b 1^\top`, `\nabla_b L = \Delta 1`, `1_n^\top A 1_m`: as `𝟏`, with the same length, so that a step stays in its place in the
file.

A number is not transposed, and no factor of a row, so that `1^\top` and the 1 of `1 b^\top` can only be the vector; what the words call a vector of ones is one as well. Where the document has none of these, a 1 stays a number;
where it has, one right behind a name or a bracket is no factor that anybody would write, and so the vector. All other ones are numbers.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document, Formula

_ONES = "𝟏"
_BELOW = r"(?:_(?:[A-Za-z](?![A-Za-z])|\{\s*[A-Za-z]\w?\s*\}))?"
_TURNED = r"\s*\^\s*(?:\{\s*)?(?:\\top|\\intercal|\\mathsf\s*\{?\s*T\s*\}?|\\mathrm\s*\{?\s*T\s*\}?|T)(?![A-Za-z])"
# A 1 that is no part of a longer number or of a macro, and what may stand below it.
_ONE = rf"(?<![\d.\\^_])1(?![\d.])(?P<below>{_BELOW})"
_TRANSPOSED = re.compile(rf"{_ONE}(?={_TURNED})")
_DECLARED = re.compile(rf"\s*{_ONE}(?=\s*\\in\s*\\(?:mathbb|bbR|R|reals|Reals)\b)")
_ALONE = re.compile(rf"\s*{_ONE}\s*[.,;]?\s*")
_TOLD = re.compile(r"\ball[\s-]+ones?\b|\b(?:vectors?|columns?)\s+(?:(?:of|with|full\s+of|that\s+has|consisting\s+of)\s+)(?:(?:all|only|just|\$\w+\$|[a-z])\s+)?ones\b|\bones[\s-]+vectors?\b", re.I)
# Right before a 1 that no number would stand behind: the end of a name with its scripts, or a bracket that closes.
_GREEK = r"\\(?:alpha|beta|gamma|delta|epsilon|varepsilon|eta|theta|lambda|mu|nu|xi|rho|sigma|tau|phi|varphi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Sigma|Phi|Psi|Omega)"
_BEHIND = re.compile(rf"(?:(?<![A-Za-z\\])[A-Za-z]|{_GREEK}|\)|\]|\^\s*(?:\\top|T|\{{[^{{}}]*\}})|_\s*(?:\w|\{{[^{{}}]*\}}))\s*(?:\\[,;!:]\s*)?$")
# Right after one: a vector that is transposed, `1 b^\\top`.
_BEFORE_ROW = re.compile(rf"\s*(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{{?\s*)?(?:[A-Za-z]|{_GREEK})\s*\}}?\s*(?:_\s*(?:\w|\{{[^{{}}]*\}})\s*)?(?:\^\s*\{{\s*[(\[][^{{}}]*[)\]]\s*\}}\s*)?{_TURNED}")
_FREE = re.compile(_ONE)


def rewritten(document: Document) -> Document:
    """The document with its plain vectors of ones in bold."""
    rows = [row.text for f in document.formulas for row in f.rows]
    below = {_name(m["below"]) for text in rows for m in _TRANSPOSED.finditer(text)} | {_name(m["below"]) for text in rows if (m := _DECLARED.match(text)) is not None}
    below |= {"" for text in rows for m in _FREE.finditer(text) if not m["below"] and _BEFORE_ROW.match(text[m.end():])}
    told = {f.start: _name(m["below"]) for f in document.formulas if len(f.rows) == 1 and (m := _ALONE.fullmatch(f.rows[0].text)) is not None and _is_told(document, f)}
    below |= {*told.values()}
    if not below:
        return document
    return replace(document, formulas=tuple(replace(f, rows=tuple(
        row if (text := _in_bold(row.text, below, f.start in told)) == row.text else row.rewritten(text) for row in f.rows)) for f in document.formulas))


def _is_told(document: Document, f: Formula) -> bool:
    """Do the words of its sentence call a formula a vector of ones?"""
    behind = document.text[f.start:f.start + 120]
    return _TOLD.search(re.split(r"[.;]\s", f.before)[-1][-60:]) is not None or _TOLD.search(re.split(r"[.;]\s", behind)[0]) is not None


def _name(below: str) -> str:
    return below.strip("_{} ")


def _in_bold(text: str, below: set[str], told: bool) -> str:
    """A line with those of its ones in bold that are vectors, from its end on: in `1 1^\\top` the second one shows what the first is."""
    for m in reversed(list(_FREE.finditer(text))):
        name = _name(m["below"])
        if name not in below:
            continue
        turned, outer = re.match(_TURNED, text[m.end():]) is not None, re.match(rf"\s*{_ONES}", text[m.end():]) is not None
        if name or turned or outer or _BEHIND.search(text[:m.start()]) or _BEFORE_ROW.match(text[m.end():]) or _DECLARED.match(text) and not text[:m.start()].strip() or told:
            text = f"{text[:m.start()]}{_ONES}{text[m.start() + 1:]}"
    return text


__all__ = ["rewritten"]
