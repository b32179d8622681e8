"""The printed NumPy functions run, and their gradients are the finite differences of their losses."""

import numpy as np
import pytest

from symcheck import Context, derive
from symcheck.bridge.numpy_code import to_numpy
from symcheck.course.solve import solve
from symcheck.derive.batches import NAME as BATCH
from symcheck.derive.costs import cost_of, memory
from symcheck.derive.program import NAME, given, program
from symcheck.derive.timing import differences, measured
from symcheck.report.cost_plot import cost_plot
from symcheck.report.cost_text import cost_text
from symcheck.text import SymcheckError
from tests.losses import LOSSES

SIZES = {"d": 3, "k": 4, "m": 5, "n": 6, "N": 7, "p": 8, "K": 2}  # pairwise distinct
TANH = {"": np.tanh, "d1_": lambda t: 1 - np.tanh(t) ** 2}


def gradients_of(name):
    declared, defined, names = LOSSES[name]
    s = derive("; ".join(rf"\frac{{\partial L}}{{\partial {v}}}" for v in names), [*declared, *defined])
    return s.source


def values_of(g, rng):
    found = []
    for v in given(g):
        shape = tuple(SIZES.get(n, n) for n in (*v.family, *v.shape))
        shape = shape[:len(v.family)] if v.shape == (1, 1) else shape
        x = rng.uniform(0.2, 0.9, shape) * rng.choice([-1, 1], shape)
        if v.traits & {"positive", "nonnegative"} or v.name in ("p", "q"):  # probabilities
            x = np.abs(x)
        if v.traits & {"symmetric", "posdef"}:
            x = x @ x.T + np.eye(len(x))
        found.append(x if shape else float(x))
    return found


def run(source):
    scope = {}
    exec(compile(source, "derived.py", "exec"), scope)
    return scope


def functions(source, name):
    """The declared functions that the source's function takes, as tanh and its derivative."""
    import inspect

    taken = list(inspect.signature(run(source)[name]).parameters)
    return [TANH["d1_" if n.startswith("d1_") else ""] for n in taken if n.removeprefix("d1_").lower() in ("phi",)]


@pytest.mark.parametrize("name", LOSSES)
def test_gradients_are_finite_differences_of_the_loss(name):
    g, rng = gradients_of(name), np.random.default_rng(7)
    source = program(g, ())
    both, extra = run(source)[NAME], functions(source, NAME)
    extra = [2, *extra] if name == "cross-entropy of a class" else extra  # the class
    values = values_of(g, rng)
    loss, found = both(*values, *extra)
    assert np.isfinite(loss)
    parameters = [p.strip() for p in source.split(f"def {NAME}(")[1].split(")")[0].split(",")]
    checked = 0
    for key in found:
        if key not in parameters:
            continue  # a named value in between
        k = parameters.index(key)
        (slope,) = central(lambda *a: both(*a, *extra)[0], values, [k])
        np.testing.assert_allclose(np.asarray(found[key]), slope, rtol=2e-4, atol=2e-6)
        checked += 1
    assert checked


def central(loss, values, targets, step=1e-5):
    found = []
    for k in targets:
        moved = np.array(values[k], dtype=float)
        slope = np.empty_like(moved)
        for at in np.ndindex(moved.shape):
            kept, sides = moved[at], []
            for sign in (1, -1):
                moved[at] = kept + sign * step
                value = moved.copy() if moved.shape else float(moved)
                sides.append(loss(*values[:k], value, *values[k + 1:]))
            moved[at] = kept
            slope[at] = (sides[0] - sides[1]) / (2 * step)
        found.append(slope)
    return found


@pytest.mark.parametrize("name", ["two layers", "softmax cross-entropy", "ridge", "attention"])
def test_the_loss_is_that_of_the_definitions(name):
    """The value beside an evaluation of the loss as it was given, by other source."""
    declared, defined, _ = LOSSES[name]
    g = gradients_of(name)
    values, source = values_of(g, np.random.default_rng(3)), program(g, ())
    scope = {}
    other = to_numpy(Context([*declared, *defined]).read("L"), "loss")
    exec(other, scope)
    taken = [p.strip() for p in other.split("def loss(")[1].split(")")[0].split(",")]
    mine = [p.strip() for p in source.split(f"def {NAME}(")[1].split(")")[0].split(",")]
    extra = functions(source, NAME)
    by_name = dict(zip(mine, values)) | {"phi": np.tanh}
    expected = scope["loss"](*(by_name[n] if n in by_name else SIZES[n] for n in taken))
    assert run(source)[NAME](*values, *extra)[0] == pytest.approx(float(expected), rel=1e-12)


BATCHES = [("cs189-fa20-dis7", "2d", {"x": ("N", "d"), "y": ("N", "d")}),
           ("eecs182-sp23-dis2", "2-x", {"x": ("N", "d"), "y": ("N", 1)}),
           ("i2dl-ss20-ex5", "two-layer", {"x": ("N", "d"), "y": ("N", "k")})]


