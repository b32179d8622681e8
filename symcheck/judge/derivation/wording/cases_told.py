r"""Cases that words tell without a formula: "On positive examples $\ell$ is", "to the right of $1$ the derivative is", "After centering, its mean is".

What is said in such a case is no claim about all of it; nobody can tell from words alone where it holds.
"""

from __future__ import annotations

import re

_FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$]*\$", re.S)
_ORDER = re.compile(r"[<>]|\\(?:[lg]eq?(?:slant)?|[lg]t|in|ne|neq|to)(?![A-Za-z])")
_NAME, _EQUATION, _REGION = "§", "¤", "¶"  # what stands for a formula without a relation, with one, and with one that tells a region

# Right before the phrase, at the beginning of a clause.
_CLAUSE = r"(?:^\W*|[.,;:(—–]\s*|\b(?:and|but|so|while|whereas|then|that|hence|thus|because|since|also|even|only|just|now|still)\s+)"
_PLACE = (r"(?:on|in|for|at|near|around|under|with|without|within|outside|inside|beyond|after|before|between|past|during|across|over|upon|among|amongst|given(?!\s+(?:by|as|in|that)\b)|"
          r"close\s+to|away\s+from|far\s+from|next\s+to|(?:just\s+|immediately\s+|on\s+|to\s+)?(?:the\s+)?(?:left|right)\s+(?:side\s+)?of|"
          r"(?:above|below|throughout)(?=\s+(?:the|this|that|zero|one|its|an?|§)(?:\s|$)))")
_OPENS = re.compile(rf"{_CLAUSE}(?=(?P<phrase>(?P<place>{_PLACE})\s+[^,;:.()]*))", re.I)
# The phrase itself, to its first formula or to the subject of the clause.
_TO_SUBJECT = re.compile(rf"{_PLACE}\s+(?:(?:the|this|that|these|our|its|an?|each|every|both|all|any|one)\s+)?(?:(?!(?:the|its|this|that|we|one|it|is|are|has|our)\b)[\w'-]+\s*){{0,6}}", re.I)
_IN_FORMULA = re.compile(rf"{_PLACE}\s+(?:(?:[\w'-]+\s+){{0,5}}{_REGION}|(?:[\w'-]+\s+){{0,3}}{_EQUATION})", re.I)

# Heads of phrases that say of what something is, and no case of it; words that make a case of them.
_HEAD = (r"(?:weights?|bias(?:es)?|layers?|units?|neurons?|nodes?|parameters?|matrix|matrices|vectors?|outputs?|inputs?|loss|losses|function|objective|cost|model|network|gradient|"
         r"derivative|slope|terms?|part|side|factor|hessian|steps?|update|mean|variance|predictions?|activations?|logits?|penalty|regulari[sz]er|problem|data|set|"
         r"entry|entries|coordinates?|components?|rows?|columns?|pass|line|exponent|sum|product|likelihood|posterior|prior|density|law|"
         r"estimator|estimate|residuals?|errors?|score|head|top|end|numerator|denominator|bracket|way|form|notation|words)")
_LIMITS = re.compile(r"\b(?:positive|negative|non-?\w+|unit(?=\s+\w)|zero|active|inactive|dead|saturated|large|small|tiny|huge|wrong|correct\w*|incorrect\w*|misclassified|true|false|perfect\w*|"
                     r"cent(?:er|re)ed|whitened|normali[sz]ed|standardi[sz]ed|balanced|orthogonal|orthonormal|special|trivial|converged|optimal|optimum|best|worst|degenerate|"
                     r"noiseless|confident|separable|equal|identical|boundary|stationary|critical|easy|hard|rare|majority|minority|"
                     r"null|flat|infinite|interpolati\w+|minimum|maximum|outlier\w*|clipped|masked|padded|missing)\b", re.I)
