"""Means and covariances of names with laws, against the textbook's, against a student's slips, and against sums over all
values of laws with few values that have the same moments."""

from itertools import product

import numpy as np
import pytest

from symcheck.judge.equality import equal
from symcheck.read.context import Context
from symcheck.tensor.array import variable, variables
from symcheck.tensor.direct import Direct
from symcheck.tensor.evaluate import Evaluation
from symcheck.tensor.lower import lower
from symcheck.tensor.reals import Float

VECTOR = [r"w, \mu \in \mathbb{R}^d, \Sigma \in \mathbb{S}_{++}^d, A \in \mathbb{R}^{m \times d}, b \in \mathbb{R}^m",
          r"M \in \mathbb{R}^{d \times d}", r"w \sim \mathcal{N}(\mu, \Sigma)"]
NUMBER = [r"z, m, a, b \in \mathbb{R}, s > 0", r"z \sim \mathcal{N}(m, s^2)"]
MODEL = [r"X \in \mathbb{R}^{n \times d}, w \in \mathbb{R}^d, \sigma, \lambda > 0",
         r"\epsilon \sim \mathcal{N}(0, \sigma^2 I_n)", r"y = Xw + \epsilon",
         r"\hat w = (X^\top X + \lambda I)^{-1} X^\top y"]
RIDGE = [r"X \in \mathbb{R}^{n \times d}, w \in \mathbb{R}^d, y \in \mathbb{R}^n, \lambda > 0",
         r"w \sim \mathcal{N}(0, I)", r"y \mid X, w \sim \mathcal{N}(Xw, \lambda I)"]
SCORES = [r"u, v, h, \mu \in \mathbb{R}^d", r"A \in \mathbb{R}^{d \times d}", r"S \in \mathbb{S}_{++}^d",
          r"u \sim \mathcal{N}(0, I)", r"v \sim \mathcal{N}(0, I_d)", r"h \sim (\mu, S)"]
MASKS = [r"X \in \mathbb{R}^{n \times d}, w, c, x \in \mathbb{R}^d, y \in \mathbb{R}^n, p \in (0, 1)",
         r"m_{ij} \in \{0, 1\}, i = 1, \dots, n, j = 1, \dots, d", r"m_{ij} \sim \text{Bernoulli}(p)",
         r"\hat y_i = \sum_{j=1}^d m_{ij} X_{ij} w_j", r"c \sim \text{Bernoulli}(p)"]
MATRIX = [r"X, N \in \mathbb{R}^{n \times d}, w \in \mathbb{R}^d, t \in \mathbb{R}^n, \sigma > 0",
          r"M \in \mathbb{R}^{d \times n}", r"N_{ij} \sim (0, \sigma^2)"]
SAMPLE = [r"x_i \in \mathbb{R}^d, i = 1, \dots, n", r"\mu \in \mathbb{R}^d, \Sigma \in \mathbb{S}_{++}^d, m \in \mathbb{R}",
          r"x_i \sim \mathcal{N}(\mu, \Sigma)", r"\bar x = \frac1n \sum_{i=1}^n x_i", r"\sigma > 0",
          r"z_i, r_i, a_i \in \mathbb{R}, i = 1, \dots, n", r"z_i \sim (m, \sigma^2)", r"\bar z = \frac1n \sum_{i=1}^n z_i",
          r"\tau_i > 0, i = 1, \dots, n", r"r_i \sim (0, \tau_i^2)"]
DRAWS = [r"g_i \in \mathbb{R}^d, i = 1, \dots, n", r"\bar g = \frac1n \sum_{i=1}^n g_i", r"\theta, \theta^* \in \mathbb{R}^d, \eta > 0",
         r"V = \frac1n \sum_{i=1}^n \|g_i - \bar g\|^2", r"\ell_i : \mathbb{R}^d \to \mathbb{R}, i = 1, \dots, n",
         r"i_b \sim \{1, \dots, n\}, b = 1, \dots, B", r"\hat g = \frac1B \sum_{b=1}^B g_{i_b}",
         r"\hat h = \frac1B \sum_{b=1}^B \nabla \ell_{i_b}(\theta)"]
