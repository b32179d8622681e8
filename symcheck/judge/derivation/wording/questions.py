r"""Sentences that ask, "For which $w$ is $f(w) = 4$?", "Does $\nabla f(w) = 0$ hold?": they claim nothing and suppose nothing.

"Why is $f'(3) = 0$?" and "Can you show that ..?" say that it is so.
"""

from __future__ import annotations

import re

from symcheck.read.documents import Document

_END = re.compile(r"[.?!](?=[\s*_)\]}'\"’”]|$)|\n\s*\n")
_MATH = re.compile(r"\$\$.*?\$\$|\$[^$]*\$|\\\(.*?\\\)", re.S)
_ABBREVIATED = re.compile(r"\b(?:i\.\s?e|e\.\s?g|cf|w\.\s?r\.\s?t|resp|Eq|eqs?|Fig|Sec|vs)\.", re.I)
# The words of a question that take its content for true.
_GRANTED = re.compile(r"\b(?:why|how\s+come|show|prove|verify|check|explain|see|notice|knows?|knew|recall|remember)\b(?!\s+(?:if|whether)\b)", re.I)
# Right before a formula: it is what the question is asked under, and no part of what is asked.
_UNDER = re.compile(r"\b(?:if|with|for|at|under|where|once|let|given|suppose|assume|as|take|set(?:ting)?)\s*(?:that\s*|we\s+(?:take|set|have)\s*)?$", re.I)
_REACH = 600  # characters in which a sentence ends
_DECLARES = re.compile(r"\\(?:in|sim|to|colon|mapsto)(?![A-Za-z])|:(?!=)")

# `r_i = ..`, which may say what r_i means.
_DEFINES = re.compile(r"^\s*(?:\\(?:mathbf|boldsymbol|bm|vec|hat|bar|tilde|mathcal)\s*\{?\s*)?\\?[A-Za-z]+\s*\}?'*(?:\s*[_^]\s*(?:\{[^{}]*\}|\w|\\?[A-Za-z]+))*\s*(?:\([a-z,\s]*\))?\s*:?=")


def is_asked(document: Document, number: int) -> bool:
    """Does formula `number` stand in a sentence that asks whether, when or what?"""
    formula = document.formulas[number]
    following = formula.after if not formula.display else formula.after.lstrip()[:1]
    for f in document.formulas[number + 1:]:
        if f.display or formula.display or len(following) > _REACH or _END.search(_plain(following)):
            break
        following += "§" + f.after
    end = _END.search(_plain(following))
    asks = end is not None and end[0] == "?" or formula.rows[-1].text.rstrip().endswith("?")
    return asks and _GRANTED.search(_sentence_before(document, number)) is None


def is_mere(document: Document, number: int) -> bool:
    """Is a formula of such a sentence only asked about: no declaration, no definition, and not what the question is asked under?"""
    formula = document.formulas[number]
    return not formula.display and _UNDER.search(formula.before) is None and not any(
        p.search(row.text) for row in formula.rows for p in (_DECLARES, _DEFINES))


def _sentence_before(document: Document, number: int) -> str:
    """The words of the sentence up to formula `number`."""
    said = document.formulas[number].before
    for k in range(number - 1, -1, -1):
        if _END.search(_plain(said)) or document.formulas[k].display:
            break
        said = document.formulas[k].before + " § " + said
    found = [*_END.finditer(_plain(said))]
    return _plain(said)[found[-1].end():] if found else said


def _plain(text: str) -> str:
    """Words without the dots of abbreviations, and with formulas as one sign."""
    return _ABBREVIATED.sub(lambda m: m[0].replace(".", " "), _MATH.sub("§", text))


__all__ = ["is_asked", "is_mere"]
