"""Random well-typed expressions, for property tests: every operation of the language, every shape."""

from hypothesis import strategies as st

from symcheck.expr import At, Expr, Function, Index, Variable
from symcheck.expr import build as b
from symcheck.expr.shape import is_scalar

DIMS = ("n", "m", "k")
PHI, PSI = Function(r"\phi"), Function(r"\psi")
GENERAL = {(m, n): Function(f"F_{{{m}{n}}}", "general", "", (n, 1), (m, 1))
           for m in (1, *DIMS) for n in DIMS}
SCALARS = [b.var(Variable(name)) for name in "abc"] + [
    b.var(Variable(r"\lambda", traits=frozenset({"positive"})))]
VECTORS = {d: [b.var(Variable(f"{v}_{d}", (d, 1))) for v in "xy"] for d in DIMS}
MATRICES = {(p, q): [b.var(Variable(f"{name}_{{{p}{q}}}", (p, q))) for name in "AB"]
            for p in DIMS for q in DIMS}
FAMILY = {d: b.var(Variable(f"z_{d}", (d, 1), ("N",))) for d in DIMS}
SYMMETRIC = {d: b.var(Variable(f"S_{d}", (d, d), (), frozenset({"symmetric"}))) for d in DIMS}
SMOOTH = ["exp", "sigmoid", "tanh", "softplus", "sin"]

_uid = iter(range(1000, 10**9))


def spd(draw, d: str, depth: int) -> Expr:
    """A positive definite matrix: B^T B + lambda I."""
    a = draw(matrices(draw(st.sampled_from(DIMS)), d, depth - 1))
    return b.add(b.mul(b.transpose(a), a), b.mul(SCALARS[3], b.eye(d)))


@st.composite
def scalars(draw, depth: int = 3) -> Expr:
    if depth <= 0:
        return draw(st.sampled_from([*SCALARS, b.num(2), b.num("-1/3")]))
    d, e = draw(st.sampled_from(DIMS)), draw(st.sampled_from(DIMS))
    kind = draw(st.integers(0, 16))
    less = depth - 1
    if kind == 0:
        return b.add(draw(scalars(less)), draw(scalars(less)))
    if kind == 1:
        return b.sub(draw(scalars(less)), draw(scalars(less)))
    if kind == 2:
        return b.mul(draw(scalars(less)), draw(scalars(less)))
    if kind == 3:
        return b.div(draw(scalars(less)), b.add(b.num(2), b.power(draw(scalars(less)), b.num(2))))
    if kind == 4:
        return b.dot(draw(vectors(d, less)), draw(vectors(d, less)))
    if kind == 5:
        return b.mul(b.transpose(draw(vectors(d, less))), draw(vectors(d, less)))
    if kind == 6:
        return b.trace(b.mul(draw(matrices(d, e, less)), draw(matrices(e, d, less))))
    if kind == 7:
        return b.power(b.norm(draw(vectors(d, less)), "fro"), b.num(2))
    if kind == 8:
        return b.known(draw(st.sampled_from(SMOOTH)), draw(scalars(less)))
    if kind == 9:
        return b.apply(draw(st.sampled_from([PHI, PSI])), draw(scalars(less)), draw(st.integers(0, 1)))
    if kind == 10:
        i = Index("i", "N", next(_uid))
        z = b.item(FAMILY[d], (At(i),))
        return b.sum_over(i, b.mul(b.transpose(z), draw(vectors(d, less))))
    if kind == 11:
        return b.reduce("sum", draw(vectors(d, less)))
    if kind == 12:
        return b.entry(draw(vectors(d, less)), (At(None, 1),))
    if kind == 13:
        return b.known("log", b.add(b.num(1), b.power(draw(scalars(less)), b.num(2))))
    if kind == 14:
        return b.apply(GENERAL[1, d], draw(vectors(d, less)))
    if kind == 15:
        i = Index("i", d, next(_uid))
        v = draw(vectors(d, less))
        return b.sum_over(i, b.power(b.entry(v, (At(i),)), b.num(2)))
    return b.neg(draw(scalars(less)))


@st.composite
def vectors(draw, d: str, depth: int = 3) -> Expr:
    if depth <= 0:
        return draw(st.sampled_from([*VECTORS[d], b.ones((d, 1))]))
    less = depth - 1
    kind = draw(st.integers(0, 9))
    e = draw(st.sampled_from(DIMS))
    if kind == 0:
        return b.add(draw(vectors(d, less)), draw(vectors(d, less)))
    if kind == 1:
        return b.mul(draw(matrices(d, e, less)), draw(vectors(e, less)))
    if kind == 2:
        return b.hadamard(draw(vectors(d, less)), draw(vectors(d, less)))
    if kind == 3:
        return b.known(draw(st.sampled_from(SMOOTH)), draw(vectors(d, less)))
    if kind == 4:
        return b.apply(PHI, draw(vectors(d, less)), draw(st.integers(0, 1)))
    if kind == 5:
        return b.mul(draw(scalars(less)), draw(vectors(d, less)))
    if kind == 6:
        return b.softmax(draw(vectors(d, less)))
    if kind == 7:
        return b.apply(GENERAL[d, e], draw(vectors(e, less)))
    if kind == 8:
        return b.mul(b.inverse(spd(draw, d, less)), draw(vectors(d, less)))
    return b.neg(draw(vectors(d, less)))


@st.composite
def matrices(draw, p: str, q: str, depth: int = 2) -> Expr:
    if depth <= 0:
        return draw(st.sampled_from(MATRICES[p, q] + ([b.eye(p), SYMMETRIC[p]] if p == q else [])))
    less = depth - 1
    kind = draw(st.integers(0, 7))
    e = draw(st.sampled_from(DIMS))
    if kind == 0:
        return b.add(draw(matrices(p, q, less)), draw(matrices(p, q, less)))
    if kind == 1:
        return b.mul(draw(matrices(p, e, less)), draw(matrices(e, q, less)))
    if kind == 2:
        return b.transpose(draw(matrices(q, p, less)))
    if kind == 3:
        return b.hadamard(draw(matrices(p, q, less)), draw(matrices(p, q, less)))
    if kind == 4:
        return b.outer(draw(vectors(p, less)), draw(vectors(q, less)))
    if kind == 5 and p == q:
        return b.diag(draw(vectors(p, less)))
    if kind == 6 and p == q:
        return b.inverse(spd(draw, p, less))
    return b.known(draw(st.sampled_from(SMOOTH)), draw(matrices(p, q, less)))


@st.composite
def anything(draw, depth: int = 3) -> Expr:
    kind = draw(st.integers(0, 2))
    if kind == 0:
        return draw(scalars(depth))
    if kind == 1:
        return draw(vectors(draw(st.sampled_from(DIMS)), depth))
    return draw(matrices(draw(st.sampled_from(DIMS)), draw(st.sampled_from(DIMS)), min(depth, 2)))


def names(e: Expr) -> list[Expr]:
    """The variables an expression holds, families apart."""
    return [n for n in e.walk() if n.op == "var" and not n.data.family]


__all__ = ["anything", "is_scalar", "matrices", "names", "scalars", "vectors"]
