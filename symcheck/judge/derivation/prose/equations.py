r"""An equation among words: the rules that may take it, in their order. The first that does settles what it is: a model, a definition,
a value, a supposition, something solved, or a claim.

A rule reads the words beside the equation (`wording.words`) and what its names mean by now. `Equations.rules` is the whole grammar; a rule that
returns True has taken the equation. Those called `_begin..` only prepare what the rules after them ask.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.chains import descents_told, introductions, turned
from symcheck.judge.derivation.chains import other_methods as methods
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.laws import laws
from symcheck.judge.derivation.names import (
    data_models,
    entries_listed,
    entries_numbered,
    lengths,
    losses_taken,
    samples,
    steady,
)
from symcheck.judge.derivation.names.fresh import (
    gives_formula,
    is_variable,
    meaning_here,
)
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.names.usage import at_its_head
from symcheck.judge.derivation.numbers import values
from symcheck.judge.derivation.numbers.read_off import read_off
from symcheck.judge.derivation.numbers.values import is_numeric
from symcheck.judge.derivation.prose import (
    batches_told,
    case_heads,
    fixed_points,
    functions_supposed,
    index_chances,
    kinks_told,
    objectives_told,
    places_told,
    units_told,
    values_for,
)
from symcheck.judge.derivation.prose.claims import Claims
from symcheck.judge.derivation.prose.conditions_met import Conditions
from symcheck.judge.derivation.prose.definitions import Definitions
from symcheck.judge.derivation.prose.described import Described
from symcheck.judge.derivation.prose.drawn import Drawn
from symcheck.judge.derivation.prose.equation import Equation
from symcheck.judge.derivation.prose.equations_of_places import Places
from symcheck.judge.derivation.prose.equations_supposed import Hypotheses
from symcheck.judge.derivation.prose.models_anew import ModelsAnew
from symcheck.judge.derivation.prose.operators_told import Operators
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.prose.special_cases import SpecialCases
from symcheck.judge.derivation.prose.started_again import StartedAgain
from symcheck.judge.derivation.prose.steps_told import StepsTold
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.relations import decompositions, eigen_told
from symcheck.judge.derivation.relations.links import has_derivative
from symcheck.judge.derivation.rows.heads import arguments, nameable
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording import restrictions, told, words
from symcheck.read.context import Context
from symcheck.read.documents import Formula
from symcheck.read.elaborate_differentials import written
from symcheck.read.names import label
from symcheck.read.syntax import Additive, BigOperator, Number, Symbol

# Of a number that is written, maybe with its sign.
_NUMERAL = (Number, Additive)
# `(x, y) = (1, 2)`
_TUPLE = re.compile(r"\s*\(\s*([^()=]*,[^()=]*)\)\s*=\s*\([-+\d.,\s]+\)\s*[.,;]?\s*")
# `\sigma^2 I`, `\sigma_0^2 I_n`: a variance, where the document has no sigmoid.
_SCALED_IDENTITY = re.compile(r"(\\sigma(?:_\{?\w\}?)?\s*\^\s*\{?2\}?)\s*(?:\\[,;:!]\s*)?(?:\\(?:mathbf|mathbb|boldsymbol|bm)\s*)?\{?I\}?(?:_\{?\w+\}?)?\s*[.,;]?")
# "at $x = 2$", "for $x = 2$", "when $x = 2$": a place at which what follows is said.
_AT_NUMBER = re.compile(r"\b(?:at|for|when|if|where|with|take|taking|setting|putting)\s*$", re.I)


class Equations:
    """The rules, and what they remember from one equation to the next."""

    def __init__(self, state: State, meanings: Meanings, chains: Chains, suppositions: Suppositions, described: Described,
                 models_anew: ModelsAnew, remarks: Remarks):
        self.state, self.meanings, self.chains = state, meanings, chains
        self.suppositions, self.described, self.models_anew, self.remarks = suppositions, described, models_anew, remarks
        self.words = ""  # since the last display
        self.kink_at: tuple[int, Expr | None] = (-9, None)  # the number of the last formula that said where a kink is, and of what
        self.placed = -9  # the last formula that says where a function is taken
        self.definitions = Definitions(state, meanings, chains, remarks)
        self.claims = Claims(state, meanings, chains, suppositions, remarks)
        self.hypotheses = Hypotheses(state, meanings, suppositions)
        self.steps_told = StepsTold(meanings, chains, suppositions.held)
        self.places = Places(chains)
        self.started_again = StartedAgain(meanings)
        self.conditions = Conditions(chains)
        self.drawn = Drawn(state, meanings, remarks)
        special = SpecialCases(state, meanings, chains, suppositions)
        self.operators = operators = Operators(state, meanings, suppositions, described, self.definitions, remarks, self.claims)
        self.rules = (
            # before its names are looked up
            self._begin_run, self._decomposition, self._of_a_loss, self._index_of_a_sum, self._index_chosen, self._denied, self._root, self._under_words, special.vector_as_number,
            self._place, self._step_told, self._of_condition, self._batch, self._another_example, self._recursion, self._parameters_read_off, self._number_given,
            self._number_comes_out, self._alike_at_each_step, self._fixed_point,
            self._of_names_to_come,
            self._function_supposed, special.size,
            # with its names looked up
            self._begin_names, self._begin_ridge, self._array_given, self._chances, operators.density, operators.of_optima, operators.of_an_operator,
            operators.model,
            self._of_iterates, self._somewhere, special.size_chosen, self._sum_of_parts, special.replacement, special.same_place,
            special.special_case, special.any_member, special.of_class, special.in_list,
            # with what gets a meaning here
            self._begin_best, self._begin_meaning, self._descent, operators.data_model, self._for_some, self._start, self._where_zero, self._hypothesis, self._solved_too,
            self._solution, self._hoped, self._definition, self._drawn, self._claim)

    @property
    def context(self) -> Context:
        return self.state.context

    def take(self, s: Statement, formula: Formula) -> None:
        """An equation in prose goes to the first rule that takes it."""
        if losses_taken.is_taken(self.meanings, s):
            return
        if (both := self._alike(s)) is not None:
            for one in both:
                self.take(one, formula)
            return
        if entries_listed.declare(self.meanings, s):
            return
        s = lengths.with_its_set(self.meanings, self.meanings.with_member(entries_listed.without_list(self.meanings, s)))
        turned.declare(self.meanings, s)
        entries_numbered.declare(self.meanings, s)
        samples.listed(self.meanings, s)
        samples.on_diagonal(self.meanings, s)
        e = Equation(s, replace(formula, before=units_told.without(formula.before)))
        next(rule for rule in self.rules if rule(e))

    def _alike(self, s: Statement) -> tuple[Statement, Statement] | None:
        r"""Of `$p_1 = p_2 = \sigma(0) = 0.5$`, of two names without a meaning and known numbers: what the second is, and that the first is the same."""
        if len(s.pieces) < 3 or None in s.pieces or {*s.operators} != {"="} or not all(nameable(p.syntax) and self.state.read(p) is None for p in s.pieces[:2]):
            return None
        if not all(values.is_numeric(self.state.read(p)) or values.number(self.state, p) is not None for p in s.pieces[2:]):
            return None
        if (value := self.state.read(s.pieces[-1])) is None or value.is_zero:
            return None  # `w_0 = b_0 = 0`: maybe of two shapes
        return replace(s, pieces=s.pieces[1:], operators=s.operators[1:]), replace(s, pieces=[s.pieces[0], s.pieces[-1]], operators=["="])

    def named_at_end(self, s: Statement) -> Statement:
        r"""Of `$P(y_i = 1 \mid x_i) = \sigma(w^\top x_i) =: \mu_i$` the statement without its last name, which has got its meaning here."""
        one = at_its_head(self.context, s)
        if one is s or len(s.pieces) < 3 or self.state.read(s.pieces[-1]) is not None:
            return s
        self.definitions.look_up(one)
        self.definitions.take(one)
        return replace(s, pieces=s.pieces[:-1], operators=s.operators[:-1])

    # --- before its names are looked up ----------------------------------------------------------

    def _begin_run(self, e: Equation) -> bool:
        """`start again at $w_0 = 0$`: what an earlier run gave is over."""
        self.started_again.heard(e.s, e.before)
        return False

    def _decomposition(self, e: Equation) -> bool:
        r"""`Let $X = U S V^\top$ be the thin SVD`, `Let $A = Q \Lambda Q^\top$ with Q orthogonal`."""
        return decompositions.told(self.meanings, e.s, e.formula) or eigen_told.told(self.meanings, e.s, e.formula)

    def _of_a_loss(self, e: Equation) -> bool:
        r"""`$\delta = \partial L / \partial z$` of a loss without a formula; nothing on the right."""
        return e.s.pieces[1] is None or self.chains.upstream.says(e.s) or self.chains.adjoints.turned(e.s)

    def _index_of_a_sum(self, e: Equation) -> bool:
        """`only the term $j = i$ of the sum`"""
        return all(type(p.syntax) is Symbol and p.syntax.name in self.meanings.survey.ranges
                   and self.context.scope.bare(p.syntax.name) is None for p in e.s.pieces[:2])

    def _index_chosen(self, e: Equation) -> bool:
        """`Step 1 uses $i = 2$`: a number for an index."""
        letter = label(e.s.pieces[0].syntax) if type(e.s.pieces[0].syntax) is Symbol and type(e.s.pieces[1].syntax) is Number else ""
        return len(letter) == 1 and self.context.scope.bare(letter) is None and letter not in self.context.dims \
            and letter not in self.meanings.survey.ranges.values() and any(
            letter in u.name.below or letter in u.name.above for uses in self.meanings.inference.usage.uses.values() for u in uses)

    def _denied(self, e: Equation) -> bool:
        """`no longer $a = b$`, `If $a = b$ does not hold`: what differs in the sentence may do so because it is not so."""
        if words.NEGATED.search(e.before) is not None:
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

    def _place(self, e: Equation) -> bool:
        """`The kink sits where $z_j = 0$`: of a name with a definition nothing is supposed so. At `$u = 1$, $v = 2$` of what a function
        is taken at, that function is spoken of there, which is left open."""
        self._begin_other_place(e)
        goes_on = self.placed == self.meanings.at - 1 and words.JOINED.match(e.before) is not None
        at_place = goes_on or words.AT_PLACE_OF.search(e.before) is not None
        held = self.state.read(e.s.pieces[0]) if at_place and type(e.s.pieces[1].syntax) is Number else None
        while held is not None and held.op in ("entry", "item"):
            held = held.args[0]
        if held is None or held.op != "let":
            return False
        if label(e.s.pieces[0].syntax) in self.meanings.survey.formals:
            self.placed, self.state.unused = self.meanings.at, True
        return True

    def _begin_other_place(self, e: Equation) -> None:
        """`At $x = 0$ we have $f(x) = 3$; at $x = 2$ ..`: of what has a value here, another one; from here on it has lost that of the place before."""
        held = self.state.read(e.s.pieces[0]) if _AT_NUMBER.search(e.before) is not None and type(e.s.pieces[0].syntax) is Symbol else None
        if held is None or held.op != "let" or held.data not in self.suppositions.held.values or len(e.s.pieces) != 2:
            return
        value = self.state.read(e.s.pieces[1])
        if value is not None and is_numeric(value) and is_scalar(value.shape) and value is not held.args[0]:
            self.suppositions.held.leaves(held)

    def _root(self, e: Equation) -> bool:
        r"""`$-3 + 0.5 h = 0$, that is, at $h = 6$`"""
        return values_for.root(self.chains, e.s, e.formula)

    def _step_told(self, e: Equation) -> bool:
        """`From $w = 0$, the step on the first sample gives $w = 1$`"""
        return self.steps_told.gives(e.s, e.formula)

    def _of_condition(self, e: Equation) -> bool:
        """`with $f(1) = 2$ and $f(2) = 1$`, `The first condition gives $v_1 = 2$`"""
        return self.conditions.take(e.s, e.before, self.meanings.survey.sentence(e.formula))

    def _batch(self, e: Equation) -> bool:
        r"""`For $B = \{1, 2\}$`: the members of a batch."""
        return batches_told.told(self.state, self.meanings, self.suppositions, e.s.row.text, e.formula)

    def _another_example(self, e: Equation) -> bool:
        r"""`the pairs $(x, y) = (1, 2)$ and $(x, y) = (2, 3)$`: of several examples, so that x and y are none of these; `$b = 16$ gives` after b was 4:
        another value, to the end of the sentence."""
        s = e.s
        held = self.state.read(s.pieces[0]) if len(s.pieces) == 2 and None not in s.pieces else None
        value = self.state.read(s.pieces[1]) if held is not None and held.op == "let" and is_numeric(held.args[0]) and is_scalar(held.shape) else None
        if value is None or not is_numeric(value) or not is_scalar(value.shape):
            return False
        at, formulas = self.meanings.at, self.meanings.document.formulas
        listed = at and _tuple_of(e.formula) and words.JOINED.match(e.before) is not None and _tuple_of(formulas[at - 1]) == _tuple_of(e.formula)
        if listed:
            entry = next((x for x in self.context.scope if x.expr is held), None)
            if entry is not None:
                self.context.scope.drop(entry)
                self.context.remembered = {}
            return True
        if self.claims.fact(s) or not (told.gives(e.before, e.after) or type(s.pieces[1].syntax) in _NUMERAL and (
                told.puts_anew(e.before) or self.meanings.instances.lately and words.JOINED.match(e.before) is not None and e.before.strip(" ,\n"))):
            return False
        self.suppositions.told_at = at
        return self.suppositions.held.another(held, build.let(held.data, value))

    def _recursion(self, e: Equation) -> bool:
        r"""`the update $w_{t+1} = w_t - \eta g_t$`, `starting at $v_0 = 0$`."""
        return self.meanings.recursions.stepped(e.s) or self.meanings.iterates.starts(e.s.text(0)) \
            and self.meanings.recursions.starts_at_zero(e.s)

    def _parameters_read_off(self, e: Equation) -> bool:
        """`$g(w) = (w - 2)^2 + 3$; so $a = 2$, $b = 2$ and $c = 3$`, after a function with parameters a, b and c."""
        at = self.meanings.at
        count = read_off(self.state, self.meanings.instances, e.s, self.meanings.document.formulas[at:at + self.meanings.ahead]) if len(e.formula.rows) == 1 else 0
        self.meanings.taken.update(range(at + 1, at + count))
        return count > 0

    def _chances(self, e: Equation) -> bool:
        r"""`$\Pr(i = j) = p_j$`"""
        return index_chances.told(self.meanings, e.s)

    def _number_given(self, e: Equation) -> bool:
        """`with $x_1 = 2$`, in an example."""
        zero_there = words.VANISHES.search(e.before) or self.drawn.found_zero == self.meanings.at - 1 and words.JOINED.match(e.before)
        if zero_there and e.s.pieces[0] is not None and (x := self.state.read(e.s.pieces[0])) is not None \
                and self.state.gradient_by(x) is not None:
            return False  # "they vanish at $x = 1$"
        if not self.meanings.instances.given(e.s, e.before, case_heads.told(self.meanings.document.text, e.formula)):
            return False
        self.suppositions.begins_sized(e.s, e.formula)
        return True

    def _number_comes_out(self, e: Equation) -> bool:
        """`so $z = 3$`, in an example."""
        if words.IF.search(e.before) or not (self.meanings.instances.claimed(e.s) or self.meanings.instances.drawn(e.s, e.before)):
            return False
        self.remarks.aside(e.s)
        return True

    def _alike_at_each_step(self, e: Equation) -> bool:
        """`If $g_t = g$ for all $t$`"""
        return steady.supposed(self.meanings, e.s, e.before, e.after)

    def _fixed_point(self, e: Equation) -> bool:
        r"""`Setting $w_{k+1} = w_k = w_\infty$`, `the fixed point is $w^* = b / (1 - a)$`"""
        return fixed_points.told(self.meanings, self.chains, e.s, self.meanings.survey.sentence(e.formula))

    def _of_names_to_come(self, e: Equation) -> bool:
        r"""`$d\ell = \operatorname{tr}(G^\top dQ)$ means that G is the gradient`"""
        return self.chains.adjoints.labelled.is_told_of_any(e.s) or any(self.meanings.shaped(n) is None for p in e.s.pieces if p is not None for n in written(p.syntax))

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
        laws.noise_scale(self.meanings, e.s)
        if (scaled := _SCALED_IDENTITY.fullmatch(e.s.text(1).strip())) is not None and r"\sigma" in self.meanings.survey.declared:
            laws.scale(self.meanings, e.s.row, scaled[1])
        self.definitions.look_up(e.s)
        e.anew = self.models_anew.heading(e.s)
        return False

    def _begin_ridge(self, e: Equation) -> bool:
        r"""`this is ridge regression with $\lambda = \sigma^2 / \tau^2$`: judged before it defines anything."""
        objectives_told.ridge(self.chains, e.s, self.meanings.survey.sentence(e.formula))
        return False

    def _array_given(self, e: Equation) -> bool:
        r"""`Let $W = \begin{pmatrix} 1 & 2 \end{pmatrix}$` of a W that has a meaning."""
        return self.meanings.instances.array_given(e.s, meaning_here)

    def _of_iterates(self, e: Equation) -> bool:
        r"""`$w_t - c = (1 - \eta)^t (w_0 - c)$`: a claim about what a recursion gives."""
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

    # --- with what gets a meaning here ------------------------------------------------------------

    def _begin_best(self, e: Equation) -> bool:
        r"""`, whose minimizer is $w^* = ..$`: of the display right before."""
        places_told.begin_best(self.chains, e.s, e.before, self.meanings.at > 0 and self.meanings.document.formulas[self.meanings.at - 1].display)
        return False

    def _begin_meaning(self, e: Equation) -> bool:
        """From here on it is known what gets its meaning here."""
        introductions.set_to_zero(self.chains, e.s)
        e.fresh = "definition" if e.anew else meaning_here(self.state, e.s)
        if e.fresh is None and gives_formula(self.state, e.s) and (
                words.TAKES_FORM.search(e.before) or not words.CONCLUDES.search(words.SENTENCES.split(self.state.said)[-1])):
            e.fresh = "definition"
        return False

    def _descent(self, e: Equation) -> bool:
        """`Gradient descent reads $w_{t+1} = w_t - \\eta a w_t$`: judged, and then the definition that it is; of `w_1 - w^* = ..` nothing is defined."""
        v = descents_told.judged(self.chains, e.s)
        if v is None:
            return False
        with self.chains.apart():
            self.chains.step(e.s, 0, v, "update")
        return type(e.s.pieces[0].syntax) is Additive

    def _for_some(self, e: Equation) -> bool:
        r"""`$w = X^\top \alpha$ for some \alpha`, `the kink is at $z = 0$`, `the kinks are at $z = 0$ and $z = 1$`"""
        head = self.state.read(e.s.pieces[0])
        goes_on = self.kink_at == (self.meanings.at - 1, head) and words.PLACES_JOINED.fullmatch(e.before) is not None \
            or self.kink_at[0] == self.meanings.at - 1 and kinks_told.GOES_ON.fullmatch(e.before) is not None
        kink = (goes_on or words.KINK_IS.search(e.before) is not None) and not is_numeric(head)
        place = kink and (goes_on or told.is_place(e.s.row.text, e.before)) and is_variable(self.state, e.s.pieces[0])  # `the kink is at $x = 1$`
        taken = e.fresh != "definition" and bool(words.FOR_SOME.match(e.after) or kink) or place
        judged = bool(kink or e.fresh == "definition" and self.state.said) \
            and kinks_told.judge_place(self.chains, self.suppositions.regions, e.s, self.state.said, goes_on)
        taken = taken or judged and is_variable(self.state, e.s.pieces[0])  # nothing is supposed so
        if taken and kink:
            self.kink_at = self.meanings.at, head
        return taken

    def _start(self, e: Equation) -> bool:
        """`Starting from $a = 1$`"""
        e.variable = is_variable(self.state, e.s.pieces[0]) and label(e.s.pieces[0].syntax) not in self.state.doubts.guessed
        if e.fresh is None and e.variable and e.unheard and words.PUTS.search(e.before):
            e.fresh = "definition"  # `we set $w = X^\\top \\alpha$`: in terms of what had no meaning before
        e.defines = words.DEFINES.search(words.ABBREVIATION.sub("", self.words)) is not None and not words.CASE.search(e.before)
        if words.STARTS_FROM.search(e.before) is not None:
            self.meanings.instances.started(e.s)
        return e.variable and words.STARTS_FROM.search(e.before) is not None and words.STOP.search(self.state.since) is None \
            and values.put_in(self.state, e.s)

    def _where_zero(self, e: Equation) -> bool:
        """`The derivative is zero for $x = 1$`, `at a stationary point $S u = c u$`"""
        return (e.fresh is None or e.variable) and (
            places_told.differential_zero(self.chains, e.s, self.meanings.survey.sentence(e.formula))
            or self.drawn.says_where_zero(e.s, e.before) or self.drawn.holds_at_place(e.s, e.before))

    def _hypothesis(self, e: Equation) -> bool:
        r"""`If $u^\top v = 0$`, `Suppose $u^\top v = 0$.`"""
        return (e.fresh is None or e.variable and not e.defines) and self.hypotheses.take(e.s, e.formula)

    def _solved_too(self, e: Equation) -> bool:
        """`so $a = 1$ and $b = 2$` after equations set up: the second one."""
        return e.variable and self.drawn.too(e.s, e.before)

    def _solution(self, e: Equation) -> bool:
        r"""`hence $\hat w = c$`, of a \hat w that gets its meaning here."""
        if e.fresh != "solution":
            return False
        self.remarks.solution(e.s)
        return True

    def _hoped(self, e: Equation) -> bool:
        """`ideally $f(x) = y$`; not `we fit $f(x) = w x + b$ to data`, a model made of what it is taken at"""
        model = words.FITS.search(e.before) is not None and (taken := arguments(e.s.pieces[0].syntax)) \
            and {label(x) for x in e.s.pieces[1].syntax.walk() if type(x) is Symbol} & taken
        return e.fresh == "definition" and words.HOPED.search(e.before) is not None and not model \
            and not (words.PREDICTS.search(e.before) and self.state.read(e.s.pieces[0]) is None)

    def _definition(self, e: Equation) -> bool:
        """`where $z = Wx$`; of a variable that was declared only where the words define it, or it is given a number."""
        if e.fresh != "definition":
            return False
        s = self.definitions.diagonal(e.s, e.after)
        number = type(s.pieces[1].syntax) is Number
        if not e.variable or self.meanings.recursions.is_first(s) or (e.defines or words.MADE_AS.search(e.before) is not None or e.unheard) and not number:
            self.definitions.take(s)
        elif number and values.put_in(self.state, s):
            self.meanings.instances.of_method(s, e.before)
        elif not number and words.OPTIMUM.search(words.SENTENCES.split(self.state.said)[-1]) is None:
            if not self.suppositions.chosen(s, e.before, lasting=True):
                self.claims.may_restrict(s)  # `the optimum satisfies $\\theta = c$` speaks of that place only
        elif not number:
            self.suppositions.chosen(s, e.before, lasting=False)
        return True

    def _drawn(self, e: Equation) -> bool:
        r"""`setting it to zero gives $X^\top X w = X^\top y$`"""
        return self.drawn.take(e.s, e.formula)

    def _claim(self, e: Equation) -> bool:
        """Anything else is an assumption where the words say so, or a claim; `the draw $I = 2$` is neither."""
        held = self.state.read(e.s.pieces[0])
        if held is not None and held.op == "index" and type(e.s.pieces[1].syntax) is Number:
            self.claims.passed_over(e.s)
        elif held is not None and has_derivative(held) and words.TO_ZERO.match(e.after):  # the derivative is set, the equation is claimed
            self.claims.take(e.s, words.SETTING.sub("", e.before))
        else:
            self.claims.take(e.s, e.before)
        return True


    # --- what the rules ask ----------------------------------------------------------------------


def _tuple_of(formula: Formula) -> str:
    """The x, y of `(x, y) = (1, 2)` with numbers, empty of any other formula."""
    m = _TUPLE.fullmatch(formula.rows[0].text) if len(formula.rows) == 1 and not formula.display else None
    return re.sub(r"\s", "", m[1]) if m is not None else ""
