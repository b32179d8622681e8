r"""Copies of quantities for the samples of a data set.

What was defined for one sample, `p = \operatorname{softmax}(Wx + b)` and a loss L, is meant once for each
where a document writes `p^{(n)}` and `L^{(n)}`. The quantities that it writes with such a mark and that have no
definition (x, y) are data: a number or array of their own for each sample. All else (W, b) is shared.
"""

from __future__ import annotations

import re

from symcheck.expr import At, Expr, Index, Variable, build
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.laws import models
from symcheck.judge.derivation.state import State
from symcheck.judge.mistakes.places import remade
from symcheck.read.assumptions import rebuild
from symcheck.read.elaborate_sums import with_index
from symcheck.read.reading import fresh_uid
from symcheck.read.scope import Entry
from symcheck.tensor.replace import replace as substituted
from symcheck.text import Source, SymcheckError

_MARKED = re.compile(r"((?:\\[A-Za-z]+\s*\{\s*\\?[A-Za-z]+\s*\}|\\[A-Za-z]+|[A-Za-z]))\s*\^\s*\{\s*\(\s*([a-z])\s*\)\s*"
                     r"(?:\\top|\\intercal|T|\\(?:mathsf|mathrm|mathbf|rm|text)\s*\{?\s*T\s*\}?)?\s*\}")
_SAMPLES = re.compile(r"\b(sample|example|instance|observation|data|training|batch|pair|record|input)s?\b", re.I)


# `\\ell_i`, as a missing name is written.
_COUNTED = re.compile(r"(\\?[A-Za-z]+|\\(?:mathcal|hat|tilde|bar)\{\\?[A-Za-z]+\})_(?:\{([a-z])\}|([a-z]))")

_LINE = re.compile(r"\s*(?P<base>\\?[A-Za-z]+)\s*_\s*\{?\s*(?P<index>[a-z])\s*\}?(?![A-Za-z])")


