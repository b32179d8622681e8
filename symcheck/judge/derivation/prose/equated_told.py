r"""Two sides that words make equal, and what that gives: "the best choice balances the two terms, $1 - tm = tM - 1$, hence $t = \frac{2}{m + M}$". The equation is
none that always holds, and the value right behind has to solve it. What was chosen so may be chosen anew: "for $t = 1 / M$ we have"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains import linking
from symcheck.judge.derivation.names.defining import define
from symcheck.judge.derivation.prose.equation import Equation as Told
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.relations import eigenbasis
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.solving import equations
from symcheck.judge.derivation.state import Chain, Equation, speaks_of, undecorated
from symcheck.judge.derivation.wording import words
from symcheck.read.context import Piece

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

_TWO = r"(?:both|the\s+two|these\s+two|two|these|them|they|ends?|the\s+\w+\s+ends|extremes?)"
# Right before the equation: "makes both equal,", "balances the two terms,", "where they are equal,", "equating the two gives".
_EQUAL = re.compile(rf"\b(?:(?:makes?|made|making|sets?|setting|renders?|with)\s+(?:{_TWO}\b[^.;:$]{{0,40}}\s)?equal(?:\s+in\s+\w+)?|(?:balanc\w+|equat\w+|equali[sz]\w+)\s+{_TWO}\b[^.;:$]{{0,40}}?|"
                    rf"(?:{_TWO}|which|curves?|lines?|graphs?|terms|values|numbers|factors|functions|branches|pieces|sides|moduli)\s+(?:(?:are|become|have\s+to\s+be|must\s+be)\s+equal|balance|coincide|agree|meet|intersect|cross))"
                    r"\s*[,:(]?\s*(?:(?:i\.\s?e\.|that\s+is|so|when|if|where|at|gives?|means|yields?)[\s,:]*)?$", re.I)
_DENIED = re.compile(r"n't\b|\b(?:not|never|cannot|no|unless|neither|would|could)\b", re.I)
# Between the equation and what it gives.
_GIVES = re.compile(r"^[\s,;:).]*(?:and\s+)?(?:(?:which|this|that)\s+)?(?:(?:gives?|yields?|leads\s+to|means|implies|happens\s+(?:at|for)|is\s+solved\s+by|is\s+the\s+case\s+for|holds\s+for)|hence|so(?:\s+that)?|thus|therefore|"
                    r"then|i\.\s?e\.|that\s+is|giving|or|whence|namely|at)(?:[\s,:]+(?:that|we|have|get|find|obtain|the|our|its|best|optimal|step|size|value|choice|is|for|at|a|it|gives?|point))*[\s,:]*$", re.I)
# "so $t = ..$" is said of the choice made before.
_OF_IT = re.compile(r"\b(?:so|hence|thus|therefore|gives?|yields?|get|obtain|find|that\s+is|then|indeed|because|since|as)\b[\s,:]*$", re.I)


class Equated:
    """The equation right before, and the names that got their value from one."""

    def __init__(self, chains: Chains, suppositions: Suppositions):
        self.chains, self.suppositions = chains, suppositions
        self.at, self.equation = -9, None
        self.chosen: set[str] = set()
        chains.equated = self

    def rule(self, e: Told) -> bool:
        """Take an equation among words that sets two sides equal, what it gives, or another choice of what it gave."""
        s, meanings = e.s, self.chains.meanings
        if not s.operators or s.operators[0] != "=" or None in s.pieces:
            return False
        if start := self.begun(s, e.before):
            for k in range(start, len(s.operators)):
                linking.link(self.chains, s, k)
            return True
        if self._anew(e):
            return True
        sentence = words.SENTENCES.split(meanings.survey.sentence(e.formula))[-1]
        if len(s.pieces) != 2 or _EQUAL.search(re.sub(r"\s+", " ", e.before)) is None or _DENIED.search(re.sub(r"\$[^$]*\$", " ", sentence)):
            return False
        x, y = (self.chains.state.read(p) for p in s.pieces)
        if x is None or y is None or not is_scalar(x.shape) or not is_scalar(y.shape) or "var" in (x.op, y.op) or "let" in (x.op, y.op):
            return False
        self.at, self.equation = meanings.at, Equation(x, y, s.line())
        return True

    def begun(self, s: Statement, before: str) -> int:
        """How many links of a statement are judged, as the value of what the equation right before gives."""
        state, at = self.chains.state, self.chains.meanings.at
        if self.equation is None or at != self.at + 1 or not s.operators or s.operators[0] != "=" or None in s.pieces[:2] or _GIVES.match(before) is None:
            return 0
        bare = undecorated(s.pieces[0].syntax)
        unknown = state.read(Piece(bare, s.pieces[0].source) if bare is not None else s.pieces[0])
        value = state.read(s.pieces[1])
        if unknown is None or unknown.op != "var" or value is None or not is_scalar(value.shape) or speaks_of(value, unknown) \
                or not any(speaks_of(e, unknown) for e in self.equation[:2]):
            return 0
        v = equations.solution(state, unknown, value, [self.equation], None)
        if v is None or not (v.right or v.word == V.DIFFERENT):
            return 0
        basis = eigenbasis.found(self.chains, *self.equation[:2], value)
        with eigenbasis.known(state, basis.tied if basis is not None else frozenset()):
            self.chains.step(s, 0, v, reason="solves the equation" if v.right else "")
        self.at, self.equation = -9, None
        if define(self.chains.meanings, s) is None and bare is None:
            self.chosen.add(unknown.data.name)
        self.chains.chain = Chain(s.pieces[0], s.pieces[1], not v.right)
        return 1

    def is_chosen(self, e: Expr) -> bool:
        """Is this made of what was chosen, and may be chosen anew?"""
        return any(n.op == "let" and n.data.name in self.chosen for n in e.walk())

    def _anew(self, e: Told) -> bool:
        r"""`With $t = 1 / M$`: another value of what was chosen before, to the end of the sentence."""
        state, s = self.chains.state, e.s
        held = state.read(s.pieces[0])
        if held is None or held.op != "let" or held.data.name not in self.chosen or len(s.pieces) != 2 or _OF_IT.search(e.before) \
                or self.chains.meanings.instances.open and self.chains.meanings.instances.is_numeric(s.pieces[1]):
            return False
        value = state.read(s.pieces[1])
        if value is None or not is_scalar(value.shape) or speaks_of(value, held) or state.vanishes(build.sub(held, value)):
            return False
        self.suppositions.told_at = self.chains.meanings.at
        return self.suppositions.held.another(held, build.let(held.data, value))


__all__ = ["Equated"]
