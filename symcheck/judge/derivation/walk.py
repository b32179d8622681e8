"""A document from its first line to its last: its formulas in order, each given to whom it concerns."""

from __future__ import annotations

import re
from bisect import bisect_right
from contextlib import nullcontext
from dataclasses import replace

from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains import (
    conditions,
    gaussian_density,
    implied,
    introductions,
    posteriors,
    posteriors_read_off,
    quantities_named,
    relations_claimed,
    turned,
)
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.chains.heads_told import told_head
from symcheck.judge.derivation.chains.posterior_moments import PosteriorMoments
from symcheck.judge.derivation.names import (
    any_member,
    data_listed,
    data_models,
    dependence_told,
    diagonals_told,
    entries_listed,
    instances_given,
    laws_told,
    lengths,
    letters_ahead,
    letters_for_now,
    losses_taken,
    named_in_turn,
    numbers_changed,
    numbers_from_here,
    one_example,
    parameters_below,
    roles_told,
    units_on_line,
    without_number,
)
from symcheck.judge.derivation.names.adjoints import Adjoints
from symcheck.judge.derivation.names.fresh import meaning_here
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.names.upstream import Upstream
from symcheck.judge.derivation.outcome import Derivation, Step, unread
from symcheck.judge.derivation.prose import (
    cells_rounded,
    gradients_listed,
    gradients_read_off,
    kinks_told,
    numbers_written,
    objectives_told,
    optimal_values_told,
    orders_beside,
)
from symcheck.judge.derivation.prose.prose import Prose
from symcheck.judge.derivation.relations import alike_in_kind, eigen_told, inequalities, order
from symcheck.judge.derivation.rows import (
    dependent,
    of_functions,
)
from symcheck.judge.derivation.rows.heads import arguments
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.state import Chain, State
from symcheck.judge.derivation.trials import Trials
from symcheck.judge.derivation.wording import (
    data_told,
    extremes_of_spectra,
    inputs_summed,
    iterate_tables,
    kinks_named,
    questions,
    told,
    uniform_laws,
    words,
)
from symcheck.judge.equality import equal
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.read.context import LAYOUTS, Context
from symcheck.read.documents import Document, Formula
from symcheck.read.reading import whole_span
from symcheck.text import Source, Span, SymcheckError

_IMPLIES = re.compile(r"[\s&]*(?:\\q?quad\s*|\\[;,: ]\s*)*\\(iff|implies|Rightarrow|Leftrightarrow|"
                      r"Longrightarrow|"
                      r"Longleftrightarrow|therefore)\b")
# `S^{-1} =`, `\\mathbf{S}_N^{-1} &=`, `\\frac{1}{v} =`, at the beginning of a row.
_INVERSE_HEAD = re.compile(r"[\s&]*(?:\\[dt]?frac\s*(?:\{\s*1\s*\}|1)\s*\{\s*)?((?:\\(?:mathbf|boldsymbol|bm)\s*\{\s*\\?[A-Za-z]+\s*\}|\\[A-Za-z]+|[A-Za-z])(?:_\{?\w+\}?)?)"
                           r"\s*(?:\^\s*\{\s*-\s*1\s*\}|(?:\^\s*(?:2|\{\s*2\s*\}))?\s*\})\s*&?\s*:?=")
_ASCENT = re.compile(r"\bascent\b|maximi[sz]|\bclimb|\buphill", re.I)
_DESCENT = re.compile(r"\bdescent\b|\bSGD\b|gradient step", re.I)
_OTHERWISE = re.compile(r"\bNewton|momentum|heavy[- ]ball|\bAdam\b|precondition|natural gradient|Nesterov|velocity|"
                        r"proximal", re.I)

