r"""The forward and the backward pass of the two-layer network, each stated once, in LaTeX and in NumPy.

A row of `ROWS` is a quantity: its name, its formula as one writes it, and the NumPy line that computes
it from those before. The network runs these lines. The tests have symcheck's own judge verify each
gradient's formula against the derivative of the loss, for all sizes and any activation; compile each formula
to NumPy by another way and compare; and compare the gradients with finite differences.

Shapes: a batch of B samples, d inputs, m hidden units, k outputs. The loss is the mean of the squared
errors over all B k of them, as PyTorch's `MSELoss` has it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

Array = np.ndarray


class Parameters(NamedTuple):
    """W1 (m, d), b1 (m,), W2 (k, m), b2 (k,). Gradients have the same shapes."""

    W1: Array
    b1: Array
    W2: Array
    b2: Array


class Values(NamedTuple):
    """What the forward pass computes: Z (B, m), H (B, m) and the outputs P (B, k)."""

    Z: Array
    H: Array
    P: Array


class Activation(NamedTuple):
    """An elementwise function; its derivative is computed from its argument Z and its value H."""

    name: str
    latex: str
    derivative_latex: str
    value: Callable[[Array], Array]
    derivative: Callable[[Array, Array], Array]


def _sigmoid(Z: Array) -> Array:
    return 0.5 * (1.0 + np.tanh(0.5 * Z))  # 1 / (1 + exp(-Z)), which cannot overflow


RELU = Activation("relu", r"\max(0, t)", r"\mathbb{1}[t > 0]", lambda Z: np.maximum(0.0, Z),
                  lambda Z, H: np.sign(H))
SIGMOID = Activation("sigmoid", r"\frac{1}{1 + e^{-t}}", r"\phi(t) (1 - \phi(t))", _sigmoid,
                     lambda Z, H: H * (1.0 - H))
ACTIVATIONS = {a.name: a for a in (RELU, SIGMOID)}

DECLARED = (
    r"X \in \mathbb{R}^{B \times d}", r"Y \in \mathbb{R}^{B \times k}",
    r"W_1 \in \mathbb{R}^{m \times d}", r"b_1 \in \mathbb{R}^m",
    r"W_2 \in \mathbb{R}^{k \times m}", r"b_2 \in \mathbb{R}^k", r"\phi : \mathbb{R} \to \mathbb{R}",
)


class Row(NamedTuple):
    """A quantity: `name` in LaTeX, `latex` for its formula, and what it is the derivative of, if any.

    `compute` takes all arrays computed so far by their plain names, and the activation.
    """

    name: str
    plain: str
    latex: str
    compute: Callable[..., Array]
    by: str = ""  # the quantity by which the loss is differentiated


FORWARD = (
    Row("Z", "Z", r"X W_1^\top + \mathbf{1} b_1^\top", lambda phi, X, p: X @ p.W1.T + p.b1),
    Row("H", "H", r"\phi(Z)", lambda phi, Z: phi.value(Z)),
    Row("P", "P", r"H W_2^\top + \mathbf{1} b_2^\top", lambda H, p: H @ p.W2.T + p.b2),
)
LOSS = Row("L", "L", r"\frac{1}{B k} \|P - Y\|_F^2", lambda P, Y: np.mean((P - Y) ** 2))
BACKWARD = (
    Row("D_2", "D2", r"\frac{2}{B k} (P - Y)", lambda P, Y: (2.0 / P.size) * (P - Y), by="P"),
    Row("G_{W_2}", "W2", r"D_2^\top H", lambda D2, H: D2.T @ H, by="W_2"),
    Row("G_{b_2}", "b2", r"D_2^\top \mathbf{1}", lambda D2: D2.sum(0), by="b_2"),
    Row("D_1", "D1", r"(D_2 W_2) \odot \phi'(Z)",
        lambda phi, D2, p, Z, H: (D2 @ p.W2) * phi.derivative(Z, H), by="Z"),
    Row("G_{W_1}", "W1", r"D_1^\top X", lambda D1, X: D1.T @ X, by="W_1"),
    Row("G_{b_1}", "b1", r"D_1^\top \mathbf{1}", lambda D1: D1.sum(0), by="b_1"),
)
ROWS = {row.plain: row for row in (*FORWARD, LOSS, *BACKWARD)}


def forward(p: Parameters, X: Array, phi: Activation) -> Values:
    """The forward pass of a batch X (B, d)."""
    Z = ROWS["Z"].compute(phi, X, p)
    H = ROWS["H"].compute(phi, Z)
    return Values(Z, H, ROWS["P"].compute(H, p))


def loss(P: Array, Y: Array) -> float:
    """The mean squared error of outputs P against targets Y, both (B, k)."""
    return ROWS["L"].compute(P, Y)


def backward(p: Parameters, values: Values, X: Array, Y: Array, phi: Activation) -> Parameters:
    """The gradient of the loss, in the shapes of the parameters."""
    Z, H, P = values
    D2 = ROWS["D2"].compute(P, Y)
    D1 = ROWS["D1"].compute(phi, D2, p, Z, H)
    return Parameters(ROWS["W1"].compute(D1, X), ROWS["b1"].compute(D1),
                      ROWS["W2"].compute(D2, H), ROWS["b2"].compute(D2))


def shown(phi: Activation | None = None) -> str:
    """The formulas as a Markdown document that `symcheck verify` reads and judges."""
    definitions = [rf"{row.name} = {row.latex}" for row in (*FORWARD, LOSS)]
    lines = ["The network and its loss, for a batch $X$ with a sample in each row:", "", "$$",
             r" \\ ".join(DECLARED), "$$", ""]
    if phi is not None:
        lines += [f"with $\\phi(t) = {phi.latex}$ and $\\phi'(t) = {phi.derivative_latex}$.", ""]
    for text in definitions:
        lines += ["$$", text, "$$", ""]
    lines += ["The backward pass:", ""]
    for row in BACKWARD:
        names = row.name if row.name.startswith("D") else ""
        chain = rf"\frac{{\partial L}}{{\partial {row.by}}} = {row.latex}"
        lines += ["$$", f"{names} = {row.latex}" if names else chain, "$$", ""]
        if names:
            lines += ["$$", chain, "$$", ""]
    return "\n".join(lines)
