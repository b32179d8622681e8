r"""Eigenvalues told in words: "The eigenvalues of $H$ are $2$ and $4$", "$H = ..$ with eigenvalues $\lambda_1 = 4$ and $\lambda_2 = 2$". Of a matrix
whose size is a number each is judged as a zero of `\det(H - \lambda I)`; how often each of them is one is not asked."""

from __future__ import annotations

import re

from symcheck.expr.shape import is_matrix, is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.rows.statements import statements
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.judge.equality import equal
from symcheck.judge.verdict import Verdict
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError

_ARE = r"\s+(?:is|are|equals?|read)(?:\s+(?:then|thus|therefore|hence|just|simply|both|given\s+by))*\s*:?\s*$"
_OF = re.compile(rf"\beigenvalues?\s+of\s+(?:(?:the|this|our)\s+(?:[\w-]+\s+){{0,3}})?\$(?P<of>[^$]+)\$\s*{_ARE}", re.I)
# "Its eigenvalues are", of the matrix that the formula right before defines or writes; "with eigenvalues", right after it.
_ITS = re.compile(rf"\b(?:its|whose)\s+eigenvalues?{_ARE}", re.I)
_WITH = re.compile(r"^[\s,]*(?:which\s+)?(?:with|has|having)\s+(?:the\s+)?eigenvalues?\s*:?\s*$", re.I)
_AND = re.compile(r"^[\s,;]*(?:and|as\s+well\s+as)?\s*$", re.I)
# Words under which they are not claimed, or of others than these.
_SUPPOSED = re.compile(r"\b(?:if|let|suppose\w*|assume\w*|denote\w*|call|when|would|non-?zero|largest|smallest|approximat\w*|inverse|not)\b", re.I)
_HEAD = re.compile(rf"\s*(?:(?P<name>{NAME})|[^=]*?)\s*&?\s*:?=")


class EigenvaluesTold:
    """The matrix of which eigenvalues were told last, and by which formula."""

    def __init__(self, chains: Chains):
        self.chains = chains
        self.at, self.of = -9, ""

    def judged(self, row: Source, formula: Formula) -> bool:
        """Judge an expression that the words before it call an eigenvalue; False where they do not, or it is not decided."""
        at = self.chains.meanings.at
        of = self._of(formula)
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
        if verdict is None or not verdict.right and verdict.word != V.DIFFERENT:
            return False
        self.at, self.of = at, of
        self.chains.step(told[0], max(len(told[0].pieces) - 2, 0), verdict, reason="an eigenvalue" if verdict.right else "")
        return True

    def _of(self, formula: Formula) -> str:
        """The matrix of which the words before a formula say eigenvalues, as it is written; "" where they say none."""
        at = self.chains.meanings.at
        if self.at == at - 1 and _AND.match(formula.before):
            return self.of
        sentence = self.chains.meanings.survey.sentence(formula)
        said = _OF.search(sentence)
        clause = re.sub(r"\$[^$]*\$", "§", sentence[:said.start()] if said is not None else sentence).rpartition("§")[2]
        if _SUPPOSED.search(clause):
            return ""
        if said is not None:
            return said["of"].partition("=")[0].strip()
        if _ITS.search(sentence) or _WITH.match(formula.before):
            return self._right_before(at)
        return ""

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


__all__ = ["EigenvaluesTold"]
