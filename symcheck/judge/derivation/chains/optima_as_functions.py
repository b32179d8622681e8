r"""Optima written as functions of a parameter, `w^\star(\lambda) = ..` after the number `w^\star` of an example: what reads as a product of that number and the parameter may
be the optimum of another objective, so that a difference says nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.rows.statements import Statement, written

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

# `w^\\star(\\lambda)`, `\\hat\\theta(a)`
_CALLED = re.compile(r"[\s&]*(?P<name>\\hat\s*\{?\s*\\?[A-Za-z]+\s*\}?|\\?[A-Za-z]+\s*(?:\^|_)\s*\{?\s*(?:\*|\\star|\\ast|\\min|\\max|\\mathrm\{opt\}|\\text\{opt\})\s*\}?)\s*(?:\\left)?\(\s*(?P<letter>\\?[A-Za-z]+)\s*(?:\\right)?\)\s*")


def may_be(chains: Chains, s: Statement) -> bool:
    """Is the head of a statement such an optimum, of a letter that the one without it is not made of?"""
    head = _CALLED.fullmatch(written(s.pieces[0].source, s.pieces[0].syntax.span)) if s.pieces[0] is not None else None
    known = chains.state.context_read(head["name"]) if head is not None else None
    letter = chains.state.context_read(head["letter"]) if known is not None else None
    return letter is not None and letter.op in ("var", "let") and not any(n.op in ("var", "let") and n.data == letter.data for n in known.walk())


__all__ = ["may_be"]
