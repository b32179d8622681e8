r"""Losses without a formula: `some differentiable loss $\mathcal{L}$ of the output`.

Of such a loss the text says derivatives only, and what it says of them holds for every function of the
outputs. Outputs are the names by which the document differentiates the loss and which no other of these
depends on, in the last part of the document that has such names: another part speaks of another network. The loss is c + <G, o> for each output o, with a free number c and a free array G that is
its gradient: at one point its value and its first derivatives are any whatever, so a claim of first order
holds for this loss exactly where it holds for all. What is of higher order, or at another point, is not
decided; nor is anything refuted that the text may have told of the loss in words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from symcheck.expr import At, Expr, Index, Variable, build
from symcheck.expr.latex import to_latex
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.rows.differentiation import (
    defines,
    derivatives,
    differentiated,
    form,
    gives,
    is_loss,
    is_told,
    plain,
    points,
    spelled,
)
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.verdict import Verdict
from symcheck.read.assumptions import rebuild
from symcheck.read.context import Piece
from symcheck.read.documents import Document
from symcheck.read.elaborate_differentials import substitutions
from symcheck.read.parser import parse
from symcheck.read.reading import fresh_uid
from symcheck.read.syntax import Listing, Syntax
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.state import State
    from symcheck.read.context import Context
    from symcheck.read.scope import Entry

# What makes a loss any function, and what begins an example of one: "whatever follows produces a scalar", "For instance, take".
_ANY = re.compile(r"\b(?:upstream|incoming|(?:any|some|arbitrary|generic|unspecified)\s+(?:differentiable\s+|smooth\s+|real-valued\s+)*(?:loss|cost|objective)|"
                  r"(?:any|some|arbitrary|generic|unspecified|an?|the)\s+(?:differentiable\s+|smooth\s+|real-valued\s+)*scalar(?:-valued)?|"
                  r"whatever|rest\s+of\s+the\s+(?:network|model|computation)|scalar\s+function)\b", re.I)
_EXAMPLE = re.compile(r"\b(?:example|instance|e\.g|take|taking|consider|for|with|say|suppose|concretely|particular|special|if|when|check|choose|let|now|try|test|apply|illustrate|use|usual|the\s+case\s+of)\b[^.$]*(?:\$[^$]*\$[^.$]*){0,2}$", re.I)
_ANOTHER = re.compile(r"\b(?:for|with|take|taking|consider|choosing|choose|say|if|when|instead(?:\s+of\s+(?:this|that|it))?|instance|example|now|let|put|set|were|had)\b\s*,?\s*(?:(?:instead|we|you|one|take|takes?|"
                      r"choose|chose|use|used|had|have|put|set|say|let|again|the)\s+)*(?:(?:the|a|an)(?:\s+[\w-]+){1,3}\s*)?$", re.I)  # right before the formula of a further one
_MORE = re.compile(r"regulari[sz]|weight decay|penalt", re.I)


_SENTENCE = re.compile(r"[.!?]\s|\n\s*\n")


class Loss(NamedTuple):
    """A loss as it stands: its name as defined, the outputs, and the arrays that are its gradients by these."""

    name: Expr
    outputs: tuple[Expr, ...]
    free: frozenset[Variable]


class Upstream:
    """The losses of a document that have no formula, each taken in when a formula speaks of it."""

    def __init__(self, document: Document, state: State):
        self.state = state
        self.losses: dict[str, Loss] = {}  # by name, as written
        self.waiting: list[tuple[str, Entry, Source]] = []  # derivatives of a loss that gets a formula, with its name: until it has one they are of any
        self.inner: dict[str, dict[str, int]] = {}  # names that its outputs were made of, with the part they were defined in
        self.examples = _examples(document)
        rows = [row.text for k, f in enumerate(document.formulas) for row in f.rows if k not in self.examples]
        by = {name: by for name, by in differentiated(rows).items()
              if is_loss(name, document.text) and len(points(name, rows)) < 2}
        forms = [found for row in rows if (found := form(row)) is not None]
        self.forms = {name: (function, of) for name, function, of in forms
                      if name in by and len(points(function, rows)) < 2
                      and not any(defines(function, row) or defines(name, row) for row in rows)}
        functions = {function for function, _ in self.forms.values()}
        self.sought = {name: by for name, by in by.items() if name in self.forms or name not in functions
                       and not any(gives(name, row) for row in rows) and not is_told(name, document.text)}
        self.more = _MORE.search(document.text) is not None

    @property
    def context(self) -> Context:
        return self.state.context

    def exemplified(self, number: int, row: Source) -> None:
        """Where formula `number` gives a loss a formula of its own as an example, the loss is that from here on, and what was said to be its
        derivative is that of this one."""
        name = self.examples.get(number)
        if name is not None:
            self.sought.pop(name, None)
            self.losses.pop(name, None)
            entry = self._entry(name)
            for slope, by in self._slopes(entry.expr) if entry is not None else ():
                self.state.named_when.pop(slope.expr.data.name, None)  # no "instead" makes it another name: it is the derivative of each of them
                self.waiting.append((name, slope, Source(rf"{slope.name} = \frac{{\partial {name}}}{{\partial {by}}}", row.name, row.locate(0)[0])))
            if entry is not None:
                self.context.scope.drop(entry)
                self.context.remembered = {}

    def _slopes(self, loss: Expr) -> list:
        """The names of derivatives of a loss, each with what it is the derivative by."""
        return [(e, e.expr.args[0].args[1].data.name) for e in self.context.scope if e.kind == "quantity" and e.expr is not None and e.expr.op == "let"
                and e.expr.args[0].op == "derivative" and e.expr.args[0].args[0] is loss and e.expr.args[0].args[1].op in ("var", "let")]

    def met(self, row: Source) -> None:
        """Take in the losses that a row speaks of, with the outputs known by now."""
        for name, slope, line in self.waiting[:]:
            if self._entry(name) is not None:
                self.waiting.remove((name, slope, line))
                self.context.scope.drop(slope)
                self.context.declare(line)
        for name, by in self.sought.items():
            if re.search(spelled(name), row.text):
                self._settle(name, by, row.name)

    def says(self, s: Statement) -> bool:
        r"""Is this `L = \ell(\hat y, y)` of an \ell without a formula?"""
        if s.operators != ["="] or s.pieces[0] is None or s.pieces[1] is None:
            return False
        found = form(f"{s.text(0)} = {s.text(1)}")
        if found is None or self.forms.get(found[0]) != found[1:]:
            return False
        self._settle(found[0], (), s.row.name)
        return found[0] in self.losses

    def _settle(self, name: str, by: tuple[str, ...], source: str) -> None:
        known, entry = self.losses.get(name), self._entry(name)
        if entry is not None:
            if known is None or entry.expr.op != "let" or entry.expr.data != known.name.data:
                return  # the letter is that of something else
            known = self.losses[name] = _as_it_stands(entry.expr, known)
        outputs = self._named(name) if name in self.forms else self._outputs(by, known, self.inner.setdefault(name, {}))
        if all(o.op == "var" for o in outputs) or known is not None and set(outputs) == set(known.outputs):
            return  # of names that no definition ties nothing can be shown
        if known is not None and not all(any(n is old for new in outputs for n in new.walk()) for old in known.outputs):
            self.context.scope.drop(entry)  # another layer: another loss
            entry = None
        if entry is None:
            try:
                self.context.declare(Source(rf"{name} \in \mathbb{{R}}", source, 1))
            except SymcheckError:
                return
            entry = self._entry(name)
        v = entry.expr.data
        value, free = _any_function(v, outputs)
        self.state.hidden |= free
        loss = build.let(v, value)
        rebuild(self.context, entry, v, v, loss)
        self.context.definitions[v] = loss
        self.context.remembered = {}
        self.losses[name] = Loss(loss, outputs, free)
        self.inner.setdefault(name, {}).update({n.data.name: self._part_of(n) for o in outputs for n in o.walk() if n.op == "let" and n is not o})
        function = self.forms.get(name, (name,))[0]
        if function != name and self._entry(function) is None:
            try:
                self.context.declare(Source(f"{function} = {name}", source, 1))
            except SymcheckError:
                return

    def _entry(self, name: str):
        """The quantity of this spelling, in this font where the letter has several."""
        try:
            e = self.context.read(name)
        except SymcheckError:
            return None
        font = re.match(r"\\math([a-z]+)", name)
        rows = [x for x in self.context.scope if x.expr is e and x.kind == "quantity"]
        return next((x for x in rows if font is None or x.font == font[1]), None)

    def _named(self, name: str) -> tuple[Expr, ...]:
        """The arguments of a loss `L = \\ell(\\hat y, y)`, where \\ell is no function of the language."""
        function, of = self.forms[name]
        entry = self.context.scope.bare(function)
        if entry is not None and entry.kind in ("function", "map"):
            return ()
        found = [self.state.read(Piece(item, Source(of))) for item in _items(parse(Source(of), self.context.words))]
        return tuple(e for e in map(_whole, filter(None, found)) if e.op in ("var", "let"))

    def _part_of(self, e: Expr) -> int:
        return self.state.named_when.get(e.data.name, (None, -1))[1]

    def _outputs(self, by: tuple[str, ...], known: Loss | None, inner: dict[str, int]) -> tuple[Expr, ...]:
        """Of the names the document differentiates by, those that no other of them depends on, or did before it was written in other
        terms."""
        found: dict[Expr, frozenset[Expr]] = {}
        for text in by:
            try:
                e = self.context.read(text)
            except SymcheckError:
                continue
            e = _whole(e)
            inside = frozenset(e.walk())
            if e.op in ("var", "let") and (known is None or known.name not in inside and not any(
                    n.op == "var" and n.data in known.free for n in inside)):
                found[e] = inside
        last = [e for e in found if not any(e in inside for other, inside in found.items() if other is not e)
                and inner.get(e.data.name, -2) != self._part_of(e)]
        named = {e: self._part_of(e) for e in last if e.op == "let"}
        return tuple(e for e, part in named.items() if part == max(named.values()) or part < 0)

    def holds(self, e: Expr) -> bool:
        """Is this one of the names that a loss depends on, or that have a definition?"""
        return any(n is e for loss in self.losses.values() for n in loss.name.walk()) or any(
            n is e for f in self.context.definitions.values() for n in f.walk())

    def judged(self, verdict: Verdict, *sides: Expr | None) -> Verdict:
        """The verdict on a relation, left open where nothing follows for every loss."""
        if verdict.word in (V.UNREADABLE, V.UNDECIDED) or not self.state.hidden:
            return verdict
        held = [self.speaks(e) for e in sides if e is not None]
        if verdict.word == V.DIFFERENT and self.of_others(*sides):
            return Verdict(V.UNDECIDED, "how these losses without a formula go together is not known")
        why = self._left_open(verdict, held, [n for e in sides if e is not None for n in e.walk()]) if any(held) else ""
        return Verdict(V.UNDECIDED, why) if why else verdict

    def speaks(self, e: Expr) -> bool:
        """Is a loss without a formula a part of this?"""
        return any(n.op == "var" and n.data in self.state.hidden for n in e.walk())

    def _through(self, e: Expr) -> set[Variable]:
        """The outputs that derivatives in an expression go through."""
        derivatives = [n for n in e.walk() if n.op == "derivative" and self.speaks(n)]
        outputs = {o.data for loss in self.losses.values() for o in loss.outputs}
        by = [(n, _whole(n.args[1]).data) for n in derivatives if _whole(n.args[1]).op in ("var", "let")]
        return {x.data for n, v in by for x in n.args[0].walk() if x.op in ("var", "let") and x.data in outputs
                and any(y.op in ("var", "let") and y.data == v for y in x.walk())}

    def _left_open(self, verdict: Verdict, held: list[bool], nodes: list[Expr]) -> str:
        derivatives = [n for n in nodes if n.op in ("derivative", "jacobian") and self.speaks(n.args[0])]
        if any(m.op == "derivative" and self.speaks(m) for n in derivatives for m in n.args[0].walk()):
            return "of a loss without a formula only first derivatives are judged"
        along = [part for n in nodes for part in substitutions(n)]  # a differential is linear in the first derivatives
        if any(n.op == "substitute" and n not in along and self.speaks(n.args[0]) for n in nodes):
            return "a loss without a formula is judged at one point only"
        for n in derivatives:
            if n.op == "derivative" and _whole(n.args[1]) not in n.args[0].walk():
                return f"how the loss depends on {to_latex(n.args[1])} was not said, or not read"
        if verdict.word != V.DIFFERENT:
            return ""
        if not all(held):
            return "the loss has no formula: what its derivatives are equal to is not known"
        return "the loss may have terms that were told in words" if self.more else ""

    def of_others(self, *sides: Expr | None) -> bool:
        """Do two sides speak of different losses without a formula, or of gradients through different outputs of one? How these go together was
        not said, or not read."""
        through = [self._through(e) for e in sides if e is not None]
        if len(through) == 2 and all(through) and not through[0] & through[1]:
            return True
        held = [{n.data for n in e.walk() if n.op == "var" and n.data in self.state.hidden and n.data.name.startswith(r"\frac")} for e in sides if e is not None]
        return len(held) == 2 and all(held) and not held[0] & held[1]


def _examples(document: Document) -> dict[int, str]:
    """By their number the formulas that give a loss a formula as an example, after derivatives of it as any function, with its name."""
    rows = [(k, row.text) for k, f in enumerate(document.formulas) for row in f.rows]
    found: dict[int, str] = {}
    for name in differentiated([row for _, row in rows]):
        giving = [k for k, row in rows if gives(name, row)]
        first = next((k for k, row in rows if any(plain(n) == name for _, _, n, _ in derivatives(row))), len(document.formulas))
        if giving and giving[0] > first and all(defines(name, row) for k, row in rows if k in giving and gives(name, row)) \
                and _ANY.search(document.text, 0, document.formulas[first].start) and _EXAMPLE.search(_SENTENCE.split(document.text[:document.formulas[giving[0]].start])[-1]):
            found.update((k, name) for k in giving if k == giving[0] or _ANOTHER.search(document.formulas[k].before))
    return found


def _as_it_stands(name: Expr, known: Loss) -> Loss:
    """The loss after definitions that are in it may have changed."""
    names = {o.data for o in known.outputs}
    outputs = tuple(n for n in name.walk() if n.op in ("var", "let") and n.data in names)
    return known._replace(name=name, outputs=outputs)


def _any_function(v: Variable, outputs: tuple[Expr, ...]) -> tuple[Expr, frozenset[Variable]]:
    """c + <G, o> summed over the outputs o, and the free names in it."""
    value = build.var(Variable(f"{v.name}_0"))
    free = {value.data}
    for o in outputs:
        slope = Variable(rf"\frac{{\partial {v.name}}}{{\partial {o.data.name}}}", o.shape, o.data.family)
        free.add(slope)
        indices = tuple(Index("abcd"[k], d, fresh_uid()) for k, d in enumerate(o.data.family))
        a, b = build.var(slope), o
        if indices:
            at = tuple(At(i) for i in indices)
            a, b = build.item(a, at), build.item(b, at)
        part = build.mul(a, b) if is_scalar(o.shape) else build.reduce("sum", build.hadamard(a, b))
        for i in reversed(indices):
            part = build.sum_over(i, part)
        value = build.add(value, part)
    return value, frozenset(free)


def _items(s: Syntax) -> tuple[Syntax, ...]:
    return s.items if type(s) is Listing else (s,)


def _whole(e: Expr) -> Expr:
    while e.op in ("item", "entry", "row", "column"):
        e = e.args[0]
    return e
