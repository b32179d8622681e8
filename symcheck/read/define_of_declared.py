r"""Functions of declared names: `\ell(w) = ..` of a declared w.

Such a function is also the quantity of its name, and its bare name stands for its value at the
declared ones. With some arguments declared and some not, it is a function of dummies in which the
declared ones stay themselves.
"""

from __future__ import annotations

from symcheck.expr import SCALAR, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.read.declare_names import head_of, new_entry, variable_name
from symcheck.read.define_arguments import UNSHAPED, entry_of, is_square, local, read_in
from symcheck.read.define_entrywise import acts_entrywise, as_entrywise
from symcheck.read.define_members import (
    define_members,
    index_letters,
    slotted_indices,
    unlike_shape,
)
from symcheck.read.elaborate import headed
from symcheck.read.names import label, scripts_of, written_in
from symcheck.read.reading import Binder
from symcheck.read.scope import Entry, Written
from symcheck.read.syntax import Syntax
from symcheck.text import Source, SymcheckError


def define_of_declared(context, source: Source, f: Syntax, arguments, right: Syntax,
                       entry: Entry | None) -> bool:
    r"""`\ell(w) = ..` of a declared w: a quantity that is also a function of w."""
    params, squared = _declared(context, source, arguments)
    dummies = [a for a, p in zip(arguments, params) if p is None]
    if dummies and any(written_in(right, label(a)) for a in dummies):
        return _define_mixed(context, source, f, arguments, right)
    if dummies:
        context.notes.append(f"{', '.join(map(label, dummies))} is not used on the right")
        squared = [n - params[:n].count(None) for n in squared]
        params = [p for p in params if p is not None]
    r = context.start(source, closed=True)
    sub, sups, _ = scripts_of(f)
    letters = index_letters(context, sub, sups)
    for name in letters:
        r.bound[name] = Binder(name, None)
    like = entry.expr.shape if entry is not None and entry.kind == "quantity" else None
    body = r.finish(headed(r, right), like, right)
    if r.free:
        raise r.undeclared(next(iter(r.free)), right)
    r.settle_binders(r.bound)
    used = {n: r.bound[n] for n in letters if r.bound[n].index is not None}
    slots = slotted_indices(sub, sups, used) if used else None
    if slots:
        return define_members(context, source, f, slots, used, body, tuple(params))
    turned = as_entrywise(params, body)
    if turned is not None:
        context.scope.add(entry_of(source, f, "map", params=(turned[0],), body=turned[1],
                                   entrywise=True))
        return True
    new, _ = new_entry(context, source, f, {})
    if entry is not None and entry.kind == "quantity":
        v = entry.expr.data
        if v.shape != body.shape:
            raise unlike_shape(source, right, entry.name, v.shape, body.shape)
    else:
        v = Variable(variable_name(context, new, ()), body.shape)
    new.expr = build.let(v, body)
    new.params, new.squared = tuple(params), tuple(squared)
    new.entrywise = not squared and all(is_scalar(p.shape) for p in params) \
        and is_scalar(body.shape) and acts_entrywise(source, right)
    context.scope.add(new)
    context.definitions[v] = new.expr
    context.notes.extend(r.notes)
    return True


def _declared(context, source: Source, arguments) -> tuple[list[Variable | None], list[int]]:
    """The declared variable of each argument, None of a dummy, and which are written as squares."""
    params, squared = [], []
    for n, a in enumerate(arguments):
        found = context.scope.find(*head_of(source, a), loose=False)
        if is_square(found):
            squared.append(n)
            params.append(found.entry.expr.data)
        elif found is None or found.entry.kind != "quantity" or found.sub or found.sups \
                or found.slots:
            params.append(None)
        else:
            params.append(found.entry.expr.data)
    return params, squared


def _define_mixed(context, source: Source, f: Syntax, arguments, right: Syntax) -> bool:
    """Some arguments declared, which stay themselves; the others dummies (numbers, or members)."""
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
        body, r = read_in(context, source, scope, right)
        if r.free:
            raise r.undeclared(next(iter(r.free)), right)
    except SymcheckError as error:
        if squared or error.diagnostic.id not in UNSHAPED:
            raise
    entrywise = body is not None and all(s == SCALAR for s in shapes) \
        and acts_entrywise(source, right)
    context.scope.add(entry_of(
        source, f, "map", params=params, body=body, entrywise=entrywise and not squared,
        written=None if squared else Written(tuple(arguments), right, source),
        squared=tuple(squared)))
    return True
