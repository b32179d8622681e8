r"""Links judged at the numbers given: one of which a side is numbers alone is then one between values.

Both sides are evaluated, in rational numbers where that can be done. A link that speaks of what has no value here is
judged as ever.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.methods.unrolling import Unrolling
from symcheck.judge.derivation.numbers import places
from symcheck.judge.derivation.numbers.example import DRAWN, Example
from symcheck.judge.derivation.numbers.values import is_numeric, number, rests_on, with_values
from symcheck.judge.derivation.rows.heads import is_call
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State, names_in
from symcheck.judge.derivation.wording import words
from symcheck.judge.equality import equal
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Counterexample, Verdict
from symcheck.judge.witness import show
from symcheck.read.assumptions import rebuild
from symcheck.read.at_sizes import at_sizes
from symcheck.read.context import Context, Piece
from symcheck.read.syntax import Product, Symbol
from symcheck.tensor.array import variables
from symcheck.tensor.evaluate import Evaluation
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower_all
from symcheck.tensor.reals import Digits, Exact, NotExact
from symcheck.text import SymcheckError

# Words that speak of values after a step; marks of names that were updated.
_RENEWED = re.compile(r"\b(?:new|updated|next|afterwards|after\s+(?:the|this|one|a|that)\s+(?:\w+\s+)?(?:step|update|iteration))\b", re.I)
_NEW = ("+", "new", "next")
# Words before what the numbers given come to, which may stand before what is given too.
_FOUND = re.compile(r"\b(?:(?:we|i|you|one)\s+(?:have|find|found|see|compute|calculate|read\s+off|arrive\s+at)|it\s+(?:holds|follows)|has)\b", re.I)
# Words of values that are wanted, or denied, and not what comes out.
_WISHED = re.compile(r"\b(?:targets?|desired|labels?|true|correct|wanted|want|should|would|could|optim\w+|best|ideal\w*|not|never|if|when|unless|hope\w*)\b", re.I)
# What is made of pieces, between which a function has a kink or jumps.
_IN_PIECES = frozenset(("cases", "extremum", "indicator"))
_WITH_KINKS = frozenset(("abs", "sign", "relu", "step", "max", "min"))
_MANY_NUMBERS = 8  # of which quotients are looked at
# Words of a value that is not claimed.
_SUPPOSED = re.compile(r"\b(?:let|suppos\w+|assum\w+|given|such\s+that|with|set|setting|where)\b", re.I)


class Instances(Example):
    """Links judged at the numbers of an example."""

    def judged(self, a: Piece, b: Piece) -> Verdict | None:
        """The verdict on `a = b` at these numbers; None where that is not what it says or cannot be evaluated."""
        if not self.open or a is b or not self._of_values(a, b):
            return None
        found = self._found(a, b)
        if found is None and (v := self.put(a, b) or self._taken(a, b)) is not None:
            return v
        if found is not None and not found.right:
            if (e := self.state.read(a)) is not None and self._as_solved(e) is not e and not DRAWN.search(
                    re.split(r"[,;.:]\s", self.state.before)[-1]):
                return None  # a value chosen for what was solved before
            if any(_is_zero(self.state, p) for p in (a, b)) and words.sets(self.state.said):
                return None  # `setting the gradient to zero`: an equation, not a value
            if _RENEWED.search(words.SENTENCES.split(self.state.said.rstrip())[-1]) and not _is_step(self.state.read(a)):
                return self._found(a, b, renewed=True) or Verdict(V.UNDECIDED, "the words speak of new values")
        return found

    def put(self, a: Piece, b: Piece) -> Verdict | None:
        """The verdict on a link with a number where the sizes and the variables with numbers are these, and all others what
        they are in general: right if it holds for all of these, wrong if it fails where nothing depends on them."""
        if not self.open or a is b or not (self._of_values(a, b) or any(is_numeric(self.state.read(p)) for p in (a, b))):
            return None
        context = at_sizes(self.state.context, {size: n for size, n in self.sizes.items() if n > 1})
        pairs = self.whole(context)
        if not pairs and not self.sizes:
            return None
        context, _ = with_values(context, pairs)
        v = equal(context, a, b, self.state.layout)
        if any(n in self.freed for p in (a, b) if (e := self.state.read(p)) is not None for n in e.walk()):
            return None  # a name with a value of its own stands for that
        return v if v.right or v.word == V.DIFFERENT and self._is_settled(context, a, b) else None

    def at_any(self, a: Piece, b: Piece) -> Verdict | None:
        r"""The verdict on `J(w) = (w - 2)^2 + (2 w - 4)^2`, from which the names with numbers are gone: it holds with these put in whatever
        the other names are, tried at several values. None where that is not what it says or cannot be evaluated."""
        sides = [self.state.read(p) for p in (a, b)]
        if not self.open or a is b or None in sides:
            return None
        left, right = ({n.data for n in e.walk() if n.op == "var"} for e in sides)
        free = sorted({v for v in left | right if v.name not in self.values}, key=lambda v: v.name)
        sizes = self._counted() | self.sizes
        shapes = {v: [sizes.get(d, d) for d in (*v.family, *v.shape) if d != 1] for v in free}
        if not free or not right or {v.name for v in left} <= {v.name for v in free} or any(v.name in self.values for v in right) or any(
                isinstance(d, str) or v.traits for v, dims in shapes.items() for d in dims):
            return None
        kept, draw, found = self.values, random.Random(5), []
        kinked = any(n.op in _IN_PIECES or n.op == "apply" and n.data[0].name in _WITH_KINKS for e in sides for n in e.walk())
        met = [v for v in free if v in _met(sides)] if kinked else []
        if kinked and (len(met) > 1 or any(shapes[v] for v in met)):
            return Verdict(V.UNDECIDED, "it is made of pieces, not all of which can be tried")
        trials = [{v.name: {place: Fraction(draw.randint(-99, 99), 7) for place in np.ndindex(*dims)} for v, dims in shapes.items()} for _ in range(3)]
        trials += [trials[0] | {met[0].name: {(): x}} for x in self._around_kinks(sides, draw)] if met else []
        try:
            for trial in trials:
                self.values = kept | trial
                found.append(self._found(a, b))
        finally:
            self.values = kept
        if None in found or not all(v.right for v in found):
            return next((v for v in found if v is not None and not v.right), None)
        return Verdict(V.SUPPORTED, "it holds with the numbers given put in, at several values of the other names")

    def _around_kinks(self, sides: list[Expr], draw: random.Random) -> list[Fraction]:
        """Numbers in each piece of functions of one variable whose pieces end at a number that stands in them, at a value given or at a quotient of
        two of these: these ends themselves, and two numbers between any two that are next to one another."""
        given = {q for values in self.values.values() for q in values.values() if isinstance(q, (int, Fraction))}
        written = {Fraction(n.data) for e in sides for n in e.walk() if n.op == "num"}
        known = sorted(given | written, key=lambda q: (abs(q), q))[:_MANY_NUMBERS]
        ends = sorted({sign * p / Fraction(q) for p in known for q in (1, *known) if q for sign in (1, -1)})
        ends = [ends[0] - 2, *ends, ends[-1] + 2]
        return ends + [p + (q - p) * Fraction(draw.randint(1, 99), 100) for p, q in zip(ends, ends[1:]) for _ in range(2)]

    def _is_settled(self, context: Context, a: Piece, b: Piece) -> bool:
        """Do the values of both sides depend on no variable?"""
        try:
            sides = [context.reading(p).expr for p in (a, b)]
        except SymcheckError:
            return False
        return all(judge(context, e, self._renamed(e)).right for e in sides)

    def _renamed(self, e: Expr) -> Expr:
        """The same of other variables."""
        for name in [n for n in e.walk() if n.op == "var"]:
            e = exchanged(e, name, build.var(replace(name.data, name=name.data.name + "'")))
        return e

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

    def held(self, a: Piece, b: Piece, ends_in_numbers: bool) -> Verdict | None:
        """The verdict on `G = \\frac12 \\hat Y`, which holds at these numbers though not in general: right where the line comes
        to numbers, which shows that it is about them."""
        v = self._found(a, b) if self.open and a is not b else None
        if v is None or not v.right or words.RELEASES.search(words.SENTENCES.split(self.state.said.rstrip())[-1]):
            return None
        if not ends_in_numbers and self._holds_freely(a, b):
            return Verdict(V.SUPPORTED, "it holds with the numbers given put in, whatever the names on the right side are")
        return v if ends_in_numbers else replace(v, word=V.UNDECIDED, evidence="right for the numbers given, not in general")

    def _holds_freely(self, a: Piece, b: Piece) -> bool:
        r"""Does `Z = X` hold for any X, where W and b alone are the numbers given? It is tried at several, with the sizes given."""
        e = self.state.read(b)
        free = {n.data.name for n in e.walk() if n.op == "var"} & set(self.values) if e is not None and not self.freed else set()
        kept, zeros = self.values, self.zeros
        draw = random.Random(3)
        try:
            for _ in range(3 if free else 0):
                self.values = kept | {name: {place: Fraction(draw.randint(-99, 99), 7) for place in kept[name]} for name in free}
                self.zeros = zeros - free
                v = self._found(a, b)
                if v is None or not v.right:
                    return False
        finally:
            self.values, self.zeros = kept, zeros
        return bool(free)

    def about(self, a: Piece, b: Piece) -> Verdict | None:
        """The verdict on `a \\approx b`, up to one unit of the last decimal written or one hundredth."""
        if not self.open or number(self.state, b) is None:
            return None
        decimals = re.findall(r"\d\.(\d+)", b.source.text[b.syntax.span.start:b.syntax.span.end])
        near = Fraction(1, 10 ** min(map(len, decimals))) if decimals else Fraction(0)
        return self._found(a, b, near)

    def is_numeric(self, piece: Piece) -> bool:
        return number(self.state, piece) is not None

    def claimed(self, s: Statement) -> bool:
        """Is this among words, and right at the numbers given, as in `All $z_i = 0$, so ..`? Of `$x^T y = 3 + 8 = 11$` its first link."""
        if not self._ends_in_numbers(s):
            return False
        v = self._found(*s.pieces[:2])
        return v is not None and v.right

    def _ends_in_numbers(self, s: Statement) -> bool:
        """Is this `a = 3 + 8 = 11` in an example: equal to numbers alone?"""
        return self.open and len(s.pieces) > 1 and None not in s.pieces and set(s.operators) == {"="} and all(map(self.is_numeric, s.pieces[1:]))

    def drawn(self, s: Statement, before: str) -> bool:
        """Is this what the numbers given come to, as its words or the colon before it say, of a name that is made of data with numbers?"""
        clause = re.split(r"[,;]", before)[-1]
        if not self._ends_in_numbers(s) or _RENEWED.search(before) or _WISHED.search(clause):
            return False
        e = self.state.read(s.pieces[0])
        if _is_value_of_function(s) and e is not None and not places.base(e).op == "var" and not _SUPPOSED.search(clause):
            return self._found(*s.pieces[:2]) is not None
        if not (DRAWN.search(clause) or _FOUND.search(clause) or before.rstrip().endswith(":") or self._goes_on_drawn(s.pieces[0], before)):
            return False
        return e is not None and self._is_made_of_these(e) and self._found(*s.pieces[:2]) is not None

    def _is_made_of_these(self, e: Expr) -> bool:
        """Is this made of names with numbers, or was it shown to be?"""
        known = self.state.shown.get(e.data if e.op == "let" else e)
        made = e if known is None else self.state.read(known)
        return made is not None and e.op != "var" and e not in self.freed and bool(names_in(e)) and rests_on(made, set(self.values))

    def _found(self, a: Piece, b: Piece, near: Fraction | None = None, renewed: bool = False) -> Verdict | None:
        """The verdict at the numbers given, `near` of one another or equal; `renewed`: with w^+ for w."""
        kept, self.sizes = self.sizes, self._counted() | self.sizes
        try:
            return self._found_at_sizes(a, b, near, renewed)
        finally:
            self.sizes = kept

    def _counted(self) -> dict[str, int]:
        """The sizes that are told by the numbers listed alone: there are as many as `x_1 = 1`, `x_2 = 3` give."""
        found: dict[str, set[int]] = {}
        for name, values in self.values.items():
            v = self.state.context.variables.get(name)
            places = sorted({place[0] for place in values}) if v is not None and len(v.family) == 1 and isinstance(v.family[0], str) else []
            if len(places) > 1 and places == [*range(len(places))]:
                found.setdefault(v.family[0], set()).add(len(places))
        return {size: ns.pop() for size, ns in found.items() if len(ns) == 1}

    def _found_at_sizes(self, a: Piece, b: Piece, near: Fraction | None, renewed: bool) -> Verdict | None:
        found = [v for context in self._contexts(a, b) if (v := self._at(context, a, b, near, renewed)) is not None]
        right = next((v for v in found if v.right), None)
        if not found and (starts := {n.removesuffix("_0"): v for n, v in self.values.items() if n.endswith("_0")}):
            kept, self.values = self.values, starts | self.values  # `start at $\\theta_0 = 0$, so that ..`: at the start
            try:
                found = [v for context in self._contexts(a, b) if (v := self._at(context, a, b, near, renewed)) is not None and v.right]
            finally:
                self.values = kept
            return found[0] if found else None
        return right or (found[0] if found and not renewed else None)

    def lacks(self, a: Piece, b: Piece) -> bool:
        """Is this a link with a number, in a part with numbers, of whose other side some variables have one and some none?"""
        numbers = [number(self.state, p) is not None for p in (a, b)]
        if self.vague == self.state.part and sum(numbers) == 1:
            return True
        if not self.open or sum(numbers) != 1:
            return False
        e = self.state.read(a if numbers[1] else b)
        held = {n.data for n in e.walk() if n.op == "var"} if e is not None else set()
        lengths = {size for v in held for size in v.family if isinstance(size, str)}
        return bool({v.name for v in held} - set(self.values) - {v.data.name for v, _ in self.state.values} or lengths - set(self.sizes))

    def leaves_out(self, a: Piece, b: Piece) -> bool:
        """Is this about iterates at any step whose rule is made of data that are numbers here and that stand on neither side? These are not put in
        there, so that a difference says nothing."""
        data = {v.name for v in self.state.context.variables.values() if (v.family or not is_scalar(v.shape)) and v.name in self.values} if self.open else set()
        rules = [self.recursions.rules.get(n) for p in (a, b) for n, place in counters.iterates(p.syntax) if place.counter] if data else []
        made = [e for rule in rules if rule is not None and (e := self.state.read(Piece(rule.value, rule.source))) is not None]
        sides = [e for p in (a, b) if (e := self.state.read(p)) is not None]
        written = {n.data.name for e in sides for n in _outside_definitions(e) if n.op == "var"}
        return any(data & names_in(e) for e in made) and not data & written

    def comes_to_number(self, a: Piece, b: Piece) -> bool:
        """Is this a link with a number on one side, in a part with numbers?"""
        return self.open and sum(number(self.state, p) is not None for p in (a, b)) == 1

    def _taken(self, a: Piece, b: Piece) -> Verdict | None:
        """Of `s = 5/2` with an s that is made of data without numbers: from here on s has this value."""
        name, value = self.state.read(a), number(self.state, b)
        found = places.given(name, value, self.sizes) if name is not None and name.op == "let" and value is not None else None
        if found is None or any(n.op == "var" and n.data.name in self.values for n in name.walk()):
            return None
        self.freed.append(name)
        self._take(found)
        return Verdict(V.UNDECIDED, "not all that this is made of was given a number here")

    def _of_values(self, a: Piece, b: Piece) -> bool:
        """Is this link one between values: is one side a number, or does one hold a vector written in numbers?"""
        numbers = [number(self.state, p) is not None for p in (a, b)]
        return any(numbers) and not all(numbers) or not any(numbers) and any(
            e is not None and "matrix" in e.ops for e in map(self.state.read, (a, b)))

    def _contexts(self, a: Piece, b: Piece):
        """The context with the names that were given values free; with each recursion for an iterate."""
        numbered = [n for p in (a, b) for n, place in counters.iterates(p.syntax) if not place.counter
                    and place.number and (n in self.recursions.rules or n in self.recursions.former)]
        if not numbered:
            yield self._freed(self.state.context)
            return
        for rule in (self.recursions.rules.get(numbered[0]), *self.recursions.former.get(numbered[0], ())):
            if rule is None:
                continue
            kept = self.recursions.rules.get(numbered[0])
            self.recursions.rules[numbered[0]] = rule
            try:
                run = Unrolling(self.recursions, "", None)
                if run.side(a.syntax, a.source) is not None and run.side(b.syntax, b.source) is not None:
                    yield self._freed(run.context)
            finally:
                if kept is None:
                    del self.recursions.rules[numbered[0]]
                else:
                    self.recursions.rules[numbered[0]] = kept

    def _freed(self, context: Context) -> Context:
        new = context.copy()
        for name in self.freed:
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
        if left.shape != right.shape and is_scalar(x.shape) and is_scalar(y.shape):  # of every index
            left, right = np.broadcast_arrays(left, right)
        if left.shape != right.shape:
            return None
        if all(_same(p, q, near) for p, q in zip(left.ravel(), right.ravel())):
            return Verdict(V.EQUAL, "both sides have the same value at the numbers given" if near is None else
                           "the values at the numbers given agree in the decimals written, or within 1%")
        shown = show(left[0]), show(right[0])
        return Verdict(V.DIFFERENT, "the values at the numbers given differ", counterexample=Counterexample(
            dict(self.sizes), {}, {}, *shown))

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

    def _with_ends(self, e: Expr) -> Expr:
        r"""With numbers for the last of several numbers, and for those beside it: they are known, however many there are."""
        names = {end.args[0] for end in self.ends}
        for n in [n for n in e.walk() if n.op in ("item", "entry") and n.args[0] in names] if names else ():
            known = self.values.get(n.args[0].data.name, {})
            value = self.ends.get(n, known.get((n.data[0].offset - 1,)) if n.data[0].base is None else None)
            e = exchanged(e, n, build.num(value)) if isinstance(value, (int, Fraction)) else e
        return e

    def _renewed(self, context: Context) -> dict[str, dict]:
        """The values given, and for names that were updated (w by w^+) the new ones."""
        new = dict(self.values)
        for name in self.values | dict.fromkeys(self.zeros):
            for entry in context.scope.entries.get(name, ()):
                if entry.expr is not None and entry.expr.op == "let" and (entry.sup in _NEW or entry.sub in _NEW) \
                        and (value := self._value(entry.expr, self.values)) is not None:
                    new[name] = {place: value[(0, *place)] for place in np.ndindex(*value.shape[1:])}
        return new

    def _value(self, e: Expr, known: dict[str, dict]) -> np.ndarray | None:
        array = lower_all(e)
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


def _met(sides: list[Expr]) -> set:
    """The variables on which the values of these depend: not the letter of a function's definition. All that stand in them, where that cannot be told."""
    try:
        return {v.data for e in sides for v in variables(lower_all(e))}
    except (Unsupported, Limit, KeyError, SymcheckError):
        return {n.data for e in sides for n in e.walk() if n.op == "var"}


