"""Optima that `derive` finds: the answer, that numbers nearby are worse, and what is said where there is no closed form."""

import inspect

import numpy as np
import pytest

from symcheck import Context, derive
from symcheck.bridge.numpy_code import to_numpy
from symcheck.derive.semidefinite import least_sign
from symcheck.faces.documents import derivation_of
from symcheck.report.solution_document import latex, markdown
from symcheck.tensor.signs import NONNEGATIVE, POSITIVE, UNKNOWN

SIZES = {"n": 7, "d": 3, "k": 2, "m": 4}
DATA = [r"X \in \mathbb{R}^{n \times d}", r"y \in \mathbb{R}^n", r"w \in \mathbb{R}^d", r"\lambda > 0"]
MATRICES = [r"X \in \mathbb{R}^{n \times d}", r"Y \in \mathbb{R}^{n \times k}", r"W \in \mathbb{R}^{d \times k}", r"\lambda > 0"]
FACTORS = [r"R \in \mathbb{R}^{n \times d}", r"U \in \mathbb{R}^{n \times k}", r"V \in \mathbb{R}^{d \times k}", r"\lambda > 0"]
SAMPLES = [r"x_i \in \mathbb{R}^d, i = 1, \dots, n", r"y_i \in \mathbb{R}^k, i = 1, \dots, n", r"W \in \mathbb{R}^{k \times d}"]
NUMBERS = [r"x \in \mathbb{R}^n", r"\mu \in \mathbb{R}", r"s > 0", r"p \in (0, 1)"]

OPTIMA = [  # declarations, definitions, by, the answer
    (DATA, [r"L = \frac{1}{2} \|Xw - y\|^2"], "w", r"w^* = (X^{\top} X)^{-1} X^{\top} y"),
    (DATA, [r"r = Xw - y", r"L = \|r\|^2 + n \lambda \|w\|^2"], "w", r"w^* = (X^{\top} X + n \lambda I_{d})^{-1} X^{\top} y"),
    (MATRICES, [r"L = \|XW - Y\|_F^2 + \lambda \|W\|_F^2"], "W", r"W^* = (X^{\top} X + \lambda I_{d})^{-1} X^{\top} Y"),
    (MATRICES, [r"L = \frac{1}{2 n} \|XW - Y\|_F^2 + \frac{\lambda}{2} \|W\|_F^2"], "W",
     r"W^* = (X^{\top} X + n \lambda I_{d})^{-1} X^{\top} Y"),
    (MATRICES, [r"E = XW - Y", r"L = \operatorname{tr}(E^\top E)"], "W", r"W^* = (X^{\top} X)^{-1} X^{\top} Y"),
    (FACTORS, [r"L = \|R - U V^\top\|_F^2 + \lambda \|U\|_F^2"], "U", r"U^* = R V (V^{\top} V + \lambda I_{k})^{-1}"),
    (FACTORS, [r"L = \|R - U V^\top\|_F^2 + \lambda \|U\|_F^2"], "V", r"V^* = R^{\top} U (U^{\top} U)^{-1}"),
    (SAMPLES, [r"L = \sum_{i=1}^n \|W x_i - y_i\|^2"], "W",
     r"W^* = \left(\sum_{i=1}^{n} y_{i} x_{i}^{\top}\right) \left(\sum_{i=1}^{n} x_{i} x_{i}^{\top}\right)^{-1}"),
    ([r"A \in \mathbb{R}^{n \times d}", r"B \in \mathbb{R}^{k \times m}", r"C \in \mathbb{R}^{n \times m}",
      r"W \in \mathbb{R}^{d \times k}"], [r"L = \|A W B - C\|_F^2"], "W",
     r"W^* = (A^{\top} A)^{-1} A^{\top} C B^{\top} (B B^{\top})^{-1}"),
    ([r"A, M \in \mathbb{R}^{n \times d}", r"Z \in \mathbb{R}^{n \times d}"], [r"L = \|Z - M\|_F^2 + \operatorname{tr}(A^\top Z)"],
     "Z", r"Z^* = \frac{1}{2} (2 M - A)"),
    (NUMBERS, [r"L = \frac{n}{2} \log(2 \pi s) + \frac{1}{2 s} \sum_{i=1}^n (x_i - \mu)^2"], "s",
     r"s^* = \frac{1}{n} \sum_{i=1}^{n} (x_{i} - \mu)^{2}"),
    (NUMBERS, [r"L = -\sum_{i=1}^n (x_i \log p + (1 - x_i) \log(1 - p))"], "p", r"p^* = \frac{1}{n} \sum_{i=1}^{n} x_{i}"),
    (NUMBERS, [r"L = n s - \log s \sum_{i=1}^n x_i"], "s", r"s^* = \frac{1}{n} \sum_{i=1}^{n} x_{i}"),
    (NUMBERS, [r"L = p s - n \log s"], "s", r"s^* = \frac{n}{p}"),
]


def function(context, latex_, values):
    """The value of an expression by the NumPy source of it."""
    source, scope = to_numpy(context.read(latex_), "f"), {}
    exec(source, scope)
    names = inspect.signature(scope["f"]).parameters
    return scope["f"](*(values[n] if n in values else SIZES[n] for n in names))


