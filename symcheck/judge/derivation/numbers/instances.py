r"""Links judged at the numbers given: one of which a side is numbers alone is then one between values.

A link that speaks of what has no value here is judged as ever.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import numpy as np

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.numbers import (
    class_given,
    data_released,
    places,
    rounding,
    tried,
)
from symcheck.judge.derivation.numbers.at_numbers import AtNumbers
from symcheck.judge.derivation.numbers.example_words import DRAWN
from symcheck.judge.derivation.numbers.points_listed import PointsListed
from symcheck.judge.derivation.numbers.values import (
    is_numeric,
    number,
    outside_definitions,
    rests_on,
    with_values,
)
from symcheck.judge.derivation.rows.heads import arguments, is_call
from symcheck.judge.derivation.rows.statements import Statement, written
from symcheck.judge.derivation.state import State, names_in
from symcheck.judge.derivation.wording import words
from symcheck.judge.equality import equal
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict
from symcheck.read.at_sizes import at_sizes
from symcheck.read.context import Context, Piece
from symcheck.read.syntax import Accent, Number, Product, Symbol
from symcheck.text import SymcheckError

# Words that speak of values after a step.
_RENEWED = re.compile(r"\b(?:new|updated|next|afterwards|after\s+(?:the|this|one|a|that)\s+(?:\w+\s+)?(?:step|update|iteration))\b", re.I)
# Words before what the numbers given come to, which may stand before what is given too.
_FOUND = re.compile(r"\b(?:(?:we|i|you|one)\s+(?:have|find|found|see|compute|calculate|read\s+off|arrive\s+at)|it\s+(?:holds|follows)|has|"
                    r"(?:changes?|jumps?|rises?|drops?|falls?|moves?|increases?|decreases?|grows?|shifts?)\s+(?:there\s+)?(?:by|to)|"
                    r"(?:slope|derivative|gradient|output|prediction|loss|residual|error|jump|change|value)(?:\s+(?:there|of\s+\$[^$]*\$|at\s+\$[^$]*\$))?\s+(?:is|equals))\b", re.I)
# An array of numbers alone, `\begin{pmatrix} 1 \\ 2 \end{pmatrix}`.
_IN_DIGITS = re.compile(r"\\begin\s*\{([bp]?matrix|array)\}(?:[-+\d.\s&\\/]|\\[dt]?frac\s*\{\s*\d+\s*\}\s*\{\s*\d+\s*\})*\\end\s*\{\1\}")
# "Step 2:", "In the second iteration".
_LATER_STEP = re.compile(r"\b(?:steps?|iterations?|rounds?|updates?|epochs?|passe?s?)\s+(?:number\s+)?\$?(?:[2-9]|two|three|four)\b|\b(?:second|third|fourth|fifth|2nd|3rd)\s+(?:\w+\s+)?(?:step|iteration|round|update|epoch|pass)\b", re.I)
# Words of values that are wanted, or denied, and not what comes out.
_WISHED = re.compile(r"\b(?:targets?|desired|labels?|true|correct|wanted|want|should|would|could|optim\w+|best|ideal\w*|not|never|if|when|unless|hope\w*)\b", re.I)
# Words of other numbers than those given before.
_ANEW = re.compile(r"\b(?:new|another|other|different|instead|chang\w+|updated?|replac\w+|doubl\w+|halv\w+|modif\w+|after|next|again|second|further)\b", re.I)
# Words of a value that is not claimed.
_SUPPOSED = re.compile(r"\b(?:let|suppos\w+|assum\w+|given|such\s+that|with|set|setting|where)\b", re.I)

# Where a paragraph of words ends: what the one before sets to zero is not this.
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


class Instances(AtNumbers, PointsListed):
    """Links judged at the numbers of an example."""

    moved_from: tuple[int, str, dict] = -9, "", {}  # the part in which a step moved a variable, and its number before that

    def judged(self, a: Piece, b: Piece) -> Verdict | None:
        """The verdict on `a = b` at these numbers; None where that is not what it says or cannot be evaluated."""
        return self._of_this_step(a, self._judged(a, b))

    def _of_this_step(self, a: Piece, v: Verdict | None) -> Verdict | None:
        """The verdict on a value, open where it is one of a later step and what the steps before came to is not known."""
        if v is not None and v.word == V.DIFFERENT and type(a.syntax) in (Symbol, Accent) and self.moved_from[0] != self.part and not self.step_known and _LATER_STEP.search(self.state.paragraph):
            return Verdict(V.UNDECIDED, "what the steps before this one came to is not known")
        return v

    def _judged(self, a: Piece, b: Piece) -> Verdict | None:
        if not self.open or a is b or not self._of_values(a, b):
            return None
        found = self.found(a, b)
        if found is not None and not found.right and self._held_before(a, b):
            return Verdict(V.UNDECIDED, "it holds before the last step, and the words do not say after which it is meant")
        if found is None and (v := self.put(a, b) or self._taken(a, b)) is not None:
            return v
        if found is not None and not found.right:
            if (e := self.state.read(a)) is not None and self._as_solved(e) is not e and not DRAWN.search(
                    re.split(r"[,;.:]\s", self.state.before)[-1]):
                return None  # a value chosen for what was solved before
            if any(_is_zero(self.state, p) for p in (a, b)) and words.sets(_PARAGRAPHS.split(self.state.said.rstrip())[-1]):
                return None  # `setting the gradient to zero`: an equation, not a value
            if _RENEWED.search(words.SENTENCES.split(self.state.said.rstrip())[-1]) and not _is_step(self.state.read(a)) and self.recursions.gives(a.syntax) is None:
                return self.found(a, b, renewed=True) or Verdict(V.UNDECIDED, "the words speak of new values")
        return found

    def moves(self, name: str, held: dict, value: Fraction) -> None:
        """A step has given this variable another number."""
        self.moved_from = self.part, name, held
        self.values[name] = {(): value}

    def _held_before(self, a: Piece, b: Piece) -> bool:
        """Does a link hold at the numbers before the last step?"""
        part, name, held = self.moved_from
        if part != self.part or name not in self.values:
            return False
        now, self.values = self.values, self.values | {name: held}
        try:
            v = self.found(a, b)
        finally:
            self.values = now
        return v is not None and v.right

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
        if v.word == V.DIFFERENT and (c := class_given.open_label(self, *(e for p in (a, b) if (e := self.state.read(p)) is not None))):
            return Verdict(V.UNDECIDED, f"which class {c} is was not said")
        if v.word == V.DIFFERENT and self._is_vague(a, b):
            return Verdict(V.UNDECIDED, "not all that this is made of was given a number here")
        if any(n in self.freed for p in (a, b) if (e := self.state.read(p)) is not None for n in e.walk()):
            return None  # a name with a value of its own stands for that
        return v if v.right or v.word == V.DIFFERENT and self.is_settled(context, a, b) else None

    def function_at(self, a: Piece, b: Piece, concluded: bool) -> Verdict | None:
        """The verdict on `f(x) = 2 x - 3` of a function made of names with numbers here: what it is with these put in. None where it is none, or where it
        differs and no words draw it from them, or names without a number are left."""
        if not self.open or not (type(a.syntax) is Product and is_call(a.syntax.items[-1])) or (e := self.state.read(a)) is None \
                or self.state.read(b) is None or not self.values.keys() & names_in(e) or self.values.keys() & names_in(self.state.read(b)) \
                or data_released.names_taken_back(words.last_sentence(self.state.since), self.values) is None:
            return None
        pairs = self.whole(self.state.context)
        if self.values.keys() & names_in(e) - {name.data.name for name, _ in pairs}:
            return None  # a number that is none of the rational ones, `w = \sqrt{2}`
        concluded = concluded and {v.name for v in tried.depends_on([e])} - {name.data.name for name, _ in pairs} <= arguments(a.syntax)
        context, _ = with_values(at_sizes(self.state.context, {size: n for size, n in self.sizes.items() if n > 1}), pairs)
        v = equal(context, a, b, self.state.layout)
        return v if v.right or v.word == V.DIFFERENT and concluded else None

    def released(self) -> bool:
        """Does the sentence at hand speak of any values, and not of these numbers?"""
        return data_released.released(words.last_sentence(self.state.since), self.values)

    def is_settled(self, context: Context, a: Piece, b: Piece) -> bool:
        """Do the values of both sides depend on no variable?"""
        try:
            sides = [context.reading(p).expr for p in (a, b)]
        except SymcheckError:
            return False
        return all(judge(context, e, self._renamed(e)).right for e in sides)

    def _renamed(self, e: Expr) -> Expr:
        """The same of other variables, differentiated by what these make."""
        for name in [n for n in e.walk() if n.op == "var"]:
            e = exchanged(e, name, build.var(replace(name.data, name=name.data.name + "'")), by_too=True)
        return e

    def held(self, a: Piece, b: Piece, ends_in_numbers: bool) -> Verdict | None:
        """The verdict on `G = \\frac12 \\hat Y`, which holds at these numbers though not in general: right where the line comes
        to numbers, which shows that it is about them."""
        v = self.found(a, b) if self.open and a is not b else None
        taken_back = data_released.names_taken_back(words.last_sentence(self.state.since), self.values)
        if v is None or not v.right or taken_back is None:
            return None
        if not ends_in_numbers and taken_back <= names_in(self.state.read(b)) and tried.holds_freely(self, a, b):
            return Verdict(V.SUPPORTED, "it holds with the numbers given put in, whatever the names on the right side are")
        if taken_back:
            return None
        return v if ends_in_numbers else replace(v, word=V.UNDECIDED, evidence="right for the numbers given, not in general")

    def about(self, a: Piece, b: Piece) -> Verdict | None:
        """The verdict on `a \\approx b`, up to one unit of the last decimal written or one hundredth."""
        if not self.open or number(self.state, b) is None:
            return None
        decimals = re.findall(r"\d\.(\d+)", b.source.text[b.syntax.span.start:b.syntax.span.end])
        near = Fraction(1, 10 ** min(map(len, decimals))) if decimals else Fraction(0)
        v = self._of_this_step(a, self.found(a, b, near))
        return replace(v, word=V.UNDECIDED, evidence="the values agree to within 1%, but not in the digits written") \
            if v is not None and v.right and self._is_digits_off(a, b) else v

    def _is_digits_off(self, a: Piece, b: Piece) -> bool:
        """Is a number of b several units of its last digit off the value of a?"""
        value, written = self.value_at(a), number(self.state, b)
        values = None if value is None else np.asarray(value, dtype=object)  # of a vector with one entry it is a number alone
        text, nodes = b.source.text, [b.syntax] if written is not None and written.size == 1 else [n for n in b.syntax.walk() if type(n) is Number]
        if values is None or values.size != written.size or len(nodes) != written.size:
            return False
        return any(rounding.digits_off(abs(float(p)), abs(float(q)), text[n.span.start:n.span.end]) for p, q, n in zip(values.ravel(), written.ravel(), nodes))

    def earlier(self, a: Piece, b: Piece, ends_in_numbers: bool) -> Verdict | None:
        """The verdict on a link that comes to numbers, at those that earlier parts gave for names without any here: right, wrong where this
        part gives the others and no words tell of new ones, or None. Not where the words take these back."""
        if a is b or not (self._of_values(a, b) or ends_in_numbers) or data_released.released(self.state.since, {*self.former[1], *self.values}):
            return None
        kept = self.part, self.sizes, self.values, self.freed, self.zeros
        if self.open and not self.former[1] or not self.former[1] and not self.values:
            return None
        try:
            self.sizes, self.values, self.freed, self.zeros = self._with_former()
            self.part = self.state.part
            v = self.found(a, b)
        finally:
            self.part, self.sizes, self.values, self.freed, self.zeros = kept
        if v is not None and v.right:
            return replace(v, evidence="both sides have the same value at the numbers that an earlier part gave")
        return v if v is not None and self.open and _ANEW.search(self.state.since) is None else None

    def is_numeric(self, piece: Piece) -> bool:
        return number(self.state, piece) is not None

    def claimed(self, s: Statement) -> bool:
        """Is this among words, and right at the numbers given, as in `All $z_i = 0$, so ..`? Of `$x^T y = 3 + 8 = 11$` its first link."""
        if not self._ends_in_numbers(s):
            return False
        v = self.found(*s.pieces[:2])
        return v is not None and v.right

    def comes_to(self, s: Statement) -> bool:
        """Do the numbers given decide this link to numbers alone?"""
        return self._ends_in_numbers(s) and self.found(*s.pieces[:2]) is not None

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
            return self.found(*s.pieces[:2]) is not None
        if not (DRAWN.search(clause) or _FOUND.search(clause) or before.rstrip().endswith(":") or self._goes_on_drawn(s.pieces[0], before)):
            return False
        computed = e is not None and e.op not in ("var", "let", "entry", "item") and places.base(e) is e and bool(names_in(e))
        return e is not None and (computed or self._is_made_of_these(e)) and self.found(*s.pieces[:2]) is not None

    def _is_made_of_these(self, e: Expr) -> bool:
        """Is this made of names with numbers, or was it shown to be?"""
        known = self.state.shown.get(e.data if e.op == "let" else e)
        made = e if known is None else self.state.read(known)
        of_data = e.op in ("var", "entry", "item") and (e.op == "var" or e.args[0].op == "var")  # given itself
        return made is not None and not of_data and e not in self.freed and bool(names_in(e)) and rests_on(made, set(self.values))

    def _is_vague(self, a: Piece, b: Piece) -> bool:
        """May numbers that this part tells, of nobody knows what, be those of names in these? A list of data is none of a plain number."""
        held = [n.data for p in (a, b) if (e := self.state.read(p)) is not None for n in e.walk() if n.op in ("var", "let")]
        return self.vague == self.state.part or self.unplaced == self.state.part and any(v.family or not is_scalar(v.shape) for v in held)

    def lacks(self, a: Piece, b: Piece) -> bool:
        """Is this a link with a number, or an array of numbers beside names, in a part with numbers, of whose other side some variables have one and some none?"""
        numbers = [number(self.state, p) is not None for p in (a, b)]
        if self._is_vague(a, b) and sum(numbers) == 1:
            return True
        in_digits = [_IN_DIGITS.search(p.source.text[p.syntax.span.start:p.syntax.span.end]) is not None for p in (a, b)]
        if not self.open or sum(numbers) != 1 and (any(numbers) or sum(in_digits) != 1):
            return False
        one = numbers if any(numbers) else in_digits
        e = self.state.read(a if one[1] else b)
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
        written = {n.data.name for e in sides for n in outside_definitions(e) if n.op == "var"}
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
        """Is this link one between values: is one side a number, or does one hold a vector written in numbers? One that can be read at
        the sizes given alone, `(1, 2) W` of a W with the length D = 2, is told by its text."""
        numbers = [number(self.state, p) is not None for p in (a, b)]
        return any(numbers) and not all(numbers) or not any(numbers) and any(
            "matrix" in e.ops if e is not None else bool(self.sizes) and _IN_DIGITS.search(written(p.source, p.syntax.span)) is not None
            for p, e in ((p, self.state.read(p)) for p in (a, b)))


def _is_value_of_function(s: Statement) -> bool:
    """Is this `f(2) = 3`, with nothing but a number in its parentheses? Of a function that can be evaluated it is a claim, as its value is not chosen."""
    head = s.pieces[0].syntax
    return type(head) is Product and is_call(head.items[-1]) and not any(type(x) is Symbol for x in head.items[-1].walk())


def _is_step(e: Expr | None) -> bool:
    r"""Is this `W - \eta \frac{\partial \ell}{\partial W}`? It gives the new values, and is made of the old ones."""
    return e is not None and e.op == "add" and e.args[0].op in ("var", "let") and any(
        n.op == "derivative" and n.args[1] is e.args[0] for rest in e.args[1:] for n in rest.walk())


def _is_zero(state: State, piece: Piece) -> bool:
    e = state.read(piece)
    return e is not None and e.is_zero


__all__ = ["Instances"]
