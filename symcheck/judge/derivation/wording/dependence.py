r"""Words that tie random names to each other, or that speak of one that is known: "they have covariance $\frac12$", "$y$ is a copy of $x$", "Given $y = 1$".

Names with laws of their own are drawn apart from each other as long as nothing is said of it. Formulas stand as § in the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_TIES = (r"(?<!un)(?<!not )correlat(?:ed|ion|es?)\b(?!\s+matri)|\bcovarian(?:ce|t)\b(?!\s+(?:matri|is\s+(?:diagonal|the\s+identity)))|(?<!in)depend(?:ent|ence|s|ing)?\b|\bdetermin(?:ed|es|istic)\b|\bcop(?:y|ies)\b|"
         r"\b(?:the\s+)?same\s+(?:random|value|number|draw|thing|as|in)\b|\bidentical\b(?!ly)|\bequals?\b|\bcoincid\w*|\bagree\w*|\btogether\b|\bcoupl\w+|\btied\b|\blinked\b|\brelated\b|\bshar(?:e|es|ed|ing)\b|"
         r"\b(?:is|as|be|are)\s+an?\s+(?:[\w-]+\s+)?function\s+of\b|\bjoint(?:ly)?\b|\blockstep\b|\bmirror\w*|\bfollows?\s+from\b|\bcomput(?:ed|es?)\s+from\b|\bobtained\s+(?:from|by)\b|\bmade\s+(?:from|of)\b|"
         r"\bcomonoton\w*|\b(?:always|opposite)\b|\bnegat(?:ive|ion|ed)\s+of\b|\bminus\b|\bone\s+another\b|\beach\s+other\b|\bmoves?\s+with\b|\bnothing\s+but\b|"
         r"\brepeat\w*|\breus\w+|\bduplicat\w+|\bassociation\b|\binteract\w*|\binfluenc\w*|\bcaus(?:e|es|ed|al)\b|\b(?:one|a\s+single)\s+(?:and\s+the\s+same|draw|source|seed)\b|\bcommon\b")
_TIE = re.compile(_TIES, re.I)
_DISPLAY = re.compile(r"\\\[.*?\\\]|\$\$.*?\$\$|\\begin\{(?P<kind>\w+\*?)\}.*?\\end\{(?P=kind)\}", re.S)
# Both of them, without a formula.
_BOTH = re.compile(r"\b(?:they|them|these|those|two|both|each\s+other|one\s+another|variables|vectors|draws|noises?|errors?|weights)\b", re.I)
# Words that say the contrary, and are no tie.
_APART = re.compile(r"\bindependent\s+cop(?:y|ies)\b|\bindependent(?:ly)?\s+(?:of|from)\s+(?:each\s+other|one\s+another)|\bindependen(?:t|ce|tly)\b|\buncorrelated\b|\bidentically\b|\bindependent\s+cop(?:y|ies)\b|\bmutually\b|\bzero\s+covariance\b|\btogether\s+with\b|\bput(?:ting)?\s+(?:it|this|that|these|them|all|everything)\s+(?:all\s+)?together\b|\btak(?:en|ing)\s+together\b", re.I)
# Of several names, what they are; by themselves such words tie nothing.
_DECLARES = re.compile(r"^\W*(?:and\s+|now\s+|here\s+)?(?:let|suppose\s+(?:that\s+)?§|assume\s+(?:that\s+)?§|consider|draw|take|write|denote|where|for|with|given)\b|\b(?:are|is|be|denotes?)\s+(?:\w+\s+){0,2}(?:vectors?|numbers?|variables?|scalars?|constants?|drawn|gaussian|normal|real|fixed|"
                      r"inputs?|labels?|targets?|means?|variances?|parameters?|weights?|noises?|errors?|samples?|observations?)\b", re.I)
_DENIED = re.compile(r"\b(?:not|no|never|neither|nor|without|whether|if)\b|n['’]t\b", re.I)
_INDEPENDENT = re.compile(r"\bindependence\s+(?:\w+\s+){0,2}?(?:fails|breaks|lost|violated|not|cannot|never|no\s+longer|dropped|given\s+up|wrong|unrealistic)|\b(?:not|no\s+longer|never)\s+(?:\w+\s+)?(?:independent|uncorrelated)|\bn['’]t\s+independent", re.I)
_TELLS_MOMENT = re.compile(r"\b(?:where|with|such\s+that|having|have|has|assume|suppose|and|so\s+that|because|since|as)\s*$|,\s*$", re.I)
_MOMENT = re.compile(r"\\(?:operatorname\*?|mathrm|text)\s*\{\s*(?:Cov|Corr|cov|corr)\s*\}|\\(?:Cov|Corr|cov)(?![A-Za-z])")
# What may stand in a sentence before the law of what is made of random names, so that it is concluded from their laws alone.
_PLAIN = re.compile(r"(?:(?:then|so|thus|hence|therefore|consequently|also|and|now|again|indeed|moreover|similarly|likewise|clearly|finally|in\s+particular|it\s+follows\s+that|as\s+a\s+result|that|this|means|gives|shows|"
                    r"we|have|get|obtain|find|see|conclude|know|since|because|as|by\s+independence|both|these|they|two|are|is|be|let|for|the|sum|difference|mean|variance|law|distribution|of|a|an|linear|combination|map|"
                    r"transform(?:ation)?|follows?|distributed|gaussian|normal|again|with|it|which|independent(?:ly)?|variables?|random|draws?|vectors?|numbers?|scaled|scaling|multiple|property|independence|closed|under|sums?|"
                    r"i\.?i\.?d\.?|implies|write|up|same|stability|affine|standard|jointly|noise|writing|using|summing|adding|definition|where)\b|[\s,:;.()*§-])*", re.I)
# Beginnings of a sentence that name no case, and words that name one.
_LEADS = re.compile(r"\b(?:in\s+(?:total|particular|short|summary|symbols|fact|addition|other\s+words|general|sum)|on\s+the\s+(?:other|one)\s+hand|for\s+(?:example|instance)|it\s+is\s+easy\s+to\s+see)\b", re.I)
_CASE = re.compile(r"§|\b(?:under|given|for|with|without|once|after|if|when\w*|on|in|within|among|at|upon|until|unless|while|having|seen|seeing|condition\w*|observ\w*|fix\w*|hypothes\w+|groups?|cases?|suppos\w+|assum\w+|imagine|would|could|might|"
                   r"nice|think|thinks?|not|no|never|wrong\w*|mistake\w*|myth|claim\w*|conditional\w*|instead|students?)\b|n['’]t\b", re.I)
# In the words since the laws were told: a name is known, or another law may hold.
_KNOWN = re.compile(r"\b(?:giv(?:en|ing)|observ\w+|condition\w*|fix(?:ed|ing)?|hypothes[ie]s|alternative|posterior|measur\w+|reveal\w*|learn(?:ed|t)?|once|after|known|shifted|suppose|imagine|assum\w+|seen|saw|happens?)\b", re.I)


def ties(text: str, names: Iterable[str]) -> bool:
    """May the words of a text say that these random names depend on each other?"""
    names = tuple(names)
    about = re.compile("|".join(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])" for name in names))
    for part in re.split(r"(?<!\bi)[.;!?](?=[\s*_}]|$)|\n\s*\n", _DISPLAY.sub(" . ", text)):
        words = re.sub(r"\$\$?[^$]*\$\$?", " § ", part)
        if _INDEPENDENT.search(words):
            return True
        spoken_of = _BOTH.search(words) is not None or any(about.search(formula) for formula in re.findall(r"\$([^$]*)\$", part))
        named = {formula.strip() for formula in re.findall(r"\$([^$]*)\$", part)} & {*names}
        if len(named) > 1 and _APART.search(words) is None and _PLAIN.fullmatch(words) is None and _DECLARES.search(words) is None:
            return True  # it speaks of both, and what it says is not understood
        if spoken_of and _TIE.search(_APART.sub(" ", words)) is not None and _DENIED.search(words) is None:
            return True
    return False


def tells_moment(before: str, formula: str) -> bool:
    r"""Is this a covariance of two names that the words tell, "where $\operatorname{Cov}(x, y) = \frac12$"? That of one is a claim about its law."""
    return (found := _MOMENT.search(formula)) is not None and "," in re.split(r"=|\)", formula[found.end():])[0] and "=" in formula and _TELLS_MOMENT.search(before) is not None


def concludes(sentence: str, since: str) -> bool:
    """Does a sentence conclude from the laws as they were told? `since`: the words since then."""
    said = re.sub(r"\$[^$]*\$", " § ", sentence)
    return (_PLAIN.fullmatch(said) is not None or _CASE.search(_LEADS.sub(" ", said)) is None) and _KNOWN.search(since) is None


__all__ = ["concludes", "tells_moment", "ties"]
