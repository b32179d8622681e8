r"""What LaTeX means against a context: equal readings, shapes, notes, refusals with their places."""

import pytest

from symcheck.expr.shape import describe
from symcheck.judge.equality import equal
from symcheck.read.context import Context, read_relation
from symcheck.text import SymcheckError

NAMES = (
    r"x, y, w \in \mathbb{R}^n", r"A, B \in \mathbb{R}^{m \times n}", r"S \in \mathbb{R}^{n \times n}",
    r"\lambda > 0", r"f : \mathbb{R}^n \to \mathbb{R}", r"\phi : \mathbb{R} \to \mathbb{R}",
    r"\Phi : \mathbb{R}^n \to \mathbb{R}^m", r"h : \mathbb{R} \times \mathbb{R} \to \mathbb{R}", r"t, s \in \mathbb{R}", r"L = \frac12\|Aw\|^2",
    r"g(z) = z^3", r"q(x) = x^\top S x", r"T \in \mathbb{N}", r"z_t \in \mathbb{R}, t = 1, \dots, T",
)

SAME = [
    # transposes and inverses
    (r"{}^T x", r"x^\top"), (r"x{}^T y", r"x^\top y"), (r"x^{T}y", r"x^\top y"),
    (r"x^{\mathsf{T}} y", r"x^\top y"), (r"x^{\text T}y", r"x^\top y"), (r"x^\intercal y", r"y^\top x"),
    (r"S^{-\top}", r"(S^\top)^{-1}"), (r"S^{T-1}", r"S^{-\top}"), (r"S^{-2}", r"S^{-1}S^{-1}"),
    # a transpose or inverse belongs to the matrix whose entry is taken
    (r"A^\top_{ij}", "A_{ji}"), (r"A_{ij}^\top", "A_{ji}"), (r"S^{-1}_{ij}", r"(S^{-1})_{ij}"),
    (r"S^{-\top}_{ij}", r"(S^{-1})_{ji}"), (r"(S^\top S)^{-1}_{jj}", r"e_j^\top (S^\top S)^{-1} e_j"),
    (r"S'_{ij}", "S_{ji}"), (r"A^\top_i", r"e_i^\top A^\top"), (r"A_i^\top", r"A^\top e_i"),
    (r"A^2_{ij}", r"A_{ij}A_{ij}"), (r"a^\top_i x", r"(Ax)_i"), (r"t^{(s+1)^2}", r"t^{s^2+2s+1}"),
    # products
    (r"x \cdot y", r"x^\top y"), (r"A \cdot x", r"Ax"), (r"x * y", r"x \odot y"),
    (r"x \otimes y", r"x y^\top"), (r"x y^\top w t", r"t (y \cdot w) x"), (r"1 - x \odot x", r"\mathbf 1 - x^2"),
    (r"\frac{x}{y} \odot y", r"x"), (r"A \odot x y^\top x^\top", None),
    # norms, inner products, matrix functions
    (r"\|x\|_1", r"\sum_i |x_i|"), (r"\left\| x \right\|_\infty", r"\max_i |x_i|"), (r"|x|^2", r"x^\top x"),
    (r"\|x\|_S^2", r"x^\top S x"), (r"\langle x, y \rangle_F", r"y^\top x"), (r"\log\det S", r"\log|S|"),
    (r"\det S^{-1}", r"1/\det S"), (r"\mathrm{tr}\,S", r"\sum_i S_{ii}"),
    (r"\operatorname{diag}(x) y", r"x \odot y"), (r"\operatorname{tr} S S^\top", r"\|S\|_F^2"),
    (r"(x_1 y_1, \dots, x_n y_n)^\top", r"x \odot y"), (r"\nabla\nabla q(x)", r"S + S^\top"),
    (r"(S^\top \otimes B)\operatorname{vec}(B^\top A S)", r"\operatorname{vec}(BB^\top A S S)"),
    (r"(I \otimes A)\operatorname{vec}(S)", r"\operatorname{vec}(AS)"),
    (r"\operatorname{vec}(A)^\top\operatorname{vec}(B)", r"\operatorname{tr}(A^\top B)"),
    (r"\operatorname{vec}(A)^\top(S \otimes I)\operatorname{vec}(B)", r"\langle A, BS^\top\rangle"),
    (r"2\operatorname{vec}(A) - \operatorname{vec}(B)", r"\operatorname{vec}(2A - B)"), (r"\operatorname{vec}(x)", "x"),
    # dots
    (r"x_1y_1 + \cdots + x_ny_n", r"x^\top y"), (r"t + x_1^2 + x_2^2 + \dots + x_n^2 - s", r"t - s + \|x\|^2"),
    (r"-x_2 - \dots - x_n", r"x_1 - \sum_i x_i"), (r"(1 - x_1)(1 - x_2)\cdots(1 - x_n)", r"\prod_i (1 - x_i)"),
    (r"\begin{bmatrix} x_1 \\ \vdots \\ x_n \end{bmatrix}", "x"), (r"\begin{bmatrix} x_1 & x_2 & \cdots & x_n \end{bmatrix}", r"x^\top"),
    (r"\begin{bmatrix} x_1 & & \\ & \ddots & \\ & & x_n \end{bmatrix}", r"\operatorname{diag}(x)"),
    (r"\begin{bmatrix} A_{11} & \cdots & A_{1n} \\ \vdots & \ddots & \vdots \\ A_{m1} & \cdots & A_{mn} \end{bmatrix}", "A"),
    (r"\begin{bmatrix} x_1y_1 & \cdots & x_1y_n \\ \vdots & & \vdots \\ x_ny_1 & \cdots & x_ny_n \end{bmatrix}", None),
    (r"x^{\odot 2}", r"x \odot x"), (r"S^{\circ 2}", r"S \odot S"),
    # constants and indices
    (r"\mathbf 1_n^\top x", r"\sum_i x_i"), (r"e_1^\top x", r"x_1"), (r"x_n", r"e_n^\top x"),
    (r"\delta_{ij}x_j", r"x_i \delta_{ij}"), (r"A_{i:}", r"A_{i,:}"), (r"A_{:,j}", r"A e_j"),
    (r"A_{i,:} x", r"(Ax)_i"), (r"a_i^\top x", r"(Ax)_i"), (r"\mathbf{a}_i^\top x", r"[Ax]_i"),
    (r"a_{ij}", r"A_{ij}"), (r"\vec{x}\cdot\vec{y}", r"\mathbf{x}^\top\mathbf{y}"),
    (r"(S + \lambda I)^{-1}", r"(\lambda \mathbf{I}_n + S)^{-1}"),
    # sums
    (r"\sum_{t=1}^T z_t", r"\sum_t z_t"), (r"\sum_{t=0}^{T-1} z_{t+1}", r"\sum_t z_t"),
    (r"\sum_{t=0}^{T-1} \lambda^t z_t", r"\sum_{t=1}^T \lambda^{t-1} z_t"),
    (r"\sum_{i<j} x_i x_j", r"\frac12 ((\sum_i x_i)^2 - \sum_i x_i^2)"),
    (r"\sum_{i=1}^n\sum_{j=1}^{i} x_j", r"\sum_{i=1}^n\sum_{j=1}^{n} \mathbf 1[j \le i] x_j"),
    (r"\sum x", r"\mathbf 1^\top x"), (r"\sum e^{x_d}", r"\mathbf 1^\top e^x"), (r"\max_i x_i", r"\max(x)"),
    (r"\sum_{i=2}^{n} x_i", r"\mathbf 1^\top x - x_1"), (r"\sum_{i=1, i \ne j}^n x_i", r"\sum_i x_i - x_j"),
    (r"\sum_i -2(x_i - t)", r"2nt - 2\sum_i x_i"), (r"\prod_i x_i", r"\prod_{i=1}^n x_i"),
    (r"\sum_{1 \le i \le n} x_i", r"\sum_i x_i"), (r"\sum_{i \in \{1, \dots, n\}} x_i", r"\sum_i x_i"),
    # functions
    (r"g(t)", "t^3"), (r"g'(t)", "3t^2"), (r"g''(t)", "6t"), (r"g(x)", r"x^3"), (r"g'(x)", r"3x^2"),
    (r"g(t+1)", r"(t+1)^3"), (r"\phi(x)_i", r"\phi(x_i)"), (r"(\phi \circ g)(t)", r"\phi(t^3)"),
    (r"\log^2 s", r"(\log s)^2"), (r"\sin^{-1} t", r"\arcsin t"), (r"\exp{-t}", r"e^{-t}"),
    (r"\exp -t", r"e^{-t}"), (r"\frac12\log 2\pi t^2", r"\frac12\log(2\pi t^2)"),
    (r"\log t s", r"\log(ts)"), (r"\log t + s", r"(\log t) + s"), (r"\sigma(t)(1-\sigma(t))", r"\sigma'(t)"),
    (r"\mathrm{softmax}(x)_j", r"\frac{e^{x_j}}{\sum_k e^{x_k}}"), (r"q(y)", r"y^\top S y"),
    (r"\operatorname{sech}^2 t", r"1-\tanh^2 t"), (r"\csc t", r"1/\sin t"), (r"\cot(t)", r"\cos t/\sin t"),
    (r"\coth t \operatorname{csch} t", r"\cosh t/\sinh^2 t"), (r"\frac{d}{dt}\sinh^{-1} t", r"(1+t^2)^{-1/2}"),
    (r"\frac{d}{dt}\mathrm{arctanh}(t)", r"1/(1-t^2)"), (r"\sigma^{-1}(\sigma(t))", "t"),
    # indicators
    (r"\max(0,x)", r"\mathrm{ReLU}(x)"), (r"\max\{0, t\}", r"t\,\mathbf 1[t>0]"), (r"[t]_+", r"\max(t,0)"),
    (r"\mathbf{1}[t>0]\,t", r"\max(0,t)"), (r"t(t>0)", r"\max(0,t)"), (r"[t > 0]", r"1\{t>0\}"),
    (r"\mathbb{1}_{t>0}", r"H(t)"), (r"1_{\{t>0\}}", r"\mathbb I(t>0)"),
    (r"\mathbf 1[0<t<1]", r"\mathbf 1[t>0]\mathbf 1[t<1]"),
    (r"\mathbf 1[t>0, s>0]", r"\mathbf 1[t>0]\mathbf 1[s>0]"),
    # slashes
    (r"1/2\|x\|^2", r"\frac12 x^\top x"), (r"1/2t", r"t/2"), (r"1/(2t)", r"\frac{1}{2t}"),
    (r"t/st", r"\frac{t}{s}t"), (r"t/s/s", r"\frac{t}{s^2}"),
    # derivatives
    (r"\nabla_w L", r"A^\top Aw"), (r"\nabla_w^2 L", r"A^\top A"),
    (r"\frac{\partial^2 L}{\partial w \partial w^\top}", r"A^\top A"),
    (r"\frac{\partial^2 L}{\partial w^2}", r"A^\top A"), (r"\frac{\partial L}{\partial w_i}", r"(A^\top A w)_i"),
    (r"\frac{\partial^2 L}{\partial w_i \partial w_j}", r"(A^\top A)_{ij}"),
    (r"\frac{\partial L}{\partial w^\top}", r"w^\top A^\top A"), (r"\partial_w L", r"A^\top A w"),
    (r"\partial_{w_i} L", r"(A^TAw)_i"), (r"\partial L / \partial w", r"A^TAw"), (r"dL/dw", r"A^TAw"),
    (r"\nabla q(x)", r"(S + S^\top)x"), (r"\nabla q(y)", r"(S+S^\top)y"), (r"\nabla q", r"(S+S^\top)x"),
    (r"\nabla^2 q(x)", r"S + S^\top"), (r"Dq(x)", r"x^\top (S + S^\top)"), (r"J_q(y)", r"Dq(y)"),
    (r"\frac{d}{dt} g(t^2)", r"6t^5"), (r"\frac{dg}{dt}", r"3t^2"), (r"\frac{d g(t)}{dt}", r"3t^2"),
    (r"\nabla f(x)^\top y", r"y^\top \nabla f(x)"), (r"f'(x)", r"\nabla f(x)^\top"), (r"Df(x) y", r"f'(x) y"),
    (r"\frac{\partial f(x)}{\partial x}", r"\nabla f(x)"),
    (r"\frac{\partial}{\partial x} f(Sx)", r"S^\top \nabla f(Sx)"), (r"J_\Phi(x)", r"D\Phi(x)"),
    (r"\Phi'(x)", r"J_\Phi(x)"), (r"\frac{\partial \Phi(x)}{\partial x}", r"J_\Phi(x)^\top"),
    (r"\frac{d\phi(t)}{dt}", r"\phi'(t)"), (r"d\phi(t)/dt", r"\phi'(t)"),
    (r"\phi''(t)", r"\frac{d^2\phi(t)}{dt^2}"), (r"\frac{\partial L}{\partial w}\Big|_{w=x}", r"A^TAx"),
    (r"\nabla_w L|_{w = y}", r"A^TAy"), (r"\frac{dL}{dw}(y)", r"A^\top A y"),
    (r"\nabla_w (L + \lambda\|w\|_2^2)", r"A^TAw + 2\lambda w"),
    (r"\frac{\partial}{\partial w} \frac{1}{2}(Aw)^\top (Aw)", r"A^TAw"),
    (r"\frac{\partial (Ax)}{\partial x}", r"A^\top"), (r"\frac{\partial Ax}{\partial x}", r"A^\top"),
    (r"\frac{\partial x^TSx}{\partial S}", r"xx^T"), (r"\nabla_S \log\det S", r"S^{-\top}"),
    (r"\frac{\partial \log\det S}{\partial S^{-1}}", r"-S^\top"), (r"\frac{d}{dt}\left(t^2\right)s", r"2ts"),
    (r"\frac{d}{dt}(1+t)(1-t)", r"-2t"), (r"\frac{\partial L}{\partial L}(t)", "t"),
    (r"\frac{\partial g(t)}{\partial t}(s)", r"3t^2 s"),
    # at a point
    (r"\frac{d\phi}{dz}(t)", r"\phi'(t)"), (r"\frac{d}{dt}\phi(st+1)", r"s\frac{d\phi}{dt}(st+1)"),
    (r"\frac{d^2\phi}{du^2}(t)", r"\phi''(t)"), (r"\frac{dg}{du}(s+t)", r"3(s+t)^2"),
    (r"S^\top\frac{\partial f}{\partial u}(Sx)", r"\nabla_x f(Sx)"), (r"d\phi/dz(t)", r"\phi'(t)"),
    (r"\frac{\partial f}{\partial y_i}(x)", r"(\nabla f(x))_i"), (r"\nabla f(0)", r"\nabla f(x)|_{x=0}"),
    (r"\frac{\partial\Phi_i}{\partial u_j}(x)", r"D\Phi(x)_{ij}"), (r"\frac{\partial\Phi}{\partial u}(x)", r"D\Phi(x)^\top"),
    (r"\frac{\partial h}{\partial x_1}(t^2, s)", r"\partial_1 h(t^2, s)"),
    (r"\frac{d}{dt} h(g(t), s)", r"\frac{\partial h}{\partial u_1}(g(t), s)\,g'(t)"),
    (r"\frac{dg}{du}\Big|_{u=s}", r"3s^2"), (r"\left.\frac{d\phi}{du}\right|_{t}", r"\phi'(t)"),
    (r"\left.\nabla L\right|_{w=y}", r"A^\top A y"), (r"\frac{\partial L}{\partial w}(0)", "0"),
    (r"\left.\frac{d}{du}\phi(t+us)\right|_{u=0}", r"s\phi'(t)"),
    (r"(\phi \circ g)'(t)", r"\phi'(t^3)\,3t^2"), (r"(\phi' \circ g)(t)", r"\phi'(t^3)"), (r"(g \circ \phi)(t)^2", r"\phi(t)^6"),
    (r"\frac{\partial h}{\partial u}(t, s)", r"\partial_1 h(t, s)"), (r"h_y(g(t), s)", r"\partial_2 h(t^3, s)"),
    (r"\frac{\partial h}{\partial t}(s, t)", r"\partial_2 h(s, t)"), (r"\frac{d\sigma}{dt}", r"\sigma'(t)"),
    (r"\nabla^2_{xx} q(x)", r"S + S^\top"), (r"t\frac{dg}{du}\Big|_{u=t}", r"3t^3"), (r"g'(z)", r"3z^2"), (r"x.y", r"x^\top y"),
    (r"\sum_{i \ne j} x_i x_j", r"(\sum_i x_i)^2 - x^\top x"), (r"\sum_{j \ne i} x_j", r"\sum_j x_j - x_i"),
    (r"\sum_i \sum_{j \ne i} x_i x_j", r"\sum_{i \ne j} x_i x_j"),
    # what the second reader knows
    (r"3!", r"6"), (r"\sum_{k=0}^{T-1} t^k", r"\frac{1-t^T}{1-t}"),
    (r"\sum_{k=0}^n \binom nk", "2^n"), (r"\int_0^{t} u^2 du", r"t^3/3"), (r"\lim_{u \to 0} \frac{\sin u}{u}", "1"),
]


