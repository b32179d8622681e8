r"""Derivatives: `\frac{\partial L}{\partial w}`, `\nabla_w L`, `\partial_x h`, `D f(x)`, `J_f(x)`, `f'(x)`, evaluation at a point.

`\nabla` is the column gradient whatever the layout; `D f`, `J_f` and `f'` are the m x n Jacobian. The
operator forms act on the bracket that follows, else on the rest of the term. A derivative of a name
without a definition is an error, never 0.
"""

from __future__ import annotations

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import is_scalar, long_axes
from symcheck.read.elaborate_heads import FRACTION, HEADS, bracket, factor, function_of
from symcheck.read.names import base_of, is_transpose, label
from symcheck.read.reading import Reading
from symcheck.read.scope import Entry
from symcheck.read.syntax import (
    Accent, Additive, Fraction_, Group, Listing, Number, Product, Relation, Script, Symbol, Syntax,
)

TARGETS = frozenset(("var", "let", "item", "entry"))


# --- targets --------------------------------------------------------------------------------------


class Target:
    """What is differentiated by: an expression that `build.derivative` takes, how it is turned."""

    __slots__ = ("by", "turned", "line", "syntax")

    def __init__(self, by: Expr, syntax: Syntax, turned: bool = False, line=None):
        self.by, self.syntax, self.turned, self.line = by, syntax, turned, line


def target(r: Reading, s: Syntax) -> Target:
    """The variable named in a denominator or below a nabla."""
    while type(s) is Group and s.open in ("", "(", "["):
        s = s.body
    turned = False
    if type(s) is Script and s.sups and is_transpose(s.sups[-1]):
        inner = r.expr(s)
        if inner.op == "transpose" and inner.args[0].op in TARGETS:
            return Target(inner.args[0], s, True)
    e = r.settle(r.expr(s))
    if e.op in TARGETS:
        return Target(e, s, turned)
    if e.op in ("power", "inverse", "matpow") and e.args[0].op in ("var", "let", "item"):
        return Target(e, s)
    if e.op == "transpose":
        inner = e.args[0]
        if inner.op in TARGETS:
            return Target(inner, s, True)
        if inner.op == "row" and inner.args[0].op in TARGETS:
            return Target(inner.args[0], s, False, inner)
    if e.op in ("row", "column") and e.args[0].op in TARGETS:
        return Target(e.args[0], s, e.op == "row", e)
    if e.op == "array" and e.args[0].op == "item" and e.data[1] == 0:
        raise r.error("ambiguous", f"say which member of {r.text(s)}", s)
    raise r.error("not-a-variable", "a derivative is taken by a name", s,
                  help="Write a declared or defined name, or an entry of one.")


def differentiate(r: Reading, f: Expr, t: Target, layout: str, at: Syntax) -> Expr:
    """The derivative, with a check that there is something to differentiate."""
    f = r.settle(f)
    core = t.by
    while core.op in ("item", "entry", "power", "inverse", "matpow"):
        core = core.args[0]
    below = f.op == core.op and f is core or any(node is core for node in f.walk())
    if not below:
        undefined = f
        while undefined.op in ("item", "entry", "transpose", "row", "column"):
            undefined = undefined.args[0]
        if undefined.op == "var":
            name = undefined.data.name
            raise r.error("no-definition", f"{name} has no definition here", at,
                          "so its derivative is unknown",
                          help=f"Define it: `{name} = ..`.")
        if core.op == "let":
            raise r.error("no-definition",
                          f"this is not written in terms of {core.data.name}", at,
                          f"its definition does not go through {core.data.name}",
                          help=f"Define it by {core.data.name}.")
        r.note(f"{r.text(at)} is zero: it does not depend on {r.text(t.syntax)}")
    if t.line is not None:
        whole = build.derivative(f, t.by, "column")
        if not is_scalar(f.shape):
            raise r.error("not-in-language", "only a scalar can be differentiated by a row", at)
        part = (build.row if t.line.op == "row" else build.column)(whole, t.line.data)
        as_column = (t.line.op == "row") != t.turned
        part = build.transpose(part) if (t.line.op == "row" and as_column) else part
        return part if layout == "column" or t.turned else build.transpose(part)
    if t.turned:
        layout = "row" if is_scalar(t.by.shape) is False else layout
    return build.derivative(f, t.by, layout)


