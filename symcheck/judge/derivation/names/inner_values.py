r"""Inner functions of the chain rule, `u(t) = t^2` and `v(t) = 3t` beside `f(u, v) = u^2 v` where the document writes `\frac{df}{dt}`:
the t is any number, and u alone is the value at t, before and after f gets its formula.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.rows.heads import arguments
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.read.names import label
from symcheck.read.syntax import Product, Symbol, Syntax
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# The t of `\\frac{df}{dt}`, `\\frac{\\mathrm{d}}{\\mathrm{d} t}`; of `df/dt`.
_D = r"(?:\\mathrm\s*\{\s*d\s*\}|\\mathrm\s*d|(?<![A-Za-z\\])d)\s*"
_BY_TOTAL = re.compile(rf"\\[dt]?frac\s*\{{\s*{_D}[^{{}}]*\}}\s*\{{\s*{_D}([A-Za-z])\s*\}}|{_D}[A-Za-z]\s*/\s*{_D}([A-Za-z])(?![A-Za-z])")


def is_one(meanings: Meanings, head: Syntax) -> bool:
    """Is this the head `u(t)` of a function u of one letter by which the document takes total derivatives, where u is what another
    function is taken at?"""
    letters = arguments(head)
    return type(head) is Product and len(head.items) == 2 and type(head.items[0]) is Symbol and len(letters) == 1 \
        and label(head.items[0]) in meanings.survey.formals \
        and next(iter(letters)) in {x for m in _BY_TOTAL.finditer(meanings.document.text) for x in m.groups()}


def declare_argument(meanings: Meanings, s: Statement) -> None:
    """Declare the t of `u(t) = ..`, where u and t have no meaning yet."""
    head = s.pieces[0].syntax
    if s.pieces[1] is None or not is_one(meanings, head):
        return
    letter = next(iter(arguments(head)))
    if meanings.context.scope.bare(label(head.items[0])) is None and meanings.context.scope.bare(letter) is None:
        meanings.declare(Source(rf"{letter} \in \mathbb{{R}}", s.row.name, s.line()))  # not the bold one of a later part


__all__ = ["declare_argument", "is_one"]
