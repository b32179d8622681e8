"""Typed expressions to index form.

Each operation is one row of the `RULES` of `lower_algebra`, `lower_functions`, `lower_indices` and
`lower_derivatives`, and says what its constructor in `expr/build.py` says, in indices.
"""

from __future__ import annotations

from functools import cache

from symcheck.expr.names import Variable
from symcheck.expr.node import Expr
from symcheck.tensor.array import Array
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.opened import Open, arrange

Held = frozenset[Variable]


def lower(e: Expr, held: Held = frozenset()) -> Open:
    """The index form of `e`, with the names in `held` kept as variables. Raises `Unsupported`."""
    found = e.lowered.get(held)
    if found is None:
        rule = _rules().get(e.op)
        if rule is None:
            raise Unsupported(f"{e.op} is not in the language of indices")
        found = rule(e, held)
        e.lowered[held] = found
    return found


def lower_all(e: Expr) -> Array:
    """A closed array: slots are the open indices sorted by name, then the axes."""
    array, opens = lower(e)
    return arrange(array, opens, tuple(sorted(opens, key=lambda i: (i.name, str(i.dim)))))


@cache
def _rules() -> dict:
    from symcheck.tensor import lower_algebra, lower_derivatives, lower_functions, lower_indices

    return {**lower_algebra.RULES, **lower_functions.RULES, **lower_indices.RULES,
            **lower_derivatives.RULES}


__all__ = ["Held", "arrange", "lower", "lower_all"]
