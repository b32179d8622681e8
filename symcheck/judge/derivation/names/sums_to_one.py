r"""Vectors of which nothing is told but a constraint on the sum of their entries, "subject to $\sum_{k=1}^K p_k = 1$" of the p of `H(p) = -\sum_k p_k \log p_k`.

Such a p has as many entries as the sum runs over; where logarithms of them are taken, they are positive. A p that gets a formula anywhere but by solving is none: that says what it means. The p^* after p_k was solved for is the vector of what was found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr, build
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_SUM = r"\\sum\s*(?:\\limits\s*)?_\s*\{\s*(?P<k>[a-z])\s*=\s*1\s*\}\s*\^\s*(?:\{\s*(?P<size>[A-Za-z])\s*\}|(?P<end>[A-Za-z]))\s*%s\s*_\s*(?:\{\s*(?P=k)\s*\}|(?P=k))\s*=\s*[1-9a-zA-Z]"
_LOG = r"\\(?:log|ln)(?![A-Za-z])\s*(?:\\left)?\s*\(?\s*(?:\\frac\s*\{\s*)?%s\s*_"
_LETTER = re.compile(r"([a-z]|\\[a-z]+)(?:_.*)?")


def declare(meanings: Meanings, name: str, source: str) -> bool:
    """Declare the vector of which a name is an entry, where the document writes functions of it and sums its entries up to a number."""
    found = _LETTER.fullmatch(name)
    if found is None or found[1] not in meanings.survey.formals or meanings.context.scope.entries.get(found[1]):
        return False
    letter = re.escape(found[1])
    rows = meanings.survey.rows
    told = [m for row in rows if (m := re.search(_SUM % letter, row)) is not None]
    sizes = {m["size"] or m["end"] for m in told}
    if len(sizes) != 1 or any(re.match(rf"\s*&?\s*{letter}(?:_\{{?[a-z]\}}?)?\s*&?\s*:?=(?!\s*(?:\\left)?\()", row) for row in rows if not re.search(_SUM % letter, row)) and not _is_solved(meanings, found[1]):
        return False
    if not meanings.declare(Source(rf"{found[1]} \in \mathbb{{R}}^{{{sizes.pop()}}}", source, 1)):
        return False
    if any(re.search(_LOG % letter, row) for row in rows):
        meanings.declare(Source(rf"{found[1]}_{{{told[0]['k']}}} > 0", source, 1))
    return True


def of_entries(solved: dict[Expr, Expr], whole: Expr) -> Expr | None:
    """The vector whose entries were found, each by one formula, with the multipliers found put in; None where they were not."""
    value = solved.get(whole)
    if value is None or value.op != "array":
        return None
    known = tuple((n.data, solved[n]) for n in dict.fromkeys(value.walk()) if n.op == "var" and n is not whole and n in solved and solved[n].shape == n.shape)
    return build.substitute(value, known) if known else value


def _is_solved(meanings: Meanings, letter: str) -> bool:
    """Does the document differentiate by the entries of a name before it gives a value of them?"""
    by = re.compile(rf"\\partial\s*{re.escape(letter)}\s*_|\\nabla\s*_\s*\{{?\s*{re.escape(letter)}(?![A-Za-z])")
    given = re.compile(rf"(?:^|&|\\implies|\\Rightarrow|\\iff|\\quad)\s*{re.escape(letter)}\s*_\s*\{{?[a-z]\}}?\s*&?\s*=")
    rows = meanings.survey.rows
    first = next((k for k, row in enumerate(rows) if by.search(row)), len(rows))
    return first < len(rows) and not any(given.match(row) for row in rows[:first])


__all__ = ["declare", "of_entries"]
