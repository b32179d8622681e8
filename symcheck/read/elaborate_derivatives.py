r"""Derivatives as fractions, `\frac{\partial L}{\partial w}`, `\frac{d}{dx} e`; evaluation at a point.

`\nabla` is the column gradient whatever the layout; `D f`, `J_f` and `f'` are the m x n Jacobian. The
operator forms act on the bracket that follows, else on the rest of the term. A derivative of a name
without a definition is an error, never 0.
"""

from __future__ import annotations

from symcheck.expr import Expr, ShapeError, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.read.elaborate_formal import defined_at, of_function
from symcheck.read.elaborate_heads import FRACTION, bracket, is_multiplied
from symcheck.read.elaborate_products import chain, divide
from symcheck.read.elaborate_quantities import names_in
from symcheck.read.elaborate_targets import (
    bare_function,
    by_targets,
    found_function,
    operand,
    target,
    with_scripts,
)
from symcheck.read.names import base_of, label
from symcheck.read.reading import Reading
from symcheck.read.scope import Entry, Found
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


def numerator(s: Syntax):
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


def denominator(s: Syntax, mark: str):
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
    top = numerator(s.numerator)
    return top is not None and not top[2] and denominator(s.denominator, top[0]) is not None


def fraction_head(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    """A fraction in a product: a derivative operator takes what stands to its right."""
    s = items[k]
    scripts = None
    if type(s) is Script:
        scripts, s = s, s.base
    top = numerator(s.numerator)
    bottom = denominator(s.denominator, top[0]) if top is not None else None
    if top is None or bottom is None:
        if top is not None and top[0] == "\\partial":
            raise r.error("no-derivative", "this is no derivative", s,
                          "below the line each variable needs its own \\partial")
        return r.expr(items[k]), k + 1
    mark, order, rest, rest_ops = top
    if rest:
        found = found_function(r, rest[0]) if len(rest) == 1 else None
        if found is not None:
            return named_function(r, found, bottom, order, items, ops, k + 1, s, scripts)
        argued = k + 1 < len(items) and ops[k + 1] == "" and bracket(items[k + 1]) is not None
        if argued and scripts is None and len(rest) == 1:
            value = defined_at(r, rest[0], bottom, order, items[k + 1], s)
            if value is not None:
                return with_scripts(r, value, items[k + 1]), k + 2
        f = numerator_value(r, rest, rest_ops)
        value = by_targets(r, f, bottom, order, s)
        if scripts is not None:
            return with_scripts(r, value, scripts), k + 1
        return _at_point(r, value, bottom, items, ops, k, mark)
    if scripts is not None:
        raise r.error("missing-argument", "this derivative has nothing to act on", items[k])
    f, after = operand(r, items, ops, k)
    return by_targets(r, f, bottom, order, s), after


def named_function(r: Reading, found: Found, pieces: list[Syntax], order: int | None, items, ops,
                   j: int, at: Syntax, scripts: Script | None = None) -> tuple[Expr, int]:
    """The derivative of a function named without its argument; items[j] may be the point."""
    argued = None
    if scripts is None and j < len(items) and ops[j] == "" and bracket(items[j]) is not None:
        argued = items[j]
    value, taken = of_function(r, found, pieces, order, argued, at)
    if taken:
        scripts, j = argued, j + 1
    return with_scripts(r, value, scripts), j


def numerator_value(r: Reading, items, ops) -> Expr:
    """The numerator: a name of a function stands for its value."""
    if len(items) == 1:
        value = bare_function(r, items[0])
        if value is not None:
            return value
    return chain(r, items, ops)


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
        if group is not None and group.open == "(" and type(group.body) is Listing \
                and type(items[k + 1]) is Group:
            names = names_in(r, group.body)
            if names is None or not set(names) <= set(value.walk()):
                raise r.error("ambiguous", "where this derivative is taken cannot be told",
                              items[k].span.to(items[k + 1].span),
                              "what is differentiated is defined without these arguments",
                              help="Define it as a function of them.")
            return value, k + 2
        if group is not None and group.open == "(" and type(group.body) in (
                Symbol, Script, Number, Accent):
            t = target(r, pieces[0])
            before = list(r.notes)
            point = r.expr(group.body)
            if point.op == "num" and point.data == 0:
                point = build.zeros(t.by.shape) if not is_scalar(t.by.shape) else point
            if type(group.body) is Number and mark != "d" and is_scalar(t.by.shape) \
                    and not is_multiplied(items, ops, k):
                raise r.error("ambiguous", f"is this taken at {r.text(group.body)}, or multiplied?",
                              items[k].span.to(items[k + 1].span), help=(
                                  r"Write \left. .. \right|_{" f"{r.text(pieces[0])} = "
                                  f"{r.text(group.body)}" r"}, or a product with \cdot."))
            meant = mark == "d" or not is_scalar(t.by.shape) or \
                _letter(group.body) == _letter(pieces[0])
            if meant and t.by.op in ("var", "let") and point.shape == t.by.shape and (
                    point.op in ("var", "num", "item", "let", "zeros")):
                r.note(f"the derivative is evaluated at {r.text(group.body)}")
                if point is not t.by:
                    value = build.substitute(value, ((t.by.data, point),))
                return with_scripts(r, value, items[k + 1]), k + 2
            r.notes = before
    return value, k + 1


def fraction(r: Reading, s: Fraction_) -> Expr:
    """A fraction on its own: a derivative or a quotient."""
    top = numerator(s.numerator)
    if top is not None and denominator(s.denominator, top[0]) is not None:
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
    r"""`f(x)|_{x=3}`, `\left.\frac{\partial L}{\partial w}\right|_{w=w_0}`, `\frac{df}{dx}\Big|_{a}`.

    An undeclared letter that is given a value exists in what stands before the bar.
    """
    rows = s.sub.items if type(s.sub) is Listing else (s.sub,)
    if len(rows) == 1 and type(rows[0]) is not Relation:
        letter = _variable_of(s.base.body)
        if letter is not None:
            rows = (Relation(rows[0].span, (letter, rows[0]), ("=",)),)
    points = []
    saved = r.scope
    try:
        for row in rows:
            if type(row) is not Relation or row.operators != ("=",):
                raise r.error("not-in-language", "this point cannot be read", s,
                              help=r"Write \big|_{w = w_0}.")
            points.append(r.settle(r.expr(row.items[1])))
        for row, point in zip(rows, points):
            named = base_of(row.items[0])
            if named is not None and saved.bare(*named) is None and named[0] not in r.dims:
                if r.scope is saved:
                    r.scope = saved.copy()
                letter = Variable(rf"{named[0]}_{{\cdot}}", point.shape)
                r.scope.add(Entry(named[0], "quantity", named[1], expr=build.var(letter)))
        value = r.expr(_by_the_point(s.base.body, rows))
        pairs = [_point(r, row, point) for row, point in zip(rows, points)]
    finally:
        r.scope = saved
    return build.substitute(value, tuple(pairs))


def _by_the_point(s: Syntax, rows) -> Syntax:
    r"""`\nabla L|_{w = 0}`: the gradient is by the letter that is given a value."""
    items = s.items if type(s) is Product else (s,)
    head = items[0]
    base = head.base if type(head) is Script else head
    if len(rows) != 1 or type(base) is not Symbol or base.name != "\\nabla" or len(items) < 2 \
            or type(head) is Script and head.sub is not None or bracket(items[-1]) is not None:
        return s
    sups = head.sups if type(head) is Script else ()
    return Product(s.span, (Script(head.span, base, rows[0].items[0], sups), *items[1:]),
                   s.operators)


def _point(r: Reading, row: Relation, point: Expr) -> tuple[Variable, Expr]:
    by = r.expr(row.items[0])
    if by.op not in ("var", "let"):
        raise r.error("not-a-variable", "a point is given to a name", row)
    by, point = r.meet(by, point)
    if point.op == "num" and point.data == 0 and not is_scalar(by.shape):
        point = build.zeros(by.shape)
    if by.shape != point.shape:
        raise r.misfit("this point does not fit", row,
                       f"{r.text(row.items[0])} is {r.shapes(by)[0]}, "
                       f"{r.text(row.items[1])} is {r.shapes(point)[0]}")
    return by.data, point


def _variable_of(s: Syntax) -> Syntax | None:
    """The one letter below a derivative's line."""
    if type(s) is Fraction_:
        top = numerator(s.numerator)
        bottom = denominator(s.denominator, top[0]) if top is not None else None
        if bottom is not None and len(bottom) == 1:
            letter = bottom[0]
            return letter.base if type(letter) is Script and (top[1] or 1) > 1 else letter
    return None


FRACTION.extend((fraction_head, is_operator))
