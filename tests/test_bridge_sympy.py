"""SymPy out and in, against NumPy at concrete sizes."""

import inspect

import numpy as np
import pytest
import sympy as sp

from symcheck.bridge.numpy_code import to_numpy
from symcheck.bridge.sympy_in import from_sympy
from symcheck.bridge.sympy_out import to_sympy
from symcheck.bridge.sympy_scope import declaration_lines, declarations_from_sympy
from symcheck.expr import At, Function
from symcheck.expr import build as b
from symcheck.expr.latex import to_latex
from symcheck.read.context import Context
from symcheck.text import SymcheckError
from tests.samples import (
    W1,
    W2,
    A,
    Phi,
    X,
    column_free,
    context,
    free,
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
    y,
)

SIZES = {"n": 2, "d": 3, "N": 2}


SCALARS = [
    b.mul(b.num("-3/2"), s), b.div(b.sub(s, t), b.size("N")),
    b.power(b.norm(residual, "fro"), b.num(2)), b.mul(b.transpose(w), b.mul(A, v)), b.dot(w, v),
    b.dot(A, W1), b.dot(r, w), b.trace(b.mul(A, W1)), b.trace(b.mul(b.transpose(A), A)), b.det(A),
    b.norm(w, b.num(3)), b.norm(A, b.num(1)), b.reduce("sum", w), b.reduce("mean", A),
    b.reduce("logsumexp", w),
    b.sum_over(i, b.power(b.sub(b.item(ts, (At(i),)), b.mul(b.transpose(b.item(xs, (At(i),))), w)),
                          b.num(2))),
    b.product_over(i, b.item(ts, (At(i),))),
    b.sum_over(i, b.item(ts, (At(i),)), where=b.indicator("!=", b.index_value(At(i)), b.num(1))),
    b.entry(b.mul(W1, W2), (At(row_free), At(None, 2))), b.entry(b.softmax(w), (At(row_free),)),
    b.entry(A, (At(row_free), At(column_free))), b.item(ts, (At(free),)),
    b.entry(b.inverse(b.add(A, b.mul(b.num(9), b.eye("d")))), (At(None, 1), At(None, 2))),
    b.extremum("max", b.num(0), s), b.indicator(">", s, t), b.known("step", s),
    b.cases(((s, b.indicator(">", s, t)),), lam), b.known("sigmoid", s), b.known("sigmoid", s, 1),
    b.known("softplus", s), b.known("tanh", s, 1), b.known("abs", s), b.known("relu", s, 1),
    b.apply(phi, b.mul(b.num(2), s)), loss, b.substitute(b.dot(w, w), ((w.data, b.mul(A, w)),)),
    b.mul(loss, shifted), b.entry(b.mul(b.diag(w), v), (At(row_free),)), b.matrix_power(s, 3),
    b.inverse(s), b.known("log", b.add(b.num(9), s)),
    b.entry(b.basis(At(row_free), "d"), (At(None, 2),)),
    b.entry(b.row(A, At(row_free)), (At(None, 1),)),
    b.entry(b.matrix_power(A, 2), (At(None, 1), At(None, 3))),
]
MATRICES = [
    b.mul(b.num(2), b.mul(b.transpose(X), residual)), b.mul(W1, b.known("sigmoid", w)),
    b.mul(b.inverse(b.add(b.mul(b.transpose(X), X), b.mul(lam, b.eye("d")))),
          b.mul(b.transpose(X), y)),
    b.hadamard(w, b.mul(A, v)), b.outer(w, v), b.sub(b.num(1), w, broadcast=True),
    b.power(w, b.num(2)), b.matrix_power(A, 2), b.diag(b.apply(phi, w)), b.diagonal(A),
    b.softmax(w), b.softmax(A), b.neg(A),
    b.sum_over(i, b.mul(b.item(ts, (At(i),)), b.item(xs, (At(i),)))), b.ones(("n", 1)), b.div(w, s),
    b.div(w, v), b.array((j,), b.power(b.entry(w, (At(j),)), b.num(2)), ("d", 1)),
    b.row(A, At(row_free)), b.extremum("max", b.num(0), w), b.zeros(("n", "d")), b.transpose(w),
    b.basis(At(row_free), "d"), b.hadamard(s, w), b.add(A, W1, b.eye("d")),
]


