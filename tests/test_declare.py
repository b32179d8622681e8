r"""Declarations, definitions, assumptions: what a line makes known."""

import pytest

from symcheck.judge.equality import equal
from symcheck.read.context import Context
from symcheck.text import SymcheckError

# lines, what `explain` says of a name
KNOWN = [
    ([r"x, b, y \in \mathbb{R}^d"], {"x": "a vector of length d", "y": "a vector of length d"}),
    ([r"x \in \mathbb{R}^3, W \in \mathbb{R}^{2 \times 3}; t \in \R"],
     {"x": "a vector of length 3", "W": "2 x 3", "t": "a scalar"}),
    ([r"W^{(1)}, W^{(2)} \in \mathbb{R}^{d \times d}"], {"W^{(1)}": "d x d"}),
    ([r"\mathbf{w}_{\text{MAP}} \in \mathbb{R}^{d}"], {"w_{MAP}": "a vector of length d"}),
    ([r"x_i \in \mathbb{R}^d, i = 1, \dots, N"], {"x_i": "a vector of length d, one for each of N"}),
    ([r"x^{(i)} \in \mathbb{R}^d \text{ for } i = 1,\dots,N"],
     {"x^{(i)}": "a vector of length d, one for each of N"}),
    ([r"(x_i, y_i) \in \mathbb{R}^d \times \mathbb{R}, i = 1, \dots, n"], {"y_i": "a scalar, one for each of n"}),
    ([r"x_k \in \mathbb{R}, k \in \{1, \dots, K\}"], {"x_i": "a scalar, one for each of K"}),
    ([r"\lambda > 0"], {r"\lambda": "a scalar (positive)"}), ([r"a, b \ge 0"], {"a": "a scalar (nonnegative)"}),
    ([r"c \ne 0"], {"c": "a scalar (nonzero)"}), ([r"0 < p < 1"], {"p": "a scalar (positive, unit)"}),
    ([r"\beta \in (0, 1)"], {r"\beta": "a scalar (positive, unit)"}),
    ([r"v \in \mathbb{R}_{++}^n"], {"v": "a vector of length n (positive)"}),
    ([r"k \in \mathbb{N}"], {"k": "a scalar (integer, positive)"}),
    ([r"k \in \{1, \dots, K\}"], {"k": "an index from 1 to K"}), ([r"i \sim \{1, \dots, n\}"], {"i": "an index from 1 to n"}),
    ([r"y \in \{0, 1\}"], {"y": "a scalar (integer, nonnegative)"}),
    ([r"\phi : \mathbb{R} \to \mathbb{R}"], {r"\phi": "a function of numbers, entry by entry"}),
    ([r"\Phi : \mathbb{R}^d \to \mathbb{R}^d"],
     {r"\Phi": "a function of a vector of length d, its value a vector of length d"}),
    ([r"\Phi : \mathbb{R}^d \to \mathbb{R}^d \text{ elementwise}"], {r"\Phi": "a function of numbers, entry by entry"}),
    ([r"\Phi : \mathbb{R}^d \to \mathbb{R}^d", r"\Phi elementwise"], {r"\Phi": "a function of numbers, entry by entry"}),
    ([r"g : \mathbb{R} \times \mathbb{R} \to \mathbb{R}"], {"g": "a function of 2 numbers"}),
    ([r"A \in \mathbb{S}^n, P \in \mathbb{S}_{++}^n"], {"A": "n x n (symmetric)", "P": "n x n (posdef, symmetric)"}),
    ([r"A \in \mathbb{R}^{n \times n}", r"A^\top = A"], {"A": "n x n (symmetric)"}),
    ([r"A \in \mathbb{R}^{n \times n}", r"A \succ 0"], {"A": "n x n (posdef, symmetric)"}),
    ([r"Q \in \mathbb{R}^{n \times n}", r"Q^\top Q = I"], {"Q": "n x n (orthogonal)"}),
    ([r"x \in \mathbb{R}^n", r"x \ge 0"], {"x": "a vector of length n (nonnegative)"}),
    ([r"\mu \in \mathbb{R}^n, \Sigma \in \mathbb{S}_{++}^n", r"v \sim \mathcal{N}(\mu, \Sigma)"],
     {"v": "a vector of length n"}),
    ([r"S \subseteq \{1, \dots, n\}"], {"S": "a set of indices from 1 to n"}),
    # families written out, ranges said elsewhere
    ([r"x_1, \dots, x_N \in \mathbb{R}^d, y_1, y_2, \ldots, y_M \in \mathbb{R}"],
     {"x_i": "a vector of length d, one for each of N", "y_i": "a scalar, one for each of M"}),
    ([r"(x_1,y_1),\dots,(x_N,y_N) \in \mathbb{R}^d \times \mathbb{R}"], {"y_i": "a scalar, one for each of N"}),
    ([r"\{(x_i, y_i)\}_{i=1}^n, x_i \in \mathbb{R}^p, y_i \in \mathbb{R}"],
     {"x_i": "a vector of length p, one for each of n", "y_i": "a scalar, one for each of n"}),
    ([r"\mathcal{D} = \{(x_i, y_i)\}_{i=1}^n", r"x_i \in \mathbb{R}^p", r"y_i \in \mathbb{R}"],
     {"x_i": "a vector of length p, one for each of n", "y_i": "a scalar, one for each of n"}),
    ([r"\{x^{(i)}\}_{i=1}^m \subset \mathbb{R}^p"], {"x^{(i)}": "a vector of length p, one for each of m"}),
    ([r"x^{(1)}, \dots, x^{(m)} \in \mathbb{R}^n"], {"x^{(i)}": "a vector of length n, one for each of m"}),
    ([r"\lambda_1, \dots, \lambda_n > 0"], {r"\lambda_i": "a scalar, one for each of n (positive)"}),
    ([r"x_i \in \mathbb{R}^n \quad (i=1,\dots,m)"], {"x_i": "a vector of length n, one for each of m"}),
    ([r"x_i \in \mathbb{R}^n, 1 \le i \le m"], {"x_i": "a vector of length n, one for each of m"}),
    ([r"x_i \in \mathbb{R}^n \quad \forall i \in \{1,\dots,m\}"],
     {"x_i": "a vector of length n, one for each of m"}),
    ([r"\sigma > 0", r"\epsilon_1, \dots, \epsilon_n \sim \mathcal{N}(0, \sigma^2)"],
     {r"\epsilon_i": "a scalar, one for each of n"}),
    ([r"X \in \mathbb{R}^{N \times d} with rows x_i^T"], {"x_i": "a vector of length d, one for each of N, defined"}),
    ([r"X = [x_1, \dots, x_m]^\top \in \mathbb{R}^{m \times n}"],
     {"X": "m x n", "x_i": "a vector of length n, one for each of m, defined"}),
    # laws, squares, words
    ([r"w \in \mathbb{R}^d", r"w \sim \mathcal{N}(0, I)"], {"w": "a vector of length d"}),
    ([r"\sigma^2 > 0", r"\tau^2 \in \mathbb{R}_{++}"],
     {r"\sigma": "a scalar (positive)", r"\tau": "a scalar (positive)"}),
    ([r"A, B \in \mathbb{R}^{n \times n}", r"A, B \text{ invertible}"], {"A": "n x n (invertible)", "B": "n x n (invertible)"}),
    ([r"A \in \mathbb{R}^{n \times n}, A = A^\top"], {"A": "n x n (symmetric)"}),
    ([r"A \in \mathbb{R}^{n \times n}", r"A^{-1} \text{ exists}"], {"A": "n x n (invertible)"}),
    # definitions
    ([r"W \in \mathbb{R}^{m \times n}, x \in \mathbb{R}^n", r"h := \sigma(Wx)"], {"h": "a vector of length m, defined"}),
    ([r"z \in \mathbb{R}^K", r"p_i = e^{z_i} / \sum_j e^{z_j}"], {"p": "a vector of length K, defined"}),
    ([r"x_i \in \mathbb{R}^d, i = 1, \dots, N", r"W \in \mathbb{R}^{k \times d}", r"z_i = W x_i"],
     {"z_i": "a vector of length k, one for each of N, defined"}),
    ([r"x \in \mathbb{R}^n", r"m' = 2x"], {"m'": "a vector of length n, defined"}),
    ([r"x \in \mathbb{R}^n", r"\mathrm{MSE} = \|x\|^2"], {"MSE": "a scalar, defined"}),
    ([r"f(x) = x^2"], {"f": "a defined function of x"}),
    ([r"c \in \{1,\dots,K\}", r"y_k = \mathbb{1}[k = c]"], {"y": "a vector of length K, defined"}),
    ([r"w \in \mathbb{R}^d, \lambda > 0", r"w_\lambda = 2w", r"w_{\text{new}} = 3w", r"w^+ = 4w", r"w_{t+1} = 5w"],
     {name: "a vector of length d, defined" for name in (r"w_{\lambda}", "w_{new}", "w^+", "w_{t+1}")}),
    ([r"x_i, \mu \in \mathbb{R}, i=1,\dots,n", r"\mu_n = \frac1n\sum_{i=1}^n x_i"], {r"\mu_n": "a scalar, defined"}),
]


