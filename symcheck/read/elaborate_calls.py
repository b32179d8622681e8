r"""Functions and their arguments: known ones, declared ones, defined ones, with and without brackets.

A function without brackets takes the juxtaposed factors up to an operator, a sign, a bracket or the
next function: `\log p q`, `\tr AB`, `\log\det A`. Scripts after the bracket belong to the value:
`\sigma(z)^2`, `\mathrm{softmax}(o)_j`.
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.expr import At, Expr, Function, Index, Variable, build
from symcheck.expr.shape import is_scalar, long_axes
from symcheck.read.elaborate_arguments import Argument, after, argument
from symcheck.read.elaborate_entries import entries, position
from symcheck.read.elaborate_heads import CALLS, HEADS, bracket, function_of
from symcheck.read.elaborate_known import KNOWN, is_known, is_plain_name
from symcheck.read.elaborate_scripts import member, raised
from symcheck.read.names import base_of, label
from symcheck.read.reading import Reading, _uids
from symcheck.read.scope import Entry, Found
from symcheck.read.syntax import (
    Accent,
    Additive,
    Bar,
    Fraction_,
    Group,
    Listing,
    Number,
    Product,
    Script,
    Symbol,
    Syntax,
)
from symcheck.text import SymcheckError


def declared(r: Reading, items, ops, k: int, found: Found) -> tuple[Expr, int]:
    r"""`\phi(z)`, `\Phi'(x)`, `f(x, y)`, `h_\theta(x)`, `\Phi_i(z)`."""
    entry = found.entry
    order, power = found.primes, None
    for s in found.sups:
        if type(s) is Group and s.open == "(" and type(s.body) is Number:
            order += int(s.body.value)
        elif type(s) is Symbol and s.name == "\\prime":
            order += 1
        elif type(s) is Additive and s.signs == ("-",):
            raise r.error("not-in-language", f"the inverse of {entry.name} cannot be read", items[k],
                          help=f"One over it is 1/{entry.name}(..).")
        else:
            power = s
    j = k + 1
    usual = entry.kind == "map" and entry.base in HEADS
    if j >= len(items) or ops[j] != "" or bracket(items[j]) is None and not (
            type(items[j]) is Group or usual and entry.base.isalpha()
            or is_plain_name(items[j]) and (entry.kind == "function" or usual)):
        raise r.error("missing-argument", f"{entry.name} is a function and needs an argument",
                      items[k], help=f"Write {entry.name}(..).")
    if usual:
        r.note(f"{entry.name} is the function defined here, not the usual one")
    a = argument(r, items, ops, k, entry.name, many=not usual or bracket(items[j]) is not None)
    if found.sub and not found.slots and not order and (
            value := CALLS["partial"](r, found, a.values, items[k])) is not None:
        return after(r, value if power is None else raised(r, value, power, items[k]), a), a.after
    value = of_family(r, found, call(r, entry, a.values, order, items[k]))
    if found.sub and not _names_parameter(r, found.sub):
        value = entries(r, value, found.sub[0], items[k])
    if power is not None:
        value = raised(r, value, power, items[k])
    return after(r, value, a), a.after


def of_family(r: Reading, found: Found, value: Expr) -> Expr:
    """`g_i(w)`: entry i of the vector that a family of functions is held as."""
    if not found.slots:
        return value
    return build.entry(value, tuple(position(r, p, d)
                                    for p, d in zip(found.slots, long_axes(value.shape))))


def _names_parameter(r: Reading, sub: tuple[Syntax, ...]) -> bool:
    """`h_\\theta(x)`: a declared name below a function says what it depends on."""
    named = base_of(sub[0])
    if named is None or named[0] in r.bound:
        return False
    entry = r.scope.bare(*named)
    return entry is not None and entry.kind == "quantity"


def call(r: Reading, entry: Entry, args: list[Expr], order: int, at: Syntax) -> Expr:
    """A declared or defined function at its arguments; `order` primes."""
    if entry.kind == "function":
        return _call_declared(r, entry.function, args, order, at)
    body = entry.body if entry.kind == "map" else entry.expr
    params = entry.params
    if len(args) != len(params):
        if len(params) == 1 and len(args) > 1 and not is_scalar(params[0].shape):
            args = [_column(r, args, at)]
        elif len(args) == 1 and long_axes(args[0].shape) == (len(params),):
            args = [build.entry(args[0], (At(None, n + 1),)) for n in range(len(params))]
        else:
            raise r.error("missing-argument", f"{entry.name} takes {len(params)} arguments", at,
                          given(args))
    if body is None:
        if order:
            raise r.error("no-shape", f"the arguments of {entry.name} have no shapes", at,
                          help=f"Declare {', '.join(p.name for p in params)}.")
        return specialized(r, entry, args, at)
    if order:
        if len(params) != 1:
            raise r.error("ambiguous", f"{entry.name}' of a function of {len(params)} variables",
                          at, help=r"Say which variable, as in \frac{\partial}{\partial x}.")
        if entry.squared:
            raise r.error("ambiguous", f"{entry.name}' of a function of a square", at,
                          help=r"Say which variable, as in \frac{\partial}{\partial \sigma^2}.")
        by = build.var(params[0])
        for _ in range(order):
            body = build.derivative(body, by, "row")
    return substituted(r, entry, body, params, args, at)


def substituted(r: Reading, entry: Entry, body: Expr, params, args: list[Expr],
                at: Syntax) -> Expr:
    """A defined function applied: its parameters replaced, entry by entry where it acts so."""
    if entry.squared:
        args = [_root(a, p) if n in entry.squared else a
                for n, (a, p) in enumerate(zip(args, params))]
    if all(a.op in ("var", "let") and a.data == p for a, p in zip(args, params)):
        late = [(p, a) for a, p in zip(args, params) if a.op == "let"]  # defined after the function
        if late and any(node.op == "var" and any(node.data == p for p, _ in late)
                        for node in body.walk()):
            return build.substitute(body, tuple(late))
        return body
    args = [_zero(r.settle(a), p.shape) for a, p in zip(args, params)]
    if entry.entrywise and not all(is_scalar(a.shape) for a in args):
        return entrywise(body, params, args)
    for a, p in zip(args, params):
        if a.shape != p.shape and not _fits(r, a, p):
            if entry.written is not None and body is entry.body:
                return specialized(r, entry, args, at)
            raise r.misfit(f"this is no argument for {entry.name}", at,
                           f"{entry.name} takes {r.shapes(build.var(p))[0]}, "
                           f"but this is {r.shapes(a)[0]}")
    return build.substitute(body, tuple(zip(params, (r.settle(a) for a in args))))


def _root(a: Expr, p: Variable) -> Expr:
    r"""The \sigma of an argument that stands for \sigma^2."""
    if a.op == "power" and a.args[0].op == "var" and a.args[0].data == p and (
            a.args[1].op == "num" and a.args[1].data == 2):
        return a.args[0]
    return build.known("sqrt", a)


def specialized(r: Reading, entry: Entry, args: list[Expr], at: Syntax) -> Expr:
    """A defined function read again for arguments of these shapes."""
    args = [r.settle(a) for a in args]
    entry = _for_shapes(r, entry, args, at)
    return build.substitute(entry.body, tuple(zip(entry.params, args)))


def fitted(r: Reading, entry: Entry, args: list[Expr], at: Syntax) -> Entry:
    """A defined function with parameters of the shapes of its arguments."""
    if entry.written is None or entry.entrywise or len(args) != len(entry.params) or (
            entry.body is not None and all(a.shape == p.shape or a.op == "num" or _fits(r, a, p)
                                           for a, p in zip(args, entry.params))):
        return entry
    return _for_shapes(r, entry, args, at)


def _for_shapes(r: Reading, entry: Entry, args: list[Expr], at: Syntax) -> Entry:
    from symcheck.read.define_functions import local
    written = entry.written
    scope, params = local(r.scope, written.source, written.arguments, [a.shape for a in args])
    inner = Reading(scope, r.dims, written.source, r.layout, r.prime_transpose, r.relaxed)
    inner.closed = True
    try:
        body = inner.finish(inner.expr(written.right), None, written.right)
    except SymcheckError as error:
        shapes = ", ".join(r.shapes(*args))
        raise r.misfit(f"this is no argument for {entry.name}", at,
                       f"its definition does not fit {shapes}") from error
    return replace(entry, params=params, body=body)


def _zero(a: Expr, shape) -> Expr:
    """A plain 0 is the zero of any shape."""
    return build.zeros(shape) if a.op == "num" and a.data == 0 and not is_scalar(shape) else a


def _fits(r: Reading, a: Expr, p: Variable) -> bool:
    return r.sizes is not None and len(a.shape) == len(p.shape) and all(
        map(r.same, a.shape, p.shape))


def entrywise(body: Expr, params, args: list[Expr]) -> Expr:
    """A scalar function applied to every entry."""
    shape = next(a.shape for a in args if not is_scalar(a.shape))
    indices = tuple(Index("abcdefgh"[n], d, next(_uids)) for n, d in enumerate(long_axes(shape)))
    at = tuple(At(i, 0) for i in indices)
    entries = tuple((p, a if is_scalar(a.shape) else build.entry(a, at))
                    for p, a in zip(params, args))
    return build.array(indices, build.substitute(body, entries), shape)


def _column(r: Reading, args: list[Expr], at: Syntax) -> Expr:
    if not all(is_scalar(a.shape) for a in args):
        raise r.misfit("the arguments are not all numbers", at)
    return build.matrix(tuple((a,) for a in args))


def _call_declared(r: Reading, f: Function, args: list[Expr], order: int, at: Syntax) -> Expr:
    if f.kind == "many":
        if len(args) != f.arity:
            if len(args) == 1 and long_axes(args[0].shape) == (f.arity,):
                args = [build.entry(args[0], (At(None, n + 1),)) for n in range(f.arity)]
            else:
                raise r.error("missing-argument", f"{f.name} takes {f.arity} arguments", at,
                              given(args))
        if order:
            raise r.error("ambiguous", f"{f.name}' of a function of {f.arity} variables", at,
                          help=r"Say which variable, as in \frac{\partial}{\partial x}.")
        return build.apply_many(f, tuple(args))
    a = args[0] if len(args) == 1 else _column(r, args, at)
    a = r.settle(a) if f.kind == "elementwise" else _zero(r.settle(a), f.domain)
    if f.kind == "elementwise":
        if len(args) != 1:
            raise r.error("missing-argument", f"{f.name} takes one argument", at,
                          given(args))
        return build.apply(f, a, order)
    if a.shape != f.domain:
        if not (r.sizes is not None and all(map(r.same, a.shape, f.domain))):
            raise r.misfit(f"this is no argument for {f.name}", at,
                           f"{f.name} takes {r.shapes(_dummy(f.domain))[0]}, "
                           f"but this is {r.shapes(a)[0]}")
        a = r.settle(a)
    if order == 0:
        return build.apply(f, a)
    if order == 1:
        return build.jacobian(f, a)
    raise r.error("not-in-language", f"higher derivatives of {f.name} are not written with primes",
                  at, help=rf"Write \nabla^2 {f.name}." if is_scalar(f.codomain) else "")


def given(args: list[Expr]) -> str:
    return "1 is given" if len(args) == 1 else f"{len(args)} are given"


def _dummy(shape) -> Expr:
    return build.zeros(shape)


def quantity(r: Reading, items, ops, k: int, found: Found) -> tuple[Expr, int] | None:
    r"""`\ell(w)`, `L(w, b)`, `\hat y(x)`: a defined quantity followed by a bracket.

    It is applied when it was defined as a function, or when the bracket holds nothing but names;
    else it is multiplied.
    """
    entry = found.entry
    if (entry.params or _is_loss(entry)) and len(found.sups) == 1 and not found.sub and (
            type(found.sups[0]) in (Number, Additive)):
        return _power_of_call(r, items, ops, k, found)
    if found.sub or any(not _derivative_mark(s) for s in found.sups):
        return None
    order = found.primes + len(found.sups)
    body = bracket(items[k + 1]).body
    if entry.params:
        if _bare_in(label(items[k]), body):
            return None  # \hat y(1 - \hat y) is a product
        a = argument(r, items, ops, k, entry.name, many=True)
        if len(a.values) == len(entry.params) and (
                order or all(_could_be(r, x, p) for x, p in zip(a.values, entry.params))):
            if found.slots:
                return after(r, _call_member(r, found, a.values, order, items[k]), a), a.after
            return after(r, call(r, entry, a.values, order, items[k]), a), a.after
        if len(entry.params) == 1 and entry.entrywise:
            return after(r, call(r, entry, a.values, order, items[k]), a), a.after
        if type(body) is not Additive and not found.slots:  # `f(3)` is no product, `f(1 - y)` may be
            return after(r, call(r, entry, a.values, order, items[k]), a), a.after
        return None
    e = _bare_value(r, found)
    below = set(e.walk())
    names = _names(r, body)
    if names is None:
        if _is_loss(entry):
            inside = _mentioned(r, body)
            if inside is None or not ({e, entry.expr} & inside):
                raise _taken_or_multiplied(r, entry, items, k)
        elif type(body) is Number:
            raise _taken_or_multiplied(r, entry, items, k)
        return None
    if len(names) == 1 and order:
        by = names[0]
        for _ in range(order):
            e = build.derivative(e, by, "row")
        script = items[k + 1] if type(items[k + 1]) is Script else None
        return after(r, e, Argument([by], k + 2, script)), k + 2
    if not all(_core(n) in below for n in names):
        if _is_loss(entry):
            raise _taken_or_multiplied(r, entry, items, k)
        return None
    if type(body) is not Listing and type(body) is not Bar and not _is_loss(entry) and (
            type(items[k + 1]) is Script or not is_scalar(e.shape) or is_scalar(names[0].shape)):
        if is_scalar(e.shape) and e is not names[0]:
            raise _taken_or_multiplied(r, entry, items, k)
        return None
    r.note(f"{r.text(items[k])}({r.text(body)}) is read as the quantity {entry.name}")
    script = items[k + 1] if type(items[k + 1]) is Script else None
    return after(r, e, Argument(names, k + 2, script)), k + 2


# Letters that name a loss or a function far more often than a factor.
LOSSES = frozenset(("J", "L", "\\ell", "f", "F"))


def _is_loss(entry: Entry) -> bool:
    return entry.base in LOSSES


def _taken_or_multiplied(r: Reading, entry: Entry, items, k: int) -> SymcheckError:
    inside = r.text(bracket(items[k + 1]).body)
    return r.error("ambiguous", f"is {entry.name} taken at {inside}, or multiplied?",
                   items[k].span.to(items[k + 1].span),
                   f"{entry.name} is defined without an argument",
                   help=f"Define it as a function, {entry.name}(..) = .., or write "
                        f"{entry.name} \\cdot ({inside}).")


def _mentioned(r: Reading, body: Syntax) -> set[Expr] | None:
    """The names that a bracket holds; None where it is no expression."""
    try:
        stack = [r.expr(body)]
    except SymcheckError:
        return None
    found = set()
    while stack:
        e = stack.pop()
        if e.op in ("var", "let", "item"):
            found.add(e)
        else:
            stack.extend(e.args)
    return found


def _bare_in(name: str, s: Syntax) -> bool:
    """Does a name stand in a piece of syntax with no bracket after it?"""
    if type(s) in (Symbol, Accent, Script) and label(s) == name:
        return True
    for field in s.__dataclass_fields__:
        below = getattr(s, field)
        parts = below if type(below) is tuple else (below,)
        for n, x in enumerate(parts):
            called = type(s) is Product and n + 1 < len(parts) and bracket(parts[n + 1]) is not None
            if isinstance(x, Syntax) and not (called and label(x) == name) and _bare_in(name, x):
                return True
    return False


def _power_of_call(r: Reading, items, ops, k: int, found: Found) -> tuple[Expr, int] | None:
    """`L^2(w)` is L(w)^2."""
    done = quantity(r, items, ops, k, found._replace(sups=[]))
    if done is None:
        return None
    power = found.sups[0]
    if type(power) is Additive and power.signs == ("-",):
        raise r.error("not-in-language", f"the inverse of {found.entry.name} cannot be read",
                      items[k], help=f"One over it is 1/{found.entry.name}(..).")
    return raised(r, done[0], power, items[k]), done[1]


def _call_member(r: Reading, found: Found, args: list[Expr], order: int, at: Syntax) -> Expr:
    r"""`L_i(w)`: a member of a family of functions at its arguments."""
    body, entry = member(r, found), found.entry
    if order and len(entry.params) != 1:
        raise r.error("ambiguous", f"say by which variable of {entry.name}", at)
    for _ in range(order):
        body = build.derivative(body, build.var(entry.params[0]), "row")
    return substituted(r, entry, body, entry.params, args, at)


def _core(e: Expr) -> Expr:
    while e.op in ("item", "entry"):
        e = e.args[0]
    return e


def _bare_value(r: Reading, found: Found) -> Expr:
    return member(r, found)


def _could_be(r: Reading, a: Expr, p: Variable) -> bool:
    return a.shape == p.shape or _fits(r, a, p) or a.op == "num" and a.data == 0


def _derivative_mark(s: Syntax) -> bool:
    return type(s) is Symbol and s.name == "\\prime"


def _names(r: Reading, body: Syntax) -> list[Expr] | None:
    """The names in a bracket that holds nothing else."""
    if type(body) is Bar:
        left, right = _names(r, body.left), _names(r, body.right)
        return left + right if left is not None and right is not None else None
    items = body.items if type(body) is Listing else (body,)
    values = []
    for s in items:
        named = base_of(s.base if type(s) is Script else s)
        if named is None or named[0] in r.bound:
            return None
        scripts = (s.sub, s.sups, s.primes) if type(s) is Script else (None, (), 0)
        found = r.scope.find(*named, *scripts)
        if found is None or found.entry.kind != "quantity" or found.sub or found.sups:
            return None
        values.append(r.expr(s))
    return values


def primed(r: Reading, items, ops, k: int, found: Found) -> tuple[Expr, int] | None:
    """`f'` of a quantity without an argument: by its parameter."""
    entry = found.entry
    if not found.primes or not entry.params or len(entry.params) != 1 or found.sub or found.sups \
            or entry.squared:
        return None
    e, by = entry.expr, build.var(entry.params[0])
    if e is None or r.prime_transpose:
        return None
    for _ in range(found.primes):
        e = build.derivative(e, by, "row")
    return e, k + 1


def composed(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`(f \circ g)(x)`, `(f \circ g)'(x)`, `(f' \circ g)(x)`."""
    head = items[k]
    group, order, power = head, 0, None
    if type(head) is Script:
        group, order = head.base, head.primes
        if head.sub is not None or len(head.sups) > 1:
            raise r.error("not-in-language", "this composition cannot be read", head)
        for s in head.sups:
            order, power = (order + 1, None) if _derivative_mark(s) else (order, s)
    if power is not None and type(power) is Additive:
        raise r.error("not-in-language", "the inverse of a composition cannot be read", head)
    a = argument(r, items, ops, k, "a composition", many=True)
    chained = type(group.body) is Product and "circ" in group.body.operators
    functions = [composable(r, f) for f in group.body.items] if chained else ()

    def at(values: list[Expr]) -> Expr:
        if not chained:
            return _pointwise(r, group.body, [r.settle(v) for v in values], head)
        for (function, primes), f in zip(reversed(functions), reversed(group.body.items)):
            values = [build.known(function, values[0], primes) if type(function) is str
                      else call(r, function, values, primes, f)]
        return values[0]

    if not order:
        value = at(a.values)
    else:
        point = r.settle(a.values[0])
        if len(a.values) > 1 or not is_scalar(point.shape) and order > 1:
            raise r.error("not-in-language", "this derivative of a composition cannot be read", head)
        u = Variable(r"u_{\cdot}", point.shape)
        value = at([build.var(u)])
        for _ in range(order):
            value = build.derivative(value, build.var(u), "row")
        value = build.substitute(value, ((u, point),))
    if power is not None:
        value = raised(r, value, power, head)
    return after(r, value, a), a.after


