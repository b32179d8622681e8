r"""Words that keep a sentence from telling plainly what it speaks of: denials and hypotheses ("We do not assume that", "Were $A$ symmetric", "One might think"),
what others or other parts do ("Many textbooks assume", "In the first chapter"), and words that alter what was just told ("squared entrywise", "on log scale",
"We then center $X$"). A rule of wording that takes something from a sentence asks here first: what is told with a reservation is not told.
"""

from __future__ import annotations

import re

_NOT = (r"\b(?:not(?!\s+only\b)|never|nobody|no\s+one|nothing|neither|nor|cannot|hardly|no\s+longer|unlike|instead|rather\s+than|without(?!\s+loss)|whether|contrary\s+to)\b|n['’]t\b|"
        r"\b(?:drop(?:s|ped|ping)?|lift(?:s|ed|ing)?|relax(?:es|ed|ing)?|abandon\w*|give\s+up|remov\w+)\s+(?:the|this|that|our)\b")
_HYPOTHETICAL = (r"(?:^|[.;:!?]\s+)\W*Were\b|\b(?:would|could|might|wish\w*|pretend\w*|hop(?:e|es|ed|ing)|nice|convenient)\b|\b(?:are|is|may|can|could)\s+(?:we|one|you|it|this|that)\s+"
                 r"(?:allowed|able|really|always|also|true|enough)\b|\bwhat\s+if\b|\b(?:one|you|we|students?|many|some)\s+(?:may|might|could)\b|\bsometimes\b|\b(?:often|usually)\b")
_ELSEWHERE = (r"\b(?:many|some|most|other|several)\s+(?:authors?|text-?books?|books?|people|courses?|texts?|notes|students?)\b|\b(?:in|from|by)\s+the\s+(?:text-?)?book\b|"
              r"\b(?:in|from|during|of)\s+(?:the\s+)?(?:last|previous|first|second|earlier|preceding|other|another|next)\s+(?:week|time|year|chapter|section|exercise|lecture|part|problem|sheet|homework|course|example|book)s?\b|"
              r"\b(?:last|previous)\s+(?:week|time|year|lecture)\b|\belsewhere\b|\bin\s+contrast\b|\bwhereas\b|\bfor\s+(?:the\s+)?(?:latter|former)\b")
_WITH_RESERVATION = re.compile(f"{_NOT}|{_HYPOTHETICAL}|{_ELSEWHERE}", re.I)
# What is done to it.
_ALTERED = re.compile(r"\b(?:squar(?:ed|es|ing)|(?:normali[sz]|standardi[sz]|whiten|cent(?:er|re)d?|recent|rescal|scal|stretch|squash|doubl|tripl|halv|shift|mirror|revers|invert|transpos|permut|shuffl|sort|"
                      r"clamp|clip|flip|truncat|round|reflect|negat|delet|remov|swap|exchang|replac|modif|alter|perturb)(?:e|es|ed|ing|s|ted|ting|ping|ped|ring|red|d|ning|ned)?)\b|"
                      r"\b(?:minus|less|plus|log(?:arithmic)?\s+scale|mirror\s+image|in\s+(?:increasing|decreasing|reverse[d]?|another|any)\s+order|or\s+rather|times|of\s+(?:the\s+)?(?:negative|double|half))\b|"
                      r"\bsubtract\w*|\b(?:twice|half|double)\b", re.I)
_FORMULA = re.compile(r"\$[^$]*\$|\\\(.*?\\\)", re.S)


# Errors, and what somebody says: "a common slip is to write", "it is a myth that", "a careless reader claims".
_MISTAKEN = re.compile(r"\b(?:mistak(?:e|es|en|enly)|slips?|blunder\w*|myths?|fallac\w+|misconception\w*|misunderstand\w*|pitfalls?|careless\w*|sloppy|erroneous\w*|in\s+error|wrong(?:ly)?|incorrect(?:ly)?|untrue|nonsense|absurd\w*|"
                       r"false(?:ly)?(?!\s+(?:positive|negative|alarm))|tempt\w*|forget\w*|forgot\w*|overlook\w*|misread\w*|confus\w+|na[iï]ve(?:ly)?|contrary\s+to|(?:it\s+is|is\s+(?:often|sometimes))\s+(?:often\s+|sometimes\s+)?(?:claimed|said|believed|thought)|"
                       r"(?:students?|readers?|beginners?|novices?|people|somebody|someone|colleagues?|friends?|authors?|critics?|he|she|they|some|many|nobody|no\s+one)\s+(?:\w+\s+){0,3}?"
                       r"(?:writes?|wrote|says?|said|claims?(?!\s+to\s+have)|claimed|thinks?|thought|believes?|argues?|argued|concludes?|concluded|guess\w*|answers?|gets?|got|computes?|computed|finds?|found)|"
                       r"(?:the|this|a|any|every|such\s+a)\s+(?:claim|statement|assertion|belief|idea|answer)\s+(?:that\b|§|[\"“”'‘`]|of\b|by\b|is\s+(?:not|never))|(?:not|n['’]t|hardly|never)\s+(?:(?:be|at\s+all|always|generally)\s+)?(?:true|correct|the\s+case|hold|follow|imply|mean)\w*|"
                       r"(?:would|were)\s+be\s+wrong|doubt(?:s|ed|ful)?|unlikely|(?:hard|difficult|impossible)\s+to\s+(?:see|believe|imagine|justify|defend)|no\s+reason\s+(?:why|to)|"
                        r"(?:cannot|can\s*not)\s+(?:be\s+)?(?:expect|conclude|say|claim|assume|hope|infer|believe)\w*|refut\w+|counter-?examples?|disprov\w+|dis-?agree\w*|question\s+whether)(?!\w)", re.I)


def mistaken(sentence: str) -> bool:
    """Do words of a sentence speak of an error, or of what somebody says, so that its formulas are no claims of the document?"""
    return _MISTAKEN.search(_FORMULA.sub(" § ", sentence)) is not None


def keeps(sentence: str) -> bool:
    """Do words of a sentence keep it from telling plainly what it says: a denial, a hypothesis, what others do?"""
    return _WITH_RESERVATION.search(_FORMULA.sub(" § ", sentence)) is not None


def altered(text: str) -> bool:
    """May these words alter what was told before them, or beside them?"""
    return _ALTERED.search(_FORMULA.sub(" § ", text)) is not None


__all__ = ["altered", "keeps", "mistaken"]
