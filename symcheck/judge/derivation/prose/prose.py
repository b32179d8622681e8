"""Mathematics in prose: what declares, defines, sets up, supposes or claims something, as the words around it tell."""

from __future__ import annotations

import re

from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.chains import (
    gaussian_density,
    relations_claimed,
)
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.chains.eigenvalues_told import EigenvaluesTold
from symcheck.judge.derivation.laws import laws, models
from symcheck.judge.derivation.names import (
    assumptions,
    diagonals_told,
    lengths,
    ranks,
)
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.numbers import (
    class_given,
    samples_in_turn,
    told_by_nouns,
)
from symcheck.judge.derivation.prose import (
    both_signs,
    conditions_said,
    convergence_told,
    index_chances,
    limits_with_arrows,
    only_lines,
    optimal_values_told,
    orders_claimed,
    pairs,
    penalties_told,
    places_approached,
    places_equal,
    slopes_with_signs,
    zeros_told,
)
from symcheck.judge.derivation.prose.described import Described
from symcheck.judge.derivation.prose.epochs_told import EpochsTold
from symcheck.judge.derivation.prose.equations import Equations
from symcheck.judge.derivation.prose.expressions import Expressions
from symcheck.judge.derivation.prose.models_anew import ModelsAnew
from symcheck.judge.derivation.prose.orders import Orders
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.prose.signs_in_words import SignsInWords
from symcheck.judge.derivation.prose.signs_told import Signs
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.relations import alike_in_kind, spectra, updates
from symcheck.judge.derivation.relations.link import EQUALITIES
from symcheck.judge.derivation.rows import of_functions
from symcheck.judge.derivation.rows.statements import ORDER, Statement, statements
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording import (
    diagonals,
    last_named,
    matrix_kinds,
    told,
    unit_vectors,
    words,
)
from symcheck.judge.derivation.wording.patterns import letter_of
from symcheck.read.context import Context
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError


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
        self.epochs = EpochsTold(chains)
        self.eigenvalues = EigenvaluesTold(chains)
        self.equations = Equations(state, meanings, chains, self.suppositions, self.described, self.models_anew, self.remarks)
        self.expressions = Expressions(chains, self.suppositions, self.described, self.remarks, self.equations)
        self.orders = Orders(chains, self.suppositions, self.signs)

    @property
    def context(self) -> Context:
        return self.state.context

    def heard(self, formula: Formula) -> None:
        """The words since the last display; a display without words of its own goes on with the last ones."""
        self.orders.heard()
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

    def inline(self, formula: Formula) -> None:
        """One formula among words."""
        self.meanings.kinds.declare(self.meanings.at)
        if self.meanings.at in self.meanings.taken or formula.start in self.suppositions.after.of_values:
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
            self.expressions.mentioned(row, found, formula)
            return
        op = s.operators[0]
        if self.expressions.extremes.is_place() or op in EQUALITIES and spectra.named_ends(self.meanings, row, formula):
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
            if self.orders.taken(s, found, row, formula):
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
            if not (op == r"\in" and (last_named.names_last(formula) and self.expressions.last.named_with_set(s) or only_lines.told(self.meanings, row, formula))):
                self.described.declared(row, op, formula)
        elif op in EQUALITIES and (listed := told.listed(row.text)) is not None:
            self.meanings.listed(row, *listed)
        elif s.pieces[0] is not None:
            if op in EQUALITIES:
                self.expressions.spectra.judged(row, formula, self.meanings.survey.sentence(formula))
            self._related(s, [part for s in found for part in alike_in_kind.parted(self.state, s)], formula)
        if (said := told.of_it(row, formula.after)) is not None:
            assumptions.suppose(self.meanings, said)
        if s.declares:
            self.of_length_one(row, formula)
            self._of_kind(row, formula)
            diagonals_told.leave_open(self.meanings, self.meanings.at)

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
            if e is None or e.op != "var" or len(e.shape) != 2 or is_scalar(e.shape):
                continue
            square = e.shape[0] == e.shape[1]
            if said.open and (square or said.open.lower().startswith("mask")):  # the others are square; "the shift $b$" is a vector
                self.state.doubts.kinds[name] = said.open
            if not square:
                continue
            if said.member:
                self.state.doubts.members[name] = said.member
            for line in said.equations:
                trait = line == r"X^\top = X"
                line = rf"{name} \text{{ symmetric}}" if trait else re.sub(r"\bX\b", lambda _: name, line)
                assumptions.suppose(self.meanings, Source(line, row.name, row.locate(0)[0]))

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
                        and not (one is found[0] and self.expressions.is_said_equal(one, formula)):
                    self.equations.take(self.equations.named_at_end(one), formula)
            self.signs.everywhere(s, formula)