@pytest.mark.parametrize("lines, known", KNOWN, ids=lambda v: v[0] if isinstance(v, list) else "")
def test_known(lines, known):
    said = dict(line.split("  ", 1) for line in Context(lines).explain().splitlines() if "  " in line)
    said = {name.strip(): text.strip() for name, text in said.items()}
    assert {name: said.get(name) for name in known} == known


SAME = [
    ([r"\theta \in \mathbb{R}", r"x_i, y_i \in \mathbb{R}, i = 1, \dots, N", r"\hat y_i = \theta x_i",
      r"L = \frac1N \sum_{i=1}^N (y_i - \hat y_i)^2"],
     [(r"\frac{dL}{d\theta}", r"-\frac2N\sum_i x_i(y_i - \theta x_i)"),
      (r"\frac{\partial L}{\partial \hat y_i}", r"\frac{2}{N}(\hat y_i - y_i)"),
      (r"\hat{y_i}", r"\theta x_i"), (r"y^\top x", r"\sum_i x_i y_i")]),
    ([r"(x_i, y_i) \in \mathbb{R}^d \times \mathbb{R}, i = 1, \dots, n", r"w \in \mathbb{R}^d", r"b \in \mathbb{R}",
      r"L_i = (w^\top x_i + b - y_i)^2", r"L = \frac{1}{n}\sum_i L_i"],
     [(r"\nabla_w L", r"\frac1n\sum_i \nabla_w L_i"), (r"\frac{\partial L}{\partial L_i}", r"\frac1n"),
      (r"\frac{\partial L_i}{\partial w_j}", r"2(w^Tx_i+b-y_i)x_{ij}")]),
    ([r"x^{(i)} \in \mathbb{R}^d, y^{(i)} \in \mathbb{R}, i = 1,\dots,m", r"\theta \in \mathbb{R}^d",
      r"h_\theta(x) = \theta^T x", r"J(\theta) = \frac{1}{2m}\sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)})^2"],
     [(r"\frac{\partial J}{\partial \theta_j}", r"\frac1m\sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)})x_j^{(i)}"),
      (r"\frac{\partial}{\partial \theta_j} J(\theta)", r"\frac1m\sum_i(\theta^T x^{(i)}-y^{(i)})x^{(i)}_j")]),
    ([r"X \in \mathbb{R}^{n\times d}, w, w_0 \in \mathbb{R}^d, y\in\mathbb{R}^n, \lambda > 0",
      r"\ell(w) = \|Xw-y\|^2", r"R(w) = \ell(w) + \lambda \|w\|^2",
      r"\hat w = (X^\top X + \lambda I)^{-1}X^\top y"],
     [(r"\nabla \ell(w)", r"2X^\top(Xw-y)"), (r"\nabla_w \ell", r"2X^T(Xw-y)"), (r"\ell(w_0)", r"\|Xw_0-y\|^2"),
      (r"\nabla\ell(w_0)", r"2X^\top(Xw_0 - y)"), (r"\nabla R(\hat w)", r"0"),
      (r"\ell'(w)", r"2(Xw-y)^\top X"), (r"\nabla^2\ell(w)", r"2X^TX"), (r"x_i^\top w", r"(Xw)_i")]),
    ([r"W_1, W_2 \in \mathbb{R}^{d\times d}", r"x, b_1, b_2 \in \mathbb{R}^d", r"z_1 = W_1 x + b_1",
      r"h = \sigma(z_1)", r"z_2 = W_2 h + b_2", r"L = \|z_2\|^2"],
     [(r"\frac{\partial L}{\partial W^{(1)}}", r"\frac{\partial L}{\partial z_1} x^\top"), (r"W^1 x", r"W_1x"),
      (r"W^{[2]}h + b^{[2]}", r"z^{(2)}"),
      (r"\frac{\partial z_2}{\partial h}\frac{\partial L}{\partial z_2}", r"\frac{\partial L}{\partial h}")]),
    ([r"z \in \mathbb{R}^K", r"y \in \{1,\dots,K\}", r"p_k = \frac{e^{z_k}}{\sum_{j=1}^K e^{z_j}}", r"L = -\log p_y"],
     [(r"\frac{\partial L}{\partial z_k}", r"p_k - \mathbf 1\{y=k\}"), (r"\nabla_z L", r"p - \mathbf{e}_y")]),
    ([r"S \subseteq \{1,\dots,n\}", r"x_i \in \mathbb{R}^d, y_i\in\mathbb{R}, i=1,\dots,n", r"\theta\in\mathbb{R}^d",
      r"L_i = (x_i^T\theta - y_i)^2", r"i \sim \{1, \dots, n\}"],
     [(r"\frac{1}{|S|}\sum_{i\in S}\nabla_\theta L_i", r"\frac{2}{|S|}\sum_{j\in S}(x_j^T\theta-y_j)x_j"),
      (r"\mathbb{E}_i[\nabla_\theta L_i]", r"\frac1n\sum_{i=1}^n \nabla_\theta L_i"),
      (r"\mathbb{E}_{i \sim [1,\dots,n]}[L_i]", r"\frac1n\sum_{i=1}^n L_i"), (r"\mathbb{E}[L_i]", r"\frac1n\sum_i L_i")]),
    ([r"f(x) = x^2", r"g(x) = x", r"h(x_1,x_2) = x_1^2 + x_2^2", r"x \in \mathbb{R}", r"\ell(x) = h(f(x), g(x))"],
     [(r"\ell'(x)", r"4x^3+2x"), (r"\frac{df}{dx}", "2x"), (
         r"\frac{\partial h}{\partial x_1}(f(x),g(x)) f'(x) + \frac{\partial h}{\partial x_2}(f(x),g(x)) g'(x)",
         r"4x^3+2x")]),
    ([r"w \in \mathbb{R}", r"f : \mathbb{R}^n \to \mathbb{R}", r"g_i : \mathbb{R} \to \mathbb{R}, i = 1, \dots, n",
      r"x_i = g_i(w), i=1,\dots,n", r"\ell = f(g_1(w), g_2(w), \dots, g_n(w))"],
     [(r"\frac{d\ell}{dw}", r"\sum_{i=1}^n \frac{\partial f}{\partial x_i} g_i'(w)"),
      (r"\frac{d\ell}{dw}", r"\sum_{i=1}^n \frac{\partial f}{\partial g_i}\frac{d g_i}{dw}"),
      (r"\frac{d\ell}{dw}", r"\nabla f(g(w))^\top g'(w)")]),
    ([r"W \in \mathbb{R}^{n\times d}", r"b \in \mathbb{R}^n", r"x\in\mathbb{R}^d", r"y\in\mathbb{R}",
      r"\phi:\mathbb{R}\to\mathbb{R}", r"f(W, x, y) = \left( y - \sum_{i=1}^n \phi(\mathbf{w}_i^\top x + b_i) \right)^2"],
     [(r"\nabla_{\mathbf{w}_i} f", r"-2(y - \sum_j \phi(w_j^\top x + b_j))\phi'(w_i^T x + b_i)x"),
      (r"\frac{\partial f}{\partial W}", r"-2(y - \mathbf 1^\top\phi(Wx+b))\phi'(Wx+b)x^\top")]),
    ([r"u, v \in \mathbb{R}^n, c, p > 0", r"KL(p, q) = \sum_i p_i \log\frac{p_i}{q_i}", r"CE(a, b) = -a\log b",
      r"k(a, b) = a^\top b", r"\Phi(z)_i = \max(0, z_i)", r"d(x) = x x^\top"],
     [(r"KL(u, v)", r"\sum_i u_i \log (u_i/v_i)"), (r"CE(c,p)", r"-c\ln p"), (r"k(u, v)", r"u \cdot v"),
      (r"\Phi(u)", r"\max(0,u)"), (r"\Phi'(u)", r"\mathbf 1[u>0]"), (r"d(u)", r"u u^\top")]),
]


