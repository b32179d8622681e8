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
# "training examples $(x_i, y_i)$", beside "one input $x$" and "the desired output $y$".
_NUMBERED = re.compile(r"\b(?:examples|samples|observations|points|pairs|instances)\s+\$\s*\(\s*(?P<x>\\?[A-Za-z]+)\s*_\s*\{?\s*(?P<i>[a-z])\s*\}?\s*,"
                       r"\s*(?P<y>\\?[A-Za-z]+)\s*_\s*\{?\s*(?P=i)\s*\}?\s*\)\s*\$", re.I)
_ONE_INPUT = r"\b(?:one|an?|the|single|scalar|this|that)\s+input\s+\$\s*%s\s*(?:=[^$]*)?\$"
_ONE_OUTPUT = r"\b(?:one|an?|the|its|single|scalar|this|that|desired|true|correct|right)\s+(?:output|label|target|response|answer)\s+\$\s*%s\s*(?:=[^$]*)?\$"


def letters(text: str) -> frozenset[str]:
    """The letters that words of a document call a single example."""
    found = [m for p in (_TOLD, _TOLD_BEFORE) for m in p.finditer(text)]
    found += [m for m in _NUMBERED.finditer(text) if all(re.search(told % re.escape(m[side]), text, re.I) is not None
                                                         for told, side in ((_ONE_INPUT, "x"), (_ONE_OUTPUT, "y")))]
    return frozenset(m[side].strip() for m in found for side in ("x", "y"))


__all__ = ["letters"]
