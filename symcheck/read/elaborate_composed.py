r"""Functions made of functions: `(f \circ g)(x)`, `(fg)'(x)`, `(f + g)(x)`."""

from __future__ import annotations

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.read.elaborate_arguments import after, argument
from symcheck.read.elaborate_calls import call
from symcheck.read.elaborate_heads import CALLS, function_of
from symcheck.read.elaborate_known import KNOWN, is_known
from symcheck.read.elaborate_quantities import derivative_mark
from symcheck.read.elaborate_superscripts import raised
from symcheck.read.reading import Reading
from symcheck.read.scope import Entry
from symcheck.read.syntax import Additive, Fraction_, Group, Number, Product, Script, Syntax


def composed(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`(f \circ g)(x)`, `(f \circ g)'(x)`, `(f' \circ g)(x)`."""
    head = items[k]
    group, order, power = head, 0, None
    if type(head) is Script:
        group, order = head.base, head.primes
        if head.sub is not None or len(head.sups) > 1:
            raise r.error("not-in-language", "this composition cannot be read", head)
        for s in head.sups:
            order, power = (order + 1, None) if derivative_mark(s) else (order, s)
    if power is not None and type(power) is Additive:
        raise r.error("not-in-language", "the inverse of a composition cannot be read", head)
    a = argument(r, items, ops, k, "a composition", many=True)
    chained = type(group.body) is Product and "circ" in group.body.operators
    functions = [composable(r, f) for f in group.body.items] if chained else ()

    def at(values: list[Expr]) -> Expr:
        if not chained:
            return _pointwise(r, group.body, [r.settle(v) for v in values], head)
        for (function, primes), f in zip(reversed(functions), reversed(group.body.items)):
            values = [build.known(function, values[0], primes) if type(function) is str
                      else call(r, function, values, primes, f)]
        return values[0]

    if not order:
        value = at(a.values)
    else:
        point = r.settle(a.values[0])
        if len(a.values) > 1 or not is_scalar(point.shape) and order > 1:
            raise r.error("not-in-language", "this derivative of a composition cannot be read", head)
        u = Variable(r"u_{\cdot}", point.shape)
        value = at([build.var(u)])
        for _ in range(order):
            value = build.derivative(value, build.var(u), "row")
        value = build.substitute(value, ((u, point),))
    if power is not None:
        value = raised(r, value, power, head)
    return after(r, value, a), a.after


def _pointwise(r: Reading, s: Syntax, values: list[Expr], at: Syntax) -> Expr:
    """A sum, product or quotient of functions at their arguments, as a number."""
    if type(s) is Number:
        return r.expr(s)
    if type(s) is Group:
        return _pointwise(r, s.body, values, at)
    if type(s) is Fraction_:
        return build.div(_pointwise(r, s.numerator, values, at),
                         _pointwise(r, s.denominator, values, at))
    if type(s) is Additive:
        terms = [_pointwise(r, x, values, at) for x in s.items]
        return build.add(*(build.neg(t) if sign == "-" else t for t, sign in zip(terms, s.signs)))
    if type(s) is Product:
        value = _pointwise(r, s.items[0], values, at)
        for x, op in zip(s.items[1:], s.operators[1:]):
            value = (build.div if op == "/" else build.mul)(value, _pointwise(r, x, values, at))
        return value
    found = composable(r, s)
    if found is None and type(s) is Script:
        return build.power(_pointwise(r, s.base, values, at), r.expr(s.sups[0]))
    if found is None:
        return r.expr(s)
    function, primes = found
    value = build.known(function, values[0], primes) if type(function) is str \
        else call(r, function, values, primes, s)
    if not is_scalar(value.shape):
        raise r.error("not-in-language", "only functions with values in the numbers are multiplied "
                      "or added as functions", at)
    return value


def composable(r: Reading, s: Syntax) -> tuple[Entry | str, int] | None:
    """A function in a composition, declared or known by its name, and its primes."""
    base, primes = s, 0
    if type(s) is Script and s.primes and not s.sups and s.sub is None:
        base, primes = s.base, s.primes
    entry = function_of(r, base)
    if entry is not None:
        return entry, primes
    if is_known(r, base):
        return KNOWN.get(base.name, "sigmoid"), primes
    return None


CALLS.update({"composed": composed, "composable": composable})
