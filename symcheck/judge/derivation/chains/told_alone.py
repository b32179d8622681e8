r"""Functions of which no formula was found, on one side of a link alone: `\nabla F(w) = 2 X^\top (X w - y)`. Of any function nobody claims this, so that words
which were not understood tell what F is, and a difference says nothing."""

from __future__ import annotations

from symcheck.judge.derivation.doubts import functions_of
from symcheck.judge.derivation.state import State
from symcheck.read.context import Piece


def doubt(state: State, *pieces: Piece | None) -> str:
    """Why a difference between these pieces says nothing, "" where it does."""
    without = state.doubts.without
    held = [{f.name for f in functions_of(e)} & without for p in pieces if p is not None and (e := state.read(p)) is not None] if without else []
    return f"no formula says what {min(set().union(*held))} is" if any(held) and not all(held) else ""


__all__ = ["doubt"]
