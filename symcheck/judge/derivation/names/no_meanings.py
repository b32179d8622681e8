"""Formulas after the one at hand that tell a case, a result or an example, and nothing that a name in it means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.names import (
    examples_ahead,
    samples,
)
from symcheck.judge.derivation.wording import matrices_named, put_in, told, words
from symcheck.read.documents import Formula
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

ORDERED = re.compile(r"<|>|\\[lg]eq?(?![a-z])")
SENTENCE_ENDS = re.compile(r"[.;:!?](?:\s|$)|\n\s*\n")
# The fonts of vectors and matrices, before their letter.
FONTS = r"(?:\\(?:mathbf|boldsymbol|bm|vec|mathit)\s*\{?\s*)?"
# A vector of numbers: `(2, 1)^\\top`, `(\\log 2, \\frac12)`.
_ONE = r"[-+]?\s*(?:[\d.]+(?:\s*/\s*\d+)?|\\[dt]?frac\s*(?:\{\s*\d+\s*\}|\d)\s*(?:\{\s*\d+\s*\}|\d)|(?:[\d.]+\s*)?\\(?:log|ln|sqrt)\s*\{?\s*\d+\s*\}?)"
VALUES = re.compile(rf"\s*(?:\\left)?\s*\(\s*{_ONE}(?:\s*,\s*{_ONE})+\s*(?:\\right)?\s*\)(?:\s*\^\s*\{{?\s*(?:\\top|T|\\intercal)\s*\}}?)?\s*[.,;]?\s*")
_NUMBER = re.compile(r"^[^=]*(?:=(?:[-+\d.,\s(){}/]|\\(?:cdot|times|[dt]?frac)(?![A-Za-z]))*\d(?:[\d.,\s)}])*)+$")
# "For $0 < m < 1$ the first terms are ..": a case, and nothing that m is.
_CASE = re.compile(r"\b(?:for|if|when|whenever|while|once)\s*$", re.I)
_CONCLUDES = re.compile(r"\b(?:then|hence|thus|therefore|so|gives?|get|obtain\w*|yields?|conclude\w*|follows?|fix(?:es)?|determines?|forces?)\b[^.$]{0,20}$", re.I)
# "the only stationary point is $w = c$", "the minimum is at $w = c$", "has the fixed point $w = c$": a place that is found, and nothing that w means.
_OPTIMUM = re.compile(r"\b(?:estima(?:te|tor)|minim(?:um|a|i[sz]er)|maxim(?:um|a|i[sz]er)|optimum|optimal|(?:stationary|critical|saddle|fixed|equilibrium)\s+points?|equilibri(?:um|a)|zeros?|roots?|"
                      r"solution|vanish(?:es)?|smallest|largest|lowest|highest|attained|flat|(?:minimi[sz]|maximi[sz])ed)\b[^.;$]*$", re.I)
# `\\nabla J(\\mathbf{w})`, `\\min_w`: what a function is differentiated by, or optimized over.
_OPTIMIZED = r"\\nabla(?:_\{?\s*%(name)s\s*\}*)?\s*\\?[A-Za-z]+(?:\{\w\})?\s*\(\s*%(name)s\s*\}?\s*\)|\\(?:arg)?(?:min|max)\s*(?:\\limits\s*)?_\s*\{?\s*%(name)s(?![A-Za-z])"
# "where $z = w^\\top x$", "Here $z = ..$ is the score".
_MEANS = re.compile(r"\b(?:where|here|with|let|set|put|denote|write|writing|define|for\s+(?:short|brevity))\b[^.;$]*$", re.I)
# `.. = 0`, `0 = ..`; letters, and commands that are none.
_ZERO = re.compile(r"=\s*&?\s*0\s*(?:$|[.,;&\\=])|^\s*0\s*&?\s*=")
_LETTER = re.compile(r"\\[A-Za-z]+|[A-Za-z]")
_NO_LETTERS = frozenset((r"\frac", r"\dfrac", r"\tfrac", r"\left", r"\right", r"\cdot", r"\sqrt", r"\mathbf", r"\boldsymbol", r"\quad", r"\qquad", r"\big", r"\bigl", r"\bigr", r"\Big", r"\Bigl",
                         r"\Bigr", r"\pm", r"\text", r"\mathrm", r"\displaystyle"))
# Right before a place.
_AT = re.compile(r"\b(?:at|when|if)\s*$", re.I)
_RATES = frozenset((r"\eta", r"\alpha", r"\gamma", r"\epsilon", r"\varepsilon", r"\tau", "t", "s"))
_EXPLAINS = re.compile(r"\b(?:where|here|denot\w+|writ(?:e|ing)|defin\w+|for\s+(?:short|brevity))\b[^.;$]*$", re.I)


def is_one(meanings: Meanings, name: str, row: Source, k: int) -> bool:
    """Does a row of formula k tell a case, a result or an example, and nothing that the name means?"""
    formula = meanings.document.formulas[k]
    if matrices_named.is_decomposition(formula.before, formula.after):
        return True  # `the eigendecomposition $H = Q \Lambda Q^\top$` of any such H
    if (_CASE.search(formula.before) or told.heads_part(formula)) and ORDERED.search(row.text) or _is_result(row, formula) \
            or _concludes(row, formula, name) or _is_optimum(row, formula, name) or _is_of_entries(meanings, name, row, k) or put_in.is_one(meanings.document.formulas, k) or _solves_zero(meanings, name, row, k) or _is_value_of_argument(meanings, name, row, formula) or _is_rate_chosen(meanings, name, row, formula, k) or _is_of_a_sample(meanings, row, name) or examples_ahead.is_one(meanings.document, name, row.text, meanings.at, k):
        return True
    return _NUMBER.match(row.text) is not None and (
        meanings.survey.counts(name) or k > meanings.at + 1 or words.WHERE.search(formula.before) is None)


def is_index(meanings: Meanings, name: str, row: Source) -> bool:
    r"""Is this the `i = 2` of an i that runs over samples or entries in the document? It tells which one is at hand, and makes i no number for good."""
    return name in meanings.survey.ranges and re.fullmatch(rf"\s*{re.escape(name)}\s*=\s*\d+\s*[.,;]?\s*", row.text) is not None


def _is_of_entries(meanings: Meanings, name: str, row: Source, k: int) -> bool:
    r"""Is this `y = (1, 0, 0)^\top`, well after a formula with the entries y_k of a vector of any length: numbers of an example?"""
    bare = rf"(?<![A-Za-z\\]){re.escape(name.split('_')[0])}"
    given = re.search(rf"{bare}\s*&?\s*=", row.text)
    return k > meanings.at + 1 and given is not None and VALUES.match(row.text, given.end()) is not None and any(
        re.search(rf"{bare}\s*_\s*(?:[a-z]|\{{\s*[a-z]\s*\}})(?![A-Za-z])", r.text) for r in meanings.document.formulas[meanings.at].rows)


def is_kink(meanings: Meanings, name: str, formula: Formula) -> bool:
    """`The elbow of $h(x) = ..$ sits at $x = -b / w$`, `it vanishes at $x = ..$`: a place of what functions take."""
    return re.split("[_^]", name)[0] in meanings.survey.formals and words.KINK_IS.search(formula.before) is not None or not formula.display and _AT.search(formula.before) is not None


def _is_result(row: Source, formula: Formula) -> bool:
    r"""`so $\kappa = 0$`: a number that is found, not what the name means."""
    return _NUMBER.match(row.text) is not None and words.CONCLUDES.search(formula.before[-20:]) is not None


def _concludes(row: Source, formula: Formula, name: str) -> bool:
    r"""`Then $$\lambda = 5 / \sum_j c_j^2$$` of the \lambda of a hypothesis: what it comes to, not what it means."""
    return _CONCLUDES.search(formula.before) is not None and row.text.strip().startswith(name) and r"\in" not in row.text


def _is_optimum(row: Source, formula: Formula, name: str) -> bool:
    r"""`the only stationary point is $w = c$` of a w that the document goes on to minimize by."""
    return not formula.display and _OPTIMUM.search(formula.before) is not None and re.match(rf"\s*{re.escape(name)}\s*=", row.text) is not None


def _solves_zero(meanings: Meanings, name: str, row: Source, k: int) -> bool:
    r"""Is this the `x = -b / w` after `w x + b = 0`, of nothing but letters of that equation? It claims to solve it, and says nothing that x means."""
    head, _, value = row.text.partition("=")
    if re.fullmatch(rf"\s*{FONTS}{re.escape(name)}\s*\}}?[\s&]*", head) is None or _MEANS.search(meanings.document.formulas[k].before):
        return False
    return any(_ZERO.search(r.text) and {name, *_letters(value)} <= _letters(r.text) for f in meanings.document.formulas[meanings.at:k] for r in f.rows)


def _letters(text: str) -> set[str]:
    """The letters of a formula, with no regard to what stands below them."""
    return {x for x in _LETTER.findall(text) if x not in _NO_LETTERS}


def _is_value_of_argument(meanings: Meanings, name: str, row: Source, formula: Formula) -> bool:
    r"""Is this `$w = ..$` of the w by which the document differentiates or optimizes a J(w), and is not told with "where"? A value of it then."""
    letter = FONTS + re.escape(name)
    return name in meanings.survey.formals and re.match(rf"\s*{letter}\s*\}}?\s*&?\s*=", row.text) is not None and not _MEANS.search(formula.before) \
        and re.search(_OPTIMIZED % {"name": letter}, meanings.document.text) is not None


def _is_rate_chosen(meanings: Meanings, name: str, row: Source, formula: Formula, k: int) -> bool:
    r"""Is this "Take $\eta = ..$" of the letter by which a step of an iteration is multiplied, in a sentence after the step: a choice of it?"""
    return k > meanings.at and name in _RATES and re.match(rf"\s*{re.escape(name)}\s*=", row.text) is not None and not _EXPLAINS.search(formula.before) \
        and any(SENTENCE_ENDS.search(f.before) for f in meanings.document.formulas[meanings.at + 1:k + 1]) \
        and re.search(rf"-\s*{re.escape(name)}(?![A-Za-z])", " ".join(r.text for r in meanings.document.formulas[meanings.at].rows)) is not None


def _is_of_a_sample(meanings: Meanings, row: Source, name: str) -> bool:
    r"""Is this `x = (1, 2)^\top` of an x that is any one of the samples x_i: an example?"""
    return VALUES.fullmatch(row.text.partition("=")[2]) is not None and samples.a_sample(meanings, name) is not None


__all__ = ["FONTS", "ORDERED", "SENTENCE_ENDS", "VALUES", "is_index", "is_kink", "is_one"]
