r"""What words say of the formula right before: a name for it, its derivative, its inverse."""

from __future__ import annotations

import re

from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import numbered
from symcheck.judge.derivation.names.defining import define
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.relations import memberships, optima
from symcheck.judge.derivation.relations.link import EQUALITIES
from symcheck.judge.derivation.rows.heads import nameable
from symcheck.judge.derivation.rows.statements import Statement, statements, written
from symcheck.judge.derivation.solving import equations as E
from symcheck.judge.derivation.state import (
    Chain,
    Gradient,
    State,
    speaks_of,
)
from symcheck.judge.derivation.wording import words
from symcheck.read.context import Piece
from symcheck.read.parser import parse
from symcheck.text import Source, SymcheckError

# What the words right before a formula say that it is of the one before it.
_MADE_OF = re.compile(r"\b(?:whose|its|with)\s+(inverse|determinant|trace|transpose)\s+(?:is|equals|being|reads)\s*$", re.I)
_MADE = {"inverse": r"\left(%s\right)^{-1}", "determinant": r"\det\left(%s\right)", "trace": r"\operatorname{tr}\left(%s\right)",
         "transpose": r"\left(%s\right)^\top"}
# "this is", "it becomes", right before what the formula before comes to in the case that the sentence begins with.
_COMES_TO = re.compile(r"^(?:\s*(?:is|are|were)\s+(?:\w+,?\s+and\s+)?(?:symmetric|diagonal|orthogonal|positive\s+(?:semi-?)?definite))?\s*,?\s*(?:then\s+)?(?:this|it|that)\s+"
                       r"(?:then\s+|further\s+)?(?:is|becomes|equals|reads|reduces\s+to|simplifies\s+to|comes\s+to|collapses\s+to)(?:\s+(?:just|simply|only|the\s+familiar|to))?\s*$", re.I)
# "equals", "can be written as", alone between two formulas: of an expression, and not "if $K$ equals $2$".
_EQUALS = re.compile(r"^\s*,?\s*(?:which\s+|that\s+)?(?:(?:also|then|thus|therefore|hence|now|here)\s+)*(?:equals|is\s+(?:just|simply|the\s+same\s+as|equal\s+to|nothing\s+(?:but|else\s+than))|"
                     r"simplifies\s+to|reduces\s+to|(?:can|may)\s+(?:also\s+)?be\s+(?:re)?written\s+as|evaluates\s+to|factors\s+as|works\s+out\s+to)(?:\s+(?:just|simply))?\s*$", re.I)
_CONDITION = re.compile(r"\b(?:if|when(?:ever)?|where|for|unless|provided|such\s+that|suppos\w*|assum\w*|let)\b[^.;$]*$", re.I)
_OBJECTIVE = re.compile(r"\b(?:objective|function|criterion|loss|cost)\b", re.I)