def _pointwise(r: Reading, s: Syntax, values: list[Expr], at: Syntax) -> Expr:
    """A sum, product or quotient of functions at their arguments, as a number."""
    if type(s) is Number:
        return r.expr(s)
    if type(s) is Group:
        return _pointwise(r, s.body, values, at)
    if type(s) is Fraction_:
        return build.div(_pointwise(r, s.numerator, values, at),
                         _pointwise(r, s.denominator, values, at))
    if type(s) is Additive:
        terms = [_pointwise(r, x, values, at) for x in s.items]
        return build.add(*(build.neg(t) if sign == "-" else t for t, sign in zip(terms, s.signs)))
    if type(s) is Product:
        value = _pointwise(r, s.items[0], values, at)
        for x, op in zip(s.items[1:], s.operators[1:]):
            value = (build.div if op == "/" else build.mul)(value, _pointwise(r, x, values, at))
        return value
    function, primes = composable(r, s)
    value = build.known(function, values[0], primes) if type(function) is str \
        else call(r, function, values, primes, s)
    if not is_scalar(value.shape):
        raise r.error("not-in-language", "only functions with values in the numbers are multiplied "
                      "or added as functions", at)
    return value


def composable(r: Reading, s: Syntax) -> tuple[Entry | str, int] | None:
    """A function in a composition, declared or known by its name, and its primes."""
    base, primes = s, 0
    if type(s) is Script and s.primes and not s.sups and s.sub is None:
        base, primes = s.base, s.primes
    entry = function_of(r, base)
    if entry is not None:
        return entry, primes
    if is_known(r, base):
        return KNOWN.get(base.name, "sigmoid"), primes
    return None


CALLS.update({"declared": declared, "quantity": quantity, "primed": primed, "composed": composed,
              "composable": composable})
