r"""Gradients at a place, and their norms, without a left side: "At $w = 0$ the gradient is $(-1, -3)^\top$ and its norm is $\sqrt{10}$", "the gradient of $L$ at
the point $w = (1, 1)^\top$ equals $..$, with norm $..$". They are judged as `\nabla L(w) = ..` with the place put in for w."""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.prose import only_function
from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.parser import parse
from symcheck.text import Source, SymcheckError

_PLACE = (r"\b(?:at|for|in)\s+(?:(?:the|our)\s+(?:(?:starting|initial|current|given)\s+)?(?:point|place|start|initiali[sz]ation|iterate|value|origin|weights?)\s*,?\s*)?"
          rf"\$\s*(?P<w>{NAME})\s*=\s*(?P<place>[^$=]+?)\s*\$")
_GRADIENT = r"(?:the|its|our)\s+(?:gradient|derivative|slope)(?:\s+(?:vector|there))?(?:\s+of\s+(?:the\s+(?:loss|objective|cost|function)\s*)?(?:\$\s*(?P<f>[^$=]+?)\s*\$)?)?"
_IS = r"\s+(?:is|equals|becomes|reads|has\s+the\s+value)(?:\s+(?:then|thus|therefore|just|simply|equal\s+to))?\s*:?\s*$"
# The whole sentence up to the formula: the place and the gradient, in either order.
_OPENS = r"^[\s\W\d]*(?:(?:so|hence|thus|then|now|therefore|here|again|first|next|consequently|accordingly)\s*,?\s+)?"
_HAS = r"(?:\s*,)?\s+(?:we\s+(?:have|get|find|see)\s+that\s+)?"
_AT_FIRST = re.compile(_OPENS + _PLACE + _HAS + _GRADIENT + _IS, re.I)
_AT_LAST = re.compile(_OPENS + _GRADIENT + r"\s+" + _PLACE + _IS, re.I)
# "and its norm is", "with Euclidean norm", ", whose length equals", right after a gradient at a place.
_NORM = re.compile(r"^[\s,;]*(?:and|so|hence|thus|with|of|which\s+has|has|whose)?[\s,]*(?:its|the|an?|whose)?\s*(?P<squared>squared\s+)?(?:(?:Euclidean|2|\$?\\?ell_?2\$?|L2)[\s-]*)?(?:norm|length|magnitude)"
                   r"(?:\s+(?:of\s+(?:it|(?:this|the)\s+gradient)|there))?(?:\s+(?:is|equals|becomes|equal\s+to))?(?:\s+(?:then|thus|therefore|hence|just))?\s*:?\s*$", re.I)
_ITS_NORM = re.compile(r"^\s*(?:[.;]\s*)(?:its|the)\s+(?P<squared>squared\s+)?(?:(?:Euclidean|2)[\s-]*)?(?:norm|length|magnitude)(?:\s+of\s+(?:it|(?:this|the)\s+gradient))?(?:\s+there)?\s+(?:is|equals)"
                       r"(?:\s+(?:then|thus|therefore|hence|just))?\s*:?\s*$", re.I)
# After the formula: in a case only, or of something else.
_CASE = re.compile(r"^\s*,?\s*(?:only\s+)?(?:when(?:ever)?|if|for|as\s+long|unless|times|percent|%|plus|up\s+to)\b", re.I)


class GradientsAt:
    """The gradient told last, and by which formula."""

    def __init__(self, chains: Chains):
        self.chains = chains
        self.at = -9
        self.last: tuple[Expr, only_function.Function] | None = None

    def judged(self, row: Source, formula: Formula, sentence: str) -> bool:
        """Judge an expression that the words before it call the gradient at a place, or the norm of the last such; False where they do not."""
        if _CASE.match(formula.after):
            return False
        try:
            piece = Piece(parse(row, self.chains.state.context.words), row)
        except SymcheckError:
            return False
        value = self.chains.state.read(piece)
        if value is None or has_derivative(value):
            return False
        return self._norm(row, piece, value, formula) or self._gradient(row, piece, value, sentence)

    def _norm(self, row: Source, piece: Piece, value: Expr, formula: Formula) -> bool:
        said = _NORM.match(formula.before) or _ITS_NORM.match(formula.before)
        if said is None or self.at != self.chains.meanings.at - 1 or self.last is None or not is_scalar(value.shape):
            return False
        slope, f = self.last
        square = build.power(build.norm(slope, "fro"), build.num(2)) if not is_scalar(slope.shape) else build.mul(slope, slope)
        norm = square if said["squared"] else build.power(square, build.div(build.num(1), build.num(2)))
        return self._step(row, piece, norm, value, f, "the norm of this gradient")

    def _gradient(self, row: Source, piece: Piece, value: Expr, sentence: str) -> bool:
        said = _AT_FIRST.search(sentence) or _AT_LAST.search(sentence)
        if said is None:
            return False
        length = max(value.shape) if all(isinstance(n, int) for n in value.shape) else None
        named = re.sub(r"\s*\(.*", "", said["f"] or "")
        f = only_function.found(self.chains, said["w"], named, length)
        place = self._place(f, said["place"]) if f is not None else None
        if place is None:
            return False
        slope = f.at(f.slope(), place)
        told = build.transpose(value) if slope.shape != value.shape and slope.shape == value.shape[::-1] else value
        if told.shape != slope.shape:
            return False
        if not self._step(row, piece, slope, told, f, f"the gradient at the value given to {f.letter}"):
            return False
        self.at, self.last = self.chains.meanings.at, (slope, f)
        return True

    def _place(self, f: only_function.Function, text: str) -> Expr | None:
        """The place as a value of the variable; a plain 0 has its shape."""
        try:
            e = f.context.read(text)
        except SymcheckError:
            return None
        if e.op == "num" and not e.data and not is_scalar(f.variable.shape):
            e = build.zeros(f.variable.shape)
        if e.shape != f.variable.shape and e.shape == f.variable.shape[::-1]:
            e = build.transpose(e)
        return e if e.shape == f.variable.shape else None

    def _step(self, row: Source, piece: Piece, known: Expr, told: Expr, f: only_function.Function, what: str) -> bool:
        v = only_function.compared(self.chains, f, known, told, piece)
        if not v.right and v.word != V.DIFFERENT:
            return False
        self.chains.step(Statement([None, piece], ["="], row, piece.syntax.span), 0, v, reason=what if v.right else "")
        return True


__all__ = ["GradientsAt"]
