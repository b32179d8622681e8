r"""Small letters of the entries of matrices with the number of a layer: `W^l \in \mathbb{R}^{n_l \times n_{l-1}}` "has entries $w^l_{jk}$".

Where a document writes $W^l$ without indices and a small $w^l_{jk}$ with two of them only, and gives neither by the other, `W^l_{jk}` is written for
$w^l_{jk}$ before anything is read. Nothing is taken where a formula says which entry is which: `W^l_{jk} = w^l_{kj}`, `W^l = (w^l_{kj})^\top`; where layers are
fed through the transpose, `(W^l)^\top a^{l-1}`, or by rows, `a^{l-1} W^l`; or where $w^l_{jk}$ is told to lead from unit j to unit k.
"""

from __future__ import annotations

import re

_OPENS = r"(?:\\(?:mathbf|boldsymbol|bm|mathrm|vec)\s*\{\s*)?"
_ABOVE = r"\^\s*(?:\{[^{}]*\}|\\ell(?![A-Za-z])|\w)"
_TWO = r"_\s*\{\s*[a-z]\s*,?\s*[a-z]\s*\}"
# The small letter with a number above and two indices below, in either order.
_ENTRY = r"(?<![A-Za-z\\])%s(?=\s*\}?\s*(?:" + _ABOVE + r"\s*" + _TWO + r"|" + _TWO + r"\s*" + _ABOVE + r"))"
_WHOLE = r"(?<![A-Za-z\\])" + _OPENS + r"%s\s*\}?\s*" + _ABOVE + r"(?!\s*_)"
_SAID = r"(?<![A-Za-z\\])" + _OPENS + r"%s\s*\}?[^=]*&?\s*:?=\s*(?:\\[bB]ig[lr]?|\\left)?\s*[(\[]?\s*(?=" + _OPENS + r"%s\s*\}?\s*[\^_])"
# `W^l = (w^l_{jk})`, `W^l = [w^l_{jk}]_{jk}`: the matrix of these entries, and no more.
_LISTED = re.compile(r"=\s*(?:\\[bB]ig[lr]?|\\left)?\s*[(\[]\s*[^=+()\[\]]*?(?:[(\[]\w[)\]][^=+()\[\]]*?)?(?:\\[bB]ig[lr]?|\\right)?\s*[)\]]\s*(?!\s*\^)(?:_\s*(?:\{[^{}]*\}|\w))?\s*[.,;]?\s*$")

_TRANSPOSED = r"(?:\\top|\\intercal|\\mathsf\s*\{?\s*T\s*\}?|\\mathrm\s*\{?\s*T\s*\}?|T|')"
_NAME = _OPENS + r"(?:\\[A-Za-z]+|[A-Za-z])\s*\}?\s*"
# The numbers of a layer and of the one below it, for a letter of layers.
_NUMBERS = ((r"[(\[]?\s*%s\s*[)\]]?", r"[(\[]?\s*%s\s*-\s*1\s*[)\]]?"), (r"[(\[]?\s*%s\s*\+\s*1\s*[)\]]?", r"[(\[]?\s*%s\s*[)\]]?"))


def _fed_otherwise(text: str, capital: str, letter: str) -> bool:
    """Is there `(W^l)^\top a^{l-1}` or `a^{l-1} W^l`?"""
    letter = re.escape(letter) + "(?![A-Za-z])"
    for own, below in ((one % letter, two % letter) for one, two in _NUMBERS):
        fed = rf"{_NAME}\^\s*(?:\{{\s*{below}\s*(?:{_TRANSPOSED}\s*)?\}}|{below})"
        matrix = rf"(?<![A-Za-z\\]){_OPENS}{capital}\s*\}}?\s*\^\s*"
        turned = rf"{matrix}(?:\{{\s*{own}\s*{_TRANSPOSED}\s*\}}|(?:\{{\s*{own}\s*\}}|{own})\s*(?:\\right|\\[bB]igg?r?)?\s*[)\]}}]\s*\^\s*\{{?\s*{_TRANSPOSED}\s*\}}?)"
        if re.search(rf"{turned}\s*[(\[]?\s*{fed}|{fed}\s*(?:(?:\\right)?[)\]}}]\s*(?:\^\s*\{{?\s*{_TRANSPOSED}\s*\}}?)?\s*)?{matrix}(?:\{{\s*{own}\s*\}}|{own})", text):
            return True
    return False


def _leads_back(text: str, w: str) -> bool:
    """Do words say that `w_{jk}` leads from unit j to unit k?"""
    near = r"(?:(?!\bto\b|\bfrom\b)[^.])*?"
    for m in re.finditer(_ENTRY % w, text):
        one, two = re.findall(r"[a-z]", re.search(_TWO, text[m.start():])[0])
        one, two = rf"(?<![A-Za-z\\]){one}(?![A-Za-z])", rf"(?<![A-Za-z\\]){two}(?![A-Za-z])"
        words = re.split(r"\.\s|\n\s*\n", text[m.start():])[0]
        words = words[words.index("$") + 1:] if "$" in words else words
        if re.search(rf"\b(?:from|connect\w*|join\w*|link\w*)\b{near}\$\s*{one}\s*\${near}\b(?:to|with|and)\b{near}\$\s*{two}\s*\$"
                     rf"|\b(?:to|into)\b{near}\$\s*{two}\s*\${near}\bfrom\b{near}\$\s*{one}\s*\$", words):
            return True
    return False


def told(rows: list[str], letter: str, words: str) -> frozenset[str]:
    """The small letters of entries, of a document that counts its layers by `letter`; `words` is all that it says."""
    text = "\n".join(rows)
    found = {m[1] for m in re.finditer(_ENTRY % "([a-z])", text)}
    above = re.compile(rf"\^\s*\{{?\s*[(\[]?\s*{re.escape(letter)}(?![A-Za-z])")
    return frozenset(w for w in found if len(re.findall(rf"(?<![A-Za-z\\]){w}(?![A-Za-z])(?=\s*\}}?\s*[\^_])", text)) == len(re.findall(_ENTRY % w, text))
                     and any(above.search(m[0]) for m in re.finditer(_WHOLE % w.upper(), text))
                     and not any(_is_said(row, w) for row in rows) and not _fed_otherwise(text, w.upper(), letter) and not _leads_back(words, w))


def _is_said(row: str, w: str) -> bool:
    """Does a row give the matrix by its entries in an order of its own, or these by it?"""
    one, two = (_SAID % (w.upper(), w)), (_SAID % (w, w.upper()))
    return re.search(two, row) is not None or (m := re.search(one, row)) is not None and _LISTED.search(row[m.start():]) is None


def put(text: str, letters: frozenset[str]) -> str:
    """The text with the capital letter for each such entry."""
    for w in letters:
        text = re.sub(_ENTRY % w, w.upper(), text)
    return text
