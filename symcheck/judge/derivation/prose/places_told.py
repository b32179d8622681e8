r"""Equations that words say a place solves: "Its mode solves $\frac{a}{\theta} = \frac{b}{1 - \theta}$", from which the place is drawn;
"This is zero for all $dA$ if and only if $A = S^{-1}$", said of the differential in the display before it.
"""

from __future__ import annotations

import re

from symcheck.expr import build
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.solving import equations as E
from symcheck.judge.derivation.state import Chain, Equation, names_in, speaks_of
from symcheck.judge.judging import judge
from symcheck.judge.verdict import DIFFERENT
from symcheck.read.syntax import Number

# "Its mode solves", "The maximizer must satisfy", "the optimal $w$ is the solution of", right before the equation.
_SOLVES = re.compile(r"\b(?:modes?|maximi[sz]ers?|minimi[sz]ers?|optimum|optima|optimal\s+[\w$\\^*{}\s]{1,30}?|maximum|minimum|stationary\s+points?|critical\s+points?|"
                     r"(?:MAP|ML|maximum[- ]likelihood)\s+estimat(?:e|or)|MLE|roots?)\s+(?:(?:of|for)\s+(?:(?:the|this|that|its|our)\s+)?(?:[\w-]+\s+){1,3}?)?(?:\$[^$]{1,40}\$\s+)?(?:(?:then|therefore|thus|must|has\s+to|hence)\s+)*"
                     r"(?:solves?|satisf(?:y|ies)|fulfil\w*|obeys?|is\s+(?:determined|characteri[sz]ed|given\s+implicitly)\s+by|is\s+(?:the|a)\s+(?:solution|root)\s+of)"
                     r"(?:\s+the\s+equation)?\s*:?\s*$", re.I)

# "This is zero for all symmetric $d\\Lambda$ if and only if", "The differential vanishes for every $dW$ exactly when", right before the equation.
_VANISHES_ALWAYS = re.compile(r"\b(?:this|it|which|(?:the|this)\s+(?:differential|expression|(?:last\s+)?display)|\$[^$]*\$)\s+(?:is\s+(?:equal\s+to\s+)?(?:zero|\$?0\$?)|vanishes|equals\s+zero)"
                              r"\s*,?\s*(?:for|whatever|regardless\s+of)\s+(?:all|every|any|each|the)?\s*(?:\w+\s+){0,2}\$([^$]*)\$\s*,?\s*"
                              r"(?:(?:if\s+and\s+)?only\s+(?:if|when|for)|iff|if|when|(?:exactly|precisely|just)\s+(?:if|when|for))\s*:?\s*$", re.I)
_SIGN = re.compile(r"\s*(?:d|\\mathrm\s*\{?d\}?|\\text\{d\})(?![A-Za-z]{2})")


def differential_zero(chains: Chains, s: Statement, sentence: str) -> bool:
    """Judge where a differential is zero, which the display right before came to: it has to be so when this is put in. From there on
    the equation is one that the place solves."""
    state, chain, said = chains.state, chains.chain, _VANISHES_ALWAYS.search(sentence)
    if said is None or _SIGN.match(said[1]) is None or chain is None or chain.unread or len(s.pieces) != 2 or s.operators != ["="]:
        return False
    whole, x = state.read(chain.last), state.read(s.pieces[0])
    y = state.beside(s.pieces[1], x) if x is not None else None
    if whole is None or y is None or x.op != "var" or x.shape != y.shape or speaks_of(y, x) or not speaks_of(whole, x) \
            or "d" + _SIGN.sub("", said[1], count=1).strip(" .,") not in names_in(whole):
        return False
    there = build.substitute(whole, ((x.data, y),))
    verdict = judge(state.context, there, E.zero_like(there))
    if not verdict.right and verdict.word != DIFFERENT:
        return False
    kept = chains.chain
    chains.chain = Chain(s.pieces[0], s.pieces[0])
    chains.step(s, 0, verdict)
    chains.chain = kept
    state.equations.append(Equation(x, y, s.line(), x))
    return True


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
