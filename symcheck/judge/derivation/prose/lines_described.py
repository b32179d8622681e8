r"""What words say of the rows and columns of a matrix: that they are the samples, which names they have, on which side they stand."""

from __future__ import annotations

import re

from symcheck.expr.shape import is_matrix, is_scalar
from symcheck.judge.derivation.names import (
    features_told,
    samples_anew,
    ties,
)
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.state import State, speaks_of
from symcheck.judge.derivation.wording import (
    lines_told,
    samples_gathered,
    told,
    words,
)
from symcheck.judge.derivation.wording.patterns import letter_of
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.names import base_of
from symcheck.read.parser import parse
from symcheck.read.scope import Entry
from symcheck.text import Source

_OF_SIZE = re.compile(r"\s*\(?\s*\\?[A-Za-z\d]+(?:_\{?\w+\}?)?\s*\\times\s*\\?[A-Za-z\d]+(?:_\{?\w+\}?)?\s*\)?\s*")
# After the rows: "stack $y_i$ into $y$ and the rows $x_i^\\top$ into $X$", of the matrix that follows.
_INTO = re.compile(r"^\s*(?:together\s+)?(?:in|into|to\s+(?:form|make|build))\b\s*(?:(?:the|an?|one)\b\s*)?(?:[a-z]+\s+)?(?:matrix)?\s*$", re.I)
_BE = re.compile(r"(?:(?:to\s+)?(?:be|is|denotes?|for|stands\s+for|as|into)\s+)?(?:the|an?)(?:\s+[\w-]+)?", re.I)


class LinesDescribed:
    """The lines of matrices that are declared or mentioned."""

    def __init__(self, state: State, meanings: Meanings):
        self.state, self.meanings = state, meanings

    def samples(self, matrix: str, row: Source) -> None:
        """Take in that a matrix holds the samples, which have another letter, as its rows or columns."""
        formulas, at = self.meanings.document.formulas, self.meanings.at
        held = samples_gathered.samples_held(formulas, at)
        line = self.meanings.shaped(held[0]) if held is not None else None
        entry = self._entry(matrix, row)
        known = line is not None and entry is not None and entry.expr is not None and ties.defined_by_lines(self.state.context, entry, line, held[1])
        if not known and samples_gathered.tells_lines(formulas, at) and samples_gathered.are_numbered(formulas) and not self._holds_its_own(matrix, row):
            self.doubted(matrix, row)

    def _holds_its_own(self, matrix: str, row: Source) -> bool:
        """Are the lines of a matrix told to be the samples of its own letter, and is it tied to these so?"""
        held = samples_gathered.samples_held(self.meanings.document.formulas, self.meanings.at, own=True)
        line, entry = self.meanings.shaped(held[0]) if held is not None else None, self._entry(matrix, row)
        if line is None or entry is None or entry.expr is None or not is_matrix(entry.expr.shape) or line.op != "item":
            return False
        lines, length = entry.expr.shape if held[1] == "row" else entry.expr.shape[::-1]
        return line.shape == (length, 1) and [str(x) for x in line.args[0].data.family] == [str(lines)]

    def doubted(self, matrix: str, row: Source) -> None:
        """Judge nothing of a matrix of which words say what its lines are, which could not be used."""
        entry = self._entry(matrix, row)
        if entry is not None and entry.expr is not None and entry.expr.op == "var":
            self.state.doubts.gathered.add(entry.expr.data.name)

    def _entry(self, matrix: str, row: Source) -> Entry | None:
        """What is known of a matrix by its name."""
        named = base_of(parse(Source(matrix, row.name, row.locate(0)[0]), self.state.context.words))
        return self.state.context.scope.bare(*named) if named is not None else None

    def sides(self, matrix: str, formula: Formula) -> None:
        r"""`X \in ..` with words that say what its rows are: not the samples of its letter, or which side of a
        square one they are."""
        formulas, at = self.meanings.document.formulas, self.meanings.at
        side = told.holds_lines(formula.after)
        if side is not None and at + 1 < len(formulas):
            following = formulas[at + 1].rows[0].text
            self.meanings.sides[matrix] = side if told.is_sample(following) or r"\in" in following else ""

    def held_by(self, at: int) -> tuple[str, str] | None:
        r"""("X", "row") of `X \in ..` with the rows `(x_i - \bar x)^\top`, and of each of several matrices with the rows that
        are listed in their order."""
        formulas, first = self.meanings.document.formulas, at
        if _INTO.match(formulas[at].after) and at + 1 < len(formulas) and r"\times" in formulas[at + 1].rows[-1].text:
            return None
        if (each := lines_told.of_several(formulas, at)) is not None:
            names = told.matrices_named(formulas[each[0]].rows[-1].text)
            return (names[0], each[1]) if len(names) == 1 else None
        while first and (side := told.holds_lines(formulas[first].before)) is None and not formulas[first].display \
                and words.JOINED.match(formulas[first].before):
            first -= 1
        if not first or side is None or not formulas[first - 1].rows:
            return None
        if first == at > 1 and told.is_counted_line(formulas[at].before, formulas[at - 1].rows[-1].text):
            first = at = at - 1  # `its $c$-th row is $w_c^\\top$`
        whole = first - 1
        if whole and _OF_SIZE.fullmatch(formulas[whole].rows[-1].text) and _BE.fullmatch(formulas[whole].before.strip()):
            whole -= 1  # `let $A$ be the $n \\times d$ matrix with rows $x_i^\\top$`
        names = told.matrices_named(formulas[whole].rows[-1].text) if formulas[whole].rows else []
        return (names[at - first], side) if at - first < len(names) else None

    def is_line(self, row: Source, matrix: str, side: str) -> bool:
        """Take in what a row or column of a matrix is: the samples, which are not known otherwise, or what defines the matrix."""
        if "(" in row.text and self.meanings.shaped(row.text) is None:
            features_told.declare(self.meanings, Piece(parse(row, self.state.context.words), row))
        self.meanings.copies.of_line(row)
        line, told_so = self.meanings.shaped(row.text), told.line_of(row.text, matrix, side)
        entry = self._entry(matrix, row)
        defined = line is not None and any(n.op == "let" for n in line.walk())
        if defined and entry is not None and speaks_of(line, entry.expr):
            return True  # it is a line of this matrix already
        if line is not None and entry is not None and (told_so is None or defined) \
                and ties.defined_by_lines(self.state.context, entry, line, side):
            return True
        if told_so is not None:
            size = entry.expr.shape[side == "row"] if entry is not None and entry.expr is not None and is_matrix(entry.expr.shape) else 1
            own = letter_of(told_so.partition("_")[0].strip()).lower() == letter_of(matrix).lower()
            if own and line is not None and line.op != "let" and is_scalar(line.shape) and size != 1:  # numbers x_i of an earlier part
                samples_anew.declared(self.meanings, Source(rf"{told_so.partition('=')[0]} \in \mathbb{{R}}^{{{size}}}", row.name, row.locate(0)[0]))
            self.meanings.declare(Source(told_so, row.name, row.locate(0)[0]))
        return told_so is not None


__all__ = ["LinesDescribed"]
