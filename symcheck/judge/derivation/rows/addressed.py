r"""Clauses that address the reader and suppose nothing of what stands beside them: "if you ever need the softmax itself: $..$", "in case you
wonder, $..$". The formula after them is claimed as it would be without them. What a reader wants or prefers is another variant, not what stands
before; nor does a clause suppose nothing that makes a name something which another formula has not made it, "if you need the mean: $f = ..$".
Nor is anything supposed by a clause about what stands before or behind a layer, "should the batch come from a layer below, $..$": that is no matter of its formulas."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document

# The clause ends before the formula; what the reader is said to do is nothing that formulas could obey.
_CLAUSE = re.compile(r"\b(?:and\s+|or\s+|but\s+)?(?:if|in\s+case|when(?:ever)?|should)\s+(?:you|anyone|anybody|somebody|someone|the\s+reader)\s+(?:(?:ever|really|only|just|still|also|happen\s+to|would|do|\w+ly)\s+)*"
                     r"(?:needs?|wonders?|forgets?|forgot|remembers?|recalls?|(?:am|are|is)\s+(?:curious|wondering|unsure|in\s+doubt|rusty)|"
                     r"(?:have|has)\s+(?:forgotten|not\s+seen|never\s+seen)|haven['’]t\s+seen|do(?:es)?\s+not\s+(?:remember|recall|believe)|do(?:es)?n['’]t\s+(?:remember|recall|believe))"
                     r"(?![^.;:,$]*\b(?:only|no|not|without|zero|equal|such\s+that|to\s+(?:have|be|keep|make|hold|get|be\s+equal)|constant|fixed|orthogonal|symmetric)\b)[^.;:,$]*[:,]\s*(?:then\s+)?$", re.I)
# "should the batch come from a layer below,", "if there is another layer before it,", "if the gradient of the input is needed,", "to go further down,".
_STAGE = r"(?:layers?|networks?|modules?|blocks?|gates?|stages?|units?|encoders?|backbones?|embeddings?)"
_ITSELF = r"(?:\s+(?:itself|themselves|in\s+turn|also|again|just|really|ever|happens?\s+to\s+be))*"
_PLACE = re.compile(r"\b(?:and\s+|or\s+|but\s+)?(?:(?:if|in\s+case|when(?:ever)?|should)\s+(?:"
                    rf"(?:the|our|this|its|that)\s+(?:\w+\s+)?(?:batch|minibatch|inputs?|layer|block|data|features?|activations?|network){_ITSELF}\s+(?:comes?|came|is|are|was|were|be){_ITSELF}\s+"
                    rf"(?:from|produced\s+by|computed\s+by|made\s+by|(?:the|an)\s+outputs?\s+of|stacked\s+on(?:\s+top\s+of)?|fed\s+by|preceded\s+by|part\s+of)\s+(?:(?:an?|the|some|another|other|yet|still|more|deeper|larger|bigger|earlier|previous|lower|upstream|preceding|hidden|whole)\s+)+{_STAGE}"
                    rf"|there\s+(?:is|are|was|were|be)\s+(?:(?:an?|some|another|other|yet|still|more|further|earlier|previous|lower|deeper)\s+)+{_STAGE}"
                    r"|(?:(?:the|this)\s+)?(?:gradient|derivative|error|signal)s?\s+(?:with\s+respect\s+to|w\.?r\.?t\.?|of|for|on|at)\s+(?:the|our)\s+(?:inputs?|data|batch|minibatch)\s+(?:is|are|be|were)\s+(?:ever\s+|also\s+|really\s+)?(?:needed|wanted|required|asked\s+for|of\s+interest)"
                    r"|(?:we|one|you)\s+(?:(?:ever|also|really|then)\s+)*(?:needs?\s+to|wants?\s+to|needed\s+to|wanted\s+to|must|have\s+to|had\s+to)\s+(?:go|propagate|pass|send|continue|backpropagate|carry)\b(?:\s+(?:it|this|that|the\s+(?:error|gradient|signal)))?(?:\s+(?:on|further|back|backwards?|down|still))+"
                    r"|(?:we|one|you)\s+(?:(?:ever|also|really)\s+)*(?:needs?|needed|wants?|wanted)\s+(?:it|this|that\s+too|it\s+too))"
                    r"|(?:were|was)\s+there\s+(?:an|another|yet\s+another)\s*(?:other\s+|earlier\s+)?" + _STAGE + r")"
                    r"(?![^.;:,$]*\b(?:only|no|not|without|zero|equal|such\s+that|linear|identity|constant|fixed|orthogonal|symmetric|shares?|shared|tied|same|with)\b)[^.;:,$]*[:,]\s*(?:then\s+)?$", re.I)
# What the reader chooses is begun before a formula, "if you prefer labels in", and ends behind it.
_CHOICE = re.compile(r"\b(?:if|in\s+case|when(?:ever)?|should)\s+(?:you|we|one|anyone|someone|the\s+reader)\s+(?:(?:would|rather|really|\w+ly)\s+)*"
                     r"(?:wants?|prefers?|likes?|chooses?|insists?|cares?|asks?|are\s+interested|is\s+interested)\b[^.;:$]*$", re.I)
_CHOSEN = re.compile(r"^[^.;:$]*[:,]\s*(?:then\s+)?$")
# A name, or a function of this name, that gets a value.
_HEAD = re.compile(r"(?:^|[,;&]|\\q?quad)\s*(?P<name>\\?[A-Za-z]+(?:\s*\{[^{}]*\})?(?:\s*[_^]\s*(?:\{[^{}]*\}|\w))*)\s*(?:\([^()=]*\))?\s*&?\s*:?=")


def unaddressed(document: Document) -> Document:
    """The document without such clauses right before a formula; a choice of the reader with a formula in it stands before what it speaks of."""
    formulas = list(document.formulas)
    for k, (one, two) in enumerate(zip(document.formulas, document.formulas[1:]), 1):
        if not one.display and (choice := _CHOICE.search(one.before)) and _CHOSEN.match(two.before):
            formulas[k] = replace(two, before=f"{choice[0]} {two.before.strip()} ")
    document = replace(document, formulas=tuple(formulas)) if formulas != list(document.formulas) else document
    found = {k: clause for k, f in enumerate(document.formulas) for clause in (_CLAUSE, _PLACE) if clause.search(f.before) and not _is_anew(document, k)}
    if not found:
        return document
    return replace(document, formulas=tuple(replace(f, before=found[k].sub("", f.before)) if k in found else f for k, f in enumerate(document.formulas)))


def _is_anew(document: Document, k: int) -> bool:
    """Does formula k give a name that an earlier one gives, too?"""
    heads = {re.sub(r"\s", "", m["name"]) for row in document.formulas[k].rows for m in _HEAD.finditer(row.text)}
    return any(re.sub(r"\s", "", m["name"]) in heads for f in document.formulas[:k] for row in f.rows for m in _HEAD.finditer(row.text))


__all__ = ["unaddressed"]
