r"""Rules of `equations.py` for examples and runs of a method: numbers that are given or come out, places, indices, batches, steps and where they start."""

from __future__ import annotations

import re

from symcheck.expr import build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains import slopes_told
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.names import steady
from symcheck.judge.derivation.names.fresh import meaning_here
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.numbers import class_given
from symcheck.judge.derivation.numbers.read_off import read_off
from symcheck.judge.derivation.numbers.values import is_numeric, number
from symcheck.judge.derivation.prose import (
    batches_told,
    case_heads,
    fixed_points,
    kinks_told,
    single_steps,
    steps_counted,
    steps_of_vectors,
    values_for,
    zeros_told,
)
from symcheck.judge.derivation.prose.claims import Claims
from symcheck.judge.derivation.prose.conditions_met import Conditions
from symcheck.judge.derivation.prose.drawn import Drawn
from symcheck.judge.derivation.prose.equation import Equation
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.prose.started_again import StartedAgain
from symcheck.judge.derivation.prose.steps_told import StepsTold
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.prose.values_held import is_identity
from symcheck.judge.derivation.state import names_in
from symcheck.judge.derivation.wording import told, words
from symcheck.judge.derivation.wording.methods_named import OTHER_STEPS
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context
from symcheck.read.documents import Formula
from symcheck.read.names import label
from symcheck.read.syntax import Additive, Number, Symbol

# Of a number that is written, maybe with its sign.
_NUMERAL = (Number, Additive)
# `(x, y) = (1, 2)`
_TUPLE = re.compile(r"\s*\(\s*([^()=]*,[^()=]*)\)\s*=\s*\([-+\d.,\s]+\)\s*[.,;]?\s*")
# Words by which a function is what the numbers given make of it.
_DRAWN = re.compile(r"\b(?:that\s+is|that\s+means|i\.\s?e\.|so|so\s+that|hence|thus|therefore|then|which\s+(?:gives|is|means|makes)|becomes|gives|we\s+(?:get|have|obtain))[\s,:]*"
                    r"(?:(?:the|our)\s+(?:function|network|model)\s+(?:is|becomes|reads)\s*)?$", re.I)
# "at $x = 2$", "for $x = 2$", "when $x = 2$": a place at which what follows is said.
_BETWEEN = re.compile(r"\bbetween\s*$", re.I)
_AT_NUMBER = re.compile(r"\b(?:at|for|when|if|where|with|take|taking|setting|putting)\s*$", re.I)

# Of a step that is not taken.
_NOT_TAKEN = re.compile(r"\b(?:would|could|might|wrong\w*|mistake\w*|forg[eo]t\w*|incorrect\w*|without)\b", re.I)


def _is_where(before: str) -> bool:
    """Do the words say where something is, "the boundary is where $p = \\frac12$"? That is an equation for a place."""
    return re.search(r"\bwhere\s*$", before) is not None

# "For $C = I$ this is", "With $C = I$ we get": of the sentence alone.
_IN_CASE = re.compile(r"(?:^|[.;:!?(,]\s*|\n\s*|\b(?:and|so|that|but)\s+)(?:for|with|if|when|in\s+the\s+(?:special\s+)?case(?:\s+(?:of|that|where))?|taking|setting|choosing|putting)\s*$", re.I)


