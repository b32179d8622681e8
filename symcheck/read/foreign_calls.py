r"""Functions of the document inside a template: the `f(x)` of `\int_0^1 f(x) \, dx`, after `f(x) = x^2`.

What stands before a bracket is read as everywhere else, in a scope where the bound letters are numbers: a function that
is declared or defined takes the bracket, a number is multiplied by it. What a function makes of bound letters must
be an expression that the template can write out; a definition that speaks of another x than the bound one is refused.
"""

from __future__ import annotations

from symcheck.expr import SCALAR, Expr, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.read.elaborate_heads import bracket, factor, pointwise, takes_argument
from symcheck.read.foreign_definitions import free, letter_of
from symcheck.read.names import base_of, spread
from symcheck.read.reading import Reading
from symcheck.read.scope import Entry, Scope
from symcheck.read.syntax import Accent, BigOperator, Binomial, Group, Number, Script, Symbol, Syntax
from symcheck.text import SymcheckError

_CALLABLE = frozenset((Symbol, Accent, Script, Group))


def called(t, items, ops, k: int) -> tuple[Expr, int] | None:
    """The value of a function at items[k] and the position after its argument; None where items[k] is a factor."""
    s = items[k]
    if not _may_take(t, s, items, ops, k):
        return None
    own = [t.variable(name) for name in t.letters]
    try:
        value, after = _read(t.r, own, list(t.letters), items, ops, k)
    except SymcheckError:
        value, after = _by_name(t, items, ops, k) or (None, k)
        if value is None:
            raise
        return value, after
    if after == k + 1 and type(s) is Group and pointwise(t.r, s.body, True):
        raise t.r.error("ambiguous", "is this a sum of functions, or a factor?", s)
    if after == k + 1:
        return _by_name(t, items, ops, k)
    if any(letter_of(t, x) is not None and x not in own for x in free(value)):
        raise t.r.error("ambiguous", "the definition of this function holds the bound letter itself", s)
    return t.r.settle(value), after


def _may_take(t, s: Syntax, items, ops, k: int) -> bool:
    """Could this be something that takes what stands to its right?"""
    base = s.base if type(s) is Script else s
    if type(base) is Symbol and base.name in t.letters or type(base) in (Number, BigOperator):
        return False
    if takes_argument(t.r, s):
        return True
    if type(s) not in _CALLABLE or k + 1 >= len(items) or ops[k + 1] != "" or bracket(items[k + 1]) is None:
        return False
    if type(base) is Group:
        return not any(type(x) is Binomial or type(x) is Group and x.close == "!" for x in s.walk()) and any(
            type(x) in (Symbol, Accent) and _has_formula(t.r, x) for x in base.walk())
    return _has_formula(t.r, base)


def _has_formula(r: Reading, s: Syntax | None) -> bool:
    """Is a name of this letter a function, or defined?"""
    named = base_of(spread(s)) if s is not None else None
    return named is not None and any(e.kind in ("function", "map") or e.params or e.expr is not None and e.expr.op == "let"
                                     for e in r.scope.entries.get(named[0], ()))


def _read(r: Reading, variables: list[Variable], letters: list[str], items, ops, k: int) -> tuple[Expr, int]:
    """The factor at items[k], where the letters are these numbers."""
    outer = r.scope
    r.scope = _with(outer, variables, letters)
    try:
        return factor(r, items, ops, k)
    finally:
        r.scope = outer


def _with(outer: Scope, variables: list[Variable], letters: list[str]) -> Scope:
    scope = outer.copy()
    for v, letter in zip(variables, letters):
        scope.entries[letter] = [e for e in scope.entries.get(letter, ()) if not e.bare]
        scope.add(Entry(letter, "quantity", expr=build.var(v)))
    return scope


def _by_name(t, items, ops, k: int) -> tuple[Expr, int] | None:
    r"""The value of `f(x)` after `f = x^2`, which is made of a declared x: that of f, as everywhere else."""
    found = [t.r.scope.bare(name) for name in t.letters]
    if any(e is None or e.kind != "quantity" or e.expr is None or e.expr.op != "var" or not is_scalar(e.expr.shape) for e in found):
        return None
    value, after = factor(t.r, items, ops, k)
    return (t.r.settle(value), after) if after > k + 1 else None


def fresh(name: str) -> Variable:
    """A number of its own for a bound letter."""
    return Variable(name + r"_{\cdot}", SCALAR)


__all__ = ["called", "fresh"]
