r"""Functions written in pieces whose values are reckoned out in their rows: `f(x) = \begin{cases} 2 (x + 1) - x = x + 2, & x \le 0 \\ .. \end{cases}`.

Each row becomes one of the display, `f(x) = 2 (x + 1) - x = x + 2, \qquad x \le 0`: a chain that holds in its case.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document, Formula
from symcheck.text import Source

_CASES = re.compile(r"(?P<head>.*?)(?P<equals>&?\s*:?=\s*&?)\s*(?:\\left\s*\\\{\s*)?\\begin\s*\{[dr]?cases\}(?P<body>.*)\\end\s*\{[dr]?cases\}\s*(?:\\right\s*\.\s*)?[.,;]?\s*", re.S)
_ROW_ENDS = re.compile(r"\\\\(?:\s*\[[^\]]*\])?")
# What may stand around the condition of a row.
_SAID = re.compile(r"^(?:\s|\\q?quad|\\[,;: ]|\(|\\(?:text|mathrm)\s*\{\s*(?:if|for|when|whenever|where|in case|as long as|case)?\s*\})*|(?:\s|[.,;)]|\\q?quad|\\[,;: ])*$")
_ELSE = re.compile(r"\\(?:text|mathrm)\s*\{\s*(?:otherwise|else(?:where)?|in\s+all\s+other\s+cases)[\s.,;]*\}|otherwise")
_ORDER = re.compile(r"<|>|\\(?:[lg]eq?|neq?|in)(?:slant)?(?![A-Za-z])")
_ONE_ORDER = re.compile(r"(?P<left>[^<>=\\]*(?:\\(?![lg]eq?(?![A-Za-z])|neq?(?![A-Za-z]))[A-Za-z]+[^<>=\\]*)*)(?P<sign><|>|\\[lg]eq?(?![A-Za-z]))(?P<right>[^<>=]*)")
_OPPOSITE = {"<": r"\ge", ">": r"\le", r"\le": ">", r"\leq": ">", r"\ge": "<", r"\geq": "<"}


def rewritten(document: Document) -> Document:
    """The document with a row for each case, where the value of one of them is a chain."""
    formulas = tuple(_unfolded(f) for f in document.formulas)
    return document if formulas == document.formulas else replace(document, formulas=formulas)


def _unfolded(formula: Formula) -> Formula:
    rows = [piece for row in formula.rows for piece in (_pieces(row) if formula.display else None) or (row,)]
    return formula if len(rows) == len(formula.rows) else replace(formula, rows=tuple(rows))


def _pieces(row: Source) -> list[Source] | None:
    """The rows of a function in pieces; None where no value is a chain, or where not every row says when it holds."""
    found = _CASES.fullmatch(row.text)
    if found is None or "=" in _outside_braces(found["head"]) or r"\begin" in found["head"] + found["body"]:
        return None
    ends = [*_ROW_ENDS.finditer(found["body"]), None]
    pieces, start = [], 0
    for end in ends:
        text = found["body"][start:end.start() if end is not None else None]
        if text.strip(" \n.,"):
            pieces.append((found.start("body") + start, text))
        start = end.end() if end is not None else 0
    cells = [text.split("&") for _, text in pieces]
    if len(cells) < 2 or any(len(c) != 2 for c in cells) or not any("=" in _outside_braces(value) for value, _ in cells):
        return None
    conditions = _conditions([c[1] for c in cells])
    if conditions is None:
        return None
    head = found["head"].replace("&", "").strip()
    return [row.cut(at + len(text) - len(text.lstrip()), at + len(text)).rewritten(rf"{head} = {value.strip().rstrip('.,;')}, \qquad {condition}")
            for (at, text), (value, _), condition in zip(pieces, cells, conditions)]


def _conditions(written: list[str]) -> list[str] | None:
    """When each row holds; the last one may be "otherwise" beside one other."""
    found = [_SAID.sub("", text) for text in written]
    if len(found) == 2 and _ELSE.fullmatch(found[1]) is not None and (order := _ONE_ORDER.fullmatch(found[0])) is not None:
        found[1] = f"{order['left']}{_OPPOSITE[order['sign']]} {order['right']}"
    return found if all(_ORDER.search(text) is not None for text in found) else None


def _outside_braces(text: str) -> str:
    """A text without what stands in braces."""
    while (shorter := re.sub(r"\{[^{}]*\}", "", text)) != text:
        text = shorter
    return text
