r"""What is differentiated and by what: targets, operands, orders.

A derivative of a name without a definition is an error, never 0.
"""

from __future__ import annotations

from symcheck.expr import At, Expr, Function, build
from symcheck.expr.shape import is_scalar, long_axes
from symcheck.read.elaborate_heads import bracket, function_of
from symcheck.read.elaborate_known import KNOWN, is_known
from symcheck.read.elaborate_products import chain
from symcheck.read.elaborate_scripts import scripted
from symcheck.read.names import is_transpose, label, scripts_of, stem_of
from symcheck.read.reading import Reading
from symcheck.read.scope import Entry, Found
from symcheck.read.syntax import Group, Number, Product, Script, Syntax

TARGETS = frozenset(("var", "let", "item", "entry"))


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
    e = _within_matrix(r.settle(r.expr(s)))
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


def _within_matrix(e: Expr) -> Expr:
    r"""x_i, and entries of it, where x_i^\top is row i of X: as the row and entries of X, of which all else is made."""
    if e.op == "entry":
        line = _within_matrix(e.args[0])
        if line.op == "transpose":
            return build.entry(line.args[0].args[0], (line.args[0].data, *e.data))
        return build.entry(line.args[0], (*e.data, line.data)) if line.op == "column" else e
    if e.op != "item" or e.args[0].op != "let" or e.args[0].args[0].op != "array" or len(e.data) != 1:
        return e
    made = e.args[0].args[0]
    (i, *_), body = made.data[0], made.args[0]
    line = body.args[0] if body.op == "transpose" else body
    if made.data[1] != 1 or line.op != ("row" if body is not line else "column") or line.data != At(i) \
            or line.args[0].op not in ("var", "let"):
        return e
    if body is line:
        return build.column(line.args[0], e.data[0])
    return build.transpose(build.row(line.args[0], e.data[0]))


def differentiate(r: Reading, f: Expr, t: Target, layout: str, at: Syntax) -> Expr:
    """The derivative, with a check that there is something to differentiate. In the `mixed` layout a number differentiated by a
    vector is a column, and a vector by a vector has one row for each entry of the first."""
    f = r.settle(f)
    if layout == "mixed":
        layout = "column" if is_scalar(f.shape) else "row"
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


def bare_function(r: Reading, s: Syntax) -> Expr | None:
    """A defined function named without its argument: its body, in its own parameters."""
    entry = function_of(r, s)
    if entry is None or entry.kind == "quantity" and entry.expr.data.family:
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


def with_scripts(r: Reading, value: Expr, s: Syntax | None) -> Expr:
    """The value of a bracket or an operator, with the scripts that are written after it."""
    return scripted(r, value, s) if type(s) is Script else value


def found_function(r: Reading, s: Syntax) -> Found | None:
    r"""The function that a numerator names, `f`, `g_i` or (component i) `\Phi_i`."""
    named = stem_of(s)
    if named is None or named[0] in r.bound:
        return None
    found = r.scope.find(*named, *scripts_of(s), loose=False)
    if found is None and type(s) is not Script and is_known(r, s):
        known = KNOWN.get(s.name, "sigmoid")
        return Found(Entry(s.name, "function", function=Function(known, known=known)),
                     (), (), [], 0)
    if found is None or found.sups or found.primes or found.entry.kind not in ("function", "map"):
        return None
    if found.sub and (found.entry.kind == "map" or found.entry.function.kind != "general"):
        return None
    return found


def tight_operand(r: Reading, items, ops, k: int) -> tuple[Found, int, bool] | None:
    """A function or defined quantity after an operator, which it takes before any other factor: the
    name, where it stands, and whether a bracket follows."""
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


def operand(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    """What an operator acts on: the bracket that follows, else the rest of the term."""
    j = k + 1
    if j >= len(items):
        raise r.error("missing-argument", "this derivative has nothing to act on", items[k])
    s = items[j]
    if type(s) is Group and s.open in ("(", "[", "{") and (
            j + 1 >= len(items) or ops[j + 1] != "" or bracket(items[j + 1]) is None):
        return r.expr(s), j + 1
    if j + 1 == len(items):
        value = bare_function(r, s)
        if value is not None:
            return value, j + 1
    return chain(r, items, ops, j), len(items)


def operator_parts(s: Syntax) -> tuple[Syntax | None, int, list[Syntax]]:
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


def target_pieces(r: Reading, pieces: list[Syntax], order: int | None, at: Syntax) -> list[Syntax]:
    r"""What is differentiated by, once for each order: `\partial x^2` is x twice."""
    if len(pieces) == 1 and order is not None and order > 1:
        s = pieces[0]
        while type(s) is Group and s.open == "":
            s = s.body
        if type(s) is Script and s.sups and type(s.sups[-1]) is Number \
                and int(s.sups[-1].value) == order:
            return [_without(s, s.sups[:-1])] * order
        if not (type(s) is Script and s.sups):
            raise r.error("no-derivative", f"this is no derivative of order {order}", at,
                          "the orders above and below the line differ")
        return [s] * order
    written: list[Syntax] = []
    for s in pieces:
        times = 1
        if len(pieces) > 1 and type(s) is Script and len(s.sups) == 1 \
                and type(s.sups[0]) is Number and (order or 0) > len(pieces):
            times = int(s.sups[0].value)
            s = _without(s, ())
        written += [s] * times
    if order is not None and order != len(written):
        raise r.error("no-derivative", f"this is no derivative of order {order}", at,
                      "the orders above and below the line differ")
    return written


def _without(s: Script, sups: tuple[Syntax, ...]) -> Syntax:
    """A script with these superscripts only."""
    if sups or s.sub is not None or s.primes:
        return Script(s.span, s.base, s.sub, sups, s.primes)
    return s.base


def by_targets(r: Reading, f: Expr, pieces: list[Syntax], order: int | None, at: Syntax) -> Expr:
    """f differentiated by the pieces of a denominator, the last one first."""
    return by_all(r, f, [target(r, s) for s in target_pieces(r, pieces, order, at)], at)


def by_all(r: Reading, f: Expr, targets: list[Target], at: Syntax) -> Expr:
    """f differentiated by each of these, the last one first."""
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
