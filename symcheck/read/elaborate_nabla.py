r"""`\nabla_w L`, `\nabla^2 f`, `\partial_x h`, `D f(x)`, `J_f(x)`.

`\nabla` is the column gradient whatever the layout; `D f` and `J_f` are the m x n Jacobian.
"""

from __future__ import annotations

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.read.elaborate_arguments import arguments
from symcheck.read.elaborate_calls import call, fitted, of_family, substituted
from symcheck.read.elaborate_derivatives import (
    derivative_sign,
    named_function,
    numerator_value,
)
from symcheck.read.elaborate_entries import entries
from symcheck.read.elaborate_formal import found_function, nth_argument
from symcheck.read.elaborate_heads import CALLS, HEADS, bracket, factor
from symcheck.read.elaborate_scripts import member
from symcheck.read.elaborate_superscripts import raised
from symcheck.read.elaborate_targets import (
    TARGETS,
    Target,
    by_targets,
    differentiate,
    operand,
    second,
    target,
    whole,
    with_scripts,
)
from symcheck.read.names import base_of, is_transpose, label, scripts_of, stem_of
from symcheck.read.reading import Reading
from symcheck.read.scope import Entry
from symcheck.read.syntax import Number, Product, Script, Symbol, Syntax
from symcheck.text import SymcheckError


def _operator_parts(s: Syntax) -> tuple[Syntax | None, int, list[Syntax]]:
    """Subscript, order and other superscripts of `\\nabla_w^2`."""
    if type(s) is not Script:
        return None, 1, []
    order, rest = 1, []
    for sup in s.sups:
        if type(sup) is Number:
            order = int(sup.value)
        else:
            rest.append(sup)
    sub = s.sub
    if order == 2 and type(sub) is Product and len(sub.items) == 2 and not any(sub.operators) \
            and label(sub.items[0]) == label(sub.items[1]):
        sub = sub.items[0]
    return sub, order, rest


def tight_operand(r: Reading, items, ops, k: int):
    """(f, position after, scripts, argument syntax, entry): a name with its argument binds tightly."""
    j = k + 1
    if j >= len(items) or ops[j] not in ("", "."):
        raise r.error("missing-argument", "this derivative has nothing to act on", items[k])
    s = items[j]
    named = stem_of(s)
    if named is not None and named[0] not in r.bound:
        found = r.scope.find(*named, *scripts_of(s))
        if found is not None:
            entry = found.entry
            argued = j + 1 < len(items) and ops[j + 1] == "" and bracket(items[j + 1]) is not None
            if entry.kind in ("function", "map") or entry.params or (
                    entry.kind == "quantity" and entry.expr.op == "let"):
                return found, j, argued
    return None


def _is_nabla(s: Syntax) -> bool:
    base = s.base if type(s) is Script else s
    return type(base) is Symbol and base.name == "\\nabla" and not (
        type(s) is Script and any(type(x) is not Number and not is_transpose(x) for x in s.sups))


def nabla(r: Reading, items, ops, k: int, point: bool = False) -> tuple[Expr, int]:
    r"""`\nabla_w L`, `\nabla f(x)`, `\nabla^2 f`, `\nabla_x^2 (..)`; with `point`, the argument

    of the function is where its gradient is taken, whatever stands below the nabla.
    """
    sub, order, rest = _operator_parts(items[k])
    while not rest and k + 1 < len(items) and ops[k + 1] in ("", ".") and _is_nabla(items[k + 1]):
        inner, more, _ = _operator_parts(items[k + 1])
        if inner is not None and sub is not None and label(inner) != label(sub):
            break
        sub, order, k = sub or inner, order + more, k + 1
    if order > 2:
        raise r.error("not-in-language", r"\nabla is read up to \nabla^2", items[k])
    named = tight_operand(r, items, ops, k)
    at = items[k]
    if named is None:
        f, after, script = operand(r, items, ops, k)
        if sub is None:
            t = implied(r, f, None, at)
        else:
            t = target(r, sub)
        value = gradient(r, f, t, order, at)
        return value, after
    found, j, argued = named
    entry = found.entry
    script = items[j] if type(items[j]) is Script and (found.sups or found.sub) else None
    if entry.kind == "function":
        return _opaque_gradient(r, items, ops, k, found, None if point else sub, order, argued)
    if argued and (entry.kind == "map" or entry.params):
        group = bracket(items[j + 1])
        args = arguments(r, group.body)
        body = member(r, found) if found.slots and entry.kind == "quantity" else entry.expr
        after, script = j + 2, items[j + 1] if type(items[j + 1]) is Script else None
        if len(args) == len(entry.params):
            entry = fitted(r, entry, args, at)
            body = entry.body if entry.kind == "map" else body
            t = None if point else of_whole(r, entry, args, sub)
            if t is not None:
                value = gradient(r, substituted(r, entry, body, entry.params, args, at), t, order, at)
                return (with_scripts(r, value, script) if script is not None else value), after
            chosen = _chosen(r, entry, args, sub, at)
            value = gradient(r, body, chosen, order, at)
            value = substituted(r, entry, value, entry.params, args, at)
            return (with_scripts(r, value, script) if script is not None else value), after
        f, after = factor(r, items, ops, j)
        return gradient(r, f, target(r, sub) if sub is not None else implied(r, f, entry, at),
                        order, at), after
    if argued:
        f, after = factor(r, items, ops, j)
        if sub is None:
            sub = _only_name(r, bracket(items[j + 1]).body, f)
        script = items[j + 1] if after == j + 2 and type(items[j + 1]) is Script else None
        if script is not None:
            f = member(r, found)
    else:
        f = whole(r, entry, at) if entry.kind == "map" else member(r, found)
        after = j + 1
        left = script
        if found.sub:
            f = entries(r, f, found.sub if len(found.sub) > 1 else found.sub[0], items[j])
        script = Script(items[j].span, items[j], None, tuple(found.sups), 0) \
            if left is not None and found.sups else None
        if script is not None and not all(map(is_transpose, found.sups)):
            for sup in found.sups:
                f = raised(r, f, sup, items[j])
            script = None
    t = target(r, sub) if sub is not None else implied(r, f, entry, at)
    value = gradient(r, f, t, order, at)
    return (with_scripts(r, value, script) if script is not None else value), after


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


