r"""Samples of a density told for one letter: "Let $x_1, \dots, x_n > 0$ be i.i.d. samples from the density $p(x \mid \lambda) = \lambda e^{-\lambda x}$".

The density is that of each sample: the document is read with `p(x_i \mid \lambda) = \lambda e^{-\lambda x_i}` after it. Only where the sentence says that the
samples are independent and of this density and where they lie, and where nothing else tells the density of one of them.
"""

from __future__ import annotations

import re

from symcheck.judge.derivation.wording import reservations
from symcheck.judge.derivation.wording.samples_of_model import with_lines
from symcheck.read.documents import Document, Formula

_DOTS = r"(?:\\[lc]?dots[cb]?|\.\.\.)"
_SAMPLES = re.compile(rf"\s*(?P<x>[A-Za-z])\s*_\s*\{{?\s*1\s*\}}?\s*,\s*(?:(?P=x)\s*_\s*\{{?\s*2\s*\}}?\s*,\s*)?{_DOTS}\s*,\s*(?P=x)\s*_\s*\{{?\s*(?P<end>[A-Za-z])\s*\}}?\s*"
                      r"(?:>|\\geq?(?![A-Za-z])|\\in(?![A-Za-z])).*")
_OPEN, _CLOSE = r"(?:\\left|\\[bB]igl?)?\(\s*", r"\s*(?:\\right|\\[bB]igr?)?\)"
_DENSITY = re.compile(rf"\s*(?P<p>[pf])\s*{_OPEN}(?P<x>[A-Za-z])\s*(?P<given>(?:\\,|\\;|\\:|\s)*(?:\\mid(?![A-Za-z])|\||;)[^()=]*){_CLOSE}\s*&?=(?P<body>.+)", re.S)
_ENDS = re.compile(r"\s*(?:(?:,|\.|;)\s*(?:\\q?quad|\\[,;: ]|\s)*|\\q?quad\s*)(?:(?:\\text\s*\{[^{}]*\}\s*)?(?P<of>[A-Za-z])\s*(?:>|\\geq?(?![A-Za-z])|\\in(?![A-Za-z]))[^=]*)?$", re.S)
_FROM = re.compile(r"\b(?:from|with|have|has|having|of|by|under|following|share|sharing)\s+(?:(?:the|a|an|this|that|common|same|one|following|exponential|unknown)\s+){0,4}(?:[\w-]+\s+){0,2}(?:density|distribution|pdf|model|law)(?:\s+function)?\s*[:,]?\s*$", re.I)
_APART = re.compile(r"\b(?:independent(?:ly)?(?!\s+of\b)|i\.?\s*i\.?\s*d\b)", re.I)
_SENTENCE = re.compile(r"(?<!i\.i\.d)(?<!i\.\si\.\sd)(?<!i\.e)(?<!e\.g)[.?!](?=\s|$)")


def rewritten(document: Document) -> Document:
    """The document with the density of each sample after that of one letter."""
    for k, f in enumerate(document.formulas[:-1]):
        samples = _SAMPLES.fullmatch(f.rows[0].text) if not f.display and len(f.rows) == 1 else None
        following = document.formulas[k + 1]
        density = _DENSITY.fullmatch(following.rows[0].text) if samples is not None and len(following.rows) == 1 else None
        if density is None or density["x"] != samples["x"] or (body := _body(density)) is None or not _said(f, following):
            continue
        x, end = samples["x"], samples["end"]
        own = re.compile(rf"{density['p']}\s*{_OPEN}{x}\s*_\s*\{{?\s*[a-z]\s*\}}?\s*(?:\\mid|\||;)[^=]*=(?!\s*{density['p']}\s*{_OPEN})")
        letters = _letters(document)
        if any(own.match(row.text.strip()) for g in document.formulas for row in g.rows) or (i := next((i for i in "ijkm" if i not in letters - _counters(document)), None)) is None or i == end:
            return document
        given, body = (re.sub(rf"(?<![A-Za-z\\]){x}(?![A-Za-z])", f"{x}_{i}", part) for part in (density["given"], body))
        return with_lines(document, k + 1, [f.rows[0].rewritten(rf"{density['p']}({x}_{i}{given}) = {body}")])
    return document


def _body(density: re.Match[str]) -> str | None:
    """The right side of the density alone, without a range of its letter behind it; None where it says more."""
    body = density["body"].strip()
    end = next((m for m in re.finditer(r"[,.;]|\\q?quad", body) if (e := _ENDS.match(body, m.start())) is not None and e["of"] in (None, density["x"])), None)
    body = body[:end.start()] if end is not None else body
    return None if re.search(r"=|\\begin|\\mid|\\sim|\\text", body) or not re.search(rf"(?<![A-Za-z\\]){density['x']}(?![A-Za-z])", body) else body.strip()


def _said(samples: Formula, density: Formula) -> bool:
    """Does the sentence of the samples say that they are independent and of the density?"""
    clause = _SENTENCE.split(samples.before)[-1] + " § " + density.before
    return _SENTENCE.search(density.before) is None and _APART.search(clause) is not None and _FROM.search(density.before) is not None and not reservations.keeps(clause)


def _letters(document: Document) -> set[str]:
    return {x for f in document.formulas for row in f.rows for x in re.findall(r"(?<![A-Za-z\\])[a-z](?![A-Za-z])", row.text)}


def _counters(document: Document) -> set[str]:
    """The letters that count, `\\sum_{i=1}^n`."""
    return {m for f in document.formulas for row in f.rows for m in re.findall(r"_\s*\{\s*([a-z])\s*(?:=|\})", row.text)} | {
        m for f in document.formulas for row in f.rows for m in re.findall(r"\\(?:sum|prod)\s*(?:\\limits\s*)?_\s*([a-z])(?![A-Za-z])", row.text)}


__all__ = ["rewritten"]
