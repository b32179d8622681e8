"""Mistakes planted in expressions, one at a time, as students make them.

`mutants(e)` gives (what was done, mutant) for every place where the mutant is well-shaped.
"""

from collections.abc import Iterator
from fractions import Fraction

from symcheck.expr import At, Expr, Index, ShapeError
from symcheck.expr import build as b
from symcheck.expr.shape import is_scalar


def rebuilt(e: Expr, args: tuple[Expr, ...]) -> Expr:
    """The same operation on other arguments, its shape checked again."""
    make = {
        "add": lambda *a: b.add(*a, broadcast=True), "neg": b.neg, "mul": b.mul,
        "hadamard": b.hadamard, "div": b.div, "power": b.power, "transpose": b.transpose,
        "inverse": b.inverse, "trace": b.trace, "det": b.det, "diag": b.diag,
        "diagonal": b.diagonal, "dot": b.dot, "outer": b.outer, "softmax": b.softmax,
    }.get(e.op)
    if make is not None:
        return make(*args)
    if e.op == "apply":
        return b.apply(e.data[0], args[0], e.data[1])
    if [a.shape for a in args] != [a.shape for a in e.args]:
        raise ShapeError("mutant", *(a.shape for a in args))
    return Expr(e.op, args, e.data, e.shape)


def here(e: Expr) -> Iterator[tuple[str, Expr]]:
    """Mutations of the root."""
    match e.op:
        case "transpose":
            yield "transpose dropped", e.args[0]
        case "neg":
            yield "sign dropped", e.args[0]
        case "inverse":
            yield "inverse dropped", e.args[0]
        case "add":
            for k, a in enumerate(e.args):
                rest = e.args[:k] + e.args[k + 1 :]
                flipped = a.args[0] if a.op == "neg" else b.neg(a)
                yield "sign of a term", b.add(*e.args[:k], flipped, *e.args[k + 1 :], broadcast=True)
                if rest:
                    yield "term dropped", rest[0] if len(rest) == 1 else b.add(*rest, broadcast=True)
        case "mul":
            x, y = e.args
            yield "order", b.mul(y, x)
            yield "first factor transposed", b.mul(b.transpose(x), y)
            yield "second factor transposed", b.mul(x, b.transpose(y))
            yield "product read as Hadamard", b.hadamard(x, y)
            if is_scalar(x.shape):
                yield "scalar factor dropped", y
            if is_scalar(y.shape):
                yield "scalar factor dropped", x
        case "hadamard":
            yield "Hadamard read as product", b.mul(*e.args)
            yield "factor dropped", e.args[0]
            yield "factor dropped", e.args[1]
        case "div":
            yield "divisor dropped", e.args[0]
            yield "quotient upside down", b.div(e.args[1], e.args[0])
        case "num" if e.data not in (0,):
            yield "number doubled", b.num(2 * e.data)
            yield "number off by one", b.num(e.data + 1)
        case "power":
            yield "power dropped", e.args[0]
            yield "power raised", b.power(e.args[0], b.add(e.args[1], b.num(1)))
        case "apply" if e.data[0].kind == "elementwise":
            f, order = e.data
            if order:
                yield "prime dropped", b.apply(f, e.args[0], order - 1)
                yield "derivative forgotten", b.ones(e.shape) if not is_scalar(e.shape) else b.num(1)
            elif not f.known:
                yield "prime added", b.apply(f, e.args[0], 1)
            else:
                yield "function forgotten", e.args[0]
        case "sum":
            yield "sum dropped to its mean", b.div(e, b.size(e.data[0].dim))
            yield "sum doubled", b.add(e, e)
        case "entry":
            for k, at in enumerate(e.data):
                if isinstance(at.base, Index):
                    moved = e.data[:k] + (At(None, 1),) + e.data[k + 1 :]
                    yield "index fixed", b.entry(e.args[0], moved)
            if len(e.data) == 2:
                swapped = b.entry(e.args[0], e.data[::-1])
                if e.args[0].shape[0] == e.args[0].shape[1]:
                    yield "indices exchanged", swapped
        case "indicator" if e.data in (">", "<", ">=", "<="):
            other = {">": "<", "<": ">", ">=": "<=", "<=": ">="}[e.data]
            yield "condition turned", b.indicator(other, *e.args)
        case "norm" if e.data == "fro":
            yield "norm squared", b.power(e, b.num(2))
        case "trace":
            yield "trace of the transpose (harmless)", b.trace(b.transpose(e.args[0]))
        case "diag":
            yield "diag of the negative", b.diag(b.neg(e.args[0]))


def mutants(e: Expr) -> Iterator[tuple[str, Expr]]:
    """Every single mutation anywhere in e, definitions excepted, in the original shape."""
    for what, m in _safe(here, e):
        if m.shape == e.shape:
            yield what, m
    if e.op in ("let", "derivative", "substitute", "jacobian"):
        return
    for k, a in enumerate(e.args):
        for what, m in _loose(a):
            try:
                whole = rebuilt(e, e.args[:k] + (m,) + e.args[k + 1 :])
            except (ShapeError, IndexError):
                continue
            if whole.shape == e.shape:
                yield what, whole


def _loose(e: Expr) -> Iterator[tuple[str, Expr]]:
    """Mutations of a part, whose shape may change if the whole still fits."""
    yield from _safe(here, e)
    yield from mutants(e)


def _safe(rule, e: Expr) -> Iterator[tuple[str, Expr]]:
    iterator = rule(e)
    while True:
        try:
            yield next(iterator)
        except StopIteration:
            return
        except (ShapeError, IndexError):
            return


__all__ = ["Fraction", "mutants"]