MEANS = [
    (r"\mathbb E_i\|x_i\|^2", r"\frac1n\sum_j x_j^\top x_j"), (r"\mathbb E\|x_i\|^2", r"\mathbb E_i[\|x_i\|^2]"),
    (r"\mathrm{E}[x_i]", r"\frac1n\sum_j x_j"), (r"\mathbb E x_i x_i^\top", r"\frac1n\sum_j x_j x_j^\top"),
    (r"\mathbb E (y_i - s)^2", r"\frac1n\sum_j (y_j - s)^2"), (r"\mathbb E[y_i]^2", r"(\frac1n\sum_j y_j)^2"),
    (r"\mathbb E_i (y_i - s) x_i", r"\frac1n\sum_j (y_j - s) x_j"),
    (r"\mathbb E(y_i)\mathbb E(y_i)", r"(\frac1n\sum_j y_j)^2"), (r"\mathbb E y_i + s", r"s + \frac1n\sum_j y_j"),
]


@pytest.mark.parametrize("left, right", MEANS)
def test_means_over_a_uniform_index(left, right):
    c = Context([r"i \sim \{1, \dots, n\}", r"x_i \in \mathbb{R}^d, i = 1, \dots, n",
                 r"y_i \in \mathbb{R}, i = 1, \dots, n", r"s \in \mathbb{R}"])
    assert equal(c, left, right).word == "equal"
    with pytest.raises(SymcheckError):
        c.read(r"\mathbb E(y_i)^2")