def point() -> dict[str, object]:
    """Argument values under the names that `to_numpy` gives."""
    rng = np.random.default_rng(7)
    shapes = {"X": (2, 3), "A": (3, 3), "W1": (3, 3), "W2": (3, 3), "w": (3, 1), "v": (3, 1),
              "y": (2, 1), "r": (1, 3), "x": (2, 3, 1), "tau": (2,)}
    values = {name: np.round(rng.normal(size=shape), 3) for name, shape in shapes.items()}
    return values | {"s": 0.75, "u": -0.5, "lambda_": 1.25, "k": 2, "l": 3, "i": 1,
                     "phi": np.tanh, **SIZES}


def evaluated(expr) -> np.ndarray:
    space: dict = {}
    exec(to_numpy(expr, "value"), space)
    names = inspect.signature(space["value"]).parameters
    at = point()
    at = {n: at[n if n in at else n.rsplit("_", 1)[0]] for n in names}
    return np.asarray(space["value"](**at), dtype=float)


def numbers(obj) -> np.ndarray:
    """A SymPy object at the same point, entry by entry."""
    at = point()
    obj = sp.sympify(obj)
    if not isinstance(obj, (sp.MatrixExpr, sp.MatrixBase)):
        return np.asarray(float(_scalar(obj, at)))
    whole = _placed(obj.subs(SIZES_OUT), at).doit()
    whole = whole.as_explicit() if isinstance(whole, sp.MatrixExpr) else whole
    return np.array([[float(_scalar(x, at)) for x in row] for row in whole.tolist()])


def _placed(e: sp.Basic, at: dict) -> sp.Basic:
    names = {"W^{(1)}": "W1", "W^{(2)}": "W2"}
    return e.subs({m: sp.Matrix(at[names.get(m.name, m.name)]) for m in e.atoms(sp.MatrixSymbol)})


SIZES_OUT = {sp.Symbol(k, integer=True, positive=True): n for k, n in SIZES.items()}


def _scalar(e: sp.Expr, at: dict) -> sp.Expr:
    at = at | {r"\tau": at["tau"], r"\lambda": at["lambda_"]}
    places = {"k": 2, "l": 3, "i": 1}
    e = e.subs(SIZES_OUT).subs({sp.Symbol(n, integer=True): p for n, p in places.items()})
    e = _placed(e, at).doit()
    members = {x: np.squeeze(at[str(x.base.label)])[tuple(int(q) - 1 for q in x.indices)]
               for x in e.atoms(sp.Indexed)}
    e = e.subs(members).subs({q: at[q.name] for q in e.free_symbols if q.name in
                              ("s", "u", r"\lambda")}).doit()
    return e.replace(lambda f: f.func.__name__ == r"\phi", lambda f: sp.tanh(f.args[0])).evalf()


@pytest.mark.parametrize("expr", SCALARS + MATRICES, ids=to_latex)
def test_out_and_back_have_the_same_numbers(expr):
    want = evaluated(expr)
    out = to_sympy(expr)
    assert np.allclose(numbers(out), want)
    back = from_sympy(out, context())
    assert back.shape == expr.shape
    assert np.allclose(evaluated(back), want)


