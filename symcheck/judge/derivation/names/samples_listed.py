r"""Numbers t_1, .., t_m that words list without a set, "Let $t_1, \dots, t_m$ be independent draws from the exponential distribution": the t_j of a formula that needs a number.

Such a formula has t_j in an exponent or under a factorial, or is the density of t_j by a letter that is no vector's; a letter that the document transposes, takes the norm of or
writes bold anywhere, or writes as the list of its entries, is left to its use.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.laws.sample_densities import LIST, support
from symcheck.read.context import Piece
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_MEMBER = re.compile(r"([a-z])_\{?([a-z])\}?")
# The letter as a vector's: `x_i^\\top`, `\\|x_i`, `\\mathbf{x}`; beside a transposed one, `w^\\top x_i`.
_OF_VECTOR = (r"(?<![A-Za-z\\])%(x)s(?:_(?:\w|\{[^{}]*\}))?\s*\^\s*\{?\s*(?:\\top|T\b|\\(?:mathsf|mathrm|rm|intercal))|(?:\\\||\\lVert|\\Vert)\s*%(x)s(?![A-Za-z])|"
              r"\\(?:mathbf|boldsymbol|bm|vec)\s*\{?\s*%(x)s(?![A-Za-z])|(?:\\top|T)\s*\}?\s*%(x)s(?![A-Za-z])|(?<![A-Za-z\\])%(x)s(?:_\{?\w\}?)?\s*\\in\s*\\mathbb\s*\{?\s*R\s*\}?\s*\^")
# In an exponent, under a factorial.
_OF_NUMBER = r"\^\s*\{[^{}]*(?<![A-Za-z\\])%(x)s_\{?%(j)s\}?[^{}]*\}|\\exp\s*(?:\\left)?\s*[({][^(){}]*(?<![A-Za-z\\])%(x)s_\{?%(j)s\}?|(?<![A-Za-z\\])%(x)s_\{?%(j)s\}?\s*!"


def declare(meanings: Meanings, name: str, piece: Piece) -> bool:
    """Declare the numbers that words list, one of which a piece needs."""
    found = _MEMBER.fullmatch(name)
    if found is None or meanings.context.scope.entries.get(found[1]):
        return False
    text, letter = meanings.document.text, found[1]
    names = {"x": letter, "j": found[2]}
    listed = re.search(LIST % (letter, letter, letter), meanings.state.text_so_far)
    if listed is None or re.search(rf"(?<![A-Za-z\\]){letter}\s*=\s*(?:\\left|\\[bB]igl?)?\s*[(\[]\s*{letter}_", text) or listed[1] == found[2] or re.search(_OF_VECTOR % names, text) is not None or re.search(_OF_NUMBER % names, piece.source.text) is None:
        return False
    where = listed["set"] or support(text, letter, listed.start())
    return meanings.declare(Source(rf"{letter}_{found[2]} {where}, {found[2]} = 1, \dots, {listed[1]}", piece.source.name, piece.source.locate(0)[0]))


__all__ = ["declare"]
