r"""The input of a network under another name, `a^{(0)} = x` of an x that is declared nowhere: both have the shape with which the layer
above them can be read, `z^{(1)} = W^{(1)} a^{(0)} + b^{(1)}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from symcheck.judge.derivation.names import ahead
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.read.context import Piece
from symcheck.read.names import label
from symcheck.read.syntax import Accent, Script, Symbol, Syntax
from symcheck.text import SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_FIRST = re.compile(r"[_^]\{?\(?0\s*\)?\}?")  # the script of `a^{(0)}`, `h_0`


def looked_up(meanings: Meanings, s: Statement) -> bool:
    r"""Has the a^{(0)} of `a^{(0)} = x` got its shape from the layer above it, where neither name has one otherwise?"""
    if not _is_input(meanings, s):
        return False
    uses, here = [*_uses_after(meanings, s.pieces[0].syntax)], meanings.at
    meanings.at = here + 1  # what this formula says of its names is for what follows to tell
    try:
        for piece in uses:
            meanings.looked_up(piece)
            if meanings.state.read(s.pieces[0]) is not None:
                return True
    finally:
        meanings.at = here
    return False


def _is_input(meanings: Meanings, s: Statement) -> bool:
    """Is this a name of layer 0 beside a single name, neither of which has a meaning here or is declared further on?"""
    if len(s.pieces) != 2 or None in s.pieces or s.operators[0] not in ("=", ":="):
        return False
    head, other = s.pieces[0].syntax, s.pieces[1].syntax
    if type(head) is not Script or type(other) not in (Symbol, Accent) or _FIRST.search(label(head)) is None \
            or meanings.state.read(s.pieces[0]) is not None or meanings.state.read(s.pieces[1]) is not None:
        return False
    if ahead.declared_later(meanings, label(other), meanings.at) or ahead.declared_later(meanings, label(head), meanings.at):
        return False
    return not any(meanings.kinds.declare(k, label(other)) for k in range(meanings.at, meanings.at + meanings.ahead))


def _uses_after(meanings: Meanings, name: Syntax) -> Iterator[Piece]:
    """The pieces of the formulas right after this one that hold a name beside others."""
    for row in (r for f in meanings.document.formulas[meanings.at + 1:meanings.at + meanings.ahead] for r in f.rows):
        try:
            found = statements(meanings.context, row)
        except SymcheckError:
            continue
        for piece in (p for s in found for p in s.pieces if p is not None):
            inside = [x for x in piece.syntax.walk() if type(x) is Script and label(x) == label(name)]
            if inside and piece.syntax is not inside[0]:
                yield piece
