r"""Eigenvalues told in words: "The eigenvalues of $H$ are $2$ and $4$", "$H = ..$ with eigenvalues $\lambda_1 = 4$ and $\lambda_2 = 2$". Of a matrix
whose size is a number each is judged as a zero of `\det(H - \lambda I)`; how often each of them is one is not asked. "The largest
eigenvalue of $H$ is" is one that no other exceeds, where the matrix is one of numbers."""

from __future__ import annotations

import re

import numpy as np

from symcheck.expr import Expr
from symcheck.expr.shape import is_matrix, is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.numbers import rounding
from symcheck.judge.derivation.numbers.values import value_of
from symcheck.judge.derivation.rows.statements import statements
from symcheck.judge.derivation.wording.patterns import APPOSED, NAME
from symcheck.judge.equality import equal
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError

_ARE = r"\s+(?:is|are|equals?|read)(?:\s+(?:then|thus|therefore|hence|just|simply|both|given\s+by))*\s*:?\s*$"
_OF = re.compile(rf"\beigenvalues?\s+of\s+(?:(?:the|this|our)\s+{APPOSED})?\$(?P<of>[^$]+)\$\s*{_ARE}", re.I)
# "Its eigenvalues are", of the matrix that the formula right before defines or writes; "with eigenvalues", right after it.
_ITS = re.compile(rf"\b(?:its|whose)\s+eigenvalues?{_ARE}", re.I)
_WITH = re.compile(r"^[\s,]*(?:which\s+)?(?:with|has|having)\s+(?:the\s+)?eigenvalues?\s*:?\s*$", re.I)
_AND = re.compile(r"^[\s,;]*(?:and|as\s+well\s+as)?\s*$", re.I)
# Words under which they are not claimed, or of others than these.
_SUPPOSED = re.compile(r"\b(?:if|let|suppose\w*|assume\w*|denote\w*|call|when|would|non-?zero|approximat\w*|inverse|not)\b", re.I)
_CASE = re.compile(r"\b(?:if|when(?:ever)?|unless|provided|as\s+long\s+as)\b", re.I)
# All that may stand in the clause before "eigenvalues": what leads on, and which of them, if not just any.
_LEADS = (r"(?:(?:and|so|hence|thus|then|therefore|now|here|again|also|clearly|indeed|since|because|as|that|where|while|with|which|in\s+fact|consequently|we\s+(?:see|find|get|know|have|note)|"
          r"it\s+follows|note|recall|it\s+has|has|having|is|are)\s*,?\s+)*")
_WHICH = re.compile(rf"^[\s\W\d]*{_LEADS}(?:(?:the|its|whose|these|(?P<every>both|all|only)|an?|one|two|three|four|other|remaining|real|distinct|different|first|second|third|of|positive|negative|corresponding)\s+)*"
                    r"(?:(?P<most>largest|maximal|maximum|greatest|larger|biggest|bigger|highest|top)\s+|(?P<least>smallest|minimal|minimum|least|smaller|lowest)\s+|(?P<far>dominant|leading|principal)\s+)?"
                    r"$", re.I)
_PARTS = re.compile(r"[,;:]\s|\.\s|\band\s+(?=the\b|its\b)")
_NEAR = 0.01  # how far rounded values may be from each other
_HEAD = re.compile(rf"\s*(?:(?P<name>{NAME})|[^=]*?)\s*&?\s*:?=")


