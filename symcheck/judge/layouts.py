"""A claim read in one layout of derivatives, and in the others that authors use."""

from __future__ import annotations

from symcheck.expr import build
from symcheck.expr.node import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.judging import judge
from symcheck.judge.sides import read_both, read_side
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.read.context import Context
from symcheck.text import SymcheckError

LAYOUT_WORDS = {"mixed": "This is right where the gradient is a column and Jacobians of vectors are "
                         "m x n; in column layout these are n x m."}

LAYOUT_NOTES = {"mixed": "read with gradients of numbers as columns and Jacobians of vectors m x n"}


def in_layout(context: Context, lhs, rhs, layout: str, judged: set,
              right_layout: str = "") -> Verdict:
    """The verdict on both sides read in a layout; expressions `judged` before are not right."""
    notes: list[str] = []
    try:
        a, b = read_both(context, lhs, rhs, layout, notes, right_layout or layout)
    except SymcheckError as error:
        return unreadable(error)
    if (a, b) in judged:
        return Verdict(V.DIFFERENT, "in this layout it reads the same")
    judged.add((a, b))
    return judge(context, a, b, layout, tuple(notes), hint=True)


def other_layouts(context: Context, lhs, rhs, first: str, policy: str, judged: set):
    """Verdicts in the other layout: (verdict, layout, whether the policy accepts it).

    Both sides in the other layout; a gradient that keeps its variable's shape, equal to a chain of
    m x n Jacobians, which is what most authors mix; a gradient by nabla against a row.
    """
    second = "row" if first == "column" else "column"
    by_matrix = _is_matrix_gradient(context, lhs)
    kept = policy == "row" and (by_matrix or _is_nabla(context, lhs))
    yield in_layout(context, lhs, rhs, second, judged), second, policy == "either" or kept
    if (by_matrix or _gradient_side(context, lhs, "column") is not None) and not _has_matrix_gradient(context, rhs):
        yield (in_layout(context, lhs, rhs, "column", judged, "row"), "mixed",
               policy == "either" or (policy == "row" and by_matrix))
    yield in_layout(context, lhs, rhs, "mixed", judged), "mixed", policy == "either"
    yield _transposed(context, lhs, rhs, first), second, policy == "either" or kept


def has_derivative(context: Context, lhs, rhs, layout: str, main: Verdict) -> bool:
    """Whether a side, as read for the verdict `main` or as written, holds a derivative."""
    if "found" in main.extra:
        return any("derivative" in side.ops for side in main.extra["found"][1:3])
    for side in (lhs, rhs):
        try:
            e = read_side(context, side, layout)
        except SymcheckError:
            return True  # ill-typed in this layout may be well-typed in the other
        if "derivative" in e.ops:
            return True
    return False


def _transposed(context: Context, lhs, rhs, layout: str) -> Verdict:
    """The left side a gradient (by \\nabla, whose layout is fixed) and the right its transpose."""
    try:
        a, b = read_both(context, lhs, rhs, layout)
    except SymcheckError as error:
        return unreadable(error)
    gradient = a
    while gradient.op == "substitute":  # `\\nabla f(z)` of a function with the letter x
        gradient = gradient.args[0]
    if not _is_gradient(gradient) or len(a.shape) != 2:
        return Verdict(V.DIFFERENT)
    return judge(context, build.transpose(a), b, layout)


def _gradient_side(context: Context, lhs, layout: str) -> Expr | None:
    try:
        e = read_side(context, lhs, layout)
    except SymcheckError:
        return None
    return e if _is_gradient(e) else None


def _is_gradient(e: Expr) -> bool:
    return e.op == "derivative" and is_scalar(e.args[0].shape) and not is_scalar(e.shape)


def _is_matrix_gradient(context: Context, lhs) -> bool:
    e = _gradient_side(context, lhs, "column")
    return e is not None and all(d != 1 for d in e.args[1].shape)


def _has_matrix_gradient(context: Context, side) -> bool:
    """Does a side hold the derivative of a number by a matrix? Beside a gradient that keeps the shape of its variable it keeps its own, too."""
    try:
        e = read_side(context, side, "row")
    except SymcheckError:
        return False
    return any(n.op == "derivative" and is_scalar(n.args[0].shape) and all(d != 1 for d in n.args[1].shape) and len(n.args[1].shape) == 2 for n in e.walk())


def _is_nabla(context: Context, lhs) -> bool:
    """A gradient that stays a column when read in row layout."""
    e = _gradient_side(context, lhs, "row")
    return e is not None and e.data == "column"
