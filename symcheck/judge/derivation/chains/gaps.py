r"""Step size: right results that are stated with no step in between.

Two things count as a gap. A link that carries out more than `RULES` rules of differentiation at once:
powers, functions, products and quotients on the longest way from the function down to the variable, where
sums and constant factors are free, and so is what a derivative shown before goes past. And a minimizer in
closed form where no derivative by the argument was spoken of.
"""

from __future__ import annotations

from symcheck.expr import Expr
from symcheck.judge.derivation.relations import optima
from symcheck.judge.derivation.state import Chain, State, called
from symcheck.read.context import Piece

RULES = 3
_FREE = frozenset(("var", "let", "add", "sub", "neg", "transpose", "sum_over", "item", "entry", "row", "column", "array",
                   "derivative", "trace", "diag", "reduce"))
_FACTORS = frozenset(("mul", "hadamard", "div"))


class Gaps:
    """The derivatives shown so far, as pairs (function, variable)."""

    def __init__(self, state: State):
        self.state = state
        self.shown: set[tuple[Expr, Expr]] = set()

    def left_out(self, chain: Chain, b: Piece) -> str:
        """What a link from the chain to b leaves out, "" where nothing; the derivatives it works out are shown."""
        state = self.state
        value = state.read(b)
        if value is None:
            return ""
        found = optima.of_piece(state, chain)
        if found is None:
            before = state.read(chain.last, value)
            return "" if before is None else self._rules_left_out(before, value)
        if state.gradient_by(found.by) or state.about(found.by):
            return ""
        return f"the closed form is stated without a derivative by {called(found.by)} that is set to zero"

    def _rules_left_out(self, a: Expr, b: Expr) -> str:
        before, after = _derivatives(a), _derivatives(b)
        if after - before:
            return ""  # the chain rule set up, or a name given to a derivative
        done = before - after
        most, which = max(((self._rules(*pair), pair) for pair in done), default=(0, ()), key=lambda m: m[0])
        self.shown |= done
        if most <= RULES:
            return ""
        f, by = map(called, which)
        return f"{most} rules of differentiation at once, from {f} down to {by}: a step in between is missing"

    def _rules(self, f: Expr, by: Expr) -> int:
        memo: dict[Expr, int | None] = {}

        def longest(e: Expr) -> int | None:
            """Rules on the longest way from e to `by`; None where e does not hold it."""
            if e is by:
                return 0
            if e not in memo:
                memo[e] = None
                squared = e.op == "power" and e.args[0].op == "norm"  # the square of a norm is one rule
                ways = [way for a in (e.args[0].args if squared else e.args) if (way := longest(a)) is not None]
                if ways:
                    constant = e.op in _FACTORS and len(ways) == 1 and any(not _varies(a) for a in e.args)
                    memo[e] = max(ways) + (e.op not in _FREE and not constant)
                    passed = [way for g, name in self.shown if g is e and (way := longest(name)) is not None]
                    memo[e] = min([memo[e], *passed])
            return memo[e]

        return longest(f) or 0


def _varies(e: Expr) -> bool:
    """Does a name occur here?"""
    return any(node.op in ("var", "let", "item", "apply", "index_value") for node in e.walk())


def _derivatives(e: Expr) -> set[tuple[Expr, Expr]]:
    """The derivatives written here, not those in what names are defined as."""
    found, stack = set(), [e]
    while stack:
        node = stack.pop()
        if node.op == "derivative":
            found.add(node.args)
        if node.op != "let":
            stack.extend(node.args)
    return found
