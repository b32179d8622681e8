r"""Definitions among words: the names in them looked up, and those that wait until their names are explained."""

from __future__ import annotations

import re

from symcheck.expr.shape import is_vector
from symcheck.judge.derivation.chains import (
    likelihoods_told,
    quantities_named,
    steps_in_numbers,
    wholes_named,
)
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.laws import models
from symcheck.judge.derivation.names import inputs_named, lengths, lookup, taken_by_numbers
from symcheck.judge.derivation.names.defining import define
from symcheck.judge.derivation.names.fresh import is_known_function
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.prose.misfits import Misfits
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.rows.heads import arguments, nameable
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.state import Chain, State
from symcheck.judge.derivation.wording import entries_of_derivatives, words
from symcheck.read.names import label
from symcheck.read.syntax import Number, Script, Symbol, Syntax
from symcheck.text import Source

_ANY_MEMBER = re.compile(r"(\\?[A-Za-z]+)\s*_\s*\{?[a-z]\}?")
# A vector of zeros: `\\mathbf 0`, `\\vec{0}`.
_BOLD_ZERO = re.compile(r"\\(?:mathbf|boldsymbol|bm|vec|bf)\s*\{?\s*0\s*\}?(?:_\{?\w+\}?)?")


class Definitions:
    """Definitions taken in, now or later; `waiting`: those that need names explained after them."""

    def __init__(self, state: State, meanings: Meanings, chains: Chains, remarks: Remarks):
        self.state, self.meanings, self.chains, self.remarks = state, meanings, chains, remarks
        self.waiting: list[Statement] = []
        self.misfits = Misfits(chains)

    def heard(self, before: str) -> None:
        """Words after which a paragraph may be over."""
        self.misfits.heard(before, self.waiting)

    def ended(self) -> None:
        """The document is over."""
        self.misfits.settle(self.waiting)

    def look_up(self, s: Statement) -> None:
        """Fetch what the names in an equation mean, where that stands further on."""
        self.meanings.own = arguments(s.pieces[0].syntax) if nameable(s.pieces[0].syntax) else set()  # `\\nabla F(w)` introduces no w
        self.meanings.heading = label(s.pieces[0].syntax)
        if not nameable(s.pieces[0].syntax):
            self.meanings.numbered(s.pieces[0])
        if not nameable(s.pieces[0].syntax) or is_known_function(self.state, s.pieces[0].syntax):
            taken_by_numbers.declare(self.meanings, s)
        concluded = not nameable(s.pieces[0].syntax) and words.CONCLUDES.search(words.SENTENCES.split(self.state.said)[-1])
        given = [p for p, op in zip(s.pieces[1:], s.operators) if op == "=:"]  # it gets its meaning here
        if inputs_named.looked_up(self.meanings, s):
            given.append(s.pieces[1])
        for piece in s.pieces if concluded or lookup.is_stationary(s.row.text) else s.pieces[1:]:
            if piece is not None and piece not in given:
                self.meanings.looked_up(piece)
        if len(s.pieces) == 2:
            lengths.of_shape(self.meanings, *s.pieces)
        self.meanings.own, self.meanings.heading = set(), ""

    def take(self, s: Statement) -> None:
        """A definition, now or when its names are known; what it goes on to say of its value are claims."""
        if words.HYPOTHESIS.search(self.state.before) and any(p is not None and _is_dots(p.syntax) for p in s.pieces):
            self.state.unused = True  # `For $w_0 = \\dots = w_{K-1} = 0$`: to the end of the sentence
            return
        if (laid_out := entries_of_derivatives.layout(s.row.text)) is not None and laid_out in (self.state.layout, "row" if self.state.layout == "mixed" else None):
            return
        if (stepped := steps_in_numbers.of_new(self.chains, s)) is not None:
            self.chains.step(s, 0, stepped, "update")
        quantities_named.judged(self.chains, s, self.meanings.document.formulas[self.meanings.at])
        whole = wholes_named.named(self.chains, s, self._before(s.text(0).strip()))
        if len(s.pieces) == 2 and (zeros := self._zeros(s)) is not None:
            s = zeros
        if type(s.pieces[1].syntax) is Number and not s.pieces[1].syntax.value and self.state.read(s.pieces[0]) is None:  # `$v_0 = 0$` of a vector
            if not lengths.is_number_by_use(self.meanings, s.text(0).strip()):
                lengths.vector_by_use(self.meanings, s.text(0).strip(), s.row)
            if type(s.pieces[0].syntax) is Script and self.state.read(s.pieces[0]) is None:
                self.state.doubts.start(s.pieces[0])
        told = likelihoods_told.judged(self.chains, s)
        if (fault := define(self.meanings, s, bare=True)) is not None:
            self.waiting.append(s)
            self.misfits.meet(s, fault)
            self.state.doubts.lose(self.state, *s.pieces[:2])
            if (family := _ANY_MEMBER.fullmatch(s.text(0).strip())) is not None:  # `$s_i = ..$`, where s_1 and s_2 are names by themselves
                member = re.compile(rf"{re.escape(family[1])}_\{{?\d\}}?")
                self.state.dropped += [{v} for v in self.state.context.variables if member.fullmatch(v)]
            if len(s.pieces) > 2 and all(p is not None and self.state.read(p) is not None for p in s.pieces[1:]):
                self.remarks.aside(s, start=1)
            self.meanings.untied(s)
        elif len(s.pieces) > 2:
            self.remarks.aside(s, start=1)
        elif whole is not None or told is not None:
            self.chains.step(s, 0, whole or told, reason="the law of the data" if whole is None and told.right else "")

    def _before(self, name: str) -> Chain | None:
        """The chain of the formula right before this one; "collecting these in $G$" only names what it is about."""
        now, formulas = self.meanings.at, self.meanings.document.formulas
        while now and not formulas[now - 1].display and [row.text.strip() for row in formulas[now - 1].rows] == [name]:
            now -= 1
        if now and formulas[now - 1].display:
            return self.chains.chain
        at, chain = self.remarks.last
        return chain if at == now - 1 else None

    def _zeros(self, s: Statement) -> Statement | None:
        r"""Of `\mathbf w = \mathbf 0` of a name without a shape, where all vectors of the example have one length in numbers: the zeros of this length."""
        if _BOLD_ZERO.fullmatch(s.text(1).strip()) is None or self.state.read(s.pieces[0]) is not None:
            return None
        lengths_seen = {e.expr.shape[0] for e in self.state.context.scope if e.kind == "quantity" and e.expr is not None and is_vector(e.expr.shape)}
        if len(lengths_seen) != 1 or not isinstance(n := lengths_seen.pop(), int):
            return None
        zeros = r" \\ ".join("0" * n)
        line = Source(rf"{s.text(0)} = \begin{{pmatrix}} {zeros} \end{{pmatrix}}", s.row.name, s.line())
        return statements(self.state.context, line)[0]

    def diagonal(self, s: Statement, after: str) -> Statement:
        r"""`Let $Q = \operatorname{diag}(A)$ be the diagonal matrix`: the matrix, where diag(A) is the vector of entries of A."""
        value = self.state.read(s.pieces[1])
        if words.DIAGONAL_MATRIX.match(after) is None or value is None or not is_vector(value.shape) or len(s.pieces) != 2:
            return s
        line = Source(rf"{s.text(0)} = \operatorname{{diag}}({s.text(1)})", s.row.name, s.line())
        return statements(self.state.context, line)[0]

    def take_waiting(self) -> None:
        """Take in the definitions whose names have their meaning by now."""
        self.waiting = [s for s in self.waiting if not models.law_of(self.state, s)
                        and define(self.meanings, s, bare=True) is not None]


def _is_dots(s: Syntax) -> bool:
    return type(s) is Symbol and s.name in (r"\dots", r"\ldots", r"\cdots")
