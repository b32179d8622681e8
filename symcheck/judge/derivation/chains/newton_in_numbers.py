r"""Newton steps in numbers alone: `w_{\text{new}} = 0 - \frac{1/2}{5/4}`, where the right side begins with the value that the step is from.

Such a line has to be the step to where the derivative is zero if the second derivative stays what it is there: both are taken at that
value and at the numbers given. Or it is the step to a root of the function itself. It is wrong only where one objective is known, and the sentence speaks of Newton's method alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.numbers.values import is_numeric, number
from symcheck.judge.derivation.relations import newton
from symcheck.judge.derivation.wording import words
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.syntax import Additive

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

# Words of another step than the one of this objective from here.
_UNSURE = re.compile(r"\b(?:if|would|could|should|instead|unlike|not|never|no|half|times|rate|size|other|another|root|zeros?|regulari[sz]\w*|penal\w*)\b|n['’]t\b", re.I)
# Where these stand it is the derivative that has to be zero.
_MINIMIZES = re.compile(r"''|\\nabla\s*\^|\bHessian|second\s+derivative|curvature|minim|maxim", re.I)
_UNDECIDED = Verdict(V.UNDECIDED, "at the numbers given, this was not found to be a Newton step")


def judged(chains: Chains, old: Expr, piece: Piece, losses: list[Expr]) -> Verdict | None:
    """The verdict on what words of Newton's method alone make of the name `old`, for these losses; None of other words, or of no step from a number."""
    state, instances = chains.state, chains.meanings.instances
    sentence = words.SENTENCES.split(state.since.rstrip())[-1]
    first = piece.syntax.items[0] if type(piece.syntax) is Additive and piece.syntax.signs[0] == "+" else None
    start = number(state, Piece(first, piece.source)) if first is not None else None
    if old.op == "let" and is_numeric(old.args[0]):  # "at $w = 1$", to the end of the sentence
        name = build.var(old.data)
        old, losses = name, [exchanged(f, old, name) for f in losses]
    if start is None or start.size != 1 or old.op != "var" or not is_scalar(old.shape) or not newton.is_meant(sentence):
        return None
    new, kept = state.read(piece), instances.values
    if new is None:
        return None
    instances.values = kept | {old.data.name: {(): start.ravel()[0]}}
    try:
        along = [instances.vanishes(_short_of(build.derivative(f, old, "column"), old, new)) for f in losses]
        to_root = [instances.vanishes(_short_of(f, old, new)) for f in losses]
    finally:
        instances.values = kept
    if along and all(along) or to_root and all(to_root) and _MINIMIZES.search(state.since) is None:
        return Verdict(V.EQUAL, "a Newton step at the numbers given")
    if along != [False] or state.penalties or _UNSURE.search(re.sub(r"\$[^$]*\$", " ", sentence)):
        return _UNDECIDED
    return Verdict(V.DIFFERENT, "no Newton step at the numbers given", message=(
        "at the numbers given, this step is not the inverse of the second derivative times the first"))


def _short_of(f: Expr, old: Expr, new: Expr) -> Expr:
    """What is left of a function after the step, where its slope stays what it is."""
    return build.add(f, build.mul(build.derivative(f, old, "column"), build.sub(new, old)))
