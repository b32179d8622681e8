r"""Chains that begin with two names without a meaning: `a = z = W x + b`, `$p_1 = p_2 = \sigma(0) = 0.5$`. The second name gets its meaning from what follows it,
and the first is the same. Read as one chain, the second would be taken for any value, and the rest for a claim of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symcheck.judge.derivation.names.fresh import is_known_function
from symcheck.judge.derivation.names.solved_names import solved_for
from symcheck.judge.derivation.numbers import values
from symcheck.judge.derivation.rows.heads import nameable
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.read.context import Piece
from symcheck.read.names import label
from symcheck.read.syntax import Accent, Script, Symbol

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_EQUALS = {"=", ":="}
_ACCENTS = ("hat", "tilde")  # others may stand for derivatives and means


def parted(meanings: Meanings, s: Statement) -> list[Statement]:
    """The definitions that such a chain makes, in the order in which they can be read; the statement itself for any other."""
    if len(s.pieces) < 3 or None in s.pieces or not {*s.operators} <= _EQUALS \
            or not all(nameable(p.syntax) and meanings.state.read(p) is None for p in s.pieces[:2]):
        return [s]
    rest = replace(s, pieces=s.pieces[1:], operators=s.operators[1:])
    if all(values.is_numeric(meanings.state.read(p)) or values.number(meanings.state, p) is not None for p in s.pieces[2:]):
        value = meanings.state.read(s.pieces[-1])
        if value is None or value.is_zero:
            return [s]  # `w_0 = b_0 = 0`: maybe of two shapes
        return [rest, replace(s, pieces=[s.pieces[0], s.pieces[-1]], operators=["="], logic="")]
    if not all(_is_new(meanings, p) for p in s.pieces[:2]) or _is_name(s.pieces[-1]) and meanings.state.read(s.pieces[-1]) is None:
        return [s]
    heads = {label(p.syntax) for p in s.pieces[:2]}
    if len(heads) < 2 or any(label(x) in heads for p in s.pieces[2:] for x in p.syntax.walk() if type(x) in (Symbol, Accent, Script)):
        return [s]
    return [*parted(meanings, rest), replace(s, pieces=s.pieces[:2], operators=s.operators[:1], logic="")]


def _is_new(meanings: Meanings, p: Piece) -> bool:
    """Is this a name that gets its meaning here: no function taken at something, nothing that is solved for?"""
    return _is_name(p) and solved_for(meanings.state, p.syntax) is None and not is_known_function(meanings.state, p.syntax)


def _is_name(p: Piece) -> bool:
    r"""`a`, `\hat y`, `z^{(3)}`; no f', no w^*."""
    s = p.syntax
    if type(s) is Script:
        return s.base is not None and not s.primes and type(s.base) in (Symbol, Accent) and _is_name(Piece(s.base, p.source)) \
            and all(label(x) not in ("*", r"\star", r"\ast", r"\prime") for x in (s.sub, *s.sups) if x is not None)
    return type(s) is Symbol or type(s) is Accent and s.kind in _ACCENTS


__all__ = ["parted"]
