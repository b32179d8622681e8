"""Places in an expression and expressions with one place edited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from symcheck.expr import build
from symcheck.expr.names import At, Index
from symcheck.expr.node import Expr
from symcheck.expr.shape import ShapeError, is_scalar

_REMAKE: dict[str, Callable[..., Expr]] = {
    "add": lambda *a: build.add(*a, broadcast=True), "neg": build.neg, "mul": build.mul,
    "hadamard": build.hadamard, "div": build.div, "power": build.power,
    "transpose": build.transpose, "inverse": build.inverse, "trace": build.trace, "det": build.det,
    "diag": build.diag, "diagonal": build.diagonal, "dot": build.dot, "outer": build.outer,
    "softmax": build.softmax,
}
_CLOSED = frozenset(("let", "derivative", "substitute", "jacobian", "item"))
_ANY_SHAPE = frozenset(("norm", "reduce"))


class Place(NamedTuple):
    """A node with what puts another in its stead (raises `ShapeError`), and the ops above it."""

    node: Expr
    put: Callable[[Expr], Expr]
    above: tuple[Expr, ...]


def remade(e: Expr, args: tuple[Expr, ...]) -> Expr:
    """The same operation on other arguments, its shape found again."""
    make = _REMAKE.get(e.op)
    if make is not None:
        return make(*args)
    if e.op == "apply":
        return build.apply(e.data[0], args[0], e.data[1])
    if e.op == "matpow":
        return build.matrix_power(args[0], e.data)
    if e.op == "sum":
        return Expr("sum", args, e.data, args[0].shape)
    if e.op not in _ANY_SHAPE and [a.shape for a in args] != [a.shape for a in e.args]:
        raise ShapeError("edit", *(a.shape for a in args))
    return Expr(e.op, args, e.data, e.shape)


def written(e: Expr, above: tuple[Expr, ...] = ()) -> Iterator[Place]:
    """Every place of what was written, parents first; definitions and derivatives are units."""
    yield Place(e, lambda new: new, above)
    if e.op in _CLOSED:
        return
    for k, a in enumerate(e.args):
        for inner in written(a, (*above, e)):
            yield Place(inner.node, _through(e, k, inner.put), inner.above)


def _through(e: Expr, k: int, put) -> Callable[[Expr], Expr]:
    return lambda new: remade(e, (*e.args[:k], put(new), *e.args[k + 1:]))


def opened(e: Expr) -> Iterator[Place]:
    """Every distinct node, also inside definitions and what is differentiated; edited everywhere."""
    for node in e.walk():
        yield Place(node, lambda new, node=node: exchanged(e, node, new), ())


def tried(rule: Callable, *args) -> Iterator:
    """What a rule makes of a place, up to where it does not fit there."""
    found = rule(*args)
    while True:
        try:
            yield next(found)
        except (StopIteration, ShapeError, IndexError, ValueError):
            return


def exchanged(e: Expr, old: Expr, new: Expr, memo: dict[Expr, Expr] | None = None, by_too: bool = False) -> Expr:
    """`e` with a node replaced wherever it stands. A definition that changes keeps its name; what
    is differentiated by is left alone, but for `by_too`."""
    memo = {old: new} if memo is None else memo
    if e in memo:
        return memo[e]
    if e.op == "derivative":
        f = exchanged(e.args[0], old, new, memo, by_too)
        by = exchanged(e.args[1], old, new, memo, by_too) if by_too else e.args[1]
        result = e if f is e.args[0] and by is e.args[1] else build.derivative(f, by, e.data)
    else:
        args = tuple(exchanged(a, old, new, memo, by_too) for a in e.args)
        if args == e.args:
            result = e
        elif e.op in _CLOSED or e.op == "array":
            if [a.shape for a in args] != [a.shape for a in e.args]:
                raise ShapeError("edit", *(a.shape for a in args))
            result = Expr(e.op, args, e.data, e.shape)
        else:
            result = remade(e, args)
    memo[e] = result
    return result


def factors(e: Expr) -> list[Expr]:
    """The factors of a chain of matrix products, in order."""
    if e.op != "mul":
        return [e]
    return factors(e.args[0]) + factors(e.args[1])


def all_factors(e: Expr, op: str) -> list[Expr]:
    """The factors of a chain of one kind of product."""
    return [e] if e.op != op else [f for a in e.args for f in all_factors(a, op)]


def chained(parts: list[Expr]) -> Expr:
    """Their product from the left; scalars scale."""
    result = parts[0]
    for p in parts[1:]:
        result = build.mul(result, p)
    return result


def plain(e: Expr) -> Expr:
    """Without a sign in front."""
    return e.args[0] if e.op == "neg" else e


def is_square(e: Expr) -> bool:
    return len(e.shape) == 2 and e.shape[0] == e.shape[1] and not is_scalar(e.shape)


def with_index(e: Expr, old: Index, new: Index) -> Expr:
    """`e` with an index called otherwise."""
    args = tuple(with_index(a, old, new) for a in e.args)
    data = e.data
    if isinstance(data, At):
        data = At(new, data.offset) if data.base == old else data
    elif e.op in ("entry", "item"):
        data = tuple(At(new, at.offset) if at.base == old else at for at in data)
    return e if args == e.args and data == e.data else Expr(e.op, args, data, e.shape)
