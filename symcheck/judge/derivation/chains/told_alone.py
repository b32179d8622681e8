r"""Functions of which no formula was found, on one side of a link alone: `\nabla F(w) = 2 X^\top (X w - y)`. Of any function nobody claims this, so that words
which were not understood tell what F is, and a difference says nothing. Of an inequality this is so on both sides: `f(x + h) \le f(x) + \nabla f(x)^\top h + \frac{\beta}{2} \|h\|^2`
is claimed of functions whose Hessian words have bounded."""

from __future__ import annotations

from symcheck.expr import Expr
from symcheck.judge.derivation.doubts import functions_of
from symcheck.judge.derivation.rows.statements import ORDER
from symcheck.judge.derivation.state import State
from symcheck.judge.orders import difference
from symcheck.read.context import Piece
from symcheck.tensor.array import parts
from symcheck.tensor.canonical import canonical
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower


def doubt(state: State, op: str, *pieces: Piece | None) -> str:
    """Why a difference between these pieces says nothing, "" where it does."""
    if not state.doubts.without:
        return ""
    exprs = [e for p in pieces if p is not None and (e := state.read(p)) is not None]
    if op in ORDER:
        held = _in_difference(*exprs) & {*state.doubts.without} if len(exprs) == 2 else set()
        return f"no formula says what {min(held)} is, and words may tell bounds of it" if held else ""
    without = {name for name, of_vectors in state.doubts.without.items() if of_vectors}
    held = [{f.name for f in functions_of(e)} & without for e in exprs]
    return f"no formula says what {min(set().union(*held))} is" if any(held) and not all(held) else ""


def _in_difference(x: Expr, y: Expr) -> set[str]:
    """The functions of which the difference of two sides is made: none where they cancel, as in `f(0) + s` and `f(0) - s`."""
    try:
        gap = canonical(lower(difference(x, y)).array)
    except (Unsupported, Limit):
        return {f.name for e in (x, y) for f in functions_of(e)}
    return {a.data[0].name for a in parts(gap) if a.kind in ("map", "gen") and not a.data[0].known}


__all__ = ["doubt"]
