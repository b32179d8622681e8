r"""Rules of `equations.py` for what gets a meaning in an equation, or is solved in it: definitions, hypotheses, places, solutions; what none of them takes
is a claim."""

from __future__ import annotations

import re

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.chains import descents_told, introductions
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names.fresh import (
    gives_formula,
    is_variable,
    meaning_here,
)
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.numbers import values
from symcheck.judge.derivation.numbers.values import is_numeric
from symcheck.judge.derivation.prose import kinks_told, places_told, reparametrized
from symcheck.judge.derivation.prose.claims import Claims
from symcheck.judge.derivation.prose.definitions import Definitions
from symcheck.judge.derivation.prose.drawn import Drawn
from symcheck.judge.derivation.prose.equation import Equation
from symcheck.judge.derivation.prose.equations_supposed import Hypotheses
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.rows.heads import arguments, is_call
from symcheck.judge.derivation.wording import changes_told, data_told, losses_called, told, words
from symcheck.read.context import Piece
from symcheck.read.names import label, stem_of
from symcheck.read.syntax import Additive, Number, Product, Script, Symbol
from symcheck.text import Source

# "attained at", right before a place; "on $[1, 2]$", "over the interval $(0, 1)$", "for $0 \\le x \\le 1$", "subject to": of an extreme among some places only.
# "With the safe choice", right before a value of a parameter: for what this sentence says.
_CHOICE = re.compile(r"\b(?:with|for|under|by)\s+(?:the|this|a)\s+(?:[\w-]+\s+){1,3}choice(?:\s+of\s+(?:the\s+)?(?:step(?:[\s-]size)?|rate|parameter))?\s*,?\s*$", re.I)
# "Suppose there are $w, b$ such that $f(x) = ..$": there f gets its meaning, and nothing is hoped.
_EXISTS = re.compile(r"\b(?:assum\w+|suppos\w+|let)\b(?![^.;]*\b(?:want|wish|hope|desire|aim|goal)\b)[^.;]*\bsuch\s+that(?:\s+the\s+(?:function|map|model|network))?\s*$", re.I)
_ATTAINED = re.compile(r"\b(?:attained|reached|achieved|taken|assumed)\s+(?:only\s+)?at(?:\s+the\s+\w+)?\s*$", re.I)
_ON_INTERVAL = re.compile(r"\b(?:on|over|in|within)\s+(?:(?:the|this|that|an?)\s+(?:\w+\s+)?(?:interval|set|segment|box|region|domain)|\$\s*(?:\\left\s*)?[\[(])|\bsubject\s+to\b|\bconstrain\w+|"
                          r"\b(?:for|with|where)\s+\$[^$]*(?:\\[lg]eq?(?![A-Za-z])|[<>]|\\in\s*[\[(])[^$]*\$", re.I)

# Right after the place of a start of which it is only said what would come of it: "SGD started at $w = 0$ never moves".
_NEVER_LEFT = re.compile(r"\s*,?\s*(?:\w+\s+){0,2}?(?:never|would|cannot|can\s+never|will\s+(?:never|not|always|stay|remain)|does\s+not|do\s+not|stays?|remains?|gets?\s+stuck|is\s+stuck|fails?)\b", re.I)

_AT = re.compile(r"\bat(?:\s+the\s+(?:point|place|kink|boundary|border|joint|threshold|end|knee|corner))?\s*$", re.I)


