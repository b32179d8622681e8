"""Singular vectors and polar factors: what the gradients of the spectral and the nuclear norm are made of.

That the values are those of the decomposition is settled by NumPy, that gradients are right by the finite
differences of tests/test_derive_numpy.py.
"""

import numpy as np
import pytest

from symcheck import Context, equal
from symcheck.tensor.array import singular
from symcheck.tensor.decomposition import of_digits, of_floats
from symcheck.tensor.evaluate import Evaluation
from symcheck.tensor.lower import lower
from symcheck.tensor.reals import Digits, Float

CONTEXT = Context([
    r"A \in \mathbb{R}^{m \times n}", r"B \in \mathbb{R}^{n \times k}", r"v_1 = \arg\max_{\|v\| = 1} \|A v\|",
    r"u_1 = \arg\max_{\|u\| = 1} \|u^\top A\|", r"Q = \arg\max_{\|Q\|_2 \le 1} \operatorname{tr}(Q^\top A)"])
PAIRS = [
    (r"\|A\|_2", r"\|A v_1\|", "supported"),
    (r"\|A\|_2", r"u_1^\top A v_1", "supported"),
    (r"\nabla_A \|A\|_2", r"u_1 v_1^\top", "supported"),
    (r"\nabla_A \|A\|_2", r"\frac{A v_1 v_1^\top}{\|A\|_2}", "supported"),
    (r"\nabla_A \|A\|_2^2", r"2 A v_1 v_1^\top", "supported"),
    (r"\nabla_A \|A\|_*", r"Q", "equal"),
    (r"\|A\|_*", r"\langle Q, A \rangle", "supported"),
    (r"\nabla_A \|A\|_2", r"v_1 u_1^\top", "equal_layout"),
    (r"\nabla_A \|A\|_2", r"2 u_1 v_1^\top", "different"),
    (r"\nabla_A \|A\|_2", r"Q", "different"),
    (r"\nabla_A \|A\|_*", r"u_1 v_1^\top", "different"),
    (r"\nabla_A \|A\|_*", r"-Q", "different"),
]


@pytest.mark.parametrize("left, right, word", PAIRS)
def test_pairs(left, right, word):
    assert equal(left, right, CONTEXT).word == word


@pytest.mark.parametrize("shape", [(3, 3), (2, 5), (5, 2)])
def test_values_are_those_of_the_decomposition(shape):
    m = np.random.default_rng(4).normal(size=(3, *shape))
    for k, one in enumerate(m):
        u, s, vt = np.linalg.svd(one, full_matrices=False)
        expected = {"spectral": s[0], "nuclear": s.sum(), "leading": np.outer(u[:, 0], vt[0]), "polar": u @ vt}
        for name, value in expected.items():
            np.testing.assert_allclose(of_floats(name, m)[k], value, atol=1e-12)
        right, left = of_floats("right", m)[k], of_floats("left", m)[k]
        np.testing.assert_allclose(one @ right, s[0] * left, atol=1e-12)
        assert right[np.abs(right).argmax()] > 0


@pytest.mark.parametrize("name", ["spectral", "nuclear", "leading", "polar", "left", "right"])
def test_thirty_digits_agree_with_floats(name):
    field = Digits(1, 30)
    m = np.random.default_rng(5).normal(size=(2, 4, 3))
    lifted = np.vectorize(field.mp.mpf, otypes=[object])(m)
    np.testing.assert_allclose(of_digits(name, lifted, field.mp).astype(float), of_floats(name, m), atol=1e-12)


def test_gradients_by_central_differences():
    """The index form's derivative of either norm beside differences of the norm."""
    A, B = (CONTEXT.read(x) for x in "AB")
    rng = np.random.default_rng(6)
    a, b = rng.normal(size=(4, 3)), rng.normal(size=(3, 5))
    for latex, norm in ((r"\|A B\|_2", lambda x: np.linalg.norm(x, 2)), (r"\|A B\|_*", lambda x: np.linalg.norm(x, "nuc"))):
        e = CONTEXT.read(rf"\nabla_A {latex}")
        values = {lower(A).array: [a[None]], lower(B).array: [b[None]]}
        found = Evaluation(Float(1), {"m": 4, "n": 3, "k": 5}, values)(lower(e).array)[0]
        for at in np.ndindex(a.shape):
            step = np.zeros_like(a)
            step[at] = 1e-6
            slope = (norm((a + step) @ b) - norm((a - step) @ b)) / 2e-6
            assert found[at] == pytest.approx(slope, abs=1e-7)


def test_one_matrix_has_one_array():
    a = lower(CONTEXT.read("A")).array
    assert singular("spectral", a) is singular("spectral", a) and singular("right", a).dims == ("n",)


@pytest.mark.parametrize("text", [r"\arg\max_{\|v\| = 1} \|A w\|", r"\arg\max_{\|v\| = 2} \|A v\|",
                                  r"\arg\max_{\|v\| \le 1} \|A v\|", r"\arg\max_{\|Q\| \le 1} \operatorname{tr}(Q^\top A)",
                                  r"\arg\min_{\|v\| = 1} \|A v\|", r"\arg\max_v \|A v\|"])
def test_other_maximizers_are_no_values(text):
    verdict = equal(text, "w", Context([r"A \in \mathbb{R}^{m \times n}", r"w \in \mathbb{R}^n"]))
    assert verdict.word == "unreadable"