@pytest.mark.parametrize("lines, left, right", [(tuple(d), a, b) for d, rows in SAME for a, b in rows])
def test_reads_as(lines, left, right):
    assert equal(Context(lines), left, right).word in ("equal", "equal_where", "supported")


REFUSED = [
    ([r"x \in \mathbb{R}^n", r"x \in \mathbb{R}^m"], "declared-twice"), ([r"x"], "not-a-declaration"),
    ([r"x \in M"], "not-a-set"), ([r"A \in \mathbb{R}^{2n}"], "not-in-language"),
    ([r"y = Wx"], "undeclared-name"), ([r"a_i = b_j"], "undeclared-name"),
    ([r"x \in \mathbb{R}^n", r"y \in \mathbb{R}^m", r"y = x"], "shape-mismatch"),
    ([r"x \in \mathbb{R}^n, A \in \mathbb{R}^{m \times n}", r"A x = x"], "shape-mismatch"),
    ([r"A \in \mathbb{R}^{m \times n}", r"A \succ 0"], "not-square"), ([r"x \in"], None),
    ([r"w, g \in \mathbb{R}^n", r"w = w - 2g"], "circular-definition"),
    ([r"x_i \in \mathbb{R}, i = 2, \dots, n"], "not-in-language"),
    ([r"f : \mathbb{R}^{n \times n} \to \mathbb{R}"], "not-in-language"),
    ([r"x_1, x_3, \dots, x_N \in \mathbb{R}"], "not-in-language"), ([r"x_1, \dots, y_N \in \mathbb{R}"], "not-a-declaration"),
    ([r"x_1, \dots \in \mathbb{R}"], "not-a-name"), ([r"D \in \mathbb{R}^{n \times m} \text{ diagonal}"], "not-square"),
    ([r"x_i \in \mathbb{R}, i = 1, \dots, n", r"D = \{x_i\}_{i=1}^m"], "declared-twice"),
    ([r"A \in \mathbb{R}^{n \times n}", r"A = 2A"], "circular-definition"),
    ([r"X = [x_1, \dots, x_m] \in \mathbb{R}^{m \times n}"], "shape-mismatch"),
    ([r"\sigma^2 > 0, x \in \mathbb{R}^n", r"h = \sigma(x)"], "ambiguous"),
]


