r"""Samples of a model told for one of them: "the model is $p(y \mid x, w) = \sigma(y\, w^\top x)$ .. Let $(x_n, y_n)$, $n = 1, \dots, N$, be independent samples from this model".

What the model says is said of each sample: the document is read with `p(y_n \mid x_n, w) = \sigma(y_n\, w^\top x_n)` at the end of that sentence, and with the sets
that x and y were said to be in, where nothing says it of x_n and y_n. Only where the words say that the samples are independent and of this model.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge.derivation.wording import reservations
from symcheck.read.documents import Document, Formula
from symcheck.text import Source

_LETTER = r"(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*\\?[A-Za-z]+\s*\}|[A-Za-z])"
_OPEN, _CLOSE = r"(?:\\left|\\[bB]igl?)?\(\s*", r"\s*(?:\\right|\\[bB]igr?)?\)"
_PAIR = rf"{_OPEN}(?P<x>{_LETTER})\s*_\s*\{{?\s*(?P<i>[a-z])\s*\}}?\s*,\s*(?P<y>{_LETTER})\s*_\s*\{{?\s*(?P=i)\s*\}}?{_CLOSE}"
_PAIRS = re.compile(rf"\s*(?:\\mathcal\s*\{{?\s*D\s*\}}?\s*=\s*)?(?:\\\{{\s*)?{_PAIR}(?:\s*\\\}}(?:\s*_\s*\{{\s*(?P=i)\s*=\s*1\s*\}}\s*\^\s*\{{?\s*(?P<end>[A-Za-z])\s*\}}?)?)?\s*[,.;]?\s*")
_RANGE = re.compile(r"\s*(?P<i>[a-z])\s*=\s*1\s*,\s*(?:2\s*,\s*)?(?:\\[lc]?dots[cb]?|\.\.\.)\s*,\s*(?P<end>[A-Za-z])\s*[,.;]?\s*")
_MODEL = re.compile(rf"\s*(?:\\[pP]r|[pP]|\\Pr){_OPEN}(?P<y>{_LETTER})\s*(?:\\,|\\;|\\:)?\s*(?:\\mid(?![A-Za-z])|\|)\s*(?:\\,|\\;|\\:)?\s*(?P<x>{_LETTER})(?P<more>\s*[,;][^()=]*)?{_CLOSE}\s*&?=(?P<body>[^=]+?)[\s.,;]*")
_FROM_IT = re.compile(r"\b(?:from|of|under|according\s+to|by|following)\s+(?:this|the|that|the\s+same|our|the\s+above)\s+(?:\w+\s+)?(?:model|distribution)\b", re.I)
_APART = re.compile(r"\b(?:independent(?:ly)?(?!\s+of\b)|i\.?\s*i\.?\s*d\b)", re.I)
_ENDS = re.compile(r"(?<!i\.i\.d)(?<!i\.\si\.\sd)(?<!i\.e)(?<!e\.g)[.?!](?=\s|$)")


def rewritten(document: Document) -> Document:
    """The document with what its model says of each sample."""
    for k, f in enumerate(document.formulas):
        pair = _PAIRS.fullmatch(f.rows[0].text) if not f.display and len(f.rows) == 1 else None
        if pair is not None and (model := _model(document.formulas[:k], pair)) is not None and (said := _sentence(document.formulas, k, pair)) is not None:
            last, end = said
            return with_lines(document, last, _lines(document, f, pair, model, end))
    return document


def _model(formulas: tuple[Formula, ...], pair: re.Match[str]) -> re.Match[str] | None:
    """The last model that tells a y given an x before the samples, of these letters."""
    found = [m for f in formulas if len(f.rows) == 1 and (m := _MODEL.fullmatch(f.rows[0].text)) is not None and not reservations.keeps(f.before)]
    return found[-1] if found and (found[-1]["x"], found[-1]["y"]) == (pair["x"], pair["y"]) else None


def _sentence(formulas: tuple[Formula, ...], k: int, pair: re.Match[str]) -> tuple[int, str] | None:
    """The last formula of the sentence about the samples, and how many these are; None where it does not say that they are of the model, and independent."""
    words, end = _ENDS.split(formulas[k].before)[-1], pair["end"]
    for n in range(k, len(formulas)):
        f = formulas[n]
        if f.display:
            return None
        if n > k and (m := _RANGE.fullmatch(f.rows[0].text)) is not None and m["i"] == pair["i"]:
            end = m["end"]
        clause = _ENDS.split(f.after)
        words += " " + clause[0]
        if len(clause) > 1 or n + 1 == len(formulas):
            return (n, end) if end and _FROM_IT.search(words) and _APART.search(words) and not reservations.keeps(words) else None
    return None


def _lines(document: Document, f: Formula, pair: re.Match[str], model: re.Match[str], end: str) -> list[Source]:
    """What is said of each sample."""
    i, x, y = pair["i"], pair["x"], pair["y"]
    lines = []
    for name in (x, y):
        sets = [m[1].strip(" ,.;") for g in document.formulas for row in g.rows if (m := re.fullmatch(rf"\s*{re.escape(name)}\s*\\in(?![A-Za-z])\s*(.+?)\s*", row.text)) is not None]
        told = any(re.search(rf"(?<![A-Za-z\\]){re.escape(name)}\s*_\s*\{{?\s*\w\s*\}}?\s*\\in(?![A-Za-z])", row.text) for g in document.formulas for row in g.rows)
        if sets and not told:
            lines.append(rf"{name}_{i} \in {sets[-1]}, {i} = 1, \dots, {end}")

    def of_one(text: str) -> str:
        for name in (x, y):
            text = re.sub(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])(?!\s*_)", lambda m: f"{name}_{i}", text)
        return text
    lines.append(rf"p({y}_{i} \mid {x}_{i}{of_one(model['more'] or '')}) = {of_one(model['body'])}")
    return [f.rows[0].rewritten(line) for line in lines]


def with_lines(document: Document, last: int, lines: list[Source]) -> Document:
    """The document with these formulas after one of its own."""
    f = document.formulas[last]
    new = [replace(f, rows=(row,), environment="$", start=f.start + 1 + n, before=", where ", after=f.after if n + 1 == len(lines) else ", where ") for n, row in enumerate(lines)]
    formulas = (*document.formulas[:last], replace(f, after=", where "), *new, *document.formulas[last + 1:])
    stretches = (*document.stretches[:last + 1], *(", " for _ in lines), *document.stretches[last + 1:])
    return replace(document, formulas=formulas, stretches=stretches if document.stretches else ())
