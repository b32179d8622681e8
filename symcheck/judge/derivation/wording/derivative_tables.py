r"""Tables with a column of functions and one of their derivatives, `| $f(x)$ | $f'(x)$ |` in the head row: each row claims that the one is the
derivative of the other. Only tables of Markdown, and cells that hold one formula and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document, Formula

TABLE = re.compile(r"^[ ]{0,3}\|(?P<head>[^\n]*)\|[ \t]*\n[ ]{0,3}\|[-:| \t]+\|[ \t]*\n(?P<body>(?:[ ]{0,3}\|[^\n]*(?:\n|$))+)", re.M)
_CELL = re.compile(r"(?:\\.|\$[^$\n]*\$|[^|\\$\n])*")  # a bar in a formula ends no cell
_FUNCTION = re.compile(r"\s*\$\s*(?P<name>\\?[A-Za-z]+)\s*\(\s*(?P<letter>[a-z])\s*\)\s*\$\s*")
_SLOPE = re.compile(r"\s*\$\s*(?:(?P<name>\\?[A-Za-z]+)\s*(?:'|\^\s*\{?\s*\\prime\s*\}?)\s*\(\s*(?P<letter>[a-z])\s*\)|"
                    r"\\frac\s*\{\s*d\s*(?P<of>\\?[A-Za-z]+)\s*\}\s*\{\s*d\s*(?P<by>[a-z])\s*\})\s*\$\s*")
_RELATION = re.compile(r"(?<!\\begin)=|\\(?:in|le|ge|leq|geq|to|approx)(?![a-z])|\\text|\\begin")


# Words before a table whose rows do not belong together.
SHUFFLED = re.compile(r"\b(?:match\w*|shuffl\w*|assign\w*|mixed\s+up|pair\s+up|order|which\s+(?:of|derivatives?)|true\s+or\s+false|(?:mistakes?|errors?|wrong|incorrect|false))\b", re.I)


def rewritten(document: Document) -> Document:
    r"""The document with `\frac{d}{dx} (F) = D` for the derivative D beside a function F."""
    if not document.markdown:
        return document
    claims: dict[int, str] = {}
    by_start = {k: f for k, f in enumerate(document.formulas) if not f.display and len(f.rows) == 1}
    for table in TABLE.finditer(document.text):
        columns = _columns(cells_of(table["head"], 0))
        if columns is None or _of_values(document, table, columns[2], columns[3]) or SHUFFLED.search(document.text[max(0, table.start() - 300):table.start()]):
            continue
        at = table.start("body")
        for line in table["body"].splitlines(keepends=True):
            first = line.index("|") + 1
            cells = cells_of(line[first:].rstrip().removesuffix("|"), at + first)
            here = [_only(by_start, cells[c]) if c < len(cells) else None for c in columns[:2]]
            if None not in here:
                claims |= _claim(document.formulas, here[0], here[1], columns[2], columns[3])
            at += len(line)
    if not claims:
        return document
    formulas = tuple(replace(f, rows=(f.rows[0].rewritten(claims[k]),), display=True) if k in claims else f for k, f in enumerate(document.formulas))
    return replace(document, formulas=formulas)


def cells_of(line: str, start: int) -> list[tuple[int, str]]:
    """Where the cells of a row begin, and what stands in them."""
    found, at = [], 0
    while at <= len(line):
        cell = _CELL.match(line, at)[0]
        found.append((start + at, cell))
        at += len(cell) + 1
    return found


def _columns(head: list[tuple[int, str]]) -> tuple[int, int, str, str] | None:
    """The columns of functions and of derivatives, and the names of function and letter."""
    functions = [(k, m) for k, (_, text) in enumerate(head) if (m := _FUNCTION.fullmatch(text)) is not None]
    slopes = [(k, m) for k, (_, text) in enumerate(head) if (m := _SLOPE.fullmatch(text)) is not None]
    if len(functions) != 1 or len(slopes) != 1:
        return None
    (k, f), (n, slope) = functions[0], slopes[0]
    same = (slope["name"] or slope["of"], slope["letter"] or slope["by"]) == (f["name"], f["letter"])
    return (k, n, f["name"], f["letter"]) if same else None


def _of_values(document: Document, table: re.Match[str], name: str, letter: str) -> bool:
    """Is this a table of the values of one function: has it a column for the argument, or does the document say what the function is?"""
    argument = re.compile(rf"\s*\$\s*{letter}(?:_\{{?\w+\}}?)?\s*\$\s*")
    made = re.compile(rf"(?<![A-Za-z\\]){re.escape(name)}\s*\(\s*{letter}\s*\)\s*&?\s*:?=")
    return any(argument.fullmatch(text) for _, text in cells_of(table["head"], 0)) or any(
        made.search(row.text) for f in document.formulas if not table.start() <= f.start < table.end() for row in f.rows)


def _only(formulas: dict[int, Formula], cell: tuple[int, str]) -> int | None:
    """The formula that a cell holds, and nothing beside it."""
    start, text = cell
    inside = [k for k, f in formulas.items() if start <= f.start < start + len(text)]
    return inside[0] if len(inside) == 1 and re.fullmatch(r"\s*\$[^$]*\$\s*", text) else None


def _claim(formulas: tuple[Formula, ...], k: int, n: int, name: str, letter: str) -> dict[int, str]:
    value, slope = formulas[k].rows[0].text.strip(), formulas[n].rows[0].text.strip()
    if _RELATION.search(value) or _RELATION.search(slope) or not re.search(rf"(?<![A-Za-z\\]){letter}(?![A-Za-z])", re.sub(r"\\[A-Za-z]+", r"\\ ", value)):
        return {}
    called = re.compile(rf"(?<![A-Za-z\\]){re.escape(name)}\s*\(\s*{letter}\s*\)")
    there = called.sub(lambda _: rf"\left( {value} \right)", slope)
    return {n: rf"\frac{{d}}{{d{letter}}} \left( {value} \right) = {there}"}
