r"""Words that give a loss its formula, "and the loss is $\ell = \frac12 (s - t)^2$", where other words have called its letter a number before: "for a scalar $\ell$".

Of a letter that was only declared this is what it means, and no claim. Not where the sentence speaks of a place or of a case: there the loss has this value alone.
"""

from __future__ import annotations

import re

_IS = re.compile(r"(?:^|[.;:,]|\n)\s*(?:(?:and|while|so|then)\s+)?(?:the|our|its)\s+(?:[\w-]+\s+){0,3}?(?:loss|cost|objective|error|risk|energy|criterion)(?:\s+function)?\s+is"
                 r"(?:\s+(?:then|thus|given\s+by|defined\s+(?:as|by)))?\s*:?\s*$", re.I)
_OF_A_PLACE = re.compile(r"\b(?:at|if|when(?:ever)?|cases?|unless|once|after|until|not|never|no|would|minim\w*|maxim\w*|optim\w*|stationary|solution|estimat\w*|limit\w*)\b|=", re.I)


def formula_given(before: str, sentence: str) -> bool:
    """Do the words right before an equation say that it gives a loss its formula? `sentence`: all words of it up to there, with the formulas among them."""
    return _IS.search(before) is not None and _OF_A_PLACE.search(sentence) is None
