r"""The step size with which gradient descent needs one step: "reaches the minimum in a single step when $\eta = 1/a$". It is judged as
`f'(w - \eta f'(w)) = 0` at every w, of the only function of the document, or with the update that the document writes in place of `w - \eta f'(w)`."""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.prose import only_function
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording import steps_in_force
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.text import SymcheckError

_ONE = r"(?:in|after|within|with)\s+(?:just\s+|only\s+|exactly\s+)?(?:a\s+single|one(?:\s+single)?)\s+(?:gradient\s+)?(?:step|iteration|update)"
_THERE = r"(?:the\s+|its\s+)?(?:unique\s+|exact\s+|global\s+)*(?:minimum|minimi[sz]er|optimum|solution|optimal\s+(?:point|value|weight))(?:\s+\$[^$=]*\$)?"
_REACHES = r"(?:reaches|finds|hits|attains|lands\s+(?:on|at|in)|jumps\s+(?:straight\s+|directly\s+)?to|arrives\s+at|gets\s+to|converges(?:\s+to)?|goes\s+(?:straight\s+)?to)"
_WHEN = r"(?:(?:exactly|precisely|if\s+and)\s+)?(?:only\s+)?(?:when|if|for|with|iff|provided(?:\s+that)?)(?:\s+(?:we\s+(?:take|choose|set|use)|the\s+(?:step\s+size|learning\s+rate)(?:\s+is)?))?"
_OPENS = r"^[\s\W\d]*(?:(?:so|hence|thus|then|therefore|in\s+particular|consequently|now|here|note\s+that|we\s+see\s+that|it\s+follows\s+that)\s*,?\s+)*"
_GD = r"(?:(?:plain\s+)?gradient\s+descent|the\s+(?:iteration|method|algorithm)|it)"
_FROM_ANY = r"(?:\s*,?\s*(?:from|for)\s+(?:any|every)\s+(?:start(?:ing\s+(?:point|value))?|initial\s+(?:point|value)|\$[^$=]*\$)\s*,?)?"
# The whole sentence up to the step size, in either order.
_SAID = [re.compile(_OPENS + rest, re.I) for rest in (
    rf"{_GD}\s+(?:then\s+|thus\s+|always\s+)?{_REACHES}\s+(?:{_THERE}{_FROM_ANY}\s+{_ONE}|{_ONE}){_FROM_ANY}\s*,?\s+{_WHEN}\s*$",
    rf"{_GD}\s+{_WHEN}\s*$", rf"{_WHEN}\s*$")]
_AFTER = re.compile(rf"^\s*,?\s*(?:{_GD}\s+)?(?:then\s+|thus\s+|always\s+)?{_REACHES}\s+(?:{_THERE}{_FROM_ANY}\s+{_ONE}|{_ONE}){_FROM_ANY}\s*[.;,]?(?:\s|$)", re.I)
_RATES = re.compile(r"\\?(?:alpha|eta|gamma|tau|mu|rho|epsilon|varepsilon)(?:_\w|\^\s*\{?(?:\*|\\star)\}?)?|h|t|s")


def judged(chains: Chains, s: Statement, before: str, after: str, sentence: str) -> bool:
    """Judge a step size of which the words say so; False where they do not, or it is not decided."""
    if len(s.pieces) != 2 or None in s.pieces or s.operators != ["="] or _RATES.fullmatch(s.text(0).strip()) is None:
        return False
    said = _SAID[0].search(sentence) or (_SAID[1].search(sentence) or _SAID[2].search(sentence)) and _AFTER.match(after)
    text = chains.meanings.survey.text[:chains.meanings.document.formulas[chains.meanings.at].start]
    f = only_function.found(chains) if said and not steps_in_force.another_method(text) else None
    chains.meanings.looked_up(s.pieces[1])
    rate = chains.state.read(s.pieces[1]) if f is not None else None
    if rate is None or not is_scalar(rate.shape) or f.variable in rate.walk():
        return False
    slope = f.slope()
    step = _step(chains, f, s.text(0).strip(), rate)
    if step is None:
        return False
    v = judge(f.context, f.at(slope, step), build.num(0) if is_scalar(slope.shape) else build.zeros(slope.shape))
    if not v.right and (v.word != V.DIFFERENT or only_function.has_numbers(chains, f, f.value, rate)):
        return False
    if not v.right:
        v = Verdict(V.DIFFERENT, v.evidence, counterexample=v.counterexample, message="after one step with this step size the derivative, shown, is not zero")
    chains.step(s, 0, v, reason="after this step the derivative is zero" if v.right else "")
    return True


def _step(chains: Chains, f: only_function.Function, letter: str, rate: Expr) -> Expr | None:
    r"""What one step with this step size makes of the variable: by the last update that the document writes, `w_{t+1} = w_t - 2 \eta f'(w_t)`, else along
    the derivative; None where that update cannot be read."""
    rows = [row.text for g in chains.meanings.document.formulas[:chains.meanings.at] for row in g.rows]
    x = re.escape(f.letter)
    head = re.compile(rf"\s*{x}\s*(?:[_^]\s*\{{?\s*\(?\s*[a-z]\s*\+\s*1\s*\)?\s*\}}?\s*&?\s*:?=|_\s*\{{?\s*(?:\\(?:text|mathrm)\s*\{{\s*)?new\s*\}}*\s*&?\s*:?=|\^\s*\{{?\s*\+\s*\}}?\s*&?\s*:?=|"
                      rf"&?\s*(?:\\leftarrow|\\gets|\\mapsto|\\to)(?![A-Za-z]))(?P<value>[^=]*)")
    written = next((m["value"] for text in reversed(rows) if (m := head.match(text)) is not None), None)
    if written is None:
        return build.sub(f.variable, build.mul(rate, f.slope()))
    here = re.sub(rf"(?<![A-Za-z\\]){x}\s*(?:_\s*(?:\{{\s*[a-z]\s*\}}|[a-z](?![A-Za-z]))|\^\s*\{{\s*\(\s*[a-z]\s*\)\s*\}})", lambda _: f.letter + " ", written).strip().rstrip(".,;")
    context = f.context.copy()
    try:
        if chains.state.context_read(letter) is None:
            context.declare(rf"{letter} \in \mathbb{{R}}")
        step, eta = context.read(here), context.read(letter)
    except SymcheckError:
        return None
    if eta.op != "var" or step.shape != f.variable.shape or eta not in step.walk():
        return None
    return build.substitute(step, ((eta.data, rate),))


__all__ = ["judged"]
