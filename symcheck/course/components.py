r"""Components of what is asked: `\frac{\partial L}{\partial W_{ij}}` is an entry of the gradient by W.

Which entry a left side names is found by proof, not by its letters: it must be equal to that entry.
"""

from __future__ import annotations

from itertools import permutations

from symcheck.expr import At, Expr, Index, build
from symcheck.expr.shape import is_scalar, long_axes
from symcheck.judge.equality import equal
from symcheck.judge.sides import read_side
from symcheck.read.context import Context, Piece, indices_of
from symcheck.text import SymcheckError


def component(context: Context, target: str, side: Piece) -> Expr | None:
    """The entry of the target that `side` names, if it names one."""
    for layout in ("column", "row"):
        try:
            asked, given = read_side(context, target, layout), read_side(context, side, layout)
        except SymcheckError:
            continue
        if not is_scalar(given.shape):
            return None
        own = indices_of(asked)
        for e in _entries(asked, tuple(x for x in indices_of(given).items() if x[0] not in own)):
            if equal(context, e, given, layout).right:
                return e
    return None


def whole(context: Context, target: str, side: Piece) -> Expr | None:
    """The derivative by a whole array that `side` names, where the target is that by an entry of it."""
    for layout in ("column", "row"):
        try:
            asked, given = read_side(context, target, layout), read_side(context, side, layout)
        except SymcheckError:
            continue
        e = by_whole(asked, layout)
        if e is not None and given.op == "derivative" and given.args[1] is e.args[1] and (
                equal(context, e, given, layout).right):
            return e
    return None


def by_whole(asked: Expr, layout: str = "column") -> Expr | None:
    """The derivative by a whole array of what is asked to be differentiated by an entry of it."""
    if asked.op == "derivative" and asked.args[1].op == "entry":
        return build.derivative(asked.args[0], asked.args[1].args[0], layout)
    return None


def components(context: Context, target: str, letters: list[str]) -> list[Expr]:
    """The entries of the target at these letters: first row and column in the order of the alphabet."""
    try:
        asked = read_side(context, target, "column")
    except SymcheckError:
        return []
    axes = long_axes(asked.shape)
    if not axes or len(letters) != len(axes):
        return []
    return [build.entry(asked, tuple(At(Index(x, d)) for x, d in zip(order, axes)))
            for order in permutations(letters)]


def _entries(asked: Expr, indices: tuple) -> list[Expr]:
    """The entries of an array at free indices that run over its axes, in every order that fits."""
    axes = long_axes(asked.shape)
    if len(indices) != len(axes) or not axes:
        return []
    return [build.entry(asked, tuple(At(Index(name, dim)) for name, dim in order))
            for order in permutations(indices) if all(dim == d for (_, dim), d in zip(order, axes))]
