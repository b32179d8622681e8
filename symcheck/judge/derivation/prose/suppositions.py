r"""What is supposed for a sentence, for a display, or until the words take it back.

"If $w^\top w = 1$, then", "For $i \ne j$", "when $A$ is symmetric", "For $\eta = 1/\beta$": all these hold to the end
of the sentence, the display in it among it. "Suppose $w^\top w = 1$." holds from there on, until the text speaks of
the general case again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from symcheck.expr import Expr, Index, Variable, build
from symcheck.expr.shape import is_scalar, long_axes
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import assumptions, samples
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.prose import units_told
from symcheck.judge.derivation.prose.cases_after import CasesAfter
from symcheck.judge.derivation.prose.one_dimension import OneDimension
from symcheck.judge.derivation.prose.standing import Held, Standing
from symcheck.judge.derivation.relations import links
from symcheck.judge.derivation.rows.statements import Statement, index_case, statements
from symcheck.judge.derivation.state import Equation, State, names_in, speaks_of
from symcheck.judge.derivation.wording import told, words
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.read.assumptions import rebuild
from symcheck.read.context import Context
from symcheck.read.documents import Formula
from symcheck.read.names import label
from symcheck.read.reading import fresh_uid
from symcheck.read.scope import Entry
from symcheck.read.syntax import Number, Relation
from symcheck.text import Source, SymcheckError

_TITLE = re.compile(r"\s*(?:#{1,6}\s.*|\*\*[^*]*\*\*|\\(?:sub)*(?:section|paragraph)\*?\{[^}]*\}|\\textbf\{[^}]*\})")
# "**Step 6 (numbers, $d = 1$).**", "\\paragraph{Example with $d = 1$}": up to a formula in the title of a part.
_IN_TITLE = re.compile(r"\s*(?:#{1,6}\s[^\n]*|\*\*[^*]*|\\(?:(?:sub)*(?:section|paragraph)|textbf)\*?\{[^{}]*)$")
_OTHER = {"=": r"\ne", r"\ne": "="}
# Between two opposite cases that are spoken of together: "the cases $i = j$ and $i \\ne j$", "for $i = j$ as well as for $i \\ne j$".
_BOTH = re.compile(r"[\s,]*(?:and|or|and\s+also|as\s+well\s+as|versus|vs\.?|from|resp(?:\.|ectively))(?:\s+(?:for|if|when|the|that|in|case|cases|of))*\s*$")
# "(c) At $W = 0$ and $b = 0$ ..", where a part or a paragraph begins with it: said of all of it.
_OPENS_AT = re.compile(r"(?:^|\n\s*\n|\\item\b|\*\*|\}|(?:^|\n)\s*\(?\w{1,3}[.)])[\s:.]*At(?:\s+(?:the|an?)\s+(?:\w+\s+){0,2}"
                       r"(?:point|place|start|initiali[sz]ation|origin))?\s*$")
_SIGN = re.compile(r"\s*(\\?[A-Za-z]+(?:_\w)?)\s*(?:[<>]|\\[gl]eq?(?![A-Za-z]))\s*0\s*")
_DERIVATIVE = re.compile(r"\\(?:nabla|partial)(?![A-Za-z])|'")
_AND = re.compile(r"\s*,?\s*(?:and)?\s*")


def is_any_member(e: Expr) -> bool:
    """Is this the x_i of numbers that are any, with an i that is free?"""
    return e.op == "item" and e.args[0].op == "var" and len(e.args[0].data.family) == 1 and all(
        at.base is not None and not at.offset for at in e.data)


def data_of(e: Expr) -> Expr | None:
    """The data that these are, entry by entry: of `x_i = X_i` the X."""
    while e.op in ("let", "array"):
        e = e.args[0]
        if e.op in ("item", "entry") and all(at.base is not None and not at.offset for at in e.data):
            e = e.args[0]
    return e if e.op == "var" else None


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
        self.values: list[Variable] = []  # variables that have a value to the end of the sentence
        self.stays = False  # "Start at $w = 0$.": until the paragraph ends
        self.place: list[tuple[Variable, Expr]] = []  # the values that the last sentence with some gave
        self.traits: list[tuple[Variable, Variable]] = []  # (as supposed, as before)
        self.lingering: list[tuple[Variable, Variable]] = []  # of these: after "Let $x > 0$." and no "if", so that they may still be meant later
        self.after = CasesAfter(state, self)
        self.units: list[str] = []  # signs by which units are active in this sentence
        self.replaced: list[tuple[Expr, int]] = []  # names with other meanings, as before, and the part they have them in

    @property
    def context(self) -> Context:
        return self.state.context

    @property
    def any(self) -> bool:
        return bool(self.equations or self.values)

    def heard(self, formula: Formula) -> None:
        """What the words before a formula end or take back."""
        self.one.heard(formula.start, formula.before)
        for before, part in [r for r in self.replaced if r[1] != self.state.part]:
            self.put(before.data, before)
            self.replaced.remove((before, part))
        item = not formula.display and words.ITEM.search(self.meanings.document.text, max(0, formula.start - 300), formula.start) is not None
        if words.STOP.search(formula.before) or item and not self.case_waits:
            self.over(cases=not self.case_waits)
            self.case_waits = False
        self._in_one_dimension(formula.before)
        self._units(formula)
        self.stays = self.stays and re.search(r"\n\s*\n", formula.before) is None
        if not self.values and (self.stays or words.AT_THIS_PLACE.search(formula.before)):
            self._again()
        if not self.values and words.INSERTS.search(formula.before):
            self._inserted(formula)
        otherwise = words.OTHERWISE.search(formula.before) is not None
        if otherwise:
            self.over()
            self.standing.otherwise(formula)
        if self.standing.heard(formula):
            self.state.unheld.clear()
        if otherwise and self.last_case is not None and self.last_case[0] in _OTHER:
            op, i, j = self.last_case
            self.chains.cases = ((_OTHER[op], i, j),)

    def _units(self, formula: Formula) -> None:
        """`If the unit is active, ..` for this sentence, `Assume the unit is active.` from here on."""
        for row in units_told.of_its_own(self.state, formula.before) or ():
            self.standing.take(row, formula)
        signs = units_told.before(self.state, self.meanings.survey.sentence(formula).strip() or formula.before.rstrip())
        if signs is not None and not signs:
            self.state.unused = True
        for row in signs or ():
            if row.text not in self.units:
                self.scoped(row)
                self.units.append(row.text)

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
        self.state.unused, self.state.supposed, self.state.formulas = False, [], []
        self.meanings.recursions.sentence_over()
        self.state.special = {size: part for size, part in self.state.special.items() if part[0] == self.state.part}
        self.state.former += [(self.state.part, a) for a in self.equations if a[0] in (">", "<", r"\ge", r"\le")]
        self._forget(self.equations)
        self.equations, self.units = [], []
        if self.values:
            self.place = []
        for v in self.values:
            entry = next((e for e in self.context.scope if e.expr is not None and e.expr.op == "let"
                          and e.expr.data == v), None)
            if entry is not None:
                self.place.append((v, entry.expr.args[0]))
                self._in_gradients(entry.expr, build.var(v))
                rebuild(self.context, entry, v, v, build.var(v), passing=True)
                self.context.remembered = {}
        self.values = []
        self.state.signs += [(self.state.part, supposed, before) for supposed, before in self.traits if (supposed, before) in self.lingering]
        for supposed, before in reversed(self.traits):
            self.meanings.exchange(supposed, before)
        self.traits, self.lingering = [], []

    def _again(self) -> None:
        """`So at this point`: where the last values were."""
        for v, value in self.place:
            entry = next((e for e in self.context.scope if e.expr is not None and e.expr.op == "var" and e.expr.data == v), None)
            if entry is not None:
                self._take(entry, entry.expr, value)

    def _inserted(self, formula: Formula) -> None:
        r"""`\alpha = ..`. "Inserting this value," `f(x - \alpha g) = ..`: the value that the formula right before ends with, unless
        derivatives are written."""
        earlier = self.meanings.document.formulas[self.meanings.at]
        if not earlier.rows or _DERIVATIVE.search("".join(row.text for row in formula.rows)):
            return
        try:
            found = [s for s in statements(self.context, earlier.rows[-1]) if s.operators]
        except SymcheckError:
            return
        s = found[-1] if found else None
        name = self.state.read(s.pieces[0]) if s is not None and s.operators == ["="] and None not in s.pieces else None
        if name is not None and name.op == "var" and not name.data.family:
            self._value(s, name)

    def _forget(self, assumptions: list[tuple]) -> None:
        if assumptions:
            self.context.assumptions = [a for a in self.context.assumptions if a not in assumptions]

    def _in_gradients(self, old: Expr, new: Expr) -> None:
        """The derivatives and the optima spoken of, with another expression for a name; those by it stay."""
        self.state.gradients[:] = [g if g.by is old else g._replace(f=exchanged(g.f, old, new)) for g in self.state.gradients]
        for optima in (self.state.optima, self.state.rewritten):
            optima.update({name: o if o.by is old else o._replace(objective=exchanged(o.objective, old, new)) for name, o in optima.items()})

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

    def begins_sized(self, s: Statement, formula: Formula) -> bool:
        """Does a part begin with "For $d = 1$"? Then vectors of this length are numbers in it."""
        titled = _IN_TITLE.match(self.state.since) is not None
        whole = titled or words.SENTENCES.search(self.state.since.strip().split("\n", 1)[-1].strip()) is None
        size = s.text(0).strip()
        if whole and type(s.pieces[1].syntax) is Number and s.pieces[1].syntax.value == 1 and size in self.context.dims \
                and (titled or words.SPECIAL.search(self.meanings.survey.sentence(formula))):
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
        if whole or said is not None and words.SENTENCES.search(before[said.end():]) is None:
            lengths = {size for v in self.context.variables.values() for size in v.shape if type(size) is str and size in self.context.dims}
            self.state.special.update((size, (self.state.part if whole else -1, 1)) for size in lengths)

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
        kept = self.equations, self.values, self.traits, self.lingering, self.state.unused, self.state.supposed, self.state.formulas
        self.equations, self.values, self.traits, self.lingering = [], [], [], []
        for s in conditions:
            self._condition(s, taken)
        yield
        self.over(cases=False)
        self.equations, self.values, self.traits, self.lingering, self.state.unused, self.state.supposed, self.state.formulas = kept

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
        if not (words.IF.search(formula.before) is None and self.of_its_own(formula) and self.standing.take(row, formula)):
            known = len(self.traits)
            self.scoped(row)
            self.lingering += self.traits[known:] if words.IF.search(formula.before) is None else []

    def scoped(self, row: Source) -> bool:
        """What a sentence supposes of a name: its sign, that it is symmetric. False where it cannot be supposed."""
        if assumptions.nonzero(self.meanings, row):
            return True
        before, known = self.context.variables, len(self.context.assumptions)
        if not assumptions.suppose(self.meanings, row, lasting=False):
            return False
        after = self.context.variables
        self.traits += [(after[name], v) for name, v in before.items() if after.get(name, v) != v]
        self.equations += self.context.assumptions[known:]
        self.state.supposed = [*self.state.supposed, *self.context.assumptions[known:]]
        return True

    def forget(self, traits: list[tuple[Variable, Variable]], equations: list[tuple]) -> None:
        """The sentence goes on without these of its suppositions."""
        for pair in [p for p in reversed(self.traits) if p in traits]:
            self.meanings.exchange(*pair)
            self.traits.remove(pair)
        self._forget(equations)
        self.equations = [a for a in self.equations if a not in equations]
        self.state.supposed = [a for a in self.state.supposed if a not in equations]

    def other_case(self, row: Source) -> None:
        """`For $w > 0$ it is .., for $w < 0$ ..`: the case of one sign is over where that of another begins."""
        order = _SIGN.fullmatch(row.text)
        self.forget([pair for pair in self.traits if order is not None and pair[0].name == order[1]], [])

    def without_traits(self, name: str) -> None:
        """`If $A$ is not symmetric`."""
        before = self.context.variables.get(name)
        if before is not None and before.traits:
            self.meanings.without_traits(name)
            self.traits.append((self.context.variables[name], before))

    def starts(self, before: str, after: str) -> None:
        """Is `Start at $w = 0$.` a sentence of its own, or does a part or a paragraph begin with `At $w = 0$`? Then what follows in
        the paragraph is said of this place."""
        opens = _OPENS_AT.search(before) is not None or self.stays and _AND.fullmatch(before) is not None
        self.stays = bool(self.values) and (opens or told.begins(before) and words.STOP.match(after.strip()) is not None)

    def equation(self, s: Statement, lasting: Formula | None = None) -> bool:
        """`If $w^\\top w = 1$, then`: assumed; False where the equation is none that could be. One that no values
        obey leaves open what depends on it. `lasting`: the formula from which on it stands, beyond its sentence."""
        first = self.state.read(s.pieces[0])
        if first is None:
            return False
        if first.op == "var" and not first.data.family and len(s.pieces) == 2 and not lasting:
            return self._value(s, first)
        if not lasting and self.members(s, first):
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

    def replace(self, s: Statement) -> bool:
        r"""`If the activation is replaced by $B = \max(0, A)$`: another meaning, in this part of the document, of B and of
        all that is defined by it."""
        name = self.state.read(s.pieces[0])
        value = self.state.beside(s.pieces[1], name) if name is not None and len(s.pieces) == 2 else None
        if value is None or name.op != "let" or name.data.family or value.shape != name.shape or speaks_of(value, name):
            return False
        self.replaced.append((name, self.state.part))
        return self.put(name.data, build.let(name.data, value))

    def put(self, v: Variable, put: Expr) -> bool:
        """Another meaning of a name, wherever the name stands."""
        entry = next((e for e in self.context.scope if e.kind == "quantity" and e.expr is not None
                      and e.expr.op == "let" and e.expr.data == v), None)
        if entry is None:
            return False
        self._in_gradients(entry.expr, put)
        rebuild(self.context, entry, v, v, put, passing=True)
        self.context.remembered = {}
        return True

    def _value(self, s: Statement, name: Expr) -> bool:
        """`For $\\eta = 1 / \\beta$`: a value of a variable, to the end of the sentence."""
        value = self.state.beside(s.pieces[1], name)
        entry = next((e for e in self.context.scope if e.expr is name), None)
        if value is None or entry is None or value.shape != name.shape or speaks_of(value, name):
            return False
        self._take(entry, name, value)
        return True

    def members(self, s: Statement, first: Expr) -> bool:
        """`For the constant model, $x_i = 1$ for all $i$`: a number for each of the x_i, to the end of the sentence."""
        name = first.args[0] if is_any_member(first) else None
        value = self.state.read(s.pieces[1]) if name is not None and len(s.pieces) == 2 else None
        entry = next((e for e in self.context.scope if e.expr is name), None) if name is not None else None
        if entry is None or value is None or value.op != "num" or not is_scalar(name.shape):
            return False
        self._take(entry, name, build.array((Index("i", name.data.family[0], fresh_uid()),), value, name.shape, 1))
        return True

    def all_alike(self, s: Statement) -> bool:
        r"""`Suppose .., so $p = 1$, $x_i = 1$ and`: where vectors have the length 1, a number for each of these data, as long as that part is."""
        first, value = (self.state.read(p) for p in s.pieces[:2])
        if not self.one.size or first is None or first.op not in ("item", "entry") or value is None or value.op != "num" \
                or len(s.pieces) != 2 or any(at.base is None or at.offset for at in first.data):
            return False
        held = data_of(first.args[0])
        entry = next((e for e in self.context.scope if e.expr is held), None)
        family = len(held.data.family) if held is not None else 0
        if entry is None or family + len(long_axes(held.shape)) != 1:
            return False
        axis = Index("i", (held.data.family or long_axes(held.shape))[0], fresh_uid())
        put = build.let(held.data, build.array((axis,), value, held.shape, family))
        rebuild(self.context, entry, held.data, held.data, put, passing=True)
        self.context.remembered = {}
        self._in_gradients(held, put)
        self.one.alike = True
        return True

    def _take(self, entry: Entry, name: Expr, value: Expr) -> None:
        """A variable has this value until the sentence is over."""
        put = build.let(name.data, value)
        rebuild(self.context, entry, name.data, name.data, put, passing=True)
        self.context.remembered = {}
        self._in_gradients(name, put)
        self.values.append(name.data)
        self.state.supposed = [*self.state.supposed, ("=", name, value)]
