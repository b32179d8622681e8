r"""Links about the extreme eigenvalues of a symmetric matrix, judged in a basis of its eigenvectors: `\max_i |1 - t \lambda_i| = \max\{|1 - t m|, |1 - t M|\}`,
`f(x) - f(x^\star) \le \frac{1}{2m} \|\nabla f(x)\|^2`.

The matrix is the diagonal one of any numbers there, and its least and greatest eigenvalue are the least and the greatest of these. That is no restriction for what
speaks of the matrix as a whole; a statement about its entries, or about those of vectors beside it, is not judged here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from symcheck.expr import At, Expr, ShapeError, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation import doubts
from symcheck.judge.derivation.relations import order, signs_of_fractions
from symcheck.judge.derivation.relations.limit import limited
from symcheck.judge.derivation.relations.links import EQUALITIES, Link
from symcheck.judge.derivation.rows.statements import ORDER
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording.extremes_of_spectra import Extremes, extremes
from symcheck.judge.derivation.wording.patterns import letter_of
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.text import SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

_SYMMETRIC = frozenset(("symmetric", "posdef", "possemidef"))
_OF_ENTRIES = frozenset(("entry", "row", "column", "diagonal", "diag", "hadamard", "item", "vec"))  # these tell one basis from another
NOTE = "in a basis of eigenvectors"


@dataclass
class Eigenbasis:
    """What names mean in a basis of eigenvectors of a matrix: `nodes` by what stands for them, `tied` the names that mean something else with it."""

    told: Extremes
    numbers: Expr
    nodes: dict[Expr, Expr]
    tied: frozenset[str]
    matrix: Variable | None
    is_apart: bool = False  # are there the two extremes alone?

    def of(self, e: Expr) -> Expr | None:
        """An expression in this basis; None where it speaks of entries, or of members that have no meaning here."""
        if self.matrix is not None and any(n.op == "var" and n.data == self.matrix for n in e.walk()) and any(
                n.op in _OF_ENTRIES and not self._is_member(n) for n in e.walk()):
            return None
        memo = dict(self.nodes)
        for n in e.walk():
            if self._is_member(n):
                memo[n] = self._member(n.data[0])
        try:
            return exchanged(e, e, e, memo)
        except ShapeError:
            return None

    def apart(self, *sides: Expr) -> Eigenbasis | None:
        """The same for two extremes alone; None where these speak of more."""
        put = {e.data: n for n, e in self.nodes.items() if e.op == "reduce"}
        if len(put) < 2 or self.matrix is not None or any(_is_family(n, self.told) for e in sides for n in e.walk()):
            return None
        least, sign = put["min"], self.numbers.data.traits
        low = build.var(Variable(least.data.name, least.shape, (), least.data.traits | sign))
        gap = build.var(Variable(rf"\delta_{{{self.told.matrix}}}", least.shape, (), frozenset(("nonnegative",))))
        return replace(self, nodes={least: low, put["max"]: build.add(low, gap)}, is_apart=True)

    def state(self, state: State) -> State:
        """The state with what is supposed there in this basis."""
        context = state.context.copy()
        context.assumptions = [(op, *((self.of(x) or x) if isinstance(x, Expr) else x for x in sides)) for op, *sides in context.assumptions]
        return replace(state, context=context)

    def _is_member(self, n: Expr) -> bool:
        return n.op in ("item", "entry") and len(n.data) == 1 and _is_family(n.args[0], self.told)

    def _member(self, at: At) -> Expr:
        if self.told.end and at.base is None and at.offset == 1:
            return build.reduce("min", self.numbers)
        if self.told.end and at.base == self.told.end and not at.offset:
            return build.reduce("max", self.numbers)
        if getattr(at.base, "dim", None) != self.numbers.shape[0]:
            raise ShapeError("entry", self.numbers.shape)
        return build.entry(self.numbers, (at,))


def found(chains: Chains, *sides: Expr) -> Eigenbasis | None:
    """The basis in which these can be judged together; None where they do not speak of extreme eigenvalues, or of those of several matrices."""
    meanings = chains.meanings
    told = {x.matrix: x for x in extremes(meanings.document) if x.at <= meanings.at}
    nodes = list(dict.fromkeys(n for e in sides for n in e.walk()))
    variables = {n.data.name: n for n in nodes if n.op == "var"}
    spoken = [x for x in told.values() if x.names & {*variables} or any(_is_family(n, x) for n in nodes)]
    if len(spoken) != 1:
        return None
    one = spoken[0]
    matrix = next((n for n in variables.values() if letter_of(n.data.name) == one.matrix), None)
    if matrix is None and (e := meanings.shaped(one.matrix)) is not None and e.op == "let":
        return None  # it is made of something, or has numbers here
    if matrix is not None and (not _SYMMETRIC & matrix.data.traits or matrix.shape[0] != matrix.shape[1] or is_scalar(matrix.shape)):
        return None
    family = next((n for n in nodes if _is_family(n, one)), None)
    size = matrix.shape[0] if matrix is not None else family.data.family[0] if family is not None and family.data.family else family.shape[0] if family is not None else one.end or "n_{e}"
    traits = matrix.data.traits if matrix is not None else e.data.traits if e is not None and e.op == "var" else frozenset()
    sign = {"positive"} if one.positive or "posdef" in traits else {"nonnegative"} if "possemidef" in traits else set()
    numbers = build.var(Variable(rf"\Lambda_{{{one.matrix}}}", (size, 1), (), frozenset(sign)))
    put = {variables[name]: build.reduce(kind, numbers) for name, kind in ((one.least, "min"), (one.greatest, "max"))
           if name in variables and is_scalar(variables[name].shape) and not variables[name].data.family}
    if matrix is not None:
        put[matrix] = build.diag(numbers)
    return Eigenbasis(one, numbers, put, frozenset(n.data.name for n in put) | {one.family, family.data.name if family is not None else ""}, matrix.data if matrix is not None else None)


def instead(chains: Chains, a: Piece, b: Piece, op: str, link: Link) -> tuple[Link, frozenset[str]]:
    """A claim that is not right as it stands, judged in such a basis where it speaks of extreme eigenvalues, and the names that have a meaning there."""
    if link.kind != "claim" or link.verdict.word not in (V.DIFFERENT, V.UNDECIDED) or doubts.misfit(link.verdict) or not (op in EQUALITIES or op in ORDER):
        return link, frozenset()
    x = chains.state.read(a)
    y = chains.state.read(b, x) if x is not None else None
    basis = found(chains, x, y) if y is not None else None
    if basis is None:
        return link, frozenset()
    there = limited(lambda: Link(of_values(chains.state, basis, x, y, op) or link.verdict), chains.seconds).verdict
    return (replace(link, verdict=there), basis.tied) if there is not link.verdict else (link, frozenset())


def of_values(state: State, basis: Eigenbasis, x: Expr, y: Expr, op: str) -> Verdict | None:
    """The verdict on a relation of two sides in this basis; None where it is not told. Where both speak of nothing but the two extremes, the greater one is the
    smaller one and what is not negative."""
    apart = basis.apart(x, y)
    v = _of_values(state, apart, x, y, op) if apart is not None else None
    return v if v is not None and v.right else _of_values(state, basis, x, y, op)


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
    if not (v.right or v.word == V.DIFFERENT):
        return None
    return replace(v, notes=(*v.notes, NOTE)) if v.right else v


@contextmanager
def known(state: State, names: frozenset[str]) -> Iterator[None]:
    """What is reported meanwhile is not in doubt for these names."""
    kept, state.doubts.loose = state.doubts.loose, state.doubts.loose - names
    try:
        yield
    finally:
        state.doubts.loose = kept


def _is_family(n: Expr, told: Extremes) -> bool:
    """Is this the family of the eigenvalues, or the vector of them?"""
    return n.op == "var" and bool(told.family) and not (is_scalar(n.shape) and not n.data.family) and n.data.name.partition("_")[0] == told.family


__all__ = ["Eigenbasis", "found", "instead", "known", "of_values"]
