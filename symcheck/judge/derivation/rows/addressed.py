r"""Clauses that address the reader and suppose nothing of what stands beside them: "if you ever need the softmax itself: $..$", "in case you
wonder, $..$". The formula after them is claimed as it would be without them."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document

# The clause ends before the formula; what the reader is said to do is nothing that formulas could obey.
_CLAUSE = re.compile(r"\b(?:and\s+|or\s+|but\s+)?(?:if|in\s+case|when(?:ever)?|should)\s+(?:you|anyone|anybody|somebody|someone|the\s+reader)\s+(?:(?:ever|really|only|just|still|also|happen\s+to|would|do|\w+ly)\s+)*"
                     r"(?:needs?|wants?|wonders?|likes?|prefers?|cares?|asks?|forgets?|forgot|remembers?|recalls?|(?:am|are|is)\s+(?:curious|wondering|interested|unsure|in\s+doubt|rusty)|"
                     r"(?:have|has)\s+(?:forgotten|not\s+seen|never\s+seen)|haven['’]t\s+seen|do(?:es)?\s+not\s+(?:remember|recall|believe)|do(?:es)?n['’]t\s+(?:remember|recall|believe)|insists?)"
                     r"(?![^.;:,$]*\b(?:only|no|not|without|zero|equal|such\s+that|to\s+(?:have|be|keep|make|hold|get|be\s+equal)|constant|fixed|orthogonal|symmetric)\b)[^.;:,$]*[:,]\s*(?:then\s+)?$", re.I)


def unaddressed(document: Document) -> Document:
    """The document without such clauses right before a formula."""
    if not any(_CLAUSE.search(f.before) for f in document.formulas):
        return document
    return replace(document, formulas=tuple(replace(f, before=_CLAUSE.sub("", f.before)) for f in document.formulas))


__all__ = ["unaddressed"]
