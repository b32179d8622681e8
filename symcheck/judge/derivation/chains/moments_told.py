r"""Means and variances whose left side is told in words: "The mean of $z$ is $A \mu + b$ and its covariance is $A \Sigma A^\top$", "the scalar
$a^\top x$ has mean $a^\top \mu$ and variance $a^\top \Sigma a$". They are of the name or expression that the words name, or of the one of which
the last was told, and follow from the laws known."""

from __future__ import annotations

import re

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.chains import linking
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.chains.posteriors import split
from symcheck.judge.derivation.names.equations_read import equation
from symcheck.judge.derivation.names.sizes_settled import are_declared
from symcheck.judge.derivation.names.usage import named_in
from symcheck.judge.derivation.rows.statements import statements
from symcheck.judge.derivation.state import Chain, names_in
from symcheck.judge.derivation.wording import cases_told
from symcheck.judge.verdict import DIFFERENT
from symcheck.read.context import Piece, indices_of
from symcheck.read.documents import Formula
from symcheck.read.names import TRANSPOSES, label
from symcheck.read.syntax import Accent, Symbol
from symcheck.text import Source, SymcheckError

_NOUN = r"(?P<noun>mean(?:\s+(?:vector|value))?|expectation|expected\s+value|(?:co)?variance(?:[\s-]+matrix)?)"
_IS = r"\s+(?:is|equals|becomes|reads|are)(?:\s+(?:then|thus|therefore|now|just|simply|hence|again|also|equal\s+to|given\s+by))*\s*:?\s*$"
# "The mean of $z$ is", "so the covariance matrix of the estimator $\hat\beta$ equals".
_OF = re.compile(rf"\b(?:the|its)\s+{_NOUN}\s+of\s+(?:(?:the|this|our)\s+(?:\w+[\s-]+){{0,2}})?\$(?P<of>[^$]+)\${_IS}", re.I)
# "the scalar $a^\top x$ has mean", right before it.
_HAS = re.compile(rf"\$(?P<of>[^$]+)\$\s+(?:(?:then|thus|therefore|now|also)\s+)?has\s+(?:(?:the|an?)\s+)?{_NOUN}\s*(?:equal\s+to)?\s*$", re.I)
# "Its mean is", "and its covariance is", "The covariance is" right after a mean or in the sentence of its subject, ", variance" after "has mean $..$".
_ITS = re.compile(rf"(?:^|[.;,]\s*|\$\s+|\b(?:and|while|so|hence|thus|where)\s+)(?:its|(?P<the>the))\s+{_NOUN}{_IS}", re.I)
_AND = re.compile(rf"^\s*,?\s*(?:and\s+)?(?:has\s+|with\s+)?(?:(?:the|its|an?)\s+)?{_NOUN}(?:\s+(?:is|equals))?\s*$", re.I)
# ", whose variance is", "with covariance", right after the formula that says what a name is.
_WHOSE = re.compile(rf"^[\s,]*(?:(?:and\s+)?whose\s+{_NOUN}{_IS}|(?:and\s+)?with\s+(?:(?:the|an?)\s+)?{_NOUN.replace('noun', 'with')}\s*(?:equal\s+to|given\s+by)?\s*$)", re.I)
_SET_UP = re.compile(r"\b(?:let|suppos\w+|assum\w+|denot\w+|write|call|sample|empirical|conditional|posterior|prior|approximat\w+|instead|not|would|noise|errors?|draw\w*|consider|where)\b", re.I)
# Of what is given, and of other moments than those under the laws known.
_GIVEN = re.compile(r"\b(?:predictive|unseen|future|fresh|new\s+(?:input|point|observation|sample|target|example|data\w*|measurement|value)s?|let|suppos\w+|assum\w+|if|when|given|denot\w+|write|call|sample|empirical|conditional|posterior|prior|approximat\w+|estimat\w*|known|unknown|instead|not|would)\b", re.I)
# Of a law that is given, or holds nearly.
_DRAWN = re.compile(r"\b(?:let|suppos\w+|assum\w+|if|draw\w*|sampl\w+|instead|another|different|approximat\w*|asymptotic\w*|where|consider|model\w*|fresh|new|under|given)\b", re.I)
_CASE = re.compile(r"^\s*,?\s*(?:only\s+)?(?:when(?:ever)?|if|where|for|on|at|as\s+long|unless|in\s+(?:the|this|that)\s+case)\b", re.I)
_LAW = re.compile(r"\s*(?P<of>[^=~|]+?)\s*\\sim\s*\\mathcal\s*\{?\s*N\s*\}?\s*(?:\\left|\\[bB]igg?l?)?\((?P<arguments>.*?)(?:\\right|\\[bB]igg?r?)?\)\s*[.,;]?\s*", re.S)
_NAMED = re.compile(r"\s*(?P<name>[^=~]+?)\s*(?::?=|\\sim\b)")
# `\\mathbb{E}[f_i'(x)] = ..`, maybe with the index that is drawn below.
_MEAN_OF = re.compile(r"\s*\\mathbb\s*\{?\s*E\s*\}?\s*(?:_\s*(?:\{[^{}|]*\}|\w)\s*)?(?:\\left|\\[bB]igg?l?)?\s*[\[(](?P<of>[^=|\[\]]*?)(?:\\right|\\[bB]igg?r?)?[\])]\s*&?\s*=")
# Before the definition of a part of what is spoken of.
_BESIDE = re.compile(r"\b(?:where|with|in\s+which|for|here)\s*$", re.I)
# "the estimator $c \\bar x$", an expression that is spoken of.
_SPOKEN_OF = re.compile(r"\b(?:estimator|estimate|statistic|predictor|prediction|random\s+(?:variable|vector)|quantity)\s*$", re.I)
# Between two formulas where a sentence ends.
_STOP = re.compile(r"[.!?](?:\s|$)|\n\s*\n")
_LAST = 3  # formulas after which "its" no more speaks of the same


