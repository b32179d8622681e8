"""What names stand for: variables, indices and functions.

These records are compared by identity of what they name, never by looks: two variables are the
same when their canonical LaTeX name is; a bound index is a fresh object for each binder.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from symcheck.expr.shape import SCALAR, Dim, Shape


@dataclass(frozen=True, slots=True)
class Variable:
    r"""A declared or defined name.

    `name` is canonical LaTeX (`W^{(1)}`, `\hat{y}`). `family` holds the ranges of the indices that
    number its members (`x_i \in R^d, i = 1..N` has shape (d, 1) and family (N,)).
    `traits`: any of `positive nonnegative negative nonzero integer symmetric posdef possemidef
    orthogonal invertible unit` (unit: in the open interval (0, 1)); `noise` of what polynomials are differentiated
    by at zero to find means; `members` of the 0/1 vector of a set of indices.
    `bounds`: declared lower and upper bound as (number or None, number or None).
    `values`: the members of a declared finite set of numbers, as {0, 1}; () where there is none.
    """

    name: str
    shape: Shape = SCALAR
    family: tuple[Dim, ...] = ()
    traits: frozenset[str] = frozenset()
    bounds: tuple[object, object] = field(default=(None, None))
    values: tuple[Fraction, ...] = field(default=())

    @property
    def set(self) -> str:
        r"""The name of the set whose members it tells: S of `\mathbf{1}_{S}`; '' of anything else."""
        return self.name[len(r"\mathbf{1}_{"):-1] if "members" in self.traits else ""

    def __repr__(self) -> str:
        return f"Variable({self.name})"

    def __hash__(self) -> int:
        return hash(self.name)  # few share a name, and the hash of a string is kept


@dataclass(frozen=True, slots=True)
class Index:
    """An index that runs over 1..dim. `uid` is 0 for a free one, else unique to its binder."""

    name: str
    dim: Dim
    uid: int = 0


@dataclass(frozen=True, slots=True)
class At:
    """A position on an axis, counted from 1: `base + offset`.

    base None: the constant `offset`; an `Index`: i + offset; a dimension: N + offset (from the end).
    """

    base: Index | Dim | None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Function:
    r"""A function of one kind of argument.

    `kind`: 'elementwise' (R -> R, acts entrywise on any shape) or 'general' (R^n -> R^m, its
    Jacobian is opaque), 'many' (n scalar arguments to one scalar, each partial opaque).
    `known` is its name in the table of known elementwise functions (`exp`, `sigmoid`...), or ''
    for one that is only declared. For 'general', `domain`/`codomain` are shapes of the argument
    and of the value; for 'many', `arity` is the number of arguments, a `Dim`.
    """

    name: str
    kind: str = "elementwise"
    known: str = ""
    domain: Shape = SCALAR
    codomain: Shape = SCALAR
    arity: Dim = 1

    def __hash__(self) -> int:
        return hash(self.name)
