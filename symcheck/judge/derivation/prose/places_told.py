r"""Equations that words say a place solves: "Its mode solves $\frac{a}{\theta} = \frac{b}{1 - \theta}$", from which the place is drawn."""

from __future__ import annotations

import re

from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import Equation, names_in
from symcheck.read.syntax import Number

# "Its mode solves", "The maximizer must satisfy", "the optimal $w$ is the solution of", right before the equation.
_SOLVES = re.compile(r"\b(?:modes?|maximi[sz]ers?|minimi[sz]ers?|optimum|optima|optimal\s+[\w$\\^*{}\s]{1,30}?|maximum|minimum|stationary\s+points?|critical\s+points?|"
                     r"(?:MAP|ML|maximum[- ]likelihood)\s+estimat(?:e|or)|MLE|roots?)\s+(?:(?:of|for)\s+(?:(?:the|this|that|its|our)\s+)?(?:[\w-]+\s+){1,3}?)?(?:\$[^$]{1,40}\$\s+)?(?:(?:then|therefore|thus|must|has\s+to|hence)\s+)*"
                     r"(?:solves?|satisf(?:y|ies)|fulfil\w*|obeys?|is\s+(?:determined|characteri[sz]ed|given\s+implicitly)\s+by|is\s+(?:the|a)\s+(?:solution|root)\s+of)"
                     r"(?:\s+the\s+equation)?\s*:?\s*$", re.I)


def set_up(chains: Chains, s: Statement, before: str) -> bool:
    """Set up an equation that words say a place solves; False where they do not, or where it holds for all values."""
    state = chains.state
    if _SOLVES.search(before) is None or len(s.pieces) != 2 or s.operators != ["="]:
        return False
    x = state.read(s.pieces[0])
    y = state.beside(s.pieces[1], x) if x is not None else None
    if x is None or y is None or x.shape != y.shape or any(e.op in ("var", "let") for e in (x, y)) or not names_in(x) | names_in(y) \
            or type(s.pieces[1].syntax) is Number:
        return False
    state.equations.append(Equation(x, y, s.line()))
    chains.equation_at, state.near = chains.displays, True
    return True
