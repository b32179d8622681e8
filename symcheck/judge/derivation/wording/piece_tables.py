r"""Tables of a function piece by piece, `| $x < 1$ | $0$ | $2$ |` below a head of a column of regions and columns `$f(x)$`, `$f'(x)$`, "slope", "gradient $\nabla_w \ell$":
each cell claims what its head is in the region of its row. Only tables of Markdown, and cells that hold one formula and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from symcheck.judge.derivation.wording.derivative_tables import (
    SHUFFLED,
    TABLE,
    cells_of,
)
from symcheck.judge.derivation.wording.functions_and_kinks import Told, order_in
from symcheck.judge.derivation.wording.pieces_claimed import PIECE
from symcheck.read.documents import Document

_FORMULA = re.compile(r"\s*\$([^$]*)\$\s*")
# The head of a column: `$f(x)$`, `gradient $\nabla_w \ell$`, "slope", "slope $f'(x)$", "derivative of $f$".
_HEAD = re.compile(r"\s*(?:(?:the\s+)?(?:value|function|output|gradient|slope|derivative|loss|formula)\s*(?:of\s+|by\s+)?:?\s*)?\$([^$]*)\$\s*", re.I)
_SLOPE = re.compile(r"\s*\**(?:the\s+)?(?:slope|derivative)\**\s*(?:of\s+\$([^$=]*)\$\s*)?", re.I)
# "in each region"; "For the second unit alone we have", "Each unit's contribution to the slope:": the slope of a part of a function, in the sentence before a table.
_REGION = r"(?:(?:linear|open|such|of\s+(?:the(?:se)?|its))\s+)*(?:regions?|pieces?|intervals?|segments?|cases?|cells?|rows?|stretch(?:es)?|zones?|ranges?|sides?|lines?|columns?)\b"
_OF_PART = re.compile(r"\b(?:units?|neurons?|terms?|summands?|addends?|parts?|factors?|components?|contribut\w+|alone|separately|individual\w*|single|inner|outer|ReLUs?|"
                      rf"(?:each|every|either|both|first|second|third|last|other|another)(?!\s+{_REGION}))\b", re.I)
_ORDER = re.compile(r"<|>|\\(?:[lg]eq?(?:slant)?)(?![A-Za-z])")
_INTERVAL = re.compile(r"\s*(?:\\left)?[(\[\]][^()\[\]=]+,[^()\[\]=]+[)\]\[]\s*")
_RELATION = re.compile(r"=|\\(?:in|to|approx|ne|neq)(?![A-Za-z])|\\text|\\begin|[<>]")
# Letters of `f(x)`, `f'(x)`.
_CALL = re.compile(r"\s*\\?[A-Za-z]+(?:_\{?\w+\}?)?\s*'*\s*\(\s*(\\?[A-Za-z]+)\s*\)\s*")


def rewritten(document: Document) -> Document:
    """The document with a display for each such cell."""
    if not document.markdown:
        return document
    rows: dict[int, str] = {}
    dropped: set[int] = set()
    for table in TABLE.finditer(document.text):
        if SHUFFLED.search(document.text[max(0, table.start() - 300):table.start()]):
            continue
        for number, text, region in _claims(document, table):
            rows[number] = text
            dropped.add(region)
    if not rows:
        return document
    return replace(document, formulas=tuple(replace(f, rows=(f.rows[0].rewritten(rows[k]),), display=True, environment=PIECE) if k in rows else f
                                            for k, f in enumerate(document.formulas) if k not in dropped))


def _claims(document: Document, table: re.Match[str]) -> Iterator[tuple[int, str, int]]:
    """For each cell the number of its formula, what it claims, and the number of the formula of its region."""
    told = Told(text=document.text)
    for f in document.formulas:
        if f.start < table.start():
            told.hear(f, f.before)
    of_part = _OF_PART.search(_sentence_before(document, table.start())) is not None
    heads = [_head(text, told, of_part) for _, text in cells_of(table["head"], 0)]
    if not any(heads):
        return
    inside = {f.start: k for k, f in enumerate(document.formulas) if table.start("body") <= f.start < table.end("body") and len(f.rows) == 1}
    at = table.start("body")
    for line in table["body"].splitlines(keepends=True):
        first = line.index("|") + 1
        cells = [_only(document, inside, cell) for cell in cells_of(line[first:].rstrip().removesuffix("|"), at + first)]
        texts = [document.formulas[k].rows[0].text.strip(" .,;") if k is not None else "" for k in cells]
        region = next((k for k, text in enumerate(texts) if not (k < len(heads) and heads[k]) and (_ORDER.search(text) and "=" not in text or _INTERVAL.fullmatch(text))), None)
        for k, head in enumerate(heads) if region is not None else ():
            if head and k < len(cells) and cells[k] is not None and not _RELATION.search(texts[k]):
                letter = m[1] if (m := _CALL.fullmatch(head)) is not None else head.partition("partial ")[2][:1]
                if (where := order_in(texts[region], letter)):
                    yield cells[k], rf"{head} = {texts[k]} \quad \text{{if }} {where}", cells[region]
        at += len(line)


def _sentence_before(document: Document, at: int) -> str:
    """The last sentence before a place, without its formulas."""
    text = re.sub(r"\$[^$]*\$", " ", document.text[:at]).rstrip()
    return re.split(r"[.?!](?=\s)|\n\s*\n", text)[-1]


def _head(text: str, told: Told, of_part: bool) -> str:
    """What the cells of a column are values of; "" where that cannot be told. `of_part`: the words before speak of a part of a function."""
    slope = _SLOPE.fullmatch(text)
    if slope is not None:
        if of_part and not slope[1]:
            return ""
        found = told.function((slope[1] or "").split("(")[0], "")
        m = _CALL.fullmatch(found[0]) if found is not None else None
        return rf"{found[0].split('(')[0].strip()}'({m[1]})" if m is not None else ""
    m = _HEAD.fullmatch(text)
    return m[1].strip() if m is not None and (_CALL.fullmatch(m[1]) or re.match(r"\s*(?:\\nabla|\\[dt]?frac\s*\{\s*(?:d|\\partial))", m[1])) else ""


def _only(document: Document, inside: dict[int, int], cell: tuple[int, str]) -> int | None:
    """The number of the formula that a cell holds, and nothing beside it."""
    start, text = cell
    found = [k for at, k in inside.items() if start <= at < start + len(text)]
    return found[0] if len(found) == 1 and _FORMULA.fullmatch(text) is not None else None
