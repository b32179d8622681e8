r"""`derive`: from definitions and a quantity to its worked solution.

    \frac{\partial \ell}{\partial W}   a gradient, through the named intermediates
    L                                  the gradients of L by everything it is made of
    \nabla_w^2 L, \frac{\partial u}{\partial v}   second derivatives, derivatives of vectors
    \arg\min_w L                       the gradient set to zero, and solved
    w \leftarrow w - \eta \nabla_w L   an update, written out

Several quantities of one loss are separated by semicolons and derived together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from symcheck.derive.declared import declarations
from symcheck.derive.evaluate import definitions_section, evaluated_line
from symcheck.derive.gradients import Gradients
from symcheck.derive.intermediates import with_names
from symcheck.derive.layers import folded, layers_of, written_out
from symcheck.derive.matrices import matrix_sections
from symcheck.derive.optimum_lines import RATE, optimum_sections
from symcheck.derive.solution import UPDATE, Line, Section, Solution
from symcheck.expr import At, Expr, Index, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.read.context import Context
from symcheck.tensor.functions import Unsupported
from symcheck.text.diagnostic import fail

ARGMIN = re.compile(r"\s*\\(?:arg\s*\\min|argmin|operatorname\*?\{arg\s*\\?,?\s*min\})\s*_\s*"
                    r"(\{(?:[^{}]|\{[^{}]*\})*\}|\\[A-Za-z]+|\S)(.*)", re.S)
ARROW = re.compile(r"\\leftarrow|\\gets|←")
LOSS_NAMES = (r"\ell", "L", "J", "F", r"\mathcal{L}")


def derive_quantity(context: Context, text: str, *, layout: str = "column", spelling: str = "",
                    title: str = "", question: str = "", signals: bool = False) -> Solution:
    """The worked solution for a quantity in LaTeX, or several separated by semicolons.

    `layout` is `column` or `row`, `spelling` `hadamard` or `diag` (by default as is usual in the layout); `signals`
    asks for names of error signals in gradients that would be short without.
    Raises `SymcheckError` where the text cannot be read or nothing can be derived from it.
    """
    spelling = spelling or ("diag" if layout == "row" else "hadamard")
    title, options = title or text.strip(), {"layout": layout, "spelling": spelling}
    try:
        found = ARGMIN.match(text)
        if found is not None:
            by = found[1][1:-1] if found[1].startswith("{") else found[1]
            return optimum(context, found[2], by, title=title, question=question, **options)
        if ARROW.search(text):
            left, right = ARROW.split(text, maxsplit=1)
            return update(context, left, right, title=title, question=question, **options)
        quantities = [context.read(t, "column") for t in text.split(";") if t.strip()]
        return of_expressions(context, quantities, text, title=title, question=question, signals=signals, **options)
    except Unsupported as reason:
        raise fail("not-derived", f"this is not derived: {reason}", help=(
            "Supported are derivatives of what is made of sums, products, functions, norms, traces, "
            "determinants and inverses.")) from None
    except RecursionError:
        raise fail("nesting-too-deep", "this is nested too deeply to be derived",
                   help="Derive a shorter network, or one part at a time.") from None


def derive_lines(lines: Iterable[str], text: str, **options: str) -> Solution:
    """As `derive_quantity`, from declarations and definitions, which may be those of a network of L layers."""
    lines = [line for line in lines if line.strip()]
    layers = layers_of(lines)
    if layers is None:
        return derive_quantity(Context(lines), text, **options)
    if ARGMIN.match(text) or ARROW.search(text):
        raise fail("not-derived", f"with {layers.top} layers gradients are derived, no optima and no updates",
                   help=f"Write the network out with as many layers as it has, without the letter {layers.top}.")
    asked = "; ".join(x for t in text.split(";") if t.strip() for x in written_out([t], layers))
    whole = derive_quantity(Context(written_out(lines, layers)), asked, signals=True, title=text.strip(), **options)
    return folded(whole, lines, layers)


def of_expressions(context: Context, quantities: list[Expr], text: str, *, title: str, question: str,
                   layout: str, spelling: str, signals: bool = False) -> Solution:
    """The solution for expressions that have been read: all derivatives of one loss, or one of any kind."""
    if not quantities:
        raise fail("nothing-to-derive", "no quantity is given", help=r"Write one, as in `\nabla_w L`.")
    asked = [as_derivative(q) for q in quantities]
    losses = {a[0] for a in asked if a is not None}
    if None not in asked and len(losses) == 1 and is_scalar(asked[0][0].shape) and asked[0][0].op != "derivative":
        loss, names = named(asked[0][0], context), tuple(v for a in asked for v in a[1])
        layered = with_names(loss, set(context.variables))
        unnamed = asked[0][0].op != "let" and layered is loss
        g = Gradients(context, layered, names, layout, spelling, unnamed, signals, None if layered is loss else loss)
        return g.solution(title, question)
    if len(quantities) > 1:
        raise fail("several-losses", "these are no derivatives of one loss", help="Derive them one by one.")
    (quantity,) = quantities
    if quantity.op == "derivative" and not is_scalar(quantity.args[0].shape):
        return matrix_sections(context, quantity, layout, spelling, title, question)
    return value_solution(context, quantity, text.strip(), layout, spelling, title, question)


def as_derivative(e: Expr) -> tuple[Expr, tuple[Expr, ...]] | None:
    """(loss, names) of a derivative of a number, or of a number alone; None for anything else."""
    if e.op == "derivative" and is_scalar(e.args[0].shape):
        return e.args[0], (e.args[1],)
    if is_scalar(e.shape) and (e.op == "let" or e.args and "derivative" not in e.ops):
        names = tuple(dict.fromkeys(_each(n) for n in e.upwards() if n.op == "var"))
        return (e, names) if names else None
    return None


def _each(v: Expr) -> Expr:
    """The name, or the member of a family at free indices."""
    family = v.data.family
    return build.item(v, tuple(At(Index("ijkl"[k], d)) for k, d in enumerate(family))) if family else v


def named(loss: Expr, context: Context) -> Expr:
    """The loss as a name: its own, or one that is free in the context."""
    if loss.op == "let":
        return loss
    used = set(context.variables)
    name = next((n for n in LOSS_NAMES if n not in used), r"\ell^{\circ}")
    return build.let(Variable(name), loss)


# --- other kinds ----------------------------------------------------------------------------------


def optimum(context: Context, objective: str | Expr, by: str, *, layout: str, spelling: str, title: str,
            question: str = "", name: str = "") -> Solution:
    """Where an objective is least over a name: the gradient, the equation, its solution."""
    context = _with_rate(context)
    o = context.read(objective, "column") if isinstance(objective, str) else objective
    w = context.read(by, "column")
    g = Gradients(context, named(o, context), (w,), layout, spelling)
    more, answer = optimum_sections(g, w, name or by)
    whole = g.solution(title, question, more)
    steps = [line for s in more for line in s.lines if line.kind == UPDATE]
    if steps:
        whole = replace(whole, given=declarations(context, g.ready, w, build.var(context.variables[RATE])))
    return replace(whole, answers=(answer,) if answer is not None else tuple(steps))


def _with_rate(context: Context) -> Context:
    """The context with a learning rate for steps of gradient descent, unless its letter has a meaning."""
    if context.scope.bare(RATE) is not None:
        return context
    new = context.copy()
    new.declare(rf"{RATE} > 0")
    return new


def update(context: Context, by: str, right: str | Expr, *, layout: str, spelling: str, title: str,
           question: str = "") -> Solution:
    r"""A step `by \leftarrow right`, its derivatives written out."""
    e = context.read(right, "column") if isinstance(right, str) else right
    line = evaluated_line(context, e, by.strip(), spelling, r"\leftarrow", UPDATE)
    slopes = list(_derivatives(e))
    if len(slopes) != 1 or not is_scalar(slopes[0].args[0].shape) or not line.verified \
            or slopes[0].args[0].op in ("item", "entry"):
        return value_solution(context, e, by.strip(), layout, spelling, title, question, line)
    f, v = slopes[0].args
    g = Gradients(context, named(f, context), (v,), layout, spelling, f.op != "let")
    whole = g.solution(title, question, (Section("Update", (line,)),))
    return replace(whole, given=declarations(context, g.ready, e), answers=(line,))


def value_solution(context: Context, e: Expr, left: str, layout: str, spelling: str, title: str,
                   question: str, line: Line | None = None) -> Solution:
    """A value, with what derivatives are in it worked out."""
    if line is None:
        line = evaluated_line(context, e, left, spelling)
    sections = [s for s in (definitions_section(context, e),) if s.lines]
    return Solution(title, declarations(context, e), (*sections, Section("Result", (line,))), (line,),
                    question, layout, spelling, missing=() if line.verified else ("the result",))


def _derivatives(e: Expr):
    """The derivatives written in an expression, not those in definitions of its names."""
    if e.op == "derivative":
        yield e
    elif e.op not in ("let", "var"):
        for a in e.args:
            yield from _derivatives(a)
