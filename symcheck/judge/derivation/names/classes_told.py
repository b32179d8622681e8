r"""The class of a sample that words alone introduce: "the loss for the true class $c$ is $L = -\log p_c$".

It is a label: a number in the range of the axis, or of the family, that it stands at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.read.context import Piece, indices_of
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_TRUE = r"(?:true|correct|right|actual|observed|target|gold|ground[- ]truth|desired|given)"
_CLASS = r"(?:class|label|category|word|token|symbol|outcome|index|digit|answer|item|position)"
# "the true outside word $o$", "a sample of class $c$", "whose label is $c$"; "$c$ is the index of the true class".
_BEFORE = (rf"\b(?:{_TRUE}\s+(?:\w+\s+){{0,2}}{_CLASS}|(?:sample|example|point|input|image|observation)\s+(?:\$[^$]*\$\s+)?"
           rf"(?:of|from|with|in)\s+(?:the\s+)?{_CLASS})\s*(?:,\s*|is\s+|be\s+)?(?:\$|\\\()\s*{{name}}\s*(?:\$|\\\)|\\in\b)")
_AFTER = (rf"(?:\$|\\\()\s*{{name}}\s*(?:\$|\\\))\s*,?\s*(?:is|be|denotes?|for|as)\s+(?:the\s+)?(?:index\s+of\s+the\s+|{_CLASS}\s+of\s+the\s+)?"
          rf"{_TRUE}\s+(?:\w+\s+){{0,2}}(?:{_CLASS}|one)\b")


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
