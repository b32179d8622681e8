r"""Definitions of quantities, of families, by entries, of functions; and assumptions.

`h = \phi(Wx + b)` defines a quantity, `p_i = ..` with i free on the right its entries (or the members
of a family), `f(x) = ..` a function: of the declared x (then f is also the quantity), or of a dummy x.
An equation that repeats what has a definition is kept as a claim; any other is an assumption.
"""

from __future__ import annotations

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import is_scalar, long_axes
from symcheck.read.assumptions import Claim, keep_claim, rebuild, take_equation
from symcheck.read.declare_families import made_of
from symcheck.read.declare_names import head_of, is_apart, new_entry, range_size, variable_name
from symcheck.read.define_aliases import define_alias
from symcheck.read.define_functions import define_function
from symcheck.read.define_members import (
    bind_entries,
    define_members,
    index_letters,
    mentions_name,
    occurs_in,
    slotted_indices,
    unlike_shape,
)
from symcheck.read.elaborate import headed
from symcheck.read.names import STARS, base_of, label, spread, stem_of
from symcheck.read.reading import Binder
from symcheck.read.scope import Entry, Found, positions
from symcheck.read.sets import read_set
from symcheck.read.syntax import Bar, Group, Listing, Product, Relation, Script, Symbol, Syntax
from symcheck.text import Source, SymcheckError
from symcheck.text.diagnostic import fail


def define(context, source: Source, rel: Relation, ranges: dict, words: set[str]) -> None:
    """A line `left = right`, possibly `left = right \\in set` or a chain of equal forms."""
    items, ops = list(rel.items), list(rel.operators)
    shape = None
    if ops[-1] == "\\in":
        shape, *_ = read_set(context, source, items.pop())
        ops.pop()
    if ops and ops[0] == "=:":
        items[0], items[1] = items[1], items[0]
    left, right = items[0], items[1]
    if shape is not None and len(items) == 2 and made_of(context, source, left, right, shape):
        return
    called = _called(left)
    if called is not None:
        done = define_function(context, source, called, right)
        if done is None or not done and called[2] is not None:
            keep_claim(context, source, left, right)
            return
    elif (done := define_alias(context, source, left, right)) is None:
        keep_claim(context, source, left, right)
        return
    elif not done:
        done = _define_quantity(context, source, left, right, ranges, shape)
    if not done:
        if ops[0] in (":=", "\\triangleq", "=:"):
            raise fail("not-a-definition", "the left side is no name that can be defined", source,
                       left.span)
        take_equation(context, source, rel)
        return
    for later in items[2:]:
        keep_claim(context, source, left, later)


def _layout(context, source: Source, right: Syntax, shape) -> str | None:
    r"""The layout in which `v = \frac{\partial L}{\partial z} \in \mathbb{R}^{1 \times m}` has the shape that is said: rows, where it is one
    in no other. None where nothing is said of it."""
    if shape is None or len(shape) != 2 or shape[0] != 1 or shape[1] == 1:
        return None
    for layout in ("column", "row"):
        try:
            if context.elaborate(right, source, layout).expr.shape == tuple(shape):
                return layout
        except SymcheckError:
            continue
    return None


def _called(s: Syntax):
    """(function, arguments, subscript after the bracket) of `f(x)`, `\\Phi(z)_i`; else None."""
    if type(s) is not Product or len(s.items) != 2 or any(s.operators):
        return None
    f, bracket = s.items
    sub = None
    if type(bracket) is Script and bracket.sub is not None and not bracket.sups:
        bracket, sub = bracket.base, bracket.sub
    if type(bracket) is not Group or bracket.open not in ("(", "["):
        return None
    if stem_of(f) is None or type(f) is Script and f.primes:
        return None
    arguments = _listed(bracket.body)
    if any(stem_of(a) is None for a in arguments):
        return None
    return f, arguments, sub


def _listed(s: Syntax) -> tuple[Syntax, ...]:
    r"""The arguments in a bracket: `x, y`, `x; \theta`, `x \mid \mu, \sigma`."""
    if type(s) is Bar:
        return (*_listed(s.left), *_listed(s.right))
    return s.items if type(s) is Listing else (s,)


