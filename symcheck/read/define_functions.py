r"""Definitions of functions: `\sigma(z) = ..`, `\ell(w) = ..` of a declared w, `\Phi(z)_i = ..`.

A function of a declared name is also the quantity of that name; any other has arguments of its own.
"""

from __future__ import annotations

import re

from symcheck.expr import SCALAR, Expr, Function, Variable, build
from symcheck.expr.shape import is_scalar, long_axes
from symcheck.read.assumptions import Claim
from symcheck.read.declare_names import head_of, new_entry, variable_name
from symcheck.read.define_entrywise import as_entrywise, scalarized
from symcheck.read.define_known import (
    OF_VECTORS,
    REDEFINED,
    repeats,
    repeats_softmax,
    unused_before,
)
from symcheck.read.define_members import (
    define_members,
    index_letters,
    slotted_indices,
    unlike_shape,
)
from symcheck.read.elaborate import headed
from symcheck.read.elaborate_heads import HEADS
from symcheck.read.names import label, parts, stem_of, written_in
from symcheck.read.reading import Binder, Reading
from symcheck.read.scope import Entry, Found, Scope, Written, positions
from symcheck.read.syntax import Script, Syntax
from symcheck.text import Source, SymcheckError
from symcheck.text.diagnostic import fail

# Refusals of a right side that only say that its arguments are no numbers.
UNSHAPED = frozenset(("shape-mismatch", "not-square", "ambiguous"))


def define_function(context, source: Source, called, right: Syntax, ranges: dict) -> bool | None:
    """Define a function: False where this is no definition, None where it repeats one as written."""
    f, arguments, sub = called
    base, font, fsub, fsups, primes = head_of(source, f)
    known = context.scope.find(base, font, fsub, fsups, primes, loose=False)
    entry = known.entry if known is not None and not known.sub and not known.sups else None
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
        return _by_entries(context, source, called, right, function, builtin)
    if function is not None or builtin or _dummies(context, source, arguments):
        return _define_map(context, source, f, arguments, right, function, builtin, entry)
    return _define_of_declared(context, source, f, arguments, right, entry)


def _again(context, source: Source, entry: Entry, arguments, right: Syntax) -> bool | None:
    """A second definition of a function is a claim that it agrees with the first; None where that

    claim is as it is written.
    """
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
        body, _ = _read_in(context, source, context.scope, right, first.shape)
    elif first is None or len(params) != len(arguments) or entry.squared or entry.sub_slots:
        raise fail("defined-twice", f"{entry.name} is defined already", source, right.span)
    else:
        scope, dummies = local(context.scope, source, arguments, [p.shape for p in params])
        body, _ = _read_in(context, source, scope, right, first.shape)
        first = build.substitute(first, tuple(zip(params, map(build.var, dummies))))
    if body.shape != first.shape:
        raise unlike_shape(source, right, entry.name, first.shape, body.shape)
    context.claims.append(Claim("=", first, body, source, right.span))
    return True


def _is_builtin(base: str) -> bool:
    """Is this a word or letter with a meaning of its own? Single letters have none to lose."""
    return base in HEADS and len(base) > 1 and base != "\\Pi"


def _dummies(context, source: Source, arguments) -> bool:
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
        base, font, sub, sups, primes = head_of(source, a)
        flat = parts(sups)
        entry = Entry(base, "quantity", font, label(sub) if sub is not None else None,
                      "".join(map(label, flat)) or None, primes)
        name = entry.name
        if any(e.name == name for e in outer.entries.get(base, ())):
            name += r"_{\cdot}" if sub is None else "'"
        v = Variable(name, shape)
        entry.expr = build.var(v)
        rows = scope.entries.get(base)
        if rows is not None and sub is None and not flat:
            scope.entries[base] = [e for e in rows if not (e.bare and e.font != font)]
        scope.add(entry)
        params.append(v)
    return scope, tuple(params)


def _read_in(context, source: Source, scope: Scope, right: Syntax, like=None,
             sizes=None) -> tuple[Expr, Reading]:
    r = context.start(source, closed=True)
    r.scope = scope
    if sizes is not None:
        r.sizes = sizes
    e = r.finish(headed(r, right), like, right)
    return e, r


