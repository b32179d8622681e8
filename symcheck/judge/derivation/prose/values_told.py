r"""Values and slopes at a place that words tell, without a left side: "At $z = 0$ the loss is $\log 2$ and the derivative there is $\frac12 - t$",
"it is largest at $z = 0$, where it equals $\frac14$", "At $x = 0$ softplus takes the value $\log 2$ with slope $\frac12$"."""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import since_told
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State, called, speaks_of
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import DIFFERENT, Verdict
from symcheck.read.documents import Formula
from symcheck.text import Source

_THERE = r"(?:\s+(?:there|then|here|now|at\s+(?:this|that)\s+(?:point|place)))?"
_IS = r"\s+(?:is|equals|becomes|has\s+the\s+value|takes\s+the\s+value|comes\s+to)(?:\s+(?:exactly|just|simply|then|thus|still|always|therefore|equal\s+to))*\s*:?\s*$"
# Right before the number: "the loss is", "our objective there equals".
_LOSS = re.compile(rf"\b(?:the|its|our|this)\s+(?:(?:cross-?entropy|logistic|training|total|mean|average|whole|log-?|regulari[sz]ed|penali[sz]ed)\s*)*"
                   rf"(?:loss|cost|objective|risk|function|criterion|energy|likelihood|curve)(?:\s+(?:function|value))?{_THERE}{_IS}", re.I)
# "where it equals", "and its value there is", "at which it takes the value": of what was spoken of last.
_IT = re.compile(rf"\b(?:where|and|there|at\s+which(?:\s+point)?|here)\s*,?\s*(?:it|its\s+value|the\s+value|this){_THERE}{_IS}", re.I)
# "softplus takes the value", of the only function there is.
_TAKES = re.compile(r"\b(?:takes|has|attains)\s+the\s+value\s*$", re.I)
# "the derivative there is", "with slope", "and the gradient equals".
_SLOPE = re.compile(rf"\b(?:(?:the|its)\s+(?P<second>second\s+)?(?:slope|derivative|gradient|(?P<hessian>curvature|hessian)){_THERE}{_IS}|"
                    r"(?:with|and|has)\s+(?:the\s+|a\s+)?(?:slope|derivative|gradient)\s*$)", re.I)
_LIKELIHOOD = re.compile(r"likelihood", re.I)
# "The derivative of the sigmoid $\\sigma(z) = ..$ is largest at $z = 0$, where it equals": of what is made of the formula.
_MADE_OF = re.compile(r"\b(?:(?P<slope>(?P<second>second\s+)?(?:derivative|slope|gradient))|norm|square|inverse|reciprocal|log(?:arithm)?|variance|mean|expectation|negative|ratio|error|logits?|curvature)"
                      r"\s+of\b", re.I)
# Another place, told behind the value or as "a point with slope".
_ELSEWHERE = re.compile(r"^\s*,?\s*(?:(?:exactly|only|just|precisely)\s+)?(?:at|when(?:ever)?|if|for|where|once|is|are)\b", re.I)
_POINT_WITH = re.compile(r"\b(?:normal|secant|chord|perpendicular|inverse|other)\b[^,;$]*$|\b(?:an?|another|any|every)\s+(?:[a-z]+\s+)?(?:point|place|spot|weight|value)s?\s+(?:with|of)\s+(?:an?\s+|the\s+)?[a-z ]+$", re.I)
# What else the words may speak of: "the derivative of the loss is", "the norm of the gradient is".
_CLAUSE = re.compile(r"\bof\s+(?:the|this|that|its)\b[^,;$]*$", re.I)


