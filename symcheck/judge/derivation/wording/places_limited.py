r"""Words beside a place that keep it from being that of the function at hand, anywhere: "On the unit interval $f$ is minimized at $w = 1$", "The minimum over even integers",
"Shifted by one, the stationary point is", "A friend claims that", "With a penalty added". A place that does not solve the equation is wrong only without such words.
"""

from __future__ import annotations

import re

from symcheck.judge.derivation.wording import reservations

_FORMULA = re.compile(r"\$\$?[^$]*\$\$?|\\\[.*?\\\]", re.S)
# Of the sentence: a range, or another function.
_RANGE = re.compile(r"\b(?:intervals?|integers?|even|odd|half[\s-]?lines?|among|restrict\w*|constrain\w*|feasible|admissible|allowed|subject\s+to|box|ball|sphere|simplex|nearest|closest|grid|over\s+(?:the|all)\s+(?:\w+\s+)?(?:numbers|values|weights|points|§))\b", re.I)
_ANOTHER = re.compile(r"\b(?:shift\w*|mirror\w*|reflect\w*|flipp\w*|rounded|rounding|neighbou?r\w*|dual|surrogate|expected\s+(?:loss|risk|cost|error)|average\s+of\s+(?:both|the\s+two|these|all)|perturb\w*|noisy|solver|oscillat\w*|(?:other|another|different)\s+(?:function|loss|objective|cost|criterion|data|sample|example|model|curve|one)s?|"
                      r"lost|doubled|halved|negated|(?:add(?:ing|ed)?|with|under|extra|plus)\s+(?:an?\s+|the\s+|this\s+|some\s+)?(?:\w+\s+)?(?:penalt(?:y|ies)|regulari[sz]\w+|term|prior|weight\s+decay))\b", re.I)
# Of the sentences before it in its paragraph: a range for good.
_FOR_GOOD = re.compile(r"\b(?:must\s+be|has\s+to\s+be|have\s+to\s+be|only\s+(?:allow|consider|use|look)\w*|(?:allow|consider|use|look\s+at)\w*\s+only|restrict\w*|constrain\w*|feasible|admissible|integers?|"
                       r"(?:weights?|parameters?|numbers?|values?|it|§)\s+(?:is|are)\s+(?:(?:always|only|never)\s+)?(?:at\s+(?:most|least)|no\s+(?:larger|smaller|more|less|bigger)|even|odd|bounded))\b", re.I)


# ", which is cheaper when $n < d$": when a form is of use, not when it holds.
_OF_USE = re.compile(r",?\s+(?:and\s+)?(?:which|that|this|it)\s+(?:is|may\s+be|can\s+be)\s+(?:much\s+|far\s+|often\s+|then\s+|also\s+)*(?:cheaper|faster|preferable|preferred|convenient|useful|handy|better|easier|more\s+(?:efficient|convenient|useful|stable))"
                     r"(?:\s+to\s+\w+)?\s+(?:when(?:ever)?|if|where|for|in\s+case)\b[^.;]*", re.I)


def limited(sentence: str, earlier: str) -> bool:
    """May these words make the place in a sentence that of another function, of a range, or somebody's error? `earlier`: the text before the sentence."""
    said, before = _OF_USE.sub(" ", _FORMULA.sub(" § ", sentence)), _FORMULA.sub(" § ", re.split(r"\n\s*\n", earlier)[-1])
    return reservations.mistaken(sentence) or _RANGE.search(said) is not None or _ANOTHER.search(said) is not None or _FOR_GOOD.search(before) is not None


__all__ = ["limited"]