def _define_map(context, source: Source, f: Syntax, arguments, right: Syntax,
                function: Function | None, builtin: bool, entry: Entry | None) -> bool:
    """A function of dummy arguments."""
    numbers = builtin and acts_entrywise(source, right) and \
        head_of(source, f)[0] not in OF_VECTORS
    shapes = [SCALAR if numbers or function is not None else _usual_shape(context, a)
              for a in arguments]
    entrywise = all(s == SCALAR for s in shapes)
    if function is not None and function.kind == "general":
        if len(arguments) == 1:
            shapes, entrywise = [function.domain], False
        elif function.domain[0] != len(arguments):
            raise fail("missing-argument", f"{function.name} takes a vector of length "
                       f"{function.domain[0]}", source, right.span)
    scope, params = local(context.scope, source, arguments, shapes)
    try:
        body, r = _read_in(context, source, scope, right,
                           function.codomain if function is not None else None)
    except SymcheckError as error:
        if function is not None or error.diagnostic.id not in UNSHAPED:
            raise
        if builtin:
            unused_before(context, source, label(f), head_of(source, f)[0], f)
        base, font, sub, sups, primes = head_of(source, f)
        context.scope.add(Entry(base, "map", font, label(sub) if sub is not None else None,
                                "".join(map(label, parts(sups))) or None, primes, params=params,
                                written=Written(tuple(arguments), right, source)))
        return True
    if r.free:
        raise r.undeclared(next(iter(r.free)), right)
    base, font, sub, sups, primes = head_of(source, f)
    if builtin:
        if base not in REDEFINED or not _dummies(context, source, arguments) and not any(
                node.op == "var" and node.data in params for node in body.walk()):
            return False
        if len(params) == 1 and repeats(base, params[0], body):
            context.scope.repeated = context.scope.repeated | {base}
            return True
        unused_before(context, source, label(f), base, f)
    if function is not None and function.kind == "general" and body.shape != function.codomain:
        raise unlike_shape(source, right, function.name, function.codomain, body.shape)
    flat = parts(sups)
    entrywise = entrywise and is_scalar(body.shape) and acts_entrywise(source, right)
    if len(params) == 1 and not is_scalar(params[0].shape) and body.shape == params[0].shape:
        turned = as_entrywise(body, params[0])
        if turned is not None:
            params, body, entrywise = (turned[0],), turned[1], True
    new = Entry(base, "map", font, label(sub) if sub is not None else None,
                "".join(map(label, flat)) or None, primes, params=params, body=body,
                entrywise=entrywise, written=Written(tuple(arguments), right, source))
    context.scope.add(new)
    context.notes.extend(r.notes)
    return True


# What does not act entry by entry on a vector, though it fits a number as well.
_WHOLE = re.compile(r"\^\s*\{?\s*(\\top|T\b|\\intercal)|\\\||\|\||\\[lr]?Vert|\\langle|\\cdot|\\sum|\\prod|"
                    r"\btr\b|\\det|softmax|norm")


def acts_entrywise(source: Source, right: Syntax) -> bool:
    """May a function of numbers be applied entry by entry, as written?"""
    return _WHOLE.search(source.text, right.span.start, right.span.end) is None


def _usual_shape(context, a: Syntax):
    """The shape of a dummy: of the declared names of that letter, if they have one shape."""
    named = stem_of(a)
    shapes = {e.expr.shape for e in context.scope.entries.get(named[0], ())
              if e.kind == "quantity" and e.expr is not None}
    return shapes.pop() if len(shapes) == 1 else SCALAR


def _define_of_declared(context, source: Source, f: Syntax, arguments, right: Syntax,
                        entry: Entry | None) -> bool:
    """`\\ell(w) = ..` of a declared w: a quantity that is also a function of w."""
    params = []
    dummies = []
    squared = []
    for n, a in enumerate(arguments):
        found = context.scope.find(*head_of(source, a), loose=False)
        if is_square(found):
            squared.append(n)
            params.append(found.entry.expr.data)
        elif found is None or found.entry.kind != "quantity" or found.sub or found.sups:
            dummies.append(a)
            params.append(a)
        elif found.slots:
            dummies.append(a)
            params.append(a)
        else:
            params.append(found.entry.expr.data)
    if dummies and not any(written_in(right, label(a)) for a in dummies):
        context.notes.append(f"{', '.join(map(label, dummies))} is not used on the right")
        squared = [n - sum(not isinstance(p, Variable) for p in params[:n]) for n in squared]
        params = [p for p in params if isinstance(p, Variable)]
        dummies = []
    if dummies:
        return _define_mixed(context, source, f, arguments, right)
    left = f
    r = context.start(source, closed=True)
    letters = index_letters(context, f.sub, f.sups) if type(f) is Script else []
    for name in letters:
        r.bound[name] = Binder(name, None)
    like = entry.expr.shape if entry is not None and entry.kind == "quantity" else None
    body = r.finish(headed(r, right), like, right)
    if r.free:
        raise r.undeclared(next(iter(r.free)), right)
    r.settle_binders(r.bound)
    used = {n: r.bound[n] for n in letters if r.bound[n].index is not None}
    if used and type(f) is Script:
        slots = slotted_indices(f.sub, f.sups, used)
        if slots:
            return define_members(context, source, f, slots, used, body, tuple(params))
    if len(params) == 1 and not is_scalar(params[0].shape) and body.shape == params[0].shape:
        dummy = as_entrywise(body, params[0])
        if dummy is not None:
            base, font, sub, sups, primes = head_of(source, f)
            flat = parts(sups)
            new = Entry(base, "map", font, label(sub) if sub is not None else None,
                        "".join(map(label, flat)) or None, primes, params=(dummy[0],),
                        body=dummy[1], entrywise=True)
            context.scope.add(new)
            return True
    new, _ = new_entry(context, source, left, {})
    if entry is not None and entry.kind == "quantity":
        v = entry.expr.data
        if v.shape != body.shape:
            raise unlike_shape(source, right, entry.name, v.shape, body.shape)
    else:
        v = Variable(variable_name(context, new, ()), body.shape)
    new.expr = build.let(v, body)
    new.params, new.squared = tuple(params), tuple(squared)
    new.entrywise = not squared and all(is_scalar(p.shape) for p in params) and is_scalar(body.shape) \
        and acts_entrywise(source, right)
    context.scope.add(new)
    context.definitions[v] = new.expr
    context.notes.extend(r.notes)
    return True


