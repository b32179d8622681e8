r"""Headings that exchange the model: "(a) Constant model, $\hat y_i = \theta$", "(b) Linear model, $\hat y(x_i) = \theta x_i$".

Under such a heading the same formula letter has another formula, and a loss that was written out for the earlier model and is not
defined again is the same loss of the new one: inside its sums over samples, and for one sample everywhere, the old formula makes way for the new one. The words
do not say so much: until a line about such a loss was found right in that part, no line that has its variables is called wrong.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from symcheck.expr import Expr, Index, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.names.given_anew import drawn
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.rows.heads import is_call
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State, names_in
from symcheck.read.context import indices_of
from symcheck.read.elaborate_sums import with_index
from symcheck.read.names import label
from symcheck.read.syntax import Accent, Product, Script, Symbol, Syntax

_HEADING = re.compile(r"^\s*(?:#{1,6}\s|\\(?:sub)*(?:section|paragraph)\b|\*\*[^*\n]*$)")
# Words that exchange how indices are drawn.
_SUBSET = re.compile(r"\bwithout\s+replacement\b|\brandom\s+(?:sub)?sets?\b", re.I)
_CLAIMS = re.compile(r"\b(?:show|prove|proof|verify|check|derive|claim|why|that)\b", re.I)


class _Model(NamedTuple):
    """The formula of a model under the heading of a part; `index`: the letter that counts samples in it, or ""."""

    part: int
    letter: str
    value: Expr
    index: str


class _Remade(NamedTuple):
    """A loss as it was, and as it is for the model of a part."""

    before: Expr
    after: Expr
    part: int


class ModelsAnew:
    """The models of headings so far, and the losses that are those of another one in this part."""

    def __init__(self, state: State, suppositions: Suppositions):
        self.state, self.suppositions = state, suppositions
        self.models: list[_Model] = []
        self.remade: list[_Remade] = []
        self.loosened: set[str] = set()  # names of earlier parts that are made of other draws here

    def _drawn_otherwise(self) -> None:
        """Where a part speaks of draws without replacement, nothing is known of what an earlier part made of its draws."""
        state, names = self.state, set()
        if state.context.draws and _SUBSET.search(state.since + state.before):
            known = [e.expr for e in state.context.scope if e.expr is not None and e.expr.op == "let"]
            names = {e.data.name for e in known if state.named_when.get(e.data.name, ((), state.part))[1] != state.part and drawn(state, e)}
        state.doubts.loose -= self.loosened
        self.loosened = names - state.doubts.loose
        state.doubts.loose |= names

    def heard(self) -> None:
        """In a new part losses are again what they were."""
        self._drawn_otherwise()
        for one in [r for r in self.remade if r.part != self.state.part]:
            if any(e.expr is one.after for e in self.state.context.scope):
                self.suppositions.held.put(one.before.data, one.before)
            self.remade.remove(one)
        if self.models and self.models[-1].part != self.state.part:
            self.state.unsure.clear()

    def heading(self, s: Statement) -> bool:
        """Take in an equation of a heading that gives a formula to the model; True where it gives another one."""
        since = self.state.since
        letter = _letter(s.pieces[0].syntax) if s.pieces[0] is not None else ""
        if not letter or s.operators != ["="] or "\n" in since.strip() or _HEADING.match(since) is None or _CLAIMS.search(since):
            return False
        value = self.state.read(s.pieces[1])
        if value is None or not is_scalar(value.shape):
            return False
        indices = list(indices_of(value))
        if len(indices) > 1:
            return False
        new = _Model(self.state.part, letter, value, indices[0] if indices else "")
        earlier = [m for m in self.models if m.letter == letter and m.part != new.part]
        self.models.append(new)
        if earlier:
            self._remake(new, earlier)
            self._forget(letter)
        return bool(earlier)

    def _forget(self, letter: str) -> None:
        """The formula of the earlier model has no name any more."""
        context = self.state.context
        for entry in [e for e in context.scope.entries.get(letter, ()) if e.kind == "map" or e.kind == "quantity" and (
                e.params or e.expr is not None and e.expr.op == "let")]:
            context.scope.drop(entry)
        context.remembered = {}

    def _remake(self, new: _Model, earlier: list[_Model]) -> None:
        """Exchange the model in the losses of earlier parts."""
        for name, loss in list(self.state.context.definitions.items()):
            part = self.state.named_when.get(name.name, (frozenset(), self.state.part))[1]
            old = next((m for m in reversed(earlier) if m.part <= part), None)
            if old is None or part == self.state.part or loss.op != "let" or not is_scalar(loss.shape) or name.family:
                continue
            if names_in(old.value) & names_in(loss) and any(g.f.op == "let" and g.f.data == name for g in self.state.gradients):
                self.state.unsure[name.name] = names_in(loss)
            body = exchanged(loss.args[0], old, new)
            if body is not None and body != loss.args[0]:
                after = build.let(name, body)
                if self.suppositions.held.put(name, after):
                    self.remade.append(_Remade(loss, after, new.part))
                    self.state.unsure[name.name] = names_in(loss) | names_in(after)


def exchanged(e: Expr, old: _Model, new: _Model) -> Expr | None:
    """An expression with the new formula for the old one inside of sums over samples; None where that cannot be told."""
    if any(n.op in ("derivative", "jacobian", "substitute") for n in e.walk()):
        return None
    sizes = {n for m in (old, new) for n in indices_of(m.value).values()}

    def swap(x: Expr, at: Index | None) -> Expr:
        if at is not None and x == _at(old, at):
            return _at(new, at)
        if at is None and not sizes and x == old.value and x.op != "var":
            return new.value
        binds = x.data[0] if type(x.data) is tuple and x.data else None
        binds = binds[0] if type(binds) is tuple and len(binds) == 1 else binds
        if x.op in ("sum", "array") and isinstance(binds, Index) and (not sizes or binds.dim in sizes):
            at = binds
        args = tuple(swap(a, at) for a in x.args)
        return x if args == x.args else args[0] if x.op == "let" else Expr(x.op, args, x.data, x.shape)

    return swap(e, None)


def _at(model: _Model, index: Index) -> Expr:
    """The formula of the model for the sample that an index counts."""
    return with_index(model.value, index, model.index) if model.index else model.value


def _letter(s: Syntax) -> str:
    r"""The \hat y of `\hat y_i`, `\hat y(x_i)`, `\hat y`; the f of `f(x)`."""
    while type(s) is Product and len(s.items) == 2 and is_call(s.items[1]):
        s = s.items[0]
    if type(s) is Script and s.base is not None and not s.sups and not s.primes:
        s = s.base
    return label(s) if type(s) in (Symbol, Accent) else ""
