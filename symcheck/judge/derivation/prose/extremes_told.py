r"""Places at which words say that something is largest or smallest: "it is steepest where $p(x) = \frac12$, i.e. at $x = -b/a$". The equation is
no claim that holds everywhere; another form of it right after is judged by it."""

from __future__ import annotations

import re

from symcheck.expr import build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import Equation, names_in, speaks_of
from symcheck.judge.judging import judge
from symcheck.judge.verdict import DIFFERENT

# "it is steepest where", "attains its maximum exactly when", "is least at points with", right before the equation of the place.
_EXTREME = re.compile(r"\b(?:largest|smallest|greatest|biggest|steepest|flattest|strongest|weakest|fastest|slowest|highest|lowest|least|most\s+\w+|maximal|minimal|maximum|minimum|"
                      r"maximi[sz]ed|minimi[sz]ed|peaks?|attained|reached|occurs?|inflection(?:\s+point)?|crosse[sd])(?:\s+(?:there|value|slope|of\s+all))?\s*,?\s*"
                      r"(?:exactly\s+|precisely\s+|just\s+|only\s+)?(?:where|when|at\s+(?:the\s+)?(?:points?|places?)\s+(?:where|with|at\s+which))\s*$", re.I)
# ", i.e. at", "that is, when", between that equation and another form of it.
_OTHER_FORM = re.compile(r"[\s,;(]*(?:or\s+)?(?:i\.\s?e\.|that\s+is|which\s+is|namely|so|hence|equivalently|in\s+other\s+words|which\s+means)[\s,]*"
                         r"(?:exactly\s+)?(?:at|when|where|for|if)?\s*$", re.I)


class Extremes:
    """The equation of the last such place, and the number of its formula."""

    def __init__(self, chains: Chains):
        self.chains, self.state = chains, chains.state
        self.equation: tuple[int, Equation | None] = -9, None

    def place(self, s: Statement, before: str) -> bool:
        """Take the equation of a place at which something is largest; not of a variable, which has that value then."""
        if len(s.pieces) != 2 or s.operators != ["="] or None in s.pieces or _EXTREME.search(before) is None:
            return False
        x = self.state.read(s.pieces[0])
        y = self.state.beside(s.pieces[1], x) if x is not None else None
        if x is None or y is None or x.op == "var" or not is_scalar(x.shape) or x.shape != y.shape or judge(self.state.context, x, y, hint=True).right:
            return False
        self.equation = self.chains.meanings.at, Equation(x, y, s.line())
        return True

    def other_form(self, s: Statement, before: str) -> None:
        """Judge `i.e. at $x = -b/a$` by the equation right before: that has to hold there."""
        at, e = self.equation
        if e is None or at != self.chains.meanings.at - 1 or _OTHER_FORM.fullmatch(before) is None or len(s.pieces) != 2 or None in s.pieces:
            return
        x = self.state.read(s.pieces[0])
        y = self.state.beside(s.pieces[1], x) if x is not None else None
        if x is None or y is None or x.op != "var" or x.shape != y.shape or speaks_of(y, x) or x.data.name not in names_in(e.lhs) | names_in(e.rhs):
            return
        verdict = judge(self.state.context, *(build.substitute(side, ((x.data, y),)) for side in (e.lhs, e.rhs)))
        if verdict.right or verdict.word == DIFFERENT:
            self.chains.step(s, 0, verdict, reason="the equation before holds there" if verdict.right else "")
