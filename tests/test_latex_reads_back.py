"""What is printed reads back as an expression of the same value, random ones included."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symcheck.bridge.numpy_code import to_numpy
from symcheck.expr import At, Expr, Index
from symcheck.expr import build as b
from symcheck.expr.latex import to_latex
from symcheck.expr.shape import SCALAR, is_scalar
from symcheck.read.context import Context
from tests.samples import W1, W2, A, X, context, lam, loss, phi, r, s, shifted, t, ts, v, w, xs, y
from tests.test_latex import TABLE

CONTEXT = context()
SIZES = {"n": 4, "d": 3, "N": 2}
VALUES = np.random.default_rng(11)
NUMBERS = {
    name: VALUES.normal(size=shape) for name, shape in {
        "X": (4, 3), "A": (3, 3), "W1": (3, 3), "W2": (3, 3), "w": (3, 1), "v": (3, 1), "y": (4, 1),
        "r": (1, 3), "x": (2, 3, 1), "tau": (2,), "s": (), "u": ()}.items()
} | {"lambda_": 1.3, "T": 0.7, "phi": np.tanh, "d1_phi": lambda z: 1 - np.tanh(z)**2, "k": 2,
     "l": 3,
     "i": 1, "Phi": np.sin, "J_Phi": lambda z: np.diag(np.cos(np.ravel(z))),
     "h": lambda *z: z[0] * np.cos(z[1]) if len(z) == 2 else z[0][0, 0] * np.cos(z[0][1,
                                                                                      0])} | SIZES
# Written in a form that has no way back, or evaluated by nobody here.
ONE_WAY = {"vec", "kron", "derivative", "foreign", "jacobian"}


def value(e: Expr) -> np.ndarray:
    space: dict = {}
    exec(to_numpy(e, "value"), space)
    code = space["value"].__code__
    names = code.co_varnames[:code.co_argcount]
    with np.errstate(all="ignore"):
        return np.asarray(space["value"](**{n: NUMBERS[n] for n in names}), dtype=complex)


NUMBERS["A"] = np.abs(NUMBERS["A"])  # so that its entries have every power


def reads_back(e: Expr, against: Context = CONTEXT) -> None:
    latex = to_latex(e)
    back = against.read(latex, like=e)
    assert back.shape == e.shape, latex
    if back is e:
        return
    try:
        want = value(e)
    except (np.linalg.LinAlgError, ArithmeticError, ValueError):
        return
    if np.isfinite(want).all():
        assert np.allclose(value(back), want), (latex, to_latex(back))


BACK = [(e, latex) for e, latex in TABLE if not ONE_WAY & {node.op for node in e.walk()}
        and latex not in (r"d \cdot s", "i + 1")]


@pytest.mark.parametrize("expression, latex", BACK, ids=[latex for _, latex in BACK])
def test_the_table_reads_back(expression, latex):
    reads_back(expression)


WHOLE = [(e, latex) for e, latex in TABLE if {node.op for node in e.walk()} & {
    "derivative", "jacobian"} or e.op == "kron"]


@pytest.mark.parametrize("expression, latex", WHOLE, ids=[latex for _, latex in WHOLE])
def test_derivatives_read_back_as_they_were(expression, latex):
    assert CONTEXT.read(latex, like=expression) is expression


class Grow:
    """Random expressions of a wanted shape, by the constructors that give it."""

    def __init__(self, seed: int):
        self.draw, self.uid = random.Random(seed), 100

    def of(self, shape, depth: int, index: Index | None = None) -> Expr:
        pool = self.leaves(shape, index)
        if depth == 0:
            return self.draw.choice(pool)
        rules = [self.add, self.sub, self.neg, self.scaled, self.hadamard, self.over, self.power]
        rules += [self.mul] * 3 + [self.apply, self.transpose, self.extremum, self.cases,
                                   self.sum_over]
        if shape == SCALAR:
            rules += [self.inner, self.reduced, self.entry, self.product]
        if len(set(shape)) == 1 and shape != SCALAR:
            rules += [self.inverse, self.outer, self.diag]
        return self.draw.choice(rules)(shape, depth - 1, index)

    def leaves(self, shape, index) -> list[Expr]:
        named = [e for e in (X, A, W1, W2, w, v, y, r, s, t, lam, loss,
                             shifted) if e.shape == shape]
        if index is not None and shape == ("d", 1):
            named.append(b.item(xs, (At(index),)))
        if index is not None and shape == SCALAR:
            named += [b.item(ts, (At(index),)), b.index_value(At(index))]
        if shape == SCALAR:
            named += [b.num(self.draw.randint(-3, 5)), b.num("2/3"), b.size("N"), b.const("pi")]
        if shape == ("d", "d"):
            named.append(b.eye("d"))
        return named or [b.ones(shape), b.zeros(shape)]

    def add(self, shape, n, i):
        return b.add(*(self.of(shape, n, i) for _ in range(self.draw.randint(2, 3))))

    def sub(self, shape, n, i):
        return b.sub(self.of(shape, n, i), self.of(shape, n, i))

    def neg(self, shape, n, i):
        return b.neg(self.of(shape, n, i))

    def scaled(self, shape, n, i):
        pair = self.of(SCALAR, n, i), self.of(shape, n, i)
        return b.mul(*pair) if self.draw.random() < 0.7 else b.mul(*reversed(pair))

    def hadamard(self, shape, n, i):
        return b.hadamard(self.of(shape, n, i), self.of(shape, n, i))

    def over(self, shape, n, i):
        return b.div(self.of(shape, n, i), self.of(SCALAR, n, i))

    def power(self, shape, n, i):
        return b.power(self.of(shape, n, i), b.num(self.draw.choice([2, 3, -1])))

    def mul(self, shape, n, i):
        inner = self.draw.choice(["n", "d", 1])
        return b.mul(self.of((shape[0], inner), n, i), self.of((inner, shape[1]), n, i))

    def apply(self, shape, n, i):
        a = self.of(shape, n, i)
        if self.draw.random() < 0.4:
            return b.apply(phi, a, self.draw.randint(0, 1))
        return b.known(self.draw.choice(["exp", "sigmoid", "tanh", "relu", "softplus", "sin"]), a)

    def transpose(self, shape, n, i):
        return b.transpose(self.of((shape[1], shape[0]), n, i))

    def extremum(self, shape, n, i):
        return b.extremum("max", b.num(0), self.of(shape, n, i))

    def cases(self, shape, n, i):
        test = b.indicator(self.draw.choice([">", "<="]), self.of(SCALAR, n, i), self.of(SCALAR,
                                                                                         0, i))
        if self.draw.random() < 0.5:
            return b.mul(test, self.of(shape, n, i))
        return b.cases(((self.of(shape, n, i), test),), self.of(shape, 0, i))

    def sum_over(self, shape, n, i):
        self.uid += 1
        index = Index(self.draw.choice("ij"), "N", self.uid)
        return b.sum_over(index, b.mul(b.item(ts, (At(index),)), self.of(shape, n, index)))

    def product(self, shape, n, i):
        self.uid += 1
        index = Index("i", "N", self.uid)
        return b.product_over(index, b.add(b.item(ts, (At(index),)), self.of(SCALAR, n, index)))

    def inner(self, shape, n, i):
        return b.dot(self.of(("d", 1), n, i), self.of(("d", 1), n, i))

    def reduced(self, shape, n, i):
        if self.draw.random() < 0.5:
            return b.norm(self.of(("n", 1), n, i), "fro")
        return self.draw.choice([b.trace, b.det])(self.of(("d", "d"), n, i))

    def entry(self, shape, n, i):
        if self.draw.random() < 0.5:
            return b.entry(self.of(("d", 1), n, i), (At(None, self.draw.randint(1, 3)),))
        return b.entry(self.of(("n", "d"), n, i), (At(None, 2), At(None, 3)))

    def inverse(self, shape, n, i):
        return b.inverse(self.of(shape, n, i))

    def outer(self, shape, n, i):
        return b.outer(self.of((shape[0], 1), n, i), self.of((shape[0], 1), n, i))

    def diag(self, shape, n, i):
        return b.diag(self.of((shape[0], 1), n, i))


SHAPES = [SCALAR, ("d", 1), ("n", 1), (1, "d"), ("d", "d"), ("n", "d")]


@settings(max_examples=250, deadline=None, derandomize=True)
@given(st.integers(0, 10**9), st.sampled_from(SHAPES), st.integers(1, 4))
def test_random_expressions_read_back(seed, shape, depth):
    e = Grow(seed).of(shape, depth)
    assert is_scalar(e.shape) or e.shape == shape
    reads_back(e)
