r"""By which parameter of a function a derivative is taken.

The letter below a derivative's line or below a nabla names a parameter as the definition of the
function writes it, by what stands in its place in the bracket, or by its number; without a letter it
is the only one. Where several could be meant, the derivative is refused as ambiguous.
"""

from __future__ import annotations

import re

from symcheck.expr import At, Expr, Variable, build
from symcheck.expr.shape import is_scalar, long_axes
from symcheck.read.elaborate_entries import entries, position
from symcheck.read.elaborate_targets import TARGETS, Target, found_function, target
from symcheck.read.names import base_of, label, scripts_of, stem_of
from symcheck.read.reading import Reading
from symcheck.read.scope import Entry
from symcheck.read.syntax import Accent, Number, Script, Symbol, Syntax
from symcheck.text import SymcheckError

# The density of what was observed, as `elaborate_densities` names it.
_EVIDENCE = re.compile(r"p\((.*)\)")
# Letters that number the arguments of a function by their order.
ORDERED = (("x", "y"), ("u", "v"), ("s", "t"), ("a", "b"), ("p", "q"),
           ("x", "y", "z"), ("u", "v", "w"))


def parameter_of(entry: Entry, n: int, at: Syntax) -> Target:
    """The n-th parameter of a defined function, as its body holds it."""
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
    of = free if len(free) == 1 else _of_posterior(r, free)
    if len(of) == 1:
        return Target(of[0], at)
    if r.slopes_by is not None and r.slopes_by in free:
        r.note(f"the nabla is by {r.slopes_by.data.name}, as before")
        return Target(r.slopes_by, at)
    long = list(dict.fromkeys(v for v in free if not is_scalar(v.shape)))
    if is_scalar(f.shape) and len(long) == 1 and len(long_axes(long[0].shape)) == 1:
        r.note(f"the nabla is by {long[0].data.name}, the only vector in it")
        return Target(long[0], at)
    raise r.error("ambiguous", "say by which variable this is differentiated", at,
                  f"it depends on {', '.join(sorted(v.data.name for v in free))}" if free else
                  "it depends on no variable",
                  help=r"Write it below: \nabla_w.")


def _of_posterior(r: Reading, free: list[Expr]) -> list[Expr]:
    r"""The w of `\log p(w \mid y)`, a density over that of what was observed, `p(y)`: the names with a law that were not observed."""
    found = [m for v in free if (m := _EVIDENCE.fullmatch(v.data.name)) is not None]
    observed = {name for m in found for name in m[1].split(", ")}
    return list(dict.fromkeys(v for v in free if v.data.name in r.laws and v.data.name.lower() not in observed)) if found else []


def told_or_implied(r: Reading, sub: Syntax | None, f: Expr, entry: Entry | None,
                    at: Syntax) -> Target:
    """What is written below an operator on f, else what goes without saying."""
    return target(r, sub) if sub is not None else implied(r, f, entry, at)


def chosen(r: Reading, entry: Entry, args: list[Expr], sub: Syntax | None,
           at: Syntax) -> Target:
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
            p = parameter_of(entry, n, at)
            return p if t.line is None else Target(p.by, at, t.turned, t.line)  # by w_j, a row of W
    return t


def of_whole(r: Reading, entry: Entry, args: list[Expr], sub: Syntax | None) -> Target | None:
    r"""The x of `\nabla_x h(2x)`: what the argument itself is written in, so that the derivative is
    that of x -> h(2x). None in `\nabla_x h(x)`, and at a point as in `\nabla_w L(w_0)`."""
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


def _plain(p: Variable) -> str:
    return p.name.replace(r"_{\cdot}", "").rstrip("'")


def parameter_named(r: Reading, params: tuple[Variable, ...], s: Syntax) -> Expr | None:
    """The parameter of a defined function, or the entry of one, that carries this name."""
    text = label(s)
    for p in params:
        if _plain(p) == text:
            return build.var(p)
    if type(s) is Script and s.sub is not None and not s.sups:
        for p in params:
            if _plain(p) == label(s.base) and not is_scalar(p.shape):
                return entries(r, build.var(p), s.sub, s)
    return None


def parameter_meant(r: Reading, params: tuple[Variable, ...], args: list[Expr], s: Syntax,
                    at: Syntax) -> Expr:
    """The formal argument, or the entry of it, that a letter below the line means."""
    e = parameter_named(r, params, s)
    if e is not None:
        return e
    g = found_function(r, s)
    if g is not None and g.entry.kind == "function":
        hits = [p for p, a in zip(params, args) if a.op == "apply"
                and a.data == (g.entry.function, 0)]
        if len(hits) == 1:
            e = build.var(hits[0])
            return entries(r, e, g.sub[0], s) if g.sub else e
        if len(params) == 1 and g.slots:
            axes = long_axes(params[0].shape)
            return build.entry(build.var(params[0]), tuple(
                position(r, q, d) for q, d in zip(g.slots, axes)))
    count = len(params) if len(params) > 1 else len(args[0].args) if args[0].op == "matrix" else 1
    order = next((t for t in ORDERED if len(t) == count and label(s) in t), None)
    if order is not None and not any(_mentions(r, s, a) for a in args):
        n = order.index(label(s))
        r.note(f"{label(s)} names argument {n + 1}")
        return build.var(params[n]) if len(params) > 1 else \
            build.entry(build.var(params[0]), (At(None, n + 1),))
    if count > 1 and len(params) == 1 and args[0].op == "matrix" and type(s) in (Symbol, Accent):
        entry = r.scope.bare(*base_of(s))
        hits = [n for n, row in enumerate(args[0].args) if entry is not None and row is entry.expr]
        if len(hits) == 1:  # \partial f/\partial x (x, y): the place where x stands
            return build.entry(build.var(params[0]), (At(None, hits[0] + 1),))
    if count > 1 and len(params) == 1 and type(s) is Symbol:
        raise _unnamed(r, s, at, count)
    subscripted = type(s) is Script and s.sub is not None and not s.sups
    if len(params) == 1 and subscripted and not is_scalar(params[0].shape):
        return entries(r, build.var(params[0]), s.sub, s)
    if len(params) == 1 and not (type(s) is Script and s.sups):
        return build.var(params[0])
    if len(params) > 1 and subscripted and type(s.sub) is Number and s.sub.value <= len(params) \
            and s.sub.value >= 1:
        return build.var(params[int(s.sub.value) - 1])
    if type(s) in (Symbol, Accent, Script) and r.scope.find(
            *stem_of(s) or ("", ""), *scripts_of(s)) is not None:
        value = r.expr(s)
        hits = [p for p, a in zip(params, args) if a is value and a.op in TARGETS]
        if len(hits) == 1:
            return build.var(hits[0])
    raise _unnamed(r, s, at, len(params))


def _unnamed(r: Reading, s: Syntax, at: Syntax, count: int) -> Exception:
    return r.error("ambiguous", f"which argument {r.text(s)} names cannot be told", at,
                   f"there are {count}", help=r"Number it, as in \frac{\partial h}{\partial x_1}.")


def _mentions(r: Reading, s: Syntax, a: Expr) -> bool:
    """Does the argument depend on a declared quantity of this name?"""
    entry = r.scope.bare(label(s))
    return entry is not None and entry.kind == "quantity" and any(
        node is entry.expr for node in a.walk())
