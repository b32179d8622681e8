r"""Densities of any one of several samples, written with their letter alone: `p(t \mid \theta) = \theta e^{-\theta t}` where the document lists $t_1, \dots, t_m$.

The law is that of each t_i, so that what is said of all of them, `p(\theta \mid t_1, \dots, t_m)`, is known. A formula that speaks of a numbered one too is no density of any one.
"""

from __future__ import annotations

import re

from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording import words
from symcheck.read.names import label
from symcheck.read.syntax import BigOperator, Script, Symbol, Syntax
from symcheck.text import Source, SymcheckError

# `t_1, \\dots, t_m`, and what is said of all of them: that they are positive, 0 or 1.
LIST = (r"(?<![A-Za-z\\])%s_\{?1\}?\s*,\s*(?:%s_\{?2\}?\s*,\s*)?(?:\\[lc]?dots[cbmi]?|\.\.\.)\s*,\s*%s_\{?([A-Za-z])\}?"
         r"(?P<set>\s*(?:>\s*0|\\geq?\s*0|\\in\s*(?:\\mathbb\s*\{?\s*[RN]\s*\}?(?!\s*\^)|\\\{\s*0\s*,\s*1\s*\\\})))?(?!\s*\\in)")

# What words call things that are never negative, and such as are positive, right before their list or in its sentence.
_COUNTS = re.compile(r"\b(?:counts?|numbers?\s+of|nonnegative|non-negative|Poisson)\b", re.I)
_TIMES = re.compile(r"\b(?:life-?times?|(?:waiting|failure|survival|arrival|service)\s+times?|times|durations?|positive)\b", re.I)
_ABOVE = r"(?<![A-Za-z\\])%s(?:_\{?[a-z]\}?)?\s*(?P<sign>>|\\geq?(?![A-Za-z])|\\geqslant)\s*0"


def support(text: str, letter: str, at: int) -> str:
    """What a text says of the signs of samples with this letter that it lists at a place: what a declaration says after their name."""
    above = re.search(_ABOVE % re.escape(letter), text)
    if above is not None:
        return "> 0" if above["sign"] == ">" else r"\ge 0"
    sentence = words.SENTENCES.split(text[:at])[-1] + words.SENTENCES.split(text[at:])[0]
    if _TIMES.search(sentence) is not None:
        return "> 0"
    return r"\ge 0" if _COUNTS.search(sentence) is not None or re.search(rf"(?<![A-Za-z\\]){re.escape(letter)}(?:_\{{?[a-z]\}}?)?\s*!", text) is not None else r"\in \mathbb{R}"


def of_each(state: State, s: Statement, name: Syntax) -> Statement | None:
    """The statement with a sample in general for the letter alone, where there are such samples; None where this is no density of any one."""
    letter = label(name)
    if type(name) is not Symbol or any(type(x) is Script and x.base is not None and label(x.base) == letter and x.sub is not None
                                       or type(x) is BigOperator for p in s.pieces[:2] for x in p.syntax.walk()):
        return None
    plain = re.escape(letter)
    listed = re.search(LIST % (plain, plain, plain), state.text_so_far)
    if listed is None or not _declared(state, s, letter, listed):
        return None
    index = next((x for x in "ijkn" if x != listed[1] and re.search(rf"(?<![A-Za-z\\]){x}(?![A-Za-z])", s.row.text) is None), None)
    if index is None:
        return None
    text = re.sub(rf"(?<![A-Za-z\\]){plain}(?![A-Za-z])", lambda _: rf"{letter}_{{{index}}}", f"{s.text(0).strip()} {s.operators[0]} {s.text(1).strip()}")
    try:
        found = statements(state.context, Source(text, s.row.name, s.line()))
    except SymcheckError:
        return None
    if len(found) != 1 or None in found[0].pieces[:2]:
        return None
    state.doubts.guessed.discard(letter)  # any one of these numbers
    return found[0]


def _declared(state: State, s: Statement, letter: str, listed: re.Match) -> bool:
    """Are the samples numbers with one index, or become such here?"""
    entries = [e for e in state.context.scope.entries.get(letter, ()) if e.kind == "quantity" and e.expr is not None]
    families = [e for e in entries if e.sub_slots == 1]
    if any(not is_scalar(e.expr.shape) for e in entries) or len(families) > 1:
        return False
    if families:
        return families[0].expr.op == "var" and is_scalar(families[0].expr.shape) and not families[0].sup_slots
    where = listed["set"] or support(state.text_so_far, letter, listed.start())
    try:
        state.context.declare(Source(rf"{letter}_i {where}, i = 1, \dots, {listed[1]}", s.row.name, s.line()))
    except SymcheckError:
        return False
    return True


__all__ = ["LIST", "of_each", "support"]