def judged(chains: Chains, row: Source, formula: Formula, sentence: str) -> bool:
    """Judge an expression that the sentence before it calls a mean or a covariance; False where it does not, or nothing is known of it."""
    if (whose := _WHOSE.match(formula.before)) is not None:
        return _of_claimed(chains, whose["noun"] or whose["with"], row, formula, sentence)
    said = _OF.search(sentence) or _HAS.search(sentence)
    goes_on = said is None and (_told_last(chains, 1) or _mean_written(chains) is not None) and _AND.match(formula.before)
    said = said or goes_on or _ITS.search(sentence)
    if not said or _CASE.match(formula.after) or _GIVEN.search(re.sub(r"\$[^$]*\$", "", sentence)):
        return False
    if cases_told.opens(sentence):
        return False
    of = (said.groupdict().get("of") or "").partition("=")[0].strip() or _subject(chains, said.groupdict().get("the") is not None)
    e = _value(chains, of) if of else None
    if e is None or said.groupdict().get("the") and _is_in_law(chains, row):
        return False
    return _compared(chains, said["noun"], of, e, row)


def _of_claimed(chains: Chains, noun: str, row: Source, formula: Formula, sentence: str) -> bool:
    r"""`$\hat\beta = ..$, whose variance is $..$`, of a name with a definition, where the equation right before was found right: in the case that it holds for."""
    at, formulas = chains.meanings.at, chains.meanings.document.formulas
    before = formulas[at - 1] if at else None
    found = _NAMED.match(before.rows[-1].text) if before is not None and before.rows else None
    last = chains.outcome.steps[-1] if chains.outcome.steps else None
    clause = re.sub(r"\$[^$]*\$", "", sentence)
    if _told_last(chains, 1) and last is not None and last.verdict.right and not _SET_UP.search(clause) and not _CASE.match(formula.after):
        e = _value(chains, chains.moment_told[1])
        return e is not None and _compared(chains, noun, chains.moment_told[1], e, row)
    if found is None or last is None or not last.verdict.right or not last.source or last.source not in before.rows[-1].text or last.line != before.rows[-1].locate(0)[0] \
            or _SET_UP.search(clause) or _CASE.match(formula.after):
        return False
    e = _value(chains, found["name"])
    laws = chains.state.context.laws
    if e is None or e.op != "let" or not any(n.op == "var" and n.data.name in laws for n in e.walk()):
        return False
    return _compared(chains, noun, found["name"].strip(), e, row)


def _compared(chains: Chains, noun: str, of: str, e: Expr, row: Source) -> bool:
    """Judge an expression as the moment of this name."""
    left = _left(noun, of, e)
    s = equation(chains.state.context, f"{left} = {row.text.strip().rstrip('.,;')}", row)
    if s is None or chains.state.read(s.pieces[0]) is None:
        return False
    chains.meanings.looked_up(s.pieces[1])
    if chains.state.read(s.pieces[1]) is None and not are_declared(chains.meanings, s.pieces[1]) and not _is_of_known(chains, s.pieces[1], e):
        return False
    with chains.apart():
        chains.chain = Chain(s.pieces[0], s.pieces[0])
        linking.link(chains, s, 0)
    chains.moment_told = chains.meanings.at, of
    return True


