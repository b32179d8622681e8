"""Mistakes that students make in the two passes: each a row of what they write instead, and a sentence.

A row computes what the mistake leads to from the right quantities; `check.py` compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from symcheck.train import formulas
from symcheck.train.formulas import ACTIVATIONS, Activation, Parameters, Values

Array = np.ndarray


class Scene(NamedTuple):
    """Weights, a batch, what the forward pass makes of it, and the activation."""

    p: Parameters
    X: Array
    Y: Array
    values: Values
    phi: Activation


def forward_mistakes(s: Scene, name: str) -> list[tuple[str, Array]]:
    """(sentence, what comes out) for Z, H or P."""
    p, X = s.p, s.X
    W1, b1, W2, b2 = p
    Z, H, P = s.values
    other = next(a for a in ACTIVATIONS.values() if a is not s.phi)

    def after(H: Array) -> Array:
        return H @ W2.T + b2

    rows = {
        "Z": [("The bias b1 is not added.", X @ W1.T), ("The bias b1 is subtracted.", X @ W1.T - b1),
              ("The activation belongs to H; Z is the affine function itself.", H)],
        "H": [("The activation is not applied: this is Z.", Z),
              (f"This is {other.name}, but the activation is {s.phi.name}.", other.value(Z)),
              ("This is tanh, but the activation is the sigmoid.", np.tanh(Z)),
              ("The sign in the exponent is wrong: this is 1 / (1 + e^Z).", 1.0 / (1.0 + np.exp(Z))),
              ("This is the activation's derivative.", s.phi.derivative(Z, H)),
              ("The activation is applied twice.", s.phi.value(H)), ("The sign of Z is wrong.", s.phi.value(-Z))],
        "P": [("The bias b2 is not added.", H @ W2.T), ("The bias b2 is subtracted.", H @ W2.T - b2),
              ("The bias b1 is not added in the first layer.", after(s.phi.value(X @ W1.T))),
              ("Neither bias is added.", s.phi.value(X @ W1.T) @ W2.T),
              ("The activation is missing between the layers.", after(Z)),
              ("The activation is applied to the outputs as well; the second layer is affine.", s.phi.value(P)),
              ("The activation is applied to the outputs instead of the hidden layer.", s.phi.value(after(Z))),
              (f"The hidden layer uses {other.name}, but the activation is {s.phi.name}.", after(other.value(Z))),
              ("The hidden layer uses tanh.", after(np.tanh(Z))),
              ("The sign in the sigmoid's exponent is wrong: this uses 1 / (1 + e^Z).",
               after(1.0 / (1.0 + np.exp(Z)))),
              ("The outputs are averaged over the batch.", np.broadcast_to(P.mean(0), P.shape))],
    }
    return rows[name]


def backward_mistakes(s: Scene) -> Iterator[tuple[str, Parameters]]:
    """(sentence, the four gradients that come out)."""
    p, X, Y, phi = s.p, s.X, s.Y, s.phi
    Z, H, P = s.values
    B, k = Y.shape
    other = next(a for a in ACTIVATIONS.values() if a is not phi)
    D2 = formulas.ROWS["D2"].compute(P, Y)
    slope = phi.derivative(Z, H)
    D1 = (D2 @ p.W2) * slope

    def made(D1: Array = D1, D2: Array = D2, X: Array = X, H: Array = H) -> Parameters:
        return Parameters(D1.T @ X, D1.sum(0), D2.T @ H, D2.sum(0))

    def from_outputs(D2: Array) -> Parameters:
        return made((D2 @ p.W2) * slope, D2)

    right = made()
    factors = (
        (-1.0, "The sign is wrong: the residual is P - Y, not Y - P."),
        (0.5, "The factor 2 of the square's derivative is missing."),
        (2.0, "A factor 2 is too much."),
        (float(B), f"The mean over the batch is missing: divide by B = {B}."),
        (float(k), f"The mean over the outputs is missing: divide by k = {k} as well."),
        (float(B * k), f"This is the gradient of the sum; the loss is the mean over all B k = {B * k} entries."),
        (B * k / 2.0, f"The factor 2 / (B k) = {2 / (B * k):g} is missing."),
    )
    for factor, text in factors:
        yield text, Parameters(*(factor * g for g in right))
    yield "The derivative of the activation is missing: multiply by φ'(Z).", made(D2 @ p.W2)
    yield "The activation stands where its derivative belongs: use φ'(Z).", made((D2 @ p.W2) * H)
    yield "The derivative is taken at H = φ(Z); it belongs at Z.", made(
        (D2 @ p.W2) * phi.derivative(H, phi.value(H)))
    yield "The derivative is taken as Z (1 - Z); for the sigmoid it is H (1 - H).", made((D2 @ p.W2) * Z * (1 - Z))
    yield "The sigmoid's derivative lacks its factor 1 - H, or has H twice: it is H (1 - H).", made(
        (D2 @ p.W2) * H * H)
    yield f"This uses the derivative of {other.name}, but the activation is {phi.name}.", made(
        (D2 @ p.W2) * other.derivative(Z, other.value(Z)))
    yield "This uses the derivative of tanh.", made((D2 @ p.W2) * (1 - np.tanh(Z) ** 2))
    yield "The second layer's weights are missing on the way back: D1 = (D2 W2) ⊙ φ'(Z).", made(
        D2.sum(1, keepdims=True) * slope)
    yield "The residual is missing: the gradient is that of the sum of the outputs.", from_outputs(np.ones_like(P))
    yield "Y stands where the residual P - Y belongs.", from_outputs(2.0 / (B * k) * Y)
    yield "P stands where the residual P - Y belongs.", from_outputs(2.0 / (B * k) * P)
    yield "The input of the second layer is H = φ(Z), not Z.", made(H=Z)
    yield "The gradient of the biases is a sum over the batch, not a mean.", Parameters(
        right.W1, right.b1 / B, right.W2, right.b2 / B)
    yield "The mean over the batch is taken twice.", Parameters(right.W1 / B, right.b1, right.W2 / B, right.b2)
    yield "Only the first sample is used; the gradient is a sum over the batch.", made(
        D1[:1], D2[:1], X[:1], H[:1])
    yield "Only the last sample is used: is the gradient overwritten in a loop?", made(
        D1[-1:], D2[-1:], X[-1:], H[-1:])
    yield "These are the parameters themselves.", p
    yield "The gradients of the biases are not summed over the batch.", Parameters(right.W1, D1, right.W2, D2)
    yield "It is transposed.", Parameters(right.W1.T, right.b1, right.W2.T, right.b2)
