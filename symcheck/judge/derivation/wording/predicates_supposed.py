r"""What a hypothesis says in words of a name: "If $p = 1$ and $A$ is a column of ones, ..".

Ones and zeros are values; of what else words say of a vector or a matrix after "if" only that they say something is known here.
"""

from __future__ import annotations

import re

_SUPPOSES = re.compile(r"\b(?:if|when(?:ever)?|suppos(?:e|ing)|assum(?:e|ing)|provided|in\s+case)\b(?:(?!\b(?:then|we|so|hence|thus|therefore)\b)(?:[^.;:,$]|\$[^$]*\$|,\s*and\b))*$", re.I)
_VALUE = re.compile(r"^\s*(?:(?:is|are|be|were|equals?|contains?|consists?\s+of|has)\s+)+(?:just\s+|simply\s+|only\s+|(?:an?|the)\s+)*"
                    r"(?:(?:(?:single\s+)?(?:column|vector)(?:\s+vector)?\s+(?:of|with)\s+(?:(?:only|all)\s+)?)?(?:(?P<one>ones)|(?P<zero>zeros))|all-?\s?(?:(?P<ones>ones)|(?P<zeros>zeros))\s+(?:column|vector))"
                    r"(?=\s*(?:[,.;:)]|$|then\b|and\s+(?:we|so)\b))", re.I)
_SAYS = re.compile(r"^\s*(?:is|are|be|were|has|have|consists?|contains?|holds?)\s+(?!(?:(?:an?|any|some|the)\s+)?(?:known|given|fixed|arbitrary|any|real|column|row|vector|matrix|square|random|large|small|not|variable|varied|vary|free|allowed|uniform|differentiable|positive|negative|nonzero|zero)\b"
                   r"(?!\s+(?:of|with|equal)\b)|(?:the|an?)\s+(?:\w+\s+)?(?:minimi[sz]er|maximi[sz]er|solution|optimum|estimate)\b)[a-z]", re.I)
# "is uniform, i.e.", before a formula that says it.
_IN_FORMULAS = re.compile(r"\b(?:i\.\s?e\.|that\s+is|namely|meaning|so\s+that|such\s+that)", re.I)


def is_supposed(sentence: str) -> bool:
    """Does the sentence up to a name suppose what it goes on to say of it?"""
    return _SUPPOSES.search(sentence) is not None


def value(after: str) -> str:
    r"""The vector that the words behind a name say it is, `\mathbf{1}` or `\mathbf{0}`; "" where they give none."""
    found = _VALUE.match(after)
    return "" if found is None else r"\mathbf{1}" if found["one"] or found["ones"] else r"\mathbf{0}"


def says_something(after: str) -> bool:
    """Do the words behind a name say more of it than that it is a known or any vector or matrix?"""
    return _SAYS.match(after) is not None and _IN_FORMULAS.search(after) is None


__all__ = ["is_supposed", "says_something", "value"]
