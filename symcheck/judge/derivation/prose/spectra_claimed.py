r"""Bounds and values of eigenvalues, norms and traces of a matrix told in words: "The largest eigenvalue of the Hessian is at most $\frac{1}{4n} \lambda_{\max}(X^\top X)$",
"every eigenvalue of $X^\top X + \mu I$ is at least $\mu$", "the trace of $H$ is $n d$".

They are judged as the formula that they say, `\lambda_{\max}(\nabla^2 L) \le ..`. What fails is wrong only where no word may have limited it. Numbers of
matrices of numbers are judged by `spectra_told.py`.
"""

from __future__ import annotations

import re

from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import equations_read
from symcheck.judge.derivation.numbers.values import is_numeric
from symcheck.judge.derivation.prose import claims_of_all, equals_told, orders_claimed
from symcheck.judge.derivation.relations import order
from symcheck.judge.derivation.wording import noun_phrases
from symcheck.judge.equality import equal
from symcheck.read.documents import Formula
from symcheck.text import Source

_OPENS = r"(?:^|[.;:,]\s*|\b(?:and|so|hence|thus|then|therefore|since|because|that|while|but|moreover|consequently)\s+)(?:\s*(?:then|therefore|thus|hence|also|here|now)\s*,?\s*)?(?:the\s+|each\s+|every\s+|all\s+)?"
_MOST = r"(?P<most>(?:largest|biggest|maximal|maximum|leading|dominant|top|greatest)\s+eigenvalue)"
_LEAST = r"(?P<least>(?:smallest|minimal|minimum|least|lowest)\s+eigenvalue)"
_NORM = r"(?P<norm>(?:spectral|operator)\s+norm|largest\s+singular\s+value)"
_NOUN = rf"(?:{_MOST}|{_LEAST}|{_NORM}|(?P<frobenius>Frobenius\s+norm)|(?P<trace>trace)|(?P<every>eigenvalues?))"
_OF = r"\s+of\s+(?:(?P<hessian>(?:the|this|its)\s+Hessian(?:\s+(?:matrix|of\s+⟦\d+⟧))?)|(?:(?:the|this)\s+(?:\w+\s+)?matrix\s+)?⟦(?P<of>\d+)⟧)"
_THEN = r"(?:(?:then|therefore|thus|hence|also|always|clearly|all|in\s+turn)\s+)*"
_AT_MOST = rf"(?P<le>(?:is|are|stays?|lies?)\s+{_THEN}(?:at\s+most|(?:no|never|not)\s+(?:larger|greater|bigger|more)\s+than|bounded\s+(?:(?:from\s+)?above\s+)?by)|(?:never\s+exceeds?|(?:does|do)\s+not\s+exceed|can\s?not\s+exceed))"
_AT_LEAST = rf"(?P<ge>(?:is|are|stays?|lies?)\s+{_THEN}(?:at\s+least|(?:no|never|not)\s+(?:smaller|less|lower)\s+than|bounded\s+(?:from\s+)?below\s+by))"
_EQUALS = r"(?P<is>(?:is|equals)(?:\s+(?:equal\s+to|exactly|then|thus|therefore))*)"
_SAID = re.compile(rf"{_OPENS}{_NOUN}{_OF}\s*,?\s*(?:{_AT_MOST}|{_AT_LEAST}|{_EQUALS})\s*$", re.I)
_DENIED = re.compile(r"\b(?:if|suppos\w*|assum\w*|let|denot\w*|call|when\w*|would|approximat\w*|unless|instead|nonzero|non-zero|modulus|absolute|provided|as\s+long\s+as)\b", re.I)
# The left side of an equation of a Hessian.
_HESSIAN = re.compile(r"\s*(?P<head>\\nabla\s*(?:_\s*(?:\{[^{}]*\}|\w))?\s*\^\s*\{?\s*2\s*\}?\s*[^=&]*?)\s*&?\s*=")
_A_NAME = re.compile(r"\s*\\?[A-Za-z]+(?:\s*_\s*(?:\{[^{}]*\}|\w))?\s*")


def judged(chains: Chains, row: Source, formula: Formula, sentence: str) -> bool:
    """Judge what the words call a bound or a value of a number of a matrix; False where they do not, or it is not decided."""
    words, texts = noun_phrases.tokens(sentence)
    said = _SAID.search(words)
    if formula.display or said is None or chains.state.in_case or not equals_told.ends(formula.after) or _DENIED.search(words) or orders_claimed.supposes(sentence):
        return False
    matrix = _hessian(chains) if said["hessian"] else texts[int(said["of"])].partition("=")[0].strip()
    text = row.text.strip().rstrip(".,;")
    if not matrix or said["every"] and said["is"] or "=" in text or _A_NAME.fullmatch(text) and (said["is"] or chains.state.context_read(text) is None):
        return False
    left = _written(said, matrix)
    s = equations_read.looked_up(chains.meanings, f"{left} = {text}", row)
    exprs = [chains.state.read(p) for p in s.pieces] if s is not None and len(s.pieces) == 2 else [None]
    if None in exprs or exprs[0].shape != exprs[1].shape or is_numeric(exprs[0]):
        return False
    op = r"\le" if said["le"] else r"\ge" if said["ge"] else "="
    v = order.judged(chains.state, *s.pieces, op) if op != "=" else equal(chains.state.context, *s.pieces, chains.state.layout)
    if not v.right and v.word != V.DIFFERENT:
        return False
    if claims_of_all.mistaken(chains, formula) or v.word == V.DIFFERENT and (claims_of_all.limited(chains, formula) or claims_of_all.numbers_given(chains, exprs)):
        chains.outcome.passed_over(row.locate(0)[0], row.text.strip())
        return True
    s.operators[0], s.pieces[0] = op, None if op == "=" else s.pieces[0]
    chains.step(s, 0, v)
    return True


def _written(said: re.Match[str], matrix: str) -> str:
    """The number of the matrix that the words name."""
    if said["norm"]:
        return rf"\left\|{matrix}\right\|_2"
    if said["frobenius"]:
        return rf"\left\|{matrix}\right\|_F"
    if said["trace"]:
        return rf"\operatorname{{tr}}\left({matrix}\right)"
    most = said["most"] or said["every"] and said["le"]
    return rf"\lambda_{{\{'max' if most else 'min'}}}\left({matrix}\right)"


def _hessian(chains: Chains) -> str:
    """The Hessian that was written last, as it was written; '' where none was."""
    for f in reversed(chains.meanings.document.formulas[:chains.meanings.at]):
        for row in reversed(f.rows):
            if (found := _HESSIAN.match(row.text)) is not None:
                return found["head"]
    return ""


__all__ = ["judged"]
