r"""Parameters that words tie to others, "If we put $E = W$ and $D = W^\top$", by which derivatives were taken before: "We return to separate matrices" takes
that back, and they are variables again. After "if", nothing tells whether they still are where another part begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr, Variable
from symcheck.judge.derivation.state import State, names_in, speaks_of
from symcheck.judge.derivation.wording import words
from symcheck.read.documents import Formula

if TYPE_CHECKING:
    from symcheck.judge.derivation.prose.values_held import ValuesHeld

_TIES = re.compile(r"\b(?:if|when|put(?:s|ting)?|tie[sd]?|tying|shar\w+|suppos\w+|choos\w+|set(?:s|ting)?|tak(?:e|ing)|let)\b", re.I)
_IF = re.compile(r"\b(?:if|when|suppos\w+)\b", re.I)
_KIND = r"(?:separate|untied|independent|distinct|different|unconstrained|free|original|general|two|unshared|individual)"
_SEPARATE = re.compile(rf"\b(?:return|go|come|turn|get)(?:s|ing)?\s+(?:back\s+)?(?:now\s+)?to\s+(?:the\s+)?(?:case\s+(?:of|with)\s+)?{_KIND}\b|\bback\s+to\s+(?:the\s+)?(?:case\s+(?:of|with)\s+)?{_KIND}\b|"
                       rf"\buntie(?:s|d)?\b|\buntying\b|\bno\s+longer\s+(?:tied|shared|tie|share)\b|\bdrop(?:s|ping)?\s+the\s+(?:tie|tying|sharing|constraint)\b|\b{_KIND}\s+(?:again|once\s+more)\b", re.I)
_NOT_YET = re.compile(r"\b(?:not|never|before|until|later|unlike|instead\s+of|would|could|if)\b|n't\b", re.I)


class Tied:
    """The variables that were tied, and the end of that."""

    def __init__(self, state: State, held: ValuesHeld):
        self.state, self.held = state, held
        self.known: dict[Variable, Expr] = {}
        self.part = -1
        self.dropped: set[str] = set()  # of an earlier one
        self.supposed: set[str] = set()  # the names of values that "if" told in this part

    def met(self, name: Expr | None, value: Expr | None, sentence: str) -> None:
        """A variable gets a meaning, or an equation; of one by which a derivative was taken that may be taken back."""
        if _TIES.search(sentence) and name is not None and name.op == "var" and not name.data.family and self.state.gradient_by(name) is not None:
            self.known[name.data] = name
            self.supposed |= names_in(value) if value is not None and _IF.search(sentence) else set()
            self.part = self.state.part

    def heard(self, formula: Formula) -> None:
        """The words before a formula may take back that parameters are tied."""
        if self.supposed and self.part != self.state.part:
            self.dropped, self.supposed = self.supposed, set()
            self.state.dropped.append(self.dropped)
        said = _SEPARATE.search(formula.before) if self.known else None
        if said is None or _NOT_YET.search(words.SENTENCES.split(formula.before[:said.start()])[-1]):
            return
        for v, name in self.known.items():
            self.held.free(v)
            self.state.context.assumptions = [a for a in self.state.context.assumptions if not (a[0] == "=" and len(a) > 2 and a[1] is name)]
            self.state.unheld[:] = [e for e in self.state.unheld if e.lhs is not name]
            self.state.equations[:] = [e for e in self.state.equations if not speaks_of(e.lhs, name) and not speaks_of(e.rhs, name)]
        self.state.dropped = [d for d in self.state.dropped if d is not self.dropped]
        self.held.place = [(v, value) for v, value in self.held.place if v not in self.known]
        self.state.context.remembered = {}
        self.known, self.supposed = {}, set()
