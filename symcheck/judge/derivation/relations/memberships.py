r"""`a \in \mathbb{R}^{m \times n}`: is the shape the one stated?

A length of a name that nothing declares is no more than a name for what is not known, `n_W` of `W x + b`: a set is no misfit for it. Where
the size in the set stands in no formula before, the set tells the length, and all sets after it are measured by that; where the size has a
meaning already, it is not known whether it is this one."""

from __future__ import annotations

import re

from symcheck.expr.shape import describe, is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.state import State
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.read.context import Piece
from symcheck.read.sets import read_set
from symcheck.text import SymcheckError

# `n_W`, `m_{a1}`: how a length is called of which nothing is known.
_OWN = re.compile(r"[nmd]_(?:\{\w+\}|\w+)")


def judged(state: State, a: Piece, b: Piece) -> Verdict:
    """The verdict on a being an element of the set b."""
    e = state.read(a)
    try:
        shape, *_ = read_set(state.context.copy(), b.source, b.syntax)
    except SymcheckError as error:
        return unreadable(error)
    if e is None:
        return Verdict(V.UNDECIDED, "what this is a member could not be read")
    own = _measured(state, e.shape)
    if own == shape or is_scalar(own) and is_scalar(shape):
        return Verdict(V.EQUAL, f"it is {describe(shape)}", shape=describe(shape))
    if own == shape[::-1]:
        other = state.context.reading(a, "row").expr
        if _measured(state, other.shape) == shape:
            return Verdict(V.EQUAL, f"it is {describe(shape)} in row layout", shape=describe(shape))
    if (found := _told(state, own, shape)) is not None:
        return found
    return Verdict(V.DIFFERENT, "the shape is another", shape=describe(own), message=(
        f"shape-mismatch: this is {describe(own)}, not {describe(shape)}"))


def _measured(state: State, shape: tuple) -> tuple:
    """A shape with the lengths that sets told before."""
    return tuple(state.lengths_told.get(n, n) for n in shape)


def _told(state: State, own: tuple, shape: tuple) -> Verdict | None:
    """The verdict where a set differs in lengths alone of which nothing is known."""
    if len(own) != len(shape):
        return None
    apart = {(n, size) for n, size in zip(own, shape) if n != size}
    if not all(_is_unknown(state, n) for n, _ in apart):
        return None
    lengths = dict(apart)
    if len(lengths) < len(apart) or any(str(size) in (*state.context.dims, *own) or str(size).isdigit() for _, size in apart):
        return Verdict(V.UNDECIDED, "how long this is was not told")
    state.lengths_told |= lengths
    return Verdict(V.EQUAL, f"it is {describe(shape)}", shape=describe(shape))


def _is_unknown(state: State, size: object) -> bool:
    """Is this a length that was named for a name that nothing declares?"""
    bare = re.sub(r"[{}\s]", "", str(size))
    return _OWN.fullmatch(str(size)) is not None and not any(bare in re.sub(r"[{}\s]", "", row) for row in state.rows)
