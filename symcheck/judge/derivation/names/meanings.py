"""What names mean, wherever the document says so: before the formula at hand, beside it, or after it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.laws import gamma_laws, laws, lines_drawn
from symcheck.judge.derivation.methods.iterates import Iterates
from symcheck.judge.derivation.methods.recursions import Recursions
from symcheck.judge.derivation.names import (
    ahead,
    arrows,
    assumptions,
    functions_by_cases,
    functions_told,
    functions_within,
    iterates_named,
    kronecker,
    laws_told,
    letters_ahead,
    lookup,
    numbered,
    one_sample,
    places_named,
    rephrasing,
    samples_anew,
    samples_of_letter,
    ties,
    true_parameters,
)
from symcheck.judge.derivation.names.copies import Copies
from symcheck.judge.derivation.names.defining import DEPTH
from symcheck.judge.derivation.names.inferred import Inference
from symcheck.judge.derivation.names.kinds_told import KindsTold
from symcheck.judge.derivation.names.lines_held import LinesHeld
from symcheck.judge.derivation.names.network_entries import NetworkEntries
from symcheck.judge.derivation.names.network_shapes import NetworkShapes
from symcheck.judge.derivation.names.rows_told import Rows
from symcheck.judge.derivation.names.survey import Survey
from symcheck.judge.derivation.names.usage import Usage
from symcheck.judge.derivation.numbers.example_words import OF_NUMBERS
from symcheck.judge.derivation.numbers.instances import Instances
from symcheck.judge.derivation.outcome import Derivation, unread
from symcheck.judge.derivation.relations import constants
from symcheck.judge.derivation.rows.statements import Statement, written
from symcheck.judge.derivation.state import State, undecorated
from symcheck.judge.derivation.wording import (
    extremes_of_spectra,
    gradient_names,
    matrices_named,
    norms_told,
    notations_told,
    told,
    words,
)
from symcheck.read.assumptions import rebuild
from symcheck.read.context import Context, Piece
from symcheck.read.counts import as_sizes
from symcheck.read.declare_names import open_size
from symcheck.read.documents import Document
from symcheck.read.reading import whole_span
from symcheck.read.syntax import Product
from symcheck.text import Source, Span, SymcheckError

_UNDECLARED = re.compile(r"^(.*?) (?:is not declared|cannot be read here)$")
_UPRIGHT = re.compile(r"^\\text\{([A-Za-z]+)\}$")  # how messages write a name of several letters
_NOT_IN_TERMS = re.compile(r"^this is not written in terms of (.*)$")
_SCALAR = re.compile(r"^(.*?) has no entries$")


class Meanings:
    """Declarations and definitions of a document, taken in when a formula needs them.

    `at` is the number of the formula being judged, `own` the letters that the definition at hand takes as
    arguments, `taken` the formulas whose definitions were needed before their turn.
    """

    def __init__(self, document: Document, state: State, outcome: Derivation):
        self.document, self.state, self.outcome = document, state, outcome
        self.at = 0
        self.ahead = ahead.AHEAD
        self.own: set[str] = set()
        self.heading = ""  # the name on the left of the equation at hand, which is not declared for it
        self.taken: set[int] = set()
        self.depth = 0
        self.missed: set[tuple] = set()  # names that nothing was found for, with what was known then
        self.now_defined: set[str] = set()  # those of them that the formula at hand defines
        self.for_now: set[str] = set()  # letters of functions that are numbers until a formula says what they are
        self.early: dict[str, int] = {}  # names declared before the formula that declares them was reached, and its number
        self.any_vectors: set[str] = set()  # the v of "for any $v \\neq 0$": any one, of which nothing else is told
        self.sought: list[str] = []  # names that are being looked up: none is, a third time, for its own sake
        self.pending: list[tuple[Source, bool]] = []  # assumptions whose names are not declared yet, and whether
        # it is a step where they stay unknown
        self.survey = Survey(document)
        state.context.foreseen, state.context.points, state.context.taken_at = self.survey.headed, self.survey.points, self.survey.taken_at
        state.ends, state.context.shorter = self.survey.settled, self.survey.shorter
        state.context.differentials, state.context.ahead = self.survey.differentials, self.survey.declared | {x for x in "HJD" if matrices_named.is_matrix(x, document.text)}
        state.context.upright = self.survey.upright
        state.context.matrix_norm = norms_told.of_matrices(document)
        state.context.words |= self.survey.abbreviations
        state.context.added_to_columns = self.survey.added_to_columns()
        state.context.by_columns = self.survey.softmax_by_columns()
        self.iterates = Iterates("\n".join(self.survey.rows))
        self.copies = Copies(state, "\n".join(self.survey.rows) + document.text, self.survey.ranges)
        self.kinds = KindsTold(self)
        self.lines_held = LinesHeld(self)
        self.laws_to_come = laws_told.in_words(document)
        self.taken.update(k for t in self.laws_to_come for k in t.taken)
        self.taken |= notations_told.formulas(document) | gradient_names.formulas_of_any(document) | kronecker.in_words(document)
        self.noisy: list[tuple] = []  # models of data with a noise whose law is not known yet, and the data
        self.recursions = Recursions(state, self.iterates)
        self.rows = Rows(self, document)
        self.instances = Instances(state, self.recursions, self.iterates)
        self.instances.spectra = extremes_of_spectra.extremes(document)
        self.sides: dict[str, str] = {}  # matrix: whether its samples are rows or columns; '' where it has others
        functions_told.from_the_start(self)
        functions_within.from_the_start(self)
        functions_by_cases.from_the_start(self)

    @property
    def context(self) -> Context:
        return self.state.context

    def declare(self, row: Source, loud: bool = False, counted: bool = False) -> bool:
        """Is the row a declaration that could be taken in? `loud`: where it is none, that is a step; `counted`: its index counts the steps
        of a method and numbers no data."""
        if r"\sim" in row.text:
            true_parameters.of_law(self, row)
            laws.prepare(self, row)
            row = lines_drawn.of_entries(self, row)
        known, laws_known = self.context.variables, dict(self.context.laws)
        try:
            self.context.declare(row if counted else self.survey.ranged(row, self.context))
            gamma_laws.heard(self, laws_known)
            self.united()
            self.state.law_in.update({name: self.state.part for name, law in self.context.laws.items() if laws_known.get(name) is not law})
            for name, v in self.context.variables.items():
                if name not in known:
                    self.state.declared_in[name] = self.state.part
                    self.state.doubts.declared(name)
                    if open_size(name) in v.shape:
                        self.state.doubts.guessed.add(name)  # by a law with an I of no size
                elif v.shape != known[name].shape:
                    self.state.doubts.guessed.discard(name)
                elif v.traits < known[name].traits and known[name] == replace(v, traits=known[name].traits) and self.state.declared_in.get(name) == self.state.part:
                    self.exchange(v, known[name])  # what was said of it still holds
            return True
        except SymcheckError as error:
            if error.diagnostic.id in ("declared-twice", "redeclared") and self.declared_anew(row):
                return True
            if r"\sim" in row.text and self.depth < DEPTH and _missed(error) is not None:
                self.depth += 1
                try:
                    if self.fetch(error, laws.mean_of(self.context, row)):  # what the arguments of a law are stands after it
                        return self.declare(row, loud)
                finally:
                    self.depth -= 1
            if loud:
                self.outcome.add(unread(row, Span(0, len(row.text)), error))
            return False

    def declared_anew(self, row: Source) -> bool:
        r"""`A \in ..` of another shape in a new part of the document, or where words bring in another one, "now a vector $u \in \mathbb{R}^n$": another A."""
        name = told.matrix_named(row.text)
        v = self.context.variables.get(name)
        if v is None:
            return samples_anew.declared(self, row)
        if self.state.declared_in.get(name, self.state.part) == self.state.part and not words.INTRODUCES.search(self.document.formulas[self.at].before):
            self.state.doubts.guessed.add(name)
            return False
        kept = self.context.copy()
        for entry in list(self.context.scope):
            if entry.expr is not None and entry.expr.op in ("var", "let") and entry.expr.data == v:
                self.context.scope.drop(entry)
        self.context.remembered = {}
        try:
            self.context.declare(self.survey.ranged(row, self.context))
        except SymcheckError:
            self.context.__dict__.update(kept.__dict__)
            return False
        self.state.declared_in[name] = self.state.part
        if any(map(OF_NUMBERS.search, self.state.titles)):
            self.state.doubts.anew[name] = self.state.part
        return True

    def listed(self, row: Source, declaration: str, sample: str, lines: str) -> None:
        r"""`X = [x_1, \dots, x_n] \in \mathbb{R}^{d \times n}`."""
        at = row.locate(0)[0]
        if self.declare(Source(declaration, row.name, at)) and not any(
                e.base == re.split(r"[_^]", sample)[0] and (e.sub_slots or e.sup_slots) for e in self.context.scope):
            self.declare(Source(f"{sample} = {lines}", row.name, at))

    def united(self) -> None:
        """What was declared twice is one: samples and their matrix, a natural number and the size it is."""
        ties.tie(self.context, self.sides)
        self.iterates.declare(self.context)
        as_sizes(self.context, self.survey.counting)
        if (line := ties.sums_to_one(self.context)) is not None:
            self.context.declare(line)

    def with_member(self, s: Statement) -> Statement:
        r"""Of `a^{(0)} = x \in \mathbb{R}^n` with an x that has no meaning: declare x; the equation is left. The `Wx` of `z = Wx \in \mathbb{R}^n` is no name."""
        if s.operators[-1:] != [r"\in"] or len(s.pieces) < 3 or None in s.pieces[-2:] or type(s.pieces[-2].syntax) is Product \
                or self.state.read(s.pieces[-2]) is not None:
            return s
        if not self.declare(s.row.cut(*whole_span(s.row.text, s.pieces[-2].syntax.span.start, s.pieces[-1].syntax.span.end))):
            return s
        return replace(s, pieces=s.pieces[:-1], operators=s.operators[:-1])

    def row_declares(self, row: Source, found: list[Statement] | None = None) -> bool:
        """A row of declarations, taken as a whole."""
        try:
            self.context.declare(self.survey.ranged(row, self.context))
            self.united()
        except SymcheckError as error:
            if found is None:
                return False
            lone = [s for s in found if s.operators]
            if len(lone) > 1:
                done = [self.declare(s.cut(len(s.pieces))) for s in lone]
                if any(done):
                    return True
            if error.diagnostic.id not in ("already-declared", "redeclared"):
                self.outcome.add(unread(row, found[0].span, error))
        return True

    def declare_joined(self, row: Source) -> bool:
        r"""`$x_i \in \mathbb{R}$ for $i = 1, \dots, N$`: with the inline formulas beside it."""
        formulas, n = self.document.formulas, self.at
        for first, last in ((n, n + 1), (n - 1, n), (n, n + 2), (n - 1, n + 1), (n - 2, n)):
            parts = formulas[max(first, 0):last + 1]
            if first < 0 or len(parts) < last - first + 1 or any(f.display for f in parts):
                continue
            if any(words.SENTENCE.search(f.before) for f in parts[1:]):
                continue
            line = ", ".join(f.rows[0].text for f in parts if f.rows)
            if self.declare(Source(line, row.name, row.locate(0)[0])):
                return True
        return False

    def looked_up(self, piece: Piece) -> None:
        iterates_named.declare_those_in(self, piece.source.text, piece.source)
        letters_ahead.bold_beside_sizes(self, piece)
        letters_ahead.letter_of_constant(self, piece), arrows.declare(self, piece)
        for _ in range(6):
            try:
                self.context.reading(piece)
                if letters_ahead.letter_of_noise(self, piece):
                    continue
                self.rows.met(piece)
                break
            except SymcheckError as error:
                if not self.fetch(error, piece):
                    break
        self.state.renew()

    def numbered(self, piece: Piece) -> None:
        """Declare the u_1 of a piece in which it can be no entry of a u."""
        try:
            self.context.reading(piece)
        except SymcheckError as error:
            if error.diagnostic.id in ("shape-mismatch", "index-out-of-range"):
                numbered.numbered(self, piece)

    def fetch(self, error: SymcheckError, piece: Piece | None = None) -> bool:
        """Declare the name that an error misses, where a formula shortly after says what it is, or where its
        use in the `piece` and elsewhere tells; write what is differentiated by a name in terms of that name."""
        if error.diagnostic.id == "no-definition" and (by := _NOT_IN_TERMS.match(error.diagnostic.headline)):
            e = self.shaped(by[1])
            return e is not None and rephrasing.abstract(self.context, e, wanted=True)
        name = _missed(error)
        if error.diagnostic.id in ("shape-mismatch", "index-out-of-range") and piece is not None and (
                self.rows.turned(piece) or places_named.named(self, piece) or numbered.numbered(self, piece) or ahead.vectors_ahead(self, piece)
                or samples_of_letter.beside_number(self, piece) or one_sample.of_one_sample(self, piece) or one_sample.of_one_row(self, piece) or one_sample.of_entries(self, piece)):
            return True
        if name is None:
            return False
        key = name, self.at, len(self.context.variables), len(self.context.definitions), piece is None
        if key in self.missed or self.sought.count(name) > 1:
            return False
        self.sought.append(name)
        try:
            if lookup.found(self, name, error, piece):
                if self.pending:
                    self.assume()
                return True
        finally:
            self.sought.pop()
        self.missed.add(key)
        return False

    def argument(self, letter: str, source: str, piece: Piece) -> bool:
        r"""Declare the \kappa of `L(u, \kappa) = ..` beside a u that has a meaning."""
        return lookup.argument(self, letter, source, piece)

    @cached_property
    def inference(self) -> Inference:
        return Inference(Usage(self.document, self.context), self.survey, self.ahead)

    @cached_property
    def network(self) -> NetworkShapes:
        return NetworkShapes(self)

    @cached_property
    def network_entries(self) -> NetworkEntries:
        return NetworkEntries(self)

    def given_value(self, head: Piece, value: Piece) -> None:
        r"""`\hat w = ..` is a solution: from here on \hat w, until now another name of w, is that value."""
        e = self.state.read(head)
        entry = next((x for x in self.context.scope if x.expr is e), None) if e is not None else None
        if entry is None or e.op != "let" or e.args[0].op != "var" or undecorated(head.syntax) is None:
            return
        self.context.scope.drop(entry)
        self.context.remembered = {}
        self.declare(Source(f"{written(head.source, head.syntax.span)} = {written(value.source, value.syntax.span)}",
                            head.source.name, head.source.locate(0)[0]))

    def untied(self, s: Statement) -> None:
        """Of `X = U S W^\\top` with a known X that could not be taken in: what depends on all its names is left open."""
        head = self.state.read(s.pieces[0])
        if head is not None and (head.op == "var" or head.op == "let" and not is_scalar(head.shape)):
            found = set(re.findall(r"\\?[A-Za-z]+", s.cut(len(s.pieces)).text)) & set(self.context.variables)
            made_of = {n.data.name for n in head.walk() if n.op == "var"}
            self.state.dropped.append(found - {head.data.name} | made_of)

    def shaped(self, text: str) -> Expr | None:
        """What a text means, where it has a meaning by now."""
        try:
            return self.context.read(text)
        except SymcheckError:
            return None

    def exchange(self, old: Variable, new: Variable) -> None:
        """Another variable for a name, with other traits, wherever it stands."""
        entry = next((e for e in self.context.scope if e.kind == "quantity" and e.expr is not None
                      and e.expr.op in ("var", "let") and e.expr.data == old), None)
        if entry is not None:
            e = entry.expr
            rebuild(self.context, entry, old, new, build.var(new) if e.op == "var" else build.let(new, e.args[0]))
            self.context.remembered = {}

    def without_traits(self, name: str) -> None:
        """Nothing is known of this matrix any more."""
        v = self.context.variables.get(name)
        if v is not None and v.traits:
            self.exchange(v, replace(v, traits=frozenset()))

    def assume(self) -> None:
        """Take in the assumptions whose names have their meaning by now."""
        self.pending += [(line, False) for line in self.kinds.sums()]
        self.pending = [(row, loud) for row, loud in self.pending if assumptions.of_unknown(self, row) or not self.declare(row)]


def _missed(error: SymcheckError) -> str | None:
    r"""The name that has no meaning: one that is not declared, or `\beta_1` beside a number \beta."""
    d = error.diagnostic
    found = _UNDECLARED.match(d.headline)
    if found is not None and (d.id == "undeclared-name" or found[1] in constants.WRITTEN):
        return _UPRIGHT.sub(r"\1", found[1])
    if d.id == "shape-mismatch" and _SCALAR.match(d.headline) and d.span is not None:
        return re.sub(r"_\{(\w)\}$", r"_\1", d.source.text[d.span.start:d.span.end].replace(" ", ""))
    return None
