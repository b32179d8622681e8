r"""Derivatives as fractions, `\frac{\partial L}{\partial w}`, `\frac{d}{dx} e`; evaluation at a point.

`\nabla` is the column gradient whatever the layout; `D f`, `J_f` and `f'` are the m x n Jacobian. The
operator forms act on the bracket that follows, else on the rest of the term. A derivative of a name
without a definition is an error, never 0.
"""

from __future__ import annotations

from symcheck.expr import Expr, ShapeError, build
from symcheck.expr.shape import is_scalar
from symcheck.read.elaborate_arguments import arguments
from symcheck.read.elaborate_calls import call, of_family, substituted
from symcheck.read.elaborate_heads import FRACTION, bracket, function_of
from symcheck.read.elaborate_products import chain, divide
from symcheck.read.elaborate_targets import (
    Target,
    bare_function,
    by_targets,
    differentiate,
    operand,
    target,
    whole,
    with_scripts,
)
from symcheck.read.names import base_of, label
from symcheck.read.reading import Reading
from symcheck.read.scope import Entry
from symcheck.read.syntax import (
    Accent,
    Fraction_,
    Group,
    Listing,
    Number,
    Product,
    Relation,
    Script,
    Symbol,
    Syntax,
)


def derivative_sign(s: Syntax) -> str | None:
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
    if type(head) is Script and head.sub is None and len(head.sups) == 1 and derivative_sign(head.base):
        sup = head.sups[0]
        if type(sup) is not Number:
            return None
        mark, order = derivative_sign(head.base), int(sup.value)
    else:
        mark = derivative_sign(head)
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
        if derivative_sign(item) == mark:
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
        f = numerator_value(r, rest, rest_ops)
        value = by_targets(r, f, bottom, order, s)
        if scripts is not None:
            return with_scripts(r, value, scripts), k + 1
        return _at_point(r, value, bottom, items, ops, k, mark)
    if scripts is not None:
        raise r.error("missing-argument", "this derivative has nothing to act on", items[k])
    f, after, script = operand(r, items, ops, k)
    value = by_targets(r, f, bottom, order, s)
    return (with_scripts(r, value, script) if script is not None else value), after


def numerator_value(r: Reading, items, ops) -> Expr:
    """The numerator: a name of a function stands for its value."""
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
                    value = with_scripts(r, value, items[k + 1])
                return value, k + 2
        known = [r.scope.bare(p.name.replace(r"_{\cdot}", "")) for p in params]
        if all(e is not None and e.kind == "quantity" and e.expr.shape == p.shape
               for e, p in zip(known, params)):
            value = substituted(r, entry, value, params, [e.expr for e in known], s)
        return (with_scripts(r, value, scripts) if scripts is not None else value), k + 1
    t = _image(r, entry, pieces[0]) or target(r, pieces[0])
    point = t.by
    domain = entry.function.domain if entry.kind == "function" and \
        entry.function.kind == "general" else point.shape
    if point.op == "entry" and point.shape != domain:
        point = point.args[0]
    f = call(r, entry, [point], 0, s)
    r.note(f"{entry.name} is taken at {r.text(t.syntax)}")
    if name is not None:
        scripts_of = (name.sub, name.sups, name.primes) if type(name) is Script else (None, (), 0)
        found = r.scope.find(*base_of(name.base if type(name) is Script else name), *scripts_of)
        f = of_family(r, found, f)
    value = differentiate(r, f, t, r.layout, s) if len(pieces) == 1 and (order or 1) == 1 \
        else by_targets(r, f, pieces, order, s)
    return (with_scripts(r, value, scripts) if scripts is not None else value), k + 1


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


def _letter(s: Syntax) -> str:
    """The letter of a name, without accents and scripts."""
    while type(s) in (Script, Accent, Group):
        s = s.base if type(s) is Script else s.body
    return label(s)


def _at_point(r: Reading, value: Expr, pieces: list[Syntax], items, ops, k: int, mark: str):
    r"""`\frac{dL}{dw}(w^*)`: evaluated where the bracket names a point of the variable's shape.

    `\frac{\partial L}{\partial z}(x)` of numbers is a product, unless the letters are the same.
    """
    if k + 1 < len(items) and ops[k + 1] == "" and len(pieces) == 1:
        group = bracket(items[k + 1])
        if group is not None and group.open == "(" and type(group.body) in (
                Symbol, Script, Number, Accent):
            t = target(r, pieces[0])
            before = list(r.notes)
            point = r.expr(group.body)
            meant = mark == "d" or not is_scalar(t.by.shape) or \
                _letter(group.body) == _letter(pieces[0])
            if meant and t.by.op in ("var", "let") and point.shape == t.by.shape and (
                    point.op in ("var", "num", "item", "let")):
                r.note(f"the derivative is evaluated at {r.text(group.body)}")
                if point is not t.by:
                    value = build.substitute(value, ((t.by.data, point),))
                if type(items[k + 1]) is Script:
                    value = with_scripts(r, value, items[k + 1])
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
    a, b = r.expr(s.numerator), r.expr(s.denominator)
    try:
        return divide(r, a, b)
    except ShapeError:
        raise r.misfit("these cannot be divided", s,
                       f"the numerator is {r.shapes(a)[0]}, the denominator {r.shapes(b)[0]}",
                       help="A division is by a number, or entry by entry."
                       if len(b.shape) != 2 or 1 in b.shape
                       else "To divide by a matrix, multiply by its inverse.") from None


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
