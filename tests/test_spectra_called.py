r"""Extreme eigenvalues and singular values called as functions, `\lambda_{\max}(X^\top X)`, held against NumPy's."""

from __future__ import annotations

import numpy as np
import pytest

from symcheck.judge.equality import equal
from symcheck.read.context import Context
from symcheck.text import SymcheckError

NAMES = [r"X \in \mathbb{R}^{m \times n}", r"A \in \mathbb{R}^{n \times n}", r"A \text{ symmetric}", r"B \in \mathbb{R}^{n \times n}",
         r"P \in \mathbb{R}^{n \times n}", r"P \succeq 0", r"w \in \mathbb{R}^n", r"v \in \mathbb{R}^n", r"\mu > 0"]

RIGHT = [
    (r"\lambda_{\max}(X^\top X)", r"\|X\|_2^2"), (r"\lambda_\max(X X^\top)", r"\lambda_{\max}(X^\top X)"),
    (r"\lambda_{\max}(X^\top X + \mu I)", r"\mu + \lambda_{\max}(X^\top X)"), (r"\lambda_{\mathrm{min}}(X^\top X + \mu I)", r"\mu + \lambda_{\mathrm{min}}(X^\top X)"),
    (r"\lambda_{\min}(-A)", r"-\lambda_{\max}(A)"), (r"\lambda_{\max}(3 A)", r"3 \lambda_{\max}(A)"), (r"\lambda_{\max}(-3 A)", r"-3 \lambda_{\min}(A)"),
    (r"\sigma_{\max}(X)^2", r"\lambda_{\max}(X^\top X)"), (r"\lambda_{\max}(P)", r"\|P\|_2"), (r"\lambda_{\max}(A)^2 + 1", r"1 + \lambda_{\max}(A) \lambda_{\max}(A)"),
    (r"\lambda_{\max}(v v^\top)", r"v^\top v"), (r"\lambda_{\max}(\nabla_w^2 \tfrac12 \|X w\|^2)", r"\lambda_{\max}(X^\top X)"),
    (r"\lambda_{\max}\left((X^\top X)^2\right)", r"\lambda_{\max}(X^\top X)^2"),
]
WRONG = [
    (r"\lambda_{\max}(X^\top X)", r"\|X\|_F^2"), (r"\lambda_{\max}(X^\top X)", r"\|X\|_2"), (r"\lambda_{\max}(X^\top X + \mu I)", r"2 \mu + \lambda_{\max}(X^\top X)"),
    (r"\lambda_{\min}(-A)", r"-\lambda_{\min}(A)"), (r"\lambda_{\max}(A)", r"\|A\|_2"), (r"\lambda_{\max}(-3 A)", r"-3 \lambda_{\max}(A)"), (r"\lambda_{\max}(v v^\top)", r"\|v\|"),
    (r"\lambda_{\max}(A)", r"\operatorname{tr}(A)"), (r"\lambda_{\max}(\nabla_w^2 \|X w\|^2)", r"\lambda_{\max}(X^\top X)"),
]


@pytest.fixture(scope="module")
def context():
    return Context(NAMES)


@pytest.mark.parametrize("left, right", RIGHT)
def test_right(context, left, right):
    assert equal(context, left, right).right


@pytest.mark.parametrize("left, right", WRONG)
def test_wrong(context, left, right):
    assert equal(context, left, right).word == "different"


@pytest.mark.parametrize("rows", [((1, 2), (2, 1)), ((0, 3), (3, 8)), ((-4, 2), (2, -7)), ((2, 0, 0), (0, -5, 0), (0, 0, 1)), ((3, 4, 0), (4, -3, 0), (0, 0, 2))])
@pytest.mark.parametrize("name", ["max", "min"])
def test_of_numbers(context, rows, name):
    r"""Matrices with whole eigenvalues, which NumPy finds."""
    m = np.array(rows, float)
    value = (max if name == "max" else min)(np.linalg.eigvalsh(m))
    assert abs(value - round(value)) < 1e-9
    latex = r"\begin{pmatrix}" + r" \\ ".join(" & ".join(map(str, row)) for row in rows) + r"\end{pmatrix}"
    assert equal(context, rf"\lambda_{{\{name}}}\left({latex}\right)", str(round(value))).right
    assert equal(context, rf"\lambda_{{\{name}}}\left({latex}\right)", str(round(value) + 1)).word == "different"


@pytest.mark.parametrize("latex, id", [(r"\lambda_{\max}(B)", "not-in-language"), (r"\lambda_{\max}(X)", "shape-mismatch"), (r"\lambda_{\max}(X^\top X B)", "not-in-language"),
                                       (r"\sigma_{\min}(X)", "not-in-language"), (r"\lambda_{\max}\left(\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}\right)", "not-in-language")])
def test_refused(context, latex, id):
    with pytest.raises(SymcheckError) as caught:
        context.read(latex)
    assert caught.value.diagnostic.id == id
