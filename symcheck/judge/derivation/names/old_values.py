r"""`\beta^{\text{old}}`, `w_{\text{old}}`: the value at which a method makes its next step, in a document that makes other names of it, `p_i = p(x_i; \beta^{\text{old}})`.
It is any value of the shape of \beta. In an update, where nothing else is made of it, it is the \beta of before (rows.statements.counted)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from symcheck.judge.derivation.laws import models
from symcheck.judge.derivation.rows.statements import Statement, is_next, is_old
from symcheck.judge.derivation.wording import words
from symcheck.read.context import Piece
from symcheck.read.syntax import Script
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_MARK = r"\s*[_^]\s*(?:\{\s*)*(?:\\(?:text|mathrm|textrm|rm|textnormal|mathit)\s*\{?\s*)?\(?(?:old|prev|cur|curr|current|previous)\)?(?![A-Za-z])"
_BASE = re.compile(r"^(\\?[A-Za-z]+)([_^])\{?(?:\\(?:text|mathrm)\{)?\(?(old|prev|cur|curr|current|previous)\)?\}*$")
_FONT = re.compile(r"\\(?:mathbf|boldsymbol|bm|vec)\s*(?:\{\s*(\\?[A-Za-z]+)\s*\}|(\\?[A-Za-z]+))")
_NEXT = re.compile(r"[_^]\s*(?:\{\s*)*(?:\\(?:text|mathrm|textrm|rm)\s*\{?\s*)?\(?(?:new|next)(?![A-Za-z])|\\(?:left)?arrow\b|\\gets\b|:=")

_ARROWS = frozenset((r"\leftarrow", r"\gets", "←"))
_OPTIMUM = re.compile(r"\s*(?:\\arg|\\operatorname\s*\*?\s*\{\s*arg|\\argm|\\mathrm\s*\{\s*arg|\\underset)")
# What goes over to another objective.
_ANOTHER = re.compile(r"\b(?:instead|penali[sz]\w*|penalty|regulari[sz]\w*|ridge|if\s+we|when\s+we|same\s+(?:algebra|argument|computation|steps?|derivation)|likewise|similarly|damped|"
                      r"now|another|different|for\s+the)\b", re.I)


def declare(meanings: Meanings, name: str, source: str) -> bool:
    r"""Declare the `\beta^{\text{old}}` that an error misses as a variable with the shape of \beta, where the document makes something of it."""
    base = _BASE.match(name)
    entry = meanings.context.scope.bare(base[1]) if base is not None else None
    if entry is None or entry.kind != "quantity" or entry.expr.op != "var" or entry.expr.data.family or not _is_used(meanings, base[1]):
        return False
    return meanings.declare(Source(models.declaration(rf"{base[1]}{base[2]}{{\text{{{base[3]}}}}}", entry.expr), source, 1))


def prepared(meanings: Meanings, s: Statement) -> Statement:
    r"""An update `\beta^{\text{new}} = \beta^{\text{old}} + ..`, with the old value declared where other names are made of it; where the words go over to another
    objective, the step of before is over. `\beta^{\text{new}} \leftarrow \arg\min_\beta ..` says what the new value is equal to."""
    if s.pieces[0] is None or not is_next(s.pieces[0].syntax) or not s.operators:
        return s
    old = next((Piece(x, p.source) for p in s.pieces[1:] if p is not None for x in p.syntax.walk() if type(x) is Script and is_old(x)), None)
    if old is not None:
        meanings.looked_up(old)
    _forget(meanings, s.pieces[0])
    if s.operators[0] in _ARROWS and s.pieces[1] is not None and _OPTIMUM.match(s.text(1)):
        return replace(s, operators=["=", *s.operators[1:]])
    return s


def _forget(meanings: Meanings, head: Piece) -> None:
    """Forget the new value that an earlier step gave, where the sentence is about the step of another objective."""
    e = meanings.state.read(head)
    if e is None or e.op != "let" or not _ANOTHER.search(words.SENTENCES.split(meanings.state.before)[-1]):
        return
    entry = next((x for x in meanings.context.scope if x.expr is e), None)
    if entry is not None:
        meanings.context.scope.drop(entry)
        meanings.context.remembered = {}


def _is_used(meanings: Meanings, base: str) -> bool:
    """Does the old value stand in a formula among words that is no update, and is given no value?"""
    own = re.compile(rf"(?<![A-Za-z\\]){re.escape(base)}{_MARK}")
    rows = [(f, _FONT.sub(r"\1\2", row.text)) for f in meanings.document.formulas for row in f.rows]
    headed = any(re.match(rf"\s*{own.pattern}[\s}}]*(?::?=|\\in(?![a-z]))", text) for _, text in rows)
    return not headed and any(not f.display and own.search(text) and not _NEXT.search(text) for f, text in rows)


__all__ = ["declare", "prepared"]
