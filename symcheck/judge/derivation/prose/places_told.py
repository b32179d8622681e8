r"""Equations that words say a place solves: "Its mode solves $\frac{a}{\theta} = \frac{b}{1 - \theta}$", from which the place is drawn, and
", whose minimiser solves $(X^\top X + \lambda I) w = X^\top y$", judged by the derivative of what the display right before it ends with;
"This is zero for all $dA$ if and only if $A = S^{-1}$", said of the differential in the display before it."""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains import introductions
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.rows.statements import ORDER, Statement
from symcheck.judge.derivation.solving import equations as E
from symcheck.judge.derivation.state import Chain, Equation, Gradient, names_in, speaks_of, undecorated
from symcheck.judge.judging import judge
from symcheck.judge.verdict import DIFFERENT, Verdict
from symcheck.read.context import Piece
from symcheck.read.syntax import Number

# "Its mode solves", "The maximizer must satisfy", "the optimal $w$ is the solution of", right before the equation.
_SOLVES = re.compile(r"\b(?:modes?|maximi[sz]ers?|minimi[sz]ers?|optimum|optima|optimal\s+[\w$\\^*{}\s]{1,30}?|maximum|minimum|stationary\s+points?|critical\s+points?|"
                     r"(?:MAP|ML|maximum[- ]likelihood)\s+estimat(?:e|or)|MLE|roots?)\s+(?:(?:of|for)\s+(?:(?:the|this|that|its|our)\s+)?(?:[\w-]+\s+){1,3}?)?(?:\$[^$]{1,40}\$\s+)?(?:(?:then|therefore|thus|must|has\s+to|hence)\s+)*"
                     r"(?:solves?|satisf(?:y|ies)|fulfil\w*|obeys?|is\s+(?:determined|characteri[sz]ed|given\s+implicitly)\s+by|is\s+(?:the|a)\s+(?:solution|root)\s+of)"
                     r"(?:\s+the\s+equation)?\s*:?\s*$", re.I)

# ", whose minimiser solves", "; its maximum satisfies", right after a display.
_WHOSE_PLACE = re.compile(r"\b(?:whose|its|the)\s+(?:unique\s+|only\s+|global\s+)?(?:modes?|maximi[sz]ers?|minimi[sz]ers?|optimum|maximum|minimum|stationary\s+points?|critical\s+points?)\s+"
                          r"(?:of\s+(?:this|it|which)\s+)?(?:(?:then|therefore|thus|must|hence)\s+)*(?:solves?|satisf(?:y|ies)|fulfil\w*|obeys?)(?:\s+the\s+(?:linear\s+|normal\s+)?(?:equations?|system))?\s*:?\s*$", re.I)
# ", whose minimizer is", "; its mode is therefore given by", "and the minimiser of this is", right after a display.
_BEST = r"(?:unique\s+|only\s+|global\s+)?(?:modes?|maximi[sz]er|minimi[sz]er|optimum|stationary\s+point|critical\s+point)"
_WHOSE_PLACE_IS = re.compile(rf"\b(?:(?:whose|its)\s+{_BEST}|the\s+{_BEST}\s+of\s+(?:this|it|which))\s+(?:(?:then|therefore|thus|hence)\s+)*(?:is|equals|reads)"
                             r"(?:\s+(?:then|therefore|thus|hence|again|just|simply|given\s+by|at|attained\s+at))*\s*:?\s*$", re.I)
CONSTRAINED = re.compile(r"\bsubject\s+to\b|\bs\.\s?t\.|\bconstrain", re.I)
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
    chains.step(s, 0, verdict)
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


def of_last(chains: Chains, s: Statement, before: str, right_before: bool) -> bool:
    """Judge an equation that words say the best place of the last display solves, and set it up; `right_before`: that display is the
    formula before this one. False where the words do not say so, or do not tell what is differentiated by what."""
    state, chain = chains.state, chains.chain
    if _WHOSE_PLACE.search(before) is None or len(s.pieces) != 2 or s.operators != ["="]:
        return False
    x = state.read(s.pieces[0])
    y = state.beside(s.pieces[1], x) if x is not None else None
    gradient = None if chain is None or y is None or x.shape != y.shape else _differentiated(chains, chain, x, y)
    if not right_before or gradient is None or x is gradient.by or y is gradient.by \
            or gradient.by.shape not in (x.shape, x.shape[::-1]):  # a constraint that it meets
        return False
    stationary = E.stationary(gradient, s.line())
    v = E.follows(state, x, y, [stationary])
    if v is None or not v.right and v.word != V.DIFFERENT:
        return False
    if not v.right and CONSTRAINED.search(state.since) is not None:
        v = Verdict(V.UNDECIDED, "what the constraint makes of the stationary point is not known")
    chains.step(s, 0, v, reason="the derivative of the function before, set to zero" if v.right else "")
    state.gradients.append(gradient)
    state.equations.append(Equation(x, y, s.line(), gradient.by) if v.right else stationary)
    chains.equation_at, state.near = chains.displays, True
    return True


def of_another(chains: Chains, before: str, right_before: bool) -> bool:
    """Do the words speak of the best place of the function in the display right before, not of a derivative spoken of earlier?"""
    said, chain = _WHOSE_PLACE.search(before), chains.chain
    if said is None or said[0][:3].lower() == "the" or chain is None or not right_before:
        return False
    f = chains.state.read(chain.head)
    return f is not None and is_scalar(f.shape) and f.op not in ("derivative", "substitute")


def begin_best(chains: Chains, s: Statement, before: str, right_before: bool) -> None:
    r"""Of ", whose minimizer is $w_{MAP} = ..$" right after a display: the derivative that is zero there is that of what the display is about."""
    state, chain = chains.state, chains.chain
    bare = undecorated(s.pieces[0].syntax) if right_before and len(s.pieces) == 2 and s.pieces[0] is not None and _WHOSE_PLACE_IS.search(before) else None
    if bare is None or chain is None or chain.unread or chain.misfit:
        return
    unknown = state.read(Piece(bare, s.row))
    f = introductions.about(state, chain, unknown, "the last bound" if re.search(r"\bwhose\b", before) else before)
    if f is not None and is_scalar(f.shape) and f.op not in ("derivative", "substitute") and unknown is not None and unknown.op == "var" \
            and speaks_of(f, unknown):
        state.gradients.append(Gradient(f, unknown, s.line()))


def _differentiated(chains: Chains, chain: Chain, x: Expr, y: Expr) -> Gradient | None:
    """The function that a chain ends with, by the one variable of the equation by which derivatives were taken before."""
    state = chains.state
    f = None if chain.wrong or chain.unread or chain.misfit else state.read(chain.last)
    if f is not None and ORDER & {*chain.operators}:  # `g(w) = .. \ge 3`: of g; of two functions the words do not tell which
        f = None if names_in(f) else state.read(chain.head)
    if f is None or not is_scalar(f.shape):
        return None
    taken = dict.fromkeys([o.by for o in state.optima.values()] + [g.by for g in state.gradients])
    held = [by for by in taken if by.op == "var" and speaks_of(f, by) and (speaks_of(x, by) or speaks_of(y, by))]
    return Gradient(f, held[0]) if len(held) == 1 else None
