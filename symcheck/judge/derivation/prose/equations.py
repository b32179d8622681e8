r"""An equation among words: the rules that may take it, in their order. The first that does settles what it is: a model, a definition,
a value, a supposition, something solved, or a claim.

A rule reads the words beside the equation (`wording.words`) and what its names mean by now. `Equations.rules` is the whole grammar; a rule that
returns True has taken the equation. Those called `begin..` only prepare what the rules after them ask. The rules stand in rooms by what they are about:
`rules_of_examples.py`, `rules_of_meaning.py`, `special_cases.py`, `operators_told.py`; here are those of no such kind.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.expr import Expr
from symcheck.judge import verdict as V
from symcheck.judge.derivation import doubts
from symcheck.judge.derivation.chains import (
    descents_meant,
    introductions,
    posteriors,
    turned,
)
from symcheck.judge.derivation.chains import other_methods as methods
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.laws import laws
from symcheck.judge.derivation.methods import mean_iterates
from symcheck.judge.derivation.names import (
    data_models,
    densities_anew,
    entries_listed,
    entries_numbered,
    lengths,
    losses_taken,
    named_in_turn,
    old_values,
    samples,
    true_parameters,
)
from symcheck.judge.derivation.names.fresh import (
    is_variable,
)
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.names.usage import at_its_head
from symcheck.judge.derivation.prose import (
    all_the_same,
    claims_of_all,
    common_values,
    conditions_said,
    estimates_told,
    functions_supposed,
    index_chances,
    kinds_before_places,
    kinds_of_places,
    kinks_told,
    minimizers_told,
    next_example,
    objectives_told,
    parameters_matched,
    stationary_told,
    systems_told,
    units_told,
    values_at_extremes,
)
from symcheck.judge.derivation.prose.claims import Claims
from symcheck.judge.derivation.prose.definitions import Definitions
from symcheck.judge.derivation.prose.described import Described
from symcheck.judge.derivation.prose.drawn import Drawn
from symcheck.judge.derivation.prose.equated_told import Equated
from symcheck.judge.derivation.prose.equation import Equation
from symcheck.judge.derivation.prose.equations_of_places import Places
from symcheck.judge.derivation.prose.models_anew import ModelsAnew
from symcheck.judge.derivation.prose.newton_steps_told import NewtonSteps
from symcheck.judge.derivation.prose.operators_told import Operators
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.prose.roots_listed import RootsListed
from symcheck.judge.derivation.prose.rules_of_examples import ExampleRules
from symcheck.judge.derivation.prose.rules_of_meaning import MeaningRules
from symcheck.judge.derivation.prose.special_cases import SpecialCases
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.relations import decompositions, eigen_told
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording import restrictions, told, words
from symcheck.read.context import Context
from symcheck.read.documents import Formula
from symcheck.read.elaborate_differentials import written
from symcheck.read.names import label
from symcheck.read.syntax import BigOperator, Number

# `\sigma^2 I`, `\sigma_0^2 I_n`: a variance, where the document has no sigmoid.
_SCALED_IDENTITY = re.compile(r"(\\sigma(?:_\{?\w\}?)?\s*\^\s*\{?2\}?)\s*(?:\\[,;:!]\s*)?(?:\\(?:mathbf|mathbb|boldsymbol|bm)\s*)?\{?I\}?(?:_\{?\w+\}?)?\s*[.,;]?")

# What stands behind a size d in `-d \\log 2`: no differential of a name.
_FUNCTIONS = frozenset(("log", "ln", "exp", "sqrt", "det", "max", "min", "sin", "cos", "tan", "tanh", r"\log", r"\ln", r"\exp"))


class Equations:
    """The rules, and what they remember from one equation to the next."""

    def __init__(self, state: State, meanings: Meanings, chains: Chains, suppositions: Suppositions, described: Described,
                 models_anew: ModelsAnew, remarks: Remarks):
        self.state, self.meanings, self.chains = state, meanings, chains
        self.suppositions, self.described, self.models_anew, self.remarks = suppositions, described, models_anew, remarks
        self.words = ""  # since the last display
        self.definitions = Definitions(state, meanings, chains, remarks)
        self.claims = Claims(state, meanings, chains, suppositions, remarks)
        self.places = Places(chains)
        self.roots_listed = RootsListed(chains)
        newton = NewtonSteps(chains)
        drawn = Drawn(state, meanings, remarks)
        example = ExampleRules(meanings, chains, suppositions, remarks, self.claims, drawn)
        meaning = MeaningRules(meanings, chains, suppositions, remarks, self.definitions, self.claims, drawn)
        self.steps_told, self.started_again = example.steps_told, example.started_again
        special = SpecialCases(state, meanings, chains, suppositions)
        self.operators = operators = Operators(state, meanings, suppositions, described, self.definitions, remarks, self.claims)
        self.rules = (
            # before its names are looked up
            lambda e: common_values.supposed(meanings, suppositions, e), self._roots_listed, example.begin_run, self._decomposition, self._system, self._of_a_loss, example.index_of_a_sum, example.index_chosen, self._denied, example.root, self._under_words,
            special.vector_as_number, example.kink, example.place, example.single_step, example.step_told, example.of_condition, example.batch, example.another_example, example.recursion,
            example.parameters_read_off, example.number_given, example.number_comes_out, example.alike_at_each_step, example.fixed_point,
            self._of_names_to_come, self._function_supposed, special.size, operators.logarithm,
            # with its names looked up
            self._begin_names, lambda e: newton.rule(e.s, e.formula), Equated(chains, suppositions).rule, self._begin_estimate, self._begin_ridge, example.array_given, self._chances, self._of_means, operators.density, operators.of_optima, operators.of_an_operator, operators.model,
            self._minimizer, self._of_iterates, self._somewhere, special.size_chosen, self._sum_of_parts, special.replacement, special.same_place,
            special.special_case, special.any_member, special.of_class, special.in_list,
            # with what gets a meaning here
            meaning.begin_best, meaning.begin_meaning, meaning.descent, operators.data_model, meaning.for_some, meaning.start, meaning.where_zero, meaning.asserted, meaning.reparametrized, meaning.hypothesis,
            meaning.solved_too, meaning.solution, meaning.hoped, meaning.definition, meaning.drawn, meaning.claim)

    @property
    def context(self) -> Context:
        return self.state.context

    def take(self, s: Statement, formula: Formula) -> None:
        """An equation in prose goes to the first rule that takes it."""
        if losses_taken.is_taken(self.meanings, s) or s.operators == ["="] and posteriors.to_come(self.chains, s.row):
            return
        if len(parts := named_in_turn.parted(self.meanings, s)) > 1:
            for one in parts:
                self.take(one, formula)
            return
        if entries_listed.declare(self.meanings, s):
            return
        s = lengths.with_its_set(self.meanings, self.meanings.with_member(entries_listed.without_list(self.meanings, s)))
        s = old_values.prepared(self.meanings, s)
        densities_anew.make_way(self.meanings, s)
        turned.declare(self.meanings, s)
        entries_numbered.declare(self.meanings, s)
        next_example.heard(self.meanings, s)
        samples.listed(self.meanings, s)
        samples.on_diagonal(self.meanings, s)
        before = units_told.without(formula.before)
        e = Equation(s, replace(formula, before=all_the_same.without(before) if self.suppositions.alike else before), self.words)
        outcome = self.chains.outcome
        place, known, passed = stationary_told.told(self.chains, s, formula), len(outcome.steps), len(outcome.passed)
        if place is not None and place.misfit:
            stationary_told.judge_place(self.chains, s, place)
            return
        if (not self.state.equations or conditions_said.is_alternative(self.meanings, formula) or conditions_said.heads_case(formula)) and conditions_said.held(
                self.state, self.meanings, self.suppositions, s, formula, of_names=True):
            return
        if place is not None and place.x.data.name in self.meanings.instances.values and stationary_told.judge_place(self.chains, s, place):
            self._pass_limited(s, formula, known)
            return  # it is no claim of the number that the example gives
        next(rule for rule in self.rules if rule(e))
        self._pass_limited(s, formula, known)
        if any(step.verdict.word == V.DIFFERENT for step in outcome.steps[known:]) and conditions_said.held(self.state, self.meanings, self.suppositions, s, formula):
            del outcome.steps[known:]
        if place is not None and len(outcome.steps) == known and stationary_told.judge_place(self.chains, s, place):  # no rule has judged it
            del outcome.passed[passed:]
            self._pass_limited(s, formula, known)

    def _pass_limited(self, s: Statement, formula: Formula, known: int) -> None:
        """A place that words may limit to a range, or that may be of another function, is not called wrong; shapes that do not fit do so nowhere."""
        new = [step for step in self.chains.outcome.steps[known:] if not doubts.misfit(step.verdict)]
        x = self.state.read(s.pieces[0]) if s.operators == ["="] and None not in s.pieces and any(step.verdict.word == V.DIFFERENT for step in new) else None
        if x is None or formula.display or x.op not in ("var", "let") or not any(g.by.op == "var" and g.by.data.name == _bare(x) for g in self.state.gradients):
            return
        f = next((g.f for g in reversed(self.state.gradients) if g.by.op == "var" and g.by.data.name == _bare(x)), None)
        if claims_of_all.place_limited(self.chains, formula) or f is not None and f.op == "let" and x.op == "var" and (g := kinds_of_places.meant(self.chains, formula, f, x, "")) is not f and any(
                g is not None and re.match(rf"\s*{re.escape(g.data.name)}\s*\(\s*{re.escape(x.data.name)}\s*\)\s*:?=", row.text) for row in self.meanings.document.formulas[self.meanings.at - 1].rows):
            del self.chains.outcome.steps[known:]
            self.chains.outcome.passed_over(s.line(), s.row.text.strip())

    def named_at_end(self, s: Statement) -> Statement:
        r"""Of `$P(y_i = 1 \mid x_i) = \sigma(w^\top x_i) =: \mu_i$` the statement without its last name, which has got its meaning here."""
        one = at_its_head(self.context, s)
        if one is s or len(s.pieces) < 3 or self.state.read(s.pieces[-1]) is not None:
            return s
        self.definitions.look_up(one)
        self.definitions.take(one)
        return replace(s, pieces=s.pieces[:-1], operators=s.operators[:-1])

    # --- before its names are looked up ----------------------------------------------------------

    def _roots_listed(self, e: Equation) -> bool:
        r"""`$f'(t) = 0$ exactly when $t = a$ or $t = -a$`, `$t = 0$ is a local maximum`, `at $x = 1$, where $y = 3$`"""
        return self.roots_listed.judged(e.s, e.formula) or kinds_before_places.equation(self.chains, e.s, e.formula) or values_at_extremes.equation(self.chains, e.s, e.formula) or kinds_of_places.judged(self.chains, e.s, e.formula, self.meanings.survey.sentence(e.formula))

    def _decomposition(self, e: Equation) -> bool:
        r"""`Let $X = U S V^\top$ be the thin SVD`, `Let $A = Q \Lambda Q^\top$ with Q orthogonal`."""
        return decompositions.told(self.meanings, e.s, e.formula) or eigen_told.told(self.meanings, e.s, e.formula)

    def _system(self, e: Equation) -> bool:
        """`Start with $Ax = b$`: a system that x need not solve."""
        return systems_told.told(self.meanings, e.s, e.before, e.after)

    def _of_a_loss(self, e: Equation) -> bool:
        r"""`$\delta = \partial L / \partial z$` of a loss without a formula; nothing on the right."""
        return e.s.pieces[1] is None or self.chains.upstream.says(e.s) or self.chains.adjoints.turned(e.s)

    def _denied(self, e: Equation) -> bool:
        """`no longer $a = b$`, `If $a = b$ does not hold`: what differs in the sentence may do so because it is not so."""
        if words.NEGATED.search(e.before) is not None and words.AWAY_FROM_KINK.search(e.before) is None:
            return True
        denied = restrictions.denied(e.after)
        if denied and words.IF.search(e.before) is not None and not any(self.context.variables.get(label(p.syntax)) is not None and len(
                self.context.variables[label(p.syntax)].shape) == 2 for p in e.s.pieces if p is not None):
            self.state.unused = True
        return denied

    def _under_words(self, e: Equation) -> bool:
        """`If the gradient vanished, we would have $a = b$`: under a condition that no formula says; not judged."""
        if words.IF_IT_WOULD.search(e.before) is None:
            return False
        self.claims.passed_over(e.s)
        return True

    def _chances(self, e: Equation) -> bool:
        r"""`$\Pr(i = j) = p_j$`"""
        return index_chances.told(self.meanings, e.s)

    def _of_names_to_come(self, e: Equation) -> bool:
        r"""`$d\ell = \operatorname{tr}(G^\top dQ)$ means that G is the gradient`"""
        return self.chains.adjoints.labelled.is_told_of_any(e.s) or any(
            n not in _FUNCTIONS and self.meanings.shaped(n) is None for p in e.s.pieces if p is not None for n in written(p.syntax))

    def _function_supposed(self, e: Equation) -> bool:
        r"""`If $\phi = \tanh$`"""
        at, formulas = self.meanings.at, self.meanings.document.formulas
        following = formulas[at + 1].rows[0].text if at + 1 < len(formulas) and formulas[at + 1].rows else ""
        if not functions_supposed.supposed(self.state, e.s, e.before, e.after, following):
            return False
        self.suppositions.told_at = self.meanings.at
        return True

    # --- with its names looked up, before it is asked what gets a meaning here -------------------

    def _begin_names(self, e: Equation) -> bool:
        """From here on the names of the equation have been looked up; where the words say a kink, the input of functions is a number."""
        if words.KINK_IS.search(e.before) is not None:
            kinks_told.declare_input(self.meanings, e.s)
        data_models.shapes(self.meanings, e.s)
        true_parameters.declare(self.meanings, e.s)
        laws.noise_scale(self.meanings, e.s)
        if (scaled := _SCALED_IDENTITY.fullmatch(e.s.text(1).strip())) is not None and r"\sigma" in self.meanings.survey.declared:
            laws.scale(self.meanings, e.s.row, scaled[1])
        self.definitions.look_up(e.s)
        e.anew = self.models_anew.heading(e.s)
        return False

    def _begin_estimate(self, e: Equation) -> bool:
        r"""`The maximum likelihood estimates are $\hat\mu = ..$ and`: judged before it defines anything."""
        estimates_told.judged(self.chains, e.s, self.meanings.survey.sentence(e.formula))
        return False

    def _begin_ridge(self, e: Equation) -> bool:
        r"""`this is ridge regression with $\lambda = \sigma^2 / \tau^2$`: judged before it defines anything; of a J that holds \lambda it defines nothing."""
        sentence = self.meanings.survey.sentence(e.formula)
        if parameters_matched.judged(self.chains, e.s, sentence):
            return True
        objectives_told.ridge(self.chains, e.s, sentence)
        return False

    def _of_means(self, e: Equation) -> bool:
        r"""`so $\mathbb{E}[w_t] - c = (1 - \eta)^t (w_0 - c)$`: a claim about means of iterates."""
        return None not in e.s.pieces[:2] and mean_iterates.is_about(self.meanings.recursions, *e.s.pieces[:2]) and self._of_iterates(e)

    def _minimizer(self, e: Equation) -> bool:
        r"""`its minimizer is $t = ..$`, of the formula right before: judged, and then what t is."""
        return minimizers_told.judged(self.chains, e.s, e.formula)

    def _of_iterates(self, e: Equation) -> bool:
        r"""`$w_t - c = (1 - \eta)^t (w_0 - c)$`: a claim about what a recursion gives."""
        descents_meant.supposed(self.chains, e.s)
        if not methods.claims(self.meanings, e.s):
            return False
        self.remarks.recurring(e.s)
        return True

    def _somewhere(self, e: Equation) -> bool:
        """`holds only where $a = b$`, `at $x = 0$`, `largest where $a = b$`: it is said of a place, and not claimed."""
        if self.places.solution(e.s, e.before) or self.places.place(e.s, e.before, e.formula.after):
            return True
        self.places.other_form(e.s, e.before)
        introductions.argument(self.chains, e.s.pieces[0])
        if type(e.s.pieces[1].syntax) is Number and self.state.read(e.s.pieces[0]) is None and told.is_special_case(e.before, e.after):
            self.state.unused = True  # of what has no meaning here: what differs below may hold in this case
        return bool(told.says_where(e.s.row.text, e.before, e.after) or told.is_place(e.s.row.text, e.before) and (
            self.state.read(e.s.pieces[0]) is None or words.NOT_THERE.match(e.after)))

    def _sum_of_parts(self, e: Equation) -> bool:
        r"""`decompose $w = \sum_i c_i u_i$` of a variable."""
        if not words.DECOMPOSES.search(e.before) or not is_variable(self.state, e.s.pieces[0]) \
                or not any(type(x) is BigOperator for x in e.s.pieces[1].syntax.walk()):
            return False
        self.state.doubts.lose(self.state, *e.s.pieces[:2])
        return True


def _bare(x: Expr) -> str:
    r"""The w of `\hat w`, `w^*`."""
    return re.sub(r"\\(?:hat|bar|tilde|widehat)\s*|[{}\s]|[\^_](?:\*|\\star|\\ast|\\mathrm\w+|\\text\w+)", "", x.data.name)