LABELS = [r"w \in \mathbb{R}^d, \sigma > 0", r"x^{(i)} \in \mathbb{R}^d, y^{(i)} \in \mathbb{R}, i = 1, \dots, N",
          r"y^{(i)} \sim \mathcal{N}(w^\top x^{(i)}, \sigma^2)"]
COLUMNS = [r"A \in \mathbb{R}^{m \times n}, s_j > 0, j = 1, \dots, n", r"A_{ij} \sim (0, s_j^2)"]
LAWS = [r"k, l, q \in \mathbb{R}, \lambda > 0, a, b \in \mathbb{R}", r"k \sim \text{Poisson}(\lambda)",
        r"l \sim \text{Exp}(\lambda)", r"q \sim \text{Uniform}(a, b)"]
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
    (NUMBER, r"\mathbb{E}[z^4]", r"m^4 + 6m^2s^2+3s^4"),
    (NUMBER, r"\mathbb{E}[z^3]", r"m^3+3ms^2"),
    (NUMBER, r"\operatorname{Var}(z^2)", r"2s^4+4m^2s^2"),
    (SCORES, r"\mathbb{E}[u^\top v]", r"0"),
    (SCORES, r"\mathbb{E}[(u^\top v)^2]", r"d"),
    (SCORES, r"\mathbb{E}[(u^\top v)^2]", r"\mathbb{E}[u^\top v v^\top u]"),
    (SCORES, r"\mathbb{E}[(u^\top v)^2]", r"\mathbb{E}[u^\top u]"),
    (SCORES, r"\operatorname{Var}\left[\frac{u^\top v}{\sqrt d}\right]", r"1"),
    (SCORES, r"\mathbb{E}_u[(u^\top v)^2]", r"\|v\|^2"),
    (SCORES, r"\mathbb{E}[(u^\top v)^2 \mid v]", r"\|v\|^2"),
    (SCORES, r"\mathbb{E}[u^\top A v v^\top A^\top u]", r"\|A\|_F^2"),
    (SCORES, r"\mathbb{E}[h h^\top]", r"S + \mu\mu^\top"),
    (SCORES, r"\operatorname{Cov}(Ah)", r"A S A^\top"),
    (SCORES, r"\mathbb{E}[\|u\|^4]", r"d^2+2d"),
    (MASKS, r"\mathbb{E}[m_{ij}]", r"p"),
    (MASKS, r"\mathrm{Var}[m_{ij}]", r"\mathbb{E}[m_{ij}^2] - (\mathbb{E}[m_{ij}])^2"),
    (MASKS, r"\mathrm{Var}[m_{ij}]", r"p-p^2"),
    (MASKS, r"\mathbb{E}[\hat y_i]", r"p\sum_{j=1}^d X_{ij} w_j"),
    (MASKS, r"\mathrm{Var}[\hat y_i]", r"p(1-p)\sum_{j=1}^d X_{ij}^2 w_j^2"),
    (MASKS, r"\mathbb{E}[(y_i - \hat y_i)^2]", r"(y_i - \mathbb{E}[\hat y_i])^2 + \mathrm{Var}[\hat y_i]"),
    (MASKS, r"\sum_{i=1}^n \mathbb{E}[(y_i - \hat y_i)^2]", r"\|y - p X w\|^2 + p(1-p) \sum_{j=1}^d w_j^2 \sum_{i=1}^n X_{ij}^2"),
    (MASKS, r"\mathbb{E}[\frac1p c \odot x]", r"x"),
    (MASKS, r"\operatorname{Cov}(\frac1p c \odot x)", r"\frac{1-p}{p} \operatorname{diag}(x \odot x)"),
    (MASKS, r"\mathbb{E}[\|c \odot x\|^2]", r"p\|x\|^2"),
    (MASKS, r"\mathbb{E}[(w^\top (c \odot x))^2]", r"p^2 (w^\top x)^2 + p(1-p)\sum_{j=1}^d w_j^2x_j^2"),
    (MATRIX, r"\mathbb{E}[N]", r"0"),
    (MATRIX, r"\mathbb{E}[N^\top N]", r"n\sigma^2 I_d"),
    (MATRIX, r"\mathbb{E}[N N^\top]", r"d\sigma^2 I_n"),
    (MATRIX, r"\mathbb{E}\|(X+N)w - t\|^2", r"\|Xw-t\|^2 + n\sigma^2\|w\|^2"),
    (MATRIX, r"\mathbb{E}[\|N\|_F^2]", r"nd\sigma^2"),
    (MATRIX, r"\mathbb{E}[N M N]", r"\sigma^2 M^\top"),
    (SAMPLE, r"\mathbb{E}[\bar x]", r"\mu"),
    (SAMPLE, r"\operatorname{Cov}(\bar x)", r"\frac1n\Sigma"),
    (SAMPLE, r"\mathbb{E}[\|\bar x - \mu\|^2]", r"\frac{\operatorname{tr}(\Sigma)}{n}"),
    (SAMPLE, r"\mathbb{E}[\sum_{i=1}^n \|x_i - \mu\|^2]", r"n\operatorname{tr}\Sigma"),
    (SAMPLE, r"\mathbb{E}[\sum_{i=1}^n \|x_i - \bar x\|^2]", r"(n-1)\operatorname{tr}\Sigma"),
    (SAMPLE, r"\mathbb{E}[\bar z]", r"m"),
    (SAMPLE, r"\operatorname{Var}(\bar z)", r"\frac{\sigma^2}{n}"),
    (SAMPLE, r"\mathbb{E}[\frac1n\sum_{i=1}^n (z_i-\bar z)^2]", r"\frac{n-1}{n}\sigma^2"),
    (SAMPLE, r"\operatorname{Var}(\sum_{i=1}^n a_i r_i)", r"\sum_{i=1}^n a_i^2\tau_i^2"),
    (SAMPLE, r"\mathbb{E}[x_i x_i^\top]", r"\Sigma + \mu\mu^\top"),
    (SAMPLE, r"\operatorname{Cov}(z_i, \bar z)", r"\frac{\sigma^2}n"),
    (SAMPLE, r"\mathbb{E}[\frac1n\sum_{i=1}^n (x_i-\bar x)(x_i-\bar x)^\top]", r"\frac{n-1}{n}\Sigma"),
    (DRAWS, r"\mathbb{E}[g_{i_b}]", r"\bar g"), (DRAWS, r"\mathbb{E}[\hat g]", r"\bar g"),
    (DRAWS, r"\mathbb{E}[\|\hat g - \bar g\|^2]", r"\frac VB"), (DRAWS, r"\mathbb{E}[\|\hat g\|^2]", r"\|\bar g\|^2 + \frac VB"),
    (DRAWS, r"\mathbb{E}[\|\theta - \eta \hat g - \theta^*\|^2]",
     r"\|\theta - \theta^*\|^2 - 2\eta (\theta - \theta^*)^\top \bar g + \eta^2 \|\bar g\|^2 + \frac{\eta^2 V}{B}"),
    (DRAWS, r"\frac{1}{B^2} \sum_{b=1}^B \mathbb{E}[\|g_{i_b} - \bar g\|^2]", r"\frac VB"),
    (DRAWS, r"\sum_{b=1}^B (g_{i_b} - \bar g)", r"B \hat g - B \bar g"), (DRAWS, r"\mathbb{E}[g_{i_1}^\top g_{i_2}]", r"\|\bar g\|^2"),
    (DRAWS, r"\mathbb{E}[\hat h]", r"\frac1n \sum_{i=1}^n \nabla \ell_i(\theta)"),
    (DRAWS, r"\mathbb{E}[\|g_{i_1}\|^4]", r"\frac1n \sum_{i=1}^n \|g_i\|^4"),
    (LABELS, r"\mathbb{E}[\sum_{i=1}^N (y^{(i)} - w^\top x^{(i)})^2]", r"N \sigma^2"), (LABELS, r"\mathbb{E}[y^{(1)}]", r"w^\top x^{(1)}"),
    (LABELS, r"\mathbb{E}[\sum_{i=1}^N y^{(i)} x^{(i)}]", r"\sum_{i=1}^N x^{(i)} x^{(i)\top} w"),
    (COLUMNS, r"\mathbb{E}[A^\top A]", r"m \operatorname{diag}(s \odot s)"),
    (LAWS, r"\mathbb{E}[k^2]", r"\lambda^2 + \lambda"),
    (LAWS, r"\operatorname{Var}(l)", r"\frac{1}{\lambda^2}"),
    (LAWS, r"\operatorname{Var}(q)", r"\frac{(b - a)^2}{12}"),
    (LAWS, r"\mathbb{E}[k l]", r"1"),
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
    (NUMBER, r"\mathbb{E}[z^4]", r"3s^4"),
    (SCORES, r"\mathbb{E}[(u^\top v)^2]", r"1"),
    (SCORES, r"\mathrm{Var}\left[\frac{u^\top v}{\sqrt d}\right]", r"d"),
    (MASKS, r"\mathrm{Var}[m_{ij}]", r"p^2"),
    (MASKS, r"\mathrm{Var}[\hat y_i]", r"p(1-p)\sum_{j=1}^d X_{ij} w_j"),
    (MATRIX, r"\mathbb{E}[N^\top N]", r"d\sigma^2 I_d"),
    (MATRIX, r"\mathbb{E}[\|(X+N)w - t\|^2]", r"\|Xw-t\|^2 + \sigma^2\|w\|^2"),
    (SAMPLE, r"\operatorname{Cov}(\bar x)", r"\Sigma"),
    (SAMPLE, r"\operatorname{Var}(\bar z)", r"\sigma^2"),
    (SAMPLE, r"\mathbb{E}[\frac1n\sum_{i=1}^n (z_i-\bar z)^2]", r"\sigma^2"),
    (SAMPLE, r"\operatorname{Var}(\sum_{i=1}^n a_i r_i)", r"\sum_{i=1}^n a_i\tau_i^2"),
    (DRAWS, r"\mathbb{E}[\|\hat g - \bar g\|^2]", r"V"), (DRAWS, r"\mathbb{E}[g_{i_1}^\top g_{i_1}]", r"\|\bar g\|^2"),
    (DRAWS, r"\mathbb{E}[\hat g]", r"\frac1B \bar g"),
    (COLUMNS, r"\mathbb{E}[A^\top A]", r"n \operatorname{diag}(s \odot s)"),
    (LAWS, r"\mathbb{E}[l^2]", r"\frac{1}{\lambda^2}"),
    (LAWS, r"\mathbb{E}[k^2]", r"\lambda^2"),
]


