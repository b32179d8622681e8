r"""How many steps are needed: `C q^t \le \varepsilon`, "that is, $t \ge \frac{\ln(C / \varepsilon)}{\ln(1 / q)}$". The number of steps stands in an exponent of
the first inequality, and alone on a side of the second: at numbers for all other names both sides of the first have to be equal there, and it has to hold on
the side that the second says, and on no other. Where the first has no value at such a number of steps, whole numbers of steps are tried.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.verdict import Verdict
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit

Part = tuple[str, Expr, Expr]
_UP, _DOWN = frozenset((">", r"\ge", ">=")), frozenset(("<", r"\le", "<="))
_STRICT = frozenset("<>")
_TRIED = 40
_ENOUGH = 3
_LARGE = 1000
_NEAR = 1e-6  # relative to what is compared


@np.errstate(all="ignore")
def same(p: Part, q: Part, both_ways: bool = True, given: Sequence[Part] = ()) -> Verdict | None:
    """Does the second inequality say from which step on the first one holds, where what is `given` holds? None where they are no such pair, or cannot be
    evaluated."""
    t, bound, above = _counter(q)
    if t is None or not ({p[0]} <= _UP | _DOWN) or t in {*bound.walk()} or not _is_exponent(t, p[1], p[2]):
        return None
    names = list(dict.fromkeys(n for e in (p[1], p[2], bound) for n in e.walk() if n.op == "var" and n is not t))
    if any(not is_scalar(n.shape) for n in names):
        return None
    draws, seen, elsewhere = random.Random(3), 0, False
    for _ in range(_TRIED if names else 1):
        values = {n: _drawn(n, draws) for n in names}
        x = _value(bound, values) if all(_holds(g, values) is not False for g in given) else None
        if x is None or abs(x) < 1e-3:
            continue
        at = [_gap(p, values | {t: Fraction(x * k).limit_denominator(10 ** 12)}) for k in (1.0, 1.05, 0.95)]
        if None in at:
            elsewhere = elsewhere or _at_whole_numbers(p, q, t, x, values)
            continue
        if at[1][0] * at[2][0] >= 0:
            continue
        seen += 1
        (gap, scale), (high, _), (low, _) = at
        after, before = (high, low) if x > 0 else (low, high)
        holds_after = after > 0
        if holds_after != above or abs(gap) > _NEAR * scale and (both_ways or (gap > 0) != above):
            return Verdict(V.DIFFERENT, "there are numbers at which one of the conditions holds and the other does not")
    if not seen and not names and (x := _value(bound, {})) is not None:
        found = _gap(p, {t: Fraction(x).limit_denominator(10 ** 12)})
        if found is not None and abs(found[0]) > 1e-2 * found[1] and both_ways:
            return Verdict(V.DIFFERENT, "the first condition changes elsewhere")
    if seen < (_ENOUGH if names else 1):
        return None
    if elsewhere:
        return Verdict(V.UNDECIDED, "at some numbers one of the conditions holds and the other does not")
    whole = not names and abs(x - round(x)) > _NEAR * abs(x)  # no number of steps is there
    if (p[0] in _STRICT) != (q[0] in _STRICT) and (both_ways or q[0] in _STRICT) and not whole:
        return Verdict(V.UNDECIDED, "one is strict and the other is not")
    return Verdict(V.SUPPORTED, "the first condition changes there" + ("" if names else ", to the digits computed"))


def _counter(q: Part) -> tuple[Expr | None, Expr, bool]:
    """The t, the bound, and whether it is one from below, of `t \\ge x` or `x \\le t`."""
    op, a, b = q
    if a.op == "var" and op in _UP | _DOWN:
        return a, b, op in _UP
    if b.op == "var" and op in _UP | _DOWN:
        return b, a, op in _DOWN
    return None, a, True


def _is_exponent(t: Expr, *sides: Expr) -> bool:
    return any(n.op == "power" and t in {*n.args[1].walk()} or n.op == "apply" and n.data[0].known == "exp" and t in {*n.walk()} for e in sides for n in e.walk())


def _drawn(n: Expr, draws: random.Random) -> Fraction:
    low, high = (x if isinstance(x, (int, float, Fraction)) else None for x in n.data.bounds)
    if "unit" in n.data.traits or low is not None and high is not None:
        low, high = Fraction(low or 0), Fraction(1 if high is None else high)
        return low + (high - low) * Fraction(draws.randint(5, 95), 100)
    return Fraction(draws.randint(10, 300), 100)


def _at_whole_numbers(p: Part, q: Part, t: Expr, x: float, values: dict[Expr, Fraction]) -> bool:
    """Does one of the conditions hold at a whole number of steps, away from the bound x, and the other not?"""
    for k in {1, 2, 3, *(n for n in (math.floor(x) - 1, math.ceil(x) + 1, math.ceil(x) + 2) if 0 < n < _LARGE)}:
        found = [_holds(c, values | {t: Fraction(k)}) for c in (p, q)]
        if abs(k - x) > 1e-3 and None not in found and found[0] != found[1]:
            return True
    return False


def _holds(p: Part, values: dict[Expr, Fraction]) -> bool | None:
    """Does a condition hold at these numbers? None where it has other names, or is none of order."""
    if p[0] not in _UP | _DOWN or (found := _gap(p, values)) is None:
        return None
    return found[0] > 0 or found[0] == 0 and p[0] not in _STRICT


def _gap(p: Part, values: dict[Expr, Fraction]) -> tuple[float, float] | None:
    """By how much the inequality holds, and how large its sides are."""
    a, b = _value(p[1], values), _value(p[2], values)
    if a is None or b is None:
        return None
    return (a - b if p[0] in _UP else b - a), max(abs(a), abs(b), 1e-300)


def _value(e: Expr, values: dict[Expr, Fraction]) -> float | None:
    from symcheck.tensor.direct import Direct

    try:
        value = Direct({}, {}, None, None)(build.substitute(e, tuple((n.data, build.num(x)) for n, x in values.items())), {})
        found = float(value.item())
    except (Unsupported, Limit, KeyError, ValueError, OverflowError, ZeroDivisionError):
        return None
    return found if found == found and abs(found) < 1e300 else None


__all__ = ["same"]
