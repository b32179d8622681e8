r"""The length of a vector that only its entries tell: `L(w) = \frac12 (w_1 - 1)^2 + w_2^2`, a function of w in which w_1 and w_2 stand and w does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.names.usage import named_in
from symcheck.judge.derivation.relations.link import EQUALITIES
from symcheck.judge.derivation.rows.heads import arguments
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings


def declare(meanings: Meanings, s: Statement) -> None:
    """Declare the argument of a function as a vector, where its definition is made of all its entries by their numbers, from the first of two or more on, and
    the document declares it nowhere."""
    if len(s.pieces) < 2 or None in s.pieces[:2] or s.operators[0] not in EQUALITIES:
        return
    taken = arguments(s.pieces[0].syntax)
    letter = next(iter(taken)) if len(taken) == 1 else ""
    if not letter or meanings.context.scope.bare(letter) is not None or meanings.context.scope.entries.get(letter):
        return
    names = [n for n in named_in(s.pieces[1].syntax) if n.base == letter]
    numbers = {n.sub for n in names}
    size = len(numbers)
    declared = re.compile(rf"(?<![A-Za-z\\]){re.escape(letter)}(?:_\{{?\w+\}}?)?(?:\s*,\s*[^$]*?)?\s*(?:\\in(?![A-Za-z])|\\sim(?![A-Za-z]))")
    if size < 2 or numbers != {str(k + 1) for k in range(size)} or any(n.sup or n.below or n.above for n in names) \
            or any(declared.search(row.text) for f in meanings.document.formulas for row in f.rows):
        return
    meanings.declare(Source(rf"{letter} \in \mathbb{{R}}^{size}", s.row.name, s.line()))
