r"""Labels with two values: their laws, densities taken at one of these, `p(x \mid y = +1)`, and the evidence that they leave.

A label is 0 or 1 (Bernoulli) or -1 or 1 (`SIGNS`), with the chance of 1 as its parameter. A density of which a name on either side of the bar has
another value is taken at that value wherever the laws speak of the name. What was observed of names whose laws speak of one label, and of no other
random name, has the density that is the sum over both values of the label; so Bayes' rule for a label is known in full.
"""

from __future__ import annotations

from collections.abc import Callable

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.read.reading import Reading
from symcheck.read.syntax import Syntax

_NAMES = frozenset(("var", "item", "entry", "let"))
SIGNS = ("Signs", r"\text{Signs}")


def of_sign(chance: Expr, x: Expr) -> Expr:
    """The chance of x, which is -1 or 1, where `chance` is that of 1."""
    one, two = build.num(1), build.num(2)
    number = x.data if x.op == "num" else -x.args[0].data if x.op == "neg" and x.args[0].op == "num" else None
    if number is not None:
        return chance if number == 1 else build.sub(one, chance) if number == -1 else build.num(0)
    if chance.op == "num" and 2 * chance.data == 1:
        return chance
    return build.mul(build.power(chance, build.div(build.add(one, x), two)), build.power(build.sub(one, chance), build.div(build.sub(one, x), two)))


def at_values(r: Reading, e: Expr, told: list[tuple[Expr, Expr, Syntax]]) -> Expr:
    r"""A density or a moment where names have these values, as y in `p(x \mid y = 1)`."""
    pairs = []
    for name, value, at in told:
        if value.op == "num" and not value.data and not is_scalar(name.shape):
            value = build.zeros(name.shape)
        if name is not value and (name.op not in _NAMES or name.shape != value.shape):
            raise r.error("not-in-language", "this condition cannot be read", at)
        pairs.append((name, value))
    return e.replaced(lambda n: next((v for name, v in pairs if n is name), None)) if pairs else e


def values(kind: str, bernoulli: tuple[str, ...]) -> tuple[int, ...]:
    """The values of a label with a law of this kind; none of what is no label."""
    return (0, 1) if kind in bernoulli else (-1, 1) if kind in SIGNS else ()


def summed(label: Expr, both: tuple[int, ...], density: Expr, prior: Callable[[Expr], Expr]) -> Expr:
    """The sum over both values of a label of its chance times what a density is there."""

    def there(v: Expr) -> Expr:
        return density.replaced(lambda n: v if n is label or n.op == "item" and n.args[0] is label else None)
    return build.add(*(build.mul(prior(v), there(v)) for v in map(build.num, both)))


def label(r: Reading, name: str) -> Expr | None:
    """The number that a label is; None of anything else."""
    e = next((x.expr for x in r.scope if x.name == name and x.expr is not None), None)
    return e if e is not None and e.op == "var" and is_scalar(e.shape) else None