def law(chains: Chains, row: Source, sentence: str) -> bool:
    r"""Judge "Hence $\hat w \sim \mathcal{N}(w, \sigma^2 (X^\top X)^{-1})$" of a \hat w that is made of random names: its mean and its covariance. False of
    a name without a definition, which gets its law so."""
    found = _LAW.fullmatch(row.text)
    e = chains.state.context_read(found["of"]) if found is not None and not _DRAWN.search(re.sub(r"\$[^$]*\$", "", sentence)) else None
    if e is None or e.op != "let" or not any(n.op == "var" and n.data.name in chains.state.context.laws for n in e.walk()):
        return False
    arguments = split(found["arguments"])
    if arguments is None:
        return False
    steps = chains.outcome.steps
    for noun, side in zip(("mean", "variance"), arguments):
        line = Source(f"{_left(noun, found['of'], e)} = {side}", row.name, row.locate(0)[0])
        try:
            s = statements(chains.state.context, line)[0]
        except SymcheckError:
            return False
        if len(s.pieces) != 2 or None in s.pieces or chains.state.read(s.pieces[0]) is None:
            return False
        chains.meanings.looked_up(s.pieces[1])
        known = len(steps)
        with chains.apart():
            chains.chain = Chain(s.pieces[0], s.pieces[0])
            linking.link(chains, s, 0)
        if not all(step.verdict.right or step.verdict.word == DIFFERENT for step in steps[known:]):
            del steps[known:]
    return True


def _told_last(chains: Chains, within: int) -> bool:
    return chains.moment_told is not None and chains.meanings.at - chains.moment_told[0] <= within


def _subject(chains: Chains, the: bool) -> str | None:
    """Of what "its mean" speaks: what the last was told of, or what the formula right before defines; of what "the mean" does, only what the last was told
    of right before, or what its own sentence is about."""
    at, formulas, beside = chains.meanings.at, chains.meanings.document.formulas, False
    for k in range(at - 1, max(-1, at - 1 - _LAST), -1):
        if chains.moment_told is not None and chains.moment_told[0] == k and (not the or k == at - 1):
            return chains.moment_told[1]
        if the and _STOP.search(formulas[k + 1].before):
            return None
        if _BESIDE.search(formulas[k].before):
            beside = True  # "the estimator $c \\bar x$, where $\\bar x = ..$": not of the part
            continue
        found = _NAMED.match(formulas[k].rows[-1].text) if formulas[k].rows else None
        e = _value(chains, found["name"]) if found is not None else None
        if e is not None and (e.op == "let" or _is_drawn(chains, e)):
            return found["name"]
        if found is None and _SPOKEN_OF.search(formulas[k].before) and formulas[k].rows and _value(chains, formulas[k].rows[-1].text) is not None:
            return formulas[k].rows[-1].text.strip()
        if k == at - 1 and (of := _mean_written(chains)) is not None:
            return of
        if beside:
            return None
    return None


def _is_drawn(chains: Chains, e: Expr) -> bool:
    """Does an expression hold an index that is drawn, as f_i'(x) does?"""
    return any(law == "uniform" and letter in indices_of(e) for letter, (law, _) in chains.state.context.distributions.items())


def _mean_written(chains: Chains) -> str | None:
    r"""The f_i'(x) of `\mathbb{E}[f_i'(x)] = ..` right before, where the index is drawn."""
    at, formulas = chains.meanings.at, chains.meanings.document.formulas
    found = _MEAN_OF.match(formulas[at - 1].rows[-1].text) if at and formulas[at - 1].rows and not _STOP.search(formulas[at].before) else None
    e = _value(chains, found["of"]) if found is not None else None
    return found["of"] if e is not None and _is_drawn(chains, e) else None


def _is_in_law(chains: Chains, row: Source) -> bool:
    r"""Is this written in the law of a name? "The variance is $\sigma^2$" may speak of that."""
    told = re.sub(r"[\s{}]|[.,;]$", "", row.text)
    return any(re.sub(r"[\s{}]", "", law.source.text[s.span.start:s.span.end]) == told
               for law in chains.state.context.laws.values() if law.source is not None for s in law.written)


def _value(chains: Chains, text: str) -> Expr | None:
    """What is random, where it can be read; of a name with a law of its own nothing is claimed."""
    e = chains.state.context_read(text)
    return e if e is not None and e.op not in ("var", "item", "num", "size") else None


def _is_of_known(chains: Chains, piece: Piece, e: Expr) -> bool:
    """Is a piece made of nothing but what stands in an expression and in the laws of its names? Then their shapes are known."""
    known = names_in(e) | {"I"}
    for law in (law for name, law in chains.state.context.laws.items() if name in known):
        known |= {label(n) for s in law.written for n in s.walk() if type(n) in (Symbol, Accent)}
    return {n.base for n in named_in(piece.syntax)} - TRANSPOSES <= known


def _left(noun: str, of: str, e: Expr) -> str:
    if "variance" not in noun.lower():
        return rf"\mathbb{{E}}\left[{of}\right]"
    return rf"\operatorname{{Var}}\left({of}\right)" if is_scalar(e.shape) else rf"\operatorname{{Cov}}\left({of}\right)"


__all__ = ["judged", "law"]
