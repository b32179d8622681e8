r"""Taylor polynomials: "Near $x = 0$ we have $s(x) \approx \ln 2 + \frac{x}{2} + \frac{x^2}{8}$", "the second-order expansion around $a$ is ..".

Of a polynomial of degree n in the number, and a function of it with a formula: all derivatives up to the n-th have to be the same at the place around which the words expand. It is
wrong only where the words tell that place; what is about equal in another sense is nothing of this kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.state import speaks_of
from symcheck.judge.derivation.wording import reservations
from symcheck.judge.derivation.wording.expansions_told import EXPANDS
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

_CALL = re.compile(r"[\s&]*(?:\\[A-Za-z]+|[A-Za-z]+(?:_\{?\w+\}?)?)\s*(?:\\left)?\(\s*(?P<x>\\?[A-Za-z]+)\s*(?:\\right)?\)\s*")
_CENTRE = re.compile(r"\b(?P<how>around|about|at|near|close\s+to|for\s+small)\s+(?:the\s+(?:point|place)\s+)?(?:\$(?P<told>[^$]+)\$|(?P<word>zero|0|the\s+origin)\b)", re.I)
_SOUGHT = re.compile(r"\*|\\star|\\ast|\\hat|\\bar")
_MOST = 6  # the highest degree


def judged(chains: Chains, a: Piece, b: Piece) -> Verdict | None:
    """The verdict on `f(x) \\approx p`; None where the words speak of no expansion, or it is no polynomial beside a function."""
    head = _CALL.fullmatch(a.source.text[a.syntax.span.start:a.syntax.span.end])
    formula = chains.meanings.document.formulas[chains.meanings.at]
    sentence = chains.meanings.survey.sentence(formula)
    if head is None or EXPANDS.search(sentence) is None or reservations.keeps(sentence):
        return None
    state = chains.state
    x, f, p = state.context_read(head["x"]), state.read(a), state.read(b)
    if x is None or f is None or p is None or x.op not in ("var", "let") or not all(is_scalar(e.shape) for e in (x, f, p)):
        return None
    if x.op == "let":  # it has a value here: at a place
        free = build.var(x.data)
        x, f, p = free, exchanged(f, x, free), exchanged(p, x, free)
    if not speaks_of(f, x) or (degree := _degree(chains, p, x)) is None:
        return None
    centre, told = _centre(chains, sentence, x)
    if centre is None:
        return None
    for k in range(degree + 1):
        there = [build.substitute(e, ((x.data, centre),)) for e in (f, p)]
        v = judge(state.context, *there)
        if not v.right:
            return v if v.word != V.DIFFERENT else Verdict(V.DIFFERENT, f"the coefficient of degree {k} is another one", counterexample=v.counterexample) if told else Verdict(
                V.UNDECIDED, "the words do not say around which place this is expanded")
        f, p = (build.derivative(e, x, "column") for e in (f, p))
    return Verdict(V.EQUAL, f"the Taylor polynomial of degree {degree}")


def _degree(chains: Chains, p: Expr, x: Expr) -> int | None:
    """The degree of a polynomial in x; None of what is none."""
    for k in range(_MOST + 1):
        p = build.derivative(p, x, "column")
        if judge(chains.state.context, p, build.num(0)).right:
            return k
    return None


def _centre(chains: Chains, sentence: str, x: Expr) -> tuple[Expr | None, bool]:
    """The place around which the words expand, and whether they tell it: zero where they tell none."""
    found = list(_CENTRE.finditer(sentence))
    if not found:
        return build.num(0), False
    m = found[-1]
    if m["word"]:
        return build.num(0), True
    side = m["told"].split("=")[-1].strip(" .,;")
    e = chains.state.context_read(side)
    if e is not None and e.op in ("var", "let") and e.data == x.data:  # "for small $x$"
        return (build.num(0), True) if m["how"].lower().startswith("for") else (None, False)
    if e is None or not is_scalar(e.shape) or speaks_of(e, x) or m["how"].lower().startswith("for"):
        return None, False
    return e, _SOUGHT.search(side) is None  # of a minimizer the document may know more


__all__ = ["judged"]
