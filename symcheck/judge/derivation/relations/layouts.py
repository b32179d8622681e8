"""Layouts of derivatives: links that are right in one only, and what to make of a document that mixes them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from symcheck.expr.node import Expr
from symcheck.expr.shape import is_matrix, is_scalar, is_vector
from symcheck.judge import verdict as V
from symcheck.judge.derivation.outcome import Derivation
from symcheck.judge.derivation.rows.statements import written
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording import words
from symcheck.judge.equality import equal
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece

_NABLA = re.compile(r"\\nabla(?![A-Za-z])")
# "Collected in a matrix with the entries in the same places as in $W$", "arranged like $W$", "a matrix of the shape of $W$".
_PLACED = re.compile(r"\b(?:entries|elements|components|derivatives|partials|arranged|collected|stored|written|put|matrix|array|gradient)\b[^.;:]{0,40}?(?:\b(?:in|at|on)\s+the\s+same\s+(?:places?|positions?|arrangement|order|layout|spots?)"
                     r"(?:\s+as)?|\barranged\s+(?:just\s+)?(?:like|as)|\b(?:of|with|in|has|have)\s+the\s+(?:same\s+)?shape\s+(?:as|of))\s+(?:(?:in|those|that|the|of|matrix|weights?)\s+)*\$(?P<name>[^$]+)\$", re.I)
_DENIED = re.compile(r"\b(?:not|no|never|unlike|instead|other\w*|some|transpos\w+|if|would)\b", re.I)


class _Sided(NamedTuple):
    """A right link that may be right in one layout only."""

    left: Piece
    right: Piece
    line: int
    row: bool
    of_scalar: bool
    by_matrix: bool
    nabla: bool
    verdict: Verdict

    def place(self) -> tuple[int, int]:
        """Where it stands in the file: one formula about any layer is one, whatever the number of layers it is judged for."""
        return self.left.source.locate(self.left.syntax.span.start)


def _is_jacobian(e: Expr | None) -> bool:
    """The derivative of a vector by a vector."""
    return e is not None and e.op == "derivative" and all(is_vector(x.shape) for x in e.args[:2])


def _holds_jacobian(e: Expr | None) -> bool:
    return e is not None and any(map(_is_jacobian, e.walk()))


class Layouts:
    """The links between arrays with a derivative, as they are met."""

    def __init__(self, state: State, outcome: Derivation):
        self.state, self.outcome = state, outcome
        self.sided: list[_Sided] = []
        self.taken: list[tuple[Piece, Piece, Verdict, int]] = []  # right links with the Jacobian of a vector by a vector on one side
        self.placed: list[tuple[Piece, Piece, Verdict, int]] = []  # gradients by a matrix of which words say that the entries stand as in it
        self.jacobians: list[tuple[Piece, Piece, Verdict, int]] = []  # links from a Jacobian, where the words say which entry stands where

    def met(self, a: Piece, b: Piece, v: Verdict, line: int) -> None:
        """Remember a link whose truth may hang on the layout of derivatives."""
        e = self.state.read(a)
        if self.state.layout == "either" and v.right and any(_holds_jacobian(x) for x in (e, self.state.read(b, e))):
            self.taken.append((a, b, v, line))
        if self.state.jacobians_in_rows and self.state.layout == "either" and e is not None and e.op == "derivative" \
                and all(is_vector(x.shape) for x in e.args[:2]) and not _NABLA.search(written(a.source, a.syntax.span)):
            self.jacobians.append((a, b, v, line))
        if e is not None and not is_scalar(e.shape) and any(n.op == "derivative" for n in e.walk()):
            of_scalar = e.op == "derivative" and is_scalar(e.args[0].shape)
            by_matrix = of_scalar and is_matrix(e.args[1].shape)
            if by_matrix and self._is_placed(e):
                self.placed.append((a, b, v, line))
            if self.state.layout != "row":
                row = any(note.startswith("right in row layout") for note in v.notes)
            elif of_scalar and _NABLA.search(written(a.source, a.syntax.span)):
                row = any(note.startswith("right in column layout") for note in v.notes)  # nabla is a column there as well
            else:
                return  # the document says how it writes those
            nabla = _NABLA.search(written(a.source, a.syntax.span)) is not None
            self.sided.append(_Sided(a, b, line, row, of_scalar, by_matrix, nabla, v))

    def _is_placed(self, e: Expr) -> bool:
        """Do the words before a gradient say that its entries stand where those of what it is by do?"""
        sentence = words.last_sentence(self.state.since)
        found, by = _PLACED.search(sentence), e.args[1]
        return found is not None and by.op in ("var", "let") and re.sub(r"[\s{}]|\\(?:mathbf|bm|boldsymbol|vec)", "", found["name"]) == by.data.name \
            and not _DENIED.search(sentence)

    def settle(self) -> None:
        """Where some steps are right in column layout only and others in row layout only: said so, and the
        transpose of a gradient by a matrix, which few write on purpose, is then wrong; so is a gradient by nabla that is a
        row where more of them are columns. Jacobians in row layout, as most write them, say nothing of gradients; nor does
        a row layout that is declared, of those written with nabla."""
        for a, b, v, line in self.jacobians:
            if v.right and equal(self.state.context, a, b, "mixed").word == V.DIFFERENT:
                self._turned(v, line, "this is the transpose of the Jacobian, which has a row for each output here")
        for a, b, v, line in self.placed:
            if v.right and equal(self.state.context, a, b, "column").word in (V.DIFFERENT, V.EQUAL_LAYOUT):
                self._turned(v, line, "this is the transpose of the gradient, whose entries are said to stand where those of the matrix do")
        rows = [x for x in self.sided if x.row]
        if not rows:
            return
        self._settle_jacobians()
        columns = [x for x in self.sided if not x.row and (
            self.state.layout == "row" or not equal(self.state.context, x.left, x.right, "row").right)]
        if self.state.gradients_shaped:
            for x in rows:
                if x.of_scalar:
                    self._turned(x.verdict, x.line, "this is the transpose of the gradient, which has the shape of the name that it is by")
            return
        if self.state.matrix_gradients_shaped:
            for x in rows:
                if x.by_matrix:
                    self._turned(x.verdict, x.line, "this is the transpose of the gradient, which has the shape of the matrix")
        self._settle_nablas()
        turned = [x for x in rows if x.by_matrix]
        if turned and len(turned) == sum(x.of_scalar for x in rows) and (
                any(x.of_scalar for x in columns) or len({x.place() for x in turned}) == 1 and self.state.layout != "row"):
            for x in turned:
                self._turned(x.verdict, x.line, "this is the transpose of the gradient, which has the shape of the matrix")
        elif columns and self.state.layout != "row":
            self.outcome.layout = (f"column layout is used on line {columns[0].line} and row layout on "
                                   f"line "
                                   f"{rows[0].line}: the derivation mixes them")

    def _settle_jacobians(self) -> None:
        """Where every Jacobian of a vector that the document gives has a row for each output, steps that multiply by one
        written out, `(\\partial u / \\partial v) \\delta`, and are right only if its rows stand for the inputs."""
        shown = [x for x in self.taken if _is_jacobian(self.state.read(x[0]))]
        ours = [x for x in shown if equal(self.state.context, x[0], x[1], "mixed").word not in (V.EQUAL, V.EQUAL_WHERE)]
        rows = [x for x in shown if not any(x is o for o in ours) and any(note.startswith("right in row layout") for note in x[2].notes)]
        if ours or not rows:
            return
        for a, b, v, line in self.taken:
            if equal(self.state.context, a, b, "mixed").word in (V.DIFFERENT, V.UNREADABLE) \
                    and equal(self.state.context, a, b, "row").word in (V.DIFFERENT, V.EQUAL_LAYOUT):
                self._turned(v, line, f"this takes the transpose of the Jacobian, which has a row for each output on line {rows[0][3]}")

    def _settle_nablas(self) -> None:
        """Gradients of numbers by vectors, written with nabla: a few rows among more columns are transposes."""
        if self.state.layout != "either":
            return
        nablas = [x for x in self.sided if x.nabla and x.of_scalar and not x.by_matrix]
        rows = [x for x in nablas if x.row]
        columns = {x.place(): x for x in nablas
                   if not x.row and equal(self.state.context, x.left, x.right, "mixed").word in (V.EQUAL, V.EQUAL_WHERE)}
        if rows and len(columns) > len({x.place() for x in rows}):
            for x in rows:
                self._turned(x.verdict, x.line, f"this is the transpose of the gradient, which is a column on line {next(iter(columns.values())).line}")

    def _turned(self, v: Verdict, line: int, message: str) -> None:
        """The step with this verdict is wrong: it writes a transpose."""
        step = next((s for s in self.outcome.steps if s.line == line and s.verdict is v), None)
        if step is not None:
            self.outcome.replace(step, verdict=replace(v, word=V.DIFFERENT, mistake="row-for-column", notes=(), message=message))
