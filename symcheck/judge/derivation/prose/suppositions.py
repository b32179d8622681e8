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
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import assumptions, samples
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.prose import functions_supposed, units_told
from symcheck.judge.derivation.prose.cases_after import CasesAfter
from symcheck.judge.derivation.prose.one_dimension import OneDimension
from symcheck.judge.derivation.prose.regions_told import Regions, on_interval
from symcheck.judge.derivation.prose.standing import Held, Standing
from symcheck.judge.derivation.prose.values_held import ValuesHeld
from symcheck.judge.derivation.relations import links
from symcheck.judge.derivation.rows.statements import Statement, index_case
from symcheck.judge.derivation.state import Equation, State, names_in
from symcheck.judge.derivation.wording import restrictions, words
from symcheck.judge.derivation.wording.pieces_claimed import PIECE
from symcheck.judge.judging import judge
from symcheck.read.context import Context
from symcheck.read.documents import Formula
from symcheck.read.names import label
from symcheck.read.syntax import Number, Relation
from symcheck.text import Source

_TITLE = re.compile(r"\s*(?:#{1,6}\s.*|\*\*[^*]*\*\*|\\(?:sub)*(?:section|paragraph)\*?\{[^}]*\}|\\textbf\{[^}]*\})")
# "**Step 6 (numbers, $d = 1$).**", "\\paragraph{Example with $d = 1$}": up to a formula in the title of a part.
_IN_TITLE = re.compile(r"\s*(?:#{1,6}\s[^\n]*|\*\*[^*]*|\\(?:(?:sub)*(?:section|paragraph)|textbf)\*?\{[^{}]*)$")
_OTHER = {"=": r"\ne", r"\ne": "="}
# "If every entry of $z$ is positive", "when all pre-activations are negative": of signs of entries that are not put in.
_OF_ALL_ENTRIES = re.compile(r"\b(?:if|when(?:ever)?|where|as\s+long\s+as|once|suppose|assume|in\s+case)\s+(?:that\s+)?(?:every|all|each|no|none\s+of)\b[^.;:]*"
                             r"\b(?:entr(?:y|ies)|components?|coordinates?|pre-?activations?|units?|neurons?|margins?|residuals?)\b[^.;:]*"
                             r"\b(?:positive|negative|non-?negative|active|inactive|dead|switched|on|off|above|below)\b", re.I)
# "If all the scores are zero", "at the start every logit is near zero", "with equal scores": values of all of them that are not put in.
_ALL_ALIKE = re.compile(r"\b(?:if|when(?:ever)?|where|as\s+long\s+as|once|suppose|assume|in\s+case|with|at\s+(?:the\s+)?(?:start|beginning|initiali[sz]ation)|initially)\b[^.;:]*"
                        r"\b(?:scores?|logits?|weights?|bias(?:es)?|inputs?|outputs?|activations?|parameters?|entr(?:y|ies)|coordinates?|probabilit(?:y|ies)|features?|labels?|targets?|residuals?|errors?)\s+"
                        r"(?:(?:is|are|being|all|were|stay|equal|set)\s+)+(?:to\s+)?(?:(?:exactly|about|nearly|near|close\s+to|roughly|approximately)\s+)?(?:zeros?|equal|identical|the\s+same|alike|constant)\b", re.I)
_NOT_ALL = re.compile(r"\b(?:not|non-?\s?zero|no|none|never)\b|\\ne(?![A-Za-z])", re.I)
# "K = 2:", "for K = 2", written without dollars.
_PLAIN_SIZE = re.compile(r"(?:^|[\n(]|\b(?:[Ff]or|[Ww]ith|[Ii]f|[Ww]hen|case|[Tt]ake|[Ll]et)\s+)\s*([A-Za-z])\s*=\s*\d+\b(?![.,]\d)")
# "for larger", "beyond that", right before what holds in the rest of the cases; "for every real", before a letter.
_REST = re.compile(r"\b(?:for\s+(?:all\s+|any\s+|the\s+)*(?:larger|smaller|greater|bigger|higher|lower|other|remaining|rest)|beyond(?:\s+(?:that|it))?|elsewhere|everywhere\s+else|above\s+(?:that|it)|below\s+(?:that|it)|"
                   r"past\s+(?:that|it)|afterwards|after\s+that)\b[^.;:]{0,30}$", re.I)
