r"""Absolute values and maxima of fractions whose sign is known: `|1 - 2 (m + s) / (2m + s)|` of positive m and s is `s / (2m + s)`.

A fraction is brought over one denominator; where the product of both is proved to have a sign, that is the sign of the fraction."""

from __future__ import annotations

from fractions import Fraction

from symcheck.expr import Expr, build
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.orders import known_sign
from symcheck.tensor.replace import captures, differentiated_by, replace
from symcheck.tensor.signs import UNKNOWN


def without_sizes(e: Expr) -> Expr:
    """The same with the absolute values and the maxima of two written without the mark, where signs tell which side they are."""
    e = _taken_at(e)
    memo: dict[Expr, Expr] = {}
    for n in reversed(list(dict.fromkeys(e.walk()))):
        if n.op == "apply" and n.data[0].known == "abs" and not n.data[1]:
            a = _put(n.args[0], memo)
            if is_not_negative(a):
                memo[n] = a
            elif is_not_negative(build.neg(a)):
                memo[n] = build.neg(a)
        elif n.op == "extremum" and len(n.args) == 2:
            a, b = (_put(x, memo) for x in n.args)
            least = n.data == "min"
            if is_not_negative(build.sub(a, b)):
                memo[n] = b if least else a
            elif is_not_negative(build.sub(b, a)):
                memo[n] = a if least else b
    return _put(e, memo)


def _taken_at(e: Expr) -> Expr:
    r"""A function taken at a value with the value put in: of `\rho(t) = |1 - t m|` the `\rho(\frac{2}{m + M})`, whose signs are known when it is written out."""
    if e.op != "substitute" or differentiated_by(e.args[0], e.data) or captures(e.args[0], list(e.args[1:])):
        return e
    return replace(e.args[0], dict(zip(e.data, e.args[1:])))


def _put(e: Expr, memo: dict[Expr, Expr]) -> Expr:
    return exchanged(e, e, e, dict(memo))


def is_not_negative(e: Expr) -> bool:
    """Is it proved that this is at least zero where it is defined?"""
    parts = _over_one(e)
    return known_sign(e) != UNKNOWN or parts is not None and known_sign(build.mul(*parts)) != UNKNOWN


def _over_one(e: Expr) -> tuple[Expr, Expr] | None:
    """The numerator and the denominator of sums, products and quotients of numbers; None of what holds something else."""
    if e.op in ("num", "var", "size"):
        return e, build.num(1)
    if e.op == "let":
        return _over_one(e.args[0])
    parts = [_over_one(a) for a in e.args]
    if None in parts:
        return None
    if e.op == "neg":
        return build.neg(parts[0][0]), parts[0][1]
    if e.op == "add":
        top, under = parts[0]
        for a, b in parts[1:]:
            top, under = build.add(build.mul(top, b), build.mul(a, under)), build.mul(under, b)
        return top, under
    if e.op == "mul":
        top, under = parts[0]
        for a, b in parts[1:]:
            top, under = build.mul(top, a), build.mul(under, b)
        return top, under
    if e.op == "div":
        return build.mul(parts[0][0], parts[1][1]), build.mul(parts[0][1], parts[1][0])
    if e.op == "power" and e.args[1].op == "num" and Fraction(e.args[1].data).denominator == 1 and abs(e.args[1].data) <= 4:
        top, under = parts[0] if e.args[1].data >= 0 else parts[0][::-1]
        n = build.num(abs(e.args[1].data))
        return build.power(top, n), build.power(under, n)
    return None


__all__ = ["is_not_negative", "without_sizes"]
