r"""Solutions that are made of another estimate, `\hat v = \frac1n \sum_i (x_i - \hat\mu)^2` of an equation that holds \mu itself."""

from __future__ import annotations

from symcheck.expr import Expr
from symcheck.judge.derivation.state import Equation, State, undecorated
from symcheck.read.names import label
from symcheck.read.parser import parse
from symcheck.text import Source, SymcheckError


def unjudged(state: State, value: Expr, e: Equation) -> str | None:
    r"""The \mu of the equation of which the value holds an estimate `\hat\mu` that was given a value which nothing has judged; None where there is none."""
    free = {n.data.name: n for n in e.residual.walk() if n.op == "var"}
    for n in value.walk():
        if n.op != "let" or n.data.family:
            continue
        try:
            bare = undecorated(parse(Source(n.data.name, "name", 1), state.context.words))
        except SymcheckError:
            continue
        name = label(bare) if bare is not None else ""
        if name in free and free[name] not in state.solved:
            return name
    return None


__all__ = ["unjudged"]