_FOR_EVERY = re.compile(r"\bfor\s+(?:every|all|any|each|arbitrary)(?:\s+(?:real|possible|values?\s+of|numbers?|inputs?))*\s*$", re.I)
# "For $x \\le -1$ it is zero;": the claim stands in the sentence itself.
_CLAIMED_HERE = re.compile(r"^\s*,?\s*(?:it|this|the\s+(?:function|network|unit|output|slope|sum|hat))\s+(?:is|vanishes|equals|stays|remains)\b[^$;.]*[;,.]", re.I)
# Words of a region of functions with kinks, of which it may not be known which one it is.
_SOMEWHERE = re.compile(r"\b(?:(?:to\s+the\s+)?(?:left|right)\s+of|(?:in\s+)?between\s+(?:the|these|both|them)|beyond|past|far\s+(?:out|to)|on\s+(?:the|each|either|both)\s+(?:\w+\s+)?(?:left|right|side|sides|piece|pieces|"
                        r"segment|interval|region)|(?:units?|neurons?)\s+(?:is|are)\s+(?:still\s+|now\s+|already\s+|both\s+)?(?:active|inactive|on|off|dead)|nothing\s+is\s+active|in\s+the\s+(?:middle|first|second|third|last)"
                        r"(?!\s+(?:two\s+|three\s+|few\s+)?(?:lines?|displays?|displayed|equations?|equalit\w+|steps?|formulas?|formulae|rows?|expressions?|terms?|sums?|sections?|parts?|chapters?|lectures?|paragraphs?|layers?|sentences?|lemmas?)\b))\b", re.I)
# "Subtract $c$ on both sides": those of an equation.
_OF_EQUATION = re.compile(r"\b(?:subtract\w*|add(?:ing|s|ed)?|multipl\w+|divid\w+|tak(?:e|es|ing)|took|appl\w+|differentiat\w+|squar\w+|averag\w+|cancel\w*|put(?:s|ting)?|have|having|remov\w+)\b[^.;:]{0,80}?"
                          r"\bon\s+(?:both|each|either)\s+sides?\b", re.I)
# `x \\in \\mathbb{R}`, "a scalar input $x$": functions take a number.
_NUMBER_TAKEN = re.compile(r"\$\s*x\s*\\in\s*\\(?:mathbb\s*\{?\s*R\s*\}?|R(?![A-Za-z]))\s*[$,.;]|(?:,|\\q?quad)\s*x\s*\\in\s*\\mathbb\s*\{?\s*R\s*\}?\s*(?![\s^])|"
                           r"\b(?:scalar|real|real-valued|one-dimensional)\s+(?:input|variable|argument|number)\s+\$\s*x\s*\$", re.I)
