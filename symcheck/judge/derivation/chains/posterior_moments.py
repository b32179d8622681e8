r"""Means and covariances of a posterior: `\operatorname{Cov}(w \mid X, y) = ..`, `\mathbb{E}[w \mid y] = ..`.

Where the log of the density that Bayes' rule gives is quadratic in w, the posterior is Gaussian: its covariance is the inverse of minus the Hessian, and
its mean is where the gradient vanishes. Of any other density nothing is said.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.rows.statements import written
from symcheck.judge.derivation.solving.equations import zero_like
from symcheck.judge.derivation.state import Chain, State, names_in, speaks_of
from symcheck.judge.derivation.wording import words
from symcheck.judge.derivation.wording.patterns import NAME, letter_of
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece

_SPACE = r"(?:\s|\\[,;:! ])*"
_OPEN, _CLOSE = r"(?:\\left|\\[bB]igg?l?)?\s*(?:[(\[]|\\?\{)", r"(?:\\right|\\[bB]igg?r?)?\s*(?:[)\]]|\\?\})"
_NAMED = r"(?:\\(?:operatorname|mathrm|text|mathbb|textrm|mathsf)\s*\*?\s*\{{?\s*(?:{0})\s*\}}?|\\(?:{0})(?![A-Za-z]))"
_GIVEN = rf"{_SPACE}{_OPEN}{_SPACE}(?P<of>{NAME}){_SPACE}(?:\\(?:,|mid|vert|middle\s*\|)(?![A-Za-z])|\|)+{_SPACE}(?P<data>[^()\[\]|]*?){_SPACE}{_CLOSE}{_SPACE}"
_SPREAD = re.compile(rf"{_SPACE}{_NAMED.format('Cov|cov|Var|var|V')}{_GIVEN}")
_MEAN = re.compile(rf"{_SPACE}{_NAMED.format('E')}{_GIVEN}")
# Laws that are no posterior, but stand for one.
_APPROXIMATE = re.compile(r"\b(?:approximat\w*|variational|Laplace|mean[- ]field|proposal|guess\w*|suppos\w+|assum\w+|asymptotic\w*)\b", re.I)


def weighed(state: State, chain: Chain, piece: Piece, v: Verdict) -> Verdict:
    """The verdict on a link beside Bayes' rule. That w has this mean or covariance by its own law says nothing of those given a y that depends on it."""
    if v.word == V.UNDECIDED:
        return in_chain(state, chain, piece) or v
    if not v.right or chain.head is not chain.last or not _is_tied(state, chain.head):
        return v
    return judged(state, chain.head, piece) or Verdict(V.UNDECIDED, "it is not known what the posterior is")


def _is_tied(state: State, head: Piece) -> bool:
    """Is this a mean or covariance of a random name given another whose law, definition or density speaks of it, or of which nothing is known?"""
    text = written(head.source, head.syntax.span)
    found = _SPREAD.fullmatch(text) or _MEAN.fullmatch(text)
    of = state.context_read(found["of"]) if found is not None and letter_of(found["of"]) in state.context.laws else None
    if of is None:
        return False
    letter = re.compile(rf"(?<![A-Za-z\\]){re.escape(letter_of(found['of']))}(?![A-Za-z])")
    for name in re.findall(NAME, found["data"]):
        law, meaning = state.context.laws.get(letter_of(name)), state.context_read(name)
        density = re.compile(rf"(?<![A-Za-z\\])[pP]\s*\(\s*{re.escape(letter_of(name))}(?![A-Za-z])[^|()]*?(?:\\mid(?![A-Za-z])|\|)([^()]*)\)")
        if law is not None and law.source is not None and letter.search(law.source.text.split(r"\sim", 1)[-1]) \
                or law is None and meaning is None or meaning is not None and meaning is not of and speaks_of(meaning, of) \
                or any(letter.search(m[1]) for row in state.rows for m in density.finditer(row)):
            return True
    return False


def in_chain(state: State, chain: Chain, piece: Piece) -> Verdict | None:
    """The verdict on the link of a chain that begins with such a mean or covariance: the next one is judged beside it too where the one before differs."""
    if chain.head is chain.last:
        return judged(state, chain.head, piece)
    x, y = state.read(chain.last), state.read(piece)
    if chain.wrong or x is None or y is None or x.shape != y.shape:
        return None
    v = judge(state.context, x, y)
    found = judged(state, chain.head, piece) if v.right or v.word == V.DIFFERENT else None
    return v if found is not None and found.right == v.right else None


def judged(state: State, a: Piece, b: Piece) -> Verdict | None:
    """The verdict on the mean or covariance of a posterior and what it is said to be; None where this is none, or the posterior is not known to be Gaussian."""
    text = written(a.source, a.syntax.span)
    spread = _SPREAD.fullmatch(text)
    found = spread or _MEAN.fullmatch(text)
    if found is None or letter_of(found["of"]) not in state.context.laws or _APPROXIMATE.search(words.SENTENCES.split(state.said.rstrip())[-1]):
        return None
    of = state.context_read(found["of"])
    value = (state.read(b) if spread is not None else state.beside(b, of)) if of is not None else None  # a plain 0 is a mean too
    if of is None or of.op != "var" or value is None:
        return None
    density = rf"\log p({found['of']} \mid {found['data']})"
    first, second = (rf"\frac{{\partial}}{{\partial {found['of']}}}", rf"\frac{{\partial^2}}{{\partial {found['of']}^2}}") if is_scalar(of.shape) else (
        rf"\nabla_{{{found['of']}}}", rf"\nabla_{{{found['of']}}}^2")
    precision, slope = state.context_read(rf"-{second} {density}"), state.context_read(rf"{first} {density}")
    if precision is None or slope is None or not _is_constant(state, precision, of):
        return None
    if spread is not None:
        inverse = state.context_read(rf"\left(-{second} {density}\right)^{{-1}}")
        v = judge(state.context, inverse, value) if inverse is not None and inverse.shape == value.shape else None
    else:
        at = build.substitute(slope, ((of.data, value),)) if value.shape == of.shape else None
        v = judge(state.context, at, zero_like(at)) if at is not None else None
    if v is None or not v.right and (v.word != V.DIFFERENT or not names_in(value) <= names_in(slope)):
        return None
    return replace(v, evidence=f"by Bayes' rule: {v.evidence}") if v.right else v


def _is_constant(state: State, precision: Expr, of: Expr) -> bool:
    """Is minus the Hessian the same wherever it is taken?"""
    start = build.substitute(precision, ((of.data, zero_like(of)),))
    return judge(state.context, precision, start, hint=True).right
