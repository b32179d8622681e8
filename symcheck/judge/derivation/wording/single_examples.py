r"""Letters of one example beside numbered ones: "for one example $(x, y)$ the loss is", in a document that writes `x_i` too. Such an x is one of the examples, and
no vector of all x_i.
"""

from __future__ import annotations

import re

_KIND = r"(?:training[\s-]+|data[\s-]+|labell?ed\s+|fixed\s+|random\s+|given\s+|new\s+|input[\s/-]+(?:output|target|label)\s+)*(?:examples?|samples?|observations?|points?|pairs?|instances?|datum|record)"
_PAIR = r"\$\s*\(\s*(?P<x>\\?[A-Za-z]+|\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*\\?[A-Za-z]+\s*\})\s*,\s*(?P<y>\\?[A-Za-z]+|\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*\\?[A-Za-z]+\s*\})\s*\)\s*\$"
# "one example $(x, y)$", "a single training pair $(x, t)$", "the current sample $(u, v)$".
_TOLD = re.compile(rf"\b(?:a\s+single|one|single|any|an?|some|each|this|that|the\s+(?:current|drawn|chosen|next|selected|given|single|one))\s+{_KIND}\s+(?:is\s+)?(?:of\s+)?{_PAIR}", re.I)
# "$(x, y)$ is one example".
_TOLD_BEFORE = re.compile(rf"{_PAIR}\s+(?:is|be|denotes?|for|as)\s+(?:the\s+(?:current|drawn|chosen)\s+|a\s+single\s+|an?\s+|one\s+|any\s+){_KIND}\b", re.I)


def letters(text: str) -> frozenset[str]:
    """The letters that words of a document call a single example."""
    found = [m for p in (_TOLD, _TOLD_BEFORE) for m in p.finditer(text)]
    return frozenset(m[side].strip() for m in found for side in ("x", "y"))


__all__ = ["letters"]
