r"""What kind of place a value is, told in words: "So $t = 0$ is a local maximum", "$w = a$ is a critical point".

It is judged by the first two derivatives, at that place, of the function differentiated last by this name; nothing gets a value by it. That a minimum is more than a local
one is not decided here: such words are wrong where it is not even that.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import since_told
from symcheck.judge.derivation.relations import order
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording import reservations, words
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.documents import Formula

_KIND = re.compile(r"\s*,?\s*(?:is|must\s+be|gives|yields)\s+(?:(?:a|an|the|indeed|thus|therefore|always|then|only|unique|strict|isolated|interior)\s+)*(?P<scope>local\s+|global\s+|absolute\s+)?"
                   r"(?:(?P<least>minim(?:um|i[sz]er))|(?P<most>maxim(?:um|i[sz]er))|(?:stationary|critical)\s+point)(?:\s+(?:point|place))?\s*(?:of\s*)?(?=$|[.,;:)]|\s+(?:and|but|while|since|because|as)\b)", re.I)
_CASE = re.compile(r"\s*(?:[,;]\s*)?(?:only\b|if\b|when\b|iff\b|provided|unless|for\b|on\b|among|under|subject)", re.I)


def judged(chains: Chains, s: Statement, formula: Formula, sentence: str) -> bool:
    """Judge `t = a` of which the words say that it is a local extreme point or a stationary one; False where they say nothing of that kind."""
    said = _KIND.match(formula.after) if not formula.display and len(s.pieces) == 2 and s.operators == ["="] and None not in s.pieces else None
    x = chains.state.read(s.pieces[0]) if said is not None else None
    if said is None or x is None or x.op != "var" or not is_scalar(x.shape):
        return False
    chains.meanings.looked_up(s.pieces[1])
    value, g = chains.state.read(s.pieces[1]), chains.state.gradient_by(x)
    if value is None or not is_scalar(value.shape) or g is None or not is_scalar(g.f.shape) or words.HYPOTHESIS.search(formula.before):
        return False
    if _CASE.match(formula.after[said.end():]) or reservations.keeps(sentence) or words.IF.search(sentence) or chains.state.in_case:
        return True
    v = _verdict(chains, g.f, x, value, said)
    if v is not None and v.word == V.DIFFERENT and since_told.function_changed(chains.meanings, [g.f.data.name] if g.f.op == "let" else []):
        v = None
    if v is not None:
        chains.step(s, 0, v)
    return True


def _verdict(chains: Chains, f: Expr, x: Expr, value: Expr, said: re.Match[str]) -> Verdict | None:
    """The verdict by the derivatives there; None where they do not decide it."""
    first = build.derivative(f, x, "column")
    slope, bend = (build.substitute(e, ((x.data, value),)) for e in (first, build.derivative(first, x, "column")))
    flat = judge(chains.state.context, slope, build.num(0))
    if flat.word == V.DIFFERENT:
        return Verdict(V.DIFFERENT, "the derivative is not zero there", message="the derivative is not zero there", counterexample=flat.counterexample)
    if not flat.right:
        return None
    if not said["least"] and not said["most"]:
        return Verdict(V.EQUAL, "the derivative is zero there")
    up, down = (order.of_values(chains.state, bend, build.num(0), op).right for op in (">", "<"))
    if up == down:
        return None
    if up != bool(said["least"]):
        told = "positive" if up else "negative"
        return Verdict(V.DIFFERENT, f"the second derivative is {told} there", message=f"the second derivative is {told} there")
    local = (said["scope"] or "").strip().lower() == "local"
    return Verdict(V.EQUAL, "the derivative is zero there, and the second one has the sign that this needs") if local else None


__all__ = ["judged"]
