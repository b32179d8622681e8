"""First values of one variable, by its traits alone and in any field.

A variable of a finite set is drawn from its members, a number within its bounds, a matrix with the
structure declared of it. Equations play no part here; `sampling` moves what they ask for.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from symcheck.expr.names import Variable
from symcheck.judge import surfaces
from symcheck.judge.finite import is_finite, members_of
from symcheck.tensor.modular import PRIMES, Modular

_SYMMETRIC = frozenset({"symmetric", "posdef", "possemidef"})
DEFINITE = frozenset({"posdef", "possemidef"})
STRUCTURED = _SYMMETRIC | {"orthogonal", "diagonal"}
_POSITIVE = frozenset({"positive", "unit"})
# What numbers of spread 'small' are picked from.
_SMALL = np.array((1, 2, -1, 3, -2, 1, 2, -1), float)
_SMALL_POSITIVE = np.array((1, 2, 3, 1, 2, 4), float)


def first_values(v: Variable, field, shape: tuple[int, ...], rng, spread: str,
                 sizes) -> list[np.ndarray]:
    """Values at every point, once for each prime where the field is one of residues."""
    positive = bool(v.traits & _POSITIVE or "nonnegative" in v.traits)
    structured = v.traits & STRUCTURED
    if is_finite(v):
        members = members_of(v, sizes)
        places = rng.integers(0, len(members), (field.points, *shape))
        return members_at(members, field, _with_edges(places, rng) if "members" in v.traits else places)
    if isinstance(field, Modular):
        if "integer" in v.traits and not shape:
            numbers = rng.integers(1, 50, field.points)
            drawn = [numbers.astype(np.uint64) % np.uint64(p) for p in PRIMES]
        else:
            drawn = field.draw(rng, shape, positive)
    else:
        drawn = [_real(v, field, shape, rng, spread, positive)]
    if structured and len(shape) >= 2:
        dice = dice_for(field, rng) if "orthogonal" in structured else None
        drawn = [_structured(v, field, a, level, dice) for level, a in enumerate(drawn)]
    return drawn


def _with_edges(places: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Sets of indices: of many points one has the empty set, one all indices, one a single index and one all but one."""
    if len(places) > 3 and places.shape[-1]:
        empty, full, single, rest = rng.permutation(len(places))[:4]
        places[empty], places[full], places[single], places[rest] = 0, 1, 0, 1
        k = int(rng.integers(0, places.shape[-1]))
        places[single, ..., k], places[rest, ..., k] = 1, 0
    return places


def dice_for(field, rng: np.random.Generator) -> np.ndarray:
    """Whole numbers for what is drawn from several pieces; of many points, one has all coins at 0
    and one all at 1."""
    dice = rng.integers(0, 1 << 48, (field.points, 32))
    if field.points > 3:
        dice[0], dice[1] = 0, (1 << 48) - 1
    return dice


def members_at(members, field, places: np.ndarray) -> list[np.ndarray]:
    """Members of a declared finite set by their places."""
    levels = range(len(PRIMES)) if isinstance(field, Modular) else (0,)
    return [np.concatenate([field.number(Fraction(x), level) for x in members])[places]
            for level in levels]


def _real(v: Variable, field, shape, rng, spread: str, positive: bool) -> np.ndarray:
    numbers = _drawn(v, (field.points, *shape), rng, spread, positive)
    low, high = v.bounds
    bounded = low is not None or high is not None
    if field.dtype is float and not bounded:
        return numbers
    exact = [within(Fraction(x), low, high) if bounded else int(x) if x.is_integer() else Fraction(x)
             for x in numbers.ravel().tolist()]
    if field.dtype is float:
        return np.array([float(x) for x in exact]).reshape(numbers.shape)
    flat = np.empty(len(exact), dtype=object)
    for k, x in enumerate(exact):
        flat[k] = field.number(x, 0)[0]
    return flat.reshape(numbers.shape)


def _drawn(v: Variable, shape: tuple[int, ...], rng, spread: str, positive: bool) -> np.ndarray:
    """float64 numbers with few binary digits, so that every field holds the same ones."""
    if spread == "small" or "integer" in v.traits:
        if "unit" in v.traits:
            return rng.integers(1, 4, shape) / 4
        if "integer" in v.traits and "nonnegative" in v.traits and v.bounds[0] == 0:
            return rng.integers(0, 4, shape).astype(float)
        pool = _SMALL_POSITIVE if positive else -_SMALL_POSITIVE if "negative" in v.traits else _SMALL
        whole = pool[rng.integers(0, len(pool), shape)]
        if spread == "small":
            return whole
        return whole * rng.integers(positive or "negative" in v.traits or "nonzero" in v.traits,
                                    12 if spread == "wide" else 3, shape)
    if spread in ("wide", "near"):
        return _wide(v, shape, rng, positive, (-1.5, 0) if spread == "near" else None)
    if "unit" in v.traits:
        real = rng.uniform(0.05, 0.95, shape)
    elif positive:
        real = np.exp(0.6 * rng.normal(0, 1, shape))
    elif "negative" in v.traits:
        real = -np.exp(0.6 * rng.normal(0, 1, shape))
    else:
        real = rng.normal(0.1, 0.9, shape)
    return np.round(real * 4096) / 4096


def _wide(v: Variable, shape: tuple[int, ...], rng, positive: bool, orders: tuple[float, float] | None = None) -> np.ndarray:
    """Entries of one order of magnitude at each point, from 10^-9 to 10^6, or of these `orders`; of the unit interval
    near both its ends."""
    unit = "unit" in v.traits
    low, high = orders if orders is not None and not unit else (-9, -0.1) if unit else (-9, 6) if positive else (-1, 5)
    scale = 10.0 ** rng.uniform(low, high, (shape[0], *(1,) * (len(shape) - 1)))
    real = scale * rng.uniform(0.1, 1, shape)
    if unit:
        return np.where(rng.integers(0, 2, scale.shape) == 1, 1 - real, real)
    if positive:
        return real
    return -real if "negative" in v.traits else real * rng.choice((-1.0, 1.0), scale.shape)


def within(x: Fraction, low, high) -> Fraction:
    """A number moved into the open interval of declared bounds."""
    if low is not None and high is not None:
        if low < x < high:
            return x
        part = (abs(x) % 1) or Fraction(1, 3)
        return low + (high - low) * part
    if low is not None and x <= low:
        return low + (low - x) + (1 if x == low else 0)
    if high is not None and x >= high:
        return high - (x - high) - (1 if x == high else 0)
    return x


def _structured(v: Variable, field, a: np.ndarray, level: int, dice) -> np.ndarray:
    eye = surfaces.identity(field, a.shape[-1], a.dtype, level)
    if "orthogonal" in v.traits:
        move = surfaces.reflection if v.traits & _SYMMETRIC else surfaces.orthogonal
        return move(field, a, level, dice)
    if "diagonal" in v.traits:
        return field.multiply(a, eye, level)
    turned = np.swapaxes(a, -1, -2)
    if "posdef" in v.traits:
        return field.add(surfaces.product(field, a, turned, level), eye, level)
    if "possemidef" in v.traits:
        return surfaces.product(field, a, turned, level)
    return field.add(a, turned, level)
