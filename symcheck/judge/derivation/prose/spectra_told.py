r"""Largest and smallest eigenvalues of matrices of numbers, told in words, and what is said by them: "Its largest eigenvalue is $4$, its smallest is $1$ and its condition
number is $4$", "The gradient of $f$ is Lipschitz continuous with constant $9$", "the strong convexity constant is $\mu = 1$" of a quadratic function.

Eigenvalues are found in digits: what agrees to the last digits is right, what does not is wrong. A larger constant than the least one is one, too: of it nothing is said,
but where the words speak of the constant."""

from __future__ import annotations

import re

import numpy as np

from symcheck.expr import build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.numbers.values import value_of
from symcheck.judge.derivation.prose import equals_told, only_function
from symcheck.judge.derivation.rows.statements import statements
from symcheck.judge.derivation.wording import noun_phrases
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError

_MOST = r"(?P<most>largest|biggest|maximal|maximum|leading|dominant|top|greatest)"
_LEAST = r"(?P<least>smallest|minimal|minimum|least|lowest)"
_IS = rf"(?:\s+(?:⟦\d+⟧\s+)?{equals_told.IS}\s*{equals_told.ADVERB}|\s*):?\s*$"
_OPENS = r"(?:^|[.;:,]\s*|\b(?:and|so|hence|thus|since|because|that|while|whereas|but|has|with|as)\s+)(?:the|its|whose|an?)?\s*"
_OF = r"(?:\s+of\s+(?:(?:the\s+|this\s+)?(?:matrix\s+)?⟦(?P<of>\d+)⟧|(?P<hessian>(?:the|its)\s+Hessian)))?"
_EIGENVALUE = re.compile(rf"{_OPENS}(?:{_MOST}|{_LEAST})\s+eigenvalue{_OF}{_IS}", re.I)
_ITS = re.compile(rf"{_OPENS}(?:{_MOST}|{_LEAST})(?:\s+(?:one|eigenvalue))?{_IS}", re.I)
_CONDITION = re.compile(rf"{_OPENS}(?P<condition>(?:spectral\s+)?condition\s+number){_OF}{_IS}", re.I)
# Of the gradient of the only function: a bound, or the constant itself.
_LIPSCHITZ = re.compile(r"\b(?:the|its)\s+gradient(?:\s+of\s+(?:the\s+\w+\s+)?⟦\d+⟧)?\s+(?:⟦\d+⟧\s+)?is\s+(?:then\s+|thus\s+|globally\s+)*(?:⟦\d+⟧-)?Lipschitz(?:[\s-]+continuous)?\s+with\s+(?:(?:the|a)\s+)?(?:Lipschitz\s+)?constant"
                        r"\s*(?:equal\s+to)?\s*$", re.I)
_CONSTANT = re.compile(rf"{_OPENS}(?:(?:(?:best|smallest)\s+)?(?P<smooth>smoothness\s+(?:constant|parameter)|Lipschitz\s+constant\s+of\s+(?:the|its)\s+gradient(?:\s+of\s+⟦\d+⟧)?)|"
                       rf"(?P<convex>strong[\s-]convexity\s+(?:constant|parameter)))(?:\s+of\s+(?:the\s+\w+\s+)?⟦\d+⟧)?{_IS}", re.I)
# "The sigmoid $\sigma(z) = ..$ is Lipschitz with constant": the largest slopes of functions that words call by name.
_LOGISTIC = re.compile(r"\s*(?:\\[dt]?frac\s*\{?\s*1\s*\}?\s*\{\s*1\s*\+\s*e\s*\^\s*\{\s*-\s*[a-z]\s*\}\s*\}|1\s*/\s*\(\s*1\s*\+\s*e\s*\^\s*\{\s*-\s*[a-z]\s*\}\s*\))\s*")
_SLOPES = {"sigmoid": 0.25, "tanh": 1.0, "softplus": 1.0, "relu": 1.0}
_NAMED_LIPSCHITZ = re.compile("(?:" + "|".join(rf"(?P<{name}>\b(?:{words}))" for name, (words, _) in noun_phrases.FUNCTIONS.items()) + r")(?:\s+⟦(?P<written>\d+)⟧)?\s+is\s+(?:then\s+|thus\s+|globally\s+)*Lipschitz"
                              r"(?:[\s-]+continuous)?\s+with\s+(?:(?:the|a)\s+)?(?:Lipschitz\s+)?constant\s*$", re.I)
_HEAD = re.compile(r"\s*(?:(?P<name>[^=]+?)\s*&?\s*:?=)?(?P<value>.*)", re.S)
_DENIED = re.compile(r"\b(?:if|suppos\w*|assum\w*|let|denot\w*|call|when|would|approximat\w*|inverse|not|unless|instead|nonzero|non-zero|modulus|absolute)\b", re.I)
_BACK = 4


