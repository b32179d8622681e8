"""An entry of an expression as an expression of entries: (a + b)_i = a_i + b_i, (A^T)_ij = A_ji."""

from __future__ import annotations

from symcheck.derive.indices import fresh, opened, renamed
from symcheck.expr import Expr, build
from symcheck.expr.names import At, Index
from symcheck.expr.shape import is_scalar

Places = tuple[At, ...]


def entry_of(a: Expr, at: Places) -> Expr | None:
    """The entry with the position pushed in, None where it stays outside."""
    if is_scalar(a.shape) or len(a.shape) != 2:
        return None
    rule = _RULES.get(a.op)
    return None if rule is None else rule(a, at)


def entry(a: Expr, at: Places) -> Expr:
    """An entry, its position pushed in as far as it goes."""
    if is_scalar(a.shape):
        return a
    found = entry_of(a, at)
    return build.entry(a, at) if found is None else found


def _row_and_column(a: Expr, at: Places) -> tuple[At | None, At | None]:
    places = iter(at)
    return tuple(next(places) if d != 1 else None for d in a.shape)


def _at(a: Expr, row: At | None, column: At | None) -> Expr:
    """The entry at a row and a column, each left out where that axis is 1."""
    places = tuple(p for p, d in zip((row, column), a.shape) if d != 1)
    return entry(a, places)


def _product(left: Expr, right: Expr, row: At | None, column: At | None) -> Expr:
    inner = left.shape[1]
    if inner == 1:
        return build.mul(_at(left, row, None), _at(right, None, column))
    index = fresh(Index("k", inner))
    return build.sum_over(index, build.mul(_at(left, row, At(index)), _at(right, At(index), column)))


def _mul(a: Expr, at: Places) -> Expr | None:
    left, right = a.args
    if is_scalar(left.shape) or is_scalar(right.shape):
        return build.mul(entry(left, at), entry(right, at))
    if len(left.shape) == 2 and left.shape[1] == 1:
        return _product(left, right, *_row_and_column(a, at))
    if len(at) == 2 and 1 not in left.shape and 1 not in right.shape:
        return None
    return None


def _transpose(a: Expr, at: Places) -> Expr:
    return entry(a.args[0], at[::-1])


def _array(a: Expr, at: Places) -> Expr | None:
    if a.data[1] or not is_scalar(a.args[0].shape):
        return None
    indices, body = opened(a)
    return renamed(body, dict(zip(indices, at)))


def _eye(a: Expr, at: Places) -> Expr:
    return build.indicator("=", build.index_value(at[0]), build.index_value(at[1]))


def _diag(a: Expr, at: Places) -> Expr:
    return build.mul(_eye(a, at), entry(a.args[0], at[:1]))


def _derivative(a: Expr, at: Places) -> Expr | None:
    """An entry of a gradient is the derivative by that entry."""
    f, by = a.args
    if a.data != "column" or not is_scalar(f.shape) or by.op not in ("var", "let", "item"):
        return None
    return build.derivative(f, build.entry(by, at), "column")


def _each(a: Expr, at: Places) -> Expr:
    return Expr(a.op, tuple(entry(x, at) for x in a.args), a.data, (1, 1))


def _sum(a: Expr, at: Places) -> Expr:
    return Expr("sum", (entry(a.args[0], at), *a.args[1:]), a.data, (1, 1))


def _power(a: Expr, at: Places) -> Expr:
    return build.power(*(entry(x, at) for x in a.args))


_RULES = {
    "add": _each, "neg": _each, "hadamard": _each, "div": _each, "power": _power, "indicator": _each,
    "extremum": _each, "cases": _each, "mul": _mul, "transpose": _transpose, "array": _array,
    "apply": lambda a, at: _each(a, at) if a.data[0].kind == "elementwise" else None,
    "ones": lambda a, at: build.num(1), "zeros": lambda a, at: build.num(0), "eye": _eye, "diag": _diag,
    "derivative": _derivative, "sum": _sum,
}
