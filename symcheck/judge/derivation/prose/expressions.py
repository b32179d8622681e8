"""Expressions among words that stand without a relation: a value, a name or a judgement that the words around them tell."""

from __future__ import annotations

from symcheck.judge.derivation.chains import (
    jacobians_told,
    moments_told,
    quantities_named,
    slopes_at_places,
    slopes_of_objectives,
    slopes_told,
)
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import (
    functions_told,
    steady,
)
from symcheck.judge.derivation.numbers import (
    samples_in_turn,
    told_by_nouns,
)
from symcheck.judge.derivation.prose import (
    bounds_told,
    eigenvalues_of_functions,
    equals_told,
    factors_told,
    functions_supposed,
    kinds_before_places,
    limits_reached,
    limits_said,
    log_priors_told,
    losses_dropping,
    objectives_told,
    objectives_unnamed,
    pairs,
    parameters_counted,
    quantities_told,
    said_plainly,
    shapes_claimed,
    shapes_of_functions,
    spectra_claimed,
    steps_counted,
    sums_told,
    values_at_extremes,
    values_for,
    values_told,
)
from symcheck.judge.derivation.prose.described import Described
from symcheck.judge.derivation.prose.entries_said import EntriesSaid
from symcheck.judge.derivation.prose.equations import Equations
from symcheck.judge.derivation.prose.extremes_told import ExtremesTold
from symcheck.judge.derivation.prose.gradients_at import GradientsAt
from symcheck.judge.derivation.prose.last_formula import LastFormula
from symcheck.judge.derivation.prose.moments_told import MomentsTold
from symcheck.judge.derivation.prose.phrases_told import PhrasesTold
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.prose.spectra_told import SpectraTold
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording import (
    last_named,
    words,
)
from symcheck.read.documents import Formula
from symcheck.text import Source


class Expressions:
    """What the words say of formulas without a relation, asked of the rooms for each kind in turn."""

    def __init__(self, chains: Chains, suppositions: Suppositions, described: Described, remarks: Remarks, equations: Equations):
        self.state, self.meanings, self.chains = chains.state, chains.meanings, chains
        self.suppositions, self.described, self.remarks, self.equations = suppositions, described, remarks, equations
        self.last = LastFormula(chains.state, chains.meanings, chains, remarks)
        self.moments_told = MomentsTold(chains)
        self.entries_said = EntriesSaid(chains, remarks)
        self.gradients_at = GradientsAt(chains)
        self.spectra = SpectraTold(chains)
        self.phrases = PhrasesTold(chains, remarks)
        self.extremes = ExtremesTold(chains)

    def mentioned(self, row: Source, found: list[Statement], formula: Formula) -> None:
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
                or self.extremes.judged(row, formula, self.meanings.survey.sentence(formula)) or values_at_extremes.value(self.chains, row, formula) \
                or kinds_before_places.place(self.chains, row, formula):
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
                or slopes_of_objectives.judged(self.chains, row, formula, sentence)
                or not self._slope_at_value(formula) and slopes_told.judged(self.chains, row, sentence)
                or quantities_named.comes_to(self.chains, row, formula)
                or jacobians_told.judged(self.chains, row, formula, sentence)
                or moments_told.judged(self.chains, row, formula, sentence)
                or objectives_told.density(self.chains, row, formula, sentence)
                or objectives_told.place(self.chains, row, formula, sentence)
                or objectives_told.judged(self.chains, row, formula, sentence)
                or found and self.is_said_equal(found[0], formula)
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

    def is_said_equal(self, s: Statement, formula: Formula) -> bool:
        """A formula that the words say the one before it is equal to."""
        told = equals_told.whole(self.state, self.meanings, s, formula, self.meanings.survey.sentence(formula))
        if told is not None:
            self.equations.take(*told)
        return told is not None


__all__ = ["Expressions"]
