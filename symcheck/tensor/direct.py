"""Values straight from typed expressions, by loops and difference quotients.

Evaluate within `np.errstate(all="ignore")`. It shares nothing with the index form: sums are loops,
matrices are NumPy matrices, and a derivative is a central difference quotient of the very
definition, so a counterexample that both engines show is no artefact of either. Slow, float64,
about 6 digits for derivatives.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache

import numpy as np

from symcheck.expr.names import At, Function, Index, Variable
from symcheck.expr.node import Expr
from symcheck.expr.shape import Shape, is_scalar, long_axes
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.opened import constant_value
from symcheck.tensor.roots import is_odd_root

STEP = 2.0**-15

# Values of the known functions, from their definitions.
FUNCTIONS = {
    "exp": np.exp, "log": np.log, "sqrt": np.sqrt, "abs": np.abs, "sign": np.sign,
    "sin": np.sin, "cos": np.cos, "tan": np.tan, "sinh": np.sinh, "cosh": np.cosh,
    "tanh": np.tanh, "arcsin": np.arcsin, "arccos": np.arccos, "arctan": np.arctan,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)), "relu": lambda z: np.maximum(z, 0.0),
    "softplus": lambda z: np.logaddexp(0.0, z), "step": lambda z: (z > 0) * 1.0,
    "erf": np.vectorize(math.erf), "gamma": np.vectorize(math.gamma),
    "loggamma": np.vectorize(math.lgamma),
}


class Direct:
    """Evaluates expressions at given sizes and values (variable -> array with its family's axes
    first, then its axes that are not 1). `stand_in(function, order, t)` values declared functions;
    `general(function, vector)` values general ones. A `strict` derivative is NaN at a kink."""

    def __init__(self, sizes, values: dict[Variable, np.ndarray], stand_in, general,
                 strict: bool = False):
        self.strict = strict
        self.sizes = sizes
        self.shapes: dict[Shape, tuple[int, ...]] = {}
        self.values = {v: x if type(x) is np.float64 else np.asarray(x, dtype=float)
                       for v, x in values.items()}
        self.closed: dict[Expr, np.ndarray] = {}  # values of definitions without open indices
        self.stand_in = stand_in
        self.general = general

    def size(self, dim) -> int:
        return dim if isinstance(dim, int) else self.sizes[dim]

    def shape(self, e: Expr) -> tuple[int, ...]:
        found = self.shapes.get(e.shape)
        if found is None:
            found = self.shapes[e.shape] = tuple(self.size(d) for d in e.shape)
        return found

    def position(self, at: At, env: dict[Index, int]) -> int:
        if at.base is None:
            return at.offset
        if isinstance(at.base, Index):
            return env[at.base] + at.offset
        return self.size(at.base) + at.offset

    def __call__(self, e: Expr, env: dict[Index, int]) -> np.ndarray:
        """The value as a matrix of the expression's full shape."""
        value = self.value(e, env)
        return value if value.ndim else value.reshape(self.shape(e))

    def value(self, e: Expr, env: dict[Index, int]) -> np.ndarray | np.float64:
        """As a call, but of a single number the number itself: arithmetic is done on these."""
        rule = getattr(self, "_" + e.op, None)
        if rule is None:
            raise Unsupported(f"{e.op} in direct evaluation")
        value = rule(e, env)
        shape = self.shapes.get(e.shape) or self.shape(e)
        if shape.count(1) == len(shape):
            return value if type(value) is np.float64 else np.float64(
                value if type(value) is float else np.asarray(value, dtype=float).item())
        value = np.asarray(value, dtype=float)
        if value.shape == shape:
            return value
        return np.full(shape, value.item()) if value.size == 1 else value.reshape(shape)

    def _args(self, e: Expr, env):
        return [self.value(a, env) for a in e.args]

    def _num(self, e, env):
        return float(e.data)

    def _const(self, e, env):
        return {"pi": np.pi, "e": np.e}[e.data]

    def _size(self, e, env):
        return self.size(e.data)

    def _index(self, e, env):
        return self.position(e.data, env)

    def _var(self, e, env):
        return self.values[e.data]

    def _let(self, e, env):
        if e.data in self.values:
            return self.values[e.data]
        if e not in self.closed:
            value = self(e.args[0], env)
            if _has_free_index(e):
                return value
            self.closed[e] = value
        return self.closed[e]

    def _item(self, e, env):
        inner = e.args[0]
        places = [self.position(at, env) for at in e.data]
        if inner.op == "var" or inner.data in self.values:
            value = self.values[inner.data]
            if any(not 1 <= p <= n for p, n in zip(places, value.shape)):
                return 0.0
            return value[tuple(p - 1 for p in places)]
        definition = inner.args[0]
        if definition.op != "array":
            raise Unsupported("a family in direct evaluation")
        indices, family = definition.data
        return self(definition.args[0], env | dict(zip(indices[:family], places)))

    def _eye(self, e, env):
        return np.eye(self.size(e.data))

    def _ones(self, e, env):
        return np.ones(self.shape(e))

    def _zeros(self, e, env):
        return np.zeros(self.shape(e))

    def _basis(self, e, env):
        n = self.size(e.shape[0])
        return (np.arange(1, n + 1) == self.position(e.data, env)).astype(float)

    def _add(self, e, env):
        first, *rest = self._args(e, env)
        for x in rest:
            first = first + x if first.shape == x.shape or 1 in (first.size, x.size) else _bad()
        return first

    def _neg(self, e, env):
        return -self.value(e.args[0], env)

    def _mul(self, e, env):
        a, b = self._args(e, env)
        if not (a.ndim and b.ndim):
            return a * b
        if a.size == 1 or b.size == 1:
            return a.ravel()[0] * b if a.size == 1 else a * b.ravel()[0]
        if a.ndim == 2 and a.shape[0] == 1 and b.ndim > 2:
            a = a[0]
        return np.tensordot(a, b, axes=(a.ndim - 1, 0))

    def _hadamard(self, e, env):
        a, b = self._args(e, env)
        return a * b

    def _div(self, e, env):
        a, b = self._args(e, env)
        return a / b

    def _power(self, e, env):
        a, b = self._args(e, env)
        written = constant_value(e.args[1])
        if written is None or not is_odd_root(written):
            return np.power(a, b)
        size = np.power(np.abs(a), b)
        return np.copysign(size, a) if written.numerator % 2 else size

    def _matpow(self, e, env):
        return np.linalg.matrix_power(self(e.args[0], env), e.data)

    def _transpose(self, e, env):
        return self(e.args[0], env).T

    def _inverse(self, e, env):
        return np.linalg.inv(self(e.args[0], env))

    def _trace(self, e, env):
        return np.trace(self(e.args[0], env))

    def _det(self, e, env):
        return np.linalg.det(self(e.args[0], env))

    def _diag(self, e, env):
        return np.diag(self(e.args[0], env).ravel())

    def _diagonal(self, e, env):
        return np.diag(self(e.args[0], env))

    def _vec(self, e, env):
        return self(e.args[0], env)

    def _dot(self, e, env):
        a, b = self._args(e, env)
        return (a.ravel() * b.ravel()).sum()

    def _outer(self, e, env):
        a, b = self._args(e, env)
        return np.outer(a, b)

    def _norm(self, e, env):
        a = self(e.args[0], env)
        match e.data:
            case "fro":
                return np.sqrt((a * a).sum())
            case "inf":
                return np.abs(a).max()
            case "spectral":
                return np.linalg.norm(a, 2)
            case "nuclear":
                return np.linalg.norm(a, "nuc")
        p = self(e.args[1], env).ravel()[0]
        return (np.abs(a) ** p).sum() ** (1 / p)

    def _leading(self, e, env):
        a = self(e.args[0], env)
        v = np.linalg.eigh(a.T @ a)[1][:, -1]
        v = v * np.sign(v[np.abs(v).argmax()])
        return v if e.data == "right" else a @ v / np.sqrt(((a @ v) ** 2).sum())

    def _polar(self, e, env):
        u, _, vt = np.linalg.svd(self(e.args[0], env), full_matrices=False)
        return u @ vt

    def _matrix(self, e, env):
        return np.array([x.ravel()[0] for x in self._args(e, env)])

    def _apply(self, e, env):
        f, order = e.data
        a = self.value(e.args[0], env)
        if f.kind == "general":
            return self.general(f, a.ravel())
        if not f.known:
            return self.stand_in(f, order, a)
        if order:
            return _quotient(lambda h: self._known(f, a + h), order, strict=self.strict)
        return self._known(f, a)

    @staticmethod
    def _known(f: Function, a):
        if f.known not in FUNCTIONS:
            raise Unsupported(f"{f.known} in direct evaluation")
        return FUNCTIONS[f.known](a)

    def _apply_many(self, e, env):
        return self.general(e.data, np.array([x.ravel()[0] for x in self._args(e, env)]))

    def _jacobian(self, e, env):
        a = self(e.args[0], env).ravel()
        columns = [_quotient(lambda h, k=k: np.atleast_1d(self.general(e.data, a + h * np.eye(len(a))[k])))
                   for k in range(len(a))]
        return np.stack(columns, axis=-1)

    def _softmax(self, e, env):
        a = self(e.args[0], env)
        rows = a if min(a.shape) > 1 else a.reshape(1, -1)
        p = np.exp(rows - rows.max(axis=1, keepdims=True))
        return p / p.sum(axis=1, keepdims=True)

    def _reduce(self, e, env):
        a = self(e.args[0], env)
        match e.data:
            case "logsumexp":
                return np.log(np.exp(a).sum())
            case kind:
                return getattr(a, kind)()

    def _extremum(self, e, env):
        args = self._args(e, env)
        fold = np.maximum if e.data == "max" else np.minimum
        result = args[0]
        for x in args[1:]:
            result = fold(result, x)
        return result

    def _indicator(self, e, env):
        a, b = self._args(e, env)
        test = {">": np.greater, ">=": np.greater_equal, "<": np.less, "<=": np.less_equal,
                "=": np.equal, "!=": np.not_equal}[e.data]
        return test(a, b).astype(float)

    def _cases(self, e, env):
        pairs = [(v, c) for v, c in zip(e.args[::2], e.args[1::2])]
        last = e.args[-1] if len(e.args) % 2 else None
        result = np.full(self.shape(e), np.nan) if last is None else \
            np.broadcast_to(self(last, env), self.shape(e))
        for v, c in reversed(pairs):
            holds = np.broadcast_to(self(c, env), self.shape(e)) != 0
            result = np.where(holds, np.broadcast_to(self(v, env), self.shape(e)), result)
        return result

    def _members(self, e, env):
        index, low, high = e.data
        for i in range(self.position(low, env), self.position(high, env) + 1):
            here = env | {index: i}
            if len(e.args) == 1 or self(e.args[1], here).ravel()[0] != 0:
                yield self(e.args[0], here)

    def _sum(self, e, env):
        return sum(self._members(e, env), np.zeros(self.shape(e)))

    def _prod(self, e, env):
        result = 1.0
        for x in self._members(e, env):
            result = result * x
        return result

    def _entry(self, e, env):
        a = self(e.args[0], env)
        a = a.reshape(tuple(self.size(d) for d in long_axes(e.args[0].shape)))
        places = [self.position(at, env) for at in e.data]
        if any(not 1 <= p <= n for p, n in zip(places, a.shape)):
            return 0.0
        return a[tuple(p - 1 for p in places)]

    def _row(self, e, env):
        return self(e.args[0], env)[self.position(e.data, env) - 1, :]

    def _column(self, e, env):
        return self(e.args[0], env)[:, self.position(e.data, env) - 1]

    def _array(self, e, env):
        indices, family = e.data
        if family:
            raise Unsupported("a whole family in direct evaluation")
        sizes = [self.size(i.dim) for i in indices]
        flat = [self(e.args[0], env | {i: k + 1 for i, k in zip(indices, place)}).ravel()[0]
                for place in np.ndindex(*sizes)]
        return np.array(flat)

    def _substitute(self, e, env):
        held = {v: self.whole(v, x, env) for v, x in zip(e.data, e.args[1:])}
        return Direct(self.sizes, self.values | held, self.stand_in, self.general, self.strict)(e.args[0], env)

    def whole(self, v: Variable, e: Expr, env) -> np.ndarray:
        """The values of a definition of v: the family's axes, then those of v that are not 1."""
        long = [self.size(d) for d in long_axes(v.shape)]
        if not v.family:
            return self(e, env).reshape(long)
        family = [self.size(d) for d in v.family]
        definition = e.args[0]
        if definition.op != "array":
            raise Unsupported("a family in direct evaluation")
        indices, count = definition.data
        members = [self(definition.args[0], env | {i: k + 1 for i, k in zip(indices[:count], at)}).reshape(long)
                   for at in np.ndindex(*family)]
        return np.array(members).reshape([*family, *long])

    def _derivative(self, e, env):
        f, by = e.args
        target, places = by, []
        if target.op == "entry":
            places = [self.position(at, env) - 1 for at in target.data]
            target = target.args[0]
        members = []
        if target.op == "item":
            members = [self.position(at, env) - 1 for at in target.data]
            target = target.args[0]
        if target.op not in ("var", "let"):
            raise Unsupported("a derivative by a composite name in direct evaluation")
        name: Variable = target.data
        if target.op == "let" and name not in self.values and name.family:
            raise Unsupported("a derivative by a defined family in direct evaluation")
        at = self.values[name] if name in self.values else self(target, env)
        at = np.asarray(at, dtype=float).reshape(
            [self.size(d) for d in name.family + long_axes(name.shape)])
        if not all(0 <= m < size for m, size in zip(members, at.shape)):
            raise Unsupported("a member beyond the last one")

        def moved(place, h):
            x = at.copy()
            x[place] += h
            return Direct(self.sizes, self.values | {name: x}, self.stand_in, self.general, self.strict)(f, env)

        axes = () if places else tuple(self.size(d) for d in long_axes(by.shape))
        slopes = {}
        for k in np.ndindex(*axes):
            place = (*members, *places, *k)
            # near 0, where logarithms bend, the step shrinks with the value; of a polynomial it need not be so small
            step = 2.0**-8 if "noise" in name.traits else STEP * min(1.0, max(abs(float(at[place])), 2.0**-8))
            slopes[k] = _quotient(lambda h, place=place: moved(place, h), step=step, strict=self.strict)
        f_axes = [self.size(d) for d in long_axes(f.shape)]
        result = np.zeros((*f_axes, *axes))
        for k, slope in slopes.items():
            result[(Ellipsis, *k)] = slope.reshape(f_axes)
        if is_scalar(by.shape):
            return result
        if is_scalar(f.shape):
            return result.T if e.data == "row" else result
        if len(f_axes) == len(axes) == 1:
            return result.T if e.data == "column" else result
        return result


