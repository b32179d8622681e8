r"""Derivatives whose left side is told in words: "The gradient is $2X^\top(Xw - y)$", "The derivative of $F$ with respect to $w$ is
$..$", "its Hessian is $X^\top W X$". They are of the function named, or of the last line of the display right before, or of the only function
of these names that was defined."""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.relations import optima
from symcheck.judge.derivation.relations.links import has_derivative
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State, called, speaks_of
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.parser import parse
from symcheck.text import Source, SymcheckError

_OF = (r"(?:\s+of\s+(?:\$(?P<of>[^$]+)\$|(?:this|it|that|both)|(?:the|this|that)\s+(?:(?:whole|new|negative|minus|last|latter|final|second|full|"
       r"resulting|regulari[sz]ed|penali[sz]ed|rescaled|simplified|equivalent)\s+|log-?\s?)*"
       r"(?:objective(?:\s+function)?|loss|cost|sum|function|criterion|expression|log\s?\w*|posterior|likelihood|right[- ]hand\s+side)))?")
_BY = r"(?:\s+(?:with\s+respect\s+to|w\.?\s?r\.?\s?t\.?|in|by)\s+\$(?P<by>[^$]+)\$)?"
_IS = re.compile(rf"\b(?:the|its|this|whose|has(?:\s+the)?)\s+(?:(?P<twice>Hessian(?:\s+matrix)?|second\s+derivative)|(?:first\s+)?(?:gradient|derivative|slope)){_OF}{_BY}\s+"
                 r"(?:is|equals|becomes|reads|comes\s+out\s+as)(?:\s+(?:then|thus|therefore|now|just|simply|hence))?\s*:?\s*$", re.I)

# Before and in the condition under which a sentence says what the gradient is.
_ON = re.compile(r"(?:^|[.;]\s+|\n)\W*(?:on|for|where|when|if|in|while|as\s+long\s+as)\b[^.;]*$", re.I)
_ORDER = re.compile(r"\s*(\\?[A-Za-z]\w*)\s*(?:[<>]|\\[gl]eq?(?![A-Za-z]))")
# Right after the expression: it is the gradient in a case only.
_CASE = re.compile(r"^\s*,?\s*(?:only\s+)?(?:when(?:ever)?|if|where|for|on|at|as\s+long|unless|in\s+(?:the|this|that)\s+case)\b", re.I)


def judged(chains: Chains, row: Source, sentence: str) -> bool:
    """Judge an expression that the sentence before it calls a gradient; False where it does not."""
    said = _IS.search(sentence)
    if said is None or _CASE.match(chains.meanings.document.formulas[chains.meanings.at].after):
        return False
    state = chains.state
    try:
        piece = Piece(parse(row, state.context.words), row)
    except SymcheckError:
        return False
    chains.meanings.looked_up(piece)
    follows, conditioned = _follows_display(chains)  # else the sentence may be about what stands in between
    value, twice = state.read(piece), said["twice"] is not None
    if value is None:
        return False
    f = _function(chains, said["of"]) if said["of"] or follows else _only_loss(state, value, twice)
    if f is None or has_derivative(value) or not is_scalar(f.shape):
        return False
    told_by = said["by"] or conditioned
    wanted = state.context_read(told_by) if told_by else None
    names = [wanted] if wanted is not None else _variables(f, value, twice)
    slopes = [(e, build.derivative(f, e, "column")) for e in names]
    verdicts = [(e, judge(state.context, build.derivative(slope, e, "column") if twice else slope, value)) for e, slope in slopes]
    found = next(((e, v) for e, v in verdicts if v.right), verdicts[0] if len(verdicts) == 1 else None)
    if found is None:
        last = [g.by for g in state.gradients]
        found = next(((e, v) for by in reversed(last) for e, v in verdicts if e is by), None)
    by, verdict = found or (None, Verdict(V.UNDECIDED, "by what this is a derivative cannot be told"))
    s = Statement([None, piece], ["="], row, piece.syntax.span)
    chains.step(s, 0, verdict, reason=f"the {'second ' * twice}derivative by {called(by)}" if verdict.right else "")
    if by is not None:
        state.saw(build.derivative(f, by, "column"))
    return True


def _follows_display(chains: Chains) -> tuple[bool, str]:
    """Does a display stand right before this formula, or before the condition with which its sentence begins, "On the half line
    $w > 0$"? The name of which that is a condition."""
    earlier = chains.meanings.document.formulas[max(0, chains.meanings.at - 2):chains.meanings.at]
    if not earlier or earlier[-1].display:
        return bool(earlier), ""
    order = _ORDER.match(earlier[-1].rows[0].text) if len(earlier) == 2 and earlier[0].display and _ON.search(earlier[-1].before) else None
    return order is not None, order[1] if order is not None else ""


def _function(chains: Chains, name: str | None) -> Expr | None:
    if name:
        return chains.state.context_read(name)
    chain = chains.chain
    if chain is None or chain.unread:
        return None
    found = optima.read(chains.state, chain.last, chain.last.source)  # of `\\arg\\min_w f(w)` the objective
    return found.optimum.objective if found is not None and found.optimum is not None else chains.state.read(chain.last)


def _variables(f: Expr, value: Expr, twice: bool) -> list[Expr]:
    """The variables of f with the shape of its gradient, or of which its Hessian has the shape."""
    found = [n for n in f.walk() if n.op == "var" and _fits(n.shape, value.shape, twice) and speaks_of(f, n) and not n.data.family]
    return list(dict.fromkeys(found))


def _fits(name: tuple, value: tuple, twice: bool) -> bool:
    return name == value if not twice else is_scalar(name) and is_scalar(value) or is_vector(name) and name[1] == 1 and value == (name[0], name[0])


def _only_loss(state: State, value: Expr, twice: bool) -> Expr | None:
    """The only number that was defined as a function of a variable with the shape that this derivative tells, and of which it speaks."""
    names = {n for n in value.walk() if n.op == "var" and _fits(n.shape, value.shape, twice) and not n.data.family}
    losses = {f for n in names for f in state.losses_of(n)}
    if not losses and twice and not is_scalar(value.shape):  # `A^\\top A`: of a square
        found = [f for f in state.context.definitions.values() if f.op == "let" and is_scalar(f.shape) and not f.data.family and _variables(f, value, twice)]
        losses = {f for f in found if not any(other is not f and speaks_of(other, f) for other in found)}
    return losses.pop() if len(losses) == 1 else None
