"""The index form back to an expression: entries, sums over indices, functions of numbers.

For steps that no matrix rule covers. What comes out is the index form's own derivative, written down.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from itertools import count

from symcheck.derive.indices import fresh
from symcheck.derive.lift import lifted
from symcheck.expr import At, Expr, Index, Variable, build
from symcheck.expr.shape import long_axes
from symcheck.tensor.array import Array
from symcheck.tensor.functions import Unsupported

LETTERS = "jklmpqrs"


class Raised:
    """Entries of arrays as expressions; `names` are the expressions of variables (a `let` or `var`)."""

    def __init__(self, names: dict[Variable, Expr]):
        self.names = names
        self.letters = count()

    def entry(self, a: Array, at: tuple[At, ...]) -> Expr:
        """The entry of an array at these positions."""
        rule = getattr(self, "_" + a.kind, None)
        if rule is None:
            raise Unsupported(f"{a.kind} has no notation by entries")
        return rule(a, at)

    def _index(self, dim) -> Index:
        return fresh(Index(LETTERS[next(self.letters) % len(LETTERS)], dim))

    def _var(self, a: Array, at) -> Expr:
        v: Variable = a.data
        e = self.names.get(v, build.var(v))
        k = len(v.family)
        e = build.item(e, at[:k]) if k else e
        return build.entry(e, at[k:]) if at[k:] else e

    def _size(self, a: Array, at) -> Expr:
        return build.size(a.data)

    def _const(self, a: Array, at) -> Expr:
        return build.const(a.data)

    def _delta(self, a: Array, at) -> Expr:
        return build.indicator("=", *map(build.index_value, at))

    def _pin(self, a: Array, at) -> Expr:
        return build.indicator("=", build.index_value(at[0]), build.index_value(a.data))

    def _range(self, a: Array, at) -> Expr:
        low, high = map(build.index_value, a.data)
        i = build.index_value(at[0])
        return build.mul(build.indicator(">=", i, low), build.indicator("<=", i, high))

    def _shift(self, a: Array, at) -> Expr:
        moved = At(at[0].base, at[0].offset + a.data)
        return build.indicator("=", build.index_value(at[1]), build.index_value(moved))

    def _iota(self, a: Array, at) -> Expr:
        return build.index_value(at[0])

    def _map(self, a: Array, at) -> Expr:
        f, order = a.data
        inner = self.entry(a.args[0], at)
        if f.known == "step":
            return build.indicator(">", inner, build.num(0))
        if f.known in ("above", "iszero"):
            return build.indicator(">" if f.known == "above" else "=", inner, build.num(0))
        return build.apply(f, inner, order)

    def _gen(self, a: Array, at) -> Expr:
        f, order = a.data
        inner = a.args[0]
        if f.kind != "general" or order > 1:
            raise Unsupported("a higher derivative of a general function")
        k = inner.rank - 1
        i = self._index(inner.dims[-1])
        argument = self._array(self.entry(inner, (*at[:k], At(i))), (i,), f.domain)
        value = build.apply(f, argument) if order == 0 else build.jacobian(f, argument)
        rest = at[k:] if long_axes(f.domain) or not order else at[k:-1]
        return build.entry(value, rest) if rest else value

    def _matrix(self, a: Array, at) -> Expr:
        i, j = self._index(a.dims[-2]), self._index(a.dims[-1])
        return self._array(self.entry(a, (*at, At(i), At(j))), (i, j), a.dims[-2:])

    def _array(self, body: Expr, over: tuple[Index, ...], shape) -> Expr:
        if not long_axes(shape):
            return body
        whole = lifted(body, over)
        return whole if whole is not None and whole.shape == shape else build.array(over, body, shape)

    def _inv(self, a: Array, at) -> Expr:
        return build.entry(build.inverse(self._matrix(a.args[0], at[:-2])), at[-2:])

    def _det(self, a: Array, at) -> Expr:
        return build.det(self._matrix(a.args[0], at))

    def _fold(self, a: Array, at) -> Expr:
        if a.data != "prod":
            raise Unsupported(f"the {a.data} over entries has no notation by entries")
        i = self._index(a.args[0].dims[-1])
        return build.product_over(i, self.entry(a.args[0], (*at, At(i))))

    def _ipow(self, a: Array, at) -> Expr:
        return build.power(*(self.entry(x, at) for x in a.args))

    def _poly(self, a: Array, at) -> Expr:
        terms = [self._term(c, factors, a.rank, at) for c, factors in a.data]
        if not terms:
            return build.num(0)
        return terms[0] if len(terms) == 1 else build.add(*terms)

    def _term(self, c, factors, rank: int, at) -> Expr:
        positions = dict(enumerate(at))
        summed = []
        for h, idx, _ in factors:
            for k, dim in zip(idx, h.dims):
                if k not in positions:
                    i = self._index(dim)
                    summed.append(i)
                    positions[k] = At(i)
        parts = [build.num(Fraction(c))] if c != 1 or not factors else []
        for h, idx, exponent in factors:
            e = self.entry(h, tuple(positions[k] for k in idx))
            parts.append(e if exponent == 1 else build.power(e, build.num(Fraction(exponent))))
        whole = reduce(build.mul, parts)
        for i in summed:
            whole = build.sum_over(i, whole)
        return whole
