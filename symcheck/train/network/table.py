"""A table of numbers out of a CSV file, every cell of which is looked at; and the one that ships with symcheck.

Whatever cannot be a number is refused with its place in the file. Nothing is guessed or filled in.
"""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from symcheck.text import Source, Span, SymcheckError
from symcheck.text.diagnostic import fail

LARGEST = 64 << 20  # bytes of a file
MOST_COLUMNS = 2_000
BALTIMORE, PRICE = "baltimore.csv", "PRICE"  # 211 houses, 1978 (Dubin 1992): see baltimore.txt


class Table(NamedTuple):
    """Features X (n, d) and the target y (n,), with their names."""

    X: np.ndarray
    y: np.ndarray
    features: tuple[str, ...]
    target: str


def read_table(path: str | os.PathLike, target: str, features: Sequence[str] | None = None,
               drop: Sequence[str] = ()) -> Table:
    """The table in a file. Raises `SymcheckError` (`bad-data`, `unknown-column`), and `OSError`."""
    path = Path(path)
    with open(path, "rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise fail("bad-data", f"{path.name} is larger than {LARGEST >> 20} MiB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise fail("bad-data", f"{path.name} is not UTF-8 at byte {error.start + 1}") from None
    return parse(text, path.name, target, features, drop)


def parse(text: str, name: str, target: str, features: Sequence[str] | None = None,
          drop: Sequence[str] = ()) -> Table:
    """The table in the text of a CSV file whose first line names the columns."""
    reader = csv.reader(text.splitlines(), delimiter=_delimiter(text), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise fail("bad-data", f"{name}, line {reader.line_num}: {error}") from None
    _check_header(header, name)
    chosen = _chosen(header, name, target, features, drop)
    lines = text.splitlines()
    numbers = np.empty((len(rows), len(chosen)))
    for k, (line, row) in enumerate(rows):
        if len(row) != len(header):
            raise fail("bad-data", f"{name}, line {line} has {len(row)} cells, but there are {len(header)} columns",
                       Source(lines[line - 1], name, line), Span(0, len(lines[line - 1])))
        for column, place in enumerate(chosen):
            value = _number(row[place])
            if value is None:
                raise _bad_cell(lines[line - 1], name, line, header[place], row[place])
            numbers[k, column] = value
    return Table(numbers[:, 1:], numbers[:, 0], tuple(header[p] for p in chosen[1:]), target)


def checked(X, y, features: Sequence[str] | None = None, target: str = "y") -> Table:
    """A table from arrays X (n, d) and y (n,). Raises `SymcheckError` (`bad-data`)."""
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if X.ndim != 2 or y.shape != X.shape[:1]:
        raise fail("bad-data", f"X has the shape {X.shape} and y {y.shape}, but (n, d) and (n,) are wanted")
    names = tuple(features) if features is not None else tuple(f"x{k + 1}" for k in range(X.shape[1]))
    for where, column in zip((*names, target), (*X.T, y)):
        bad = np.flatnonzero(~np.isfinite(column))
        if len(bad):
            raise fail("bad-data", f"row {bad[0]} of {where} is {column[bad[0]]}, but finite numbers are wanted",
                       help="Leave the rows out that are not known, or fill them in.")
    return Table(X, y, names, target)


def refuse_constant(table: Table, rows: np.ndarray) -> None:
    """Raise `SymcheckError` (`bad-data`) if a column is the same in all these rows: it has no scale."""
    for name, column in zip((*table.features, table.target), (*table.X[rows].T, table.y[rows])):
        if np.ptp(column) <= 1e-12 * np.abs(column).max():
            which = "in every row" if len(rows) == len(table.y) else "in every row of the training set"
            raise fail("bad-data", f"the column {name} is {column[0]:g} {which}, so that it has no scale",
                       help=f"Leave it out: --drop {name}." if name != table.target else
                       "A constant needs no network; choose another target.")


# --- reading --------------------------------------------------------------------------------------

def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _check_header(header: list[str], name: str) -> None:
    if not header or header == [""]:
        raise fail("bad-data", f"{name} is empty", help="The first line names the columns.")
    if len(header) > MOST_COLUMNS:
        raise fail("bad-data", f"{name} has {len(header)} columns; {MOST_COLUMNS} can be read")
    twice = next((c for c in header if header.count(c) > 1), None)
    if twice is not None:
        raise fail("bad-data", f"{name} has two columns of the name {twice!r}")


def _chosen(header: list[str], name: str, target: str, features, drop) -> list[int]:
    """Places of the target and of the features, in this order."""
    for wanted in (target, *(features or ()), *drop):
        if wanted not in header:
            raise _unknown(wanted, header, name)
    names = [c for c in (features or header) if c != target and c not in drop]
    if not names:
        raise fail("bad-data", f"no column of {name} is left to predict {target} from")
    return [header.index(c) for c in (target, *names)]


def _number(cell: str) -> float | None:
    """The finite number that a cell holds, or None. Python's own `1_000` is none."""
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in cell and cell.isascii() else None


def _unknown(wanted: str, header: list[str], name: str) -> SymcheckError:
    from difflib import get_close_matches

    near = get_close_matches(wanted.lower(), [c.lower() for c in header], 1, 0.5)
    suggested = next((c for c in header if near and c.lower() == near[0]), None)
    shown = ", ".join(header[:20]) + (", ..." if len(header) > 20 else "")
    return fail("unknown-column", f"{name} has no column {wanted!r}",
                help=f"Did you mean {suggested}?" if suggested else f"There are {shown}.")


def _bad_cell(line: str, name: str, number: int, column: str, cell: str) -> SymcheckError:
    start = max(0, line.find(cell)) if cell.strip() else 0
    found = f"{cell.strip()!r}" if cell.strip() else "empty"
    what = "no finite number" if cell.strip().lower() in ("nan", "inf", "-inf", "+inf", "infinity") else "no number"
    source = Source(line, name, number)
    span = Span(start, start + len(cell)) if cell.strip() else Span(0, len(line))
    return fail("bad-data", f"{name}, line {number}: {column} is {found}, which is {what}", source, span,
                help=f"Correct the cell, delete the row, or leave the column out with --drop {column}.")