@pytest.mark.parametrize("worksheet, part, data", BATCHES)
def test_a_batch_is_the_mean_of_its_samples(worksheet, part, data):
    g = solve(worksheet, part).source
    source = program(g)
    scope, rng = run(source), np.random.default_rng(5)
    one, many = scope[NAME], scope[BATCH]
    names = [p.strip() for p in source.split(f"def {BATCH}(")[1].split(")")[0].split(",")]
    values = dict(zip(names, values_of(g, rng)))
    rows = {n: rng.uniform(0.1, 0.9, tuple(SIZES.get(x, x) for x in shape)) for n, shape in data.items()}
    extra = functions(source, NAME)
    given_names = [n for n in names if n in values]
    loss, found = many(*(rows.get(n, values[n]) for n in given_names), *extra)
    singles = []
    for i in range(SIZES["N"]):
        sample = {n: r[i].reshape(-1, 1) if r.shape[1] > 1 else float(r[i, 0]) for n, r in rows.items()}
        singles.append(one(*(sample.get(n, values[n]) for n in given_names), *extra))
    assert loss == pytest.approx(np.mean([s[0] for s in singles]))
    for key, gradient in found.items():
        if np.shape(gradient) == np.shape(singles[0][1][key]) and key not in data:
            np.testing.assert_allclose(gradient, np.mean([s[1][key] for s in singles], axis=0), atol=1e-12)
        else:  # rows: the mean's gradient by one sample
            each = np.array([np.ravel(s[1][key]) for s in singles]) / SIZES["N"]
            np.testing.assert_allclose(gradient, each, atol=1e-12)


def test_where_a_step_needs_a_matrix_for_each_sample_the_batch_goes_through_them():
    g = derive(r"\frac{\partial L}{\partial A}; \frac{\partial L}{\partial x}",
               [r"A \in \mathbb{S}_{++}^d", r"x \in \mathbb{R}^d", r"L = \log\det(A + x x^\top)"]).source
    source, rng = program(g), np.random.default_rng(3)
    assert "for n in range(N)" in source
    many = run(source)[BATCH]
    a, x = rng.uniform(-1, 1, (3, 3)), rng.uniform(-1, 1, (5, 3))
    a = a @ a.T + np.eye(3)

    def mean(a, x):  # log det(A + x x^T) = log det A + log(1 + x^T A^{-1} x)
        return np.mean([np.log(np.linalg.det(a)) + np.log1p(r @ np.linalg.inv(a) @ r) for r in x])

    loss, found = many(a, x)
    assert loss == pytest.approx(mean(a, x))
    slopes = central(mean, [a, x], [0, 1])
    np.testing.assert_allclose(found["A"], slopes[0], rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(np.squeeze(found["x"]), slopes[1], rtol=1e-5, atol=1e-7)


def test_the_source_is_readable():
    source = program(solve("cs189-fa20-dis7", "2d-W1").source)
    for line in ("x1 = W1 @ x + b", "x4 = x3 - y", "dx1 = d1_Phi(x1) * dx2", "dW1 = dx1 @ x.T",
                 "x1 = x @ W1.T + b.T", "dW1 = dx1.T @ x / N"):
        assert f"    {line}\n" in source


def test_what_numpy_has_no_source_for_is_said():
    with pytest.raises(SymcheckError):
        program(derive(r"\nabla_x F", [r"x \in \mathbb{R}^n", r"F = \int_0^1 x_1 t \, dt"]).source)


# --- costs ----------------------------------------------------------------------------------------


def test_the_cost_of_backpropagation():
    """Counted by hand: two products of d x d and d forwards, two outer products and one product backwards."""
    cost = cost_of(solve("cs189-fa20-dis7", "2d-W1").source)
    assert str(cost.forward.multiplications) == "2 d^2 + d + 2"
    assert str(cost.backward.multiplications) == "2 d^2 + d"  # W2^T delta, the elementwise product, one outer product
    assert (cost.forward.big_o, cost.backward.big_o, cost.numerical.big_o) == ("O(d^2)", "O(d^2)", "O(d^4)")
    assert [u.data.name for u in cost.kept] == ["x^{(1)}", "x^{(4)}"]
    assert str(memory(cost.kept)) == "2 d"


def test_sums_are_counted_with_their_bodies():
    cost = cost_of(gradients_of("logistic, sum"))
    assert cost.forward.big_o == "O(d n)" and cost.backward.big_o == "O(d n)"


def test_both_ways_are_measured_and_plotted(tmp_path):
    g = solve("cs189-fa20-dis7", "2d-W1").source
    series = measured(g, seconds=0.05)
    assert set(series) == {"analytic", "numerical"}
    assert all(len(s.sizes) == len(s.seconds) >= 1 and np.isfinite(s.exponent) for s in series.values())
    record = cost_of(g).as_dict() | {"measured": {k: s.as_dict() for k, s in series.items()}}
    assert "numerical" in cost_text(record)
    for ending in ("png", "svg"):
        path = tmp_path / f"cost.{ending}"
        cost_plot(record, str(path), "Cost")
        first = path.read_bytes()
        cost_plot(record, str(path), "Cost")
        assert len(first) > 5000 and path.read_bytes() == first


def test_differences_are_slopes():
    (slope,) = differences(lambda x: float(np.sum(x ** 3)), [np.array([[1.0], [2.0]])], [0], [])
    np.testing.assert_allclose(slope, [[3.0], [12.0]], rtol=1e-4)