@lru_cache(maxsize=4096)
def _has_free_index(e: Expr) -> bool:
    return any(isinstance(at, At) and isinstance(at.base, Index) and not at.base.uid
               for node in e.walk()
               for at in (node.data if isinstance(node.data, tuple) else (node.data,)))


def _bad():
    raise Unsupported("shapes that do not broadcast")


def _quotient(value, order: int = 1, step: float = STEP, strict: bool = False):
    """Central difference of `order`; if `strict`, NaN where the slopes on both sides differ."""
    if order > 1:
        return _quotient(lambda h: _quotient(lambda k: value(h + k), order - 1, strict=strict),
                         strict=strict)
    up, down = value(step), value(-step)
    if not strict:
        return (up - down) / (2 * step)
    here = value(0.0)
    right, left = (up - here) / step, (here - down) / step
    smooth = np.abs(right - left) <= 0.01 * (1 + np.minimum(np.abs(right), np.abs(left)))
    return np.where(smooth, (up - down) / (2 * step), np.nan)


def as_floats(values) -> np.ndarray:
    """Exact or 50-digit numbers as float64."""
    if type(values) in (int, float, Fraction):
        return np.float64(values)
    a = np.asarray(values)
    return np.array([float(x) if not isinstance(x, Fraction) else x.numerator / x.denominator
                     for x in a.ravel()]).reshape(a.shape)
