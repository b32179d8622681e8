r"""Matrices whose rows or columns are told to be vectors of another letter, before the formula at hand or in the sentence after it.

Such a matrix is defined by these vectors as soon as both are declared. Where that cannot be, its lines are what words say and no formula:
a difference that rests on them says nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from symcheck.expr import Expr
from symcheck.expr.shape import is_matrix, is_scalar, is_vector
from symcheck.judge.derivation.names import ties
from symcheck.judge.derivation.wording.lines_held import Held, lines_held
from symcheck.judge.derivation.wording.lines_told import REACH
from symcheck.judge.derivation.wording.patterns import letter_of
from symcheck.read.context import indices_of
from symcheck.read.names import base_of
from symcheck.read.parser import parse
from symcheck.read.scope import Entry
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_LETTER = re.compile(r"\\[A-Za-z]+|[A-Za-z]")


class LinesHeld:
    """`waiting`: what the words of the document tell of the lines of its matrices, which no formula has used yet."""

    def __init__(self, meanings: Meanings):
        self.meanings = meanings
        self.waiting = lines_held(meanings.document)

    def heard(self) -> None:
        """Define the matrices of the formula at hand by the lines that words tell."""
        formulas, at = self.meanings.document.formulas, self.meanings.at
        if not self.waiting or not formulas[at].display:
            return
        text = " ".join(row.text for row in formulas[at].rows)
        for held in [h for h in self.waiting if h.at < at or h.at <= at + REACH and (_speaks_of(text, h) or self._explains(text, h))]:
            if self._defined(held):
                self.waiting.remove(held)

    def _explains(self, text: str, held: Held) -> bool:
        r"""Do the words right after the display at hand, with no other display between, tell the lines of a matrix in it, and are these vectors known by now:
        `\frac1N (M - Y)^\top X`, "where $M$ has the rows $p_n^\top$"?"""
        formulas, at = self.meanings.document.formulas, self.meanings.at
        return _LETTER.findall(letter_of(held.matrix))[-1] in _LETTER.findall(text) and held.side != "entry" and not any(f.display or "\n\n" in f.before for f in formulas[at + 1:held.at + 1]) \
            and self.meanings.shaped(held.vector) is not None and self.meanings.shaped(held.matrix) is None

    def _defined(self, held: Held) -> bool:
        """Define a matrix by its lines, or put it in doubt; False where the vectors are not declared yet."""
        line, where = self.meanings.shaped(held.vector), self._source(held)
        if line is None or len(indices_of(line)) != 1 or not (is_scalar if held.side == "entry" else is_vector)(line.shape):
            return False
        if held.side == "entry":
            return self._made_of(held, line)
        if self.meanings.shaped(held.matrix) is None:
            self.meanings.declare(where(held.declared or _declaration(held, line)))
        entry = self._entry(where(held.matrix))
        if entry is None or entry.expr is None or entry.expr.op != "var" or not is_matrix(entry.expr.shape):
            return True
        if any(n.op == "var" and n.data == entry.expr.data for n in line.walk()):
            return True  # a line of this matrix already
        if not held.known or not ties.defined_by_lines(self.meanings.context, entry, line, held.side):
            self.meanings.state.doubts.gathered.add(entry.expr.data.name)
        return True

    def _made_of(self, held: Held, number: Expr) -> bool:
        """Define a vector by its entries."""
        where, count = self._source(held), next(iter(indices_of(number).values()))
        if self.meanings.shaped(held.matrix) is None:
            self.meanings.declare(where(held.declared or rf"{held.matrix} \in \mathbb{{R}}^{{{count}}}"))
        whole = self.meanings.shaped(held.matrix)
        if whole is not None and whole.op == "var" and whole.shape == (count, 1) and held.known:
            self.meanings.declare(where(f"{held.matrix}_{held.vector.rsplit('_', 1)[1]} = {held.vector}"))
        return True

    def _source(self, held: Held) -> Callable[[str], Source]:
        row = self.meanings.document.formulas[held.at].rows[0]
        return lambda text: Source(text, row.name, row.locate(0)[0])

    def _entry(self, name: Source) -> Entry | None:
        named = base_of(parse(name, self.meanings.context.words))
        return self.meanings.context.scope.bare(*named) if named is not None else None


def _declaration(held: Held, line: Expr) -> str:
    r"""`X \in \mathbb{R}^{n \times d}` for rows u_i of length d, i from 1 to n."""
    count, length = next(iter(indices_of(line).values())), next((size for size in line.shape if size != 1), 1)
    sizes = (count, length) if held.side == "row" else (length, count)
    return rf"{held.matrix} \in \mathbb{{R}}^{{{sizes[0]} \times {sizes[1]}}}"


def _speaks_of(text: str, held: Held) -> bool:
    """Do the matrix and the vectors stand in a formula?"""
    letters = set(_LETTER.findall(text))
    return all(_LETTER.findall(x)[-1] in letters for x in (letter_of(held.matrix), letter_of(held.vector.rsplit("_", 1)[0])))
