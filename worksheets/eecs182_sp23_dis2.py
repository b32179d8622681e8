"""EECS 182 Spring 2023, discussion 2: ReLU derivatives, a skip connection, ridge as MAP, in our words."""

from __future__ import annotations

from symcheck.course import (
    Minimizer, Needed, Objective, Part, Problem, Quantity, Worksheet,
)
from symcheck.course.problem import LETTER, used

KINK = "at the kink, where the derivative does not exist, any value is accepted"


def relu_network():
    import sympy as sp

    i, k = sp.Symbol("i", integer=True), sp.Symbol("k", integer=True, positive=True)
    x, b2 = sp.Symbol("x", real=True), sp.Symbol("b^{(2)}", real=True)
    W1, W2 = sp.MatrixSymbol("W^{(1)}", k, 1), sp.MatrixSymbol("W^{(2)}", 1, k)
    b1 = sp.MatrixSymbol("b^{(1)}", k, 1)
    unit = sp.Max(0, W1[i - 1, 0] * x + b1[i - 1, 0])
    return [x, W1, W2, b1, b2, (sp.Symbol("y"), sp.Sum(W2[0, i - 1] * unit, (i, 1, k)) + b2)]


def skip_network():
    import sympy as sp

    d = sp.Symbol("d", integer=True, positive=True)
    x, b1, z1, h = (sp.MatrixSymbol(name, d, 1) for name in ("x", "b_1", "z_1", "h"))
    W1, W2 = sp.MatrixSymbol("W_1", d, d), sp.MatrixSymbol("W_2", 1, d)
    b2, z2 = sp.MatrixSymbol("b_2", 1, 1), sp.MatrixSymbol("z_2", 1, 1)
    y, fitted = sp.symbols(r"y \hat{y}", real=True)
    sigmoid = sp.Function("sigmoid")
    return [x, y, W1, b1, W2, b2, r"\sigma(z) = \frac{1}{1 + e^{-z}}", (z1, W1 * x + b1),
            (h, z1.applyfunc(sigmoid) + x), (z2, W2 * h + b2), (fitted, z2.applyfunc(sigmoid)),
            ("J", -y * sp.log(fitted) - (1 - y) * sp.log(1 - fitted))]


def ridge():
    import sympy as sp

    n, d = sp.symbols("n d", integer=True, positive=True)
    X = sp.MatrixSymbol("X", n, d)
    w, y, scale = sp.MatrixSymbol("w", d, 1), sp.MatrixSymbol("y", n, 1), sp.Symbol("lambda", positive=True)
    residual = y - X * w
    likelihood = -(residual.T * residual)[0, 0] / (2 * scale) - n * sp.log(2 * sp.pi * scale) / 2
    prior = -(w.T * w)[0, 0] / 2 - d * sp.log(2 * sp.pi) / 2
    return [X, y, w, scale, (r"\Lambda_y", likelihood), (r"\Lambda_w", prior),
            (r"\Lambda", -(sp.Symbol(r"\Lambda_y") + sp.Symbol(r"\Lambda_w")))]


LOSS_LETTERS = tuple((pattern, f"{name} = J") for pattern, name in (
    (LETTER + r"L(?![A-Za-z])", "L"), (r"\\ell(?![A-Za-z])", r"\ell"),
    (r"\\mathcal\s*\{?\s*L", r"\mathcal{L}"), (r"\\mathcal\s*\{?\s*J", r"\mathcal{J}")))
RELU = Problem("ReLU network", relu_network, title="Visualizing derivatives", sketched_by="x", text=(
    r"A network with a number $x$ as its input, $k$ hidden units and a number as its output computes "
    r"$y = W^{(2)} \max(0, W^{(1)} x + b^{(1)}) + b^{(2)}$ with $W^{(1)}, b^{(1)} \in \mathbb{R}^k$, a row $W^{(2)}$ and a number "
    r"$b^{(2)}$. Give each derivative, and sketch it as a function of $x$; label discontinuities, kinks and slopes."), shorthands=(
    (used(LETTER + r"z_\{?[a-z]\}?"), "z_i = W^{(1)}_i x + b^{(1)}_i"),), spellings=(
    # A row that says nothing at the kink, or that it is undefined there, is left out.
    (r"\\(?:text|mathrm)\{\s*(?:undefined|undef\.?|DNE|does not exist|any[^{}]*)\s*\}\s*,?\s*&"
     r"(?:(?!\\\\|\\end)[^&])*=(?:(?!\\\\|\\end)[^&])*(?:\\\\)?", ""),))
