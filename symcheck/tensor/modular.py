"""Arithmetic modulo primes in which exp, roots, signs and steps keep their laws.

After Gonnet (Determining equivalence of expressions in random polynomial time, STOC 1984): primes
p0, p1, p2 with p1 | p0 - 1 and p2 | p1 - 1. What stands in an exponent is evaluated modulo the
next prime, and exp(a) = g^a with g of that order, so exp(a + b) = exp(a) exp(b) by construction.

The primes are 7 modulo 8 and the numbers up to 12 are squares modulo each, so that being a nonzero
square behaves as being positive does: -1 is none, products and quotients obey the rule of signs,
positive numbers (and exponentials) are squares. A variable declared positive is drawn among the
squares, sqrt is the root that is itself a square, an odd root is the one there is, step(z) asks whether z is a square: then
sqrt(x^2) = |x| = x sign(x) holds, and nothing else that is false of the reals becomes true.

Functions of which nothing is known here (log, sin, a declared phi, a general f, the indicator of
zero, which random points never meet) are random tables keyed by the value of the argument, save that
log 1 = 0 and the like. Therefore equal values at random points mean equality, up to the error bound;
unequal values prove nothing where such functions or roots are about.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd

import numpy as np

from symcheck.expr.names import Function
from symcheck.tensor.functions import Unsupported

PRIMES = (2482636439, 20349479, 166799)
_MASK = (1 << 64) - 1


def _generator(p: int, q: int) -> int:
    """An element of order q modulo p."""
    base = 2
    while pow(base, (p - 1) // q, p) == 1:
        base += 1
    return pow(base, (p - 1) // q, p)


GENERATORS = tuple(_generator(p, q) for p, q in zip(PRIMES, PRIMES[1:]))


# Where functions that are random tables vanish.
_ZEROS = {"log": 1, "arccos": 1, "sin": 0, "arcsin": 0, "arctan": 0, "erf": 0, "loggamma": 1}


class Modular:
    """The field of residues; `seed` fixes the random tables."""

    def __init__(self, points: int, seed: int):
        self.points = points
        self.seed = seed
        self.valid = np.ones(points, dtype=bool)
        self.exact = True  # False once a random table was asked: then inequality proves nothing

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...], positive: bool):
        """Independent random residues at every level."""
        values = []
        for p in PRIMES:
            v = rng.integers(1, p, (self.points, *shape)).astype(np.uint64)
            values.append(v * v % np.uint64(p) if positive else v)
        return values

    def number(self, q: Fraction | int, level: int) -> np.ndarray:
        p = PRIMES[level]
        if isinstance(q, int):
            return np.array([q % p], dtype=np.uint64)[0:1].reshape(1)
        if q.denominator % p == 0:
            raise Unsupported("a number too large for the identity test")
        return np.array([q.numerator * pow(q.denominator, -1, p) % p], dtype=np.uint64)

    def multiply(self, a: np.ndarray, b: np.ndarray, level: int) -> np.ndarray:
        return a * b % np.uint64(PRIMES[level])

    def add(self, a: np.ndarray, b: np.ndarray, level: int) -> np.ndarray:
        return (a + b) % np.uint64(PRIMES[level])

    def total(self, a: np.ndarray, axis: int, level: int) -> np.ndarray:
        return a.sum(axis=axis, dtype=np.uint64) % np.uint64(PRIMES[level])

    def _mark(self, good: np.ndarray) -> None:
        """Points at which some entry is not good are lost."""
        flat = good.reshape(good.shape[0], -1).all(axis=1)
        self.valid &= flat

    def raised(self, a: np.ndarray, n: int, level: int) -> np.ndarray:
        p = np.uint64(PRIMES[level])
        result = np.ones_like(a)
        base = a
        while n:
            if n & 1:
                result = result * base % p
            n >>= 1
            if n:
                base = base * base % p
        return result

    def power(self, a: np.ndarray, exponent: Fraction | int, level: int) -> np.ndarray:
        p = PRIMES[level]
        if exponent.denominator == 1:
            n = int(exponent)
            if n < 0:
                self._mark(a != 0) if a.shape[0] == self.points else None
                n = n % (p - 1)
            return self.raised(a, n, level)
        half = (p - 1) // 2  # odd: every root of a square is a power of it
        if gcd(exponent.denominator, half) != 1:
            raise Unsupported("a root that is none of residues")
        if exponent.denominator % 2:  # an odd root of any number; that of -1 is -1
            if exponent < 0:
                self._mark(a != 0)
            return self.raised(a, exponent.numerator * pow(exponent.denominator, -1, p - 1) % (p - 1), level)
        self._mark(self.is_square(a, level))
        return self.raised(a, exponent.numerator * pow(exponent.denominator, -1, half) % half, level)

    def is_square(self, a: np.ndarray, level: int) -> np.ndarray:
        return self.raised(a, (PRIMES[level] - 1) // 2, level) == 1

    def constant(self, name: str, level: int) -> np.ndarray:
        if name == "e":
            return np.array([GENERATORS[level] if level < 2 else 4], dtype=np.uint64)
        if name == "pi":
            rng = np.random.default_rng(self.seed)
            root = rng.integers(2, PRIMES[2] - 1, self.points).astype(np.uint64)
            return self.multiply(root, root, level)
        raise Unsupported(f"{name} as a number")

    def function(self, f: Function, order: int, argument, level: int) -> np.ndarray:
        if order == 0:
            match f.known:
                case "exp" if level + 1 < len(PRIMES):
                    return self._exp(argument(1), level)
                case "sigmoid" | "cosigmoid":
                    sign = 1 if f.known == "cosigmoid" else -1
                    if level + 1 < len(PRIMES):
                        e = self._exp(argument(1), level)
                    else:
                        e = self._table("exp", 0, argument(), level)
                    e = e if sign == 1 else self.power(e, -1, level)
                    return self.power(self.add(e, self.number(1, level), level), -1, level)
                case "step" | "above":
                    return self.is_square(argument(), level).astype(np.uint64)
        a = argument()
        value = self._table(f.known or f.name, order, a, level)
        if order == 0 and f.known in _ZEROS:
            return np.where(a == _ZEROS[f.known], np.uint64(0), value)
        return value

    def _exp(self, a: np.ndarray, level: int) -> np.ndarray:
        p, g = PRIMES[level], GENERATORS[level]
        low, high = _power_tables(g, p)
        return low[a & np.uint64(0x3FFF)] * high[a >> np.uint64(14)] % np.uint64(p)

    def _table(self, name: str, order: int, a: np.ndarray, level: int) -> np.ndarray:
        self.exact = False
        return _scramble(a, _key(self.seed, name, order)) % np.uint64(PRIMES[level])

    def general(self, f: Function, order: int, a: np.ndarray, outputs, level: int) -> np.ndarray:
        self.exact = False
        n = a.shape[-1]
        h = np.zeros(a.shape[:-1], dtype=np.uint64)
        for k in range(n):
            h = _scramble(h + a[..., k], _key(self.seed, f.name, order * 1000 + k))
        axes = ([outputs] if outputs is not None else []) + [n] * order
        result = np.empty((*h.shape, *axes), dtype=np.uint64)
        for place in np.ndindex(*axes):
            head = place[: len(axes) - order]
            sorted_place = head + tuple(sorted(place[len(head) :]))
            number = 0
            for k in sorted_place:
                number = number * 97 + k + 1
            result[(..., *place)] = _scramble(h, _key(self.seed, f.name, -1 - number))
        return result % np.uint64(PRIMES[level])

    def inverse(self, m: np.ndarray, level: int) -> np.ndarray:
        n = m.shape[-1]
        eye = np.broadcast_to(np.eye(n, dtype=np.uint64), m.shape)
        reduced, _ = self._eliminate(np.concatenate([m, eye], axis=-1), n, level)
        return reduced[..., n:]

    def determinant(self, m: np.ndarray, level: int) -> np.ndarray:
        return self._eliminate(m, m.shape[-1], level, False)[1]

    def absolute(self, a: np.ndarray, level: int) -> np.ndarray:
        """The one of a and -a that is a square."""
        p = np.uint64(PRIMES[level])
        return np.where(self.is_square(a, level), a, (p - a) % p)

    def _eliminate(self, m: np.ndarray, n: int, level: int, regular: bool = True):
        """Gauss-Jordan with row exchanges at every point at once; a singular matrix, where a
        `regular` one is wanted, loses the point."""
        p = np.uint64(PRIMES[level])
        m = m.copy()
        det = np.ones(m.shape[:-2], dtype=np.uint64)
        for k in range(n):
            det = _exchange(m, k, n, det, p)
            pivot = m[..., k, k].copy()
            if regular:
                self._mark(pivot != 0)
            det = det * pivot % p
            below = self.raised(pivot, PRIMES[level] - 2, level)
            m[..., k, :] = m[..., k, :] * below[..., None] % p
            for i in range(n):
                if i != k:
                    factor = m[..., i, k].copy()
                    m[..., i, :] = (m[..., i, :] + (p - factor)[..., None] * m[..., k, :] % p) % p
        return m, det

    def singular(self, name: str, m: np.ndarray, level: int) -> np.ndarray:
        raise Unsupported("singular values modulo a prime")

    def fold(self, kind: str, a: np.ndarray, level: int) -> np.ndarray:
        if kind == "prod":
            result = a[..., 0]
            for k in range(1, a.shape[-1]):
                result = self.multiply(result, a[..., k], level)
            return result
        self.exact = False
        key = _key(self.seed, kind, 0)
        return _scramble(np.sort(_scramble(a, key), axis=-1).sum(axis=-1, dtype=np.uint64), key) \
            % np.uint64(PRIMES[level])

    dtype = None

    def vanishes(self, a: np.ndarray) -> np.ndarray:
        return a == 0

    def weight(self, x) -> float:
        """How good a pivot a number is."""
        return float(x != 0)

    def ratio(self, x, y, level: int) -> int:
        p = PRIMES[level]
        return int(x) * pow(int(y), -1, p) % p

    def minus(self, x, q, y, level: int) -> int:
        """x - q y"""
        return (int(x) - int(q) * int(y)) % PRIMES[level]

    def whole(self, x, level: int) -> int:
        """The small integer a residue stands for."""
        n = int(x)
        return n if n < PRIMES[level] // 2 else n - PRIMES[level]

    def foreign(self, template: str, orders: tuple, args: list, level: int) -> np.ndarray:
        self.exact = False
        h = np.zeros((1,), dtype=np.uint64)
        for k, a in enumerate(args):
            h = _scramble(h + a, _key(self.seed, template + str(orders), k))
        return _scramble(h, _key(self.seed, template + str(orders), -1)) % np.uint64(PRIMES[level])


_tables: dict[tuple[int, int], tuple[np.ndarray, np.ndarray]] = {}


def _power_tables(g: int, p: int) -> tuple[np.ndarray, np.ndarray]:
    """g^k for k < 2^14, and g^(k 2^14) for the digits above."""
    if (g, p) not in _tables:
        step = pow(g, 1 << 14, p)
        _tables[g, p] = (_powers(g, 1 << 14, p), _powers(step, 1 << 11, p))
    return _tables[g, p]


def _exchange(m: np.ndarray, k: int, n: int, det: np.ndarray, p: np.uint64) -> np.ndarray:
    """Bring a row with a pivot to place k where there is a zero; the determinant with its sign."""
    if (m[..., k, k] != 0).all():
        return det
    row = k + (m[..., k:n, k] != 0).argmax(axis=-1)
    for place in zip(*np.nonzero(row != k)):
        m[place][[k, row[place]]] = m[place][[row[place], k]]
    return np.where(row != k, (p - det) % p, det)


def _powers(g: int, n: int, p: int) -> np.ndarray:
    result = np.ones(1, dtype=np.uint64)
    while len(result) < n:
        result = np.concatenate([result, result * np.uint64(pow(g, len(result), p)) % np.uint64(p)])
    return result


def _key(seed: int, name: str, k: int) -> int:
    """A 64-bit key by FNV-1a of the name, the same in every process."""
    h = 0xCBF29CE484222325 ^ (seed * 0x9E3779B97F4A7C15 & _MASK)
    for byte in f"{name}\0{k}".encode():
        h = (h ^ byte) * 0x100000001B3 & _MASK
    return h


def _scramble(a: np.ndarray, key: int) -> np.ndarray:
    """SplitMix64 of a + key (Steele, Lea, Flood, OOPSLA 2014)."""
    with np.errstate(over="ignore"):
        z = a + np.uint64(key)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))