@pytest.fixture(scope="module")
def context():
    return Context(NAMES)


@pytest.mark.parametrize("left, right", [row for row in SAME if row[1]])
def test_reads_as(context, left, right):
    assert equal(context, left, right).word in ("equal", "equal_where", "supported")


SHAPES = [
    (r"Ax", "a vector of length m"), (r"x^\top A^\top", "a row of length m"), (r"A^\top A", "n x n"),
    (r"\frac{\partial L}{\partial A}", "m x n"), (r"\nabla f(x)", "a vector of length n"),
    (r"\phi'(x)", "a vector of length n"), (r"(1, t)^\top", "a vector of length 2"),
    (r"\begin{bmatrix} 1 & t \\ 0 & 1 \end{bmatrix}", "2 x 2"), (r"x_i y_i", "a scalar"),
    (r"A_i", "a row of length n"), (r"\frac{\partial \Phi(x)}{\partial x}", "n x m"),
]


@pytest.mark.parametrize("latex, shape", SHAPES)
def test_shapes(context, latex, shape):
    assert describe(context.read(latex).shape) == shape


def test_layout_turns_derivatives_but_not_nabla(context):
    assert context.read(r"\frac{\partial L}{\partial w}", "row").shape == (1, "n")
    assert context.read(r"\nabla_w L", "row").shape == ("n", 1)
    assert context.read(r"\frac{\partial \Phi(x)}{\partial x}", "row").shape == ("m", "n")


