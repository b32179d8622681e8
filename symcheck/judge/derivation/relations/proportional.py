r"""`a \propto b` in a named variable: the quotient does not hold it.

The variable is the one before the bar of `p(w \mid y)`, the argument of an optimum, or the unknown of
an equation; else every variable that was declared random.
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.solving.equations import zero_like
from symcheck.judge.derivation.state import Chain, State, called, speaks_of
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.read.context import Piece
from symcheck.read.syntax import Bar, Group, Listing, Product, Script, Syntax
from symcheck.text import SymcheckError


def judged(state: State, chain: Chain, a: Piece, b: Piece) -> Verdict:
    """The verdict on a \\propto b."""
    try:
        x, y = state.sides(a, b)
    except SymcheckError as error:
        return unreadable(error)
    names = _in_what(state, chain, x, y)
    if not names:
        return Verdict(V.UNDECIDED, "in which variable this is proportional cannot be told",
                       message="name the variable, as in p(w \\mid y) \\propto ..")
    if not is_scalar(x.shape) or not is_scalar(y.shape):
        if x.shape != y.shape:
            return judge(state.context, x, y)
        return Verdict(V.UNDECIDED, "proportionality of vectors is not judged")
    verdict = None
    for by in names:
        u, v = (build.derivative(e, by, "column") for e in (x, y))
        left, right = build.mul(y, u), build.mul(x, v)
        verdict = judge(state.context, left, right)
        if not verdict.right:
            mistake = "normalizer-depends" if verdict.word == V.DIFFERENT else ""
            return replace(verdict, mistake=mistake, message=verdict.message or (
                f"the quotient of the two sides depends on {called(by)}: "
                "the values shown are b da and a db, which would agree"))
    shown = ", ".join(called(e) for e in names)
    return replace(verdict, evidence=f"the quotient does not hold {shown}: {verdict.evidence}",
                   conditions=())


def _in_what(state: State, chain: Chain, x: Expr, y: Expr) -> list[Expr]:
    named = _before_bar(chain.head.syntax)
    if named is not None:
        found = [e for s in named if (e := state.read(Piece(s, chain.head.source))) is not None]
        if found and all(e.op in ("var", "let", "item") for e in found):
            return found
    unknown = [o.by for o in state.optima.values()] + [g.by for g in state.gradients]
    speaking = [e for e in dict.fromkeys(unknown) if speaks_of(x, e) or speaks_of(y, e)]
    if speaking:
        return speaking[-1:]
    random = [n for n in dict.fromkeys((*x.walk(), *y.walk()))
              if n.op == "var" and n.data.name in state.context.distributions]
    return random


def _before_bar(s: Syntax) -> list[Syntax] | None:
    """w of `p(w | y)`; of `p(w)` the w."""
    while type(s) is Script and s.base is not None:
        s = s.base
    if type(s) is Product and len(s.items) >= 2 and type(s.items[-1]) is Group:
        body = s.items[-1].body
        body = body.left if type(body) is Bar else body
        return list(body.items) if type(body) is Listing else [body]
    return None


__all__ = ["judged", "zero_like"]