def _define_mixed(context, source: Source, f: Syntax, arguments, right: Syntax) -> bool:
    """Some arguments declared, which stay themselves; the others are dummies (numbers, or members)."""
    shapes, squared, kept = [], [], {}
    for n, a in enumerate(arguments):
        found = context.scope.find(*head_of(source, a), loose=False)
        whole = found is not None and found.entry.kind == "quantity" and not (
            found.sub or found.sups)
        if is_square(found):
            squared.append(n)
        if is_square(found) or whole and not found.slots:
            kept[n] = found.entry.expr.data
        shapes.append(found.entry.expr.shape if whole else SCALAR)
    scope, dummies = local(context.scope, source,
                           [a for n, a in enumerate(arguments) if n not in kept],
                           [x for n, x in enumerate(shapes) if n not in kept])
    rest = iter(dummies)
    params = tuple(kept[n] if n in kept else next(rest) for n in range(len(arguments)))
    body = None
    try:
        body, r = _read_in(context, source, scope, right)
        if r.free:
            raise r.undeclared(next(iter(r.free)), right)
    except SymcheckError as error:
        if squared or error.diagnostic.id not in UNSHAPED:
            raise
    base, font, sub, sups, primes = head_of(source, f)
    entrywise = body is not None and all(s == SCALAR for s in shapes) \
        and acts_entrywise(source, right)
    context.scope.add(Entry(base, "map", font, label(sub) if sub is not None else None,
                            "".join(map(label, parts(sups))) or None, primes, params=params,
                            body=body, entrywise=entrywise and not squared,
                            written=None if squared else Written(tuple(arguments), right, source),
                            squared=tuple(squared)))
    return True


def _by_entries(context, source: Source, called, right: Syntax, function: Function | None,
                builtin: bool) -> bool:
    r"""`\Phi(z)_i = \max(0, z_i)`."""
    f, arguments, sub = called
    places = positions(sub)
    if len(arguments) != 1 or len(places) != 1:
        return False
    base, font, fsub, fsups, primes = head_of(source, arguments[0])
    found = context.scope.find(base, font, fsub, fsups, primes, loose=False)
    r = context.start(source, closed=True)
    if function is not None and function.kind == "general":
        shape = function.domain
    elif found is not None and found.entry.kind == "quantity" and not found.sub:
        shape = found.entry.expr.shape
    else:
        shape = (r.open_sizes().fresh(), 1)
    scope, params = local(context.scope, source, arguments, [shape])
    r.scope = scope
    name = label(places[0])
    binder = r.bound[name] = Binder(name, None if r.sizes is not None else long_axes(shape)[0])
    body = headed(r, right)
    if binder.index is None:
        binder.on(shape[0])
    if not is_scalar(body.shape):
        raise unlike_shape(source, right, label(called[0]) + "(..)_" + name, SCALAR, body.shape)
    dummy = Variable(params[0].name + r"_{\cdot}", SCALAR)
    scalar = scalarized(body, build.var(params[0]), binder.index, build.var(dummy))
    base, font, fsub, fsups, primes = head_of(source, f)
    if builtin:
        if base not in REDEFINED:
            return False
        if repeats_softmax(base, build.var(params[0]), binder.index, body) or (
                scalar is not None and repeats(base, dummy, scalar)):
            context.scope.repeated = context.scope.repeated | {base}
            return True
        unused_before(context, source, label(f), base, f)
    if scalar is not None:
        context.scope.add(Entry(base, "map", font, params=(dummy,), body=scalar, entrywise=True))
        return True
    body = r.finish(body, None, right)
    whole = build.array((binder.index,), body, shape)
    context.scope.add(Entry(base, "map", font, params=params, body=whole))
    return True
