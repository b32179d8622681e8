r"""Newton steps, `w \leftarrow w - H^{-1} \nabla L`: the inverse of the second derivative times the first, with or without
a rate, or for a number the step to a root.

A step that is another is wrong only where its part of the document speaks of Newton's method alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.numbers.values import is_numeric
from symcheck.judge.derivation.state import State
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict

_NEWTON = re.compile(r"\bNewton", re.I)
_ANOTHER = re.compile(r"\b(?:quasi|Gauss|approximat\w*|truncated|inexact|modif\w+|Levenberg|damped|BFGS|Fisher|natural|"
                      r"precondition\w*|momentum|Adam|Nesterov|proximal|gradient (?:descent|ascent)|SGD|secant|"
                      r"simplified|(?<!on the )(?<!on its )diagonal(?!\s+(?:matrix|elements?|entr(?:y|ies)|weights?))|instead)\b", re.I)


def is_meant(said: str) -> bool:
    """Do words speak of Newton's method, and of no other?"""
    return _NEWTON.search(said) is not None and _ANOTHER.search(said) is None


def judged(state: State, step: Expr, losses: list[Expr], by: Expr) -> Verdict | None:
    """The verdict on w - step as a Newton step; None where it need not be one."""
    steps = [s for f in losses for s in _steps(f, by)]
    for s in steps:
        if _same(state, step, s) or any(_same(state, step, build.mul(c, s)) for c in _rates(step, losses)):
            return Verdict(V.EQUAL, "a Newton step")
    if not losses or not is_meant(state.since) or is_numeric(build.sub(by, step)):
        return None
    if any(_same(state, step, build.neg(s)) for s in steps):
        return Verdict(V.DIFFERENT, "a Newton step the other way", mistake="sign-whole",
                       message="the sign is wrong: Newton's method subtracts the inverse of the second derivative "
                               "times the first")
    if any(_speaks(state, step, f, by) for f in losses):
        return Verdict(V.DIFFERENT, "no Newton step", message=(
            "this step is not the inverse of the second derivative times the first"))
    return None


def _same(state: State, a: Expr, b: Expr) -> bool:
    return judge(state.context, a, b, hint=True).right


def _steps(f: Expr, by: Expr) -> Iterator[Expr]:
    """What Newton's method subtracts: to where the derivative is zero, or for a number where f is."""
    slope = build.derivative(f, by, "column")
    bend = build.derivative(slope, by, "column")
    if is_scalar(by.shape):
        yield build.div(slope, bend)
        yield build.div(f, slope)
    elif len(bend.shape) == 2:
        yield build.mul(build.inverse(bend), slope)


def _rates(step: Expr, losses: list[Expr]) -> Iterator[Expr]:
    """The names of numbers in the step that the objectives do not hold."""
    held = {n for f in losses for n in f.walk() if n.op == "var"}
    return (n for n in dict.fromkeys(step.walk())
            if n.op == "var" and is_scalar(n.shape) and not n.data.family and n not in held)


def _speaks(state: State, step: Expr, f: Expr, by: Expr) -> bool:
    """Is all that the step is made of, but for its rates, in the objective?"""
    held = {n for n in f.walk() if n.op == "var"}
    return all(n in held or n is by for n in step.walk() if n.op == "var")
