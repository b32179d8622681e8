"""A SymPy object as a typed expression, its names resolved against a context.

Every SymPy class that has a counterpart in `build.py` has a row in `ROWS`. A scalar that has none
(an integral, a binomial) becomes a `foreign` expression where the second reader reads it back as
the same object. Anything else raises `SymcheckError` with id `not-from-sympy`; shapes that do not
fit raise `shape-mismatch`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.matrices import expressions as matrices
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.dotproduct import DotProduct
from sympy.matrices.expressions.matexpr import MatrixElement

from symcheck.bridge.sympy_names import CLASSES, KNOWN, RELATIONS
from symcheck.bridge.sympy_reader import ROWS, Reader, at_of, bind, dim_of, named, refused, uids
from symcheck.bridge.sympy_scope import find, undeclared
from symcheck.expr import build
from symcheck.expr.names import At, Index
from symcheck.expr.node import Expr
from symcheck.expr.shape import ShapeError, describe
from symcheck.text.diagnostic import SymcheckError, fail

if TYPE_CHECKING:
    from symcheck.read.context import Context

ONE = build.num(1)


def from_sympy(obj, context: Context) -> Expr:
    """The typed expression of a SymPy expression, matrix or number.

    Sums over symbolic ranges keep them; positions of `MatrixElement` count from 0, those of
    `Indexed` from 1, as usual in SymPy and in textbooks.
    """
    try:
        return Reader(context)(sp.sympify(obj))
    except ShapeError as error:
        raise fail("shape-mismatch", f"these do not fit in a {error.rule}", None, None,
                   " and ".join(describe(s) for s in error.shapes)) from error


def _symbol(r: Reader, s: sp.Symbol) -> Expr:
    if s in r.bound:
        return build.index_value(r.bound[s])
    return named(r, s.name, None)


def _matrix_symbol(r: Reader, m: sp.MatrixSymbol) -> Expr:
    return named(r, m.name, (dim_of(m.rows), dim_of(m.cols)))


# --- positions ----------------------------------------------------------------------------------


def _element(r: Reader, e: MatrixElement) -> Expr:
    a = r(e.parent)
    places = [at_of(r, p + 1, d) for p, d in zip((e.i, e.j), a.shape) if d != 1]
    return build.entry(a, tuple(places)) if places else a


def _indexed(r: Reader, e: sp.Indexed) -> Expr:
    of = named(r, str(e.base.label), None)
    family = of.data.family if of.op in ("var", "let") else ()
    places = e.indices
    if family:
        of = build.item(of, tuple(at_of(r, p, d) for p, d in zip(places, family)))
        places = places[len(family):]
    axes = [d for d in of.shape if d != 1]
    return build.entry(of, tuple(at_of(r, p, d) for p, d in zip(places, axes))) if places else of


def _over(make: Callable) -> Callable[[Reader, sp.Expr], Expr]:
    def rule(r: Reader, e: sp.Expr) -> Expr:
        binders = []
        for limits in reversed(e.limits):
            if len(limits) != 3:
                raise refused(e)
            r, *binder = bind(r, limits)
            binders.append(binder)
        body = r(e.function)
        for binder in reversed(binders):
            body = make(binder[0], body, *binder[1:])
        return body
    return rule


# --- arithmetic and functions -------------------------------------------------------------------


def _float(r: Reader, x: sp.Float) -> Expr:
    if not x.is_finite:
        raise refused(x)
    return build.num(Fraction(str(x)))


def _mul(r: Reader, e: sp.Mul) -> Expr:
    if e.args[0] is sp.S.NegativeOne:
        return build.neg(r(sp.Mul(*e.args[1:])))
    above, below = [], []
    for a in e.args:
        inverse = a.is_Pow and a.exp.is_Rational and a.exp.is_negative and a.base is not sp.E
        (below if inverse else above).append(1 / a if inverse else a)
    top = reduce(build.mul, map(r, above)) if above else ONE
    return build.div(top, reduce(build.mul, map(r, below))) if below else top


def _pow(r: Reader, e: sp.Pow) -> Expr:
    if e.base is sp.E:
        return build.known("exp", r(e.exp))
    if e.exp == sp.S.Half:
        return build.known("sqrt", r(e.base))
    if e.exp.is_Rational and e.exp.is_negative:
        return build.div(ONE, r(1 / e))
    return build.power(r(e.base), r(e.exp))


def _matmul(r: Reader, e: sp.MatMul) -> Expr:
    minus = e.args[0] is sp.S.NegativeOne
    product = reduce(build.mul, map(r, e.args[minus:]))
    return build.neg(product) if minus else product


def _matpow(r: Reader, e: sp.MatPow) -> Expr:
    if not e.exp.is_Integer:
        raise refused(e)
    return build.inverse(r(e.base)) if e.exp == -1 else build.matrix_power(r(e.base), int(e.exp))


def _undefined(r: Reader, e: AppliedUndef) -> Expr:
    entry = find(e.func.__name__, r.context, ("function", "map"))
    if entry is None:
        entry = find(e.func.__name__, r.context, ("quantity",))
    if entry is None and e.func.__name__ in KNOWN and len(e.args) == 1:
        return build.known(e.func.__name__, r(e.args[0]))
    if entry is None or entry.kind == "quantity" and not entry.params:
        raise undeclared(e.func.__name__, r.context)
    args = tuple(map(r, e.args))
    if entry.kind == "quantity":
        if len(args) != len(entry.params):
            raise refused(e)
        pairs = tuple((p, a) for p, a in zip(entry.params, args) if a is not build.var(p))
        return build.substitute(entry.expr, pairs) if pairs else entry.expr
    if entry.kind == "map":
        if len(args) != len(entry.params):
            raise refused(e)
        return build.substitute(entry.body, tuple(zip(entry.params, args)))
    if entry.function.kind == "many":
        return build.apply_many(entry.function, args)
    if len(args) != 1:
        raise refused(e)
    return build.apply(entry.function, args[0])


def _known(name: str) -> Callable[[Reader, sp.Expr], Expr]:
    return lambda r, e: build.known(name, r(e.args[0]))


def _log(r: Reader, e: sp.log) -> Expr:
    value = build.known("log", r(e.args[0]))
    return value if len(e.args) == 1 else build.div(value, build.known("log", r(e.args[1])))


def _elementwise(r: Reader, e) -> Expr:
    f, a = e.function, r(e.expr)
    if isinstance(f, sp.Lambda) and isinstance(f.expr, sp.Function) and f.expr.args == f.variables:
        f = f.expr.func
    known = CLASSES.get(f)
    if known:
        return build.known(known, a)
    if isinstance(f, sp.Lambda) and len(f.variables) == 1:
        known = next((name for name, make in KNOWN.items() if make(f.variables[0]) == f.expr), None)
        return build.known(known, a) if known else _no(r, e)
    entry = find(getattr(f, "__name__", ""), r.context, ("function",))
    if entry is None and getattr(f, "__name__", "") in KNOWN:
        return build.known(f.__name__, a)
    if entry is None or entry.function.kind != "elementwise":
        raise refused(e)
    return build.apply(entry.function, a)


def _condition(r: Reader, c) -> Expr:
    if isinstance(c, Relational):
        sign = next(sign for sign, kind in RELATIONS.items() if isinstance(c, kind))
        return build.indicator(sign, r(c.lhs), r(c.rhs))
    if isinstance(c, sp.And):
        return reduce(build.mul, (_condition(r, a) for a in c.args))
    raise refused(c)


def _piecewise(r: Reader, e: sp.Piecewise) -> Expr:
    branches, otherwise = [], None
    for value, condition in e.args:
        if condition == sp.true:
            otherwise = r(value)
            break
        branches.append((r(value), _condition(r, condition)))
    return build.cases(tuple(branches), otherwise)


def _derivative(r: Reader, e: sp.Derivative) -> Expr:
    inner = e.expr
    if isinstance(inner, AppliedUndef) and len(e.variable_count) == 1:
        by, order = e.variable_count[0]
        entry = find(inner.func.__name__, r.context, ("function",))
        if inner.args == (by,) and entry is not None and entry.function.kind == "elementwise":
            return build.apply(entry.function, r(by), int(order))
    out = r(inner)
    for by, order in e.variable_count:
        for _ in range(int(order)):
            out = build.derivative(out, r(by), r.context.layout)
    return out


def _subs(r: Reader, e: sp.Subs) -> Expr:
    """phi'(2 x) is Subs(Derivative(phi(t), t), t, 2 x)."""
    f = e.expr
    if isinstance(f, sp.Derivative) and isinstance(f.expr, AppliedUndef) and len(e.variables) == 1:
        entry = find(f.expr.func.__name__, r.context, ("function",))
        if entry is not None and f.expr.args == e.variables == (f.variable_count[0][0],):
            if len(f.variable_count) == 1 and entry.function.kind == "elementwise":
                return build.apply(entry.function, r(e.point[0]), int(f.variable_count[0][1]))
    raise refused(e)


