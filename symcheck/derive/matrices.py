r"""Worked solutions for derivatives that are no gradients: Jacobians, second derivatives, entries."""

from __future__ import annotations

from symcheck.derive.declared import declarations, space
from symcheck.derive.evaluate import definitions_section, evaluated
from symcheck.derive.gradients import Gradients
from symcheck.derive.layout import spelled
from symcheck.derive.raised import Raised
from symcheck.derive.shorten import shortened
from symcheck.derive.solution import Line, Section, Solution
from symcheck.derive.spoken import Spoken
from symcheck.derive.tidy import tidy
from symcheck.expr import At, Expr, Index, build
from symcheck.expr.shape import describe, is_scalar, long_axes
from symcheck.judge.judging import judge
from symcheck.read.context import Context
from symcheck.tensor.canonical import canonical
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.lower import arrange, lower


def matrix_sections(context: Context, quantity: Expr, layout: str, spelling: str, title: str,
                    question: str) -> Solution:
    """The derivative of a vector or matrix: as a matrix where it is one, else entry by entry."""
    f, by = quantity.args
    asked = build.derivative(_as_column(f), by, layout)
    before, given = _before(context, f, layout, spelling)
    line = _as_matrix(context, asked, spelling, layout) or _by_entries(context, asked)
    sections = (*before, Section("Derivative", (line,)))
    return Solution(title, given, sections, (line,), question, layout, spelling,
                    missing=() if line.verified else ("the derivative",))


def _as_column(f: Expr) -> Expr:
    return build.derivative(*f.args, "column") if f.op == "derivative" else f


def _before(context: Context, f: Expr, layout: str, spelling: str):
    """The definitions, and for a second derivative the first one."""
    from symcheck.derive.quantity import named

    if f.op == "derivative" and is_scalar(f.args[0].shape):
        g = Gradients(context, named(f.args[0], context), (f.args[1],), layout, spelling)
        return (g.forward(), g.backward()), declarations(context, f)
    section = definitions_section(context, build.mul(build.num(1), f))
    return ((section,) if section.lines else ()), declarations(context, f)


def _as_matrix(context: Context, asked: Expr, spelling: str, layout: str) -> Line | None:
    try:
        found = evaluated(build.derivative(*asked.args, "column"))
    except Unsupported:
        return None
    if found.shape != asked.shape or layout == "row" and asked.shape[0] == asked.shape[1]:
        found = tidy(build.transpose(found)) if not is_scalar(asked.args[1].shape) else found
    found = spelled(found, "diag" if len(asked.shape) == 2 and 1 not in asked.shape else spelling)
    if found.shape != asked.shape:
        return None
    v = judge(context, asked, found)
    if not v.right:
        return None
    say = Spoken(context)
    reason = "column layout: one row for each variable, one column for each value" if layout == "column" \
        else "row layout: one row for each value, one column for each variable"
    return Line(say(asked), (say(found),), space=space(asked.shape), shape=describe(asked.shape),
                reason=reason if 1 not in asked.shape else "", verdict=v)


def _by_entries(context: Context, asked: Expr) -> Line:
    """Each entry of the value by each entry of the variable, from the index form."""
    f, by = asked.args
    letters = iter("ijklmn")
    rows = tuple(Index(next(letters), d) for d in long_axes(f.shape))
    columns = tuple(Index(next(letters), d) for d in long_axes(by.shape))
    top = build.entry(f, tuple(map(At, rows))) if rows else f
    bottom = build.entry(by, tuple(map(At, columns))) if columns else by
    one = build.derivative(top, bottom, "column")
    e = entrywise(one, rows + columns)
    say = Spoken(context)
    return Line(say(one), (say(e),), space=r"\mathbb{R}", shape="a scalar", verdict=judge(context, one, e),
                reason="entry by entry, since the whole has more than two axes")


def entrywise(e: Expr, letters: tuple[Index, ...]) -> Expr:
    """A number with free indices, in entries, from its index form. Raises `Unsupported`."""
    array, opens = lower(e)
    array = canonical(arrange(array, opens, letters))
    names = {n.data: n for n in e.walk() if n.op == "var"}
    return shortened(Raised(names).entry(array, tuple(map(At, letters))))
