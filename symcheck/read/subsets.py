r"""Sets of indices by their names: `B \subseteq \{1, \dots, n\}`, and the `B_t` of a step.

A set is kept as its 0/1 membership vector. Where B_t was declared, B_s and B_{t+1} are other sets of the same numbers, of which nothing else is
known.
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.expr import Dim, Variable, build
from symcheck.read.names import base_of, label
from symcheck.read.scope import Entry, Scope
from symcheck.read.syntax import Script, Syntax


def variable(s: Syntax, dim: Dim) -> Variable:
    """The membership vector of a set with this name."""
    return Variable(rf"\mathbf{{1}}_{{{label(s)}}}", (dim, 1), (), frozenset(("nonnegative", "integer", "members")),
                    (0, 1), (Fraction(0), Fraction(1)))


def found(scope: Scope, s: Syntax) -> Entry | None:
    """The entry of a name of a set; None where it is none."""
    if type(s) is not Script or s.sub is None or s.sups or s.primes or s.base is None:
        named = base_of(s)
        entry = scope.bare(*named) if named is not None else None
        return entry if entry is not None and entry.kind == "set" else None
    named = base_of(s.base)
    if named is None:
        return None
    rows = [e for e in scope.entries.get(named[0], ()) if e.kind == "set" and e.font == named[1] and e.sub is not None]
    own = next((e for e in rows if e.sub == label(s.sub)), None)
    if own is not None:
        return own
    counted = next((e for e in rows if len(e.sub) == 1 and e.sub.isalpha()), None)
    return None if counted is None else Entry(named[0], "set", named[1], label(s.sub), expr=build.var(variable(s, counted.dim)), dim=counted.dim)


__all__ = ["found", "variable"]