def _function_matrix(r: Reader, e: sp.FunctionMatrix) -> Expr:
    indices, shape = [], (dim_of(e.shape[0]), dim_of(e.shape[1]))
    for symbol, dim in zip(e.lamda.variables, shape):
        index = Index(symbol.name, dim, next(uids))
        r = r.binding(symbol, At(None, 0) if dim == 1 else At(index, -1))
        indices += [index] if dim != 1 else []
    body = r(e.lamda.expr)
    return build.array(tuple(indices), body, shape) if indices else body


def _literal(r: Reader, m) -> Expr:
    return build.matrix(tuple(tuple(r(x) for x in m.row(k)) for k in range(m.rows)))


def _delta(r: Reader, e: sp.KroneckerDelta) -> Expr:
    """Of two positions, or of two numbers."""
    places = sorted(e.args[:2], key=lambda p: not p.free_symbols & r.bound.keys())
    first = at_of(r, places[0], 0)
    second = at_of(r, places[1], getattr(first.base, "dim", 0))
    return build.indicator("=", build.index_value(first), build.index_value(second))


def _foreign(r: Reader, e: sp.Basic) -> Expr:
    from symcheck.bridge.foreign import template_for

    if not isinstance(e, sp.Expr) or isinstance(e, sp.MatrixExpr) or e.is_commutative is False:
        raise refused(e)
    try:
        template, symbols = template_for(e)
    except SymcheckError as error:
        raise refused(e) from error
    return build.foreign(template, tuple(map(r, symbols)))


