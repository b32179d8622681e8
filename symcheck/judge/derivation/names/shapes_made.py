r"""The shape of what a definition makes, where its right side leaves it open: rows and columns, and the size with which the rows after it can be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.names.usage import named_in
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.wording import told
from symcheck.read.context import Context
from symcheck.read.names import label
from symcheck.read.syntax import Accent, Group, Listing, Script, Symbol
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_ROW_SET = re.compile(r"\s*\\(?:mathbb|mathbf)?\s*\{?\s*R\s*\}?\s*\^\s*\{\s*1\s*\\times\s*(?!1\s*\})[^{}]*(?:\{[^{}]*\}[^{}]*)*\}[\s.,;]*")

_COLUMN_SET = re.compile(r"\s*\\(?:mathbb|mathbf)?\s*\{?\s*R\s*\}?\s*\^\s*(?:\w|\\[A-Za-z]+|\{(?:(?!\\times)[^{}]|\{[^{}]*\})*(?:\\times\s*1\s*)?\})[\s.,;]*")
_NABLA = re.compile(r"\\nabla(?![A-Za-z])")


def as_row(meanings: Meanings, s: Statement) -> Source | None:
    r"""`v = \frac{\partial L}{\partial z} \in \mathbb{R}^{1 \times m}` of a derivative that is a column where nothing is said, as the row
    that the set or the words say it to be, with the length of z; None of anything else."""
    if s.pieces[1] is None or type(s.pieces[0].syntax) not in (Symbol, Script, Accent):
        return None
    value = meanings.state.read(s.pieces[1])
    if value is None or value.op != "derivative" or not is_vector(value.shape) or value.shape[1] != 1 or not _is_row_told(meanings, s):
        return None
    return Source(rf"{s.text(0)} = {s.text(1)} \in \mathbb{{R}}^{{1 \times {value.shape[0]}}}", s.row.name, s.line())


def _is_row_told(meanings: Meanings, s: Statement) -> bool:
    """Do the set behind a definition, the words beside it or the convention of the document make it a row?"""
    if s.operators[1:] == [r"\in"] and s.pieces[2] is not None:
        return _ROW_SET.fullmatch(s.text(2)) is not None
    formula = meanings.document.formulas[meanings.at]
    return told.slopes_are_rows(meanings.document.text) or not formula.display and told.is_row(formula.before, formula.after)


def as_column(meanings: Meanings, s: Statement) -> Source | None:
    r"""`z = (e^{x_1}, \dots, e^{x_n})` of a z without a meaning as the column that `\mathbf{1}^\top z` and `z z^\top` take it for; None where what
    the document makes of z fits a row as well."""
    value = s.pieces[1]
    if len(s.pieces) != 2 or value is None or type(s.pieces[0].syntax) not in (Symbol, Accent, Script) or type(value.syntax) is not Group \
            or value.syntax.open != "(" or type(value.syntax.body) is not Listing or meanings.state.read(s.pieces[0]) is not None:
        return None
    column = Source(rf"{s.text(0)} = {s.text(1).rstrip(' .,;')}^\top", s.row.name, s.line())
    return _if_uses_fit_better(meanings, s, column)


def untransposed(meanings: Meanings, s: Statement) -> Source | None:
    r"""`\delta = (\frac{\partial L}{\partial z})^\top`, where nothing says how derivatives are laid out, as the column that the set behind it, `\in \mathbb{R}^m`,
    or what the document makes of \delta takes it for: the derivative was a row to its author. None where a row fits as well."""
    value = meanings.state.read(s.pieces[1]) if s.pieces[1] is not None and type(s.pieces[0].syntax) in (Symbol, Script, Accent) else None
    if meanings.state.layout != "either" or value is None or value.op != "transpose" or not is_vector(value.shape) or value.shape[0] != 1 \
            or value.args[0].op != "derivative" or not is_scalar(value.args[0].args[0].shape) or _NABLA.search(s.text(1)):
        return None
    column = Source(rf"{s.text(0)} = \left({s.text(1).rstrip(' .,;')}\right)^\top", s.row.name, s.line())
    if s.operators[1:] == [r"\in"] and s.pieces[2] is not None:
        return column if _COLUMN_SET.fullmatch(s.text(2)) is not None else None
    return _if_uses_fit_better(meanings, s, column)


def _if_uses_fit_better(meanings: Meanings, s: Statement, column: Source) -> Source | None:
    """The line `column`, where more of the uses after it can be read with it than with the definition as it stands."""
    fits = []
    for line in (s.cut(2), column):
        trial = meanings.context.copy()
        try:
            trial.declare(line)
        except SymcheckError:
            return None
        fits.append(_uses_read(meanings, trial, label(s.pieces[0].syntax))[0])
    return column if fits[1] > fits[0] else None


USES = 8  # rows in which the use of a name tells its size


def sized(meanings: Meanings, s: Statement, line: Source, error: SymcheckError) -> Source | None:
    r"""`C = I - \frac1m \mathbf1 \mathbf1^\top` with the one size that it names, or with which what is made of C can be read."""
    if error.diagnostic.id != "ambiguous" or type(s.pieces[0].syntax) not in (Symbol, Accent, Script) or r"\in" in line.text:
        return None
    letters = {x.name for x in s.pieces[1].syntax.walk() if type(x) is Symbol}
    named_sizes = [n for n in meanings.context.dims if n in letters]
    fits = []
    for n in named_sizes if len(named_sizes) == 1 else meanings.context.dims:
        for shape in (rf"{n} \times {n}", n):
            new = Source(rf"{line.text} \in \mathbb{{R}}^{{{shape}}}", line.name, line.locate(0)[0])
            trial = meanings.context.copy()
            try:
                trial.declare(new)
            except SymcheckError:
                continue
            if len(named_sizes) == 1 or _reads(meanings, trial, label(s.pieces[0].syntax)):
                fits.append(new)
    return fits[0] if len(fits) == 1 else None


def _reads(meanings: Meanings, trial: Context, name: str) -> bool:
    """Can what the next rows make of a name be read in a context, as far as its shapes go?"""
    seen, fit = _uses_read(meanings, trial, name)
    return fit and seen > 0


def _uses_read(meanings: Meanings, trial: Context, name: str) -> tuple[int, bool]:
    """How many uses of a name in the next rows fit before the first that does not, and whether there is no such."""
    seen = 0
    for f in meanings.document.formulas[meanings.at + 1:]:
        for row in f.rows:
            try:
                found = statements(trial, row)
            except SymcheckError:
                continue
            for piece in (p for s in found for p in s.pieces if p is not None and name in {n.bare for n in named_in(p.syntax)}):
                try:
                    trial.reading(piece)
                except SymcheckError as error:
                    if error.diagnostic.id in ("shape-mismatch", "not-square", "ambiguous"):
                        return seen, False
                seen += 1
                if seen == USES:
                    return seen, True
    return seen, True
