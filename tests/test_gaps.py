"""Results restated with no step in between: which right steps are gaps, where these are asked for."""

import pytest

from symcheck import verify

NETWORK = r"""Let $x, b \in \mathbb{R}^d$, $y \in \mathbb{R}^m$, $W_1 \in \mathbb{R}^{k \times d}$, $b \in \mathbb{R}^k$,
$W_2 \in \mathbb{R}^{m\times k}$ and let $\phi : \mathbb{R} \to \mathbb{R}$ act on each entry.
$$ u = W_1 x + b, \quad h = \phi(u), \quad r = W_2 h - y, \quad L = \|r\|^2 $$
""".replace("x, b", "x")
RIDGE = r"""Let $X \in \mathbb{R}^{n\times d}$, $y \in \mathbb{R}^n$, $w \in \mathbb{R}^d$, $\lambda > 0$ and
$L(w) = \|Xw - y\|^2 + \lambda \|w\|^2$.
"""
BY_H = r"$$\frac{\partial L}{\partial h} = 2 W_2^\top r$$" "\n"
BY_U = r"$$\frac{\partial L}{\partial u} = \phi'(u) \odot \frac{\partial L}{\partial h} = 2 \phi'(u) \odot W_2^\top r$$" "\n"
BY_W = r"$$\frac{\partial L}{\partial W_1} = 2 (\phi'(u) \odot W_2^\top r) x^\top$$" "\n"
CHAINED = (r"$$\frac{\partial L}{\partial W_1} = \frac{\partial L}{\partial u} x^\top"
           r" = 2 (\phi'(u) \odot W_2^\top r) x^\top$$") + "\n"
NO_PHI = r"$$\frac{\partial L}{\partial W_1} = 2 (W_2^\top r) x^\top$$" "\n"
GRADIENT = r"$$\nabla L(w) = 2X^\top(Xw-y) + 2\lambda w$$" "\n"
MINIMUM = r"$$\hat w = \arg\min_w L(w) = (X^\top X + \lambda I)^{-1} X^\top y$$" "\n"

TABLE = {  # document -> kinds of its steps
    "four layers at once": (NETWORK + BY_W, ["gap"]),
    "a derivative on the way": (NETWORK + BY_H + BY_W, ["claim", "claim"]),
    "each derivative on the way": (NETWORK + BY_H + BY_U + BY_W, ["claim"] * 4),
    "set up by the chain rule, then at once": (NETWORK + CHAINED, ["claim", "claim"]),
    "shown before, stated again": (NETWORK + BY_H + BY_W + BY_W, ["claim"] * 3),
    "two rules": (RIDGE + GRADIENT, ["claim"]),
    "minimizer without a gradient": (RIDGE + MINIMUM, ["gap"]),
    "minimizer after its gradient": (RIDGE + GRADIENT + MINIMUM, ["claim", "optimum"]),
    "wrong, however large the step": (NETWORK + NO_PHI, ["claim"]),
}


@pytest.mark.parametrize("name", TABLE)
def test_gaps(name):
    document, kinds = TABLE[name]
    asked, usual = verify(document, gaps=True), verify(document)
    assert [s.kind for s in asked.steps] == kinds
    assert "gap" not in [s.kind for s in usual.steps]
    assert asked.word == usual.word


def test_a_directive_asks_for_gaps():
    said = verify("<!-- symcheck: gaps -->\n" + NETWORK + BY_W)
    assert said.steps[0].kind == "gap"
    assert "4 rules of differentiation at once, from L down to W_1" in said.steps[0].reason
    assert said.summary == "the one step is right; something is left out before step 1"
