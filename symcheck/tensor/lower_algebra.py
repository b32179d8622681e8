"""Lowering of numbers, sums, products, powers, inverses, norms and literal matrices."""

from __future__ import annotations

from symcheck.expr.names import At
from symcheck.expr.node import Expr
from symcheck.expr.shape import SCALAR, is_scalar, long_axes
from symcheck.tensor import array as A
from symcheck.tensor.array import Array, poly
from symcheck.tensor.functions import HALF, Unsupported, apply_function, slots
from symcheck.tensor.lower import Held, lower
from symcheck.tensor.opened import (
    Open,
    Part,
    axes,
    constant_value,
    elementwise,
    finish,
    is_whole,
    merge,
    out_dims,
    part,
    product,
    scalar_term,
    term,
)


def _leaf(array_of):
    return lambda e, held: Open(array_of(e))


def _add(e: Expr, held: Held) -> Open:
    signs = [-1 if a.op == "neg" else 1 for a in e.args]
    lowered = [lower(a if sign > 0 else a.args[0], held) for a, sign in zip(e.args, signs)]
    opens = merge(*lowered)
    if not opens and e.shape == SCALAR:
        return Open(poly(tuple([(sign, ((o.array, (), 1),)) for o, sign in zip(lowered, signs)]), ()))
    out = axes(e)
    dims = {i: i.dim for i in opens} | dict(zip(out, long_axes(e.shape)))
    terms = []
    for a, o, sign in zip(e.args, lowered, signs):
        labels = out if not is_scalar(a.shape) else ()
        terms.append(term([part(o, labels)], opens + out, sign))
    return Open(poly(tuple(terms), out_dims([], opens + out, dims)), opens)


def _neg(e: Expr, held: Held) -> Open:
    o = lower(e.args[0], held)
    if not o.array.dims:
        return Open(scalar_term([part(o, ())], -1))
    return elementwise(o, product([Part(o.array, slots(o.array))], slots(o.array),
                                  dict(enumerate(o.array.dims)), -1))


def _pointwise(exponent: int):
    def rule(e: Expr, held: Held) -> Open:
        a, b = e.args
        la, lb = lower(a, held), lower(b, held)
        out = axes(e)
        dims = dict(zip(out, long_axes(e.shape))) if out else None
        if b.op == "num" and b.data:
            return finish([part(la, out if not is_scalar(a.shape) else ())], la.opens, out, dims,
                          A.plain(b.data**exponent))
        parts = [part(la, out if not is_scalar(a.shape) else ()),
                 part(lb, out if not is_scalar(b.shape) else (), exponent)]
        return finish(parts, merge(la, lb), out, dims)
    return rule


def _mul(e: Expr, held: Held) -> Open:
    a, b = e.args
    la, lb = lower(a, held), lower(b, held)
    ax, bx = axes(a, "a"), axes(b, "b")
    if a.op == "num" and a.data:
        return finish([part(lb, bx)], lb.opens, bx, None, A.plain(a.data))
    if is_scalar(a.shape) or is_scalar(b.shape):
        out = ax + bx
    else:
        if a.shape[-1] != 1:
            inner = f"a{len(a.shape) - 1}"
            bx = tuple(inner if x == "b0" else x for x in bx)
            out = tuple(x for x in ax if x != inner) + tuple(x for x in bx if x != inner)
        else:
            out = ax + bx
    return finish([part(la, ax), part(lb, bx)], merge(la, lb), out)


