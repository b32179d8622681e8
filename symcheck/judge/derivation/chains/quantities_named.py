r"""Results that get a name of their own where words say what they are: "The gradient is $g = X^\top (Xw - y)$", "with the Hessian $H = X^\top X$", "Let $g$ denote the
gradient. We find $g = ..$".

Such an equation gives the name its meaning, and claims that the value is what the words call it. It is judged as the same words with the value alone would be, "The gradient is
$X^\top (Xw - y)$", and nothing is said of it where these say nothing. Where the words give the quantity, "let the noise have the covariance $S = ..$", nothing is claimed.
"""

from __future__ import annotations

import re

from symcheck.judge.derivation.chains import jacobians_told, moments_told, slopes_told
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.relations.links import has_derivative
from symcheck.judge.derivation.rows.heads import nameable
from symcheck.judge.derivation.rows.statements import Statement, whole_span
from symcheck.judge.derivation.state import names_in
from symcheck.judge.derivation.wording import reservations
from symcheck.read.documents import Formula
from symcheck.read.syntax import Accent, Script, Symbol
from symcheck.text import Source

# What a name is called, and of what or by what it is that.
_SLOPE = r"(?:(?:first|second|partial)\s+)?(?:gradient(?:\s+vector)?|derivative|slope|hessian(?:\s+matrix)?|jacobian(?:\s+matrix)?|curvature)"
_MOMENT = r"(?:mean|expectation|expected\s+value|(?:co)?variance(?:[\s-]+matrix)?)(?=\s+of\s+\$)"
_TAIL = r"(?:\s+(?:of|with\s+respect\s+to|w\.?\s?r\.?\s?t\.?|in|by)\s+(?:(?:the|this|that|our)\s+(?:[\w-]+\s+){0,2})?(?:\$[^$]*\$|(?<=\s)[a-z]+(?:\s+function)?\b))*"
_NOUN = rf"(?P<noun>(?:{_SLOPE}|{_MOMENT}){_TAIL})"
_SLOPES_NOUN = rf"(?P<noun>{_SLOPE}{_TAIL})"
_THEN = r"(?:\s+(?:then|thus|therefore|hence|now|just|simply|again|given\s+by))*\s*:?\s*$"
# "The gradient is", right before the equation: told as it stands.
_IS = re.compile(rf"\b(?:the|its|this|whose)\s+{_NOUN}\s+(?:is|equals|becomes|reads|comes\s+out\s+as){_THEN}", re.I)
# "with the gradient", "This has the Hessian", "the gradient, "
_APPOSED = re.compile(rf"\b(?:the|its|with|has|have|having)\s+{_NOUN}\s*,?\s*$", re.I)
# "For the gradient we obtain", "**Gradient.**", "Gradient:".
_FOR = re.compile(rf"\b(?:for|as)\s+(?:the|its)\s+{_NOUN}\s*,?\s+(?:we|one|I)\s+(?:(?:then|thus|therefore|now)\s+)?(?:obtains?|gets?|finds?|haves?|has)\s*:?\s*$", re.I)
_TITLE = re.compile(rf"(?:^|\n|[.;]\s+|\*\*)[\s*#\d.()a-z]{{0,8}}?{_NOUN}\s*[.:]\s*\**\s*$", re.I)
# "$H = ..$ is the Hessian", "let $g = ..$ be the gradient": right after it.
_IS_AFTER = re.compile(rf"^\s*(?:is|be|denotes?|being)\s+(?:the|its)\s+{_SLOPES_NOUN}(?=\s*(?:[.,;:)]|$|\b(?:and|so|which|where|at|then)\b))", re.I)
# "Let $g$ denote the gradient", "Write $g$ for the gradient"; "Call the gradient $g$", "denote the gradient by $g$"; "The gradient $g$".
_LETTER = re.compile(r"\b(?:let|write|put|use|with|call)\s*$", re.I)
_STANDS_FOR = re.compile(rf"^\s*(?:for|denotes?|be|stand(?:s|ing)?\s+for|denoting)\s+(?:the|its)\s+{_NOUN}(?=\s*(?:[.,;:)]|$|\b(?:and|then|we)\b))", re.I)
_CALLED = re.compile(rf"\b(?:call|denote|write|name)\s+(?:the|its)\s+{_NOUN}\s*(?:by|as)?\s*$", re.I)
_THE_ONE = re.compile(rf"\b(?:the|its)\s+{_NOUN}\s*$", re.I)
_COMES_TO = re.compile(r"^\s*(?:then|thus|therefore|now)?\s*(?:is|equals|becomes|reads|is\s+given\s+by|comes\s+out\s+as)(?:\s+(?:then|thus|therefore|now|just|simply))?\s*:?\s*$", re.I)
# Of what is given, or supposed.
_GIVEN = re.compile(r"\b(?:let|suppos\w*|assum\w*|if|when|given|noise|errors?|draws?|drawn|prior|approximat\w*|instead|not|would|should|consider|choose|pick|at|there|numerical(?:ly)?|empirical|sample|estimat\w*)\b", re.I)
_BACK = 2


