"""Fields of real numbers: float64 for many points at once, 50 digits, exact rationals.

Undeclared functions get a concrete smooth stand-in, with its exact derivatives: what is compared
is whether two sides agree for every function, so any one function may refute, and a generic one
does. In `Exact` the stand-ins are polynomials, so that counterexamples are readable numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

import numpy as np

from symcheck.expr.names import Function
from symcheck.tensor import decomposition
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.roots import exact_power, float_power, is_odd_root


def _seeded(name: str, *key: int) -> float:
    """A number in (0, 1) that depends on the name and key only."""
    h = 2166136261
    for byte in f"{name}{key}".encode():
        h = (h ^ byte) * 16777619 & 0xFFFFFFFF
    h = (h ^ (h >> 15)) * 2246822519 & 0xFFFFFFFF
    return (h ^ (h >> 13)) / 2**32


# Value of a construct from outside the language, put here by the bridge when it is loaded:
# (template, orders of differentiation, argument arrays) -> array.
FOREIGN_VALUE: list[Callable] = []


class _Real:
    """Shared by the three fields; `dtype` object for exact and 50-digit numbers."""

    dtype: object = object
    at_kink: int = 0  # the value of step at 0; what is claimed must not depend on it

    def __init__(self, points: int = 1):
        self.points = points
        self.valid = np.ones(points, dtype=bool)

    def multiply(self, a, b, level):
        return a * b

    def add(self, a, b, level):
        return a + b

    def total(self, a, axis, level):
        return a.sum(axis=axis)

    def _mark(self, good: np.ndarray) -> None:
        self.valid &= np.asarray(good, dtype=bool).reshape(good.shape[0], -1).all(axis=1)

    def vanishes(self, a: np.ndarray) -> np.ndarray:
        return np.abs(np.asarray(a, dtype=float)) < 1e-9

    def weight(self, x) -> float:
        """How good a pivot a number is."""
        return abs(float(x))

    def ratio(self, x, y, level):
        return x / y

    def minus(self, x, q, y, level):
        """x - q y"""
        return x - q * y

    def whole(self, x, level) -> int:
        n = round(float(x))
        if abs(float(x) - n) > 1e-9 or abs(n) > 1000:
            raise Unsupported("an exponent that is no small whole number")
        return n

    def fold(self, kind, a, level):
        match kind:
            case "prod":
                return a.prod(axis=-1)
            case "max":
                return a.max(axis=-1)
            case "min":
                return a.min(axis=-1)
        raise Unsupported(f"{kind} over entries")

    def _map(self, a: np.ndarray, function) -> np.ndarray:
        flat = np.empty(a.size, dtype=object)
        for k, x in enumerate(a.ravel()):
            flat[k] = function(x)
        return flat.reshape(a.shape)

    def _scalar(self, value) -> np.ndarray:
        result = np.empty(1, dtype=object)
        result[0] = value
        return result

    def inverse(self, m, level):
        n = m.shape[-1]
        eye = np.empty((n, n), dtype=object)
        for i, j in np.ndindex(n, n):
            eye[i, j] = self.number(int(i == j), level)[0]
        return self._eliminate(np.concatenate([m, np.broadcast_to(eye, m.shape)], -1), n)[0][..., n:]

    def determinant(self, m, level):
        return self._eliminate(m, m.shape[-1], False)[1]

    def absolute(self, a, level):
        return np.abs(a)

    def _eliminate(self, m, n, regular=True):
        """Gauss-Jordan with row exchanges, matrix by matrix; a singular one, where a `regular` one
        is wanted, loses the point."""
        m = m.copy()
        flat = m.reshape(-1, *m.shape[-2:])
        dets = np.empty(len(flat), dtype=object)
        for number, a in enumerate(flat):
            det = 1
            for k in range(n):
                pivot = max(range(k, n), key=lambda r: abs(a[r, k]))
                if a[pivot, k] == 0:
                    det = 0
                    if regular:
                        self.valid[:] = False
                    break
                if pivot != k:
                    a[[k, pivot]] = a[[pivot, k]]
                    det = -det
                det = det * a[k, k]
                a[k] = a[k] / a[k, k]
                for i in range(n):
                    if i != k:
                        a[i] = a[i] - a[i, k] * a[k]
            dets[number] = det
        return flat.reshape(m.shape), dets.reshape(m.shape[:-2])


class Float(_Real):
    """float64, many points. Undefined results are NaN and lose the point; evaluate within
    `np.errstate(all="ignore")`."""

    dtype = float

    def number(self, q, level):
        return np.array([float(q)])

    def power(self, a, exponent, level):
        result = 1.0 / a if exponent == -1 else float_power(a, exponent)
        self._mark(np.isfinite(result))
        return result

    def constant(self, name, level):
        return np.array([_CONSTANTS[name]])

    def function(self, f: Function, order, argument, level):
        a = argument()
        if f.known == "step" and not order:
            result = np.where(a == 0, float(self.at_kink), (a > 0).astype(float))
        elif f.known:
            result = _FLOAT[f.known](a) if order == 0 and f.known in _FLOAT else \
                self._map(a, lambda x: float(_mp_known(f, order, x))).astype(float)
        else:
            result = wave(f.name, order, a, np.sin, np.cos)
        self._mark(np.isfinite(result))
        return result

    def general(self, f: Function, order, a, outputs, level):
        return general_wave(f, order, a, outputs, np.sin, np.cos)

    def inverse(self, m, level):
        try:
            return np.linalg.inv(m)
        except np.linalg.LinAlgError:
            regular = np.abs(np.linalg.det(m)) > 1e-12
            self._mark(regular)
            return np.linalg.inv(np.where(regular[..., None, None], m, np.eye(m.shape[-1])))

    def determinant(self, m, level):
        return np.linalg.det(m)

    def singular(self, name, m, level):
        return decomposition.of_floats(name, m)

    def foreign(self, template, orders, args, level):
        if not FOREIGN_VALUE:
            raise Unsupported("the value of an integral or the like")
        result = FOREIGN_VALUE[0](template, orders, args)
        self._mark(np.isfinite(result))
        return result


_CONSTANTS = {"e": math.e, "pi": math.pi, "infinity": math.inf}


def _sigmoid(a):
    return np.where(a >= 0, 1 / (1 + np.exp(-np.abs(a))), np.exp(-np.abs(a)) / (1 + np.exp(-np.abs(a))))


_FLOAT = {
    "exp": np.exp, "log": np.log, "sin": np.sin, "cos": np.cos, "arctan": np.arctan,
    "arcsin": np.arcsin, "arccos": np.arccos, "sigmoid": _sigmoid,
    "cosigmoid": lambda a: _sigmoid(-a), "step": lambda a: (a > 0).astype(float),
    "above": lambda a: (a > 0).astype(float),
    "iszero": lambda a: (a == 0).astype(float),
    "loggamma": np.vectorize(lambda x: math.lgamma(x) if x > 0 else math.nan, otypes=[float]),
    "erf": np.vectorize(math.erf, otypes=[float]),
}

# Stand-ins: phi(t) = t^2/4 + sin(a t + b) + t/3 with a, b by the name. General functions: sums of
# three such waves of independent linear forms, so that no derivative has a special structure.


def wave(name: str, order: int, t, sin, cos):
    a, b = 0.7 + _seeded(name, 1), 3 * _seeded(name, 2)
    inner = a * t + b
    trig = (sin, cos, lambda z: -sin(z), lambda z: -cos(z))[order % 4](inner) * a**order
    poly = (t * t / 4 + t / 3, t / 2 + 1 / 3, 0.5 + 0 * t)
    return trig + (poly[order] if order < 3 else 0 * t)


def general_wave(f: Function, order: int, a, outputs, sin, cos):
    n = a.shape[-1]
    axes = ([outputs] if outputs is not None else []) + [n] * order
    result = np.zeros((*a.shape[:-1], *axes), dtype=a.dtype)
    for m in range(outputs or 1):
        for wave in range(3):
            c = np.array([2 * _seeded(f.name, m, wave, k) - 0.6 for k in range(n)])
            inner = (a * c).sum(axis=-1) + 3 * _seeded(f.name, m, wave, -1)
            value = (sin, cos, lambda z: -sin(z), lambda z: -cos(z))[order % 4](inner)
            for k in range(order):
                value = value[..., None] * c.reshape((1,) * (value.ndim) + (n,)) if k == 0 else \
                    value[..., None] * c
            if outputs is None:
                result += value
            else:
                result[(slice(None),) * (a.ndim - 1) + (m,)] += value
    return result


@lru_cache(maxsize=8)
def _context(digits: int):
    """An mpmath context of its own precision."""
    import mpmath

    context = mpmath.mp.clone()
    context.dps = digits
    return context


class Digits(_Real):
    """mpmath numbers of 50 digits, object arrays."""

    def __init__(self, points: int = 1, digits: int = 50):
        super().__init__(points)
        self.mp = _context(digits)

    def number(self, q, level):
        q = Fraction(q)
        return self._scalar(self.mp.mpf(q.numerator) / q.denominator)

    def power(self, a, exponent, level):
        exponent = Fraction(exponent)
        e = self.mp.mpf(exponent.numerator) / exponent.denominator if exponent.denominator != 1 \
            else int(exponent)

        odd = is_odd_root(exponent)

        def one(x):
            if (exponent < 0 and x == 0) or (exponent.denominator % 2 == 0 and x < 0):
                self.valid[:] = False
                return self.mp.mpf(1)
            if odd and x < 0:
                return -(-x)**e if exponent.numerator % 2 else (-x)**e
            return x**e
        return self._map(a, one)

    def constant(self, name, level):
        return self._scalar({"e": +self.mp.e, "pi": +self.mp.pi, "infinity": self.mp.inf}[name])

    def function(self, f: Function, order, argument, level):
        a = argument()
        if not f.known:
            return self._map(a, lambda t: wave(f.name, order, t, self.mp.sin, self.mp.cos))

        def one(x):
            if f.known == "step" and x == 0 and not order:
                return self.mp.mpf(self.at_kink)
            if f.known == "log" and x <= 0:
                self.valid[:] = False
                return self.mp.mpf(1)
            value = _mp_known(f, order, x, self.mp)
            if isinstance(value, self.mp.mpc):
                self.valid[:] = False
                return self.mp.mpf(1)
            return value
        return self._map(a, one)

    def general(self, f: Function, order, a, outputs, level):
        vector = lambda g: lambda z: self._map(np.asarray(z, dtype=object), g)  # noqa: E731
        return general_wave(f, order, a, outputs, vector(self.mp.sin), vector(self.mp.cos))

    def singular(self, name, m, level):
        return decomposition.of_digits(name, m, self.mp)

    def foreign(self, template, orders, args, level):
        raise Unsupported("an integral or the like to 50 digits")


def _mp_known(f: Function, order: int, x, mp=None):
    import mpmath

    mp = mp or mpmath.mp
    table = {
        "exp": mp.exp, "log": mp.log, "sin": mp.sin, "cos": mp.cos, "arctan": mp.atan,
        "arcsin": mp.asin, "arccos": mp.acos, "erf": mp.erf, "loggamma": mp.loggamma,
        "sigmoid": lambda z: 1 / (1 + mp.exp(-z)), "cosigmoid": lambda z: 1 / (1 + mp.exp(z)),
        "step": lambda z: mp.mpf(int(z > 0)), "above": lambda z: mp.mpf(int(z > 0)),
        "iszero": lambda z: mp.mpf(int(z == 0)),
    }
    if f.known == "digamma":
        return mp.psi(order, x)
    if f.known not in table or order:
        raise Unsupported(f"the value of {f.known}")
    return table[f.known](x)


class NotExact(Exception):
    """The value is no rational number."""


class NoValue(NotExact):
    """The value is none at this point; it may be rational at others."""


class Exact(_Real):
    """Rationals, one point; whole ones are plain integers. Raises `NotExact` where the value is
    irrational or undefined."""

    def number(self, q, level):
        return self._scalar(int(q) if q.denominator == 1 else q)

    def ratio(self, x, y, level):
        return Fraction(x) / y

    def _eliminate(self, m, n, regular=True):
        return super()._eliminate(self._map(m, Fraction), n, regular)

    def power(self, a, exponent, level):
        if exponent.denominator == 1 and exponent > 0:
            return a ** int(exponent)
        exponent = Fraction(exponent)

        def one(x):
            if x == 0 and exponent < 0:
                raise NoValue
            if exponent.denominator == 1:
                return Fraction(x) ** int(exponent)
            root = exact_power(Fraction(x), exponent)
            if root is None:
                raise NotExact
            return root
        return self._map(a, one)

    def constant(self, name, level):
        raise NotExact

    def function(self, f: Function, order, argument, level):
        a = argument()
        if not f.known:
            return self._map(a, lambda t: exact_stand_in(f.name, order, t))

        def one(x):
            match f.known:
                case "step" if order == 0:
                    return Fraction(self.at_kink if x == 0 else int(x > 0))
                case "above" if order == 0:
                    return Fraction(int(x > 0))
                case "iszero" if order == 0:
                    return Fraction(int(x == 0))
                case "exp" | "cos" if order == 0 and x == 0:
                    return Fraction(1)
                case "sin" | "arctan" | "arcsin" | "erf" if order == 0 and x == 0:
                    return Fraction(0)
                case "log" if order == 0 and x == 1:
                    return Fraction(0)
                case "sigmoid" | "cosigmoid" if order == 0 and x == 0:
                    return Fraction(1, 2)
            raise NotExact
        return self._map(a, one)

    def general(self, f: Function, order, a, outputs, level):
        """Phi_m(z) = (m + 1) (sum_k (k + 1) z_k)^2 + z_m^2 ...: quadratic, so readable."""
        n = a.shape[-1]
        axes = ([outputs] if outputs is not None else []) + [n] * order
        result = np.empty((*a.shape[:-1], *axes), dtype=object)
        for place in np.ndindex(*a.shape[:-1]):
            z = a[place]
            for at in np.ndindex(*axes):
                m = at[0] if outputs is not None else 0
                by = at[1:] if outputs is not None else at
                result[(*place, *at)] = quadratic(z, m, by)
        return result

    def singular(self, name, m, level):
        raise NotExact

    def foreign(self, template, orders, args, level):
        raise NotExact


def exact_stand_in(name: str, order: int, t):
    """phi(t) = t^2 for one name, t^2 + t, t^2 + 2 t ... for others; exact derivatives."""
    linear = int(4 * _seeded(name, 7))
    return (t * t + linear * t, 2 * t + linear, Fraction(2))[order] if order < 3 else Fraction(0)


def stand_in_formula(name: str) -> str:
    """The LaTeX of the stand-in used for a declared elementwise function."""
    linear = int(4 * _seeded(name, 7))
    return "t^2" + ("" if not linear else " + t" if linear == 1 else f" + {linear} t")


def quadratic(z, m: int, by: tuple[int, ...]):
    """Derivative by the coordinates `by` of (m+1) z_m'^2 + sum_k (k+1+m) z_k z_{k+1} (cyclic)."""
    n = len(z)
    own = m % n

    def c(k: int) -> Fraction:
        return Fraction(k + 1 + m)

    if not by:
        return (m + 1) * z[own] ** 2 + sum(c(k) * z[k] * z[(k + 1) % n] for k in range(n))
    if len(by) == 1:
        k = by[0]
        value = 2 * (m + 1) * z[own] if k == own else Fraction(0)
        return value + c(k) * z[(k + 1) % n] + c((k - 1) % n) * z[(k - 1) % n]
    if len(by) == 2:
        i, j = by
        value = Fraction(2 * (m + 1)) if i == j == own else Fraction(0)
        value += c(i) * (j == (i + 1) % n) + c(j) * (i == (j + 1) % n)
        return value
    return Fraction(0)