def _power(e: Expr, held: Held) -> Open:
    a, b = e.args
    exponent = constant_value(b)
    la = lower(a, held)
    out = axes(e)
    if a.op == "norm" and a.data == "fro" and exponent is not None and exponent % 2 == 0 \
            and exponent > 0:
        o = lower(a.args[0], held)
        squares = finish([part(o, axes(a.args[0]), 2)], o.opens, ())
        return squares if exponent == 2 else finish([part(squares, (), exponent / 2)], o.opens, ())
    if exponent is not None and exponent != 0:
        labels = out if not is_scalar(a.shape) else ()
        return finish([part(la, labels, A.plain(exponent))], la.opens, out)
    lb = lower(b, held)
    if is_whole(b):
        both = merge(la, lb)
        known = {i: i.dim for i in both} | dict(zip(out, long_axes(e.shape)))
        base, exponent = (product([part(o, out if not is_scalar(x.shape) else ())], both + out, known)
                          for o, x in ((la, a), (lb, b)))
        return Open(A.integer_power(base, exponent), both)
    base = constant_value(a)
    if base is not None and base <= 0:
        raise Unsupported("a power of a number that is not positive with a variable exponent")
    logarithm = elementwise(la, apply_function(A.KNOWN_FUNCTION["log"], la.array))
    parts = [part(logarithm, out if not is_scalar(a.shape) else ()),
             part(lb, out if not is_scalar(b.shape) else ())]
    inside = finish(parts, merge(la, lb), out, dict(zip(out, long_axes(e.shape))))
    return elementwise(inside, apply_function(A.KNOWN_FUNCTION["exp"], inside.array))


def _matpow(e: Expr, held: Held) -> Open:
    o = lower(e.args[0], held)
    n, dim = e.data, e.shape[0]
    if dim == 1:
        return finish([part(o, (), n)], o.opens, ())
    if n == 0:
        return Open(A.delta(dim))
    m = o.array if n > 0 else A.inverse(o.array)
    if abs(n) > 12:
        raise Unsupported("a large matrix power")
    chain = ["0", *(f"k{k}" for k in range(abs(n) - 1)), "1"]
    return finish([Part(m, o.opens + (i, j)) for i, j in zip(chain, chain[1:])], o.opens, ("0", "1"))


def _transpose(e: Expr, held: Held) -> Open:
    o = lower(e.args[0], held)
    labels = axes(e.args[0])
    return o if len(labels) < 2 else finish([part(o, labels)], o.opens, labels[::-1])


def _inverse(e: Expr, held: Held) -> Open:
    o = lower(e.args[0], held)
    if e.shape[0] == 1:
        return finish([part(o, (), -1)], o.opens, ())
    return elementwise(o, A.inverse(o.array))


def _trace(e: Expr, held: Held) -> Open:
    o = lower(e.args[0], held)
    return finish([part(o, ("i", "i") if e.args[0].shape[0] != 1 else ())], o.opens, ())


def _det(e: Expr, held: Held) -> Open:
    o = lower(e.args[0], held)
    return o if e.args[0].shape[0] == 1 else Open(A.determinant(o.array), o.opens)


def _diag(e: Expr, held: Held) -> Open:
    o = lower(e.args[0], held)
    if e.shape[0] == 1:
        return o
    return finish([part(o, ("i",)), Part(A.delta(e.shape[0]), ("i", "j"))], o.opens, ("i", "j"))


def _diagonal(e: Expr, held: Held) -> Open:
    o = lower(e.args[0], held)
    return o if e.shape[0] == 1 else finish([part(o, ("i", "i"))], o.opens, ("i",))


def _dot(e: Expr, held: Held) -> Open:
    la, lb = (lower(a, held) for a in e.args)
    shared = tuple(range(len(long_axes(e.args[0].shape))))
    return finish([part(la, shared), part(lb, shared)], merge(la, lb), ())


def _outer(e: Expr, held: Held) -> Open:
    la, lb = (lower(a, held) for a in e.args)
    ax, bx = axes(e.args[0], "a"), axes(e.args[1], "b")
    return finish([part(la, ax), part(lb, bx)], merge(la, lb), ax + bx)


def _kron(e: Expr, held: Held) -> Open:
    la, lb = (lower(a, held) for a in e.args)
    ax, bx = axes(e.args[0], "a"), axes(e.args[1], "b")
    return finish([part(la, ax), part(lb, bx)], merge(la, lb), tuple(sorted(ax + bx, key=lambda x: (x[1], x[0]))))