class ExampleRules:
    """What is given in an example, and what comes out of it."""

    def __init__(self, meanings: Meanings, chains: Chains, suppositions: Suppositions, remarks: Remarks, claims: Claims, drawn: Drawn):
        self.state, self.meanings, self.chains, self.suppositions = meanings.state, meanings, chains, suppositions
        self.remarks, self.claims, self.drawn = remarks, claims, drawn
        self.between = -9  # the last formula that told where a range begins
        self.at_number = -9  # the last formula that told a place by its number
        self.placed = -9  # the last formula that says where a function is taken
        self.kink_at = -9  # the last formula that tells a kink so
        self.steps_told = StepsTold(meanings, chains, suppositions.held)
        self.started_again = StartedAgain(meanings)
        self.conditions = Conditions(chains)

    @property
    def context(self) -> Context:
        return self.state.context

    def begin_run(self, e: Equation) -> bool:
        """`start again at $w_0 = 0$`: what an earlier run gave is over."""
        self.started_again.heard(e.s, e.before)
        return False

    def index_of_a_sum(self, e: Equation) -> bool:
        """`only the term $j = i$ of the sum`, `the term $k = c$` of a class c with a range"""
        names = [p.syntax.name if type(p.syntax) is Symbol else "" for p in e.s.pieces[:2]]
        known = [self.context.scope.bare(name) if name else None for name in names]
        runs = [name in self.meanings.survey.ranges and entry is None for name, entry in zip(names, known)]
        return any(runs) and all(run or entry is not None and entry.kind == "index" for run, entry in zip(runs, known))

    def index_chosen(self, e: Equation) -> bool:
        """`Step 1 uses $i = 2$`: a number for an index."""
        letter = label(e.s.pieces[0].syntax) if type(e.s.pieces[0].syntax) is Symbol and type(e.s.pieces[1].syntax) is Number else ""
        return len(letter) == 1 and self.context.scope.bare(letter) is None and letter not in self.context.dims \
            and letter not in self.meanings.survey.ranges.values() and any(
            letter in u.name.below or letter in u.name.above for uses in self.meanings.inference.usage.uses.values() for u in uses)

    def kink(self, e: Equation) -> bool:
        """`the first unit has its elbow at $x_1 = 2$ and the second one at $x_1 = -3$`, of an x_1 with a number of its own."""
        if not kinks_told.judge_of_number(self.chains, e.s, e.before, self.kink_at == self.meanings.at - 1):
            return False
        self.kink_at = self.meanings.at
        return True

    def place(self, e: Equation) -> bool:
        """`The kink sits where $z_j = 0$`: of a name with a definition nothing is supposed so. At `$u = 1$, $v = 2$` of what a function
        is taken at, that function is spoken of there, which is left open."""
        if _BETWEEN.search(e.before) is not None or self.between == self.meanings.at - 1 and e.before.strip() == "and":
            self.between = self.meanings.at if e.before.strip() != "and" else -9
            return True  # the ends of a range, at which nothing is said
        self._begin_other_place(e)
        goes_on = self.placed == self.meanings.at - 1 and words.JOINED.match(e.before) is not None
        at_place = goes_on or words.AT_PLACE_OF.search(e.before) is not None
        value = self.state.read(e.s.pieces[1]) if at_place and not _is_where(e.before) else None
        held = self.state.read(e.s.pieces[0]) if type(e.s.pieces[1].syntax) is Number and at_place or is_numeric(value) and is_scalar(value.shape) else None
        while held is not None and held.op in ("entry", "item"):
            held = held.args[0]
        if held is None or held.op != "let":
            return False
        if label(e.s.pieces[0].syntax) in self.meanings.survey.formals:
            self.placed = self.meanings.at
            if not self.state.unused:  # what holds none of its names is not said of the place alone
                self.state.unused, self.state.through = True, frozenset(names_in(held) | {label(e.s.pieces[0].syntax)})
        return True

    def _begin_other_place(self, e: Equation) -> None:
        """`At $x = 0$ we have $f(x) = 3$; at $x = 2$ ..`: of what has a value here, another one; from here on it has lost that of the place before."""
        joined = self.at_number == self.meanings.at - 1 and words.PLACES_JOINED.fullmatch(e.before) is not None  # "At $x = 0$ and $x = 2$"
        if not joined and _AT_NUMBER.search(e.before) is None:
            return
        self.at_number = self.meanings.at
        held = self.state.read(e.s.pieces[0]) if type(e.s.pieces[0].syntax) is Symbol else None
        if held is None or held.op != "let" or held.data not in self.suppositions.held.values or len(e.s.pieces) != 2:
            return
        value = self.state.read(e.s.pieces[1])
        if value is not None and is_numeric(value) and is_scalar(value.shape) and value is not held.args[0]:
            self.suppositions.held.leaves(held)

    def root(self, e: Equation) -> bool:
        r"""`$-3 + 0.5 h = 0$, that is, at $h = 6$`, `where $w x + b = 0$, i.e. at $x = -b / w$`"""
        return steps_counted.equation(self.chains, e.s, e.formula) or values_for.root(self.chains, e.s, e.formula) or zeros_told.judged(self.chains, e.s, e.formula)

    def single_step(self, e: Equation) -> bool:
        r"""`reaches the minimum in a single step when $\eta = 1/a$`"""
        return single_steps.judged(self.chains, e.s, e.before, e.after, self.meanings.survey.sentence(e.formula))

    def step_told(self, e: Equation) -> bool:
        """`From $w = 0$, the step on the first sample gives $w = 1$`"""
        return steps_of_vectors.judged(self.chains, e.s, e.formula, self.meanings.survey.sentence(e.formula)) or self.steps_told.gives(e.s, e.formula) or self._is_of_another_run(e)

    def _is_of_another_run(self, e: Equation) -> bool:
        """`With Newton's method we get $w_1 = 0$`, `would get $w_1 = 1$`, where w_1 was told before: what another step gives, or none that is taken."""
        head = counters.iterate(e.s.pieces[0].syntax) if len(e.s.pieces) == 2 and None not in e.s.pieces else None
        held = self.state.read(e.s.pieces[0]) if head is not None and not head[1].counter and head[1].number else None
        if held is None or held.op != "let" or not is_numeric(held.args[0]) or head[0] in self.meanings.recursions.rules:
            return False
        clause = words.SENTENCES.split(re.sub(r"\$[^$]*\$", " ", self.meanings.survey.sentence(e.formula)))[-1]
        if not (OTHER_STEPS.search(clause) or _NOT_TAKEN.search(clause)):
            return False
        self.claims.passed_over(e.s)
        return True

    def of_condition(self, e: Equation) -> bool:
        """`with $f(1) = 2$ and $f(2) = 1$`, `The first condition gives $v_1 = 2$`"""
        return self.conditions.take(e.s, e.before, self.meanings.survey.sentence(e.formula))

    def batch(self, e: Equation) -> bool:
        r"""`For $B = \{1, 2\}$`: the members of a batch."""
        return batches_told.told(self.state, self.meanings, self.suppositions, e.s.row.text, e.formula)

    def another_example(self, e: Equation) -> bool:
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

    def recursion(self, e: Equation) -> bool:
        r"""`the update $w_{t+1} = w_t - \eta g_t$`, `starting at $v_0 = 0$`."""
        return self.meanings.recursions.stepped(e.s) or self.meanings.iterates.starts(e.s.text(0)) \
            and self.meanings.recursions.starts_at_zero(e.s)

    def parameters_read_off(self, e: Equation) -> bool:
        """`$g(w) = (w - 2)^2 + 3$; so $a = 2$, $b = 2$ and $c = 3$`, after a function with parameters a, b and c."""
        at = self.meanings.at
        count = read_off(self.state, self.meanings.instances, e.s, self.meanings.document.formulas[at:at + self.meanings.ahead]) if len(e.formula.rows) == 1 else 0
        self.meanings.taken.update(range(at + 1, at + count))
        return count > 0

    def number_given(self, e: Equation) -> bool:
        """`with $x_1 = 2$`, in an example."""
        class_given.take(self.meanings.instances, self.meanings.survey.sentence(e.formula))
        zero_there = words.VANISHES.search(e.before) or self.drawn.found_zero == self.meanings.at - 1 and words.JOINED.match(e.before)
        if zero_there and e.s.pieces[0] is not None and (x := self.state.read(e.s.pieces[0])) is not None \
                and self.state.gradient_by(x) is not None:
            return False  # "they vanish at $x = 1$"
        if words.JOINED.match(e.before) and words.CONCLUDES.search(words.last_sentence(self.state.said)) and e.s.pieces[0] is not None \
                and (x := self.state.read(e.s.pieces[0])) is not None and x.op == "var" and self.state.about(x):
            return False  # "hence $b = 1.4$ and $a = 0.4$"
        if not self.meanings.instances.given(e.s, e.before, case_heads.told(self.meanings.document.text, e.formula)):
            return False
        self.suppositions.sizes.begins(e.s, e.formula, given=True)
        return True

    def number_comes_out(self, e: Equation) -> bool:
        """`so $z = 3$`, `that is, $f(x) = 2 x - 3$`, in an example."""
        whole = len(e.s.pieces) == 2 and None not in e.s.pieces and e.s.operators == ["="] and not words.IF.search(e.before)
        v = self.meanings.instances.function_at(*e.s.pieces, _DRAWN.search(e.before) is not None) if whole else None
        if v is not None:
            with self.chains.apart():
                self.chains.step(e.s, 0, v)
            return True
        instances = self.meanings.instances
        of_class = class_given.is_told(instances, self.meanings.survey.sentence(e.formula))
        if not (of_class and instances.comes_to(e.s)) and (words.IF.search(e.before) or not (instances.claimed(e.s) or instances.drawn(e.s, e.before))):
            return False
        by = slopes_told.by_name(self.meanings.survey.sentence(e.formula))
        if by is not None and not self._is_slope(e, by):
            self.chains.step(e.s, 0, Verdict(V.UNDECIDED, "the words do not tell of which function this is the derivative"))
        count = len(self.chains.outcome.steps)
        self.remarks.aside(e.s)
        if len(new := self.chains.outcome.steps[count:]) == 1 and new[0].verdict.right:
            instances.of_method(e.s, "")  # `This gives $\\eta = 1/5$`: the steps after it are of this size
        return True

    def _is_slope(self, e: Equation, by: str) -> bool:
        """Is what the equation comes to the derivative of a function that was differentiated by this name, at the numbers given?"""
        name, value = self.state.context_read(by), number(self.state, e.s.pieces[-1])
        slopes = [build.derivative(g.f, g.by, "column") for g in self.state.gradients if name is not None and g.by is name and is_scalar(g.f.shape)]
        return value is not None and value.size == 1 and any(self.meanings.instances.value_of(x, {}) == value.ravel()[0] for x in slopes)

    def alike_at_each_step(self, e: Equation) -> bool:
        """`If $g_t = g$ for all $t$`"""
        return steady.supposed(self.meanings, e.s, e.before, e.after)

    def fixed_point(self, e: Equation) -> bool:
        r"""`Setting $w_{k+1} = w_k = w_\infty$`, `the fixed point is $w^* = b / (1 - a)$`"""
        return fixed_points.told(self.meanings, self.chains, e.s, self.meanings.survey.sentence(e.formula))

    def array_given(self, e: Equation) -> bool:
        r"""`Let $W = \begin{pmatrix} 1 & 2 \end{pmatrix}$` of a W that has a meaning; no value that it has "otherwise"."""
        name = self.state.read(e.s.pieces[0]) if len(e.s.pieces) == 2 and e.s.pieces[0] is not None else None
        value = self.state.read(e.s.pieces[1], name) if name is not None and name.op == "let" else None
        if value is not None and is_identity(value) and _IN_CASE.search(e.before) and self.suppositions.equation(e.s):
            return True
        return words.ELSE_AFTER.match(e.after) is None and self.meanings.instances.array_given(e.s, meaning_here)


def _tuple_of(formula: Formula) -> str:
    """The x, y of `(x, y) = (1, 2)` with numbers, empty of any other formula."""
    m = _TUPLE.fullmatch(formula.rows[0].text) if len(formula.rows) == 1 and not formula.display else None
    return re.sub(r"\s", "", m[1]) if m is not None else ""
