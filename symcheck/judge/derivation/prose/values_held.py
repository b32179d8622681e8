r"""Values that names have for a sentence, a paragraph or a part: `For $\eta = 1 / \beta$`, `Start at $w = 0$.`, "If the activation is
replaced by $B = \max(0, A)$"."""

from __future__ import annotations

import re

from symcheck.expr import Expr, Index, Variable, build
from symcheck.expr.shape import is_matrix, is_scalar, long_axes
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.numbers.values import is_numeric
from symcheck.judge.derivation.prose.one_dimension import OneDimension
from symcheck.judge.derivation.prose.tied import Tied
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.state import State, names_in, speaks_of
from symcheck.judge.derivation.wording import told, words
from symcheck.judge.mistakes.places import exchanged
from symcheck.read.assumptions import rebuild
from symcheck.read.context import Context
from symcheck.read.documents import Formula
from symcheck.read.reading import fresh_uid
from symcheck.read.scope import Entry
from symcheck.text import SymcheckError

# "(c) At $W = 0$ and $b = 0$ ..", where a part or a paragraph begins with it: said of all of it.
_OPENS_AT = re.compile(r"(?:^|\n\s*\n|\\item\b|\*\*|\}|(?:^|\n)\s*\(?\w{1,3}[.)])[\s:.]*At(?:\s+(?:the|an?)\s+(?:\w+\s+){0,2}"
                       r"(?:point|place|start|initiali[sz]ation|origin))?\s*$")
# "**(e) Number of steps for $\\alpha = 1 / L$.**": the head of a paragraph, which is about this value.
_IN_HEAD = re.compile(r"\n[ \t]*(?:\d+[.)]\s*)?(?:\*{1,2}|\\(?:textbf|emph|textit|paragraph)\*?\{)[^*{}$\n]*\b(?:for|with|at|when)(?:\s+(?:the\s+)?(?:fixed\s+)?(?:step(?:[- ]size)?|learning\s+rate|choice|value))?\s*$")
_HEAD_ENDS = re.compile(r"\$[^$]*\$\s*[.:]?\s*(?:\*{1,2}|\})")
_DERIVATIVE = re.compile(r"\\(?:nabla|partial)(?![A-Za-z])|'")
# "for any", "for every positive", "whatever", right before `\\eta > 0`.
_FOR_ANY = re.compile(r"\b(?:(?:for|with|of|at)\s+(?:any|every|each|all|arbitrary|(?:an?\s+)?general|an\s+arbitrary)|whatever|no\s+matter\s+(?:what|which))(?:\s+(?:other|positive|fixed|constant|small|"
                      r"(?:small\s+)?(?:step[- ]?|learning\s+)?(?:sizes?|rates?)|values?|of|the|is|number)){0,4}\s*$", re.I)
_OF_SIZES = frozenset(("num", "size", "div", "neg", "mul", "power"))
_HERE = re.compile(r"\b(?:here|there)\b", re.I)
_AND = re.compile(r"\s*,?\s*(?:and)?\s*")


def is_any_member(e: Expr) -> bool:
    """Is this the x_i of numbers that are any, with an i that is free?"""
    return e.op == "item" and e.args[0].op == "var" and len(e.args[0].data.family) == 1 and all(
        at.base is not None and not at.offset for at in e.data)


def is_any_entry(e: Expr) -> bool:
    """Is this the x_i of a vector that is any, with an i that is free?"""
    return e.op == "entry" and e.args[0].op == "var" and not e.args[0].data.family and len(e.data) == 1 == len(long_axes(e.args[0].shape)) \
        and isinstance(long_axes(e.args[0].shape)[0], str) and all(type(at.base) is Index and not at.base.uid and not at.offset for at in e.data)


def is_identity(e: Expr) -> bool:
    """Is this the identity matrix, or a number times it?"""
    while e.op in ("mul", "neg", "div"):
        e = next((a for a in e.args if not is_scalar(a.shape)), e.args[0])
    return e.op == "eye"


def data_of(e: Expr) -> Expr | None:
    """The data that these are, entry by entry: of `x_i = X_i` the X."""
    while e.op in ("let", "array"):
        e = e.args[0]
        if e.op in ("item", "entry") and all(at.base is not None and not at.offset for at in e.data):
            e = e.args[0]
    return e if e.op == "var" else None