SKIP = Problem("skip connection", skip_network, title="A network with a skip connection", sink="J", text=(
    r"Let $z_1 = W_1 x + b_1$, $h = \sigma(z_1) + x$, $z_2 = W_2 h + b_2$ and $\hat{y} = \sigma(z_2)$ with the sigmoid $\sigma$, and "
    r"$J = -y \log \hat{y} - (1 - y) \log(1 - \hat{y})$ the cross-entropy with the label $y$. $x, b_1 \in \mathbb{R}^d$, $W_2$ is a row "
    r"and $b_2$ a number."), shorthands=(
    *LOSS_LETTERS,
    (used(r"\\delta_\{?2\}?"), r"\delta_2 = \frac{\partial J}{\partial z_2}"),
    (used(r"\\delta_\{?1\}?"), r"\delta_1 = \frac{\partial J}{\partial z_1}"),
    (used(LETTER + r"a_\{?1\}?"), r"a_1 = \sigma(z_1)")))
RIDGE = Problem("ridge", ridge, title="Ridge regression as a MAP estimate", text=(
    r"Let $Y = X w + \sqrt{\lambda} N$ with $X \in \mathbb{R}^{n \times d}$, $\lambda > 0$, standard normal noise $N$ and the prior "
    r"$w \sim \mathcal{N}(0, I)$; $Y = y$ is observed."), shorthands=(
    (used(LETTER + r"x_\{?[a-z]\}?"), r"x_i = X^\top e_i, i = 1, \dots, n"),), spellings=(
    (r"\+\s*(?:\\(?:text|mathrm)\{\s*const(?:ant|\.)?\s*\}|[cC]|const)\s*$", ""),
    (r"(\\lambda)\s*\\mathbb\{?I\}?", r"\1 I")))
BEST_W = (r"(?:\\hat|\\widehat)?\{?w\}?(?:\^\{?(?:\*|\\star|\\ast)\}?|_\{?(?:MAP|ridge|opt|\*)\}?|\^\{?MAP\}?)?",
          r"\\(?:arg\\min|argmin|arg\\max|argmax)_\{?w\}?.*")


def partial(of: str, by: str) -> str:
    return rf"\frac{{\partial {of}}}{{\partial {by}}}"


WORKSHEET = Worksheet(
    "eecs182-sp23-dis2", "Derivatives of small networks, and ridge regression",
    "Derivatives of a network with one hidden layer as functions of its input, the gradients of a network with a skip "
    "connection, and ridge regression as the most probable parameters.",
    (Part("1a", r"Differentiate $y$ by the output bias $b^{(2)}$.", Quantity(partial("y", "b^{(2)}")), RELU),
     Part("1b", r"Differentiate $y$ by the output weight $w_i^{(2)}$.",
          Quantity(partial("y", "w_{<i>}^{(2)}")), RELU),
     Part("1c", r"Differentiate $y$ by the hidden bias $b_i^{(1)}$. " + KINK.capitalize() + ".",
          Quantity(partial("y", "b_{<i>}^{(1)}"), note=KINK), RELU),
     Part("1d", r"Differentiate $y$ by the hidden weight $w_i^{(1)}$. " + KINK.capitalize() + ".",
          Quantity(partial("y", "w_{<i>}^{(1)}"), note=KINK), RELU),
     Part("2-yhat", r"Write $\hat{y}$ in terms of $x$, $W_1$, $b_1$, $W_2$ and $b_2$.", Quantity(r"\hat{y}"), SKIP),
     *(Part(f"2-{id}", f"Give the gradient of $J$ by {words}.", Quantity(partial("J", by)), SKIP)
       for id, words, by in (("z2", "$z_2$", "z_2"), ("W2", "$W_2$", "W_2"), ("b2", "$b_2$", "b_2"),
                             ("W1", "$W_1$", "W_1"), ("b1", "$b_1$", "b_1"),
                             ("x", "$x$; mind the skip connection", "x"))),
     Part("2-cache", "Which values of the forward pass have to be kept for these gradients? List their names.",
          Needed("J", ("W_2", "b_2", "W_1", "b_1", "x"),
                 r"The input $x$, $z_1$ (or $\sigma(z_1)$), $h$ and $\hat{y}$ (or $z_2$): they occur in the gradients, and keeping them "
                 "saves another forward pass for every parameter."), SKIP),
     Part("3-objective", "Which function of $w$ is least at the MAP estimate? A positive factor and terms "
          "without $w$ are free.", Objective(r"\Lambda", "w"), RIDGE),
     Part("3-closed-form", "Give the MAP estimate of $w$ in closed form.",
          Minimizer(r"\Lambda", "w", BEST_W), RIDGE)),
    source="EECS 182, Spring 2023, discussion 2")