class MeaningRules:
    """What an equation gives a meaning to, supposes, solves or claims."""

    def __init__(self, meanings: Meanings, chains: Chains, suppositions: Suppositions, remarks: Remarks, definitions: Definitions, claims: Claims,
                 drawn: Drawn):
        self.state, self.meanings, self.chains, self.suppositions = meanings.state, meanings, chains, suppositions
        self.remarks, self.definitions, self.claims, self.solver = remarks, definitions, claims, drawn
        self.hypotheses = Hypotheses(meanings.state, meanings, suppositions)
        self.kink_of: Piece | None = None  # its name
        self.kink_at: tuple[int, Expr | None] = (-9, None)  # the number of the last formula that said where a kink is, and of what

    def begin_best(self, e: Equation) -> bool:
        r"""`, whose minimizer is $w^* = ..$`: of the display right before."""
        places_told.begin_best(self.chains, e.s, e.before, self.meanings.at > 0 and self.meanings.document.formulas[self.meanings.at - 1].display)
        return False

    def begin_meaning(self, e: Equation) -> bool:
        """From here on it is known what gets its meaning here."""
        introductions.set_to_zero(self.chains, e.s)
        e.fresh = "definition" if e.anew else meaning_here(self.state, e.s)
        if e.fresh is None and gives_formula(self.state, e.s) and (
                words.TAKES_FORM.search(e.before) or not words.CONCLUDES.search(words.SENTENCES.split(self.state.said)[-1])):
            e.fresh = "definition"
        return False

    def descent(self, e: Equation) -> bool:
        """`Gradient descent reads $w_{t+1} = w_t - \\eta a w_t$`: judged, and then the definition that it is; of `w_1 - w^* = ..` nothing is defined."""
        v = descents_told.judged(self.chains, e.s)
        if v is None:
            return False
        with self.chains.apart():
            self.chains.step(e.s, 0, v, "update")
        return type(e.s.pieces[0].syntax) is Additive

    def for_some(self, e: Equation) -> bool:
        r"""`$w = X^\top \alpha$ for some \alpha`, `the kink is at $z = 0$`, `the kinks are at $z = 0$ and $z = 1$`"""
        head = self.state.read(e.s.pieces[0])
        goes_on = self.kink_at[0] == self.meanings.at - 1 and (self.kink_at[1] is head or _are_alike(self.kink_of, e.s.pieces[0])) and words.PLACES_JOINED.fullmatch(e.before) is not None \
            or self.kink_at[0] == self.meanings.at - 1 and kinks_told.GOES_ON.fullmatch(e.before) is not None
        called = type(e.s.pieces[0].syntax) is Product and is_call(e.s.pieces[0].syntax.items[-1])  # `the value at the elbow is $f(e_1) = ..$`
        kink = (goes_on or words.KINK_IS.search(e.before) is not None) and not is_numeric(head) and not called
        place = kink and (goes_on or told.is_place(e.s.row.text, e.before)) and is_variable(self.state, e.s.pieces[0])  # `the kink is at $x = 1$`
        taken = e.fresh != "definition" and bool(words.FOR_SOME.match(e.after) or kink) or place
        judged = bool(kink or e.fresh == "definition" and self.state.said) \
            and kinks_told.judge_place(self.chains, self.suppositions.ranges.regions, e.s, self.state.said, goes_on)
        taken = taken or judged and is_variable(self.state, e.s.pieces[0])  # nothing is supposed so
        if kink and (taken or judged):
            self.kink_at, self.kink_of = (self.meanings.at, head), e.s.pieces[0]
        return taken

    def start(self, e: Equation) -> bool:
        """`Starting from $a = 1$`"""
        e.variable = is_variable(self.state, e.s.pieces[0]) and label(e.s.pieces[0].syntax) not in self.state.doubts.guessed
        if e.fresh is None and e.variable and e.unheard and words.PUTS.search(e.before):
            e.fresh = "definition"  # `we set $w = X^\\top \\alpha$`: in terms of what had no meaning before
        name = label(e.s.pieces[0].syntax)
        e.defines = name in self.meanings.now_defined or self.meanings.early.get(name, -1) > self.meanings.at or words.DEFINES.search(words.ABBREVIATION.sub("", e.said)) is not None and not words.CASE.search(e.before) \
            or type(e.s.pieces[0].syntax) is Symbol and losses_called.formula_given(e.before, words.DISPLAY_EDGES.split(self.meanings.survey.sentence(e.formula))[-1])
        if words.STARTS_FROM.search(e.before) is not None:
            self.meanings.instances.started(e.s)
        return e.variable and words.STARTS_FROM.search(e.before) is not None and words.STOP.search(self.state.since) is None \
            and (_NEVER_LEFT.match(e.after) is not None or values.put_in(self.state, e.s))

    def where_zero(self, e: Equation) -> bool:
        """`The derivative is zero for $x = 1$`, `at a stationary point $S u = c u$`"""
        sentence = self.meanings.survey.sentence(e.formula)
        if (e.fresh is None or e.variable) and _ATTAINED.search(e.before) is not None and _ON_INTERVAL.search(sentence) is not None:
            return True  # "on $[1, 2]$ its minimum is $1$, attained at $x = 1$": at an end no derivative need be zero
        if (e.fresh is None or e.variable) and _ATTAINED.search(e.before) is not None and changes_told.of_objective(re.sub(r"\$[^$]*\$", " § ", sentence)):
            return True  # "with the penalty added its minimum is $1$, attained at $x = 1$": no derivative was taken of that
        return (e.fresh is None or e.variable) and (
            places_told.differential_zero(self.chains, e.s, self.meanings.survey.sentence(e.formula))
            or self.solver.says_where_zero(e.s, e.before) or self.solver.holds_at_place(e.s, e.before))

    def asserted(self, e: Equation) -> bool:
        r"""`The residual at the optimum satisfies $X^\top r = \lambda w^\star$`"""
        if e.fresh is not None or not self.hypotheses.asserts(e.s, e.formula):
            return False
        self.remarks.aside(e.s)
        return True

    def hypothesis(self, e: Equation) -> bool:
        r"""`If $u^\top v = 0$`, `Suppose $u^\top v = 0$.`, and of a variable "with the safe choice $\eta = 1/L$"."""
        return (e.fresh is None or e.variable and (not e.defines or _CHOICE.search(e.before) is not None)) and self.hypotheses.take(e.s, e.formula)

    def reparametrized(self, e: Equation) -> bool:
        r"""`it is convenient to set $\lambda = e^\theta$`, of a new \theta: what \lambda is in this part."""
        return e.variable and reparametrized.taken(self.meanings, self.suppositions, e)

    def solved_too(self, e: Equation) -> bool:
        """`so $a = 1$ and $b = 2$` after equations set up: the second one."""
        return e.variable and self.solver.too(e.s, e.before)

    def solution(self, e: Equation) -> bool:
        r"""`hence $\hat w = c$`, of a \hat w that gets its meaning here."""
        if e.fresh != "solution":
            return False
        self.remarks.solution(e.s)
        return True

    def hoped(self, e: Equation) -> bool:
        """`ideally $f(x) = y$`; not `we fit $f(x) = w x + b$ to data`, a model made of what it is taken at"""
        model = (words.FITS.search(e.before) is not None or _EXISTS.search(self.meanings.survey.leading(e.formula)) is not None) and (taken := arguments(e.s.pieces[0].syntax)) \
            and {label(x) for x in e.s.pieces[1].syntax.walk() if type(x) in (Symbol, Script)} & taken
        return e.fresh == "definition" and words.HOPED.search(e.before) is not None and not model \
            and not (words.PREDICTS.search(e.before) and self.state.read(e.s.pieces[0]) is None)

    def definition(self, e: Equation) -> bool:
        """`where $z = Wx$`; of a variable that was declared only where the words define it, or it is given a number."""
        self.suppositions.held.tied.met(self.state.read(e.s.pieces[0]), self.state.read(e.s.pieces[1]) if e.s.pieces[1] is not None else None, words.last_sentence(self.state.since))
        if e.fresh != "definition":
            return False
        if data_told.is_one(e.s.row.text):
            return True  # its pairs have names of their own
        if _AT.search(e.before) and (name := label(e.s.pieces[0].syntax)) in self.meanings.survey.formals and self.state.context.scope.bare(name) is None:
            v = self.state.read(e.s.pieces[1])  # "the pieces meet at $r = \\delta$", the r of `\\rho(r) = ..`: a place, and nothing that r means
            if v is not None and is_scalar(v.shape):
                self.meanings.declare(Source(rf"{name} \in \mathbb{{R}}", e.s.row.name, e.s.line()))
            return True
        s = self.definitions.diagonal(e.s, e.after)
        number = type(s.pieces[1].syntax) is Number or e.variable and is_numeric(v := self.state.read(s.pieces[1])) and is_scalar(v.shape)
        if len(s.pieces) > 2 and e.variable and values.put_in(self.state, s):
            return True  # `w = b = 2`
        if not e.variable or self.meanings.recursions.is_first(s) or (e.defines or words.MADE_AS.search(e.before) is not None or e.unheard) and not number:
            self.definitions.take(s)
        elif number and values.put_in(self.state, s):
            self.meanings.instances.of_method(s, e.before)
        elif not number and words.OPTIMUM.search(words.SENTENCES.split(self.state.said)[-1]) is None:
            if not self.suppositions.chosen(s, e.before, lasting=True) and not self.claims.misfit(s, e.before):
                self.claims.may_restrict(s)  # `the optimum satisfies $\\theta = c$` speaks of that place only
        elif not number:
            self.suppositions.chosen(s, e.before, lasting=False)
        return True

    def drawn(self, e: Equation) -> bool:
        r"""`setting it to zero gives $X^\top X w = X^\top y$`"""
        return self.solver.take(e.s, e.formula)

    def claim(self, e: Equation) -> bool:
        """Anything else is an assumption where the words say so, or a claim; `the draw $I = 2$` is neither."""
        held = self.state.read(e.s.pieces[0])
        if held is not None and held.op == "index" and type(e.s.pieces[1].syntax) is Number:
            self.claims.passed_over(e.s)
        elif held is not None and has_derivative(held) and words.TO_ZERO.match(e.after):  # the derivative is set, the equation is claimed
            self.claims.take(e.s, words.SETTING.sub("", e.before))
        else:
            self.claims.take(e.s, e.before)
        return True


def _are_alike(a: Piece | None, b: Piece | None) -> bool:
    """Are these e_1 and e_2, two names that differ by what stands below?"""
    return a is not None and b is not None and type(a.syntax) is type(b.syntax) is Script and stem_of(a.syntax) == stem_of(b.syntax)
