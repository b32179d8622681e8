r"""A function that words call another one with a letter of its own: "$g^{[L]}$ is the sigmoid $\sigma(z) = 1 / (1 + e^{-z})$", written as the equation `g^{[L]} = \sigma`.

The name has to be taken at something somewhere in the document: of a value, "$p$ is the sigmoid $\sigma(z)$", no function is told.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge.derivation.wording import functions_named
from symcheck.read.documents import Document, Formula

_SCRIPTS = r"(?:\s*(?:_\s*(?:\{[^{}]*\}|\w)|\^\s*(?:\{\s*[(\[]?\s*\w\s*[)\]]?\s*\}|[(\[]\w[)\]])))*"
_NAME = re.compile(rf"\s*(?P<base>\\?[A-Za-z]+)(?P<scripts>{_SCRIPTS})\s*")
# "is the logistic sigmoid", "is chosen to be the ReLU", between the name and the other letter.
_IS = re.compile(rf"\s*(?:is|are|denotes?|being|stands\s+for)\s+(?:(?:chosen|taken|set)\s+(?:as|to\s+be)\s+|always\s+|just\s+|again\s+)*(?:the|an?)?\s*(?:(?:usual|standard|plain|ordinary|familiar|well-known|logistic|elementwise|"
                 rf"element-wise|entrywise|pointwise)\s+)*{functions_named.NAMES}(?:\s+(?:function|map|mapping|activation|unit|non-?linearity)){{0,2}},?\s*", re.I)
_OTHER = re.compile(r"\s*(?P<name>\\?[A-Za-z]+|\\operatorname\s*\{[A-Za-z]+\})\s*(?P<at>(?:\\left)?\(\s*[a-z]\s*(?:\\right)?\))?\s*(?P<formula>=.*)?")
_DENIED = re.compile(r"\b(?:if|when(?:ever)?|suppos\w+|assum\w+|unless|not|never|instead|case|example|e\.\s?g\.?|say|or|either|derivative|inverse)\b[^.;:$]*$|n['’]t\b[^.;:$]*$", re.I)
_GOES_ON = re.compile(r"\s*(?:$|[.;:,)—–-]|and\b|where\b)")


def rewritten(document: Document) -> Document:
    """The document with such equations."""
    formulas = list(document.formulas)
    for k, (one, two) in enumerate(zip(document.formulas, document.formulas[1:])):
        if (made := _equation(document, one, two)) is not None:
            formulas[k] = replace(one, rows=(one.rows[0].rewritten(made),))
    return replace(document, formulas=tuple(formulas)) if formulas != list(document.formulas) else document


def _equation(document: Document, one: Formula, two: Formula) -> str | None:
    if one.display or two.display or len(one.rows) != 1 or len(two.rows) != 1 or one.after != two.before:
        return None
    name, other = _NAME.fullmatch(one.rows[0].text), _OTHER.fullmatch(two.rows[0].text)
    if name is None or other is None or other["name"] == name["base"] or _IS.fullmatch(two.before) is None or _DENIED.search(one.before) or functions_named.is_limited(two.after) \
            or not _GOES_ON.match(two.after):
        return None
    taken = re.compile(rf"(?<![A-Za-z\\]){re.escape(name['base'])}(?![A-Za-z]){_SCRIPTS if name['scripts'] else ''}\s*'*\s*(?:\\left|\\[bB]igg?l?)?\(")
    if not any(taken.search(row.text) for f in document.formulas for row in f.rows):
        return None
    return f"{one.rows[0].text.strip()} = {other['name']}"
