r"""`\text{LHS} = .. = \text{RHS}` in the proof of a claim: the names of its sides stand for these.

The claim is the last equation that words say is to be shown; where there is none, the names stay what they are, and unread.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document, Formula
from symcheck.read.documents.compose import Composer
from symcheck.text import Source

_NAMED = re.compile(r"\\(?:text|mathrm|textrm|textbf|textit|mbox|operatorname|textsc)\s*\{\s*(?P<a>[LR])\.?\s*H\.?\s*S\.?\s*:?\s*\}"
                    r"|(?<![A-Za-z\\{])(?P<b>[LR])HS(?![A-Za-z}])")
# What may stand before and after the name of a whole side.
_BEFORE = re.compile(r"(?:^|=|&|[,;]|\\(?:q?quad|iff|implies|Rightarrow|therefore|Longrightarrow|\\))\s*$")
_AFTER = re.compile(r"\s*(?:$|&|=|[,.;]|\\(?:q?quad|iff|implies|Rightarrow|Longrightarrow|blacksquare|qed|square|Box|\\)|:=)")
_TO_SHOW = re.compile(r"\b(?:claims?|show|prove|verify|check|identity|demonstrate|establish|lemma|proposition|theorem|want|"
                      r"confirm)\b(?:(?!\n\s*\n).)*$", re.I | re.S)
# Before a claim with a proof of its own; of two claims that share one, nothing says whose sides are meant.
_ANOTHER = re.compile(r"(?:^|\n\s*\n|\n)\s*\W*(?:\(?[a-h1-9ivx]+[).]\s|claim|exercise|problem|lemma|theorem|proposition|part|question|identity|task)", re.I)
_EQUATION = re.compile(r"\s*([^=<>]+?)\s*(?<!:)&?\s*=\s*([^=<>]+?)[\s.,;]*")
_MORE = re.compile(r"\\(?:q?quad|text|neq?|leq?|geq?|iff|implies|approx|in|sim|Rightarrow)(?![A-Za-z])|,")


def rewritten(document: Document) -> Document:
    """The document with the sides of the claim at hand for their names."""
    if not any(_NAMED.search(row.text) for f in document.formulas for row in f.rows):
        return document
    sides, formulas, claims = None, [], set()
    for f in document.formulas:
        claims = set() if _ANOTHER.search(f.before) else claims
        if (found := _claimed(f)) is not None:
            claims.add(found)
            sides = found
        sides = None if len(claims) > 1 else sides
        formulas.append(f if sides is None else replace(f, rows=tuple(_written_out(row, sides) for row in f.rows)))
    return replace(document, formulas=tuple(formulas))


def _claimed(f: Formula) -> tuple[str, str] | None:
    """The sides of an equation that the words before it say is to be shown."""
    if len(f.rows) != 1 or _TO_SHOW.search(f.before) is None or _MORE.search(f.rows[0].text) or _NAMED.search(f.rows[0].text):
        return None
    found = _EQUATION.fullmatch(f.rows[0].text)
    return (found[1].replace("&", " "), found[2].replace("&", " ")) if found is not None else None


def _written_out(row: Source, sides: tuple[str, str]) -> Source:
    named = [m for m in _NAMED.finditer(row.text) if _BEFORE.search(row.text[:m.start()]) and _AFTER.match(row.text, m.end())]
    if not named or row.origin is None:
        return row
    composer, done = Composer(row.origin.file), 0
    for m in named:
        composer.add(row, done, m.start())
        composer.instead(sides["LR".index(m["a"] or m["b"])] + " ", row, m.start(), m.end())
        done = m.end()
    composer.add(row, done, len(row.text))
    return composer.source()
