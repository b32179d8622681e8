r"""What names mean in a basis of the eigenvectors of a symmetric matrix whose extreme eigenvalues words have named.

The matrix is the diagonal one of any numbers there, and its least and greatest eigenvalue are the least and the greatest of these. That is no restriction for what
speaks of the matrix as a whole; a statement about its entries, or about those of vectors beside it, has no meaning here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from symcheck.expr import At, Expr, ShapeError, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording.extremes_of_spectra import Extremes, extremes
from symcheck.judge.derivation.wording.patterns import letter_of
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

_SYMMETRIC = frozenset(("symmetric", "posdef", "possemidef"))
# What means the same in every orthonormal basis, of vectors and matrices; all else tells one basis from another, where it is of more than numbers.
_OF_NO_BASIS = frozenset(("var", "let", "eye", "zeros", "neg", "mul", "transpose", "inverse", "pinv", "matpow", "trace", "det", "dot", "outer", "leading", "polar", "jacobian", "derivative", "substitute",
                          "sum", "prod"))
_NORMS = frozenset(("fro", "spectral", "nuclear"))
_OF_A_BASIS = frozenset(("diagonal", "positive", "nonnegative", "negative", "nonpositive", "integer"))


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
        if self.matrix is not None and any(n.op == "var" and n.data == self.matrix for n in e.walk()) and not all(self._is_of_no_basis(n) for n in e.walk()):
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

    def alone(self, *sides: Expr) -> Eigenbasis | None:
        """As `apart`, or for one extreme, which is any number of its sign."""
        one = len(self.nodes) == 1 and self.matrix is None and not any(_is_family(n, self.told) for e in sides for n in e.walk())
        return replace(self, nodes={}) if one else self.apart(*sides)

    def state(self, state: State) -> State:
        """The state with what is supposed there in this basis; what holds anyhow, as for a step size that it was solved for, is no assumption."""
        context, supposed = state.context.copy(), [(op, *((self.of(x) or x) if isinstance(x, Expr) else x for x in sides)) for op, *sides in state.context.assumptions]
        context.assumptions = []
        context.assumptions = [a for a in supposed if a[0] != "=" or not judge(context, *a[1:3], hint=True).right]
        return replace(state, context=context)

    def _is_of_no_basis(self, n: Expr) -> bool:
        """Does this operation mean the same whichever orthonormal basis its vectors and matrices are written in, or is it of numbers and eigenvalues alone?"""
        if n.op == "var" and not is_scalar(n.shape) and not n.data.family:
            return n.data == self.matrix or _is_family(n, self.told) or not n.data.traits & _OF_A_BASIS
        if n.op in _OF_NO_BASIS or is_scalar(n.shape) and all(is_scalar(a.shape) for a in n.args) and n.op not in ("entry", "item"):
            return True
        if n.op == "norm" and (n.data in _NORMS or n.data == "p" and n.args[1].op == "num" and n.args[1].data == 2):
            return True
        if n.op == "add" and all(a.shape == n.shape for a in n.args) or n.op in ("div", "hadamard") and any(is_scalar(a.shape) for a in n.args[-1 if n.op == "div" else 0:]) \
                or n.op == "apply" and n.data[0].kind != "elementwise":
            return True
        return not any(x.op in ("ones", "basis", "matrix") or x.op in ("var", "item", "entry") and not self._is_member(x) and not _is_family(x, self.told)
                       and (x.op != "var" or not is_scalar(x.shape) or x.data.family) for x in n.walk())

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
    sign = {"positive"} if one.positive or "posdef" in traits or _is_least_positive(chains.state, meanings.shaped(one.least) if one.least else None) else {"nonnegative"} if "possemidef" in traits else set()
    numbers = build.var(Variable(rf"\Lambda_{{{one.matrix}}}", (size, 1), (), frozenset(sign)))
    put = {variables[name]: build.reduce(kind, numbers) for name, kind in ((one.least, "min"), (one.greatest, "max"))
           if name in variables and is_scalar(variables[name].shape) and not variables[name].data.family}
    if matrix is not None:
        put[matrix] = build.diag(numbers)
    return Eigenbasis(one, numbers, put, frozenset(n.data.name for n in (*put, *(n for n in nodes if n.op == "let"))) | {one.family, family.data.name if family is not None else ""}, matrix.data if matrix is not None else None)


def by_order(state: State, *sides: Expr) -> Eigenbasis | None:
    """What numbers mean of which one is supposed not to be greater than the other: the greater one is the smaller one and what is not negative."""
    spoken = {n for e in sides for n in e.walk() if n.op == "var"}
    for op, a, b, *_ in state.context.assumptions:
        low, high = (a, b) if op in ("<", r"\le", "<=") else (b, a) if op in (">", r"\ge", ">=") else (None, None)
        if low is not None and low.op == high.op == "var" and {low, high} <= spoken and is_scalar(low.shape) and is_scalar(high.shape) and not low.data.family and not high.data.family:
            gap = build.var(Variable(rf"\delta_{{{high.data.name}}}", low.shape, (), frozenset(("nonnegative",))))
            new = build.var(Variable(low.data.name, low.shape, (), low.data.traits | ({"positive"} if _is_positive(state, low) else frozenset())))
            return Eigenbasis(Extremes(0, ""), gap, {low: new, high: build.add(new, gap)}, frozenset(), None, is_apart=True)
    return None


def _is_least_positive(state: State, least: Expr | None) -> bool:
    r"""Is the least eigenvalue positive, as `$\mu = \lambda_1 \le \dots \le \lambda_n = L$, $\mu > 0$` and then all of them?"""
    return least is not None and least.op == "var" and is_scalar(least.shape) and ("positive" in least.data.traits or _is_positive(state, least))


def _is_positive(state: State, e: Expr) -> bool:
    return any(op == "<" and a.op == "num" and a.data >= 0 and b is e or op == ">" and b.op == "num" and b.data >= 0 and a is e
               for op, a, b, *_ in state.context.assumptions if isinstance(b, Expr))


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


__all__ = ["Eigenbasis", "by_order", "found", "known"]
