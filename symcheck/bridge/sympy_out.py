"""An expression as a SymPy object.

A scalar becomes a SymPy scalar, with every product, norm and function of vectors written out as
sums over entries, so that SymPy's scalar algebra is all that is relied on. A matrix becomes a
matrix expression in `MatrixSymbol`s where SymPy has the operation, else a `FunctionMatrix` of its
entries. Defined names are replaced by their definitions. What cannot be said raises
`SymcheckError` with id `not-in-sympy`; nothing is approximated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import sympy as sp
from sympy.matrices import expressions as matrices

from symcheck.bridge.sympy_names import (
    KNOWN,
    RELATIONS,
    base,
    dimension,
    matrix_symbol,
    not_in_sympy,
    position,
    symbol,
)
from symcheck.expr.names import At, Function, Index, Variable
from symcheck.expr.node import Expr
from symcheck.expr.shape import is_scalar

ONE = sp.Integer(1)


@dataclass(frozen=True)
class Env:
    """Bound indices, variables standing for something else, and what is already converted."""

    bound: dict[Index, sp.Expr] = field(default_factory=dict)
    values: dict[Variable, sp.Basic | tuple[Expr, Env]] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    memo: dict = field(default_factory=dict)

    def bind(self, index: Index) -> tuple[Env, sp.Symbol]:
        """Inside a binder: its index gets a symbol that nothing else in sight has."""
        name, n = index.name, 1
        while name in self.taken:
            name, n = f"{index.name}_{n}", n + 1
        fresh = sp.Symbol(name, integer=True)
        return Env({**self.bound, index: fresh}, self.values, self.taken | {name}), fresh

    def at(self, index: Index, value: sp.Expr) -> Env:
        return Env({**self.bound, index: value}, self.values, self.taken)

    def holding(self, pairs: dict) -> Env:
        """With variables that stand for a symbol, or for an expression in its own scope."""
        return Env(self.bound, {**self.values, **pairs}, self.taken)

    def inside(self, place: Env) -> Env:
        """This scope, used at a place where more names are taken."""
        return Env(self.bound, self.values, self.taken | place.taken)


def to_sympy(expr: Expr) -> sp.Basic:
    """The SymPy object: a scalar expression for a 1 x 1 shape, a matrix expression otherwise.

    Raises `SymcheckError` (`not-in-sympy`) for third-order arrays, general functions of vectors,
    largest entries over symbolic dimensions, and the spectral and nuclear norm.
    """
    env = Env(taken=frozenset(_names(expr)))
    return scalar(expr, env) if is_scalar(expr.shape) else matrix(expr, env)


def _names(expr: Expr) -> set[str]:
    used: set[str] = set()
    for node in expr.walk():
        for part in node.data if isinstance(node.data, tuple) else (node.data,):
            part = part.base if isinstance(part, At) else part
            if isinstance(part, Variable) or isinstance(part, Index) and part.uid == 0:
                used.add(part.name)
            elif isinstance(part, str):
                used.add(part)
        used.update(d for d in node.shape if isinstance(d, str))
    return used


def scalar(e: Expr, env: Env) -> sp.Expr:
    """A 1 x 1 expression as a SymPy scalar."""
    if e not in env.memo:
        rule = SCALARS.get(e.op)
        env.memo[e] = rule(e, env) if rule else entry(e, ONE, ONE, env)
    return env.memo[e]


def entry(e: Expr, r: sp.Expr, c: sp.Expr, env: Env) -> sp.Expr:
    """Entry (r, c), counted from 1, of a two-axis expression; a scalar is every entry of itself."""
    if len(e.shape) != 2:
        raise not_in_sympy(f"an array with {len(e.shape)} axes")
    if is_scalar(e.shape) and e.op in SCALARS:
        return scalar(e, env)
    rule = ENTRIES.get(e.op)
    if rule is None:
        raise not_in_sympy(f"the operation {e.op}")
    return rule(e, r, c, env)


# --- scalars ------------------------------------------------------------------------------------


def _summed(dim, name: str, body: Callable[[Env, sp.Expr], sp.Expr], env: Env) -> sp.Expr:
    """The sum of body over 1..dim, written out for one term only."""
    if dim == 1:
        return body(env, ONE)
    inside, k = env.bind(Index(name, dim, -1 - len(env.bound)))
    return sp.Sum(body(inside, k), (k, 1, dimension(dim)))


def _over_entries(e: Expr, env: Env, of: Callable[[sp.Expr], sp.Expr] = lambda x: x) -> sp.Expr:
    rows, columns = e.shape
    return _summed(rows, "i", lambda outer, r: _summed(
        columns, "j", lambda inner, c: of(entry(e, r, c, inner)), outer), env)


def _both(e: Expr) -> Expr:
    return e.args[0], e.args[1]


def _scalar_mul(e: Expr, env: Env) -> sp.Expr:
    a, b = _both(e)
    if is_scalar(a.shape) and is_scalar(b.shape):
        return scalar(a, env) * scalar(b, env)
    return _mul_entry(e, ONE, ONE, env)


def _dot(e: Expr, env: Env) -> sp.Expr:
    a, b = _both(e)
    turned = a.shape != b.shape
    return _summed(a.shape[0], "i", lambda outer, r: _summed(
        a.shape[1], "j", lambda inner, c: entry(a, r, c, inner)
        * (entry(b, c, r, inner) if turned else entry(b, r, c, inner)), outer), env)


def _norm(e: Expr, env: Env) -> sp.Expr:
    a = e.args[0]
    if e.data == "fro":
        return sp.sqrt(_over_entries(a, env, lambda x: x**2))
    if e.data != "p":
        raise not_in_sympy(f"the {e.data} norm")
    p = scalar(e.args[1], env)
    return _over_entries(a, env, lambda x: sp.Abs(x) ** p) ** (1 / p)


def _reduce(e: Expr, env: Env) -> sp.Expr:
    a = e.args[0]
    rows, columns = a.shape
    if e.data in ("sum", "mean"):
        total = _over_entries(a, env)
        return total if e.data == "sum" else total / (dimension(rows) * dimension(columns))
    if e.data == "logsumexp":
        return sp.log(_over_entries(a, env, sp.exp))
    if not (isinstance(rows, int) and isinstance(columns, int)):
        raise not_in_sympy(f"the {e.data} over entries of symbolic number")
    cells = [entry(a, sp.Integer(r + 1), sp.Integer(c + 1), env)
             for r in range(rows) for c in range(columns)]
    return {"max": sp.Max, "min": sp.Min, "prod": sp.Mul}[e.data](*cells)


def _trace(e: Expr, env: Env) -> sp.Expr:
    a = e.args[0]
    return _summed(a.shape[0], "i", lambda inner, k: entry(a, k, k, inner), env)


def _det(e: Expr, env: Env) -> sp.Expr:
    a = e.args[0]
    return scalar(a, env) if is_scalar(a.shape) else sp.Determinant(matrix(a, env))


def _big(build) -> Callable[[Expr, Env], sp.Expr]:
    def rule(e: Expr, env: Env) -> sp.Expr:
        index, low, high = e.data
        inside, i = env.bind(index)
        body = scalar(e.args[0], inside)
        if len(e.args) > 1:
            idle = sp.Integer(0 if build is sp.Sum else 1)
            body = sp.Piecewise((body, _condition(e.args[1], ONE, ONE, inside)), (idle, True))
        return build(body, (i, position(low, env.bound), position(high, env.bound)))
    return rule


def _apply_many(e: Expr, env: Env) -> sp.Expr:
    return sp.Function(e.data.name, real=True)(*(scalar(a, env) for a in e.args))


def _item(e: Expr, env: Env) -> sp.Expr:
    return _member(e, (), env)


def _member(e: Expr, own: tuple[sp.Expr, ...], env: Env) -> sp.Expr:
    """An entry of a member of a family, `own` being its position on the member's axes."""
    of, at = e.args[0], tuple(position(a, env.bound) for a in e.data)
    if of.op == "let" and of.data not in env.values:
        return _defined(of.args[0], at, own, env)
    return base(of.data)[(*at, *own)]


