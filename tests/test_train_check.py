"""Students' passes: right ones pass, wrong ones are shown where and by how much, mistakes are called by name."""

import numpy as np
import pytest

from symcheck.train.network.check import check_backward, check_forward


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def relu(z):
    return np.maximum(z, 0)


def forward(X, W1, b1, W2, b2, f=sigmoid):
    Z = X @ W1.T + b1
    H = f(Z)
    return {"Z": Z, "H": H, "P": H @ W2.T + b2}


def backward(X, Y, W1, b1, W2, b2, f=sigmoid, slope=lambda Z, H: H * (1 - H), residual=lambda P, Y: 2 * (P - Y) / Y.size):
    Z, H, P = forward(X, W1, b1, W2, b2, f).values()
    D2 = residual(P, Y)
    D1 = D2 @ W2 * slope(Z, H)
    return D1.T @ X, D1.sum(0), D2.T @ H, D2.sum(0)


RELU = {"f": relu, "slope": lambda Z, H: Z > 0}


# --- right ----------------------------------------------------------------------------------------

def by_loops(X, Y, W1, b1, W2, b2):
    """Sample by sample, as slides write it."""
    B, k = Y.shape
    G = {"W1": np.zeros_like(W1), "b1": np.zeros_like(b1), "W2": np.zeros_like(W2), "b2": np.zeros_like(b2)}
    for x, y in zip(X, Y):
        h = sigmoid(W1 @ x + b1)
        d2 = 2 / (B * k) * (W2 @ h + b2 - y)
        d1 = np.diag(h * (1 - h)) @ W2.T @ d2
        G["W1"] += np.outer(d1, x)
        G["b1"] += d1
        G["W2"] += np.outer(d2, h)
        G["b2"] += d2
    return G


def transposed_forward(X, W1, b1, W2, b2):
    return sigmoid(X.dot(W1) + b1).dot(W2) + b2


def transposed_backward(X, Y, W1, b1, W2, b2):
    W1, b1, W2, b2 = backward(X, Y, W1.T, b1, W2.T, b2)
    return W1.T, b1, W2.T, b2


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("report", [
    lambda seed: check_forward(forward, seed=seed),
    lambda seed: check_forward(lambda *a: forward(*a)["P"], seed=seed),
    lambda seed: check_forward(lambda *a: (forward(*a)["P"], "cache"), seed=seed),
    lambda seed: check_forward(lambda *a: forward(*a)["P"].astype(np.float32), seed=seed),
    lambda seed: check_forward(lambda *a: forward(*a, f=relu), "relu", seed=seed),
    lambda seed: check_forward(transposed_forward, weights="inputs x outputs", seed=seed),
    lambda seed: check_backward(backward, seed=seed),
    lambda seed: check_backward(by_loops, seed=seed),
    lambda seed: check_backward(lambda *a: backward(*a, **RELU), "relu", seed=seed),
    lambda seed: check_backward(transposed_backward, weights="inputs x outputs", seed=seed),
    lambda seed: check_backward(lambda *a: {"W2": backward(*a)[2]}, seed=seed),
])
def test_right_passes_pass(report, seed):
    found = report(seed)
    assert found, str(found)
    assert "right" in str(found).splitlines()[0]


def test_the_backward_pass_that_is_asked_for_is_the_slope_of_the_loss():
    """What `check_backward` calls right, against finite differences of the loss."""
    seen = {}

    def recorded(X, Y, *p):
        seen.update(X=X, Y=Y, p=p)
        return backward(X, Y, *p)

    assert check_backward(recorded)

    def loss(p):
        return np.mean((forward(seen["X"], *p)["P"] - seen["Y"]) ** 2)

    for part, found in enumerate(backward(seen["X"], seen["Y"], *seen["p"])):
        for k in np.ndindex(found.shape):
            ahead, behind = ([a.copy() for a in seen["p"]] for _ in range(2))
            ahead[part][k] += 1e-6
            behind[part][k] -= 1e-6
            assert found[k] == pytest.approx((loss(ahead) - loss(behind)) / 2e-6, abs=1e-8)


# --- wrong ----------------------------------------------------------------------------------------

def with_(**changes):
    return lambda *a: backward(*a, **changes)


def changed(**parts):
    """The right gradients, those named replaced by a function of them."""
    def student(*a):
        right = dict(zip(("W1", "b1", "W2", "b2"), backward(*a)))
        return {name: parts[name](value) if name in parts else value for name, value in right.items()}
    return student


def unsummed(X, Y, W1, b1, W2, b2):
    Z, H, P = forward(X, W1, b1, W2, b2).values()
    D2 = 2 * (P - Y) / Y.size
    D1 = D2 @ W2 * H * (1 - H)
    return D1.T @ X, D1, D2.T @ H, D2


def overwritten(X, Y, W1, b1, W2, b2):
    for x, y in zip(X, Y):
        h = sigmoid(W1 @ x + b1)
        d2 = 2 / Y.size * (W2 @ h + b2 - y)
        d1 = h * (1 - h) * (W2.T @ d2)
        found = np.outer(d1, x), d1, np.outer(d2, h), d2
    return found


