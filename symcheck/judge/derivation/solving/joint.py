r"""Stationary points of two or three numbers at once: "both derivatives vanish at $x = -1$ and $y = 2$".

The value of one of them does not make its own derivative zero whatever the others are. Where the derivatives of one function by several numbers are
linear in them, Cramer's rule says what each is where all of these vanish. Another value is wrong only where the words speak of all of them, where another
one was solved for, or where they say nothing but that a derivative is zero: "on the line $y = 0$ the first derivative vanishes at $x = 3/2$" is no such place.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import permutations

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.state import Gradient, State, called, speaks_of
from symcheck.judge.derivation.wording import words
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict

MOST = 3  # unknowns
# All derivatives at once: "setting both to zero", "they vanish at", "the gradient vanishes".
_TOGETHER = re.compile(r"\b(?:both|together|jointly|simultaneous\w*|they|system|all\s+(?:the\s+)?(?:\w+\s+)?derivatives|the\s+(?:\w+\s+)?derivatives|gradient|"
                       r"stationary|critical\s+point|minimi[sz]\w*|minimum|maximi[sz]\w*|maximum|optim\w+|saddle)\b", re.I)
# Another unknown has a value here, or may have one: "on the line", "through the origin", "for a fixed bias", "we ignore the coupling to $y$".
_HELD = re.compile(r"\b(?:fix\w*|held|hold\w*|freez\w*|frozen|ignor\w*|neglect\w*|disregard\w*|drop\w*|omit\w*|origin|lines?\s+(?:through|with)|(?:on|along|in|to|of)\s+(?:the|an?|this|that)\s+(?:\w+\s+)?(?:line|axis|plane|slice)|along|restrict\w*|constrain\w*|"
                   r"without|no\s+(?:intercept|bias|offset|coupling|other)|(?:is|are|be|equals?|stays?|remains?|was|were|kept)\s+(?:at\s+)?(?:set\s+to\s+)?(?:zero|constant|known|given|one)|"
                   r"centred|centered|current|coordinate|alternat\w*|suppos\w*|assum\w*|if|case|start\w*|initial\w*)\b", re.I)
_ONE_IS_ZERO = re.compile(r"\b(?:derivatives?|gradients?|slopes?|ones?|it|both|they|these|which|that)\s+(?:is|are|be)\s+(?:set\s+to\s+)?zero\b", re.I)
# Nothing but that a derivative is zero: "Setting the first derivative to zero gives", "hence", "and the second one vanishes at".
_BARE = re.compile(r"^(?:[\s.,:;]|¤|\b(?:and|hence|thus|then|so|now|finally|next|therefore|consequently|first|second|third|last|latter|former|one|we|setting|set|putting|equating|"
                   r"solving|solve|for|the|this|these|it|that|partial|derivatives?|slopes?|expression|equation|equal|to|zero|vanish(?:es)?|at|when|is|exactly|precisely|gives?|yields?|get|"
                   r"obtain|find|leads|which|results|in|with|respect|by)\b)*$", re.I)
_FORMULA = re.compile(r"\$([^$]*)\$")
_SLOPE = re.compile(r"\\(?:partial|nabla)(?![A-Za-z])|^\s*\\?[A-Za-z]+(?:_\{?\w\}?)?\s*$")  # a derivative or a bare name
NOT_TOLD = "the derivatives vanish together elsewhere, but nothing says that this value is meant for all of them"


def judged(state: State, unknown: Expr, value: Expr) -> Verdict | None:
    """The verdict on a value for one of several numbers by which derivatives of one function were taken, held against the place where all of these
    vanish; None where there are no others, where the value speaks of them, or where the derivatives are not linear."""
    gradient, others = _others(state, unknown)
    unknowns = [unknown, *others]
    if gradient is None or not 1 < len(unknowns) <= MOST or any(speaks_of(value, u) for u in unknowns):
        return None
    system = _system(state, gradient, unknowns)
    if system is None:
        return None
    rates, constants, det = system
    v = judge(state.context, build.mul(det, value), _determinant([[c, *row[1:]] for c, row in zip(constants, rates)]))
    names = ", ".join(called(u) for u in unknowns)
    if v.right:
        return replace(v, evidence=f"the derivatives by {names} vanish there together: {v.evidence}")
    if v.word != V.DIFFERENT:
        return v
    if not _is_for_all(state, others):
        return Verdict(V.UNDECIDED, NOT_TOLD)
    return replace(v, message=f"this is not where the derivatives by {names} vanish together")


def _system(state: State, gradient: Gradient, unknowns: list[Expr]) -> tuple[list[list[Expr]], list[Expr], Expr] | None:
    """The coefficients of the derivatives by these numbers, what these are equal to where the derivatives vanish, and the determinant; None where they
    are not linear, not tied to each other, or not independent."""
    slopes = [build.derivative(gradient.f, u, "column") for u in unknowns]
    rates = [[build.derivative(r, u, "column") for u in unknowns] for r in slopes]
    if not all(state.vanishes(build.derivative(a, u, "column")) for row in rates for a in row for u in unknowns):
        return None
    zeros = tuple((u.data, build.num(0)) for u in unknowns)
    constants = [build.neg(build.substitute(r, zeros)) for r in slopes]
    det = _determinant(rates)
    if state.vanishes(rates[0][1]) or judge(state.context, det, build.num(0), hint=True).word != V.DIFFERENT:
        return None
    return rates, constants, det


def holds(state: State, a: Expr, b: Expr, gradient: Gradient, unknowns: list[Expr]) -> Verdict | None:
    """The verdict on a = b where all derivatives by these numbers vanish; None where that place is not known."""
    system = _system(state, gradient, unknowns) if 1 < len(unknowns) <= MOST else None
    if system is None:
        return None
    rates, constants, det = system
    place = tuple((u.data, build.div(_determinant([[*row[:k], c, *row[k + 1:]] for c, row in zip(constants, rates)]), det)) for k, u in enumerate(unknowns))
    names = ", ".join(called(u) for u in unknowns)
    v = judge(state.context, build.substitute(a, place), build.substitute(b, place))
    return replace(v, evidence=f"where the derivatives by {names} vanish together: {v.evidence}")


def is_held_one(state: State, unknown: Expr, value: Expr) -> bool:
    """May the words give a value to another one of the unknowns, of which this value does not speak: "for a line through the origin"?"""
    _, others = _others(state, unknown)
    others = [o for o in others if o not in state.solved and not speaks_of(value, o)]
    return bool(others) and not speaks_of(value, unknown) and (_has_value(state, others) or _HELD.search(_ONE_IS_ZERO.sub("", state.said)) is not None)


def _others(state: State, unknown: Expr) -> tuple[Gradient | None, list[Expr]]:
    """The last derivative by a number, and the other numbers by which derivatives of the same function were taken."""
    gradient = state.gradient_by(unknown)
    if gradient is None or unknown.op != "var" or not is_scalar(unknown.shape):
        return None, []
    return gradient, [*dict.fromkeys(g.by for g in state.gradients if g.f is gradient.f and g.by.op == "var" and g.by is not unknown
                                     and is_scalar(g.by.shape) and speaks_of(gradient.f, g.by))]


def _is_for_all(state: State, others: list[Expr]) -> bool:
    """Is a value told for the place where all these derivatives vanish, by the words or as another unknown was solved for?"""
    if any(_HELD.search(_ONE_IS_ZERO.sub("", said)) for said in (state.said, state.paragraph)) or _has_value(state, others):
        return False
    said = _FORMULA.sub(lambda m: "¤" if _SLOPE.search(m[1]) else " § ", words.last_sentence(state.since))
    return any(o in state.solved for o in others) or _TOGETHER.search(state.said) is not None or _BARE.match(said) is not None \
        and _HELD.search(_ONE_IS_ZERO.sub("", state.since)) is None


def _has_value(state: State, others: list[Expr]) -> bool:
    """Do the words right before, or a formula of this part that nothing derives, give another unknown a value: "on the line $y = 0$"?"""
    return any(re.search(rf"\$\s*{re.escape(called(o))}\s*(?:=|\\equiv)", said) for o in others if o not in state.solved for said in (state.said, state.since))


def _determinant(rows: list[list[Expr]]) -> Expr:
    total = build.num(0)
    for order in permutations(range(len(rows))):
        product = build.num(1)
        for row, k in zip(rows, order):
            product = build.mul(product, row[k])
        odd = sum(a > b for i, a in enumerate(order) for b in order[i + 1:]) % 2
        total = build.sub(total, product) if odd else build.add(total, product)
    return total