def _defined(body: Expr, at: tuple[sp.Expr, ...], own: tuple[sp.Expr, ...], env: Env) -> sp.Expr:
    """Entry of a member of a defined family: the definition at these indices."""
    if body.op == "let":
        return _defined(body.args[0], at, own, env)
    if body.op != "array":
        raise not_in_sympy("a family that is not defined by its members")
    indices, family = body.data
    for index, value in zip(indices, (*at, *own) if len(indices) > family else at):
        env = env.at(index, value)
    inner = body.args[0]
    if is_scalar(inner.shape):
        return scalar(inner, env)
    r, c = (*own, ONE)[:2] if inner.shape[0] != 1 else (ONE, own[0])
    return entry(inner, r, c, env)


def _derivative(e: Expr, env: Env) -> sp.Expr:
    """By a scalar: of the function with what it is differentiated by held as a symbol."""
    f, by = e.args
    if f.shape != e.shape or not is_scalar(by.shape):
        raise not_in_sympy("this derivative")
    return _differentiated(f, by, ONE, ONE, ONE, ONE, env)


def _differentiated(f: Expr, by: Expr, r, c, row, column, env: Env) -> sp.Expr:
    """Of entry (r, c) of f by entry (row, column) of `by`."""
    held = by
    while held.op in ("item", "entry", "power", "inverse", "matpow"):
        held = held.args[0]
    composite = by.op in ("power", "inverse", "matpow")
    if composite and (held is not by.args[0] or not is_scalar(held.shape)):
        raise not_in_sympy("a derivative by a function of a matrix")
    if held.op == "let":
        if held.data.family or not is_scalar(held.shape):
            raise not_in_sympy("a derivative by a defined array")
        t = sp.Dummy(held.data.name, real=True)
        inner = env.holding({held.data: t})
    else:
        inner, t = env, entry(held if composite else by, row, column, env)
    value = entry(f, r, c, inner)
    if any(not isinstance(m, (sp.MatrixSymbol, sp.Inverse, sp.Transpose))
           for m in value.atoms(sp.MatrixExpr)):
        raise not_in_sympy("the derivative of a matrix function", "write it with entries")
    out = value.diff(t)
    if composite:
        out = out / entry(by, ONE, ONE, inner).diff(t)
    return out.subs(t, scalar(held, env)) if held.op == "let" else out