# --- fractions ------------------------------------------------------------------------------------


def _mark(s: Syntax) -> str | None:
    r"""`\partial` or `d`, if the syntax is the sign of a derivative."""
    if type(s) is Symbol:
        if s.name == "\\partial":
            return "\\partial"
        if s.name == "d" and s.font in ("", "rm", "it", "text"):
            return "d"
    return None


def _numerator(s: Syntax):
    """(mark, order or None, rest items, rest operators) of a derivative's numerator, or None."""
    items, ops = (s.items, s.operators) if type(s) is Product else ((s,), ("",))
    head, order = items[0], None
    if type(head) is Script and head.sub is None and len(head.sups) == 1 and _mark(head.base):
        sup = head.sups[0]
        if type(sup) is not Number:
            return None
        mark, order = _mark(head.base), int(sup.value)
    else:
        mark = _mark(head)
    if mark is None:
        return None
    return mark, order, items[1:], ("", *ops[2:]) if len(items) > 1 else ()


def _denominator(s: Syntax, mark: str):
    """The pieces differentiated by, each (syntax, times), or None."""
    while type(s) is Group and s.open == "":
        s = s.body
    items = s.items if type(s) is Product else (s,)
    pieces: list[list[Syntax]] = []
    for item in items:
        if _mark(item) == mark:
            pieces.append([])
        elif not pieces:
            return None
        else:
            pieces[-1].append(item)
    if not pieces or any(not p for p in pieces):
        return None
    if any(len(p) > 1 for p in pieces):
        return None
    return [p[0] for p in pieces]


def is_operator(r: Reading, s: Fraction_) -> bool:
    r"""`\frac{d}{dx}` with nothing in the numerator."""
    top = _numerator(s.numerator)
    return top is not None and not top[2] and _denominator(s.denominator, top[0]) is not None


