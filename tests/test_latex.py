"""Printing: every operation as a textbook has it, and the brackets that the meaning needs."""

import pytest

from symcheck.expr import At, Index, Variable
from symcheck.expr import build as b
from symcheck.expr.latex import to_latex
from symcheck.expr.latex_pieces import RULES
from tests.samples import (
    W1,
    W2,
    A,
    Phi,
    X,
    column_free,
    free,
    h,
    i,
    j,
    lam,
    loss,
    phi,
    r,
    residual,
    row_free,
    s,
    shifted,
    t,
    ts,
    v,
    w,
    xs,
)

TABLE = [
    # leaves
    (b.num(3), "3"),
    (b.num("-3/4"), r"-\frac{3}{4}"),
    (b.const("pi"), r"\pi"),
    (b.size("N"), "N"),
    (b.index_value(At(free, 1)), "i + 1"),
    (b.eye("d"), "I_{d}"),
    (b.ones(("n", 1)), r"\mathbf{1}_{n}"),
    (b.ones((1, "n")), r"\mathbf{1}_{n}^{\top}"),
    (b.zeros(("n", "d")), r"\mathbf{0}_{n \times d}"),
    (b.basis(At(row_free), "d"), "e_{k}"),
    # sums, signs
    (b.sub(s, b.sub(t, lam)), r"s - (u - \lambda)"),
    (b.add(s, b.add(t, lam)), r"s + u + \lambda"),
    (b.add(s, b.num(-2)), "s - 2"),
    (b.sub(s, b.num(-2)), "s - (-2)"),
    (b.neg(b.neg(s)), "-(-s)"),
    (b.neg(b.add(s, t)), "-(s + u)"),
    (b.add(s, b.mul(b.num(-3), t)), "s - 3 u"),
    (b.sub(s, b.mul(b.num(-3), t)), "s - (-3 u)"),
    (b.sub(b.num(1), w, broadcast=True), "1 - w"),
    # products
    (b.mul(b.num(2), b.mul(b.transpose(X), residual)), r"2 X^{\top} (X w - y)"),
    (b.mul(b.num(2), b.num("1/2")), r"2 \cdot \frac{1}{2}"),
    (b.mul(b.num(2), b.num(3)), r"2 \cdot 3"),
    (b.mul(s, b.num(3)), r"s \cdot 3"),
    (b.mul(s, b.neg(t)), "s (-u)"),
    (b.mul(b.add(s, t), b.add(s, lam)), r"(s + u) (s + \lambda)"),
    (b.mul(loss, b.add(s, t)), r"L \cdot (s + u)"),
    (b.mul(W1, b.mul(b.mul(b.transpose(w), v), W2)), r"W^{(1)} (w^{\top} v) W^{(2)}"),
    (b.mul(b.mul(b.transpose(w), v), W2), r"(w^{\top} v) W^{(2)}"),
    (b.mul(w, b.mul(b.transpose(v), w)), r"w v^{\top} w"),
    (b.mul(W1, b.mul(W2, w)), r"W^{(1)} W^{(2)} w"),
    (b.hadamard(w, b.mul(A, v)), r"w \odot A v"),
    (b.mul(s, b.hadamard(w, v)), r"s (w \odot v)"),
    (b.hadamard(b.hadamard(w, v), w), r"w \odot v \odot w"),
    (b.hadamard(w, b.hadamard(v, w)), r"w \odot (v \odot w)"),
    (b.outer(w, r), r"w r"),
    (b.outer(w, v), r"w v^{\top}"),
    (b.kron(A, W1), r"A \otimes W^{(1)}"),
    (b.dot(w, v), r"\langle w, v \rangle"),
    (b.div(b.add(s, t), b.size("N")), r"\frac{s + u}{N}"),
    (b.mul(b.var(Variable("d")), s), r"d \cdot s"),
    # powers and scripts
    (b.power(s, b.num(2)), "s^{2}"),
    (b.power(b.neg(s), b.num("1/2")), r"(-s)^{\frac{1}{2}}"),
    (b.power(b.div(s, t), b.num(2)), r"\left(\frac{s}{u}\right)^{2}"),
    (b.power(b.power(s, t), lam), r"(s^{u})^{\lambda}"),
    (b.power(w, b.num(2)), "w^{2}"),
    (b.power(A, b.num(2)), r"A \odot A"),
    (b.power(A, s), r"\sum_{i=1}^{d} \sum_{j=1}^{d} A_{ij}^{s} e_{i} e_{j}^{\top}"),
    (b.matrix_power(A, 3), "A^{3}"),
    (b.matrix_power(W1, -2), "(W^{(1)})^{-2}"),
    (b.power(s, b.var(Variable("T"))), r"s^{1 \cdot T}"),
    (b.transpose(W2), r"W^{(2)\top}"),
    (b.transpose(b.mul(A, w)), r"(A w)^{\top}"),
    (b.transpose(b.inverse(A)), r"(A^{-1})^{\top}"),
    (b.inverse(b.add(b.mul(b.transpose(X), X), b.mul(lam, b.eye("d")))),
     r"(X^{\top} X + \lambda I_{d})^{-1}"),
    # functions
    (b.trace(b.mul(A, W1)), r"\operatorname{tr}(A W^{(1)})"),
    (b.det(A), r"\det(A)"),
    (b.diag(w), r"\operatorname{diag}(w)"),
    (b.diagonal(A), r"\operatorname{diag}(A)"),
    (b.vec(A), r"\operatorname{vec}(A)"),
    (b.norm(w, "fro"), r"\left\|w\right\|_{2}"),
    (b.norm(A, "fro"), r"\left\|A\right\|_{F}"),
    (b.norm(w, b.num(1)), r"\left\|w\right\|_{1}"),
    (b.norm(A, "nuclear"), r"\left\|A\right\|_{*}"),
    (b.leading(A, "right"), r"\arg\max_{\|v\| = 1} \|A v\|"),
    (b.leading(A, "left"), r"\arg\max_{\|u\| = 1} \|u^{\top} A\|"),
    (b.polar(A), r"\arg\max_{\|Q\|_2 \le 1} \operatorname{tr}(Q^{\top} A)"),
    (b.norm(w, "inf"), r"\left\|w\right\|_{\infty}"),
    (b.apply(phi, b.mul(A, w), 1), r"\phi'(A w)"),
    (b.power(b.apply(phi, s), b.num(2)), r"(\phi(s))^{2}"),
    (b.apply(Phi, w), r"\Phi(w)"),
    (b.jacobian(Phi, w), r"J_{\Phi}(w)"),
    (b.apply_many(h, (s, t)), "h(s, u)"),
    (b.known("exp", b.neg(s)), "e^{-s}"),
    (b.known("exp", b.div(b.neg(s), t)), r"\exp\left(\frac{-s}{u}\right)"),
    (b.known("log", b.add(b.num(1), s)), r"\log(1 + s)"),
    (b.known("sqrt", b.div(s, t)), r"\sqrt{\frac{s}{u}}"),
    (b.known("abs", s), r"\left|s\right|"),
    (b.known("relu", w), r"\operatorname{ReLU}(w)"),
    (b.known("sigmoid", w, 1), r"\operatorname{sigmoid}'(w)"),
    (b.known("step", s), r"\mathbb{1}[s > 0]"),
    (b.softmax(w), r"\operatorname{softmax}(w)"),
    (b.reduce("max", w), r"\max_{i} w_{i}"),
    (b.reduce("sum", w), r"\mathbf{1}_{d}^{\top} w"),
    (b.reduce("sum", A), r"\mathbf{1}_{d}^{\top} A \mathbf{1}_{d}"),
    (b.reduce("mean", w), r"\frac{\mathbf{1}_{d}^{\top} w}{d}"),
    (b.reduce("prod", w), r"\prod_{i=1}^{d} w_{i}"),
    (b.sub(A, s, broadcast=True), r"A - s \mathbf{1}_{d \times d}"),
    (b.extremum("max", b.num(0), w), r"\max(0, w)"),
    (b.indicator(">=", s, b.num(0)), r"\mathbb{1}[s \ge 0]"),
    (b.cases(((s, b.indicator(">", s, t)),), b.num(0)),
     r"\begin{cases} s & \text{if } s > u \\ 0 & \text{otherwise} \end{cases}"),
    (b.matrix(((s, b.num(1)), (b.num(0), t))), r"\begin{bmatrix} s & 1 \\ 0 & u \end{bmatrix}"),
    # indices
    (b.item(xs, (At(free),)), "x_{i}"),
    (b.entry(b.item(xs, (At(free),)), (At(row_free),)), "(x_{i})_{k}"),
    (b.entry(W1, (At(row_free), At(column_free))), "W^{(1)}_{kl}"),
    (b.entry(A, (At(row_free, 1), At(None, 2))), "A_{k + 1, 2}"),
    (b.power(b.entry(w, (At(row_free),)), b.num(2)), "w_{k}^{2}"),
    (b.power(b.entry(W1, (At(row_free), At(row_free))), b.num(2)), "(W^{(1)}_{kk})^{2}"),
    (b.entry(b.mul(A, w), (At(None, 1),)), "(A w)_{1}"),
    (b.entry(b.transpose(A), (At(row_free), At(column_free))), r"(A^{\top})_{kl}"),
    (b.entry(b.power(w, b.num(2)), (At(row_free),)), "(w^{2})_{k}"),
    (b.row(A, At(row_free)), "A_{k,:}"),
    (b.column(A, At(row_free)), "A_{:,k}"),
    (b.mul(b.div(b.num(1), b.size("N")), b.sum_over(i, b.item(ts, (At(i),)))),
     r"\frac{1}{N} \sum_{i=1}^{N} \tau_{i}"),
    (b.mul(b.sum_over(i, b.item(ts, (At(i),))), s),
     r"\left(\sum_{i=1}^{N} \tau_{i}\right) s"),
    (b.sum_over(i, b.sub(b.item(ts, (At(i),)), s)), r"\sum_{i=1}^{N} (\tau_{i} - s)"),
    (b.add(b.sum_over(i, b.item(ts, (At(i),))), b.item(ts, (At(free),))),
     r"\sum_{j=1}^{N} \tau_{j} + \tau_{i}"),
    (b.product_over(i, b.item(ts, (At(i),))), r"\prod_{i=1}^{N} \tau_{i}"),
    (b.array((j,), b.power(b.entry(w, (At(j),)), b.num(2)), ("d", 1)),
     r"\sum_{j=1}^{d} w_{j}^{2} e_{j}"),
    # derivatives
    (b.derivative(loss, w, "column"), r"\frac{\partial L}{\partial w}"),
    (b.mul(b.derivative(b.power(s, b.num(3)), s, "column"), t),
     r"\left(\frac{\partial}{\partial s} s^{3}\right) u"),
    (b.derivative(shifted, b.power(s, b.num(2)), "column"), r"\frac{\partial m}{\partial s^{2}}"),
    (b.substitute(b.known("exp", s), ((s.data, b.num(3)),)), r"\left. e^{s} \right|_{s = 3}"),
    (b.foreign(r"\int_{0}^{s_{101}} t\, dt", (b.add(s, t),)), r"\int_{0}^{(s + u)} t\, dt"),
    (b.foreign(r"\int_{0}^{s_{101}} t\, dt", (s,)), r"\int_{0}^{s} t\, dt"),
]


@pytest.mark.parametrize("expression, latex", TABLE, ids=[latex for _, latex in TABLE])
def test_as_a_textbook_has_it(expression, latex):
    assert to_latex(expression) == latex


def test_every_operation_is_printed():
    shown = {node.op for expression, _ in TABLE for node in expression.walk()}
    assert shown >= set(RULES) - {"add", "neg"}


def test_sibling_sums_may_share_an_index_and_nested_ones_may_not():
    inner = b.sum_over(Index("i", "N", 7), b.item(ts, (At(Index("i", "N", 7)),)))
    outer = b.sum_over(i, b.mul(b.item(ts, (At(i),)), inner))
    assert to_latex(outer) == r"\sum_{i=1}^{N} \tau_{i} \sum_{j=1}^{N} \tau_{j}"
    assert to_latex(b.add(inner, b.sum_over(i, b.item(ts, (At(i),))))) == (
        r"\sum_{i=1}^{N} \tau_{i} + \sum_{i=1}^{N} \tau_{i}")


def test_a_long_product_is_printed_without_recursion():
    product = s
    for _ in range(5000):
        product = b.mul(product, t)
    assert to_latex(product).count("u") == 5000
