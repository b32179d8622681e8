r"""What words beside a supposition take away from it: "If $B = B^\top$ fails", "If $\phi' = 1$ at the origin", "for every smaller $\eta$"."""

from __future__ import annotations

import re

from symcheck.judge.derivation.wording import reservations

# Right after an equation that is said not to hold.
_FAILS = re.compile(r"^\s*,?\s*(?:(?:fails|failed|is\s+failing)(?:\s+to\s+hold)?\b(?!\s+to\s+(?!hold))|breaks?\s+down\b|(?:never|no\s+longer|hardly|rarely)\s+(?:holds?|applies)\b|"
                    r"(?:does|do|did|need|must|can|could|would|will|may|might)(?:\s+not|n['’]t)(?:\s+\w+ly)?\s+(?:hold|apply|be\s+(?:true|satisfied|met|assumed))\b|"
                    r"(?:doesn|needn|can|couldn|won|wouldn|don|didn)['’]t\s+(?:hold|apply)\b|cannot\s+(?:hold|be\s+(?:true|satisfied|assumed))\b|"
                    r"(?:is|are|was|were)\s+(?:(?:no\s+longer|not)\s+(?:true|the\s+case|satisfied|assumed|met|given|fulfilled|required|imposed|available|valid)|false|violated|untrue|wrong|dropped|lost|given\s+up|"
                    r"never\s+(?:true|satisfied)))", re.I)
# In the words before what holds at a place, for a while, or of some alone.
_HERE_ALONE = re.compile(r"\b(?:at|near|around|nearby|close\s+to|locally|almost|nearly|somewhere|nowhere|mostly|initially|sometimes|partly)\b", re.I)
# Right after what holds without a limit: the clause is over, or goes on with what is concluded.
_GOES_ON = re.compile(r"^\s*(?:holds?|is\s+(?:true|assumed|given))?\s*(?:[.;:)]|$|,?\s*(?:(?:and\s+)?(?:then|so|thus|hence|we|one|it|the|this|that|which|what|its|all|both|every|each)\b|and\s*$|$))", re.I)
# Of what holds for every value of a letter: "for all $z$", where the letter is all that is said; "for every real number".
_EVERYWHERE = re.compile(r"^\s*,?\s*(?:holds?\s+)?(?:everywhere|identically|throughout|always|no\s+matter\b|for\s+whatever\b|"
                         r"(?:for|at|on)\s+(?:all|every|any|each)\s+(?:(?:real|possible|single)\s+)?(?:(?:inputs?|arguments?|numbers?|values?|points?|places?|reals?)\b(?:\s*(?:[,.;:]|then\b|we\b)|\s*$)|$)|"
                         r"(?:on|over)\s+(?:the\s+whole|all\s+of|the\s+entire)\b)", re.I)
_OF_A_LETTER = re.compile(r"\b(?:all|every|any|each)\s*$", re.I)
_LETTER = re.compile(r"\s*\\?[A-Za-z]+(?:_\{?\w+\}?)?\s*(?:\\in\s*(?:\\mathbb\s*\{?\s*R\s*\}?|\\R|\\Re))?\s*")
# Words of others than the value that was given: "for every smaller $\\eta$", "any other step size".
_OF_OTHERS = re.compile(r"\b(?:(?:every|any|each|all|some)\s+(?:\w+\s+)?(?:other|smaller|larger|bigger|greater|lower|higher|positive|admissible|general|arbitrary|different)|"
                        r"(?:for|with|at|of|under)\s+(?:(?:an?|the)\s+)?(?:smaller|larger|bigger|greater|lower|higher|other|general|arbitrary|different|half|twice|double)|"
                        r"(?:for|with)\s+(?:every|any|each|all)(?:\s+(?:step[\s-]*sizes?|rates?|values?|choices?))?(?:\s+of)?\s*\$|in\s+general|regardless|whatever|no\s+matter|otherwise|instead)\b", re.I)

# Right after what words call something: the phrase is over, and what follows does not speak of it.
_OVER = re.compile(r"^\s*(?:$|[.;:)]|,?\s*(?:and|with|where|let|for|so\s+that|so|i\.e\.|that\s+is|then|hence|thus|therefore|say|because|since|as|satisfying|which\s+means(?:\s+that)?)?[\s,]*"
                   r"(?:(?:and|let|consider|take|put|set|write|define|for|every|all|any|each|an?|the|some|two|both|real|fixed|arbitrary|given|non-?zero|another|symmetric|unit|"
                   r"vectors?|matri(?:x|ces)|numbers?|points?|scalars?|columns?|function|loss)(?:[\s,]+|$))*(?:$|[.;:])|"
                   r",?\s*(?:and\s+)?(?:then\s+|now\s+|so\s+|hence\s+|thus\s+)?(?:we\s+(?:also\s+|then\s+|now\s+|always\s+)?(?:have|get|obtain|find|see|note|know|show|claim|write|use|compute|conclude)|"
                   r"one\s+(?:has|gets|obtains|finds|sees|writes)|it\s+(?:holds|follows)|satisf(?:y|ies)|this\s+(?:gives|means|shows|implies)|(?:assume|suppose)\b)\b)", re.I)