def _substitute(e: Expr, r, c, env: Env) -> sp.Expr:
    if any(v.family for v in e.data):
        raise not_in_sympy("replacing a whole family")
    return entry(e.args[0], r, c, env.holding({v: (x, env) for v, x in zip(e.data, e.args[1:])}))


def _foreign(e: Expr, env: Env) -> sp.Expr:
    from symcheck.bridge.foreign import read_foreign

    return read_foreign(e.data, tuple(scalar(a, env) for a in e.args))


def _power(e: Expr, env: Env) -> sp.Expr:
    return scalar(e.args[0], env) ** scalar(e.args[1], env)


SCALARS: dict[str, Callable[[Expr, Env], sp.Expr]] = {
    "num": lambda e, v: sp.Rational(e.data.numerator, e.data.denominator),
    "const": lambda e, v: {"pi": sp.pi, "e": sp.E, "infinity": sp.oo}[e.data],
    "size": lambda e, v: dimension(e.data),
    "index": lambda e, v: position(e.data, v.bound),
    "mul": _scalar_mul,
    "item": _item,
    "trace": _trace,
    "det": _det,
    "dot": _dot,
    "norm": _norm,
    "reduce": _reduce,
    "prod": _big(sp.Product),
    "sum": _big(sp.Sum),
    "entry": lambda e, v: _entry_of(e, v),
    "apply_many": _apply_many,
    "derivative": _derivative,
    "foreign": _foreign,
}


