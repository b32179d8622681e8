"""What a search for a mistake looks at: both lines, the quantities in them, guesses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from symcheck.expr import build
from symcheck.expr.names import At, Index
from symcheck.expr.node import Expr
from symcheck.expr.shape import Shape, is_scalar, is_vector
from symcheck.judge.mistakes.places import factors, plain, with_index, written
from symcheck.judge.mistakes.probe import Probe
from symcheck.tensor.array import Array
from symcheck.tensor.lower import lower

MANY = 8  # names that are tried as factors of one term


class OutOfTime(Exception):
    """The search was not finished in its time."""


class Guess(NamedTuple):
    """A row that might say what went wrong: `made` must equal the line `toward` ('right': the wrong
    line mended; 'wrong': the right line spoiled). `facts` fill the row's sentence; `late` is added
    to the row's rank."""

    id: str
    made: Expr | Array
    toward: str = "right"
    facts: dict = {}
    late: int = 0


class Scene:
    """The right quantity, the wrong line, and what occurs in them."""

    def __init__(self, right: Expr, wrong: Expr, equations=()):
        self.right, self.wrong = right, wrong
        self.probe = Probe(right, wrong, equations)

    @cached_property
    def known(self) -> list[Expr]:
        """Every distinct node of the right side, inside definitions too."""
        return list(self.right.walk())

    @cached_property
    def nodes(self) -> list[Expr]:
        """Every distinct node of both lines, inside definitions too."""
        return list(dict.fromkeys([*self.known, *self.wrong.walk()]))

    @cached_property
    def names(self) -> dict[Shape, list[Expr]]:
        """Declared and defined quantities by shape, those of the right side first."""
        found: dict[Shape, list[Expr]] = {}
        members = {e.args[0] for e in self.nodes if e.op == "item"}
        for e in self.nodes:
            if e.op in ("var", "let") and e not in members and not e.data.family \
                    or e.op == "item" and self.is_stated(e):
                found.setdefault(e.shape, []).append(e)
        return found

    @cached_property
    def vectors(self) -> list[Expr]:
        """Vectors, and members of families under the indices of the wrong line, that may be factors."""
        found = [e for shape, es in self.names.items() if is_vector(shape) for e in es]
        found += [i for e in self.known if e.op in ("item", "entry")
                  and (is_vector(e.shape) or is_scalar(e.shape)) for i in self.instances(e)]
        return [e for e in dict.fromkeys(found) if e is not self.right][:2 * MANY]

    def is_stated(self, e: Expr) -> bool:
        """Whether no index is left that only a binder elsewhere knows."""
        return all(not isinstance(at.base, Index) or at.base in self.probe.opens for at in e.data)

    @cached_property
    def maps(self) -> list[Expr]:
        """Functions applied entry by entry, of the right side and its definitions."""
        found = [e for e in self.known if e.op == "apply" and e.data[0].kind == "elementwise"]
        return list(dict.fromkeys(i for e in found for i in self.instances(e)))

    @cached_property
    def stands(self) -> frozenset[Expr]:
        """What stands in the wrong line as written."""
        return frozenset(place.node for place in written(self.wrong))

    @cached_property
    def constants(self) -> frozenset[Expr]:
        """Terms of what is differentiated on the right side."""
        below = {n for e in self.known if e.op == "derivative" for n in e.args[0].walk()}
        return frozenset(plain(a) for e in below if e.op == "add" for a in e.args)

    @cached_property
    def differentiates(self) -> bool:
        """Whether the right side is or holds a derivative."""
        return any(e.op in ("derivative", "jacobian", "indicator") or e.op == "apply" and e.data[1]
                   for e in self.known)

    @cached_property
    def scales(self) -> list[Expr]:
        """Sizes and scalar names, as far as few of them occur."""
        sizes = [build.size(d) for d in sorted(map(str, self.probe.dims)) if not d.isdigit()]
        names = [e for e in self.scalars() if e.op == "var"]
        return [*sizes, *names][:MANY]

    @cached_property
    def indices(self) -> list[Index]:
        """Indices that may stand in the wrong line: free ones and those that its sums bind."""
        bound = [e.data[0] for e in self.wrong.walk() if e.op in ("sum", "prod")]
        return list(dict.fromkeys([*self.probe.opens, *bound]))

    def instances(self, e: Expr) -> Iterator[Expr]:
        """`e` with indices that only the right side binds called as the wrong line's are."""
        loose = [i for i in lower(e).opens if i not in self.indices]
        if not loose:
            yield e
        elif len(loose) == 1:
            for index in self.indices:
                if index.dim == loose[0].dim:
                    yield with_index(e, loose[0], index)

    @cached_property
    def sums(self) -> list[Expr]:
        """Sums of terms on the right side, under the indices of the wrong line."""
        found = [e for e in self.known if e.op == "add"]
        return list(dict.fromkeys(i for e in found for i in self.instances(e)))

    def arguments(self, shape: Shape) -> list[Expr]:
        """What a function of that shape may be taken of: names, and what functions are taken of."""
        found = [*self.taken, *self.names.get(shape, ())]
        return [e for e in dict.fromkeys(found) if e is not self.right]

    @cached_property
    def taken(self) -> list[Expr]:
        """What functions are taken of on the right side, under the indices of the wrong line."""
        found = [a for e in self.known if e.op in ("apply", "softmax", "jacobian", "indicator", "extremum")
                 for a in e.args if a.op != "num"]
        return list(dict.fromkeys(i for e in dict.fromkeys(found) for i in self.instances(e)))

    def is_sigmoid(self, e: Expr) -> bool:
        """A value of the logistic function, by its definition."""
        value = _defined(e)
        if value.op == "apply":
            return value.data[0].known == "sigmoid" and not value.data[1]
        return value.op == "div" and value.args[0].op == "num" and value.args[1].op == "add" and \
            e.op != "div"

    def is_softmax(self, e: Expr) -> bool:
        value = _defined(e)
        return value.op == "softmax" or e.op == "let" and value.op in ("array", "div") and any(
            n.op in ("reduce", "sum") for n in value.walk())

    def weights_of_norm(self, e: Expr) -> list[Expr]:
        """Scalar names that multiply a norm or product of `e` with itself on the right side."""
        found = []
        for node in self.known:
            if node.op == "mul":
                parts = factors(node)
                if any(n.op in ("norm", "dot") and n.args[0] is e or n.op == "mul" and
                       factors(n)[-1] is e for p in parts for n in p.walk()):
                    found += [p for p in _flat(parts) if p.op == "var" and is_scalar(p.shape)]
        return found

    @cached_property
    def penalties(self) -> bool:
        """Whether the right side speaks of a norm or square times a scalar name."""
        return any(e.op == "mul" and any(p.op == "var" and is_scalar(p.shape) for p in _flat(factors(e)))
                   and any(p.op == "power" for p in _flat(factors(e))) for e in self.known)

    def has(self, op: str, inner: str) -> bool:
        """Whether the right side has an operation on the result of another."""
        return any(e.op == op and e.args[0].op == inner for e in self.known)

    def scalars(self) -> list[Expr]:
        """Scalar names and sizes that a factor may be made of."""
        found = [e for shape, es in self.names.items() if is_scalar(shape) for e in es]
        found += [i for e in self.known if e.op in ("item", "entry") and is_scalar(e.shape)
                  for i in self.instances(e)]
        found = list(dict.fromkeys(found))
        return [e for e in found if e is not self.right and e is not self.wrong]


def positions(e: Expr) -> tuple[At, ...]:
    """The positions a node holds."""
    if e.op in ("entry", "item"):
        return e.data
    return (e.data,) if e.op in ("row", "column", "basis", "index") else ()


def _defined(e: Expr) -> Expr:
    while e.op == "let" and e.args[0].op != "array" or e.op == "substitute":
        e = e.args[0]
    return e


def _flat(parts: list[Expr]) -> list[Expr]:
    """Factors, those in quotients too."""
    found = []
    for p in parts:
        found += _flat([f for a in p.args for f in factors(a)]) if p.op == "div" else [p]
    return found
