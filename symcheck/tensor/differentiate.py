"""Differentiation and substitution in the index form.

`gradient(a, v)` has a's slots, then v's: entry [i.., j..] is d a[i..] / d v[j..]. The rules are those
of a first course, entry by entry: delta for an entry, product rule, chain rule, and

    d inv(M)_ij = - inv(M)_ik dM_kl inv(M)_lj        d det M = det M inv(M)_ji dM_ij

(Petersen and Pedersen, The Matrix Cookbook, 2012, eqs. 40, 46.) Nothing is simplified here. A
symmetric variable is differentiated as if its entries were independent, the convention of
textbooks. Steps and maxima are differentiated away from their kinks.
"""

from __future__ import annotations

from symcheck.tensor.array import (
    Array,
    Factor,
    Term,
    determinant,
    fold,
    general,
    integer_power,
    inverse,
    is_zero,
    known,
    poly,
    singular,
    variables,
)
from symcheck.tensor.functions import Unsupported, apply_function, derivative_of, slots


def gradient(a: Array, v: Array) -> Array:
    """Derivative of every entry of `a` by every entry of the variable `v`."""
    known = a.gradients.get(v)
    if known is None:
        known = _RULES[a.kind](a, v) if a.kind in _RULES else zero(a, v)
        a.gradients[v] = known
    return known


def zero(a: Array, v: Array) -> Array:
    return poly((), a.dims + v.dims)


def _shifted(idx: tuple[int, ...], rank: int, by: int) -> tuple[int, ...]:
    """Make room for `by` new slots after the first `rank`."""
    return tuple(i if i < rank else i + by for i in idx)


def _var(a: Array, v: Array) -> Array:
    if a is not v:
        return zero(a, v)
    n = a.rank
    deltas = tuple((Array("delta", (), (), (d, d)), (k, n + k), 1) for k, d in enumerate(a.dims))
    return poly(((1, deltas),), a.dims + v.dims)


def _poly(a: Array, v: Array) -> Array:
    rank, extra = a.rank, v.rank
    new = tuple(range(rank, rank + extra))
    terms: list[Term] = []
    for coefficient, factors in a.data:
        moved: list[Factor] = [(h, _shifted(idx, rank, extra), e) for h, idx, e in factors]
        for k, (h, idx, e) in enumerate(moved):
            dh = gradient(h, v)
            if is_zero(dh):
                continue
            rest = moved[:k] + ([(h, idx, e - 1)] if e != 1 else []) + moved[k + 1 :]
            terms.append((coefficient * e, (*rest, (dh, idx + new, 1))))
    return poly(tuple(terms), a.dims + v.dims)


def _map(a: Array, v: Array) -> Array:
    inner = a.args[0]
    d_inner = gradient(inner, v)
    if is_zero(d_inner):
        return zero(a, v)
    function, order = a.data
    outer = derivative_of(function, inner, order)
    s = slots(a)
    new = tuple(range(a.rank, a.rank + v.rank))
    return poly(((1, ((outer, s, 1), (d_inner, s + new, 1))),), a.dims + v.dims)


def _gen(a: Array, v: Array) -> Array:
    inner = a.args[0]
    d_inner = gradient(inner, v)
    if is_zero(d_inner):
        return zero(a, v)
    function, order = a.data
    outer = general(function, inner, order + 1)
    s, new = slots(a), tuple(range(a.rank, a.rank + v.rank))
    k = a.rank + v.rank
    passed = tuple(range(inner.rank - 1))
    factors = ((outer, s + (k,), 1), (d_inner, passed + (k,) + new, 1))
    return poly(((1, factors),), a.dims + v.dims)


def _inv(a: Array, v: Array) -> Array:
    m = a.args[0]
    dm = gradient(m, v)
    if is_zero(dm):
        return zero(a, v)
    passed = tuple(range(a.rank - 2))
    i, j = a.rank - 2, a.rank - 1
    new = tuple(range(a.rank, a.rank + v.rank))
    k, l = a.rank + v.rank, a.rank + v.rank + 1
    factors = ((a, passed + (i, k), 1), (dm, passed + (k, l) + new, 1), (a, passed + (l, j), 1))
    return poly(((-1, factors),), a.dims + v.dims)


def _det(a: Array, v: Array) -> Array:
    m = a.args[0]
    dm = gradient(m, v)
    if is_zero(dm):
        return zero(a, v)
    passed = tuple(range(a.rank))
    new = tuple(range(a.rank, a.rank + v.rank))
    k, l = a.rank + v.rank, a.rank + v.rank + 1
    factors = ((a, passed, 1), (inverse(m), passed + (l, k), 1), (dm, passed + (k, l) + new, 1))
    return poly(((1, factors),), a.dims + v.dims)


def _fold(a: Array, v: Array) -> Array:
    inner = a.args[0]
    d_inner = gradient(inner, v)
    if is_zero(d_inner):
        return zero(a, v)
    s, new, k = slots(a), tuple(range(a.rank, a.rank + v.rank)), a.rank + v.rank
    if a.data != "prod":  # to the entry that is the largest (smallest); away from where two are
        rank = inner.rank
        gap = poly(((1, ((inner, slots(inner), 1),)), (-1, ((a, tuple(range(rank - 1)), 1),))), inner.dims)
        return poly(((1, ((known("iszero", gap), s + (k,), 1), (d_inner, s + (k,) + new, 1))),), a.dims + v.dims)
    factors = ((a, s, 1), (inner, s + (k,), -1), (d_inner, s + (k,) + new, 1))
    return poly(((1, factors),), a.dims + v.dims)