# latex, id of the message, what the caret marks
REFUSED = [
    (r"S_{ij}^{-1}", "ambiguous", "S_{ij}^{-1}"), (r"\sec^{-1} t", "not-in-language", r"\sec^{-1}"),
    (r"\phi^{-1}(t)", "not-in-language", r"\phi^{-1}"), (r"\frac{\partial h}{\partial k}(t, s)", "ambiguous", None),
    (r"\frac{\partial h}{\partial x}(y^\top x, x^\top x)", "ambiguous", None), (r"\overline{t^2}", "not-in-language", None),
    (r"Wx", "undeclared-name", "W"), (r"2 \alpha x", "undeclared-name", r"\alpha"),
    (r"x^{(1)}", "undeclared-name", "x^{(1)}"), (r"x^*", "undeclared-name", "x^*"),
    (r"\sigma + 1", "undeclared-name", r"\sigma"), (r"w_{\text{new}}", "undeclared-name", r"w_{\text{new}}"),
    (r"t + xy", "shape-mismatch", "xy"), (r"Ay^\top", "shape-mismatch", r"Ay^\top"),
    (r"x + A", "shape-mismatch", "x + A"), (r"S + \lambda", "shape-mismatch", r"S + \lambda"),
    (r"\sum_{i=1}^m x_i", "shape-mismatch", "i"), (r"x_i A_{ij}", "shape-mismatch", "i"),
    (r"t \cdot \langle x, Ax \rangle", "shape-mismatch", r"\langle x, Ax \rangle"),
    (r"f(Ax)", "shape-mismatch", "f"), (r"t_i", "shape-mismatch", "t_i"),
    (r"A^{-1}", "not-square", "A^{-1}"), (r"\operatorname{tr}(A)", "not-square", r"\operatorname{tr}"),
    (r"1 + \det A", "not-square", r"\det"), (r"|A|", "not-square", "|A|"),
    (r"x_1 + x_3 + \dots + x_n", "not-in-language", None), (r"x_1 - \dots - x_n", "not-in-language", None),
    (r"\operatorname{vec}(S)x", "shape-mismatch", None), (r"\operatorname{vec}(S) + S", "shape-mismatch", None),
    (r"\phi + 1", "missing-argument", r"\phi"), (r"\log", "missing-argument", r"\log"),
    (r"\frac{\partial y}{\partial x}", "no-definition", r"\frac{\partial y}{\partial x}"),
    (r"\nabla_t L + \frac{dt}{ds}", "no-definition", r"\frac{dt}{ds}"),
    (r"\nabla_{x+y} L", "not-a-variable", "x+y"), (r"\nabla L", "ambiguous", r"\nabla"),
    (r"2I", "ambiguous", "2I"), (r"\sum_i t", "ambiguous", "i"),
    (r"x_0", "index-out-of-range", "0"), (r"\sum_{i=0}^{n} x_i", "index-out-of-range", "i"),
    (r"\sum_{i=1}^{n} x_{i+1}", "index-out-of-range", "i"),
    (r"S^{1/2}", "not-in-language", "S^{1/2}"), (r"x = y", "not-an-expression", "x = y"),
    (r"\arg\min_w L", "not-in-language", None), (r"g(t, s)", "missing-argument", "g"),
    (r"\frac{\partial L}{w}", "no-derivative", None),
]


