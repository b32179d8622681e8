r"""Links about the extreme eigenvalues of a symmetric matrix, judged in a basis of its eigenvectors: `\max_i |1 - t \lambda_i| = \max\{|1 - t m|, |1 - t M|\}`,
`f(x) - f(x^\star) \le \frac{1}{2m} \|\nabla f(x)\|^2`; and those that hold
where one number is supposed to be less than another, `|1 - 2M / (m + M)| = (M - m) / (M + m)`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symcheck.expr import Expr
from symcheck.judge import verdict as V
from symcheck.judge.derivation import doubts
from symcheck.judge.derivation.relations import eigenbasis, order, signs_of_fractions, where_equal
from symcheck.judge.derivation.relations.eigenbasis import Eigenbasis
from symcheck.judge.derivation.relations.limit import limited
from symcheck.judge.derivation.relations.link import EQUALITIES, Link
from symcheck.judge.derivation.rows.statements import ORDER
from symcheck.judge.derivation.state import State
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.text import SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

NOTE = "in a basis of eigenvectors"


def instead(chains: Chains, a: Piece, b: Piece, op: str, link: Link) -> tuple[Link, frozenset[str]]:
    """A claim that is not right as it stands, judged in such a basis where it speaks of extreme eigenvalues, and the names that have a meaning there."""
    if link.kind != "claim" or link.verdict.word not in (V.DIFFERENT, V.UNDECIDED) or doubts.misfit(link.verdict) or not (op in EQUALITIES or op in ORDER):
        return link, frozenset()
    x = chains.state.read(a)
    y = chains.state.read(b, x) if x is not None else None
    basis = eigenbasis.found(chains, x, y) if y is not None else None
    if basis is None and y is not None and link.verdict.word == V.UNDECIDED and op in EQUALITIES and (ordered := eigenbasis.by_order(chains.state, x, y)) is not None:
        v = limited(lambda: Link(_of_values(chains.state, ordered, x, y, op) or link.verdict), chains.seconds).verdict
        return (replace(link, verdict=v) if v.right else link), frozenset()
    if basis is None:
        return link, frozenset()
    there = limited(lambda: Link(of_values(chains.state, basis, x, y, op) or link.verdict), chains.seconds).verdict
    return (replace(link, verdict=there), basis.tied) if there is not link.verdict else (link, frozenset())


def of_values(state: State, basis: Eigenbasis, x: Expr, y: Expr, op: str) -> Verdict | None:
    """The verdict on a relation of two sides in this basis; None where it is not told. Where both speak of nothing but the two extremes, the greater one is the
    smaller one and what is not negative."""
    apart = basis.apart(x, y)
    v = _of_values(state, apart, x, y, op) if apart is not None else None
    return v if v is not None and (v.right or v.evidence == where_equal.EVIDENCE) else _of_values(state, basis, x, y, op)


def _of_values(state: State, basis: Eigenbasis, x: Expr, y: Expr, op: str) -> Verdict | None:
    p, q = basis.of(x), basis.of(y)
    if p is None or q is None:
        return None
    there = basis.state(state)
    if basis.is_apart:
        p, q = signs_of_fractions.without_sizes(p), signs_of_fractions.without_sizes(q)
    try:
        v = judge(there.context, p, q) if op in EQUALITIES else order.of_values(there, p, q, op)
    except SymcheckError:
        return None
    if v.evidence == where_equal.EVIDENCE:
        return replace(v, message="the sides are equal where all eigenvalues are")
    if not (v.right or v.word == V.DIFFERENT):
        return None
    return replace(v, notes=(*v.notes, NOTE)) if v.right and basis.told.matrix else v


__all__ = ["instead", "of_values"]
