r"""Equations solved: what follows from those set up, and whether a value solves them.

An equation that is no identity may still be right in a derivation: it was set up (a gradient set to
zero), or it follows from what was. That it follows is decided by the ladder with the equations as
assumptions; that a value solves them, by putting it in.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from symcheck.expr import Expr, build
from symcheck.expr.shape import describe, is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.state import Equation, Gradient, State, speaks_of
from symcheck.judge.equality import judge
from symcheck.judge.verdict import Verdict
from symcheck.tensor.canonical import canonical
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower
from symcheck.tensor.signs import POSITIVE, definite, sign

SETS = re.compile(r"\b(set(s|ting)?|equat(e|ing)|vanish(es|ing)?|stationar\w*|first[- ]order|optimality|solv(e|es|ing)"
                  r"|zero|optimum|minimi[sz]\w*|maximi[sz]\w*|normal equations?|critical)\b", re.I)
GIVEN = re.compile(r"\b(given|suppose|assum(e|ing)|subject to|constrain(t|ed)|such that|consider|satisf(y|ies))\b", re.I)


def is_zero(e: Expr) -> bool:
    return e.op == "zeros" or e.op == "num" and not e.data


def sets_up(state: State, a: Expr, b: Expr, head: Expr | None) -> Gradient | None:
    """The derivative that `a = b` sets to zero, where one side is 0 and the other is that derivative."""
    if is_zero(a):
        a, b = b, a
    if not is_zero(b):
        return None
    for e in (a, head):
        g = _derivative(e)
        if g is not None:
            return g
    for g in reversed(state.gradients):
        slope = build.derivative(g.f, g.by, "column")
        for one in (slope, build.neg(slope)):
            if one.shape in (a.shape, a.shape[::-1]):
                turned = one if one.shape == a.shape else build.transpose(one)
                if judge(state.context, turned, a, hint=True).right:
                    return g
    return None


def _derivative(e: Expr | None) -> Gradient | None:
    while e is not None and e.op in ("neg", "transpose"):
        e = e.args[0]
    if e is not None and e.op == "derivative" and is_scalar(e.args[0].shape) and \
            e.args[1].op in ("var", "let"):
        return Gradient(*e.args)
    return None


def zero_like(e: Expr) -> Expr:
    return build.num(0) if is_scalar(e.shape) else build.zeros(e.shape)


def stationary(g: Gradient, line: int) -> Equation:
    """The equation that the gradient is zero."""
    slope = build.derivative(g.f, g.by, "column")
    return Equation(slope, zero_like(slope), line, g.by)


def follows(state: State, a: Expr, b: Expr, equations: list[Equation]) -> Verdict | None:
    """The verdict on a = b where the equations hold; None where they have nothing to say of it."""
    if not equations or a.shape != b.shape:
        return None
    for e in reversed(equations):
        found = _multiple(state, a, b, e)
        if found is not None:
            return found
    return judge(state.under(equations), a, b)


def _multiple(state: State, a: Expr, b: Expr, e: Equation) -> Verdict | None:
    """a - b as a number times the equation's residual, the commonest way of following."""
    left = build.sub(a, b) if not is_zero(b) else a
    right = e.residual
    if left.shape != right.shape:
        if left.shape != right.shape[::-1]:
            return None
        right = build.transpose(right)
    try:
        x, y = canonical(lower(left).array), canonical(lower(right).array)
    except (Unsupported, Limit):
        return None
    if x.kind != "poly" or y.kind != "poly" or not x.data or len(x.data) != len(y.data):
        if x is y:
            return Verdict(V.EQUAL, "it is the equation set up before", shape=describe(a.shape))
        return None
    number = Fraction(x.data[0][0]) / y.data[0][0]
    if all(f == h and c == number * d for (c, f), (d, h) in zip(x.data, y.data)):
        return Verdict(V.EQUAL, "it is a multiple of the equation set up before", shape=describe(a.shape))
    return None


def solution(state: State, unknown: Expr, value: Expr, equations: list[Equation],
             gradient: Gradient | None) -> Verdict | None:
    """Whether `value` for `unknown` satisfies the equations (or makes the gradient vanish).

    None where there is nothing to put it into.
    """
    if value.shape != unknown.shape:
        return Verdict(V.DIFFERENT, "the shapes differ", shape=describe(unknown.shape), message=(
            f"shape-mismatch: {unknown.data.name} is {describe(unknown.shape)}, "
            f"but this is {describe(value.shape)}"))
    if speaks_of(value, unknown):
        return None
    about = [e for e in equations if speaks_of(e.lhs, unknown) or speaks_of(e.rhs, unknown)]
    if not about and gradient is not None:
        about = [stationary(gradient, 0)]
    if not about:
        return None
    solved = tuple((u.data, x) for u, x in state.solved.items() if u is not unknown)
    best: Verdict | None = None
    for put in ((), solved) if solved else ((),):
        verdict = None
        for e in about[-1:]:
            residual = build.substitute(e.residual, ((unknown.data, value),))
            for pair in put:
                residual = build.substitute(residual, (pair,))
            verdict = judge(state.context, residual, zero_like(residual))
            if not verdict.right:
                break
        if verdict is not None and verdict.right:
            return replace(verdict, evidence=f"it solves the equation: {verdict.evidence}",
                           shape=describe(unknown.shape))
        best = best or verdict
    assert best is not None
    if best.word == V.DIFFERENT:
        best = replace(best, message=best.message or (
            f"put in for {unknown.data.name}, this does not solve the equation: the two values shown are "
            "its sides"), shape=describe(unknown.shape))
    return best


def curvature(state: State, objective: Expr, by: Expr) -> int:
    """1 where the second derivative is proved positive (definite), -1 negative, 0 unknown."""
    second = build.derivative(build.derivative(objective, by, "column"), by, "column")
    for value, found in ((second, 1), (build.neg(second), -1)):
        try:
            array = canonical(lower(value).array)
        except (Unsupported, Limit):
            return 0
        if (sign(array) if is_scalar(second.shape) else definite(array)) == POSITIVE:
            return found
    return 0
