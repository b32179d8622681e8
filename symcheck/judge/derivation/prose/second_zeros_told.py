r"""Places at which words say that a second derivative is zero: "The second derivative vanishes at $x = 0$", "the curvature is zero only for $x = 1$", "its inflection
point is at $x = 2$". The value has to make the second derivative zero of the one function that was differentiated by this number; of several functions it is not known
of which they speak."""

from __future__ import annotations

import re

from symcheck.expr import build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.solving import equations as E
from symcheck.judge.derivation.state import speaks_of
from symcheck.judge.derivation.wording import reservations
from symcheck.judge.judging import judge
from symcheck.judge.verdict import DIFFERENT

_ZERO = r"(?:is|becomes|equals)\s+(?:zero|0|\$\s*0\s*\$)|vanish(?:es)?|changes\s+(?:its\s+)?sign"
_ONLY = r"(?:\s+(?:only|exactly|precisely|just))?\s+(?:at|for|where|when|if|iff)\s*(?:the\s+(?:point|place)\s*)?$"
_SAID = re.compile(rf"\b(?:second\s+derivative|curvature|Hessian)\s+(?:\$[^$=]*\$\s+)?(?:{_ZERO}){_ONLY}|"
                   r"\b(?:inflection\s+point|point\s+of\s+inflection)\s+(?:is|lies|sits|occurs)(?:\s+(?:only|exactly))?(?:\s+at)?\s*$", re.I)
_SUPPOSED = re.compile(r"\b(?:if|suppose|assum\w+|unless|whether|would|not|never|where)\b", re.I)


def said(before: str) -> bool:
    """Do these words tell a place at which a second derivative is zero?"""
    return _SAID.search(before) is not None


def judged(chains: Chains, s: Statement, before: str) -> None:
    """The step on `x = 0` after such words; none where it is not known of which function they speak."""
    state = chains.state
    x, y = (state.read(p) if p is not None else None for p in s.pieces[:2])
    if x is None or y is None or x.op != "var" or not is_scalar(x.shape) or x.shape != y.shape or s.operators != ["="] \
            or _SUPPOSED.search(clause := re.split(r"[.;!?]\s", before)[-1]) or reservations.keeps(clause):
        return
    functions = dict.fromkeys(g.f for g in state.gradients if g.by is x and is_scalar(g.f.shape) and not (g.f.op == "let" and "'" in g.f.data.name))
    functions = [f for f in functions if f.op != "derivative"]
    if len(functions) != 1 or not speaks_of(functions[0], x):
        return
    slope = build.derivative(build.derivative(functions[0], x, "column"), x, "column")
    there = build.substitute(slope, ((x.data, y),))
    v = judge(state.context, there, E.zero_like(there))
    if v.right or v.word == DIFFERENT:
        chains.step(s, 0, v, reason="the second derivative is zero there" if v.right else "")


__all__ = ["judged", "said"]
