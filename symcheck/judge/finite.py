"""Variables of declared finite sets that equations bind: labels that sum to one, balanced signs.

The assignments that satisfy the equations at given sizes are enumerated, or searched for where there
are too many; points are picked among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from symcheck.expr.names import Variable
from symcheck.tensor.array import Array, poly, variables
from symcheck.tensor.canonical import canonical
from symcheck.tensor.evaluate import Evaluation
from symcheck.tensor.reals import Float

MAX_ENUMERATED = 8192
WALKERS = 256
STEPS = 400


@dataclass(slots=True)
class Bound:
    """Variables of finite sets with the equations (residuals) that bind them alone."""

    names: tuple[Array, ...]
    residuals: list[Array]
    found: dict[tuple, np.ndarray] = field(default_factory=dict)

    def assignments(self, sizes: Mapping) -> np.ndarray:
        """Rows of places in the sets, entry by entry of all the names; none may be left."""
        key = tuple(sorted(sizes.items(), key=str))
        if key not in self.found:
            self.found[key] = _search(self, sizes)
        return self.found[key]


def members_of(v: Variable, sizes: Mapping) -> tuple[Fraction, ...]:
    r"""The numbers of a declared finite set; of \{1, \dots, K\} at the size of K."""
    if v.values or not isinstance(v.bounds[1], str):
        return v.values
    return tuple(Fraction(n) for n in range(int(v.bounds[0] or 1), sizes[v.bounds[1]] + 1))


def is_finite(v: Variable) -> bool:
    return bool(v.values) or isinstance(v.bounds[1], str)


def bound(residuals: list[Array]) -> list[Bound]:
    """The equations grouped so that no two groups share a variable."""
    groups: list[tuple[set[Array], list[Array]]] = []
    for r in residuals:
        names, own = set(variables(r)), [r]
        apart = []
        for others, theirs in groups:
            if others & names:
                names |= others
                own = theirs + own
            else:
                apart.append((others, theirs))
        groups = [*apart, (names, own)]
    return [Bound(tuple(sorted(names, key=lambda a: a.data.name)), own) for names, own in groups]


def _search(b: Bound, sizes: Mapping) -> np.ndarray:
    shapes = [Evaluation(None, sizes, {}).shape(v) for v in b.names]
    sets = [np.array([float(x) for x in members_of(v.data, sizes)]) for v in b.names]
    radix = np.concatenate([np.full(int(np.prod(s, dtype=int)), len(m)) for s, m in zip(shapes, sets)])
    total = float(np.prod(radix, dtype=float))
    if total <= MAX_ENUMERATED:
        places = np.indices(tuple(radix)).reshape(len(radix), -1).T
        return places[_misfit(b, sizes, shapes, sets, places) < 1e-9]
    return _walk(lambda p: _misfit(b, sizes, shapes, sets, p), radix)


def _walk(misfit, radix: np.ndarray) -> np.ndarray:
    """Change one entry at a time, wherever that leaves the equations no worse."""
    rng = np.random.default_rng(5)
    places = rng.integers(0, radix, (WALKERS, len(radix)))
    now = misfit(places)
    every = np.arange(WALKERS)
    for _ in range(STEPS):
        if (now < 1e-9).all():
            break
        turned = places.copy()
        column = rng.integers(0, len(radix), WALKERS)
        turned[every, column] = rng.integers(0, radix[column])
        then = misfit(turned)
        better = then <= now
        places[better], now[better] = turned[better], then[better]
    return places[now < 1e-9]


@np.errstate(all="ignore")
def _misfit(b: Bound, sizes: Mapping, shapes, sets, places: np.ndarray) -> np.ndarray:
    field = Float(len(places))
    values, start = {}, 0
    for v, shape, members in zip(b.names, shapes, sets):
        n = int(np.prod(shape, dtype=int))
        values[v] = [members[places[:, start:start + n]].reshape(len(places), *shape)]
        start += n
    evaluation = Evaluation(field, sizes, values)
    worst = np.zeros(len(places))
    for r in b.residuals:
        a = np.broadcast_to(evaluation(r), (len(places), *evaluation.shape(r)))
        worst += np.abs(a.reshape(len(places), -1)).sum(axis=1)
    return np.where(field.valid & np.isfinite(worst), worst, 1e9)


def roots(residual: Array, v: Array) -> tuple[Fraction, ...]:
    r"""The solutions of an equation in the entries of one variable each by itself, as a^2 = 1 and
    |x_i| = 1: () where there are others than small rationals, or it is of another form."""
    if variables(residual) != {v} or residual.rank != v.rank:
        return ()
    c = canonical(residual)
    coefficients: dict[int, Fraction] = {}
    for q, factors in c.data if c.kind == "poly" else ():
        if not factors:
            coefficients[0] = q
        elif len(factors) == 1 and factors[0][0] is v and factors[0][1] == tuple(range(v.rank)) \
                and factors[0][2].denominator == 1 and 0 < factors[0][2] <= 6:
            coefficients[int(factors[0][2])] = q
        else:
            return _size_only(c, v)
    if max(coefficients, default=0) < 2:
        return ()
    return _rational_roots(coefficients)


def _size_only(c: Array, v: Array) -> tuple[Fraction, ...]:
    """|v| = q gives q and -q."""
    from symcheck.tensor.array import known

    slots = tuple(range(v.rank))
    q = -next((q for q, factors in c.data if not factors), 0)
    absolute = poly(((2, ((v, slots, 1), (known("step", v), slots, 1))), (-1, ((v, slots, 1),)),
                     (-q, ())), v.dims)
    return (Fraction(q), Fraction(-q)) if q > 0 and canonical(absolute) is c else ()


def _rational_roots(coefficients: dict[int, Fraction]) -> tuple[Fraction, ...]:
    """All real roots, if every root is rational; by deflation of trial roots p/q."""
    degree = max(coefficients)
    rest = [Fraction(coefficients.get(k, 0)) for k in range(degree, -1, -1)]
    found: list[Fraction] = []
    trials = sorted({Fraction(p, q) for p in range(-12, 13) for q in (1, 2, 3, 4)}, key=abs)
    for x in trials:
        while len(rest) > 1:
            quotient, value = [], Fraction(0)
            for a in rest:
                value = value * x + a
                quotient.append(value)
            if value != 0:
                break
            found.append(x)
            rest = quotient[:-1]
    if len(rest) == 3 and rest[1] ** 2 < 4 * rest[0] * rest[2]:
        rest = rest[:1]
    return tuple(dict.fromkeys(found)) if len(rest) == 1 else ()
