r"""Derivatives of a function named without its argument: `\frac{df}{dx}`, `\frac{df}{dx}(ax + b)`.

A bracket after the quotient is the point: `\frac{df}{dx}(ax + b)` is f' at ax + b, and the letter below
only names the argument (x_i its i-th entry, x_1 the first of several), declared or not. Without a
bracket the letter below is the point.
"""

from __future__ import annotations

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.read.elaborate_arguments import arguments
from symcheck.read.elaborate_calls import call, fitted, of_family, substituted
from symcheck.read.elaborate_entries import entries
from symcheck.read.elaborate_heads import CALLS, bracket, function_of
from symcheck.read.elaborate_parameters import ORDERED, parameter_meant, parameter_named
from symcheck.read.elaborate_scripts import member
from symcheck.read.elaborate_targets import (
    Target,
    by_all,
    by_targets,
    differentiate,
    found_function,
    target,
    target_pieces,
    whole,
)
from symcheck.read.names import base_of, scripts_of, stem_of
from symcheck.read.reading import Reading
from symcheck.read.scope import Entry, Found
from symcheck.read.syntax import Group, Listing, Number, Script, Symbol, Syntax


def of_function(r: Reading, found: Found, pieces: list[Syntax], order: int | None,
                argued: Syntax | None, at: Syntax) -> tuple[Expr, bool]:
    """The derivative, and whether the bracket `argued` after it was taken as its point."""
    written = target_pieces(r, pieces, order, at)
    entry = found.entry
    if argued is not None:
        args = _arguments(r, entry, bracket(argued))
        if args is not None:
            value = at_point(r, found, written, args, at)
            r.note(f"{r.text(at)} is taken at {r.text(bracket(argued).body)}")
            return value, True
    if entry.kind == "map":
        by = [parameter_named(r, entry.params, s) for s in written]
        if all(b is not None for b in by):
            value = by_all(r, whole(r, entry, at), [Target(b, at) for b in by], at)
            known = [r.scope.bare(p.name.replace(r"_{\cdot}", "")) for p in entry.params]
            if all(e is not None and e.kind == "quantity" and e.expr.shape == p.shape
                   for e, p in zip(known, entry.params)):
                value = substituted(r, entry, value, entry.params, [e.expr for e in known], at)
            return value, False
    elif entry.function.kind == "many" or found_function(r, written[0]) is not None:
        args = _only_use(r, entry)
        if args is not None:
            r.note(f"{r.text(at)} is taken where {entry.name} is used")
            return at_point(r, found, written, args, at), False
    t = _image(r, entry, written[0]) or target(r, written[0])
    through = _taken_through(r, entry, written, t, at)
    point = through if through is not None else t.by
    domain = entry.function.domain if entry.kind == "function" and \
        entry.function.kind == "general" else point.shape
    if point.op == "entry" and (point.shape != domain or _is_own_entry(entry, point)):
        point = point.args[0]
    f = of_family(r, found, call(r, entry, [point], 0, at))
    if found.sub:
        f = entries(r, f, found.sub[0], at)
    r.note(f"{entry.name} is taken at {point.data.name if through is not None else r.text(t.syntax)}")
    value = differentiate(r, f, t, r.layout, at) if len(written) == 1 else \
        by_targets(r, f, written, None, at)
    return value, False


def _taken_through(r: Reading, entry: Entry, written: list[Syntax], t: Target, at: Syntax) -> Expr | None:
    r"""What the \sigma of `\frac{\partial \sigma}{\partial w_j}` is taken at, in a document that takes it at `z = \sum_j w_j x_j + b` and never at w_j; None where it
    takes it at the variable itself or at no such name."""
    taken = r.taken_at.get(entry.base, ())
    if len(written) != 1 or not taken or entry.kind != "function" or entry.function.kind != "elementwise" or r.text(t.syntax).strip(" {}") in taken:
        return None
    by = t.by.args[0] if t.by.op == "entry" else t.by
    values = [e.expr for name in sorted(taken) if (e := r.scope.bare(name)) is not None and e.kind == "quantity" and e.expr is not None
              and e.expr.op == "let" and any(n is by for n in e.expr.walk())]
    if len(values) > 1:
        raise r.error("ambiguous", f"say what {entry.name} is taken at", at)
    return values[0] if values else None


