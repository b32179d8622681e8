"""Means and covariances of names with Gaussian laws, against the textbook's and against a student's slips."""

import pytest

from symcheck.judge.equality import equal
from symcheck.read.context import Context

VECTOR = [r"w, \mu \in \mathbb{R}^d, \Sigma \in \mathbb{S}_{++}^d, A \in \mathbb{R}^{m \times d}, b \in \mathbb{R}^m",
          r"M \in \mathbb{R}^{d \times d}", r"w \sim \mathcal{N}(\mu, \Sigma)"]
NUMBER = [r"z, m, a, b \in \mathbb{R}, s > 0", r"z \sim \mathcal{N}(m, s^2)"]
MODEL = [r"X \in \mathbb{R}^{n \times d}, w \in \mathbb{R}^d, \sigma, \lambda > 0",
         r"\epsilon \sim \mathcal{N}(0, \sigma^2 I_n)", r"y = Xw + \epsilon",
         r"\hat w = (X^\top X + \lambda I)^{-1} X^\top y"]
RIDGE = [r"X \in \mathbb{R}^{n \times d}, w \in \mathbb{R}^d, y \in \mathbb{R}^n, \lambda > 0",
         r"w \sim \mathcal{N}(0, I)", r"y \mid X, w \sim \mathcal{N}(Xw, \lambda I)"]
RIGHT = [
    (VECTOR, r"\mathbb{E}[Aw + b]", r"A\mu + b"), (VECTOR, r"\operatorname{Cov}(Aw + b)", r"A \Sigma A^\top"),
    (VECTOR, r"\mathbb{E}[w w^\top]", r"\Sigma + \mu \mu^\top"),
    (VECTOR, r"\mathbb{E}[w^\top M w]", r"\operatorname{tr}(M\Sigma) + \mu^\top M \mu"),
    (VECTOR, r"\mathbb{E}[\|w\|^2]", r"\operatorname{tr}(\Sigma) + \|\mu\|^2"),
    (VECTOR, r"\mathbb{E}[(w - \mu)(w - \mu)^\top]", r"\Sigma"),
    (NUMBER, r"\operatorname{Var}(az + b)", r"a^2 s^2"), (NUMBER, r"\mathbb{E}[z^2]", r"m^2 + s^2"),
    (MODEL, r"\mathbb{E}[y]", r"Xw"), (MODEL, r"\mathbb{E}[\hat w]", r"(X^\top X + \lambda I)^{-1} X^\top X w"),
    (MODEL, r"\operatorname{Cov}(\hat w)",
     r"\sigma^2 (X^\top X + \lambda I)^{-1} X^\top X (X^\top X + \lambda I)^{-1}"),
    (RIDGE, r"\log p(w)", r"-\frac12 w^\top w - \frac d2 \log(2\pi)"),
    (RIDGE, r"\log p(y \mid X, w)", r"-\frac{1}{2\lambda} \|y - Xw\|^2 - \frac n2 \log(2\pi\lambda)"),
    (RIDGE, r"p(w \mid X, y)", r"\frac{p(y \mid X, w)\, p(w)}{p(y)}"),
    (RIDGE, r"\nabla_w \log p(w \mid y)", r"\frac1\lambda X^\top (y - Xw) - w"),
    (RIDGE, r"p(w)", r"\mathcal{N}(w; 0, I)"), (RIDGE, r"\mathbb{E}[y]", r"0"),
    (RIDGE, r"\operatorname{Cov}(y)", r"XX^\top + \lambda I"),
]
WRONG = [
    (VECTOR, r"\mathbb{E}[Aw + b]", r"A\mu"), (VECTOR, r"\operatorname{Cov}(Aw + b)", r"A A^\top"),
    (VECTOR, r"\mathbb{E}[w w^\top]", r"\Sigma"), (VECTOR, r"\mathbb{E}[w w^\top]", r"\mu \mu^\top"),
    (VECTOR, r"\mathbb{E}[w^\top M w]", r"\mu^\top M \mu"),
    (NUMBER, r"\operatorname{Var}(az + b)", r"a^2 s^2 + b"), (NUMBER, r"\operatorname{Var}(az)", r"a s^2"),
    (NUMBER, r"\mathbb{E}[z^2]", r"m^2"), (MODEL, r"\mathbb{E}[y]", r"5 X w"),
    (MODEL, r"\mathbb{E}[\hat w]", r"w"),
    (RIDGE, r"\log p(y \mid X, w)", r"-\frac{1}{\lambda} \|y - Xw\|^2 - \frac n2 \log(2\pi\lambda)"),
    (RIDGE, r"\nabla_w \log p(w \mid y)", r"\frac1\lambda X^\top (y - Xw) + w"),
    (RIDGE, r"\operatorname{Cov}(y)", r"\lambda I"),
]


@pytest.mark.parametrize("declare, lhs, rhs", RIGHT)
def test_right(declare, lhs, rhs):
    verdict = equal(Context(declare), lhs, rhs)
    assert verdict.right, verdict


@pytest.mark.parametrize("declare, lhs, rhs", WRONG)
def test_wrong(declare, lhs, rhs):
    verdict = equal(Context(declare), lhs, rhs)
    assert verdict.word == "different", verdict


def test_a_mean_of_higher_degree_is_refused():
    verdict = equal(Context(NUMBER), r"\mathbb{E}[z^4]", r"3 s^4")
    assert verdict.word == "unreadable" and "linear and quadratic" in verdict.message
