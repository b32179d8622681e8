r"""Functions and their arguments: known ones, declared ones, defined ones, with and without brackets.

A function without brackets takes the juxtaposed factors up to an operator, a sign, a bracket or the
next function: `\log p q`, `\tr AB`, `\log\det A`. Scripts after the bracket belong to the value:
`\sigma(z)^2`, `\mathrm{softmax}(o)_j`.
"""

from __future__ import annotations

from symcheck.expr import SCALAR, At, Expr, Function, Index, Variable, build
from symcheck.expr.shape import is_scalar, is_vector, long_axes
from symcheck.read.elaborate_heads import (
    CALLS, HEADS, bracket, function_of, is_condition, takes_argument,
)
from symcheck.read.names import base_of, label, parts, spelled
from symcheck.read.reading import Reading, _uids
from symcheck.read.scope import Entry, Found
from symcheck.text import SymcheckError
from symcheck.read.syntax import (
    Additive, Bar, Group, Listing, Number, Product, Script, Symbol, Syntax,
)

# Name as written -> name in the table of known elementwise functions.
KNOWN = {
    "exp": "exp", "log": "log", "ln": "log", "tanh": "tanh", "sinh": "sinh", "cosh": "cosh",
    "sin": "sin", "cos": "cos", "tan": "tan", "arcsin": "arcsin", "arccos": "arccos",
    "arctan": "arctan", "sigmoid": "sigmoid", "relu": "relu", "ReLU": "relu",
    "softplus": "softplus", "sign": "sign", "sgn": "sign", "erf": "erf", "sqrt": "sqrt",
    "Heaviside": "step", "abs": "abs",
}
INVERSES = {"sin": "arcsin", "cos": "arccos", "tan": "arctan", "exp": "log", "log": "exp"}
DOTS = "\\ldots"


class Argument:
    """What a function was given: expressions, the scripts after its bracket, where it ended."""

    __slots__ = ("values", "after", "script", "syntax")

    def __init__(self, values, after, script=None, syntax=None):
        self.values, self.after, self.script, self.syntax = values, after, script, syntax


def argument(r: Reading, items, ops, k: int, what: str, many: bool = False) -> Argument:
    """The argument of the function at items[k]."""
    j = k + 1
    if j >= len(items) or ops[j] != "":
        raise r.error("missing-argument", f"{what} needs an argument", items[k])
    s = items[j]
    group = bracket(s)
    if group is not None:
        script = s if type(s) is Script else None
        body = group.body
        return Argument(arguments(r, body) if many else [inside(r, body)], j + 1, script, body)
    if type(s) is Group and s.open == "":
        return Argument([r.expr(s)], j + 1, None, s.body)
    if type(s) is Additive or is_condition(items, ops, j + 1):
        from symcheck.read.elaborate_products import chain
        end = j + 1 if type(s) is Additive else j + 2
        return Argument([chain(r, items, ops, j, end)], end, None, s)
    from symcheck.read.elaborate_heads import factor
    if takes_argument(r, s):
        value, after = factor(r, items, ops, j)
        return Argument([value], after, None, s)
    end = j + 1
    while (end < len(items) and ops[end] == "" and bracket(items[end]) is None
           and type(items[end]) is not Additive and not takes_argument(r, items[end])):
        end += 1
    if many:
        end = j + 1
    from symcheck.read.elaborate_products import chain
    return Argument([chain(r, items, ops, j, end)], end, None, s)


def inside(r: Reading, body: Syntax) -> Expr:
    """One argument in brackets."""
    if type(body) is Listing:
        return r.expr(Group(body.span, "(", body, ")"))
    return r.expr(body)


def arguments(r: Reading, body: Syntax) -> list[Expr]:
    """Arguments separated by commas (or semicolons, or a bar)."""
    if type(body) is Bar:
        return [*arguments(r, body.left), *arguments(r, body.right)]
    if type(body) is Listing:
        if any(type(x) is Symbol and x.name == DOTS for x in body.items):
            return [dotted_list(r, body)]
        return [x for item in body.items for x in (
            arguments(r, item) if type(item) is Bar else [r.expr(item)])]
    return [r.expr(body)]


def dotted_list(r: Reading, body: Listing) -> Expr:
    r"""`g_1(w), \dots, g_n(w)`: the vector whose entries follow the pattern of the last one."""
    from symcheck.read.elaborate_matrices import pattern
    return pattern(r, body)


