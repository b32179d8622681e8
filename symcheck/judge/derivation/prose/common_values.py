r"""Numbers that are all the same in a case, by their own letter without its index: "If $\sigma_i = \sigma$ for all $i$", "with equal weights $a_i = a$".

The letter alone is a new number of the sign that the numbers have, and each of them is this one to the end of the sentence. Where the document
already uses the letter for all of them together, `a = (a_1, \dots, a_n)`, what is said in the sentence stays open: there it means two things. So does
what follows a sentence that only supposes it.
"""

from __future__ import annotations

import re

from symcheck.expr import Index, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.prose.equation import Equation
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.prose.values_held import is_any_entry, is_any_member
from symcheck.judge.derivation.wording import words
from symcheck.read.reading import fresh_uid
from symcheck.text import Source

_SAME = re.compile(r"\s*(?P<letter>\\?[A-Za-z]+)\s*_\s*\{?\s*[a-z]\s*\}?\s*=\s*(?P=letter)\s*[.,;]?\s*")
_ALL = re.compile(r"\s*,?\s*(?:for|at)\s+(?:all|every|each|any)\b", re.I)
_OF_ALL = re.compile(r"\b(?:all|every|each|equal|identical|the\s+same|common|alike|uniform|constant|homoscedastic)\b[^$]*$", re.I)
_IN_CASE = re.compile(r"\b(?:if|when(?:ever)?|with|for|in\s+the\s+(?:special\s+|particular\s+)?case(?:\s+(?:where|that|of))?|suppos(?:e|ing)|assum(?:e|ing)|once|where)\b[^$]*$", re.I)
_LASTING = re.compile(r"\b(?:suppose|assume|let|from\s+(?:here|now)\s+on)\b[^$]*$", re.I)
_SIGNS = (("positive", "> 0"), ("nonnegative", r"\ge 0"))


def supposed(meanings: Meanings, suppositions: Suppositions, e: Equation) -> bool:
    """Suppose it to the end of the sentence; False where the equation says no such thing."""
    said = _SAME.fullmatch(e.s.row.text)
    if said is None or not (_ALL.match(e.after) or _OF_ALL.search(e.before)) or not (_IN_CASE.search(e.before) or words.HYPOTHESIS.search(e.before)):
        return False
    state, letter = meanings.state, said["letter"]
    member = state.read(e.s.pieces[0])
    name = member.args[0] if member is not None and (is_any_member(member) or is_any_entry(member)) else None
    entry = next((x for x in meanings.context.scope if x.expr is name), None) if name is not None else None
    if entry is None or not is_scalar(member.shape):
        return False
    if _LASTING.search(e.before):  # "Suppose now that $a_i = a$ for all $i$. Then ..": what differs of them may be equal from here on
        state.dropped += [{name.data.name}, {letter}]
        return True
    if not is_scalar(name.shape) or _is_used(meanings, letter) or meanings.context.scope.bare(letter) is not None:
        state.unused = True
        return True
    sign = next((f", {letter} {order}" for trait, order in _SIGNS if trait in name.data.traits), "")
    value = state.context_read(letter) if meanings.declare(Source(rf"{letter} \in \mathbb{{R}}{sign}", e.s.row.name, e.s.line())) else None
    if value is None or not is_scalar(value.shape):
        state.unused = True
        return True
    suppositions.held.take(entry, name, build.array((Index("i", name.data.family[0], fresh_uid()),), value, name.shape, 1))
    suppositions.told_at = meanings.at
    return True


def _is_used(meanings: Meanings, letter: str) -> bool:
    """Does an earlier formula have the letter alone, or a list of all that it stands for?"""
    alone = re.compile(rf"(?<![A-Za-z\\]){re.escape(letter)}(?![A-Za-z])(?!\s*_)|(?<![A-Za-z\\]){re.escape(letter)}\s*_\s*\{{?1\}}?\s*,")
    return any(alone.search(row.text) for f in meanings.document.formulas[:meanings.at] for row in f.rows)


__all__ = ["supposed"]
