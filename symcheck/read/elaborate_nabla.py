r"""Gradients and Hessians: `\nabla_w L`, `\nabla^2 f`, `\nabla f(x)`, `(\nabla f)(2x)`.

`\nabla` is the column gradient whatever the layout.
"""

from __future__ import annotations

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.read.elaborate_arguments import arguments
from symcheck.read.elaborate_calls import call, fitted, of_family, substituted
from symcheck.read.elaborate_entries import entries
from symcheck.read.elaborate_heads import CALLS, HEADS, bracket, factor
from symcheck.read.elaborate_parameters import chosen, of_whole, told_or_implied
from symcheck.read.elaborate_scripts import member
from symcheck.read.elaborate_superscripts import raised
from symcheck.read.elaborate_targets import (
    TARGETS,
    Target,
    differentiate,
    operand,
    operator_parts,
    second,
    target,
    tight_operand,
    whole,
    with_scripts,
)
from symcheck.read.names import base_of, is_transpose, label
from symcheck.read.reading import Reading
from symcheck.read.scope import Found
from symcheck.read.syntax import Number, Script, Symbol, Syntax


def _is_nabla(s: Syntax) -> bool:
    base = s.base if type(s) is Script else s
    return type(base) is Symbol and base.name == "\\nabla" and not (
        type(s) is Script and any(type(x) is not Number and not is_transpose(x) for x in s.sups))


def nabla(r: Reading, items, ops, k: int, point: bool = False) -> tuple[Expr, int]:
    r"""`\nabla_w L`, `\nabla f(x)`, `\nabla^2 f`, `\nabla_x^2 (..)`; with `point`, the argument
    of the function is where its gradient is taken, whatever stands below the nabla."""
    sub, order, k = _repeated(items, ops, k)
    at = items[k]
    if order > 2:
        raise r.error("not-in-language", r"\nabla is read up to \nabla^2", at)
    named = tight_operand(r, items, ops, k)
    if named is None:
        f, after = operand(r, items, ops, k)
        return gradient(r, f, told_or_implied(r, sub, f, None, at), order, at), after
    found, j, argued = named
    entry = found.entry
    if entry.kind == "function":
        return _opaque_gradient(r, items, ops, k, found, None if point else sub, order, argued)
    if argued and (entry.kind == "map" or entry.params):
        args = arguments(r, bracket(items[j + 1]).body)
        if len(args) == len(entry.params):
            value = _at_arguments(r, found, args, sub, order, (at, items[j]), point)
            return with_scripts(r, value, items[j + 1]), j + 2
        f, after = factor(r, items, ops, j)
        return gradient(r, f, told_or_implied(r, sub, f, entry, at), order, at), after
    script = None
    if argued:
        f, after = factor(r, items, ops, j)
        if sub is None:
            sub = _only_name(r, bracket(items[j + 1]).body, f)
        if after == j + 2 and type(items[j + 1]) is Script:
            f, script = member(r, found), items[j + 1]
    else:
        f, script = _bare(r, found, items[j], at)
        after = j + 1
    value = gradient(r, f, told_or_implied(r, sub, f, entry, at), order, at)
    return with_scripts(r, value, script), after


def _repeated(items, ops, k: int) -> tuple[Syntax | None, int, int]:
    r"""What is below a nabla, its order, and where the last one stands: `\nabla_x\nabla_x` is one
    operator."""
    sub, order, rest = operator_parts(items[k])
    while not rest and k + 1 < len(items) and ops[k + 1] in ("", ".") and _is_nabla(items[k + 1]):
        inner, more, _ = operator_parts(items[k + 1])
        if inner is not None and sub is not None and label(inner) != label(sub):
            break
        sub, order, k = sub or inner, order + more, k + 1
    return sub, order, k


def _at_arguments(r: Reading, found: Found, args: list[Expr], sub: Syntax | None, order: int,
                  where: tuple[Syntax, Syntax], point: bool) -> Expr:
    r"""`\nabla_x f(a)` of a defined function; `where` the nabla and the f stand."""
    at, name = where
    body = member(r, found) if found.slots and found.entry.kind == "quantity" else found.entry.expr
    entry = fitted(r, found.entry, args, at)
    body = entry.body if entry.kind == "map" else body
    if found.sub and not _made_of(r, body, found.sub[0]):
        body = entries(r, body, found.sub if len(found.sub) > 1 else found.sub[0], name)
    t = None if point else of_whole(r, entry, args, sub)
    if t is not None:
        return gradient(r, substituted(r, entry, body, entry.params, args, at), t, order, at)
    value = gradient(r, body, chosen(r, entry, args, sub, at), order, at)
    return substituted(r, entry, value, entry.params, args, at)