def judged(chains: Chains, s: Statement, formula: Formula) -> bool:
    """Judge the value in an equation that gives a name to what its words call a gradient, a covariance and the like; False where they do not."""
    if s.operators[:1] not in (["="], [":="]) or len(s.pieces) < 2 or None in s.pieces[:2] or type(s.pieces[0].syntax) not in (Symbol, Accent, Script) or not nameable(s.pieces[0].syntax):
        return False
    name = s.text(0).strip()
    sentence = told(chains, name, formula)
    span = s.pieces[1].syntax.span
    return bool(sentence) and _value(chains, s.row.cut(*whole_span(s.row.text, span.start, span.end)), formula, sentence)


def comes_to(chains: Chains, row: Source, formula: Formula) -> bool:
    """Judge "the gradient $g$ equals $X^\\top (Xw - y)$", the value alone, where g has no meaning of its own."""
    at, formulas = chains.meanings.at, chains.meanings.document.formulas
    if not at or formulas[at - 1].display or _COMES_TO.match(formula.before) is None or len(formulas[at - 1].rows) != 1:
        return False
    name, said = formulas[at - 1].rows[0].text.strip(), _THE_ONE.search(chains.meanings.survey.sentence(formulas[at - 1]))
    if said is None or re.fullmatch(r"\\?[A-Za-z]+|\\[a-z]+\s*\{\s*\\?[A-Za-z]+\s*\}", name) is None or chains.state.context_read(name) is not None:
        return False
    return not _GIVEN.search(_words(chains.meanings.survey.sentence(formula))) and _value(chains, row, formula, f"The {said['noun']} is")


def told(chains: Chains, name: str, formula: Formula) -> str:
    """Of what words call this name the sentence that says so of a value alone, "The gradient is"; "" where they do not."""
    sentence = chains.meanings.survey.sentence(formula)
    if reservations.keeps(sentence):
        return ""
    if _IS.search(sentence):
        return sentence
    after = _IS_AFTER.match(formula.after)
    if after is not None:
        return f"The {after['noun']} is" if not _GIVEN.search(re.sub(r"\blet\s*$", "", _words(sentence), flags=re.I)) else ""
    said = _FOR.search(sentence) or _APPOSED.search(sentence) or _TITLE.search(chains.meanings.survey.text[max(0, formula.start - 80):formula.start].rstrip("$ "))
    if said is not None:
        return f"The {said['noun']} is" if not _GIVEN.search(_words(sentence)) else ""
    return _called_before(chains, name)


def _called_before(chains: Chains, name: str) -> str:
    """The same where a formula shortly before is the name alone, with the words around it."""
    at, formulas = chains.meanings.at, chains.meanings.document.formulas
    for k in range(at - 1, max(-1, at - 1 - _BACK), -1):
        f = formulas[k]
        if f.display or [row.text.strip() for row in f.rows] != [name]:
            continue
        after = "".join(g.before + (f" ${g.rows[0].text}$ " if n < at and g.rows else "") for n, g in enumerate(formulas[k + 1:at + 1], k + 1))
        said = _STANDS_FOR.match(after) if _LETTER.search(f.before) else _CALLED.search(f.before)
        between = after[len(said[0]) if said is not None and said.re is _STANDS_FOR else 0:]
        return f"The {said['noun']} is" if said is not None and not _GIVEN.search(_words(between)) else ""
    return ""


def _value(chains: Chains, row: Source, formula: Formula, sentence: str) -> bool:
    """Judge a value of which a sentence says what it is."""
    e = chains.state.context_read(row.text)
    if e is not None and (has_derivative(e) or not names_in(e)):
        return False
    return slopes_told.judged(chains, row, sentence) or jacobians_told.judged(chains, row, formula, sentence) or moments_told.judged(chains, row, formula, sentence)


def _words(sentence: str) -> str:
    """The words of a sentence; one that begins with a formula is told apart by the full stop before it."""
    return re.split(r"(?<!\bi\.e)[.;](?:\s|$)", re.sub(r"\$[^$]*\$", " § ", sentence))[-1]


__all__ = ["comes_to", "judged", "told"]