@pytest.mark.parametrize("lines, id", REFUSED, ids=str)
def test_refused(lines, id):
    with pytest.raises(SymcheckError) as caught:
        Context(lines)
    assert id is None or caught.value.diagnostic.id == id


def test_assumptions_claims_and_distributions():
    c = Context([r"y \in \mathbb{R}^n, X \in \mathbb{R}^{m \times n}", r"\mathbf 1^\top y = 1", r"\sum_k y_k = 1",
                 r"X^\top X \text{ invertible}", r"\sigma(z) = \frac{1}{1 + e^{-z}}", r"u = 2y", r"u = y + y",
                 r"w \sim \mathcal{N}(0, I_n)"])
    assert [op for op, *_ in c.assumptions] == ["=", "=", "invertible"]
    assert len(c.claims) == 1
    assert "w" in c.distributions and c.variables["w"].shape == ("n", 1)
    assert list(v.name for v in c.definitions) == ["u"]


def test_a_failed_line_changes_nothing():
    c = Context([r"x \in \mathbb{R}^n"])
    before = c.explain()
    with pytest.raises(SymcheckError):
        c.declare(r"a, y \in \mathbb{R}^n, z = W x")
    assert c.explain() == before


def test_copies_are_independent():
    c = Context([r"x \in \mathbb{R}^n"])
    d = c.copy()
    d.declare(r"y = 2x")
    d.declare(r"x \ge 0")
    assert "y" not in c.variables and not c.variables["x"].traits


def test_saying_more_of_a_name_reaches_its_definitions():
    c = Context([r"x \in \mathbb{R}^n", r"L = \sum_i \log x_i", r"x > 0"])
    assert all("positive" in node.data.traits for node in c.read("L").walk() if node.op == "var")


def test_fonts_are_one_name_unless_both_are_declared():
    c = Context([r"\mathbf{x} \in \mathbb{R}^n"])
    assert c.read("x") is c.read(r"\boldsymbol{x}") is c.read(r"\vec x")
    d = Context([r"\mathbf{x} \in \mathbb{R}^n", r"x \in \mathbb{R}"])
    assert d.read("x").shape == (1, 1) and d.read(r"\mathbf x").shape == ("n", 1)


def test_message_of_a_later_line_names_its_line():
    with pytest.raises(SymcheckError, match=r"(?s)2 \| y = Wx\n +\^ *\n"):
        Context("x \\in \\mathbb{R}^n\ny = Wx")
