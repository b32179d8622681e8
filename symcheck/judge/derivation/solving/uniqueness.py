r"""Does `P \implies u = v` hold for every u that obeys P, or is v one solution of several?

That v solves P is not enough: x^2 = b^2 does not give x = b, nor X u = X v that u = v. Held to this are equations that the
author supposes or sets up, not those that set a derivative to zero.
"""

from __future__ import annotations

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.state import Equation, State, called, speaks_of
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.tensor.canonical import canonical
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower
from symcheck.tensor.signs import NONNEGATIVE, POSITIVE, UNKNOWN, sign

_INVERSES = frozenset(("inverse", "pinv", "matpow"))


def doubt(state: State, unknown: Expr, value: Expr, equation: Equation) -> str:
    """Why an equation may have other solutions than this one, "" where nothing says so."""
    stationary = equation.unknown is unknown and not equation.supposed
    if unknown.op == "item" and is_scalar(unknown.shape):  # e_j for any j: as a number of its own
        one = build.var(Variable(called(unknown), unknown.shape, (), unknown.args[0].data.traits))
        equation = equation._replace(lhs=exchanged(equation.lhs, unknown, one), rhs=exchanged(equation.rhs, unknown, one),
                                     unknown=one if equation.unknown is unknown else equation.unknown)
        unknown = one
    if not (equation.supposed or stationary or equation.unknown is None) or unknown.op != "var" or equation.lhs is unknown or equation.rhs is unknown:
        return ""
    residual = equation.residual
    if is_scalar(unknown.shape):
        return _other_root(state, unknown, value, residual, stationary) if is_scalar(residual.shape) else ""
    return "" if stationary else _kernel(state, unknown, value, residual)


def _other_root(state: State, unknown: Expr, value: Expr, residual: Expr, stationary: bool) -> str:
    """Of a quadratic equation, where the other root is another number and its sign does not rule it out; of others, where
    they are not monotone in the unknown."""
    first = build.derivative(residual, unknown, "column")
    second = build.derivative(first, unknown, "column")
    if state.vanishes(second):
        return ""
    if not state.vanishes(build.derivative(second, unknown, "column")):
        return "" if stationary or _is_of_one_sign(first) or _is_never_constant(unknown, residual, first) else f"the equation may have other solutions {called(unknown)}"
    at_zero = build.substitute(first, ((unknown.data, build.num(0)),))
    other = build.neg(build.add(build.div(build.mul(build.num(2), at_zero), second), value))
    if judge(state.context, other, value, hint=True).right:
        return ""
    ruled_out = unknown.data.traits & {"positive", "nonnegative"} and _sign(build.neg(other)) in (POSITIVE, NONNEGATIVE)
    return "" if ruled_out else f"the equation has another root {called(unknown)}"


def _is_of_one_sign(e: Expr) -> bool:
    return POSITIVE in (_sign(e), _sign(build.neg(e)))


def _is_never_constant(u: Expr, residual: Expr, first: Expr) -> bool:
    r"""Of a residual that at least never turns, as `\frac{1}{u} \sum_i y_i - n` with counts y_i that may all be 0: has it two roots nowhere? Between two of
    them it would be 0 and its derivative too, and so any sum of it and a multiple of u times its derivative, one of which is 0 nowhere."""
    if not u.data.traits & {"positive", "negative"} or not any(_sign(e) in (POSITIVE, NONNEGATIVE) for e in (first, build.neg(first))):
        return False
    slope = build.mul(u, first)
    return any(_is_of_one_sign(e) for e in (build.add(residual, slope), build.sub(residual, slope)))


def _sign(e: Expr) -> int:
    try:
        return sign(canonical(lower(e).array))
    except (Unsupported, Limit):
        return UNKNOWN


def _kernel(state: State, unknown: Expr, value: Expr, residual: Expr) -> str:
    """Of a linear equation, where the matrix before the unknown may map other vectors than 0 to 0."""
    step = build.var(Variable(r"\delta_0", unknown.shape))
    moved = build.sub(build.substitute(residual, ((unknown.data, build.add(unknown, step)),)), residual)
    if moved.shape == step.shape and any(judge(state.context, moved, build.mul(c, step), hint=True).right for c in _scales(residual)):
        return ""
    held = any(kind in ("invertible", "posdef") and speaks_of(residual, m) for kind, m, *_ in state.context.assumptions) or any(
        n.op == "var" and n.data.traits & {"invertible", "posdef", "orthogonal"} for n in residual.walk())
    inverted = any(n.op in _INVERSES for n in value.walk())
    return "" if held or inverted else f"other {called(unknown)} may solve the equation too"


def _scales(residual: Expr) -> list[Expr]:
    """Numbers by which the unknown may be multiplied: 1, -1, the scalar names of the equation and their inverses."""
    names = dict.fromkeys(n for n in residual.walk() if n.op == "var" and is_scalar(n.shape))
    return [build.num(1), build.num(-1), *names, *(build.div(build.num(1), n) for n in names), *map(build.neg, names)]
