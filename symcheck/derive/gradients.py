r"""The worked solution for gradients of a loss: forward pass, backward pass, each step judged.

Reverse mode (`backprop.py`) finds every line as a matrix expression; the judge compares it with the index
form's own derivative of the loss as it was defined, an engine that shares no rule with the first. A line
that is not found right is not printed: what is missing then is said.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from symcheck.derive.assumed import Assumed
from symcheck.derive.backprop import Backprop
from symcheck.derive.branches import branch_line
from symcheck.derive.declared import declarations, space
from symcheck.derive.deltas import Deltas, member
from symcheck.derive.evaluate import inlined
from symcheck.derive.layout import laid_out, spelled
from symcheck.derive.names import definitions, held, prepared, renamed_target
from symcheck.derive.reach import stem
from symcheck.derive.reasons import reason
from symcheck.derive.shares import Gradient
from symcheck.derive.shorten import length, shortened
from symcheck.derive.singular import words as singular_words
from symcheck.derive.solution import BACKWARD, DEFINITION, FORWARD, Line, Section, Solution
from symcheck.derive.spoken import Say, Spoken, latex_of
from symcheck.expr import At, Expr, Index, build
from symcheck.expr.shape import describe, is_matrix, is_scalar
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context

LONGEST = 26  # symbols of a gradient that is written out in values of the forward pass
WEAKNESS = ("equal", "equal_where", "supported", "undecided", "different", "unreadable")


@dataclass
class Gradients:
    """The backward pass of a loss as lines.

    `loss` is a name with a definition; `by` names, members (`w_i`) or entries. `layout` is `column` or
    `row`, `spelling` `hadamard` or `diag`.
    """

    context: Context
    loss: Expr
    by: tuple[Expr, ...]
    layout: str = "column"
    spelling: str = "hadamard"
    unnamed: bool = False  # the loss is an expression without a name
    signals: bool = False  # error signals get names however short the gradients are
    stated: Expr | None = None  # the loss as it was written, where names were put into it
    missing: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.say: Say = Spoken(self.context)
        self.ready = prepared(self.loss)
        self.targets = tuple(renamed_target(v, self.loss, self.ready) for v in self.by)
        self.pass_ = Backprop(self.ready, self.targets, named=not self.unnamed)
        self.deltas = Deltas(self.pass_, self.context, self.layout, 0 if self.signals else LONGEST)
        self.lines: dict[Expr, Line] = {}
        self.by_member: dict[Expr, Expr] = {}  # targets told by their entries, since the whole has no short form
        self.assumed = Assumed(self.context)

    # --- sections -------------------------------------------------------------------------------

    def forward(self) -> Section:
        """The definitions as they are used, each found equal to what was given."""
        lines, given = [], {u.data: u for u in definitions(self.loss)}
        if self.stated is not None and not judge(self.context, self.stated, self.loss).right:
            self.missing.append("the loss with names for its values could not be verified")
        for u in definitions(self.ready):
            if not self._same(given.get(u.data), u):
                self.missing.append(f"the definition of ${self.say(u)}$ could not be brought into this form")
            left, right = latex_of(u, self.say)
            shape = u.shape if u.args[0].op != "array" or u.args[0].data[1] and \
                len(u.args[0].data[0]) == u.args[0].data[1] and not is_scalar(u.shape) else (1, 1)
            shape = shape if u.args[0].op == "array" else u.shape
            lines.append(Line(left, (right,), kind=DEFINITION, space=space(shape), shape=describe(shape)))
        for u in self.singular:
            lines.append(Line(self.say(u), (self.say(u.args[0]),), kind=DEFINITION, space=space(u.shape),
                              shape=describe(u.shape), reason=singular_words(u)))
        return Section(FORWARD, tuple(lines))

    @property
    def singular(self) -> list[Expr]:
        """The names of singular vectors that the gradients hold, each after those it is made of."""
        named = set(self.pass_.words.singular.values())
        if not named:
            return []
        found = [u for g in self.pass_.gradients.values() for u in definitions(g.value) if u in named]
        return list(dict.fromkeys(found))

    def _same(self, given: Expr | None, used: Expr) -> bool:
        if given is None or given.args[0] is used.args[0]:
            return given is not None
        alone = [held(u.args[0]) for u in (given, used)]
        if alone[0] is alone[1]:  # the names in it were compared before
            return True
        if "array" not in (given.args[0].op, used.args[0].op) and alone[0].shape == alone[1].shape and \
                judge(self.context, *alone, hint=True).right:
            return True
        if used.data.family:
            at = tuple(At(Index("ijk"[k], d)) for k, d in enumerate(used.data.family))
            return judge(self.context, build.item(given, at), build.item(used, at)).right
        return judge(self.context, given, used).right

    def backward(self) -> Section:
        """A line for each name on the way, then one for each target."""
        order = [u for u in self.pass_.gradients if u.op == "let"]
        wanted = self.targets
        for u in order:
            if u not in wanted and not self.pass_.is_upstream(u):
                self._line(_member(u, self.pass_.gradients[u]), u)
            if u in wanted:
                self._line(u, u)
        for t in wanted:
            if t not in self.lines and t not in self.by_member:
                self._line(t, stem(t))
        words = self.deltas.words(self.say)
        return Section(BACKWARD, tuple(self.lines.values()), words)

    def answers(self) -> tuple[Line, ...]:
        targets = [self.by_member.get(t, t) for t in self.targets]
        return tuple(self.lines[t] for t in targets if t in self.lines)

    def cases(self) -> Section | None:
        """Values left and right of each kink, where an answer has an indicator."""
        short = {t: self.pass_.short(t, LONGEST) for t in self.targets if t in self.lines}
        lines = [branch_line(self, t, self.in_layout(e)) for t, e in short.items() if e is not None]
        lines = [replace(line, reason="") if k else line for k, line in enumerate(x for x in lines if x is not None)]
        return Section("Cases", tuple(lines), "At the kink itself the derivative does not exist; any value "
                       "between the two is taken there by convention.") if lines else None

    # --- lines ----------------------------------------------------------------------------------

    def final(self, target: Expr) -> Expr:
        """The gradient in values of the forward pass."""
        return self.in_layout(self.pass_.expanded(self.pass_.value(target)))

    def in_layout(self, e: Expr) -> Expr:
        """A gradient worked out as a column, in the layout and the spelling that are asked for."""
        return laid_out(spelled(self.assumed.used(e), self.spelling), self.ready, self.layout)

    def _numbers_only(self) -> bool:
        """Is the loss made of numbers alone, so that it is shortest in the variables themselves?"""
        return all(is_scalar(n.shape) and n.op not in ("sum", "prod", "item", "entry")
                   for n in self.ready.walk())

    def _is_long(self, e: Expr) -> bool:
        return length(e) > LONGEST

    def _line(self, target: Expr, name: Expr) -> None:
        value = self.pass_.value(target)
        if target is name and name in self.pass_.gradients and (value.op == "array" or _divides(value)):
            self.by_member[target] = target = _member(name, self.pass_.gradients[name], value.op != "array")
            value = self.pass_.value(target)
        forms = [self.deltas.written(self.in_layout(value), except_=target)]
        whole = self.pass_.expanded(value, self.deltas.kept) if self.deltas else self.pass_.short(target, LONGEST)
        if self.deltas and not self._is_long(whole):
            forms.append(self.deltas.written(self.in_layout(whole), except_=target))
        elif not self.deltas and whole is not None:
            forms.append(self.in_layout(whole))
            if self._numbers_only():
                alone = shortened(inlined(forms[-1]))
                forms += [alone] if length(alone) <= length(forms[-1]) else []
        left = build.derivative(self.ready.args[0] if self.unnamed else self.ready, target, self.layout)
        asked = build.derivative(self.loss, target, self.layout)
        rights, verdicts = [], []
        for e in dict.fromkeys(forms):
            v = judge(self.context, asked, e) if e is not left else None
            if v is not None and v.right:
                rights.append(e)
                verdicts.append(v)
        if not rights:
            self.missing.append(f"the gradient by ${self.say(target)}$ could not be verified")
            return
        shown = tuple(self.say(e) for e in rights)
        said = self.say(left)
        if target in self.deltas.names:
            shown, said = (said, *shown), self.say(self.deltas.names[target])
        self.lines[target] = Line(said, shown, space=space(asked.shape), shape=describe(asked.shape),
                                  reason=reason(self.pass_, name, self.say, self.unnamed), verdict=weakest(verdicts))

    # --- the whole ------------------------------------------------------------------------------

    def solution(self, title: str, question: str = "", more: tuple[Section, ...] = ()) -> Solution:
        from symcheck.derive.samples import one_sample

        sections = [] if self.unnamed else [self.forward()]
        sample = one_sample(self)
        backward = self.backward()
        sections += [s for s in (sample, backward, self.cases(), *more) if s is not None]
        return Solution(title, declarations(self.context, self.ready, *self.targets), tuple(sections),
                        self.answers(), question, self.layout, self.spelling, self.notes(),
                        tuple(self.missing), source=self)

    def notes(self) -> tuple[str, ...]:
        functions = {n.data[0] for n in self.ready.walk() if n.op == "apply" and not n.data[0].known
                     and n.data[0].kind == "elementwise" and not is_scalar(n.shape)}
        shifted = any(at.offset for t in self.lines for at in self._shifts(t))
        return (*(f"${f.name}$ acts on each entry" for f in functions),
                *(["what has an index out of its range is left out"] if shifted else []))

    def _shifts(self, target: Expr):
        """The positions that stand in a gradient beside a condition on an index."""
        e = self.pass_.value(target)
        nodes = [n for n in e.walk() if n.op == "entry"] if "indicator" in e.ops else []
        return [at for n in nodes for at in n.data if isinstance(at.base, Index)]


def weakest(verdicts: list[Verdict]) -> Verdict:
    """The one that says least, in the order of `WEAKNESS`; the first of several."""
    return max(verdicts, key=lambda v: WEAKNESS.index(v.word) if v.word in WEAKNESS else 0)


def _divides(e: Expr) -> bool:
    """Is a matrix divided by a matrix in it, entry by entry, for which there is no notation?"""
    return e.op not in ("let", "var", "derivative") and (
        e.op == "div" and is_matrix(e.args[1].shape) or any(_divides(a) for a in e.args))


def _member(u: Expr, gradient: Gradient, entries: bool = False) -> Expr:
    """The name, or its member or entry at free letters where its gradient is by these (or `entries`)."""
    if entries and not u.data.family:
        axes = [d for d in u.shape if d != 1]
        return build.entry(u, tuple(At(Index(letter, d)) for letter, d in zip("ij", axes)))
    return member(u, gradient)

