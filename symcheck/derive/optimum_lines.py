r"""The lines that lead from a gradient to where the loss is least."""

from __future__ import annotations

from dataclasses import replace

from symcheck.derive.declared import space
from symcheck.derive.evaluate import evaluated
from symcheck.derive.gradients import Gradients
from symcheck.derive.optimum import is_minimum, solved
from symcheck.derive.solution import EQUATION, Line, Section
from symcheck.derive.tidy import tidy
from symcheck.expr import Expr, build
from symcheck.expr.shape import describe, is_scalar
from symcheck.judge.judging import judge
from symcheck.tensor.functions import Unsupported


def optimum_sections(g: Gradients, w: Expr, name: str) -> tuple[tuple[Section, ...], Line | None]:
    """The section "Optimum", and its answer; what cannot be solved is put down as missing."""
    try:
        found = solved(g.loss, w)
    except Unsupported:
        g.missing.append(f"the equation for ${name}$ is not solved here")
        return (), None
    if found is None:
        g.missing.append(f"the equation for ${name}$ is not linear, and is not solved")
        return (), None
    slope, right, value = found
    verdict = is_minimum(g.context, g.loss, w, value)
    if not verdict.right:
        g.missing.append(f"the optimum could not be verified: {verdict.message or verdict.evidence}")
        return (), None
    say, where = g.say, space(w.shape)
    zero = "0" if is_scalar(w.shape) else say(build.zeros(w.shape))
    gradient = g.final(g.targets[0])
    if g.layout == "row" and not is_scalar(w.shape):
        gradient = tidy(build.transpose(gradient))
    lines = [Line(say(gradient), (zero,), kind=EQUATION, space=where, shape=describe(w.shape),
                  reason="the gradient is set to zero")]
    left = tidy(build.mul(slope, w))
    lines.append(Line(say(left), (say(right),), kind=EQUATION, space=where, shape=describe(w.shape),
                      reason=f"what holds ${name}$ on one side, the rest on the other"))
    starred = rf"{name}^*" if "^" not in name else rf"\hat{{{name}}}"
    answer = Line(starred, (say(value),), space=where, shape=describe(w.shape), verdict=verdict,
                  reason="solved; put in, it makes the gradient zero")
    return (Section("Optimum", (*lines, answer)), *_curvature(g, w)), answer


def _curvature(g: Gradients, w: Expr) -> tuple[Section, ...]:
    """The second derivative, which tells a minimum."""
    first = build.derivative(g.loss, w, "column")
    asked = build.derivative(first, w, "column")
    value = evaluated(asked)
    v = judge(g.context, asked, value)
    if not v.right:
        return ()
    shown = Line(g.say(build.derivative(build.derivative(g.ready, w, "column"), w, "column")),
                 (g.say(value),), space=space(asked.shape), shape=describe(asked.shape), verdict=v,
                 reason="not negative" if is_scalar(w.shape) else "positive semidefinite")
    return (Section("Why it is a minimum", (replace(shown, left=_second(g, w)),), "The second derivative is not "
                    "negative anywhere, so the loss is convex and a zero of its gradient is a minimum."),)


def _second(g: Gradients, w: Expr) -> str:
    loss, name = g.say(g.ready), g.say(w)
    if is_scalar(w.shape):
        return rf"\frac{{\partial^2 {loss}}}{{\partial {name}^2}}"
    return rf"\nabla_{{{name}}}^2 {loss}"