def _made_of(r: Reading, body: Expr, below: Syntax) -> bool:
    r"""Is what stands below the letter of a function a name that its definition speaks of, as in `\nabla f_\theta(x)`?"""
    named = base_of(below)
    entry = r.scope.bare(*named) if named is not None and named[0] not in r.bound else None
    return entry is not None and entry.kind == "quantity" and any(n is entry.expr for n in body.walk())


def _bare(r: Reading, found: Found, s: Syntax, at: Syntax) -> tuple[Expr, Script | None]:
    r"""The f of `\nabla f`, `\nabla L_i`, `\nabla f^\top`, and the scripts that its gradient has."""
    f = whole(r, found.entry, at) if found.entry.kind == "map" else member(r, found)
    if found.sub:
        f = entries(r, f, found.sub if len(found.sub) > 1 else found.sub[0], s)
    if type(s) is not Script or not found.sups:
        return f, None
    if all(map(is_transpose, found.sups)):
        return f, Script(s.span, s, None, tuple(found.sups), 0)
    for sup in found.sups:
        f = raised(r, f, sup, s)
    return f, None


def _only_name(r: Reading, body: Syntax, f: Expr) -> Syntax | None:
    r"""The w of `\nabla L(w)`, where L is a quantity that depends on it."""
    found = r.scope.find(*base_of(body), None, (), 0) if base_of(body) is not None else None
    if found is None or found.entry.kind != "quantity" or found.slots or all(
            n is not found.entry.expr for n in f.walk()):
        return None
    return body


def gradient_at(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`(\nabla f)(2x)`, `(\nabla_x^2 h)(a)`."""
    value, _ = nabla(r, (*items[k].body.items, items[k + 1]), ("", "", ""), 0, True)
    return value, k + 2


def gradient(r: Reading, f: Expr, t: Target, order: int, at: Syntax) -> Expr:
    """Column gradient, or Hessian for order 2."""
    f = r.settle(f)
    if order == 2:
        if not is_scalar(f.shape):
            raise r.misfit("a Hessian is of a scalar", at, f"this is {r.shapes(f)[0]}")
        return second(r, f, [t, t], at)
    return differentiate(r, f, t, "column", at)


def _opaque_gradient(r: Reading, items, ops, k, found, sub, order, argued) -> tuple[Expr, int]:
    """`\\nabla f(x)` of a function that is only declared."""
    f, j = found.entry.function, k + 2
    script = None
    if argued:
        args = [r.settle(a) for a in arguments(r, bracket(items[j]).body)]
        script = items[j] if type(items[j]) is Script else None
        value, after = factor(r, items, ops, k + 1)
    else:
        point = r.scope.bare(r.points.get(f.name, ""))
        if point is None or point.kind != "quantity" or point.expr.shape != f.domain or f.kind != "general":
            raise r.error("missing-argument", f"{f.name} needs an argument", items[k + 1])
        args, value, after = [point.expr], build.apply(f, point.expr), j
        r.notes.append(f"{f.name} without its argument is taken at {point.name}")
    if script is not None:
        value = call(r, found.entry, args, 0, items[k + 1])
    if sub is not None:
        result = gradient(r, value, target(r, sub), order, items[k])
    elif f.kind == "general" and found.slots:
        dummy = Variable(r"u_{\cdot}", f.domain)
        u = build.var(dummy)
        one = of_family(r, found, build.apply(f, u))
        result = gradient(r, one, Target(u, items[k]), order, items[k])
        result = build.substitute(result, ((dummy, args[0]),))
    elif f.kind == "general" and order == 1:
        result = build.transpose(build.jacobian(f, value.args[0]))
    elif f.kind == "general":
        dummy = Variable(r"u_{\cdot}", f.domain)
        u = build.var(dummy)
        hessian = second(r, build.apply(f, u), [Target(u, items[k])] * 2, items[k])
        result = build.substitute(hessian, ((dummy, value.args[0]),))
    elif f.kind == "elementwise" and order == 1 and is_scalar(args[0].shape):
        result = build.apply(f, args[0], 1)
    elif len(args) == 1 and args[0].op in TARGETS:
        result = gradient(r, value, Target(args[0], items[k]), order, items[k])
    else:
        raise r.error("ambiguous", "say by which variable this is differentiated", items[k],
                      help=r"Write it below: \nabla_x.")
    return with_scripts(r, result, script), after


HEADS["\\nabla"] = nabla
CALLS["gradient"] = gradient_at