@pytest.mark.parametrize("declare, lhs, rhs", RIGHT)
def test_right(declare, lhs, rhs):
    verdict = equal(Context(declare), lhs, rhs)
    assert verdict.right, verdict


@pytest.mark.parametrize("declare, lhs, rhs", WRONG)
def test_wrong(declare, lhs, rhs):
    verdict = equal(Context(declare), lhs, rhs)
    assert verdict.word == "different", verdict


@pytest.mark.parametrize("declare, lhs, rhs", [
    (NUMBER, r"\mathbb{E}[z^6]", "s^6"),  # beyond the degrees that are read
    (SCORES, r"\mathbb{E}[\|h\|^4]", "d^2"),  # mean and covariance do not tell it
    (LAWS, r"\mathbb{E}[k^3]", r"\lambda^3"),
    ([r"g \in \mathbb{R}, \alpha > 0", r"g \sim \text{Gamma}(\alpha, 1)"], r"\mathbb{E}[g]", r"2\alpha"),
])
def test_a_mean_that_is_not_known_is_refused(declare, lhs, rhs):
    verdict = equal(Context(declare), lhs, rhs)
    assert verdict.word == "unreadable" and "mean" in verdict.message


SIZES = {"n": 2, "d": 3}
ROOT = 3**0.5
# Values of a number with mean 0 and variance 1, with their chances: of a Gaussian the moments agree to degree five.
GAUSSIAN = ((-ROOT, 1 / 6), (0.0, 2 / 3), (ROOT, 1 / 6))
TWO = ((-1.0, 0.5), (1.0, 0.5))
SKEW = ((-0.5, 0.8), (2.0, 0.2))