@pytest.mark.parametrize("latex, id, marked", REFUSED)
def test_refused(context, latex, id, marked):
    with pytest.raises(SymcheckError) as caught:
        context.read(latex)
    diagnostic = caught.value.diagnostic
    assert diagnostic.id == id
    if marked is not None:
        assert diagnostic.source.text[slice(*diagnostic.span)] == marked


HELPED = [
    ("2A(Ax)", r"A^\top is n x m. Did you mean `2A^\top(Ax)`?"),
    (r"S + \lambda", r"Did you mean `\lambda I`?"),
    ("xA", r"Did you mean `xA^\top`?"),
    ("Wx", "Did you mean w?"),
    (r"y S", r"In the other order"),
]


@pytest.mark.parametrize("latex, help", HELPED)
def test_one_edit_that_mends(context, latex, help):
    with pytest.raises(SymcheckError) as caught:
        context.read(latex)
    if latex == "xA":
        assert caught.value.diagnostic.help
    elif latex == "y S":
        assert "Did you mean `y^\\top S`" in caught.value.diagnostic.help
    else:
        assert help in caught.value.diagnostic.help


def test_message_in_full():
    c = Context([r"X \in \mathbb{R}^{n \times d}", r"w \in \mathbb{R}^d", r"y \in \mathbb{R}^n"])
    with pytest.raises(SymcheckError) as caught:
        c.read("2X(Xw - y)")
    assert str(caught.value) == (
        "shape-mismatch: these cannot be multiplied\n\n"
        "1 | 2X(Xw - y)\n"
        "    ^^^^^^^^^^ 2X is n x d, but (Xw - y) is a vector of length n\n\n"
        "help: X^\\top is d x n. Did you mean `2X^\\top(Xw - y)`?")


