"""The sides of a claim, read together: LaTeX, a `Source` or a piece of one, an `Expr`, a SymPy expression.

Each side lends the other what it leaves open: the shape of a 0, of I and of 1, and free indices.
"""

from __future__ import annotations

from symcheck.expr import build
from symcheck.expr.node import Expr
from symcheck.read.context import Context, Piece, indices_of
from symcheck.read.counts import as_sizes, counting
from symcheck.read.syntax import Relation
from symcheck.text import Source, SymcheckError


def read_side(context: Context, side, layout: str, like: Expr | None = None,
              notes: list[str] | None = None, beside=None) -> Expr:
    """An expression from LaTeX, an `Expr` or a SymPy object. Raises `SymcheckError`."""
    if isinstance(side, Expr):
        return side
    if isinstance(side, (str, tuple)):
        reading = context.reading(side, layout, like, False, beside)
        if notes is not None:
            notes += [n for n in reading.notes if n not in notes]
        return reading.expr
    from symcheck.bridge.sympy_in import from_sympy

    return from_sympy(side, context)


def read_both(context: Context, lhs, rhs, layout: str, notes: list[str] | None = None,
              right_layout: str = "") -> tuple[Expr, Expr]:
    """Both sides, each lending its sizes to the other where one leaves them open (0, I, 1)."""
    try:
        a = read_side(context, lhs, layout, None, notes, rhs)
    except SymcheckError as error:
        if error.diagnostic.id != "ambiguous":
            raise
        b = read_side(context, rhs, right_layout or layout, None, notes, lhs)
        return fitted(read_side(context, lhs, layout, b, notes, rhs), b)
    b = read_side(context, rhs, right_layout or layout, a, notes, lhs)
    if isinstance(lhs, (str, Source, Piece)) and not indices(a) <= indices(b):
        try:  # an index that the other side does not know may be one that a sum binds
            a = read_side(context, lhs, layout, b, notes, rhs)
        except SymcheckError:
            pass
    return fitted(a, b)


def fitted(a: Expr, b: Expr) -> tuple[Expr, Expr]:
    """A plain 0 takes the shape of the other side."""
    if a.shape != b.shape:
        if b.op == "num" and b.data == 0:
            return a, build.zeros(a.shape)
        if a.op == "num" and a.data == 0:
            return build.zeros(b.shape), b
    return a, b


def indices(e: Expr) -> set[str]:
    return {*indices_of(e)}


def parts_of_chain(context: Context, side) -> list:
    """The sides of `a = b = c`, or the side itself."""
    if not isinstance(side, (str, Source, Piece)):
        return [side]
    syntax, source = context.parsed(side)
    if type(syntax) is not Relation or None in syntax.items or set(syntax.operators) != {"="}:
        return [side]
    return [Piece(item, source) for item in syntax.items]


def counted(context: Context, *sides) -> Context:
    """The context with sizes for the natural numbers to which sums in the sides run."""
    texts = [s if isinstance(s, str) else s.text for s in sides if isinstance(s, (str, Source))]
    letters = {n for n in counting(texts) if n not in context.dims and context.scope.bare(n) is not None}
    if not letters:
        return context
    new = context.copy()
    return new if as_sizes(new, letters) else context
