r"""Random indices: `i_1, \dots, i_B` drawn independently and uniformly from 1..n, and `g_{i_b}`, `\ell_{i_b}(\theta)`.

Draw b is a one-hot vector Z_b with mean 1/n and covariance I/n - 11^T/n^2, independent of the others, and what depends on
i_b is linear in it: f(i_b) = sum_k Z_bk f(k). So a factor or a term that speaks of i_b is read with an index k in its
place and summed with these weights; terms of several draws are sums over each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from symcheck.expr import At, Dim, Expr, Index, Variable, build
from symcheck.read.elaborate_densities import Law
from symcheck.read.names import label
from symcheck.read.reading import Binder, Reading, fresh_uid
from symcheck.read.scope import positions
from symcheck.read.syntax import BigOperator, Group, Number, Relation, Script, Symbol, Syntax

_MEANS = ("E", "Var", "Cov", "V", r"\mathbb{E}", r"\mathbb{V}", r"\text{Var}", r"\text{Cov}", r"\text{E}")


class Draws(NamedTuple):
    """Draws with the letter `base`: how many, from how many, and their one-hot vectors (a family)."""

    base: str
    count: Dim
    size: Dim
    chosen: Expr


def drawn(base: str, count: Dim, size: Dim) -> tuple[Draws, str, Law]:
    """Draws, with the name and the law of their one-hot vectors."""
    v = Variable(rf"\mathbf{{1}}_{{{base}}}", (size, 1), (count,), frozenset(("nonnegative", "integer")), (0, 1))
    n = build.size(size)
    mean = build.div(build.ones((size, 1)), n)
    spread = build.sub(build.div(build.eye(size), n), build.div(build.ones((size, size)), build.power(n, build.num(2))))
    return Draws(base, count, size, build.var(v)), v.name, Law("", (), None, (mean, spread))


def counted(number: Expr, size: Dim) -> Law:
    """The law of how often each index is drawn with replacement."""
    n = build.size(size)
    mean = build.mul(build.div(number, n), build.ones((size, 1)))
    each = build.sub(build.div(build.eye(size), n), build.div(build.ones((size, size)), build.power(n, build.num(2))))
    return Law("", (), None, (mean, build.mul(number, each)))


def subset(number: Expr, size: Dim) -> Law:
    """The law of the members of a subset of this number, each of which is as likely: two indices are both in it with the
    chance B (B - 1) / (n (n - 1))."""
    n, one = build.size(size), build.num(1)
    chance = build.div(number, n)
    both = build.div(build.mul(number, build.sub(number, one)), build.mul(n, build.sub(n, one)))
    spread = build.add(build.mul(build.sub(chance, both), build.eye(size)),
                       build.mul(build.sub(both, build.power(chance, build.num(2))), build.ones((size, size))))
    return Law("", (), None, (build.mul(chance, build.ones((size, 1))), spread))


def one_of(draws: Draws) -> Expr:
    """What draw b obeys: its entries add up to one."""
    b, k = Index("b", draws.count), Index("k", draws.size, fresh_uid())
    return build.sum_over(k, build.entry(build.item(draws.chosen, (At(b, 0),)), (At(k, 0),)))


def unbound(r: Reading, written) -> dict[str, tuple[Draws, Syntax]]:
    """The draws that a piece of syntax speaks of and that nothing is bound for yet, by label; those under a sum
    of its own and those in means are not its."""
    found: dict[str, tuple[Draws, Syntax]] = {}

    def look(s, inner: frozenset[str]) -> None:
        if isinstance(s, tuple):
            hidden = inner
            skip = False
            for x in s:
                head = x.base if type(x) is Script else x
                if skip and type(head) is Group:
                    skip = False
                    continue
                skip = type(head) is Symbol and label(head) in _MEANS
                look(x, hidden)
                if type(head) is BigOperator:
                    hidden = hidden | _bound_by(head)
        elif type(s) is Script and type(s.base) is Symbol and s.base.name in r.draws and s.sub is not None \
                and label(s) not in r.bound:
            if label(s.sub) not in inner and len(positions(s.sub)) == 1:
                found[label(s)] = r.draws[s.base.name], s.sub
        elif isinstance(s, Syntax):
            for f in s.__dataclass_fields__:
                if f != "span":
                    look(getattr(s, f), inner)

    look(written, frozenset())
    return found


def _bound_by(s: BigOperator) -> frozenset[str]:
    lower = s.lower.items[0] if type(s.lower) is Relation else s.lower
    return frozenset() if lower is None else frozenset((label(lower),))


def over(r: Reading, found: dict[str, tuple[Draws, Syntax]], body: Callable[[], Expr]) -> Expr:
    """The value of what speaks of these draws."""
    saved = r.bound
    binders = {name: Binder(name, draws.size) for name, (draws, _) in found.items()}
    r.bound = {**saved, **binders}
    try:
        e = body()
    finally:
        r.bound = saved
    for name, (draws, sub) in found.items():
        b = binders[name]
        if b.least is None:
            continue
        at = At(None, int(sub.value)) if type(sub) is Number else r.index_on(label(sub), draws.count, sub)
        weight = build.entry(build.item(draws.chosen, (at,)), (At(b.index, 0),))
        e = build.sum_over(b.index, build.mul(weight, e))
    return e
