r"""An equation among words: the rules that may take it, in their order. The first that does settles what it is: a model, a definition,
a value, a supposition, something solved, or a claim.

A rule reads the words beside the equation (`wording.words`) and what its names mean by now. `RULES` is the whole grammar; a rule that
returns True has taken the equation. Those called `_begin..` and `_meant` only prepare what the rules after them ask.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from symcheck.judge.derivation.chains import introductions, turned
from symcheck.judge.derivation.chains import other_methods as methods
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.laws import entry_densities, laws, models
from symcheck.judge.derivation.names import assumptions, lengths, rephrasing, samples, steady
from symcheck.judge.derivation.names.fresh import (
    arguments_read,
    gives_formula,
    is_settled,
    is_variable,
    meaning_here,
    operates,
)
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.numbers import values
from symcheck.judge.derivation.numbers.values import is_numeric
from symcheck.judge.derivation.prose import functions_supposed, places_told, same_place
from symcheck.judge.derivation.prose.definitions import Definitions
from symcheck.judge.derivation.prose.described import Described
from symcheck.judge.derivation.prose.drawn import Drawn
from symcheck.judge.derivation.prose.equations_supposed import Hypotheses
from symcheck.judge.derivation.prose.models_anew import ModelsAnew
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.prose.suppositions import Suppositions, data_of, is_any_member
from symcheck.judge.derivation.relations import decompositions, eigen_told, optima
from symcheck.judge.derivation.rows.heads import arguments, nameable
from symcheck.judge.derivation.rows.statements import ORDER, Statement
from symcheck.judge.derivation.state import State, names_in
from symcheck.judge.derivation.wording import told, words
from symcheck.judge.judging import judge
from symcheck.read.context import Context, Piece
from symcheck.read.documents import Formula
from symcheck.read.elaborate_differentials import written
from symcheck.read.names import label
from symcheck.read.syntax import BigOperator, Group, Number, Product, Symbol


@dataclass
class Equation:
    r"""An equation among words as the rules see it.

    `before` and `after` are the words beside it; `unheard`: its right side had names without a meaning before it; `anew`: it stands in a
    heading that exchanges the model; `plugged`: it is put into something ("plugging $x = 1$ into"); `fresh` is what gives its head a
    meaning here ("definition", "solution"), None where its head has one; `variable`: its head is a variable that was declared;
    `defines`: the words define something.
    """

    s: Statement
    formula: Formula
    unheard: bool = False
    anew: bool = False
    plugged: bool = False
    fresh: str | None = None
    variable: bool = False
    defines: bool = False

    @property
    def before(self) -> str:
        return self.formula.before

    @property
    def after(self) -> str:
        return self.formula.after


class Equations:
    """The rules, and what they remember from one equation to the next."""

    def __init__(self, state: State, meanings: Meanings, chains: Chains, suppositions: Suppositions, described: Described,
                 models_anew: ModelsAnew, remarks: Remarks):
        self.state, self.meanings, self.chains = state, meanings, chains
        self.suppositions, self.described, self.models_anew, self.remarks = suppositions, described, models_anew, remarks
        self.words = ""  # since the last display
        self.definitions = Definitions(state, meanings, chains, remarks)
        self.hypotheses = Hypotheses(state, meanings, suppositions)
        self.drawn = Drawn(state, meanings, remarks)

    @property
    def context(self) -> Context:
        return self.state.context

    def take(self, s: Statement, formula: Formula) -> None:
        """An equation in prose goes to the first rule that takes it."""
        s = lengths.with_its_set(self.meanings, self.meanings.with_member(s))
        turned.declare(self.meanings, s)
        samples.listed(self.meanings, s)
        e = Equation(s, formula)
        next(rule for rule in self.RULES if rule(self, e))

    # --- before its names are looked up ----------------------------------------------------------

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
        """`no longer $a = b$`"""
        return words.NEGATED.search(e.before) is not None

    def _under_words(self, e: Equation) -> bool:
        """`If the gradient vanished, we would have $a = b$`: under a condition that no formula says; not judged."""
        if words.IF_IT_WOULD.search(e.before) is None:
            return False
        self._passed_over(e.s)
        return True

    def _place(self, e: Equation) -> bool:
        """`The kink sits where $z_j = 0$`: of a name with a definition nothing is supposed so."""
        held = self.state.read(e.s.pieces[0]) if words.AT_PLACE_OF.search(e.before) and type(e.s.pieces[1].syntax) is Number else None
        while held is not None and held.op in ("entry", "item"):
            held = held.args[0]
        return held is not None and held.op == "let"

    def _recursion(self, e: Equation) -> bool:
        r"""`the update $w_{t+1} = w_t - \eta g_t$`, `starting at $v_0 = 0$`."""
        return self.meanings.recursions.stepped(e.s) or self.meanings.iterates.starts(e.s.text(0)) \
            and self.meanings.recursions.starts_at_zero(e.s)

    def _number_given(self, e: Equation) -> bool:
        """`with $x_1 = 2$`, in an example."""
        if not self.meanings.instances.given(e.s, e.before):
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

    def _of_names_to_come(self, e: Equation) -> bool:
        r"""`$d\ell = \operatorname{tr}(G^\top dQ)$ means that G is the gradient`"""
        return self.chains.adjoints.labelled.is_told_of_any(e.s) or any(self.meanings.shaped(n) is None for p in e.s.pieces if p is not None for n in written(p.syntax))

    def _function_supposed(self, e: Equation) -> bool:
        r"""`If $\phi = \tanh$`"""
        return functions_supposed.supposed(self.state, e.s, e.before)

    def _size(self, e: Equation) -> bool:
        """`We first take $d = 1$`, `let $k = p = 1$`."""
        e.s = functions_supposed.given(self.state, e.s, e.before) or e.s
        e.unheard = self.state.read(e.s.pieces[1]) is None
        sized = self.suppositions.sized(e.s, e.formula)
        return self._of_size(e.s, sized) or sized

    # --- with its names looked up, before it is asked what gets a meaning here -------------------

    def _begin_names(self, e: Equation) -> bool:
        """From here on the names of the equation have been looked up."""
        laws.noise_scale(self.meanings, e.s)
        self.definitions.look_up(e.s)
        e.anew = self.models_anew.heading(e.s)
        return False

    def _array_given(self, e: Equation) -> bool:
        r"""`Let $W = \begin{pmatrix} 1 & 2 \end{pmatrix}$` of a W that has a meaning."""
        return self.meanings.instances.array_given(e.s, meaning_here)

    def _density(self, e: Equation) -> bool:
        r"""`the density $p(w_j) = \frac{1}{2b} e^{-|w_j|/b}$`"""
        told = self.meanings.survey.densities > 1 or words.DENSITY.search(e.before) is not None
        return entry_densities.taken(self.state, e.s) or told and models.written_density(self.state, e.s)

    def _of_optima(self, e: Equation) -> bool:
        r"""`$\arg\min_w \|Xw - y\| = \arg\min_w \|Xw - y\|^2$`"""
        if optima.read(self.state, e.s.pieces[0], e.s.row) is None or words.IF.search(e.before):
            return False
        value = self.state.read(e.s.pieces[1])
        if value is not None and value.op in ("var", "let") or optima.read(self.state, e.s.pieces[1], e.s.row) is None and nameable(e.s.pieces[1].syntax):
            self._passed_over(e.s)  # `$\\arg\\min_w f(w) = w^\\star$`: a name for it
        else:
            self.remarks.as_displayed(e.s)
        return True

    def _of_an_operator(self, e: Equation) -> bool:
        r"""`$\mathbb{E}[\xi] = 0$`: given, or claimed."""
        if not operates(self.state, e.s.pieces[0].syntax):
            return False
        if self.moments(e.s, e.before):
            return True
        readable = self.state.read(e.s.pieces[0]) is not None
        if not (readable and self.remarks.claim(e.s, e.before)):
            if readable and self._is_of_the_defined(e):
                self.remarks.aside(e.s)
            else:
                self._passed_over(e.s)
        return True

    def _is_of_the_defined(self, e: Equation) -> bool:
        r"""`has $\mathbb{E}[\hat\beta] = \beta$` of a \hat\beta with a definition: of that nothing is assumed."""
        head = e.s.pieces[0].syntax
        inner = self.state.read(Piece(head.items[-1].body, e.s.row)) if type(head) is Product and type(head.items[-1]) is Group else None
        return inner is not None and any(n.op == "let" for n in inner.walk()) and not any(
            p.search(e.before) for p in (words.SUPPOSED, words.WITH, words.WHERE, words.GIVEN, words.HYPOTHESIS))

    def _model(self, e: Equation) -> bool:
        r"""`$Y = X w + N$` with a noise N; `$y = y_0$` that was observed; a value put into something."""
        e.plugged = words.PLUGS.search(e.before) is not None and words.INTO.match(e.after) is not None
        return models.law_of(self.state, e.s) and not e.plugged or self.described.observed(e.s) \
            or e.plugged and self.suppositions.equation(e.s)

    def _of_iterates(self, e: Equation) -> bool:
        r"""`$w_t - c = (1 - \eta)^t (w_0 - c)$`: a claim about what a recursion gives."""
        if not methods.claims(self.meanings.recursions, e.s):
            return False
        self.remarks.recurring(e.s)
        return True

    def _somewhere(self, e: Equation) -> bool:
        """`holds only where $a = b$`, `at $x = 0$`: it is said of a place, and not claimed."""
        introductions.argument(self.chains, e.s.pieces[0])
        return bool(told.says_where(e.s.row.text, e.before, e.after) or told.is_place(e.s.row.text, e.before) and (
            self.state.read(e.s.pieces[0]) is None or words.NOT_THERE.match(e.after)))

    def _size_chosen(self, e: Equation) -> bool:
        """`for $N = 2$`: a size that is free is chosen, nothing is claimed of it."""
        held = self.state.read(e.s.pieces[0])
        return held is not None and held.op == "size" and type(e.s.pieces[1].syntax) is Number

    def _sum_of_parts(self, e: Equation) -> bool:
        r"""`decompose $w = \sum_i c_i u_i$` of a variable."""
        if not words.DECOMPOSES.search(e.before) or not is_variable(self.state, e.s.pieces[0]) \
                or not any(type(x) is BigOperator for x in e.s.pieces[1].syntax.walk()):
            return False
        self.state.doubts.lose(self.state, *e.s.pieces[:2])
        return True

    def _replacement(self, e: Equation) -> bool:
        """`replacing $z = Wx$ by`"""
        return words.REPLACES.search(e.before) is not None and self.suppositions.replace(e.s)

    def _special_case(self, e: Equation) -> bool:
        r"""`for $\lambda = 0$`, `putting in $a = b$ and .. to zero`"""
        if not (told.is_special_case(e.before, e.after) and not self._is_new(e.s)
                or words.PUTS_IN.search(e.before) and words.AND_ZERO.match(e.after)):
            return False
        if not self.suppositions.equation(e.s):
            self.state.unused = True
        return True

    def _same_place(self, e: Equation) -> bool:
        r"""`it is $\hat w$ for the choice $\lambda = \frac{s^2}{n \tau^2}$`, of the place that the equation before gives."""
        return same_place.judged(self.meanings, self.chains, e.s, e.before)

    def _any_member(self, e: Equation) -> bool:
        """`If $y_i = 1$` of any one of the y_i."""
        held = self.state.read(e.s.pieces[0])
        if held is None or not is_any_member(held) or type(e.s.pieces[1].syntax) is not Number \
                or not words.HYPOTHESIS.search(e.before) or words.BEGINS.search(e.before):
            return False
        self.state.unused = not self.suppositions.members(e.s, held) or self.state.unused
        return True

    def _data_model(self, e: Equation) -> bool:
        r"""`Suppose $y = X w + \varepsilon$ with $\operatorname{Cov}(\varepsilon) = ..$`, of data y of which equations speak already, and of
        a noise that gets its meaning after it: what is random in y."""
        if e.fresh is not None or not is_variable(self.state, e.s.pieces[0]) or not models.has_noise(e.s) \
                or words.MODELS_DATA.search(words.SENTENCES.split(self.state.said)[-1]) is None or self.state.read(e.s.pieces[1]) is not None \
                or any(label(x) == label(e.s.pieces[0].syntax) for x in e.s.pieces[1].syntax.walk()):
            return False
        self.definitions.take(e.s)
        return True

    def _in_special_list(self, e: Equation) -> bool:
        r"""`For $p = 1$, $K = \lambda > 0$ and $x_i = 1$` of a size p and names with a meaning: a case, and nothing that they are from here
        on. What differs in the sentence is left open."""
        found = words.SPECIAL_LIST.search(self.meanings.survey.sentence(e.formula))
        if found is None or found[1] not in {*self.context.dims, *self.state.special, self.suppositions.one.size} or e.s.operators[0] != "=" or None in e.s.pieces:
            return False
        if self.suppositions.all_alike(e.s):
            return True
        head = self.state.read(e.s.pieces[0])
        if head is None and type(e.s.pieces[1].syntax) is not Number or head is not None and head.op not in ("var", "item", "entry"):
            return False
        if self.suppositions.one.alike and head is not None and head.op != "var" and data_of(head.args[0]) is None:
            return False  # `$p = 1$, $x_i = 1$ and $\\mu_i = t_i e^w$`: what follows for a name with a definition
        if e.s.operators[1:2] and e.s.operators[1] in ORDER:
            assumptions.suppose(self.meanings, e.s.row.cut(e.s.pieces[1].syntax.span.start, e.s.pieces[-1].syntax.span.end))
        self.state.unused = True
        return True

    # --- with what gets a meaning here ------------------------------------------------------------

    def _begin_meaning(self, e: Equation) -> bool:
        """From here on it is known what gets its meaning here."""
        e.fresh = "definition" if e.anew else meaning_here(self.state, e.s)
        if e.fresh is None and gives_formula(self.state, e.s) and (
                words.TAKES_FORM.search(e.before) or not words.CONCLUDES.search(words.SENTENCES.split(self.state.said)[-1])):
            e.fresh = "definition"
        return False

    def _for_some(self, e: Equation) -> bool:
        r"""`$w = X^\top \alpha$ for some \alpha`, `the kink is at $z = 0$`"""
        return e.fresh != "definition" and bool(
            words.FOR_SOME.match(e.after) or words.KINK_IS.search(e.before) and not is_numeric(self.state.read(e.s.pieces[0])))

    def _start(self, e: Equation) -> bool:
        """`Starting from $a = 1$`"""
        e.variable = is_variable(self.state, e.s.pieces[0]) and label(e.s.pieces[0].syntax) not in self.state.doubts.guessed
        if e.fresh is None and e.variable and e.unheard and words.PUTS.search(e.before):
            e.fresh = "definition"  # `we set $w = X^\\top \\alpha$`: in terms of what had no meaning before
        e.defines = words.DEFINES.search(words.ABBREVIATION.sub("", self.words)) is not None and not words.CASE.search(e.before)
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
        """`ideally $f(x) = y$`"""
        return e.fresh == "definition" and words.HOPED.search(e.before) is not None \
            and not (words.PREDICTS.search(e.before) and self.state.read(e.s.pieces[0]) is None)

    def _definition(self, e: Equation) -> bool:
        """`where $z = Wx$`; of a variable that was declared only where the words define it, or it is given a number."""
        if e.fresh != "definition":
            return False
        s = self.definitions.diagonal(e.s, e.after)
        number = type(s.pieces[1].syntax) is Number
        if not e.variable or self.meanings.recursions.is_first(s) or (e.defines or words.MADE_AS.search(e.before) is not None or e.unheard) and not number:
            self.definitions.take(s)
        elif not (number and values.put_in(self.state, s)) and not number \
                and words.OPTIMUM.search(words.SENTENCES.split(self.state.said)[-1]) is None:
            self._may_restrict(s)  # `the optimum satisfies $\\theta = c$` speaks of that place only
        return True

    def _drawn(self, e: Equation) -> bool:
        r"""`setting it to zero gives $X^\top X w = X^\top y$`"""
        return self.drawn.take(e.s, e.formula)

    def _claim(self, e: Equation) -> bool:
        """Anything else is an assumption where the words say so, or a claim; `the draw $I = 2$` is neither."""
        held = self.state.read(e.s.pieces[0])
        if held is not None and held.op == "index" and type(e.s.pieces[1].syntax) is Number:
            self._passed_over(e.s)
        else:
            self._claims(e.s, e.before)
        return True

    RULES = (_decomposition, _of_a_loss, _index_of_a_sum, _index_chosen, _denied, _under_words, _place, _recursion, _number_given, _number_comes_out,
             _alike_at_each_step, _of_names_to_come, _function_supposed, _size,
             _begin_names, _array_given, _density, _of_optima, _of_an_operator, _model, _of_iterates, _somewhere, _size_chosen, _sum_of_parts,
             _replacement, _same_place, _special_case, _any_member, _in_special_list,
             _begin_meaning, _data_model, _for_some, _start, _where_zero, _hypothesis, _solved_too, _solution, _hoped, _definition, _drawn, _claim)

    # --- what the rules ask ----------------------------------------------------------------------

    def moments(self, s: Statement, before: str) -> bool:
        r"""Take in `\mathbb{E}[\xi_1] = \mathbb{E}[\xi_2] = 0`, of which the words say that it is given."""
        if None in s.pieces or not all(operates(self.state, p.syntax) for p in s.pieces[:-1]):
            return False
        return all([self.described.moment(replace(s, pieces=[p, s.pieces[-1]], operators=s.operators[:1]), before)
                    for p in s.pieces[:-1]])

    def _is_new(self, s: Statement) -> bool:
        """Is this a name without a meaning, and what it is equal to has one?"""
        return nameable(s.pieces[0].syntax) and self.state.read(s.pieces[0]) is None and self.state.read(s.pieces[1]) is not None

    def _of_size(self, s: Statement, sized: bool) -> bool:
        """`We first take $d = 1$`, `let $k = p = 1$`: a case, not a claim; `sized`: one to the end of the sentence, after
        which the author may still write numbers for vectors."""
        sides = [self.state.read(p) for p in s.pieces if p is not None]
        if None in sides or sides[0].op != "size" or any(e.op not in ("size", "num") for e in sides):
            return False
        self.state.doubts.sizes.update((e.data, (self.state.part, sized)) for e in sides if e.op == "size")
        return True

    def _claims(self, s: Statement, before: str) -> None:
        """An assumption, or a claim."""
        if words.GRADIENT_IS.search(before) and self.remarks.stationarity(s):
            return
        if words.SUBJECT.search(before) and self.state.read(s.pieces[0]) is None:
            self.meanings.pending.append((s.cut(2), False))  # of names that are met after it
            return
        supposed = self.remarks.assumed(s, before) or words.SUCH.search(before) \
            and is_variable(self.state, s.pieces[1]) and not is_settled(self.state, s.pieces[0])
        if supposed and (self.remarks.fact(s) or values.computed(self.state, s)):
            supposed = False
        if supposed:
            if not self.remarks.set_up(s) and not assumptions.suppose(self.meanings, s.cut(2)):
                self.state.unused = True
            return
        if not self.remarks.claim(s, before) and not self.remarks.fact(s):
            self._may_restrict(s)
        name, body = self.state.read(s.pieces[0]), self.state.read(s.pieces[1])
        if name is not None and name.op == "let" and body is not None and body.shape == name.shape \
                and judge(self.context, name, body, hint=True).right:
            rephrasing.rephrase(self.context, name, body)
            taken = arguments_read(self.state, s.pieces[0]) if arguments(s.pieces[0].syntax) else []
            if taken and None not in taken:
                rephrasing.of_letters(self.context, self.state.read(s.pieces[0]), taken)

    def _may_restrict(self, s: Statement) -> None:
        """An equation of which no use was made: what differs of its names below may be equal because of it."""
        name, body = self.state.read(s.pieces[0]), self.state.read(s.pieces[1])
        if name is not None and body is not None:
            self.state.dropped.append(names_in(name) | names_in(body))
        self._passed_over(s)

    def _passed_over(self, s: Statement) -> None:
        self.chains.outcome.passed_over(s.line(), s.cut(len(s.pieces)).text.strip())
