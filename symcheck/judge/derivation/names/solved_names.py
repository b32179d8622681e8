r"""What an equation set up is solved for: the w of `\hat w`, `w^*`, and whether a value can be what was solved for."""

from __future__ import annotations

from symcheck.expr import Expr
from symcheck.judge.derivation.state import (
    Equation,
    Gradient,
    State,
    is_made_of,
    name_of,
    names_in,
    speaks_of,
    undecorated,
    variable_of,
)
from symcheck.judge.derivation.wording import words
from symcheck.read.context import Piece, indices_of
from symcheck.read.syntax import Syntax
from symcheck.text import Source


def of_other_data(state: State, unknown: Expr, value: Piece) -> bool:
    r"""`\hat w = Q X^\top (X w_0 + \varepsilon)` beside an objective of y: an estimate from data with noise that it does not hold."""
    e = state.read(value)
    held = [g.f for g in state.gradients if speaks_of(g.f, unknown)] + [f for f in (state.objective,) if f is not None]
    if e is None or not held:
        return False
    return any(name in state.context.laws and not any(name in names_in(f) for f in held) for name in names_in(e))


def of_all_samples(state: State, unknown: Expr, value: Piece) -> bool:
    r"""`\bar w = \frac{x_1 y_1 + x_2 y_2}{x_1^2 + x_2^2}` after the derivative of the loss \ell_i of any one sample: it holds no i, and is
    where something else is zero."""
    e, gradient = state.read(value), state.gradient_by(unknown)
    return e is not None and gradient is not None and not state.about(unknown) and bool(indices_of(gradient.f)) and not indices_of(e) \
        and any(n.op == "item" for n in e.walk())


def optimized(state: State, known: Expr, value: Piece) -> bool:
    """Is `known = value` the solution of a gradient set to zero? Then the value holds no names that the
    objective does not."""
    gradient = state.gradient_by(known)
    if gradient is None:
        return False
    e = state.read(value, known)
    held = {n for n in gradient.f.walk() if n.op == "var"}
    return e is not None and {n for n in e.walk() if n.op == "var"} <= held


def mentions_name(e: Expr, name: Expr) -> bool:
    return any(node is name for node in e.walk())


def mentions(state: State, piece: Piece, e) -> bool:
    value = state.read(piece, e)
    return value is not None and value.holds(e)


def solved_for(state: State, s: Syntax):
    r"""The w of `\hat w` or `w^*` where w is what is solved for."""
    bare = undecorated(s)
    if bare is None:
        return None
    e = state.read(Piece(bare, Source(" " * (bare.span.end + 1))))
    if e is not None and e.op == "power" and variable_of(e).op == "var" and (state.about(e) or state.gradient_by(e) is not None):
        return e  # `\hat\sigma^2`, where the derivative by \sigma^2 was taken
    if e is not None and e.op == "let" and (power := _named_power(state, e)) is not None:
        return power
    if e is not None and e.op == "let" and any(q.unknown is e for q in state.about(e)):
        return e  # `\hat\beta` of a \beta with a definition, where the derivative by \beta was set to zero
    if e is None or e.op != "var":
        return None
    if any(is_made_of(q.unknown, e) for q in state.about(e)):
        return e  # `\hat\Sigma`, where the derivative by \Lambda = \Sigma^{-1} was set to zero
    if state.gradient_by(e) is not None or (about := state.about(e)) and not _all_for_others(about, e):
        return e
    if (best := state.optima.get(name_of(s))) is not None and best.by is e:
        state.gradients.append(Gradient(best.objective, e))
        return e
    if not words.OPTIMUM.search(state.prose):
        return None
    if state.objective is not None and mentions_name(state.objective, e):
        state.gradients.append(Gradient(state.objective, e))
        return e
    for f in state.losses_of(e) or _differentiated_by_others(state, e):
        state.gradients.append(Gradient(f, e))
        return e
    return None


def _differentiated_by_others(state: State, e: Expr) -> list[Expr]:
    r"""What has no name and was differentiated by another variable in this part, where that derivative was set to zero: `\ln p(x \mid \mu, v)` of a \mu
    that is solved for beside v."""
    found = [g.f for g in reversed(state.gradients) if g.line >= state.part_line and g.by is not e and g.f.op != "let" and speaks_of(g.f, e) and state.about(g.by)]
    return found[:1]


def _named_power(state: State, e: Expr) -> Expr | None:
    r"""The `\sigma^2` of a name `v = \sigma^2` by which a derivative was taken: what is found for v is what is found for it."""
    power, gradient = e.args[0], state.gradient_by(e)
    if power.op != "power" or power.args[1].op != "num" or variable_of(power).op != "var" or gradient is None:
        return None
    if state.gradient_by(power) is None:
        state.gradients.append(gradient._replace(by=power))
    return power


def _all_for_others(equations: list[Equation], e: Expr) -> bool:
    """Are equations that speak of data solved for other names, and none for these? Of `X^\\top X W = X^\\top Y` set up for W there is no
    solution \\hat Y."""
    unknowns = [x.unknown for x in equations if x.unknown is not None]
    return bool(unknowns) and e not in unknowns
