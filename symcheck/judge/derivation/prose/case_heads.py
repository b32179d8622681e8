r"""Values at the head of a case, named without a verb: "(g) Confidently wrong unit, $t = 0$ and $o = \frac{9}{10}$: $\delta = \frac{9}{10}$"."""

from __future__ import annotations

import re

from symcheck.read.documents import Formula

_BEGINS = re.compile(r"[.!?]\s|\n\s*\n|\n\s*(?=[-*+]\s|\d+[.)]\s|\(\w{1,3}\)\s|\\item\b)")
_MARK = r"\s*(?:[-*+]\s+|\d+[.)]\s+|\(\w{1,3}\)\s+|\\item\s+|\*\*[^*\n]{1,40}\*\*\s*)*"
_VALUE = r"\$[^$=<>]{1,20}=[^$=]{1,40}\$"
_HEAD = re.compile(rf"{_MARK}(?P<noun>[A-Za-z][A-Za-z\s-]{{2,60}}?)\s*(?:,|:|-|\()?\s*(?P<values>{_VALUE}(?:\s*(?:,|;|and|,\s*and)\s*{_VALUE})+)\s*\)?\s*:\s")
_VERB = re.compile(r"\b(?:is|are|was|has|have|had|be|been|get|gets|gives?|given|yields?|follows?|reads?|becomes?|satisf(?:y|ies)|solves?|compute[sd]?|find|finds|obtain\w*|"
                   r"so|hence|thus|then|therefore|because|since|means|equals?|show[sn]?|check|prove[sd]?|claim\w*|result\w*|solution\w*|answers?)\b", re.I)


def told(text: str, formula: Formula) -> bool:
    """Does this formula stand among such values?"""
    begin = max((m.end() for m in _BEGINS.finditer(text, max(0, formula.start - 300), formula.start)), default=0)
    found = _HEAD.match(text, begin)
    return found is not None and found.start("values") <= formula.start < found.end("values") and _VERB.search(found["noun"]) is None