def of_whole(r: Reading, entry: Entry, args: list[Expr], sub: Syntax | None) -> Target | None:
    r"""The x of `\nabla_x h(2x)`: what the argument itself is written in, so that the derivative is

    that of x -> h(2x). None in `\nabla_x h(x)`, and at a point as in `\nabla_w L(w_0)`.
    """
    if sub is None or len(args) == 1 and args[0].op in ("var", "let", "num"):
        return None
    try:
        t = target(r, sub)
    except SymcheckError:
        return None  # the name of a formal argument
    core = t.by
    while core.op in ("item", "entry", "power"):
        core = core.args[0]
    if not any(_written_in(a, core) and not (a is core and p == core.data)
               for a, p in zip(args, entry.params)):
        return None
    r.note(f"the derivative by {r.text(sub)} is that of the whole")
    return t


def _written_in(a: Expr, name: Expr) -> bool:
    """Does a name stand in an expression, other than inside the definition of another?"""
    return a is name or a.op != "let" and any(_written_in(x, name) for x in a.args)


def gradient(r: Reading, f: Expr, t: Target, order: int, at: Syntax) -> Expr:
    """Column gradient, or Hessian for order 2."""
    f = r.settle(f)
    if order == 2:
        if not is_scalar(f.shape):
            raise r.misfit("a Hessian is of a scalar", at, f"this is {r.shapes(f)[0]}")
        return second(r, f, [t, t], at)
    return differentiate(r, f, t, "column", at)


def _chosen(r: Reading, entry: Entry, args: list[Expr], sub: Syntax | None, at: Syntax) -> Target:
    """The parameter meant by a nabla before `f(x, y)`."""
    if sub is None:
        if len(entry.params) == 1:
            return parameter_of(entry, 0, at)
        raise r.error("ambiguous", f"say by which variable of {entry.name}", at,
                      help=r"Write \nabla_x.")
    text = label(sub)
    for n, p in enumerate(entry.params):
        if p.name == text:
            return parameter_of(entry, n, at)
    t = target(r, sub)
    for n, a in enumerate(args):
        if a is t.by:
            return parameter_of(entry, n, at)
    return t


def parameter_of(entry: Entry, n: int, at: Syntax) -> Target:
    p = entry.params[n]
    if n in entry.squared:
        return Target(build.power(build.var(p), build.num(2)), at)
    body = entry.body if entry.kind == "map" else entry.expr
    for node in body.walk():
        if node.op == "let" and node.data == p:
            return Target(node, at)
    return Target(build.var(p), at)


def implied(r: Reading, f: Expr, entry: Entry | None, at: Syntax) -> Target:
    """The variable of a bare nabla: the parameter, else the only variable there is."""
    if entry is not None and len(entry.params) == 1:
        return parameter_of(entry, 0, at)
    free = [node for node in f.walk() if node.op == "var"]
    if len(free) == 1:
        return Target(free[0], at)
    raise r.error("ambiguous", "say by which variable this is differentiated", at,
                  f"it depends on {', '.join(sorted(v.data.name for v in free))}" if free else
                  "it depends on no variable",
                  help=r"Write it below: \nabla_w.")


