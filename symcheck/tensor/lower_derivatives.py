"""Lowering of derivatives and of evaluation at a point.

Differentiation by a defined name holds that name as a variable of its own (`held`), lets everything
defined by it depend on it, and puts the definition back afterwards: a total derivative.
"""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction

from symcheck.expr.names import At, Variable
from symcheck.expr.node import Expr
from symcheck.expr.shape import long_axes
from symcheck.tensor import array as A
from symcheck.tensor.array import Array, poly
from symcheck.tensor.canonical import canonical
from symcheck.tensor.differentiate import gradient, substitute, substitute_open
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import Held, lower
from symcheck.tensor.opened import (
    Open,
    Part,
    arrange,
    axes,
    constant_value,
    finish,
    merge,
    place,
    product,
)
from symcheck.tensor.replace import captures, differentiated_by, replace


def _derivative(e: Expr, held: Held) -> Open:
    f, by = e.args
    target, wrap = by, None
    if target.op == "power" and target.args[0].op in ("entry", "item"):  # \sigma_k^2, held as one variable
        target, wrap = target.args[0], target
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
        d = _composite_gradient(inner.array, v, wrap, name, bool(positions or members))
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


def _composite_gradient(a: Array, v: Array, wrap: Expr, name: Variable, entrywise: bool) -> Array:
    """Derivative by v^p or v^{-1} held as one variable u: put v as a function of u, and back; `entrywise`: of each entry
    or member of v."""
    if wrap.op == "transpose":
        return gradient(a, v)
    traits = name.traits | {"positive"} if wrap.op == "power" and not name.traits & {"negative"} else name.traits
    u = A.variable(Variable(name.name + r"^{\circ}", name.shape if entrywise else wrap.shape, name.family, frozenset(traits)))
    if wrap.op == "inverse" and u.rank == 2:
        inside, back = A.inverse(u), A.inverse(v)
    else:
        p = constant_value(wrap.args[1]) if wrap.op == "power" else Fraction(-1)
        if not p or v.rank and not entrywise:
            raise Unsupported("a derivative by a power whose exponent is not a number")
        slots = tuple(range(v.rank))
        inside = poly(((1, ((u, slots, 1 / p),)),), v.dims)
        back = poly(((1, ((v, slots, p),)),), v.dims)
    return substitute(gradient(substitute(a, {v: inside}), u), {u: back})


def _simplified(a: Array) -> Array:
    try:
        return canonical(a)
    except Limit:
        return a


def _substitute(e: Expr, held: Held) -> Open:
    f, *values = e.args
    names: tuple[Variable, ...] = e.data
    if not differentiated_by(f, names) and not captures(f, values):
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


RULES = {"derivative": _derivative, "substitute": _substitute}
