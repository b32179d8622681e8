r"""Sums of two to four terms over the units of a network, `\sum_{k=1}^{3} a_k [x - \theta_k]_+`, written out: its names are numbered, `a_1`, `\theta_3`, wherever else
the document writes them, and no members of a family.
It is done where an order is said of two of them, `\theta_1 < \theta_2`, which members of a family have not.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge.derivation.layers.written_units import MOST, SAID
from symcheck.read.documents import Document
from symcheck.read.parser import parse
from symcheck.read.syntax import BigOperator, Number, Product, Relation, Symbol
from symcheck.text import Source, SymcheckError

_SUM = re.compile(r"\\sum\s*(?:\\limits\s*)?_\s*\{\s*(?:\\ell|[a-z])\s*=\s*1\s*\}\s*\^\s*(?:[2-4]|\{\s*[2-4]\s*\})(?!\d)")
_BELOW = r"_\s*(?:\{\s*%s\s*\}|%s(?![A-Za-z]))"
_ALONE = r"(?<![A-Za-z\\])%s(?![A-Za-z])"
_NUMBERED = r"%s\s*_\s*(?:\{\s*\d\s*\}|\d)"
_NAME_BELOW = r"(?<![A-Za-z\\])(\\?[A-Za-z]+)\s*"


def rewritten(document: Document) -> Document:
    """The document with such sums written out, where it says an order of two of their names."""
    if SAID.search(document.text) is None or not any(_SUM.search(row.text) for f in document.formulas for row in f.rows):
        return document
    everything = " \n ".join(row.text for f in document.formulas for row in f.rows)
    return replace(document, formulas=tuple(replace(f, rows=tuple(_row(row, everything) for row in f.rows)) for f in document.formulas))


def _row(row: Source, everything: str) -> Source:
    """The row with its sums written out, those first that stand last."""
    if _SUM.search(row.text) is None:
        return row
    try:
        syntax = parse(row, frozenset())
    except SymcheckError:
        return row
    text = row.text
    for product in sorted((x for x in syntax.walk() if type(x) is Product), key=lambda x: -x.span.start):
        for op in product.items:
            if (made := _written_out(op, row.text[op.span.end:product.span.end], everything)) is not None:
                alone = op is product.items[0] and not row.text[:op.span.start].rstrip().endswith("-")
                text = text[:op.span.start] + (made if alone else f"({made})") + text[product.span.end:]
                break
    return row if text == row.text else row.rewritten(text)


def _written_out(op: object, body: str, everything: str) -> str | None:
    """The terms of a sum; None of anything else, and where the letter of the sum stands by itself, or its names stand nowhere with a number."""
    if type(op) is not BigOperator or op.name != "sum" or type(op.lower) is not Relation or type(op.upper) is not Number or not 2 <= op.upper.value <= MOST:
        return None
    letter, start = op.lower.items[0], op.lower.items[-1]
    if type(letter) is not Symbol or type(start) is not Number or start.value != 1 or len(op.lower.items) != 2 or r"\sum" in body:
        return None
    below = _BELOW % (2 * (re.escape(letter.name),))
    names = set(re.findall(_NAME_BELOW + below, body))
    if not any(re.search(rf"{_NUMBERED % re.escape(name)}\s*<\s*{_NUMBERED % re.escape(name)}", everything) for name in names) or re.search(_ALONE % re.escape(letter.name), re.sub(below, " ", body)):
        return None
    return " + ".join(re.sub(below, f"_{{{n}}}", body).strip() for n in range(1, int(op.upper.value) + 1))