NOTED = [
    (r"\sigma(t)", "sigmoid"), (r"|x|", "norm"), (r"1 - x", "every entry"), (r"a_i", "row"),
    (r"H(t)", "Heaviside"), (r"\|A\|", "Frobenius"), (r"x'y", "transpose"),
]


@pytest.mark.parametrize("latex, words", NOTED)
def test_notes_say_what_was_decided(context, latex, words):
    assert any(words in note for note in context.reading(latex).notes)


RELAXED = [
    (r"x \odot ((1 - t)\mathbf 1[y > 0] + \lambda)", r"\lambda is added to every entry"),
    (r"A^\top A + \lambda", r"\lambda is added to every entry"), (r"\frac{x}{|y| + \lambda}", "|y| is taken entry by entry"),
    (r"AS + 2x", "2x is added to every row"), (r"AS + 2x^\top", r"2x^\top is added to every row"),
    (r"AS - Ax", "Ax is added to every column"), (r"|A|x", "|A| is taken entry by entry"),
]


@pytest.mark.parametrize("latex, note", RELAXED)
def test_relaxed_reading_says_what_it_repeats(context, latex, note):
    assert note in context.reading(latex, relaxed=True).notes
    if "|y|" not in latex:
        with pytest.raises(SymcheckError):
            context.read(latex)


