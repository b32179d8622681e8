r"""Names of samples without their number: "the loss of one example is $\mathcal{L}(a, y) = ..$" beside `a^{(i)} = \sigma(z^{(i)})` and $y^{(i)} \in \{0, 1\}$.

Such an a is the one of any sample, made of what a^{(i)} is made of: `a = \sigma(z)`, `z = w^\top x + b`. It is declared where a function is defined for it, or
where the words speak of one sample. A document that says itself what a is means something else by it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.laws import models
from symcheck.judge.derivation.rows.heads import arguments
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.read.documents import Formula
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# "for one example", "for a single sample", "dropping the superscript $(i)$".
_OF_ONE = re.compile(r"\b(?:for|of|on|consider|take|given|with)\s+(?:only\s+|just\s+)?(?:a\s+single|single|one|any)\s+(?:(?:training|fixed|labell?ed|given|data)[\s-]+)*"
                     r"(?:examples?|samples?|observations?|points?|pairs?|instances?)\b"
                     r"|\b(?:drop|omit|suppress)\w*\s+(?:the\s+)?(?:\w+\s+)?(?:superscripts?|index|indices|number)\b", re.I)
_ACCENT = r"\\(?:hat|tilde|bar)\s*\{\s*[A-Za-z]\s*\}"
_LETTER = rf"(?:{_ACCENT}|(?<![A-Za-z\\])[a-z](?![A-Za-z]))"
_NUMBER = r"\s*\^\s*\{\s*[(\[]\s*[a-z]\s*[)\]]\s*\}"
# A letter without scripts, and one that is no part of `da` or `\\partial`.
_ALONE = re.compile(rf"{_LETTER}(?!\s*[\^_'])")
_ITS_OWN = r"(?:^|[,;&(]|\\q?quad|\\text\s*\{{[^{{}}]*\}})\s*%s\s*(?:,\s*\\?[a-z]\s*)*&?\s*(?::?=|\\in(?![A-Za-z])|\\sim(?![A-Za-z]))"
DEPTH = 4


def before(meanings: Meanings, s: Statement) -> None:
    r"""Declare the a and y of `\mathcal{L}(a, y) = ..` beside samples a^{(i)}, y^{(i)}."""
    head = s.pieces[0].syntax if s.pieces[0] is not None else None
    letters = arguments(head) if head is not None else ()
    if len(letters) > 1:
        for letter in sorted(letters):
            of_any(meanings, letter)


def heard(meanings: Meanings, formula: Formula) -> None:
    """Declare the letters of a formula about one sample, as the words say."""
    said = re.split(r"\n\s*\n", meanings.survey.sentence(formula))[-1]
    if not formula.rows or _OF_ONE.search(said) is None:
        return
    for letter in dict.fromkeys(m[0] for row in formula.rows for m in _ALONE.finditer(row.text)):
        of_any(meanings, re.sub(r"\s", "", letter))


def of_any(meanings: Meanings, letter: str, depth: int = 0) -> bool:
    """Declare a letter as any of the samples of this letter, with their numbers above; is it known then?"""
    known = meanings.context.scope.bare(letter)
    if known is not None or depth > DEPTH:
        return known is not None
    family = _family(meanings, letter)
    if family is None or _has_own(meanings, letter):
        return False
    at = meanings.document.formulas[meanings.at].rows[0].locate(0)[0] if meanings.document.formulas[meanings.at].rows else 1
    v = family.data
    if family.op == "var":
        values = rf" \in \{{{', '.join(map(str, sorted(v.values)))}\}}" if v.values and is_scalar(v.shape) else ""
        return meanings.declare(Source(f"{letter}{values}" if values else models.declaration(letter, family), meanings.document.name, at))
    value = _value(meanings, letter)
    if value is None:
        return False
    inner = {re.sub(r"\s", "", m[0]) for m in re.finditer(rf"{_LETTER}(?={_NUMBER})", value)}
    if not all(of_any(meanings, x, depth + 1) for x in sorted(inner)):
        return False
    return meanings.declare(Source(f"{letter} = {re.sub(_NUMBER, ' ', value)}", meanings.document.name, at))


def _family(meanings: Meanings, letter: str) -> Expr | None:
    """The samples of a letter, with one number above."""
    found = [e for e in meanings.context.scope.entries.get(letter, ()) if e.kind == "quantity" and e.expr is not None]
    one = [e.expr for e in found if e.sup_slots == 1 and not e.sub_slots and e.expr.op in ("var", "let") and len(e.expr.data.family) == 1]
    return one[0] if len(one) == len(found) == 1 else None


def _has_own(meanings: Meanings, letter: str) -> bool:
    """Does the document say itself what the letter without a number is?"""
    own = re.compile(_ITS_OWN % re.escape(letter).replace(r"\{", r"\s*\{\s*").replace(r"\}", r"\s*\}"))
    return any(own.search(row) for row in meanings.survey.rows)


def _value(meanings: Meanings, letter: str) -> str | None:
    r"""What `a^{(i)} = ..` says that each of them is, where it says it once and numbers nothing else."""
    name = re.escape(letter).replace(r"\{", r"\s*\{\s*").replace(r"\}", r"\s*\}")
    head = re.compile(rf"(?:^|[,;&]|\\q?quad)\s*{name}\s*\^\s*\{{\s*[(\[]\s*(?P<i>[a-z])\s*[)\]]\s*\}}\s*&?\s*:?=(?P<value>(?:(?!\\q?quad|,\s|\\\\|(?<![A-Za-z])=).)*)", re.S)
    found = {(m["i"], m["value"].strip(" .,;&")) for row in meanings.survey.rows for m in head.finditer(row)}
    if len(found) != 1:
        return None
    (i, value), = found
    return None if re.search(rf"(?<![A-Za-z\\]){i}(?![A-Za-z])", re.sub(_NUMBER, " ", value)) else value


__all__ = ["before", "heard", "of_any"]
