r"""Recursions: what `w_{t+1} = w_t - \eta g_t` makes of claims about w at any step.

A rule gives an iterate from earlier ones, or from others of its own step (`g_t = \nabla f(w_t)`). A claim is judged
by putting the rules in:

- at a symbolic counter, down to iterates that are left free: then it is proved for every t;
- closed forms by induction: what the claim says at t is put in at t + 1, beside the start;
- at the counters 0, 1, 2, ..: a difference there is a counterexample, and agreement alone makes it `supported`.

What cannot be unrolled (a shape that is not known, a sum with no end) leaves a claim undecided.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from symcheck.expr import ShapeError
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.methods.counters import Name, Unwritten
from symcheck.judge.derivation.methods.iterates import Iterates, letter_of
from symcheck.judge.derivation.methods.unrolling import HERE, Unrolling, Value
from symcheck.judge.derivation.rows.statements import ORDER, Statement
from symcheck.judge.derivation.state import State, names_in
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.names import base_of, label
from symcheck.read.syntax import Accent, Additive, Group, Number, Symbol, Syntax
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.text import Source

TRIED = 4  # counters at which a claim is tried
ENOUGH = 3  # of them, to support it


class Rule(NamedTuple):
    """`base_{counter + offset} = value`, stated in a part of the document."""

    base: Syntax
    counter: str
    offset: int
    value: Syntax
    source: Source
    part: int

    def positions(self) -> list[int]:
        """Where the iterates on the right stand, counted from the counter."""
        return [p.number for _, p in counters.iterates(self.value) if p.counter == self.counter]

    @property
    def within_step(self) -> bool:
        """Does it give an iterate from others of the same step?"""
        return all(n >= self.offset for n in self.positions())


# "On $f(\\theta) = ..$ we have $g_t = ..$": of a function of this part, not of the method.
_EXAMPLE = re.compile(r"^\W*(?:on|for|take|consider|with|in\s+the\s+case\s+of|as\s+an\s+example)\b(?!\s+(?:each|every|all|any)\b)[^.]*\b(?:we\s+(?:have|get)|the\s+gradient|gives?|then)\b", re.I)


# "In SGD the gradient is replaced by", "we replace the gradient with": the step of the iterates is another one from here on.
_REPLACED = re.compile(r"\b(?:gradient|derivative|slope)\s+(?:is|gets|becomes)\s+(?:now\s+)?replaced\s+(?:by|with)\b|\b(?:replac\w+|substitut\w+)\s+(?:the\s+)?(?:\w+\s+)?gradient\s+(?:by|with)\b|"
                       r"\binstead\s+of\s+the\s+(?:true|exact|full)\s+gradient\b", re.I)
# "Even if the gradient is replaced ..", "at a kink the gradient is replaced ..", "it is never replaced": the step stays what it is.
_STAYS = re.compile(r"\b(?:even\s+(?:if|when|though)|whether\s+or\s+not|not|never|nowhere|without|before|"
                    r"(?:at|on)\s+(?:an?|the|such|any|every|each|these|those)\s+(?:\w+\s+)?(?:kinks?|elbows?|hinges?|corners?|jumps?|ties?))\b|n't\b", re.I)
_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\n\s*\n")


def _is_replaced(words: str) -> bool:
    """Do the words say that the gradient of the step is another one from here on?"""
    return any(_REPLACED.search(said) and not _STAYS.search(said) for said in _SENTENCES.split(words))


class Recursions:
    """The rules and the starting values met so far."""

    def __init__(self, state: State, iterates: Iterates):
        self.state = state
        self.letters = iterates.letters  # counters of the document
        self.ends = iterates.ends  # numbers of steps: `K` of `k = 0, .., K - 1`
        self.written = {(letter_of(base), name.rsplit("_", 1)[1]) for name, base in iterates.now.items() if "_" in name}
        self.rules: dict[Name, Rule] = {}
        self.former: dict[Name, list[Rule]] = {}  # of methods before
        self.starts: dict[tuple[Name, int], Value] = {}
        self.constant: dict[Name, Value] = {}  # iterates supposed to be the same at each step
        self.steps: dict[str, int] = {}  # the number of the step that the sentence speaks of
        self.lasting: dict[Name, int] = {}  # of them, those for which this is no matter of one sentence, and the part that says so
        self.alike: dict[Name, Value] = {}  # what iterates were said to be at each step, if only for a sentence
        self.examples: list[tuple[Piece, int]] = []  # iterates that were given by an example, and in which part
        self.means: dict[Name, Value] = {}  # the common expectation of iterates

    # --- what is met ----------------------------------------------------------------------------

    def counts(self, letter: str) -> bool:
        """Is this letter a counter, and no name of anything else?"""
        entry = self.state.context.scope.bare(letter)
        return letter in self.letters and (entry is None or entry.kind == "quantity" and is_scalar(entry.expr.shape)
                                           and not entry.expr.data.family)

    def met(self, s: Statement) -> None:
        """A definition: is it a rule, or a start?"""
        head = counters.iterate(s.pieces[0].syntax) if s.pieces[0] is not None else None
        if head is None and s.pieces[0] is not None and s.pieces[1] is not None:
            self._at_every_step(s)
        if head is None or s.pieces[1] is None:
            return
        name, place = head
        base = next(iter(counters.iterates(s.pieces[0].syntax).values()))
        if not place.counter:
            if name in self.names() or any(name.base == k.base for k in self.names()) or place.number == 0:
                self._start(name, place.number, _exact(s))
        elif name not in self.rules and self.counts(place.counter) and not any(
                n == name and p.counter and p.number >= place.number for n, p in counters.iterates(s.pieces[1].syntax)):
            self.rules[name] = Rule(base, place.counter, place.number, s.pieces[1].syntax, s.pieces[1].source,
                                    self.state.part)
            self.state.doubts.unruled.discard(name.base)
            if _EXAMPLE.search(re.split(r"[.!?]\s", self.state.said)[-1]):
                self.examples.append((s.pieces[0], self.state.part))

    def is_first(self, s: Statement) -> bool:
        r"""Is this `w_t = .. w_{t-1} ..` of iterates that no rule gives yet?"""
        head = counters.iterate(s.pieces[0].syntax) if s.pieces[0] is not None else None
        return head is not None and head[0] not in self.rules and s.pieces[1] is not None and self.counts(head[1].counter) and any(
            n == head[0] and p.counter == head[1].counter and p.number < head[1].number for n, p in counters.iterates(s.pieces[1].syntax))

    def heard(self, before: str) -> None:
        """Words after which the step is another one: what the rules made of iterates is said of these no more."""
        if _is_replaced(before):
            self.replaced()

    def replaced(self) -> None:
        """The step is another one from here on, of which no formula gives the iterates."""
        if self.rules:
            context = self.state.context
            self.state.doubts.unruled |= {name.base for name in self.rules}
            for name, rule in self.rules.items():
                self.former.setdefault(name, []).insert(0, rule)
                for entry in [e for e in context.scope.entries.get(name.base, ()) if e.expr is not None and e.expr.op == "let"
                              and any(rule.counter in str(mark) for mark in (e.sub, e.sup) if mark)]:
                    context.scope.drop(entry)
                    context.definitions.pop(entry.expr.data, None)
            self.starts = {at: value for at, value in self.starts.items() if at[0] not in self.rules or not at[1]}
            self.rules.clear()
            context.remembered = {}

    def parted(self) -> None:
        """Another part has begun: what examples of earlier ones made of iterates is said of them no more."""
        for piece, part in [x for x in self.examples if x[1] not in self.state.within]:
            self.examples.remove((piece, part))
            name, context, mark = counters.iterate(piece.syntax)[0], self.state.context, counters.label_of(piece.syntax)
            self.rules.pop(name, None)
            for entry in [e for e in context.scope.entries.get(name.base, ()) if e.expr is not None and e.expr.op == "let"
                          and mark in (e.sub, e.sup)]:
                context.scope.drop(entry)
                context.definitions.pop(entry.expr.data, None)
            context.remembered = {}

    def _at_every_step(self, s: Statement) -> None:
        r"""Of `e = w - w_\star`, where the document writes e_t and w_t: the rule `e_t = w_t - w_\star`."""
        base, value = s.pieces[0].syntax, s.pieces[1].syntax
        named = base_of(base) if type(base) in (Symbol, Accent) else None
        for letter in self.letters if named is not None else ():
            name = Name(*named)
            if (named[0], letter) not in self.written or name in self.rules:
                continue
            bases = {of for of, counter in self.written if counter == letter} - {named[0]}
            counted = counters.counted(value, bases, letter)
            if counted is not value:
                self.rules[name] = Rule(base, letter, 0, counted, s.pieces[1].source, self.state.part)

    def started(self, s: Statement) -> None:
        """`m_0 = u_0 = 0`: the starting values in a chain."""
        last = s.pieces[-1]
        heads = [counters.iterate(p.syntax) if p is not None else None for p in s.pieces[:-1]]
        if r"\dots" in s.row.text or r"\ldots" in s.row.text or r"\cdots" in s.row.text:
            return  # `w_0 = \dots = w_{K-1} = 0`: of all of them
        for head in heads:
            if head is not None and not head[1].counter and last is not None and head[1].number == 0:
                self._start(head[0], 0, last)

    def starts_at_zero(self, s: Statement) -> bool:
        """`v_0 = 0` of iterates that have no meaning yet: whatever their shape, they start there."""
        zero = s.pieces[-1]
        if zero is None or not _is_zero(zero.syntax) or any(
                p is None or (head := counters.iterate(p.syntax)) is None or head[1] != ("", 0)
                or self.state.read(p) is not None for p in s.pieces[:-1]):
            return False
        self.started(s)
        return True

    def _start(self, name: Name, n: int, piece: Piece) -> None:
        self.starts[name, n] = Value(piece.syntax, piece.source)

    def names(self) -> set[Name]:
        """The names that are counted in rules."""
        return set(self.rules) | {n for r in self.rules.values() for n, p in counters.iterates(r.value) if p.counter}

    def stepped(self, s: Statement) -> bool:
        """`For $t = 1$`, `(t \\ge 2)`: of which steps the sentence speaks."""
        head = s.pieces[0]
        if head is None or type(head.syntax) is not Symbol or not self.counts(head.syntax.name) or s.pieces[1] is None:
            return False
        value = s.pieces[1].syntax
        if s.operators[0] == "=" and type(value) is Number and value.value.denominator == 1:
            self.steps[head.syntax.name] = int(value.value)
        return s.operators[0] in ORDER or s.operators[0] == "="

    def sentence_over(self) -> None:
        """What was supposed of iterates for one sentence holds no more."""
        self.steps = {}
        self.constant = {n: v for n, v in self.constant.items() if self.lasting.get(n) in self.state.within}

    def isolated(self, s: Statement) -> Statement | None:
        r"""`w_{t+1} = w_t - \eta g` of `w_{t+1} - w^* = w_t - w^* - \eta g`, where no rule gives w_{t+1} yet."""
        if s.pieces[0] is None or s.pieces[1] is None or s.operators[0] != "=":
            return None
        first, rest = solved(s.pieces[0].syntax)
        head = counters.iterate(first)
        if rest is None or head is None or not head[1].counter or head[1].number != 1 or head[0] in self.rules \
                or not self.counts(head[1].counter):
            return None
        value = s.pieces[1].syntax
        whole = Additive(value.span, (value, Group(value.span, "(", rest, ")")), ("+", "+"))
        return replace(s, pieces=[Piece(first, s.pieces[0].source), Piece(whole, s.pieces[1].source)], operators=["="])

    # --- claims ---------------------------------------------------------------------------------

    def gives(self, s: Syntax) -> Rule | None:
        """The rule that gives a written iterate, where there is one."""
        head = counters.iterate(s)
        rule = self.rules.get(head[0]) if head is not None else None
        if rule is None and head is not None and not head[1].counter:
            rule = next(iter(self.former.get(head[0], ())), None)
        if rule is None or head[1].counter:
            return rule if rule is not None and (self.counts(head[1].counter) or head[1].counter in self.ends) else None
        m = head[1].number - rule.offset
        return rule if m >= 0 and all(m + k >= 0 for k in rule.positions()) else None

    def made_of(self, *pieces: Piece) -> set[str]:
        """The names in the rules that give the iterates in these pieces, in what these are made of, and so on."""
        found: set[str] = set()
        rules = [r for p in pieces for x in p.syntax.walk() if (r := self.gives(x)) is not None]
        for r in rules:
            found |= {label(x) for x in r.value.walk() if type(x) in (Symbol, Accent)}
            e = self.state.read(Piece(r.value, r.source))
            found |= names_in(e) if e is not None else set()
            rules += [q for x in r.value.walk() if (q := self.gives(x)) is not None and q not in rules]
        return found

    def speaks_of(self, *pieces: Piece) -> bool:
        """Does any of these hold an iterate that a rule gives, or a counter by itself?"""
        return self.holds_given(*pieces) or self.alone(*pieces)

    def holds_given(self, *pieces: Piece) -> bool:
        """Does any of these hold an iterate that a rule gives?"""
        return any(self.gives(x) is not None for p in pieces for x in p.syntax.walk())

    def alone(self, *pieces: Piece) -> bool:
        """Does a counter stand outside the positions of iterates?"""
        return any(self.counts(letter) and counters.stands_alone(p.syntax, letter) and not self._is_argument(letter)
                   for p in pieces for letter in self.letters)

    def _is_argument(self, letter: str) -> bool:
        r"""Is this the t of `f(t) = ..` before any iterate was counted with it? There it is any number."""
        rules = [*self.rules.values(), *(r for of in self.former.values() for r in of)]
        head = re.compile(rf"\(\s*{re.escape(letter)}\s*\)\s*&?\s*:?=")
        return self.state.context.scope.bare(letter) is not None and not any(r.counter == letter for r in rules) \
            and any(map(head.search, self.state.rows))

    def judged(self, a: Piece, b: Piece) -> Verdict | None:
        """The verdict on `a = b` by the rules; None where they have nothing to say."""
        if not self.speaks_of(a, b):
            return None
        try:
            v = self._judged(a, b)
        except (Unsupported, Limit, ShapeError, RecursionError):
            return None
        if v is not None and v.word == V.DIFFERENT and self._unruled(a, b):
            return Verdict(V.UNDECIDED, "what one step makes of the iterates that these are made of is not known")
        return v

    def _unruled(self, a: Piece, b: Piece) -> bool:
        r"""Are iterates of the claim made of others, as in `e_t = w_t - w^*`, of which no rule says what a step makes of them, and which it does not write?"""
        written = {n for p in (a, b) for n, place in counters.iterates(p.syntax) if place.counter}
        steps = {place for p in (a, b) for n, place in counters.iterates(p.syntax) if place.counter}
        made_of = {n for name in written if (rule := self.rules.get(name)) is not None and rule.within_step
                   for n, place in counters.iterates(rule.value) if place.counter == rule.counter}
        return len(steps) > 1 and any(n not in self.rules and n not in written and n.base not in self._drawn() for n in made_of)

    def _drawn(self) -> set[str]:
        """The letters that stand for numbers of their own at every step: those of step sizes."""
        return {r"\eta", r"\alpha", r"\gamma", r"\tau"}

    def _judged(self, a: Piece, b: Piece) -> Verdict | None:
        sides = (a.syntax, b.syntax)
        found = [(n, p) for s in sides for n, p in counters.iterates(s)]
        last = {p.counter for n, p in found if p.counter in self.ends and n in self.rules}
        if last:
            return self._tried(a, b, last.pop()) if len(last) == 1 else None
        letters = {p.counter for n, p in found if self.counts(p.counter)} | {
            x for x in self.letters if self.counts(x) and any(counters.stands_alone(s, x) for s in sides)}
        if len(letters) > 1:
            return None
        if not letters:
            return self._unrolled(a, b, None, "")
        letter = letters.pop()
        if letter in self.steps:
            return self._unrolled(a, b, self.steps[letter], letter)
        names = {n for n, p in found if p.counter == letter}
        for floor in range(2):
            v = self._for_all(a, b, letter, names, floor)
            if v is not None and v.right:
                return replace(v, evidence=f"by the recursion, for every {letter}: {v.evidence}")
        tried = self._tried(a, b, letter)
        if tried is not None and tried.right and not tried.conditions and (v := self._induction(a, b, letter)) is not None:
            return v
        return tried

    def from_any(self, a: Piece, b: Piece, letter: str, names: set[Name]) -> Verdict | None:
        """The verdict at a symbolic counter on a claim whose earliest iterates may be anything."""
        return self._for_all(a, b, letter, names, 0)

    def _for_all(self, a: Piece, b: Piece, letter: str, names: set[Name], lower: int) -> Verdict | None:
        """Both sides at a symbolic counter, by the rules down to the earliest iterates of the claim, or `lower` steps
        before them."""
        low = min((p.number for s in (a.syntax, b.syntax) for _, p in counters.iterates(s) if p.counter == letter),
                  default=0) - lower
        run = Unrolling(self, letter, HERE + low)
        sides = [Piece(counters.shifted(p.syntax, letter, HERE, 0), p.source) for p in (a, b)]
        return run.compared(*sides)

    def _tried(self, a: Piece, b: Piece, letter: str) -> Verdict | None:
        """Both sides at the first counters. What fails at 0 alone is said of the counters from 1 on."""
        right: list[int] = []
        last = failed = None
        for n in range(TRIED + 2):
            v = self._unrolled(a, b, n, letter)
            if v is None:
                continue
            if v.word == V.DIFFERENT and (n or failed is not None):
                return failed or _at(v, letter, n)
            if v.word == V.DIFFERENT:
                failed = _at(v, letter, n)
                continue
            if not v.right and not n:
                continue  # a division by zero before the first step
            if not v.right:
                return replace(v, word=V.UNDECIDED)
            last, right = v, [*right, n]
            if len(right) == TRIED:
                break
        if last is None or len(right) < ENOUGH:
            return failed
        return replace(last, word=V.SUPPORTED, conditions=(
            *last.conditions, *((rf"{letter} \ge 1",) if failed is not None else ())), evidence=(
            f"it holds for {letter} = {', '.join(map(str, right))}, by the recursion"))

    def _unrolled(self, a: Piece, b: Piece, n: int | None, letter: str) -> Verdict | None:
        """Both sides at a counter, from the start."""
        try:
            sides = [p if n is None else Piece(counters.put(p.syntax, letter, n), p.source) for p in (a, b)]
        except Unwritten:
            return None
        return Unrolling(self, letter, None).compared(*sides)

    def _induction(self, a: Piece, b: Piece, letter: str) -> Verdict | None:
        """The claim at t + 1 with what it says at t put in for the iterate that it begins with. That it holds at the
        start is known by now."""
        first, rest = solved(a.syntax)
        head = counters.iterate(first)
        if head is None or head[1].counter != letter or any(
                p.counter == letter for n, p in counters.iterates(Group(b.syntax.span, "(", b.syntax, ")"))):
            return None
        value = b.syntax if rest is None else Additive(b.syntax.span, (Group(b.syntax.span, "(", b.syntax, ")"), Group(
            b.syntax.span, "(", rest, ")")), ("+", "+"))
        at = HERE + head[1].number
        run = Unrolling(self, letter, at)
        run.supposed[head[0], at] = Value(value, b.source)
        sides = [Piece(counters.shifted(p.syntax, letter, HERE + 1, 1), p.source) for p in (a, b)]
        v = run.compared(*sides)
        if v is None or not v.right or v.word == V.SUPPORTED:
            return None
        return replace(v, evidence=f"by induction over {letter}: it holds at the start, and at {letter} + 1 where it "
                                   f"holds at {letter}")


def _at(v: Verdict, letter: str, n: int) -> Verdict:
    """A difference at a counter."""
    return replace(v, message=v.message or f"it does not hold for {letter} = {n}",
                   notes=(*v.notes, f"for {letter} = {n}"))


def solved(s: Syntax) -> tuple[Syntax, Syntax | None]:
    r"""The x and the y of `x - y`, y with the other sign; of what is no sum, it and nothing."""
    if type(s) is Additive and len(s.items) > 1 and s.signs[0] == "+":
        turned = tuple("-" if sign == "+" else "+" for sign in s.signs[1:])
        return s.items[0], Additive(s.span, s.items[1:], turned)
    return s, None


def _exact(s: Statement) -> Piece:
    r"""The last piece of `w_1 = 0 + 0.1 \cdot 3 = 0.3 \approx 0.33` that is equal to the head: a rounded value is none."""
    equal = 1
    while equal < len(s.operators) and s.operators[equal] == "=" and s.pieces[equal + 1] is not None:
        equal += 1
    return s.pieces[equal]


def _is_zero(s: Syntax) -> bool:
    r"""0, or the `\mathbf{0}` of vectors."""
    return type(s) is Number and not s.value or type(s) is Symbol and s.name == "0"
