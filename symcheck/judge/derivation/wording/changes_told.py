r"""Words that change what was told before, a function, a law or the data, without a formula of the new one: "We switch the penalty off", "Double the noise
variance", "Suppose that we see one more observation", "With the larger step size". What is said after them is of the changed one, which is not known; so it is
neither judged right nor wrong by the old one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from symcheck.read.documents import Formula

_ENDS = r"(?:(?!\.(?:\s|$)|[;!?]|\n\s*\n).)"  # within a sentence
_WORDS = r"(?:[^\s.;:!?]+\s+){0,5}?"

# What a function to be minimized is made of, and what a method on it is.
_OF_OBJECTIVE = (r"(?:penalt(?:y|ies)|regulari[sz](?:ers?|ation)|(?:weight\s+)?decay|ridge|lasso|terms?|loss(?:es)?|objective|cost|criterion|function|targets?|labels?|factors?|weights?|"
                 r"(?:step|learning)[\s-]?(?:sizes?|rates?)|momentum|constraints?|gradients?|coefficients?|bias|offset|intercept|inputs?|features?|data(?:\s?set)?|"
                 r"observations?|samples?|examples?|points?|counts?|noise|signs?|centre|center|curvature)")
# What a law is told by, and the data that are drawn from it.
_OF_LAW = (r"(?:priors?|likelihood|noise|(?:co)?variances?|precisions?|standard\s+deviations?|means?|data(?:\s?set)?|measurements?|observations?|samples?|examples?|draws?|"
           r"values?|points?|counts?|heads?|tails?|success(?:es)?|failures?|targets?|labels?|inputs?|model|parameters?|rate|sample\s+size|hyper-?parameters?)")
# To change one of these.
_EXCHANGE = (r"(?:replac|exchang|chang|modif|alter|switch|(?<!in )turn|swap|shift|translat|rescal|doubl(?!e\s+(?:sum|integral|series|product)s?\b)|tripl|quadrupl|halv|clip|truncat|restrict|constrain|corrupt|perturb|contaminat|"
             r"tighten|widen|loosen|sharpen|flatten|shrink|enlarg|discard|remov|delet|forget|ignor|neglect|omit|drop)\w*")
# To make it larger by another one, or by a number; a law is derived by "adding the log prior", "multiplying the prior with the likelihood", which change nothing.
_ADD = r"(?:add(?:s|ed|ing)?|append\w*|includ\w+|introduc\w+|scal(?:e|es|ed|ing)|multipl\w+|divid\w+|averag\w+|sum(?:s|med|ming)?|penali[sz]\w+|regulari[sz]\w+)"
_GAINED = r"(?:add(?:s|ed|ing)?|see|saw|observe|get|receive|collect|append|record|includ\w+|scal(?:e|es|ed|ing)|mak(?:e|es|ing))"
_GROWS = r"(?:doubl|tripl|quadrupl|halv)\w*"
# The same of what a formula writes: "replace $f$ by", "double $L$", "add the square to $f$".
_OF_FORMULA = r"\b(?:replac|exchang|modif|alter|doubl|tripl|quadrupl|halv|rescal|scal|penali[sz]|regulari[sz])(?:e|es|ed|ing|y|ies|ied|ying)?\s+§|\badd(?:s|ed|ing)?\s+(?:[^\s.;:!?]+\s+){0,6}?to\s+(?:it|this|that|§)"
_IS = r"(?:is|are|was|were|be|being|gets?|got|has\s+been|have\s+been)(?:\s+(?:now|then|all|both|also|just|simply|each|itself|further))*"
_MORE = r"(?:(?:one|two|some|another|\d|§)\s+(?:more|further|extra|additional|new)|another|additional|extra|a\s+(?:second|third|further|new)|new|fresh|fewer|twice\s+(?:as\s+many|the)|half\s+(?:as\s+many|the))"
# "with a ridge penalty", "without the penalty", "with the larger step size", "for the loss with a factor one half".
_WITH = (r"\b(?:with(?:out)?|under|using|for|in\s+place\s+of|instead\s+of|after|by|given)\s+(?:(?:an?|the|some|this|that|our|its)\s+)?(?:[\w-]+\s+){0,2}?"
         r"(?:penalt(?:y|ies)|regulari[sz](?:er|ation)|(?:weight\s+)?decay|larger|smaller|bigger|higher|lower|greater|different|other|doubled?(?!\s+(?:sum|integral)s?\b)|halved?|half|twice|rescaled|scaled|added|extra|additional|"
         r"changed|modified|new|unit(?=\s+(?:noise|variance))|flat|uniform|improper|uninformative|averaged|summed|clipped|projected|noisy|shifted)\b")
# Wherever they stand, from there on.
_ANYWHERE = (r"\bhenceforth\b|\bfrom\s+(?:now|here)\s+on\b|\bno\s+longer\b|\b(?:a|the|another)\s+(?:different|modified|changed|new)\s+(?:[\w-]+\s+)?(?:problem|setting|model|prior|function|loss|objective|data)\b|"
             r"\b(?:unit|no|zero)\s+(?:noise|variance)\s+from\b|\bknown\s+to\s+(?:be|equal|have)\b|"
             r"\b(?:suppose|assume|imagine|say|pretend)\w*\s+(?:now|next|instead|further)\b|\b(?:now|next)\s*,?\s+(?:suppose|assume|imagine|pretend|let\s+us\s+(?:suppose|assume))\b|"
             rf"\b(?:suppose|assume|imagine|pretend)\w*\b{_ENDS}{{0,80}}?\b(?:known|zero|shifted|scaled|one\s+more|additional|twice|half|only)\b")


def _lasting(nouns: str, more: str) -> str:
    """The wordings that change one of these nouns from here on."""
    return (rf"\b(?:{_EXCHANGE}|{more})\s+{_WORDS}{nouns}\b|\b{nouns}\s+{_WORDS}(?:{_GROWS}|{_IS}\s+(?:{_EXCHANGE}|{more}))(?=[\s.,;:]|$)|"
            rf"\b{nouns}\s+{_WORDS}{_IS}\s+(?:dropped|left\s+out|added|switched|taken\s+(?:out|away))\b|\b(?:leav\w+|tak\w+)\s+(?:out|away)\s+{_WORDS}{nouns}\b|"
            rf"\b{nouns}\s+(?:\w+\s+)?(?:added|removed)\b|\b{_MORE}\s+(?:[\w-]+\s+)?{nouns}\b|{_OF_FORMULA}|{_ANYWHERE}")


_OBJECTIVE = _lasting(_OF_OBJECTIVE, _ADD)
_LAW = _lasting(_OF_LAW, rf"(?:{_GAINED}\s+{_MORE}|{_GAINED}(?=\s+(?:an?|one|two|\d)\s))")
_ONCE = rf"{_WITH}|\b(?:instead|in\s+place\s+of)\b|\b(?:flat|uniform|improper|uninformative)\s+(?:prior|one)\b|\b(?:unit|no|zero)\s+(?:noise|variance)\b"
_OBJECTIVE_LASTING, _OBJECTIVE_HERE = re.compile(_OBJECTIVE, re.I | re.S), re.compile(rf"{_OBJECTIVE}|{_ONCE}", re.I | re.S)
_LAW_LASTING, _LAW_HERE = re.compile(_LAW, re.I | re.S), re.compile(rf"{_LAW}|{_ONCE}", re.I | re.S)
_PARAGRAPH, _SENTENCE = re.compile(r"\n\s*\n"), re.compile(r"[.;!?](?=\s|$)|\n\s*\n")


def of_objective(text: str) -> bool:
    """May these words change a function told before them, or the method on it: anywhere for good, or in the last paragraph?"""
    return _OBJECTIVE_LASTING.search(text) is not None or _OBJECTIVE_HERE.search(_PARAGRAPH.split(text)[-1]) is not None


_TERM_ADDED = re.compile(r"\badd(?:s|ed|ing)?\s+(?:(?:an?|the|some|another|this)\s+)?(?:§\s+)?(?:[\w-]+\s+){0,3}?(?:penalt(?:y|ies)|regulari[sz](?:er|ation)|(?:weight\s+)?decay|(?:ridge|lasso|prior|quadratic)\s+term)\b|"
                         r"\b(?:penali[sz]e|regulari[sz]e)s?\s+(?:it|this|the\s+(?:loss|objective|cost)|§)", re.I)


def adds_term(text: str) -> bool:
    """Do these words add a penalty to a function told before them?"""
    return _TERM_ADDED.search(text) is not None


_OVER_EXAMPLES = re.compile(r"\b(?:cost|loss|objective|criterion|error|function)s?\s+(?:§\s+)?(?:is|be|are|being|becomes?)\s+(?:now\s+|then\s+|just\s+)*(?:the\s+|an?\s+)?(?:average|mean|sum|total)\s+(?:of|over)\s+"
                            r"(?:(?:the|all|these|those|their|its|§)\s+)*(?:individual|single|separate|per-?\s?(?:example|sample)|examples?|samples?|costs?|losses|errors?|terms)\b", re.I)


def over_examples(text: str) -> bool:
    """Do these words make a function told before them the mean or the sum of what it is for each of several examples?"""
    return _OVER_EXAMPLES.search(re.sub(r"\$[^$]*\$", " § ", text)) is not None


def here(clause: str) -> bool:
    """May the words of a clause make what it says one of something else, "With a ridge penalty, the gradient of $L$ is"?"""
    return _OBJECTIVE_HERE.search(re.sub(r"\$[^$]*\$", " § ", clause)) is not None


def of_law(text: str) -> bool:
    """May these words change a law told before them, or the data drawn from it: anywhere for good, or in the last sentence?"""
    return _LAW_LASTING.search(text) is not None or _LAW_HERE.search(_SENTENCE.split(text)[-1]) is not None


def of_law_maybe(text: str) -> bool:
    """The same where what holds for a sentence may have gone on to hold."""
    return _LAW_HERE.search(text) is not None


def between(formulas: Sequence[Formula]) -> str:
    """The words from the first of these formulas to the last one."""
    return " § ".join(f.before for f in formulas[1:])


__all__ = ["adds_term", "between", "here", "of_law", "of_law_maybe", "of_objective", "over_examples"]
