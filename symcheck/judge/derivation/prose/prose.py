"""Mathematics in prose: what declares, defines, sets up, supposes or claims something, as the words around it tell."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.expr.shape import is_vector
from symcheck.judge.derivation.chains import introductions, slopes_told, turned
from symcheck.judge.derivation.chains import other_methods as methods
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.laws import entry_densities, laws, models
from symcheck.judge.derivation.names import assumptions, lengths, lookup, rephrasing, steady
from symcheck.judge.derivation.names.defining import define
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
from symcheck.judge.derivation.prose import functions_supposed
from symcheck.judge.derivation.prose.described import Described
from symcheck.judge.derivation.prose.misfits import Misfits
from symcheck.judge.derivation.prose.models_anew import ModelsAnew
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.prose.suppositions import Suppositions, is_any_member
from symcheck.judge.derivation.relations import decompositions, inequalities, updates
from symcheck.judge.derivation.relations.links import EQUALITIES
from symcheck.judge.derivation.rows.heads import arguments, is_constant, nameable
from symcheck.judge.derivation.rows.statements import ORDER, Statement, statements
from symcheck.judge.derivation.state import Chain, State, names_in
from symcheck.judge.derivation.wording import told, words
from symcheck.judge.judging import judge
from symcheck.read.context import Context
from symcheck.read.documents import Formula
from symcheck.read.elaborate_differentials import written
from symcheck.read.names import label
from symcheck.read.syntax import BigOperator, Number, Script, Symbol, Syntax
from symcheck.text import Source, SymcheckError

_NAME = re.compile(r"\s*\\?[A-Za-z]+(?:\{\w\})?(?:[_^]\{?\w\}?)?\s*")


def _is_dots(s: Syntax) -> bool:
    return type(s) is Symbol and s.name in (r"\dots", r"\ldots", r"\cdots")


class Prose:
    """The words since the last display, and the formulas among them."""

    def __init__(self, state: State, meanings: Meanings, chains: Chains):
        self.state, self.meanings, self.chains = state, meanings, chains
        self.suppositions = Suppositions(state, meanings, chains)
        self.described = Described(state, meanings, self.suppositions)
        self.models_anew = ModelsAnew(state, self.suppositions)
        self.remarks = Remarks(state, meanings, chains, self.suppositions)
        self.misfits = Misfits(chains)
        self.words = ""
        self.waiting: list[Statement] = []  # definitions that need names explained after them
        self.condition: tuple[int, Statement] | None = None  # the last inequality, and the number of its formula
        self.drawn_at = -9  # the formula drawn from a derivative set to zero right before it
        self.supposed_at = -9  # the formula supposed from there on
        self.solved_at = -9  # the last formula drawn from equations set up
        self.found_zero = -9  # the last formula that said where a derivative is zero

    @property
    def context(self) -> Context:
        return self.state.context

    def heard(self, formula: Formula) -> None:
        """The words since the last display; a display without words of its own goes on with the last ones."""
        self.misfits.heard(formula.before, self.waiting)
        self.suppositions.heard(formula)
        self.models_anew.heard()
        self.words += " " + formula.before
        if self.words.strip(" .,;:\n") or not formula.display:
            self.state.prose = self.words
        self.state.said, self.state.before, self.state.displayed = self.words, formula.before, formula.display
        if formula.display:
            self.words = ""
        self.state.paragraph = self.meanings.survey.paragraph(formula)
        self.state.text_so_far, self.state.around = self.meanings.survey.around(formula)

    def inline(self, formula: Formula) -> None:
        """One formula among words."""
        self.meanings.kinds.declare(self.meanings.at)
        if self.meanings.at in self.meanings.taken:
            return
        for row in formula.rows:
            try:
                found = statements(self.context, row)
            except SymcheckError:
                continue
            if found and found[0].operators == [r"\ne"]:
                lengths.not_zero(self.meanings, found[0])
            if words.CASES.search(formula.before) and self.suppositions.case(found, formula.after):
                continue
            s = next((s for s in found if s.operators), None)
            op = s.operators[0] if s is not None else ""
            if s is not None and self.chains.sizes_multiplied(s):
                continue
            if s is None or s.declares and len(found) == 1:
                if self.chains.adjoints.mentioned(row, formula):
                    continue
            if s is None and self.meanings.instances.points(row.text, self.state.said, self.meanings.document.text):
                continue
            if s is None and found and found[0].pieces[0] is not None and steady.mentioned(
                    self.meanings, row, found[0].pieces[0].syntax, formula.before):
                continue
            if s is None:
                if not (words.WHOSE.search(formula.before) and self.remarks.derivative_of_last(row, formula.after)
                        or self.remarks.made_of_last(row, formula.before)
                        or words.NAMES.search(formula.before) and words.NAMED_LAST.match(formula.after) and self.remarks.name_last(row)
                        or (words.CALLS_THIS.search(formula.before) or words.NAMES.search(formula.before)
                            and words.NAMES_THIS.match(formula.after)) and self.remarks.name_this(row)
                        or slopes_told.judged(self.chains, row, self.meanings.survey.sentence(formula))):
                    self.described.mentioned(row, formula)
            elif op in EQUALITIES and self.meanings.diagonal(self.meanings.at):
                continue
            elif op in updates.ARROWS and s.pieces[0] is not None:
                self.remarks.update(s)
            elif op in ORDER:
                if self.condition is not None and self.condition[0] == self.meanings.at - 1 \
                        and inequalities.SAME.match(formula.before):
                    inequalities.pair(self.chains, self.condition[1], s)
                self.condition = (self.meanings.at, s) if inequalities.is_order(s) else None
                if words.IF.search(formula.before) or self.meanings.survey.is_case(s):
                    self.suppositions.supposed(row, formula)
                elif self.suppositions.of_its_own(formula) and self.suppositions.standing.take(row, formula):
                    continue
                elif not (assumptions.suppose(self.meanings, row) or self.meanings.declare_joined(row)):
                    self.state.unread_order = True
            elif op == r"\approx" and s.pieces[0] is not None and self.meanings.instances.open:
                self.remarks.aside(s)
            elif op in (r"\prec", r"\preceq"):
                self.state.unread_order = True
            elif op == r"\ne" and len(s.pieces) == 2 and not words.NEGATED.search(formula.before):
                if words.IF.search(formula.before) or words.CASES.search(formula.before) and not words.WITH.search(formula.before):
                    self.suppositions.scoped(row)
                else:
                    assumptions.suppose(self.meanings, row)
            elif s.declares and (lines := self.meanings.iterates.sequence(row.text, self.context)):
                for line in lines:
                    self.meanings.declare(Source(line, row.name, row.locate(0)[0]))
            elif s.declares:
                self.described.declared(row, op, formula)
            elif op in EQUALITIES and (listed := told.listed(row.text)) is not None:
                self.meanings.listed(row, *listed)
            elif op in EQUALITIES and any(t.logic for t in found) and not words.IF.search(formula.before):
                self.remarks.deduction(found)
            elif op in EQUALITIES and s.pieces[0] is not None:
                for one in found:
                    if one.operators and one.operators[0] in EQUALITIES and one.pieces[0] is not None:
                        self.equation(one, formula)
            if (said := told.of_it(row, formula.after)) is not None:
                assumptions.suppose(self.meanings, said)

    def same_condition(self, s: Statement, formula: Formula) -> bool:
        """Judge a displayed inequality that the words before it call the same as the one right before them."""
        return self.condition is not None and self.condition[0] == self.meanings.at - 1 and inequalities.is_order(s) \
            and inequalities.SAME.match(formula.before) is not None and inequalities.pair(self.chains, self.condition[1], s)

    def equation(self, s: Statement, formula: Formula) -> None:
        """An equation in prose: a model, a definition, a supposition, something solved, or a claim."""
        s = lengths.with_its_set(self.meanings, self.meanings.with_member(s))
        turned.declare(self.meanings, s)
        if decompositions.told(self.meanings, s, formula):
            return
        if s.pieces[1] is None or self.chains.upstream.says(s) or self.chains.adjoints.turned(s):
            return
        if all(type(p.syntax) is Symbol and p.syntax.name in self.meanings.survey.ranges and self.context.scope.bare(p.syntax.name) is None
               for p in s.pieces[:2]):
            return  # `only the term $j = i$ of the sum`
        if words.NEGATED.search(formula.before) or self._is_place(s, formula.before):
            return
        if self.meanings.recursions.stepped(s) or self.meanings.iterates.starts(s.text(0)) \
                and self.meanings.recursions.starts_at_zero(s):
            return
        if self.meanings.instances.given(s, formula.before):
            self.suppositions.begins_sized(s, formula)
            return
        if (self.meanings.instances.claimed(s) or self.meanings.instances.drawn(s, formula.before)) and words.IF.search(formula.before) is None:
            self.remarks.aside(s)
            return
        if steady.supposed(self.meanings, s, formula.before, formula.after):
            return
        if any(self.meanings.shaped(n) is None for p in s.pieces if p is not None for n in written(p.syntax)):
            return  # `$d\\ell = \\operatorname{tr}(G^\\top dQ)$ means that G is the gradient`: of names to come
        if functions_supposed.supposed(self.state, s, formula.before):
            return
        s = functions_supposed.given(self.state, s, formula.before) or s
        unheard = self.state.read(s.pieces[1]) is None  # of names that have no meaning before this
        sized = self.suppositions.sized(s, formula)
        if self._of_size(s, sized) or sized:
            return
        laws.noise_scale(self.meanings, s)
        self._look_up(s)
        anew = self.models_anew.heading(s)
        if values.given(self.state, s, meaning_here):
            return
        if entry_densities.taken(self.state, s):
            return
        if self.meanings.survey.densities > 1 and models.written_density(self.state, s):
            return
        if operates(self.state, s.pieces[0].syntax):
            if not self.moments(s, formula.before) and self.state.read(s.pieces[0]) is not None:
                self.remarks.claim(s, formula.before)
            return
        plugged = words.PLUGS.search(formula.before) and words.INTO.match(formula.after)
        if models.law_of(self.state, s) and not plugged or self.described.observed(s):
            return
        if plugged and self.suppositions.equation(s):
            return
        if methods.claims(self.meanings.recursions, s):
            self.remarks.recurring(s)
            return
        introductions.argument(self.chains, s.pieces[0])
        if told.says_where(s.row.text, formula.before, formula.after) or told.is_place(
                s.row.text, formula.before) and (self.state.read(s.pieces[0]) is None or words.NOT_THERE.match(formula.after)):
            return
        if self._chooses_size(s):
            return
        if words.DECOMPOSES.search(formula.before) and is_variable(self.state, s.pieces[0]) \
                and any(type(x) is BigOperator for x in s.pieces[1].syntax.walk()):
            self.state.doubts.lose(self.state, *s.pieces[:2])
            return
        if words.REPLACES.search(formula.before) and self.suppositions.replace(s):
            return
        if told.is_special_case(formula.before, formula.after) and not self._is_new(s) or words.PUTS_IN.search(formula.before) and words.AND_ZERO.match(formula.after):
            if not self.suppositions.equation(s):
                self.state.unused = True
            return
        if (e := self.state.read(s.pieces[0])) is not None and is_any_member(e) and type(s.pieces[1].syntax) is Number \
                and words.HYPOTHESIS.search(formula.before) and not words.BEGINS.search(formula.before):
            self.state.unused = not self.suppositions.members(s, e) or self.state.unused
            return
        fresh = "definition" if anew else meaning_here(self.state, s)
        if fresh is None and gives_formula(self.state, s) and (
                words.TAKES_FORM.search(formula.before) or not words.CONCLUDES.search(words.SENTENCES.split(self.state.said)[-1])):
            fresh = "definition"
        if fresh != "definition" and (words.FOR_SOME.match(formula.after) or words.KINK_IS.search(formula.before)
                                       and not is_numeric(self.state.read(s.pieces[0]))):
            return
        variable = is_variable(self.state, s.pieces[0]) and label(s.pieces[0].syntax) not in self.state.doubts.guessed
        if fresh is None and variable and unheard and words.PUTS.search(formula.before):
            fresh = "definition"  # `we set $w = X^\\top \\alpha$`: in terms of what had no meaning before
        defines = words.DEFINES.search(words.ABBREVIATION.sub("", self.words)) is not None and not words.CASE.search(formula.before)
        if variable and words.STARTS_FROM.search(formula.before) and words.STOP.search(self.state.since) is None and values.put_in(self.state, s):
            return
        if fresh is None or variable:
            if self._says_where_zero(s, formula.before) or self._holds_at_place(s, formula.before):
                return
            if (fresh is None or not defines) and self._supposes(s, formula):
                return
        if variable and self.solved_at == self.meanings.at - 1 and words.DRAWN_TOO.match(formula.before) \
                and self.state.about(self.state.read(s.pieces[0])):
            self.solved_at, self.state.near = self.meanings.at, True
            self.remarks.aside(s)
            return
        if fresh == "solution":
            self.remarks.solution(s)
        elif fresh == "definition":
            s = self._diagonal(s, formula.after)
            defines = defines or words.MADE_AS.search(formula.before) is not None
            if words.HOPED.search(formula.before) and not (words.PREDICTS.search(formula.before) and self.state.read(s.pieces[0]) is None):
                return
            number = type(s.pieces[1].syntax) is Number
            if not variable or (defines or unheard) and not number:
                self._defines(s)
            elif number and values.put_in(self.state, s):
                return
            elif not number and words.OPTIMUM.search(words.SENTENCES.split(self.state.said)[-1]) is None:
                self._may_restrict(s)  # `the optimum satisfies $\\theta = c$` speaks of that place only
        elif self._solves(s, formula):
            self.solved_at = self.meanings.at
        else:
            self._claims(s, formula.before)

    def moments(self, s: Statement, before: str) -> bool:
        r"""Take in `\mathbb{E}[\xi_1] = \mathbb{E}[\xi_2] = 0`, of which the words say that it is given."""
        if None in s.pieces or not all(operates(self.state, p.syntax) for p in s.pieces[:-1]):
            return False
        return all([self.described.moment(replace(s, pieces=[p, s.pieces[-1]], operators=s.operators[:1]), before)
                    for p in s.pieces[:-1]])

    def _is_place(self, s: Statement, before: str) -> bool:
        """`The kink sits where $z_j = 0$`: of a name with a definition nothing is supposed so."""
        e = self.state.read(s.pieces[0]) if words.AT_PLACE_OF.search(before) and type(s.pieces[1].syntax) is Number else None
        while e is not None and e.op in ("entry", "item"):
            e = e.args[0]
        return e is not None and e.op == "let"

    def _is_new(self, s: Statement) -> bool:
        """Is this a name without a meaning, and what it is equal to has one?"""
        return nameable(s.pieces[0].syntax) and self.state.read(s.pieces[0]) is None and self.state.read(s.pieces[1]) is not None

    def _chooses_size(self, s: Statement) -> bool:
        """`We first take $d = 1$`, `for $N = 2$`: a size that is free is chosen, nothing is claimed of it."""
        e = self.state.read(s.pieces[0])
        return e is not None and e.op == "size" and type(s.pieces[1].syntax) is Number

    def _diagonal(self, s: Statement, after: str) -> Statement:
        r"""`Let $Q = \operatorname{diag}(A)$ be the diagonal matrix`: the matrix, where diag(A) is the vector of entries of A."""
        value = self.state.read(s.pieces[1])
        if words.DIAGONAL_MATRIX.match(after) is None or value is None or not is_vector(value.shape) or len(s.pieces) != 2:
            return s
        line = Source(rf"{s.text(0)} = \operatorname{{diag}}({s.text(1)})", s.row.name, s.line())
        return statements(self.context, line)[0]

    def _defines(self, s: Statement) -> None:
        """A definition, now or when its names are known; what it goes on to say of its value are claims."""
        if words.HYPOTHESIS.search(self.state.before) and any(p is not None and _is_dots(p.syntax) for p in s.pieces):
            self.state.unused = True  # `For $w_0 = \\dots = w_{K-1} = 0$`: to the end of the sentence
            return
        if type(s.pieces[1].syntax) is Number and not s.pieces[1].syntax.value and self.state.read(s.pieces[0]) is None:  # `$v_0 = 0$` of a vector
            lengths.vector_by_use(self.meanings, s.text(0).strip(), s.row)
            if type(s.pieces[0].syntax) is Script and self.state.read(s.pieces[0]) is None:
                self.state.doubts.start(s.pieces[0])
        if (fault := define(self.meanings, s, bare=True)) is not None:
            self.waiting.append(s)
            self.misfits.meet(s, fault)
            self.state.doubts.lose(self.state, *s.pieces[:2])
            if len(s.pieces) > 2 and all(p is not None and self.state.read(p) is not None for p in s.pieces[1:]):
                self.remarks.aside(s, start=1)
            self.meanings.untied(s)
        elif len(s.pieces) > 2:
            self.remarks.aside(s, start=1)

    def _look_up(self, s: Statement) -> None:
        """Fetch what the names in an equation mean, where that stands further on."""
        self.chains.chain, kept = Chain(s.pieces[0], s.pieces[0]), self.chains.chain
        self.meanings.own, self.meanings.heading = arguments(s.pieces[0].syntax), label(s.pieces[0].syntax)
        if not nameable(s.pieces[0].syntax):
            self.meanings.numbered(s.pieces[0])
        concluded = not nameable(s.pieces[0].syntax) and words.CONCLUDES.search(words.SENTENCES.split(self.state.said)[-1])
        given = [p for p, op in zip(s.pieces[1:], s.operators) if op == "=:"]  # it gets its meaning here
        for piece in s.pieces if concluded or lookup.is_stationary(s.row.text) else s.pieces[1:]:
            if piece is not None and piece not in given:
                self.meanings.looked_up(piece)
        if len(s.pieces) == 2:
            lengths.of_shape(self.meanings, *s.pieces)
        self.chains.chain, self.meanings.own, self.meanings.heading = kept, set(), ""

    def _of_size(self, s: Statement, sized: bool) -> bool:
        """`We first take $d = 1$`, `let $k = p = 1$`: a case, not a claim; `sized`: one to the end of the sentence, after
        which the author may still write numbers for vectors."""
        sides = [self.state.read(p) for p in s.pieces if p is not None]
        if None in sides or sides[0].op != "size" or any(e.op not in ("size", "num") for e in sides):
            return False
        self.state.doubts.sizes.update((e.data, (self.state.part, sized)) for e in sides if e.op == "size")
        return True

    def _says_where_zero(self, s: Statement, before: str) -> bool:
        """`The derivative is zero for $x = 1$ and $x = -1$.`"""
        if words.VANISHES_OTHER.search(before):
            return True  # the derivative is not spoken of
        at = self.meanings.at
        again = at == self.found_zero + 1 and re.fullmatch(r"[\s,]*(and|or)?\s*", before) is not None
        if (again or words.VANISHES.search(before)) and self.remarks.vanishing(s):
            self.found_zero = at
            return True
        return False

    def _holds_at_place(self, s: Statement, before: str) -> bool:
        """`At a stationary point $S u = \\lambda u$`: drawn from the derivative set to zero."""
        if words.AT_PLACE.search(before) is None or not self.state.gradients or len(s.pieces) != 2 \
                or self.state.solved:  # of several unknowns others have their values there too
            return False
        known = len(self.state.equations)
        self.remarks.solved(s)
        return len(self.state.equations) > known

    def _supposes(self, s: Statement, formula: Formula) -> bool:
        """`If $u^\\top v = 0$`, `Suppose $u^\\top v = 0$.`, `with $|u| = |v| = 1$`."""
        before, of_its_own = formula.before, words.SENTENCE_OF_ITS_OWN.search(formula.before) is not None
        declared, between = self._declared_before(formula)
        told_of = words.TOLD.search(before) is not None or words.APPOSITION.match(between) is not None \
            or words.SATISFY.match(between) is not None
        joined = self.suppositions.any and words.JOINED.match(before) is not None
        comes_to = words.COMES_TO.match(before) is not None and words.IF_FIRST.match(self.meanings.survey.sentence(formula)) is not None
        goes_on = self.supposed_at == self.meanings.at - 1 and words.JOINED.match(before) is not None
        lasting = (of_its_own or goes_on) and (words.STOP.match(formula.after.strip()) is not None
                                               or words.TOLD_ON.match(formula.after) is not None) \
            or told_of and (len(s.pieces) > 2 and is_constant(s.pieces[-1].syntax) or self._restricts(s, declared)) \
            or words.HYPOTHESIS.search(before) is not None and is_variable(self.state, s.pieces[0]) and models.has_noise(s)
        supposes = lasting or not told_of and (of_its_own or words.HYPOTHESIS.search(before) is not None or joined or comes_to)
        if supposes and lasting:
            self.supposed_at = self.meanings.at
        taken = supposes and self.suppositions.equation(s, formula if lasting else None)
        if taken:
            self.suppositions.starts(before, formula.after)
        return taken

    def _declared_before(self, formula: Formula) -> tuple[str, str]:
        r"""What was declared in this sentence before a formula, with nothing but names between, and the words since: ("u", " be an
        eigenvector of A: ") before `$A u = \lambda u$`."""
        between = formula.before
        for earlier in reversed(self.meanings.document.formulas[max(0, self.meanings.at - 3):self.meanings.at]):
            if formula.display or earlier.display or len(earlier.rows) != 1:
                break
            text = earlier.rows[0].text
            if declared := re.match(r"\s*(.*?)\s*\\in\b", text):
                return declared[1], between
            if _NAME.fullmatch(text) is None:
                break
            if words.LETS.search(earlier.before):  # of a name that has been declared before
                return text, between
            between = earlier.before + text.strip() + between
        return "", formula.before

    def _restricts(self, s: Statement, declared: str) -> bool:
        r"""`any $P \in \mathbb{R}^{n \times n}$ with $P^\top P = \Omega^{-1}$`: an equation for a name declared right before."""
        if not declared or nameable(s.pieces[0].syntax):
            return False
        e, held = self.meanings.shaped(declared), self.state.read(s.pieces[0])
        return e is not None and held is not None and e.op == "var" and names_in(e) <= names_in(held)

    def _solves(self, s: Statement, formula: Formula) -> bool:
        """What is drawn from an equation set up, or from a derivative set to zero."""
        before = formula.before
        if words.GIVES.match(formula.after) and self.remarks.zero_derivative(s):
            self.drawn_at = self.meanings.at + 1
            return True
        if self.meanings.at == self.drawn_at:
            self.remarks.aside(s)
            return True
        if self.state.equations and words.NORMAL.search(before) or self.remarks.follows(s, before):
            self.remarks.aside(s)
        elif words.sets(before[-60:]) and not words.SUBJECT.search(before):
            if len(s.pieces) > 2:
                self.remarks.aside(s)
            elif not self.remarks.set_up(s) and self.state.gradients:
                self.remarks.solved(s)
        elif (words.AT_OPTIMUM.match(formula.after) or words.FROM.search(before)) and self.state.gradients \
                and len(s.pieces) == 2:
            self.remarks.solved(s)
        else:
            return False
        return True

    def _claims(self, s: Statement, before: str) -> None:
        """An assumption, or a claim."""
        if words.GRADIENT_IS.search(before) and self.remarks.stationarity(s):
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

    def define_waiting(self) -> None:
        """Take in the definitions whose names have their meaning by now."""
        self.waiting = [s for s in self.waiting if not models.law_of(self.state, s)
                        and define(self.meanings, s, bare=True) is not None]