def _define_quantity(context, source: Source, left: Syntax, right: Syntax, ranges: dict,
                     shape) -> bool:
    left = spread(left)
    if type(left) is Script and type(left.base) is Group and left.base.open in ("(", "[") and (
            base_of(left.base.body) is not None) and not left.sups and left.sub is not None:
        left = Script(left.span, left.base.body, left.sub, (), 0)
    try:
        base, font, sub, sups, primes = head_of(source, left)
    except SymcheckError:
        return False
    known = context.scope.find(base, font, sub, sups, primes, loose=False)
    after = None
    if known is not None and known.primes and not known.sups and not known.sub and not (
            known.entry.kind in ("function", "map") or known.entry.params
            or context.prime_transpose):
        known = None
    if known is not None and known.sups and _is_plus(known) and not known.sub:
        after = known.entry.expr.shape
        known = None
    if known is not None and known.sub and not known.slots and (_is_named(context, known) or is_apart(known, sub)):
        known = None
    if known is not None and known.sub and known.entry.kind == "map" and known.entry.base in ("p", "P", "q") and known.entry.body is not None and is_scalar(known.entry.body.shape):
        known = None  # the p_i beside a density p(y | q): no entry of its value, which is a number
    if known is not None and (known.primes or known.sups):
        return False
    if known is not None and known.entry.kind in ("function", "map", "index", "set"):
        return False
    named = base_of(right)
    same = context.scope.bare(*named) if known is None and named is not None else None
    if same is not None and same.kind == "set":  # B = S: another name of the set
        context.scope.add(Entry(base, "set", font, expr=same.expr, dim=same.dim))
        return True
    letters = index_letters(context, sub, sups)
    r = context.start(source, _layout(context, source, right, shape), closed=True)
    binders: dict[str, Binder] = {}
    for name in letters:
        dim = None
        if name in ranges:
            dim, _ = range_size(context, source, *ranges[name])
        elif (entry := context.scope.bare(name)) is not None and entry.kind == "index":
            dim = entry.dim
        binders[name] = r.bound[name] = Binder(name, dim)
    like = None
    if known is not None and not known.slots and not known.sub:
        like = known.entry.expr.shape
    try:
        body = r.finish(headed(r, right), like or shape, right)
    except SymcheckError:
        if known is not None and known.entry.expr.op == "let":
            raise
        raise
    if after is not None and body.shape != after:
        return False
    if known is not None and known.sub and not known.slots and body.shape == known.entry.expr.shape and not any(
            b.index is not None and occurs_in(body, b.index) for b in binders.values()):
        known = None  # w_{t+1} = w_t - .., s_N = ..: a vector is no entry of one
    r.settle_binders(binders)
    used = {n: b for n, b in binders.items() if b.index is not None and (
        n in ranges or occurs_in(body, b.index))}
    if known is not None and (known.slots or known.sub):
        return bind_entries(context, source, left, known, body, binders, r)
    if any(n for n in r.free):
        first = next(iter(r.free))
        raise fail("undeclared-name", f"{first} is not declared", source, right.span,
                   f"{first} is an index on the right but not on the left")
    context.notes.extend(r.notes)
    if known is not None:
        entry = known.entry
        if entry.expr.op == "let":
            if body.shape != entry.expr.shape:
                if entry.expr.args[0].op == "array":
                    return True  # L = \sum_i L_i, where the L_i are known: encoded worksheets say so
                raise unlike_shape(source, right, entry.name, entry.expr.shape, body.shape)
            context.claims.append(Claim("=", entry.expr, body, source, right.span))
            return True
        v = entry.expr.data
        if body.shape != v.shape:
            if body.op == "num" and body.data == 0:
                body = build.zeros(v.shape)
            else:
                raise unlike_shape(source, right, entry.name, v.shape, body.shape)
        if mentions_name(body, entry.expr):
            if _is_law(body, entry.expr):
                return False
            raise fail("circular-definition", f"{entry.name} is defined by itself", source, left.span,
                       help="Give the new value a name of its own, as in w_{t+1}.")
        named = build.let(v, body)
        rebuild(context, entry, v, v, named)  # what was defined by the variable is by what it now is
        context.definitions[v] = named
        return True
    if shape is not None and body.shape != shape:
        raise unlike_shape(source, right, label(left), shape, body.shape)
    slots = slotted_indices(sub, sups, used)
    if slots is None and used:
        first = next(iter(used))
        raise fail("undeclared-name", f"{first} is not declared", source, right.span,
                   f"{first} is an index on the right but not on the left")
    if not slots:
        entry, _ = new_entry(context, source, left, {})
        v = Variable(variable_name(context, entry, ()), body.shape)
        entry.expr = build.let(v, body)
        _weaken(context, base, font, entry)
        context.scope.add(entry)
        context.definitions[v] = entry.expr
        return True
    return define_members(context, source, left, slots, used, body)


def _is_law(body: Expr, name: Expr) -> bool:
    """Is `A = A^\\top`, `A = A^2` a property of a matrix, and no update?"""
    return len(long_axes(name.shape)) == 2 and all(
        node is name or node.op in ("transpose", "neg", "mul", "inverse", "matpow")
        for node in body.walk())


def _is_plus(found: Found) -> bool:
    """`v^+`: the next v where its value has the shape of v, else a pseudo-inverse."""
    return found.entry.kind == "quantity" and len(found.sups) == 1 and label(found.sups[0]) == "+"


def _is_named(context, found: Found) -> bool:
    r"""Is a subscript part of a new name: `w_{\text{new}}`, `w_\lambda`, or `\mu_n` of a number?"""
    if found.entry.kind != "quantity" or found.entry.expr.data.family:
        return False
    if is_scalar(found.entry.expr.shape):
        return True
    for p in positions(found.sub[0]) if len(found.sub) == 1 else found.sub:
        if type(p) is Symbol and p.name in STARS or label(p) in ("+", "-", "new", "old", "next"):
            return True
        if type(p) is Symbol and len(p.name) > 1 and p.name[0] != "\\":
            return True
        named = base_of(p)
        entry = context.scope.bare(*named) if named is not None else context.scope.array(p) if type(p) is Script else None
        if entry is not None and entry.kind == "quantity":
            return True
    return False


def _weaken(context, base: str, font: str, entry: Entry) -> None:
    """A bare definition after one by entries of the same letter: both stay, by their scripts."""