DERIVATIVES = [
    (b.power(s, b.num(3)), s, "s"), (b.known("sigmoid", b.mul(s, t)), s, "s"), (loss, w, "w"),
    (b.reduce("logsumexp", w), w, "w"), (b.dot(w, b.mul(A, w)), w, "w"),
    (b.trace(b.mul(b.transpose(A), b.mul(A, W1))), A, "A"), (b.norm(w, "fro"), w, "w"),
    (b.sum_over(i, b.power(b.sub(b.item(ts, (At(i),)), s), b.num(2))), s, "s"),
    (b.dot(w, b.softmax(w)), w, "w"), (b.mul(b.transpose(v), b.mul(b.inverse(A), w)), A, "A"),
]


@pytest.mark.parametrize("f, by, name", DERIVATIVES, ids=[to_latex(row[0]) for row in DERIVATIVES])
def test_derivatives_are_those_of_finite_differences(f, by, name, monkeypatch):
    got = numbers(to_sympy(b.derivative(f, by, "column")))
    base, step, want = point(), 1e-6, []
    value = np.asarray(base[name], dtype=float)
    for k in range(value.size):
        ends = []
        for sign in (1, -1):
            moved = value.copy().reshape(-1)
            moved[k] += sign * step
            changed = moved.reshape(value.shape) if value.shape else float(moved[0])
            monkeypatch.setitem(globals(), "point", lambda c=changed: {**base, name: c})
            ends.append(float(evaluated(f)))
        want.append((ends[0] - ends[1]) / (2 * step))
    assert np.allclose(got.reshape(-1), want, atol=1e-6)


def test_a_derivative_by_a_square_keeps_the_sign():
    assert to_sympy(b.derivative(b.power(s, b.num(3)), b.power(s, b.num(2)), "column")) == (
        3 * sp.Symbol("s", real=True) / 2)


def test_a_derivative_by_a_defined_name_holds_it():
    m = to_sympy(b.derivative(b.power(shifted, b.num(2)), shifted, "column"))
    assert sp.expand(m - 2 * sp.Symbol("s", real=True) - 2) == 0


LACKING = [b.vec(A), b.norm(A, "nuclear"), b.norm(w, "inf"), b.jacobian(Phi, w)]


@pytest.mark.parametrize("expr", LACKING, ids=to_latex)
def test_what_sympy_lacks_is_refused(expr):
    with pytest.raises(SymcheckError) as refusal:
        to_sympy(expr)
    assert refusal.value.diagnostic.id == "not-in-sympy"


d, n = sp.symbols("d n", integer=True, positive=True)
Xm, Wm = sp.MatrixSymbol("X", n, d), sp.MatrixSymbol("W1", d, d)
wm, ym = sp.MatrixSymbol("w", d, 1), sp.MatrixSymbol("y", n, 1)
x_, lam_ = sp.Symbol("s"), sp.Symbol("lambda_")
IN = [
    (2 * Xm.T * (Xm * wm - ym), r"2 X^{\top} (-y + X w)"),
    (Wm * wm, "W^{(1)} w"),
    (lam_ * x_, r"\lambda s"),
    (sp.Symbol("lambda") + 1, r"1 + \lambda"),
    (0.1 * x_, r"\frac{1}{10} s"),
    (sp.pi * sp.E * x_, r"e \pi s"),
    (sp.Trace(Wm.T), r"\operatorname{tr}(W^{(1)\top})"),
    (sp.Matrix([[x_, 1], [0, 2]]), r"\begin{bmatrix} s & 1 \\ 0 & 2 \end{bmatrix}"),
    (sp.OneMatrix(n, 1), r"\mathbf{1}_{n}"),
    (sp.Identity(d) * wm + wm, "2 w"),
    (wm.applyfunc(sp.exp), "e^{w}"),
    (sp.hadamard_product(wm, sp.MatrixSymbol("v", d, 1)), r"v \odot w"),
    (sp.Heaviside(x_) * sp.Max(0, x_), r"\mathbb{1}[s > 0] \max(0, s)"),
    (sp.Piecewise((x_, x_ > 0), (0, True)),
     r"\begin{cases} s & \text{if } s > 0 \\ 0 & \text{otherwise} \end{cases}"),
    (sp.Function("phi")(x_), r"\phi(s)"),
    (sp.Function("phi")(2 * x_).diff(x_), r"2 \phi'(2 s)"),
    (sp.Derivative(sp.sin(x_), x_), r"\frac{\partial}{\partial s} \sin(s)"),
    (sp.binomial(x_, 2), r"\binom{s}{2}"),
    (sp.Integral(sp.Symbol("z")**2, (sp.Symbol("z"), 0, x_)), r"\int\limits_{0}^{s} t^{2}\, dt"),
    (sp.Sum(sp.IndexedBase("tau")[sp.Symbol("q")], (sp.Symbol("q"), 1, sp.Symbol("N"))),
     r"\sum_{q=1}^{N} \tau_{q}"),
    (sp.Sum(wm[sp.Symbol("q"), 0], (sp.Symbol("q"), 0, d - 1)), r"\sum_{q=1}^{d} w_{q}"),
]


