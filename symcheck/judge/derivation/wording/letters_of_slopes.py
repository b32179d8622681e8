r"""Functions whose letter only their derivatives show: "the loss $L = \frac1N \sum_i (w x_i - y_i)^2$ has $L'(w) = ..$, and $L''(0) = 2 a$".

Where the document takes derivatives of L by one letter, and these or L at other places too, the definition of L is written with that letter, `L(w) = ..`: without it
nothing tells what `L''(0)` is. A name that is defined twice, or anywhere with what it is taken at, is left as it is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document

_NAME = r"(?:[A-Z]|f|g|h|\\ell|\\(?:mathcal|mathrm|mathbf)\s*\{[A-Z]\}|\\mathcal\s+[A-Z])"
# `L'(w)`, `L''(\\pm\\sqrt{b})`.
_SLOPE = re.compile(rf"(?<![A-Za-z\\])(?P<name>{_NAME})\s*(?:'+|\^\s*\{{\s*(?:\\prime\s*)+\}})\s*(?:\\left|\\[bB]igl?)?\(\s*(?P<at>[^()]*?)\s*(?:\\right|\\[bB]igr?)?\)")
# `\\frac{dC}{du}`, and `C(u^\\star)`, `C(2)`: at a place, not at a letter.
_QUOTIENT = re.compile(rf"\\[dt]?frac\s*\{{\s*(?:d|\\mathrm\s*\{{?d\}}?|\\partial)\s*(?P<name>{_NAME})\s*\}}\s*\{{\s*(?:d|\\mathrm\s*\{{?d\}}?|\\partial)\s*(?P<at>[a-z]|\\[a-z]+)\s*\}}")
_VALUE = re.compile(rf"(?<![A-Za-z\\])(?P<name>{_NAME})\s*\(\s*(?P<at>[-+]?\d+(?:\.\d+)?|(?:[a-z]|\\[a-z]+)\s*(?:_\s*\{{?\d\}}?|\^\s*\{{?(?:\*|\\(?:star|ast))\}}?))\s*\)")
_LETTER = re.compile(r"[a-z]|\\(?!pm|mp|ell|infty)[a-z]+")
_HEAD = r"(?:^|\\q?quad(?![A-Za-z])|[,;&])(?P<head>\s*{name})(?P<call>\s*(?:\\left|\\[bB]igl?)?\([^()]*\))?(?=\s*&?\s*:?=(?!=))"


def rewritten(document: Document) -> Document:
    """The document with the letters of such functions in their definitions."""
    letters: dict[str, set[str]] = {}
    for f in document.formulas:
        for row in f.rows:
            for m in (*_SLOPE.finditer(row.text), *_QUOTIENT.finditer(row.text), *_VALUE.finditer(row.text)):
                letters.setdefault(re.sub(r"\s", "", m["name"]), set()).add(re.sub(r"\s", "", m["at"]))
    for name, at in letters.items():
        plain = [x for x in at if _LETTER.fullmatch(x)]
        if len(plain) == 1 and len(at) > 1:
            document = _with_letter(document, name, plain[0])
    return document


def _with_letter(document: Document, name: str, letter: str) -> Document:
    """The document with the one definition of a name written as that of a function of this letter."""
    head = re.compile(_HEAD.format(name=r"\s*".join(map(re.escape, re.findall(r"\\?[A-Za-z]+|.", name)))))
    found = [(k, j, m) for k, f in enumerate(document.formulas) for j, row in enumerate(f.rows) for m in head.finditer(row.text)]
    own = [(k, j, m) for k, j, m in found if m["call"] is None or _LETTER.fullmatch(re.sub(r"[\s()]|\\left|\\right", "", m["call"]))]
    if len(own) != 1 or own[0][2]["call"] is not None:
        return document
    k, j, m = own[0]
    f = document.formulas[k]
    text = f.rows[j].text
    rows = (*f.rows[:j], f.rows[j].rewritten(f"{text[:m.end()]}({letter}){text[m.end():]}"), *f.rows[j + 1:])
    return replace(document, formulas=(*document.formulas[:k], replace(f, rows=rows), *document.formulas[k + 1:]))


__all__ = ["rewritten"]