# --- entries ------------------------------------------------------------------------------------


def _entry_of(e: Expr, env: Env) -> sp.Expr:
    a = e.args[0]
    at = [position(x, env.bound) for x in e.data]
    if a.op == "item":
        return _member(a, tuple(at), env)
    axes = iter(at)
    r, c = (next(axes) if d != 1 else ONE for d in a.shape)
    return entry(a, r, c, env)


def _var(e: Expr, r, c, env: Env) -> sp.Expr:
    v = e.data
    value = env.values.get(v)
    if isinstance(value, tuple):
        return entry(value[0], r, c, value[1].inside(env))
    if value is None and e.op == "let":
        return entry(e.args[0], r, c, env)
    if value is None:
        value = symbol(v) if is_scalar(v.shape) else matrix_symbol(v)
    return value if is_scalar(v.shape) else value[r - 1, c - 1]


def _item_entry(e: Expr, r, c, env: Env) -> sp.Expr:
    return _member(e, tuple(x for x, d in zip((r, c), e.shape) if d != 1), env)


def _mul_entry(e: Expr, r, c, env: Env) -> sp.Expr:
    a, b = _both(e)
    if is_scalar(a.shape) or is_scalar(b.shape):
        return entry(a, r, c, env) * entry(b, r, c, env)
    return _summed(a.shape[1], "k", lambda inner, k: entry(a, r, k, inner)
                   * entry(b, k, c, inner), env)


def _apply_entry(e: Expr, r, c, env: Env) -> sp.Expr:
    f, order = e.data
    if f.kind == "general":
        raise not_in_sympy(f"the general function {f.name} of a vector")
    return _applied(f, order, entry(e.args[0], r, c, env))


def _applied(f: Function, order: int, x: sp.Expr) -> sp.Expr:
    if f.known and f.known not in KNOWN:
        raise not_in_sympy(f"the function {f.name}")
    g = KNOWN[f.known] if f.known else sp.Function(f.name, real=True)
    if not order:
        return g(x)
    t = sp.Dummy("t", real=True)
    if f.known == "abs":
        return sp.sign(t).diff(t, order - 1).subs(t, x)
    return g(t).diff(t, order).subs(t, x)


def _softmax(e: Expr, r, c, env: Env) -> sp.Expr:
    a = e.args[0]
    rows, columns = a.shape
    if rows == 1 or columns == 1:
        total = _over_entries(a, env, sp.exp)
    else:
        total = _summed(columns, "j", lambda inner, k: sp.exp(entry(a, r, k, inner)), env)
    return sp.exp(entry(a, r, c, env)) / total


def _condition(e: Expr, r, c, env: Env) -> sp.Basic:
    if e.op == "indicator":
        return RELATIONS[e.data](*(entry(a, r, c, env) for a in e.args))
    if e.op in ("mul", "hadamard"):
        return sp.And(*(_condition(a, r, c, env) for a in e.args))
    return sp.Eq(entry(e, r, c, env), 1)


def _cases(e: Expr, r, c, env: Env) -> sp.Expr:
    pairs = [(entry(e.args[k], r, c, env), _condition(e.args[k + 1], r, c, env))
             for k in range(0, len(e.args) - 1, 2)]
    last = [(entry(e.args[-1], r, c, env), True)] if len(e.args) % 2 else []
    return sp.Piecewise(*pairs, *last)


def _indicator(e: Expr, r, c, env: Env) -> sp.Expr:
    return sp.Piecewise((1, _condition(e, r, c, env)), (0, True))


def _inverse(e: Expr, r, c, env: Env) -> sp.Expr:
    a = e.args[0]
    return 1 / scalar(a, env) if is_scalar(a.shape) else sp.Inverse(matrix(a, env))[r - 1, c - 1]


