"""Known elementwise functions: what each becomes in the index form, and its derivative.

Everything that can be is written with few atoms, so that equal things look equal: `exp`, `log`,
`sigmoid`, `step` and powers. The others (`sin`, `erf`, `loggamma`...) are atoms of their own.
At a kink (`step` at 0) no value is claimed: identities with steps hold away from it. Where the
argument is 0 on a whole region, as relu(x) is for x < 0, `step` is 0 there.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symcheck.expr.names import Function, Variable
from symcheck.tensor.array import Array, Term, known, mapped, poly, variable

HALF = Fraction(1, 2)


class Unsupported(Exception):
    """Something the index form cannot express; the message says what, in a student's words."""


def slots(a: Array) -> tuple[int, ...]:
    return tuple(range(len(a.dims)))


def combine(a: Array, *terms: tuple) -> Array:
    """Polynomial in arrays of a's rank: each term is (coefficient, (array, exponent), ...)."""
    s = slots(a)
    built: list[Term] = []
    for coefficient, *factors in terms:
        built.append((coefficient, tuple((f, s[: len(f.dims)] if f.dims else (), e)
                                         for f, e in factors)))
    return poly(tuple(built), a.dims)


def negative(a: Array) -> Array:
    return combine(a, (-1, (a, 1)))


def _exp(name: str) -> Callable[[Array], Array]:
    return lambda a: known(name, a)


def _hyperbolic(sign: int) -> Callable[[Array], Array]:
    return lambda a: combine(a, (HALF, (known("exp", a), 1)),
                             (sign * HALF, (known("exp", negative(a)), 1)))


def _tanh(a: Array) -> Array:
    return combine(a, (2, (known("sigmoid", combine(a, (2, (a, 1)))), 1)), (-1,))


# Rewriting of a function applied to an array, by fewer atoms.
REWRITE: dict[str, Callable[[Array], Array]] = {
    "sqrt": lambda a: combine(a, (1, (a, HALF))),
    "tanh": _tanh,
    "sinh": _hyperbolic(-1),
    "cosh": _hyperbolic(1),
    # softplus(z) = log(1 + exp z)
    "softplus": lambda a: known("log", combine(a, (1,), (1, (known("exp", a), 1)))),
    "relu": lambda a: combine(a, (1, (a, 1), (known("step", a), 1))),
    "abs": lambda a: combine(a, (2, (a, 1), (known("step", a), 1)), (-1, (a, 1))),
    "sign": lambda a: combine(a, (1, (known("step", a), 1)), (-1, (known("step", negative(a)), 1))),
    "tan": lambda a: combine(a, (1, (known("sin", a), 1), (known("cos", a), -1))),
    # log Gamma' = digamma, Gamma = exp log Gamma
    "gamma": lambda a: known("exp", known("loggamma", a)),
}


def _one_over_square(constant: int, sign: int, exponent: Fraction | int, outer: int):
    def rule(a: Array) -> Array:
        inside = combine(a, (constant,), (sign, (a, 2)))
        return combine(a, (outer, (inside, exponent)))
    return rule


def _erf_prime(a: Array) -> Array:
    pi = Array("const", "pi", (), ())
    return combine(a, (2, (pi, -HALF), (known("exp", combine(a, (-1, (a, 2)))), 1)))


# d f(z) / dz as an array of z's dims.
DERIVATIVE: dict[str, Callable[[Array], Array]] = {
    "exp": lambda a: known("exp", a),
    "log": lambda a: combine(a, (1, (a, -1))),
    "sigmoid": lambda a: combine(a, (1, (known("sigmoid", a), 1),
                                     (known("sigmoid", negative(a)), 1))),
    "step": lambda a: poly((), a.dims),
    "iszero": lambda a: poly((), a.dims),
    "above": lambda a: poly((), a.dims),
    "sin": lambda a: known("cos", a),
    "cos": lambda a: combine(a, (-1, (known("sin", a), 1))),
    "arctan": _one_over_square(1, 1, -1, 1),
    "arcsin": _one_over_square(1, -1, -HALF, 1),
    "arccos": _one_over_square(1, -1, -HALF, -1),
    "erf": _erf_prime,
    "loggamma": lambda a: known("digamma", a),
}


def apply_function(f: Function, a: Array, order: int = 0) -> Array:
    """f applied to every entry, or its derivative of `order`, rewritten by fewer atoms."""
    if not f.known:
        return mapped(f, a, order)
    result = REWRITE[f.known](a) if f.known in REWRITE else known(f.known, a)
    if order == 0:
        return result
    if f.known not in REWRITE and order == 1:
        return derivative_of(f, a, 0)
    return _higher(f, a, order)


def _higher(f: Function, a: Array, order: int) -> Array:
    """Differentiate f(t) by a scalar t as often as asked, then put every entry of a for t."""
    from symcheck.tensor.differentiate import gradient

    t = variable(Variable(r"\tau^{*}"))
    value = apply_function(f, t)
    for _ in range(order):
        value = gradient(value, t)
    return _at_entries(value, t, a)


def _at_entries(value: Array, t: Array, a: Array) -> Array:
    """The scalar array `value` of the scalar variable t, at every entry of a."""
    if value is t:
        return a
    if value.kind == "map":
        function, order = value.data
        return apply_function(function, _at_entries(value.args[0], t, a), order)
    if value.kind != "poly":
        return value
    s = slots(a)
    terms = []
    for coefficient, factors in value.data:
        lifted = [(_at_entries(h, t, a), e) for h, _, e in factors]
        terms.append((coefficient, tuple((h, s if h.dims else (), e) for h, e in lifted)))
    return poly(tuple(terms), a.dims)


def derivative_of(f: Function, a: Array, order: int) -> Array:
    """Derivative of the map (f, order) at a."""
    if not f.known:
        return mapped(f, a, order + 1)
    rule = DERIVATIVE.get(f.known)
    if rule is None:
        return mapped(f, a, order + 1)
    if order:
        return _higher(f, a, order + 1)
    return rule(a)