class ValuesHeld:
    """The names that have a value here, and how they lose it."""

    def __init__(self, state: State, meanings: Meanings, one: OneDimension):
        self.state, self.meanings, self.one = state, meanings, one
        self.values: list[Variable] = []  # to the end of the sentence
        self.stays = False  # "Start at $w = 0$.": until the paragraph ends
        self.place: list[tuple[Variable, Expr]] = []  # the values that the last sentence with some gave
        self.place_in = self.values_in = 0  # the parts in which that was, and in which a name got its value
        self.others: list[Expr] = []  # names with a number that have another one in this sentence
        self.freed: list[Expr] = []  # names with a number that are any number in this sentence
        self.tied = Tied(state, self)
        self.replaced: list[tuple[Expr, int]] = []  # names with other meanings, as before, and the part they have them in

    @property
    def context(self) -> Context:
        return self.state.context

    def part_over(self) -> None:
        """In another part, what was replaced is as before."""
        for before, part in [r for r in self.replaced if r[1] != self.state.part]:
            if before.op == "var":
                self.free(before.data)
            else:
                self.put(before.data, before)
            self.replaced.remove((before, part))

    def for_part(self, name: Expr, put: Expr) -> None:
        r"""`set $\lambda = e^\theta$` of a variable, which has got this value: until the part is over."""
        self._in_gradients(name, put)
        self.replaced.append((name, self.state.part))

    def heard(self, formula: Formula) -> None:
        """What the words before a formula say of values that were told before."""
        self.tied.heard(formula)
        self.stays = self.stays and re.search(r"\n\s*\n", formula.before) is None and not self._given_anew(formula)
        if not self.values and (self.stays or self._is_there(formula)):
            self._again()
        if not self.values and words.INSERTS.search(formula.before):
            self._inserted(formula)

    def _given_anew(self, formula: Formula) -> bool:
        """Is this another value of a name that had one in the last sentence?"""
        return formula.rows and any(re.match(rf"\s*{re.escape(v.name)}\s*=", formula.rows[0].text) for v, _ in self.place)

    def _is_there(self, formula: Formula) -> bool:
        """Do the words speak of the place of the last values? "Here" in another part is another place."""
        said = words.AT_THIS_PLACE.search(formula.before)
        return said is not None and (self.place_in == self.state.part or _HERE.search(said[0]) is None)

    def over(self) -> None:
        """The sentence is over, and so are its values."""
        for name in self.others:
            self.put(name.data, name)
        self.others = []
        for name in self.freed:
            self._number_again(name)
        self.freed = []
        if self.values:
            self.place, self.place_in = [], self.values_in
        for v in self.values:
            self.free(v)
        self.values = []

    def leaves(self, name: Expr) -> None:
        """`At $x = 0$ it is 3; at $x = 2$ ..`: where another place begins, this name loses the value that it had at the last one."""
        self.place = [(v, value) for v, value in self.place if v != name.data]
        self.free(name.data)
        self.values.remove(name.data)

    def free(self, v: Variable) -> None:
        """A name that has a value is a variable again; what its value was is kept as the last place."""
        entry = next((e for e in self.context.scope if e.expr is not None and e.expr.op == "let" and e.expr.data == v), None)
        if entry is not None:
            self.place.append((v, entry.expr.args[0]))
            self._in_gradients(entry.expr, build.var(v))
            rebuild(self.context, entry, v, v, build.var(v), passing=True)
            self.context.remembered = {}

    def another(self, name: Expr, put: Expr) -> bool:
        """`$b = 16$ gives`: another value of a name that has one, to the end of the sentence."""
        self.others.append(name)
        return self.put(name.data, put)

    def any_number(self, s: Statement, before: str) -> None:
        r"""`for any $\eta > 0$` after `$\eta = 0.3$`: to the end of the sentence the name is any number."""
        name = self.state.read(s.pieces[0]) if _FOR_ANY.search(before) is not None and s.pieces[0] is not None else None
        entry = next((e for e in self.context.scope if e.kind == "quantity" and e.expr is name), None) if name is not None else None
        if entry is None or name.op != "let" or not is_scalar(name.shape) or name.data.family or not is_numeric(name.args[0]):
            return
        rebuild(self.context, entry, name.data, name.data, build.var(name.data), passing=True)
        self.context.remembered = {}
        self.freed.append(name)

    def _number_again(self, name: Expr) -> None:
        """A name that was any number in a sentence has its own again."""
        entry = next((e for e in self.context.scope if e.kind == "quantity" and e.expr is not None and e.expr.op == "var" and e.expr.data.name == name.data.name), None)
        if entry is not None:
            rebuild(self.context, entry, entry.expr.data, name.data, name, passing=True)
            self.context.remembered = {}

    def value(self, s: Statement, name: Expr) -> bool:
        """`For $\\eta = 1 / \\beta$`: a value of a variable, to the end of the sentence."""
        value = self.state.beside(s.pieces[1], name)
        entry = next((e for e in self.context.scope if e.expr is name), None)
        if value is None or entry is None or value.shape != name.shape or speaks_of(value, name):
            return False
        self.take(entry, name, value)
        return True

    def members(self, s: Statement, first: Expr) -> bool:
        """`For the constant model, $x_i = 1$ for all $i$`: a number for each of the x_i, to the end of the sentence."""
        name = first.args[0] if is_any_member(first) or is_any_entry(first) else None
        value = self.state.read(s.pieces[1]) if name is not None and len(s.pieces) == 2 else None
        entry = next((e for e in self.context.scope if e.expr is name), None) if name is not None else None
        if entry is None or value is None or not is_numeric(value) or not is_scalar(value.shape) or not (is_scalar(name.shape) or is_any_entry(first)):
            return False
        family = name.data.family
        self.take(entry, name, build.array((Index("i", family[0], fresh_uid()),), value, name.shape, 1) if family else
                   build.array((Index("i", long_axes(name.shape)[0], fresh_uid()),), value, name.shape))
        return True

    def entries(self, s: Statement, first: Expr) -> bool:
        r"""`If $p_k = 1/K$ for all k` of p with a definition, "if all scores are zero, every $P_{ik} = 1/K$": what its entries are to the end of a sentence that
        differentiates nothing."""
        if first.op == "let" and is_matrix(first.shape):
            return self._zero_or_identity(s, first)
        name = first.args[0] if first.op == "entry" else None
        value = self.state.read(s.pieces[1]) if name is not None and len(s.pieces) == 2 else None
        if value is None or name.op != "let" or name.data.family or not is_scalar(value.shape) or not all(n.op in _OF_SIZES for n in value.walk()) \
                or len({at.base for at in first.data}) < len(long_axes(name.shape)) or any(type(at.base) is not Index or at.offset for at in first.data) \
                or _DERIVATIVE.search(self.meanings.survey.rest(self.meanings.document.formulas[self.meanings.at])):
            return False
        axes = tuple(Index(letter, size, fresh_uid()) for letter, size in zip("ij", long_axes(name.shape)))
        self.others.append(name)
        self.state.through = frozenset(names_in(name))
        return self.put(name.data, build.let(name.data, build.array(axes, value, name.shape)))

    def _zero_or_identity(self, s: Statement, name: Expr) -> bool:
        """`For $F = 0$`, `For $C = I$`, `C = 2 I` of a matrix with a definition, to the end of a sentence that differentiates nothing."""
        value = self.state.beside(s.pieces[1], name) if len(s.pieces) == 2 else None
        if value is None or not (value.is_zero or is_identity(value)) or name.data.family or value.shape != name.shape \
                or _DERIVATIVE.search(self.meanings.survey.rest(self.meanings.document.formulas[self.meanings.at])):
            return False
        self.others.append(name)
        return self.put(name.data, build.let(name.data, value))

    def of_set(self, entry: Entry, members: Expr, lasting: bool) -> None:
        """`For $B = \\{1, 2\\}$`: the members of a set of indices, to the end of the sentence, or of the paragraph."""
        self.take(entry, entry.expr, members)
        self.stays = lasting

    def starts(self, before: str, after: str) -> None:
        """Is `Start at $w = 0$.` a sentence of its own, or does a part or a paragraph begin with `At $w = 0$`? Then what follows in
        the paragraph is said of this place."""
        opens = _OPENS_AT.search(before) is not None or self._in_head() or self.stays and _AND.fullmatch(before) is not None
        self.stays = bool(self.values) and (opens or told.begins(before) and words.STOP.match(after.strip()) is not None)

    def _in_head(self) -> bool:
        r"""Does a paragraph begin with a head that ends with the formula at hand?"""
        document = self.meanings.document
        start = document.formulas[self.meanings.at].start
        return _IN_HEAD.search(document.text, max(0, start - 120), start) is not None and _HEAD_ENDS.match(document.text, start) is not None

    def _again(self) -> None:
        """`So at this point`: where the last values were."""
        for v, value in self.place:
            entry = next((e for e in self.context.scope if e.expr is not None and e.expr.op == "var" and e.expr.data == v), None)
            if entry is not None:
                self.take(entry, entry.expr, value)

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
            self.value(s, name)

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

    def in_part(self, s: Statement) -> bool:
        """`Let $p = 1$ and let $X$ be the column of ones`: a value of data where vectors have the length 1, as long as that part is."""
        name = self.state.read(s.pieces[0])
        value = self.state.beside(s.pieces[1], name) if name is not None else None
        entry = next((e for e in self.context.scope if e.expr is name), None)
        if not self.one.size or entry is None or name.op != "var" or name.data.family or value is None or value.shape != name.shape:
            return False
        put = build.let(name.data, value)
        rebuild(self.context, entry, name.data, name.data, put, passing=True)
        self.context.remembered = {}
        self._in_gradients(name, put)
        return True

    def take(self, entry: Entry, name: Expr, value: Expr) -> None:
        """A variable has this value until the sentence is over."""
        put = build.let(name.data, value)
        rebuild(self.context, entry, name.data, name.data, put, passing=True)
        self.context.remembered = {}
        self._in_gradients(name, put)
        self.values.append(name.data)
        self.values_in = self.state.part
        self.state.supposed = [*self.state.supposed, ("=", name, value)]

    def _in_gradients(self, old: Expr, new: Expr) -> None:
        """The derivatives and the optima spoken of, with another expression for a name; those by it stay."""
        self.state.gradients[:] = [g if g.by is old else g._replace(f=exchanged(g.f, old, new)) for g in self.state.gradients]
        for optima in (self.state.optima, self.state.rewritten):
            optima.update({name: o if o.by is old else o._replace(objective=exchanged(o.objective, old, new)) for name, o in optima.items()})