def _is_own_entry(entry: Entry, point: Expr) -> bool:
    r"""Is this an entry of the vector that the letter of a function of one argument names, as `\theta_k` for `\ell(\theta) = ..`?"""
    whole = point.args[0]
    return entry.kind == "map" and len(entry.params) == 1 and whole.op in ("var", "let") and whole.data.name == entry.params[0].name


def defined_at(r: Reading, s: Syntax, pieces: list[Syntax], order: int | None, argued: Syntax,
               at: Syntax) -> Expr | None:
    r"""`\frac{\partial q}{\partial a}(b, a)` of a q(a, b) of declared names: its derivative by one
    of these, at the point. None where the bracket is no point of q."""
    named = stem_of(s)
    group = bracket(argued)
    if named is None or named[0] in r.bound or group.open != "(":
        return None
    found = r.scope.find(*named, *scripts_of(s))
    if found is None or found.sub or found.sups or found.primes:
        return None
    entry = found.entry
    if entry.kind != "quantity" or not entry.params or len(entry.params) != (
            len(group.body.items) if type(group.body) is Listing else 1):
        return None
    targets = [target(r, x) for x in target_pieces(r, pieces, order, at)]
    if any(not _is_of(t.by, entry.params) for t in targets):
        return None
    args = [r.settle(a) for a in arguments(r, group.body)]
    args = [build.zeros(p.shape) if a.op == "num" and a.data == 0 and not is_scalar(p.shape) else a
            for a, p in zip(args, entry.params)]
    if any(a.shape != p.shape for a, p in zip(args, entry.params)):
        return None
    f = member(r, found) if found.slots else entry.expr
    value = by_all(r, f, targets, at)
    r.note(f"the derivative is evaluated at {r.text(group.body)}")
    return substituted(r, entry, value, entry.params, args, at)


def _is_of(by: Expr, params) -> bool:
    """Is this one of the parameters, or an entry of one?"""
    while by.op in ("entry", "item", "power"):
        by = by.args[0]
    return by.op in ("var", "let") and by.data in params


def at_point(r: Reading, found: Found, written: list[Syntax], args: list[Expr],
             at: Syntax) -> Expr:
    """The derivative by formal arguments, at the given ones."""
    entry = fitted(r, found.entry, args, at)
    if entry.kind == "map":
        params, f = entry.params, whole(r, entry, at)
    else:
        function = entry.function
        shapes = [function.domain] if function.kind == "general" else [a.shape for a in args]
        if function.kind == "elementwise" and (is_scalar(shapes[0])
                                               or not any(_long(r, s) for s in written)):
            return of_family(r, found, build.apply(function, args[0], len(written)))
        params = tuple(Variable(rf"u_{{{n}\cdot}}", shape) for n, shape in enumerate(shapes))
        dummies = [build.var(p) for p in params]
        f = build.apply_many(function, tuple(dummies)) if function.kind == "many" else \
            build.apply(function, dummies[0])
        f = of_family(r, found, f)
        if found.sub:
            f = entries(r, f, found.sub[0], at)
    by = [Target(parameter_meant(r, params, args, s, at), at) for s in written]
    value = by_all(r, f, by, at)
    if entry.kind == "map":
        return substituted(r, entry, value, params, args, at)
    return build.substitute(value, tuple(zip(params, args)))