def _matpow(e: Expr, r, c, env: Env) -> sp.Expr:
    a = e.args[0]
    if is_scalar(a.shape):
        return scalar(a, env) ** e.data
    if e.data < 0:
        return sp.MatPow(matrix(a, env), e.data)[r - 1, c - 1]
    if e.data == 0:
        return sp.KroneckerDelta(r, c)
    chain = a
    for _ in range(e.data - 1):
        chain = Expr("mul", (chain, a), (), a.shape)
    return entry(chain, r, c, env)


def _vector_entry(a: Expr, k, env: Env) -> sp.Expr:
    return entry(a, k, ONE, env) if a.shape[1] == 1 else entry(a, ONE, k, env)


def _array(e: Expr, r, c, env: Env) -> sp.Expr:
    indices, family = e.data
    if family:
        raise not_in_sympy("a whole family")
    places = [x for x, d in zip((r, c), e.shape) if d != 1]
    for index, value in zip(indices, places):
        env = env.at(index, value)
    return scalar(e.args[0], env)


def _sum_entry(e: Expr, r, c, env: Env) -> sp.Expr:
    index, low, high = e.data
    inside, i = env.bind(index)
    body = entry(e.args[0], r, c, inside)
    if len(e.args) > 1:
        body = sp.Piecewise((body, _condition(e.args[1], ONE, ONE, inside)), (0, True))
    return sp.Sum(body, (i, position(low, env.bound), position(high, env.bound)))


def _derivative_entry(e: Expr, r, c, env: Env) -> sp.Expr:
    f, by = e.args
    if is_scalar(by.shape):
        return _differentiated(f, by, r, c, ONE, ONE, env)
    turned = e.data == "row"
    if is_scalar(f.shape):
        return _differentiated(f, by, ONE, ONE, *((c, r) if turned else (r, c)), env)
    k, m = (c, r) if turned else (r, c)
    of = (m, ONE) if f.shape[1] == 1 else (ONE, m)
    place = (k, ONE) if by.shape[1] == 1 else (ONE, k)
    return _differentiated(f, by, *of, *place, env)


ENTRIES: dict[str, Callable] = {
    "var": _var,
    "let": _var,
    "item": _item_entry,
    "eye": lambda e, r, c, v: sp.KroneckerDelta(r, c),
    "ones": lambda e, r, c, v: sp.Integer(1),
    "zeros": lambda e, r, c, v: sp.Integer(0),
    "basis": lambda e, r, c, v: sp.KroneckerDelta(r, position(e.data, v.bound)),
    "add": lambda e, r, c, v: sp.Add(*(entry(a, r, c, v) for a in e.args)),
    "neg": lambda e, r, c, v: -entry(e.args[0], r, c, v),
    "mul": _mul_entry,
    "hadamard": lambda e, r, c, v: entry(e.args[0], r, c, v) * entry(e.args[1], r, c, v),
    "div": lambda e, r, c, v: entry(e.args[0], r, c, v) / entry(e.args[1], r, c, v),
    "power": lambda e, r, c, v: entry(e.args[0], r, c, v) ** entry(e.args[1], r, c, v),
    "matpow": _matpow,
    "transpose": lambda e, r, c, v: entry(e.args[0], c, r, v),
    "inverse": _inverse,
    "diag": lambda e, r, c, v: sp.KroneckerDelta(r, c) * _vector_entry(e.args[0], r, v),
    "diagonal": lambda e, r, c, v: entry(e.args[0], r, r, v),
    "outer": lambda e, r, c, v: _vector_entry(e.args[0], r, v) * _vector_entry(e.args[1], c, v),
    "matrix": lambda e, r, c, v: sp.ImmutableMatrix(
        *e.shape, [scalar(a, v) for a in e.args])[r - 1, c - 1],
    "apply": _apply_entry,
    "softmax": _softmax,
    "extremum": lambda e, r, c, v: {"max": sp.Max, "min": sp.Min}[e.data](
        *(entry(a, r, c, v) for a in e.args)),
    "indicator": _indicator,
    "cases": _cases,
    "sum": _sum_entry,
    "row": lambda e, r, c, v: entry(e.args[0], position(e.data, v.bound), c, v),
    "column": lambda e, r, c, v: entry(e.args[0], r, position(e.data, v.bound), v),
    "array": _array,
    "derivative": _derivative_entry,
    "substitute": _substitute,
}


