"""The formulas that the trainer runs: verified by symcheck's judge, by finite differences, and in NumPy.

Three ways that share no code: the judge decides each formula against the derivative of the loss, for all
sizes and any activation; NumPy generated from the LaTeX computes what the trainer's line computes; and
differences of the loss agree with the gradients.
"""

import re

import numpy as np
import pytest

from symcheck import Context, check, equal, read, verify
from symcheck.bridge.numpy_code import to_numpy
from symcheck.train import formulas
from symcheck.train.formulas import (
    ACTIVATIONS,
    BACKWARD,
    DECLARED,
    FORWARD,
    LOSS,
    Parameters,
    backward,
    forward,
    loss,
)
from symcheck.train.network.optimizers import RULES

DEFINED = [f"{row.name} = {row.latex}" for row in (*FORWARD, LOSS, *BACKWARD) if not row.name.startswith("G")]


def context(row):
    """What is known before a row."""
    before = [d for d in DEFINED if not d.startswith("D")] + [d for d in DEFINED if d.startswith("D_2") and row.name != "D_2"]
    return Context([*DECLARED, *before, *(d for d in DEFINED if d.startswith("D_1") and row.name[0] == "G")])


# --- by the judge ---------------------------------------------------------------------------------

@pytest.mark.parametrize("row", BACKWARD, ids=lambda r: r.plain)
def test_the_judge_proves_each_gradient(row):
    verdict = equal(rf"\nabla_{{{row.by}}} L", row.latex, context(row))
    assert verdict.word == "equal", verdict


WRONG = [("W2", r"D_2^\top Z"), ("W2", r"-D_2^\top H"), ("b2", r"\frac{1}{B} D_2^\top \mathbf{1}"),
         ("D1", r"D_2 W_2"), ("D1", r"(D_2 W_2) \odot \phi(Z)"), ("D1", r"(D_2 W_2) \odot \phi'(H)"),
         ("W1", r"2 D_1^\top X"), ("b1", r"D_1^\top D_1 \mathbf{1}"), ("D2", r"\frac{2}{B} (P - Y)")]


@pytest.mark.parametrize("name, latex", WRONG)
def test_the_judge_refutes_a_wrong_one(name, latex):
    row = formulas.ROWS[name]
    assert equal(rf"\nabla_{{{row.by}}} L", latex, context(row)).word in ("different", "unreadable")


def test_what_is_shown_is_verified_as_a_derivation():
    judged = verify(formulas.shown())
    assert len(judged.steps) == len(BACKWARD) and all(s.verdict.word == "equal" for s in judged.steps), str(judged)
    spoiled = formulas.shown().replace(r"= D_1^\top X", r"= D_1^\top Z")
    assert spoiled != formulas.shown() and not all(s.verdict.word == "equal" for s in verify(spoiled).steps)


@pytest.mark.parametrize("phi", ACTIVATIONS.values(), ids=lambda a: a.name)
def test_the_derivative_of_an_activation(phi):
    known = Context([r"t \in \mathbb{R}", rf"\phi(t) = {phi.latex}"])
    assert equal(r"\frac{d}{dt} \phi(t)", phi.derivative_latex, known).word in ("equal", "equal_where")
    Z = np.array([-700.0, -3.1, -0.4, 0.2, 1.7, 700.0])
    difference = (phi.value(Z + 1e-6) - phi.value(Z - 1e-6)) / 2e-6
    assert phi.derivative(Z, phi.value(Z)) == pytest.approx(difference, abs=1e-8)


# --- by NumPy -------------------------------------------------------------------------------------

def draw(B=5, d=3, m=7, k=2, seed=0):
    rng = np.random.RandomState(seed)
    p = Parameters(rng.randn(m, d), rng.randn(m), rng.randn(k, m), rng.randn(k))
    return p, rng.randn(B, d), rng.randn(B, k)


def computed(p, X, Y, phi):
    """Every quantity by its plain name, from the trainer's lines."""
    values = forward(p, X, phi)
    D2 = formulas.ROWS["D2"].compute(values.P, Y)
    return {**values._asdict(), "L": loss(values.P, Y), "D2": D2,
            "D1": formulas.ROWS["D1"].compute(phi, D2, p, values.Z, values.H),
            **backward(p, values, X, Y, phi)._asdict()}