def bernoulli(p):
    return ((0.0, 1 - p), (1.0, p))


def scaled(law, root, mean=0.0):
    """All values, with their chances, of mean + root t with independent t of a law."""
    root, mean = np.asarray(root, float), np.asarray(mean, float)
    for draw in product(law, repeat=root.shape[-1] if root.ndim else 1):
        t = np.array([x for x, _ in draw])
        yield mean + (root @ t if root.ndim else root * t[0]), np.prod([c for _, c in draw])


# What is random of the expression, by name: values with chances, given the values of the other names.
ENUMERATED = [
    (NUMBER, r"z^4 + a z^3 + bz", {"z": lambda g: scaled(GAUSSIAN, g["s"], g["m"])}),
    (SCORES, r"(u^\top A v)^2 + u^\top v", {"u": lambda g: scaled(GAUSSIAN, np.eye(3)), "v": lambda g: scaled(TWO, np.eye(3))}),
    (SCORES, r"(u^\top A u)^2 + \mu^\top u u^\top \mu \|u\|^2", {"u": lambda g: scaled(GAUSSIAN, np.eye(3))}),
    (SCORES, r"h^\top A h + \mu^\top h", {"h": lambda g: scaled(SKEW, np.linalg.cholesky(g["S"]), g["\\mu"])}),
    (MASKS, r"(w^\top (c \odot x) - p)^2 + c_1 c_2", {"c": lambda g: scaled(bernoulli(g["p"]), np.eye(3))}),
    (MATRIX, r"\|(X + N) w - t\|^2 + \operatorname{tr}(M N M N)",
     {"N": lambda g: ((t.reshape(2, 3), c) for t, c in scaled(SKEW, g["\\sigma"] * np.eye(6)))}),
    (SAMPLE, r"\sum_{i=1}^n (z_i - \bar z)^2 + z_1 z_2 + \left(\sum_{i=1}^n a_i z_i\right)^2",
     {"z_i": lambda g: scaled(SKEW, g["\\sigma"] * np.eye(2), g["m"])}),
    (SAMPLE, r"\left(\sum_{i=1}^n a_i r_i\right)^2 + r_1 r_2", {"r_i": lambda g: scaled(TWO, np.diag(g["\\tau_i"]))}),
    (SAMPLE, r"\|\bar x\|^2 + x_1^\top x_2",
     {"x_i": lambda g: ((t.reshape(2, 3), c) for t, c in scaled(
         TWO, np.kron(np.eye(2), np.linalg.cholesky(g["\\Sigma"])), np.tile(g["\\mu"], 2)))}),
]


@pytest.mark.parametrize("declare, inner, random", ENUMERATED)
def test_against_all_values(declare, inner, random):
    context, rng = Context(declare), np.random.default_rng(7)
    arrays = context.variables
    given = {name: rng.uniform(0.2, 0.8, [SIZES.get(d, d) for d in (*v.family, *(d for d in v.shape if d != 1))])
             for name, v in arrays.items() if v not in context.definitions}
    for name in ("S", r"\Sigma"):
        if name in given:
            given[name] = given[name] @ given[name].T + np.eye(3)
    expected, e = 0.0, context.read(inner)
    for draws in product(*(list(law(given)) for law in random.values())):
        values = given | {name: value for name, (value, _) in zip(random, draws)}
        at = Direct(SIZES, {arrays[k]: x for k, x in values.items()}, None, None)
        expected += np.prod([chance for _, chance in draws]) * at(e, {}).item()
    found = lower(context.read(rf"\mathbb{{E}}[{inner}]"), frozenset()).array
    values = {v: [given[v.data.name][None]] for v in variables(found)}
    assert {v for v in values} <= {variable(v) for v in arrays.values()}
    assert np.allclose(Evaluation(Float(1), SIZES, values)(found), expected, rtol=1e-10)
