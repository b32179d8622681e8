r"""Extreme values told with their place: "its maximum is $1$, attained at $x = 0$". The value has to be that of the function there, and at none of the points
tried is the function beyond it."""

from __future__ import annotations

import re
from fractions import Fraction

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.numbers.values import value_of
from symcheck.judge.derivation.prose import only_function
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.parser import parse
from symcheck.text import Source, SymcheckError

# "its maximum is", "The minimum value of $f$ is", right before the value, in a clause of its own.
_IS = re.compile(r"(?:^|[.;,:]|\b(?:and|so|hence|thus|therefore)\b)\s*(?:its|the)\s+(?:global\s+|overall\s+)?(?:(?P<most>maximum|maximal|largest|greatest|highest)|minimum|minimal|smallest|least|lowest)"
                 r"(?:\s+value)?(?:\s+of\s+(?:the\s+(?:function|loss|objective)\s*)?(?:\$\s*(?P<f>[^$=]+?)\s*\$)?)?\s+(?:is|equals)(?:\s+(?:then|thus|therefore|just))?\s*$", re.I)
_AT = re.compile(r"^\s*,?\s*(?:and\s+(?:it\s+)?is\s+|which\s+is\s+|it\s+is\s+)?(?:(?:only\s+)?(?:attained|reached|taken|assumed|achieved)\s+)?at\s*$", re.I)
_ENDS = re.compile(r"^\s*(?:$|[.;,]\s|[.;,]$)")
_PLACE = re.compile(rf"\s*(?P<x>{NAME})\s*=\s*(?P<place>[^=<>]+?)\s*[.,;]?\s*")
_LIMITED = re.compile(r"\b(?:on|over|for|if|when|where|under|subject|local|among|between|within|given|suppose|constraint|constrained)\b", re.I)
_OFFSETS = [sign * Fraction(k, d) for k, d in ((1, 1 << 17), (1, 4096), (1, 512), (1, 64), (1, 8), (1, 4), (1, 2), (3, 4), (1, 1), (5, 4), (3, 2), (2, 1), (5, 2), (3, 1), (4, 1), (5, 1), (7, 1), (10, 1), (33, 2), (40, 1), (100, 1), (1000, 1), (10 ** 6, 1)) for sign in (1, -1)]


class ExtremesTold:
    """The formula that tells the place of an extreme that was judged last."""

    def __init__(self, chains: Chains):
        self.chains = chains
        self.place_at = -9

    def judged(self, row: Source, formula: Formula, sentence: str) -> bool:
        """Judge an expression that the words before it call the largest or smallest value, where its place stands behind it; False where they do not."""
        at, formulas = self.chains.meanings.at, self.chains.meanings.document.formulas
        said = _IS.search(sentence)
        if said is None or at + 1 >= len(formulas) or formulas[at + 1].display or _AT.match(formulas[at + 1].before) is None or _ENDS.match(formulas[at + 1].after) is None:
            return False
        told = _PLACE.fullmatch(formulas[at + 1].rows[0].text) if formulas[at + 1].rows else None
        if told is None or _LIMITED.search(re.sub(r"\$[^$]*\$", "", sentence)):
            return False
        f = only_function.found(self.chains, told["x"], re.sub(r"\s*\(.*", "", said["f"] or ""), 1)
        if f is None or not is_scalar(f.variable.shape):
            return False
        try:
            piece, place = Piece(parse(row, self.chains.state.context.words), row), f.context.read(told["place"])
        except SymcheckError:
            return False
        value = self.chains.state.read(piece)
        v = self._verdict(f, place, value, piece, said["most"] is not None) if value is not None and is_scalar(value.shape) and is_scalar(place.shape) else None
        if v is None:
            return False
        self.chains.step(Statement([None, piece], ["="], row, piece.syntax.span), 0, v, reason="the value there, and none is beyond it" if v.right else "")
        self.place_at = at + 1
        return True

    def _verdict(self, f: only_function.Function, place: Expr, value: Expr, piece: Piece, most: bool) -> Verdict | None:
        v = only_function.compared(self.chains, f, f.at(f.value, place), value, piece)
        middle, there = value_of(place), value_of(f.at(f.value, place))
        if v.word == V.DIFFERENT:
            return v
        if not v.right or middle is None or there is None or not isinstance(middle.item(), (int, Fraction)):
            return None
        for off in _OFFSETS:
            x = value_of(f.at(f.value, build.num(Fraction(middle.item()) + off)))
            if x is None or (float(x.item()) - float(there.item())) * (1 if most else -1) > 1e-9:
                return None  # no extreme there, or maybe none
        return Verdict(V.SUPPORTED, "the value at this place, and at no point tried is the function beyond it")

    def is_place(self) -> bool:
        """Is this formula the place of the extreme that was judged right before?"""
        return self.place_at == self.chains.meanings.at


__all__ = ["ExtremesTold"]
