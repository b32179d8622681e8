r"""Functions supposed to be known ones: "If $\phi = \tanh$, then ..", "With $\phi = \sigma$", "if $\phi(z) = \max(0, z)$" hold to the end
of their sentence, "Let $\phi = \tanh$" from there on. A statement in such a sentence holds where it does with that formula."""

from __future__ import annotations

import re

from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.names.fresh import gives_formula
from symcheck.judge.derivation.numbers.values import with_formula
from symcheck.judge.derivation.rows.heads import arguments
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording import words
from symcheck.read.elaborate_known import KNOWN, LETTERS
from symcheck.read.names import base_of, label
from symcheck.read.syntax import Accent, Symbol
from symcheck.text import Source

_SUPPOSES = re.compile(r"\b(?:if|when|whenever|for|with|in\s+case|assuming|provided(?:\s+that)?|supposing|say)\b[^.$]{0,40}$", re.I)
_GIVES = re.compile(r"\b(?:let|take|choose|use|using|set|pick|define|where|now|is|be|suppose|assume|consider|fix)\b[^.$]{0,40}$", re.I)


def supposed(state: State, s: Statement, before: str) -> bool:
    """Take in, to the end of the sentence, that a function without a formula is this one."""
    line = _line(state, s)
    if line is None and words.IF.search(before) and len(s.pieces) == 2 and s.pieces[1] is not None and gives_formula(state, s) \
            and len(arguments(s.pieces[0].syntax)) == 1:
        line = s.cut(2)
    if line is None or not _SUPPOSES.search(before) or with_formula(state.context, line) is None:
        return False
    state.formulas = [*state.formulas, line]
    return True


def given(state: State, s: Statement, before: str) -> Statement | None:
    r"""`\phi(t) = \tanh(t)` of "Let $\phi = \tanh$": a definition."""
    line = _line(state, s) if _GIVES.search(before) and not words.NEGATED.search(before) else None
    return statements(state.context, line)[0] if line is not None else None


def _line(state: State, s: Statement) -> Source | None:
    r"""`\phi(t) = \tanh(t)` of `\phi = \tanh`."""
    if len(s.pieces) != 2 or s.operators != ["="] or None in s.pieces or type(s.pieces[0].syntax) not in (Symbol, Accent) \
            or type(s.pieces[1].syntax) is not Symbol:
        return None
    name, value = (label(p.syntax) for p in s.pieces)
    entry = state.context.scope.bare(*base_of(s.pieces[0].syntax))
    plain = re.sub(r"\\(?:operatorname|mathrm|text)\s*\{([^{}]*)\}|\\", r"\1", s.text(1)).strip()
    known = plain in KNOWN or s.pieces[1].syntax.name in LETTERS and state.context.scope.bare(value) is None
    if entry is None or entry.kind != "function" or entry.function.known or not known or not is_scalar(entry.function.codomain):
        return None
    return Source(f"{name}(t) = {s.text(1)}(t)", s.row.name, s.line())