class LastFormula:
    """Names for the formula right before, and claims about it."""

    def __init__(self, state: State, meanings: Meanings, chains: Chains, remarks: Remarks):
        self.state, self.meanings, self.chains, self.remarks = state, meanings, chains, remarks
        self.of_case: tuple[int, Chain | None] = -9, None  # the last formula said to be what another comes to in a case, and of which chain

    def derivative(self, row: Source, after: str) -> bool:
        r"""`.., whose derivative in $\\mu$ is zero when`, after a display that is no statement: of that function."""
        chain = self.chains.chain
        if chain is None or chain.head is not chain.last:
            return False
        f, by = self.state.read(chain.head), self.state.read(Piece(parse(row, self.state.context.words), row))
        if f is None or by is None or not is_scalar(f.shape) or by.op not in ("var", "let") or not speaks_of(f, by):
            return False
        gradient = Gradient(f, by)
        self.state.gradients.append(gradient)
        if words.ZERO.search(after):
            self.state.equations.append(E.stationary(gradient, row.locate(0)[0]))
        return True

    def comes_to(self, piece: Piece | None, row: Source, before: str, supposed: bool) -> bool:
        r"""`.. $\frac{\partial L}{\partial w} = (p - y) x$. If $y = 1$ this is $-(1 - p) x$`: a claim about the last formula in the case `supposed`."""
        at, formulas = self.meanings.at - 2, self.meanings.document.formulas
        if not supposed or at < 0 or piece is None or _COMES_TO.match(before) is None:
            return False
        chain = self.remarks.last[1] if self.remarks.last[0] == at else self.of_case[1] if self.of_case[0] == at else \
            self.chains.chain if formulas[at].display else None
        if chain is None or chain.wrong or chain.unread or chain.head is chain.last:
            return False
        s = Statement([chain.head, piece], ["="], row, piece.syntax.span)
        self.of_case = self.meanings.at, chain
        return self.remarks.aside_if_decided(s)

    def equals(self, piece: Piece | None, row: Source, before: str) -> bool:
        r"""`The divergence $D(p, q) = \sum_k p_k \log \frac{p_k}{q_k}$ equals $C(p, q) - H(p)$`: a claim about what the last formula ends with; not
        of a name without a definition. A step only where it is decided."""
        at, formulas = self.meanings.at - 1, self.meanings.document.formulas
        if at < 0 or piece is None or _EQUALS.match(before) is None or formulas[at].display or len(formulas[at].rows) != 1 or _CONDITION.search(formulas[at].before):
            return False
        try:
            found = statements(self.state.context, formulas[at].rows[0])
        except SymcheckError:
            return False
        if len(found) != 1 or found[0].pieces[-1] is None or not {*found[0].operators} <= EQUALITIES:
            return False
        x, y = self.state.read(found[0].pieces[-1]), self.state.read(piece)
        if x is None or y is None or x.op in ("var", "size", "item", "entry", "num") or x.shape != y.shape:
            return False
        return self.remarks.aside_if_decided(Statement([found[0].pieces[-1], piece], ["="], row, piece.syntax.span))

    def made_of(self, row: Source, before: str) -> bool:
        r"""`.., whose inverse is $\frac67 \begin{pmatrix} .. \end{pmatrix}$`: a claim about what the last formula ends with."""
        said, (at, last) = _MADE_OF.search(before), self.remarks.last
        formulas = self.meanings.document.formulas
        if said is None or not self.meanings.at:
            return False
        chain = last if at == self.meanings.at - 1 else self.chains.chain if formulas[self.meanings.at - 1].display else None
        value = self.state.read(chain.last) if chain is not None and not chain.unread else None
        if value is None or is_scalar(value.shape):
            return False
        line = _MADE[said[1].lower()] % written(chain.last.source, chain.last.syntax.span) + f" = {row.text}"
        found = statements(self.state.context, Source(line, row.name, row.locate(0)[0]))
        if len(found) != 1 or None in found[0].pieces or any(self.state.read(p) is None for p in found[0].pieces):
            return False
        self.remarks.aside(found[0])
        return True

    def named(self, row: Source, said: str) -> bool:
        """`Write $Q(w)$ for the last objective`: defines it as what the display before ends with, or minimizes where `said` speaks of that."""
        chain = self.chains.chain
        if chain is None or chain.wrong:
            return False
        found = optima.read(self.state, chain.last, chain.last.source) or (
            self._last_objective() if _OBJECTIVE.search(said) is not None else None)
        if found is None and words.IN_BRACKETS.search(said) is not None:
            return False  # of those of which optimum?
        piece = found.piece if found is not None and found.piece is not None else chain.last
        text = written(piece.source, piece.syntax.span)
        at = Source(f"{row.text.strip()} = {text.strip().rstrip('.,;')}", row.name, row.locate(0)[0])
        s = next(iter(statements(self.state.context, at)), None)
        return s is not None and define(self.meanings, s, bare=True) is None

    def objective_named(self, row: Source) -> bool:
        """`Call the braces $F(w)$`: defines it as what the display before minimizes or maximizes."""
        found = self._last_objective() if self.chains.chain is None or not self.chains.chain.wrong else None
        if found is None or found.piece is None or self.state.context_read(row.text) is not None:
            return False
        text = written(found.piece.source, found.piece.syntax.span)
        s = next(iter(statements(self.state.context, Source(f"{row.text.strip()} = {text.strip().rstrip('.,;')}", row.name, row.locate(0)[0]))), None)
        return s is not None and define(self.meanings, s, bare=True) is None

    def _last_objective(self) -> optima.Objective | None:
        r"""What the last display minimizes or maximizes, where it goes on after that: `\arg\min_w f(w), \quad \lambda = ..`."""
        earlier = next((f for f in reversed(self.meanings.document.formulas[:self.meanings.at]) if f.display), None)
        for row in reversed(earlier.rows if earlier is not None else ()):
            try:
                found = statements(self.state.context, row)
            except SymcheckError:
                continue
            read = [optima.read(self.state, p, row) for s in reversed(found) for p in reversed(s.pieces) if p is not None]
            if any(x is not None for x in read):
                return next(x for x in read if x is not None)
        return None

    def named_with_set(self, s: Statement) -> bool:
        r"""`call this matrix $G \in \mathbb{R}^{B \times K}$`: a name for the formula right before it, of which the shape is claimed."""
        if len(s.pieces) != 2 or None in s.pieces or not nameable(s.pieces[0].syntax) or not self.named_this(
                Source(s.text(0), s.row.name, s.line())):
            return False
        self.chains.step(s, 0, memberships.judged(self.state, *s.pieces))
        return True

    def named_this(self, row: Source) -> bool:
        """`I will call this number $H$`: defines a name without a meaning as what the formula right before it ends with."""
        earlier = self.meanings.document.formulas[self.meanings.at - 1] if self.meanings.at else None
        if (bare := re.split(r"[(\s]", row.text.strip())[0]) in self.meanings.survey.headed and not numbered.is_given_numbers(self.meanings, bare):
            return False  # its own equation says what it is, and not only what it is in an example
        if earlier is None or not earlier.rows or self.state.context_read(row.text) is not None \
                or earlier.display and (self.chains.chain is None or self.chains.chain.wrong):
            return False
        try:
            found = statements(self.state.context, earlier.rows[-1])
        except SymcheckError:
            return False
        told = next((s for s in reversed(found) if s.operators or s.pieces[0] is not None), None)
        if told is None:
            return False
        equal = next((k for k, op in enumerate(told.operators) if op not in EQUALITIES), len(told.operators))
        at = Source(f"{row.text.strip()} = {told.text(equal).strip().rstrip('.,;')}", row.name, row.locate(0)[0])
        s = next(iter(statements(self.state.context, at)), None)
        return s is not None and None not in s.pieces and nameable(s.pieces[0].syntax) and self.state.read(s.pieces[1]) is not None \
            and define(self.meanings, s, bare=True) is None