# What may stand before a title: \medskip\noindent.
_SPACE = r"(?:\\(?:noindent|(?:small|med|big)skip|par|newpage|clearpage|vspace\*?\s*\{[^{}]*\})(?![A-Za-z])\s*)*"
# What begins a part: a heading, a number, words in bold face.
_PART = re.compile(r"^\s*(?:#{1,6}\s|\*\*|(?:\*\*)?\(?[a-hA-H1-9][).]\s|\((?:i{1,3}|iv|vi{0,3})\)\s|\\(?:sub)*(?:section|"
                   rf"paragraph)\b|\\item\b|{_SPACE}\\textbf\b)", re.M)
# Of these, sections and paragraphs with a title; all others are items.
_SECTION = re.compile(r"\s*(?:#{1,6}\s|\\(?:sub)*section\b)")
_TITLED = re.compile(rf"\s*(?:\*\*|\\paragraph\b|{_SPACE}\\textbf\b)")
# An answer is of the part that asks for it.
_ANSWER = re.compile(rf"\s*{_SPACE}(?:\*{{1,3}}|_|\\(?:text(?:bf|it|sc)|emph|paragraph|underline)\*?\s*\{{)+\s*(?:Solution|Answer|Proof)\b", re.I)
_CHANCES = re.compile(r"densit|probab|likel|\bprior|posterior|distribut|random|Gaussian|\\sim|Bayes|"
                      r"\bMAP\b|\bMLE\b|\\mid|"
                      r"\\propto", re.I)

_NUMERATOR = re.compile(r"\\[dt]?frac\s*\{\s*(?:\\partial(?![A-Za-z])|d)\s*([^{}]*(?:\{[^{}]*\}[^{}]*)*?)\s*\}")
_BLACKBOARD = re.compile(r"\\mathbb\s*\{?\s*E|\\E(?![A-Za-z])")
_LIKELIHOODS = re.compile(r"likel|posterior|\bprior|\bMAP\b|\bMLE\b|\\mid\b|Bayes|densit|"
                          r"\bp\s*(?:\\left)?\(|\\mathcal\{?N\}?\([^)]*[;|]", re.I)


def _is_reason(row: Source, found: list[Statement], k: int) -> bool:
    r"""Does statement k stand in a column of its own beside a line of an alignment, `&= a - s (w - c) && t = s c`? It says why the line
    holds, and the next line does not go on with it."""
    if not k or found[k].pieces[0] is None or found[k].logic or "&" not in row.text[:found[0].span.end]:
        return False
    return "&" in row.text[found[k - 1].span.end:found[k].span.start] and "&" not in row.text[found[k].span.start:found[k].span.end]


def _without_reasons(row: Source, found: list[Statement]) -> list[Statement]:
    """The statements of a row before the first that says why it holds."""
    return found[:next((k for k in range(len(found)) if _is_reason(row, found, k)), len(found))]


