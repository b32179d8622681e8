r"""A number as a function of one variable, piece by piece: what a sketch of it shows, with labels in symbols.

Where the argument of a rectifier, an indicator, an absolute value or a maximum changes its sign the function may
jump or have a kink; these arguments must be affine in the variable. Between two such places the switches are
resolved, and what is left is constant, linear or curved. Positions are numbers, for given or typical values
of the other names; labels are expressions in them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from symcheck.derive.evaluate import evaluated
from symcheck.derive.names import prepared
from symcheck.derive.shorten import shortened
from symcheck.derive.spoken import Spoken
from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.read.context import Context
from symcheck.tensor.array import parts
from symcheck.tensor.evaluate import Evaluation, TooLarge
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.lower import lower_all
from symcheck.tensor.reals import Float
from symcheck.text.diagnostic import fail

TYPICAL = (1.0, 0.8, -1.5, 1.3, -0.7, 1.7)  # values of names in the order of the alphabet
CONSTANT, LINEAR, CURVED = "constant", "linear", "curved"
JUMP, KINK = "jump", "kink"
NEAR = 1e-9


@dataclass(frozen=True)
class Piece:
    """From `start` to `end`, infinite at the ends: `kind`, and its level or slope in symbols."""

    start: float
    end: float
    kind: str
    level: str
    slope: str
    value: Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Break:
    """A place where something happens: its position, the limits and the value there; the position and the
    limits in symbols too."""

    x: float
    says: str
    kind: str
    left: float
    right: float
    value: float
    left_says: str = ""
    right_says: str = ""


@dataclass(frozen=True)
class Sketched:
    """`name` is what is sketched, `by` the variable, `at` the values of the other names."""

    name: str
    formula: str
    by: str
    at: dict[str, float]
    pieces: tuple[Piece, ...]
    breaks: tuple[Break, ...]


def sketched(context: Context, quantity: str, by: str = "x", at: dict[str, float] | None = None) -> Sketched:
    """The pieces of a quantity as a function of `by`.

    `at` gives values of other names, as they are printed (`w_i^{(1)}`); the rest have typical ones. Raises
    `SymcheckError` where it is no number, depends on an array, or bends in a way that is not looked for.
    """
    e = context.read(quantity, "column")
    if not is_scalar(e.shape):
        raise fail("not-sketched", f"{quantity} is no number", help="Sketch an entry of it.")
    try:
        found = shortened(_inlined(evaluated(e) if "derivative" in e.ops else prepared(e)))
        return _Sketcher(context, quantity, found, by, dict(at or {})).sketch()
    except (Unsupported, TooLarge) as reason:
        raise fail("not-sketched", f"{quantity} cannot be sketched: {reason}") from None


def _inlined(e: Expr) -> Expr:
    """The expression without names that have a definition."""
    new: dict[Expr, Expr] = {}
    for n in e.upwards():
        new[n] = new[n.args[0]] if n.op == "let" else n.with_args(tuple(new[a] for a in n.args))
    return new[e]


class _Sketcher:
    def __init__(self, context: Context, quantity: str, e: Expr, by: str, at: dict[str, float]):
        self.say = Spoken(context)
        self.quantity, self.by = quantity, by
        self.names: dict[str, Expr] = {}
        self.e = self._plain(e)
        self.x = self.names.pop(by, build.var(Variable(by)))
        unknown = [name for name in at if name not in self.names]
        if unknown:
            raise fail("not-sketched", f"{unknown[0]} does not stand in this", help=f"There are {', '.join(self.names)}.")
        self.at = {name: at.get(name, TYPICAL[k % len(TYPICAL)]) for k, name in enumerate(sorted(self.names))}

    def _plain(self, e: Expr) -> Expr:
        """Every name, member or entry as a number of that name."""

        def number(n: Expr) -> Expr | None:
            if n.op not in ("item", "entry", "var"):
                return None
            if not is_scalar(n.shape):
                raise Unsupported(f"{self.say(n)} is no number")
            name = self.say(n)
            return self.names.setdefault(name, build.var(Variable(name)))

        return e.replaced(number)

    def sketch(self) -> Sketched:
        places = self._places()
        ends = [-np.inf, *(x for x, _ in places), np.inf]
        pieces = tuple(self._piece(a, b) for a, b in zip(ends, ends[1:]))
        breaks = []
        for k, (x, place) in enumerate(places):
            says = self.say(place)
            left, right = (float(p.value(np.array([x]))[0]) for p in pieces[k:k + 2])
            value = float(self._number(self._resolved(self.e, x), np.array([x]))[0])
            if abs(left - right) > NEAR * (1 + abs(left)):
                limits = [self.say(shortened(self._resolved(self.e, self._within(a, b)).replaced({self.x: place}.get)))
                          for a, b in (ends[k:k + 2], ends[k + 1:k + 3])]
                breaks.append(Break(x, says, JUMP, left, right, value, *limits))
            elif pieces[k].level != pieces[k + 1].level:
                breaks.append(Break(x, says, KINK, left, right, value))
        return Sketched(self.quantity, self.say(self.e), self.by, self.at, pieces, tuple(breaks))

    def _places(self) -> list[tuple[float, Expr]]:
        """Where a switch turns, in order, as a number and in symbols."""
        found: dict[float, Expr] = {}
        for node in self.e.walk():
            for a in _switches(node):
                slope = shortened(evaluated(build.derivative(a, self.x, "column")))
                if self.x in set(slope.walk()):
                    raise Unsupported(f"{self.say(a)} is not affine in {self.by}")
                rise = self._value(slope)
                if abs(rise) < NEAR:
                    continue
                start = shortened(a.replaced({self.x: build.num(0)}.get))
                found[-self._value(start) / rise] = shortened(build.neg(build.div(start, slope)))
        distinct: list[tuple[float, Expr]] = []
        for x, says in sorted(found.items()):
            if not distinct or x - distinct[-1][0] > NEAR * (1 + abs(x)):
                distinct.append((x, says))
        return distinct

    def _piece(self, start: float, end: float) -> Piece:
        e = shortened(self._resolved(self.e, self._within(start, end)))
        slope = shortened(evaluated(build.derivative(e, self.x, "column")))
        kind = CONSTANT if self.x not in set(e.walk()) else LINEAR if self.x not in set(slope.walk()) else CURVED
        return Piece(start, end, kind, self.say(e), self.say(slope) if kind == LINEAR else "",
                     lambda xs, e=e: self._number(e, xs))

    @staticmethod
    def _within(start: float, end: float) -> float:
        """A number between two, which may be infinite."""
        if np.isinf(start):
            return 0.0 if np.isinf(end) else end - 1
        return start + 1 if np.isinf(end) else (start + end) / 2

    def _resolved(self, e: Expr, x: float) -> Expr:
        """The expression with its switches as they stand at x."""
        if e.op == "cases":
            for value, condition in zip(e.args[::2], e.args[1::2]):
                if self._value(self._resolved(condition, x), x):
                    return self._resolved(value, x)
            return self._resolved(e.args[-1], x)
        args = tuple(self._resolved(a, x) for a in e.args)
        if e.op == "indicator":
            return build.num(int(self._holds(e.data, *(self._value(a, x) for a in args))))
        if e.op == "extremum":
            values = [self._value(a, x) for a in args]
            return args[values.index(max(values) if e.data == "max" else min(values))]
        if e.op == "apply" and e.data[1] == 0 and e.data[0].known in ("relu", "abs", "step"):
            v = self._value(args[0], x)
            if e.data[0].known == "step":
                return build.num(int(v > 0))
            return args[0] if v > 0 else build.num(0) if e.data[0].known == "relu" else build.neg(args[0])
        return e.with_args(args)

    @staticmethod
    def _holds(relation: str, a: float, b: float) -> bool:
        near = abs(a - b) <= NEAR * (1 + abs(a))
        return {">": a > b and not near, ">=": a > b or near, "<": a < b and not near, "<=": a < b or near,
                "=": near, "!=": not near}[relation]

    def _value(self, e: Expr, x: float = 0.0) -> float:
        return float(self._number(e, np.array([x]))[0])

    def _number(self, e: Expr, xs: np.ndarray) -> np.ndarray:
        lowered = lower_all(e)
        values = {self.by: xs} | {name: np.full(len(xs), v) for name, v in self.at.items()}
        given = {a: [values[a.data.name]] for a in parts(lowered) if a.kind == "var"}
        with np.errstate(all="ignore"):
            made = Evaluation(Float(len(xs)), {}, given)(lowered)
        return np.broadcast_to(np.asarray(made, dtype=float), xs.shape)


def _switches(e: Expr) -> list[Expr]:
    """The differences whose sign a node looks at."""
    if e.op == "indicator":
        return [build.sub(*e.args)]
    if e.op == "extremum":
        return [build.sub(a, b) for k, a in enumerate(e.args) for b in e.args[k + 1:]]
    if e.op == "apply" and e.data[0].known in ("relu", "abs", "step"):
        return [e.args[0]]
    return []
