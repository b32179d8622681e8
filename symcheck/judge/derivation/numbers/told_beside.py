r"""Numbers that a formula of the paragraph gives a name, and that were not put in: of "We set $w = 3$. For $x = 2$ the output is $s = 6$, since $s = wx$" the w.

A number is no refutation of an expression in such a name, which stands for any number there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr
from symcheck.judge.derivation.rows.statements import Statement

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

_GIVES = re.compile(r"\s*(?P<name>\\?[A-Za-z]+(?:_\{?\w+\}?)?)\s*=\s*(?:-\s*)?(?:\d+(?:\.\d+)?|\\[dt]?frac\s*\{?\s*\d+\s*\}?\s*\{?\s*\d+\s*\}?)\s*[.,;]?\s*")
_PARAGRAPH = re.compile(r"\n\s*\n")


def unused(chains: Chains, s: Statement, k: int) -> str:
    """Why a difference says nothing, where one side is a number, and the other one holds a name with a number that was not put in."""
    sides = [chains.state.read(p) for p in s.pieces[k:k + 2] if p is not None]
    if len(sides) != 2 or None in sides:
        return ""
    free = [_free(e) for e in sides]
    if all(free) or not any(free):
        return ""
    found = (free[0] | free[1]) & _given(chains)
    return f"{min(found)} has a number in the words, which was not put in" if found else ""


def _free(e: Expr) -> set[str]:
    return {n.data.name for n in e.walk() if n.op == "var"}


def _given(chains: Chains) -> set[str]:
    """The names that formulas among the words give a number, since the paragraph began."""
    names: set[str] = set()
    formulas = chains.meanings.document.formulas
    for f in reversed(formulas[:chains.meanings.at + 1]):
        if not f.display and len(f.rows) == 1 and (said := _GIVES.fullmatch(f.rows[0].text)) is not None:
            names.add(said["name"])
        if _PARAGRAPH.search(f.before):
            break
    return names


__all__ = ["unused"]
