"""Statements in prose that are judged, each as a chain of its own which the chain around it does not notice."""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.chains import implied, introductions, linking
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names.equations_read import is_misfit
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.names.sizes_settled import are_declared
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.relations import derivatives_written
from symcheck.judge.derivation.relations.link import EQUALITIES
from symcheck.judge.derivation.rows.statements import ORDER, Statement
from symcheck.judge.derivation.solving import equations as E
from symcheck.judge.derivation.solving import multipliers
from symcheck.judge.derivation.state import (
    Chain,
    Equation,
    Gradient,
    State,
    names_in,
    speaks_of,
    undecorated,
    variable_of,
)
from symcheck.judge.derivation.wording import words
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import DIFFERENT, Verdict
from symcheck.read.syntax import Accent, Script

# "Setting this to zero gives", "if we equate the derivative to zero we get", right before what it gives.
_SET_GIVES = re.compile(r"\b(?:set(?:ting)?|equat(?:e|ing)|put(?:ting)?)\s+(?:this|that|it|the\s+(?:\w+\s+)?(?:derivative|gradient|slope)|(?:its|both)\s+\w+)\s+(?:equal\s+)?(?:to|with)\s+"
                        r"(?:zero|\$0\$)[\s,]*(?:(?:gives?|yields?|shows?\s+that|leads\s+to|results\s+in|means|implies|(?:we|one)\s+(?:gets?|obtains?|finds?|sees?))(?:\s+that)?)\s*:?\s*$", re.I)


