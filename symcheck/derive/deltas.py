r"""Error signals with names of their own: \delta_k for \frac{\partial L}{\partial z_k}.

Where a gradient written out in forward values would be too long to read, gradients that several later
lines use get a name, and lines are written by these.
"""

from __future__ import annotations

import re
from collections import Counter

from symcheck.derive.backprop import Backprop
from symcheck.derive.shares import Gradient
from symcheck.derive.spoken import Say
from symcheck.expr import At, Expr, Index, Variable, build
from symcheck.read.context import Context


class Deltas:
    """`names`: the signal of each name that has one; `kept`: those names. False where none is needed."""

    def __init__(self, b: Backprop, context: Context, layout: str, most: int):
        self.loss, self.layout = b.loss, layout
        self.names: dict[Expr, Expr] = {}
        if any(b.short(member(u, g), most) is None for u, g in b.gradients.items()):
            users = _users(b)
            taken = set(context.variables) | {e.data.name for e in b.loss.walk() if e.op == "let"}
            alike = {_stem(u) for u in b.gradients if users[u] > 1} if not most else set()
            for u, g in b.gradients.items():
                if u.op == "let" and not g.indices and not u.data.family and (users[u] > 1 or _stem(u) in alike):
                    name = _name(u.data.name, taken)
                    taken.add(name)
                    gradient = build.derivative(b.loss, u, layout)
                    self.names[u] = build.let(Variable(name, gradient.shape), gradient)
        self.kept = frozenset(self.names)

    def __bool__(self) -> bool:
        return bool(self.names)

    def written(self, e: Expr, except_: Expr | None = None) -> Expr:
        """An expression with the signals in the place of the gradients."""
        def signal(n: Expr) -> Expr | None:
            if n.op == "derivative" and n.args[0] is self.loss and n.args[1] is not except_:
                return self.names.get(n.args[1], n)
            return n if n.op in ("let", "derivative") else None

        return e.replaced(signal) if self.names else e

    def words(self, say: Say) -> str:
        if not self.names:
            return ""
        shown = [f"${say(d)}$" for d in self.names.values()]
        listed = ", ".join(shown if len(shown) < 5 else [shown[0], shown[1], r"$\dots$", shown[-1]])
        return f"The error signals {listed} are used more than once; each is computed once and kept."


def _stem(u: Expr) -> str:
    """A name without its numbers, as those of all layers are."""
    return re.sub(r"\d+", "#", u.data.name)


def _users(b: Backprop) -> Counter[Expr]:
    """How many gradients are computed from that by each name."""
    return Counter(u for g in b.gradients.values()
                   for u in {n.args[1] for s in g.shares for n in s.value.walk(("let", "derivative"))
                             if n.op == "derivative" and n.args[0] is b.loss})


def member(u: Expr, gradient: Gradient) -> Expr:
    """The name, or its member or entry at free letters where its gradient is by these."""
    if not gradient.indices:
        return u
    names = [i.name for i in gradient.indices]
    names = names if len(set(names)) == len(names) else list("ijkl"[:len(names)])
    at = tuple(At(Index(letter, i.dim)) for letter, i in zip(names, gradient.indices))
    family = len(u.data.family)
    of = build.item(u, at[:family]) if family else u
    return build.entry(of, at[family:]) if at[family:] else of


def _name(of: str, taken: set[str]) -> str:
    script = re.fullmatch(r"\\?[A-Za-z]+((?:_|\^).*)", of)
    name = r"\delta" + script[1] if script else rf"\delta_{{{of}}}"
    if name in taken:
        name = rf"\delta_{{{of}}}"
    return name
