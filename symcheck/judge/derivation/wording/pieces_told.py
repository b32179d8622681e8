r"""Functions defined in pieces among words: "let $H(t) = 1$ for $t > 0$ and $H(t) = 0$ for $t < 0$", "$H(t) = 1$ if $t > 0$ and $0$ otherwise".

The formulas of such a definition are one, `H(t) = \begin{cases} 1 & t > 0 \\ 0 & t < 0 \end{cases}`. It is one where no equation before it has
the name on its left; the pieces of a function with a meaning, or of a derivative, are claims, each of its case.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from symcheck.read.documents import Document, Formula

_FONT = r"\\(?:mathrm|mathbf|mathsf|mathit|mathbb|mathcal|text|textrm|operatorname\*?|boldsymbol|bm)\s*(?:\{[^{}]*\}|[A-Za-z0-9])"
_NAME = rf"(?:{_FONT}|\\[A-Za-z]+|[A-Za-z])(?:\s*_\s*(?:\{{[^{{}}]*\}}|[A-Za-z0-9]))?"
_MARK = r"(?:\\(?:left|right|bigl?|bigr?|Bigl?|Bigr?)\s*)?"
# `H(t) = 1`: a name, the letter that it takes, and a value.
_PIECE = re.compile(rf"\s*(?P<head>(?P<name>{_NAME})\s*{_MARK}\(\s*(?P<letter>[a-zA-Z]|\\[a-z]+)\s*{_MARK}\))\s*:?=\s*(?P<value>[^=]+?)\s*[.,;]?\s*")
_RELATION = re.compile(r"[=<>&]|\\(?:[lg]eq?|neq?|in|iff|implies|to|approx|equiv|leftarrow|sim|subset|mapsto)(?![A-Za-z])|\\\\")
_ORDER = re.compile(r"\s*[^=&\\]*(?:\\(?!\\)[^=&\\]*)*(?:[<>]|\\[lg]eq?(?![A-Za-z]))[^=&]*")
# Between a piece and its case: "for", "if", "whenever".
_CASE = re.compile(r"\s*,?\s*(?:for|if|when|whenever|where|as\s+long\s+as|in\s+the\s+case)(?:\s+(?:all|every|any|each))?\s*$", re.I)
# Between a case and the next piece, and right after the last one.
_JOINED = re.compile(r"\s*[,;]?\s*(?:(?:and|but|while|whereas|or)(?:\s+(?:by|to|is|equals))?)?\s*$", re.I)
_ELSE = re.compile(r"\s*,?\s*(?:otherwise|else(?:where)?|in\s+all\s+other\s+cases|in\s+the\s+other\s+cases?|everywhere\s+else)\b", re.I)


class _Defined(NamedTuple):
    """A definition in pieces: how many formulas it takes, its text, and the words after it."""

    count: int
    text: str
    after: str


def rewritten(document: Document) -> Document:
    """The document with one formula for each definition in pieces."""
    formulas, k = [], 0
    source = document.formulas
    while k < len(source):
        found = _defined(source, k)
        if found is None:
            formulas.append(source[k])
            k += 1
            continue
        row = source[k].rows[0]
        formulas.append(replace(source[k], rows=(row.rewritten(found.text),), after=found.after))
        k += found.count
        if k < len(source) and (words := _ELSE.match(source[k].before)) is not None:
            source = (*source[:k], replace(source[k], before=source[k].before[words.end():]), *source[k + 1:])
    return document if len(formulas) == len(document.formulas) else replace(document, formulas=tuple(formulas))


def _defined(formulas: tuple[Formula, ...], k: int) -> _Defined | None:
    """The definition in pieces that begins with formula k."""
    first = _PIECE.fullmatch(_text(formulas[k]))
    if first is None or _RELATION.search(first["value"]) or _is_headed(formulas[:k], first["name"]):
        return None
    pieces: list[str] = []
    at, value = k, first["value"]
    while True:
        if (words := _ELSE.match(formulas[at].after)) is not None and pieces:
            pieces.append(rf"{value} & \text{{otherwise}}")
            return _of(first["head"], pieces, at + 1 - k, formulas[at].after[words.end():])
        case = formulas[at + 1] if at + 1 < len(formulas) else None
        if case is None or _CASE.fullmatch(case.before) is None or not _limits(_text(case), first["letter"]):
            return _of(first["head"], pieces, at - k, formulas[at - 1].after)  # the last formula is none of it
        pieces.append(f"{value} & {_text(case).strip(' .,;')}")
        following = formulas[at + 2] if at + 2 < len(formulas) else None
        value = _value(_text(following), first["head"]) if following is not None and _JOINED.fullmatch(following.before) else ""
        if not value:
            return _of(first["head"], pieces, at + 2 - k, case.after)
        at += 2


def _of(head: str, pieces: list[str], count: int, after: str) -> _Defined | None:
    rows = r" \\ ".join(pieces)
    return _Defined(count, rf"{head} = \begin{{cases}} {rows} \end{{cases}}", after) if len(pieces) > 1 else None


def _text(formula: Formula) -> str:
    return formula.rows[0].text if len(formula.rows) == 1 and not formula.display else ""


def _value(text: str, head: str) -> str:
    """The value of the next piece, `H(t) = 0` or `0`; "" where this is none."""
    again = _PIECE.fullmatch(text)
    if again is not None and re.sub(r"\s", "", again["head"]) != re.sub(r"\s", "", head):
        return ""
    value = again["value"] if again is not None else text.strip(" .,;")
    return "" if _RELATION.search(value) else value


def _limits(text: str, letter: str) -> bool:
    """Is this an order in which the letter stands?"""
    return _ORDER.fullmatch(text) is not None and re.search(rf"(?<![A-Za-z\\]){re.escape(letter)}(?![A-Za-z])", text) is not None


def _is_headed(formulas: tuple[Formula, ...], name: str) -> bool:
    """Has an equation of these the name, or a call of it, on its left?"""
    head = re.compile(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z'])\s*(?:{_MARK}\([^()]*\)\s*)?&?\s*(?::?=(?!:)|\\equiv)")
    return any(head.search(row.text) for f in formulas for row in f.rows)
