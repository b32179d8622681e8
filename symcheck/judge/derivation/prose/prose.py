"""Mathematics in prose: what declares, defines, sets up, supposes or claims something, as the words around it tell."""

from __future__ import annotations

import re

from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.chains import (
    conditions,
    gaussian_density,
    jacobians_told,
    moments_told,
    quantities_named,
    relations_claimed,
    slopes_at_places,
    slopes_told,
)
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.chains.eigenvalues_told import EigenvaluesTold
from symcheck.judge.derivation.laws import laws, models
from symcheck.judge.derivation.names import (
    assumptions,
    diagonals_told,
    functions_told,
    lengths,
    ranks,
    steady,
)
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.numbers import (
    class_given,
    samples_in_turn,
    told_by_nouns,
)
from symcheck.judge.derivation.prose import (
    both_signs,
    bounds_told,
    conditions_said,
    convergence_told,
    eigenvalues_of_functions,
    equals_told,
    factors_told,
    functions_supposed,
    index_chances,
    limits_reached,
    limits_said,
    limits_with_arrows,
    log_priors_told,
    losses_dropping,
    objectives_told,
    objectives_unnamed,
    optimal_values_told,
    orders_claimed,
    pairs,
    parameters_counted,
    penalties_told,
    places_approached,
    places_equal,
    quantities_told,
    said_plainly,
    shapes_claimed,
    shapes_of_functions,
    slopes_with_signs,
    spectra_claimed,
    steps_counted,
    sums_told,
    units_told,
    values_for,
    values_over,
    values_told,
    zeros_told,
)
from symcheck.judge.derivation.prose.described import Described
from symcheck.judge.derivation.prose.entries_said import EntriesSaid
from symcheck.judge.derivation.prose.epochs_told import EpochsTold
from symcheck.judge.derivation.prose.equations import Equations
from symcheck.judge.derivation.prose.extremes_told import ExtremesTold
from symcheck.judge.derivation.prose.gradients_at import GradientsAt
from symcheck.judge.derivation.prose.last_formula import LastFormula
from symcheck.judge.derivation.prose.models_anew import ModelsAnew
from symcheck.judge.derivation.prose.moments_told import MomentsTold
from symcheck.judge.derivation.prose.phrases_told import PhrasesTold
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.prose.signs_in_words import SignsInWords
from symcheck.judge.derivation.prose.signs_told import Signs
from symcheck.judge.derivation.prose.spectra_told import SpectraTold
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.relations import alike_in_kind, inequalities, spectra, updates
from symcheck.judge.derivation.relations.links import EQUALITIES
from symcheck.judge.derivation.rows import of_functions
from symcheck.judge.derivation.rows.statements import ORDER, Statement, statements
from symcheck.judge.derivation.state import State, names_in
from symcheck.judge.derivation.wording import (
    diagonals,
    extremes_of_spectra,
    last_named,
    matrix_kinds,
    told,
    unit_vectors,
    words,
)
from symcheck.judge.derivation.wording.patterns import letter_of
from symcheck.read.context import Context
from symcheck.read.documents import Formula
from symcheck.read.names import label
from symcheck.read.syntax import Symbol
from symcheck.text import Source, SymcheckError

# "On the right branch, $w > 0$, ..", "in the active region ($z > 0$)": of what is said there.
_ON_PART = re.compile(r"\b(?:on|in|along)\s+(?:the|its|this|that)\s+(?:[\w-]+\s+){0,2}(?:branch|side|half(?:-?\s?(?:line|axis|space))?|piece|part|region|regime|interval)\s*,?\s*"
                      r"(?:\(|where|with|for|when|i\.\s?e\.,?|that\s+is,?)?\s*$", re.I)
