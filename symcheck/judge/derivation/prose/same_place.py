r"""A place said to be another one at some value: ", i.e. it is $\hat w$ for the choice $\lambda = \frac{s^2}{n \tau^2}$", right after an equation
that the place solves. It is judged by putting \hat w at this value into that equation; after a display, "this shows that the mode is $\hat w$ with
$\lambda = \frac{\sigma^2}{\tau^2}$", into the derivative of what the display ends with."""

from __future__ import annotations

import re

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.prose.places_told import CONSTRAINED
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.solving import equations as E
from symcheck.judge.derivation.state import Gradient, State, speaks_of
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict
from symcheck.read.documents import Formula

# "it is", "which coincides with the ridge solution", right before the name of the other place.
_IT_IS = re.compile(r"\b(?:it|this|that|which)\s+(?:(?:therefore|thus|then|also|hence)\s+)?(?:is|equals|coincides\s+with|agrees\s+with|recovers)"
                    r"(?:\s+(?:exactly|just|precisely|again|nothing\s+but|the\s+same\s+as|equal\s+to|identical\s+to|our|"
                    r"the\s+(?:\w+\s+){0,2}(?:solution|estimator|estimate|minimi[sz]er)))*\s*$", re.I)
# "shows that the mode is", "its minimiser equals", right before the name of the other place.
_MODE_IS = re.compile(r"\b(?:the|its|whose|this)\s+(?:(?:unique|only|posterior|penali[sz]ed)\s+){0,2}(?:modes?|maximi[sz]er|minimi[sz]er|maximum|minimum|optimum|"
                      r"MAP(?:\s+(?:estimate|estimator|solution))?|stationary\s+point)\s+(?:(?:therefore|thus|then|also|hence)\s+)?"
                      r"(?:is|equals|coincides\s+with|agrees\s+with)(?:\s+(?:exactly|just|precisely|again|nothing\s+but|the\s+same\s+as|equal\s+to|our|"
                      r"the\s+(?:\w+\s+){0,2}(?:solution|estimator|estimate|minimi[sz]er)))*\s*$", re.I)
# "for the choice", between that name and the value.
_AT_VALUE = re.compile(r"^\s*,?\s*(?:for|with|at|when|if)(?:\s+the)?(?:\s+(?:particular|special|penalty|regulari[sz]ation))?"
                       r"(?:\s+(?:choice|value|parameter|strength|weight))?(?:\s+of)?\s*$", re.I)


def judged(meanings: Meanings, chains: Chains, s: Statement, before: str) -> bool:
    """Judge that a place is another at the value given; False where the words say no such thing, or it is not decided."""
    state, at = meanings.state, meanings.at
    formulas = meanings.document.formulas
    if at < 2 or _AT_VALUE.match(before) is None or formulas[at - 1].display or len(s.pieces) != 2 or None in s.pieces:
        return False
    name, letter, value = state.context_read(formulas[at - 1].rows[0].text), state.read(s.pieces[0]), state.read(s.pieces[1])
    if name is None or name.op != "let" or letter is None or value is None or letter.op != "var" or letter.shape != value.shape:
        return False
    place = state.solved.get(name.args[0]) if name.args[0].op == "var" else name.args[0]  # another name of w, with what w was found to be
    if place is None or not speaks_of(place, letter):
        return False
    there = exchanged(place, letter, value)
    if _IT_IS.search(formulas[at - 1].before) is not None:
        v = _solves(state, there, [row.locate(0)[0] for row in formulas[at - 2].rows])
    elif _MODE_IS.search(formulas[at - 1].before) is not None and _follows_display(formulas[:at - 1]):
        v = _is_stationary(chains, there)
    else:
        return False
    if v is None or not v.right and v.word != V.DIFFERENT:
        return False
    chains.step(s, 0, v, reason="solves the equation of this place" if v.right else "")
    return True


def _follows_display(formulas: tuple[Formula, ...]) -> bool:
    r"""Is the last of these a display, or right behind one, as the `2 \sigma^2` of "Multiplication by $2 \sigma^2$ shows that the mode is"?"""
    last = formulas[-1]
    return last.display or len(formulas) > 1 and formulas[-2].display and not any(re.search(r"[=<>]", row.text) for row in last.rows)


def _solves(state: State, place: Expr, lines: list[int]) -> Verdict | None:
    """Does a place solve the last equation, where that stands on one of these lines?"""
    equation = state.equations[-1] if state.equations else None
    if equation is None or equation.unknown is None or equation.line not in lines or place.shape != equation.unknown.shape:
        return None
    return E.solution(state, equation.unknown, place, [equation], None)


def _is_stationary(chains: Chains, place: Expr) -> Verdict | None:
    """Is the derivative of what the last display ends with zero at a place, by the one variable of that shape by which derivatives were taken?"""
    state, chain = chains.state, chains.chain
    f = None if chain is None or chain.wrong or chain.unread or chain.misfit else state.read(chain.last)
    if f is None or not is_scalar(f.shape) or CONSTRAINED.search(state.since) is not None:
        return None
    taken = dict.fromkeys([o.by for o in state.optima.values()] + [g.by for g in state.gradients])
    held = [by for by in taken if by.op == "var" and by.shape == place.shape and speaks_of(f, by)]
    return E.solution(state, held[0], place, [], Gradient(f, held[0])) if len(held) == 1 and not speaks_of(place, held[0]) else None
