"""Rung 3: what is proved, what is refuted, and what is left alone."""

import pytest
import sympy as sp

from symcheck.bridge.scalar_proof import prove_zero

x, y, z = sp.symbols("x y z", real=True)
p, q = sp.symbols("p q", positive=True)
n = sp.Symbol("n", integer=True, positive=True)
i, j = sp.symbols("i j", integer=True)
t = sp.Symbol("t", real=True)
Y = sp.IndexedBase("y", real=True)
A = sp.MatrixSymbol("A", n, n)
phi = sp.Function("phi")
H, Sum = sp.Heaviside, sp.Sum


def sigmoid(u):
    return 1 / (1 + sp.exp(-u))


TRUE = [
    (x + y)**2 - x**2 - 2*x*y - y**2,
    1/(x*(x + 1)) - 1/x + 1/(x + 1),
    sigmoid(x) - sp.exp(x)/(1 + sp.exp(x)),
    sigmoid(x).diff(x) - sigmoid(x)*(1 - sigmoid(x)),
    1 - sigmoid(x) - sigmoid(-x),
    sp.tanh(x) - 2*sigmoid(2*x) + 1,
    sp.log(1 + sp.exp(x)) - x - sp.log(1 + sp.exp(-x)),
    -y*sp.log(sigmoid(z)) - (1 - y)*sp.log(1 - sigmoid(z)) - sp.log(1 + sp.exp(z)) + y*z,
    sp.exp(x + y) - sp.exp(x)*sp.exp(y),
    p**x*p**y - p**(x + y),
    sp.log(p*q) - sp.log(p) - sp.log(q),
    sp.log(p**x) - x*sp.log(p),
    sp.sin(x)**2 + sp.cos(x)**2 - 1,
    sp.sin(2*x) - 2*sp.sin(x)*sp.cos(x),
    sp.cosh(x)**2 - sp.sinh(x)**2 - 1,
    sp.Abs(x) - sp.Max(x, -x),
    sp.Max(0, x) - x*H(x),
    sp.Abs(x) - x*sp.sign(x),
    sp.Max(x, y) + sp.Min(x, y) - x - y,
    sp.sqrt(x**2) - sp.Abs(x),
    sp.Piecewise((x, x > 0), (0, True)) - x*H(x),
    H(x)*H(x - 1) - H(x - 1),
    Sum((Y[i] - x)**2, (i, 1, n)) - Sum(Y[j]**2, (j, 1, n)) + 2*x*Sum(Y[i], (i, 1, n)) - n*x**2,
    Sum(2*Y[i], (i, 1, n)) - 2*Sum(Y[j], (j, 1, n)),
    sp.Integral(t**2, (t, 0, x)) - x**3/3,
    sp.Integral(sp.exp(-t**2/2), (t, -sp.oo, sp.oo)) - sp.sqrt(2*sp.pi),
    sp.Limit(sp.sin(t*x)/t, t, 0, "+-") - x,
    sp.binomial(n, 2) - n*(n - 1)/2,
    (phi(x)**2).diff(x) - 2*phi(x)*phi(x).diff(x),
    (A[0, 1] + 1)**2 - A[0, 1]**2 - 2*A[0, 1] - 1,
]
FALSE = [(x + y)**2 - x**2 - y**2, sp.Rational(1, 3) - x, sp.Rational(1, 7), 1/x - 1/(x + 1)]
NEITHER = [
    sp.log(x*y) - sp.log(x) - sp.log(y),  # not for negative x and y
    sp.sqrt(x**2) - x,
    sp.log(x**2) - 2*sp.log(x),
    sp.sin(x) - x,
    sp.exp(x) - 1 - x,
    Sum(Y[i], (i, 1, n)) - Sum(Y[j]**2, (j, 1, n)),
    A[0, 1] - A[1, 0],  # A may be symmetric
    H(x) - H(y),
    phi(x) - phi(y),
    sp.Piecewise((1, sp.Eq(x, 0)), (0, True)),
]


@pytest.mark.parametrize("d", TRUE, ids=str)
def test_proved(d):
    assert prove_zero(d, 5) is True
    assert prove_zero(d + sp.Rational(1, 10**6), 5) is not True


@pytest.mark.parametrize("d", FALSE, ids=str)
def test_refuted(d):
    assert prove_zero(d, 5) is False


@pytest.mark.parametrize("d", NEITHER, ids=str)
def test_left_alone(d):
    assert prove_zero(d, 5) is None


def test_no_time_is_no_verdict():
    assert prove_zero((x + y)**2 - x**2 - 2*x*y - y**2, 0) is None


def test_a_large_difference_is_left_alone():
    assert prove_zero(sp.Add(*(sp.sin(k*x)**k for k in range(2000))), 1) is None
