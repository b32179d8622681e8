r"""What is supposed for a sentence, for a display, or until the words take it back.

"If $w^\top w = 1$, then", "For $i \ne j$", "when $A$ is symmetric", "For $\eta = 1/\beta$": all these hold to the end
of the sentence, the display in it among it. "Suppose $w^\top w = 1$." holds from there on, until the text speaks of
the general case again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import assumptions, samples
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.prose import all_alike, all_the_same, functions_supposed, units_told
from symcheck.judge.derivation.prose.cases_after import CasesAfter
from symcheck.judge.derivation.prose.one_dimension import OneDimension
from symcheck.judge.derivation.prose.ranges_supposed import RangesSupposed
from symcheck.judge.derivation.prose.sizes_supposed import SizesSupposed
from symcheck.judge.derivation.prose.standing import Held, Standing
from symcheck.judge.derivation.prose.values_held import ValuesHeld
from symcheck.judge.derivation.relations import derivatives_written
from symcheck.judge.derivation.rows.statements import Statement, index_case
from symcheck.judge.derivation.state import Equation, State, names_in
from symcheck.judge.derivation.wording import restrictions, words
from symcheck.judge.judging import judge
from symcheck.read.context import Context
from symcheck.read.documents import Formula
from symcheck.read.names import label
from symcheck.read.syntax import Relation
from symcheck.text import Source

_OTHER = {"=": r"\ne", r"\ne": "="}
# "If every entry of $z$ is positive", "when all pre-activations are negative": of signs of entries that are not put in.
_OF_ALL_ENTRIES = re.compile(r"\b(?:if|when(?:ever)?|where|as\s+long\s+as|once|suppose|assume|in\s+case)\s+(?:that\s+)?(?:every|all|each|no|none\s+of)\b[^.;:]*"
                             r"\b(?:entr(?:y|ies)|components?|coordinates?|pre-?activations?|units?|neurons?|margins?|residuals?)\b[^.;:]*"
                             r"\b(?:positive|negative|non-?negative|active|inactive|dead|switched|on|off|above|below)\b", re.I)
# "If all the scores are zero", "at the start every logit is near zero", "with equal scores": values of all of them that are not put in.
_ALL_ALIKE = re.compile(r"\b(?:if|when(?:ever)?|where|as\s+long\s+as|once|suppose|assume|in\s+case|with|at\s+(?:the\s+)?(?:start|beginning|initiali[sz]ation)|initially)\b[^.;:]*"
                        r"\b(?:scores?|logits?|weights?|bias(?:es)?|inputs?|outputs?|activations?|parameters?|entr(?:y|ies)|coordinates?|probabilit(?:y|ies)|features?|labels?|targets?|residuals?|errors?|"
                        r"variances?|precisions?|rates?|scales?|coefficients?|eigenvalues?|numbers?|counts?|measurements?|observations?)\s+"
                        r"(?:(?:is|are|being|all|were|stay|equal|set)\s+)+(?:to\s+)?(?:(?:exactly|about|nearly|near|close\s+to|roughly|approximately)\s+)?(?:zeros?|equal|identical|the\s+same|alike|constant)\b", re.I)
# Brackets right after a formula, with what follows from it, and the words behind them.
_ASIDE = re.compile(r"(?:\$[^$]*\$|\\\(.*?\\\))\s*\((?:so(?:\s+that)?|hence|thus|and\s+(?:so|hence|thus)|which\s+(?:means|implies))\b[^()]*\)(?P<after>.*)", re.S)
# "If every weight matrix has spectral norm at most $\\rho$": a bound in words, which no order says.
_BOUND_IN_WORDS = re.compile(r"\b(?:if|when(?:ever)?|suppos\w+|assum\w+|provided|as\s+long\s+as|given)\b[^.;:]*\b(?:norms?|singular\s+values?|Lipschitz)\b[^.;:$]*"
                             r"\b(?:at\s+most|bounded|less\s+than|smaller\s+than|(?:no|not)\s+(?:more|larger|greater|bigger)\s+than|never\s+exceeds?|below|within)\b", re.I)
_NORM = re.compile(r"\\\||\\[lr]?Vert(?![A-Za-z])")
_NOT_ALL = re.compile(r"\b(?:not|non-?\s?zero|no|none|never)\b|\\ne(?![A-Za-z])", re.I)
# "For $x \\le -1$ it is zero;": the claim stands in the sentence itself.
_CLAIMED_HERE = re.compile(r"^\s*,?\s*(?:it|this|the\s+(?:function|network|unit|output|slope|sum|hat))\s+(?:is|vanishes|equals|stays|remains)\b[^$;.]*[;,.]", re.I)
# Between two opposite cases that are spoken of together: "the cases $i = j$ and $i \\ne j$", "for $i = j$ as well as for $i \\ne j$".
_BOTH = re.compile(r"[\s,]*(?:and|or|and\s+also|as\s+well\s+as|versus|vs\.?|from|resp(?:\.|ectively))(?:\s+(?:for|if|when|the|that|in|case|cases|of))*\s*$")


class Suppositions:
    """What holds only here, and how it is forgotten."""

    def __init__(self, state: State, meanings: Meanings, chains: Chains):
        self.state, self.meanings, self.chains = state, meanings, chains
        self.case_waits = False  # "Consider first the case $i = j$.": for the display after it
        self.last_case: tuple[str, str, str] | None = None  # of indices, of which "otherwise" is the other
        self.case_at = -9  # the number of its formula
        self.equations: list[tuple] = []  # assumptions that hold to the end of the sentence
        self.standing = Standing(state, meanings)
        self.one = OneDimension(state, meanings)
        self.sizes = SizesSupposed(state, meanings, self.one)
        self.held = ValuesHeld(state, meanings, self.one)
        self.lingering: list[tuple[Variable, Variable]] = []  # of these: after "Let $x > 0$." and no "if", so that they may still be meant later
        self.after = CasesAfter(state, self)
        self.ranges = RangesSupposed(state, meanings, self)
        self.alike = False  # do words say of all of something that it is one number in this sentence?
        self.units: list[str] = []  # signs by which units are active in this sentence
        self.choices: list[set[str]] = []  # the names of equations chosen in this sentence, which may be meant after it too
        self.told_at = -9  # the last formula that supposed an equation for its sentence

    @property
    def context(self) -> Context:
        return self.state.context

    @property
    def traits(self) -> list[tuple[Variable, Variable]]:
        """Of variables that are supposed to be something for this sentence: (as supposed, as before)."""
        return self.state.traits

    @traits.setter
    def traits(self, traits: list[tuple[Variable, Variable]]) -> None:
        self.state.traits = traits

    @property
    def any(self) -> bool:
        return bool(self.equations or self.held.values)

    @property
    def in_case(self) -> bool:
        """Does what is judged now hold in a case or a region that this sentence tells?"""
        return bool(self.traits) or self.after.holds() or self.ranges.hold()

    def heard(self, formula: Formula) -> None:
        """What the words before a formula end or take back."""
        self.one.heard(formula.start, formula.before)
        self.held.part_over()
        item = not formula.display and words.ITEM.search(self.meanings.document.text, max(0, formula.start - 300), formula.start) is not None
        goes_on = self.told_at == self.meanings.at and words.THEN_STILL.match(formula.before) is not None \
            and not restrictions.of_others(f"{formula.before} $ {self.meanings.survey.rest(formula)} $ {formula.after}")
        if (words.STOP.search(formula.before) or words.CONTRASTS.search(formula.before)) and not goes_on or item and not self.case_waits:
            self.over(cases=not self.case_waits)
            self.case_waits = False
        self.state.unread_order = self.state.unread_order or _BOUND_IN_WORDS.search(self.meanings.survey.sentence(formula)) is not None
        self.sizes.heard(formula)
        all_alike.heard(self.state, self.meanings, self.held, formula)
        self._units(formula)
        functions_supposed.by_name(self.state, self.meanings.survey.sentence(formula).strip() or formula.before.strip(), self.state.paragraph.strip(), formula.rows[0])
        functions_supposed.linear(self.state, self.meanings.survey.sentence(formula).strip() or formula.before.strip(), formula.rows[0])
        self.ranges.heard(formula)
        self.held.heard(formula)
        otherwise = words.OTHERWISE.search(formula.before) is not None
        if otherwise:
            self.over()
            self.standing.otherwise(formula)
        if self.standing.heard(formula):
            self.state.unheld.clear()
            self.state.formulas, self.state.formulas_of_part, self.state.formulas_before = [], [], (-1, [])
        if otherwise and self.last_case is not None and self.last_case[0] in _OTHER:
            op, i, j = self.last_case
            self.chains.cases = ((_OTHER[op], i, j),)
        elif otherwise:
            self.state.somewhere = True
        self.ranges.over_for_the_rest(formula)

    def _units(self, formula: Formula) -> None:
        """`If the unit is active, ..` for this sentence, `Assume the unit is active.` from here on."""
        for row in units_told.of_its_own(self.state, formula.before) or ():
            self.standing.take(row, formula)
        if not self.held.values and all_the_same.put(self.meanings, self.held, formula):
            self.alike = True
        if self.alike:
            return
        signs = units_told.before(self.state, self.meanings.survey.sentence(formula).strip() or formula.before.rstrip())
        if signs is not None and not signs or signs is None and self._speaks_of_all(formula):
            self.state.somewhere = self.state.somewhere or signs is not None
            self.state.unused = self.state.unused or signs is None
        for row in signs or ():
            if row.text not in self.units:
                self.scoped(row)
                self.units.append(row.text)

    def _speaks_of_all(self, formula: Formula) -> bool:
        """Does the sentence suppose something of all entries that is not put in?"""
        said = self.meanings.survey.sentence(formula)
        return _OF_ALL_ENTRIES.search(said) is not None or _NOT_ALL.search(said) is None and any(p.search(said) for p in (_ALL_ALIKE, words.VALUES_IN_WORDS))

    def displayed(self, formula: Formula) -> None:
        """After a display: the sentence is over with it, unless the text goes on with small letters."""
        last = formula.rows[-1].text.rstrip() if formula.rows else ""
        goes_on = re.match(r"\s*[,;]?\s*[a-z]", formula.after) and not last.endswith(".")
        self.chains.cases = ()
        if not goes_on:
            self.over()

    def over(self, cases: bool = True) -> None:
        """The sentence is over, and what it supposed; `cases`: also the case of indices it spoke of."""
        if cases:
            self.chains.cases = ()
        self.state.unused, self.state.supposed, self.state.somewhere, self.state.through = False, [], False, frozenset()
        if self.state.formulas:
            self.state.formulas_before = self.state.part, self.state.formulas
        self.state.formulas = [lines for part, lines in self.state.formulas_of_part if part == self.state.part]
        self.meanings.recursions.sentence_over()
        self.state.special = {size: part for size, part in self.state.special.items() if part[0] == self.state.part}
        self.state.former += [(self.state.part, a) for a in self.equations if a[0] in ("=", ">", "<", r"\ge", r"\le")]
        self._forget(self.equations)
        self.equations, self.units = [], []
        self.state.dropped += self.choices
        self.choices, self.alike = [], False
        self.held.over()
        self.state.signs += [(self.state.part, supposed, before) for supposed, before in self.traits if (supposed, before) in self.lingering]
        for supposed, before in reversed(self.traits):
            self.meanings.exchange(supposed, before)
            self._leave(before.name)
        self.traits, self.lingering = [], []
        self.ranges.over()

    def _leave(self, name: str) -> None:
        """What was set up for the points of a half line holds there alone."""
        self.state.equations[:] = [e for e in self.state.equations if name not in names_in(e.lhs) | names_in(e.rhs)]

    def _forget(self, assumptions: list[tuple]) -> None:
        if assumptions:
            self.context.assumptions = [a for a in self.context.assumptions if a not in assumptions]

    def case(self, found: list[Statement], formula: Formula) -> bool:
        r"""`For $i \ne j$`: the sentence, or the next display, speaks of that case; "the two cases $i = j$ and $i \ne j$" are all."""
        s = found[0] if found else None
        if s is None or len(s.pieces) != 2 or s.pieces[0] is None or s.pieces[1] is None:
            return False
        case = index_case(self.context, Relation(s.span, (s.pieces[0].syntax, s.pieces[1].syntax), tuple(s.operators)))
        if case is not None:
            both = self.case_at == self.meanings.at - 1 and _BOTH.match(formula.before) is not None and [(op, {*of}) for op, *of in self.chains.cases] == [(_OTHER.get(case[0]), {*case[1:]})]
            self.chains.cases, self.last_case, self.case_at = (() if both else (case,)), case, self.meanings.at
            self.case_waits = words.STOP.match(formula.after.strip()) is not None
        return case is not None

    @contextmanager
    def given(self, conditions: tuple[Statement, ...], taken: set[str]) -> Iterator[None]:
        """What is judged meanwhile holds under conditions written beside it; `taken`: the letters that its head
        takes as arguments."""
        kept = self.equations, self.held.values, self.traits, self.lingering, self.state.unused, self.state.supposed, self.state.formulas
        self.equations, self.held.values, self.traits, self.lingering = [], [], [], []
        for s in conditions:
            self._condition(s, taken)
        yield
        self.over(cases=False)
        self.equations, self.held.values, self.traits, self.lingering, self.state.unused, self.state.supposed, self.state.formulas = kept

    def _condition(self, s: Statement, taken: set[str]) -> None:
        for p in s.pieces:
            if p is not None and self.state.read(p) is None:
                samples.mean_of_samples(self.meanings, label(p.syntax), p.source)
        exprs = [self.state.read(p) for p in s.pieces if p is not None]
        if None in exprs:
            known = set(self.context.variables) | taken
            if not any(label(p.syntax) in known for p in s.pieces if p is not None):
                self.state.unused = not self.meanings.declare(s.cut(len(s.pieces)))
        elif any(e.op == "size" for e in exprs):
            self.state.unused = True  # sizes are drawn as they are
        elif set(s.operators) != {"="} or not self.equation(s):
            self.scoped(s.cut(len(s.pieces)))

    def of_its_own(self, formula: Formula) -> bool:
        """Is `Suppose $z > 0$.`, `Case 1: $A$ is symmetric.` a sentence of its own, which holds in those after it?"""
        return (words.SENTENCE_OF_ITS_OWN.search(formula.before) is not None or words.OPENS_CASE.search(formula.before) is not None
                or self.meanings.survey.case_until(formula) is not None) and words.ENDS.search(self._after_aside(formula)) is not None

    def _after_aside(self, formula: Formula) -> str:
        """The words after a formula; where brackets with a formula stand right after it, "(so that $a > 0$ too)", those behind them."""
        aside = _ASIDE.match(self.meanings.survey.text, formula.start) if formula.after.lstrip().startswith("(") else None
        return aside["after"] if aside is not None else formula.after

    def supposed(self, row: Source, formula: Formula) -> None:
        """A case: to the end of its sentence, or of all that is said of it."""
        self.ranges.other_case(row)
        if not (words.IF.search(formula.before) is None and _CLAIMED_HERE.match(formula.after) is None and self.of_its_own(formula) and self.standing.take(row, formula)):
            known = len(self.traits)
            if not self.scoped(row, passing=True) and _NORM.search(row.text):
                self.state.unused = True
            self.lingering += self.traits[known:] if words.IF.search(formula.before) is None else []

    def scoped(self, row: Source, passing: bool = False) -> bool:
        """What a sentence supposes of a name: its sign, that it is symmetric. False where it cannot be supposed. `passing`: not for longer, even of a name that
        has no meaning yet."""
        if assumptions.nonzero(self.meanings, row, passing):
            return True
        before, known = self.context.variables, [*self.context.assumptions]
        self.ranges.met(row)
        if not assumptions.suppose(self.meanings, row, lasting=False) and not self.ranges.other_range(row):
            return False
        after = self.context.variables
        self.traits += [(after[name], v) for name, v in before.items() if after.get(name, v) != v]
        new = [a for a in self.context.assumptions if a not in known]
        self.equations += new
        self.state.supposed = [*self.state.supposed, *new]
        return True

    def forget(self, traits: list[tuple[Variable, Variable]], equations: list[tuple]) -> None:
        """The sentence goes on without these of its suppositions."""
        for pair in [p for p in reversed(self.traits) if p in traits]:
            self.meanings.exchange(*pair)
            self.traits.remove(pair)
            self._leave(pair[1].name)
        self._forget(equations)
        self.equations = [a for a in self.equations if a not in equations]
        self.state.supposed = [a for a in self.state.supposed if a not in equations]

    def without_traits(self, name: str) -> None:
        """`If $A$ is not symmetric`."""
        before = self.context.variables.get(name)
        if before is not None and before.traits:
            self.meanings.without_traits(name)
            self.traits.append((self.context.variables[name], before))

    def _symmetric(self, s: Statement, first: Expr, lasting: Formula | None) -> bool:
        r"""`If $B = B^\top$, then`: of a matrix without a definition that it is symmetric."""
        value = self.state.read(s.pieces[1]) if len(s.pieces) == 2 and s.pieces[1] is not None else None
        if value is None or value.shape != first.shape or value is not build.transpose(first) or is_scalar(first.shape):
            return False
        k = 0 if first.op == "var" else 1
        if (first, value)[k].op != "var":
            return False
        row = Source(rf"{s.text(k).strip()} \text{{ symmetric}}", s.row.name, s.line())
        return self.standing.take(row, lasting) if lasting else self.scoped(row)

    def chosen(self, s: Statement, before: str, lasting: bool) -> bool:
        r"""`Choose $\eta = 1 / \beta$`, `the best step size is $\eta = 1 / \beta$`: of a variable by which nothing was differentiated, a value
        to the end of the sentence, and of the next one where that begins with "Then". `lasting`: what differs of its names after that may be
        equal because of it."""
        name = self.state.read(s.pieces[0])
        whole = words.OF_CHOICE.sub(r"\1", words.last_sentence(self.state.since)) if words.CHOOSES.search(before) is None else before
        if words.CHOOSES.search(whole) is None or name is None or name.op != "var" or name.data.family or len(s.pieces) != 2 \
                or self.state.gradient_by(name) is not None or not self.held.value(s, name):
            return False
        if lasting:
            self.choices.append(names_in(name) | names_in(self.state.read(s.pieces[1])))
        self.told_at = self.meanings.at
        return True

    def equation(self, s: Statement, lasting: Formula | None = None) -> bool:
        """`If $w^\\top w = 1$, then`: assumed; False where the equation is none that could be. One that no values
        obey leaves open what depends on it. `lasting`: the formula from which on it stands, beyond its sentence."""
        first = self.state.read(s.pieces[0])
        if first is None:
            return False
        self.told_at = self.meanings.at if not lasting else self.told_at
        if self._symmetric(s, first, lasting):
            return True
        if first.op == "var" and not first.data.family and len(s.pieces) == 2 and not lasting:
            return self.held.value(s, first)
        if not lasting and (self.held.members(s, first) or self.held.entries(s, first)):
            return True
        exprs = [first, *(self.state.beside(p, first) for p in s.pieces[1:] if p is not None)]
        if len(exprs) < 2 or None in exprs or len({e.shape for e in exprs}) > 1 \
                or any(derivatives_written.has_derivative(e) for e in exprs):
            return False
        to_last = exprs[-1].op == "num"  # |u| = |v| = 1
        pairs = [(a, exprs[-1]) for a in exprs[:-1]] if to_last else list(zip(exprs, exprs[1:]))
        if any(judge(self.context, a, b, hint=True).right for a, b in pairs):
            return False
        if lasting and first.op == "var":  # `Suppose $a = 3$.` after `Suppose $a = 1$.`
            self.standing.end(lambda h: h.about == (s.text(0).strip(), "="))
        known = self.context.assumptions
        new = [("=", a, b) for a, b in pairs]
        if lasting and any(n.op == "let" and not is_scalar(n.shape) for e in exprs for n in e.walk()):
            self.state.unheld += [Equation(a, b, s.line(), None) for a, b in pairs]
        self.context.assumptions = [*known, *new]
        if not assumptions.possible(self.meanings, build.sub(exprs[0], exprs[1])):
            self.context.assumptions = known
            if lasting:
                self.state.dropped.append(set().union(*map(names_in, exprs)))
            else:
                self.state.unused = True
        elif lasting:
            self.standing.add(Held((s.text(0).strip(), "="), new), lasting)
        else:
            self.equations += new
            self.state.supposed = [*self.state.supposed, *new]
        return True
