r"""What a hypothesis says in words of a name: "If $p = 1$ and $A$ is a column of ones, ..".

Ones and zeros are values; of what else words say of a vector or a matrix after "if" only that they say something is known here.
"""

from __future__ import annotations

import re

_SUPPOSES = re.compile(r"\b(?:if|when(?:ever)?|suppos(?:e|ing)|assum(?:e|ing)|provided|in\s+case)\b(?:(?!\b(?:then|we|so|hence|thus|therefore)\b)(?:[^.;:,$]|\$[^$]*\$|,\s*and\b))*$", re.I)
# "is a column of ones", "be the all-ones vector", "consists of ones only", "being a vector with all entries equal to one", "a column of ones" right after "and $A$".
_VALUE = re.compile(r"^\s*(?:(?P<verb>is|are|be|being|were|equals?|equal\s+to|contains?|consists?\s+of|has|have|to\s+be)\s+)*(?:just\s+|simply\s+|only\s+|merely\s+|(?:an?|the)\s+)*"
                    r"(?:(?P<line>(?:(?:single|constant)\s+)?(?:column|vector)(?:\s+vector)?\s+(?:of|with|filled\s+with)\s+(?:(?:only|all)\s+)?)?(?:(?P<one>ones)|(?P<zero>zeros))(?:\s+(?:only|alone))?"
                    r"|(?P<whole>(?:all-?\s?(?:(?P<ones>ones)|(?P<zeros>zeros))\s+(?:column|vector)|(?:constant\s+)?(?:column|vector)(?:\s+vector)?\s+(?:with|of)\s+all\s+(?:its\s+)?entries\s+(?:being\s+|equal\s+to\s+)?(?:(?P<all_one>one)|zero))))"
                    r"(?=\s*(?:[,.;:)]|$|then\b|and\s+(?:we|so|get|obtain)\b|(?:this|it|we|one|the)\b))", re.I)
# "the first column of", right before a name: it is not of all of it that the words speak.
_OF_A_PART = re.compile(r"\b(?:of|in|from|into|to|than|like)\s*(?:the\s+)?(?:matrix\s*)?$|\b(?:not|never|unless|no)\b[^.;]*$", re.I)
_CASE = re.compile(r"\b(?:if|when(?:ever)?|suppos(?:e|ing)|assum(?:e|ing)|let|take|taking|put|set|choose|choosing|for|with|consider|case|model)\b", re.I)
_SAYS = re.compile(r"^\s*(?:is|are|be|were|has|have|consists?|contains?|holds?)\s+(?!(?:(?:an?|any|some|the)\s+)?(?:known|given|fixed|arbitrary|any|real|column|row|vector|matrix|square|random|large|small|not|variable|varied|vary|free|allowed|uniform|differentiable|positive|negative|nonzero|zero)\b"
                   r"(?!\s+(?:of|with|equal)\b)|(?:the|an?)\s+(?:\w+\s+)?(?:minimi[sz]er|maximi[sz]er|solution|optimum|estimate)\b)[a-z]", re.I)
# "is uniform, i.e.", before a formula that says it.
_IN_FORMULAS = re.compile(r"\b(?:i\.\s?e\.|that\s+is|namely|meaning|so\s+that|such\s+that)", re.I)


def is_supposed(sentence: str) -> bool:
    """Does the sentence up to a name suppose what it goes on to say of it?"""
    return _SUPPOSES.search(sentence) is not None


def opens_case(sentence: str, before: str, size: str) -> bool:
    """Does the sentence up to a name set this size to 1, "Let $p = 1$ and let $A$", and go on with the name itself?"""
    return re.search(rf"\$\s*{re.escape(size)}\s*=\s*1\s*\$", sentence) is not None and _CASE.search(sentence) is not None and _OF_A_PART.search(before) is None


def single_line(sentence: str, before: str, after: str) -> bool:
    """Do the words behind a matrix say that it is one column of ones or zeros in the case of which they speak, "In the intercept-only model $A$ is a column of ones"?"""
    found = _VALUE.match(after)
    return found is not None and bool(found["line"] or found["whole"]) and found["verb"] is not None and _CASE.search(sentence) is not None and _OF_A_PART.search(before) is None


def value(after: str) -> str:
    r"""The vector that the words behind a name say it is, `\mathbf{1}` or `\mathbf{0}`; "" where they give none."""
    found = _VALUE.match(after)
    return "" if found is None else r"\mathbf{1}" if found["one"] or found["ones"] or found["all_one"] else r"\mathbf{0}"


def says_something(after: str) -> bool:
    """Do the words behind a name say more of it than that it is a known or any vector or matrix?"""
    return _SAYS.match(after) is not None and _IN_FORMULAS.search(after) is None


__all__ = ["is_supposed", "opens_case", "says_something", "single_line", "value"]