class Walk:
    """One document, judged from its first line to its last."""

    def __init__(self, document: Document, context: Context | None, layout: str | None, gaps: bool,
                 seconds: float | None, trials: Trials):
        self.document, self.trials = document, trials
        self.outcome = Derivation(document.name, faults=list(document.faults))
        said = next((d.value.text.strip() for d in document.directives if d.key == "layout"), None)
        said = said if said in LAYOUTS else told.layout(document.text) or "either"
        spoken = [p.search(document.text) is not None
                  for p in (_ASCENT, _DESCENT, _OTHERWISE, _CHANCES, _LIKELIHOODS, _BLACKBOARD)]
        self.state = State(context.copy() if context is not None else Context(), layout or said, *spoken)
        if self.state.layout == "either" and told.jacobians_in_rows(document.text):  # names defined as Jacobians of vectors are m x n then
            self.state.context = self.state.context.with_layout("mixed")
            self.state.jacobians_in_rows = True
        self.state.gradients_shaped = document.shaped or self.state.layout == "either" and told.gradients_shaped(document.text)
        self.state.matrix_gradients_shaped = told.matrix_gradients_shaped(document.text)
        self.state.context.data_ends, self.state.context.data_letters = data_told.ends(document.text), data_told.letters(document.text)
        self.state.context.samples_told = inputs_summed.told(document)
        for told_inputs in self.state.context.samples_told.values():
            self.state.context.dims[told_inputs.count] = True
        self.state.context.draws_e = letters_ahead.draws_e(document)
        self.state.context.numbers_e = kinks_named.numbers_e(document)
        self.state.differentiated = frozenset(re.sub(r"\s", "", m[1]) for m in _NUMERATOR.finditer(document.text))
        self.state.context.drawn_otherwise = uniform_laws.drawn_otherwise(document)
        self.state.rows = tuple(row.text for f in document.formulas for row in f.rows)
        self.state.doubts.depends = dependent.pairs([*self.state.rows])
        self.meanings = Meanings(document, self.state, self.outcome)
        self.upstream = Upstream(document, self.state)
        self.adjoints = Adjoints(self.meanings, self.upstream)
        self.chains = Chains(self.state, self.meanings, self.outcome, gaps, seconds, self.upstream, self.adjoints)
        self.posterior_moments = PosteriorMoments(self.chains)
        self.prose = Prose(self.state, self.meanings, self.chains)

    def run(self) -> Derivation:
        events = [(d.start, d) for d in self.document.directives] + [
            (f.start, f) for f in self.document.formulas]
        order = {id(f): k for k, f in enumerate(self.document.formulas)}
        parts = [m.start() for m in _PART.finditer(self.document.text) if not _ANSWER.match(self.document.text, m.start())]
        self.trials.of(lambda: losses_taken.declare(self.meanings), None)
        self.trials.of(lambda: units_on_line.declare(self.meanings), None)
        self.trials.of(lambda: data_listed.declare(self.meanings), None)
        for start, event in sorted(events, key=lambda e: e[0]):
            self.state.part = bisect_right(parts, start)
            self.state.within = _within(self.document.text, parts[:self.state.part])
            self.state.titles = tuple(self.document.text[parts[n - 1]:].lstrip().split("\n", 1)[0] for n in self.state.within if n)
            self.state.part_line = self.document.line(parts[self.state.part - 1] if self.state.part else 0)
            self.state.since = self.document.text[parts[self.state.part - 1] if self.state.part else 0:start]
            self.meanings.recursions.parted()
            self.state.renew()
            if isinstance(event, Formula):
                if fault := self.trials.guard(lambda f=event: self._heard(f, order[id(f)])):
                    line, column = event.rows[0].locate(0)
                    self.outcome.add(Step(line, column, event.rows[0].text.strip(), "", Verdict(V.UNDECIDED, fault), "statement"))
            elif event.key == "declare":
                self.meanings.declare(event.value, loud=True)
            elif event.key == "assume":
                self.meanings.pending.append((event.value, True))
            self.meanings.assume()
            self.prose.equations.definitions.take_waiting()
        for row, loud in self.meanings.pending:
            if loud:
                self.meanings.declare(row, loud=True)
        if self.document.formulas and self.document.formulas[-1].rows:
            self._settle(self.document.formulas[-1].rows[-1])
        self.posterior_moments.settle()
        self.prose.equations.definitions.ended()
        for s in self.prose.equations.definitions.waiting:  # whose names were never explained
            self.outcome.passed_over(s.line(), s.cut(len(s.pieces)).text.strip())
        self.chains.ended()
        self._targets()
        self.chains.layouts.settle()
        return self.outcome

    def _heard(self, formula: Formula, number: int) -> None:
        known = len(self.outcome.steps)
        letters_for_now.heard(self.meanings, formula)
        numbers_from_here.heard(self.meanings, formula)
        instances_given.heard(self.meanings, formula)
        self.prose.heard(formula)
        asked = questions.is_asked(self.document, number)
        if asked and questions.is_mere(self.document, number):
            return
        with any_member.as_numbers(self.meanings, formula), one_example.as_one(self.meanings, formula):
            self._formula(formula, number)
        if asked:
            del self.outcome.steps[known:]
        if formula.environment == iterate_tables.ENVIRONMENT:  # a step only where it is decided
            cells_rounded.weighed(self.chains, formula, known)
            self.outcome.steps[known:] = [s for s in self.outcome.steps[known:] if s.verdict.right or s.verdict.word == V.DIFFERENT]
        gradients_listed.judged(self.chains, formula, known)
        numbers_written.judged(self.chains, formula, self.meanings.survey.sentence(formula))
        numbers_changed.heard(self.meanings, formula, len(self.outcome.steps) > known)

    def _formula(self, formula: Formula, number: int) -> None:
        self.meanings.at = number
        dependence_told.heard(self.meanings, formula)
        roles_told.heard(self.meanings, formula)
        self.state.doubts.loose |= extremes_of_spectra.in_words(self.meanings.document).get(number, frozenset())
        self.posterior_moments.before(formula)
        self.state.line = formula.rows[0].locate(0)[0] if formula.rows else self.state.line
        if laws_told.heard(self.meanings):
            self.prose.equations.definitions.take_waiting()
        if number and self.document.formulas[number - 1].rows:
            self._settle(self.document.formulas[number - 1].rows[-1])
        self.prose.suppositions.after.heard(formula, next(iter(self.document.formulas[number + 1:]), None))
        parameters_below.declare(self.meanings, formula)
        without_number.heard(self.meanings, formula)
        self.meanings.kinds.lines_after()
        self.meanings.lines_held.heard()
        data_models.heard(self.meanings)
        if formula.rows:
            self.upstream.exemplified(number, formula.rows[0])
        if formula.rows and number not in self.meanings.taken and gradients_read_off.judged(self.chains, formula, number):
            return
        if not formula.display:
            if number not in self.meanings.taken:
                for row in formula.rows:
                    self._losses(row)
                posteriors.named(self.chains, formula)
                self.prose.inline(formula)
                posteriors.told(self.chains, formula)
            else:
                self.prose.known(formula)
            self.posterior_moments.heard(formula)
            return
        if number in self.meanings.taken:
            return
        self.chains.displays += 1
        posteriors_read_off.heard(self.chains, formula)
        self._display(formula)
        self.prose.signs_in_words.heard(formula)
        posteriors.settle(self.chains, formula.rows[-1])
        self.posterior_moments.heard(formula)
        self.chains.leads_on = False
        self.prose.suppositions.displayed(formula)

    def _settle(self, row: Source) -> None:
        """Judge a posterior told before this place, where the definitions that waited for others tell its mean and covariance."""
        if self.chains.posterior is not None:
            self.prose.equations.definitions.take_waiting()
            posteriors.settle(self.chains, row)

    def _losses(self, row: Source) -> None:
        """Take in the losses without a formula that a row speaks of, and the names of their derivatives."""
        self.upstream.met(row)
        self.adjoints.met(row)

    def _display(self, formula: Formula) -> None:
        conditioned = conditions.Rows(self.chains)
        introduced = words.INTRODUCES_NAMES.search(formula.before) is not None
        for number, row in enumerate(formula.rows):
            if number + 1 < len(formula.rows):
                self._inverse_next(row, formula.rows[number + 1])
            self._losses(row)
            self.state.near = self.chains.displays - self.chains.equation_at <= 1 and any(
                e.line >= self.state.part_line for e in self.state.equations)
            self.chains.leads_on = number + 1 < len(formula.rows) and \
                _IMPLIES.match(formula.rows[number + 1].text) is not None
            try:
                found = of_functions.applied(self.state.context, statements(self.state.context, row))
            except SymcheckError as error:
                conditioned.broken()
                if not self.meanings.row_declares(row):
                    self.outcome.add(unread(row, Span(0, len(row.text)), error))
                continue
            first = next((s for s in found if s.operators), None)
            if len(found) > 1 and found[0] is first and first.operators == [r"\sim"] and posteriors.to_come(self.chains, first.cut(2)):
                row, found = self._without_first(found)
                first = next((s for s in found if s.operators), None)
            if self._limit_where(found):
                continue
            if len(formula.rows) == 1 and optimal_values_told.judged(self.chains, found, formula) and (first is None or self.state.read(first.pieces[0]) is None and len(first.pieces) == 2):
                continue
            if len(found) == 1 and first is not None and first.operators in (["="], [r"\sim"]) and posteriors.to_come(self.chains, row):
                continue
            if first is not None and len(found) == 1 and gaussian_density.judged(self.chains, first):
                continue
            if first is not None and len(found) == 1 and relations_claimed.judged(self.chains, first, not introduced):
                continue
            if first is not None and first.operators == [r"\sim"]:
                posteriors.judge(self.chains, row)
            if first is not None and first.declares and not (first.logic and inequalities.is_order(first)) and not order.is_claimed(self.state, first) \
                    and self.meanings.row_declares(row, found):
                continue
            self._shapes_first(row, found)
            found = [part for s in found for whole in alike_in_kind.parted(self.state, s) for part in named_in_turn.parted(self.meanings, whole)]
            for k, s in enumerate(found):
                turned.of_inverse(self.meanings, s, found[:k])
            compared = conditioned.compared(_without_reasons(row, found), self._following(found, len(found) - 1, formula, number) if found else None)
            for k, s in enumerate(found):
                if told.is_constraint(row.text, s.span.start) and any(
                        p is not None and self.state.read(p) is None for p in s.pieces):
                    continue  # a constraint claims nothing
                if k in compared or len(found) > 1 and s.operators in (["="], [r"\sim"]) and None not in s.pieces and posteriors.to_come(self.chains, s.cut(2)) \
                        or losses_taken.is_taken(self.meanings, s) or entries_listed.declare(self.meanings, s) \
                        or len(found) == 1 and s.operators == ["="] and diagonals_told.define_by(self.meanings, self.meanings.at):
                    continue
                taken = arguments(s.pieces[0].syntax) if s.pieces[0] is not None else set()
                ordered = orders_beside.of_definition(self.state, s, taken)
                if s.given and s.pieces[0] is not None:
                    introductions.input_of_case(self.chains, s.pieces[0])
                beside = self.chains.apart() if _is_reason(row, found, k) else nullcontext()
                if not number and not k:
                    kinks_told.judge_place(self.chains, self.prose.suppositions.ranges.regions, s, self.meanings.survey.sentence(formula), False)
                with self.prose.suppositions.given(s.given, taken), beside:
                    implied.declare(self.chains, s, self._following(found, k, formula, number))
                    self._statement(s, k, found, formula)
                    implied.settle(self.chains, s)
                orders_beside.hold(self.meanings, ordered)
                if k == 0 and s.declares:
                    break

    def _without_first(self, found: list[Statement]) -> tuple[Source, list[Statement]]:
        r"""A row after its first statement, `\mu = .., \quad \Sigma = ..` of `w \mid y \sim \mathcal{N}(\mu, \Sigma), \quad \mu = .., \quad \Sigma = ..`."""
        row = found[1].row
        rest = row.cut(*whole_span(row.text, found[1].span.start, len(row.text)))
        return rest, of_functions.applied(self.state.context, statements(self.state.context, rest))

    def _inverse_next(self, row: Source, following: Source) -> None:
        """Declare the S of `S^{-1} = ..` in the next row, where the one before it needs that."""
        if (head := _INVERSE_HEAD.match(following.text)) is None or head[1].strip() not in row.text.partition("=")[2]:
            return
        try:
            before, found = statements(self.state.context, row), statements(self.state.context, following)
        except SymcheckError:
            return
        if found and found[0].operators:
            turned.of_inverse(self.meanings, found[0], before)

    def _following(self, found: list[Statement], k: int, formula: Formula, number: int) -> Statement | None:
        """The statement after one, in its row or where the next row begins with an implication."""
        if k + 1 < len(found):
            return found[k + 1]
        row = formula.rows[number + 1] if number + 1 < len(formula.rows) else None
        if row is None or _IMPLIES.match(row.text) is None:
            return None
        try:
            return next(iter(statements(self.state.context, row)), None)
        except SymcheckError:
            return None

    def _limit_where(self, found: list[Statement]) -> bool:
        r"""Judge the conditions of `w_t \to w^\star \iff |1 - \eta a| < 1 \iff 0 < \eta < 2 / a` against each other; the limit itself is passed over.
        False of any other row."""
        first, *following = found or [None]
        if len(following) < 2 or first.operators != [r"\to"] or not all(s.logic and inequalities.is_order(s) for s in following):
            return False
        if len(conditions.compared(self.chains, following)) < len(following):
            return False
        self.outcome.passed_over(first.line(), first.cut(2).text.strip())
        return True

    def _shapes_first(self, row: Source, found: list[Statement]) -> None:
        r"""Of `y = X w + \varepsilon, \quad w, v \in \mathbb{R}^d, \quad \varepsilon \sim ..` what stands behind the first statement
        and declares: it holds in this one too."""
        names: list[Statement] = []  # of `w, v \in ..` those before the last
        for s in found[1:]:
            if s.operators in ([r"\in"], [r"\sim"]):
                line = row.cut(*whole_span(row.text, (names or [s])[0].span.start, s.span.end))
                if s.operators == [r"\sim"]:
                    lengths.shaped_ahead(self.meanings, line)
                self.meanings.declare(line)
            names = [*names, s] if not s.operators else []

    def _statement(self, s: Statement, k: int, found: list[Statement], formula: Formula) -> None:
        self.chains.leads_on = self.chains.leads_on or any(t.logic for t in found[k + 1:])
        if k and words.REMARK.search(s.words) and s.operators and s.pieces[0] is not None:
            self.prose.equations.take(s, replace(formula, before=s.words))
        elif k == 0 and s.row is formula.rows[0] and (self.prose.orders.same_condition(s, formula) or eigen_told.told(self.meanings, s, formula)):
            return
        elif words.GIVEN_MOMENTS.search(formula.before) and s.operators[:1] == ["="] and self.prose.equations.operators.moments(s, "with"):
            return
        else:
            if s is found[0] and len(found) == len(formula.rows) == 1 and not s.operators and objectives_told.density(
                    self.chains, s.row, formula, self.meanings.survey.sentence(formula)):
                self.chains.chain = Chain(s.pieces[0], s.pieces[0])
                return
            if s is found[0] and s.row is formula.rows[0] and (
                    head := told_head(self.state, self.document.formulas, self.meanings.at, s)) is not None:
                self.chains.follow(head)
                s = replace(s, pieces=[None, *s.pieces], operators=["=", *s.operators])
            if s is found[0] and s.row is formula.rows[0] and None not in s.pieces[:2] and s.operators and meaning_here(self.state, s) == "definition":
                quantities_named.judged(self.chains, s, formula)
            self.chains.statement(s, alone=len(found) == 1)

    def _targets(self) -> None:
        """The last result against the targets that directives name."""
        for d in self.document.directives:
            if d.key != "target" or self.chains.chain is None:
                continue
            try:
                v = equal(self.state.context, d.value, self.chains.chain.last, self.state.layout)
            except SymcheckError as error:
                v = unreadable(error)
            line, column = d.value.locate(0)
            self.outcome.add(Step(line, column, d.value.text.strip(), "target", v, "claim"))


def _within(text: str, parts: list[int]) -> tuple[int, ...]:
    """The number of the last part and of those around it: of an item the paragraph with a title, and the section, before it; 0 of what
    stands before all parts, where there is no section around it."""
    found, least = [len(parts)], _depth(text, parts[-1]) if parts else 0
    for number in range(len(parts) - 1, 0, -1) if least else ():
        depth = _depth(text, parts[number - 1])
        if depth < least:
            found.append(number)
            least = depth
        if not depth:
            break
    return tuple(found) if not least else (*found, 0)


def _depth(text: str, start: int) -> int:
    """How deep a part lies that begins here: 0 for a section, 1 for a paragraph with a title, 2 for an item."""
    return 0 if _SECTION.match(text, start) else 1 if _TITLED.match(text, start) else 2
