r"""Tables of intermediate quantities, `| quantity | formula | local derivative |` in the head row: each row defines the name in its first column by the expression beside it, and
claims what its cell of derivatives says, `\frac{du}{dx} = 3`, or `3` of the one name that the expression is made of. Only tables of Markdown whose head cells are such words, and
cells that hold one formula and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge.derivation.wording.derivative_tables import SHUFFLED, TABLE, cells_of
from symcheck.read.documents import Document, Formula

_NAMES = re.compile(r"\W*(?:(?:intermediate\s+)?(?:quantit(?:y|ies)|variables?|names?|nodes?|symbols?)|intermediates?)\W*", re.I)
_FORMULAS = re.compile(r"\W*(?:(?:its\s+)?(?:formulas?|definitions?|expressions?)|defined\s+(?:as|by)|computed\s+as|equals)\W*", re.I)
_SLOPES = re.compile(r"\W*(?:(?:local|its|partial)\s+)*(?:derivatives?|gradients?|slopes?)\W*", re.I)
_ONE = re.compile(r"\s*\$(?P<text>[^$]*)\$\s*")
_LETTER = re.compile(r"\\?[A-Za-z]+(?:_\{?\w\}?)?")
_CALL = re.compile(r"\\[A-Za-z]+|[A-Za-z](?:_\{?\w\}?)?")
_EQUATION = re.compile(r"(?<!\\begin)=|\\(?:in|le|ge|leq|geq|to|approx|text|begin)(?![a-z])|[<>]")
_FUNCTIONS = frozenset((r"\sin", r"\cos", r"\tan", r"\exp", r"\ln", r"\log", r"\sqrt", r"\frac", r"\tfrac", r"\dfrac", r"\cdot", r"\left", r"\right", r"\tanh", r"\sigma", r"\max", r"\min", "e", r"\pi", r"\times"))


def rewritten(document: Document) -> Document:
    r"""The document with `u = 3x + 1` for the expression beside a name, and `\frac{du}{dx} = 3` for the derivative in its row."""
    if not document.markdown:
        return document
    texts: dict[int, str] = {}
    inline = {k: f for k, f in enumerate(document.formulas) if not f.display and len(f.rows) == 1}
    for table in TABLE.finditer(document.text):
        heads = [text for _, text in cells_of(table["head"], 0)]
        named, formed, slopes = ([k for k, text in enumerate(heads) if p.fullmatch(text)] for p in (_NAMES, _FORMULAS, _SLOPES))
        if len(named) != 1 or len(formed) != 1 or len(slopes) > 1 or SHUFFLED.search(document.text[max(0, table.start() - 300):table.start()]):
            continue
        found, at = {}, table.start("body")
        for line in table["body"].splitlines(keepends=True):
            first = line.index("|") + 1
            cells = cells_of(line[first:].rstrip().removesuffix("|"), at + first)
            row = _row(inline, cells, named[0], formed[0], slopes)
            at += len(line)
            if row is None:
                found = {}
                break
            found |= row
        texts |= found
    if not texts:
        return document
    formulas = tuple(replace(f, rows=(f.rows[0].rewritten(texts[k]),), display=True) if k in texts else f for k, f in enumerate(document.formulas))
    return replace(document, formulas=formulas)


def _row(inline: dict[int, Formula], cells: list[tuple[int, str]], named: int, formed: int, slopes: list[int]) -> dict[int, str] | None:
    """What the formulas of a row say; None where they are no name and its expression."""
    if max(named, formed) >= len(cells):
        return None
    (_, name), (k, formula) = _in_cell(inline, cells[named]), _in_cell(inline, cells[formed])
    if _LETTER.fullmatch(name) is None or not formula or _EQUATION.search(formula):
        return None
    found = {k: f"{name} = {formula}"}
    n, slope = _in_cell(inline, cells[slopes[0]]) if slopes and slopes[0] < len(cells) else (-1, "")
    letters = {m for m in _CALL.findall(formula)} - _FUNCTIONS
    if slope and "=" in slope:
        found[n] = slope
    elif slope and len(letters) == 1 and not _EQUATION.search(slope):
        found[n] = rf"\frac{{d {name}}}{{d {letters.pop()}}} = {slope}"
    return found


def _in_cell(inline: dict[int, Formula], cell: tuple[int, str]) -> tuple[int, str]:
    """The formula that a cell holds, and nothing beside it: its number and its text."""
    start, text = cell
    one = _ONE.fullmatch(text)
    inside = [k for k, f in inline.items() if start <= f.start < start + len(text)]
    return (inside[0], one["text"].strip()) if one is not None and len(inside) == 1 else (-1, "")


__all__ = ["rewritten"]
