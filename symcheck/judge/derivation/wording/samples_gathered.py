r"""A matrix said to hold the samples under another letter: "Collect the inputs as rows of the design matrix $\Phi \in \mathbb{R}^{n \times d}$",
"let $A$ be the matrix whose columns are the data points". The samples are the one family of vectors that the document has before it."""

from __future__ import annotations

import re

from symcheck.judge.derivation.wording.patterns import WHOLE, letter_of, text_of
from symcheck.read.documents import Formula

_SAMPLES = (r"(?:all\s+)?(?:of\s+)?(?:the|our|these|those)?\s*(?:(?:\$?[nNmM]\$?|training|input|data|given|observed|feature|covariate|individual)\s+)*"
            r"(?:inputs?|samples?|data|points?|examples?|observations?|vectors?|features?|covariates?|regressors?|predictors?)")
_SIDE = r"(?:the\s+|its\s+)?(?P<side>row|column)s?"
_MATRIX = r"(?:the\s+|an?\s+|one\s+)?(?:(?:single|big|design|data|feature|input|sample)\s+)*(?:matrix)?"
# Right before the matrix: "collect the inputs as rows of the design matrix".
_BEFORE = re.compile(rf"\b(?:collect|stack|gather|put|arrang|writ|stor|plac|combin|assembl|pack|list)\w*\s+{_SAMPLES}\s+(?:together\s+)?(?:as|into|in|to\s+be|to\s+form)\s+{_SIDE}\s+of\b\s*{_MATRIX}\s*$"
                     rf"|\b(?P<rows>row|column)s?\s+of\b\s*{_MATRIX}\s*$", re.I)
_ARE = re.compile(rf"^\s*(?:are|hold|contain|store)\s+{_SAMPLES}\s*(?:$|[.,;)])", re.I)
# Right after it: "be the matrix whose rows are the inputs", "(one sample per row)", "with the data points as columns".
_AFTER = re.compile(rf"^\s*,?\s*\(?\s*(?:(?:be|is|denotes?)\s+{_MATRIX}\s*,?\s*)?(?:(?:whose|the|with|its|where\s+the|of\s+which\s+the)\s+{_SIDE}\s+(?:are|hold|contain|being|of\s+which\s+are)\s+{_SAMPLES}"
                    rf"|(?:with\s+)?{_SAMPLES}\s+(?:as|in|form)\s+{_SIDE.replace('side', 'last')})\s*\)?\s*(?:$|[.,;:)]|and\b)", re.I)
# What makes them other vectors than the samples: "centred", "whitened", "a feature map of".
_OTHERS = re.compile(r"\b(?:cent(?:red|ered)|whitened|standardi[sz]ed|normali[sz]ed|scaled|weighted|transformed|mapped|remaining|hidden|first|last|some|distinct|test|new|not|never|embedded|augmented)\b", re.I)
# Whatever it holds: "stack the centred inputs as rows of", "whose columns are the whitened inputs".
_LINES_BEFORE = re.compile(rf"\b(?:collect|stack|gather|put|arrang|writ|stor|plac|combin|assembl|pack|list)\w*\b[^.;:$]*\b(?:rows?|columns?)\s+of\b\s*{_MATRIX}\s*$", re.I)
_LINES_AFTER = re.compile(rf"\s*,?\s*(?:(?:be|is|denotes?)\s+{_MATRIX}\s*,?\s*)?(?:whose|with|of\s+which)\s+(?:the\s+)?(?:rows?|columns?)\s+(?:are|is|hold|contain|store|being)\s+[a-z][^$]*?[.;,]", re.I)
_MEMBER = re.compile(r"^\s*\(?\s*((?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*\\?[A-Za-z]+\s*\}|\\[A-Za-z]+|[A-Za-z]))_\{?([a-z])\}?\s*(?:,[^\\]*\)|\\in\s*(?:\\mathbb\s*\{?\s*R\s*\}?|\\R(?:eals)?)\s*\^.*)?$")
_LISTED = re.compile(r"^\s*((?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*\\?[A-Za-z]+\s*\}|\\[A-Za-z]+|[A-Za-z]))_\{?1\}?\s*,.*\\[lc]?dots.*,\s*\1_\{?[A-Za-z]\}?\s*\\in(?![a-z])")
_IN = re.compile(r"\\in\s*(?:\\mathbb\s*\{?\s*R\s*\}?|\\R(?:eals)?(?![A-Za-z]))\s*\^(?!\s*\{[^{}]*\\times)")


def gathered(formulas: tuple[Formula, ...], k: int) -> tuple[str, str] | None:
    """(a sample, `row` or `column`) of matrix k, where the words say that it holds the one family of samples before it."""
    whole = WHOLE.match(text_of(formulas[k])) if not formulas[k].display else None
    if whole is None or r"\times" not in text_of(formulas[k]):
        return None
    before, after = re.split(r"[.;:]\s|\n\s*\n", formulas[k].before)[-1], re.split(r"[.;:](?:\s|$)|\n\s*\n", formulas[k].after)[0]
    found, side = _BEFORE.search(before), ""
    if found is not None:
        side = found["side"] or (found["rows"] if _ARE.match(after) else "")
    if not side and (found := _AFTER.match(after + ".")) is not None:
        side = found["side"] or found["last"]
    if not side or _OTHERS.search(before + " " + after):
        return None
    members = _members(formulas[:k])
    if len(members) != 1 or any(letter_of(x).lower() == letter_of(whole[1]).lower() for x, _ in members):
        return None  # those of one letter are tied without words
    letter, i = members.pop()
    return f"{letter}_{i}", side.lower()


def holds_lines(formulas: tuple[Formula, ...], k: int) -> bool:
    """Do the words right before or after matrix k say what its rows or columns are, with no formula for them?"""
    return _LINES_BEFORE.search(formulas[k].before) is not None or _LINES_AFTER.match(formulas[k].after) is not None


def _members(formulas: tuple[Formula, ...]) -> set[tuple[str, str]]:
    """The families of vectors among these formulas: (letter, index)."""
    found: set[tuple[str, str]] = set()
    for f in formulas:
        text = text_of(f)
        member = _MEMBER.match(text)
        if member is not None and _IN.search(text):
            found.add((member[1].strip(), member[2]))
        elif (listed := _LISTED.match(text)) is not None and _IN.search(text):
            found.add((listed[1].strip(), "i"))
    return {(letter, i) for letter, i in found if i != "i" or not any(other == letter and j != "i" for other, j in found)}
