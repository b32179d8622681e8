"""Expressions of every operation, with what they are called, for the tests of printing and bridging."""

from symcheck.expr import At, Function, Index, Variable
from symcheck.expr import build as b

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
xs = b.var(Variable("x", ("d", 1), ("N",)))
ts = b.var(Variable(r"\tau", (1, 1), ("N",)))
phi = Function(r"\phi")
Phi = Function(r"\Phi", "general", domain=("d", 1), codomain=("d", 1))
h = Function("h", "many", arity=2)
i, j = Index("i", "N", 1), Index("j", "d", 2)
free = Index("i", "N")
row_free, column_free = Index("k", "d"), Index("l", "d")

residual = b.sub(b.mul(X, w), y)
loss = b.let(Variable("L"), b.power(b.norm(residual, "fro"), b.num(2)))
shifted = b.let(Variable("m"), b.add(s, b.num(1)))
