"""The one immutable expression type. Constructors, which are the table of operations, live in `build.py`.

Nodes are interned: equal expressions are the same object, so equality is identity and every pass
can memoize by node. Nothing is simplified: `x + x` stays `x + x`, for what was written must be
quotable.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterator
from functools import partial
from weakref import ref

from symcheck.expr.shape import Shape

# The nodes there are, by what they are made of. A node that nothing else holds is forgotten.
_interned: dict[tuple, ref[Expr]] = {}


class _Alone(dict):
    def __missing__(self, op: str) -> frozenset[str]:
        self[op] = frozenset((op,))
        return self[op]


_ALONE = _Alone()  # each operation as the set of it alone


def forget(interned: dict[tuple, ref], key: tuple, gone: ref) -> None:
    """Drop a node's entry, unless a new node has taken its place already."""
    if interned.get(key) is gone:
        del interned[key]


class Expr:
    """`op` (a constructor of `build.py`), `args`, `data` (hashable, by op) and `shape`."""

    __slots__ = ("op", "args", "data", "shape", "ops", "lowered", "__weakref__")
    op: str
    args: tuple[Expr, ...]
    data: Hashable
    shape: Shape
    ops: frozenset[str]  # the operations in it, its own among them
    lowered: dict  # memo of tensor/lower.py, by the set of names held as variables

    def __new__(cls, op: str, args: tuple[Expr, ...], data: Hashable, shape: Shape) -> Expr:
        key = (op, args, data, shape)
        reference = _interned.get(key)
        node = reference() if reference is not None else None
        if node is None:
            node = object.__new__(cls)
            node.op, node.args, node.data, node.shape = key
            node.ops = _ALONE[op].union(*[a.ops for a in args])
            node.lowered = {}
            _interned[key] = ref(node, partial(forget, _interned, key))
        return node

    # Identity is equality because of interning; `object`'s hash and == are the right ones.

    @property
    def is_zero(self) -> bool:
        """Is it written as 0, a number or an array of zeros?"""
        return self.op == "zeros" or self.op == "num" and not self.data

    def walk(self, closed: Container[str] = ()) -> Iterator[Expr]:
        """Every distinct node below and including this one, each once, parents first.

        What nodes of the operations in `closed` are made of is left out: with ("let",) these are the nodes
        of what was written, without the definitions of the names in it.
        """
        seen: set[Expr] = set()
        stack = [self]
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                yield node
                if node.op not in closed:
                    stack.extend(node.args)

    def holds(self, name: Expr) -> bool:
        """Is this name a part, other than as the letter for which something is put in, as the z of `h(z) = ..` in h(u)?"""
        seen: set[Expr] = set()
        stack = [self]
        while stack:
            node = stack.pop()
            if node is name:
                return True
            if node not in seen:
                seen.add(node)
                stack.extend(node.args[1:] if node.op == "substitute" and name.op == "var" and name.data in node.data else node.args)
        return False

    def upwards(self) -> Iterator[Expr]:
        """Every distinct node below and including this one, each once, after those it is made of; of two
        arguments, the left one and what it is made of first."""
        seen: set[Expr] = set()
        stack = [(self, False)]
        while stack:
            node, complete = stack.pop()
            if complete:
                yield node
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((a, False) for a in reversed(node.args))

    def with_args(self, args: tuple[Expr, ...]) -> Expr:
        """The same operation on other arguments, with which the whole has the same shape."""
        return self if args == self.args else Expr(self.op, args, self.data, self.shape)

    def replaced(self, by: Callable[[Expr], Expr | None]) -> Expr:
        """This expression with what `by` gives for a node in the place of that node.

        `by` is asked from here downwards, once for each distinct node; what the node is made of is gone
        through only where it gives None. What it gives has the node's shape and is not gone through.
        """
        new: dict[Expr, Expr] = {}
        stack = [(self, False)]
        while stack:
            node, complete = stack.pop()
            if complete:
                new[node] = node.with_args(tuple(new[a] for a in node.args))
            elif node not in new:
                found = by(node)
                if found is not None:
                    new[node] = found
                else:
                    stack.append((node, True))
                    stack.extend((a, False) for a in reversed(node.args))
        return new[self]

    def __repr__(self) -> str:
        inner = ", ".join([*map(repr, self.args), *([repr(self.data)] if self.data != () else [])])
        return f"{self.op}({inner})"

    def __reduce__(self):
        return (Expr, (self.op, self.args, self.data, self.shape))
