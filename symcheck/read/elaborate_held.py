r"""Partial derivatives with other names held fixed: `\left(\frac{\partial z}{\partial u}\right)_{v}`.

On a graph of computations z is a function of the names in its definition, and $\partial z / \partial u$ along the arrow
from u to z holds those fixed that have a definition of their own. Other derivatives go through every definition.
"""

from __future__ import annotations

from collections.abc import Iterator

from symcheck.expr import Expr, Variable, build
from symcheck.read.elaborate_derivatives import denominator, numerator
from symcheck.read.elaborate_scripts import SPECIAL
from symcheck.read.names import base_of
from symcheck.read.reading import Reading, fresh_uid
from symcheck.read.syntax import Accent, Fraction_, Group, Listing, Script, Symbol, Syntax

OTHERS = r"\others"  # stands for all other names in the definition of what is differentiated; no one writes it


def held(r: Reading, s: Script, base: Syntax) -> Expr | None:
    """The derivative in a bracket with the names below it held fixed; None where this is none."""
    if type(base) is not Group or base.open != "(" or s.sub is None or s.sups or s.primes or not is_slope(base.body):
        return None
    names = s.sub.items if type(s.sub) is Listing else (s.sub,)
    if not (type(s.sub) is Symbol and s.sub.name == OTHERS or all(_is_name(r, x) for x in names)):
        return None
    value = r.expr(base)
    if value.op != "derivative":
        return None
    f, by = value.args
    if type(s.sub) is Symbol and s.sub.name == OTHERS:
        fixed = [e for e in _direct(f) if e is not by]
    else:
        fixed = [r.settle(r.expr(x)) for x in names]
    if any(e.op not in ("let", "var") or e.data.family for e in fixed):
        return None
    free = [(e, Variable(rf"{e.data.name}_{{\cdot {fresh_uid()}}}", e.shape)) for e in fixed if e.op == "let" and e is not f]
    put: dict[Expr, Expr] = {e: build.var(v) for e, v in free}
    put[by] = by
    opened = _exchanged(f, put)
    if not any(x is by for x in opened.walk()):
        return build.zeros(value.shape)
    return build.substitute(build.derivative(opened, by, value.data), tuple((v, e) for e, v in free)) if free else value


def _is_name(r: Reading, s: Syntax) -> bool:
    """Is this the name of a quantity?"""
    named = base_of(s.base if type(s) is Script else s) if type(s) in (Symbol, Script, Accent) else None
    if named is None or named[0] in r.bound:
        return False
    found = r.scope.find(*named, s.sub, s.sups, s.primes) if type(s) is Script else None
    entry = r.scope.bare(*named) if type(s) is not Script else found.entry if found is not None else None
    return entry is not None and entry.kind == "quantity"


def is_slope(s: Syntax) -> bool:
    r"""Is this `\frac{\partial z}{\partial u}`, by one name?"""
    top = numerator(s.numerator) if type(s) is Fraction_ else None
    below = denominator(s.denominator, top[0]) if top is not None and top[1] is None and top[2] else None
    return below is not None and len(below) == 1


def _direct(f: Expr) -> Iterator[Expr]:
    """The names with definitions that the definition of a name holds, without those within them."""
    stack = [*f.args]
    while stack:
        e = stack.pop()
        if e.op == "let":
            yield e
        else:
            stack += e.args


def _exchanged(e: Expr, put: dict[Expr, Expr]) -> Expr:
    """An expression with others put for parts of it, inside definitions too."""
    if e not in put:
        args = tuple(_exchanged(a, put) for a in e.args)
        put[e] = e if args == e.args else Expr(e.op, args, e.data, e.shape)
    return put[e]


SPECIAL.insert(0, held)