def _no(r: Reader, e: sp.Basic) -> Expr:
    raise refused(e)


def _unary(make: Callable[[Expr], Expr]) -> Callable[[Reader, sp.Basic], Expr]:
    return lambda r, e: make(r(e.args[0]))


def _folded(make: Callable[[Expr, Expr], Expr]) -> Callable[[Reader, sp.Basic], Expr]:
    return lambda r, e: reduce(make, map(r, e.args))


ROWS |= {
    sp.Rational: lambda r, x: build.num(Fraction(int(x.p), int(x.q))),
    sp.Float: _float,
    sp.core.numbers.Pi: lambda r, x: build.const("pi"),
    sp.core.numbers.Exp1: lambda r, x: build.const("e"),
    sp.core.numbers.Infinity: lambda r, x: build.const("infinity"),
    sp.core.numbers.ImaginaryUnit: _no,
    sp.core.numbers.NaN: _no,
    sp.Symbol: _symbol,
    sp.MatrixSymbol: _matrix_symbol,
    MatrixElement: _element,
    sp.Indexed: _indexed,
    sp.Add: lambda r, e: build.add(*map(r, e.args)),
    sp.MatAdd: lambda r, e: build.add(*map(r, e.args)),
    sp.Mul: _mul,
    sp.MatMul: _matmul,
    sp.Pow: _pow,
    sp.MatPow: _matpow,
    sp.Transpose: _unary(build.transpose),
    sp.Adjoint: _unary(build.transpose),
    sp.Inverse: _unary(build.inverse),
    sp.Trace: _unary(build.trace),
    sp.Determinant: _unary(build.det),
    sp.DiagMatrix: _unary(build.diag),
    sp.DiagonalOf: _unary(build.diagonal),
    matrices.HadamardProduct: _folded(build.hadamard),
    matrices.HadamardPower: lambda r, e: build.power(r(e.base), r(e.exp)),
    sp.KroneckerProduct: _folded(build.kron),
    DotProduct: _folded(build.dot),
    sp.Identity: lambda r, e: build.eye(dim_of(e.rows)),
    sp.ZeroMatrix: lambda r, e: build.zeros((dim_of(e.rows), dim_of(e.cols))),
    sp.OneMatrix: lambda r, e: build.ones((dim_of(e.rows), dim_of(e.cols))),
    sp.MatrixBase: _literal,
    sp.FunctionMatrix: _function_matrix,
    ElementwiseApplyFunction: _elementwise,
    sp.Sum: _over(build.sum_over),
    sp.Product: _over(build.product_over),
    AppliedUndef: _undefined,
    sp.log: _log,
    sp.Max: lambda r, e: build.extremum("max", *map(r, e.args)),
    sp.Min: lambda r, e: build.extremum("min", *map(r, e.args)),
    sp.Piecewise: _piecewise,
    sp.Derivative: _derivative,
    sp.Subs: _subs,
    sp.KroneckerDelta: _delta,
    sp.Basic: _foreign,
    Relational: _no,
    sp.logic.boolalg.Boolean: _no,
} | {kind: _known(name) for kind, name in CLASSES.items() if name != "log"}
