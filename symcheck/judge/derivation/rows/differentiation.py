r"""What the text of a document differentiates, and by what: patterns over its rows, before anything has a meaning.

`\frac{\partial L}{\partial W}`, `\frac{d}{dw} L`, `\nabla_w L`, `\partial L / \partial w`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LETTER = (r"(?:\\math(?:cal|scr|frak|rm|bf|sf|it)\s*(?:\{\s*[A-Z]\s*\}|[A-Z])|\\ell(?![A-Za-z])"
          r"|\\(?:text|mathrm|textrm|mathit|operatorname)\s*\{\s*(?:[Ll]oss|[Cc]ost|[Ee]rr(?:or)?|B?CE|MSE|NLL)\s*\}|[A-Zf](?![A-Za-z]))")
_D = r"(?:\\partial(?![A-Za-z])|\\mathrm\s*\{?d\}?|d(?=[\sA-Z\\]))"
_OF = re.compile(rf"\\[dt]?frac\s*\{{\s*{_D}\s*(?:\\[,;:!]\s*)?({LETTER})\s*\}}\s*(?=\{{)")
_BEFORE = re.compile(rf"\\[dt]?frac\s*\{{\s*{_D}\s*\}}\s*(?=\{{)")
_SLOPE = re.compile(r"\\nabla\s*_\s*")
_SLASHED = re.compile(rf"{_D}\s*(?:\\[,;:!]\s*)?({LETTER})\s*/\s*{_D}\s*(?:\\[,;:!]\s*)?(\\?[A-Za-z]+(?:[_^](?:\{{[^{{}}]*\}}|\w))*)")
_NEXT = re.compile(rf"\s*\}}?\s*(?:\\[,;:!]\s*)?({LETTER})")
_DIFFERENTIAL = re.compile(rf"^\s*{_D}\s*")
_LOSSES = re.compile(r"(?:\\math(?:cal|scr|rm|it|frak)\{[LJE]\}|[LJ]|\\ell|\\(?:text|mathrm|textrm|mathit|operatorname)\s*\{\s*(?:[Ll]oss|[Cc]ost|[Ee]rr(?:or)?|B?CE|MSE|NLL)\s*\})$")
_SCALAR = r"(?:loss|cost|objective|error|scalar|scalar-valued)"
# A loss that words give a formula known to the reader; words that take that back; terms besides.
_KNOWN = re.compile(r"cross[- ]entropy|squared|square loss|\bMSE\b|quadratic|hinge|logistic|log[- ]?loss|likelihood|"
                    r"absolute|Huber|\bleast|\bsum of\b|divergence|\bELBO\b|mean loss|average", re.I)
_WHATEVER = re.compile(r"\b(some|any|arbitrary|generic|whatever|unspecified|e\.g|such as|for example|abstract)\b", re.I)
_SENTENCES = re.compile(r"[.!?](?:\s|$)|\n\s*\n")
_OPEN, _CLOSE = r"(?:\\left|\\[bB]igl?)?\s*\(", r"(?:\\right|\\[bB]igr?)?\s*\)"
# Signs that define, as authors write them: `:=`, `\coloneqq`, `\overset{\text{def}}{=}`, `\stackrel{\triangle}{=}`.
_NOTED = r"\\(?:overset|stackrel)\s*\{(?:[^{}]|\{[^{}]*\})*\}\s*\{?\s*=\s*\}?"
DEFINES = rf"(?::?=|\\(?:triangleq|equiv|coloneqq|colonequals|vcentcolon\s*=|doteq|eqdef|defeq)(?![A-Za-z])|{_NOTED})"
# `L = \ell(\hat y, y)`.
_FORM = re.compile(rf"(?:^|\\q?quad|[,;&])\s*(?P<name>{LETTER})\s*&?\s*{DEFINES}\s*(?P<function>{LETTER}|[gh]|\\(?:[pP]hi|[pP]si|rho))\s*"
                   rf"{_OPEN}(?P<of>[^()=]*){_CLOSE}\s*(?=$|\\q?quad|[.,;])")


def differentiated(rows: list[str]) -> dict[str, tuple[str, ...]]:
    """By name of what is differentiated: by what, as written."""
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        for _, _, name, by in derivatives(row):
            found.setdefault(plain(name), {})[by] = None
    return {name: tuple(by) for name, by in found.items()}


def derivatives(row: str) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, name, by what) of the first derivatives in a row."""
    for m in _OF.finditer(row):
        below = _braced(row, m.end())
        yield m.start(), m.end() + len(below) + 2, m[1], _DIFFERENTIAL.sub("", below)
    for m in _BEFORE.finditer(row):
        below = _braced(row, m.end())
        after = _NEXT.match(row, m.end() + len(below) + 2)
        if after is not None and not _DIFFERENTIAL.sub("", below).startswith("^"):
            yield m.start(), after.end(), after[1], _DIFFERENTIAL.sub("", below)
    for m in _SLOPE.finditer(row):
        braces = 2 * (row[m.end():m.end() + 1] == "{")
        by = _braced(row, m.end()) if braces else (re.match(r"\\[A-Za-z]+|\w", row[m.end():]) or [""])[0]
        after = _NEXT.match(row, m.end() + len(by) + braces)
        if by and after is not None:
            yield m.start(), after.end(), after[1], by
    for m in _SLASHED.finditer(row):
        yield m.start(), m.end(), m[1], m[2]


