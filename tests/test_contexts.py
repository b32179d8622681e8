r"""What a context may suppose, in a table: (declarations, left side, right side, word)."""

import pytest

from symcheck import equal
from symcheck.read.context import Context
from symcheck.text import SymcheckError

SOFTMAX = [r"z \in \mathbb{R}^C", r"p_i = \frac{e^{z_i}}{\sum_{k=1}^C e^{z_k}}", r"i, j = 1, \dots, C"]
BY_Z = r"\frac{\partial p_i}{\partial z_j}"
STEPS = [r"\beta \in (0, 1)", r"g \in \mathbb{R}", r"t \in \mathbb{N}"]
SAME = [r"\beta \in (0, 1)", r"g_1, g_2, g_3, g \in \mathbb{R}^d", "g_1 = g_2", "g_2 = g_3", "g_3 = g"]
ORDER = [r"a, b \in \mathbb{R}", r"a \le b"]
SQUARES = [r"X \in \mathbb{R}^{n \times d}", r"w \in \mathbb{R}^d", r"y \in \mathbb{R}^n"]
GAUSSIAN = [r"\mu \in \mathbb{R}^d", r"\Sigma \in \mathbb{S}_{++}^d", r"x \sim \mathcal{N}(\mu, \Sigma)",
            r"A \in \mathbb{R}^{m \times d}"]

TABLE = [
    # cases of free indices
    ([*SOFTMAX, r"i \ne j"], BY_Z, "-p_i p_j", "equal"),
    ([*SOFTMAX, r"i \ne j"], BY_Z, "p_i p_j", "different"),
    ([*SOFTMAX, "i = j"], BY_Z, "p_i (1 - p_i)", "equal"),
    ([*SOFTMAX, "i = j"], BY_Z, "p_i", "different"),
    ([*SOFTMAX, "i < j"], BY_Z, "-p_i p_j", "equal"),
    (SOFTMAX, BY_Z, "-p_i p_j", "different"),
    # natural numbers up to which sums run
    (STEPS, r"(1 - \beta) \sum_{k=1}^t \beta^{t-k}", r"1 - \beta^t", "equal"),
    (STEPS, r"(1 - \beta) \sum_{k=1}^t \beta^{t-k}", r"1 - \beta^{t-1}", "different"),
    (STEPS, r"\sum_{k=0}^{t-1} \beta^k g", r"\frac{1 - \beta^t}{1 - \beta} g", "equal"),
    # one definition by another that comes later
    (SAME, r"\beta^2 g_1 + \beta g_2 + g_3", r"(1 + \beta + \beta^2) g", "equal"),
    (SAME, r"\beta^2 g_1 + \beta g_2 + g_3", r"(1 + \beta) g", "different"),
    # an order, the right way round
    (ORDER, "|a - b|", "a - b", "different"),
    (ORDER, r"\max(a, b)", "a", "different"),
    # chains as sides
    (SQUARES, r"\nabla_w \|Xw - "
              r"y\|^2", r"\nabla_w \|Xw - y\|^2 = 2X^\top Xw - 2X^\top y = 2X^\top(Xw - y)", "equal"),
    (SQUARES, r"\nabla_w \|Xw - y\|^2", r"\nabla_w \|Xw - y\|^2 = X^\top(Xw - y)", "different"),
    (SQUARES, r"\nabla_w \|Xw - y\|^2", r"2X^\top(Xw - y) = 2X^\top Xw - X^\top y", "different"),
    # moments
    (GAUSSIAN, r"\mathbb{E}[x] \mathbb{E}[x]^\top", r"\mu \mu^\top", "equal"),
    (GAUSSIAN, r"\operatorname{Cov}(x, Ax)", r"\Sigma A^\top", "equal"),
    (GAUSSIAN, r"\operatorname{Cov}(Ax, x)", r"2 A \Sigma", "different"),
    # an indicator beside a vector of ones; D as a size
    ([r"Z \in \mathbb{R}^{N "
      r"\times H}", r"\mathbf{1} \in \mathbb{R}^N"], r"Z \odot \mathbb{1}[Z > 0]", r"\max(0, Z)", "equal"),
    ([r"x \in \mathbb{R}^D", r"\mu = \frac{1}{D} "
                             r"\sum_{i=1}^D x_i"], r"\sum_{i=1}^D x_i - D \mu", "0", "equal"),
]


@pytest.mark.parametrize("declare, lhs, rhs, word", TABLE)
def test_contexts(declare, lhs, rhs, word):
    assert equal(lhs, rhs, declare=declare).word == word


@pytest.mark.parametrize("line", [
    r"x \in \mathbb{R}^d \text{ symmetric}", r"A \in \mathbb{R}^{m \times n} \text{ positive definite}"])
def test_traits_of_square_matrices_are_of_no_others(line):
    with pytest.raises(SymcheckError, match="not-square"):
        Context([line])


def test_a_reading_that_failed_is_remembered_until_something_is_declared():
    context = Context([r"x \in \mathbb{R}^d"])
    said = []
    for layout in ("column", "column", "row"):
        with pytest.raises(SymcheckError) as error:
            context.read("x + q", layout)
        said.append(error.value.diagnostic)
    assert said[0] == said[1] == said[2]
    context.declare(r"q \in \mathbb{R}^d")
    assert context.read("x + q").op == "add"
