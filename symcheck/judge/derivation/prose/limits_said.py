r"""Limits told among words, of what the last display ends with: "which tends to $\frac{1}{1 - \mu} g$", "with $\beta = 0.9$ the velocity approaches
$10 g$". They are those of its counter, where this grows."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.numbers.values import with_values
from symcheck.judge.derivation.relations import limits_told
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State, speaks_of
from symcheck.judge.derivation.wording import words
from symcheck.judge.equality import equal
from symcheck.judge.verdict import DIFFERENT, Verdict
from symcheck.read.context import Context, Piece
from symcheck.read.documents import Formula
from symcheck.text import Source

# "which tends to", "so the velocity $v_t$ converges to", right before what it is.
_TENDS = re.compile(r"\b(?:(?P<it>which|this|it|that)|the\s+(?P<noun>[a-z]+))\s+(?:\$(?P<name>[^$]{1,20})\$\s+)?(?:(?:then|thus|therefore|hence|now|in\s+turn|clearly|quickly|exponentially|geometrically)\s+)*"
                    r"(?:(?:tends|converges|goes|settles)\s+(?:quickly\s+|geometrically\s+|exponentially\s+)?(?:to(?:wards?)?|at)|approaches|has\s+the\s+limit|saturates\s+at)\s*(?:the\s+(?:limit|value)\s*)?$", re.I)
_DENIED = re.compile(r"n't\b|\b(?:not|never|would|should|could|might|unless|until|if|instead|without|cannot|fails)\b", re.I)


def judged(chains: Chains, row: Source, found: list[Statement], formula: Formula) -> bool:
    """Judge an expression that the words call what the last display tends to; False where they do not, or it is not decided."""
    sentence = words.SENTENCES.split(chains.meanings.survey.sentence(formula))[-1]
    told, chain = _TENDS.search(re.sub(r"\s+", " ", sentence)), chains.chain
    piece = found[0].pieces[0] if len(found) == 1 else None
    if told is None or piece is None or _DENIED.search(re.sub(r"\$[^$]*\$", " ", sentence)) or chain is None or chain.unread or chain.wrong or chain.head is chain.last:
        return False
    head = counters.iterate(chain.head.syntax)
    if not _is_of(chains, told, head):
        return False
    v = _limit(chains, chains.state, piece)
    if (v is None or not v.right) and (given := _given(chains.state, piece, sentence)) is not None:
        v = _limit(chains, replace(chains.state, context=given), piece)
    if v is None or not v.right and v.word != DIFFERENT:
        return False
    chains.step(Statement([None, piece], ["="], row, piece.syntax.span), 0, v)
    return True


def _limit(chains: Chains, state: State, piece: Piece) -> Verdict | None:
    """The verdict on this as the limit of what the last display ends with, or as the limit that it ends with."""
    last = chains.chain.last
    letters = {x for x in chains.meanings.recursions.letters if counters.stands_alone(last.syntax, x)}
    if len(letters) == 1:
        return limits_told.at_infinity(state, last, piece, letters.pop())
    return equal(state.context, last, piece, state.layout) if not letters and chains.chain.operators[-1:] == [r"\to"] else None


def _given(state: State, piece: Piece, sentence: str) -> Context | None:
    """The context in which names have the numbers that this sentence gives them; None where it gives none, or they stand in the piece."""
    part, pairs = state.put_in
    given = [(name, value) for name, value in (pairs if part == state.part else []) if re.search(rf"\$\s*{re.escape(name.data.name)}\s*=", sentence)]
    e = state.read(piece)
    if not given or e is None or any(speaks_of(e, name) for name, _ in given):
        return None
    return with_values(state.context, given)[0]


def _is_of(chains: Chains, told: re.Match, head: tuple | None) -> bool:
    """Do the words speak of the last display: "which" right after it, or the noun by which they call its letter?"""
    at, formulas = chains.meanings.at, chains.meanings.document.formulas
    if told["it"]:
        return at > 0 and formulas[at - 1].display
    if head is None:
        return False
    letter = re.escape(head[0].base)
    if told["name"]:
        return re.match(rf"\s*(?:\\\w+\s*\{{?\s*)?{letter}(?![A-Za-z])", told["name"]) is not None
    return re.search(rf"\b{told['noun']}\s+(?:vector\s+)?\$\s*(?:\\(?:mathbf|boldsymbol|bm|vec|hat|tilde)\s*\{{?\s*)?{letter}(?![A-Za-z])", chains.meanings.document.text, re.I) is not None


__all__ = ["judged"]
