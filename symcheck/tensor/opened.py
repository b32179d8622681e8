"""Index form under construction: arrays with open indices, and products of labelled factors.

An expression may hold free `Index` objects; its lowering is `Open(array, opens)`: the array's
slots are the open indices in order, then the axes of the shape that are not 1. A product is
written as in Einstein's convention: parts carry labels, and labels that the result does not have
are summed over.
"""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction
from typing import NamedTuple

from symcheck.expr.names import At, Index
from symcheck.expr.node import Expr
from symcheck.expr.shape import SCALAR
from symcheck.tensor import array as A
from symcheck.tensor.array import Array, poly
from symcheck.tensor.functions import slots


class Open(NamedTuple):
    """An array and the open indices that its first slots stand for."""

    array: Array
    opens: tuple[Index, ...] = ()


class Part(NamedTuple):
    """A factor of a product under construction: labels name its slots."""

    array: Array
    labels: tuple[Hashable, ...]
    exponent: int | Fraction = 1


def arrange(array: Array, opens, wanted) -> Array:
    """The array with its open slots in another order, or broadcast over further indices."""
    if tuple(opens) == tuple(wanted):
        return array
    rest = tuple(range(array.rank - len(opens)))
    return product([Part(array, tuple(opens) + rest)], tuple(wanted) + rest,
                   {i: i.dim for i in wanted})


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
    if not any([o.opens for o in opened]):
        return ()
    return tuple(dict.fromkeys(i for o in opened for i in o.opens))


def axes(e: Expr, mark: str = "") -> tuple[Hashable, ...]:
    """Labels of the axes that are not 1."""
    return () if e.shape == SCALAR else tuple(f"{mark}{k}" for k, d in enumerate(e.shape) if d != 1)


def part(o: Open, labels: tuple[Hashable, ...], exponent: int | Fraction = 1) -> Part:
    return Part(o.array, o.opens + labels, exponent)


def finish(parts: list[Part], opens, out, dims=None, coefficient=1) -> Open:
    if not opens and not out and not any(p.labels for p in parts):
        return Open(scalar_term(parts, coefficient))
    known = {i: i.dim for i in opens}
    known.update(dims or {})
    return Open(product(parts, tuple(opens) + tuple(out), known, coefficient), tuple(opens))


def scalar_term(parts: list[Part], coefficient: int | Fraction = 1) -> Array:
    """The product of parts without labels."""
    return poly(((coefficient, tuple([(array, (), exponent) for array, _, exponent in parts])),), ())


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


def complement(o: Open) -> Open:
    """1 - o, entrywise."""
    s = slots(o.array)
    return elementwise(o, poly(((1, ()), (-1, ((o.array, s, 1),))), o.array.dims))
