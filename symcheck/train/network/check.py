"""`check_forward` and `check_backward`: a student's two-layer network against the formulas, entry by entry.

The student's function gets copies of a small batch and of weights whose sizes are pairwise distinct, so that
a missing transpose cannot go unseen. Where a result is wrong, the report says which layer and which
entry by how much. A likely mistake is named only if making it reproduces the student's numbers, and no
other known mistake does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from symcheck.train import formulas
from symcheck.train.formulas import Parameters
from symcheck.train.network.mistakes import Scene, backward_mistakes, forward_mistakes
from symcheck.train.network.network import TwoLayerNetwork, known_activation

SAMPLES, INPUTS, HIDDEN, OUTPUTS = 5, 4, 7, 3  # with these every wrong factor is another number
AGREE = 1e-7  # relative to the largest entry: float32 passes, a wrong factor does not
NAMES = {"W1": "the first layer's weights W1", "b1": "the first layer's biases b1",
         "W2": "the second layer's weights W2", "b2": "the second layer's biases b2",
         "Z": "Z = X W1ᵀ + b1", "H": "H = φ(Z)", "P": "the outputs P = H W2ᵀ + b2"}


@dataclass(frozen=True)
class Finding:
    """One quantity: `problem` is empty where it is right; `mistake` where none is recognized."""

    name: str
    problem: str = ""
    mistake: str = ""


@dataclass(frozen=True)
class CheckReport:
    """What a check found; true where everything is right. Its text is for the student."""

    title: str
    findings: tuple[Finding, ...]

    def __bool__(self) -> bool:
        return not any(f.problem for f in self.findings)

    def __str__(self) -> str:
        lines = [f"{self.title}: {'right' if self else 'wrong'}"]
        for found in self.findings:
            lines.append(f"  {'WRONG' if found.problem else 'ok   '} {found.name}")
            lines += [f"        {text}" for text in found.problem.splitlines()]
            if found.mistake:
                lines.append(f"        Likely: {found.mistake}")
        return "\n".join(lines)

    __repr__ = __str__


def check_forward(forward: Callable, activation: str = "sigmoid", *, weights: str = "outputs x inputs",
                  seed: int = 0) -> CheckReport:
    """Run `forward(X, W1, b1, W2, b2)` and compare what it returns with the network's outputs.

    X has the shape (5, 4), b1 (7,), b2 (3,); W1 (7, 4) and W2 (3, 7), or their transposes with
    `weights='inputs x outputs'`. It returns the outputs P (5, 3), or a dict with P and any of Z and H, or a
    tuple that begins with P. `activation` is 'sigmoid' or 'relu'. What the function raises is not caught.
    """
    scene, turn = _scene(activation, weights, seed)
    given = forward(scene.X.copy(), *turn(scene.p))
    if isinstance(given, Sequence) and not isinstance(given, np.ndarray) and given and np.ndim(given[0]) == 2:
        given = given[0]
    found = dict(given) if isinstance(given, Mapping) else {"P": given}
    right = scene.values._asdict()
    unknown = [str(name) for name in found if name not in right]
    if unknown or "P" not in found:
        return CheckReport("forward pass", (Finding("the result", (
            f"there is no {unknown[0]!r} in the forward pass; give Z, H and P" if unknown else "P is missing")),))
    findings = []
    for name in (n for n in ("Z", "H", "P") if n in found):
        problem = _compare(found[name], right[name])
        mistake = _likely(found[name], forward_mistakes(scene, name)) if problem else ""
        findings.append(Finding(NAMES[name], problem, mistake))
        if problem:
            break  # what follows from a wrong quantity says nothing of its own
    return CheckReport("forward pass", tuple(findings))


def check_backward(backward: Callable, activation: str = "sigmoid", *, weights: str = "outputs x inputs",
                   seed: int = 0) -> CheckReport:
    """Run `backward(X, Y, W1, b1, W2, b2)` and compare what it returns with the gradient of the loss.

    Shapes as in `check_forward`, and Y (5, 3); the loss is the mean of (P - Y)² over all its entries. It
    returns the gradients by W1, b1, W2, b2, each in the shape of its parameter: a dict with any of these
    names, or a tuple of all four in this order.
    """
    scene, turn = _scene(activation, weights, seed)
    given = backward(scene.X.copy(), scene.Y.copy(), *turn(scene.p))
    if not isinstance(given, Mapping):
        if not isinstance(given, Sequence) or len(given) != 4:
            what = f"{len(given)} things" if isinstance(given, Sequence) else type(given).__name__
            return CheckReport("backward pass", (Finding("the result", (
                f"it is {what}, but the gradients by W1, b1, W2 and b2 are wanted, in this order or by name")),))
        given = dict(zip(Parameters._fields, given))
    unknown = [str(name) for name in given if name not in Parameters._fields]
    if unknown or not given:
        return CheckReport("backward pass", (Finding("the result", (
            f"there is no parameter {unknown[0]!r}; give W1, b1, W2 and b2" if unknown else "it is empty")),))
    right = Parameters(*turn(formulas.backward(scene.p, scene.values, scene.X, scene.Y, scene.phi)))._asdict()
    findings = []
    for name in ("W2", "b2", "W1", "b1"):  # in the order in which they are computed
        if name not in given:
            continue
        problem = _compare(given[name], right[name])
        candidates = [(text, Parameters(*turn(made))._asdict()[name]) for text, made in backward_mistakes(scene)] \
            if problem else []
        findings.append(Finding("the gradient by " + NAMES[name], problem,
                                _likely(given[name], candidates, right[name]) if problem else ""))
    return CheckReport("backward pass", tuple(findings))


def _scene(activation: str, weights: str, seed: int) -> tuple[Scene, Callable]:
    """A batch, weights and their right values; and what turns weights as the student has them."""
    from symcheck.train.limits import refused

    if weights not in ("outputs x inputs", "inputs x outputs"):
        raise refused("weights", repr(weights), "'outputs x inputs' or 'inputs x outputs' is wanted")
    known_activation(activation)
    network = TwoLayerNetwork(INPUTS, HIDDEN, OUTPUTS, activation, seed)
    rng = np.random.RandomState([seed, 9])
    X, Y = rng.randn(SAMPLES, INPUTS), 2.0 * rng.randn(SAMPLES, OUTPUTS)
    p = Parameters(*(a + 0.3 * rng.randn(*a.shape) for a in network.parameters))
    values = formulas.forward(p, X, network.activation)

    def turn(q: Parameters) -> tuple:
        if weights == "outputs x inputs":
            return tuple(np.array(a) for a in q)
        return np.array(q.W1.T), np.array(q.b1), np.array(q.W2.T), np.array(q.b2)

    return Scene(p, X, Y, values, network.activation), turn


def _compare(found, right: np.ndarray) -> str:
    """What is wrong with an array, or the empty string."""
    if found is None:
        return "nothing came back: is there a `return`?"
    try:
        array = np.asarray(found, dtype=float)
    except (TypeError, ValueError):
        return f"it is no array of numbers, but {type(found).__name__}"
    if array.shape != right.shape:
        turned = " (it seems to be transposed)" if array.shape == right.shape[::-1] and array.ndim == 2 else ""
        return f"its shape is {array.shape}, but {right.shape} is wanted{turned}"
    if not np.isfinite(array).all():
        where = tuple(int(k) for k in np.argwhere(~np.isfinite(array))[0])
        return f"entry {_place(where)} is {array[where]}"
    apart = np.abs(array - right)
    if apart.max() <= AGREE * np.abs(right).max():
        return ""
    where = np.unravel_index(int(np.argmax(apart)), apart.shape)
    wrong = int((apart > AGREE * np.abs(right).max()).sum())
    of = "every entry differs" if wrong == array.size else f"{wrong} of {array.size} entries differ"
    return (f"{of}, entry {_place(where)} most: "
            f"{array[where]:.6g} instead of {right[where]:.6g} (off by {array[where] - right[where]:.3g})")


def _place(where) -> str:
    return "[" + ", ".join(str(int(k)) for k in where) + "]"


def _likely(found, candidates, right: np.ndarray | None = None) -> str:
    """The one mistake that reproduces what was found; the empty string if none does, or several do."""
    try:
        array = np.asarray(found, dtype=float)
    except (TypeError, ValueError):
        return ""
    matches = {text for text, made in candidates
               if made.shape == array.shape and np.allclose(array, made, rtol=0, atol=AGREE * np.abs(made).max())
               and (right is None or made.shape != right.shape or not np.allclose(made, right, rtol=1e-9))}
    return next(iter(matches)) if len(matches) == 1 else ""
