"""Statements as chains: a head, then links, each judged against the piece before it."""

from __future__ import annotations

from dataclasses import replace

from symcheck.expr import Expr
from symcheck.judge import verdict as V
from symcheck.judge.derivation import doubts
from symcheck.judge.derivation.chains import braces_told, hypotheses, introductions, naming, turned
from symcheck.judge.derivation.chains import other_methods as methods
from symcheck.judge.derivation.chains.gaps import Gaps
from symcheck.judge.derivation.chains.piecewise import Pieces
from symcheck.judge.derivation.laws import entry_densities, laws, models
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.names import rephrasing
from symcheck.judge.derivation.names.adjoints import Adjoints
from symcheck.judge.derivation.names.defining import define
from symcheck.judge.derivation.names.fresh import is_variable, meaning_here
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.names.upstream import Upstream
from symcheck.judge.derivation.numbers import values
from symcheck.judge.derivation.outcome import Derivation, Step
from symcheck.judge.derivation.relations import (
    decompositions,
    limits_told,
    links,
    optima,
    order,
    proportional,
    restated,
    sizes_multiplied,
    updates,
)
from symcheck.judge.derivation.relations.layouts import Layouts
from symcheck.judge.derivation.relations.limit import limited
from symcheck.judge.derivation.relations.links import EQUALITIES, Link
from symcheck.judge.derivation.rows.heads import arguments, formal_product, is_call, nameable
from symcheck.judge.derivation.rows.statements import ORDER, Statement, counted, is_range, written
from symcheck.judge.derivation.state import Chain, Optimum, State, name_of, speaks_of
from symcheck.judge.derivation.wording import words
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context, Piece
from symcheck.read.elaborate_known import KNOWN, LETTERS
from symcheck.read.names import base_of, label
from symcheck.read.syntax import Group, Product, Script, Symbol
from symcheck.text import Source, SymcheckError

OBJECTIVE_NAMES = 6  # names fetched for one objective
ABOUT = frozenset((r"\approx", r"\simeq", r"\sim"))


