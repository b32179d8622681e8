r"""How long a vector is that no set tells: by the sums over its entries, and by the vectors of known length beside which these stand.

`\sum_{k=1}^K t_k \log p_k` tells it with the end of the sum, and `-\sum_k y_k \log p_k` or `p - y` where p is as long as a z with `z \in \mathbb{R}^K`. Where the vectors
beside it are told to have several lengths, nothing is told."""

from __future__ import annotations

import re

from symcheck.read.documents import Formula

_FONT = re.compile(r"\\(?:mathbf|boldsymbol|bm|mathbfit|vec|mathit|mathrm)\s*(?:\{\s*(\\?[A-Za-z]+)\s*\}|(?=\s*[A-Za-z]\b))")
_MARK = re.compile(r"\\(hat|widehat|tilde|widetilde|bar)\s*\{?\s*([A-Za-z])(?![A-Za-z])\s*\}?")
_LETTER = r"(?:\\[A-Za-z]+|[A-Za-z])"
_NO_VECTORS = frozenset((r"\sum", r"\prod", r"\max", r"\min", r"\nabla", r"\partial", r"\delta", r"\log", r"\ln", r"\exp", r"\int", r"\mathbb", r"\operatorname", r"\text", r"\mathcal", r"\mathbf", r"\left", r"\right"))
_IN = re.compile(rf"(?P<names>{_LETTER}(?:\s*,\s*{_LETTER})*)\s*\\in\s*(?:\\mathbb\s*\{{?\s*R\s*\}}?|\\\{{\s*0\s*,\s*1\s*\\\}})\s*\^\s*(?:\{{\s*(?P<a>[A-Za-z])\s*\}}|(?P<b>[A-Za-z]))(?![A-Za-z_])")
_SUM = re.compile(r"\\sum(?:\\limits|\\nolimits)?\s*_\s*(?:\{\s*(?P<i>[a-z])\s*=\s*1\s*\}\s*\^\s*\{?\s*(?P<end>[A-Z])\b\}?(?![^{}]*\\times)|\{?\s*(?P<j>[a-z])(?![A-Za-z]|\s*[=\\])\s*\}?)")
_RANGE = re.compile(r"(?P<i>[a-z])\s*=\s*1\s*,\s*(?:2\s*,\s*)?\\[lc]?dots\s*,\s*(?P<end>[A-Z])(?![A-Za-z])")
_ENDS = re.compile(r"\\sum|=|,|;|\\q?quad|\\text")
_HEAD = re.compile(rf"(?P<x>{_LETTER})\s*_\s*\{{?\s*(?P<i>[a-z])\s*\}}?\s*(?::|&)?\s*=(?P<value>[^=]*)")
_SOFTMAX = re.compile(rf"(?P<a>{_LETTER})\s*(?::|&)?\s*=\s*(?:\\(?:operatorname|mathrm|text)\s*\{{\s*)?\\?softmax\s*\}}?\s*(?:\\left)?\(\s*(?P<b>{_LETTER})\s*(?:\\right)?\)")
_APART = re.compile(rf"(?<![\w^_}})\\])(?P<a>{_LETTER})\s*-\s*(?P<b>{_LETTER})(?![A-Za-z_^(\d\\])")


def length(formulas: tuple[Formula, ...], name: str) -> str:
    """The size of a vector that is declared nowhere; "" where nothing tells one, or several are told."""
    rows = [_plain(row.text) for f in formulas for row in f.rows]
    told, beside = _told(rows)
    name = _plain(name)
    alike, new = {name}, {name}
    while new:
        new = {x for pair in beside if pair & alike for x in pair} - alike
        alike |= new
    found = {size for x, size in told if x in alike}
    return found.pop() if len(found) == 1 else ""


def _plain(text: str) -> str:
    """Without fonts, and with a letter under a hat as a letter of its own."""
    return _MARK.sub(r"\\\1\2 ", _FONT.sub(lambda m: m[1] or "", text))


def _told(rows: list[str]) -> tuple[set[tuple[str, str]], list[set[str]]]:
    """The letters with their lengths, and sets of letters that are as long as one another."""
    told: set[tuple[str, str]] = set()
    beside: list[set[str]] = []
    for row in rows:
        for m in _IN.finditer(row):
            told |= {(x.strip(), m["a"] or m["b"]) for x in m["names"].split(",")}
        for m in _SUM.finditer(row):
            body = _ENDS.split(row[m.end():])[0]
            letters = _with_index(body, m["i"] or m["j"])
            beside.append(letters)
            told |= {(x, m["end"]) for x in letters if m["end"]}
        for m in _RANGE.finditer(row):
            told |= {(x, m["end"]) for h in _HEAD.finditer(row[:m.start()]) if h["i"] == m["i"] for x in (h["x"],)}
        for m in _HEAD.finditer(row):
            value = _SUM.split(m["value"])[0]
            beside.append({m["x"], *_with_index(value, m["i"])} - _NO_VECTORS)
        beside += [{m["a"], m["b"]} - _NO_VECTORS for m in (*_SOFTMAX.finditer(row), *_APART.finditer(row))]
    return told, beside


def _with_index(text: str, index: str) -> set[str]:
    """The letters with this index below them alone."""
    return set(re.findall(rf"({_LETTER})\s*_\s*(?:{index}(?![A-Za-z])|\{{\s*{index}\s*\}})", text)) - _NO_VECTORS


__all__ = ["length"]
