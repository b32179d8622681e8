"""Statements in prose that are judged, each as a chain of its own which the chain around it does not notice."""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.chains import introductions, linking
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import assumptions
from symcheck.judge.derivation.names.defining import define
from symcheck.judge.derivation.names.fresh import is_identity, is_known_function
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.relations import constants, links, optima
from symcheck.judge.derivation.relations.links import EQUALITIES
from symcheck.judge.derivation.rows.heads import is_constant, is_operator, nameable
from symcheck.judge.derivation.rows.statements import Statement, statements, written
from symcheck.judge.derivation.solving import equations as E
from symcheck.judge.derivation.solving import multipliers
from symcheck.judge.derivation.state import (
    Chain,
    Equation,
    Gradient,
    State,
    are_alike,
    holds_no_more,
    is_mere,
    names_in,
    speaks_of,
    variable_of,
)
from symcheck.judge.derivation.wording import words
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import DIFFERENT, Verdict
from symcheck.read.context import Piece
from symcheck.read.parser import parse
from symcheck.read.syntax import Number
from symcheck.text import Source, SymcheckError

# What is not supposed: "Without this assumption,".
_TAKEN_BACK = re.compile(r"\b(?:not|without)\b[^,:]*[,:]", re.I)
_COMBINED = frozenset(("mul", "dot", "sum", "reduce", "trace"))
# What the words right before a formula say that it is of the one before it.
_MADE_OF = re.compile(r"\b(?:whose|its|with)\s+(inverse|determinant|trace|transpose)\s+(?:is|equals|being|reads)\s*$", re.I)
_MADE = {"inverse": r"\left(%s\right)^{-1}", "determinant": r"\det\left(%s\right)", "trace": r"\operatorname{tr}\left(%s\right)",
         "transpose": r"\left(%s\right)^\top"}