def test_a_sum_reaches_the_terms_that_need_its_index():
    c = Context([r"a_i \in \mathbb{R}, i = 1, \dots, n", r"y \in \mathbb{R}^n",
                 r"L = -\frac1n\sum_{i=1}^n a_i + y_i^2 + 3"])
    assert equal(c, "L", r"-\frac1n\sum_{i=1}^n (a_i + y_i^2) + 3").word == "equal"
    assert equal(c, r"\sum_i (a_i - y_i)", r"\sum_{i=1}^n a_i - y_i").word == "equal"
    assert equal(c, r"a_i + n", r"\sum_{j=1}^n 1 + a_i").word == "equal"
    assert c.read(r"\sum_{i=1}^n a_i - y_i").op == "add"


def test_relaxed_reading_of_what_fits_is_the_strict_one(context):
    for latex in (r"\|x\|^2", r"|S|", r"1 - x", r"\nabla_w L", r"|t|x"):
        assert context.read(latex, relaxed=True) is context.read(latex)
    for latex in ("S + x", "Ay^\\top", "x + xx"):
        with pytest.raises(SymcheckError):
            context.read(latex, relaxed=True)


def test_alternative_readings(context):
    def meanings(latex):
        return [r.notes[-1] if r.notes else "" for r in context.readings(latex)]

    assert meanings("1/2t") == ["", "1/2t with all of 2t below"]
    assert len(meanings(r"\sum_i x_i - t")) == 2
    assert meanings(r"\frac{d\phi}{dt}(t-s)")[1] == r"\frac{d\phi}{dt}(t-s) as a product"
    assert len(meanings(r"\sum_i x_i y_i")) == 1


def test_two_sides_lend_each_other_sizes(context):
    a, b = context.read_pair("I", "S S^{-1}")
    assert a.shape == b.shape == ("n", "n")
    a, b = context.read_pair(r"\delta_{ij}", r"S_{ij}")
    assert a.args[0].data == "n"
    with pytest.raises(SymcheckError, match="different length on the two sides"):
        context.read_pair("A_{ij}", "A_{ji}")


def test_a_stack_is_no_matrix(context):
    with pytest.raises(SymcheckError, match="not of one shape"):
        context.read_pair(r"\operatorname{vec}(S)", "S")


def test_read_relation(context):
    items, operators = read_relation(context, r"\nabla_w L = A^\top A w = 0")
    assert operators == ["=", "="] and items[1].shape == ("n", 1)
    items, operators = read_relation(context, "Ax")
    assert operators == [] and len(items) == 1
    items, operators = read_relation(context, "= S I")
    assert len(items) == 1


def test_reading_changes_nothing(context):
    before = context.explain()
    context.read(r"\sum_i x_i + \|w\|^2")
    assert context.explain() == before
