"""The one immutable expression type. Constructors, which are the table of operations, live in `build.py`.

Nodes are interned: equal expressions are the same object, so equality is identity and every pass
can memoize by node. Nothing is simplified: `x + x` stays `x + x`, for what was written must be
quotable.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from weakref import WeakValueDictionary

from symcheck.expr.shape import Shape

_interned: WeakValueDictionary[tuple, Expr] = WeakValueDictionary()
_known = _interned.data  # references by key: asked directly, for most nodes asked for exist


class Expr:
    """`op` (a constructor of `build.py`), `args`, `data` (hashable, by op) and `shape`."""

    __slots__ = ("op", "args", "data", "shape", "lowered", "__weakref__")
    op: str
    args: tuple[Expr, ...]
    data: Hashable
    shape: Shape
    lowered: dict  # memo of tensor/lower.py, by the set of names held as variables

    def __new__(cls, op: str, args: tuple[Expr, ...], data: Hashable, shape: Shape) -> Expr:
        key = (op, args, data, shape)
        reference = _known.get(key)
        node = reference() if reference is not None else None
        if node is None:
            node = object.__new__(cls)
            node.op, node.args, node.data, node.shape = key
            node.lowered = {}
            _interned[key] = node
        return node

    # Identity is equality because of interning; `object`'s hash and == are the right ones.

    def walk(self) -> Iterator[Expr]:
        """Every distinct node below and including this one, each once, parents first."""
        seen: set[Expr] = set()
        stack = [self]
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                yield node
                stack.extend(node.args)

    def __repr__(self) -> str:
        inner = ", ".join([*map(repr, self.args), *([repr(self.data)] if self.data != () else [])])
        return f"{self.op}({inner})"

    def __reduce__(self):
        return (Expr, (self.op, self.args, self.data, self.shape))
