r"""What kind of place a value is, told in words: "So $t = 0$ is a local maximum", "$w = a$ is a critical point".

It is judged by the first two derivatives, at that place, of the function of this name that was written last; nothing gets a value by it. That a minimum is more than a local
one is not decided here: such words are wrong where it is not even that. They are passed over where words or formulas beside them may make another function of it, "turned upside
down", "for $f^2$", and not wrong where words may limit it to a range, a parameter may have a number, or a kink or an end of the range may be the place.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import since_told
from symcheck.judge.derivation.prose import claims_of_all
from symcheck.judge.derivation.relations import order
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording import reservations, words
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.documents import Formula

_KIND = re.compile(r"\s*,?\s*(?:is|must\s+be|gives|yields|there\s+(?:is|lies)|(?:we|it|the\s+(?:function|loss|curve))\s+(?:have|has|find|get))\s+(?:(?:a|an|the|indeed|thus|therefore|always|then|only|unique|strict|isolated|interior)\s+)*(?P<scope>local\s+|global\s+|absolute\s+)?"
                   r"(?:(?P<least>minim(?:um|i[sz]er))|(?P<most>maxim(?:um|i[sz]er))|(?:stationary|critical)\s+point)(?:\s+(?:point|place))?\s*(?:of\s*)?(?=$|[.,;:)]|\s+(?:and|but|while|since|because|as)\b)", re.I)
_NAME = re.compile(r"(?:\\nabla\s*)?(?P<name>\\?[A-Za-z]+(?:_\{?\w+\}?)?)\s*(?:'{1,3}|\^\{?(?:\\prime\s*)+\}?)?\s*(?:\([^()=]*\))?")
_FORMULA = re.compile(r"\$([^$]*)\$")
_OF_WHICH = re.compile(r"\s*,?\s*(?:is|must\s+be|gives|yields)\s+(?:\w+\s+){1,5}?(?:minim|maxim|point|place)\w*\s+(?:point\s+|place\s+)?(?:of|for)\s*(?:the\s+)?(?:function\s+|loss\s+|cost\s+|curve\s+|objective\s+)?$", re.I)
# What makes another function of the one at hand.
_ALTERED = re.compile(r"\b(?:upside\s+down|turned|(?:negat|mirror|reflect|flip|revers|invert|shift|stretch|squar|rescal|scal|transform|perturb)(?:ed|ing|s|e|es|ped|ping)\b(?!\s+(?:error|loss|deviation|difference|norm|residual))|"
                      r"minus|reciprocal|exponential\s+of|logarithm\s+of|square\s+of|negative\s+of|another|other|different|derivative\s+has|of\s+(?:the|its|this)\s+(?:derivative|slope|reciprocal|logarithm|square))\b", re.I)
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
    f = meant(chains, formula, g.f, x, sentence)
    if f is None or keeps_open(chains, formula, sentence, formula.after[said.end():]):
        chains.outcome.passed_over(s.line(), s.row.text.strip())
        return True
    v = verdict(chains, f, x, value, said)
    if v is not None and v.word == V.DIFFERENT and may_differ(chains, formula, f, x, value, said):
        v = None
    if v is not None:
        chains.step(s, 0, v)
    return True


def keeps_open(chains: Chains, formula: Formula, sentence: str, after: str) -> bool:
    """Do the words of the sentence, those after the place among them, suppose something, take it back, or make another function of it?"""
    told = f"{sentence} § {claims_of_all.following(chains, formula)}"
    return bool(_CASE.match(after) or reservations.keeps(told) or reservations.mistaken(told) or _ALTERED.search(_FORMULA.sub(" § ", told)) or words.IF.search(sentence) or chains.state.in_case)


def may_differ(chains: Chains, formula: Formula, f: Expr, x: Expr, value: Expr, said: re.Match[str], limited: Callable[[Chains, Formula], bool] = claims_of_all.limited) -> bool:
    """May the words be right although the derivatives there speak against them? `limited`: how words limit such a claim."""
    return bool(since_told.function_changed(chains.meanings, [f.data.name] if f.op == "let" else []) or limited(chains, formula)
                or claims_of_all.numbers_given(chains, [f, value], but=[x.data.name]) or _has_edges(chains, f, x, said))


def meant(chains: Chains, formula: Formula, f: Expr, x: Expr, sentence: str) -> Expr | None:
    """The function of x that formulas and words before this one speak of last, f where they speak of it or of none; None where they make another one of it."""
    if any(_is_made_of(chains, m[1], x) for m in _FORMULA.finditer(sentence)):
        return None
    after = _OF_WHICH.match(formula.after)
    following = next((g for g in chains.meanings.document.formulas if g.start > formula.start), None)
    if after is not None and following is not None and not following.display:
        return _named(chains, following.rows[0].text, x) if following.rows else None
    for before in reversed(chains.meanings.document.formulas[:chains.meanings.at]):
        for row in reversed(before.rows):
            for head in re.split(r"(?<![<>:!\\])=", row.text):
                if (found := _named(chains, head.strip(" .,;:&"), x)) is not None:
                    return f if found is f or _is_slope_of(head) and found.op == "let" and f.op == "let" and found.data.name == f.data.name else found
    return f


def _named(chains: Chains, text: str, x: Expr) -> Expr | None:
    """The function of x that has this name, as `f`, `f(x)` or in a derivative, `f'(x)`, `f''`; None of anything else."""
    m = _NAME.fullmatch(text.strip(" .,;:&"))
    if m is None:
        return None
    entries = [e.expr for e in chains.meanings.context.scope.entries.get(m["name"], ()) if e.expr is not None and e.expr.op == "let"]
    return next((e for e in reversed(entries) if is_scalar(e.shape) and not e.data.family and x in e.walk()), None)


def _is_slope_of(text: str) -> bool:
    return "'" in text


def _is_made_of(chains: Chains, text: str, x: Expr) -> bool:
    """Is this an expression, no equation, that is made of a function of x and more, `-f(x)`, `f^2`?"""
    text = text.strip(" .,;:")
    if re.search(r"[=<>]|\\(?:[lg]eq?|to|in|approx|mapsto|ne)(?![a-z])", text) or _NAME.fullmatch(text):
        return False
    names = {m[0] for m in re.finditer(r"\\[A-Za-z]+|(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])", text)}
    return any(_named(chains, name, x) is not None for name in names)


def _has_edges(chains: Chains, f: Expr, x: Expr, said: re.Match[str]) -> bool:
    """May an extreme point be where the derivative is not zero: at a kink, or at the end of a range that is supposed?"""
    if not said["least"] and not said["most"]:
        return False
    kinks = any(n.op in ("extremum", "cases", "indicator", "norm") or n.op == "reduce" and n.data in ("max", "min") or n.op == "apply" and n.data[0].known in ("abs", "relu", "sign", "step", "sqrt")
                or n.op == "power" and (n.args[1].op != "num" or n.args[1].data != int(n.args[1].data)) for n in f.walk())
    ranged = bool(x.data.traits & {"positive", "nonnegative", "negative", "nonpositive", "integer"}) or any(
        isinstance(side, Expr) and x in side.walk() for op, *sides in chains.state.context.assumptions for side in sides)
    return kinks or ranged


def verdict(chains: Chains, f: Expr, x: Expr, value: Expr, said: re.Match[str]) -> Verdict | None:
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


__all__ = ["judged", "keeps_open", "may_differ", "meant", "verdict"]
