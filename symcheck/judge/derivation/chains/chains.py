"""Statements as chains: a head, then links, each judged against the piece before it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from symcheck.expr import Expr
from symcheck.judge import verdict as V
from symcheck.judge.derivation import doubts
from symcheck.judge.derivation.chains import (
    braces_claimed,
    braces_told,
    chances_compact,
    descents_meant,
    descents_told,
    introductions,
    lawless_densities,
    likelihoods_told,
    linking,
    named_between,
    naming,
    set_to_zero,
    told_otherwise,
    turned,
)
from symcheck.judge.derivation.chains import other_methods as methods
from symcheck.judge.derivation.chains.gaps import Gaps
from symcheck.judge.derivation.chains.piecewise import Pieces
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.names import (
    ahead,
    densities_anew,
    entries_numbered,
    numbers_changed,
    old_values,
    samples,
)
from symcheck.judge.derivation.names.adjoints import Adjoints
from symcheck.judge.derivation.names.defining import define
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.names.upstream import Upstream
from symcheck.judge.derivation.outcome import Derivation, Step
from symcheck.judge.derivation.relations import (
    limits_told,
    optima,
    order,
    renewed,
    sizes_multiplied,
    subdifferentials,
)
from symcheck.judge.derivation.relations.layouts import Layouts
from symcheck.judge.derivation.relations.link import EQUALITIES
from symcheck.judge.derivation.rows.heads import is_error, nameable
from symcheck.judge.derivation.rows.statements import Statement, counted, is_range, written
from symcheck.judge.derivation.state import Chain, State, names_in, speaks_of
from symcheck.judge.derivation.wording import words
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context, Piece
from symcheck.read.parser import parse
from symcheck.text import Source, Span, SymcheckError

OBJECTIVE_NAMES = 6  # names fetched for one objective


class Chains:
    """The chain being gone on with, and the steps found on the way.

    `displays` counts the displays so far, `equation_at` is the last with an equation set up; `leads_on`: an
    implication follows what is being judged; `cases`: the relations of free indices that the words before the next
    display speak of; `premise_open`: the equation from which an implication goes on is not known to hold;
    `gaps`: report results restated with no step in between.
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
        self.posterior: tuple[str, ...] | None = None  # a name, its data, and the mean and covariance told of it, not judged yet
        self.slope_told: tuple[int, Expr, str, str] | None = None  # the last formula that words called a derivative, of what and by what
        self.slope_at: tuple | None = None  # the last formula that words called a derivative at a place, which derivative, and the place
        self.moment_told: tuple[int, str] | None = None  # the last formula that words called a mean or a variance, and of what
        self.leads_on = False
        self.equated = None  # what two sides that words make equal give
        self.implied = ""  # the name that the next statement solves for
        self.premise_open, self.steps_before = False, 0
        self.by_recursion = False  # is the link at hand one that a recursion answers for?
        self.cases: tuple[tuple[str, str, str], ...] = ()

    @property
    def context(self) -> Context:
        return self.state.context

    def ended(self) -> None:
        """A chain is over: what became of its result."""
        if self.chain is not None and self.chain.wrong and not (self.chain.misfit or self.outcome.result):
            self.outcome.result = naming.result(self.state, self.chain)

    def meaning(self, text: str) -> Expr | None:
        """What a text means, its names looked for in the document where they have no meaning yet."""
        row = Source(text, self.meanings.document.formulas[self.meanings.at].rows[0].name, self.state.line)
        try:
            piece = Piece(parse(row, self.context.words), row)
        except SymcheckError:
            return None
        self.meanings.looked_up(piece)
        return self.state.read(piece)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """What is judged meanwhile is a chain of its own, which the one at hand does not notice."""
        kept = self.chain
        self.ended()
        try:
            yield
            self.ended()
        finally:
            self.chain = kept

    def follow(self, head: Piece) -> None:
        """A new chain, which what comes next goes on with."""
        self.ended()
        self.meanings.looked_up(head)
        self.chain = Chain(head, head)

    def statement(self, s: Statement, alone: bool) -> None:
        premise, self.steps_before = self.outcome.steps[self.steps_before:], len(self.outcome.steps)
        self.premise_open = s.logic != "" and bool(premise) and premise[-1].verdict.word in (V.UNREADABLE, V.UNDECIDED)
        if not s.operators:
            if s.pieces[0] is not None and alone and not is_range(s):
                self.chain = Chain(s.pieces[0], s.pieces[0])
            return
        if self.stands_alone(s) or limits_told.is_approach(s):
            return
        set_to_zero.heard(self, s, self.meanings.survey.leading(self.meanings.document.formulas[self.meanings.at]))
        if s.declares and not order.is_claimed(self.state, s):
            self.meanings.row_declares(s.cut(len(s.pieces)), [s])
            return
        s = self.meanings.with_member(s)
        if (solved := turned.solved_by_reciprocal(self.meanings, s)) is not None:
            with self.apart():
                self.statement(solved, alone=False)
            if len(s.pieces) == 2:
                return
        turned.declare(self.meanings, s)
        entries_numbered.declare(self.meanings, s)
        samples.on_diagonal(self.meanings, s)
        braces_claimed.judged(self, s)
        braces_told.named(self.meanings, s)
        s = old_values.prepared(self.meanings, s)
        densities_anew.make_way(self.meanings, s)
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
        if self.meanings.recursions.isolated(s) is None:
            descents_meant.supposed(self, s)
        if methods.claims(self.meanings, s):
            self.recurring(s)
            return
        if (step := self.meanings.recursions.isolated(s)) is not None:
            introductions.begin(self, counted(step, self.context), s)
            self.meanings.recursions.met(step)
            self.chain = Chain(s.pieces[1], s.pieces[1], self.chain.wrong)
            for k in range(1, len(s.operators)):
                if s.pieces[k + 1] is not None:
                    linking.link(self, s, k)
            return
        made = renewed.judged(self.state, s)
        is_new = renewed.is_one(self.state, s, made)
        written_as, s = s, s if is_new else counted(s, self.context)
        is_counted = s is not written_as
        s = lawless_densities.without(self, s)
        s, solution = named_between.parted(self, s)
        first, start = s.pieces[0], 0
        if first is not None and not is_counted and (descent := descents_told.judged(self, s)) is not None:
            self.step(s, 0, descent, "update")
        if first is None:
            if self.chain is None:
                self.step(s, 0, _no_start(s), "statement")
                self.chain = Chain(s.pieces[1], s.pieces[1])
                start = 1
        else:
            start = self._solved_right_before(s) or introductions.begin(self, s, written_as)
        if made is not None and is_new and start:
            self.step(s, 0, made, "update")
            self.chain.wrong = made.word == V.DIFFERENT
        if is_counted and start:
            self.meanings.recursions.met(written_as)
        if is_counted and start and define(self.meanings, written_as) is None:
            s = written_as  # from here on w_{t+1} and w_t have meanings of their own
            self.chain = Chain(s.pieces[0], s.pieces[1], self.chain.wrong)
        for k in range(start, len(s.operators)):
            if s.pieces[k + 1] is not None:
                linking.link(self, s, k)
        if start and first is not None and (told := likelihoods_told.judged(self, s)) is not None:
            with self.apart():
                self.step(s, 0, told, reason="the law of the data" if told.right else "")
        if start and first is not None and (told := chances_compact.judged(self, s)) is not None:
            with self.apart():
                self.step(s, 0, told, reason="the chances of each value" if told.right else "")
        named_between.declare(self, solution)

    def stands_alone(self, s: Statement) -> bool:
        """Judge a statement about sizes of a product, or about a subdifferential; no chain goes on with it."""
        v = sizes_multiplied.judged(self.state, s, sizes_multiplied.shape_before(self.meanings.document, self.meanings.at, self.state))
        v = subdifferentials.judged(self.state, s) if v is None else v
        if v is not None:
            self.step(s, len(s.operators) - 1, v)
        return v is not None

    def sizes_alone(self, row: Source) -> bool:
        r"""Judge sizes multiplied that words say a product of matrices has, "$A^\top G$ is $(H \times N)(N \times K)$"."""
        if not sizes_multiplied.is_lone(self.state, row.text):
            return False
        wanted = sizes_multiplied.shape_before(self.meanings.document, self.meanings.at, self.state)
        if wanted is not None:
            v = sizes_multiplied.lone(self.state, row.text, wanted)
            self.step(Statement([None, None], [r"\in"], row, Span(0, len(row.text))), 0, v)
        return True

    def recurring(self, s: Statement) -> None:
        """A claim about iterates that a recursion gives."""
        self.ended()
        self.chain = Chain(s.pieces[0], s.pieces[0])
        for k in range(len(s.operators)):
            if s.pieces[k + 1] is not None:
                self.by_recursion = k == 0
                linking.link(self, s, k)
        self.by_recursion = False
        head, place = self.state.read(s.pieces[0]), counters.iterate(s.pieces[0].syntax)
        if head is not None and head.op == "var" and place is not None and not place[1].counter and not self.chain.wrong \
                and s.pieces[1] is not None and not speaks_of(self.state.read(s.pieces[1]) or head, head) and not self.state.supposed:
            define(self.meanings, s)  # u_1 = g_1: from here on it is that, wherever it stands

    def _solved_right_before(self, s: Statement) -> int:
        """How many links of a display are judged, as the value for which words right before it make two sides equal."""
        formula = self.meanings.document.formulas[self.meanings.at]
        return self.equated.begun(s, formula.before) if self.equated is not None and formula.display else 0

    def doubtful(self, shapes: bool, *pieces: Piece | None) -> str:
        """Why a difference of these pieces would say nothing of the document."""
        return self.state.doubts.of(self.state, shapes, *pieces)

    def _names(self, s: Statement) -> set[str]:
        """The names in a statement, those in what its names mean among them."""
        return set().union(*(names_in(e) for p in s.pieces if p is not None and (e := self.state.read(p)) is not None))

    def needed(self, s: Statement, k: int) -> None:
        """Fetch definitions of names in these pieces that stand further down ("where z = Wx")."""
        for piece in (self.chain.last, s.pieces[k + 1]):
            if piece is not None:
                self.meanings.looked_up(piece)
                self.objective_looked_up(piece)

    def objective_looked_up(self, piece: Piece) -> None:
        r"""Fetch what the names in the objective of `\arg\min_w f(w)` mean, where that stands further on."""
        found = optima.read(self.state, piece, piece.source)
        if found is not None and found.piece is not None and is_error(found.piece.syntax) and self.context.scope.bare("E") is None:
            ahead.taken_in(self.meanings, "E")  # an energy that is minimized, and no mean
        if found is not None and isinstance(found.fault, SymcheckError) and found.piece is not None:
            self.meanings.looked_up(found.piece)
        for _ in range(OBJECTIVE_NAMES):
            found = optima.read(self.state, piece, piece.source)
            if found is None or found.fault is None or not self.meanings.fetch(found.fault):
                return

    def step(self, s: Statement, k: int, verdict: Verdict, kind: str = "claim",
             follows: bool = False, reason: str = "", within: Span | None = None, settled: bool = False) -> None:
        piece = s.pieces[k + 1] if k + 1 < len(s.pieces) else s.pieces[-1]
        if verdict.word == V.DIFFERENT and not settled and (
                why := doubts.of_steps(verdict, self.meanings.document.text) or told_otherwise.why(self, s) or self.doubtful(doubts.of_shapes(verdict), s.pieces[k] if k < len(s.pieces) and kind != "definition"
                                     else None, piece) or doubts.of_plain_numbers(self.meanings.document, self.meanings.at, self._names(s))
                or doubts.of_axis(self.meanings.document, [e for p in s.pieces if p is not None and (e := self.state.read(p)) is not None])):
            verdict = Verdict(V.UNDECIDED, why)
        if why := numbers_changed.why(self.meanings, (s.pieces[k] if k < len(s.pieces) else None, piece), verdict):
            verdict = Verdict(V.UNDECIDED, why)
        for p in s.pieces if verdict.right and self.state.unsure else ():  # a line about it is right: it is what the author means
            e = self.state.read(p) if p is not None else None
            for n in e.walk() if e is not None else ():
                if n.op == "let":
                    self.state.unsure.pop(n.data.name, None)
        span = piece.syntax.span if piece is not None else s.span
        line, column = s.row.locate((within or span).start)
        self.outcome.add(Step(line, column, written(s.row, span),
                              s.operators[k] if k < len(s.operators) else "", verdict, kind, follows,
                              reason))


def _no_start(s: Statement) -> Verdict:
    return Verdict(V.UNREADABLE, "nothing stands before this relation",
                   message="missing-operand: nothing stands before this relation")
