"""Functions that the author names, in forms that the oracle of the cases does not read."""

import pytest

from symcheck.judge.equality import equal
from symcheck.read.context import Context
from symcheck.text import SymcheckError

KNOWN = (r"a, z \in \mathbb{R}", r"\exp(t) = t^2", r"\log(t) = 3t",
         r"\tanh(t) = \frac{e^t - e^{-t}}{e^t + e^{-t}}",
         r"\operatorname{sign}(t) = \begin{cases} 1 & t \ge 0 \\ -1 & t < 0 \end{cases}")
PRODUCTS = (r"x \in \mathbb{R}", r"f, g : \mathbb{R} \to \mathbb{R}", r"u(s) = s^2")
GRADIENTS = (r"x \in \mathbb{R}^n", r"A \in \mathbb{S}^n", r"F : \mathbb{R}^n \to \mathbb{R}",
             r"h(x) = x^\top A x")
LOSS = (r"w, x, y, \mu \in \mathbb{R}", r"L = (wx - y)^2", r"\ell = (y - \mu)^2", r"h = wx")
VECTOR = (r"w, x \in \mathbb{R}^d", r"y \in \mathbb{R}", r"L = (w^\top x - y)^2")
ROWS = [
    (KNOWN, r"\exp(z)", r"z^2", "equal"),
    (KNOWN, r"\exp(z)", r"e^z", "different"),
    (KNOWN, r"\log\exp z", r"3z^2", "equal"),
    (KNOWN, r"\log\exp z", r"z", "different"),
    (KNOWN, r"\tanh'(a)", r"1 - \tanh^2 a", "equal"),
    (KNOWN, r"\operatorname{sign}(0)", r"1", "equal"),
    (PRODUCTS, r"(fg)'(x)", r"f'(x)g(x) + f(x)g'(x)", "equal"),
    (PRODUCTS, r"(fg)'(x)", r"f'(x)g'(x)", "different"),
    (PRODUCTS, r"(f + 2g)'(x)", r"f'(x) + 2g'(x)", "equal"),
    (PRODUCTS, r"(f - g)(x)", r"f(x) - g(x)", "equal"),
    (PRODUCTS, r"(f \cdot u)'(x)", r"x^2 f'(x) + 2xf(x)", "equal"),
    (PRODUCTS, r"(f/u)'(x)", r"\frac{xf'(x) + 2f(x)}{x^3}", "different"),
    (PRODUCTS, r"(f^2)'(x)", r"2f(x)f'(x)", "equal"),
    (PRODUCTS, r"(3f - 1)'(x)", r"3f'(x)", "equal"),
    (PRODUCTS, r"f(x)'", r"f'(x)", "unreadable"),
    (GRADIENTS, r"(\nabla h)(2x)", r"4Ax", "equal"),
    (GRADIENTS, r"(\nabla_x h)(2x)", r"8Ax", "different"),
    (GRADIENTS, r"(\nabla F)(2x)", r"\tfrac12 \nabla_x F(2x)", "equal"),
    (GRADIENTS, r"x^\top (\nabla^2 h)(x) x", r"2x^\top A x", "equal"),
    (LOSS, r"L(0)", r"0", "unreadable"),
    (LOSS, r"L(2w)", r"2wL", "unreadable"),
    (LOSS, r"h(0)", r"0", "unreadable"),
    (LOSS, r"L(1 - L)", r"L - L^2", "equal"),
    (LOSS, r"\frac{\partial L}{\partial w}(0)", r"0", "unreadable"),
    (LOSS, r"\ell_\mu", r"-2(y - \mu)", "unreadable"),
    (VECTOR, r"\nabla L(w)", r"2(w^\top x - y)x", "equal"),
    (VECTOR, r"\nabla L(w)", r"2(w^\top x - y)w", "different"),
    ((r"w \sim \mathcal{N}(0, I)",), r"w^\top w", r"\|w\|^2", "equal"),
    ((r"w \sim \mathcal{N}(0, I)", r"w \in \mathbb{R}^d"), r"w_1", r"w^\top w", "different"),
    ((r"\sigma(z) = \frac{e^z}{1 + e^z}", r"a \in \mathbb{R}"), r"\sigma(-a)", r"1 - \sigma(a)",
     "equal"),
]


@pytest.mark.parametrize("declare, lhs, rhs, word", ROWS, ids=str)
def test_verdicts(declare, lhs, rhs, word):
    assert equal(Context(declare), lhs, rhs).word == word


CONTRADICTIONS = [
    (r"a \in \mathbb{R}", r"f(a) = a^2", r"f(a) = a^3"),
    (r"a \in \mathbb{R}", r"f(u) = u^2", r"f(v) = v^3"),
    (r"a \in \mathbb{R}", r"c = a^2", r"c = a^3"),
    (r"a \in \mathbb{R}", r"z \in \mathbb{R}^n", r"\Phi(z)_i = z_i^2", r"\Phi(z)_i = z_i^3"),
]


@pytest.mark.parametrize("declare", CONTRADICTIONS, ids=str)
def test_contradictions_are_errors(declare):
    verdict = equal(Context(declare), r"a", r"a")
    assert verdict.word == "unreadable"
    assert "defined-twice: this contradicts an earlier definition" in verdict.message


def test_a_known_name_is_defined_before_it_is_used():
    with pytest.raises(SymcheckError) as caught:
        Context([r"a \in \mathbb{R}", r"h = \tanh(a)", r"\tanh(z) = z"])
    assert caught.value.diagnostic.id == "used-before"


def test_what_was_decided_is_said():
    said = equal(Context([r"\sigma(z) = \frac{1}{1 + e^{-2z}}", r"a \in \mathbb{R}"]),
                 r"\sigma(-a)", r"1 - \sigma(a)").notes
    assert r"\sigma is the function defined here" in said
    repeated = Context([r"\sigma(z) = \frac{1}{1 + e^{-z}}", r"a \in \mathbb{R}"])
    assert equal(repeated, r"\sigma(-a)", r"1 - \sigma(a)").notes == ()