# "we can pick a $w$ with $e^w < y$", "there are $x$ with": of some values.
_EXISTS = re.compile(r"(?:\b(?:can|could|may)\s+(?:always\s+|also\s+|then\s+)?(?:pick|choose|find|take)|\bthere\s+(?:is|are|exists?))\b[^.;]*\b(?:with|where|(?:such|so)\s+that|for\s+which)\s*$", re.I)
# "Let $0 < x < 1$ and", "where $0 < x < 1$": an order that is said of all that follows, though a display has branches for its opposite.
_LASTS = re.compile(r"\b(?:let|suppos\w+|assum\w+|take|given|with|where|fix|say)\b[^.;$]*$", re.I)

# `t_1 < t_2 < t_3`, `a < b`: an order of names.
_OF_PLACES = re.compile(r"\s*\\?[A-Za-z]+(?:_\{?\w\}?)?(?:\s*(?:<|\\leq?(?![A-Za-z]))\s*\\?[A-Za-z]+(?:_\{?\w\}?)?)+\s*[.,;]?\s*")
_SMALLER = re.compile(r"<|\\leq?(?![A-Za-z])")
# Between both sides of an equivalence.
_IF_AND_ONLY_IF = re.compile(r"^\s*,?\s*(?:if\s+and\s+only\s+if|iff|(?:exactly|precisely)\s+(?:if|when|for|where)|(?:is|which\s+is)\s+equivalent\s+to)\s*$", re.I)
# Functions with kinks, `|x|`, `\\max(0, x)`.
_IN_PIECES = re.compile(r"\\max(?![A-Za-z])|\\begin\{cases\}|(?:\||\\lvert|\\vert)\s*\\?[a-z]+\s*(?:\||\\rvert|\\vert)|\bre\s?lu\b", re.I)


