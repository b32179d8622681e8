"""Powers with a rational exponent as real numbers, in float64 and exactly.

An odd root of a negative number is the real one: x^(p/q) with an odd q, in lowest terms, is the q-th root of x^p. An
even root of a negative number has no value. `powers` gives the same laws to the canonical form, `modular` to residues.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np


def is_odd_root(exponent: Fraction | int) -> bool:
    """Is it a power, no whole one, that negative numbers have too?"""
    return exponent.denominator != 1 and exponent.denominator % 2 == 1


def float_power(a: np.ndarray, exponent: Fraction | int) -> np.ndarray:
    """a^exponent in float64, NaN where it has no value."""
    if not is_odd_root(exponent):
        return np.power(a, float(exponent))
    size = np.power(np.abs(a), float(exponent))
    return np.copysign(size, a) if exponent.numerator % 2 else size


def exact_power(x: Fraction, exponent: Fraction) -> Fraction | None:
    """x^exponent if it is rational, for an x that is not 0 where the exponent is negative."""
    q = exponent.denominator
    if x < 0 and q % 2 == 0:
        return None
    above, below = whole_root(abs(x.numerator), q), whole_root(x.denominator, q)
    if above is None or below is None:
        return None
    return Fraction(-above if x < 0 else above, below) ** exponent.numerator


def whole_root(n: int, q: int) -> int | None:
    """The q-th root of a whole number that is not negative, if it is one."""
    if n < 2:
        return n
    low, high = 1, 1 << -(-n.bit_length() // q)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**q <= n else (low, middle - 1)
    return low if low**q == n else None
