r"""Maximum likelihood estimates told in words: "The maximum likelihood estimates are $\hat\mu = ..$ and $\hat\sigma^2 = ..$", where the law of the data is known
and no likelihood is written. The derivative of the log-likelihood has to be zero there; they are definitions besides."""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import since_told
from symcheck.judge.derivation.relations import modes
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import speaks_of
from symcheck.judge.judging import judge

_ESTIMATE = r"(?:maximum[\s-]+likelihood(?:\s+(?:estimat(?:e|or)s?|solutions?))|MLEs?|ML[\s-]+estimat(?:e|or)s?)"
_OF = r"(?:\s+(?:of|for)\s+(?:the\s+(?:mean|variance|parameters?|rate|success\s+probability|probability)\b\s*)?(?:\$[^$=]*\$(?:\s*(?:,|and)\s*\$[^$=]*\$)*)?)?"
_IS = r"\s*(?:is|are|equals?|reads?)(?:\s+(?:then|thus|therefore|given\s+by|simply|just|hence|again))*\s*:?\s*"
_CALLED = re.compile(rf"\b{_ESTIMATE}{_OF}{_IS}$|\band\s*$", re.I)
# The whole sentence up to the equation: estimates, joined by "and".
_TOLD = re.compile(rf"^[\s\W\d]*(?:(?:so|hence|thus|then|therefore|now|consequently)\s*,?\s+)?(?:(?:the|its|their)\s+)?{_ESTIMATE}{_OF}{_IS}"
                   rf"(?:\$[^$]*=[^$]*\$(?:\s*,?\s*(?:with|where)\s+\$[^$]*=[^$]*\$)?\s*,?\s*(?:and|,)\s*(?:(?:the|that|one)\s+(?:(?:{_ESTIMATE})?{_OF}){_IS})?)*$", re.I)
_HAT = re.compile(r"\s*\\(?:wide)?hat\s*(?:\{\s*(\\?[A-Za-z]+)\s*\}|(\\[A-Za-z]+)|\s([A-Za-z]))(?:_\s*(?:\{[^{}]*\}|\w))?\s*(?P<squared>\^\s*\{?\s*2\s*\}?)?\s*")
# What words say of a parameter: it is known, or every one is unknown. NAME: in a formula that begins with its name.
_IS_NOW = r"(?:is|be|are|being|was|both|also|itself|assumed|supposed|taken|to|held|and|again|\s|,|$)*"
_KNOWN = (r"(?<!un)(?<!not )\b(?:known|given|fixed)\s+(?:(?!unknown)[\w-]+\s+){0,2}NAME", rf"NAME(?:\s*(?:,|and)\s*\$[^$]*\$)*\s*{_IS_NOW}\b(?:known|fixed|given)\b",
          r"(?<!un)(?<!not )\b(?:known|given|fixed)\s+(?:mean|expectation|location|shape)\b", r"\b(?:mean|expectation|location|shape)\s+(?:parameter\s+)?(?:NAME\s+)?(?:is|be|being)\s+(?:known|given|fixed)\b")
_UNKNOWN = (r"\bunknown\s+(?:[\w-]+\s+){0,2}NAME", rf"NAME(?:\s*(?:,|and)\s*\$[^$]*\$)*\s*{_IS_NOW}\b(?:unknown|not\s+known)\b",
            r"\b(?:both|all|two|the)\s+(?:of\s+)?(?:(?:the|two|these|them)\s+)*(?:parameters\s+)?(?:are|being)\s+(?:both\s+|all\s+)?(?:unknown|not\s+known)\b",
            r"\bunknown\s+parameters\b|\bunknown\s+(?:mean|expectation|location|shape)\b")


