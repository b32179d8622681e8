r"""Names given under a brace: `\underbrace{V^\top r \odot \phi'(z)}_{=: \delta}` is the definition of \delta, for all that comes after it.

A name that has a meaning already keeps it: then the brace only says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from symcheck.judge.derivation.names.defining import define
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.read.context import Piece
from symcheck.read.syntax import Annotated, Group
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_SPACE = r"(?:\\[,;:! ]|\s)*"
# `=: \\delta`, `= \\delta`, `\\delta :=`, a lone Greek letter (a lone `n` counts what is over it); a number is no name.
_NOTE = re.compile(rf"^\{{?{_SPACE}(?:(?::?=:?|\\equiv|\\eqqcolon){_SPACE}|(?=\\[A-Za-z])|(?=.*=)){_SPACE}({NAME}){_SPACE}(?::=|\\coloneqq)?{_SPACE}\}}?$")
# Around a piece: `\\underbrace{`, and `}_{=: \\delta}`.
_AROUND = re.compile(r"\\(?:under|over)brace\s*\{\s*(?:\\displaystyle\s*)?$")
_BELOW = re.compile(r"\s*\}\s*[_^]\s*(\{(?:[^{}]|\{[^{}]*\})*\}|\\[A-Za-z]+)")
_WORDS = re.compile(r"\\(?:text|mathrm|mbox|textrm|operatorname)\b")


def named(meanings: Meanings, s: Statement) -> None:
    """Take in the definitions that a statement gives under its braces."""
    for piece in (p for p in s.pieces if p is not None):
        for note, body in _braced(piece):
            if meanings.shaped(note) is not None or note in meanings.context.dims:
                continue
            line = Source(f"{note} = {body}", piece.source.name, piece.source.locate(0)[0])
            try:
                found = statements(meanings.context, line)
            except SymcheckError:
                continue
            if len(found) == 1 and found[0].operators == ["="]:
                define(meanings, found[0])


def _braced(piece: Piece) -> Iterator[tuple[str, str]]:
    """(the name under a brace, what is over it) of each brace in a piece that gives a name, and of one around all of it."""
    text, span = piece.source.text, piece.syntax.span
    around = _AROUND.search(text[:span.start]), _BELOW.match(text[span.end:])
    if None not in around and (note := _noted(around[1][1])) is not None:
        yield note, text[span.start:span.end]
    for node in piece.syntax.walk():
        if type(node) is Annotated and node.note and (note := _noted(node.note)) is not None:
            body = node.body.body if type(node.body) is Group and node.body.open == "" else node.body
            yield note, text[body.span.start:body.span.end]


def _noted(note: str) -> str | None:
    found = _NOTE.match(note) if not _WORDS.search(note) else None
    return None if found is None else found[1]