@pytest.mark.parametrize("obj, latex", IN, ids=[latex for _, latex in IN])
def test_sympy_in(obj, latex):
    assert to_latex(from_sympy(obj, context())) == latex


REFUSED = [
    (sp.Symbol("q"), "undeclared-name"), (Xm + sp.MatrixSymbol("y", n, d), "shape-mismatch"),
    (sp.I, "not-from-sympy"), (sp.Eq(x_, 1), "not-from-sympy"),
    (sp.besselj(0, x_), "not-from-sympy"), (sp.Function("psi")(x_), "undeclared-name"),
    (sp.MatrixSymbol("W", d, d), "undeclared-name"), (sp.nan, "not-from-sympy"),
    (sp.MatrixSymbol("w", n, 1), "shape-mismatch"),
]


@pytest.mark.parametrize("obj, id", REFUSED, ids=[str(obj) for obj, _ in REFUSED])
def test_sympy_in_refusals(obj, id):
    with pytest.raises(SymcheckError) as refusal:
        from_sympy(obj, context())
    assert refusal.value.diagnostic.id == id


def test_a_plain_name_that_fits_two_is_refused():
    both = context()
    both.declare(r"W_1 \in \mathbb{R}^{d \times d}")
    with pytest.raises(SymcheckError) as refusal:
        from_sympy(Wm, both)
    assert refusal.value.diagnostic.id == "ambiguous-name"


def test_declared_names_are_those_of_the_context():
    symbols = (sp.Symbol("lambda", positive=True), Xm, wm, sp.Symbol("k", integer=True),
               sp.IndexedBase("tau", shape=(n,)), sp.Function("phi"),
               sp.Symbol("q", nonnegative=True))
    made = Context(declaration_lines(symbols))
    assert {"positive"} <= made.variables[r"\lambda"].traits
    assert made.variables["X"].shape == ("n", "d")
    assert "integer" in made.variables["k"].traits
    assert "nonnegative" in made.variables["q"].traits
    i_ = sp.Symbol("i")
    total = sp.Sum(symbols[4][i_], (i_, 1, n)) * sp.Function("phi")(symbols[0])
    assert from_sympy(total, made) is not None
    assert to_latex(from_sympy(Xm * wm, made)) == "X w"


def test_declarations():
    symbols = (sp.Symbol("lambda", positive=True), Xm, sp.Symbol("k", integer=True),
               sp.IndexedBase("y", shape=(n,)), sp.Function("phi"), sp.Symbol("y_hat"))
    positive, matrix, whole, family, function, hat = declarations_from_sympy(symbols)
    assert (positive.name, "positive" in positive.traits) == (r"\lambda", True)
    assert (matrix.name, matrix.shape) == ("X", ("n", "d"))
    assert "integer" in whole.traits
    assert (family.name, family.shape, family.family) == ("y", (1, 1), ("n",))
    assert function == Function(r"\phi")
    assert hat.name == r"y_{hat}"
