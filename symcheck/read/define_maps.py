r"""Functions of dummy arguments: `\sigma(z) = ..`, `f(x, y) = ..`, `\Phi(z)_i = ..`.

Where the right side is made of operations on numbers, the function acts entry by entry on any shape;
one whose right side fits no number is read again at each call, for the shapes of its arguments.
"""

from __future__ import annotations

from symcheck.expr import SCALAR, Function, Variable, build
from symcheck.expr.shape import is_scalar, long_axes
from symcheck.read.declare_names import head_of
from symcheck.read.define_arguments import (
    UNSHAPED,
    are_dummies,
    entry_of,
    local,
    read_in,
    usual_shape,
)
from symcheck.read.define_entrywise import acts_entrywise, as_entrywise, scalarized
from symcheck.read.define_known import (
    OF_VECTORS,
    REDEFINED,
    repeats,
    repeats_softmax,
    unused_before,
)
from symcheck.read.define_members import unlike_shape
from symcheck.read.elaborate import headed
from symcheck.read.names import label
from symcheck.read.reading import Binder
from symcheck.read.scope import Entry, Written, positions
from symcheck.read.syntax import Syntax
from symcheck.text import Source, SymcheckError
from symcheck.text.diagnostic import fail


def define_map(context, source: Source, f: Syntax, arguments, right: Syntax,
               function: Function | None, builtin: bool) -> bool:
    """A function of dummy arguments, declared as `function` or not; `builtin`: its name has a
    meaning of its own."""
    base = head_of(source, f)[0]
    written = Written(tuple(arguments), right, source)
    shapes = _shapes(context, source, arguments, right, function, builtin and base not in OF_VECTORS)
    scope, params = local(context.scope, source, arguments, shapes)
    try:
        body, r = read_in(context, source, scope, right,
                          function.codomain if function is not None else None)
    except SymcheckError as error:
        if function is not None or error.diagnostic.id not in UNSHAPED:
            raise
        if builtin:
            unused_before(context, source, label(f), base, f)
        context.scope.add(entry_of(source, f, "map", params=params, written=written))
        return True
    if r.free:
        raise r.undeclared(next(iter(r.free)), right)
    if builtin:
        if base not in REDEFINED or not are_dummies(context, source, arguments) and not any(
                node.op == "var" and node.data in params for node in body.walk()):
            return False
        if not _overrides(context, source, f, len(params) == 1 and repeats(base, params[0], body)):
            return True
    general = function is not None and function.kind == "general"
    if general and body.shape != function.codomain:
        raise unlike_shape(source, right, function.name, function.codomain, body.shape)
    entrywise = all(s == SCALAR for s in shapes) and not (general and len(arguments) == 1) \
        and is_scalar(body.shape) and acts_entrywise(source, right)
    turned = as_entrywise(params, body)
    if turned is not None:
        params, body, entrywise = (turned[0],), turned[1], True
    context.scope.add(entry_of(source, f, "map", params=params, body=body, entrywise=entrywise,
                               written=written))
    context.notes.extend(r.notes)
    return True


def _shapes(context, source: Source, arguments, right: Syntax, function: Function | None,
            of_numbers: bool) -> list:
    """The shapes that the arguments are first read with."""
    if function is not None and function.kind == "general":
        if len(arguments) == 1:
            return [function.domain]
        if function.domain[0] != len(arguments):
            raise fail("missing-argument", f"{function.name} takes a vector of length "
                       f"{function.domain[0]}", source, right.span)
    if function is not None or of_numbers and acts_entrywise(source, right):
        return [SCALAR] * len(arguments)
    return [usual_shape(context, a) for a in arguments]


def _overrides(context, source: Source, f: Syntax, same: bool) -> bool:
    """Does a definition of a known name give it another meaning? One that repeats the usual meaning
    is remembered as such."""
    base = head_of(source, f)[0]
    if same:
        context.scope.repeated = context.scope.repeated | {base}
        return False
    unused_before(context, source, label(f), base, f)
    return True


def define_by_entries(context, source: Source, called, right: Syntax, function: Function | None,
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
        same = repeats_softmax(base, build.var(params[0]), binder.index, body) or (
            scalar is not None and repeats(base, dummy, scalar))
        if not _overrides(context, source, f, same):
            return True
    if scalar is not None:
        context.scope.add(Entry(base, "map", font, params=(dummy,), body=scalar, entrywise=True))
        return True
    body = r.finish(body, None, right)
    whole = build.array((binder.index,), body, shape)
    context.scope.add(Entry(base, "map", font, params=params, body=whole))
    return True
