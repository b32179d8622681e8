r"""Functions that words exchange for others: "Replace $\tanh$ by the identity", "with $\sigma$ replaced by a ReLU".

What was defined with such a function is something else from there on, to the next heading, and no formula says what: a statement about it is neither
right nor wrong by the old one. "Instead of $\tanh$" says so of its paragraph.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.read.context import Piece

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

_FUNCTION = r"(?:(?:the|all|every|each|both)\s+)*(?:activations?(?:\s+functions?)?\s+|functions?\s+|non-?linearit(?:y|ies)\s+)?\$\s*(\\?[A-Za-z]+)\s*\$"
_LASTING = re.compile(rf"\b(?:replac|exchang|swapp?|substitut)(?:e|es|ed|ing)?\s+{_FUNCTION}\s+(?:[a-z]+\s+)?(?:by|with|for)\b|"
                      r"\$\s*(\\?[A-Za-z]+)\s*\$\s+(?:(?:is|are|were|be|being|gets?)\s+)?(?:now\s+|everywhere\s+)?(?:replaced|exchanged|swapped)\s+(?:by|with|for)\b", re.I)
_HERE = re.compile(rf"\b(?:instead\s+of|in\s+place\s+of)\s+{_FUNCTION}(?!\s*,?\s*(?:one|we)\s+(?:may|can|could)\b)", re.I)
_HEADING = re.compile(r"^[ \t]*(?:#{1,6}\s|\\(?:sub)*section\b)", re.M)
_PARAGRAPH = re.compile(r"\n\s*\n")


def doubt(chains: Chains, *pieces: Piece) -> str:
    """Why a statement about these says nothing: a function in them, or in what they are defined by, was exchanged; "" where none was."""
    formulas, at = chains.meanings.document.formulas, chains.meanings.at
    if not 0 <= at < len(formulas):
        return ""
    said = chains.meanings.document.text[:formulas[at].start]
    part = said[max((m.end() for m in _HEADING.finditer(said)), default=0):]
    names = [m[1] or m[2] for m in _LASTING.finditer(part)] + [m[1] for m in _HERE.finditer(_PARAGRAPH.split(part)[-1])]
    for name in dict.fromkeys(names):
        called = chains.state.context_read(f"{name}(0)")
        if called is None or called.op != "apply":
            continue
        if any((e := chains.state.read(p)) is not None and any(n.op == "apply" and n.data[0] == called.data[0] for n in e.walk()) for p in pieces):
            return f"the words replaced {name}, and what was defined with it is something else since"
    return ""
