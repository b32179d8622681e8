r"""Equations that set the derivative of a loss to zero together with a term that words add to it: "Adding $\frac{\lambda}{2} \|w\|^2$ to the cost changes the
condition to $X^\top (X w - y) + \lambda w = 0$"."""

from __future__ import annotations

from symcheck.expr import Expr, build
from symcheck.judge import verdict as V
from symcheck.judge.derivation.relations.link import Link
from symcheck.judge.derivation.solving import equations as E
from symcheck.judge.derivation.state import Equation, Gradient, State, called, speaks_of, variable_of
from symcheck.judge.derivation.wording import words
from symcheck.judge.verdict import Verdict


def set_up(state: State, x: Expr, y: Expr, line: int) -> Link | None:
    """The link where this says that the derivative of the loss and the last term that words of this part add to it is zero; None where it does not."""
    terms = [term for term, part in state.penalties if part == state.part]
    if not terms or not (x.is_zero or y.is_zero) or words.UNPENALIZED.search(words.SENTENCES.split(state.said.rstrip())[-1]):
        return None
    for g in reversed(state.gradients):
        if variable_of(g.by).op != "var" or not speaks_of(terms[-1], g.by) or not (speaks_of(x, g.by) or speaks_of(y, g.by)):
            continue
        zero = E.stationary(Gradient(build.add(g.f, terms[-1]), g.by, g.line), line)
        if E.multiple(state, x, y, zero) is not None:
            return Link(Verdict(V.EQUAL, f"the derivative by {called(g.by)} is set to zero here, with the term that words add"), "equation",
                        f"sets the derivative by {called(g.by)} to zero", Equation(x, y, line, g.by))
    return None