_ADVERBIAL = re.compile(
    r"(?:with\s+(?:respect|this|that|these|those|it|both|our|the\s+(?:chain|product|quotient|power|sum|definitions?|notation|abbreviations?|help|above|same))\b|"
    r"in\s+(?:general|particular|fact|total|turn|short|summary|effect|practice|sum|addition|contrast|conclusion|components?|coordinates?|index|matrix|vector|compact|other|words|symbols|terms|"
    r"(?:this|that|our|exactly|precisely|much|the\s+same|a\s+similar|the\s+usual)\s+(?:\w+\s+)?(?:way|form|notation|manner|fashion|setting|model|problem|network|words|sense))\b|"
    r"for\s+(?:example|instance|simplicity|brevity|convenience|short|reference|comparison|completeness|later|further|now|this\s+(?:reason|purpose)|(?:all|any|every|each|both)\b|"
    r"(?:an?|one)\s+(?:single\s+)?(?:sample|example|observation|data\s+point)\b)|"
    r"at\s+(?:first|last|once|least|this\s+stage)\b|on\s+(?:the\s+(?:other|one)\s+hand|the\s+(?:left|right)(?:[\s-]+hand)?(?:[\s-]+side)?(?!\s+(?:of|branch|half|part))|balance)\b|"
    r"after\s+(?:(?:some|a\s+(?:little|bit\s+of|short)|this|that|all|further)\b|(?:expan|simplif|substitut|differentia|cancel|multipl|insert|collect|rearrang|reorder|divid|tak|apply|add|subtract|"
    r"plug|factor|group|integrat|writ|comput|sum)\w*)|"
    r"before\s+(?:that|this|we|going)\b|under\s+(?:(?:the|this|our|these|that)\s+)(?:\w+\s+)?(?:model|law|laws|notation|assumptions?|definitions?|convention)\b|"
    r"over\s+all\b)", re.I)
_OF_WHAT = re.compile(rf"(?:for|in|at|on)\s+(?:the|this|that|these|our|its|an?|each|every|both|one)\s+(?:(?:[\w'-]+|{_NAME})\s+){{0,3}}?{_HEAD}\b", re.I)
_OF_A_NAME = re.compile(rf"(?:for|in|with)\s+(?:(?:the|this|that|our|its|an?|each|every|all)\s+(?:[\w'-]+\s+){{0,3}})?{_NAME}", re.I)
_AT_LEAST = re.compile(r"^(?:(?:at\s+least|only|just|or\s+so|both)\s+)+", re.I)
# "there", which speaks of a region told before.
_THERE = re.compile(r"(?:^\W*|[.;:,]\s*|\b(?:and|but|so)\s+)(?:there\s*,?\s+(?!is\b|are\b|exists?\b|was\b|were\b)|(?:in|on|for)\s+(?:that|this|the\s+(?:first|second|other|third|former|latter))\s+"
                    r"(?:region|range|case|branch|side|interval|half|regime|part|class|situation)\b)", re.I)


def opens(sentence: str) -> bool:
    """Does a clause of the sentence, its formulas in dollars, open with a case that is told in words?"""
    text = re.sub(r"\s+", " ", _FORMULA.sub(_mark, sentence.split("\n\n")[-1]))
    return any(_is_case(m["phrase"]) for m in _OPENS.finditer(text))


def leads(words: str) -> bool:
    """Do words right after a formula, with the formulas among them, begin with such a case: "on positive examples", "at least near the origin"?"""
    found = _OPENS.match(_AT_LEAST.sub("", re.sub(r"\s+", " ", _FORMULA.sub(_mark, words)).lstrip(" ,")))
    return found is not None and _is_case(found["phrase"])


def there(sentence: str) -> bool:
    """Does the sentence speak of a region or case that was told before?"""
    return _THERE.search(_FORMULA.sub(_mark, sentence)) is not None


def _mark(formula: re.Match) -> str:
    return _REGION if _ORDER.search(formula[0]) else _EQUATION if "=" in formula[0] else _NAME


def _is_case(phrase: str) -> bool:
    """Does a phrase limit what its clause says, and no formula in it tells to what?"""
    if _IN_FORMULA.match(phrase):
        return False
    if _LIMITS.search(_TO_SUBJECT.match(phrase)[0]):
        return True
    return not (_ADVERBIAL.match(phrase) or _OF_WHAT.match(phrase) or _OF_A_NAME.match(phrase))


__all__ = ["leads", "opens", "there"]