def fraction_head(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    """A fraction in a product: a derivative operator takes what stands to its right."""
    s = items[k]
    scripts = None
    if type(s) is Script:
        scripts, s = s, s.base
    top = _numerator(s.numerator)
    bottom = _denominator(s.denominator, top[0]) if top is not None else None
    if top is None or bottom is None:
        if top is not None and top[0] == "\\partial":
            raise r.error("no-derivative", "this is no derivative", s,
                          "below the line each variable needs its own \\partial")
        return r.expr(items[k]), k + 1
    mark, order, rest, rest_ops = top
    if rest:
        if len(rest) == 1 and (entry := function_of(r, rest[0])) is not None and (
                entry.kind != "quantity"):
            return _of_function(r, entry, bottom, order, items, ops, k, scripts, rest[0])
        f = _operand_of(r, rest, rest_ops)
        value = by_targets(r, f, bottom, order, s)
        if scripts is not None:
            return _scripted(r, value, scripts), k + 1
        return _at_point(r, value, bottom, items, ops, k)
    if scripts is not None:
        raise r.error("missing-argument", "this derivative has nothing to act on", items[k])
    f, after, script = operand(r, items, ops, k)
    value = by_targets(r, f, bottom, order, s)
    return (_scripted(r, value, script) if script is not None else value), after


def _operand_of(r: Reading, items, ops) -> Expr:
    """The numerator: a name of a function stands for its value."""
    from symcheck.read.elaborate_products import chain
    if len(items) == 1:
        value = bare_function(r, items[0])
        if value is not None:
            return value
    return chain(r, items, ops)


def _of_function(r: Reading, entry: Entry, pieces: list[Syntax], order: int | None, items, ops,
                 k: int, scripts, name: Syntax | None = None) -> tuple[Expr, int]:
    r"""`\frac{\partial f}{\partial x}` of a function named without its argument.

    By one of its parameters; by a name of the right shape it is the derivative at that name.
    """
    from symcheck.read.elaborate_calls import arguments, call, substituted
    s = items[k].base if type(items[k]) is Script else items[k]
    argued = None
    if scripts is None and k + 1 < len(items) and ops[k + 1] == "":
        argued = bracket(items[k + 1])
    params = entry.params
    chosen = [n for n, p in enumerate(params) for q in pieces
              if label(q) == p.name.replace(r"_{\cdot}", "").rstrip("'")]
    if entry.kind == "map" and len(chosen) == len(pieces):
        value = whole(r, entry, s)
        targets = [Target(build.var(params[n]), s) for n in chosen]
        if order is not None and order > len(targets):
            targets = targets * order
        for t in reversed(targets):
            value = differentiate(r, value, t, r.layout, s)
        if argued is not None:
            args = arguments(r, argued.body)
            if len(args) == len(params):
                value = substituted(r, entry, value, params, args, s)
                if type(items[k + 1]) is Script:
                    value = _scripted(r, value, items[k + 1])
                return value, k + 2
        known = [r.scope.bare(p.name.replace(r"_{\cdot}", "")) for p in params]
        if all(e is not None and e.kind == "quantity" and e.expr.shape == p.shape
               for e, p in zip(known, params)):
            value = substituted(r, entry, value, params, [e.expr for e in known], s)
        return (_scripted(r, value, scripts) if scripts is not None else value), k + 1
    t = _image(r, entry, pieces[0]) or target(r, pieces[0])
    point = t.by
    domain = entry.function.domain if entry.kind == "function" and \
        entry.function.kind == "general" else point.shape
    if point.op == "entry" and point.shape != domain:
        point = point.args[0]
    f = call(r, entry, [point], 0, s)
    r.note(f"{entry.name} is taken at {r.text(t.syntax)}")
    if name is not None:
        from symcheck.read.elaborate_calls import of_family
        scripts_of = (name.sub, name.sups, name.primes) if type(name) is Script else (None, (), 0)
        found = r.scope.find(*base_of(name.base if type(name) is Script else name), *scripts_of)
        f = of_family(r, found, f)
    value = differentiate(r, f, t, r.layout, s) if len(pieces) == 1 and (order or 1) == 1 \
        else by_targets(r, f, pieces, order, s)
    return (_scripted(r, value, scripts) if scripts is not None else value), k + 1


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
            from symcheck.read.elaborate_calls import of_family
            return Target(of_family(r, found, entry.expr), s)
    return None


def bare_function(r: Reading, s: Syntax) -> Expr | None:
    """A defined function named without its argument: its body, in its own parameters."""
    entry = function_of(r, s)
    if entry is None:
        return None
    return whole(r, entry, s)


def whole(r: Reading, entry: Entry, at: Syntax) -> Expr | None:
    """The value of a defined function in its own parameters."""
    if entry.kind == "map":
        if entry.body is None:
            raise r.error("no-shape", f"the arguments of {entry.name} have no shapes", at,
                          help=f"Declare {', '.join(p.name for p in entry.params)}.")
        return entry.body
    return entry.expr if entry.kind == "quantity" else None


def _scripted(r: Reading, value: Expr, s: Script) -> Expr:
    from symcheck.read.elaborate_scripts import scripted
    return scripted(r, value, s)


def operand(r: Reading, items, ops, k: int) -> tuple[Expr, int, Script | None]:
    """What an operator acts on: the bracket that follows, else the rest of the term."""
    from symcheck.read.elaborate_products import chain
    j = k + 1
    if j >= len(items):
        raise r.error("missing-argument", "this derivative has nothing to act on", items[k])
    s = items[j]
    if type(s) is Group and s.open in ("(", "[", "{") and (
            j + 1 >= len(items) or ops[j + 1] != "" or bracket(items[j + 1]) is None):
        return r.expr(s), j + 1, None
    if j + 1 == len(items):
        value = bare_function(r, s)
        if value is not None:
            return value, j + 1, None
    return chain(r, items, ops, j), len(items), None


def by_targets(r: Reading, f: Expr, pieces: list[Syntax], order: int | None, at: Syntax) -> Expr:
    """f differentiated by the pieces of a denominator, the last one first."""
    targets: list[Target] = []
    if len(pieces) == 1 and order is not None and order > 1:
        s = pieces[0]
        while type(s) is Group and s.open == "":
            s = s.body
        if type(s) is Script and s.sups and type(s.sups[-1]) is Number \
                and int(s.sups[-1].value) == order:
            plain = s.sups[:-1]
            s = Script(s.span, s.base, s.sub, plain, s.primes) \
                if plain or s.sub is not None or s.primes else s.base
        elif type(s) is not Script or order != 1:
            if not (type(s) is Script and s.sups):
                raise r.error("no-derivative", f"this is no derivative of order {order}", at,
                              "the orders above and below the line differ")
        targets = [target(r, s)] * order
    else:
        count = 0
        for piece in pieces:
            s, times = piece, 1
            if len(pieces) > 1 and type(s) is Script and len(s.sups) == 1 \
                    and type(s.sups[0]) is Number and (order or 0) > len(pieces):
                times = int(s.sups[0].value)
                s = Script(s.span, s.base, s.sub, (), s.primes) \
                    if s.sub is not None or s.primes else s.base
            targets += [target(r, s)] * times
            count += times
        if order is not None and order != count:
            raise r.error("no-derivative", f"this is no derivative of order {order}", at,
                          "the orders above and below the line differ")
    if len(targets) == 2:
        return second(r, f, targets, at)
    for t in reversed(targets):
        f = differentiate(r, f, t, r.layout, at)
    return f


def second(r: Reading, f: Expr, targets: list[Target], at: Syntax) -> Expr:
    r"""`\frac{\partial^2 f}{\partial x \partial y^\top}`: rows by x, columns by y."""
    x, y = targets
    if is_scalar(f.shape) and len(long_axes(x.by.shape)) == 1 == len(long_axes(y.by.shape)):
        inner = differentiate(r, f, Target(y.by, y.syntax, False, y.line), "column", at)
        plain = Target(x.by, x.syntax, False, x.line)
        result = build.derivative(inner, plain.by, "column")
        return build.transpose(result) if x.turned and not y.turned else result
    return differentiate(r, differentiate(r, f, y, r.layout, at), x, r.layout, at)


def _at_point(r: Reading, value: Expr, pieces: list[Syntax], items, ops, k: int):
    r"""`\frac{dL}{dw}(w^*)`: evaluated where the bracket names a point of the variable's shape."""
    if k + 1 < len(items) and ops[k + 1] == "" and len(pieces) == 1:
        group = bracket(items[k + 1])
        if group is not None and group.open == "(" and type(group.body) in (
                Symbol, Script, Number, Accent):
            t = target(r, pieces[0])
            before = list(r.notes)
            point = r.expr(group.body)
            if t.by.op in ("var", "let") and point.shape == t.by.shape and (
                    point.op in ("var", "num", "item", "let")):
                r.note(f"the derivative is evaluated at {r.text(group.body)}")
                if point is not t.by:
                    value = build.substitute(value, ((t.by.data, point),))
                if type(items[k + 1]) is Script:
                    value = _scripted(r, value, items[k + 1])
                return value, k + 2
            r.notes = before
    return value, k + 1


def fraction(r: Reading, s: Fraction_) -> Expr:
    """A fraction on its own: a derivative or a quotient."""
    top = _numerator(s.numerator)
    if top is not None and _denominator(s.denominator, top[0]) is not None:
        value, _ = fraction_head(r, (s,), ("",), 0)
        return value
    if top is not None and top[0] == "\\partial":
        raise r.error("no-derivative", "this is no derivative", s,
                      "below the line each variable needs its own \\partial")
    from symcheck.read.elaborate_products import divide
    from symcheck.expr import ShapeError
    a, b = r.expr(s.numerator), r.expr(s.denominator)
    try:
        return divide(r, a, b)
    except ShapeError:
        raise r.misfit("these cannot be divided", s,
                       f"the numerator is {r.shapes(a)[0]}, the denominator {r.shapes(b)[0]}",
                       help="A division is by a number, or entry by entry."
                       if len(b.shape) != 2 or 1 in b.shape
                       else "To divide by a matrix, multiply by its inverse.") from None


# --- nabla, subscript partial, D, J ---------------------------------------------------------------


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
    return s.sub, order, rest


def tight_operand(r: Reading, items, ops, k: int):
    """(f, position after, scripts, argument syntax, entry): a name with its argument binds tightly."""
    j = k + 1
    if j >= len(items) or ops[j] not in ("", "."):
        raise r.error("missing-argument", "this derivative has nothing to act on", items[k])
    s = items[j]
    base = s.base if type(s) is Script else s
    named = base_of(base)
    if named is not None and named[0] not in r.bound:
        scripts = (s.sub, s.sups, s.primes) if type(s) is Script else (None, (), 0)
        found = r.scope.find(*named, *scripts)
        if found is not None:
            entry = found.entry
            argued = j + 1 < len(items) and ops[j + 1] == "" and bracket(items[j + 1]) is not None
            if entry.kind in ("function", "map") or entry.params or (
                    entry.kind == "quantity" and entry.expr.op == "let"):
                return found, j, argued
    return None


def nabla(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`\nabla_w L`, `\nabla f(x)`, `\nabla^2 f`, `\nabla_x^2 (..)`."""
    sub, order, rest = _operator_parts(items[k])
    if order > 2:
        raise r.error("not-in-language", "derivatives of this order have no nabla", items[k])
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
        return _opaque_gradient(r, items, ops, k, found, sub, order, argued)
    if argued and (entry.kind == "map" or entry.params):
        from symcheck.read.elaborate_calls import arguments, substituted
        group = bracket(items[j + 1])
        args = arguments(r, group.body)
        body = whole(r, entry, at)
        after, script = j + 2, items[j + 1] if type(items[j + 1]) is Script else None
        if len(args) == len(entry.params):
            chosen = _chosen(r, entry, args, sub, at)
            value = gradient(r, body, chosen, order, at)
            value = substituted(r, entry, value, entry.params, args, at)
            return (_scripted(r, value, script) if script is not None else value), after
        f, after = factor(r, items, ops, j)
        return gradient(r, f, target(r, sub) if sub is not None else implied(r, f, entry, at),
                        order, at), after
    if argued:
        f, after = factor(r, items, ops, j)
        script = items[j + 1] if after == j + 2 and type(items[j + 1]) is Script else None
        if script is not None:
            from symcheck.read.elaborate_scripts import member
            f = member(r, found)
    else:
        from symcheck.read.elaborate_scripts import entries, member
        f = whole(r, entry, at) if entry.kind == "map" else member(r, found)
        after = j + 1
        left = script
        if found.sub:
            f = entries(r, f, found.sub if len(found.sub) > 1 else found.sub[0], items[j])
        script = Script(items[j].span, items[j], None, tuple(found.sups), 0) \
            if left is not None and found.sups else None
        if script is not None and not all(map(is_transpose, found.sups)):
            from symcheck.read.elaborate_scripts import raised
            for sup in found.sups:
                f = raised(r, f, sup, items[j])
            script = None
    t = target(r, sub) if sub is not None else implied(r, f, entry, at)
    value = gradient(r, f, t, order, at)
    return (_scripted(r, value, script) if script is not None else value), after


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
            return _parameter(entry, 0, at)
        raise r.error("ambiguous", f"say by which variable of {entry.name}", at,
                      help=r"Write \nabla_x.")
    text = label(sub)
    for n, p in enumerate(entry.params):
        if p.name == text:
            return _parameter(entry, n, at)
    t = target(r, sub)
    for n, a in enumerate(args):
        if a is t.by:
            return _parameter(entry, n, at)
    return t


def _parameter(entry: Entry, n: int, at: Syntax) -> Target:
    p = entry.params[n]
    body = entry.body if entry.kind == "map" else entry.expr
    for node in body.walk():
        if node.op == "let" and node.data == p:
            return Target(node, at)
    return Target(build.var(p), at)


def implied(r: Reading, f: Expr, entry: Entry | None, at: Syntax) -> Target:
    """The variable of a bare nabla: the parameter, else the only variable there is."""
    if entry is not None and len(entry.params) == 1:
        return _parameter(entry, 0, at)
    free = [node for node in f.walk() if node.op == "var"]
    if len(free) == 1:
        return Target(free[0], at)
    raise r.error("ambiguous", "say by which variable this is differentiated", at,
                  f"it depends on {', '.join(sorted(v.data.name for v in free))}" if free else
                  "it depends on no variable",
                  help=r"Write it below: \nabla_w.")


def _opaque_gradient(r: Reading, items, ops, k, found, sub, order, argued) -> tuple[Expr, int]:
    """`\\nabla f(x)` of a function that is only declared."""
    from symcheck.read.elaborate_calls import arguments
    f, j = found.entry.function, k + 2
    if not argued:
        raise r.error("missing-argument", f"{f.name} needs an argument", items[k + 1])
    args = [r.settle(a) for a in arguments(r, bracket(items[j]).body)]
    script = items[j] if type(items[j]) is Script else None
    value, after = factor(r, items, ops, k + 1)
    if script is not None:
        from symcheck.read.elaborate_calls import call
        value = call(r, found.entry, args, 0, items[k + 1])
    if sub is not None:
        result = gradient(r, value, target(r, sub), order, items[k])
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
    return (_scripted(r, result, script) if script is not None else result), after


def partial(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`\partial_x h`, and the slash form `\partial J/\partial\theta`."""
    s = items[k]
    sub, order, _ = _operator_parts(s)
    if sub is not None:
        named = tight_operand(r, items, ops, k)
        if named is not None and not named[2] and not named[0].sups and not named[0].sub:
            found, j, _ = named
            from symcheck.read.elaborate_scripts import member
            f = whole(r, found.entry, s) if found.entry.kind == "map" else (
                member(r, found) if found.entry.kind == "quantity" else None)
            if f is None:
                f, after = factor(r, items, ops, j)
            else:
                after = j + 1
        elif named is not None:
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
    if cut is None or cut + 1 >= len(items) or _mark(items[cut]) != mark:
        return None
    order = None
    if type(items[k]) is Script and items[k].sups and type(items[k].sups[0]) is Number:
        order = int(items[k].sups[0].value)
    pieces, j = [items[cut + 1]], cut + 2
    while j + 1 < len(items) and _mark(items[j]) == mark and ops[j] == "":
        pieces.append(items[j + 1])
        j += 2
    if cut == k + 1:
        f, j, _ = operand(r, items, ops, j - 1)
    else:
        f = _operand_of(r, items[k + 1:cut], ("", *ops[k + 2:cut]))
    return by_targets(r, f, pieces, order, items[k]), j


def total_d(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    """`dL/dw`, when d is not declared."""
    if type(items[k]) is Symbol:
        slashed = slash_form(r, items, ops, k, "d")
        if slashed is not None:
            return slashed
    if k + 1 < len(items) and type(items[k]) is Symbol and "d" not in r.dims:
        raise r.error("not-in-language", "differentials cannot be read", items[k],
                      help=r"Write a derivative, as in \frac{d}{dx}.")
    return r.expr(items[k]), k + 1


def big_d(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`D\Phi(x)`, `Df(x)`, `D_x f`: the m x n Jacobian."""
    s = items[k]
    sub = s.sub if type(s) is Script else None
    if type(s) is Script and s.sups:
        return r.expr(s), k + 1
    named = tight_operand(r, items, ops, k) if k + 1 < len(items) and ops[k + 1] == "" else None
    if named is None:
        if sub is not None and k + 1 < len(items):
            f, after, _ = operand(r, items, ops, k)
            return differentiate(r, f, target(r, sub), "row", s), after
        return r.expr(s), k + 1
    found, j, argued = named
    return jacobian_of(r, found.entry, items, ops, j, argued, sub, s, found)


def big_j(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`J_\Phi(x)`, `J_f`: the Jacobian of the function below."""
    s = items[k]
    if type(s) is Script and s.sub is not None:
        entry = function_of(r, s.sub)
        named = base_of(s.sub.base if type(s.sub) is Script else s.sub)
        if entry is None and named is not None and named[0] not in r.bound:
            scripts = (s.sub.sub, s.sub.sups, s.sub.primes) if type(s.sub) is Script \
                else (None, (), 0)
            found = r.scope.find(*named, *scripts)
            if found is not None and found.entry.kind == "quantity" \
                    and found.entry.expr.op == "let" and not found.sub and not found.sups:
                entry = found.entry
        if entry is not None:
            argued = k + 1 < len(items) and ops[k + 1] == "" and bracket(items[k + 1]) is not None
            value, after = jacobian_of(r, entry, items, ops, k, argued, None, s, None)
            for sup in s.sups:
                from symcheck.read.elaborate_scripts import raised
                value = raised(r, value, sup, s)
            return value, after
    return r.expr(s), k + 1


def jacobian_of(r: Reading, entry: Entry, items, ops, j: int, argued: bool, sub, at: Syntax,
                found) -> tuple[Expr, int]:
    """The m x n Jacobian of a function or defined quantity; its argument, if any, is items[j+1]."""
    from symcheck.read.elaborate_calls import arguments, substituted
    args = [r.settle(a) for a in arguments(r, bracket(items[j + 1]).body)] if argued else []
    script = items[j + 1] if argued and type(items[j + 1]) is Script else None
    if entry.kind == "function":
        f = entry.function
        if not args:
            raise r.error("missing-argument", f"{f.name} needs an argument", at)
        if f.kind == "general":
            from symcheck.read.elaborate_calls import call
            value = call(r, entry, args, 1, at)
        elif f.kind == "elementwise":
            value = build.apply(f, args[0], 1)
            value = value if is_scalar(value.shape) else build.diag(value)
        else:
            raise r.error("not-in-language", f"the Jacobian of {f.name} cannot be read", at)
    elif entry.params:
        body = whole(r, entry, at)
        if len(entry.params) != 1 and sub is None:
            raise r.error("ambiguous", f"say by which variable of {entry.name}", at)
        t = _parameter(entry, 0, at) if sub is None else target(r, sub)
        value = differentiate(r, body, t, "row", at)
        if args:
            if entry.entrywise and not is_scalar(args[0].shape):
                from symcheck.read.elaborate_calls import entrywise
                value = build.diag(entrywise(value, entry.params, args))
            else:
                value = substituted(r, entry, value, entry.params, args, at)
    else:
        e = entry.expr
        if args and args[0].op in TARGETS and sub is None:
            t = Target(args[0], at)
        else:
            t = target(r, sub) if sub is not None else implied(r, e, entry, at)
        value = differentiate(r, e, t, "row", at)
    after = j + 2 if argued else j + 1
    if found is not None and found.sups and not argued:
        from symcheck.read.elaborate_scripts import raised
        for sup in found.sups:
            value = raised(r, value, sup, at)
    return (_scripted(r, value, script) if script is not None else value), after


# --- evaluation at a point ------------------------------------------------------------------------


def evaluated(r: Reading, s: Script) -> Expr:
    r"""`f(x)|_{x=3}`, `\left.\frac{\partial L}{\partial w}\right|_{w=w_0}`."""
    value = r.expr(s.base.body)
    where = s.sub
    rows = where.items if type(where) is Listing else (where,)
    pairs = []
    for row in rows:
        if type(row) is not Relation or row.operators != ("=",):
            raise r.error("not-in-language", "this point cannot be read", s,
                          help=r"Write \big|_{w = w_0}.")
        by, point = r.expr(row.items[0]), r.expr(row.items[1])
        if by.op not in ("var", "let"):
            raise r.error("not-a-variable", "a point is given to a name", row)
        by, point = r.meet(by, point)
        if point.op == "num" and point.data == 0 and not is_scalar(by.shape):
            point = build.zeros(by.shape)
        if by.shape != point.shape:
            raise r.misfit("this point does not fit", row,
                           f"{r.text(row.items[0])} is {r.shapes(by)[0]}, "
                           f"{r.text(row.items[1])} is {r.shapes(point)[0]}")
        pairs.append((by.data, point))
    return build.substitute(value, tuple(pairs))


FRACTION.extend((fraction_head, is_operator))
HEADS.update({"\\nabla": nabla, "\\partial": partial, "d": total_d, "D": big_d, "J": big_j})
__all__ = ["Additive", "evaluated", "fraction"]
