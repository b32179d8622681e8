"""Differences that few points show: whole numbers, larger sizes, late digits, values near 1; and words."""

import pytest

from symcheck.judge.equality import equal
from symcheck.read.context import Context

# (declarations with semicolons between, left, right): all wrong.
WRONG = [
    (r"u, v \in \mathbb{R};H(r) = \begin{cases} \frac12 r^2 & |r| \le 12 \\ 12|r| - 72 & |r| > 12 \end{cases}",
     r"H(v)", r"\frac12 v^2"),
    (r"u, v \in \mathbb{R};H(r) = \begin{cases} \frac12 r^2 & |r| \le 12 \\ 12|r| - 72 & |r| > 12 \end{cases}",
     r"H'(v)", "v"),
    (r"u, v \in \mathbb{R};g, x \in \mathbb{R}^n;p \in (0, 1);t > 0;s(u) = \min(7, \max(0, u));H(r) = \begin{cases} \frac12 r^2 & |r| \le 12 \\ 12|r| - 72 & |r| > 12 \end{cases}",
     r"\min(p, 1 - 10^{-6})", r"p"),
    (r"k, q \in \mathbb{Z};y \in \{0, 1\}^n;l \in \{-1, 1\}",
     r"\mathbb 1[k = 9]", r"0"),
    (r"k, q \in \mathbb{Z};y \in \{0, 1\}^n;l \in \{-1, 1\}",
     r"\mathbb 1[q > 0] + \mathbb 1[q < 0]", r"1"),
    (r"k, q \in \mathbb{Z};y \in \{0, 1\}^n;l \in \{-1, 1\}",
     r"\operatorname{sign}(q)^2", r"1"),
    (r"k, q \in \mathbb{Z};y \in \{0, 1\}^n;l \in \{-1, 1\}",
     r"\mathbb 1[q \ge 0]", r"\mathbb 1[q > 0]"),
    (r"k, q \in \mathbb{Z};y \in \{0, 1\}^n;l \in \{-1, 1\}",
     r"\mathbb 1[\sum_i y_i \ge 6]", r"0"),
    (r"k, q \in \mathbb{Z};y \in \{0, 1\}^n;l \in \{-1, 1\}",
     r"\mathbb 1[\sum_i y_i \ge 1]", r"1"),
    (r"x \in \mathbb{R}^d",
     r"\sum_{k=1}^d k^2", r"\frac{d(d+1)(2d+1)}{6} + (d-1)(d-2)(d-3)(d-4)"),
    (r"x \in \mathbb{R}^d",
     r"\sum_{k=1}^d k^2", r"\frac{d(d+1)(2d+1)}{6} + (d-1)(d-2)(d-3)(d-4)(d-5)(d-6)"),
    (r"u \in \mathbb{R}",
     r"\pi u", r"3.14159265358979\,u"),
    (r"u \in \mathbb{R}",
     r"\log 2 \cdot u", r"0.6931471805599\,u"),
    (r"u \in \mathbb{R}",
     r"\sigma(u)", r"\sigma(u) + 10^{-12}"),
]


@pytest.mark.parametrize("declare, lhs, rhs", WRONG)
def test_differs(declare, lhs, rhs):
    v = equal(Context(declare.split(";")), lhs, rhs)
    assert v.word == "different"
    assert v.counterexample.lhs != v.counterexample.rhs


def test_digits_are_said():
    v = equal(Context([r"u \in \mathbb{R}"]), r"\pi u", r"3.14159265358979\,u")
    assert v.evidence == "the sides agree to 15 digits only, at the numbers shown"


def test_branch_not_met():
    v = equal(Context([r"u \in \mathbb{R}"]), r"\mathbb 1[e^u > u]", "1")
    assert v.word == "undecided"
    assert r"no point was found where \exp(u) - u \le 0" in v.message


def test_condition_at_a_jump():
    v = equal(Context([r"u \in \mathbb{R}"]), r"\operatorname{sign}(u)^2", "1")
    assert (v.word, v.conditions) == ("equal_where", (r"u \ne 0",))
