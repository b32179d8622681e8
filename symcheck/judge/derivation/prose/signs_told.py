r"""Signs that words tell of the formula before them, in a region: "$h'(\theta) = \log \frac{1 - \theta}{\theta}$, which vanishes at $\theta = \frac12$, is positive for
$\theta < \frac12$ and negative for $\theta > \frac12$", or everywhere: "which is positive". The region is one of this claim, and supposed of nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.relations import inequalities, order
from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import Chain
from symcheck.judge.derivation.wording import cases_told
from symcheck.judge.verdict import DIFFERENT
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.parser import parse
from symcheck.text import Source

_WORD = r"(?P<sign>positive|negative|non-?\s?negative|non-?\s?positive)"
# "is positive for", "and negative when", right before the region.
_FOR = re.compile(rf"(?:\b(?:is|becomes|stays|remains|and|but|while)|,)\s+(?:(?:always|strictly|again|also|it\s+is)\s+)*{_WORD}\s+(?:(?:exactly|precisely|only|just)\s+)?"
                  r"(?:for|when(?:ever)?|if|where|as\s+long\s+as)\s*$", re.I)
# What leads from a formula to its sign.
_SUBJECT = re.compile(r"^\s*,?\s*(?:and\s+)?(?:which|this|it)\b(?!.*[.;:])", re.I | re.S)
# What leads to it from a display: "This is positive for", "So the derivative is positive for".
_OF_DISPLAY = re.compile(r"^\s*[.,;]?\s*(?:(?:so|hence|thus|therefore|and|now|clearly|obviously|here)\b[\s,]*)*(?:which|this|it|(?:the|this)\s+(?:last\s+|whole\s+)?(?:derivative|slope|expression|fraction|quotient|difference|term|sum))"
                         r"\b(?!.*[.;:])", re.I | re.S)
_SLOPE = re.compile(r"[^.;:]*\b(?:derivative|slope)\b", re.I)
# ", which is always positive", right after a formula, with nothing said of where.
_EVERYWHERE = re.compile(rf"^\s*,?\s*(?:which|and\s+this|and\s+it|this)\s+is\s+(?:(?:always|strictly|everywhere|clearly|of\s+course|also)\s+)*{_WORD}"
                         r"(?:\s+everywhere)?\s*(?:[,.;:)]|$|\bso\b|\bhence\b|and\s+so\b)", re.I)
_CONDITION = re.compile(r"\b(?:if|when(?:ever)?|suppose|assuming|unless|where|at)\b[^.;]*$", re.I)
_OPERATORS = {"positive": ">", "negative": "<", "nonnegative": r"\ge", "nonpositive": r"\le"}


class Signs:
    """Of what the last sign was told, and the number of the formula of its region."""

    def __init__(self, chains: Chains, remarks: Remarks):
        self.chains, self.state, self.remarks = chains, chains.state, remarks
        self.told: tuple[int, Piece | None] = -9, None
        self.spoken: tuple[int, Chain | None] = -9, None  # the number of the last formula judged that is no value of a variable, and its chain

    def in_region(self, s: Statement, formula: Formula) -> bool:
        """Judge a sign told for a region, which is this formula; False where no sign is told of a formula that is known."""
        said = _FOR.search(formula.before)
        if said is None or not inequalities.is_order(s) or None in s.pieces or len(s.pieces) > 3 or self._is_limited(formula):
            return False
        piece = self._subject(formula)
        sides = [self.state.read(p) for p in s.pieces]
        if piece is None or None in sides or not all(is_scalar(e.shape) for e in sides):
            return False
        self.told = self.chains.meanings.at, piece
        context = self.state.context.copy()
        context.assumptions = [*context.assumptions, *((_plain(op), x, y) for op, x, y in zip(s.operators, sides, sides[1:]))]
        self._judge(replace(self.state, context=context), s, piece, said["sign"])
        return True

    def everywhere(self, s: Statement, formula: Formula) -> None:
        """Judge ", which is positive" right after a formula that was judged."""
        said = _EVERYWHERE.match(formula.after)
        at, chain = self.remarks.last
        head = self.state.read(s.pieces[0]) if chain is not None and at == self.chains.meanings.at else None
        if head is not None and head.op != "var":
            self.spoken = at, chain
        if said is None or at != self.chains.meanings.at or chain is None or chain.wrong or chain.unread or _CONDITION.search(formula.before) \
                or self._is_limited(formula) or cases_told.leads(formula.after[said.end():]):
            return
        self._judge(self.state, s, chain.last, said["sign"])

    def _is_limited(self, formula: Formula) -> bool:
        """Is its sentence about a case or a region that is told in words, of which nobody can tell where that is?"""
        sentence = self.chains.meanings.survey.sentence(formula)
        return cases_told.opens(sentence) or cases_told.there(sentence)

    def _subject(self, formula: Formula) -> Piece | None:
        """The end of the formula that was judged last in this clause, or of which the sign before this was told."""
        now, (at, chain) = self.chains.meanings.at, self.spoken
        formulas, shown = self.chains.meanings.document.formulas, self.chains.chain
        if now and formulas[now - 1].display and _OF_DISPLAY.match(formula.before) is not None:
            spoken = shown is not None and not shown.wrong and not shown.unread and (_SLOPE.match(formula.before) is None or self._is_slope(shown))
            return shown.last if spoken else None
        if self.told[0] == now - 1 and re.search(r"[.;]", formula.before) is None:
            return self.told[1]
        between = "".join(f.before for f in self.chains.meanings.document.formulas[at + 1:now + 1]) if 0 <= now - at <= 3 else ""
        if chain is None or chain.wrong or chain.unread or _SUBJECT.match(between) is None:
            return None
        return chain.last

    def _is_slope(self, shown: Chain) -> bool:
        """Does a display begin with a derivative?"""
        head = self.state.read(shown.head)
        return head is not None and (has_derivative(head) or head.op == "let" and "'" in head.data.name)

    def _judge(self, state, s: Statement, piece: Piece, sign: str) -> None:
        e = state.read(piece)
        if e is None or not is_scalar(e.shape) or has_derivative(e) or e.op in ("num", "var"):
            return
        zero = Source("0", s.row.name, s.line())
        v = order.judged(state, piece, Piece(parse(zero, state.context.words), zero), _OPERATORS[re.sub(r"[\s-]", "", sign.lower())])
        if v.right or v.word == DIFFERENT:
            self.chains.step(s, 0, v, reason=f"is {sign} there" if v.right else "")


def _plain(op: str) -> str:
    return {r"\leq": r"\le", r"\geq": r"\ge", r"\leqslant": r"\le", r"\geqslant": r"\ge", r"\lt": "<", r"\gt": ">"}.get(op, op)


__all__ = ["Signs"]