def _svd(a: Array, v: Array) -> Array:
    """d S_1 = u_1^T dM v_1 where S_1 is simple, d (sum of S) = tr((U V^T)^T dM) where the rank is full."""
    m = a.args[0]
    dm = gradient(m, v)
    if is_zero(dm):
        return zero(a, v)
    slope = {"spectral": "leading", "nuclear": "polar"}.get(a.data)
    if slope is None:
        raise Unsupported("the derivative of singular vectors")
    s, new = slots(a), tuple(range(a.rank, a.rank + v.rank))
    k, l = a.rank + v.rank, a.rank + v.rank + 1
    return poly(((1, ((singular(slope, m), (*s, k, l), 1), (dm, (*s, k, l, *new), 1))),), a.dims + v.dims)


def _ipow(a: Array, v: Array) -> Array:
    """d b^m = m b^(m - 1) db; the exponent is a whole number and does not move."""
    base, exponent = a.args
    d_base = gradient(base, v)
    if not is_zero(gradient(exponent, v)):
        raise Unsupported("the derivative by a whole-number exponent")
    s, new = slots(a), tuple(range(a.rank, a.rank + v.rank))
    factors = ((exponent, s, 1), (a, s, 1), (base, s, -1), (d_base, s + new, 1))
    return poly(((1, factors),), a.dims + v.dims)


def _foreign(a: Array, v: Array) -> Array:
    terms: list[Term] = []
    template, orders = a.data
    for k, arg in enumerate(a.args):
        d_arg = gradient(arg, v)
        if not is_zero(d_arg):
            more = tuple(o + (n == k) for n, o in enumerate(orders))
            outer = Array("foreign", (template, more), a.args, ())
            terms.append((1, ((outer, (), 1), (d_arg, slots(d_arg), 1))))
    return poly(tuple(terms), a.dims + v.dims)


_RULES = {"var": _var, "poly": _poly, "map": _map, "gen": _gen, "inv": _inv, "det": _det,
          "fold": _fold, "svd": _svd, "foreign": _foreign, "ipow": _ipow}


def substitute(a: Array, values: dict[Array, Array], memo: dict[Array, Array] | None = None) -> Array:
    """`a` with each variable (a `var` array) replaced by an array of the same dims."""
    memo = {} if memo is None else memo
    if a in memo:
        return memo[a]
    if a.kind == "var":
        result = values.get(a, a)
    elif a.kind == "poly":
        terms = tuple((c, tuple((substitute(h, values, memo), idx, e) for h, idx, e in factors))
                      for c, factors in a.data)
        result = poly(terms, a.dims)
    else:
        args = tuple(substitute(arg, values, memo) for arg in a.args)
        result = a if args == a.args else rebuilt(a, args)
    memo[a] = result
    return result


def substitute_open(a: Array, values: dict[Array, Array], opens: tuple,
                    memo: dict[Array, Array | None] | None = None) -> Array | None:
    """As `substitute`, for values with slots `opens` in front of the variable's own: the result has
    them in front of a's. None where a does not depend on the variables."""
    memo = {} if memo is None else memo
    if a in memo:
        return memo[a]
    n = len(opens)
    result: Array | None = None
    if a.kind == "var":
        result = values.get(a)
    elif a.kind == "poly":
        terms, touched = [], False
        for c, factors in a.data:
            moved = []
            for h, idx, e in factors:
                lifted = substitute_open(h, values, opens, memo)
                at = tuple(i + n for i in idx)
                touched = touched or lifted is not None
                moved.append((h, at, e) if lifted is None else (lifted, (*range(n), *at), e))
            terms.append((c, tuple(moved)))
        result = poly(tuple(terms), opens + a.dims) if touched else None
    elif a.args:
        lifted = [substitute_open(arg, values, opens, memo) for arg in a.args]
        if any(x is not None for x in lifted):
            if a.kind == "foreign":
                raise Unsupported("an integral, limit or the like at many points")
            result = rebuilt(a, tuple(
                x if x is not None else poly(((1, ((arg, tuple(range(n, n + arg.rank)), 1),)),),
                                             opens + arg.dims)
                for x, arg in zip(lifted, a.args)))
    memo[a] = result
    return result


def rebuilt(a: Array, args: tuple[Array, ...]) -> Array:
    """The same operation on other arguments."""
    match a.kind:
        case "map":
            return apply_function(a.data[0], args[0], a.data[1])
        case "gen":
            return general(a.data[0], args[0], a.data[1])
        case "inv":
            return inverse(args[0])
        case "det":
            return determinant(args[0])
        case "fold":
            return fold(a.data, args[0])
        case "svd":
            return singular(a.data, args[0])
        case "ipow":
            return integer_power(*args)
        case _:
            return Array(a.kind, a.data, args, a.dims)


def depends(a: Array, on: Array) -> bool:
    return on in variables(a)