def judged(chains: Chains, s: Statement, sentence: str) -> None:
    """Judge an estimate that the words before it call so, where that is decided."""
    state = chains.state
    head = _HAT.fullmatch(s.text(0)) if s.operators == ["="] and len(s.pieces) == 2 and None not in s.pieces else None
    if head is None or _CALLED.search(sentence) is None or len(state.context.laws) != 1:
        return
    if since_told.law_changed(chains.meanings):
        _forget(chains, s)
        return
    if _TOLD.search(sentence) is None or modes.OTHER.search(re.sub(r"\$[^$]*\$", "", sentence)):
        return
    letter = head[1] or head[2] or head[3]
    by, value = state.context_read(letter), state.read(s.pieces[1])
    if by is None or by.op != "var" or by.data.family or value is None or not is_scalar(by.shape) or not is_scalar(value.shape) or state.losses_of(by):
        return
    likelihood = _log_likelihood(chains, letter)
    if likelihood is None or not speaks_of(likelihood, by) or speaks_of(value, by):
        return
    place = build.power(value, build.div(build.num(1), build.num(2))) if head["squared"] else value
    slope = build.derivative(likelihood, by, "column")
    others = _others(chains, likelihood, by)
    verdicts = [judge(state.context, build.substitute(slope, ((by.data, place), *other)), build.num(0)) for other in others]
    v = next((v for v in verdicts if v.right), verdicts[0])
    needed = [n for n in dict.fromkeys(value.walk()) if _is_parameter(n) and speaks_of(likelihood, n)] if verdicts[0].right else []
    if needed and not any(v.right for v in verdicts[1:]):  # right where these are known
        if not any(_is_said(chains, n, _UNKNOWN) for n in needed):
            if not all(_is_said(chains, n, _KNOWN) for n in needed):
                return
        elif len(others) > 1:
            v = verdicts[1]
        else:
            return
    if v.right or all(w.word == V.DIFFERENT for w in verdicts[bool(needed):]):
        chains.step(s, 0, v, reason="the derivative of the log-likelihood is zero there" if v.right else "")


def _forget(chains: Chains, s: Statement) -> None:
    """An estimate under another law is another one: what its name stood for is over."""
    state = chains.state
    head = state.read(s.pieces[0])
    for entry in [e for e in state.context.scope if head is not None and head.op == "let" and e.expr is head]:
        state.context.scope.drop(entry)
    state.context.remembered = {}


def _others(chains: Chains, likelihood: Expr, by: Expr) -> list[tuple]:
    """What the other parameters may be: what their own estimates are, if these are defined, or the mean of the data, or known numbers."""
    state = chains.state
    (data,) = state.context.laws
    free = [n for n in dict.fromkeys(likelihood.walk()) if n is not by and _is_parameter(n)]
    size = next((str(v.family[0]) for name, v in state.context.variables.items() if name == data and v.family), "")
    found: list[tuple] = [()]
    for n in free:
        letter = n.data.name
        told = [state.context_read(text) for text in (rf"\hat{{{letter}}}", rf"\frac{{1}}{{{size}}} \sum_{{i=1}}^{{{size}}} {re.sub(r'_.*', '', data)}_i" if size else "0")]
        found += [((n.data, e),) for e in told if e is not None and is_scalar(e.shape) and not speaks_of(e, n)]
    return found


def _is_parameter(n: Expr) -> bool:
    return n.op == "var" and not n.data.family and is_scalar(n.shape)


def _is_said(chains: Chains, n: Expr, words: tuple[str, ...]) -> bool:
    """Do the words so far say of a parameter that it is known, or unknown?"""
    text = chains.meanings.survey.text[:chains.meanings.document.formulas[chains.meanings.at].start] + chains.meanings.document.formulas[chains.meanings.at].after
    name = re.escape(n.data.name)
    return any(re.search(p.replace("NAME", rf"\$\s*{name}(?![A-Za-z])[^$]*\$"), text, re.I) for p in words)


def _log_likelihood(chains: Chains, by: str) -> Expr | None:
    """The logarithm of the likelihood of all data, of the one law known, in this parameter."""
    state = chains.state
    ((name, law),) = state.context.laws.items()
    y = state.context.variables.get(name)
    if y is None or not is_scalar(y.shape) or len(y.family) != 1:
        return None
    e = state.context_read(modes.log_likelihood(state, name, y, law, by))
    return e if e is not None and is_scalar(e.shape) else None


__all__ = ["judged"]
