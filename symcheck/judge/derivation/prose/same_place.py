r"""A place said to be another one at some value: ", i.e. it is $\hat w$ for the choice $\lambda = \frac{s^2}{n \tau^2}$", right after an equation
that the place solves. It is judged by putting \hat w at this value into that equation."""

from __future__ import annotations

import re

from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.solving import equations as E
from symcheck.judge.derivation.state import speaks_of
from symcheck.judge.mistakes.places import exchanged

# "it is", "which coincides with the ridge solution", right before the name of the other place.
_IT_IS = re.compile(r"\b(?:it|this|that|which)\s+(?:(?:therefore|thus|then|also|hence)\s+)?(?:is|equals|coincides\s+with|agrees\s+with|recovers)"
                    r"(?:\s+(?:exactly|just|precisely|again|nothing\s+but|the\s+same\s+as|equal\s+to|identical\s+to|our|"
                    r"the\s+(?:\w+\s+){0,2}(?:solution|estimator|estimate|minimi[sz]er)))*\s*$", re.I)
# "for the choice", between that name and the value.
_AT_VALUE = re.compile(r"^\s*,?\s*(?:for|with|at|when|if)(?:\s+the)?(?:\s+(?:particular|special|penalty|regulari[sz]ation))?"
                       r"(?:\s+(?:choice|value|parameter|strength|weight))?(?:\s+of)?\s*$", re.I)


def judged(meanings: Meanings, chains: Chains, s: Statement, before: str) -> bool:
    """Judge that a place is another at the value given; False where the words say no such thing, or it is not decided."""
    state, at = meanings.state, meanings.at
    formulas = meanings.document.formulas
    if at < 2 or _AT_VALUE.match(before) is None or _IT_IS.search(formulas[at - 1].before) is None or formulas[at - 1].display \
            or len(s.pieces) != 2 or None in s.pieces or not state.equations:
        return False
    equation, lines = state.equations[-1], [row.locate(0)[0] for row in formulas[at - 2].rows]
    name = state.context_read(formulas[at - 1].rows[0].text)
    letter, value = state.read(s.pieces[0]), state.read(s.pieces[1])
    if equation.unknown is None or equation.line not in lines or name is None or name.op != "let" or letter is None or value is None \
            or letter.op != "var" or letter.shape != value.shape or name.shape != equation.unknown.shape:
        return False
    place = state.solved.get(name.args[0]) if name.args[0].op == "var" else name.args[0]  # another name of w, with what w was found to be
    v = None if place is None or not speaks_of(place, letter) else E.solution(
        state, equation.unknown, exchanged(place, letter, value), [equation], None)
    if v is None or not v.right and v.word != V.DIFFERENT:
        return False
    chains.step(s, 0, v, reason="solves the equation of this place" if v.right else "")
    return True