class Prose:
    """The words since the last display, and the formulas among them."""

    def __init__(self, state: State, meanings: Meanings, chains: Chains):
        self.state, self.meanings, self.chains = state, meanings, chains
        self.suppositions = Suppositions(state, meanings, chains)
        self.described = Described(state, meanings, self.suppositions)
        self.models_anew = ModelsAnew(state, self.suppositions)
        self.remarks = Remarks(state, meanings, chains, self.suppositions)
        self.signs = Signs(chains, self.remarks)
        self.signs_in_words = SignsInWords(chains)
        self.last = LastFormula(state, meanings, chains, self.remarks)
        self.moments_told = MomentsTold(chains)
        self.epochs = EpochsTold(chains)
        self.eigenvalues = EigenvaluesTold(chains)
        self.entries_said = EntriesSaid(chains, self.remarks)
        self.gradients_at = GradientsAt(chains)
        self.spectra = SpectraTold(chains)
        self.phrases = PhrasesTold(chains, self.remarks)
        self.extremes = ExtremesTold(chains)
        self.equations = Equations(state, meanings, chains, self.suppositions, self.described, self.models_anew, self.remarks)
        self.waiting: list[tuple[Source, int]] = []  # orders of names without a meaning yet, and the part that they stand in
        self.condition: tuple[int, Statement] | None = None  # the last inequality, and the number of its formula

    @property
    def context(self) -> Context:
        return self.state.context

    def heard(self, formula: Formula) -> None:
        """The words since the last display; a display without words of its own goes on with the last ones."""
        self._ordered_before()
        self.described.objectives_in_words.heard(formula)
        self.equations.definitions.heard(formula.before)
        self.suppositions.heard(formula)
        self.meanings.recursions.heard(formula.before)
        self.models_anew.heard()
        penalties_told.heard(self.meanings, formula)
        self.equations.words += " " + formula.before
        if self.equations.words.strip(" .,;:\n") or not formula.display:
            self.state.prose = self.equations.words
        if not formula.display and (said := words.IS_OPTIMUM.match(formula.after)) is not None:
            self.state.prose += f" {said[0]}"  # words of a formula may stand after it
        self.state.said, self.state.before, self.state.displayed = self.equations.words.rstrip() + "\n" if formula.display else self.equations.words, formula.before, formula.display
        if formula.display:
            self.equations.words = ""
        self.state.paragraph = self.meanings.survey.paragraph(formula)
        index_chances.spoken(self.meanings, formula)
        class_given.heard(self.meanings.instances, self.state.since, self.state.part,
                          {letter_of(d.name) for found in self.meanings.kinds.described.values() for d in found if d.sums})
        samples_in_turn.heard(self.meanings, formula)
        self.context.local = words.LOCAL_SLOPES.search(self.state.said) is not None or words.LOCAL_SLOPES.search(self.state.paragraph) is not None
        self.state.text_so_far, self.state.around = self.meanings.survey.around(formula)
        self.equations.started_again.at_another_rate(formula)

    def _ordered_before(self) -> None:
        """Suppose what orders said of names that have got their meanings since."""
        self.waiting = [(row, part) for row, part in self.waiting if part == self.state.part]
        for row, part in [*self.waiting]:
            if all(self.meanings.shaped(name.strip()) is not None for name in _SMALLER.split(row.text)):
                self.waiting.remove((row, part))
                assumptions.suppose(self.meanings, row)

    def inline(self, formula: Formula) -> None:
        """One formula among words."""
        self.meanings.kinds.declare(self.meanings.at)
        if self.meanings.at in self.meanings.taken:
            return
        for row in formula.rows:
            if not both_signs.judged(self.chains.outcome, row, lambda one: self._read(one, formula)):
                self._read(row, formula)
        self._of_place(formula)
        self.signs_in_words.heard(formula)

    def known(self, formula: Formula) -> None:
        """One formula among words of which the names have got their meaning already."""
        for row in formula.rows:
            self.of_length_one(row, formula)
        self._of_place(formula)

    def _of_place(self, formula: Formula) -> None:
        """The derivative vanishes when a name, which is the formula before, equals this."""
        if (place := places_equal.told(self.meanings, formula)) is not None:
            self.equations.take(*place)

    def _read(self, row: Source, formula: Formula) -> None:
        """One row, if it can be read."""
        if told_by_nouns.members(self.meanings, row.text):
            return
        try:
            found = of_functions.applied(self.context, statements(self.context, row))
        except SymcheckError:
            if "=" in row.text:
                self.chains.outcome.passed_over(row.locate(0)[0], row.text.strip())
            return
        self._row(row, found, formula)

    def _row(self, row: Source, found: list[Statement], formula: Formula) -> None:
        """One row of a formula among words goes to whom its relation concerns."""
        if found and found[0].operators == [r"\ne"]:
            lengths.not_zero(self.meanings, found[0])
        if self.epochs.judged(row, formula) or self.eigenvalues.judged(row, formula) and not found[0].operators:
            return
        if pairs.valued(self.meanings, row) or pairs.numbered(self.meanings, row):
            return
        if index_chances.mentioned(self.meanings, found[0].pieces[0] if found else None, self.state.said, self.meanings.survey.sentence(formula)) \
                and not found[0].operators:
            return
        if words.CASES.search(formula.before) and self.suppositions.case(found, formula):
            return
        s = next((s for s in found if s.operators), None)
        if optimal_values_told.judged(self.chains, found, formula) and s is None:
            return
        if s is not None and (convergence_told.chained(self.meanings, self.chains, found) or self.chains.stands_alone(s)):
            return
        if (s is None or s.declares and len(found) == 1) and self.chains.adjoints.mentioned(row, formula):
            return
        if s is None:
            if self.chains.sizes_alone(row):
                return
            self.of_length_one(row, formula, for_now=True)
            self._mentioned(row, found, formula)
            return
        op = s.operators[0]
        if self.extremes.is_place() or op in EQUALITIES and spectra.named_ends(self.meanings, row, formula):
            return
        if gaussian_density.judged(self.chains, s):
            return
        if self._is_told(s, found, formula) and relations_claimed.judged(self.chains, s, words.INTRODUCES_NAMES.search(formula.before) is None):
            return
        if op in EQUALITIES and diagonals_told.define_by(self.meanings, self.meanings.at) and not diagonals.names_entries(row.text):
            return
        if op in orders_claimed.MATRIX_ORDERS and orders_claimed.judged(self.chains, s, formula, self.meanings.survey.sentence(formula)):
            return
        if op == r"\propto" and found[0] is s and None not in s.pieces and self.state.read(s.pieces[0]) is not None and not words.SUPPOSED.search(formula.before):
            self.remarks.aside(s)
            return
        if op == r"\propto" and found[0] is s and self._is_prior(s, formula):
            return
        if op in ORDER:
            ranks.suppose_reasons(self.meanings)
            if slopes_with_signs.judged(self.chains, s, row, self.meanings.survey.sentence(formula)):
                return
            self.suppositions.held.any_number(s, formula.before)
            if self._ordered(s, found, row, formula):
                return
        elif op in (r"\prec", r"\preceq"):
            self.state.unread_order = True
        elif op == r"\ne" and len(s.pieces) == 2 and not words.NEGATED.search(formula.before):
            if words.IF.search(formula.before) or words.CASES.search(formula.before) and not words.WITH.search(formula.before):
                self.suppositions.scoped(row)
            else:
                assumptions.suppose(self.meanings, row)
        elif op == r"\to" and limits_with_arrows.judged(self.chains, self.remarks, s, row, formula, self.meanings.survey.sentence(formula)):
            return
        elif s.declares and (lines := self.meanings.iterates.sequence(row.text, self.context)):
            for line in lines:
                self.meanings.declare(Source(line, row.name, row.locate(0)[0]))
        elif s.declares:
            if not (op == r"\in" and last_named.names_last(formula) and self.last.named_with_set(s)):
                self.described.declared(row, op, formula)
        elif op in EQUALITIES and (listed := told.listed(row.text)) is not None:
            self.meanings.listed(row, *listed)
        elif s.pieces[0] is not None:
            if op in EQUALITIES:
                self.spectra.judged(row, formula, self.meanings.survey.sentence(formula))
            self._related(s, [part for s in found for part in alike_in_kind.parted(self.state, s)], formula)
        if (said := told.of_it(row, formula.after)) is not None:
            assumptions.suppose(self.meanings, said)
        if s.declares:
            self.of_length_one(row, formula)
            self._of_kind(row, formula)

    def _is_told(self, s: Statement, found: list[Statement], formula: Formula) -> bool:
        """Is this the only statement of a formula, and no condition of its sentence?"""
        said = self.meanings.survey.sentence(formula)
        return len(found) == 1 and not any(p.search(formula.before) for p in (words.IF, words.NEGATED, words.FOR_CASE)) and not orders_claimed.supposes(said)

    def of_length_one(self, row: Source, formula: Formula, for_now: bool = False) -> None:
        """Take in that words call vectors unit vectors, `for_now` to the end of the sentence."""
        for line in unit_vectors.of_length_one(row, formula.before, formula.after):
            e = self.state.context_read(line.text.removeprefix(r"\|").removesuffix(r"\| = 1"))
            if e is not None and e.op == "var" and is_vector(e.shape):
                if for_now:
                    self.suppositions.scoped(line)
                else:
                    assumptions.suppose(self.meanings, line)

    def _of_kind(self, row: Source, formula: Formula) -> None:
        """Take in of what kind words call matrices; of a kind that no equation says they are in doubt."""
        said = matrix_kinds.told(row, formula.before, formula.after)
        for name in said.names if said is not None else ():
            e = self.state.context_read(name)
            if e is None or e.op != "var" or len(e.shape) != 2 or e.shape[0] != e.shape[1] or is_scalar(e.shape):
                continue
            if said.open:
                self.state.doubts.kinds[name] = said.open
            if said.member:
                self.state.doubts.members[name] = said.member
            for line in said.equations:
                trait = line == r"X^\top = X"
                line = rf"{name} \text{{ symmetric}}" if trait else re.sub(r"\bX\b", lambda _: name, line)
                assumptions.suppose(self.meanings, Source(line, row.name, row.locate(0)[0]))

    def _mentioned(self, row: Source, found: list[Statement], formula: Formula) -> None:
        """A formula without a relation: points of an example, an expression that the words judge or name, a name that they describe."""
        if samples_in_turn.given(self.meanings, row.text, formula) or told_by_nouns.take(self.meanings, row.text, formula):
            return
        if self.meanings.instances.points(row.text, self.state.said, pairs.unnamed(self.meanings, row) or self.meanings.document.text):
            return
        if found and found[0].pieces[0] is not None and steady.mentioned(self.meanings, row, found[0].pieces[0].syntax, formula.before):
            return
        if steps_counted.number(self.chains, row, formula) or self.equations.steps_told.value(row, formula) or self.moments_told.judged(row, formula):
            return
        if self.gradients_at.judged(row, formula, self.meanings.survey.sentence(formula)) or losses_dropping.judged(self.chains, row, formula) \
                or self.extremes.judged(row, formula, self.meanings.survey.sentence(formula)):
            return
        if bounds_told.judged(self.chains, row, formula, self.meanings.survey.sentence(formula)):
            return
        if shapes_of_functions.judged(self.chains, row, formula, self.meanings.survey.sentence(formula) + formula.after.split(".")[0]):
            return
        if shapes_claimed.judged(self.chains, row, formula) or functions_told.declare(self.meanings, formula):
            return
        following = next(iter(self.meanings.document.formulas[self.meanings.at + 1:]), None)
        if found and functions_supposed.called(self.state, row, found[0].pieces[0] and found[0].pieces[0].syntax, formula, following):
            return
        sentence = self.meanings.survey.sentence(formula)
        if not (self._told(row, found, formula, sentence) or self._told_otherwise(row, found, formula, sentence)):
            objectives_unnamed.declare(self.chains, row, self.meanings.survey.sentence(formula))
            self.described.mentioned(row, formula)

    def _told(self, row: Source, found: list[Statement], formula: Formula, sentence: str) -> bool:
        """An expression that the words of its sentence say something of, judged by the first who understands them."""
        before, after = formula.before, formula.after
        return bool(words.WHOSE.search(before) and self.last.derivative(row, after)
                or self.last.made_of(row, before)
                or self.entries_said.judged(row, formula, sentence)
                or sums_told.judged(self.chains, self.remarks, row, formula, sentence)
                or self.last.comes_to(found[0].pieces[0] if found else None, row, before, self.suppositions.any or self.suppositions.in_case or bool(self.state.formulas))
                or self.last.equals(found[0].pieces[0] if found else None, row, before)
                or (words.CALLS_LAST.search(before) or words.NAMES.search(before) and words.NAMED_LAST.match(after)) and self.last.named(row, before[-60:] + after[:60])
                or (words.CALLS_OBJECTIVE.search(before) or words.NAMES.search(before) and words.NAMES_OBJECTIVE.match(after)) and self.last.objective_named(row)
                or last_named.names_last(formula) and self.last.named_this(row)
                or values_for.judged(self.chains, self.remarks, row, found, formula)
                or factors_told.judged(self.chains, row, found, formula)
                or limits_said.judged(self.chains, row, found, formula)
                or values_told.judged(self.chains, self.suppositions, self.remarks, row, found, formula)
                or slopes_at_places.judged(self.chains, row, sentence)
                or not self._slope_at_value(formula) and slopes_told.judged(self.chains, row, sentence)
                or quantities_named.comes_to(self.chains, row, formula)
                or jacobians_told.judged(self.chains, row, formula, sentence)
                or moments_told.judged(self.chains, row, formula, sentence)
                or objectives_told.density(self.chains, row, formula, sentence)
                or objectives_told.place(self.chains, row, formula, sentence)
                or objectives_told.judged(self.chains, row, formula, sentence)
                or found and self._equals(found[0], formula)
                or self.spectra.judged(row, formula, sentence)
                or spectra_claimed.judged(self.chains, row, formula, sentence)
                or eigenvalues_of_functions.judged(self.chains, self.remarks, row, formula, sentence)
                or parameters_counted.judged(self.chains, row, formula, sentence)
                or limits_reached.judged(self.chains, self.remarks, row, formula, sentence)
                or log_priors_told.judged(self.chains, row, formula, sentence)
                or self.phrases.judged(row, formula, sentence))

    def _told_otherwise(self, row: Source, found: list[Statement], formula: Formula, sentence: str) -> bool:
        """The same where the words call it the value of a quantity in another way, "we get a slope of": as if they said "the slope is"."""
        if quantities_told.judged(self.remarks, self.suppositions, row, formula, sentence):
            return True
        return said_plainly.judged(self.chains, found, formula, sentence, lambda again, plain: self.gradients_at.judged(row, again, plain) or self._told(row, found, again, plain))

    def _slope_at_value(self, formula: Formula) -> bool:
        """Is a derivative told where that by which it was taken has a value? Then it is no derivative in general."""
        held = {*self.suppositions.held.values}
        return any(g.by.op == "var" and g.by.data in held for g in self.state.gradients) \
            or bool(held) and not self.state.gradients

    def _equals(self, s: Statement, formula: Formula) -> bool:
        """A formula that the words say the one before it is equal to."""
        told = equals_told.whole(self.state, self.meanings, s, formula, self.meanings.survey.sentence(formula))
        if told is not None:
            self.equations.take(*told)
        return told is not None

    def _ordered(self, s: Statement, found: list[Statement], row: Source, formula: Formula) -> bool:
        """An inequality: the same as another one, a case, an assumption. True where nothing more is said of it."""
        if formula.start in self.suppositions.after.taken:  # of what stands before it a case, or the condition of a limit
            convergence_told.judged(self.meanings, self.chains, s, formula.before, self.meanings.survey.sentence(formula))
            return True
        if self.signs.in_region(s, formula):
            return True
        if conditions.compared(self.chains, found, displayed=False):
            self.condition = None
            return False
        values_over.heard(self.meanings, s, formula)
        loosely = inequalities.LOOSELY.search(formula.before) is not None
        if self.condition is not None and self.condition[0] == self.meanings.at - 1 and inequalities.SAME.match(formula.before):
            inequalities.pair(self.chains, self.condition[1], s, loosely=loosely)
        elif inequalities.is_order(s) and inequalities.SAME.match(formula.before) and (letter := self._for_all()) is not None:
            spectra.pair(self.chains, self.condition[1], letter, s, loosely)
        self.condition = (self.meanings.at, s) if inequalities.is_order(s) else None
        sentence = self.meanings.survey.sentence(formula)
        if convergence_told.judged(self.meanings, self.chains, s, formula.before, sentence) or orders_claimed.judged(self.chains, s, formula, sentence):
            return True
        if inequalities.is_order(s) and _IF_AND_ONLY_IF.match(formula.after):
            return True  # nothing is supposed by one side of an equivalence
        if words.IF.search(formula.before) or _ON_PART.search(formula.before) or _EXISTS.search(re.sub(r"\$[^$]*\$", " § ", sentence)) or self.meanings.survey.is_case(s) \
                or (words.FOR_CASE.search(formula.before) or told.heads_part(formula)) and (self.meanings.survey.is_between_others(s) or self._is_beside_kink(s)) \
                or words.FOR_CASE.search(formula.before) and (words.CASE_LEADS.match(formula.after) or formula.after.strip() == ",") and self._is_of_argument(s) \
                or words.STOP.match(formula.after.strip()) is None and _LASTS.search(formula.before) is None and self.meanings.survey.is_branch(s):
            self.suppositions.supposed(row, formula)
        elif self.suppositions.of_its_own(formula) and self.suppositions.standing.take(row, formula):
            return True
        elif not (assumptions.suppose(self.meanings, row) or self.meanings.declare_joined(row)):
            self.state.unread_order = self.state.unread_order or not extremes_of_spectra.are_ordered(self.meanings.document, self.meanings.at)
            if _LASTS.search(formula.before) is not None and _OF_PLACES.fullmatch(row.text):
                signs = _SMALLER.findall(row.text)
                names = [name.strip(" .,;") for name in _SMALLER.split(row.text)]
                self.waiting += [(Source(" ".join((a, sign, b)), row.name, row.locate(0)[0]), self.state.part) for a, sign, b in zip(names, signs, names[1:])]
        return False

    def _is_of_argument(self, s: Statement) -> bool:
        """Is this order one of the letter that functions with kinks take in this document?"""
        letters = {label(p.syntax) for p in s.pieces if p is not None and type(p.syntax) is Symbol}
        text = self.meanings.document.text
        return bool(letters & self.meanings.survey.formals) and (words.KINK.search(text) or _IN_PIECES.search(text)) is not None

    def _is_beside_kink(self, s: Statement) -> bool:
        """Is this order one of what a function with kinks takes?"""
        letters = {label(p.syntax) for p in s.pieces if p is not None and type(p.syntax) is Symbol} & self.meanings.survey.formals
        return bool(letters) and any(letters & names_in(a) for a in units_told.taken(self.state))

    def _for_all(self) -> str | None:
        """The index of "$|1 - \\eta \\lambda_i| < 1$ for all $i$", where these are the last two formulas."""
        if self.condition is None or self.condition[0] != self.meanings.at - 2:
            return None
        between = self.meanings.document.formulas[self.meanings.at - 1]
        return between.rows[0].text.strip() if not between.display and spectra.FOR_ALL.match(between.before) else None

    def _is_prior(self, s: Statement, formula: Formula) -> bool:
        r"""Take in a density told among words, "the prior $p(\theta) \propto e^{-\|\theta\|^2}$"; False where it is none."""
        if None in s.pieces or len(s.pieces) != 2 or words.SUPPOSED.search(formula.before) or words.IF.search(formula.before):
            return False
        self.meanings.looked_up(s.pieces[1])
        laws.at_any_point(self.meanings, s.pieces[0])
        return models.written_density(self.state, s)

    def _related(self, s: Statement, found: list[Statement], formula: Formula) -> None:
        """Equations, deductions, updates, approximate values."""
        op = s.operators[0]
        if op in updates.ARROWS:
            self.remarks.as_displayed(s)
        elif op == r"\approx" and self.meanings.instances.open:
            class_given.take(self.meanings.instances, self.meanings.survey.sentence(formula))
            if not places_approached.judged(self.chains, self.equations.steps_told, s, formula):
                self.remarks.aside(s)
        elif op in EQUALITIES and zeros_told.equivalent(self.chains, found, formula):
            return
        elif op in EQUALITIES and any(t.logic for t in found) and not words.IF.search(formula.before):
            either = len(found) == 2 and conditions_said.is_alternative(self.meanings, formula)  # `$f'(w) = 0 \iff x = 0$ or $p = y$`
            self.remarks.deduction(found[:-1] if either and conditions_said.held(self.state, self.meanings, self.suppositions, found[-1], formula) else found)
        elif op in EQUALITIES:
            for one in found:
                if one.operators and one.operators[0] in EQUALITIES and one.pieces[0] is not None \
                        and not (one is found[0] and self._equals(one, formula)):
                    self.equations.take(self.equations.named_at_end(one), formula)
            self.signs.everywhere(s, formula)

    def same_condition(self, s: Statement, formula: Formula) -> bool:
        """Judge a displayed inequality that the words before it call the same as the one right before them, or under which they say that
        an iteration converges."""
        if convergence_told.judged(self.meanings, self.chains, s, formula.before, self.meanings.survey.sentence(formula)):
            return True
        return self.condition is not None and self.condition[0] == self.meanings.at - 1 and inequalities.is_order(s) \
            and inequalities.SAME.match(formula.before) is not None and inequalities.pair(self.chains, self.condition[1], s, loosely=inequalities.LOOSELY.search(formula.before) is not None)
