r"""Eigendecompositions told in words: "Let $A = Q \Lambda Q^\top$ with $Q$ orthogonal and $\Lambda = \operatorname{diag}(\lambda_1, \dots, \lambda_n)$".

A symmetric A stays what it is. Q is orthogonal and \Lambda is diagonal; a statement that speaks of one of these is also judged with the
product in the place of A. Of a matrix that is not known to be symmetric nothing is taken.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_matrix
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import Factored, State
from symcheck.judge.derivation.wording.patterns import letter_of
from symcheck.judge.judging import judge
from symcheck.read.documents import Formula
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

NEXT = 4  # formulas in which the factor in the middle is written out
_FACTOR = r"(?:\\(?:mathbf|boldsymbol|bm)\s*\{\s*\\?[A-Za-z]+\s*\}|\\[A-Za-z]+|[A-Za-z])"
_TOP = r"\^\s*(?:\\top|T|\\intercal|\\(?:mathsf|mathrm|mathbf|rm|text)\s*\{?\s*T\s*\}?|\{\s*(?:\\top|T|\\intercal|\\(?:mathsf|mathrm|mathbf|rm|text)\s*\{?\s*T\s*\}?)\s*\})"
_SPACE = r"(?:\s|\\[,;:!])*"
_PRODUCT = re.compile(rf"{_SPACE}({_FACTOR}){_SPACE}({_FACTOR}){_SPACE}(\1){_SPACE}{_TOP}{_SPACE}[.,;]?{_SPACE}")
# What has to be said of it in its sentence.
_SAID = re.compile(r"\b(?:eigen-?(?:value\s+)?(?:decomposition|basis)|eigenvalue\s+decomposition|spectral\s+(?:decomposition|theorem)|diagonali[sz]\w+|orthogonal\b"
                   r"(?!\s+to\b)|orthonormal\s+(?:eigenvectors|eigenbasis))", re.I)
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-Z$\\*])|\n\s*\n")
# `\Lambda = \operatorname{diag}(\lambda_1, \dots, \lambda_n)`; "the diagonal matrix of the eigenvalues $\lambda_1, \dots, \lambda_n$".
_LISTED = r"(?P<value>\\?[A-Za-z]+)\s*_\s*\{?\s*1\s*\}?\s*,(?:[^()$]*?,)?\s*\\[lc]?dots[cb]?\s*,\s*(?P=value)\s*_\s*\{?\s*(?P<end>[A-Za-z])\s*\}?"
_EIGENVALUES = re.compile(rf"\\?(?:operatorname|mathrm|text)?\s*\{{?\s*\\?diag\s*\}}?\s*(?:\\left|\\[bB]igg?l?)?\(\s*{_LISTED}\s*(?:\\right|\\[bB]igg?r?)?\)"
                          rf"|\beigenvalues\s+\$\s*{_LISTED.replace('value', 'value2').replace('end', 'end2')}")


def told(meanings: Meanings, s: Statement, formula: Formula) -> bool:
    """Take in an eigendecomposition of a symmetric matrix; False where the statement is none."""
    if s.operators != ["="] or None in s.pieces or (factors := _PRODUCT.fullmatch(s.text(1))) is None:
        return False
    state, scope = meanings.state, meanings.context.scope
    whole, (q, middle) = state.read(s.pieces[0]), factors.groups()[:2]
    said = _SENTENCE_END.split(meanings.survey.text[formula.start:formula.start + 600])[0]
    if whole is None or whole.op not in ("var", "let") or not is_matrix(whole.shape) or whole.shape[0] != whole.shape[1] \
            or scope.bare(letter_of(q)) is not None or scope.bare(letter_of(middle)) is not None or not _is_symmetric(state, whole) \
            or not _SAID.search(f"{meanings.survey.sentence(formula)} {said}"):
        return False
    n = whole.shape[0]
    positive = {"posdef": r"> 0", "possemidef": r"\ge 0"}.get(next(iter(whole.data.traits & {"posdef", "possemidef"}), ""), r"\in \mathbb{R}")
    lines = [rf"{q} \in \mathbb{{R}}^{{{n} \times {n}}} \text{{ orthogonal}}"]
    values = _EIGENVALUES.search(said)
    letters = {letter_of(q), letter_of(middle)}
    if values is not None and (values["end"] or values["end2"]) == n:
        value = values["value"] or values["value2"]
        if meanings.shaped(f"{value}_i") is None:
            lines.append(rf"{value}_i {positive}, i = 1, \dots, {n}")
        lines.append(rf"{middle} = \operatorname{{diag}}({value}_1, \dots, {value}_{n})")
        letters.add(value)
    else:
        lines.append(rf"{middle} \in \mathbb{{R}}^{{{n} \times {n}}} \text{{ diagonal}}")
    kept = meanings.context.copy()
    product = state.read(s.pieces[1]) if all([meanings.declare(Source(line, s.row.name, s.line())) for line in lines]) else None
    if product is None or product.shape != whole.shape:
        meanings.context.__dict__.update(kept.__dict__)
        return False
    state.factored = [f for f in state.factored if f.whole is not whole] + [Factored(whole, product, frozenset(letters))]
    if values is not None:
        again = re.compile(rf"\s*{re.escape(middle)}\s*=[^=]*diag\b[^=]*")
        meanings.taken.update(k for k, f in enumerate(meanings.document.formulas[:meanings.at + NEXT]) if k > meanings.at and len(f.rows) == 1
                              and not f.display and again.fullmatch(f.rows[0].text) and f.start < formula.start + len(said))
    return True


def _is_symmetric(state: State, e: Expr) -> bool:
    return judge(state.context, e, build.transpose(e), hint=True).right


__all__ = ["told"]
