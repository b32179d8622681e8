r"""Derivatives by single entries, collected: "In matrix form this is $\operatorname{diag}(p) - p p^\top$", "the matrix of partials is $..$", after
`\frac{\partial p_k}{\partial z_j} = ..`."""

from __future__ import annotations

import re

from symcheck.expr import At, Index, build
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.chains import linking
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names.equations_read import equation
from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import Chain, Gradient, called
from symcheck.judge.judging import judge
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.parser import parse
from symcheck.text import Source

# "collecting all entries, the matrix of partials is", "in matrix form the gradient is", after a derivative by one entry.
_COLLECTED = re.compile(r"(?:\b(?:the|this)\s+(?:whole\s+|full\s+)?(?:matrix|vector)\s+of\s+(?:all\s+)?(?:the\s+|these\s+)?(?:partials|(?:partial\s+)?derivatives)|"
                        r"\bin\s+(?:matrix|vector|matrix-vector|vectori[sz]ed|compact)\s+(?:form|notation)\s*,?\s*(?:this|it|that|the\s+(?:whole\s+|full\s+)?gradient|the\s+derivative))\s+"
                        r"(?:is|equals|becomes|reads)(?:\s+(?:then|thus|therefore|just|simply|hence))?\s*:?\s*$", re.I)
_CASE = re.compile(r"^\s*,?\s*(?:only\s+)?(?:when(?:ever)?|if|where|for|on|at|as\s+long|unless|in\s+(?:the|this|that)\s+case)\b", re.I)


def told(sentence: str) -> bool:
    """Do the words right before an expression say that it collects what was told of entries?"""
    return _COLLECTED.search(sentence) is not None


def judged(chains: Chains, row: Source, formula: Formula) -> bool:
    """Judge the matrix or vector of the derivatives by the entries of a name, by one of which the last derivative was taken."""
    last = chains.state.gradients[-1] if chains.state.gradients else None
    whole = last.by if last is not None and is_scalar(last.f.shape) else None
    if whole is None or whole.op not in ("entry", "item") or _CASE.match(formula.after):
        return False
    if last.f.op in ("entry", "item"):
        return _jacobian_collected(chains, row, last)
    whole = whole.args[0]
    if whole.op not in ("var", "let"):
        return False
    piece = Piece(parse(row, chains.state.context.words), row)
    chains.meanings.looked_up(piece)
    value = chains.state.read(piece)
    if value is None or has_derivative(value) or value.op in ("var", "num"):
        return False
    verdict = judge(chains.state.context, build.derivative(last.f, whole, "column"), value)
    chains.step(Statement([None, piece], ["="], row, piece.syntax.span), 0, verdict, reason=f"the derivative by {called(whole)}" if verdict.right else "")
    return True


def _jacobian_collected(chains: Chains, row: Source, last: Gradient) -> bool:
    r"""Judge as the Jacobian of a vector what collects the `\frac{\partial p_k}{\partial z_j}`, told for any two of their entries."""
    (of, by), (k, j) = (last.f.args[0], last.by.args[0]), (last.f.data, last.by.data)
    if any(e.op not in ("var", "let") or not is_vector(e.shape) or e.data.family for e in (of, by)) or k == j or not all(type(x) is At and type(x.base) is Index for x in (*k, *j)):
        return False
    s = equation(chains.state.context, rf"\frac{{\partial {of.data.name}}}{{\partial {by.data.name}}} = {row.text.strip().rstrip('.,;')}", row)
    if s is None or chains.state.read(s.pieces[0]) is None:
        return False
    chains.meanings.looked_up(s.pieces[1])
    if chains.state.read(s.pieces[1]) is None:
        return False
    with chains.apart():
        chains.chain = Chain(s.pieces[0], s.pieces[0])
        linking.link(chains, s, 0)
    return True


__all__ = ["judged", "told"]
