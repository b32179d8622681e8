r"""The loss of one example, `\mathcal{L} = -y \log a - (1 - y) \log(1 - a)`, in a cost of all of them, `J = \frac{1}{m} \sum_{i=1}^m \mathcal{L}^{(i)}`, where the examples are the
columns of $Y \in \mathbb{R}^{1 \times m}$ and of the last layer's $A^{[L]}$: `\mathcal{L}^{(i)}` is written with entry i of these rows.

Nothing is written where a formula says what `\mathcal{L}^{(i)}` is, where the loss has a letter without such a row, or where the last layer may have several units.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge.derivation.wording.columns_numbered import is_in_columns
from symcheck.read.documents import Document

_LOSS = r"(?:\\mathcal\s*\{?\s*[LlJE]\s*\}?|\\ell|[LlE])"
_ONE = re.compile(rf"(?:^|[,;&]|\\q?quad)\s*(?P<loss>{_LOSS})\s*(?:\(\s*(?:a|\\hat\s*\{{?\s*y\s*\}}?)\s*,\s*[yt]\s*\))?\s*&?\s*:?=(?P<value>[^=]*?)(?=$|,?\s*\\q?quad|\\\\)")
_COST = re.compile(rf"(?P<before>(?:^|[,;&]|\\q?quad)\s*\\?[A-Za-z]+\s*(?:\{{[A-Z]\}}\s*)?(?:\([^()=]*\)\s*)?&?\s*:?=\s*(?:\\[dt]?frac\s*\{{?\s*1\s*\}}?\s*\{{?\s*[A-Za-z]\s*\}}?\s*)?\\sum\s*(?:\\limits)?\s*_\s*\{{?\s*(?P<i>[a-z])\s*(?:=\s*1\s*)?\}}?\s*(?:\^\s*\{{?\s*[A-Za-z]\s*\}}?)?\s*)"
                   rf"(?P<loss>{_LOSS})\s*(?:\^\s*\{{\s*\(\s*(?P<above>[a-z])\s*\)\s*\}}|_\s*\{{?\s*(?P<below>[a-z])\s*\}}?)\s*(?P<end>[.,;]?\s*)$")
_ROW_OF_LABELS = r"(?<![A-Za-z\\])%s\s*\\in\s*(?:\\mathbb\s*\{?\s*R\s*\}?|\\R|\\\{\s*0\s*,\s*1\s*\\\})\s*\^\s*\{\s*1\s*\\times\s*[A-Za-z]\s*\}"
_OUTPUT = r"(?<![A-Za-z\\])%s\s*\^\s*\{\s*([(\[])\s*(?P<top>[A-Z]|\d)\s*[)\]]\s*\}"
_LETTER = re.compile(r"(?P<hat>\\hat\s*(?:\{\s*)?)?(?<![A-Za-z\\])(?P<letter>[a-z])(?![A-Za-z])(?P<more>\s*[_^]|'|\s*\()?(?(hat)\s*\}?)")


def rewritten(document: Document) -> Document:
    """The document with such losses of one example written in terms of the rows."""
    formulas = list(document.formulas)
    rows = [row.text for f in formulas for row in f.rows]
    for k, f in enumerate(formulas):
        for j, row in enumerate(f.rows):
            m = _COST.match(row.text)
            value = _value(document, rows, m) if m is not None and (m["above"] or m["below"]) == m["i"] else None
            if value is not None:
                made = f"{m['before']}\\left({value}\\right){m['end']}"
                formulas[k] = replace(formulas[k], rows=(*formulas[k].rows[:j], row.rewritten(made), *formulas[k].rows[j + 1:]))
    return replace(document, formulas=tuple(formulas)) if formulas != list(document.formulas) else document


def _value(document: Document, rows: list[str], cost: re.Match[str]) -> str | None:
    """The loss of example i in terms of the rows."""
    loss = re.sub(r"[\s{}]", "", cost["loss"])
    found = {m["value"].strip() for row in rows for m in _ONE.finditer(row) if re.sub(r"[\s{}]", "", m["loss"]) == loss}
    given = rf"(?:^|[,;&]|quad)\s*{re.escape(cost['loss'])}\s*(?:\^\s*\{{\s*\(|_\s*\{{?\s*[a-z])[^=]*="
    if len(found) != 1 or not is_in_columns(document) or any(re.search(given, row) for row in rows):
        return None
    text, i, value = " ".join(rows), cost["i"], found.pop()
    letters = list(_LETTER.finditer(value))
    names = {m["letter"]: _row_of(m, text, i) for m in letters}
    if not letters or None in names.values() or any(m["more"] for m in letters):
        return None
    return _LETTER.sub(lambda m: names[m["letter"]], value)


def _row_of(m: re.Match[str], text: str, i: str) -> str | None:
    """The entry of a label or an output of example i; None of another letter, and where there may be several units."""
    capital = m["letter"].upper()
    labels = re.search(_ROW_OF_LABELS % "[A-Z]", text) is not None
    if not m["hat"] and re.search(_ROW_OF_LABELS % capital, text):
        return f"{capital}_{{1,{i}}}"
    last = max(re.finditer(_OUTPUT % capital, text), key=lambda x: (x["top"].isalpha(), x["top"]), default=None)
    return f"{last[0]}_{{1,{i}}}" if labels and last is not None and not m["hat"] else None


__all__ = ["rewritten"]
