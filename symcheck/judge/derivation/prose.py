"""Mathematics in prose: what declares, defines, sets up or claims something, as the words around it tell."""

from __future__ import annotations

from symcheck.judge.derivation import equations as E
from symcheck.judge.derivation import links, models, rephrasing, words
from symcheck.judge.derivation.chains import Chains
from symcheck.judge.derivation.fresh import (
    is_identity,
    is_known_function,
    is_settled,
    is_variable,
    meaning_here,
)
from symcheck.judge.derivation.heads import arguments, is_constant, is_operator
from symcheck.judge.derivation.links import EQUALITIES
from symcheck.judge.derivation.meanings import Meanings
from symcheck.judge.derivation.state import Chain, Equation, State
from symcheck.judge.derivation.statements import ORDER, Statement, statements
from symcheck.judge.equality import judge
from symcheck.read.context import Context
from symcheck.read.documents import Formula
from symcheck.read.names import base_of
from symcheck.read.syntax import Number
from symcheck.text import Source, SymcheckError


class Prose:
    """The words since the last display, and the formulas among them."""

    def __init__(self, state: State, meanings: Meanings, chains: Chains):
        self.state, self.meanings, self.chains = state, meanings, chains
        self.words = ""
        self.waiting: list[Statement] = []  # definitions that need names explained after them

    @property
    def context(self) -> Context:
        return self.state.context

    def inline(self, formula: Formula) -> None:
        """Mathematics in prose: what declares or defines counts, the rest is not judged."""
        for row in formula.rows:
            try:
                found = statements(self.context, row)
            except SymcheckError:
                continue
            s = next((s for s in found if s.operators), None)
            if s is None:
                continue
            op = s.operators[0]
            if s.declares or op in ORDER:
                self.meanings.declare(row) or self.meanings.declare_joined(row)
            elif op in EQUALITIES and s.pieces[0] is not None:
                for one in found:
                    if one.operators and one.operators[0] in EQUALITIES and one.pieces[0] is not None:
                        self.inline_equation(one, formula)

    def inline_equation(self, s: Statement, formula: Formula) -> None:
        """An equation in prose: a model, a definition, an equation set up, an assumption; else no matter."""
        if s.pieces[1] is not None:
            self.chains.chain, kept = Chain(s.pieces[0], s.pieces[0]), self.chains.chain
            self.meanings.own = arguments(s.pieces[0].syntax)
            self.meanings.looked_up(s.pieces[1])
            self.chains.chain, self.meanings.own = kept, set()
        if s.pieces[1] is not None and self.meanings.densities > 1 and models.written_density(self.state, s):
            return
        if is_operator(s.pieces[0].syntax) or models.law_of(self.state, s) or self.observed(s):
            return
        before, fresh = formula.before, meaning_here(self.state, s)
        variable = is_variable(self.state, s.pieces[0])
        if fresh is None and self.state.equations and words.NORMAL.search(before):
            self.aside(s)
        elif fresh is None and words.SETS.search(before[-60:]) and len(s.pieces) == 2:
            self.set_up(s)
        elif fresh == "solution":
            self.chains.ended()
            kept = self.chains.chain
            self.chains.introduce_solution(s)
            self.chains.ended()
            self.chains.chain = kept
        elif fresh == "definition" and not words.HOPED.search(before) and (
                not variable or words.DEFINES.search(self.words) and not words.CASE.search(before)
                and type(s.pieces[1].syntax) is not Number):
            if self.meanings.define(s, bare=True) is not None:
                self.waiting.append(s)
        elif fresh is None and s.pieces[1] is not None and (
                words.WITH.search(before) and is_constant(s.pieces[1].syntax)
                or words.SUCH.search(before) and is_variable(self.state, s.pieces[1])
                and not is_settled(self.state, s.pieces[0])):
            self.meanings.declare(s.cut(2))
        elif fresh is None and s.pieces[1] is not None:
            self.inline_claim(s, before)
            name, body = self.state.read(s.pieces[0]), self.state.read(s.pieces[1])
            if name is not None and name.op == "let" and body is not None and body.shape == name.shape \
                    and judge(self.context, name, body, hint=True).right:
                rephrasing.rephrase(self.context, name, body)

    def inline_claim(self, s: Statement, before: str) -> None:
        """A derivative stated in prose is a step like one in a display, unless it is only supposed."""
        head, value = self.state.read(s.pieces[0]), self.state.read(s.pieces[1])
        if head is None or value is not None and E.is_zero(value) or words.SUPPOSED.search(before):
            return
        known = head.op == "let" or is_known_function(self.state, s.pieces[0].syntax) or (
            words.REASON.search(self.words) and is_identity(self.state, head)) or (
            value is not None and words.FACT.search(before) and not is_constant(s.pieces[1].syntax)
            and "var" not in (head.op, value.op) and not self.state.optima)
        if links.has_derivative(head) or known and value is not None:
            self.aside(s)

    def aside(self, s: Statement) -> None:
        """A statement in prose as a chain of its own, which the chain around it does not notice."""
        kept = self.chains.chain
        self.chains.ended()
        self.chains.chain = Chain(s.pieces[0], s.pieces[0])
        for k, op in enumerate(s.operators):
            if op in EQUALITIES and s.pieces[k + 1] is not None:
                self.chains.link(s, k)
        self.chains.ended()
        self.chains.chain = kept

    def observed(self, s: Statement) -> bool:
        """`we observe $Y = y$`: y is a value of Y."""
        if len(s.pieces) != 2 or s.pieces[1] is None:
            return False
        left, right = self.state.read(s.pieces[0]), self.state.read(s.pieces[1])
        named = base_of(s.pieces[1].syntax)
        if left is None or left.op != "var" or right is not None or named is None \
                or left.data.name not in self.context.laws:
            return False
        return self.meanings.declare(Source(models.declaration(s.text(1), left), s.row.name, s.line()))

    def set_up(self, s: Statement) -> None:
        """`Setting $\\nabla L = 0$ gives`: an equation that holds from here on."""
        x = self.state.read(s.pieces[0])
        y = self.state.read(s.pieces[1], x)
        if x is None or y is None:
            return
        x, y = (E.zero_like(y), y) if E.is_zero(x) else (x, E.zero_like(x) if E.is_zero(y) else y)
        gradient = E.sets_up(self.state, x, y, None)
        if gradient is not None:
            self.state.saw(x, y)
            self.state.equations.append(Equation(x, y, s.line(), gradient.by))
            self.chains.equation_at = self.chains.displays

    def heard(self, formula: Formula) -> None:
        """The words since the last display; a display without words of its own goes on with the last ones."""
        self.words += " " + formula.before
        if self.words.strip(" .,;:\n") or not formula.display:
            self.state.prose = self.words
        if formula.display:
            self.words = ""

    def define_waiting(self) -> None:
        """Take in the definitions whose names have their meaning by now."""
        self.waiting = [s for s in self.waiting if not models.law_of(self.state, s)
                        and self.meanings.define(s, bare=True) is not None]
