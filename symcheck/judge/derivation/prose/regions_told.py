r"""Where words say a claim about a function of a number holds: "left of both kinks", "between them", "to the right of the elbow", "On $(0, 1)$ we have".

The kinks are those that the words told before (`kinks_told.py`), in numbers or the only one.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr
from symcheck.expr.latex import to_latex
from symcheck.judge.derivation.numbers.values import value_of
from symcheck.judge.derivation.state import State
from symcheck.read.documents import Formula
from symcheck.text import Source

_KINK = r"(?:kink|elbow|knee|hinge|break-?\s?point|switching\s+point|jump|corner)"
_WHICH = {"first": 0, "left": 0, "leftmost": 0, "second": 1, "third": 2, "last": -1, "right": -1, "rightmost": -1}
# What a region lies beside: one kink, one of several, all of them.
_OF = (rf"(?:(?P<one>it|this|that|which|(?:the|its|this|that|our)\s+{_KINK}\b)|(?:the|its)\s+(?P<which>{'|'.join(_WHICH)})\s+(?:{_KINK}|one)\b|"
       rf"(?P<all>(?:both|all)(?:\s+of\s+them)?|them|these|(?:the|these|its|our|both|all|all\s+the|both\s+the|the\s+two)\s+{_KINK}s)\b)")
_AT_KINK = rf"(?=(?:the|its|this|that|these|our|both|all)\s[\w\s]*?{_KINK})"  # "after this" speaks of no place
_END = r"[\s,:]*(?:(?:we|one|you)\s+(?:have|get|find|obtain|see)\s*|it\s+(?:is|holds|becomes)\s*|there\s+(?:is\s+)?|the\s+(?:slope|derivative|function|network)\s+(?:is|has\s+slope)\s*)?(?:that\s+)?$"
_LEFT = re.compile(rf"\b(?:(?:to\s+the\s+)?left\s+of|(?:below|before)\s+{_AT_KINK})\s*{_OF}{_END}", re.I)
_RIGHT = re.compile(rf"\b(?:(?:to\s+the\s+)?right\s+of|(?:above|beyond|after|behind|past)\s+{_AT_KINK})\s*{_OF}{_END}", re.I)
_BETWEEN = re.compile(rf"\b(?:in\s+)?between(?:\s+(?:them|these|(?:the|these|its|our|both)\s+(?:two\s+)?(?:{_KINK}s|two)|both))?{_END}", re.I)
_OF_KINKS = re.compile(rf"{_KINK}|\b(?:both|them)\b", re.I)
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
        left, right, between = (p.search(said) for p in (_LEFT, _RIGHT, _BETWEEN))
        if not (left or right or between):
            return None
        if self.part != self.state.part or not self.kinks:
            return [] if any(m is not None and _OF_KINKS.search(m[0]) for m in (left, right, between)) else None
        kinks, x = self._in_order(), to_latex(self.by)
        if between is not None:
            text = f"{to_latex(kinks[0])} < {x} < {to_latex(kinks[1])}" if len(kinks) == 2 else ""
        else:
            place = _place(left or right, kinks, -1 if right else 0)
            text = f"{x} {'<' if left else '>'} {to_latex(place)}" if place is not None else ""
        return [Source(text, "the region", 1)] if text else []

    def _in_order(self) -> list[Expr]:
        """The kinks from left to right: the only one, or numbers."""
        if len(self.kinks) == 1:
            return self.kinks
        numbers = [v.item() for e in self.kinks if (v := value_of(e)) is not None and v.size == 1]
        return [self.kinks[k] for k in sorted(range(len(numbers)), key=numbers.__getitem__)] if len(numbers) == len(self.kinks) else []


def _place(said: re.Match, kinks: list[Expr], outermost: int) -> Expr | None:
    """The kink beside which a region lies, of these from left to right; None where the words speak of one and there are several, or of several and
    there is one."""
    if said["one"]:
        return kinks[0] if len(kinks) == 1 else None
    if len(kinks) < 2:
        return None
    if said["all"]:
        return kinks[outermost]
    k = _WHICH[said["which"].lower()]
    return kinks[k] if k < len(kinks) else None


def on_interval(interval: Formula, claim: Formula) -> list[Source]:
    r"""`x > 0` and `x < 1`, of "On $(0, 1)$ we have $f'(x) = 1$", also of `[0, 1]`, as functions are not judged at single points so; [] where the words
    say no such thing."""
    if interval.display or len(interval.rows) != 1 or not claim.rows or _ON.search(interval.before) is None \
            or re.search(r"[.;!?]\s", claim.before):
        return []
    found, about = _INTERVAL.fullmatch(interval.rows[0].text), _ARGUMENT.match(claim.rows[0].text)
    if found is None or about is None or found["name"]:
        return []
    x = about[1] or about[2]
    rows = []
    if not _INFINITE.fullmatch(found["low"]):
        rows.append(f"{x} > {found['low']}")
    if not _INFINITE.fullmatch(found["high"]):
        rows.append(f"{x} < {found['high']}")
    return [Source(text, "the interval", 1) for text in rows]
