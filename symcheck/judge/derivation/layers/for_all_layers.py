r"""What is said of every layer by another letter: "If $\|W^{(k)}\|_2 \le \rho$ for all $k$" where $l$ counts the layers.

The letter is exchanged for that of the layers, where it stands nowhere in that formula but as the number of names that have the letter of the layers in other
formulas, and where the words right after it say that it is any of them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from symcheck.read.documents import Document, Formula

if TYPE_CHECKING:
    from symcheck.judge.derivation.layers.layers import Layers

_ANY = re.compile(r"\s*,?\s*(?:for|over)\s+(?:all|each|every|any)(?:\s+(?:the\s+)?layers?)?\s*")
_LETTER = re.compile(r"\s*(?P<letter>\\ell|[a-z])\s*(?:=\s*1\s*,\s*(?:\d\s*,\s*)*\\[lc]?dots[cb]?\s*,\s*[A-Z]\s*)?")
_NAME = r"(?P<base>\\?[A-Za-z]+|\\(?:mathbf|boldsymbol|bm|hat|tilde|bar|vec)\s*\{\s*\\?[A-Za-z]+\s*\})\s*(?P<where>_|\^)\s*(?:\{\s*(?P<open>[(\[]?)\s*%s\s*[)\]]?\s*\}|%s)"


def rewritten(document: Document, layers: Layers) -> Document:
    """The document with the letter of the layers in such formulas."""
    formulas, rows = [], [row.text for f in document.formulas for row in f.rows]
    counted = {_key(m) for row in rows for m in re.finditer(_NAME % ((re.escape(layers.letter) + r"(?![A-Za-z])",) * 2), row)}
    for f, following in zip(document.formulas, (*document.formulas[1:], None)):
        letter = _any_letter(f, following, layers)
        formulas.append(f if letter is None or not _is_number(f, letter, counted) else replace(f, rows=tuple(
            row.rewritten(re.sub(rf"(?<![A-Za-z\\]){letter}(?![A-Za-z])", lambda m: layers.letter, row.text)) for row in f.rows)))
    return document if all(a is b for a, b in zip(formulas, document.formulas)) else replace(document, formulas=tuple(formulas))


def _any_letter(f: Formula, following: Formula | None, layers: Layers) -> str | None:
    """The letter that the words right after a formula say is any."""
    if f.display or following is None or following.display or len(following.rows) != 1 or not _ANY.fullmatch(following.before):
        return None
    m = _LETTER.fullmatch(following.rows[0].text)
    return m["letter"] if m is not None and m["letter"] != layers.letter and not m["letter"].startswith("\\") else None


def _is_number(f: Formula, letter: str, counted: set[tuple[str, str, str]]) -> bool:
    """Does a letter stand in a formula as the number of names alone that the letter of the layers counts elsewhere?"""
    text = " ".join(row.text for row in f.rows)
    found = [*re.finditer(_NAME % ((letter + r"(?![A-Za-z])",) * 2), text)]
    return bool(found) and all(_key(m) in counted for m in found) and len(found) == len(re.findall(rf"(?<![A-Za-z\\]){letter}(?![A-Za-z])", text))


def _key(m: re.Match[str]) -> tuple[str, str, str]:
    return re.sub(r"\s", "", m["base"]), m["where"], m["open"] or ""