# Words behind it that do something to it.
_DONE_TO_IT = re.compile(r"\b(?:it|its|them|they|this|that|result|entry|entries|every|each|row|rows|columns?|matri(?:x|ces)|diagonal|sign)\b", re.I)
_DOES = re.compile(r"\b(?:add(?:s|ed|ing)?|nois\w*|chang\w*|multipl(?:y|ied|ying)|divid\w*|spoil\w*|corrupt\w*|jitter\w*|disturb\w*|distort\w*|blur\w*|quanti[sz]\w*|mask\w*)\b", re.I)

# Right after a property: it holds in part, or of what is then made another matrix.
_IN_PART = re.compile(r"^(?:\s+(?:\w+\s+)?matri(?:x|ces))?\s*,?\s*(?:(?:only\s+|just\s+)?(?:up\s+to|except|apart\s+from|aside\s+from|save\s+for|but\s+for|other\s+than|outside|away\s+from|modulo|to\s+within|"
                      r"to\s+(?:first|leading|second)\s+order)\b|(?:only|just|merely|partly|mostly)\b|on\s+(?:average|an?|its|some)\b|in\s+(?:expectation|part|its|some|most)\b|"
                      r"plus|minus|times|followed\s+by|followed\s+then|with\s+(?:some\s+|added\s+|additive\s+|small\s+|a\s+little\s+)*(?:noise|errors?|rounding|perturbations?|jitter)\b|"
                      r"(?:perturbation|part|approximation)\b|or\s+(?:its|the|an?|twice|minus)\b|(?:multiplied|scaled|divided|rounded|perturbed|stretched|shifted|corrupted)\b|(?:and|but)\s+(?:is\s+)?then\b)", re.I)


def in_part(after: str) -> bool:
    """Do the words right after a property say that a matrix has it in part alone, or is another one than that which has it?"""
    return _IN_PART.match(after) is not None
# What is left out of all of them: "except the last", "all but one".
_EXCEPTS = re.compile(r"\b(?:except(?:ed|ing|ion|ions)?|excluding|apart\s+from|aside\s+from|other\s+than|save\s+(?:for|the|one|at)|besides|(?:all|everything|every\s+one|any|nothing|none)\s+but|"
                      r"but\s+(?:for|not|one|two|a\s+few|the\s+(?:first|last|one|other|second|third)|§\s+(?:of\s+them\b|which\b))|unlike|up\s+to\s+(?:the|a|one|two|its|some)|give\s+or\s+take|leaving\s+out|"
                      r"(?:some|most|many|half|several)\s+of\s+(?:them|these|the|those))\b", re.I)


def denied(after: str) -> bool:
    """Do the words right after an equation say that it does not hold?"""
    return _FAILS.match(after) is not None


def is_over(after: str) -> bool:
    """Is the phrase over where these words begin, those up to the next formula, and does none of them do something to what it speaks of?"""
    return _OVER.match(after if after.strip() else ".") is not None and not any(
        _DONE_TO_IT.search(s) and (_DOES.search(s) or reservations.altered(s)) for s in re.split(r"[.;:]\s", after))


def everywhere(after: str, following: str) -> bool:
    """Do the words right after an equation say that it holds for all that its function takes? `following`: the next formula, the z of "for all $z$"."""
    told = _EVERYWHERE.match(after)
    return told is not None and (after[told.end():].strip() != "" or _OF_A_LETTER.search(told[0]) is None or _LETTER.fullmatch(following) is not None)


def limited(before: str, after: str) -> bool:
    """Do the words say, or leave it open, that what is supposed holds at a place or for a while alone?"""
    return _HERE_ALONE.search(re.split(r"[.;:]\s|\n\s*\n", before)[-1]) is not None or _GOES_ON.match(after) is None


def excepts(said: str) -> bool:
    """Do words leave something out of what they say of all?"""
    return _EXCEPTS.search(said) is not None


def of_others(said: str) -> bool:
    """Do words after a value that was given speak of all values, or of others than it?"""
    return _OF_OTHERS.search(said) is not None
