r"""Reverse mode, an operation at a time: the gradient at a node passed on to what it is made of.

`passed_on(node, g)` gives pairs (argument, its share of the gradient): for y = f(a, ..) and g the gradient of
a scalar by y, the share of a is J^T g, in the shape of a. Matrix rules are those of Giles, Collected
Matrix Derivative Results for Forward and Reverse Mode Algorithmic Differentiation (2008), and of Petersen
and Pedersen, The Matrix Cookbook (2012). What binds indices is not dealt with here.
"""

from __future__ import annotations

from collections.abc import Callable

from symcheck.derive.indices import free
from symcheck.expr import Expr, build
from symcheck.expr.names import At
from symcheck.expr.shape import is_scalar, long_axes
from symcheck.tensor.functions import Unsupported

Shares = list[tuple[Expr, Expr]]
# Nothing moves these, or they are constant between their jumps.
CONSTANT = frozenset("num const size index eye ones zeros basis indicator".split())


def passed_on(node: Expr, g: Expr) -> Shares:
    """Each argument with its share. Raises `Unsupported` for an operation that has no row."""
    rule = RULES.get(node.op)
    if rule is None:
        raise Unsupported(f"no reverse rule for {node.op}")
    return [(a, share) for a, share in rule(node, g) if a.op not in CONSTANT]


def _fitted(arg: Expr, share: Expr) -> Expr:
    """A share in the shape of its argument: summed where a scalar was broadcast, turned where it lies."""
    if arg.shape == share.shape:
        return share
    if is_scalar(arg.shape):
        return build.reduce("sum", share)
    if is_scalar(share.shape):
        return build.mul(share, build.ones(arg.shape))
    return build.transpose(share)


def _times(a: Expr, g: Expr) -> Expr:
    """a g, without a product by the 1 the pass begins with."""
    return a if g.op == "num" and g.data == 1 else build.mul(a, g)


def _inner(a: Expr, b: Expr) -> Expr:
    return build.mul(a, b) if is_scalar(a.shape) else build.dot(a, b)


def _mul(e: Expr, g: Expr) -> Shares:
    a, b = e.args
    if is_scalar(a.shape) and not is_scalar(b.shape):
        return [(a, build.dot(g, b)), (b, build.mul(a, g))]
    if is_scalar(b.shape) and not is_scalar(a.shape):
        return [(a, build.mul(b, g)), (b, build.dot(g, a))]
    if len(a.shape) != 2 or len(b.shape) != 2:
        raise Unsupported("a product of longer shapes")
    return [(a, build.mul(g, build.transpose(b))), (b, _times(build.transpose(a), g))]


def _hadamard(e: Expr, g: Expr) -> Shares:
    a, b = e.args
    return [(x, _inner(g, y) if is_scalar(x.shape) else build.hadamard(g, y))
            for x, y in ((a, b), (b, a))]


def _div(e: Expr, g: Expr) -> Shares:
    """d (a / b) = da / b - (a / b) db / b"""
    a, b = e.args
    shares = [(a, _fitted(a, build.div(g, b)))]
    if b.op in ("num", "size"):
        return shares
    if is_scalar(b.shape):
        slope = build.neg(build.div(_inner(g, a), build.power(b, build.num(2))))
        return [*shares, (b, slope)]
    slope = build.neg(build.div(build.hadamard(a, g), build.power(b, build.num(2))))
    return [*shares, (b, _fitted(b, slope))]


def _power(e: Expr, g: Expr) -> Shares:
    base, exponent = e.args
    if base.op == "norm" and base.data == "fro" and exponent.op == "num" and exponent.data == 2:
        return [(base.args[0], build.mul(build.mul(exponent, g), base.args[0]))]
    less = build.num(exponent.data - 1) if exponent.op == "num" else \
        build.sub(exponent, build.num(1))
    inner = base if exponent.op == "num" and exponent.data == 2 else build.power(base, less)
    shares = [(base, _fitted(base, build.hadamard(build.mul(exponent, inner) if is_scalar(exponent.shape)
                                                  else build.hadamard(exponent, inner), g)))]
    if exponent.op not in CONSTANT:
        slope = build.hadamard(build.hadamard(e, build.known("log", base)), g)
        shares.append((exponent, _fitted(exponent, slope)))
    return shares


def _apply(e: Expr, g: Expr) -> Shares:
    (a,), (f, order) = e.args, e.data
    if f.kind == "elementwise":
        return [(a, build.hadamard(build.apply(f, a, order + 1), g))]
    if order:
        raise Unsupported("a higher derivative of a general function")
    return [(a, _times(build.transpose(build.jacobian(f, a)), g))]


def _norm(e: Expr, g: Expr) -> Shares:
    (a, *rest) = e.args
    if e.data == "fro":
        return [(a, build.mul(build.div(g, e), a))]
    if e.data == "p" and rest[0].op == "num" and rest[0].data == 1:
        return [(a, build.mul(g, build.known("sign", a)))]
    if e.data == "inf":
        largest = build.sub(build.indicator("=", a, e), build.indicator("=", a, build.neg(e)))
        return [(a, build.mul(g, largest))]
    if e.data in ("spectral", "nuclear") and len(long_axes(a.shape)) < 2:
        return [(a, build.mul(build.div(g, e), a))]
    if free(a):
        raise Unsupported(f"the {e.data} norm of a member or of what an index runs over")
    if e.data == "spectral":
        return [(a, build.mul(build.mul(g, build.leading(a, "left")), build.transpose(build.leading(a, "right"))))]
    if e.data == "nuclear":
        return [(a, build.mul(g, build.polar(a)))]
    raise Unsupported("a derivative of this norm")