def _braced(text: str, at: int) -> str:
    """What stands in the braces that open at a place."""
    depth = 0
    for k in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[k], 0)
        if not depth:
            return text[at + 1:k]
    return ""


def plain(name: str) -> str:
    r"""`\mathcal{L}` of `\mathcal L`."""
    return re.sub(r"^(\\math[a-z]+)\s*\{?\s*([A-Z])\s*\}?$", r"\1{\2}", name.strip())


def spelled(name: str) -> str:
    """A pattern for a name in either spelling."""
    m = re.match(r"(\\math[a-z]+)\{(\w)\}$", name)
    if m is not None:
        return rf"{re.escape(m[1])}\s*(?:\{{\s*{m[2]}\s*\}}|{m[2]}(?![A-Za-z]))"
    return rf"(?<![A-Za-z\\{{]){re.escape(name)}(?![A-Za-z])" if len(name) == 1 else rf"{re.escape(name)}(?![A-Za-z])"


def form(row: str) -> tuple[str, str, str] | None:
    r"""Of `L = \ell(\hat y, y)`: (L, \ell, the text of the arguments)."""
    m = _FORM.search(row)
    return None if m is None else (plain(m["name"]), plain(m["function"]), m["of"])


def points(name: str, rows: list[str]) -> set[str]:
    """What stands in the brackets of a name."""
    call = re.compile(rf"{spelled(name)}\s*{_OPEN}([^()]*(?:\([^()]*\)[^()]*)*){_CLOSE}")
    return {re.sub(r"\s", "", m[1]) for row in rows for m in call.finditer(row)}


def gives(name: str, row: str) -> bool:
    """Is the name defined, declared or described in a row?"""
    return re.search(_head(name) + rf"(?:{DEFINES}|\\in\b|:|\\colon\b|\\approx|\\sim|\\leftarrow)",
                     _without(name, row)) is not None


def defines(name: str, row: str) -> bool:
    """Does the name, or the function of this name, get a formula in a row?"""
    return re.search(_head(name) + DEFINES, _without(name, row)) is not None


def _head(name: str) -> str:
    call = rf"(?:{_OPEN}[^()=]*(?:\([^()]*\)[^()=]*)*{_CLOSE})?"
    return rf"(?:^|\\q?quad|[,;&]|\\text\{{[^{{}}]*\}})\s*{spelled(name)}\s*(?:_\{{?\\?\w+\}}?)?{call}\s*&?\s*"


def _without(name: str, row: str) -> str:
    """The row without what says of the name only what it is a function of."""
    return _FORM.sub(lambda m: m[0] if plain(m["name"]) != name else "", row)


def is_loss(name: str, text: str) -> bool:
    """Is this the letter of a scalar, or do the words say so?"""
    formula = rf"(?:\$|\\\()\s*{spelled(name)}\s*(?:\$|\\\)|[=(\\])"
    return _LOSSES.match(name) is not None or re.search(
        rf"\b{_SCALAR}\b[^.$]{{0,40}}{formula}|{formula}[^.$]{{0,20}}\b{_SCALAR}\b", text, re.I) is not None


def is_told(name: str, text: str) -> bool:
    """Do the words say which loss it is?"""
    return any(_KNOWN.search(sentence) and not _WHATEVER.search(sentence)
               and re.search(rf"\$\s*{spelled(name)}\s*\$|\\\(\s*{spelled(name)}\s*\\\)", sentence)
               for sentence in _SENTENCES.split(text))