def _opaque_gradient(r: Reading, items, ops, k, found, sub, order, argued) -> tuple[Expr, int]:
    """`\\nabla f(x)` of a function that is only declared."""
    f, j = found.entry.function, k + 2
    if not argued:
        raise r.error("missing-argument", f"{f.name} needs an argument", items[k + 1])
    args = [r.settle(a) for a in arguments(r, bracket(items[j]).body)]
    script = items[j] if type(items[j]) is Script else None
    value, after = factor(r, items, ops, k + 1)
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
    return (with_scripts(r, result, script) if script is not None else result), after


def partial(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`\partial_x h`, and the slash form `\partial J/\partial\theta`."""
    s = items[k]
    sub, order, _ = _operator_parts(s)
    if sub is not None:
        named = tight_operand(r, items, ops, k)
        if named is not None and not named[2] and not named[0].sups and not named[0].sub:
            found, j, _ = named
            f = whole(r, found.entry, s) if found.entry.kind == "map" else (
                member(r, found) if found.entry.kind == "quantity" else None)
            if f is None:
                f, after = factor(r, items, ops, j)
            else:
                after = j + 1
        elif named is not None:
            if named[2] and order == 1:
                argued = items[named[1] + 1]
                value = nth_argument(r, named[0], sub, bracket(argued), s)
                if value is not None:
                    return (with_scripts(r, value, argued) if type(argued) is Script else value), \
                        named[1] + 2
            f, after = factor(r, items, ops, k + 1)
        else:
            f, after, _ = operand(r, items, ops, k)
        t = target(r, sub)
        if order == 2:
            return second(r, f, [t, t], s), after
        return differentiate(r, f, t, r.layout, s), after
    slashed = slash_form(r, items, ops, k, "\\partial")
    if slashed is not None:
        return slashed
    raise r.error("no-derivative", r"\partial stands alone", s,
                  help=r"Write \frac{\partial L}{\partial w} or \partial_w L.")


def slash_form(r: Reading, items, ops, k: int, mark: str) -> tuple[Expr, int] | None:
    r"""`\partial J / \partial\theta`, `dL/dw`."""
    cut = next((j for j in range(k + 1, len(items)) if ops[j] == "/"), None)
    if cut is None or cut + 1 >= len(items) or derivative_sign(items[cut]) != mark:
        return None
    order = None
    if type(items[k]) is Script and items[k].sups and type(items[k].sups[0]) is Number:
        order = int(items[k].sups[0].value)
    pieces, j = [items[cut + 1]], cut + 2
    while j + 1 < len(items) and derivative_sign(items[j]) == mark and ops[j] == "":
        pieces.append(items[j + 1])
        j += 2
    found = found_function(r, items[k + 1]) if cut == k + 2 else None
    if found is not None:
        return named_function(r, found, pieces, order, items, ops, j, items[k])
    if cut == k + 1:
        f, j, _ = operand(r, items, ops, j - 1)
    else:
        f = numerator_value(r, items[k + 1:cut], ("", *ops[k + 2:cut]))
    return by_targets(r, f, pieces, order, items[k]), j


def _may_be_differential(r: Reading, d: Syntax, of: Syntax) -> bool:
    """`dx` without a space, of a vector, matrix or defined quantity, where d is also a size."""
    named = stem_of(of)
    entry = r.scope.bare(*named) if named is not None and type(d) is Symbol else None
    return (entry is not None and entry.kind == "quantity" and d.span.end == of.span.start
            and (entry.expr.op == "let" or not is_scalar(entry.expr.shape)))


def total_d(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    """`dL/dw`, when d is not declared."""
    if type(items[k]) is Symbol:
        slashed = slash_form(r, items, ops, k, "d")
        if slashed is not None:
            return slashed
    if "d" in r.dims and k + 1 < len(items) and _may_be_differential(r, items[k], items[k + 1]):
        raise r.error("ambiguous", f"{r.text(items[k].span.to(items[k + 1].span))} may be a product "
                      "or a differential", items[k].span.to(items[k + 1].span),
                      help=rf"Write d \cdot {r.text(items[k + 1])} for the product; "
                           "differentials cannot be read.")
    if k + 1 < len(items) and type(items[k]) is Symbol and "d" not in r.dims:
        raise r.error("not-in-language", "differentials cannot be read", items[k],
                      help=r"Write a derivative, as in \frac{d}{dx}.")
    return r.expr(items[k]), k + 1


HEADS.update({"\\nabla": nabla, "\\partial": partial, "d": total_d})
CALLS["gradient"] = gradient_at
