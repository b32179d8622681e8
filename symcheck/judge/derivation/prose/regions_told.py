r"""Where words say a claim about a function of a number holds: "left of both kinks", "between them", "to the right of the elbow", "On $(0, 1)$ we have".

The kinks are those that the words told before (`kinks_told.py`), in numbers or the only one.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr
from symcheck.expr.latex import to_latex
from symcheck.judge.derivation.state import State, names_in
from symcheck.read.documents import Formula
from symcheck.text import Source

_KINKS = r"(?:kinks?|elbows?|knees?|hinges?|break-?\s?points?|switch(?:es|ing\s+points?)?|jumps?|corners?)"
_OF = rf"(?:it|them|this|that|both|all|all\s+of\s+them|both\s+of\s+them|(?:the|its|this|that|these|both|all|both\s+the|all\s+the|our)\s+(?:of\s+the\s+)?(?:\w+\s+)?{_KINKS}|which)"
_END = r"[\s,:]*(?:(?:we|one|you)\s+(?:have|get|find|obtain|see)\s*|it\s+(?:is|holds|becomes)\s*|there\s+(?:is\s+)?|the\s+(?:slope|derivative|function|network)\s+(?:is|has\s+slope)\s*)?(?:that\s+)?$"
_LEFT = re.compile(rf"\b(?:(?:to\s+the\s+)?left\s+of|below|before|smaller\s+than)\s+{_OF}{_END}", re.I)
_RIGHT = re.compile(rf"\b(?:(?:to\s+the\s+)?right\s+of|above|beyond|after|behind|past)\s+{_OF}{_END}", re.I)
_BETWEEN = re.compile(rf"\b(?:in\s+)?between(?:\s+(?:them|these|(?:the|these|its|our|both)\s+(?:two\s+)?(?:{_KINKS}|two)|both))?{_END}", re.I)
# "On $(0, 1)$", "for $x \in (0, 1)$", "in the interval $(0, 1)$", before an interval.
_ON = re.compile(r"\b(?:on|in|over|inside|throughout|within|for)(?:\s+(?:the|an?)\s+(?:open\s+|whole\s+)?(?:interval|region|range|segment|piece|set))?\s*$", re.I)
_INTERVAL = re.compile(r"\s*(?:(?P<name>\\?[A-Za-z]+)\s*\\in\s*)?(?:\\left)?(?P<open>[(\[\]])\s*(?P<low>[^,;]+?)\s*[,;]\s*(?P<high>[^,;]+?)\s*(?:\\right)?(?P<close>[)\]\[])\s*[.,;:]?\s*")
# What a claim is about: the x of `f'(x) = ..`, `\frac{df}{dx} = ..`.
_ARGUMENT = re.compile(r"\s*(?:\\?[A-Za-z]+(?:_\{?\w+\}?)?\s*'*\s*\(\s*(\\?[A-Za-z]+)\s*\)|(?:\\[dt]?frac\s*\{\s*(?:d|\\partial)[^{}]*\}\s*\{\s*(?:d|\\partial)\s*(\\?[A-Za-z]+)\s*\}))")
_INFINITE = re.compile(r"[-+]?\s*\\infty")


class Regions:
    """The kinks told so far in this part, and what words say of where they are."""

    def __init__(self, state: State):
        self.state = state
        self.kinks: list[Expr] = []
        self.by: Expr | None = None
        self.part = -1

    def met(self, by: Expr, place: Expr) -> None:
        """A kink of a function of `by` was told."""
        if self.part != self.state.part or self.by is not by:
            self.kinks, self.by, self.part = [], by, self.state.part
        if place not in self.kinks:
            self.kinks.append(place)

    def before(self, said: str) -> list[Source] | None:
        """The inequalities that the words right before a formula mean; [] where they speak of kinks that are not known, None where they speak of none."""
        side = next((name for name, p in (("left", _LEFT), ("right", _RIGHT), ("between", _BETWEEN)) if p.search(said)), None)
        if side is None or self.part != self.state.part or not self.kinks:
            return None
        ends = [self.kinks[0]] if len(self.kinks) == 1 else self._in_order()
        x = to_latex(self.by)
        if not ends or (side == "between") != (len(ends) == 2) and side == "between":
            return []
        low, high = to_latex(ends[0]), to_latex(ends[-1])
        text = {"left": f"{x} < {low}", "right": f"{x} > {high}", "between": f"{low} < {x} < {high}"}[side]
        return [Source(text, "the region", 1)]

    def _in_order(self) -> list[Expr]:
        """The kinks by their size, where all are numbers."""
        if any(names_in(e) for e in self.kinks):
            return []
        numbers = [(v, e) for e in self.kinks if (v := _number(e)) is not None]
        return [e for _, e in sorted(numbers, key=lambda pair: pair[0])] if len(numbers) == len(self.kinks) else []


def _number(e: Expr):
    if e.op == "num":
        return e.data
    if e.op == "neg":
        inner = _number(e.args[0])
        return None if inner is None else -inner
    if e.op == "div":
        top, bottom = map(_number, e.args)
        return None if top is None or not bottom else top / bottom
    return None


def on_interval(interval: Formula, claim: Formula) -> list[Source]:
    r"""`x > 0` and `x < 1`, of "On $(0, 1)$ we have $f'(x) = 1$"; [] where the words say no such thing."""
    if interval.display or claim.display or len(interval.rows) != 1 or not claim.rows or _ON.search(interval.before) is None \
            or re.search(r"[.;!?]\s", claim.before):
        return []
    found, about = _INTERVAL.fullmatch(interval.rows[0].text), _ARGUMENT.match(claim.rows[0].text)
    if found is None or about is None or found["name"]:
        return []
    x = about[1] or about[2]
    rows = []
    if not _INFINITE.fullmatch(found["low"]):
        rows.append(f"{x} {'>' if found['open'] in '(]' else chr(92) + 'ge'} {found['low']}")
    if not _INFINITE.fullmatch(found["high"]):
        rows.append(f"{x} {'<' if found['close'] in ')[' else chr(92) + 'le'} {found['high']}")
    return [Source(text, "the interval", 1) for text in rows]


__all__ = ["Regions", "on_interval"]
