"""Lowering of functions, indicators, cases and what comes from outside the language."""

from __future__ import annotations

from symcheck.expr.names import At, Function, Index
from symcheck.expr.node import Expr
from symcheck.expr.shape import is_scalar, long_axes
from symcheck.tensor import array as A
from symcheck.tensor.array import Array, poly
from symcheck.tensor.functions import Unsupported, apply_function, slots
from symcheck.tensor.lower import Held, lower
from symcheck.tensor.opened import (
    Open,
    Part,
    axes,
    complement,
    elementwise,
    finish,
    is_whole,
    merge,
    out_dims,
    part,
    product,
    term,
)


def _apply(e: Expr, held: Held) -> Open:
    o = lower(e.args[0], held)
    f, order = e.data
    if f.kind == "elementwise":
        return elementwise(o, apply_function(f, o.array, order))
    return Open(A.general(f, _with_axis(o.array, f.domain), order), o.opens)


def _with_axis(a: Array, domain) -> Array:
    """A scalar argument of a general function gets an axis of length 1 to be its argument's."""
    if long_axes(domain):
        return a
    return poly(((1, ((a, slots(a), 1),)),), (*a.dims, 1))


def _apply_many(e: Expr, held: Held) -> Open:
    opened = [lower(a, held) for a in e.args]
    opens = merge(*opened)
    n = len(e.args)
    terms = [term([part(o, ()), Part(A.pin(At(None, k + 1), n), ("k",))], (*opens, "k"))
             for k, o in enumerate(opened)]
    vector = poly(tuple(terms), (*(i.dim for i in opens), n))
    f: Function = e.data
    return Open(A.general(f, vector), opens)


def _jacobian(e: Expr, held: Held) -> Open:
    o = lower(e.args[0], held)
    d = A.general(e.data, _with_axis(o.array, e.data.domain), 1)
    if long_axes(e.data.domain):
        return Open(d, o.opens)
    out = axes(e)
    return finish([Part(d, o.opens + out + ("one",))], o.opens, out)


def _softmax(e: Expr, held: Held) -> Open:
    o = lower(e.args[0], held)
    labels = axes(e)
    exp = elementwise(o, apply_function(A.KNOWN_FUNCTION["exp"], o.array))
    total = finish([part(exp, labels)], o.opens, labels[:-1])
    return finish([part(exp, labels), part(total, labels[:-1], -1)], o.opens, labels)


def _reduce(e: Expr, held: Held) -> Open:
    o = lower(e.args[0], held)
    labels = axes(e.args[0])
    if not labels:
        return o
    match e.data:
        case "sum":
            return finish([part(o, labels)], o.opens, ())
        case "mean":
            sizes = [Part(A.size(d), (), -1) for d in long_axes(e.args[0].shape)]
            return finish([part(o, labels), *sizes], o.opens, ())
        case "logsumexp":
            exp = elementwise(o, apply_function(A.KNOWN_FUNCTION["exp"], o.array))
            total = finish([part(exp, labels)], o.opens, ())
            return elementwise(total, apply_function(A.KNOWN_FUNCTION["log"], total.array))
    folded = o.array
    for _ in labels:
        folded = A.fold(e.data, folded)
    return Open(folded, o.opens)


def _extremum(e: Expr, held: Held) -> Open:
    """max(a, b) = b + (a - b) 1[a > b], folded from the left; min likewise with 1[b > a]."""
    out = axes(e)
    dims = dict(zip(out, long_axes(e.shape)))
    result, scalar = lower(e.args[0], held), is_scalar(e.args[0].shape)
    for arg in e.args[1:]:
        other = lower(arg, held)
        opens = merge(result, other)
        la, lb = (() if scalar else out), (() if is_scalar(arg.shape) else out)
        here = la or lb
        known = {i: i.dim for i in opens} | dims
        difference = poly((term([part(result, la)], opens + here),
                           term([part(other, lb)], opens + here, -1)), out_dims([], opens + here, known))
        turn = difference
        if e.data == "min":
            turn = product([Part(difference, opens + here)], opens + here, known, -1)
        step = A.known("step", turn)
        result = Open(poly((term([part(other, lb)], opens + here),
                            term([Part(difference, opens + here), Part(step, opens + here)],
                                 opens + here)), difference.dims), opens)
        scalar = not here
    return result


