"""Expressions of every operation, with their names, for the tests of printing and bridging."""

from symcheck.expr import Function, Index, Variable
from symcheck.expr import build as b
from symcheck.read.context import Context

X = b.var(Variable("X", ("n", "d")))
A = b.var(Variable("A", ("d", "d")))
W1 = b.var(Variable("W^{(1)}", ("d", "d")))
W2 = b.var(Variable("W^{(2)}", ("d", "d")))
w = b.var(Variable("w", ("d", 1)))
v = b.var(Variable("v", ("d", 1)))
y = b.var(Variable("y", ("n", 1)))
r = b.var(Variable("r", (1, "d")))
s = b.var(Variable("s"))
t = b.var(Variable("u"))
lam = b.var(Variable(r"\lambda", traits=frozenset({"positive"})))
xs = b.var(Variable("x_i", ("d", 1), ("N",)))
ts = b.var(Variable(r"\tau_i", (1, 1), ("N",)))
phi = Function(r"\phi")
Phi = Function(r"\Phi", "general", domain=("d", 1), codomain=("d", 1))
h = Function("h", "many", arity=2)
i, j = Index("i", "N", 1), Index("j", "d", 2)
free = Index("i", "N")
row_free, column_free = Index("k", "d"), Index("l", "d")

residual = b.sub(b.mul(X, w), y)
loss = b.let(Variable("L"), b.power(b.norm(residual, "fro"), b.num(2)))
shifted = b.let(Variable("m"), b.add(s, b.num(1)))

DECLARED = (
    r"X \in \mathbb{R}^{n \times d}", r"A, W^{(1)}, W^{(2)} \in \mathbb{R}^{d \times d}",
    r"w, v \in \mathbb{R}^d", r"y \in \mathbb{R}^n", r"r \in \mathbb{R}^{1 \times d}",
    r"s, u \in \mathbb{R}", r"\lambda > 0", r"x_i \in \mathbb{R}^d, i = 1, \dots, N",
    r"\tau_i \in \mathbb{R}, i = 1, \dots, N", r"\phi : \mathbb{R} \to \mathbb{R}",
    r"\Phi : \mathbb{R}^d \to \mathbb{R}^d", r"h : \mathbb{R} \times \mathbb{R} \to \mathbb{R}",
    r"T \in \mathbb{R}", r"L = \|X w - y\|^2", "m = s + 1",
)


def context() -> Context:
    """The names of the samples, declared as a student would."""
    return Context(DECLARED)
