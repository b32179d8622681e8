r"""Layers whose sums run from 0, `a_j = \sum_{i=0}^{D} w_{ji} x_i` with $x_0 = 1$: the term at 0 is the bias of unit j, a name of its own.

`\sum_{i=0}^{D} w_{ji} x_i` is written $b_j + \sum_{i=1}^{D} w_{ji} x_i$ with a letter that the document has nowhere, and so is each $w_{j0}$ where the words say
that the entry at 0 is 1. Where they say nothing of it, it is any number, and $w_{j0} x_0$ one number: no derivative by another name goes
through it. It is done for sums of a weight with two indices times an entry, in a document that has no vectors with one entry more.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge.derivation.outcome import Derivation
from symcheck.judge.derivation.wording import reservations
from symcheck.read.documents import Document
from symcheck.read.parser import parse
from symcheck.read.syntax import BigOperator, Number, Product, Relation, Symbol
from symcheck.text import Source, SymcheckError

_FROM_ZERO = re.compile(r"\\sum\s*(?:\\limits\s*)?_\s*\{\s*(?P<letter>[a-z])\s*=\s*0\s*\}\s*\^")
_ONE_MORE = re.compile(r"\\(?:mathbb\s*\{?\s*R\s*\}?|R|Reals)\s*\^\s*(?:\{[^{}]*\+\s*1|\{[^{}]*1\s*\+)")
_UP = r"(?:\^\s*(?:\{[^{}]*\}|\(\w\)|\[\w\]|\w))"
_LETTER = r"(?:(?<![A-Za-z\\])[A-Za-z]|\\[a-z]+|\\(?:mathbf|bm|boldsymbol)\s*\{\s*[A-Za-z]\s*\})"
# `w_{ji}^{(1)}`, `w^{(1)}_{ji}`, and `x_i`.
_WEIGHT = r"(?P<base>" + _LETTER + r")\s*(?P<up>" + _UP + r")?\s*_\s*\{\s*%s\s*\}\s*(?P<after>" + _UP + r")?"
_TERM = re.compile(r"\s*" + _WEIGHT % r"(?P<one>[a-z])\s*,?\s*(?P<two>[a-z])" + r"\s*(?:\\,|\\cdot|\\;)?\s*(?P<entry>" + _LETTER + r")\s*(?:" + _UP + r")?\s*_\s*\{?\s*(?P<of>[a-z])\s*\}?\s*(?:" + _UP + r")?\s*")
_AT_ZERO = re.compile(_WEIGHT % r"(?P<one>[a-z0-9])\s*,?\s*(?P<two>[a-z0-9])")
_IS_ONE = r"%s\s*_\s*(?:\{\s*0\s*\}|0)\s*(?:" + _UP + r")?\s*(?::?=|\\equiv|\\triangleq|\\coloneqq)\s*\+?1(?![\d.])"
# What stands before a sum with no factor and no sign.
_BEGINS = re.compile(r"(?:^|=|&|\(|\+|,|quad)\s*(?:\\left\s*\(\s*)?$")
# `x_0, x_1, \\dots, x_D`
_LISTED = re.compile(r"(?P<base>" + _LETTER + r")\s*_\s*\{?\s*0\s*\}?\s*,\s*(?P<rest>(?P=base)\s*_\s*\{?\s*1\s*\}?\s*,\s*\\)")
_BIASES = ("b", "c", r"\beta", r"\gamma", "d", r"\kappa", r"\mu", r"\nu")


def rewritten(document: Document) -> Document:
    """The document with the terms at 0 of such sums written out."""
    letters = _letters(document)
    if not letters:
        return document
    written = {row.text[start:end] for f in document.formulas for row in f.rows for start, _, end, _ in _sums(row)}
    text = document.text
    for x in written:  # what the words around formulas are read with, as long as it was
        text = text.replace(x, re.sub(r"=(\s*)0", r"=\g<1>1", x, count=1))
    return replace(document, text=text, formulas=tuple(replace(f, rows=tuple(_row(row, letters, document.text) for row in f.rows)) for f in document.formulas))


def restored(outcome: Derivation, document: Document) -> None:
    """The steps as they are written in the file, and no declarations of letters that are not in it."""
    letters = _letters(document)
    if not letters:
        return
    pairs = sorted({pair for f in document.formulas for row in f.rows for pair in _written(row, letters, document.text)[1]}, key=lambda p: -len(p[0]))

    def said(text: str) -> str:
        for made, before in pairs:
            text = text.replace(made, before)
        return text

    outcome.steps[:] = [replace(s, source=said(s.source)) for s in outcome.steps]
    outcome.passed[:] = [(line, said(text)) for line, text in outcome.passed]
    outcome.taken[:] = [x for x in outcome.taken if not any(re.match(re.escape(b) + r"(?![A-Za-z])", x) for b in letters.values())]


def _letters(document: Document) -> dict[str, str]:
    """The letter of the biases for each letter of weights that stand in such a sum."""
    rows = [row.text for f in document.formulas for row in f.rows]
    if not any(_FROM_ZERO.search(row) for row in rows) or _ONE_MORE.search(document.text):
        return {}
    weights = {term["base"]: None for f in document.formulas for row in f.rows for *_, term in _sums(row)}
    free = [x for x in _BIASES if re.search(rf"(?<![A-Za-z\\]){re.escape(x)}(?![A-Za-z])", " ".join(rows)) is None]
    return dict(zip(weights, free)) if len(free) >= len(weights) else {}


def _sums(row: Source) -> list[tuple[int, int, int, re.Match[str]]]:
    """The sums from 0 in a row: where each begins, where its limits and its terms end, and its term."""
    if _FROM_ZERO.search(row.text) is None:
        return []
    try:
        syntax = parse(row, frozenset())
    except SymcheckError:
        return []
    found = []
    for product in (x for x in syntax.walk() if type(x) is Product):
        for op in product.items:
            if type(op) is BigOperator and op.name == "sum" and type(op.lower) is Relation and type(op.upper) is Symbol and len(op.lower.items) == 2 \
                    and type(op.lower.items[0]) is Symbol and type(op.lower.items[1]) is Number and op.lower.items[1].value == 0:
                body = row.text[op.span.end:product.span.end]
                term = _TERM.fullmatch(body)
                i = op.lower.items[0].name
                if term is not None and term["of"] == i and (term["one"] == i) != (term["two"] == i):
                    found.append((op.span.start, op.span.end, product.span.end, term))
                break
    return found


def _row(row: Source, letters: dict[str, str], said: str) -> Source:
    """The row with the term at 0 of each sum before it, and with the names of biases that it has by themselves."""
    text = _written(row, letters, said)[0]
    return row if text == row.text else row.rewritten(text)


def _written(row: Source, letters: dict[str, str], said: str) -> tuple[str, list[tuple[str, str]]]:
    """The text of that row, and what stands in it for what."""
    text, pairs = row.text, []
    for start, limits, end, term in sorted(_sums(row), key=lambda x: -x[0]):
        if term["base"] not in letters:
            continue
        unit = term["two"] if term["one"] == term["of"] else term["one"]
        head = re.sub(r"=\s*0", lambda m: m[0].replace("0", "1"), text[start:limits], count=1)
        made = f"{_bias(term, letters, unit)} + {head}{text[limits:end]}"
        alone = not text[end:].lstrip()[:1] in ("'", "^") and _BEGINS.search(text[:start]) is not None
        made = made if alone else rf"({made})"
        pairs.append((made.strip(), text[start:end].strip()))
        text = text[:start] + made + text[end:]

    def named(m: re.Match[str]) -> str:
        zero = [x for x in (m["one"], m["two"]) if x == "0"]
        if m["base"] not in letters or len(zero) != 1 or not _ones(m["base"], said):
            return m[0]
        made = _bias(m, letters, m["two"] if m["one"] == "0" else m["one"])
        pairs.append((made, m[0].strip()))
        return made

    entries = {m["entry"] for m in _TERM.finditer(said) if m["base"] in letters}
    text = _LISTED.sub(lambda m: m["rest"] if m["base"] in entries else m[0], text)
    return _AT_ZERO.sub(named, text), pairs


def _bias(weight: re.Match[str], letters: dict[str, str], unit: str) -> str:
    return f"{letters[weight['base']]}{(weight['up'] or '').strip()}{(weight['after'] or '').strip()}_{{{unit}}}"


def _ones(base: str, said: str) -> bool:
    """Is every entry that weights of this letter multiply in a sum from 0 said to be 1 at 0?"""
    entries = {m["entry"] for m in _TERM.finditer(said) if m["base"] == base}
    return bool(entries) and all(_is_one(x, said) for x in entries)


def _is_one(entry: str, said: str) -> bool:
    """Is its entry at 0 said to be 1, without a reservation?"""
    sentences = (re.split(r"[.;]\s|\n\s*\n", said[:m.start()])[-1] for m in re.finditer(_IS_ONE % re.escape(entry), said))
    return any(not reservations.keeps(s) and re.search(r"\bif\b", s, re.I) is None for s in sentences)