def after(r: Reading, value: Expr, a: Argument) -> Expr:
    """The value of a call with the scripts that stand after its bracket."""
    if a.script is None:
        return value
    from symcheck.read.elaborate_scripts import scripted
    return scripted(r, value, a.script)


# --- known functions ------------------------------------------------------------------------------


def split_head(r: Reading, s: Syntax) -> tuple[str, Syntax | None, list[Syntax], int]:
    """Name, subscript, superscripts and primes of a function as written."""
    if type(s) is Script:
        return s.base.name if type(s.base) is Symbol else label(s.base), s.sub, parts(s.sups), s.primes
    return s.name if type(s) is Symbol else label(s), None, [], 0


def known(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`\log x`, `\sigma'(z)`, `\tanh^2(x)`, `\sin^{-1} x`, `\log_2 a`."""
    name, sub, sups, primes = split_head(r, items[k])
    if name == "\\sigma":
        follows = k + 1 < len(items) and ops[k + 1] == ""
        if not follows or bracket(items[k + 1]) is None and not _plain(items[k + 1]):
            raise r.undeclared(name, items[k])
        r.note(r"\sigma is taken as the sigmoid, since it is not declared")
        function = "sigmoid"
    else:
        function = KNOWN[name]
    order, power = primes, None
    for s in sups:
        if type(s) is Number and s.value.denominator == 1:
            power = s.value
        elif _minus_one(s) and function in INVERSES:
            function = INVERSES[function]
        elif type(s) is Group and s.open == "(" and type(s.body) is Number:
            order += int(s.body.value)
        elif type(s) is Symbol and s.name == "\\prime":
            order += 1
        else:
            power = s
    a = argument(r, items, ops, k, f"`{r.text(items[k])}`")
    value = build.known(function, a.values[0], order)
    if sub is not None:
        if function != "log":
            value = component(r, value, sub)
        else:
            value = build.div(value, build.known("log", r.expr(sub)))
    if power is not None:
        exponent = r.expr(power) if isinstance(power, Syntax) else build.num(power)
        value = build.power(value, exponent)
    return after(r, value, a), a.after


def _plain(s: Syntax) -> bool:
    return type(s) in (Symbol, Script) and base_of(s if type(s) is Symbol else s.base) is not None


def _minus_one(s: Syntax) -> bool:
    return (type(s) is Additive and s.signs == ("-",) and type(s.items[0]) is Number
            and s.items[0].value == 1)


def component(r: Reading, value: Expr, sub: Syntax) -> Expr:
    from symcheck.read.elaborate_scripts import entries
    return entries(r, value, sub, sub)


def unary(make, square: bool = False):
    """A head for a function of one array: `\\operatorname{tr}`, `\\det`, `softmax`."""

    def head(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
        name, sub, sups, primes = split_head(r, items[k])
        a = argument(r, items, ops, k, f"`{r.text(items[k])}`")
        value = make(r, r.settle(a.values[0]), items[k])
        if primes:
            raise r.error("not-in-language", f"the derivative of {name} is not written with a prime",
                          items[k])
        if sub is not None:
            value = component(r, value, sub)
        for s in sups:
            from symcheck.read.elaborate_scripts import raised
            value = raised(r, value, s, items[k])
        return after(r, value, a), a.after

    return head


def _trace(r: Reading, a: Expr, s: Syntax) -> Expr:
    if a.op == "kron":
        return build.mul(_trace(r, a.args[0], s), _trace(r, a.args[1], s))
    need_square(r, a, s, "trace")
    return build.trace(a)


def need_square(r: Reading, a: Expr, s: Syntax, what: str) -> None:
    if len(a.shape) != 2 or a.shape[0] != a.shape[1]:
        if len(a.shape) == 2 and r.same(*a.shape):
            return
        raise r.error("not-square", f"the {what} needs a square matrix", s,
                      f"this is {r.shapes(a)[0]}")


def _det(r: Reading, a: Expr, s: Syntax) -> Expr:
    need_square(r, a, s, "determinant")
    return build.det(a)


def _diag(r: Reading, a: Expr, s: Syntax) -> Expr:
    if is_vector(a.shape) or is_scalar(a.shape):
        return build.diag(a)
    need_square(r, a, s, "diagonal")
    return build.diagonal(a)


def _vec(r: Reading, a: Expr, s: Syntax) -> Expr:
    return build.vec(a)


def _softmax(r: Reading, a: Expr, s: Syntax) -> Expr:
    return build.softmax(a)


def _logsumexp(r: Reading, a: Expr, s: Syntax) -> Expr:
    return build.reduce("logsumexp", a)


def _logit(r: Reading, a: Expr, s: Syntax) -> Expr:
    return build.known("log", build.div(a, build.sub(build.num(1), a, broadcast=True)))


def _silu(r: Reading, a: Expr, s: Syntax) -> Expr:
    return build.hadamard(a, build.known("sigmoid", a))


# --- declared and defined functions ---------------------------------------------------------------


def declared(r: Reading, items, ops, k: int, found: Found) -> tuple[Expr, int]:
    r"""`\phi(z)`, `\Phi'(x)`, `f(x, y)`, `h_\theta(x)`, `\Phi_i(z)`."""
    entry = found.entry
    order, power = found.primes, None
    for s in found.sups:
        if type(s) is Group and s.open == "(" and type(s.body) is Number:
            order += int(s.body.value)
        elif type(s) is Symbol and s.name == "\\prime":
            order += 1
        else:
            power = s
    j = k + 1
    if j >= len(items) or ops[j] != "" or bracket(items[j]) is None and not (
            type(items[j]) is Group or _plain(items[j]) and entry.kind == "function"):
        raise r.error("missing-argument", f"{entry.name} is a function and needs an argument",
                      items[k], help=f"Write {entry.name}(..).")
    a = argument(r, items, ops, k, entry.name, many=True)
    value = of_family(r, found, call(r, entry, a.values, order, items[k]))
    if found.sub and not _names_parameter(r, found.sub):
        from symcheck.read.elaborate_scripts import entries
        value = entries(r, value, found.sub[0], items[k])
    if power is not None:
        from symcheck.read.elaborate_scripts import raised
        value = raised(r, value, power, items[k])
    return after(r, value, a), a.after


def of_family(r: Reading, found: Found, value: Expr) -> Expr:
    """`g_i(w)`: entry i of the vector that a family of functions is held as."""
    if not found.slots:
        return value
    from symcheck.read.elaborate_scripts import position
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
        if len(params) == 1 and len(args) > 1:
            args = [_column(r, args, at)]
        elif len(args) == 1 and long_axes(args[0].shape) == (len(params),):
            args = [build.entry(args[0], (At(None, n + 1),)) for n in range(len(params))]
        else:
            raise r.error("missing-argument", f"{entry.name} takes {len(params)} arguments", at,
                          f"{len(args)} are given")
    if body is None:
        if order:
            raise r.error("no-shape", f"the arguments of {entry.name} have no shapes", at,
                          help=f"Declare {', '.join(p.name for p in params)}.")
        return specialized(r, entry, args, at)
    if order:
        if len(params) != 1:
            raise r.error("ambiguous", f"{entry.name}' of a function of {len(params)} variables",
                          at, help=r"Say which variable, as in \frac{\partial}{\partial x}.")
        by = build.var(params[0])
        for _ in range(order):
            body = build.derivative(body, by, "row")
    return substituted(r, entry, body, params, args, at)


def substituted(r: Reading, entry: Entry, body: Expr, params, args: list[Expr],
                at: Syntax) -> Expr:
    """A defined function applied: its parameters replaced, entry by entry where it acts so."""
    if all(a.op == "var" and a.data == p or a.op == "let" and a.data == p
           for a, p in zip(args, params)):
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


def specialized(r: Reading, entry: Entry, args: list[Expr], at: Syntax) -> Expr:
    """A defined function read again for arguments of these shapes."""
    from symcheck.read.define import local
    written = entry.written
    args = [r.settle(a) for a in args]
    scope, params = local(r.scope, written.source, written.arguments, [a.shape for a in args])
    inner = Reading(scope, r.dims, written.source, r.layout, r.prime_transpose)
    try:
        body = inner.finish(inner.expr(written.right), None, written.right)
    except SymcheckError as error:
        shapes = ", ".join(r.shapes(*args))
        raise r.misfit(f"this is no argument for {entry.name}", at,
                       f"its definition does not fit {shapes}") from error
    return build.substitute(body, tuple(zip(params, args)))


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
                              f"{len(args)} are given")
        if order:
            raise r.error("ambiguous", f"{f.name}' of a function of {f.arity} variables", at)
        return build.apply_many(f, tuple(args))
    a = args[0] if len(args) == 1 else _column(r, args, at)
    a = r.settle(a) if f.kind == "elementwise" else _zero(r.settle(a), f.domain)
    if f.kind == "elementwise":
        if len(args) != 1:
            raise r.error("missing-argument", f"{f.name} takes one argument", at,
                          f"{len(args)} are given")
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
                  at, help=r"Write \nabla^2 f(x).")


def _dummy(shape) -> Expr:
    return build.zeros(shape)


def quantity(r: Reading, items, ops, k: int, found: Found) -> tuple[Expr, int] | None:
    r"""`\ell(w)`, `L(w, b)`, `\hat y(x)`: a defined quantity followed by a bracket.

    It is applied when it was defined as a function, or when the bracket holds nothing but names;
    else it is multiplied.
    """
    entry = found.entry
    if found.sub or any(not _derivative_mark(s) for s in found.sups):
        return None
    order = found.primes + len(found.sups)
    body = bracket(items[k + 1]).body
    if entry.params:
        if found.slots:
            return None
        a = argument(r, items, ops, k, entry.name, many=True)
        if len(a.values) == len(entry.params) and (
                order or all(_could_be(r, x, p) for x, p in zip(a.values, entry.params))):
            return after(r, call(r, entry, a.values, order, items[k]), a), a.after
        if len(entry.params) == 1 and entry.entrywise:
            return after(r, call(r, entry, a.values, order, items[k]), a), a.after
        return None
    names = _names(r, body)
    if names is None:
        return None
    e = _bare_value(r, found)
    below = set(e.walk())
    if len(names) == 1 and order:
        by = names[0]
        for _ in range(order):
            e = build.derivative(e, by, "row")
        script = items[k + 1] if type(items[k + 1]) is Script else None
        return after(r, e, Argument([by], k + 2, script)), k + 2
    if not all(_core(n) in below for n in names):
        return None
    if type(body) is not Listing and type(body) is not Bar and (
            type(items[k + 1]) is Script or not is_scalar(e.shape) or is_scalar(names[0].shape)):
        return None
    r.note(f"{r.text(items[k])}({r.text(body)}) is read as the quantity {entry.name}")
    script = items[k + 1] if type(items[k + 1]) is Script else None
    return after(r, e, Argument(names, k + 2, script)), k + 2


def _core(e: Expr) -> Expr:
    while e.op in ("item", "entry"):
        e = e.args[0]
    return e


def _bare_value(r: Reading, found: Found) -> Expr:
    from symcheck.read.elaborate_scripts import member
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
    if not found.primes or not entry.params or len(entry.params) != 1 or found.sub or found.sups:
        return None
    e, by = entry.expr, build.var(entry.params[0])
    if e is None or r.prime_transpose:
        return None
    for _ in range(found.primes):
        e = build.derivative(e, by, "row")
    return e, k + 1


def composed(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`(f \circ g)(x)`."""
    a = argument(r, items, ops, k, "a composition", many=True)
    group = items[k].base if type(items[k]) is Script else items[k]
    values = a.values
    for f in reversed(group.body.items):
        entry = function_of(r, f)
        if entry is not None:
            values = [call(r, entry, values, 0, f)]
        else:
            values = [build.known(KNOWN.get(f.name, "sigmoid"), values[0])]
    return after(r, values[0], a), a.after


def is_known(r: Reading, s: Syntax) -> bool:
    return type(s) is Symbol and (s.name in KNOWN or s.name == "\\sigma")


HEADS.update({name: known for name in KNOWN})
HEADS["\\sigma"] = known
HEADS.update({
    "tr": unary(_trace), "Tr": unary(_trace), "trace": unary(_trace), "det": unary(_det),
    "diag": unary(_diag), "Diag": unary(_diag), "vec": unary(_vec),
    "softmax": unary(_softmax), "Softmax": unary(_softmax), "logsumexp": unary(_logsumexp),
    "logit": unary(_logit), "silu": unary(_silu), "SiLU": unary(_silu), "swish": unary(_silu),
})
CALLS.update({"declared": declared, "quantity": quantity, "primed": primed, "composed": composed,
              "known": is_known})
__all__ = ["argument", "arguments", "call", "SCALAR", "Product", "spelled"]