def judged(chains: Chains, suppositions: Suppositions, remarks: Remarks, row: Source, found: list[Statement], formula: Formula) -> bool:
    """Judge what the words right before an expression say that it is at the place this sentence speaks of; False where they say no such
    thing, or it is not decided."""
    state, before = chains.state, formula.before
    piece = found[0].pieces[0] if len(found) == 1 else None
    places = _places(state, suppositions)
    if piece is None or not places or _CLAUSE.search(before) or _ELSEWHERE.match(formula.after) or _POINT_WITH.search(before):
        return False
    value = state.read(piece)
    if value is None or has_derivative(value):
        return False
    verdict = None
    if (said := _SLOPE.search(before)) is not None:
        verdict = _slope(state, _only(state, places), value, places, bool(said["second"] or said["hessian"]))
    elif (loss := _LOSS.search(before)) is not None or _TAKES.search(before):
        f = _only(state, places)
        if f is not None and (loss is None or _LIKELIHOOD.search(loss[0]) or not _LIKELIHOOD.search(chains.meanings.document.text)):
            verdict = _value(state, f, value)
    elif _IT.search(before):
        f, sentence = _spoken_of(state, remarks, chains), chains.meanings.survey.sentence(formula)
        of = _MADE_OF.search(sentence)
        slope = of is not None and of["slope"] is not None and len(_MADE_OF.findall(sentence)) == 1
        verdict = None if f is None or of is not None and not slope else _slope(state, f, value, places, bool(of["second"])) if slope else _value(state, f, value)
    if verdict is None or not verdict.right and verdict.word != DIFFERENT or _is_changed(chains, places):
        return False
    at = ", ".join(called(p) for p in places)
    chains.step(Statement([None, piece], ["="], row, piece.syntax.span), 0, verdict, reason=f"at the value given to {at}" if verdict.right else "")
    return True


def _is_changed(chains: Chains, places: list[Expr]) -> bool:
    """May words have changed what is a function of these places since it was defined?"""
    state, letters = chains.state, {p.data.name for p in places}
    maps = {e.name for e in state.context.scope if e.kind == "map" and len(e.params) == 1}
    numbers = {f.data.name for f in state.context.definitions.values() if f.op == "let" and is_scalar(f.shape) and any(speaks_of(f, p) for p in places)}
    return since_told.function_changed(chains.meanings, (maps | numbers) - letters)


def _places(state: State, suppositions: Suppositions) -> list[Expr]:
    """The names that have a value in this sentence, with it."""
    held = {*suppositions.held.values}
    return [e.expr for e in state.context.scope if e.expr is not None and e.expr.op == "let" and e.expr.data in held]


def _value(state: State, f: Expr, value: Expr) -> Verdict | None:
    return judge(state.context, f, value) if is_scalar(f.shape) and is_scalar(value.shape) else None


def _only(state: State, places: list[Expr]) -> Expr | None:
    """The only number with a definition that speaks of what has a value here and is no part of another one; else the only function of
    a number, at the one that has a value."""
    numbers = [f for f in state.context.definitions.values() if f.op == "let" and is_scalar(f.shape) and not f.data.family
               and f not in places and any(speaks_of(f, p) for p in places)]
    whole = [f for f in numbers if not any(other is not f and speaks_of(other, f) for other in numbers)]
    if whole:
        return whole[0] if len(whole) == 1 else None
    maps = [e for e in state.context.scope if e.kind == "map" and len(e.params) == 1 and is_scalar(e.params[0].shape)]
    if len(maps) != 1 or len(places) != 1 or not is_scalar(places[0].shape):
        return None
    return state.context_read(f"{maps[0].name}({places[0].data.name})")


def _spoken_of(state: State, remarks: Remarks, chains: Chains) -> Expr | None:
    """What the last formula judged in this sentence ends with; only the place stands between."""
    at, chain = remarks.last
    if at != chains.meanings.at - 2 or chain is None or chain.wrong or chain.unread:
        return None
    f = state.read(chain.last)
    return f if f is not None and not has_derivative(f) else None


def _slope(state: State, f: Expr | None, value: Expr, places: list[Expr], twice: bool) -> Verdict | None:
    """Is this the derivative of f at the place? By what has a value there, or by what derivatives were taken by."""
    if f is None or not is_scalar(f.shape):
        return None
    verdicts = []
    for place in places:
        v = build.var(place.data)
        slope = build.derivative(exchanged(f, place, v), v, "column")
        slope = build.derivative(slope, v, "column") if twice else slope
        if slope.shape == value.shape:
            verdicts.append(judge(state.context, build.substitute(slope, ((place.data, place.args[0]),)), value))
    others = [n for n in dict.fromkeys(f.walk()) if n.op == "var" and not n.data.family and n.shape == value.shape and not twice]
    right = next((v for v in verdicts if v.right), None)
    if right is None and any(judge(state.context, build.derivative(f, n, "column"), value, hint=True).right for n in others):
        return None  # of the derivative by another name
    by = {g.by for g in state.gradients}
    return right or (verdicts[0] if len(verdicts) == 1 and not any(n in by for n in others) else None)


__all__ = ["judged"]
