"""Functions that act entry by entry: which are written so, and a body in a vector as one in a number."""

from __future__ import annotations

import re

from symcheck.expr import SCALAR, At, Expr, Index, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.read.define_members import occurs_in
from symcheck.read.syntax import Syntax
from symcheck.text import Source

# Operations that act on every entry alike: a function made of these acts so too.
ENTRYWISE = frozenset("num const size add neg hadamard div power apply extremum indicator cases "
                      "let".split())
# What does not act entry by entry on a vector, though it fits a number as well.
_WHOLE = re.compile(r"\^\s*\{?\s*(\\top|T\b|\\intercal)|\\\||\|\||\\[lr]?Vert|\\langle|\\cdot|"
                    r"\\sum|\\prod|\btr\b|\\det|softmax|norm")


def acts_entrywise(source: Source, right: Syntax) -> bool:
    """May a function of numbers be applied entry by entry, as written?"""
    return _WHOLE.search(source.text, right.span.start, right.span.end) is None


def as_entrywise(params, body: Expr) -> tuple[Variable, Expr] | None:
    """(dummy, body in the dummy) of an expression that acts entry by entry on its one array."""
    if len(params) != 1 or is_scalar(params[0].shape) or body.shape != params[0].shape:
        return None
    v, = params
    dummy = Variable(v.name + r"_{\cdot}", SCALAR)
    var, memo = build.var(v), {}

    def turn(e: Expr) -> Expr | None:
        if e is var or e.op == "let" and e.data == v:
            return build.var(dummy)
        if e in memo:
            return memo[e]
        result = None
        if e.op == "ones":
            result = build.num(1)
        elif e.op in ENTRYWISE and e.op != "let":
            args = [turn(a) for a in e.args]
            if all(a is not None for a in args):
                result = Expr(e.op, tuple(args), e.data, SCALAR)
        elif e.op == "mul" and (is_scalar(e.args[0].shape) or is_scalar(e.args[1].shape)):
            args = [turn(a) for a in e.args]
            if all(a is not None for a in args):
                result = Expr("mul", tuple(args), (), SCALAR)
        elif is_scalar(e.shape) and not any(
                n is var or n.op == "let" and n.data == v for n in e.walk()):
            result = e
        memo[e] = result
        return result

    result = turn(body)
    return None if result is None else (dummy, result)


def scalarized(body: Expr, vector: Expr, index: Index, dummy: Expr) -> Expr | None:
    """The body with z_i replaced by a number, if z occurs in no other way."""
    memo: dict[Expr, Expr | None] = {}

    def turn(e: Expr) -> Expr | None:
        if e is vector:
            return None
        if e not in memo:
            if e.op == "entry" and e.args[0] is vector:
                memo[e] = dummy if e.data == (At(index, 0),) else None
            else:
                args = [turn(a) for a in e.args]
                memo[e] = None if None in args else Expr(e.op, tuple(args), e.data, e.shape)
        return memo[e]

    result = turn(body)
    return None if result is None or occurs_in(result, index) else result
