"""The scope in which an expression becomes a SymPy object, and the three ways in which it does.

`scalar`, `entry` and `matrix` look an operation up in `SCALARS`, `ENTRIES`, `MATRICES`; the modules
`sympy_scalars`, `sympy_entries` and `sympy_matrices` hold the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import sympy as sp

from symcheck.bridge.sympy_names import dimension, not_in_sympy
from symcheck.expr.names import Index, Variable
from symcheck.expr.node import Expr
from symcheck.expr.shape import is_scalar

ONE = sp.Integer(1)


@dataclass(frozen=True)
class Env:
    """Bound indices, variables standing for something else, and what is already converted."""

    bound: dict[Index, sp.Expr] = field(default_factory=dict)
    values: dict[Variable, sp.Basic | tuple[Expr, Env]] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    memo: dict = field(default_factory=dict)

    def bind(self, index: Index) -> tuple[Env, sp.Symbol]:
        """Inside a binder: its index gets a symbol that nothing else in sight has."""
        name, n = index.name, 1
        while name in self.taken:
            name, n = f"{index.name}_{n}", n + 1
        fresh = sp.Symbol(name, integer=True)
        return Env({**self.bound, index: fresh}, self.values, self.taken | {name}), fresh

    def at(self, index: Index, value: sp.Expr) -> Env:
        return Env({**self.bound, index: value}, self.values, self.taken)

    def holding(self, pairs: dict) -> Env:
        """With variables that stand for a symbol, or for an expression in its own scope."""
        return Env(self.bound, {**self.values, **pairs}, self.taken)

    def inside(self, place: Env) -> Env:
        """This scope, used at a place where more names are taken."""
        return Env(self.bound, self.values, self.taken | place.taken)
SCALARS: dict[str, Callable[[Expr, Env], sp.Expr]] = {}
ENTRIES: dict[str, Callable[[Expr, sp.Expr, sp.Expr, Env], sp.Expr]] = {}
MATRICES: dict[str, Callable[[Expr, Env], sp.MatrixExpr | None]] = {}


def scalar(e: Expr, env: Env) -> sp.Expr:
    """A 1 x 1 expression as a SymPy scalar."""
    if e not in env.memo:
        rule = SCALARS.get(e.op)
        env.memo[e] = rule(e, env) if rule else entry(e, ONE, ONE, env)
    return env.memo[e]


def entry(e: Expr, r: sp.Expr, c: sp.Expr, env: Env) -> sp.Expr:
    """Entry (r, c), counted from 1, of a two-axis expression; a scalar is every entry of itself."""
    if len(e.shape) != 2:
        raise not_in_sympy(f"an array with {len(e.shape)} axes")
    if is_scalar(e.shape) and e.op in SCALARS:
        return scalar(e, env)
    rule = ENTRIES.get(e.op)
    if rule is None:
        raise not_in_sympy(f"the operation {e.op}")
    return rule(e, r, c, env)


def matrix(e: Expr, env: Env) -> sp.MatrixExpr:
    """A two-axis expression as a matrix expression; entry by entry where SymPy has no name."""
    rule = MATRICES.get(e.op)
    out = rule(e, env) if rule else None
    if out is not None:
        return out
    if len(e.shape) != 2:
        raise not_in_sympy(f"an array with {len(e.shape)} axes")
    inner, r = env.bind(Index("i", e.shape[0], -1001 - len(env.bound)))
    inner, c = inner.bind(Index("j", e.shape[1], -1001 - len(inner.bound)))
    body = entry(e, r + 1 if e.shape[0] != 1 else ONE, c + 1 if e.shape[1] != 1 else ONE, inner)
    return sp.FunctionMatrix(*map(dimension, e.shape), sp.Lambda((r, c), body))


def summed(dim, name: str, body: Callable[[Env, sp.Expr], sp.Expr], env: Env) -> sp.Expr:
    """The sum of body over 1..dim, written out for one term only."""
    if dim == 1:
        return body(env, ONE)
    inside, k = env.bind(Index(name, dim, -1 - len(env.bound)))
    return sp.Sum(body(inside, k), (k, 1, dimension(dim)))


def over_entries(e: Expr, env: Env, of: Callable[[sp.Expr], sp.Expr] = lambda x: x) -> sp.Expr:
    rows, columns = e.shape
    return summed(rows, "i", lambda outer, r: summed(
        columns, "j", lambda inner, c: of(entry(e, r, c, inner)), outer), env)