class EigenvaluesTold:
    """The matrix of which eigenvalues were told last, and by which formula."""

    def __init__(self, chains: Chains):
        self.chains = chains
        self.at, self.of = -9, ""

    def judged(self, row: Source, formula: Formula) -> bool:
        """Judge an expression that the words before it call an eigenvalue; False where they do not, or it is not decided."""
        at = self.chains.meanings.at
        of, which = self._of(formula)
        held = self.chains.meanings.shaped(of) if of else None
        if held is None or not is_matrix(held.shape) or held.shape[0] != held.shape[1] or not isinstance(held.shape[0], int) \
                or any(n.op == "var" and not is_scalar(n.shape) for n in held.walk()):
            return False  # of a matrix of which nothing is known
        try:
            told = statements(self.chains.state.context, row)
        except SymcheckError:
            return False
        if len(told) != 1 or None in told[0].pieces or {*told[0].operators} - {"="}:
            return False
        piece = told[0].pieces[-1]
        value = self.chains.state.read(piece)
        if value is None or not is_scalar(value.shape):
            return False
        verdict = self._verdict(of, told[0].text(len(told[0].pieces) - 1), row)
        if verdict is not None and verdict.word == V.DIFFERENT:
            verdict = self._rounded(held, piece) or verdict
        if verdict is not None and verdict.right and which:
            verdict = _extreme(held, value, which)
        if verdict is None or not verdict.right and verdict.word != V.DIFFERENT:
            return False
        self.at, self.of = (at, of) if not which else (-9, "")
        self.chains.step(told[0], max(len(told[0].pieces) - 2, 0), verdict, reason=(f"the {which} eigenvalue" if which else "an eigenvalue") if verdict.right else "")
        return True

    def _of(self, formula: Formula) -> tuple[str, str]:
        """The matrix of which the words before a formula say eigenvalues, as it is written, and which of them, "largest", "smallest", "dominant" or "only", or ""
        for any; two times "" where they say none."""
        at = self.chains.meanings.at
        if self.at == at - 1 and _AND.match(formula.before):
            return self.of, ""
        sentence = self.chains.meanings.survey.sentence(formula)
        said = _OF.search(sentence)
        its = (_ITS.search(sentence) or _WITH.match(formula.before)) if said is None else None
        if said is None and its is None or _CASE.search(_rest(self.chains.meanings.survey.rest(formula))):
            return "", ""
        before = re.sub(r"\$[^$]*\$", "§", sentence)
        clause = before[:before.lower().rindex("eigenvalue")].rpartition("§")[2] if said is not None or its.re is _ITS else ""
        which = _WHICH.match(_PARTS.split(clause)[-1])
        if _SUPPOSED.search(clause) or which is None:
            return "", ""
        kind = next((word for group, word in (("most", "largest"), ("least", "smallest"), ("far", "dominant"), ("every", "only")) if which[group]), "")
        if re.search(r"\b(?:both|all)\b", (said or its)[0]) is not None:
            kind = "only"
        following = self.chains.meanings.document.formulas[at + 1:at + 2]
        if kind == "only" and following and _AND.match(following[0].before):
            kind = ""  # "all eigenvalues are $1$ and $3$": there is more to come
        return (said["of"].partition("=")[0].strip() if said is not None else self._right_before(at)), kind

    def _right_before(self, at: int) -> str:
        """What the formula right before defines, or writes."""
        earlier = self.chains.meanings.document.formulas[at - 1] if at else None
        if earlier is None or not earlier.rows:
            return ""
        text = earlier.rows[-1].text.strip().rstrip(".,; ")
        found = _HEAD.match(text)
        return text if found is None else found["name"] or text[found.end():].strip()

    def _verdict(self, of: str, value: str, row: Source) -> Verdict | None:
        """Is the determinant of the matrix less this value zero?"""
        text = rf"\det\left({of} - \left({value.strip()}\right) I\right)"
        try:
            sides = statements(self.chains.state.context, Source(f"{text} = 0", row.name, row.locate(0)[0]))[0]
        except SymcheckError:
            return None
        if len(sides.pieces) != 2 or None in sides.pieces or self.chains.state.read(sides.pieces[0]) is None:
            return None
        v = equal(self.chains.state.context, *sides.pieces, self.chains.state.layout)
        if v.word == V.DIFFERENT:
            return Verdict(V.DIFFERENT, v.evidence, counterexample=v.counterexample, message="this is no eigenvalue: the determinant shown, of the matrix less this value, is not zero")
        return v

    def _rounded(self, held: Expr, piece: Piece) -> Verdict | None:
        """The verdict on decimals that may be an eigenvalue of a matrix of numbers, rounded; None where they are none."""
        values = _eigenvalues(held)
        found = [v for x in values or () if (v := rounding.rounded(self.chains.state, np.asarray([x], dtype=object), piece)) is not None]
        return next((v for v in found if v.right), found[0] if found else None)


def _rest(text: str) -> str:
    """What follows a formula in its clause."""
    return re.split(r"[,;.:](?:\s|$)|\b(?:so|hence|thus|therefore)\b", re.sub(r"\$[^$]*\$", "§", f"${text}"))[0]


def _eigenvalues(e: Expr) -> list[float] | None:
    """The eigenvalues of a matrix of numbers, where all are real."""
    value = value_of(e)
    if value is None or value.size != e.shape[0] ** 2:
        return None
    found = np.linalg.eigvals(value.astype(float).reshape(e.shape))
    return sorted(float(x.real) for x in found) if np.all(np.abs(found.imag) < 1e-12) else None


def _extreme(held: Expr, value: Expr, which: str) -> Verdict | None:
    """The verdict on an eigenvalue as the largest or smallest one, the one of the largest modulus, or the only one; None where it is not known."""
    values, written = _eigenvalues(held), value_of(value)
    if values is None or written is None:
        return None
    x = float(written.item())
    beyond = [y for y in values if (y - x if which == "largest" else x - y if which == "smallest" else abs(y - x) if which == "only" else abs(y) - abs(x)) > _NEAR * max(1.0, abs(x))]
    if not beyond:
        return Verdict(V.SUPPORTED, "an eigenvalue, and none is beyond it")
    return Verdict(V.DIFFERENT, f"another eigenvalue is {beyond[-1]:.4g}", message=f"this is not the {which} eigenvalue: another one is {beyond[-1]:.4g}")


__all__ = ["EigenvaluesTold"]
