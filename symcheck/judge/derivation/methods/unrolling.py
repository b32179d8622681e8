r"""Iterates unrolled: what the rules make of them, down to the start or to a symbolic step.

A claim is read in a context of its own, in which each iterate of it is defined by its rule, from iterates that are
defined so too. At a symbolic counter those up to a certain step are left free, so that what is found holds at every
step; powers of a matrix to the counter are matrices of which nothing is known.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from symcheck.expr import At, Expr, Index, ShapeError, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.methods.counters import Name, Unwritten
from symcheck.judge.derivation.methods.iterates import shaped
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece, indices_of
from symcheck.read.scope import Entry
from symcheck.read.syntax import Group, Product, Script, Symbol, Syntax
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.methods.recursions import Recursions

HERE = 1000  # the number that stands for a symbolic counter in the positions of iterates


class Value(NamedTuple):
    """What an iterate at a number was said to be: `v_0 = 0`."""

    value: Syntax
    source: Source


class Unrolling:
    """Iterates as what the rules make of them: definitions in a context of their own.

    `floor`: the number of the last step left free; None where the rules go back to the start.
    """

    def __init__(self, all_: Recursions, letter: str, floor: int | None):
        self.all, self.letter, self.floor = all_, letter, floor
        self.context = all_.state.context.copy()
        self.names = all_.names()
        self.done: dict[tuple[Name, int], Expr] = {}
        self.supposed: dict[tuple[Name, int], Value] = {}
        self.values: dict[tuple[Name, int], Expr] = {}
        self.constant = all_.constant
        self.drawn: dict[Name, set[int]] = {}  # the iterates that depend on an index drawn at random
        self.visited: dict[int, int] = {}  # the samples that steps take, by the numbers of these
        self.under_way: set[tuple[Name, int]] = set()
        for e in list(self.context.scope):
            if e.kind == "quantity" and not e.sub_slots and any(
                    e.base == n.base and (e.sub if not n.above else (e.sup or "").strip("()") or "").isdigit()
                    for n in self.names if (e.sub if not n.above else e.sup)):
                self.context.scope.drop(e)
        if floor is not None:
            if (entry := self.context.scope.bare(letter)) is not None:
                self.context.scope.drop(entry)
                self.context.remembered = {}
            self.context.declare(rf"{letter} \in \mathbb{{N}}")

    def compared(self, a: Piece, b: Piece) -> Verdict | None:
        try:
            x = self.read(a.syntax, a.source)
            y = self.read(b.syntax, b.source, x)
            x, y = _like(x, y), _like(y, x)
        except (SymcheckError, Unwritten, ShapeError):
            return None
        if self.floor is not None and self._by_numbered(x, y):
            return None
        v = judge(self.context, x, y)
        if v.right or not self.all.state.factored:
            return v
        for f in self.all.state.factored:  # `A = Q \\Lambda Q^\\top`, where their factors are spoken of
            x, y = exchanged(x, f.whole, f.product), exchanged(y, f.whole, f.product)
        return judge(self.context, x, y)

    def _by_numbered(self, *sides: Expr) -> bool:
        """Is a derivative by an iterate at a number, `x_0`, taken here, on which those left free depend?"""
        numbered = {e for (_, n), e in self.done.items() if n < HERE // 2}
        return any(node.op == "derivative" and node.args[1] in numbered for e in sides for node in e.walk())

    def side(self, s: Syntax, source: Source) -> Expr | None:
        """What a side means, None where it cannot be unrolled."""
        try:
            return self.read(s, source)
        except (SymcheckError, Unwritten, ShapeError):
            return None

    def read(self, s: Syntax, source: Source, like: Expr | None = None) -> Expr:
        for (name, place), base in counters.iterates(s).items():
            if not place.counter and not self._is_set(name) and (name in self.names or self.floor is not None and place.number > HERE // 2):
                self.names.add(name)
                self._take(name, place.number, base)
        if self.floor is not None:
            s = s.replaced(lambda x: self._opaque(x, source))
        return self.context.reading(Piece(s, source), "column", like).expr

    def _is_set(self, name: Name) -> bool:
        """Is this the batch `B_t` of a step, of which no rule says what it is?"""
        return any(e.kind == "set" and e.font == name.font for e in self.context.scope.entries.get(name.base, ()))

    def _take(self, name: Name, n: int, base: Syntax) -> None:
        """Give an iterate its meaning."""
        key = name, n
        if key in self.done:
            return
        if key in self.under_way:
            raise Unwritten
        self.under_way.add(key)
        shape = self.shape(name)
        given = None if key in self.values else self._given(name, n)
        v = Variable(counters.spelled(base, name, n), (1, 1)) if shape is None else Variable(
            counters.spelled(base, name, n), shape.shape, traits=shape.data.traits if shape.op == "var" else frozenset())
        if given is None:
            if shape is None:
                raise Unwritten
            e = build.let(v, self.values[key]) if key in self.values else build.var(v)
        else:
            value = self.read(given.value, given.source, None if shape is None else build.var(v))
            value = value if shape is None else _like(value, shape)
            if self.visited.get(n) and len(letters := indices_of(value)) == 1:
                value = at_sample(value, *letters, self.visited[n])
            self._draws(name, n, value)
            e = build.let(replace(v, shape=value.shape, traits=frozenset()), value)
        self.under_way.discard(key)
        self.done[key] = e
        sub, sup = (None, f"({n})") if name.above else (str(n), None)
        self.context.scope.add(Entry(name.base, "quantity", name.font, sub, sup, expr=e))
        self.context.remembered = {}

    def _draws(self, name: Name, n: int, value: Expr) -> None:
        """Each step draws an index of its own, which one letter for all of them cannot say."""
        letters = {x for x, (law, _) in self.context.distributions.items() if law == "uniform"}
        if letters & set(indices_of(value)):
            self.drawn.setdefault(name, set()).add(n)
            if len(self.drawn[name]) > 1:
                raise Unwritten

    def _given(self, name: Name, n: int) -> Value | None:
        """What gives an iterate here: a start, what is supposed of it, or its rule."""
        if (name, n) in self.supposed:
            return self.supposed[name, n]
        if name in self.constant:
            return self.constant[name]
        if n < HERE // 2 and (name, n) in self.all.starts:
            return self.all.starts[name, n]
        rule = self.all.rules.get(name)
        if rule is None:
            return None
        m = n - rule.offset
        if n > HERE // 2:
            if not rule.within_step and n <= self.floor or counters.has_sum(rule.value, rule.counter):
                return None
            value = counters.shifted(rule.value, rule.counter, m, m - HERE)
            return Value(_renamed(value, rule.counter, self.letter), rule.source)
        if not n and not rule.offset and any(q == name and not p.counter and not p.number for q, p in counters.iterates(rule.value)):
            return None  # the \\eta_0 of `\\eta_t = \\frac{\\eta_0}{1 + t}`
        if m < 0 or any(m + k < 0 for k in rule.positions()):
            return None
        return Value(counters.put(rule.value, rule.counter, m), rule.source)

    def shape(self, name: Name) -> Expr | None:
        """An expression with the shape of the iterates of a name."""
        known = [e for k, e in self.done.items() if k[0] == name]
        if known:
            return known[0]
        context = self.all.state.context
        rows = [e for e in context.scope.entries.get(name.base, ()) if e.kind == "quantity" and shaped(e.expr)
                and not e.sub_slots and not e.sup_slots]
        for e in rows:
            mark = e.sup if name.above else e.sub
            if mark is not None and (mark.strip("()")[:1] in self.all.letters or mark.strip("()").isdigit()):
                return e.expr
        return next((e.expr for e in rows if e.bare), None)

    def _opaque(self, s: Syntax, source: Source) -> Syntax | None:
        """The power of a matrix with the counter in the exponent as a matrix of its own; None of any other syntax."""
        if type(s) is Script and len(s.sups) == 1 and s.base is not None and s.sub is None and not s.primes \
                and counters.stands_alone(s.sups[0], self.letter):
            body = self.context.reading(Piece(s.base, source), "column").expr
            if not is_scalar(body.shape):
                extra = _beyond(s.sups[0], self.letter)
                if extra is None or extra < 0 or counters.stands_alone(s.base, self.letter):
                    raise Unwritten
                power = self._power(s.base, body, source)
                return power if not extra else Group(s.span, "(", Product(
                    s.span, (*(s.base,) * extra, power), ("",) * (extra + 1)), ")")
        return None

    def _power(self, base: Syntax, body: Expr, source: Source) -> Syntax:
        name = rf"\power{{{counters.label(base)}}}"
        if self.context.scope.bare(name) is None:
            self.context.scope.add(Entry(name, "quantity", expr=build.var(Variable(name, body.shape))))
            self.context.remembered = {}
        return Symbol(base.span, name)


def at_sample(e: Expr, letter: str, k: int) -> Expr:
    """What is made of any sample, of sample k."""
    def put(at: object) -> object:
        return At(None, k + at.offset) if isinstance(at, At) and isinstance(at.base, Index) and at.base.name == letter and not at.base.uid else at

    args = tuple(at_sample(a, letter, k) for a in e.args)
    data = put(e.data) if isinstance(e.data, At) else tuple(map(put, e.data)) if e.op in ("entry", "item") else e.data
    return e if args == e.args and data == e.data else Expr(e.op, args, data, e.shape)


def _like(e: Expr, other: Expr) -> Expr:
    """A plain 0 with the shape of what it stands beside."""
    zero = e.op == "num" and not e.data
    return build.zeros(other.shape) if zero and not is_scalar(other.shape) else e


def _beyond(s: Syntax, letter: str) -> int | None:
    """The k of an exponent t + k."""
    found = counters.place_of(s)
    return found.number if found is not None and found.counter == letter else None


def _renamed(s: Syntax, old: str, new: str) -> Syntax:
    """Another letter for a counter."""
    if old == new or not new:
        return s
    return s.replaced(lambda x: Symbol(x.span, new) if type(x) is Symbol and x.name == old and not x.font else None)
