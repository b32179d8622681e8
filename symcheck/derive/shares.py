"""Shares of a gradient: what one use of a name gives, and the indices that it is for or summed over.

A share is for all members or entries of a name at letters of its own, or for the name as a whole. What stands
at a shifted or fixed place, or under a condition, is brought into one of these two forms here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce

from symcheck.derive.indices import fresh, renamed
from symcheck.derive.lift import lifted_as
from symcheck.expr import At, Expr, Index, build
from symcheck.expr.shape import long_axes


@dataclass(frozen=True)
class Binder:
    """An index that a sum, an array or a family runs over, with the range and condition of a sum."""

    index: Index
    low: At = At(None, 1)
    high: At | None = None
    where: Expr | None = None

    @property
    def whole(self) -> bool:
        return self.low == At(None, 1) and self.high in (
            None, At(self.index.dim, 0), At(None, self.index.dim)) and self.where is None


@dataclass(frozen=True)
class Share:
    """What one use of a name in the definition of `consumer` gives to the name's gradient: for the
    member or entry at `indices`, or for the whole where there are none."""

    consumer: Expr
    indices: tuple[Index, ...]
    value: Expr


@dataclass
class Gradient:
    """The gradient by a name: the sum of its shares, for the member or entry at `indices` if any."""

    name: Expr
    indices: tuple[Index, ...]
    value: Expr  # in names and in gradients by later names
    shares: list[Share] = field(default_factory=list)


def shifted(at: tuple[At, ...], g: Expr, binders: tuple[Binder, ...]
            ) -> tuple[tuple[At, ...], Expr, tuple[Binder, ...]]:
    """A share at i - 1 as a share at k, with i = k + 1 and the range of i as a condition on k."""
    moved = {p.base: (fresh(p.base), p.offset) for p in at}
    to = {i: At(k, -offset) for i, (k, offset) in moved.items()}
    g, new = renamed(g, to), []
    for b in binders:
        if b.index not in moved:
            new.append(b)
            continue
        k, offset = moved[b.index]
        high = b.high or At(b.index.dim)
        place = build.index_value(At(k))
        if (b.low.base, b.low.offset + offset) != (None, 1) and b.low.offset + offset > 1:
            g = build.mul(build.indicator(">=", place, build.index_value(At(b.low.base, b.low.offset + offset))), g)
        if high.offset + offset < 0 or high.base != b.index.dim:
            g = build.mul(build.indicator("<=", place, build.index_value(At(high.base, high.offset + offset))), g)
        if b.where is not None:
            g = build.mul(renamed(b.where, to), g)
        new.append(Binder(k))
    places = tuple(At(moved[p.base][0]) for p in at)
    return places, g, tuple(new)


def condition(b: Binder) -> Expr:
    """1 where a binder's index is in its range and its condition holds, else 0; for a binder that is not whole."""
    place = build.index_value(At(b.index))
    parts = [b.where] if b.where is not None else []
    if b.low != At(None, 1):
        parts.append(build.indicator(">=", place, build.index_value(b.low)))
    if b.high not in (None, At(b.index.dim), At(None, b.index.dim)):
        parts.append(build.indicator("<=", place, build.index_value(b.high)))
    return reduce(build.mul, parts)


def as_array(s: Share, name: Expr) -> Expr:
    """The share of a member or an entry as one of the whole, in the shape of the name."""
    whole = lifted_as(s.value, s.indices, name.shape)
    return build.array(s.indices, s.value, name.shape) if whole is None else whole


def placed(g: Expr, at: tuple[At, ...], a: Expr) -> Expr:
    """The array in the shape of `a` with g at one place, 0 elsewhere."""
    axes = long_axes(a.shape)
    units = [build.basis(p, d) for p, d in zip(at, axes)]
    if len(units) == 1:
        unit = units[0] if a.shape[1] == 1 else build.transpose(units[0])
        return build.mul(g, unit)
    return build.mul(build.mul(g, units[0]), build.transpose(units[1]))