def _norm(e: Expr, held: Held) -> Open:
    o = lower(e.args[0], held)
    labels = axes(e.args[0])
    match e.data:
        case "fro":
            squares = finish([part(o, labels, 2)], o.opens, ())
            return finish([part(squares, (), HALF)], o.opens, ())
        case "p":
            p = constant_value(e.args[1])
            size = elementwise(o, apply_function(A.KNOWN_FUNCTION["abs"], o.array))
            if p is None:
                return _symbolic_norm(size, labels, lower(e.args[1], held))
            if p <= 0:
                raise Unsupported("a norm whose p is not positive")
            total = finish([part(size if p % 2 else o, labels, p)], o.opens, ())
            return total if p == 1 else finish([part(total, (), 1 / p)], o.opens, ())
        case "inf" if len(labels) <= 1:
            size = elementwise(o, apply_function(A.KNOWN_FUNCTION["abs"], o.array))
            return Open(A.fold("max", size.array), o.opens) if labels else size
        case "spectral" | "nuclear":
            if len(labels) == 2:
                return Open(A.singular(e.data, o.array), o.opens)
            return finish([part(finish([part(o, labels, 2)], o.opens, ()), (), HALF)], o.opens, ())
    raise Unsupported(f"the {e.data} norm is not in the language of indices")


def _singular(e: Expr, held: Held) -> Open:
    o = lower(e.args[0], held)
    if len(axes(e.args[0])) != 2:
        raise Unsupported("singular vectors of what has one row or column")
    return Open(A.singular(e.data or e.op, o.array), o.opens)


def _symbolic_norm(size: Open, labels: tuple, p: Open) -> Open:
    """(sum of size^p)^(1/p) = exp(log(sum exp(p log size)) / p)."""
    log, exp = (A.KNOWN_FUNCTION[n] for n in ("log", "exp"))
    inner = finish([part(elementwise(size, apply_function(log, size.array)), labels), part(p, ())],
                   merge(size, p), labels)
    total = finish([part(elementwise(inner, apply_function(exp, inner.array)), labels)],
                   inner.opens, ())
    outer = finish([part(elementwise(total, apply_function(log, total.array)), ()), part(p, (), -1)],
                   total.opens, ())
    return elementwise(outer, apply_function(exp, outer.array))


def _matrix(e: Expr, held: Held) -> Open:
    rows, columns = e.shape
    out = axes(e)
    opened = [lower(a, held) for a in e.args]
    opens = merge(*opened)
    terms = []
    for k, o in enumerate(opened):
        parts = [part(o, ())]
        for label, position, d in (("0", k // columns + 1, rows), ("1", k % columns + 1, columns)):
            if d != 1:
                parts.append(Part(A.pin(At(None, position), d), (label,)))
        terms.append(term(parts, opens + out))
    return Open(poly(tuple(terms), tuple(i.dim for i in opens) + long_axes(e.shape)), opens)


RULES = {
    "num": _leaf(lambda e: A.number(A.plain(e.data))),
    "const": _leaf(lambda e: Array("const", e.data, (), ())),
    "size": _leaf(lambda e: A.size(e.data)), "var": _leaf(lambda e: A.variable(e.data)),
    "eye": _leaf(lambda e: A.delta(e.data) if e.data != 1 else A.ONE),
    "ones": _leaf(lambda e: poly(((1, ()),), long_axes(e.shape))),
    "zeros": _leaf(lambda e: poly((), long_axes(e.shape))),
    "add": _add, "neg": _neg, "mul": _mul, "hadamard": _pointwise(1), "div": _pointwise(-1),
    "power": _power, "matpow": _matpow, "transpose": _transpose, "inverse": _inverse,
    "trace": _trace, "det": _det, "diag": _diag, "diagonal": _diagonal,
    "vec": lambda e, held: lower(e.args[0], held), "dot": _dot, "outer": _outer, "kron": _kron,
    "norm": _norm, "matrix": _matrix, "leading": _singular, "polar": _singular,
}
