r"""Steps of gradient descent told by what they come to about: "the rule takes us to $w \approx 1.95$", "the first step ends at $b \approx 0.3$".

Such a name is no longer what the example gave, so that the old number is not compared with the new one. The new one is judged as that of one step
along the derivative that was spoken of last; where this or the step size is not known, or words may speak of more than one step, it is left open.
"""

from __future__ import annotations

import re
from fractions import Fraction

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.numbers import rounding
from symcheck.judge.derivation.prose import claims_of_all
from symcheck.judge.derivation.prose.steps_told import OTHER, StepsTold
from symcheck.judge.derivation.relations import updates
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording import reservations, steps_in_force, words
from symcheck.judge.verdict import Verdict
from symcheck.read.documents import Formula

_PLACE = re.compile(r"\s*(\\?[A-Za-z]+)\s*\\approx\s*([-+]?\s*\d+(?:\.\d+)?)\s*[.,;]?\s*")
# The verb right before the place, and of what its sentence must speak.
_REACHES = re.compile(r"\b(?:(?:ends?|winds?|stops?|lands?|arrives?|puts?\s+us|leaves?\s+us)\s+(?:up\s+)?(?:at|with|in|on)|(?:takes?|brings?|moves?|carries|sends?|leads?|pushes|pulls|changes?|updates?)\s+"
                      r"(?:(?:us|it|the\s+(?:weight|parameter|bias)|§)\s+)?(?:from\s+§\s+)?(?:down\s+|up\s+|in)?to|reach(?:es)?|goes\s+to|gives?|yields?|results?\s+in|produces?|(?:we|one)\s+(?:get|gets|obtain|obtains|reach|arrive\s+at)|"
                      r"new\s+(?:weight|parameter|bias|value)(?:\s+is)?)(?:\s+(?:the|a|new|updated|next|weight|parameter|value|us|then|now|only|just))*\s*$", re.I)
_STEP = re.compile(r"\b(?:steps?(?![\s-]*(?:sizes?|lengths?))|updates?|iterations?|passe?s|epochs?|descent|GD|SGD|(?:method|algorithm|optimi[sz]er|procedure|loop))\b", re.I)
# Of one step the words speak so; and so of more, of another one than the next, or of where all of them end.
_ONE = re.compile(r"\b(?:an?|one|the|this|that|our|first|single|each|every)\s+(?:(?:gradient|first|single|such|GD|SGD|descent|gradient\s+descent|update|full|full-batch|batch)\s+){0,3}(?:step|update|iteration|rule|formula)\b", re.I)
_MORE = re.compile(r"\b(?:second|third|fourth|fifth|tenth|last|next|another|further|eventual\w*|ultimate\w*|final\w*|until|till|converge\w*|limit|in\s+the\s+(?:end|long\s+run)|ends?\s+up|end|slow\w*|gradual\w*|repeat\w*|"
                   r"iterat(?:e|es|ed|ing)|again|keep\w*|run|runs|running|loop|many|several|few|some|more|hundreds?|thousands?|dozens?|times|long(?:er)?|steps|updates|iterations|epochs?|passes|§\s+(?:steps?|updates?|iterations?|times)|"
                   r"two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|large[rs]?t?|small(?:er|est)?|bigger|(?:twice|half|double)\b|as\s+(?:large|long|small)|clipp\w*|round\w*)\b", re.I)


def judged(chains: Chains, steps: StepsTold, s: Statement, formula: Formula) -> bool:
    """Judge what words tell that a step comes to about; False where they tell none of a name that has a number."""
    found = _PLACE.fullmatch(s.row.text)
    sentence = re.sub(r"\$[^$]*\$", "§", chains.meanings.survey.sentence(formula))
    if found is None or None in s.pieces or _REACHES.search(sentence) is None or _STEP.search(sentence) is None:
        return False
    now = steps.value_before(found[1])
    if now is None:
        return False
    chains.step(s, 0, _verdict(chains, found[1], found[2], now, formula, sentence))
    steps.move(found[1], Fraction(found[2].replace(" ", "")))
    return True


def _verdict(chains: Chains, name: str, text: str, now: Fraction, formula: Formula, sentence: str) -> Verdict:
    state, meanings = chains.state, chains.meanings
    so_far = meanings.survey.text[:formula.start]
    rates = steps_in_force.rates(so_far)
    ways = {"up" if m[1] is None else "down" for m in words.UPHILL.finditer(state.since)} or ({"up", "down"} if updates.goes_up(state) else {"down"})
    said = f"{sentence} § {claims_of_all.following(chains, formula)}"
    if OTHER.search(said) or _MORE.search(said) or reservations.mistaken(said) or reservations.keeps(said) or state.penalties or steps_in_force.another_method(so_far) or ways != {"down"}:
        return Verdict(V.UNDECIDED, "the words tell no single step of gradient descent")
    if not rates or rates[-1] is None:
        return Verdict(V.UNDECIDED, "the step size is not known")
    reached = [now - rates[-1] * x for g in state.gradients if (x := _slope(chains, name, g.f, g.by, now)) is not None]
    near = [rounding.about(x, Fraction(text.replace(" ", "")), text) for x in reached]
    if near and near[-1] == rounding.AGREES:
        return Verdict(V.EQUAL, f"one step of gradient descent from {now} with these numbers, rounded")
    if near and set(near) == {rounding.DIFFERS} and _ONE.search(sentence):
        return Verdict(V.DIFFERENT, "the step gives another number", message=f"one step of gradient descent from {now} gives about {float(reached[-1]):.5g}")
    return Verdict(V.UNDECIDED, "the function of which this is a step is not known")


def _slope(chains: Chains, name: str, f: Expr, by: Expr, now: Fraction) -> Fraction | None:
    """The derivative of a function by this name where that has this value, at the numbers of the example."""
    if not is_scalar(f.shape) or not is_scalar(by.shape) or by.op != "var" or by.data.name != name:
        return None
    value = chains.meanings.instances.nearly(build.derivative(f, by, "column"), {by: now})
    return None if value is None else Fraction(float(value))
