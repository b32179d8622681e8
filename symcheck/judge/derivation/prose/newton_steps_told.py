r"""Newton steps told among words: "the first Newton step from $w = 0$ is thus $w_1 = 2 (X^\top X)^{-1} X^\top t$".

The place is where the step starts, and nothing that is supposed of the variable. What the step gives is judged by the inverse of the second derivative times
the first there, of the one function that was differentiated by it and that no other is made of. Words that damp or change the step leave it open.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import entries_listed
from symcheck.judge.derivation.names.defining import define
from symcheck.judge.derivation.relations import newton
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.state import speaks_of
from symcheck.judge.derivation.wording import changes_told, reservations
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.documents import Formula
from symcheck.read.names import base_of, label
from symcheck.read.syntax import Script

_FROM = re.compile(r"\b(?:the|a|one|single)\s+(?:(?:first|full|pure|plain|single|one)\s+)*(?:Newton(?:'s|-Raphson)?\s+(?:step|iteration|update)|(?:step|iteration)\s+of\s+Newton's\s+method)\s+"
                   r"(?:(?:started|starting|taken|computed)\s+)?(?:from|at)(?:\s+the\s+(?:point|origin|start))?\s*$", re.I)
# A condition for the step, with which the second derivative has an inverse.
_INVERTIBLE = re.compile(r"\b(?:if|when|as|since|provided(?:\s+that)?)\s+§\s+(?:has\s+full(?:\s+(?:column|row))?\s+rank|is\s+(?:invertible|non-?singular|regular|positive\s+definite))\s*,", re.I)
_GIVES = re.compile(r"^\s*,?\s*(?:is|gives?|yields?|leads?\s+to|reads?|goes\s+to|arrives\s+at|lands\s+at|becomes|brings\s+us\s+to|takes\s+us\s+to)(?:\s+(?:thus|then|therefore|hence|simply|just|now|us))*\s*:?\s*$", re.I)


class NewtonSteps:
    """The step told right before."""

    def __init__(self, chains: Chains):
        self.chains = chains
        self.begun: tuple[int, Expr, Expr] | None = None  # the number of the formula that told the place, the variable and the place

    def rule(self, s: Statement, formula: Formula) -> bool:
        """Take in where such a step starts, or judge what it gives; False where the words tell neither."""
        state, at = self.chains.state, self.chains.meanings.at
        if s.operators != ["="] or None in s.pieces:
            return False
        if _FROM.search(formula.before) is not None and _GIVES.match(formula.after) is not None:
            w = state.read(s.pieces[0])
            place = state.beside(s.pieces[1], w) if w is not None else None
            self.begun = (at, w, place) if place is not None and w.op == "var" and place.shape == w.shape and not speaks_of(place, w) else None
            return self.begun is not None
        begun, self.begun = self.begun, None
        if begun is None or begun[0] != at - 1 or _GIVES.match(formula.before) is None or not self._is_next(s, begun[1]):
            return False
        self._lists_ahead(formula)
        self.chains.meanings.looked_up(s.pieces[1])
        v = self._judged(begun[1], begun[2], s, formula)
        if v is not None:
            self.chains.step(s, 0, v)
        return v is not None

    def _is_next(self, s: Statement, w: Expr) -> bool:
        r"""Is the left side `w_1`, `w^{(1)}`, `w^+`, `w_{new}`, of the same letter?"""
        head = s.pieces[0].syntax
        letter = base_of(head.base) if type(head) is Script and head.base is not None else None
        known = self.chains.state.read(s.pieces[0])
        return letter is not None and label(head.base) == w.data.name and (known is None or known.op == "entry" and not is_scalar(w.shape))

    def _lists_ahead(self, formula: Formula) -> None:
        r"""Take in `t = (t_1, \dots, t_n)^\top`, told later in this sentence, as of the t that the step is made of."""
        meanings = self.chains.meanings
        for f in meanings.document.formulas[meanings.at + 1:meanings.at + 3]:
            if f.display or re.search(r"(?<!i\.e)(?<!e\.g)[.;!?](?:\s|$)", f.before):
                return
            found = statements(meanings.context, f.rows[0]) if "dots" in f.rows[0].text and "=" in f.rows[0].text else []
            if len(found) == 1 and None not in found[0].pieces and len(found[0].pieces) == 2 and not entries_listed.declare(meanings, found[0]) \
                    and self.chains.state.read(found[0].pieces[0]) is None:
                define(meanings, found[0])

    def _judged(self, w: Expr, place: Expr, s: Statement, formula: Formula) -> Verdict | None:
        state = self.chains.state
        said = _INVERTIBLE.sub(" ", re.sub(r"\$[^$]*\$", " § ", self.chains.meanings.survey.sentence(formula)))
        told = state.beside(s.pieces[1], w)
        losses = list(dict.fromkeys(g.f for g in state.gradients if g.by is w and is_scalar(g.f.shape) and g.f.op == "let"))
        losses = [f for f in losses if not any(other is not f and speaks_of(other, f) for other in losses)]
        if told is None or told.shape != w.shape or len(losses) != 1 or not newton.is_meant(said) or reservations.keeps(said) or changes_told.here(said):
            return Verdict(V.UNDECIDED, "of which function this is a Newton step the words do not say, or it could not be read")
        slope = build.derivative(losses[0], w, "column")
        bend = build.derivative(slope, w, "column")
        step = build.div(slope, bend) if is_scalar(w.shape) else build.mul(build.inverse(bend), slope) if len(bend.shape) == 2 else None
        if step is None:
            return None
        reached = build.substitute(build.sub(w, step), ((w.data, place),))
        v = judge(state.context, reached, told)
        return Verdict(V.DIFFERENT, v.evidence, message="a Newton step from there gives something else", counterexample=v.counterexample) if v.word == V.DIFFERENT else v