class Copies:
    """`marked`: the names that the document writes with the mark of a sample."""

    def __init__(self, state: State, text: str, ranges: dict[str, str]):
        self.state, self.ranges = state, ranges
        self.marked = {m[1] for m in _MARKED.finditer(text)} if _SAMPLES.search(text) else set()

    def declare(self, name: str, source: str) -> bool:
        r"""Give `p^{(n)}` its meaning, where p has one and n counts samples."""
        if (one := _COUNTED.fullmatch(name)) is not None:
            return self._of_samples(one[1], one[2] or one[3], source)
        found = re.fullmatch(r"(.+)\^\{\(([a-z])\)\}", name)
        if found is None or found[2] not in self.ranges:
            return False
        entry = self.state.context.scope.bare(found[1])
        return entry is not None and entry.kind == "quantity" and self._can(entry.expr) \
            and self._copy(found[1], found[2], source) is not None

    def _of_samples(self, base: str, letter: str, source: str) -> bool:
        r"""Give `\ell_i` its meaning, where \ell was defined for one sample x beside samples x_i: \ell of sample i."""
        context, end = self.state.context, self.ranges.get(letter)
        of = context.scope.bare(base)
        if end is None or of is None or of.kind != "quantity" or of.expr.op != "let" or not is_scalar(of.expr.shape) or of.expr.data.family:
            return False
        return self._family(base, letter, end, of.expr.args[0], source)

    def of_entries(self, base: str, letter: str, source: str) -> bool:
        r"""Of `p_k = ..`, K numbers of one sample, and `p_i` with an i that counts n samples: make p the vector of these numbers, and p_i
        that of sample i."""
        context, end = self.state.context, self.ranges.get(letter)
        whole = context.scope.bare(base)
        if end is not None and whole is not None and whole.kind == "quantity" and whole.expr.op == "let" and is_vector(whole.expr.shape) \
                and end not in whole.expr.shape and not any(e.sub_slots for e in context.scope.entries[base]):
            return self._family(base, letter, end, whole.expr.args[0], source)
        entry = next((e for e in context.scope.entries.get(base, ()) if e.kind == "quantity" and e.expr is not None and e.sub_slots == 1), None)
        if end is None or entry is None or entry.expr.op != "let" or not is_scalar(entry.expr.shape) or len(entry.expr.data.family) != 1 \
                or entry.expr.data.family == (end,) or context.scope.bare(base) is not None or entry.expr.args[0].op != "array":
            return False
        (size,), array = entry.expr.data.family, entry.expr.args[0]
        vector = build.array(array.data[0], array.args[0], (size, 1))
        kept = context.copy()
        context.scope.drop(entry)
        context.remembered = {}
        if self._defined_as(rf"{base} \in \mathbb{{R}}^{{{size}}}", base, 0, vector, source) and self._family(base, letter, end, vector, source):
            return True
        context.__dict__.update(kept.__dict__)
        return False

    def of_line(self, row: Source) -> None:
        r"""Of `p_i^\top` called the rows of P, where p was defined for one sample: p_i is that of sample i."""
        one = _LINE.match(row.text)
        if one is not None:
            self.of_entries(one["base"], one["index"], row.name)

    def _family(self, base: str, letter: str, end: str, one: Expr, source: str) -> bool:
        """Define a family by what holds for one sample, with the data those of each."""
        context, index, put = self.state.context, Index(letter, end, fresh_uid()), {}
        for v in {n.data for n in one.walk() if n.op == "var" and not n.data.family}:
            samples = [e.expr for e in context.scope.entries.get(v.name, ()) if e.kind == "quantity" and e.expr is not None and e.sub_slots == 1
                       and e.expr.op in ("var", "let") and e.expr.data.family == (end,) and e.expr.shape == v.shape]
            at = build.item(samples[0], (At(index),)) if samples else self._line(v, letter, index)
            if at is not None:
                put[v] = at
        line = rf"{models.declaration(f'{base}_{letter}', one)}, {letter} = 1, \dots, {end}"
        return bool(put) and self._defined_as(line, base, 1, build.array((index,), substituted(one, put), one.shape, 1), source)

    def _defined_as(self, line: str, base: str, slots: int, value: Expr, source: str) -> bool:
        """Declare a name and give it its definition."""
        context = self.state.context
        try:
            context.declare(Source(line, source, 1))
        except SymcheckError:
            return False
        entry = next((e for e in context.scope.entries[base] if e.sub_slots == slots and e.sub is None and e.expr is not None and e.expr.op == "var"), None)
        if entry is None:
            return False
        v = entry.expr.data
        copy = build.let(v, value)
        rebuild(context, entry, v, v, copy)
        context.definitions[v] = copy
        context.remembered = {}
        return True

    def _line(self, v: Variable, letter: str, index: Index) -> Expr | None:
        """Sample x_i beside x and the matrix X of all, of which it is a row or column."""
        context = self.state.context
        if context.scope.bare(v.name.upper()) is None or v.name == v.name.upper():
            return None
        kept, context.remembered, context.ranges = context.ranges, {}, {letter: index.dim}
        try:
            e = context.read(f"{v.name}_{letter}")
        except SymcheckError:
            return None
        finally:
            context.ranges, context.remembered = kept, {}
        return with_index(e, index, letter) if e.shape == v.shape and all(n.op != "var" or n.data != v for n in e.walk()) else None

    def _can(self, e: Expr) -> bool:
        """Is it data, or defined by data wherever it is marked as of one sample?"""
        return e.op in ("var", "let") and not e.data.family and all(
            self._is_of_one(n) for n in e.walk() if n.op in ("var", "let") and n.data.name in self.marked)

    def _copy(self, base: str, letter: str, source: str) -> Expr | None:
        """The family of copies of a name, made where there is none."""
        context = self.state.context
        known = next((e.expr for e in context.scope.entries.get(base, ()) if e.sup_slots and e.expr is not None), None)
        of = context.scope.bare(base)
        if known is not None or of is None or of.kind != "quantity" or of.expr.data.family:
            return known
        line = models.declaration(rf"{base}^{{({letter})}}", of.expr)
        try:
            context.declare(Source(rf"{line}, {letter} = 1, \dots, {self.ranges[letter]}", source, 1))
        except SymcheckError:
            return None
        entry = next(e for e in context.scope.entries[base] if e.sup_slots)
        if of.expr.op == "var":
            self._assumed(of.expr, entry.expr, Index(letter, entry.expr.data.family[0], fresh_uid()))
        return self._defined(entry, of.expr, letter, source) if of.expr.op == "let" else entry.expr

    def _assumed(self, one: Expr, family: Expr, index: Index) -> None:
        r"""What was assumed of one sample alone, `\sum_k t_k = 1`, holds of each."""
        context, member = self.state.context, build.item(family, (At(index),))
        for op, a, b, *more in [*context.assumptions]:
            if not more and {n for e in (a, b) for n in e.walk() if n.op == "var"} == {one}:
                context.assumptions.append((op, substituted(a, {one.data: member}), substituted(b, {one.data: member})))

    def _defined(self, entry: Entry, of: Expr, letter: str, source: str) -> Expr:
        """The copies of a name as its definition says."""
        context, v = self.state.context, entry.expr.data
        index = Index(letter, v.family[0], fresh_uid())
        body = self._at(of.args[0], At(index), letter, source, {})
        copy = build.let(v, build.array((index,), body, v.shape, 1))
        rebuild(context, entry, v, v, copy)
        context.definitions[v] = copy
        context.remembered = {}
        return copy

    def renew(self, name: Expr, source: str) -> None:
        """A name got a definition: so have its copies, if they were data before."""
        entry = next((e for e in self.state.context.scope.entries.get(name.data.name, ()) if e.sup_slots
                      and e.expr is not None and e.expr.op == "var"), None) if name.data.name in self.marked else None
        if entry is not None and entry.expr.data.shape == name.shape and self._can(name):
            self._defined(entry, name, entry.sup.strip("()"), source)

    def _at(self, e: Expr, at: At, letter: str, source: str, done: dict[Expr, Expr]) -> Expr:
        """An expression with its data those of one sample."""
        if e in done:
            return done[e]
        family = None
        if e.op == "var" and e.data in self.state.hidden:
            family = build.var(Variable(e.data.name, e.shape, (at.base.dim,)))
            self.state.hidden.add(family.data)
        elif e.op in ("var", "let") and self._is_of_one(e):
            family = self._copy(e.data.name, letter, source)
        if family is not None:
            result = build.item(family, (at,))
        else:
            args = tuple(self._at(a, at, letter, source, done) for a in e.args)
            result = e if args == e.args else _remade(e, args)
        done[e] = result
        return result

    def _is_of_one(self, e: Expr) -> bool:
        """Is this of one sample: a name of data, or defined by such?"""
        return not e.data.family and (e.op == "var" and e.data.name in self.marked or e.op == "let" and any(
            n.op == "var" and (n.data.name in self.marked or n.data in self.state.hidden) for n in e.walk()))


def _remade(e: Expr, args: tuple[Expr, ...]) -> Expr:
    same = [a.shape for a in args] == [a.shape for a in e.args]
    return Expr(e.op, args, e.data, e.shape) if same else remade(e, args)