def partial(r: Reading, found: Found, args: list[Expr], at: Syntax) -> Expr | None:
    r"""`f_x(a, b)`: the partial derivative of a function of several arguments, one named below it."""
    entry, sub = found.entry, found.sub[0]
    if len(found.sub) != 1 or type(sub) is not Symbol or len(args) < 2:
        return None
    if entry.kind == "map":
        if len(args) != len(entry.params) or parameter_named(r, entry.params, sub) is None:
            return None
    else:
        named = r.scope.bare(sub.name)
        if not any(len(t) == len(args) and sub.name in t for t in ORDERED) and not any(
                named is not None and named.expr is a for a in args):
            return None
        if entry.function.kind == "general":
            args = _fitting(r, entry, args)
            if args is None:
                return None
    r.note(f"{r.text(at)} is read as a partial derivative")
    return at_point(r, found._replace(sub=()), [sub], args, at)


def nth_argument(r: Reading, found: Found, sub: Syntax, group: Group, at: Syntax) -> Expr | None:
    r"""`\partial_1 h(u, v)`, `\partial_i f(x)`: by the argument of that number, at the point given."""
    entry = found.entry
    if entry.kind not in ("function", "map") or not (
            type(sub) is Number or type(sub) is Symbol and (
                sub.name in r.bound or r.scope.bare(sub.name) is None)):
        return None
    if entry.kind == "map" and (type(sub) is not Number or len(entry.params) < 2):
        return None
    args = _arguments(r, entry, group)
    if args is None or entry.kind == "function" and entry.function.kind == "elementwise":
        return None
    return at_point(r, found, [Script(sub.span, Symbol(sub.span, "·"), sub)], args, at)


def _arguments(r: Reading, entry: Entry, group: Group) -> list[Expr] | None:
    """The point in a bracket, or None where it fits no argument of the function."""
    if entry.kind == "function" and group.open != "(":
        return None
    return _fitting(r, entry, [r.settle(a) for a in arguments(r, group.body)])


def _fitting(r: Reading, entry: Entry, args: list[Expr]) -> list[Expr] | None:
    if entry.kind == "map":
        return args if len(args) == len(entry.params) else None
    f = entry.function
    if f.kind == "elementwise":
        return args if len(args) == 1 else None
    if f.kind == "many":
        return args if len(args) == f.arity and all(is_scalar(a.shape) for a in args) else None
    if len(args) > 1 and all(is_scalar(a.shape) for a in args) and f.domain == (len(args), 1):
        return [build.matrix(tuple((a,) for a in args))]
    if len(args) != 1:
        return None
    a = args[0]
    if a.op == "num" and a.data == 0:
        return [build.zeros(f.domain)]
    fits = a.shape == f.domain or r.sizes is not None and all(map(r.same, a.shape, f.domain))
    return [r.settle(a)] if fits else None


def _long(r: Reading, s: Syntax) -> bool:
    """Does this name a declared vector or matrix, or an entry of one?"""
    named = stem_of(s)
    if named is None:
        return False
    if type(s) is Script and s.sub is not None:
        return True
    entry = r.scope.bare(*named)
    return entry is not None and entry.kind == "quantity" and not is_scalar(entry.expr.shape)


def _only_use(r: Reading, entry: Entry) -> list[Expr] | None:
    """The arguments with which the definitions of the context use a function, if always the same."""
    f = entry.function
    uses = {node.args for e in r.scope if e.kind == "quantity" and e.expr.op == "let"
            for node in e.expr.walk() if node.op == "apply_many" and node.data == f
            or node.op == "apply" and node.data == (f, 0)}
    return list(uses.pop()) if len(uses) == 1 else None


def _image(r: Reading, f: Entry, s: Syntax) -> Target | None:
    r"""`\frac{\partial f}{\partial g_i}`: by the i-th entry of a defined vector made of the g_i."""
    g = function_of(r, s)
    if g is None or g.kind != "function" or not g.sub_slots or f.kind != "function":
        return None
    found = r.scope.find(*base_of(s.base), s.sub, s.sups, s.primes)
    for entry in r.scope:
        if entry.kind == "quantity" and entry.expr.op == "let" and \
                entry.expr.shape == f.function.domain and any(
                    node.op == "apply" and node.data[0] == g.function
                    for node in entry.expr.walk()):
            return Target(of_family(r, found, entry.expr), s)
    return None


CALLS["partial"] = partial
