"""Reads the case tables tests/cases/*.txt: blocks of declarations and marked pairs, one a line.

    [title]
    declare: A \\in \\mathbb{R}^{m \\times n}      (one or several; a declaration or a definition each)
    layout: column|row|either                  (default column)
    LHS   MARK   RHS   % comment
    oracle: LHS_PY ;; RHS_PY                   (optional, for the case above; see tests/oracle/python.py)

MARK is one of `==` right, `!=` wrong, `!!` shape-invalid, `=?` right under a condition not declared,
`=^` right in the other layout. Separators stand between two or more spaces.
"""

import re
from dataclasses import dataclass
from pathlib import Path

MARKS = ("==", "!=", "!!", "=?", "=^")
LAYOUTS = ("column", "row", "either")
FOLDER = Path(__file__).parent
_MARK = re.compile(r"\s{2,}(==|!=|!!|=\?|=\^)\s{2,}")
_COMMENT = re.compile(r"\s{2,}%(?!\S*\\).*$")


class CaseError(ValueError):
    """A malformed row, with its file and line."""


@dataclass(frozen=True)
class Case:
    """One row of a table: LaTeX on both sides, the mark between, and the block's header."""

    file: str
    line: int
    title: str
    declarations: tuple[str, ...]
    layout: str
    lhs: str
    sign: str
    rhs: str
    oracle: tuple[str, str] | None = None

    @property
    def where(self) -> str:
        """file:line, as editors read it."""
        return f"{self.file}:{self.line}"


def _row(text: str, where: str) -> tuple[str, str, str]:
    parts = _MARK.split(_COMMENT.sub("", text))
    if len(parts) < 3:
        raise CaseError(f"{where}: no mark among {' '.join(MARKS)} between two or more spaces: {text}")
    if len(parts) > 3:
        raise CaseError(f"{where}: more than one mark in a row: {text}")
    lhs, sign, rhs = (part.strip() for part in parts)
    if not lhs or not rhs:
        raise CaseError(f"{where}: a side is empty: {text}")
    return lhs, sign, rhs


def parse_table(text: str, file: str = "<text>") -> list[Case]:
    """All cases of one table; raises CaseError at the first malformed row."""
    cases: list[Case] = []
    title, declarations, layout = None, [], "column"
    for number, raw in enumerate(text.splitlines(), 1):
        where, line = f"{file}:{number}", raw.strip()
        if not line or line.startswith("%"):
            continue
        if line.startswith("[") and line.endswith("]") and not _MARK.search(raw):
            title, declarations, layout = line[1:-1].strip(), [], "column"
            continue
        if title is None:
            raise CaseError(f"{where}: a row before the first [title]: {line}")
        head, _, rest = line.partition(":")
        if head == "declare":
            rest = _COMMENT.sub("", rest).strip()
            if not rest:
                raise CaseError(f"{where}: empty declaration")
            declarations = [*declarations, rest]
        elif head == "layout":
            layout = _COMMENT.sub("", rest).strip()
            if layout not in LAYOUTS:
                raise CaseError(f"{where}: layout is {layout!r}, not one of {', '.join(LAYOUTS)}")
        elif head == "oracle":
            sides = [side.strip() for side in rest.split(";;")]
            if len(sides) != 2 or not all(sides):
                raise CaseError(f"{where}: expected `oracle: LHS_PY ;; RHS_PY`: {line}")
            if not cases or cases[-1].title != title:
                raise CaseError(f"{where}: an oracle line without a case above it")
            last = cases.pop()
            cases.append(Case(**{**last.__dict__, "oracle": (sides[0], sides[1])}))
        else:
            lhs, sign, rhs = _row(raw.rstrip(), where)
            cases.append(Case(file, number, title, tuple(declarations), layout, lhs, sign, rhs))
    return cases


def load(paths=None) -> list[Case]:
    """The cases of the given tables, by default of all of tests/cases/*.txt."""
    chosen = [Path(p) for p in paths] if paths else sorted(FOLDER.glob("*.txt"))
    return [case for path in chosen
            for case in parse_table(path.read_text(encoding="utf-8"), path.name)]