@pytest.mark.parametrize("phi", ACTIVATIONS.values(), ids=lambda a: a.name)
@pytest.mark.parametrize("row", formulas.ROWS.values(), ids=lambda r: r.plain)
def test_the_line_computes_what_the_formula_says(row, phi):
    """NumPy made by the bridge from the LaTeX, with all names before the row as plain arrays."""
    p, X, Y = draw()
    values = computed(p, X, Y, phi)
    arrays = {"X": X, "Y": Y, "W_1": p.W1, "b_1": p.b1[:, None], "W_2": p.W2, "b_2": p.b2[:, None], "D_1": values["D1"],
              "D_2": values["D2"], **{n: values[n] for n in "ZHP"}}
    declared = [*DECLARED, r"Z, H, D_1 \in \mathbb{R}^{B \times m}", r"P, D_2 \in \mathbb{R}^{B \times k}"]
    source = to_numpy(read(row.latex, declared), "value")
    space = {}
    exec(source, space)
    names = re.search(r"def value\((.*?)\)", source)[1].split(", ")
    given = {"phi": phi.value, "d1_phi": lambda Z: phi.derivative(Z, phi.value(Z)), **arrays}
    found = space["value"](*(given[n] for n in names))  # vectors are columns here
    assert np.reshape(found, values[row.plain].shape) == pytest.approx(values[row.plain], rel=1e-12, abs=1e-12)


# --- by finite differences ------------------------------------------------------------------------

@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("phi", ACTIVATIONS.values(), ids=lambda a: a.name)
def test_gradients_are_slopes_of_the_loss(phi, seed):
    p, X, Y = draw(seed=seed)
    found = backward(p, forward(p, X, phi), X, Y, phi)
    for part in range(4):
        assert found[part].shape == p[part].shape
        for k in np.ndindex(p[part].shape):
            losses = []
            for h in (1e-6, -1e-6):
                q = Parameters(*(a.copy() for a in p))
                q[part][k] += h
                losses.append(loss(forward(q, X, phi).P, Y))
            assert found[part][k] == pytest.approx((losses[0] - losses[1]) / 2e-6, abs=2e-8)


# --- optimizers -----------------------------------------------------------------------------------

def expanded(rule):
    """The new θ in old values, as one answers it."""
    *states, new = rule.latex
    for text in states:
        name, _, value = text.partition(" = ")
        new = new.replace(name, f"({value})")
    return new


@pytest.mark.parametrize("name, part", [("gd", "gd"), ("sgd", "minibatch"), ("momentum", "momentum"), ("adam", "adam")])
def test_the_worksheet_accepts_the_update_that_is_run(name, part):
    verdict = check("i2dl-ss20-ex5", part, expanded(RULES[name]))
    assert verdict.word == "equal", verdict


def test_the_worksheet_refuses_another_update():
    assert check("i2dl-ss20-ex5", "momentum", expanded(RULES["nesterov"])).word == "different"


@pytest.mark.parametrize("rule", [r for r in RULES.values() if r.name != "sgd"], ids=lambda r: r.name)
def test_a_rules_line_computes_what_its_formula_says(rule):
    """Entry by entry; `g` stands for the gradient, and SGD's is that of gd."""
    declared = [r"\theta, g, v, m \in \mathbb{R}", r"\alpha, \epsilon > 0", r"\beta, \beta_1, \beta_2 \in (0, 1)",
                r"t \in \mathbb{N}"]
    source = to_numpy(read(expanded(rule).replace(r"\nabla_\theta L", "g"), declared), "value")
    space = {}
    exec(source, space)
    names = re.search(r"def value\((.*?)\)", source)[1].split(", ")
    rng = np.random.RandomState(0)
    theta, g, m = rng.randn(3, 6)
    v = rng.rand(6)
    c = {"rate": 0.03, "beta": 0.8, "beta1": 0.7, "beta2": 0.95, "epsilon": 1e-3}
    states = {"v": v, "m": m}
    found, *_ = rule.step(theta, g, *(states[s] for s in rule.states), t=4, **{k: c[k] for k in rule.constants})
    given = {"theta": theta, "g": g, **states, "alpha": c["rate"], "epsilon": c["epsilon"], "beta": c["beta"],
             "beta_1": c["beta1"], "beta_2": c["beta2"], "t_2": 4}
    assert found == pytest.approx(space["value"](*(given[n] for n in names)), rel=1e-12)
