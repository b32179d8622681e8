r"""Letters that a function in pieces is defined for, beside numbers with an index: the r of `\rho(r) = \begin{cases} \frac12 r^2, & |r| \le \delta \\ .. \end{cases}`
beside residuals r_i and `\rho(r_i)`. It is a number of its own, and no vector of all of them."""

from __future__ import annotations

import re

from symcheck.read.documents import Document

_HEAD = re.compile(r"\s*(?P<name>\\?[A-Za-z]+)(?:_(?:\\[A-Za-z]+|[A-Za-z]|\{[^{}]*\}))?\s*\(\s*(?P<letter>\\?[A-Za-z]+)\s*\)\s*&?\s*:?=[^=]*?\\begin\{[dr]?cases\*?\}(?P<rows>.*?)\\end\{[dr]?cases", re.S)
_ORDER = r"(?:[<>=]|\\(?:leq?|geq?|neq?|leqslant|geqslant)(?![A-Za-z]))"
# The letter as a vector: in a space, with a transpose, within a norm, with a value of its own.
_VECTOR = r"(?<![A-Za-z\\])%s\s*(?:\\in(?![A-Za-z])\s*\\(?:mathbb|mathbf|R)\s*\{?\s*R?\s*\}?\s*\^|\^\s*\{?\s*(?:\\top|\\intercal|T(?![A-Za-z]))|\\in(?![A-Za-z])\s*\\R\s*\^)|(?:\\\||\\[lr]?Vert)\s*%s\s*(?:\\\||\\[lr]?Vert)"
_VALUE = r"(?:^|&|,|\\q?quad)\s*%s\s*&?\s*:?=(?!\s*[-+]?[\d.]+\s*$)"


def numbers(document: Document) -> frozenset[str]:
    """The letters of functions in pieces that are numbers, where these functions are taken at numbers with an index of the same letter."""
    rows = [row.text for f in document.formulas for row in f.rows]
    found = {m["letter"]: m["name"] for row in rows if (m := _HEAD.match(row)) is not None and _is_compared(m["letter"], m["rows"])}
    return frozenset(x for x, f in found.items() if _at_members(f, x, rows) and not _is_vector(x, rows))


def _is_compared(letter: str, rows: str) -> bool:
    """Does a condition compare the letter, or its absolute value, with something?"""
    alone = rf"\|?\s*(?<![A-Za-z\\]){re.escape(letter)}(?![A-Za-z_^(])\s*\|?"
    return re.search(rf"(?:&|\\text\s*\{{[^{{}}]*\}}|\b(?:if|for))\s*(?:[^&=\\]|\\(?!\\))*?(?:{alone}\s*{_ORDER}|{_ORDER}\s*{alone})", rows) is not None


def _at_members(f: str, letter: str, rows: list[str]) -> bool:
    taken = re.compile(rf"(?<![A-Za-z\\]){re.escape(f)}(?:_(?:\\[A-Za-z]+|[A-Za-z]|\{{[^{{}}]*\}}))?\s*(?:'|\^\s*\{{?\s*\\prime\s*\}}?)*\s*(?:\\left|\\[bB]igg?l?)?\(\s*{re.escape(letter)}_")
    return any(map(taken.search, rows))


def _is_vector(letter: str, rows: list[str]) -> bool:
    x = re.escape(letter)
    return any(re.search(_VECTOR % (x, x), row) or re.search(_VALUE % x, row) for row in rows)