# --- matrices -----------------------------------------------------------------------------------


def matrix(e: Expr, env: Env) -> sp.MatrixExpr:
    """A two-axis expression as a matrix expression; entry by entry where SymPy has no name."""
    rule = MATRICES.get(e.op)
    out = rule(e, env) if rule else None
    if out is not None:
        return out
    if len(e.shape) != 2:
        raise not_in_sympy(f"an array with {len(e.shape)} axes")
    inner, r = env.bind(Index("i", e.shape[0], -1001 - len(env.bound)))
    inner, c = inner.bind(Index("j", e.shape[1], -1001 - len(inner.bound)))
    body = entry(e, r + 1 if e.shape[0] != 1 else ONE, c + 1 if e.shape[1] != 1 else ONE, inner)
    return sp.FunctionMatrix(*map(dimension, e.shape), sp.Lambda((r, c), body))


def _matrix_var(e: Expr, env: Env):
    value = env.values.get(e.data)
    if isinstance(value, tuple):
        return matrix(value[0], value[1].inside(env))
    return matrix(e.args[0], env) if e.op == "let" else matrix_symbol(e.data)


def _matrix_add(e: Expr, env: Env):
    if any(a.shape != e.shape for a in e.args):
        return None
    return sp.MatAdd(*(matrix(a, env) for a in e.args))


def _matrix_mul(e: Expr, env: Env):
    return sp.MatMul(*(scalar(a, env) if is_scalar(a.shape) else matrix(a, env) for a in e.args))


def _matrix_hadamard(e: Expr, env: Env):
    if any(is_scalar(a.shape) for a in e.args):
        return _matrix_mul(e, env)
    return matrices.HadamardProduct(*(matrix(a, env) for a in e.args))


def _matrix_div(e: Expr, env: Env):
    a, b = _both(e)
    return sp.MatMul(1 / scalar(b, env), matrix(a, env)) if is_scalar(b.shape) else None


def _matrix_power(e: Expr, env: Env):
    a, b = _both(e)
    return None if is_scalar(a.shape) or not is_scalar(b.shape) else matrices.HadamardPower(
        matrix(a, env), scalar(b, env))


def _of(build: Callable) -> Callable[[Expr, Env], sp.Basic]:
    return lambda e, env: build(matrix(e.args[0], env))


MATRICES: dict[str, Callable] = {
    "var": _matrix_var,
    "let": _matrix_var,
    "eye": lambda e, v: sp.Identity(dimension(e.data)),
    "ones": lambda e, v: sp.OneMatrix(*map(dimension, e.shape)),
    "zeros": lambda e, v: sp.ZeroMatrix(*map(dimension, e.shape)),
    "add": _matrix_add,
    "neg": lambda e, v: sp.MatMul(-1, matrix(e.args[0], v)),
    "mul": _matrix_mul,
    "hadamard": _matrix_hadamard,
    "div": _matrix_div,
    "power": _matrix_power,
    "matpow": lambda e, v: sp.MatPow(matrix(e.args[0], v), e.data),
    "transpose": _of(sp.Transpose),
    "inverse": _of(sp.Inverse),
    "diag": lambda e, v: None if e.args[0].shape[1] != 1 else sp.DiagMatrix(matrix(e.args[0], v)),
    "kron": lambda e, v: sp.KroneckerProduct(*(matrix(a, v) for a in e.args)),
    "matrix": lambda e, v: sp.ImmutableMatrix(*e.shape, [scalar(a, v) for a in e.args]),
}