BACKWARD = [
    (with_(residual=lambda P, Y: 2 * (Y - P) / Y.size), {"W1", "b1", "W2", "b2"}, "P - Y, not Y - P"),
    (with_(residual=lambda P, Y: (P - Y) / Y.size), {"W1", "b1", "W2", "b2"}, "The factor 2"),
    (with_(residual=lambda P, Y: P - Y), {"W1", "b1", "W2", "b2"}, "The factor 2 / (B k)"),
    (with_(residual=lambda P, Y: 2 * (P - Y)), {"W1", "b1", "W2", "b2"}, "the gradient of the sum"),
    (with_(residual=lambda P, Y: 2 * (P - Y) / len(Y)), {"W1", "b1", "W2", "b2"}, "mean over the outputs is missing"),
    (with_(residual=lambda P, Y: 2 * (P - Y) / Y.shape[1]), {"W1", "b1", "W2", "b2"}, "mean over the batch is missing"),
    (with_(residual=lambda P, Y: 2 * P / Y.size), {"W1", "b1", "W2", "b2"}, "P stands where"),
    (with_(slope=lambda Z, H: 1), {"W1", "b1"}, "derivative of the activation is missing"),
    (with_(slope=lambda Z, H: H), {"W1", "b1"}, "where its derivative belongs"),
    (with_(slope=lambda Z, H: sigmoid(H) * (1 - sigmoid(H))), {"W1", "b1"}, "taken at H"),
    (with_(slope=lambda Z, H: Z * (1 - Z)), {"W1", "b1"}, "Z (1 - Z)"),
    (with_(slope=lambda Z, H: 1 - np.tanh(Z) ** 2), {"W1", "b1"}, "tanh"),
    (with_(slope=lambda Z, H: Z > 0), {"W1", "b1"}, "derivative of relu"),
    (unsummed, {"b1", "b2"}, "not summed over the batch"),
    (overwritten, {"W1", "b1", "W2", "b2"}, "overwritten in a loop"),
    (changed(b1=lambda g: g / 5, b2=lambda g: g / 5), {"b1", "b2"}, "a sum over the batch, not a mean"),
    (changed(W1=lambda g: g / 5), {"W1"}, "taken twice"),
    (changed(W2=lambda g: g.T), {"W2"}, "It is transposed"),
]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("student, wrong, words", BACKWARD, ids=[w for _, _, w in BACKWARD])
def test_a_mistake_of_the_backward_pass_is_named(student, wrong, words, seed):
    report = check_backward(student, seed=seed)
    assert not report and "wrong" in str(report).splitlines()[0]
    for found in report.findings:
        name = found.name.split()[-1]
        assert bool(found.problem) == (name in wrong), str(report)
        assert words in found.mistake if found.problem else not found.mistake, str(report)


FORWARD = [
    (lambda X, W1, b1, W2, b2: sigmoid(X @ W1.T + b1) @ W2.T, "The bias b2 is not added"),
    (lambda X, W1, b1, W2, b2: sigmoid(X @ W1.T) @ W2.T + b2, "The bias b1 is not added"),
    (lambda X, W1, b1, W2, b2: (X @ W1.T + b1) @ W2.T + b2, "activation is missing between the layers"),
    (lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1.T + b1) @ W2.T + b2), "applied to the outputs as well"),
    (lambda X, W1, b1, W2, b2: relu(X @ W1.T + b1) @ W2.T + b2, "uses relu, but the activation is sigmoid"),
    (lambda X, W1, b1, W2, b2: np.tanh(X @ W1.T + b1) @ W2.T + b2, "uses tanh"),
    (lambda X, W1, b1, W2, b2: sigmoid(-X @ W1.T - b1) @ W2.T + b2, "1 / (1 + e^Z)"),
    (lambda X, W1, b1, W2, b2: {"Z": X @ W1.T, "P": 0}, "The bias b1 is not added"),
    (lambda X, W1, b1, W2, b2: {"H": X @ W1.T + b1, "P": 0}, "The activation is not applied"),
]


@pytest.mark.parametrize("student, words", FORWARD, ids=[w for _, w in FORWARD])
def test_a_mistake_of_the_forward_pass_is_named(student, words):
    report = check_forward(student)
    assert not report and words in report.findings[-1].mistake, str(report)


def test_the_report_says_which_entry_and_by_how_much():
    def student(*a):
        right = list(backward(*a))
        right[2][1, 4] += 0.25
        return right

    report = str(check_backward(student))
    assert "WRONG the gradient by the second layer's weights W2" in report
    assert "1 of 21 entries differ, entry [1, 4] most" in report and "(off by 0.25)" in report
    assert report.count("WRONG") == 1 and "Likely" not in report


@pytest.mark.parametrize("given, words", [
    (None, "nothing came back"),
    ("text", "it is no array of numbers, but str"),
    (np.zeros((3, 5)), "its shape is (3, 5), but (5, 3) is wanted (it seems to be transposed)"),
    (np.full((5, 3), np.nan), "entry [0, 0] is nan"),
    ({"P": np.zeros((5, 3)), "Q": 1}, "there is no 'Q' in the forward pass"),
    ({"H": np.zeros((5, 7))}, "P is missing"),
])
def test_what_is_no_output_is_said_to_be_that(given, words):
    assert words in str(check_forward(lambda *_: given))


@pytest.mark.parametrize("given, words", [
    (None, "it is NoneType, but the gradients by W1, b1, W2 and b2 are wanted"),
    ((1, 2), "it is 2 things"),
    ({"W3": 1}, "there is no parameter 'W3'"),
    ({}, "it is empty"),
])
def test_what_is_no_gradient_is_said_to_be_that(given, words):
    assert words in str(check_backward(lambda *_: given))


def test_a_function_that_changes_its_arguments_spoils_nothing():
    def student(X, Y, W1, *more):
        right = backward(X, Y, W1, *more)
        X *= 0
        W1 *= 0
        return right

    assert check_backward(student)


def test_what_the_student_raises_is_the_students_to_see():
    with pytest.raises(ZeroDivisionError):
        check_forward(lambda *_: 1 / 0)
