"""`equal`: are two sides the same, under a context and a layout?

Both sides are read in the context's layout and judged; a claim that fails there is tried in the other
layouts and by the other conventions in use before it is called wrong. Bad input never raises: it is
the verdict `unreadable`.
"""

from __future__ import annotations

from dataclasses import replace as changed

from symcheck.expr.node import Expr
from symcheck.judge import verdict as V
from symcheck.judge.claims import contradiction
from symcheck.judge.conventions import other_conventions
from symcheck.judge.judging import in_full, judge
from symcheck.judge.layouts import LAYOUT_NOTES, LAYOUT_WORDS, has_derivative, in_layout, other_layouts
from symcheck.judge.sides import counted, parts_of_chain
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.read.context import Context
from symcheck.text import SymcheckError


def equal(context: Context, lhs, rhs, layout: str | None = None) -> Verdict:
    """Judge `lhs = rhs`. Each side is LaTeX, a `Source`, an `Expr` or a SymPy expression.

    `layout` is 'column', 'row' or 'either'; by default the context's.
    """
    if context.claims and (broken := contradiction(context)) is not None:
        return broken
    context = counted(context, lhs, rhs)
    policy = layout or context.layout
    first = policy if policy in ("row", "mixed") else "column"
    judged: set[tuple[Expr, Expr]] = set()
    main = in_layout(context, lhs, rhs, first, judged)
    if main.right or main.word == V.UNDECIDED:
        return main
    if main.word == V.UNREADABLE and main.extra["diagnostic"].id == "not-an-expression":
        try:
            return _along_chains(context, lhs, rhs, layout) or main
        except SymcheckError as error:
            return unreadable(error)
    slopes = has_derivative(context, lhs, rhs, first, main)
    if slopes and policy != "mixed":
        for other, second, accepted in other_layouts(context, lhs, rhs, first, policy, judged):
            if other.right and accepted:
                return changed(other, layout=second, notes=(*other.notes, LAYOUT_NOTES.get(second, f"right in {second} layout")))
            if other.right:
                return changed(other, word=V.EQUAL_LAYOUT, layout=second, message=LAYOUT_WORDS.get(
                    second, f"This is right in {second} layout; here the layout is {first}, "
                            "in which it is the transpose."))
    for layout_ in (first, *(("mixed",) if slopes and policy == "either" else ())):
        for other in other_conventions(context, lhs, rhs, layout_, judged, main):
            if other.right:
                return other if layout_ == first else changed(other, layout=layout_, notes=(*other.notes, LAYOUT_NOTES[layout_]))
    return _hinted(context, (lhs, rhs), first, main)


def _along_chains(context: Context, lhs, rhs, layout: str | None) -> Verdict | None:
    """The verdict where a side is a chain `a = b = c`, None where none is: everything written must be
    equal to the first part of the left side."""
    parts = [part for side in (lhs, rhs) for part in parts_of_chain(context, side)]
    if len(parts) == 2:
        return None
    found = []
    for part in parts[1:]:
        found.append(equal(context, parts[0], part, layout))
        if not found[-1].right:
            break
    return max(found, key=lambda v: _WEAKNESS.index(v.word))


_WEAKNESS = (V.EQUAL, V.EQUAL_LAYOUT, V.EQUAL_WHERE, V.SUPPORTED, V.UNDECIDED, V.UNREADABLE, V.DIFFERENT)


def _hinted(context: Context, sides: tuple, layout: str, main: Verdict) -> Verdict:
    """The verdict in full, with what the line may have overlooked."""
    full = in_full(context, main)
    if full.word != V.DIFFERENT or "found" not in main.extra:
        return full
    from symcheck.judge.hints import hints

    read = main.extra["found"][1:3]

    def is_right(k: int, e: Expr) -> bool:
        a, b = (e, read[1]) if k == 0 else (read[0], e)
        return a.shape == b.shape and judge(context, a, b, layout, hint=True).right
    found = tuple(hints(context, sides, read, is_right))
    return changed(full, notes=(*full.notes, *found)) if found else full
