"""Typed expressions to index form.

An expression may hold free `Index` objects; its lowering is `Open(array, opens)`: the array's
slots are the open indices in order, then the axes of the shape that are not 1. Each operation is
one row of `_RULES`, and says what its constructor in `expr/build.py` says, in indices.

Differentiation by a defined name holds that name as a variable of its own (`held`), lets everything
defined by it depend on it, and puts the definition back afterwards: a total derivative.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Hashable, NamedTuple

from symcheck.expr.names import At, Function, Index, Variable
from symcheck.expr.node import Expr
from symcheck.expr.shape import is_scalar, long_axes
from symcheck.tensor import array as A
from symcheck.tensor.array import Array, poly
from symcheck.tensor.canonical import canonical
from symcheck.tensor.differentiate import gradient, substitute, substitute_open
from symcheck.tensor.functions import HALF, Unsupported, apply_function, slots
from symcheck.tensor.labelling import Limit
from symcheck.tensor.replace import differentiated_by, reindexed, replace


class Open(NamedTuple):
    """An array and the open indices that its first slots stand for."""

    array: Array
    opens: tuple[Index, ...] = ()


class Part(NamedTuple):
    """A factor of a product under construction: labels name its slots."""

    array: Array
    labels: tuple[Hashable, ...]
    exponent: int | Fraction = 1


Held = frozenset[Variable]


def lower(e: Expr, held: Held = frozenset()) -> Open:
    """The index form of `e`, with the names in `held` kept as variables. Raises `Unsupported`."""
    found = e.lowered.get(held)
    if found is None:
        rule = _RULES.get(e.op)
        if rule is None:
            raise Unsupported(f"{e.op} is not in the language of indices")
        found = rule(e, held)
        e.lowered[held] = found
    return found


def lower_all(e: Expr) -> Array:
    """A closed array: slots are the open indices sorted by name, then the axes."""
    array, opens = lower(e)
    return arrange(array, opens, tuple(sorted(opens, key=lambda i: (i.name, str(i.dim)))))


def arrange(array: Array, opens, wanted) -> Array:
    """The array with its open slots in another order, or broadcast over further indices."""
    if tuple(opens) == tuple(wanted):
        return array
    rest = tuple(range(array.rank - len(opens)))
    return product([Part(array, tuple(opens) + rest)], tuple(wanted) + rest,
                   {i: i.dim for i in wanted})


# --- building products --------------------------------------------------------------------------


def product(parts: list[Part], out: tuple[Hashable, ...], dims: dict | None = None,
            coefficient: int | Fraction = 1) -> Array:
    """One term: the product of the parts, summed over every label not in `out`."""
    return poly((term(parts, out, coefficient),), out_dims(parts, out, dims))


def term(parts: list[Part], out: tuple[Hashable, ...], coefficient: int | Fraction = 1):
    number = {label: k for k, label in enumerate(out)}
    factors = []
    for array, labels, exponent in parts:
        idx = []
        for label in labels:
            n = number.get(label)
            if n is None:
                n = number[label] = len(number)
            idx.append(n)
        factors.append((array, tuple(idx), exponent))
    return (coefficient, tuple(factors))


def out_dims(parts: list[Part], out, dims: dict | None) -> tuple:
    known = dict(dims or {})
    for array, labels, _ in parts:
        for label, d in zip(labels, array.dims):
            known.setdefault(label, d)
    return tuple(known[label] for label in out)


def merge(*opened: Open) -> tuple[Index, ...]:
    """The open indices of several, each once."""
    if len(opened) == 1:
        return opened[0].opens
    return tuple(dict.fromkeys(i for o in opened for i in o.opens))


def axes(e: Expr, mark: str = "") -> tuple[Hashable, ...]:
    """Labels of the axes that are not 1."""
    return tuple(f"{mark}{k}" for k, d in enumerate(e.shape) if d != 1)


def part(o: Open, labels: tuple[Hashable, ...], exponent: int | Fraction = 1) -> Part:
    return Part(o.array, o.opens + labels, exponent)


def finish(parts: list[Part], opens, out, dims=None, coefficient=1) -> Open:
    known = {i: i.dim for i in opens}
    known.update(dims or {})
    return Open(product(parts, tuple(opens) + tuple(out), known, coefficient), tuple(opens))


def elementwise(o: Open, array: Array) -> Open:
    """`array` has the slots of `o.array`."""
    return Open(array, o.opens)


def place(at: At, dim, parts: list[Part], opens: dict[Index, None]) -> Hashable:
    """The label of an axis put at a position; appends what the position needs to `parts`."""
    if isinstance(at.base, Index):
        opens[at.base] = None
        if at.offset == 0 and at.base.dim == dim:
            return at.base
        label = ("shift", at.base, at.offset, dim)
        parts.append(Part(A.shift(at.offset, (at.base.dim, dim)), (at.base, label)))
        return label
    label = ("pin", at, len(parts), dim)
    parts.append(Part(A.pin(at, dim), (label,)))
    return label


# --- rules --------------------------------------------------------------------------------------


def _leaf(array_of):
    return lambda e, held: Open(array_of(e))


def _index(e: Expr, held: Held) -> Open:
    at: At = e.data
    if isinstance(at.base, Index):
        i = A.iota(at.base.dim)
        if not at.offset:
            return Open(i, (at.base,))
        return Open(poly(((1, ((i, (0,), 1),)), (at.offset, ())), i.dims), (at.base,))
    if at.base is None:
        return Open(A.number(at.offset))
    return Open(poly(((1, ((A.size(at.base), (), 1),)), (at.offset, ())), ()))


def _let(e: Expr, held: Held) -> Open:
    return Open(A.variable(e.data)) if e.data in held else lower(e.args[0], held)


def _item(e: Expr, held: Held) -> Open:
    inner = lower(e.args[0], held)
    parts: list[Part] = []
    opens = dict.fromkeys(inner.opens)
    labels = tuple(place(at, d, parts, opens) for at, d in zip(e.data, e.args[0].data.family))
    out = axes(e)
    parts.insert(0, part(inner, labels + out))
    return finish(parts, opens, out)


def _basis(e: Expr, held: Held) -> Open:
    n = e.shape[0]
    if n == 1:
        return Open(A.ONE)
    if isinstance(e.data.base, Index) and not e.data.offset:
        return Open(A.delta(n), (e.data.base,))
    parts: list[Part] = []
    opens: dict[Index, None] = {}
    label = place(e.data, n, parts, opens)
    return finish([*parts, Part(A.delta(n), (label, "0"))], opens, ("0",))


def _add(e: Expr, held: Held) -> Open:
    lowered = [lower(a, held) for a in e.args]
    opens = merge(*lowered)
    out = axes(e)
    dims = {i: i.dim for i in opens} | dict(zip(out, long_axes(e.shape)))
    terms = []
    for a, o in zip(e.args, lowered):
        sign = 1
        labels = out if not is_scalar(a.shape) else ()
        terms.append(term([part(o, labels)], opens + out, sign))
    return Open(poly(tuple(terms), out_dims([], opens + out, dims)), opens)


def _neg(e: Expr, held: Held) -> Open:
    o = lower(e.args[0], held)
    return elementwise(o, product([Part(o.array, slots(o.array))], slots(o.array),
                                  dict(enumerate(o.array.dims)), -1))


def _pointwise(exponent: int):
    def rule(e: Expr, held: Held) -> Open:
        a, b = e.args
        la, lb = lower(a, held), lower(b, held)
        out = axes(e)
        parts = [part(la, out if not is_scalar(a.shape) else ()),
                 part(lb, out if not is_scalar(b.shape) else (), exponent)]
        return finish(parts, merge(la, lb), out, dict(zip(out, long_axes(e.shape))))
    return rule


def _mul(e: Expr, held: Held) -> Open:
    a, b = e.args
    la, lb = lower(a, held), lower(b, held)
    ax, bx = axes(a, "a"), axes(b, "b")
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
        return finish([part(la, out if not is_scalar(a.shape) else (), exponent)], la.opens, out)
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


def constant_value(e: Expr) -> Fraction | None:
    """The rational value of an expression that is one by form."""
    match e.op:
        case "num":
            return e.data
        case "neg":
            v = constant_value(e.args[0])
            return None if v is None else -v
        case "div":
            a, b = map(constant_value, e.args)
            return a / b if a is not None and b else None
        case "mul" | "add":
            values = [constant_value(x) for x in e.args]
            if any(v is None for v in values):
                return None
            return sum(values) if e.op == "add" else values[0] * values[1]
        case _:
            return None


def is_whole(e: Expr) -> bool:
    """Whether an expression is an integer by form: sizes, indices, integer variables, sums."""
    match e.op:
        case "num":
            return e.data.denominator == 1
        case "size" | "index":
            return True
        case "var":
            return "integer" in e.data.traits
        case "item":
            return "integer" in e.args[0].data.traits
        case "neg" | "add" | "mul":
            return all(is_whole(a) for a in e.args)
        case _:
            return False


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
    raise Unsupported(f"the {e.data} norm is not in the language of indices")


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
    if len(labels) > 1:
        raise Unsupported(f"the {e.data} over a matrix is not in the language of indices")
    return Open(A.fold(e.data, o.array), o.opens)


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


def complement(o: Open) -> Open:
    """1 - o, entrywise."""
    s = slots(o.array)
    return elementwise(o, poly(((1, ()), (-1, ((o.array, s, 1),))), o.array.dims))


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


def _range_part(index: Index, low: At, high: At) -> list[Part]:
    if low == At(None, 1) and high in (At(index.dim, 0), At(None, index.dim)):
        return []
    return [Part(A.between(low, high, index.dim), (index,))]


def _from_one(e: Expr):
    """Arguments and range of a sum or product, renumbered where it begins below 1."""
    index, low, high = e.data
    if low.base is not None or low.offset >= 1:
        return e.args, e.data
    by = low.offset - 1
    high = At(high.base, high.offset - by)
    if high.base == index.dim and high.offset > 0:
        raise Unsupported(f"a sum over more than {index.dim} members")
    return tuple(reindexed(a, index, by) for a in e.args), (index, At(None, 1), high)


def _sum(e: Expr, held: Held) -> Open:
    args, (index, low, high) = _from_one(e)
    opened = [lower(a, held) for a in args]
    opens = merge(*opened)
    out = axes(e)
    parts = [part(opened[0], out)] + [part(o, ()) for o in opened[1:]] + _range_part(index, low, high)
    if not any(index in p.labels for p in parts):
        parts.append(Part(A.size(index.dim), ()))
    return finish(parts, tuple(i for i in opens if i != index), out)


def _prod(e: Expr, held: Held) -> Open:
    args, (index, low, high) = _from_one(e)
    opened = [lower(a, held) for a in args]
    body = opened[0]
    masks = [part(o, ()) for o in opened[1:]] + _range_part(index, low, high)
    rest = tuple(i for i in merge(*opened) if i != index)
    labels = rest + (index,)
    known = {i: i.dim for i in labels}
    if masks:
        terms = (term([part(body, ()), *masks], labels), (1, ()), term(masks, labels, -1))
        inner = poly(terms, out_dims([], labels, known))
    else:
        inner = product([part(body, ())], labels, known)
    return Open(A.fold("prod", inner), rest)


def _entry(e: Expr, held: Held) -> Open:
    inner = lower(e.args[0], held)
    parts: list[Part] = []
    opens = dict.fromkeys(inner.opens)
    labels = tuple(place(at, d, parts, opens) for at, d in zip(e.data, long_axes(e.args[0].shape)))
    return finish([part(inner, labels), *parts], opens, ())


def _line(axis: int):
    def rule(e: Expr, held: Held) -> Open:
        inner = lower(e.args[0], held)
        shape = e.args[0].shape
        parts: list[Part] = []
        opens = dict.fromkeys(inner.opens)
        labels = []
        for k, d in enumerate(shape):
            if d != 1:
                labels.append(place(e.data, d, parts, opens) if k == axis else str(k))
        out = tuple(label for label in labels if isinstance(label, str))
        return finish([part(inner, tuple(labels)), *parts], opens, out)
    return rule


def _array(e: Expr, held: Held) -> Open:
    indices, family = e.data
    inner = lower(e.args[0], held)
    rest = tuple(i for i in inner.opens if i not in indices)
    body_axes = axes(e.args[0])
    out = indices[:family] + (indices[family:] or body_axes)
    dims = {i: i.dim for i in (*rest, *indices)}
    out = tuple(i for i in out if not (isinstance(i, Index) and i.dim == 1))
    return Open(product([part(inner, body_axes)], rest + out,
                        dims | dict(zip(body_axes, long_axes(e.args[0].shape)))), rest)


# --- derivatives --------------------------------------------------------------------------------


def _derivative(e: Expr, held: Held) -> Open:
    f, by = e.args
    target, wrap = by, None
    positions: list[tuple[At, object]] = []
    if target.op == "entry":
        positions = list(zip(target.data, long_axes(target.args[0].shape)))
        target = target.args[0]
    members: list[tuple[At, object]] = []
    if target.op == "item":
        members = list(zip(target.data, target.args[0].data.family))
        target = target.args[0]
    if target.op in ("power", "inverse", "transpose") and not positions and not members:
        wrap, target = target, target.args[0]
    if target.op not in ("var", "let"):
        raise Unsupported("a derivative by something that is no variable")
    name: Variable = target.data
    inner = lower(f, held | {name})
    v = A.variable(name)
    opens = dict.fromkeys(inner.opens)
    parts: list[Part] = []
    if wrap is not None:
        d = _composite_gradient(inner.array, v, wrap, name)
    else:
        d = gradient(inner.array, v)
    by_labels: list[Hashable] = [place(at, dim, parts, opens) for at, dim in members]
    if positions:
        by_labels += [place(at, dim, parts, opens) for at, dim in positions]
        by_axes: tuple = ()
    else:
        by_axes = axes(by, "y") if wrap is None or wrap.op != "transpose" else axes(by, "y")[::-1]
        by_labels += by_axes
        by_axes = axes(by, "y")
    f_axes = axes(f, "f")
    out = _layout_axes(f_axes, by_axes, e)
    result = finish([Part(d, inner.opens + f_axes + tuple(by_labels)), *parts], tuple(opens), out)
    if target.op == "let" and name not in held:
        definition = lower(target.args[0], held)
        if definition.opens:
            raise Unsupported("a derivative by a name whose definition has open indices")
        result = Open(substitute(result.array, {v: definition.array}), result.opens)
    return result


def _layout_axes(f_axes: tuple, by_axes: tuple, e: Expr) -> tuple:
    if len(f_axes) <= 1 and len(by_axes) == 1:
        return by_axes + f_axes if e.data == "column" else f_axes + by_axes
    if not f_axes and e.data == "row":
        return by_axes[::-1]
    return f_axes + by_axes


def _composite_gradient(a: Array, v: Array, wrap: Expr, name: Variable) -> Array:
    """Derivative by v^p or v^{-1} held as one variable u: put v as a function of u, and back."""
    if wrap.op == "transpose":
        return gradient(a, v)
    traits = name.traits | {"positive"} if wrap.op == "power" and not name.traits & {"negative"} else name.traits
    u = A.variable(Variable(name.name + r"^{\circ}", wrap.shape, (), frozenset(traits)))
    if wrap.op == "inverse" and u.rank == 2:
        inside, back = A.inverse(u), A.inverse(v)
    else:
        p = constant_value(wrap.args[1]) if wrap.op == "power" else Fraction(-1)
        if not p or v.rank:
            raise Unsupported("a derivative by a power whose exponent is not a number")
        inside = poly(((1, ((u, (), 1 / p),)),), ())
        back = poly(((1, ((v, (), p),)),), ())
    return substitute(gradient(substitute(a, {v: inside}), u), {u: back})


def _simplified(a: Array) -> Array:
    try:
        return canonical(a)
    except Limit:
        return a


def _substitute(e: Expr, held: Held) -> Open:
    f, *values = e.args
    names: tuple[Variable, ...] = e.data
    if not differentiated_by(f, names):
        return lower(replace(f, dict(zip(names, values))), held)
    inner = lower(f, held | set(names))
    opened = [lower(value, held) for value in values]
    opens = merge(*opened)
    arrays = {A.variable(name): arrange(o.array, o.opens, opens) for name, o in zip(names, opened)}
    body = _simplified(inner.array)  # a removable 0/0 of the rules must not meet the point
    if not opens:
        return Open(substitute(body, arrays), inner.opens)
    lifted = substitute_open(body, arrays, tuple(i.dim for i in opens))
    if lifted is None:
        return inner
    shared = tuple(i for i in inner.opens if i in opens)
    axes_ = tuple(range(lifted.rank - len(opens) - len(inner.opens)))
    both = opens + tuple(i for i in inner.opens if i not in shared)
    return Open(product([Part(lifted, opens + inner.opens + axes_)], both + axes_), both)


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


_RULES = {
    "num": _leaf(lambda e: A.number(e.data if e.data.denominator != 1 else int(e.data))),
    "const": _leaf(lambda e: Array("const", e.data, (), ())),
    "size": _leaf(lambda e: A.size(e.data)), "index": _index,
    "var": _leaf(lambda e: A.variable(e.data)), "let": _let, "item": _item,
    "eye": _leaf(lambda e: A.delta(e.data) if e.data != 1 else A.ONE),
    "ones": _leaf(lambda e: poly(((1, ()),), long_axes(e.shape))),
    "zeros": _leaf(lambda e: poly((), long_axes(e.shape))), "basis": _basis,
    "add": _add, "neg": _neg, "mul": _mul, "hadamard": _pointwise(1), "div": _pointwise(-1),
    "power": _power, "matpow": _matpow, "transpose": _transpose, "inverse": _inverse,
    "trace": _trace, "det": _det, "diag": _diag, "diagonal": _diagonal,
    "vec": lambda e, held: lower(e.args[0], held), "dot": _dot, "outer": _outer, "kron": _kron,
    "norm": _norm, "matrix": _matrix, "apply": _apply, "apply_many": _apply_many,
    "jacobian": _jacobian, "softmax": _softmax, "reduce": _reduce, "extremum": _extremum,
    "indicator": _indicator, "cases": _cases, "sum": _sum, "prod": _prod, "entry": _entry,
    "row": _line(0), "column": _line(1), "array": _array, "derivative": _derivative,
    "substitute": _substitute, "foreign": _foreign,
}