class Remarks:
    """Claims, solutions and updates among the words."""

    def __init__(self, state: State, meanings: Meanings, chains: Chains, suppositions: Suppositions):
        self.state, self.meanings, self.chains, self.suppositions = state, meanings, chains, suppositions
        self.last: tuple[int, Chain | None] = (-9, None)  # the number of the last formula judged among words, and its chain

    def aside(self, s: Statement, start: int = 0) -> None:
        """A statement in prose, from piece `start` on, as a chain that the one around it does not notice."""
        with self.chains.apart():
            self.chains.chain = Chain(s.pieces[0], s.pieces[start])
            self.last = self.meanings.at, self.chains.chain
            for k, op in enumerate(s.operators):
                if s.pieces[k + 1] is None or k < start:
                    continue
                if op in EQUALITIES or op == r"\approx" and self.meanings.instances.open:
                    linking.link(self.chains, s, k)
                elif op == r"\propto":
                    self._bound(s, k)
                elif op in ORDER and k and not start and {*s.operators[:k]} <= EQUALITIES:
                    self._bound(s, k)

    def _bound(self, s: Statement, k: int) -> None:
        r"""`$v^\top H v = \sum_i p_i (x_i^\top v)^2 \ge 0$`: the bound at the end of a claim, a step only where it is decided."""
        steps = self.chains.outcome.steps
        known = len(steps)
        linking.link(self.chains, s, k)
        if not all(step.verdict.right or step.verdict.word == DIFFERENT for step in steps[known:]):
            del steps[known:]

    def aside_if_decided(self, s: Statement) -> bool:
        """A statement that may rest on what was not understood: a step only where it is decided."""
        known = len(self.chains.outcome.steps)
        self.aside(s)
        decided = all(step.verdict.right or step.verdict.word == DIFFERENT for step in self.chains.outcome.steps[known:])
        if not decided:
            del self.chains.outcome.steps[known:]
        return decided

    def recurring(self, s: Statement) -> None:
        """`so $v_2 = \\beta g_0 + g_1$`: a claim about iterates."""
        with self.chains.apart():
            self.chains.recurring(s)

    def as_displayed(self, s: Statement) -> None:
        """An update or an equation of optima in prose, judged as in a display; the chain around it does not notice."""
        with self.chains.apart():
            self.chains.statement(s, alone=False)

    def deduction(self, found: list[Statement]) -> None:
        r"""`$\nabla L(\mu) = 0 \iff \mu = \bar x$` in prose: judged as in a display."""
        with self.chains.apart():
            for k, s in enumerate(found):
                self.chains.leads_on = any(t.logic for t in found[k + 1:])
                implied.declare(self.chains, s, found[k + 1] if k + 1 < len(found) else None)
                self.chains.statement(s, alone=False)
                implied.settle(self.chains, s)
            self.chains.leads_on = False

    def solution(self, s: Statement) -> None:
        """`so $\\hat w = ..$`: checked against the equation, then a definition."""
        with self.chains.apart():
            introductions.solution(self.chains, s)
            self.last = self.meanings.at, self.chains.chain

    def vanishing(self, s: Statement) -> bool:
        """`The derivative is zero for $w = ..$`: a solution like one in a display."""
        x = self.state.read(s.pieces[0])
        y = self.state.read(s.pieces[1], x) if s.pieces[1] is not None else None
        if x is None or y is None or x.shape != y.shape:
            return False
        gradient = self._by_last_display(x) or (self.state.gradients[-1] if self.state.gradients else next(
            (Gradient(f, x) for f in self.state.losses_of(x)), None))
        if gradient is not None and x.op == "var" and not speaks_of(y, gradient.by) and gradient.by is not x:
            gradient = self.state.gradient_by(x)  # "they vanish at $x = 1$ and $y = 2$"
        if gradient is None or not any(speaks_of(e, gradient.by) for e in (x, y)):
            return False
        if x.op == "let" and x is gradient.by:  # a name with a definition: as a variable of its own
            v = build.var(x.data)
            found = E.solution(self.state, v, y, [], Gradient(exchanged(gradient.f, x, v), v))
            if found is not None:
                self.chains.step(s, 0, found)
            return True
        kept, near = list(self.state.equations), self.state.near
        self.state.equations.append(E.stationary(gradient, s.line()))
        self.state.near = True
        self.aside(s)
        self.state.equations[:], self.state.near = kept, near
        return True

    def _by_last_display(self, x: Expr) -> Gradient | None:
        r"""Of `f(x - \\alpha g) = ..`, "which is minimized by $\\alpha = ..$": the derivative by a variable that was not differentiated by
        before, of what the display right before is about."""
        chain, before = self.chains.chain, self.meanings.document.formulas[self.meanings.at - 1] if self.meanings.at else None
        if x.op != "var" or before is None or not before.display or chain is None or chain.unread or any(g.by is x for g in self.state.gradients):
            return None
        f = self.state.read(chain.head)
        return Gradient(f, x) if f is not None and is_scalar(f.shape) and speaks_of(f, x) else None

    def solved(self, s: Statement) -> None:
        """`Setting this to zero, $\\Lambda^{-1} = S / N$`: drawn from the last derivative."""
        unknown = self.state.read(s.pieces[0])
        gradient = self.state.gradient_by(unknown) if unknown is not None else None
        gradient = gradient or self.state.gradients[-1]
        if gradient.by.op in ("entry", "item"):  # by all entries, where that was taken too
            gradient = next((g for g in reversed(self.state.gradients) if g.f is gradient.f and g.by is variable_of(gradient.by)), gradient)
        if gradient.f.op == "let" and "'" in gradient.f.data.name:
            self.chains.outcome.passed_over(s.line(), s.cut(len(s.pieces)).text.strip())
            return
        exprs = [e for p in s.pieces if (e := self.state.read(p)) is not None]
        if any(speaks_of(e, gradient.by) for e in exprs):
            if not any(e.unknown in (None, gradient.by) for e in self.state.about(gradient.by)):
                self.state.equations.append(E.stationary(gradient, s.line()))
                self.chains.equation_at = self.chains.displays
            self.state.near = True
            if not self._named_value(s, gradient):
                self.aside(s)
        else:
            self.at_known_place(s)

    def at_known_place(self, s: Statement) -> None:
        r"""Judge `A^\top A \hat x = A^\top b` of a \hat x of which the document tells further on what it is: right where it holds of that, wrong where its shapes
        do not fit; else that further on may be to blame."""
        if not any(undecorated(x) is not None for p in s.pieces if p is not None for x in p.syntax.walk() if type(x) in (Accent, Script)):
            return
        exprs = [self.state.read(p) for p in s.pieces if p is not None]
        if None not in exprs and len(exprs) == 2 and exprs[0].shape == exprs[1].shape:
            v = judge(self.state.context, *exprs)
            if v.right:
                self.chains.step(s, 0, v, reason="holds of what it is told to be")
        elif any(p is not None and is_misfit(self.state.context, p) and are_declared(self.meanings, p) for p in s.pieces):
            self.aside(s)

    def _named_value(self, s: Statement, gradient: Gradient) -> bool:
        """Of `Setting this to zero gives $p = y$`, p a name with a definition that the unknown is a part of: right where it is the derivative
        set to zero, or follows from it."""
        x, y = (self.state.read(p) if p is not None else None for p in s.pieces[:2])
        if len(s.pieces) != 2 or x is None or y is None or x.op != "let" or x.shape != y.shape or not speaks_of(x, gradient.by) \
                or _SET_GIVES.search(self.state.said) is None:
            return False
        v = E.follows(self.state, x, y, [E.stationary(gradient, s.line())])
        if v is None or not v.right:
            return False
        self.chains.step(s, 0, v, reason="the derivative set to zero")
        return True

    def follows(self, s: Statement, before: str) -> bool:
        """Is this a value for the unknown of an equation set up, drawn and not supposed?"""
        x, y = (self.state.read(p) if p is not None else None for p in s.pieces[:2])
        if x is not None and y is not None and x.op == "entry" and variable_of(x) in self.state.solved and not speaks_of(y, variable_of(x)):
            return words.CONCLUDES.search(words.SENTENCES.split(before)[-1]) is not None  # `so $a_i = ..$` with the multiplier found
        about = self.state.about(x) if x is not None else []
        held = {n for e in about for n in names_in(e.lhs) | names_in(e.rhs)}
        return x is not None and y is not None and x.op == "var" and not speaks_of(y, x) \
            and any(e.unknown is None or e.unknown is x or names_in(y) <= held for e in about) and words.SOLVES.search(words.SENTENCES.split(before)[-1]) is not None \
            and not words.SUPPOSED.search(before)

    def zero_derivative(self, s: Statement) -> bool:
        r"""`$\\frac{\\partial L}{\\partial A} = 0$ gives`: set up."""
        x, y = self.state.read(s.pieces[0]), s.pieces[1]
        zero = x is not None and len(s.pieces) == 2 and self.state.beside(y, x)
        if not zero or not zero.is_zero or not derivatives_written.has_derivative(x) or not self.set_up(s):
            return False
        self.state.near = True
        return True

    def stationarity(self, s: Statement) -> bool:
        """Judge `Gradient: $-2X^\\top(y - Xw) + 2\\lambda w = 0$` against the derivative of the last optimum's objective, a factor aside, and set it up;
        False where there is no such optimum."""
        best = next(reversed(self.state.optima.values()), None)
        x = self.state.read(s.pieces[0])
        if x is None and best is not None and is_misfit(self.state.context, s.pieces[0]):
            self.chains.step(s, 0, Verdict(DIFFERENT, "the shapes do not fit", message="the shapes of this do not fit together"))
            return True
        y = self.state.read(s.pieces[1], x) if x is not None else None
        if best is None or y is None or not y.is_zero or x.shape != best.by.shape or derivatives_written.has_derivative(x) or not speaks_of(x, best.by):
            return False
        gradient = Gradient(best.objective, best.by)
        stationary = E.stationary(gradient, s.line())
        v = E.follows(self.state, x, E.zero_like(x), [stationary])
        if v is None or not v.right and v.word != DIFFERENT:
            return False
        self.chains.step(s, 0, v, reason="the derivative of the objective" if v.right else "")
        self.state.gradients.append(gradient)
        self.state.equations.append(Equation(x, E.zero_like(x), s.line(), best.by) if v.right else stationary)
        return True

    def multiplier(self, s: Statement, before: str) -> bool:
        r"""`The constraint $X X^\top \nu = y$ gives $\nu = ..$` at a solution in which the multiplier stands: judged; False where there is none."""
        x, y = (self.state.read(p) if p is not None else None for p in s.pieces[:2])
        if x is None or y is None:
            return False
        if x.op == "var" and not speaks_of(y, x) and multipliers.fixed(self.state, x, y) is not None:
            self.state.near = True
            self.aside(s)
            return True
        at = multipliers.at_solution(self.state, x, y) if len(s.pieces) == 2 and words.CONSTRAINT.search(before) else None
        v = E.follows(self.state, x, y, [Equation(at, E.zero_like(at), s.line())]) if at is not None else None
        if v is not None:
            self.chains.step(s, 0, v, reason="the constraint at the solution" if v.right else "")
        return v is not None

    def set_up(self, s: Statement) -> bool:
        """`Setting $\\nabla L = 0$ gives`: an equation that holds from here on. Is it one with zero?"""
        x = self.state.read(s.pieces[0])
        y = self.state.read(s.pieces[1], x)
        if x is None or y is None:
            return False
        zero = x.is_zero or y.is_zero
        x, y = (E.zero_like(y), y) if x.is_zero else (x, E.zero_like(x) if y.is_zero else y)
        gradient = E.sets_up(self.state, x, y, None)
        if gradient is not None:
            self.state.saw(x, y)
            self.state.equations.append(Equation(x, y, s.line(), gradient.by))
            self.chains.equation_at = self.chains.displays
        return zero and (gradient is not None or derivatives_written.has_derivative(x) or derivatives_written.has_derivative(y))
