r"""Is something claimed plainly, and of all values? "Hence $f''(w) > 0$" is; "For positive weights we have $f''(w) > 0$" and "It is a mistake to think that" are not.

A claim that fails somewhere is wrong only where no word may have limited it. So neither the words of its sentence may speak of a range, a region or a kind of values, nor
those of the sentences before it in its paragraph, in which one may have been told for good.
"""

from __future__ import annotations

import re

from symcheck.judge.derivation.wording import reservations

# Phrases that limit nothing, though a word in them may elsewhere.
_PHRASES = re.compile(
    r"\b(?:at\s+the\s+same\s+time|in\s+(?:particular|fact|turn|sum|addition|short|total|other\s+words)|at\s+(?:most|least)|as\s+(?:well|a\s+(?:result|consequence))|of\s+course|by\s+the\s+(?:chain|product|quotient|power)\s+rule|"
    r"(?:for|of|at|in)\s+(?:all|every|any|each)(?:\s+(?:real|possible))?(?:\s+(?:numbers?|values?|inputs?|arguments?|points?))?(?:\s+§)?|equal\s+to|to\s+(?:each\s+other|zero|§)|"
    r"(?:no|never|not)\s+(?:larger|greater|bigger|more|smaller|less|lower)\s+than|never\s+below|never\s+above|(?:strictly\s+)?(?:smaller|less|larger|greater|bigger|more)\s+than|bounded(?:\s+from)?\s+(?:above|below)\s+by|(?:stays|remains)(?=\s+(?:always\s+|everywhere\s+)?(?:at\s+(?:most|least)|below\s+§|above\s+§|bounded|(?:non-?)?(?:positive|negative)\b))|(?:can\s*not|can\s+never|does\s+not)\s+exceed|"
    r"(?:divergence|derivative|slope|curvature|function|loss|product|square|sum|entropy|variance|hessian|gradient|value|norm|term|factor|difference)s?\s+(?:is|are)\s+(?:(?:never|always|everywhere|thus|hence|also|strictly)\s+)*(?:non-?)?(?:positive|negative)(?:\s+(?:definite|semi-?definite))?|"
    r"(?:by|from)\s+the\s+above|so\s+far|set\s+to\s+zero)\b", re.I)
# Where a range, a region or a kind of values is spoken of.
_RANGE = re.compile(
    r"\b(?:intervals?|half[\s-]?(?:lines?|ax[ei]s|planes?|spaces?)|half|regions?|ranges?|regimes?|basins?|valleys?|wells?|domains?|restrict\w*|admissible|feasible|positive(?![\s-]+(?:definite|semi-?definite))|negative|non-?negative|"
    r"non-?positive|above|below|beyond|outside|inside|within|between|(?:left|right)(?![\s-]*(?:hand|side))|tails?|neighbou?rhood|near|nearby|around|close|(?:larger|smaller|greater|less|bigger|more)\s+than|probabilit\w+|"
    r"unit\s+(?:intervals?|vectors?|balls?|circles?|spheres?|norms?|squares?|length)|normali[sz]\w+|signs?|side|branch|piece|case|small|large|big|far|there|starting|correctly|misclassified|active|inactive|from\s+(?:now|here)\s+on|"
    r"henceforth|throughout|assum\w+|suppos\w+|look|consider|only|fix\w*|observed|past|pass(?:es|ed)|once|places?|clipp\w*|clamp\w*|keeps?|kept|stay(?:s|ed)?|remains?|"
    r"(?:we|it|§|iterates?|weights?|method)\s+(?:is|are|has|have)\s+(?:now|already)|in\s+this\s+(?:model|setting|example|exercise)|(?:we|one)\s+(?:start|begin|stop|end)\w*)\b", re.I)
_LASTING = re.compile(r"\b(?:from\s+(?:now|here)\s+on|henceforth|throughout|restrict\w*|(?:only|always)\s+(?:consider|look|allow|take|use)\w*|(?:consider|look\s+at|allow|take|use)\s+only|we\s+(?:shall\s+|will\s+)?assume|is\s+assumed|assuming)\b", re.I)
_ALL_ENTRIES = re.compile(r"\bwith\s+(?:all\s+)?(?:positive\s+entries|entries\s+positive)\b|\bpositive\s+(?:semi-?)?definite\b|"
                          r"(?:derivative|curvature|slope|square|hessian|term|difference|variance|norm|divergence|entropy|loss|exponential|factor|it|which|this|that|both|§)s?\s+(?:is|are)\s+never\s+negative\b", re.I)
_INTERVAL = re.compile(r"(?:\\in\s*|^\s*)(?:\\left)?[(\[\]][^()\[\]]*,[^()\[\]]*[)\]\[]|\\infty")
_ORDER = re.compile(r"[<>]|\\(?:[lg]eq?(?:slant)?|[lg]t|ne|neq|in|succ|prec)(?![A-Za-z])")
_FORMULA = re.compile(r"\$\$.*?\$\$|\$([^$]*)\$", re.S)


def is_of_all(sentence: str, following: str, earlier: str) -> bool:
    """Is what stands between these claimed of all values? `sentence`: the words before it, with the formulas among them; `following`: the rest of the sentence after it;
    `earlier`: the text before the sentence."""
    if reservations.mistaken(f"{sentence} § {following}") or any(_RANGE.search(_PHRASES.sub(" ", _marked(text))) for text in (sentence, following)):
        return False
    if any(_limits(m[1] or m[0]) for m in _FORMULA.finditer(sentence)):
        return False
    paragraph = re.split(r"\n\s*\n", earlier)[-1]
    return _LASTING.search(_FORMULA.sub(" § ", earlier)) is None and _RANGE.search(_ALL_ENTRIES.sub(" ", _FORMULA.sub(" § ", paragraph))) is None \
        and not any(_INTERVAL.search(m[1] or "") for m in _FORMULA.finditer(paragraph))


def _limits(formula: str) -> bool:
    """Does a formula tell a range?"""
    return _ORDER.search(re.sub(r"\\in\s*\\mathbb\s*\{?\s*R\s*\}?", "", formula)) is not None or _INTERVAL.search(formula) is not None


def _marked(text: str) -> str:
    return re.sub(r"\s+", " ", _FORMULA.sub(" § ", text))


__all__ = ["is_of_all"]
