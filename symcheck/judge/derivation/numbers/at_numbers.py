r"""The value of both sides of a link at the numbers given: in rational numbers where that can be done, else to many digits."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.laws import expectations
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.methods.unrolling import Unrolling, at_sample
from symcheck.judge.derivation.numbers import class_given, spectra_given, steps_on_samples
from symcheck.judge.derivation.numbers.example import Example
from symcheck.judge.derivation.numbers.values import with_formulas
from symcheck.judge.derivation.state import names_in
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Counterexample, Verdict
from symcheck.judge.witness import show
from symcheck.read.assumptions import rebuild
from symcheck.read.context import Context, Piece
from symcheck.tensor.array import variables
from symcheck.tensor.evaluate import Evaluation
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower_all
from symcheck.tensor.reals import Digits, Exact, NotExact
from symcheck.text import SymcheckError

# Marks of names that were updated.
_NEW = ("+", "new", "next")


class AtNumbers(Example):
    """The numbers of an example, and what links come to at them."""

    def found(self, a: Piece, b: Piece, near: Fraction | None = None, renewed: bool = False) -> Verdict | None:
        """The verdict at the numbers given, `near` of one another or equal; `renewed`: with w^+ for w."""
        kept, self.sizes = self.sizes, self.sizes_listed() | self.sizes
        try:
            return self._found_at_sizes(a, b, near, renewed)
        finally:
            self.sizes = kept

    def sizes_listed(self) -> dict[str, int]:
        """The sizes that are told by the numbers listed alone: there are as many as `x_1 = 1`, `x_2 = 3` give."""
        found: dict[str, set[int]] = {}
        for name, values in self.values.items():
            v = self.state.context.variables.get(name) or next((e.data for e in self.freed if e.data.name == name), None)
            each = v.family if v is not None else ()
            if v is not None and not each and v.shape[1] == 1 and any(e.data == v for e in self.freed):
                each = v.shape[:1]  # the entries of a vector with a definition
            places = sorted({place[0] for place in values if place}) if len(each) == 1 and isinstance(each[0], str) else []
            if len(places) > 1 and places == [*range(len(places))]:
                found.setdefault(each[0], set()).add(len(places))
        return {size: ns.pop() for size, ns in found.items() if len(ns) == 1}

    def _found_at_sizes(self, a: Piece, b: Piece, near: Fraction | None, renewed: bool) -> Verdict | None:
        found = [v for context in self._contexts(a, b) if (v := self._at(context, a, b, near, renewed)) is not None]
        right = next((v for v in found if v.right), None)
        if not found and not renewed and (best := self.best_steps()) and any(counters.iterates(p.syntax) for p in (a, b)):
            kept, self.values = self.values, self.values | best  # `\\eta^* = \\frac15`, and then steps of that size
            try:
                found = [v for context in self._contexts(a, b) if (v := self._at(context, a, b, near)) is not None]
            finally:
                self.values = kept
            if (step := next((v for v in found if v.right), None)) is not None:
                self.stepped = self.part
            return step or (found[0] if found and self.stepped == self.part else None)
        if not found and (starts := {n.removesuffix("_0"): v for n, v in self.values.items() if n.endswith("_0")}):
            kept, self.values = self.values, starts | self.values  # `start at $\\theta_0 = 0$, so that ..`: at the start
            try:
                found = [v for context in self._contexts(a, b) if (v := self._at(context, a, b, near, renewed)) is not None and v.right]
            finally:
                self.values = kept
            return found[0] if found else None
        return right or (found[0] if found and not renewed else None)

    def best_steps(self) -> dict[str, dict[tuple[int, ...], Fraction]]:
        r"""The numbers of the best step sizes, `\eta^*`, told or made of what has numbers, for step sizes that have none."""
        found = {base: entries for name, entries in self.values.items() if (base := spectra_given.step_size(name))}
        for e in self.state.context.scope:
            if e.kind == "quantity" and e.expr is not None and e.expr.op == "let" and is_scalar(e.expr.shape) and (base := spectra_given.step_size(e.expr.data.name)) \
                    and base not in found and (value := self.value_of(e.expr, {})) is not None:
                found[base] = {(): Fraction(value)}
        return {name: entries for name, entries in found.items() if name not in self.values}

    def value_at(self, piece: Piece) -> np.ndarray | None:
        """The value of a piece at the numbers given, None where they give it none."""
        kept, self.sizes = self.sizes, self.sizes_listed() | self.sizes
        try:
            context = next(iter(self._contexts(piece, piece)), None)
            e = context.reading(piece, "column").expr if context is not None else None
            value = self._value(self._with_ends(self._as_solved(e)), self.values) if e is not None and not self._is_cut(context, e) else None
        except (SymcheckError, Unsupported, Limit, KeyError, ValueError, ZeroDivisionError):
            return None
        finally:
            self.sizes = kept
        return None if value is None else _squeezed(value)[0] if np.asarray(value).ndim > 1 else np.asarray(value)

    def array_of(self, e: Expr) -> np.ndarray | None:
        """The entries of a vector at the numbers given; None where they give it none."""
        try:
            value = self._value(e, self.values)
        except (SymcheckError, Unsupported, Limit, KeyError, ValueError, ZeroDivisionError):
            return None
        return None if value is None else np.asarray(value).ravel()

    def value_of(self, e: Expr, more: dict[Expr, Fraction]) -> int | Fraction | None:
        """The exact value of a scalar at the numbers given, and these for names that have none; None where they give it none."""
        found = self.nearly(e, more)
        return found if isinstance(found, (int, Fraction)) else None

    def nearly(self, e: Expr, more: dict[Expr, Fraction]):
        """The same, to many digits where it is no rational number."""
        kept, self.sizes = self.sizes, self.sizes_listed() | self.sizes
        try:
            value = self._value(self._with_ends(e), self.values | {n.data.name: {(): x} for n, x in more.items()})
        except (SymcheckError, Unsupported, Limit, KeyError, ValueError, ZeroDivisionError):
            return None
        finally:
            self.sizes = kept
        return None if value is None or np.asarray(value).size != 1 else np.asarray(value).ravel()[0]

    def _contexts(self, a: Piece, b: Piece):
        """The context with the names that were given values free; with each recursion for an iterate."""
        numbered = [n for p in (a, b) for n, place in counters.iterates(p.syntax) if not place.counter
                    and place.number and (n in self.recursions.rules or n in self.recursions.former)]
        if not numbered:
            yield self._freed(with_formulas(self.state), a, b)
            return
        visited = steps_on_samples.visited(self, a, b)
        for rule in (self.recursions.rules.get(numbered[0]), *(() if visited else self.recursions.former.get(numbered[0], ()))):  # steps on samples are those of the last rule
            if rule is None:
                continue
            kept, starts = self.recursions.rules.get(numbered[0]), self.recursions.starts
            self.recursions.rules[numbered[0]] = rule
            self.recursions.starts = {at: value for at, value in starts.items() if f"{at[0].base}_{at[1]}" not in self.values}  # these start elsewhere
            if self.in_turn[0] in self.state.within:
                self.recursions.starts |= self.reached
            try:
                run = Unrolling(self.recursions, "", None)
                run.visited = visited
                if run.side(a.syntax, a.source) is not None and run.side(b.syntax, b.source) is not None:
                    yield self._freed(run.context, a, b)
            finally:
                self.recursions.starts = starts
                if kept is None:
                    del self.recursions.rules[numbered[0]]
                else:
                    self.recursions.rules[numbered[0]] = kept

    def _freed(self, context: Context, *pieces: Piece) -> Context:
        """A context in which names with a value of their own stand for that; not those of which a mean or variance is taken: that is one of what they are made of."""
        new, of_laws = context.copy(), any(expectations.MOMENT.search(p.source.text) for p in pieces)
        for name in self.freed:
            if of_laws and names_in(name) & context.laws.keys():
                continue
            entry = next((e for e in new.scope if e.expr is not None and e.expr.op == "let"
                          and e.expr.data == name.data), None)
            if entry is not None:
                rebuild(new, entry, name.data, name.data, build.var(name.data))
        new.remembered = {}
        return new

    def _at(self, context: Context, a: Piece, b: Piece, near: Fraction | None = None, renewed: bool = False) -> Verdict | None:
        try:
            x = context.reading(a, "column").expr
            if self._is_cut(context, x):
                name = self.state.read(a)
                known = self.state.shown.get(name.data if name is not None and name.op == "let" else name)
                if known is None:
                    return None
                x = context.reading(known, "column").expr
            y = context.reading(b, "column", x).expr
            if self._is_cut(context, y):
                return None
            if x.shape != y.shape and sorted(map(str, x.shape)) != sorted(map(str, y.shape)):
                x, y = (build.zeros(o.shape) if e.op == "num" and not e.data else e for e, o in ((x, y), (y, x)))
            x, y = (self._with_ends(e) for e in (self._as_solved(x), y))
            given = self._renewed(context) if renewed else self.values
            left, right = self._value(x, given), self._value(y, given)
        except (SymcheckError, Unsupported, Limit, KeyError, ValueError, ZeroDivisionError):
            return None
        if left is None or right is None:
            return None
        left, right = _squeezed(left), _squeezed(right)
        of_each = left.shape != right.shape  # of every index
        if left.shape != right.shape and is_scalar(x.shape) and is_scalar(y.shape):
            left, right = np.broadcast_arrays(left, right)
        if left.shape != right.shape:
            return None
        if all(_same(p, q, near) for p, q in zip(left.ravel(), right.ravel())):
            return Verdict(V.EQUAL, "both sides have the same value at the numbers given" if near is None else
                           "the values at the numbers given agree in the decimals written, or within 1%")
        if of_each and self._iterates(a, b) and any(_same(p, q, near) for p, q in zip(left.ravel(), right.ravel())):
            return Verdict(V.UNDECIDED, "which sample this step takes is not told")
        if _has_unknown(x) != _has_unknown(y):
            return Verdict(V.UNDECIDED, "the value of a function without a formula is not known")
        if of_each and (c := class_given.open_label(self, x, y)) or class_given.of_others(self):
            return Verdict(V.UNDECIDED, f"which class {c} is was not said" if of_each and c else "the words may speak of another class")
        shown = show(left[0]), show(right[0])
        return Verdict(V.DIFFERENT, "the values at the numbers given differ", counterexample=Counterexample(
            dict(self.sizes), {}, {}, *shown))

    def _iterates(self, *pieces: Piece) -> set[int]:
        """The numbers of the iterates in these which the rule of a method gives."""
        return {place.number for p in pieces for n, place in counters.iterates(p.syntax) if not place.counter and n in self.recursions.rules}

    def _is_cut(self, context: Context, e: Expr) -> bool:
        """Is something in this differentiated through a name that has a value of its own here, so that nothing of its definition is left?"""
        made = {name.data: {n.data for n in name.walk() if n.op in ("var", "let")} for name in self.freed}
        return any(n.op == "derivative" and any(v.op == "var" and made.get(v.data, frozenset()) & {by.data for by in n.args[1].walk() if by.op in ("var", "let")}
                                                for v in n.args[0].walk() if v.data != n.args[1].data)
                   for n in e.walk()) if made else False

    def _as_solved(self, e: Expr) -> Expr:
        """What an unknown without a number was found to be, where that is all of it."""
        found = self.state.solved.get(e) if e.op == "var" and e.data.name not in self.values else None
        return e if found is None else found

    def _with_members(self, e: Expr, known: dict[str, dict]) -> Expr:
        """The same with numbers for members such as `r_1`, whatever is known of the others."""
        for n in {n for n in e.walk() if n.op in ("item", "entry") and n.args[0].op == "var" and all(at.base is None for at in n.data)}:
            value = known.get(n.args[0].data.name, {}).get(tuple(at.offset - 1 for at in n.data))
            if is_scalar(n.shape) and isinstance(value, (int, Fraction)):
                e = exchanged(e, n, build.num(Fraction(value)))
        return e

    def _with_ends(self, e: Expr) -> Expr:
        r"""With numbers for the last of several numbers, and for those beside it: they are known, however many there are."""
        names = {end.args[0] for end in self.ends}
        for n in [n for n in e.walk() if n.op in ("item", "entry") and n.args[0] in names] if names else ():
            known = self.values.get(n.args[0].data.name, {})
            value = self.ends.get(n, known.get((n.data[0].offset - 1,)) if n.data[0].base is None else None)
            e = exchanged(e, n, build.num(value)) if isinstance(value, (int, Fraction)) else e
        return e

    def holds(self, where: Expr) -> bool:
        """Is this 1 or no number at the numbers given, and not 0?"""
        try:
            value = self._value(where, self.values)
        except (Unsupported, Limit, KeyError, ValueError, ZeroDivisionError):
            return True
        return value is None or any(q != 0 for q in value.ravel())

    def _renewed(self, context: Context) -> dict[str, dict]:
        """The values given, and for names that were updated (w by w^+) the new ones."""
        new = dict(self.values)
        for name in self.values | dict.fromkeys(self.zeros):
            for entry in context.scope.entries.get(name, ()):
                if entry.expr is not None and entry.expr.op == "let" and (entry.sup in _NEW or entry.sub in _NEW) \
                        and (value := self._value(entry.expr, self.values)) is not None:
                    new[name] = {place: value[(0, *place)] for place in np.ndindex(*value.shape[1:])}
        return new

    def vanishes(self, e: Expr) -> bool | None:
        """Is this 0 with the numbers given put in? None where these do not give it a value."""
        kept, self.sizes = self.sizes, self.sizes_listed() | self.sizes
        try:
            value = self._value(e, self.values)
            value = self._whatever_others(e) if value is None else value
        except (Unsupported, Limit, KeyError, SymcheckError):
            return None
        finally:
            self.sizes = kept
        return None if value is None else all(_same(q, 0) for q in np.asarray(value, dtype=object).ravel())

    def _whatever_others(self, e: Expr) -> np.ndarray | None:
        """The value that this has whatever the letters without numbers are: those that functions take stand in their formulas alone."""
        free = [v.data.name for v in variables(lower_all(e)) if not v.dims and v.data.name not in self.values]
        tried = [self._value(e, self.values | {name: {(): Fraction(k + 3 * n, 7)} for n, name in enumerate(free)}) for k in (-11, 5, 16)] if free else [None]
        return tried[0] if all(v is not None and np.array_equal(v, tried[0]) for v in tried) else None

    def whole(self, context: Context) -> list[tuple[Expr, Expr]]:
        """The variables of a context all of whose entries have numbers, with their values."""
        return [(e.expr, value) for e in context.scope if e.kind == "quantity" and e.expr is not None and e.expr.op == "var"
                and (value := self._whole(e.expr)) is not None]

    def _whole(self, name: Expr) -> Expr | None:
        """The value of a variable all of whose entries have numbers."""
        if name.data.name in self.zeros and not self.values.get(name.data.name):
            return build.zeros(name.shape)
        known, places = self.values.get(name.data.name, {}), [range(n) for n in name.shape if n != 1 and isinstance(n, int)]
        filled = [known.get(place) for place in product(*places)]
        if not known or name.data.family or any(isinstance(n, str) for n in name.shape) or len(known) != len(filled) \
                or not all(isinstance(q, (int, Fraction)) for q in filled):
            return None
        cells = [build.num(q) for q in filled]
        width = name.shape[1]
        return cells[0] if len(cells) == 1 else build.matrix(tuple(zip(*[iter(cells)] * width)))

    def _value(self, e: Expr, known: dict[str, dict]) -> np.ndarray | None:
        for letter, k in self.labels.items():
            e = at_sample(e, letter, k)
        array = lower_all(self._with_members(e, known))
        rational = all(isinstance(q, (int, Fraction)) for v in variables(array) for q in known.get(v.data.name, {}).values())
        for field in (Exact(1), Digits(1)) if rational else (Digits(1),):
            values = {}
            for v in variables(array):
                shape = tuple(d if isinstance(d, int) else self.sizes[d] for d in v.dims)
                given = known.get(v.data.name)
                if v.data.name in self.zeros and known is self.values:
                    given = {place: Fraction(0) for place in np.ndindex(*shape)} | given
                if given is None or len(given) != int(np.prod(shape, dtype=int)):
                    return None
                full = np.empty((1, *shape), dtype=object)
                for place, q in given.items():
                    full[(0, *place[:len(shape)])] = field.number(q, 0)[0] if isinstance(q, (int, Fraction)) else q
                values[v] = [full]
            try:
                return Evaluation(field, self.sizes, values)(array)
            except NotExact:
                continue
        return None


def _has_unknown(e: Expr) -> bool:
    """Is there a function without a formula in it?"""
    return any(n.op == "apply" and not n.data[0].known for n in e.walk())


def _squeezed(a: np.ndarray) -> np.ndarray:
    """The values without axes of length one, but for the first axis, that of the points."""
    return a.reshape([a.shape[0], *(n for n in a.shape[1:] if n != 1)])


def _same(p, q, near: Fraction | None = None) -> bool:
    if near is not None:
        return abs(float(p) - float(q)) <= max(float(near) * (1 + 1e-9), 0.01 * abs(float(p)))
    p, q = (Digits(1).number(x, 0)[0] if isinstance(x, Fraction) and type(x) is not type(y) else x for x, y in ((p, q), (q, p)))
    return p == q or abs(p - q) <= max(abs(p) * 1e-20, 1e-30)
