"""Letters that mean something else without a font or in other places, told after the formula at hand: a bold n beside a length n, an e that is no base of powers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.names.ahead import explained
from symcheck.read.context import Piece
from symcheck.read.documents import Document
from symcheck.read.names import BOLD
from symcheck.read.syntax import Script, Symbol, Syntax

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_E_DECLARED = re.compile(r"\s*e\s*(?:\\in\b|=(?!\s*2\.7))")
_E_DRAWN = re.compile(r"\s*e\s*\\sim\b")
# An e alone, and words right before it that give this letter to something.
_E_ALONE = re.compile(r"\s*(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{?\s*)?e\s*\}?\s*[.,;]?\s*$")
_E_NAMED = re.compile(r"\b(?:call|denote|name|abbreviate|label|write|let)\b[^.;$]{0,40}$|\b(?:errors?|residuals?|noise|difference|deviation|mistake)(?:\s+(?:vector|signal|term))?(?:\s+(?:by|as|is))?\s*$", re.I)
_E_OF_POWERS = re.compile(r"\b(?:Euler|base|natural|logarithms?|number|powers?|exponential)\b", re.I)


def bold_beside_sizes(meanings: Meanings, piece: Piece) -> None:
    r"""Declare the bold n of `\mathbf y = X \mathbf w + \mathbf n` beside a length n or a number n, where it is told after it what
    \mathbf n is."""
    for x in piece.syntax.walk():
        if type(x) is not Symbol or x.font not in BOLD or not _is_number_without_font(meanings, x):
            continue
        bold = re.compile(rf"\s*\\(?:mathbf|boldsymbol|bm|vec)\s*\{{?\s*{re.escape(x.name)}\s*\}}?\s*\\(?:sim|in)\b")
        rows = [(k, row) for k in range(meanings.at, min(meanings.at + meanings.ahead, len(meanings.document.formulas)))
                for row in meanings.document.formulas[k].rows if bold.match(row.text)]
        any(explained(meanings, row, x.name, k) for k, row in rows)


def _is_number_without_font(meanings: Meanings, x: Symbol) -> bool:
    """Has a bold letter no meaning of its own, and the same letter in the usual font that of a length or of a number?"""
    if meanings.context.scope.bare(x.name) is None:
        return x.name in meanings.context.dims
    found = [e for e in meanings.context.scope.entries.get(x.name, ()) if e.bare]
    return all(not e.font and e.kind == "quantity" and e.expr is not None and is_scalar(e.expr.shape) for e in found)


def letter_of_constant(meanings: Meanings, piece: Piece) -> None:
    r"""Declare the e of `o = C h + e`, the letter of a known number, where it is told after it what e is."""
    _e_told(meanings, piece, _E_DECLARED)


def draws_e(document: Document) -> bool:
    r"""Does the document say `e \sim ..`, of a noise, or "call this $e$", of an error? Then no e is a number, but that of e^x."""
    return any(_E_DRAWN.match(row.text) or _E_ALONE.match(row.text) and _E_NAMED.search(f.before) and not _E_OF_POWERS.search(f.before[-40:] + f.after[:40])
               for f in document.formulas for row in f.rows)


def letter_of_noise(meanings: Meanings, piece: Piece) -> bool:
    r"""The same of `y = X w + e` with names that are all declared with their sets or laws, where `e \sim ..` stands after it. Was it declared?"""
    sets = [re.split(r"\\(?:in|sim)(?![a-z])", row)[0] for row in meanings.survey.rows if re.search(r"\\(?:in|sim)(?![a-z])", row)]
    names = {x.name for x in _terms(piece.syntax)} - {"e"}
    return all(any(re.search(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])", head) for head in sets) for name in names) and _e_told(meanings, piece, _E_DRAWN)


def _e_told(meanings: Meanings, piece: Piece, by: re.Pattern[str]) -> bool:
    if meanings.context.scope.bare("e") is not None or not any(x.name == "e" and not x.font for x in _terms(piece.syntax)):
        return False
    rows = [(k, row) for k in range(meanings.at, min(meanings.at + meanings.ahead, len(meanings.document.formulas)))
            for row in meanings.document.formulas[k].rows if by.match(row.text)]
    return any(explained(meanings, row, "e", k) for k, row in rows)


def _terms(s: Syntax) -> Iterator[Symbol]:
    """The symbols in a formula, but those that a power is taken of."""
    if type(s) is Symbol:
        yield s
    elif not (type(s) is Script and s.sups and type(s.base) is Symbol):
        for x in s.children():
            yield from _terms(x)


__all__ = ["bold_beside_sizes", "draws_e", "letter_of_constant", "letter_of_noise"]
