r"""Names told to be the value of a function called by words: "$P$ is the softmax of $Z$ taken row by row", "let $A$ be the elementwise sigmoid of $Z$",
"$p_n$ denotes the softmax of $z_n$"."""

from __future__ import annotations

import re

from symcheck.judge.derivation.wording.patterns import WHOLE, Described, text_of
from symcheck.read.documents import Formula

_BE = r"(?:is|be|are|denotes?|being|contains|holds|has|for|as)"
_HOW = r"(?:(?:row|column|element|entry|component|point)[-\s]?wise|logistic|rectified\s+linear|corresponding|resulting|matrix\s+of|vector\s+of|result\s+of|applying|the|of)"
_FUNCTION = r"(?P<name>softmax(?:es)?|sigmoids?|ReLU|hyperbolic\s+tangent|tanh)"
# All the words between the name and what the function is taken of.
_VALUE = re.compile(rf"^\s*,?\s*(?:(?:here|now|then|simply|just|again)\s+)?{_BE}\s+(?:(?:the|a|an|its)\s+)?(?:{_HOW}\s+)*{_FUNCTION}(?:\s+(?:function|probabilities|values?|activations?|outputs?|map))?\s+"
                    r"(?:of|applied\s+to|taken\s+of|to)\b\s*(?:the\s+)?(?:(?:row|column|logit|score|pre-?activation|matrix|vector|linear|output)s?\s*)*(?:of\s*)?$", re.I)
# What may go on behind it without changing it; anything else may. "Over the columns" tells of no axis: each column may sum to one, or what is summed
# over may be the columns.
_GOES_ON = re.compile(r"^\s*(?:$|[.,;:)]|and\b|(?:,\s*)?(?:\(?\s*(?:taken|applied|computed|acting|evaluated|with\s+the\s+softmax\s+\w+)?\s*(?:(?:row|column|element|entry|component)[-\s]?wise|row\s+by\s+row|column\s+by\s+column|"
                      r"(?:to|of|in|on|for)\s+(?:each|every)\s+(?:row|column)|(?:to|over|of|in|on|for)\s+(?:each|every|all|the)\s+(?:entr(?:y|ies)|elements?|components?))\s*\)?)\s*(?:$|[.,;:)]|and\b))", re.I)
_DENIED = re.compile(r"\b(?:not|never|if|instead|unless|when|suppose|were|would)\b", re.I)
_LATEX = {"softmax": r"\operatorname{softmax}", "sigmoid": r"\sigma", "relu": r"\operatorname{ReLU}", "tanh": r"\tanh", "hyperbolic": r"\tanh"}


def value_of(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    """What name k is said to be: a function of formula k + 1."""
    if k + 1 >= len(formulas) or formulas[k].display or formulas[k + 1].display:
        return []
    name, said = WHOLE.match(text_of(formulas[k])), _VALUE.match(formulas[k + 1].before)
    of = text_of(formulas[k + 1]).strip()
    before = re.split(r"[.;:]\s", formulas[k].before)[-1]
    if name is None or said is None or re.search(r"=|\\(?:in|sim|to|le|ge|leq|geq|neq)(?![a-z])|[<>,;]", of) or _GOES_ON.match(formulas[k + 1].after) is None or _DENIED.search(before):
        return []
    function = _LATEX[re.sub(r"(?:es|s)$", "", said["name"].lower().split()[0])]
    line = text_of(formulas[k]) if r"\in" in text_of(formulas[k]) else ""
    return [*([Described(name[1], line)] if line else []), Described(name[1], f"{name[1]} = {function}({of})", is_line=True)]


__all__ = ["value_of"]
