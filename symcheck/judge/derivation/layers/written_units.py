r"""A network whose few units are written out, `f(x) = v_1 \phi(w_1 x + b_1) + v_2 \phi(w_2 x + b_2)`, beside formulas of any one unit, `e_j = -b_j / w_j`.

The letter below the names of these units runs over their numbers, where the document sums over it nowhere and says no other range of it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from symcheck.read.documents import Document, Formula

_LETTER = r"(?:\\ell|[ijkm])"
_LOWER = r"_\s*(?:\{\s*%s\s*\}|%s)"
_BASE = r"(?<![A-Za-z\\])(\\[A-Za-z]+|[A-Za-z])\s*"
# What a unit is taken of, `(w_1 x + b_1)`, `\\max(0, w_1 x + b_1)`.
_GROUP = re.compile(r"[(\[{]\s*(?:0\s*,)?([^()\[\]]*?)(?:,\s*0\s*)?[)\]]")
_NUMBERED = re.compile(_BASE + _LOWER % (r"(\d)", r"(\d)"))
_BY_LETTER = re.compile(_BASE + _LOWER % (rf"({_LETTER})", rf"({_LETTER})(?![A-Za-z])"))
SAID = re.compile(r"\b(?:ReLU|rectif\w+|elbows?|kinks?|knees?|hinges?|break-?\s?points?|knots?|slopes?|hidden|neurons?|units?)\b", re.I)
_RANGED = r"(?<![A-Za-z\\_])(?<!_\{)%s\s*(?:=|\\in(?![A-Za-z])|\\neq?(?![A-Za-z])|\\leq?(?![A-Za-z])|<)\s*([^$]*)"
_FEW = re.compile(r"(?:\\?\{)?\s*1\s*(?:,\s*\d\s*)*(?:\\?\})?\s*(?:$|[.,;:)\\]|\\q?quad)")
# `w_j x + b_j = 0 \\iff x = -b_j / w_j`, and its parts: an equation for x is set up and solved for one unit, as the x of each is another one.
_SOLVED = re.compile(r"=\s*0\s*(?:$|[.,;:)&]|\\(?:iff|implies|Leftrightarrow|Rightarrow|q?quad|text))|\\(?:iff|implies|(?:Long)?[Ll]eftrightarrow|Rightarrow)(?![A-Za-z])|^\s*[a-z]\s*=")
# `b_1 = 0`, `w_1 = w_2 = 1`, `(w_1, b_1) = (1, 0)`, `w = (1, 2)^\\top`: names alone on the left of a value.
_ANY = rf"(?:\\[A-Za-z]+|[A-Za-z])\s*(?:{_LOWER % (r'[0-9a-z]', r'[0-9a-z]')})?"
_VALUE = re.compile(rf"(?:^|[=,;]|\\q?quad|\\text\s*\{{[^{{}}]*\}})[\s&(]*((?:{_ANY}[\s,]*)+)[\s)&]*(?=:?=)")
MOST = 4


class Units(NamedTuple):
    """The names of the units that are written out, and how many of these there are."""

    names: frozenset[str]
    count: int
    ranges: tuple[str, ...]  # all formulas, in which a letter may have a range
    heads: frozenset[str]  # names that a formula gives for any unit, `e` of `e_j = -b_j / w_j`


def units(document: Document) -> Units | None:
    """The units that a formula of the document writes out; None where there are none, or several numbers of them."""
    rows = [row.text for f in document.formulas for row in f.rows]
    if not SAID.search(document.text):
        return None
    found = [u for text in rows if (u := _written_in(text)) is not None]
    counts = {count for _, count in found}
    if len(counts) != 1:
        return None
    names = frozenset().union(*(names for names, _ in found))
    count = counts.pop()
    if any(int(m[2] or m[3]) > count for text in rows for m in _NUMBERED.finditer(text) if m[1] in names):
        return None
    heads = frozenset(m[1] for text in rows if (m := re.match(rf"\s*{_BY_LETTER.pattern}\s*&?\s*:?=", text)) is not None)
    return Units(names, count, tuple(rows), heads - names)


def _written_in(text: str) -> tuple[set[str], int] | None:
    """The names of the units that a formula writes out, and their number: what they are taken of differs by the number alone."""
    groups = [re.sub(r"\s", "", m[1]) for m in _GROUP.finditer(text)]
    first = next((g for g in groups if {m[2] or m[3] for m in _NUMBERED.finditer(g)} == {"1"}), None)
    if first is None or text.find("=") < 0:
        return None
    count = 1
    while count < MOST and _of(first, count + 1) in groups:
        count += 1
    if count < 2:
        return None
    numbers: dict[str, set[int]] = {}
    for m in _NUMBERED.finditer(text):
        numbers.setdefault(m[1], set()).add(int(m[2] or m[3]))
    return {name for name, found in numbers.items() if found == {*range(1, count + 1)}}, count


def _of(group: str, number: int) -> str:
    return _NUMBERED.sub(lambda m: m[0].replace("1", str(number)), group)


def speaks_of(units: Units | None, f: Formula) -> tuple[str, list[int]] | None:
    """The letter of a formula of any one unit, with the numbers of the units; None where it speaks of something else."""
    text = " ".join(row.text for row in f.rows)
    named = [(m[1], m[2] or m[3]) for m in _BY_LETTER.finditer(text)] if units is not None else []
    letters = {letter for name, letter in named if name in units.names or name in units.heads}
    if len(letters) != 1:
        return None
    letter, = letters
    own = {name for name, x in named if x == letter}
    if not own <= units.names | units.heads or not (own & units.names or own <= units.heads and _gives_units(units, own, letter)):
        return None
    if any(re.search(rf"\\(?:sum|prod)\s*(?:\\limits)?\s*_\s*\{{?\s*{re.escape(letter)}(?![A-Za-z])", row) for row in units.ranges):
        return None
    ranges = [m[1] for row in units.ranges for m in re.finditer(_RANGED % re.escape(letter), row)]
    if not all(_FEW.match(x) for x in ranges) or solves(f) and _have_values(units):
        return None
    return letter, [1] if solves(f) else [*range(1, units.count + 1)]


def solves(f: Formula) -> bool:
    """Is an equation for the input set up or solved, as is done at the kink of a unit? The input is another number for each unit then."""
    text = " ".join(row.text for row in f.rows)
    return _SOLVED.search(text) is not None and re.search(r"[a-z]", re.sub(r"\\[A-Za-z]+", " ", _BY_LETTER.sub(" ", text))) is not None


def _have_values(units: Units) -> bool:
    """Does the document give a name of the units a value, so that what is right for one of them need not be for the others?"""
    return any(name in units.names for row in units.ranges for m in _VALUE.finditer(row) for name in re.findall(_BASE, m[1]))


def _gives_units(units: Units, heads: set[str], letter: str) -> bool:
    """Are these names given by formulas of the names of the units?"""
    return all(any(re.match(rf"\s*{re.escape(name)}\s*{_LOWER % ((re.escape(letter),) * 2)}\s*&?\s*:?=", row)
                   and {m[1] for m in _BY_LETTER.finditer(row)} & units.names for row in units.ranges) for name in heads)
