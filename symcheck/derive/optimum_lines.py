r"""The lines that lead from a gradient to where the loss is least, or to the steps that go there."""

from __future__ import annotations

from symcheck.derive.declared import space
from symcheck.derive.evaluate import evaluated, evaluated_line
from symcheck.derive.gradients import Gradients
from symcheck.derive.linear import Equation
from symcheck.derive.optimum import convex, is_minimum, solved
from symcheck.derive.semidefinite import least_sign
from symcheck.derive.solution import EQUATION, UPDATE, Line, Section
from symcheck.derive.tidy import tidy
from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import describe, is_matrix, is_scalar
from symcheck.judge.judging import judge
from symcheck.tensor.functions import Unsupported

RATE = r"\eta"
TITLE, WHY = "Optimum", "Why it is a minimum"
CONVEX = "The second derivative is not negative anywhere, so the loss is convex and a zero of its gradient is a minimum."


def optimum_sections(g: Gradients, w: Expr, name: str) -> tuple[tuple[Section, ...], Line | None]:
    """The section "Optimum", and its answer. Where the equation is not solved, it stands there with the step of
    gradient descent, and what is missing is put down."""
    try:
        found = solved(g.loss, w)
    except Unsupported as reason:
        return _unsolved(g, w, name, str(reason)), None
    if found is None:
        return _unsolved(g, w, name, f"the equation for ${name}$ is not linear in it"), None
    verdict = is_minimum(g.context, g.loss, w, found)
    if not verdict.right:
        g.missing.append(f"the optimum could not be verified: {verdict.message or verdict.evidence}")
        return (), None
    say, where = g.say, space(w.shape)
    lines = [_stationary(g, w)]
    if found.multiplier.op != "num":
        lines.append(_line(w, say(tidy(build.sub(found.left, found.right))), _zero(g, w),
                           f"times ${say(found.multiplier)} > 0$, and what all terms share"))
    lines.append(_line(w, say(found.left), say(found.right), f"what holds ${name}$ on one side, the rest on the other"))
    starred = rf"{name}^*" if "^" not in name else rf"\hat{{{name}}}"
    answer = Line(starred, (say(found.value),), space=where, shape=describe(w.shape), verdict=verdict,
                  reason="solved; put in, it makes the gradient zero")
    return (Section(TITLE, (*lines, answer)), *_curvature(g, w, found)), answer


def _line(w: Expr, left: str, right: str, reason: str) -> Line:
    return Line(left, (right,), kind=EQUATION, space=space(w.shape), shape=describe(w.shape), reason=reason)


def _zero(g: Gradients, w: Expr) -> str:
    return "0" if is_scalar(w.shape) else g.say(build.zeros(w.shape))


def _stationary(g: Gradients, w: Expr) -> Line:
    gradient = g.final(g.targets[0])
    if g.layout == "row" and not is_scalar(w.shape):
        gradient = tidy(build.transpose(gradient))
    return _line(w, g.say(gradient), _zero(g, w), "the gradient is set to zero")


def _unsolved(g: Gradients, w: Expr, name: str, reason: str) -> tuple[Section, ...]:
    """The equation of a stationary point, and the step of gradient descent."""
    g.missing.append(f"no closed form for ${name}$ is given: {reason}")
    sections = [Section("Stationary points", (_stationary(g, w),), f"There is no closed form here: {reason}.")]
    second = None if is_matrix(w.shape) else _second_derivative(g, w)
    least = second is not None and (least_sign(second[1]) or convex(g.context, g.loss, w))
    if least:
        sections.append(Section(WHY, (second[0],), CONVEX))
    words = "Gradient descent goes to a solution:" if least else "Gradient descent goes towards a solution:"
    rate = g.context.variables.get(RATE)
    if rate is None or not is_scalar(rate.shape):
        return tuple(sections)
    step = build.sub(w, build.mul(build.var(rate), build.derivative(g.loss, w, "column")))
    line = evaluated_line(g.context, step, g.say(w), g.spelling, r"\leftarrow", UPDATE)
    if line.verified:
        sections.append(Section("Update", (line,), words))
    return tuple(sections)


def _curvature(g: Gradients, w: Expr, found: Equation) -> tuple[Section, ...]:
    """What tells a minimum: the second derivative, or the factors of the gradient."""
    if found.multiplier.op != "num":
        words = (f"Times ${g.say(found.multiplier)} > 0$ the derivative is linear in ${g.say(w)}$ and rises: it is negative "
                 "before the solution and positive after it.")
        return (Section(WHY, (), words),)
    if is_matrix(w.shape):
        return _of_matrix(g, w, found)
    second = _second_derivative(g, w)
    return () if second is None else (Section(WHY, (second[0],), CONVEX),)


def _second_derivative(g: Gradients, w: Expr) -> tuple[Line, Expr] | None:
    """The line of the second derivative, and that as an expression; None where it is not derived."""
    asked = build.derivative(build.derivative(g.loss, w, "column"), w, "column")
    try:
        value = evaluated(asked)
    except Unsupported:
        return None
    value = g.pass_.words.written(value)
    v = judge(g.context, asked, value)
    if not v.right:
        return None
    return Line(_second(g, w), (g.say(value),), space=space(asked.shape), shape=describe(asked.shape), verdict=v,
                reason="not negative" if is_scalar(w.shape) else "positive semidefinite"), value


def _of_matrix(g: Gradients, w: Expr, found: Equation) -> tuple[Section, ...]:
    """In a direction V the second derivative is <V, A V B>, a trace of semidefinite factors."""
    name = next(x for x in ("V", "E", "H", "Z") if x not in g.context.variables)
    d = build.var(Variable(name, w.shape))
    if found.before is None:
        inner = build.mul(build.mul(d, found.behind), build.transpose(d))
    else:
        inner = build.mul(build.mul(build.transpose(d), found.before), d)
        if found.behind is not None:
            inner = build.mul(inner, found.behind)
    form = g.say(tidy(build.trace(inner)))
    shown = " and ".join(f"${g.say(f)}$" for f in found.factors if not is_scalar(f.shape))
    semi = f" since {shown} {'are' if len(found.factors) > 1 else 'is'} positive semidefinite" if shown else ""
    words = (f"In the direction of a matrix ${name}$ the second derivative is ${form}$, which is not negative{semi}. So the "
             "loss is convex and a zero of its gradient is a minimum.")
    return (Section(WHY, (), words),)


def _second(g: Gradients, w: Expr) -> str:
    loss, name = g.say(g.ready), g.say(w)
    if is_scalar(w.shape):
        return rf"\frac{{\partial^2 {loss}}}{{\partial {name}^2}}"
    return rf"\nabla_{{{name}}}^2 {loss}"


__all__ = ["RATE", "optimum_sections"]
