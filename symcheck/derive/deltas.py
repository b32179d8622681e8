r"""Error signals with names of their own: \delta_k for \frac{\partial L}{\partial z_k}.

Where a gradient written out in forward values would be too long to read, gradients that several later
lines use get a name, and lines are written by these.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from symcheck.derive.backprop import Backprop
from symcheck.derive.spoken import Say
from symcheck.expr import Expr, Variable, build
from symcheck.read.context import Context


class Deltas:
    """`names`: the signal of each name that has one; `kept`: those names. False where none is needed."""

    def __init__(self, b: Backprop, context: Context, layout: str, is_long: Callable[[Expr], bool]):
        self.loss, self.layout = b.loss, layout
        self.names: dict[Expr, Expr] = {}
        if any(is_long(b.expanded(g.value)) for g in b.gradients.values()):
            taken = set(context.variables) | {e.data.name for e in b.loss.walk() if e.op == "let"}
            for u, g in b.gradients.items():
                if u.op == "let" and not g.indices and not u.data.family and _users(b, u) > 1:
                    name = _name(u.data.name, taken)
                    taken.add(name)
                    gradient = build.derivative(b.loss, u, layout)
                    self.names[u] = build.let(Variable(name, gradient.shape), gradient)
        self.kept = frozenset(self.names)

    def __bool__(self) -> bool:
        return bool(self.names)

    def written(self, e: Expr, except_: Expr | None = None) -> Expr:
        """An expression with the signals in the place of the gradients."""
        return self._written(e, except_, {}) if self.names else e

    def _written(self, e: Expr, except_, memo) -> Expr:
        if e not in memo:
            signal = self.names.get(e.args[1]) if e.op == "derivative" and e.args[0] is self.loss else None
            if signal is not None and e.args[1] is not except_:
                memo[e] = signal
            elif e.op in ("let", "var", "derivative"):
                memo[e] = e
            else:
                args = tuple(self._written(a, except_, memo) for a in e.args)
                memo[e] = e if args == e.args else Expr(e.op, args, e.data, e.shape)
        return memo[e]

    def words(self, say: Say) -> str:
        if not self.names:
            return ""
        shown = [f"${say(d)}$" for d in self.names.values()]
        listed = ", ".join(shown if len(shown) < 5 else [shown[0], shown[1], r"$\dots$", shown[-1]])
        return f"The error signals {listed} are used more than once; each is computed once and kept."


def _users(b: Backprop, u: Expr) -> int:
    """How many gradients are computed from that by u."""
    symbol = build.derivative(b.loss, u, "column")
    return sum(any(n is symbol for s in g.shares for n in s.value.walk()) for g in b.gradients.values())


def _name(of: str, taken: set[str]) -> str:
    script = re.fullmatch(r"\\?[A-Za-z]+((?:_|\^).*)", of)
    name = r"\delta" + script[1] if script else rf"\delta_{{{of}}}"
    if name in taken:
        name = rf"\delta_{{{of}}}"
    return name
