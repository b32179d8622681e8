r"""Names whose shape the document itself settles: a definition, a declaration with `\in`, or words that tell the sizes of a matrix.

Where only the shapes keep a formula of such names from being read, it is wrong; the shapes of all other names are guessed from words or use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from symcheck.expr.shape import is_matrix
from symcheck.judge.derivation.names import lengths
from symcheck.judge.derivation.names.usage import named_in
from symcheck.read.context import Piece
from symcheck.read.names import TRANSPOSES

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# `\lambda > 0`, `\sigma, \tau > 0`
_POSITIVE = re.compile(r"\s*(\\?[A-Za-z]+(?:\s*,\s*\\?[A-Za-z]+)*)\s*(?:>|\\gt(?![a-z])|\\geq?(?![a-z]))\s*0\s*")
# "if $m = p$", of two sizes.
_SAME_SIZE = re.compile(r"\s*([A-Za-z])\s*=\s*([A-Za-z])\s*[.,;]?\s*")


def are_declared(meanings: Meanings, piece: Piece) -> bool:
    r"""Are all names in a piece defined, declared in a formula with `\in`, or matrices with their sizes told? Of others words or use tell the
    shape, if at all."""
    return not _undeclared(meanings, piece)


def are_settled_by(meanings: Meanings, piece: Piece, head: Piece) -> bool:
    r"""The same, but for vectors that the other side of an equation can be read with in one size alone: the u of `u^\top (X^\top X) u` beside a declared X."""
    if any(_tells_same_size(row, frozenset(meanings.context.dims)) for row in _rows(meanings)):
        return False
    unknown, inside = _undeclared(meanings, piece) | _undeclared(meanings, head), {n.base for n in named_in(head.syntax)}
    return unknown <= inside and all(lengths.is_settled_vector(meanings, name, head) for name in unknown)


def _rows(meanings: Meanings) -> Iterator[str]:
    return (row.text for f in meanings.document.formulas for row in f.rows)


def _tells_same_size(row: str, dims: frozenset[str]) -> bool:
    """Does a row say that two sizes are equal?"""
    m = _SAME_SIZE.fullmatch(row)
    return m is not None and {*m.groups()} <= dims


def _undeclared(meanings: Meanings, piece: Piece) -> set[str]:
    formulas = meanings.document.formulas
    heads = [row.text.partition(r"\in")[0] for f in formulas for row in f.rows if r"\in" in row.text]
    heads += [m[1] for f in formulas for row in f.rows if (m := _POSITIVE.fullmatch(row.text)) is not None]  # numbers
    names = {n.base for n in named_in(piece.syntax) if len(n.base) == 1 or not n.base.isalpha()} - TRANSPOSES  # `diag` is no name, nor the F of a norm
    entries = {name: meanings.context.scope.entries.get(name, ()) for name in names}
    return {name for name in names if not (not entries[name] and (name in ("I", "0", "1", "F") or name in meanings.context.dims) or _is_sized(meanings, name) or _is_made_of_sized(meanings, name)
               or entries[name] and all(e.expr is not None and e.expr.op == "let" for e in entries[name])
               or any(re.search(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])", head) for head in heads))}


def _is_sized(meanings: Meanings, name: str) -> bool:
    r"""Is this a matrix of which words tell the sizes, "an $m \times n$ matrix $A$", or use does, in what was found right?"""
    entry, doubts = meanings.context.scope.bare(name), meanings.state.doubts
    if any(_tells_same_size(row, frozenset(meanings.context.dims)) for row in _rows(meanings)):
        return False  # "if $m = p$"
    return entry is not None and entry.expr is not None and entry.expr.op == "var" and is_matrix(entry.expr.shape) \
        and name not in doubts.guessed | doubts.loose \
        and (name not in meanings.inference.inferred or any(step.verdict.right and name in step.source for step in meanings.outcome.steps))


def _is_made_of_sized(meanings: Meanings, name: str) -> bool:
    r"""Is this the y of a model `y = X w + \varepsilon` with a matrix X of which the sizes are told?"""
    entry, law, doubts = meanings.context.scope.bare(name), meanings.context.laws.get(name), meanings.state.doubts
    if entry is None or entry.expr is None or entry.expr.op != "var" or law is None or name in doubts.guessed | doubts.loose \
            or any(line.split(r" \in ")[0] == name for line in meanings.outcome.taken):
        return False
    return any(_is_sized(meanings, n.base) for x in law.written[:1] for n in named_in(x))


__all__ = ["are_declared", "are_settled_by"]