def drawn(context, rng):
    found = {}
    for v in context.variables.values():
        shape = tuple(SIZES[d] for d in (*v.family, *(v.shape if v.shape != (1, 1) else ())) if d != 1)
        if v.family and v.shape[1] == 1:
            shape = (*shape, 1)
        elif v.shape[-1] == 1 and v.shape != (1, 1):
            shape = (*shape, 1)
        stem = v.name.split("_")[0].lstrip("\\")
        found[{"lambda": "lambda_"}.get(stem, stem)] = rng.uniform(0.1, 0.9, shape) if shape else float(rng.uniform(0.2, 0.8))
    return found


@pytest.mark.parametrize("declared, defined, by, answer", OPTIMA, ids=[f"{d[-1]} by {b}" for _, d, b, _ in OPTIMA])
def test_an_optimum_and_numbers_nearby(declared, defined, by, answer):
    s = derive(rf"\arg\min_{by} L", [*declared, *defined])
    assert s.verified, s.missing
    assert s.answers[-1].latex == answer
    assert s.section("Why it is a minimum") is not None
    context = Context([*declared, *defined])
    values = drawn(context, np.random.default_rng(8))
    best = np.asarray(function(context, s.answers[-1].right, values))
    least = function(context, "L", values | {by: best if best.shape else float(best)})
    rng = np.random.default_rng(9)
    for _ in range(20):
        moved = best + 1e-2 * rng.normal(size=best.shape)
        assert function(context, "L", values | {by: moved if best.shape else float(moved)}) > least


@pytest.mark.parametrize("declared, defined, by, answer", OPTIMA, ids=[f"{d[-1]} by {b}" for _, d, b, _ in OPTIMA])
def test_documents_of_optima_pass_verify(declared, defined, by, answer):
    s = derive(rf"\arg\min_{by} L", [*declared, *defined])
    for text, ending in ((markdown(s), "md"), (latex(s), "tex")):
        d = derivation_of(text, f"solution.{ending}", ending)
        assert not d.faults and d.steps and all(x.verdict.right for x in d.steps), [
            (x.line, x.source, x.verdict.message) for x in d.steps if not x.verdict.right]


OPEN = [  # no closed form: what is missing, the step of gradient descent, is the loss convex
    (DATA, [r"p = \sigma(X w)", r"L = -y^\top \log p - (\mathbf{1} - y)^\top \log(\mathbf{1} - p)"], "w", "not linear",
     r"w \leftarrow w - \eta \frac{\partial L}{\partial w} = w + \eta X^{\top} (y - p)", True),
    (DATA, [r"L = \mathbf{1}^\top e^{Xw} - y^\top X w + \frac{\lambda}{2} \|w\|^2"], "w", "not linear",
     r"w \leftarrow w - \eta \frac{\partial L}{\partial w} = w - \eta (X^{\top} (e^{X w} - y) + \lambda w)", True),
    (DATA, [r"L = \|\tanh(X w) - y\|^2"], "w", "not linear", None, False),
    ([r"A, B, C, W \in \mathbb{R}^{d \times d}"], [r"L = \|A W - B\|_F^2 + \|W C - B\|_F^2"], "W", "Sylvester",
     r"W \leftarrow W - \eta \frac{\partial L}{\partial W} = W - 2 \eta (A^{\top} (A W - B) + (W C - B) C^{\top})", False),
]


@pytest.mark.parametrize("declared, defined, by, missing, step, convex", OPEN)
def test_where_there_is_no_closed_form_the_equation_and_a_step_are_given(declared, defined, by, missing, step, convex):
    s = derive(rf"\arg\min_{by} L", [*declared, *defined])
    assert not s.verified and s.exit_code == 3 and missing in s.missing[0] and "no closed form" in s.missing[0]
    assert s.section("Stationary points").lines[0].right.startswith(r"\mathbf{0}")
    (line,) = s.section("Update").lines
    assert line.verified and (step is None or line.latex == step)
    assert (s.section("Why it is a minimum") is not None) == convex
    d = derivation_of(markdown(s), "solution.md", "md")
    assert not d.faults and all(x.verdict.right for x in d.steps), [
        (x.line, x.source, x.verdict.message) for x in d.steps if not x.verdict.right]


SIGNS = [  # expression, its sign or definiteness
    (r"X^\top \operatorname{diag}(p \odot (\mathbf{1} - p)) X", NONNEGATIVE),
    (r"X^\top X + \lambda I", POSITIVE),
    (r"X^\top X - \lambda I", UNKNOWN),
    (r"X^\top \operatorname{diag}(w) X", UNKNOWN),
    (r"X^\top \operatorname{diag}(w \odot w) X", NONNEGATIVE),
    (r"-X^\top X", UNKNOWN),
    (r"\operatorname{diag}(p) - p p^\top", UNKNOWN),  # it is, but not seen by form
    (r"A B", UNKNOWN), (r"A^\top A B^\top B", UNKNOWN), (r"A^\top B^\top B A", NONNEGATIVE),
    (r"(A^\top A + \lambda I)^{-1}", POSITIVE),
    (r"\lambda (1 - \sigma(a)) \sigma(a)", POSITIVE), (r"a^2 \lambda", NONNEGATIVE), (r"a \lambda", UNKNOWN), (r"a - a^2", UNKNOWN),
]


@pytest.mark.parametrize("text, expected", SIGNS)
def test_signs_by_form(text, expected):
    context = Context([r"X \in \mathbb{R}^{n \times d}", r"w, z \in \mathbb{R}^n", r"p = \sigma(z)", r"A, B \in \mathbb{R}^{d \times d}",
                       r"\lambda > 0", r"a \in \mathbb{R}"])
    assert least_sign(context.read(text)) == expected
