r"""Names given under a brace: `\underbrace{V^\top r \odot \phi'(z)}_{=: \delta}` is the definition of \delta, for all that comes after it.

A name that has a meaning already keeps it: then the brace only says what it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.names.defining import define
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.read.syntax import Annotated, Group
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_SPACE = r"(?:\\[,;:! ]|\s)*"
# `=: \\delta`, `= \\delta`, `\\delta :=`, a lone Greek letter (a lone `n` counts what is over it); a number is no name.
_NOTE = re.compile(rf"^\{{?{_SPACE}(?:(?::?=:?|\\equiv|\\eqqcolon){_SPACE}|(?=\\[A-Za-z])|(?=.*=)){_SPACE}({NAME}){_SPACE}(?::=|\\coloneqq)?{_SPACE}\}}?$")
_WORDS = re.compile(r"\\(?:text|mathrm|mbox|textrm|operatorname)\b")


def named(meanings: Meanings, s: Statement) -> None:
    """Take in the definitions that a statement gives under its braces."""
    for piece in (p for p in s.pieces if p is not None):
        for node in piece.syntax.walk():
            note = _NOTE.match(node.note) if type(node) is Annotated and node.note and not _WORDS.search(node.note) else None
            if note is None or meanings.shaped(note[1]) is not None or note[1] in meanings.context.dims:
                continue
            body = node.body.body if type(node.body) is Group and node.body.open == "" else node.body
            span = body.span
            line = Source(f"{note[1]} = {piece.source.text[span.start:span.end]}", piece.source.name, piece.source.locate(0)[0])
            try:
                found = statements(meanings.context, line)
            except SymcheckError:
                continue
            if len(found) == 1 and found[0].operators == ["="]:
                define(meanings, found[0])