def _difference(e: Expr, held: Held) -> tuple[Open, tuple]:
    a, b = e.args
    la, lb = lower(a, held), lower(b, held)
    opens, out = merge(la, lb), axes(e)
    known = {i: i.dim for i in opens} | dict(zip(out, long_axes(e.shape)))
    terms = (term([part(la, () if is_scalar(a.shape) else out)], opens + out),
             term([part(lb, () if is_scalar(b.shape) else out)], opens + out, -1))
    return Open(poly(terms, out_dims([], opens + out, known)), opens), out


def _indicator(e: Expr, held: Held) -> Open:
    relation = e.data
    if relation in ("=", "!="):
        found = _same_index(*e.args)
        if found is None:
            difference, _ = _difference(e, held)
            found = elementwise(difference, A.known("iszero", difference.array))
        return found if relation == "=" else complement(found)
    difference, _ = _difference(e, held)
    a = difference.array
    flipped = relation in ("<", ">=")
    if flipped:
        a = product([Part(a, slots(a))], slots(a), dict(enumerate(a.dims)), -1)
    whole = is_whole(e.args[0]) and is_whole(e.args[1])
    result = elementwise(difference, A.known("above" if whole else "step", a))
    return result if relation in (">", "<") else complement(result)


def _same_index(a: Expr, b: Expr) -> Open | None:
    """1[i = j] of two indices, or of an index and a position."""
    if a.op != "index" or not isinstance(a.data.base, Index):
        a, b = b, a
    if a.op != "index" or not isinstance(a.data.base, Index):
        return None
    i: Index = a.data.base
    if b.op == "num" and b.data.denominator == 1:
        return Open(A.pin(At(None, int(b.data) - a.data.offset), i.dim), (i,))
    if b.op == "size" and b.data == i.dim:
        return Open(A.pin(At(b.data, -a.data.offset), i.dim), (i,))
    if b.op != "index":
        return None
    other = b.data.base
    if isinstance(other, Index):
        if other is i or other == i:
            return Open(poly(((1 if a.data.offset == b.data.offset else 0, ()),), (i.dim,)), (i,))
        offset = a.data.offset - b.data.offset
        if not offset and other.dim == i.dim:
            return Open(A.delta(i.dim), (i, other))
        return Open(A.shift(offset, (i.dim, other.dim)), (i, other))
    return Open(A.pin(At(other, b.data.offset - a.data.offset), i.dim), (i,))


def _cases(e: Expr, held: Held) -> Open:
    """sum of value_k 1[condition_k] times the complements of the conditions before it."""
    out = axes(e)
    args = list(e.args)
    lowered = [(lower(a, held), () if is_scalar(a.shape) else out) for a in args]
    opens = merge(*(o for o, _ in lowered))
    terms, before = [], []
    for k in range(0, len(args), 2):
        (value, labels), *rest = lowered[k : k + 2]
        parts = [part(value, labels), *before]
        if rest:
            condition, at = rest[0]
            parts.append(part(condition, at))
            before = [*before, part(complement(condition), at)]
        terms.append(term(parts, opens + out))
    known = {i: i.dim for i in opens} | dict(zip(out, long_axes(e.shape)))
    return Open(poly(tuple(terms), out_dims([], opens + out, known)), opens)


def _foreign(e: Expr, held: Held) -> Open:
    """Bounds that are infinite are written into the template; their places stay, unused."""
    template, args = e.data, []
    for k, a in enumerate(e.args):
        endless = a if a.op == "const" else a.args[0] if a.op == "neg" else None
        if endless is not None and endless.op == "const" and endless.data == "infinity":
            sign = "-" if a.op == "neg" else ""
            template = template.replace(f"s_{{{101 + k}}}", sign + r"\infty ")
            args.append(Open(A.number(0)))
        else:
            args.append(lower(a, held))
    if merge(*args) if args else ():
        raise Unsupported("an integral, limit or the like of indexed quantities")
    return Open(Array("foreign", (template, (0,) * len(args)), tuple(o.array for o in args), ()))


RULES = {
    "apply": _apply, "apply_many": _apply_many, "jacobian": _jacobian, "softmax": _softmax,
    "reduce": _reduce, "extremum": _extremum, "indicator": _indicator, "cases": _cases,
    "foreign": _foreign,
}
