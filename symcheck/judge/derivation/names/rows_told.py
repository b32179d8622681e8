r"""Samples that words call the rows of a matrix: "$x_i$ is the $i$-th row of $X$", "the rows of $X$ are $x_1, \dots, x_n$".

Such words leave open whether x_i is written as a row, `x_i w`, or as the column whose transpose is the row, `x_i^\top w`.
Samples are read as columns until a formula has shapes that fit with rows only; the first formula that fits one way only
settles it for the document. `x_i^\top` called a row, and an `x_i \in \mathbb{R}^d`, leave nothing open.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr
from symcheck.expr.shape import is_matrix
from symcheck.judge.derivation.names.usage import named_in
from symcheck.judge.derivation.wording.patterns import NAME, text_of
from symcheck.read.context import Piece
from symcheck.read.documents import Document
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_SOME = r"(§\d+(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+)§\d+)*)"
_WHICH = r"(?:(?:§\d+|i)\s*-?\s*th\s+)?"
_NOUN = r"(?:the\s+)?(?:(?!of\b|and\b|is\b|are\b)[\w-]+\s+){0,3}"
# § stands for a formula. Groups: samples and matrices, in this order or the other.
_SAMPLES_FIRST = (
    re.compile(rf"{_SOME}\s*,?\s*(?:is|are|be|being|denotes?|as|for|form)?\s*(?:again\s+)?(?:the\s+)?{_WHICH}\*?rows?\*?(?:\s+vectors?|\s+§\d+)?\s+of\s+"
               rf"{_NOUN}{_SOME}", re.I),
    re.compile(rf"\b\*?rows?\*?(?:\s+vectors?)?\s+{_SOME}\s*(?:of|in)\s+{_NOUN}{_SOME}", re.I),
)
_MATRIX_FIRST = (
    re.compile(rf"\b\*?rows?\*?\s+of\s+{_NOUN}{_SOME}\s*(?:is|are|being|as|by)\s+(?:denoted\s+(?:by\s+)?|called\s+)?{_NOUN}{_SOME}", re.I),
    re.compile(rf"{_SOME}\s*,?\s*(?:has|have|with|whose)\s+(?:the\s+)?{_WHICH}\*?rows?\*?\s+(?:is\s+|are\s+)?{_NOUN}{_SOME}", re.I),
)
_SAMPLE = re.compile(rf"^\s*({NAME})\s*(?:,\s*.*)?$")
_COUNTED = re.compile(r"^(.*\S)\s*_\s*(?:\{\s*(?:[a-z]|1)\s*\}|[a-z1])$")
_MATRIX = re.compile(rf"^\s*({NAME})\s*(?:\\in\b.*)?$")
_DECLARES = re.compile(r"\\in\b")


class Rows:
    """`open`: the letter of samples of which no formula has settled yet how they are written -> their matrix."""

    def __init__(self, meanings: Meanings, document: Document):
        self.meanings = meanings
        self.open = _told(document)

    def met(self, *pieces: Piece) -> None:
        """Settle as columns the samples with which these pieces, which can be read, could not be read as rows."""
        letters = self._here(pieces)
        kept = self.meanings.context.copy() if letters else None
        if letters and (not all(map(self._as_rows, letters)) or any(self._read(p) is None for p in pieces)):
            for letter in letters:
                self.open.pop(letter)
        if kept is not None:
            self.meanings.context.__dict__.update(kept.__dict__)

    def turned(self, *pieces: Piece) -> bool:
        """Take samples as rows where these pieces can be read, and fit one another, with rows only."""
        letters = self._here(pieces)
        kept = self.meanings.context.copy()
        if letters and all(map(self._as_rows, letters)):
            read = [self._read(p) for p in pieces]
            if None not in read and len({e.shape for e in read if not e.is_zero}) < 2:
                for letter in letters:
                    self.open.pop(letter)
                return True
        self.meanings.context.__dict__.update(kept.__dict__)
        return False

    def _here(self, pieces: tuple[Piece, ...]) -> list[str]:
        """The open samples in some pieces."""
        if not self.open:
            return []
        found = {n.base for p in pieces for n in named_in(p.syntax) if n.below}
        return [x for x in self.open if x in found]

    def _read(self, piece: Piece) -> Expr | None:
        try:
            return self.meanings.context.reading(piece).expr
        except SymcheckError:
            return None

    def _as_rows(self, letter: str) -> bool:
        """Could the samples of this letter be made rows?"""
        context, matrix = self.meanings.context, self.open[letter]
        whole = self.meanings.shaped(matrix)
        if whole is None or not is_matrix(whole.shape):
            return False
        for entry in [e for e in context.scope.entries.get(letter, ()) if e.kind == "quantity" and e.sub_slots == 1]:
            context.scope.drop(entry)
        context.remembered = {}
        try:
            context.declare(Source(f"{letter}_i = {matrix}_{{i,:}}", "rows", 1))
        except SymcheckError:
            return False
        return True


def _told(document: Document) -> dict[str, str]:
    """The letter of the samples that the words call rows, with no transpose -> their matrix."""
    formulas = document.formulas
    text = " ".join(f"{f.before} " + (f"§{k}" if not f.display else ".\n\n") for k, f in enumerate(formulas))
    text = re.sub(r"[ \t]+", " ", text + (formulas[-1].after if formulas else "")).replace("\n", " ")
    declared = [row.text for f in formulas for row in f.rows if _DECLARES.search(row.text)]
    found: dict[str, str] = {}
    for patterns, first in ((_SAMPLES_FIRST, True), (_MATRIX_FIRST, False)):
        for m in (m for p in patterns for m in p.finditer(text)):
            samples, matrices = ([text_of(formulas[int(n)]) for n in re.findall(r"§(\d+)", part)]
                                 for part in (m.groups() if first else m.groups()[::-1]))
            for sample, matrix in zip(samples, matrices) if len(samples) == len(matrices) else ():
                one, whole = _SAMPLE.match(sample), _MATRIX.match(matrix)
                letter = _COUNTED.match(one[1]) if one is not None else None
                if letter is not None and whole is not None and not any(_declares(row, letter[1]) for row in declared):
                    found[_spelled(letter[1])] = whole[1].strip()
    return found


def _declares(row: str, letter: str) -> bool:
    """Is this `x_i \\in \\mathbb{R}^d`?"""
    return re.match(rf"[^=]*{re.escape(letter)}\s*_\s*\{{?\s*[a-z1][^=]*\\in\b", row) is not None


def _spelled(letter: str) -> str:
    r"""`\hat{y}` for `\hat y`, `x` for `\mathbf{x}`: as names are known."""
    letter = re.sub(r"\\(?:mathbf|boldsymbol|bm|mathrm)\s*(?:\{([^{}]*)\}|([A-Za-z]))", r"\1\2", letter).strip()
    return re.sub(r"^(\\(?:hat|tilde|bar|vec|check))\s*\{?\s*(\\?[A-Za-z]+)\s*\}?$", r"\1{\2}", letter)
