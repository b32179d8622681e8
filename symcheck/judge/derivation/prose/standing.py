r"""What a sentence of its own supposes: "Suppose $a = 1$.", "Case 1: $A$ is symmetric.", "First let $z > 0$."

It stands until the words take it back ("in general", "without this assumption"), until the same is supposed otherwise ("Second, let
$z < 0$", "Suppose $a = 3$"), or, where it opens a case of a list, until that item is over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from symcheck.expr import Variable
from symcheck.judge.derivation.names import assumptions
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording import words
from symcheck.read.context import Context
from symcheck.read.documents import Formula
from symcheck.text import Source

_ORDER = re.compile(r"^(.*?)\s*(<|>|\\(?:[gl]eq?|ne|neq|succeq?|preceq?)(?![A-Za-z])|=)\s*(.*)$", re.S)
_NUMBER = re.compile(r"[-+]?[\d./]+|-?\\infty|-?\\t?frac\s*\{?\d+\}?\s*\{?\d+\}?")
_TRAITS = re.compile(r"^(.*?)\s*\\text\s*\{([^{}]*)\}\s*$", re.S)
_OPPOSITE = {">": "<", "<": ">", r"\ge": "<", r"\geq": "<", r"\le": ">", r"\leq": ">"}
_LAST_ONE = re.compile(r"\bwithout\s+(?:this|that|the)\b|\bdrop\s+(?:this|that)\b", re.I)
_OF_THESE = re.compile(r"\b(?:arbitrary|(?:be|for)\s+any|(?:for|of|with)\s+(?:a\s+)?general)\b", re.I)
_DENIED = re.compile(r"\b(?:not|non)[\s-]+(?:necessarily\s+|in\s+general\s+|be\s+)?(?=(\w+))", re.I)
_TOO = re.compile(r"\b(?:also|further\w*|moreover|in\s+addition|besides|too)\b", re.I)


@dataclass
class Held:
    """What one sentence supposed: assumptions, and variables with other traits than `before`. `about` is what it says something
    of and the kind of thing it says, `until` the end of the item of the document that it opens."""

    about: tuple[str, str]
    assumptions: list[tuple] = field(default_factory=list)
    traits: list[tuple[Variable, Variable]] = field(default_factory=list)
    until: int | None = None
    order: str = ""  # `z > 0`, where it is one, of which "otherwise" is the opposite


class Standing:
    """The hypotheses that stand, the last one last."""

    def __init__(self, state: State, meanings: Meanings):
        self.state, self.meanings = state, meanings
        self.held: list[Held] = state.standing

    @property
    def context(self) -> Context:
        return self.state.context

    def take(self, row: Source, formula: Formula) -> bool:
        """Suppose a sign, an order or a trait from here on; what stood of the same makes way."""
        about, order = _about(row.text)
        if about is not None and not _TOO.search(formula.before):
            self.end(lambda h: h.about == about)
        before, known = self.context.variables, len(self.context.assumptions)
        if not assumptions.suppose(self.meanings, row):
            return False
        after = self.context.variables
        self.add(Held(about or (row.text, ""), self.context.assumptions[known:],
                      [(after[name], v) for name, v in before.items() if after.get(name, v) != v], order=order), formula)
        return True

    def add(self, held: Held, formula: Formula) -> None:
        held.until = self.meanings.survey.case_until(formula)
        self.held.append(held)

    def end(self, which) -> None:
        """Forget those of which `which` is true, the last first."""
        for h in [h for h in reversed(self.held) if which(h)]:
            self.held.remove(h)
            self.context.assumptions = [a for a in self.context.assumptions if a not in h.assumptions]
            for supposed, before in reversed(h.traits):
                self.meanings.exchange(supposed, before)

    def heard(self, formula: Formula) -> bool:
        """What the words before a formula take back. True where they speak of the general case."""
        self.end(lambda h: h.until is not None and h.until <= formula.start)
        said = formula.before
        for m in _DENIED.finditer(said):
            self.end(lambda h: h.about[1] and m[1].lower() in h.about[1])
        if not words.RELEASES.search(said):
            return False
        if _LAST_ONE.search(said):
            self.end(lambda h: h is self.held[-1])
        elif not _OF_THESE.search(said) or not self.held:
            self.end(lambda h: True)
        else:
            named = formula.rows[0].text if formula.rows and not formula.display else ""
            self.end(lambda h: re.search(rf"(?<![A-Za-z\\]){re.escape(h.about[0])}(?![A-Za-z])", named) or not _ORDER.match(h.about[0]) and h.about[1] == "=")
        return True

    def otherwise(self, formula: Formula) -> None:
        """The other case of the last hypothesis that is an order."""
        last = self.held[-1] if self.held else None
        if last is None or last.about[1] == "=":
            return
        self.end(lambda h: h is last)
        found = _ORDER.match(last.order)
        if found is not None and found[2] in _OPPOSITE:
            self.take(Source(f"{found[1]} {_OPPOSITE[found[2]]} {found[3]}", "the other case", 1), formula)


def _about(text: str) -> tuple[tuple[str, str] | None, str]:
    """What a hypothesis says something of, and what kind of thing; the order that it is."""
    traits = _TRAITS.match(text)
    if traits is not None:
        return (traits[1].split(r"\in")[0].strip(), traits[2].lower()), ""
    order = _ORDER.match(text)
    if order is None:
        return None, ""
    subject = order[1].strip()
    if _NUMBER.fullmatch(subject) and order[2] != "=":  # of `0 < x < 1` the x
        between = _ORDER.match(order[3])
        subject = (order[3] if between is None else between[1]).strip()
    return (subject, "=" if order[2] == "=" else "order"), text if order[2] in _OPPOSITE else ""
