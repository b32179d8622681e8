r"""Derivatives of expressions without a name, right before them: "The log-posterior is $\ell(w) - \frac{1}{2s} w^2$ up to a constant; its derivative $..$
vanishes at". What words call "its derivative" there is none of a function that was defined before."""

from __future__ import annotations

import re

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.rows.heads import arguments, is_call
from symcheck.judge.derivation.rows.statements import statements
from symcheck.judge.derivation.state import State
from symcheck.read.context import Piece
from symcheck.read.names import label
from symcheck.read.syntax import Product
from symcheck.text import SymcheckError

# " up to a constant; its derivative", right after an expression.
UP_TO = re.compile(r"^\s*,?\s*(?:up\s+to|plus|apart\s+from|but\s+for)\s+(?:an?\s+|some\s+|the\s+)?(?:(?:additive|other|further|irrelevant|unimportant|normali[sz]ing)\s+)*"
                    r"(?:constants?\b(?!\s+(?:factors?|multiples?|scal\w+))|terms?\s+(?:independent|free|without|(?:that|which)\s+(?:(?:do|does)\s+not|(?:is|are)\s+(?:independent|free|constant)))\b)[^.;]*[,;.]\s*(?:and\s+)?(?:whose|its)\b(?!\s+(?:constant|scale|factor))", re.I)


def may_be_meant(chains: Chains, said: str, f: Expr) -> bool:
    r"""May "its derivative" be one of an expression without a name right before it, "The risk is $R(w) + w^2$ here, and its derivative",
    "$\ln g(w) = ..$ and its derivative", and not of f?"""
    at, formulas = chains.meanings.at, chains.meanings.document.formulas
    before = formulas[at - 1] if at else None
    if before is None or before.display or len(before.rows) != 1 or not re.search(r"\b(?:its|whose)\b", said, re.I):
        return False
    try:
        written = statements(chains.state.context, before.rows[0])
    except SymcheckError:
        return True
    e = chains.state.read(written[0].pieces[0]) if len(written) == 1 and {*written[0].operators} <= {"="} and written[0].pieces[0] is not None else None
    return e is not None and e is not f and is_scalar(e.shape) and e.op not in ("var", "let", "num", "size", "index", "entry", "item") and not has_derivative(e)


def argument_in(state: State, piece: Piece) -> str:
    r"""The one letter that the functions of this document are taken at in an expression, the w of `R(w) + \lambda w^2`; "" where there are several or none."""
    maps = {e.name for e in state.context.scope if e.kind == "map" or e.expr is not None and e.expr.op == "let" and is_scalar(e.expr.shape)}
    calls = [n for n in piece.syntax.walk() if type(n) is Product and len(n.items) == 2 and is_call(n.items[1]) and label(n.items[0]) in maps]
    taken = {x for n in calls for x in arguments(n)}
    return taken.pop() if len(taken) == 1 else ""


__all__ = ["UP_TO", "argument_in", "may_be_meant"]