def _is_value_of_function(s: Statement) -> bool:
    """Is this `f(2) = 3`, with nothing but a number in its parentheses? Of a function that can be evaluated it is a claim, as its value is not chosen."""
    head = s.pieces[0].syntax
    return type(head) is Product and is_call(head.items[-1]) and not any(type(x) is Symbol for x in head.items[-1].walk())


def _outside_definitions(e: Expr) -> list[Expr]:
    """What stands in this itself, and not in what its names mean."""
    return [e, *(n for a in e.args for n in _outside_definitions(a))] if e.op != "let" else [e]


def _is_step(e: Expr | None) -> bool:
    r"""Is this `W - \eta \frac{\partial \ell}{\partial W}`? It gives the new values, and is made of the old ones."""
    return e is not None and e.op == "add" and e.args[0].op in ("var", "let") and any(
        n.op == "derivative" and n.args[1] is e.args[0] for rest in e.args[1:] for n in rest.walk())


def _is_zero(state: State, piece: Piece) -> bool:
    e = state.read(piece)
    return e is not None and e.is_zero


def _squeezed(a: np.ndarray) -> np.ndarray:
    """The values without axes of length one, but for the first axis, that of the points."""
    return a.reshape([a.shape[0], *(n for n in a.shape[1:] if n != 1)])


def _same(p, q, near: Fraction | None = None) -> bool:
    if near is not None:
        return abs(float(p) - float(q)) <= max(float(near) * (1 + 1e-9), 0.01 * abs(float(p)))
    return p == q or abs(p - q) <= max(abs(p) * 1e-20, 1e-30)


__all__ = ["Instances"]
