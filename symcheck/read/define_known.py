r"""Definitions of names that have a meaning already: `\sigma(z) = \frac{1}{1 + e^{-z}}`, `\log(z) = ..`.

One that repeats the usual meaning leaves the name as it is; any other is the author's own function.
"""

from __future__ import annotations

import math
import operator
import re

from symcheck.expr import At, Expr, Index, Variable
from symcheck.expr.shape import is_scalar
from symcheck.read.elaborate_known import COMPOSED, KNOWN, LETTERS
from symcheck.text import Source
from symcheck.text.diagnostic import fail

# Functions of a vector that an author may define.
OF_VECTORS = frozenset(("softmax", "Softmax", "logsumexp"))
GATED = frozenset(("silu", "SiLU", "swish"))
REDEFINED = frozenset((*KNOWN, *COMPOSED, *LETTERS, *OF_VECTORS, *GATED))

# Both signs, the kinks at 0, and arguments below and above 1; no point is special to any function.
POINTS = (0.0, 0.1732, -0.2391, 0.5773, -0.7081, 0.9137, 1.0, -1.0, 1.3719, -1.6183, 2.7316, -3.1847,
          5.2911, -6.0473)


def repeats(base: str, x: Variable, body: Expr) -> bool:
    """Does a body in the number x have the values of the known function at every point tried?"""
    usual = _usual(base)
    if usual is None or not (is_scalar(x.shape) and is_scalar(body.shape)):
        return False
    values = [_called(usual, at) for at in POINTS]
    return sum(v is not None for v in values) > 3 and all(
        _same(_called(lambda t: _number(body, x, t), at), v) for at, v in zip(POINTS, values))


def repeats_softmax(base: str, z: Expr, i: Index, body: Expr) -> bool:
    r"""Is a body e^{z_i} / \sum_j e^{z_j}?"""
    if base not in ("softmax", "Softmax") or body.op != "div" or not _exp_of(body.args[0], z, i):
        return False
    total = body.args[1]
    return total.op == "sum" and _exp_of(total.args[0], z, total.data[0])


def unused_before(context, source: Source, name: str, base: str, at) -> None:
    """The author's own meaning of a known name holds everywhere, so it must come first."""
    word = re.compile(rf"(?<![A-Za-z]){re.escape(base.lstrip(chr(92)))}(?![A-Za-z])")
    if any(map(word.search, context.lines)):
        raise fail("used-before", f"{name} was used above with its usual meaning", source, at.span,
                   "here it is given another one", help=f"Define {name} before the lines that use it.")


def _exp_of(e: Expr, z: Expr, i: Index) -> bool:
    return e.op == "apply" and e.data[0].known == "exp" and e.data[1] == 0 and \
        e.args[0].op == "entry" and e.args[0].args[0] is z and e.args[0].data == (At(i, 0),)


def _usual(base: str):
    if base in GATED:
        return lambda x: x * FUNCTIONS["sigmoid"](x)
    name = LETTERS[base][0] if base in LETTERS else KNOWN.get(base, base)
    return FUNCTIONS.get(name)


def _softplus(x: float) -> float:
    return math.log1p(math.exp(x))


FUNCTIONS = {
    **{name: getattr(math, name) for name in (
        "exp", "log", "tanh", "sinh", "cosh", "sin", "cos", "tan", "erf", "sqrt", "gamma")},
    "arcsin": math.asin, "arccos": math.acos, "arctan": math.atan, "loggamma": math.lgamma,
    "arcsinh": math.asinh, "arccosh": math.acosh, "arctanh": math.atanh, "arsinh": math.asinh,
    "arcosh": math.acosh, "artanh": math.atanh, "asinh": math.asinh, "acosh": math.acosh,
    "atanh": math.atanh, "abs": abs, "softplus": _softplus,
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)), "relu": lambda x: max(x, 0.0),
    "sign": lambda x: (x > 0) - (x < 0),
    "sec": lambda x: 1 / math.cos(x), "csc": lambda x: 1 / math.sin(x),
    "cot": lambda x: math.cos(x) / math.sin(x), "sech": lambda x: 1 / math.cosh(x),
    "csch": lambda x: 1 / math.sinh(x), "coth": lambda x: math.cosh(x) / math.sinh(x),
    "logit": lambda x: math.log(x / (1 - x)),
}
COMPARED = {"=": operator.eq, "!=": operator.ne, ">": operator.gt, "<": operator.lt,
            ">=": operator.ge, "<=": operator.le}


def _called(function, x: float) -> float | None:
    """The value, or None outside the domain."""
    try:
        return float(function(x))
    except (ValueError, ZeroDivisionError, OverflowError, _Other):
        return None


def _same(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return math.isclose(a, b, rel_tol=1e-11, abs_tol=1e-13)


class _Other(Exception):
    """An expression that holds more than numbers and one variable."""


def _number(e: Expr, x: Variable, at: float) -> float:
    op = e.op
    if op == "var" and e.data == x:
        return at
    if op == "num":
        return float(e.data)
    if op == "const" and e.data in ("e", "pi"):
        return getattr(math, e.data)
    if op == "let":
        return _number(e.args[0], x, at)
    if op == "cases":
        *pairs, last = e.args if len(e.args) % 2 else (*e.args, None)
        for value, condition in zip(pairs[::2], pairs[1::2]):
            if _number(condition, x, at):
                return _number(value, x, at)
        if last is None:
            raise _Other
        return _number(last, x, at)
    if op not in _OPERATIONS and op != "apply" or not is_scalar(e.shape):
        raise _Other
    args = [_number(a, x, at) for a in e.args]
    if op == "apply":
        f, order = e.data
        if order or FUNCTIONS.get(f.known) is None:
            raise _Other
        return FUNCTIONS[f.known](args[0])
    value = _OPERATIONS[op](e, args)
    if isinstance(value, complex):
        raise ValueError
    return value


_OPERATIONS = {
    "add": lambda e, a: math.fsum(a), "neg": lambda e, a: -a[0], "mul": lambda e, a: math.prod(a),
    "hadamard": lambda e, a: math.prod(a), "div": lambda e, a: a[0] / a[1],
    "power": lambda e, a: a[0] ** a[1],
    "extremum": lambda e, a: (max if e.data == "max" else min)(a),
    "indicator": lambda e, a: float(COMPARED[e.data](*a)),
}
