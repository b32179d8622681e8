"""Operation counts as polynomials in the sizes: of a formula, a backward pass, finite differences.

An expression is counted as it is written, each distinct subexpression once. A product of m x n and
n x p costs m n p multiplications and m (n - 1) p additions; an elementwise function costs one
evaluation an entry; transposes, names and entries cost nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from symcheck.derive.indices import bound_by, free
from symcheck.derive.reverse import backward
from symcheck.expr import Expr
from symcheck.expr.shape import Dim, Shape, is_scalar

Monomial = tuple[str, ...]  # sizes multiplied, sorted: ("d", "d") is d^2


@dataclass(frozen=True)
class Polynomial:
    """A polynomial in named sizes with integer coefficients."""

    terms: tuple[tuple[Monomial, int], ...] = ()

    @staticmethod
    def of(*factors: Dim) -> Polynomial:
        """The product of sizes."""
        number, names = 1, []
        for f in factors:
            if isinstance(f, int):
                number *= f
            else:
                names.append(f)
        return Polynomial._from(Counter({tuple(sorted(names)): number}))

    @staticmethod
    def _from(counter: Counter) -> Polynomial:
        return Polynomial(tuple(sorted((m, c) for m, c in counter.items() if c)))

    def __add__(self, other: Polynomial) -> Polynomial:
        total = Counter(dict(self.terms))
        for m, c in other.terms:
            total[m] += c
        return Polynomial._from(total)

    def __sub__(self, other: Polynomial) -> Polynomial:
        return self + Polynomial(tuple((m, -c) for m, c in other.terms))

    def __mul__(self, other: Polynomial) -> Polynomial:
        total: Counter = Counter()
        for m, c in self.terms:
            for n, k in other.terms:
                total[tuple(sorted(m + n))] += c * k
        return Polynomial._from(total)

    @property
    def degree(self) -> int:
        return max((len(m) for m, _ in self.terms), default=0)

    def at(self, **sizes: int) -> int:
        """The value at given sizes."""
        total = 0
        for m, c in self.terms:
            for name in m:
                c *= sizes[name]
            total += c
        return total

    @property
    def latex(self) -> str:
        """As LaTeX: `6 d^{2} + 3 d`."""
        return re.sub(r"\^(\d+)", r"^{\1}", str(self))

    def __str__(self) -> str:
        if not self.terms:
            return "0"
        words = []
        for m, c in sorted(self.terms, key=lambda t: (-len(t[0]), t[0])):
            powers = Counter(m)
            body = " ".join(n if k == 1 else f"{n}^{k}" for n, k in powers.items())
            size = body if abs(c) == 1 and body else f"{abs(c)} {body}".strip()
            sign = "-" if c < 0 else "+"
            words.append(f"{sign} {size}" if words else ("-" if c < 0 else "") + size)
        return " ".join(words)


ZERO = Polynomial()


@dataclass(frozen=True)
class Count:
    """Multiplications (and divisions), additions (and subtractions), function evaluations."""

    multiplications: Polynomial = field(default=ZERO)
    additions: Polynomial = field(default=ZERO)
    evaluations: Polynomial = field(default=ZERO)

    def __add__(self, other: Count) -> Count:
        return Count(self.multiplications + other.multiplications,
                     self.additions + other.additions, self.evaluations + other.evaluations)

    def times(self, n: Polynomial) -> Count:
        return Count(self.multiplications * n, self.additions * n, self.evaluations * n)

    @property
    def degree(self) -> int:
        return max(p.degree for p in (self.multiplications, self.additions, self.evaluations))

    @property
    def big_o(self) -> str:
        """The growth as `O(d^2)`: the terms of highest degree without their coefficients."""
        found = {m for p in (self.multiplications, self.additions, self.evaluations) for m, _ in p.terms}
        leading = [m for m in found if not any(_divides(m, other) for other in found if other != m)]
        return f"O({' + '.join(_written(m) for m in sorted(leading)) or '1'})"

    def __str__(self) -> str:
        return (f"{self.multiplications} multiplications, {self.additions} additions, "
                f"{self.evaluations} function evaluations")


def _written(m: Monomial) -> str:
    return " ".join(n if k == 1 else f"{n}^{k}" for n, k in Counter(m).items()) or "1"


def _divides(m: Monomial, other: Monomial) -> bool:
    """Does one product of sizes divide another, so that it grows no faster?"""
    return not Counter(m) - Counter(other)


def entries(shape: Shape) -> Polynomial:
    """How many entries an array of this shape has."""
    return Polynomial.of(*shape)


def numbers(name: Expr) -> Polynomial:
    """How many numbers a name stands for: the entries of all its members."""
    return Polynomial.of(*name.data.family, *name.shape)


def count(*expressions: Expr, known: frozenset[Expr] = frozenset()) -> Count:
    """The operations of a straight-line program; what stands in `known` costs nothing."""
    return _counted(expressions, set(known), lambda e: True)[0]


def _counted(expressions: Iterable[Expr], seen: set[Expr], is_inside: Callable[[Expr], bool],
             ) -> tuple[Count, list[Expr]]:
    """What expressions cost, each node that is inside once and those in `seen` not; and the nodes below that
    are outside, which are not counted."""
    total, outside, stack = Count(), [], list(expressions)
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        if not is_inside(node):
            outside.append(node)
        elif node.op in ("sum", "prod", "array"):
            cost, rest = _repeated(node)
            total += cost
            stack.extend(rest)
        else:
            total += _of(node)
            stack.extend(node.args)
    return total, outside


def _repeated(e: Expr) -> tuple[Count, list[Expr]]:
    """What a sum, a product or an array costs: what depends on its indices, once for each value of
    these; and the rest of its body, which is computed once."""
    indices, memo = set(bound_by(e)), {}
    n = Polynomial.of(*(i.dim for i in bound_by(e)))
    inner, rest = _counted(e.args, set(), lambda node: bool(indices & free(node, memo)))
    joined = entries(e.shape) * (n - Polynomial.of(1)) if e.op != "array" else ZERO
    return inner.times(n) + (Count(joined) if e.op == "prod" else Count(ZERO, joined)), rest


def _of(e: Expr) -> Count:
    n = entries(e.shape)
    match e.op:
        case "mul":
            a, b = e.args
            if is_scalar(a.shape) or is_scalar(b.shape):
                free = any(x.op == "num" and abs(x.data) == 1 for x in e.args)
                return Count() if free else Count(n)
            inner = Polynomial.of(a.shape[-1])
            return Count(n * inner, n * (inner - Polynomial.of(1)))
        case "hadamard" | "div":
            return Count() if all(a.op == "num" for a in e.args) else Count(n)
        case "add":
            return Count(ZERO, n * Polynomial.of(len(e.args) - 1))
        case "dot":
            m = entries(e.args[0].shape)
            return Count(m, m - Polynomial.of(1))
        case "norm":
            m = entries(e.args[0].shape)
            return Count(m, m - Polynomial.of(1), Polynomial.of(1))
        case "leading" | "polar":  # a decomposition, to leading order
            m = entries(e.args[0].shape) * Polynomial.of(e.args[0].shape[1])
            return Count(m, m)
        case "power":
            return Count(n)
        case "apply" | "jacobian" | "extremum" | "indicator":
            return Count(evaluations=n)
        case "softmax":
            return Count(n, n, n)
        case "reduce":
            m = entries(e.args[0].shape)
            return Count(m, ZERO) if e.data == "prod" else Count(ZERO, m - Polynomial.of(1))
        case "trace" | "diagonal":
            return Count(ZERO, Polynomial.of(e.args[0].shape[0])) if e.op == "trace" else Count()
        case "inverse" | "det" if len(e.args[0].shape) == 2 and not is_scalar(e.args[0].shape):
            m = Polynomial.of(e.args[0].shape[0])  # by elimination, to leading order
            return Count(m * m * m, m * m * m)
        case "matpow":
            m = Polynomial.of(e.shape[0])
            return Count(m * m * m, m * m * m).times(Polynomial.of(abs(e.data)))
    return Count()


def forward_count(loss: Expr) -> Count:
    """One evaluation of the loss."""
    return count(loss)


def analytic_count(loss: Expr, by: tuple[Expr, ...]) -> Count:
    """A forward pass and a backward pass that gives the gradient by every entry of `by`."""
    gradients, _ = backward(loss, by)
    return count(loss, *(gradients[v] for v in by))


def numerical_count(loss: Expr, by: tuple[Expr, ...]) -> Count:
    """Forward differences: one more evaluation of the loss for every entry of `by`."""
    total = once = forward_count(loss)
    one = Count(Polynomial.of(1), Polynomial.of(2))  # (f(w + e) - f(w)) / e, and the moved entry
    for v in by:
        total += (once + one).times(numbers(v))
    return total
