r"""The class of a sample that words alone introduce: "the loss for the true class $c$ is $L = -\log p_c$".

It is a label: a number in the range of the axis, or of the family, that it stands at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.wording.hot_places import CLASS, TRUE
from symcheck.read.context import Piece, indices_of
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# "the true outside word $o$", "a sample of class $c$", "whose label is $c$"; "$c$ is the index of the true class".
_BEFORE = (rf"\b(?:{TRUE}\s+(?:\w+\s+){{0,2}}{CLASS}|(?:sample|example|point|input|image|observation)\s+(?:\$[^$]*\$\s+)?"
           rf"(?:of|from|with|in)\s+(?:the\s+)?{CLASS})\s*(?:,\s*|is\s+|be\s+)?(?:\$|\\\()\s*{{name}}\s*(?:\$|\\\)|\\in\b)")
_AFTER = (rf"(?:\$|\\\()\s*{{name}}\s*(?:\$|\\\))\s*,?\s*(?:is|be|denotes?|for|as)\s+(?:the\s+)?(?:index\s+of\s+the\s+|{CLASS}\s+of\s+the\s+)?"
          rf"{TRUE}\s+(?:\w+\s+){{0,2}}(?:{CLASS}|one)\b")


def declaration(meanings: Meanings, name: str, piece: Piece) -> Source | None:
    """The line that declares a class of which the words before speak, where a piece has it as an index."""
    if re.fullmatch(r"[a-z]", name) is None or not any(
            re.search(p.replace("{name}", name), meanings.state.text_so_far, re.I) for p in (_BEFORE, _AFTER)):
        return None
    e = meanings.state.read(piece)
    end = indices_of(e).get(name) if e is not None else None
    if end is None:
        return None
    return Source(rf"{name} \in \{{1, \dots, {end}\}}", piece.source.name, piece.source.locate(0)[0])
