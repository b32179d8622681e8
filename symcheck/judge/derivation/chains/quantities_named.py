r"""Results that get a name of their own where words say what they are: "The gradient is $g = X^\top (Xw - y)$", "with the Hessian $H = X^\top X$", "Let $g$ denote the
gradient. We find $g = ..$".

Such an equation gives the name its meaning, and claims that the value is what the words call it. It is judged as the same words with the value alone would be, "The gradient is
$X^\top (Xw - y)$", and nothing is said of it where these say nothing. Where the words give the quantity, "let the noise have the covariance $S = ..$", nothing is claimed.
"""

from __future__ import annotations

from symcheck.judge.derivation.chains import jacobians_told, moments_told, slopes_told
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.rows.heads import nameable
from symcheck.judge.derivation.rows.statements import Statement, whole_span
from symcheck.judge.derivation.state import names_in
from symcheck.judge.derivation.wording.results_named import Wordings
from symcheck.read.documents import Formula
from symcheck.read.syntax import Accent, Script, Symbol
from symcheck.text import Source

# What a name is called, and of what or by what it is that.
_SLOPE = r"(?:(?:first|second|partial)\s+)?(?:gradient(?:\s+vector)?|derivative|slope|hessian(?:\s+matrix)?|jacobian(?:\s+matrix)?|curvature)"
_MOMENT = r"(?:mean|expectation|expected\s+value|(?:co)?variance(?:[\s-]+matrix)?)(?=\s+of\s+\$)"
_TAIL = r"(?:\s+(?:of|with\s+respect\s+to|w\.?\s?r\.?\s?t\.?|in|by)\s+(?:(?:the|this|that|our)\s+(?:[\w-]+\s+){0,2})?(?:\$[^$]*\$|(?<=\s)[a-z]+(?:\s+function)?\b))*"
_WORDINGS = Wordings(rf"(?:{_SLOPE}|{_MOMENT}){_TAIL}", rf"{_SLOPE}{_TAIL}")


def judged(chains: Chains, s: Statement, formula: Formula) -> bool:
    """Judge the value in an equation that gives a name to what its words call a gradient, a covariance and the like; False where they do not."""
    if s.operators[:1] not in (["="], [":="]) or len(s.pieces) < 2 or None in s.pieces[:2] or type(s.pieces[0].syntax) not in (Symbol, Accent, Script) or not nameable(s.pieces[0].syntax):
        return False
    survey, formulas = chains.meanings.survey, chains.meanings.document.formulas
    sentence = _WORDINGS.told(s.text(0).strip(), formulas, chains.meanings.at, survey.sentence(formula), survey.text[:formula.start])
    span = s.pieces[1].syntax.span
    return bool(sentence) and _value(chains, s.row.cut(*whole_span(s.row.text, span.start, span.end)), formula, sentence)


def comes_to(chains: Chains, row: Source, formula: Formula) -> bool:
    """Judge "the gradient $g$ equals $X^\\top (Xw - y)$", the value alone, where g has no meaning of its own."""
    at, formulas, survey = chains.meanings.at, chains.meanings.document.formulas, chains.meanings.survey
    name, sentence = _WORDINGS.comes_to(formulas, at, survey.sentence(formulas[at - 1]), survey.sentence(formula)) if at else ("", "")
    return bool(sentence) and chains.state.context_read(name) is None and _value(chains, row, formula, sentence)


def _value(chains: Chains, row: Source, formula: Formula, sentence: str) -> bool:
    """Judge a value of which a sentence says what it is."""
    e = chains.state.context_read(row.text)
    if e is not None and (has_derivative(e) or not names_in(e)):
        return False
    return slopes_told.judged(chains, row, sentence) or jacobians_told.judged(chains, row, formula, sentence) or moments_told.judged(chains, row, formula, sentence)


__all__ = ["comes_to", "judged"]
