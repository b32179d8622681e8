"""Names that words give to what the formula right before them ends with: "I will call this number $H$", "which we denote by $H$", "let $H$ denote it".

"This number" and "the last sum" can only be that. "It" and "which" may stand for what the words have named themselves since: in "Its variance, which we call
$s^2$, is", or "Consider the trace of $A$ and call it $t$", the formula before is not meant.
"""

from __future__ import annotations

import re

from symcheck.judge.derivation.wording import words
from symcheck.read.documents import Formula

_NOUN = (r"(?:number|quantity|constant|value|matrix|vector|scalar|expression|sum|mean|average|ratio|factor|coefficient|curvature|term|product|quotient|"
         r"gradient|derivative|residual|difference|Jacobian|Hessian|row|column|array|tensor|"
         r"error(?:\s+(?:signal|term|vector|matrix))?|(?:upstream|output|local)\s+(?:error|gradient|signal|derivative)|signal|scalar\s+(?:error|factor|quantity))")
_BARE = r"(?:this|that|it|the\s+(?:last|latter|resulting)|this\s+last)"
_THIS = rf"{_BARE}(?:\s+(?:(?:positive|constant|common|last|resulting|symmetric|square)\s+)?{_NOUN})?"
_WHICH = r"which\s+(?:we|I)\s+(?:(?:will|shall)\s+)?(?:call|denote(?:\s+by)?|name|abbreviate\s+(?:as|by|to))"
_CALLS = re.compile(rf"\b(?:(?:call|name|denote|abbreviate|label)\s+(?P<this>{_THIS})(?:\s+(?:by|as|with|to|simply|just))?|(?:write|use)\s+for\s+(?P<for>{_THIS})|{_WHICH})\s*$", re.I)
_STANDS_FOR = re.compile(rf"^\s*(?:for|be|denotes?|stands?\s+for)\s+(?P<this>{_THIS})(?=\s*(?:[.,;:)]|from\s|in\s|and\s|below\b|$))", re.I)
_POINTS_BACK = re.compile(r"(?:this|that|the\s+(?:last|latter|resulting)|this\s+last)\b|it\s+\w", re.I)
# Of some formula that was not written yet: "its variance", "the expected loss of", "whose trace".
_OTHER = re.compile(r"\b(?:its|the|their|whose|each|every)\s+(?:[\w-]+\s+){0,3}?(?:variances?|covariances?|means?|expectations?|expected\s+\w+|deviations?|moments?|norms?|lengths?|traces?|determinants?|ranks?|inverses?|"
                    r"transposes?|gradients?|derivatives?|Hessians?|Jacobians?|eigenvalues?|curvatures?|slopes?|probabilit(?:y|ies)|likelihoods?|losses|loss|errors?|minim\w+|maxim\w+|optim\w+|bias|"
                    r"entropy|divergence|diagonal|solutions?|estimates?|estimators?)\b", re.I)


def names_last(formula: Formula) -> bool:
    """Do the words make it a name for what the formula right before it ends with?"""
    said = _CALLS.search(formula.before)
    if said is not None:
        return _POINTS_BACK.match(said["this"] or said["for"] or "") is not None or not _names_another(formula.before[:said.start()])
    after = _STANDS_FOR.match(formula.after) if words.NAMES.search(formula.before) is not None else None
    return after is not None and (_POINTS_BACK.match(after["this"]) is not None or not _names_another(formula.before))


def _names_another(before: str) -> bool:
    """Do the words of the sentence, since the formula before, speak of a quantity that none has written?"""
    sentence = words.SENTENCES.split(before)
    return any(_OTHER.search(s) is not None for s in sentence[-2:])