class SpectraTold:
    """The eigenvalues that were spoken of last, and by which formula."""

    def __init__(self, chains: Chains):
        self.chains = chains
        self.at, self.last = -9, None

    def judged(self, row: Source, formula: Formula, sentence: str) -> bool:
        """Judge a number that the words call an extreme eigenvalue, or a constant that is one; False where they do not, or it is not decided."""
        words, texts = noun_phrases.tokens(sentence)
        if formula.display or not equals_told.ends(formula.after) or _DENIED.search(words):
            return False
        told = _EIGENVALUE.search(words) or _CONDITION.search(words)
        goes_on = _ITS.search(words) if told is None and 0 < self.chains.meanings.at - self.at <= 2 else None
        constant = _LIPSCHITZ.search(words) or _CONSTANT.search(words) if told is None and goes_on is None else None
        if (named := _NAMED_LIPSCHITZ.search(words)) is not None and (value := self._value(row)) is not None and (
                named["written"] is None or "=" not in (text := texts[int(named["written"])]) or _LOGISTIC.fullmatch(text.partition("=")[2])):
            return self._step(row, slope := next(x for name, x in _SLOPES.items() if named[name]), value, bound=True, found=[slope])
        groups = (told or goes_on or constant).groupdict() if told or goes_on or constant else None
        if groups is None:
            return False
        found = self.last if goes_on is not None else self._of_function() if constant or groups.get("hessian") else self._of_matrix(texts, groups.get("of"))
        value = self._value(row)
        if not found or value is None:
            return False
        low, high = found[0], found[-1]
        if groups.get("condition") and low <= 0:
            return False
        known = high / low if groups.get("condition") else low if groups.get("least") or groups.get("convex") else high
        return self._step(row, known, value, bound=constant is not None and constant.re is _LIPSCHITZ, found=found)

    def _step(self, row: Source, known: float, value: float, bound: bool, found: list[float]) -> bool:
        right = abs(known - value) <= 1e-9 * max(1.0, abs(known))
        if not right and (abs(known - value) < 1e-4 * max(1.0, abs(known)) or bound and value > known):
            return False
        try:
            s = statements(self.chains.state.context, row)[0]
        except (SymcheckError, IndexError):
            return False
        v = Verdict(V.EQUAL, "it agrees to the last digits") if right else Verdict(
            V.DIFFERENT, "the numbers differ", message=f"{'it is' if len(found) == 1 else 'the eigenvalues are'} {', '.join(f'{x:.6g}' for x in found)}")
        if s.operators:
            self.chains.step(s, len(s.operators) - 1, v)
        else:
            self.chains.step(type(s)([None, s.pieces[0]], ["="], s.row, s.span), 0, v)
        self.at, self.last = self.chains.meanings.at, found
        return True

    def _value(self, row: Source) -> float | None:
        """The number that a formula is, or ends with."""
        e = self.chains.state.context_read(_HEAD.match(row.text.rpartition("=")[2])["value"].strip().rstrip(".,;"))
        value = value_of(e) if e is not None and is_scalar(e.shape) else None
        return float(value.reshape(-1)[0]) if value is not None and value.size == 1 else None

    def _of_matrix(self, texts: list[str], of: str | None) -> list[float] | None:
        """The eigenvalues of the matrix of this number, or of the last formula that writes one or its name, the only one before."""
        formulas, at = self.chains.meanings.document.formulas, self.chains.meanings.at
        if of is not None:
            return self._eigenvalues(texts[int(of)])
        for f in reversed(formulas[max(0, at - _BACK):at]):
            text = f.rows[-1].text if f.rows else ""
            if (found := self._eigenvalues(text)) is not None:
                return found
        return None

    def _eigenvalues(self, text: str) -> list[float] | None:
        """The eigenvalues of a symmetric matrix of numbers, the smallest first."""
        parts = _HEAD.match(text.strip().rstrip(".,; "))
        e = self.chains.state.context_read(parts["name"] or parts["value"])
        if e is None or len(e.shape) != 2 or e.shape[0] != e.shape[1] or is_scalar(e.shape) or not isinstance(e.shape[0], int):
            return None
        value = value_of(e)
        return _spectrum(value, e.shape[0]) if value is not None else None

    def _of_function(self) -> list[float] | None:
        """The eigenvalues of the Hessian of the only function that the document defines so far, where it is a constant."""
        f = only_function.found(self.chains)
        if f is None or only_function.has_numbers(self.chains, f, f.value):
            return None
        second = build.derivative(f.slope(), f.variable, "column")
        start = build.num(0) if is_scalar(f.variable.shape) else build.zeros(f.variable.shape)
        at = f.at(second, start)
        value = value_of(at) if all(isinstance(n, int) for n in f.variable.shape) else None
        if value is None or not judge(f.context, second, at, hint=True).right:
            return None
        return _spectrum(value, 1 if is_scalar(f.variable.shape) else f.variable.shape[0])


def _spectrum(value: np.ndarray, n: int) -> list[float] | None:
    try:
        matrix = np.asarray(value, dtype=object).reshape(n, n).astype(float)
    except (TypeError, ValueError):
        return None
    return sorted(float(x) for x in np.linalg.eigvalsh(matrix)) if np.allclose(matrix, matrix.T, atol=0) else None


__all__ = ["SpectraTold"]
