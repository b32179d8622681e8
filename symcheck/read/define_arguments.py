r"""The arguments of a function being defined, and its right side read in them.

An argument is a declared name, which the function is then a function of, the square of one (the
\sigma^2 of `\ell(\mu, \sigma^2)`), or a dummy, which is a variable of its own in the right side.
"""

from __future__ import annotations

from symcheck.expr import SCALAR, Expr, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.read.declare_names import head_of
from symcheck.read.elaborate import headed
from symcheck.read.names import label, parts, stem_of
from symcheck.read.reading import Reading
from symcheck.read.scope import Entry, Found, Scope
from symcheck.read.syntax import Syntax
from symcheck.text import Source

# Refusals of a right side that only say that its arguments are no numbers.
UNSHAPED = frozenset(("shape-mismatch", "not-square", "ambiguous"))


def entry_of(source: Source, s: Syntax, kind: str, **said) -> Entry:
    """An entry for a name as it is written, its scripts parts of the name."""
    base, font, sub, sups, primes = head_of(source, s)
    return Entry(base, kind, font, label(sub) if sub is not None else None,
                 "".join(map(label, parts(sups))) or None, primes, **said)


def are_dummies(context, source: Source, arguments) -> bool:
    """Are the arguments names that stand for nothing declared?"""
    for a in arguments:
        found = context.scope.find(*head_of(source, a), loose=False)
        if found is not None and found.entry.kind == "quantity" and not (
                found.sub or found.sups or found.primes) or is_square(found):
            return False
    return True


def is_square(found: Found | None) -> bool:
    r"""Is this the square of a declared positive number, as the \sigma^2 of `\ell(\mu, \sigma^2)`?"""
    return found is not None and found.entry.kind == "quantity" and found.entry.expr.op == "var" \
        and is_scalar(found.entry.expr.shape) and not found.sub and not found.slots \
        and not found.primes and len(found.sups) == 1 and label(found.sups[0]) == "2" \
        and bool(found.entry.expr.data.traits & {"positive", "nonnegative"})


def local(outer: Scope, source: Source, arguments, shapes) -> tuple[Scope, tuple[Variable, ...]]:
    """A scope in which the arguments are variables of their own."""
    scope = outer.copy()
    params = []
    for a, shape in zip(arguments, shapes):
        base, font, sub, sups, _ = head_of(source, a)
        entry = entry_of(source, a, "quantity")
        name = entry.name
        if any(e.name == name for e in outer.entries.get(base, ())):
            name += r"_{\cdot}" if sub is None else "'"
        v = Variable(name, shape)
        entry.expr = build.var(v)
        rows = scope.entries.get(base)
        if rows is not None and sub is None and not sups:
            scope.entries[base] = [e for e in rows if not (e.bare and e.font != font)]
        scope.add(entry)
        params.append(v)
    return scope, tuple(params)


def usual_shape(context, a: Syntax):
    """The shape of a dummy: of the declared names of that letter, if they have one shape."""
    named = stem_of(a)
    shapes = {e.expr.shape for e in context.scope.entries.get(named[0], ())
              if e.kind == "quantity" and e.expr is not None}
    return shapes.pop() if len(shapes) == 1 else SCALAR


def read_in(context, source: Source, scope: Scope, right: Syntax,
            like=None) -> tuple[Expr, Reading]:
    """The right side of a definition in the scope of its arguments."""
    r = context.start(source, closed=True)
    r.scope = scope
    return r.finish(headed(r, right), like, right), r
