r"""The update rules of descent, each as its textbook formula and as in-place arithmetic on one flat array.

`RULES` states them: the LaTeX is what a student would answer to the worksheet i2dl-ss20-ex5, which the
tests ask to accept it; the formula in NumPy is compared with it and with PyTorch, and the optimizers,
which `train` uses, with the formula. The conventions are PyTorch's: the velocity does not contain the rate, and
Adam's ε stands outside the root of the corrected second moment.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from symcheck.train import limits

Array = np.ndarray


class Rule(NamedTuple):
    """An update: `states` are the arrays it keeps, 0 at first, and `step` gives θ and these anew.

    `latex` defines the new states, in capitals, by the old ones, and ends with the new θ.
    `step` takes θ, the gradient g, the states, the number t of the step from 1, and the constants.
    """

    name: str
    says: str
    latex: tuple[str, ...]
    states: tuple[str, ...]
    step: Callable[..., tuple[Array, ...]]
    constants: dict[str, float]


def _sgd(theta, g, t, rate):
    return (theta - rate * g,)


def _momentum(theta, g, v, t, rate, beta):
    v = beta * v + g
    return theta - rate * v, v


def _nesterov(theta, g, v, t, rate, beta):
    v = beta * v + g
    return theta - rate * (g + beta * v), v


def _adam(theta, g, m, v, t, rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    corrected_m, corrected_v = m / (1 - beta1**t), v / (1 - beta2**t)
    return theta - rate * corrected_m / (np.sqrt(corrected_v) + epsilon), m, v


RULES = {rule.name: rule for rule in (
    Rule("gd", "gradient descent on all data", (r"\theta - \alpha \nabla_\theta L",), (), _sgd, {"rate": 0.1}),
    Rule("sgd", "the same with the estimate that a random batch S of the data gives",
         (r"\theta - \alpha \frac{1}{|S|} \sum_{j \in S} \nabla_\theta L_j",), (), _sgd, {"rate": 0.05}),
    Rule("momentum", "with a velocity",
         (r"V = \beta v + \nabla_\theta L", r"\theta - \alpha V"), ("v",), _momentum, {"rate": 0.01, "beta": 0.9}),
    Rule("nesterov", "with a velocity that looks ahead",
         (r"V = \beta v + \nabla_\theta L", r"\theta - \alpha (\nabla_\theta L + \beta V)"), ("v",), _nesterov,
         {"rate": 0.01, "beta": 0.9}),
    Rule("adam", "with running means of the gradient and of its square, corrected for their start at 0",
         (r"M = \beta_1 m + (1 - \beta_1) \nabla_\theta L", r"V = \beta_2 v + (1 - \beta_2) (\nabla_\theta L)^2",
          r"\theta - \alpha \frac{M / (1 - \beta_1^t)}{\sqrt{V / (1 - \beta_2^t)} + \epsilon}"),
         ("m", "v"), _adam, {"rate": 0.005, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}),
)}


def constants_of(name: str, **given: float | None) -> dict[str, float]:
    """The constants of a rule, those given in place of the usual ones. Raises `SymcheckError` (`bad-setting`)."""
    if name not in RULES:
        raise limits.refused("optimizer", repr(name), f"only {', '.join(RULES)} are known")
    constants = dict(RULES[name].constants)
    for key, value in given.items():
        if value is None:
            continue
        if key not in constants:
            raise limits.refused(key, value, f"{name} has only {', '.join(constants)}")
        constants[key] = (limits.rate("rate", value) if key == "rate" else
                          limits.number(key, value, above=0.0) if key == "epsilon" else
                          limits.number(key, value, least=0.0, below=1.0))
    return constants


class Textbook:
    """A rule applied as it is stated; keeps its states."""

    def __init__(self, name: str, **constants: float):
        self.rule, self.constants = RULES[name], constants_of(name, **constants)
        self.states: tuple[Array, ...] | None = None
        self.t = 0

    def step(self, theta: Array, g: Array) -> Array:
        """The new θ."""
        if self.states is None:
            self.states = tuple(np.zeros_like(theta) for _ in self.rule.states)
        self.t += 1
        theta, *states = self.rule.step(theta, g, *self.states, t=self.t, **self.constants)
        self.states = tuple(states)
        return theta


class InPlace:
    """A rule as few calls of NumPy on arrays made beforehand; the gradient may come scaled.

    `scale` says how many times the gradient is too large. Every rule but Adam is linear in the gradient, so
    that the rate takes the factor in; Adam's quotient does not see it, but for ε, which is scaled instead.
    Constants stand in arrays of θ's length, for which NumPy has its shortest way.
    """

    def __init__(self, name: str, theta: Array, scale: float = 1.0, **constants: float):
        found = constants_of(name, **constants)
        self.theta, self.t = theta, 0
        self.buffer, self.first, self.second = (np.zeros_like(theta) for _ in range(3))
        rate = found["rate"]
        self.rate = np.full_like(theta, rate / scale)
        if name in ("gd", "sgd"):
            self.step = self._sgd
        elif name in ("momentum", "nesterov"):
            self.beta = np.full_like(theta, found["beta"])
            self.step = self._momentum if name == "momentum" else self._nesterov
        else:
            self.beta = np.full_like(theta, found["beta1"])
            self.beta2 = np.full_like(theta, found["beta2"])
            self.numbers = rate, found["beta1"], found["beta2"], found["epsilon"] * scale
            self.step = self._adam

    def _sgd(self, g: Array) -> None:
        np.multiply(g, self.rate, self.buffer)
        np.subtract(self.theta, self.buffer, self.theta)

    def _momentum(self, g: Array) -> None:
        v = self.first
        np.multiply(v, self.beta, v)
        np.add(v, g, v)
        np.multiply(v, self.rate, self.buffer)
        np.subtract(self.theta, self.buffer, self.theta)

    def _nesterov(self, g: Array) -> None:
        v, buffer = self.first, self.buffer
        np.multiply(v, self.beta, v)
        np.add(v, g, v)
        np.multiply(v, self.beta, buffer)
        np.add(buffer, g, buffer)
        np.multiply(buffer, self.rate, buffer)
        np.subtract(self.theta, buffer, self.theta)

    def _adam(self, g: Array) -> None:
        """With M = m / (1 - β1) and V = v / (1 - β2), two products less: θ moves by a M / (√V + e)."""
        M, V, buffer = self.first, self.second, self.buffer
        rate, beta1, beta2, epsilon = self.numbers
        self.t += 1
        root = ((1 - beta2) / (1 - beta2**self.t)) ** 0.5
        np.multiply(M, self.beta, M)
        np.add(M, g, M)
        np.multiply(g, g, buffer)
        np.multiply(V, self.beta2, V)
        np.add(V, buffer, V)
        np.sqrt(V, buffer)
        np.add(buffer, epsilon / root, buffer)
        np.divide(M, buffer, buffer)
        np.multiply(buffer, rate * (1 - beta1) / (1 - beta1**self.t) / root, buffer)
        np.subtract(self.theta, buffer, self.theta)