def _dot(e: Expr, g: Expr) -> Shares:
    a, b = e.args
    return [(a, _fitted(a, build.mul(g, b))), (b, _fitted(b, build.mul(g, a)))]


def _outer(e: Expr, g: Expr) -> Shares:
    a, b = e.args
    column_a = a if a.shape[1] == 1 else build.transpose(a)
    column_b = b if b.shape[1] == 1 else build.transpose(b)
    return [(a, _fitted(a, build.mul(g, column_b))),
            (b, _fitted(b, build.mul(build.transpose(g), column_a)))]


def _inverse(e: Expr, g: Expr) -> Shares:
    """d A^{-1} = - A^{-1} dA A^{-1}"""
    back = build.transpose(e)
    return [(e.args[0], build.neg(build.mul(build.mul(back, g), back)))]


def _det(e: Expr, g: Expr) -> Shares:
    """d det A = det A tr(A^{-1} dA)"""
    return [(e.args[0], build.mul(build.mul(g, e), build.transpose(build.inverse(e.args[0]))))]


def _repeated(a: Expr, times: int) -> Expr | None:
    """A product of a matrix with itself; None for none."""
    if times > 2:
        return build.matrix_power(a, times)
    return build.mul(a, a) if times == 2 else a if times else None


def _matpow(e: Expr, g: Expr) -> Shares:
    a, n = e.args[0], e.data
    if not 1 <= n <= 4:
        raise Unsupported("this power of a matrix")
    back = build.transpose(a)
    shares = []
    for k in range(n):
        left, right = (_repeated(back, m) for m in (k, n - 1 - k))
        part = g if left is None else build.mul(left, g)
        shares.append((a, part if right is None else build.mul(part, right)))
    return shares


def _softmax(e: Expr, g: Expr) -> Shares:
    r"""s \odot g - s (s^T g), for each row of a matrix."""
    a = e.args[0]
    weighted = build.hadamard(e, g)
    if len(long_axes(e.shape)) < 2:
        return [(a, build.sub(weighted, build.mul(build.dot(e, g), e)))]
    columns = e.shape[1]
    sums = build.mul(weighted, build.mul(build.ones((columns, 1)), build.ones((1, columns))))
    return [(a, build.sub(weighted, build.hadamard(e, sums)))]


def _reduce(e: Expr, g: Expr) -> Shares:
    a = e.args[0]
    match e.data:
        case "sum":
            return [(a, build.mul(g, build.ones(a.shape)))]
        case "mean":
            for d in long_axes(a.shape):
                g = build.div(g, build.size(d))
            return [(a, build.mul(g, build.ones(a.shape)))]
        case "logsumexp" if len(long_axes(a.shape)) < 2:
            return [(a, build.mul(g, build.softmax(a)))]
        case "prod":
            return [(a, build.div(build.mul(g, e), a))]
        case "max" | "min":
            return [(a, build.mul(g, build.indicator("=", a, e)))]
    raise Unsupported(f"the derivative of a {e.data} over entries")


def _extremum(e: Expr, g: Expr) -> Shares:
    """Of two: to each where it is the greater (smaller) one. Away from where they agree."""
    if len(e.args) != 2:
        raise Unsupported("an extremum of more than two")
    a, b = e.args
    relation = ">" if e.data == "max" else "<"
    return [(x, _fitted(x, build.hadamard(build.indicator(relation, x, y), g)))
            for x, y in ((a, b), (b, a))]


def _cases(e: Expr, g: Expr) -> Shares:
    """To each value where its condition is the first that holds."""
    zero = build.num(0) if is_scalar(e.shape) else build.zeros(e.shape)
    pairs = [e.args[k:k + 2] for k in range(0, len(e.args) - 1, 2)]
    values = [v for v, _ in pairs] + ([e.args[-1]] if len(e.args) % 2 else [])
    shares = []
    for k, value in enumerate(values):
        branches = tuple((g if j == k else zero, c) for j, (_, c) in enumerate(pairs))
        otherwise = (g if k == len(pairs) else zero) if len(e.args) % 2 else None
        shares.append((value, _fitted(value, build.cases(branches, otherwise))))
    return shares


def _matrix(e: Expr, g: Expr) -> Shares:
    height, width = e.data
    shares = []
    for k, a in enumerate(e.args):
        at = [At(None, n) for n, d in ((k // width + 1, height), (k % width + 1, width)) if d != 1]
        shares.append((a, build.entry(g, tuple(at)) if at else g))
    return shares


RULES: dict[str, Callable[[Expr, Expr], Shares]] = {
    "let": lambda e, g: [(e.args[0], g)],
    "var": lambda e, g: [],
    **{op: (lambda e, g: []) for op in CONSTANT},
    "add": lambda e, g: [(a, _fitted(a, g)) for a in e.args],
    "neg": lambda e, g: [(e.args[0], build.neg(g))],
    "transpose": lambda e, g: [(e.args[0], build.transpose(g))],
    "hadamard": _hadamard,
    "mul": _mul,
    "div": _div,
    "apply": _apply,
    "power": _power,
    "norm": _norm,
    "dot": _dot,
    "outer": _outer,
    "trace": lambda e, g: [(e.args[0], build.mul(g, build.eye(e.args[0].shape[0])))],
    "inverse": _inverse,
    "det": _det,
    "matpow": _matpow,
    "diag": lambda e, g: [(e.args[0], _fitted(e.args[0], build.diagonal(g)))],
    "diagonal": lambda e, g: [(e.args[0], build.diag(g))],
    "softmax": _softmax,
    "reduce": _reduce,
    "extremum": _extremum,
    "cases": _cases,
    "matrix": _matrix,
}
