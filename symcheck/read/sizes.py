r"""Sizes that are not written: the n of `I`, `\mathbf 1`, `e_i`, `\mathbf 0`, found from their neighbours.

An unwritten size is a dimension `?1`, `?2`, ... which is unified with the sizes it meets. A size of
`I`, `\mathbf 1` or `e_i` is never 1 (`?`); that of `\mathbf 0` may be (`?0`).
"""

from __future__ import annotations

from symcheck.expr import At, Dim, Expr, Index, Shape, Variable


class Sizes:
    """The unwritten sizes of one reading and what is known of them."""

    __slots__ = ("known", "count")

    def __init__(self):
        self.known: dict[str, Dim] = {}
        self.count = 0

    def fresh(self, may_be_one: bool = False) -> str:
        self.count += 1
        return f"?0.{self.count}" if may_be_one else f"?{self.count}"

    def find(self, d: Dim) -> Dim:
        while type(d) is str and d in self.known:
            d = self.known[d]
        return d

    def unify(self, a: Dim, b: Dim) -> bool:
        """Make two sizes one; False where they are known to differ."""
        a, b = self.find(a), self.find(b)
        if a == b:
            return True
        if is_open(b) and (not is_open(a) or b.startswith("?0")):
            a, b = b, a
        if not is_open(a):
            return False
        if b == 1 and not a.startswith("?0"):
            return False
        self.known[a] = b
        return True

    def unify_shapes(self, a: Shape, b: Shape) -> bool:
        return len(a) == len(b) and all(self.unify(x, y) for x, y in zip(a, b))

    def shape(self, shape: Shape) -> Shape:
        return tuple(map(self.find, shape))

    def settle(self, e: Expr) -> Expr:
        """The expression with all that is known put in."""
        return _Settle(self)(e) if self.known else e


def is_open(d: Dim) -> bool:
    return type(d) is str and d[0] == "?"


def open_in(shape: Shape) -> bool:
    return any(type(d) is str and d[0] == "?" for d in shape)


class _Settle:
    __slots__ = ("sizes", "memo")

    def __init__(self, sizes: Sizes):
        self.sizes, self.memo = sizes, {}

    def __call__(self, e: Expr) -> Expr:
        done = self.memo.get(e)
        if done is None:
            args = tuple(map(self, e.args))
            done = self.memo[e] = Expr(e.op, args, self.data(e.data), self.sizes.shape(e.shape))
        return done

    def data(self, x):
        kind = type(x)
        if kind is str:
            return self.sizes.find(x) if x[:1] == "?" else x
        if kind is tuple:
            return tuple(map(self.data, x))
        if kind is Index:
            return Index(x.name, self.sizes.find(x.dim), x.uid)
        if kind is At:
            return At(self.data(x.base), x.offset)
        if kind is Variable and open_in(x.shape):
            return Variable(x.name, self.sizes.shape(x.shape), x.family, x.traits, x.bounds, x.values)
        return x
