"""What a loss and its gradients cost: operations of either way, and what is kept in between.

`forward` is one evaluation of the loss; `backward` the backward pass after it, as it is derived; `numerical`
a forward difference for every entry of every variable. All are polynomials in the sizes.
"""

from __future__ import annotations

from dataclasses import dataclass

from symcheck.derive.counts import Count, Polynomial, count, numbers, numerical_count
from symcheck.derive.gradients import Gradients
from symcheck.derive.names import definitions
from symcheck.derive.reach import stem
from symcheck.expr import Expr


@dataclass(frozen=True)
class Cost:
    """Operations of each way, and the values (names) that the backward pass needs from the forward pass."""

    forward: Count
    backward: Count
    numerical: Count
    kept: tuple[Expr, ...]

    @property
    def analytic(self) -> Count:
        return self.forward + self.backward

    def as_dict(self) -> dict:
        rows = {name: {"multiplications": str(c.multiplications), "additions": str(c.additions),
                       "evaluations": str(c.evaluations), "growth": c.big_o}
                for name, c in (("forward", self.forward), ("backward", self.backward),
                                ("analytic", self.analytic), ("numerical", self.numerical))}
        return {**rows, "kept": [e.data.name for e in self.kept],
                "memory": str(memory(self.kept))}


def cost_of(g: Gradients) -> Cost:
    """The operations of a loss and its gradients by the targets."""
    loss, b = g.ready, g.pass_
    forward = count(loss)
    names = frozenset(n for n in loss.walk() if n.op in ("let", "var"))
    values = [gradient.value for gradient in b.gradients.values()]
    symbols = frozenset(n for v in values for n in v.walk() if n.op == "derivative")
    backward = Count()
    for gradient in b.gradients.values():
        members = Polynomial.of(*(i.dim for i in gradient.indices)) if gradient.indices else Polynomial.of(1)
        backward += count(gradient.value, known=names | symbols).times(members)
    numerical = numerical_count(loss, tuple(dict.fromkeys(map(stem, g.targets))))
    return Cost(forward, backward, numerical, kept_values(g))


def kept_values(g: Gradients) -> tuple[Expr, ...]:
    """The forward values that stand in the backward pass, in the order in which they are computed."""
    used = {n for gradient in g.pass_.gradients.values() for n in gradient.value.walk(("let", "derivative"))}
    return tuple(u for u in definitions(g.ready) if u in used)


def memory(kept: tuple[Expr, ...]) -> Polynomial:
    """How many numbers these values are."""
    return sum(map(numbers, kept), Polynomial())
