r"""Definitions of functions: which kind `f(x) = ..` is, and what a second one means.

A function of a declared name is also the quantity of that name (`define_of_declared`); any other
has arguments of its own (`define_maps`). A second definition is a claim.
"""

from __future__ import annotations

from symcheck.expr import build
from symcheck.read.assumptions import Claim
from symcheck.read.declare_names import head_of
from symcheck.read.define_arguments import are_dummies, local, read_in
from symcheck.read.define_maps import define_by_entries, define_map
from symcheck.read.define_members import unlike_shape
from symcheck.read.define_of_declared import define_of_declared
from symcheck.read.elaborate_heads import HEADS
from symcheck.read.names import label
from symcheck.read.scope import Entry
from symcheck.read.syntax import Syntax
from symcheck.text import Source
from symcheck.text.diagnostic import fail


def define_function(context, source: Source, called, right: Syntax) -> bool | None:
    """Define a function: False where this is no definition, None where it repeats one as written."""
    f, arguments, sub = called
    base, font, fsub, fsups, primes = head_of(source, f)
    known = context.scope.find(base, font, fsub, fsups, primes, loose=False)
    entry = known.entry if known is not None and not known.sub and not known.sups else None
    if entry is not None and entry.font != font and entry.params and not {p.name for p in entry.params} & set(map(label, arguments)):
        entry = None  # \mathcal{L}(u, \lambda) beside L(W, V)
    if entry is not None and (entry.kind == "map" or entry.kind == "quantity"
                              and entry.expr.op == "let"):
        return sub is None and _again(context, source, entry, arguments, right)
    if entry is not None and entry.kind in ("index", "set"):
        return False
    if entry is not None and entry.kind == "function" and any(
            e.sub_slots and e.function is entry.function for e in context.scope.entries[base]):
        context.scope.drop(entry)  # f beside declared f_i: not the vector of these
        entry = None
    builtin = _is_builtin(base) and entry is None
    function = entry.function if entry is not None and entry.kind == "function" else None
    if sub is not None:
        return define_by_entries(context, source, called, right, function, builtin)
    if function is not None or builtin or are_dummies(context, source, arguments):
        return define_map(context, source, f, arguments, right, function, builtin)
    return define_of_declared(context, source, f, arguments, right, entry)


def _again(context, source: Source, entry: Entry, arguments, right: Syntax) -> bool | None:
    """A second definition of a function is a claim that it agrees with the first; None where that
    claim is as it is written."""
    params, first = entry.params, entry.body if entry.kind == "map" else entry.expr
    found = [context.scope.find(*head_of(source, a), loose=False) for a in arguments]
    own = [x is not None and x.entry.kind == "quantity" and not (x.sub or x.sups or x.primes)
           for x in found]
    if entry.kind == "quantity" and (entry.sub_slots or entry.sup_slots):
        return None if all(own) else False
    if entry.kind == "quantity" and all(own):
        values = [x.entry.expr.data for x in found]
        if tuple(values) != params if params else not all(
                any(n.op in ("var", "let") and n.data == v for n in first.walk()) for v in values):
            return False
        body, _ = read_in(context, source, context.scope, right, first.shape)
    elif first is None or len(params) != len(arguments) or entry.squared or entry.sub_slots:
        raise fail("defined-twice", f"{entry.name} is defined already", source, right.span)
    else:
        scope, dummies = local(context.scope, source, arguments, [p.shape for p in params])
        body, _ = read_in(context, source, scope, right, first.shape)
        first = build.substitute(first, tuple(zip(params, map(build.var, dummies))))
    if body.shape != first.shape:
        raise unlike_shape(source, right, entry.name, first.shape, body.shape)
    context.claims.append(Claim("=", first, body, source, right.span))
    return True


def _is_builtin(base: str) -> bool:
    """Is this a word or letter with a meaning of its own? Single letters have none to lose."""
    return base in HEADS and len(base) > 1 and base != "\\Pi"
