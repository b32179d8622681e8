r"""Ranges, regions and half lines that a sentence speaks of, and where they are over within it: "for $w > 0$ it is .., for $w < 0$ ..", "left of both
kinks", "on the other branch", "for larger $x$".

A sentence may go through several of them. Each takes the place of the one before it, with which it has no value in common; what they suppose is
over with the sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.names import assumptions
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.prose.regions_told import Regions, on_interval
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording.pieces_claimed import PIECE
from symcheck.read.documents import Formula
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.prose.suppositions import Suppositions

# "for larger", "beyond that", right before what holds in the rest of the cases; "for every real", before a letter.
_REST = re.compile(r"\b(?:for\s+(?:all\s+|any\s+|the\s+)*(?:larger|smaller|greater|bigger|higher|lower|other|remaining|rest)|beyond(?:\s+(?:that|it))?|elsewhere|everywhere\s+else|above\s+(?:that|it)|below\s+(?:that|it)|"
                   r"past\s+(?:that|it)|afterwards|after\s+that)\b[^.;:]{0,30}$", re.I)
_FOR_EVERY = re.compile(r"\bfor\s+(?:every|all|any|each|arbitrary)(?:\s+(?:real|possible|values?\s+of|numbers?|inputs?))*\s*$", re.I)
# Words of a region of functions with kinks, of which it may not be known which one it is.
_SOMEWHERE = re.compile(r"\b(?:(?:to\s+the\s+)?(?:left|right)\s+of|(?:in\s+)?between\s+(?:the|these|both|them)|beyond|past|far\s+(?:out|to)|on\s+(?:the|each|either|both)\s+(?:\w+\s+)?(?:left|right|side|sides|piece|pieces|"
                        r"segment|interval|region)|(?:units?|neurons?)\s+(?:is|are)\s+(?:still\s+|now\s+|already\s+|both\s+)?(?:active|inactive|on|off|dead)|nothing\s+is\s+active|in\s+the\s+(?:middle|first|second|third|last)"
                        r"(?!\s+(?:two\s+|three\s+|few\s+)?(?:lines?|displays?|displayed|equations?|equalit\w+|steps?|formulas?|formulae|rows?|expressions?|terms?|sums?|sections?|parts?|chapters?|lectures?|paragraphs?|layers?|sentences?|lemmas?)\b))\b", re.I)
# "Subtract $c$ on both sides": those of an equation.
_OF_EQUATION = re.compile(r"\b(?:subtract\w*|add(?:ing|s|ed)?|multipl\w+|divid\w+|tak(?:e|es|ing)|took|appl\w+|differentiat\w+|squar\w+|averag\w+|cancel\w*|put(?:s|ting)?|have|having|remov\w+)\b[^.;:]{0,80}?"
                          r"\bon\s+(?:both|each|either)\s+sides?\b", re.I)
# Orders: `0 < x \\le 1`; the names in one.
_RANGE = frozenset(("<", ">", r"\le", r"\ge"))
_ORDER = re.compile(r"[<>]|\\[gl]eq?(?:slant)?(?![A-Za-z])")
_NAME = re.compile(r"\\?[A-Za-z]+(?:_\w)?")
_HALF = re.compile(r"\s*(\\?[A-Za-z]+)\s*([<>])\s*0\s*")
# "on the left branch", "on the other side", after a half line was spoken of.
_BRANCH = re.compile(r"\bon\s+the\s+(left|right|negative|positive|other)\s+(?:branch|side|half(?:-?\s?line|-?\s?axis)?|piece|part)\b[^.$]*$", re.I)
_SIGN = re.compile(r"\s*(\\?[A-Za-z]+(?:_\w)?)\s*(?:[<>]|\\[gl]eq?(?![A-Za-z]))\s*0\s*")


class RangesSupposed:
    """`half`: the name and the sign of the half line that was spoken of last; `region`: traits and equations of the region that this sentence speaks
    of; `ranged`: the last formula that supposed a range of a name in this sentence."""

    def __init__(self, state: State, meanings: Meanings, suppositions: Suppositions):
        self.state, self.meanings, self.suppositions = state, meanings, suppositions
        self.half: tuple[str, str] | None = None
        self.regions = Regions(state)
        self.region: tuple[list, list] = [], []
        self.ranged: dict[str, int] = {}

    def hold(self) -> bool:
        """Does what is judged now hold in a region or a range of this sentence?"""
        equations = self.suppositions.equations
        return any(a in equations for a in self.region[1]) or any(a[0] in _RANGE for a in equations)

    def over(self) -> None:
        """The sentence is over."""
        self.ranged = {}

    def met(self, row: Source) -> None:
        """Remember the half line that a row supposes."""
        if (half := _HALF.fullmatch(row.text)) is not None:
            self.half = half[1], half[2]

    def heard(self, formula: Formula) -> None:
        """`Left of both kinks $f'(x) = 0$`, `on $(0, 1)$ we have $f'(x) = 1$`: in the place of the region told before it."""
        side = _BRANCH.search(formula.before)
        if side is not None and self.half is not None:
            self.other_case(Source(f"{self.half[0]} > 0", "the branch", 1))
            sign = {"left": "<", "negative": "<", "right": ">", "positive": ">"}.get(side[1].lower(), "<" if self.half[1] == ">" else ">")
            self.suppositions.scoped(Source(f"{self.half[0]} {sign} 0", "the branch", 1))
            return
        if formula.environment == PIECE:
            self.suppositions.forget(*self.region)
            return
        rows = self.regions.before(self.meanings.survey.sentence(formula).rstrip() or formula.before.rstrip())
        if rows is None:
            rows = on_interval(self.meanings.document.formulas[self.meanings.at], formula) or None
        if rows is None:
            self.state.somewhere = self.state.somewhere or _SOMEWHERE.search(_OF_EQUATION.sub(" ", self.meanings.survey.sentence(formula))) is not None
            return
        self.suppositions.forget(*self.region)
        traits, equations = [*self.suppositions.traits], [*self.suppositions.equations]
        self.state.somewhere = not rows or not all([self.suppositions.scoped(row) for row in rows])
        self.region = [t for t in self.suppositions.traits if t not in traits], [a for a in self.suppositions.equations if a not in equations]

    def over_for_the_rest(self, formula: Formula) -> None:
        """`for $x < 0$ it is .., and for larger $x$ ..`, `for every $x$ it is ..`: the range of the case before is over."""
        name = formula.rows[0].text.strip() if not formula.display and len(formula.rows) == 1 else ""
        every = _FOR_EVERY.search(formula.before) is not None and _NAME.fullmatch(name) is not None
        if not every and _REST.search(formula.before) is None:
            return
        over = [a for a in self.suppositions.equations if a[0] in _RANGE and (not every or any(n.op in ("var", "let") and n.data.name == name for e in a[1:3] for n in e.walk()))]
        traits = [pair for pair in self.suppositions.traits if not every or pair[0].name == name]
        if over or traits or self.half is not None or self.region[1] or self.suppositions.chains.cases:
            self.suppositions.chains.cases = ()
            self.suppositions.forget([*traits, *self.region[0]], [*over, *self.region[1]])
            self.region = [], []
            self.state.somewhere = not every

    def other_range(self, row: Source) -> bool:
        """`for $x \\le 1$ it is .., and for $x > 1$ ..`: the range of one case is over where one begins that has no value in common with it."""
        names = {*_NAME.findall(row.text)} if _ORDER.search(row.text) else set()
        over = [a for a in self.suppositions.equations if a[0] in _RANGE and any(n.op in ("var", "let") and n.data.name in names for side in a[1:3] for n in side.walk())]
        if not over:
            return False
        self.suppositions.forget([], over)
        return assumptions.suppose(self.meanings, row, lasting=False)

    def other_case(self, row: Source) -> None:
        """`For $w > 0$ it is .., for $w < 0$ ..`: the case of one sign is over where that of another begins; so is that of one range, "for $x < -1$ it
        is .., for $-1 < x < 1$ ..", after what was said of it."""
        order = _SIGN.fullmatch(row.text)
        names = {order[1]} if order is not None else set()
        if _ORDER.search(row.text):
            bounded = {part.strip() for part in _ORDER.split(row.text) if _NAME.fullmatch(part.strip())}
            names |= {name for name in bounded if self.ranged.get(name, self.meanings.at) < self.meanings.at - 1}
            self.ranged |= dict.fromkeys(bounded, self.meanings.at)
        self.suppositions.forget([pair for pair in self.suppositions.traits if pair[0].name in names], [])


__all__ = ["RangesSupposed"]