_OBJECTIVE = re.compile(r"\b(?:objective|function|criterion|loss|cost)\b", re.I)
_MEANT = frozenset(("let", "derivative", "apply", "foreign"))


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
                if k >= start and (op in EQUALITIES or op == r"\approx" and self.meanings.instances.open) and s.pieces[k + 1] is not None:
                    linking.link(self.chains, s, k)

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
                self.chains.statement(s, alone=False)
            self.chains.leads_on = False

    def solution(self, s: Statement) -> None:
        """`so $\\hat w = ..$`: checked against the equation, then a definition."""
        with self.chains.apart():
            introductions.solution(self.chains, s)

    def fact(self, s: Statement) -> bool:
        """Does the equation hold anyway? Then it is a step, and there is nothing to assume."""
        head, value = self.state.read(s.pieces[0]), s.pieces[1]
        value = self.state.beside(value, head) if head is not None else None
        return value is not None and head.shape == value.shape and judge(self.state.context, head, value, hint=True).right

    def assumed(self, s: Statement, before: str) -> bool:
        r"""Is this an equation with a constant, `\sum_k y_k = 1`, of names that nothing is known of? What says so
        is the word before it; of a constant other than 0 there need be none."""
        if not is_constant(s.pieces[1].syntax) or self.suppositions.after.holds() and not words.SUPPOSED.search(before):
            return False  # `and $f'(u) = 0$ for $u < 0$`: claimed of a case
        head, value = self.state.read(s.pieces[0]), s.pieces[1].syntax
        if head is None or not names_in(head) or words.OBEYS.search(before) and _is_meant(head) and self._is_of_data(head):
            return False
        if words.WITH.search(before) or words.SUBJECT.search(before) or self._restates(head, before) \
                and not (head.op == "var" and self._is_of_others(s, head)):
            return True
        if _conclusion(before):
            return False
        return head is not None and not (type(value) is Number and value.value == 0) and len(s.pieces) == 2 \
            and not (words.SUPPOSED.search(before) or words.CASE.search(before)) \
            and head.op not in ("var", "let") and all(n.op not in _MEANT for n in head.walk())

    def _is_of_others(self, s: Statement, head: Expr) -> bool:
        """`A = B^\\top`: a value of A, and no property of it."""
        value = self.state.read(s.pieces[1], head)
        return value is None or not speaks_of(value, head)

    def _restates(self, head: Expr, before: str) -> bool:
        """`Let the columns of $U$ form an orthonormal basis, so $U^\\top U = I$`: what the words say of names of which
        nothing else is known, in a formula."""
        names = names_in(head)
        return words.PROPERTY.search(words.SENTENCES.split(self.state.said)[-1]) is not None \
            and all(n.op not in _MEANT for n in head.walk()) \
            and not any(n.op == "var" and n.data.traits for n in head.walk()) \
            and not any(names & (names_in(a) | names_in(b)) for op, a, b, *_ in self.state.context.assumptions if op == "=")

    def claim(self, s: Statement, before: str) -> bool:
        """A statement in prose is a step like one in a display where it is about what has a meaning, or is an
        identity between expressions of the same names; unless it is only supposed. False where no use is made of it."""
        head = self.state.read(s.pieces[0])
        value = self.state.read(s.pieces[1], head)
        if self._misfits(s, head, value) and not any(p.search(before) for p in (words.SUPPOSED, words.WITH, words.WHERE, words.GIVEN, words.HYPOTHESIS)):
            self.aside(s)
            return True
        if head is None or head.op == "var" or names_in(head) and words.SUPPOSED.search(_TAKEN_BACK.sub("", before)):
            return False  # of a variable nothing is known that could be claimed
        meant = _is_meant(head)
        if words.WHERE.search(before) and not any(n.op in _MEANT for n in head.walk()):
            return False
        if value is not None and value.is_zero:
            if links.has_derivative(head):  # a derivative alone may be set to zero, one multiplied or summed is not
                claimed = self.fact(s) or (self.suppositions.any or self.suppositions.after.holds() or head.op in _COMBINED) and not words.sets(self.state.said[-60:])
            else:
                claimed = self.suppositions.after.holds() or head.op not in ("var", "let") and (self.fact(s) or meant and (
                    _conclusion(before) or words.SUMS_TO.search(before) or words.OBEYS.search(before) and self._is_of_data(head)))
        elif links.has_derivative(head):
            claimed = True
        elif value is None:  # of the name of a derivative something is claimed, whether it can be read or not
            claimed = head.op == "let" and links.has_derivative(head.args[0]) \
                or is_known_function(self.state, s.pieces[0].syntax) and self._is_misfit(s.pieces[1])
        elif head.op == "let" or is_known_function(self.state, s.pieces[0].syntax) or self.suppositions.any \
                or words.REASON.search(self.state.said) and is_identity(self.state, head) or not names_in(head) \
                or not names_in(value) and (_conclusion(before) or words.ASSERTED_AT.search(before)):
            claimed = True
        elif meant and any(constants.in_piece(self.state, p) for p in s.pieces[1:]):
            claimed = True  # `$\\log p(w) = -\\frac12 \\|w\\|^2 + \\text{const}$`
        elif are_alike(head, value) or (meant or _conclusion(before) and not is_mere(value)) and (
                holds_no_more(value, head)):
            supposed = words.GIVEN.search(before) and not words.SATISFIES.search(before)
            if supposed and not self.fact(s) and assumptions.suppose(self.meanings, s.cut(2), lasting=False):
                return True
            claimed = True
        elif words.REASON.search(before) is not None and is_operator(s.pieces[0].syntax) and self.fact(s):
            claimed = True
        elif (meant or _conclusion(before) and not is_mere(value)) and self._are_tied(head, value):
            return self.aside_if_decided(s)
        else:  # of names that nothing ties: what the author knows of them
            return words.REASON.search(before) is not None and assumptions.suppose(self.meanings, s.cut(2))
        if claimed:
            self.aside(s)
        return bool(claimed)

    def _is_of_data(self, head: Expr) -> bool:
        """Is this made of names alone that nothing was differentiated by: no condition for an optimum?"""
        return all(self.state.gradient_by(n) is None for n in head.walk() if n.op == "var")

    def _are_tied(self, head: Expr, value: Expr) -> bool:
        r"""After `S u = \lambda u` was set up: is `u^\top S u = \lambda u^\top u` of names that it ties?"""
        tied = [names_in(e.lhs) | names_in(e.rhs) for e in self.state.equations]
        return any(names_in(head) & names and names_in(value) <= names_in(head) | names for names in tied)

    def _misfits(self, s: Statement, head: Expr | None, value: Expr | None) -> bool:
        """Do only shapes keep one side of an equation between expressions from being read?"""
        if not all(p is not None and self.meanings.are_declared(p) for p in s.pieces[:2]):
            return False
        if head is None:
            return value is not None and value.op not in ("var", "num", "zeros") and self._is_misfit(s.pieces[0])
        return value is None and head.op not in ("var", "entry", "item") and self._is_misfit(s.pieces[1])

    def _is_misfit(self, piece: Piece | None) -> bool:
        """Do only its shapes keep a piece from being read?"""
        try:
            self.state.context.reading(piece)
        except SymcheckError as error:
            return error.diagnostic.id in ("shape-mismatch", "not-square")
        return False

    def vanishing(self, s: Statement) -> bool:
        """`The derivative is zero for $w = ..$`: a solution like one in a display."""
        x = self.state.read(s.pieces[0])
        y = self.state.read(s.pieces[1], x) if s.pieces[1] is not None else None
        if x is None or y is None or x.shape != y.shape:
            return False
        gradient = self._by_last_display(x) or (self.state.gradients[-1] if self.state.gradients else next(
            (Gradient(f, x) for f in self.state.losses_of(x)), None))
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

    def derivative_of_last(self, row: Source, after: str) -> bool:
        r"""`.., whose derivative in $\\mu$ is zero when`, after a display that is no statement: of that function."""
        chain = self.chains.chain
        if chain is None or chain.head is not chain.last:
            return False
        f, by = self.state.read(chain.head), self.state.read(Piece(parse(row, self.state.context.words), row))
        if f is None or by is None or not is_scalar(f.shape) or by.op not in ("var", "let") or not speaks_of(f, by):
            return False
        gradient = Gradient(f, by)
        self.state.gradients.append(gradient)
        if words.ZERO.search(after):
            self.state.equations.append(E.stationary(gradient, row.locate(0)[0]))
        return True

    def made_of_last(self, row: Source, before: str) -> bool:
        r"""`.., whose inverse is $\frac67 \begin{pmatrix} .. \end{pmatrix}$`: a claim about what the last formula ends with."""
        said, (at, last) = _MADE_OF.search(before), self.last
        formulas = self.meanings.document.formulas
        if said is None or not self.meanings.at:
            return False
        chain = last if at == self.meanings.at - 1 else self.chains.chain if formulas[self.meanings.at - 1].display else None
        if chain is None or chain.unread:
            return False
        line = _MADE[said[1].lower()] % written(chain.last.source, chain.last.syntax.span) + f" = {row.text}"
        found = statements(self.state.context, Source(line, row.name, row.locate(0)[0]))
        if len(found) != 1 or None in found[0].pieces or any(self.state.read(p) is None for p in found[0].pieces):
            return False
        self.aside(found[0])
        return True

    def name_last(self, row: Source, said: str) -> bool:
        """`Write $Q(w)$ for the last objective`: defines it as what the display before ends with, or minimizes where `said` speaks of that."""
        chain = self.chains.chain
        if chain is None or chain.wrong:
            return False
        found = optima.read(self.state, chain.last, chain.last.source) or (
            self._last_objective() if _OBJECTIVE.search(said) is not None else None)
        piece = found.piece if found is not None and found.piece is not None else chain.last
        text = written(piece.source, piece.syntax.span)
        at = Source(f"{row.text.strip()} = {text.strip().rstrip('.,;')}", row.name, row.locate(0)[0])
        s = next(iter(statements(self.state.context, at)), None)
        return s is not None and define(self.meanings, s, bare=True) is None

    def _last_objective(self) -> optima.Objective | None:
        r"""What the last display minimizes or maximizes, where it goes on after that: `\arg\min_w f(w), \quad \lambda = ..`."""
        earlier = next((f for f in reversed(self.meanings.document.formulas[:self.meanings.at]) if f.display), None)
        for row in reversed(earlier.rows if earlier is not None else ()):
            try:
                found = statements(self.state.context, row)
            except SymcheckError:
                continue
            read = [optima.read(self.state, p, row) for s in reversed(found) for p in reversed(s.pieces) if p is not None]
            if any(x is not None for x in read):
                return next(x for x in read if x is not None)
        return None

    def name_this(self, row: Source) -> bool:
        """`I will call this number $H$`: defines a name without a meaning as what the formula right before it ends with."""
        earlier = self.meanings.document.formulas[self.meanings.at - 1] if self.meanings.at else None
        if re.split(r"[(\s]", row.text.strip())[0] in self.meanings.survey.headed:
            return False  # its own equation says what it is
        if earlier is None or not earlier.rows or self.state.context_read(row.text) is not None \
                or earlier.display and (self.chains.chain is None or self.chains.chain.wrong):
            return False
        try:
            found = statements(self.state.context, earlier.rows[-1])
        except SymcheckError:
            return False
        told = next((s for s in reversed(found) if s.operators or s.pieces[0] is not None), None)
        if told is None:
            return False
        equal = next((k for k, op in enumerate(told.operators) if op not in EQUALITIES), len(told.operators))
        at = Source(f"{row.text.strip()} = {told.text(equal).strip().rstrip('.,;')}", row.name, row.locate(0)[0])
        s = next(iter(statements(self.state.context, at)), None)
        return s is not None and None not in s.pieces and nameable(s.pieces[0].syntax) and self.state.read(s.pieces[1]) is not None \
            and define(self.meanings, s, bare=True) is None

    def solved(self, s: Statement) -> None:
        """`Setting this to zero, $\\Lambda^{-1} = S / N$`: drawn from the last derivative."""
        unknown = self.state.read(s.pieces[0])
        gradient = self.state.gradient_by(unknown) if unknown is not None else None
        gradient = gradient or self.state.gradients[-1]
        exprs = [e for p in s.pieces if (e := self.state.read(p)) is not None]
        if any(speaks_of(e, gradient.by) for e in exprs):
            if not any(e.unknown in (None, gradient.by) for e in self.state.about(gradient.by)):
                self.state.equations.append(E.stationary(gradient, s.line()))
                self.chains.equation_at = self.chains.displays
            self.state.near = True
            self.aside(s)

    def follows(self, s: Statement, before: str) -> bool:
        """Is this a value for the unknown of an equation set up, drawn and not supposed?"""
        x, y = (self.state.read(p) if p is not None else None for p in s.pieces[:2])
        if x is not None and y is not None and x.op == "entry" and variable_of(x) in self.state.solved and not speaks_of(y, variable_of(x)):
            return _conclusion(before)  # `so $a_i = ..$` with the multiplier found
        return x is not None and y is not None and x.op == "var" and not speaks_of(y, x) \
            and bool(self.state.about(x)) and words.SOLVES.search(words.SENTENCES.split(before)[-1]) is not None \
            and not words.SUPPOSED.search(before)

    def zero_derivative(self, s: Statement) -> bool:
        r"""`$\\frac{\\partial L}{\\partial A} = 0$ gives`: set up."""
        x, y = self.state.read(s.pieces[0]), s.pieces[1]
        zero = x is not None and len(s.pieces) == 2 and self.state.beside(y, x)
        if not zero or not zero.is_zero or not links.has_derivative(x) or not self.set_up(s):
            return False
        self.state.near = True
        return True

    def stationarity(self, s: Statement) -> bool:
        """Judge `Gradient: $-2X^\\top(y - Xw) + 2\\lambda w = 0$` against the derivative of the last optimum's objective, a factor aside, and set it up;
        False where there is no such optimum."""
        best = next(reversed(self.state.optima.values()), None)
        x = self.state.read(s.pieces[0])
        if x is None and best is not None and self._is_misfit(s.pieces[0]):
            self.chains.step(s, 0, Verdict(DIFFERENT, "the shapes do not fit", message="the shapes of this do not fit together"))
            return True
        y = self.state.read(s.pieces[1], x) if x is not None else None
        if best is None or y is None or not y.is_zero or x.shape != best.by.shape or links.has_derivative(x) or not speaks_of(x, best.by):
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
        return zero and (gradient is not None or links.has_derivative(x) or links.has_derivative(y))


def _conclusion(before: str) -> bool:
    """Do the words of the sentence draw a conclusion?"""
    return words.CONCLUDES.search(words.SENTENCES.split(before)[-1]) is not None


def _is_meant(head: Expr) -> bool:
    """Does a part of this have a meaning that the author gave it, or is known?"""
    return any(n.op in _MEANT and not (n.op == "apply" and not n.data[0].known) for n in head.walk())