class Chains:
    """The chain being gone on with, and the steps found on the way.

    `displays` counts the displays so far, `equation_at` is the last with an equation set up; `leads_on`: an
    implication follows what is being judged; `cases`: the relations of free indices that the words before the next
    display speak of; `gaps`: report results restated with no step in between.
    """

    def __init__(self, state: State, meanings: Meanings, outcome: Derivation, gaps: bool, seconds: float | None,
                 upstream: Upstream, adjoints: Adjoints):
        self.upstream, self.adjoints = upstream, adjoints
        self.state, self.meanings, self.outcome, self.seconds = state, meanings, outcome, seconds
        self.gaps = Gaps(state) if gaps else None
        self.layouts = Layouts(state, outcome)
        self.pieces = Pieces(meanings)
        self.chain: Chain | None = None
        self.introduced: dict[Expr, tuple[int, Statement]] = {}  # names defined in passing
        self.meant: dict[Expr, Expr] = {}  # what blamed names are used as
        self.displays, self.equation_at = 0, -9
        self.leads_on = False
        self.by_recursion = False  # is the link at hand one that a recursion answers for?
        self.cases: tuple[tuple[str, str, str], ...] = ()

    @property
    def context(self) -> Context:
        return self.state.context

    def ended(self) -> None:
        """A chain is over: what became of its result."""
        if self.chain is not None and self.chain.wrong and not (self.chain.misfit or self.outcome.result):
            self.outcome.result = naming.result(self.state, self.chain)

    def follow(self, head: Piece) -> None:
        """A new chain, which what comes next goes on with."""
        self.ended()
        self.meanings.looked_up(head)
        self.chain = Chain(head, head)

    def statement(self, s: Statement, alone: bool) -> None:
        if not s.operators:
            if s.pieces[0] is not None and alone and not is_range(s):
                self.chain = Chain(s.pieces[0], s.pieces[0])
            return
        if self.sizes_multiplied(s) or limits_told.is_approach(s):
            return
        if s.declares and not order.is_claimed(self.state, s):
            self.meanings.row_declares(s.cut(len(s.pieces)), [s])
            return
        s = self.meanings.with_member(s)
        turned.declare(self.meanings, s)
        braces_told.named(self.meanings, s)
        if self.upstream.says(s) or self.adjoints.turned(s):
            return
        if words.WOULD_BE.search(self.state.before) and s.operators[0] in EQUALITIES and s.pieces[1] is not None \
                and s.pieces[0] is not None and nameable(s.pieces[0].syntax):
            s = replace(s, pieces=s.pieces[1:], operators=s.operators[1:])  # nothing is claimed of the name on the left
            if not s.operators:
                self.chain = Chain(s.pieces[0], s.pieces[0])
                return
        if self.meanings.recursions.stepped(s):
            return
        if self.meanings.instances.given(s, self.state.before):
            return
        if methods.claims(self.meanings.recursions, s):
            self.recurring(s)
            return
        if (step := self.meanings.recursions.isolated(s)) is not None:
            self.begin(counted(step, self.context))
            self.meanings.recursions.met(step)
            self.chain = Chain(s.pieces[1], s.pieces[1], self.chain.wrong)
            for k in range(1, len(s.operators)):
                if s.pieces[k + 1] is not None:
                    self.link(s, k)
            return
        written_as, s = s, counted(s, self.context)
        first, start = s.pieces[0], 0
        if first is None:
            if self.chain is None:
                self.step(s, 0, _no_start(s), "statement")
                self.chain = Chain(s.pieces[1], s.pieces[1])
                start = 1
        else:
            start = self.begin(s)
        if s is not written_as and start:
            self.meanings.recursions.met(written_as)
        if s is not written_as and start and define(self.meanings, written_as) is None:
            s = written_as  # from here on w_{t+1} and w_t have meanings of their own
            self.chain = Chain(s.pieces[0], s.pieces[1], self.chain.wrong)
        for k in range(start, len(s.operators)):
            if s.pieces[k + 1] is not None:
                self.link(s, k)

    def sizes_multiplied(self, s: Statement) -> bool:
        """Judge a statement about sizes of a product; no chain goes on with it."""
        v = sizes_multiplied.judged(self.state, s, sizes_multiplied.shape_before(self.meanings.document, self.meanings.at, self.state))
        if v is not None:
            self.step(s, len(s.operators) - 1, v)
        return v is not None

    def recurring(self, s: Statement) -> None:
        """A claim about iterates that a recursion gives."""
        self.ended()
        self.chain = Chain(s.pieces[0], s.pieces[0])
        for k in range(len(s.operators)):
            if s.pieces[k + 1] is not None:
                self.by_recursion = k == 0
                self.link(s, k)
        self.by_recursion = False
        head, place = self.state.read(s.pieces[0]), counters.iterate(s.pieces[0].syntax)
        if head is not None and head.op == "var" and place is not None and not place[1].counter and not self.chain.wrong \
                and s.pieces[1] is not None and not speaks_of(self.state.read(s.pieces[1]) or head, head):
            define(self.meanings, s)  # u_1 = g_1: from here on it is that, wherever it stands

    def begin(self, s: Statement) -> int:
        """The head of a new chain; how many of its links are definitions and are not judged."""
        self.ended()
        head = s.pieces[0]
        self.chain = Chain(head, head)
        op = s.operators[0]
        updates.step_size(self.meanings, s)
        if op in updates.ARROWS:
            self.needed(s, 0)
            updates.step_size(self.meanings, s)
        update = updates.taken(self.state, s)
        if update is not None:
            if doubts.misfit(update):
                update = replace(update, word=V.DIFFERENT, evidence="the shapes do not fit")
            self.step(s, 0, update, "update")
            self.chain = Chain(head, s.pieces[1], not update.right)
            return 1
        if op not in EQUALITIES and op != r"\propto":
            self.needed(s, 0)
            return 0
        if values.given(self.state, s, meaning_here):
            return 1
        if optima.read(self.state, head, s.row) is not None:
            return 0
        if s.pieces[1] is not None:
            self.objective_looked_up(s.pieces[1])
        optimum = optima.read(self.state, s.pieces[1], s.row) if s.pieces[1] is not None else None
        if optimum is not None and op in EQUALITIES:
            return introductions.optimum(self, s, optimum)
        laws.noise_scale(self.meanings, s)
        if s.pieces[1] is not None and op in EQUALITIES | {r"\propto"}:
            self.meanings.own = arguments(head.syntax)
            self.meanings.looked_up(s.pieces[1])
            self.meanings.own = set()
        if op in EQUALITIES and models.law_of(self.state, s):
            return len(s.operators)
        if op in EQUALITIES | {r"\propto"}:
            laws.at_any_point(self.meanings, head)
        if entry_densities.taken(self.state, s):
            self.chain = Chain(s.pieces[0], s.pieces[1])
            return 1
        if (op == r"\propto" or op in EQUALITIES and (self.meanings.survey.densities > 1 or models.is_log_density(s))) \
                and models.written_density(self.state, s):
            self.chain = Chain(s.pieces[0], s.pieces[1])
            return 1
        if s.given and self.pieces.defined(s):
            self.chain = Chain(head, s.pieces[1])
            return 1
        if (logged := models.of_logarithm(self.state, s)) is not None and define(self.meanings, logged, bare=True) is None:
            self.chain = Chain(head, s.pieces[1])
            return 1
        self.argument(head)
        fresh = meaning_here(self.state, s)
        supposed = fresh == "definition" and self.leads_on and is_variable(self.state, head)  # the P of `P \\iff Q`
        if fresh is None or supposed or op == r"\propto":
            self.needed(s, 0)
            return 0
        if fresh == "solution":
            return introductions.solution(self, s)
        found = introductions.minimizer(self.state, s)
        done = introductions.definition(self, s)
        if found is not None:
            self.step(s, 0, found, "claim", reason="solves the derivative set to zero" if found.right else "")
            self.chain = Chain(s.pieces[0], s.pieces[1], not found.right)
        return done

    def argument(self, head: Piece) -> None:
        r"""Of `\sigma'(t) = ..` with a known \sigma and an undeclared t: t is any number."""
        s = head.syntax
        if type(s) is not Product or len(s.items) != 2 or type(s.items[1]) is not Group or not is_call(s.items[1]):
            return
        function, letter = s.items[0], s.items[1].body
        named = base_of(function.base if type(function) is Script else function)
        if type(letter) is not Symbol or named is None or self.context.scope.bare(*base_of(letter)) is not None:
            return
        entry = self.context.scope.bare(*named)
        if (entry is not None and (entry.kind == "map" or entry.kind == "function"
                                   and entry.function.kind == "elementwise")
                or entry is None and type(function) is Script and (
                    named[0] in LETTERS or function.primes and named[0].lstrip("\\") in KNOWN)):
            self.meanings.declare(Source(rf"{label(letter)} \in \mathbb{{R}}", head.source.name, 1))

    def link(self, s: Statement, k: int) -> None:
        chain, op, piece = self.chain, s.operators[k], s.pieces[k + 1]
        if op == "=:" and self.state.read(piece) is None:
            left = written(chain.last.source, chain.last.syntax.span)
            self.meanings.declare(Source(f"{s.text(k + 1)} = {left}", s.row.name, s.line()))
            return
        self.needed(s, k)
        left_out = self.gaps.left_out(chain, piece) if self.gaps is not None and op in EQUALITIES else ""
        self.context.cases = s.cases or self.cases
        try:
            link = limited(lambda: self.judged(s, chain, op, piece, s.row), self.seconds)
            if doubts.of_shapes(link.verdict) and self.meanings.rows.turned(chain.last, piece):
                self.state.renew()
                link = limited(lambda: self.judged(s, chain, op, piece, s.row), self.seconds)
            if link.verdict.word == V.DIFFERENT and op in EQUALITIES:
                link = self.judged_anew(s, chain, op, piece) or link
        finally:
            self.context.cases = ()
        if doubts.misfit(link.verdict) and (unknown := doubts.unread_otherwise(self.state, piece, chain.last)) is not None:
            link.verdict = unknown
        if doubts.misfit(link.verdict) and (why := self.doubtful(True, chain.last, piece)):
            link.verdict = Verdict(V.UNDECIDED, why)
        if link.verdict.word == V.UNREADABLE and doubts.misfit(link.verdict) and not formal_product(s.text(k + 1)) \
                and not hypotheses.open_here(self.state, chain.last, piece, misfit=True):
            v = replace(link.verdict, word=V.DIFFERENT, evidence="the shapes do not fit")
            self.step(s, k, naming.misfit(self.state, chain, piece, v))
            chain.wrong = chain.misfit = True
            return
        if link.verdict.word == V.UNREADABLE:
            self.step(s, k, link.verdict, "statement")
            if self.state.read(piece) is not None:
                self.chain = Chain(piece, piece)
            chain.unread = True
            return
        if link.equation is not None:
            if s.logic == r"\iff" and self.state.equations and link.kind == "claim":
                v = links.converse(self.state, self.state.equations[-1], link.equation)
                if v is not None and v.right:
                    link.verdict = replace(link.verdict, word=V.EQUAL_WHERE, conditions=(*link.verdict.conditions, *v.conditions))
                elif v is not None:
                    link = Link(v)
            if link.equation is not None:
                if link.equation.supposed and link.kind == "equation":  # the P of another implication
                    self.state.equations[:] = [e for e in self.state.equations if not e.supposed]
                self.state.equations.append(link.equation)
                self.equation_at = self.displays
                self.state.near = True
        if link.verdict.word in (V.DIFFERENT, V.UNDECIDED):
            link.verdict = hypotheses.weighed(self.state, link, chain, piece)
        if self.state.hidden:
            x = self.state.read(chain.last)
            link.verdict = self.upstream.judged(link.verdict, x, self.state.read(piece, x))
        if link.verdict.word == V.EQUAL_LAYOUT and self.state.layout != "either":
            link.verdict = replace(link.verdict, word=V.DIFFERENT, mistake="row-for-column")
        if link.verdict.word == V.DIFFERENT and link.kind == "claim":
            blamed = None
            if not naming.as_meant(self.state, chain, piece, self.meant):
                blamed = naming.blamed(self.state, chain, piece, self.introduced, self.meant)
                if blamed is not None:
                    self.blame(*blamed)
                    self.meant[blamed[0]] = blamed[1]
            if blamed is not None or naming.as_meant(self.state, chain, piece, self.meant):
                self.step(s, k, Verdict(V.EQUAL, "right with what the name blamed before is used as"),
                          follows=True)
                chain.last = piece
                return
            link.verdict = naming.named(self.state, chain, piece, link.verdict)
        if link.verdict.right and op in EQUALITIES and chain.head is chain.last and link.reason.startswith("solves"):
            self.meanings.given_value(chain.head, piece)
        if link.verdict.right and op in EQUALITIES and not chain.wrong and name_of(chain.head.syntax) in self.state.optima \
                and self.state.read(chain.head) is None and self.state.read(piece) is not None:
            self.meanings.declare(Source(f"{written(chain.head.source, chain.head.syntax.span)} = {s.text(k + 1)}", s.row.name, s.line()))
        if left_out and link.verdict.right and not chain.wrong:
            link.kind, link.reason = "gap", left_out
        self.step(s, k, link.verdict, link.kind, follows=chain.wrong and link.verdict.right,
                  reason=link.reason)
        if link.verdict.word in (V.EQUAL, V.EQUAL_WHERE) and op in EQUALITIES and not chain.wrong \
                and not decompositions.speaks(self.state, piece):
            name, body = self.state.read(chain.head), self.state.read(piece)
            if name is not None and body is not None:
                rephrasing.rephrase(self.context, name, body)
            restated.met(self.state, name, body)
        if link.verdict.right and link.kind in ("claim", "gap") and op in EQUALITIES:
            self.layouts.met(chain.last, piece, link.verdict, s.line(k + 1))
        chain.wrong, chain.misfit = chain.wrong or link.verdict.word == V.DIFFERENT, False
        chain.unread = False
        chain.last = piece
        chain.operators.append(op)

    def doubtful(self, shapes: bool, *pieces: Piece | None) -> str:
        """Why a difference of these pieces would say nothing of the document."""
        return self.state.doubts.of(self.state, shapes, *pieces)

    def blame(self, name: Expr, slope: Expr, why: str) -> None:
        """The definition of a name is at fault: its line is the wrong step."""
        at, s = self.introduced.pop(name)
        piece = s.pieces[1]
        line, column = s.row.locate(piece.syntax.span.start)
        v = naming.explained(slope, name, Verdict(V.DIFFERENT, why, message=why))
        step = Step(line, column, written(s.row, piece.syntax.span), s.operators[0], v, "definition")
        self.outcome.steps.insert(at, step)
        for other, (place, t) in list(self.introduced.items()):
            if place >= at:
                self.introduced[other] = (place + 1, t)

    def judged_anew(self, s: Statement, chain: Chain, op: str, piece: Piece) -> Link | None:
        r"""A link that is right where \hat w is the optimum of this part, not that of an earlier one; None where there is none."""
        kept = self.context.copy()
        if introductions.outdated(self, chain.last, piece):
            link = limited(lambda: self.judged(s, chain, op, piece, s.row), self.seconds)
            if link.verdict.right:
                return link
        self.context.__dict__.update(kept.__dict__)
        return None

    def judged(self, s: Statement, chain: Chain, op: str, piece: Piece, row: Source) -> Link:
        state, line = self.state, s.line()
        if op == r"\propto":
            return Link(proportional.judged(state, chain, chain.last, piece))
        if op in ORDER:
            return Link(order.judged(state, chain.last, piece, op))
        if op in (r"\succ", r"\succeq", r"\prec", r"\preceq"):
            return Link(order.definiteness(state, chain.last, piece, op))
        if op in ABOUT:
            value = self.meanings.instances.about(chain.last, piece)
            return Link(value or order.about(state, chain.last, piece), at_numbers=value is not None)
        if op == r"\in":
            return Link(order.member(state, chain.last, piece))
        if op == r"\to" and (limit := limits_told.judged(state, s, chain.last, piece)) is not None:
            return Link(limit)
        if op not in EQUALITIES:
            return Link(Verdict(V.UNDECIDED, f"{op} is not judged"))
        found = optima.read(state, piece, row)
        if found is not None and found.optimum is not None:
            state.objectives.append(found.optimum)
        before = optima.of_piece(state, chain)
        if before is not None and found is None and self._is_of_truth(piece, before):
            before = None
        if before is not None or found is not None:
            if (product := decompositions.judged(state, chain.last, piece)) is not None:
                return Link(product)
            first = None if chain.wrong else state.optima.get(name_of(chain.head.syntax))
            return optima.link(state, before, found, piece, first, chain.last, None if chain.wrong else chain)
        leads = links.SET if links.is_set(row.text[:piece.syntax.span.start]) else links.LEADS_ON if self.leads_on else ""
        return methods.link(self.meanings, chain, piece, lambda: links.equality(
            state, chain, chain.last, piece, line, s.logic or leads), first=self.by_recursion, later=_after(s, piece))

    def _is_of_truth(self, piece: Piece, optimum: Optimum) -> bool:
        r"""Of `\hat w = A (X w + \epsilon)`, with a \hat w that has its value: no closed form, but \hat w by the true w."""
        name, value = self.state.read(self.chain.last), self.state.read(piece)
        return name is not None and value is not None and name is not optimum.by and value.shape == name.shape \
            and speaks_of(value, optimum.by) and not (name.op == "let" and name.args[0] is optimum.by)

    def needed(self, s: Statement, k: int) -> None:
        """Fetch definitions of names in these pieces that stand further down ("where z = Wx")."""
        for piece in (self.chain.last, s.pieces[k + 1]):
            if piece is not None:
                self.meanings.looked_up(piece)
                self.objective_looked_up(piece)

    def objective_looked_up(self, piece: Piece) -> None:
        r"""Fetch what the names in the objective of `\arg\min_w f(w)` mean, where that stands further on."""
        found = optima.read(self.state, piece, piece.source)
        if found is not None and isinstance(found.fault, SymcheckError) and found.piece is not None:
            self.meanings.looked_up(found.piece)
        for _ in range(OBJECTIVE_NAMES):
            found = optima.read(self.state, piece, piece.source)
            if found is None or found.fault is None or not self.meanings.fetch(found.fault):
                return

    def step(self, s: Statement, k: int, verdict: Verdict, kind: str = "claim",
             follows: bool = False, reason: str = "") -> None:
        piece = s.pieces[k + 1] if k + 1 < len(s.pieces) else s.pieces[-1]
        if verdict.word == V.DIFFERENT and (
                why := doubts.of_steps(verdict, self.meanings.document.text) or self.doubtful(doubts.of_shapes(verdict), s.pieces[k] if k < len(s.pieces) and kind != "definition"
                                     else None, piece)):
            verdict = Verdict(V.UNDECIDED, why)
        for p in s.pieces if verdict.right and self.state.unsure else ():  # a line about it is right: it is what the author means
            e = self.state.read(p) if p is not None else None
            for n in e.walk() if e is not None else ():
                if n.op == "let":
                    self.state.unsure.pop(n.data.name, None)
        span = piece.syntax.span if piece is not None else s.span
        line, column = s.row.locate(span.start)
        self.outcome.add(Step(line, column, written(s.row, span),
                              s.operators[k] if k < len(s.operators) else "", verdict, kind, follows,
                              reason))


def _after(s: Statement, piece: Piece) -> list[Piece]:
    """The pieces of a statement after this one."""
    at = next((k for k, p in enumerate(s.pieces) if p is piece), len(s.pieces))
    return [p for p in s.pieces[at + 1:] if p is not None]


def _no_start(s: Statement) -> Verdict:
    return Verdict(V.UNREADABLE, "nothing stands before this relation",
                   message="missing-operand: nothing stands before this relation")