# Orders: `0 < x \\le 1`; the names in one.
_RANGE = frozenset(("<", ">", r"\le", r"\ge"))
_ORDER = re.compile(r"[<>]|\\[gl]eq?(?:slant)?(?![A-Za-z])")
_NAME = re.compile(r"\\?[A-Za-z]+(?:_\w)?")
# Between two opposite cases that are spoken of together: "the cases $i = j$ and $i \\ne j$", "for $i = j$ as well as for $i \\ne j$".
_BOTH = re.compile(r"[\s,]*(?:and|or|and\s+also|as\s+well\s+as|versus|vs\.?|from|resp(?:\.|ectively))(?:\s+(?:for|if|when|the|that|in|case|cases|of))*\s*$")
_HALF = re.compile(r"\s*(\\?[A-Za-z]+)\s*([<>])\s*0\s*")
# "on the left branch", "on the other side", after a half line was spoken of.
_BRANCH = re.compile(r"\bon\s+the\s+(left|right|negative|positive|other)\s+(?:branch|side|half(?:-?\s?line|-?\s?axis)?|piece|part)\b[^.$]*$", re.I)
_SIGN = re.compile(r"\s*(\\?[A-Za-z]+(?:_\w)?)\s*(?:[<>]|\\[gl]eq?(?![A-Za-z]))\s*0\s*")


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
        self.held = ValuesHeld(state, meanings, self.one)
        self.lingering: list[tuple[Variable, Variable]] = []  # of these: after "Let $x > 0$." and no "if", so that they may still be meant later
        self.after = CasesAfter(state, self)
        self.half: tuple[str, str] | None = None  # the name and the sign of the half line that was spoken of last
        self.regions = Regions(state)
        self.region: tuple[list, list] = [], []  # traits and equations of the region that this sentence speaks of
        self.units: list[str] = []  # signs by which units are active in this sentence
        self.choices: list[set[str]] = []  # the names of equations chosen in this sentence, which may be meant after it too
        self.ranged: dict[str, int] = {}  # the last formula that supposed a range of a name in this sentence
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
        return bool(self.traits) or self.after.holds() or any(a in self.equations for a in self.region[1]) or any(a[0] in _RANGE for a in self.equations)

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
        if (size := _PLAIN_SIZE.search(formula.before)) is not None and size[1] in self.context.dims:
            self.state.unused = True
        self._in_one_dimension(formula.before)
        self._of_single_feature(formula)
        self._units(formula)
        functions_supposed.by_name(self.state, self.meanings.survey.sentence(formula).strip() or formula.before.strip(), self.state.paragraph.strip(), formula.rows[0])
        functions_supposed.linear(self.state, self.meanings.survey.sentence(formula).strip() or formula.before.strip(), formula.rows[0])
        self._region(formula)
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
        self._rest(formula)

    def _rest(self, formula: Formula) -> None:
        """`for $x < 0$ it is .., and for larger $x$ ..`, `for every $x$ it is ..`: the range of the case before is over."""
        name = formula.rows[0].text.strip() if not formula.display and len(formula.rows) == 1 else ""
        every = _FOR_EVERY.search(formula.before) is not None and _NAME.fullmatch(name) is not None
        if not every and _REST.search(formula.before) is None:
            return
        over = [a for a in self.equations if a[0] in _RANGE and (not every or any(n.op in ("var", "let") and n.data.name == name for e in a[1:3] for n in e.walk()))]
        traits = [pair for pair in self.traits if not every or pair[0].name == name]
        if over or traits or self.half is not None or self.region[1] or self.chains.cases:
            self.chains.cases = ()
            self.forget([*traits, *self.region[0]], [*over, *self.region[1]])
            self.region = [], []
            self.state.somewhere = not every

    def _units(self, formula: Formula) -> None:
        """`If the unit is active, ..` for this sentence, `Assume the unit is active.` from here on."""
        for row in units_told.of_its_own(self.state, formula.before) or ():
            self.standing.take(row, formula)
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

    def _region(self, formula: Formula) -> None:
        """`Left of both kinks $f'(x) = 0$`, `on $(0, 1)$ we have $f'(x) = 1$`: in the place of the region told before it."""
        side = _BRANCH.search(formula.before)
        if side is not None and self.half is not None:
            self.other_case(Source(f"{self.half[0]} > 0", "the branch", 1))
            sign = {"left": "<", "negative": "<", "right": ">", "positive": ">"}.get(side[1].lower(), "<" if self.half[1] == ">" else ">")
            self.scoped(Source(f"{self.half[0]} {sign} 0", "the branch", 1))
            return
        if formula.environment == PIECE:
            self.forget(*self.region)
            return
        rows = self.regions.before(self.meanings.survey.sentence(formula).rstrip() or formula.before.rstrip())
        if rows is None:
            rows = on_interval(self.meanings.document.formulas[self.meanings.at], formula) or None
        if rows is None:
            self.state.somewhere = self.state.somewhere or _SOMEWHERE.search(_OF_EQUATION.sub(" ", self.meanings.survey.sentence(formula))) is not None
            return
        self.forget(*self.region)
        traits, equations = [*self.traits], [*self.equations]
        self.state.somewhere = not rows or not all([self.scoped(row) for row in rows])
        self.region = [t for t in self.traits if t not in traits], [a for a in self.equations if a not in equations]

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
        self.state.former += [(self.state.part, a) for a in self.equations if a[0] in (">", "<", r"\ge", r"\le")]
        self._forget(self.equations)
        self.equations, self.units = [], []
        self.state.dropped += self.choices
        self.choices = []
        self.held.over()
        self.state.signs += [(self.state.part, supposed, before) for supposed, before in self.traits if (supposed, before) in self.lingering]
        for supposed, before in reversed(self.traits):
            self.meanings.exchange(supposed, before)
            self._leave(before.name)
        self.traits, self.lingering, self.ranged = [], [], {}

    def _leave(self, name: str) -> None:
        """What was set up for the points of a half line holds there alone."""
        self.state.equations[:] = [e for e in self.state.equations if name not in names_in(e.lhs) | names_in(e.rhs)]

    def _forget(self, assumptions: list[tuple]) -> None:
        if assumptions:
            self.context.assumptions = [a for a in self.context.assumptions if a not in assumptions]

    def sized(self, s: Statement, formula: Formula) -> bool:
        """`For $d = 1$`: sizes are no variables, so that what differs in such a sentence is left open; where a part begins
        with it, in all of this part."""
        if len(s.pieces) != 2 or s.operators[0] != "=" or type(s.pieces[1].syntax) is not Number \
                or s.text(0).strip() not in self.context.dims \
                or not words.SPECIAL.search(self.meanings.survey.sentence(formula)):
            return False
        whole = self.begins_sized(s, formula)
        self.state.special[s.text(0).strip()] = (self.state.part if whole else -1, int(s.pieces[1].syntax.value))
        return True

    def begins_sized(self, s: Statement, formula: Formula, given: bool = False) -> bool:
        """Does a part begin with "For $d = 1$"? Then vectors of this length are numbers in it. `given`: the number is one of those of an example."""
        titled = _IN_TITLE.match(self.state.since) is not None
        whole = titled or words.SENTENCES.search(self.state.since.strip().split("\n", 1)[-1].strip()) is None
        size = s.text(0).strip()
        if whole and type(s.pieces[1].syntax) is Number and s.pieces[1].syntax.value == 1 and size in self.context.dims \
                and (titled or given or words.SPECIAL.search(self.meanings.survey.sentence(formula))):
            self.one.begin(size, formula.start, titled)
        elif type(s.pieces[1].syntax) is Number and s.pieces[1].syntax.value == 1 and size in self.context.dims \
                and words.SPECIAL.search(self.meanings.survey.sentence(formula)):
            self.one.for_a_while(size, formula)
        return whole

    def _in_one_dimension(self, before: str) -> None:
        """`## Example in one dimension`: vectors have the length 1, in all of the part that begins so, else in this sentence."""
        title = _TITLE.match(self.state.since)
        whole = title is not None and words.ONE_DIMENSION.search(title[0]) is not None
        said = words.ONE_DIMENSION.search(before)
        if _NUMBER_TAKEN.search(self.meanings.document.text):
            return  # what is one-dimensional is the input, and that is a number already
        if whole or said is not None and words.SENTENCES.search(before[said.end():]) is None:
            lengths = {size for v in self.context.variables.values() for size in v.shape if type(size) is str and size in self.context.dims}
            self.state.special.update((size, (self.state.part if whole else -1, 1)) for size in lengths)

    def _of_single_feature(self, formula: Formula) -> None:
        """`With a single feature, ..`: the vectors by which derivatives were taken have the length 1 to the end of the sentence."""
        said = words.SINGLE_FEATURE.search(formula.before) if not formula.display and not self.one.size else None
        if said is None or re.search(r"[,:\s](?:the|we|this|its?|these|all|both|everything|that\s+is)\b|[,:]", said[0]) is None and not words.FEATURE_NAMED.match(formula.after):
            return
        lengths = {g.by.shape[0] for g in self.state.gradients if is_vector(g.by.shape)}
        if len(lengths) != 1 or type(size := lengths.pop()) is not str or size not in self.context.dims:
            self.state.unused = True
            return
        self.state.special[size] = -1, 1
        self.one.for_a_while(size, formula)

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
                or self.meanings.survey.case_until(formula) is not None) and words.ENDS.search(formula.after) is not None

    def supposed(self, row: Source, formula: Formula) -> None:
        """A case: to the end of its sentence, or of all that is said of it."""
        self.other_case(row)
        if not (words.IF.search(formula.before) is None and _CLAIMED_HERE.match(formula.after) is None and self.of_its_own(formula) and self.standing.take(row, formula)):
            known = len(self.traits)
            self.scoped(row)
            self.lingering += self.traits[known:] if words.IF.search(formula.before) is None else []

    def scoped(self, row: Source) -> bool:
        """What a sentence supposes of a name: its sign, that it is symmetric. False where it cannot be supposed."""
        if assumptions.nonzero(self.meanings, row):
            return True
        before, known = self.context.variables, [*self.context.assumptions]
        if (half := _HALF.fullmatch(row.text)) is not None:
            self.half = half[1], half[2]
        if not assumptions.suppose(self.meanings, row, lasting=False) and not self._other_range(row):
            return False
        after = self.context.variables
        self.traits += [(after[name], v) for name, v in before.items() if after.get(name, v) != v]
        new = [a for a in self.context.assumptions if a not in known]
        self.equations += new
        self.state.supposed = [*self.state.supposed, *new]
        return True

    def _other_range(self, row: Source) -> bool:
        """`for $x \\le 1$ it is .., and for $x > 1$ ..`: the range of one case is over where one begins that has no value in common with it."""
        names = {*_NAME.findall(row.text)} if _ORDER.search(row.text) else set()
        over = [a for a in self.equations if a[0] in _RANGE and any(n.op in ("var", "let") and n.data.name in names for side in a[1:3] for n in side.walk())]
        if not over:
            return False
        self.forget([], over)
        return assumptions.suppose(self.meanings, row, lasting=False)

    def forget(self, traits: list[tuple[Variable, Variable]], equations: list[tuple]) -> None:
        """The sentence goes on without these of its suppositions."""
        for pair in [p for p in reversed(self.traits) if p in traits]:
            self.meanings.exchange(*pair)
            self.traits.remove(pair)
            self._leave(pair[1].name)
        self._forget(equations)
        self.equations = [a for a in self.equations if a not in equations]
        self.state.supposed = [a for a in self.state.supposed if a not in equations]

    def other_case(self, row: Source) -> None:
        """`For $w > 0$ it is .., for $w < 0$ ..`: the case of one sign is over where that of another begins; so is that of one range, "for $x < -1$ it
        is .., for $-1 < x < 1$ ..", after what was said of it."""
        order = _SIGN.fullmatch(row.text)
        names = {order[1]} if order is not None else set()
        if _ORDER.search(row.text):
            bounded = {part.strip() for part in _ORDER.split(row.text) if _NAME.fullmatch(part.strip())}
            names |= {name for name in bounded if self.ranged.get(name, self.meanings.at) < self.meanings.at - 1}
            self.ranged |= dict.fromkeys(bounded, self.meanings.at)
        self.forget([pair for pair in self.traits if pair[0].name in names], [])

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
        if words.CHOOSES.search(before) is None or name is None or name.op != "var" or name.data.family or len(s.pieces) != 2 \
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
                or any(links.has_derivative(e) for e in exprs):
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
