r"""Calls of functions that are declared or defined, by the kind and shapes of their arguments.

A function without brackets takes the juxtaposed factors up to an operator, a sign, a bracket or the
next function: `\log p q`, `\tr AB`, `\log\det A`. Scripts after the bracket belong to the value:
`\sigma(z)^2`, `\mathrm{softmax}(o)_j`.
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.expr import At, Expr, Function, Index, Variable, build
from symcheck.expr.shape import is_scalar, long_axes
from symcheck.read.elaborate_arguments import after, argument
from symcheck.read.elaborate_entries import entries, position
from symcheck.read.elaborate_heads import CALLS, HEADS, bracket
from symcheck.read.elaborate_known import is_plain_name
from symcheck.read.elaborate_superscripts import raised
from symcheck.read.names import base_of
from symcheck.read.reading import Reading, _uids
from symcheck.read.scope import Entry, Found
from symcheck.read.syntax import (
    Additive,
    Group,
    Number,
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
        r.note(f"{entry.name} is the function defined here")
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
        elif order and body is not None and not entry.squared and (by := _only_argument(params, args)) is not None:
            for _ in range(order):
                body = build.derivative(body, by, "row")
            r.note(f"{entry.name}' is the derivative by {by.data.name}")
            return body
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


def _only_argument(params, args: list[Expr]) -> Expr | None:
    r"""The z of `\ell'(z)` beside `\ell(z, y) = ..`: the variable by which the derivative is meant, the others as they are."""
    a = args[0] if len(args) == 1 else None
    return a if a is not None and a.op == "var" and is_scalar(a.shape) and a.data in params else None


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
        if a.shape != p.shape and not fits(r, a, p):
            if len(args) == 1 and (other := other_variable(body, r.settle(a))) is not None:
                r.note(f"{entry.name} is taken as a function of {other.name} here")
                return build.substitute(body, ((other, r.settle(a)),))
            if entry.written is not None and body is entry.body:
                return specialized(r, entry, args, at)
            raise r.misfit(f"this is no argument for {entry.name}", at,
                           f"{entry.name} takes {r.shapes(build.var(p))[0]}, "
                           f"but this is {r.shapes(a)[0]}")
    return build.substitute(body, tuple(zip(params, (r.settle(a) for a in args))))


def other_variable(body: Expr, a: Expr) -> Variable | None:
    r"""Of `\ell(W + \epsilon E)` with an \ell(x) that depends on W too, and an x of another shape: the W."""
    held = {n for n in a.walk() if n.op == "var" and n.shape == a.shape and not n.data.family}
    found = {n.data for n in body.walk() if n in held}
    return found.pop() if len(found) == 1 and not is_scalar(a.shape) else None


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
            entry.body is not None and all(a.shape == p.shape or a.op == "num" or fits(r, a, p)
                                           for a, p in zip(args, entry.params))):
        return entry
    return _for_shapes(r, entry, args, at)


def _for_shapes(r: Reading, entry: Entry, args: list[Expr], at: Syntax) -> Entry:
    from symcheck.read.define_arguments import local
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


def fits(r: Reading, a: Expr, p: Variable) -> bool:
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
        raise r.error("not-in-language", "the arguments are not all numbers", at)
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


CALLS["declared"] = declared
