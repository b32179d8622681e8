r"""Iterates of gradient descent told by their numbers, where no formula says what a step is: "Gradient descent on $f$ with $\eta = 0.25$, starting from
$w_0 = 5$: we get $w_1 = 3$, $w_2 = 2$". Each is what one step along the derivative makes of the one before it. Where the words do not say that it
is the outcome of a step, or the step size, the start or the function are not told plainly, a difference says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains import descents_told
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.numbers import rounding
from symcheck.judge.derivation.numbers.fractions import fraction
from symcheck.judge.derivation.numbers.values import number, value_of
from symcheck.judge.derivation.relations import updates
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import speaks_of
from symcheck.judge.derivation.wording import steps_in_force
from symcheck.judge.derivation.wording.methods_named import OTHER_STEPS
from symcheck.judge.verdict import Verdict
from symcheck.read.names import base_of
from symcheck.text import SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

_FRACTION = r"\\[dt]?frac\s*(?:\{\s*\d+\s*\}|\d)\s*(?:\{\s*\d+\s*\}|\d)"
_NUMBER = rf"(?P<number>[-+]?\s*(?:\d+(?:\.\d+)?(?:\s*/\s*\d+)?|{_FRACTION}))"
_THIN, _PARTS = re.compile(r"\\[,;:! ]"), re.compile(r"[,;]|\\q?quad(?![A-Za-z])|\\text\s*\{[^{}]*\}")
# What says that the steps are those of gradient descent: its name, that of its step size.
_DESCENDS = re.compile(rf"{descents_told.DESCENT.pattern}|\blearning[\s-]rate\b|\bstep[\s-]?sizes?\b|\\eta(?![A-Za-z])[\s\S]*\bsteps?\b|(?:\\leftarrow|\\gets)[^$]*(?:\\eta|\\alpha)", re.I)
# "Run gradient descent from $2$ with", "start at $w = 2$", "starting point $w = 2$": the start without a number below.
_STARTS = re.compile(r"\b(?:start\w*|begin\w*|initiali[sz]\w*|from|initial\s+\w+)\b[^.;$]{0,30}$", re.I)
# Words of what comes out of a step, one of which stands before its number; and those that may stand beside them.
_OUTCOME = re.compile(r"\b(?:so|then|thus|hence|therefore|after|gives?|giving|yields?|yielding|gets?|got|obtain\w*|find|reach(?:es)?|arrives?|lands?|ends?|leads?|brings?|takes|moves?|sends?|goes|jumps?|hops?|"
                      r"followed|next|new|iterates?|becomes|results?|is|are|updates?)\b", re.I)
_PLAIN_WORD = re.compile(r"(?:and|so|then|thus|hence|therefore|that|we|i|you|it|one|us|have|has|had|been|gets?|got|obtain\w*|find|finds|reach(?:es)?|arrives?|lands?|ends?|up|is|are|be|gives?|giving|yields?|yielding|"
                         r"leads?|leading|brings?|takes|moves?|sends?|goes|jumps?|hops?|to|at|on|in|into|the|a|an|our|its|first|second|third|fourth|fifth|last|final|next|new|steps?|updates?|updated|iterations?|iterates?|"
                         r"after|single|two|three|four|five|six|ten|weight|parameter|value|point|position|this|which|means|results?|computing|running|gradient|descent|gd|exactly|already|just|only|now|again|back|"
                         r"straight|directly|once|twice|more|another|following|works|out|comes|followed|by|becomes|as|follows|of|finally|times|half|way|already|well|consequently|i|e|namely)", re.I)
# Steps on samples: each goes along the derivative of the loss of one.
_SAMPLED = re.compile(r"\b(?:SGD|stochastic(?:\s+gradient(?:\s+descent)?)?)\b", re.I)
# `L_1'(0) =`, `f'(w_0) =`: a derivative at a place.
_SLOPE_AT = re.compile(r"\s*(?P<f>\\?[A-Za-z]+(?:_(?:\w|\{\w+\}))?\s*')\s*(?:\\left)?\((?P<at>[^()=]+?)(?:\\right)?\)\s*=")
_TOGETHER = re.compile(r"\b(?:averag\w*|mean|sum|both|total|full|together|batch\w*|combin\w*)\b", re.I)
_NUMERAL = re.compile(rf"\s*(?:[-+]?\s*(?:\d+(?:\.\d+)?(?:\s*/\s*\d+)?|{_FRACTION}))\s*")


def judged(chains: Chains, s: Statement) -> Verdict | None:
    """The verdict on `w_1 = 3`; None where it is not known to be an iterate of plain gradient descent from a known start."""
    recursions, state = chains.meanings.recursions, chains.state
    head = counters.iterate(s.pieces[0].syntax) if s.pieces[0] is not None else None
    if head is None or head[1].counter or head[1].number < 1 or s.operators[0] != "=" or s.pieces[1] is None \
            or head[0] in recursions.rules or head[0] in recursions.former:
        return None
    value = number(state, s.pieces[1])
    formula = chains.meanings.document.formulas[chains.meanings.at]
    text, words = chains.meanings.survey.text[:formula.start], re.sub(r"\$[^$]*\$", " § ", state.text_so_far)
    if value is None or value.size != 1 or _DESCENDS.search(text) is None or OTHER_STEPS.search(_SAMPLED.sub(" ", words)) or steps_in_force.another_method(text) \
            or updates.goes_up(state) or state.penalties:
        return None
    return _compared(chains, s, head, float(value.ravel()[0]), text, OTHER_STEPS.search(words) is not None)


def _compared(chains: Chains, s: Statement, head: tuple[counters.Name, counters.Place], value: float, text: str, sampled: bool) -> Verdict | None:
    """The verdict on a number as that of the iterate at this place. `sampled`: a step may be one on a sample, of which the derivative has to be told."""
    base = next(iter(counters.iterates(s.pieces[0].syntax).values()))
    name, (_, k) = head
    rates = steps_in_force.rates(text)
    start = _told(chains, base, name.above, k - 1)
    known = chains.context.scope.bare(*base_of(base))
    if start is None or not rates or rates[-1] is None or known is not None and known.expr is not None and not is_scalar(known.expr.shape):
        return None
    slope = _slope_told(chains, base, name, k, start)
    told = _by_slope(chains, head, s, start, start - rates[-1] * slope, value) if slope is not None else None
    if sampled or told is not None and told.right:
        return told
    found = _along_losses(chains, s, head, base, start, rates[-1], value, text)
    return told if told is not None and (found is None or not found.right) else found


def _along_losses(chains: Chains, s: Statement, head: tuple[counters.Name, counters.Place], base, start: Fraction, rate: Fraction, value: float, text: str) -> Verdict | None:
    """The same by the derivatives of the functions of this number that have a formula."""
    sentence = chains.meanings.survey.sentence(chains.meanings.document.formulas[chains.meanings.at])
    found = {f: x for f, slope, w in _slopes(chains, base) if (x := _stepped(chains, slope, w, start, rate)) is not None}
    losses = {f: _agrees(x, value, s.text(1)) for f, x in found.items()}
    of = steps_in_force.loss_named(sentence) or steps_in_force.loss_named(text)
    if of in losses:
        losses = {of: losses[of]}
    if not losses:
        return None
    if all(x == rounding.AGREES for x in losses.values()):
        return Verdict(V.EQUAL, "one step along the derivative from the iterate before it")
    if rounding.OPEN in losses.values() or rounding.AGREES in losses.values() or len(losses) > 1 or not _is_outcome(chains, head):
        return Verdict(V.UNDECIDED, "this is not what one step along the derivative makes of the iterate before it, if it is one")
    made = next(iter(found.values())) if len(found) == 1 else found[of]
    return Verdict(V.DIFFERENT, "the step gives another number", message=f"one step of gradient descent from {start} gives {made}")


def _slope_told(chains: Chains, base, name: counters.Name, k: int, start: Fraction) -> Fraction | None:
    r"""What the derivative is that the formula right before takes at the iterate before, `$L_1'(0) = -2$, so $w_1 = ..$`, whatever number that tells."""
    at, formulas = chains.meanings.at, chains.meanings.document.formulas
    before = formulas[at - 1] if at else None
    sentence = re.split(r"\n\s*(?:[-*+]|\d+[.)]|\\item)\s", chains.meanings.survey.sentence(formulas[at]))[-1]
    slopes = [m for m in re.findall(r"\$([^$]*)\$", sentence) if _SLOPE_AT.match(m)]
    if len(slopes) > 1 or _TOGETHER.search(re.sub(r"\$[^$]*\$", " ", sentence)):
        return None
    told = _SLOPE_AT.match(before.rows[0].text) if before is not None and len(before.rows) == 1 and not re.search(r"\.\s|\n\s*(?:\n|[-*\d])", formulas[at].before) else None
    place = fraction(told["at"]) if told is not None and _NUMERAL.fullmatch(told["at"]) else None
    if told is None or place is None and re.sub(r"[\s{}]", "", told["at"]) != f"{base_of(base)[0]}_{k - 1}" or place not in (None, start) or name.above:
        return None
    e = chains.state.context_read(f"{told['f']}({start.numerator})" if start.denominator == 1 else rf"{told['f']}\left(\frac{{{start.numerator}}}{{{start.denominator}}}\right)")
    found = value_of(e) if e is not None and is_scalar(e.shape) else None
    if found is None and e is not None and is_scalar(e.shape):
        x = chains.meanings.instances.value_of(e, {})
        return None if x is None else Fraction(x)
    return None if found is None or not isinstance(found.item(), (int, Fraction)) else Fraction(found.item())


def _by_slope(chains: Chains, head: tuple[counters.Name, counters.Place], s: Statement, start: Fraction, made: Fraction, value: float) -> Verdict:
    """The verdict on an iterate after the derivative that was told right before it."""
    agrees = _agrees(made, value, s.text(1))
    if agrees == rounding.AGREES:
        return Verdict(V.EQUAL, "one step along the derivative told right before")
    if agrees == rounding.OPEN or not _is_outcome(chains, head):
        return Verdict(V.UNDECIDED, "this is not what one step along the derivative told right before makes of the iterate before it, if it is one")
    return Verdict(V.DIFFERENT, "the step gives another number", message=f"one step along the derivative told right before, from {start}, gives {made}")


def _agrees(made: Fraction, value: float, text: str) -> str:
    return rounding.exactly(made, value, text.strip().rstrip(".,; "))


def _stepped(chains: Chains, slope: Expr, w: Expr, start: Fraction, rate: Fraction) -> Fraction | None:
    """What one step makes of the start, at the numbers given; None where the derivative has no value there."""
    at = build.substitute(slope, ((w.data, build.num(start)),))
    found = value_of(at)
    value = found.item() if found is not None and found.size == 1 else chains.meanings.instances.value_of(slope, {w: start})
    try:
        return None if value is None else start - rate * Fraction(value if isinstance(value, (int, Fraction)) else float(value))
    except (TypeError, ValueError, OverflowError):
        return None


def _slopes(chains: Chains, base) -> Iterator[tuple[str, Expr, Expr]]:
    """The functions of this number with a formula, by their names, with their derivatives and the number."""
    context, objectives = descents_told.objectives(chains.state.context, base)
    letter = base_of(base)[0]
    for f in objectives:
        if re.match(rf"{re.escape(letter)}(?![A-Za-z])", f) is not None:
            continue  # w_1, w^*
        try:
            w, body = context.read(letter), context.read(f)
        except SymcheckError:
            continue
        if w.op == "var" and is_scalar(w.shape) and is_scalar(body.shape) and speaks_of(body, w):
            yield re.sub(r"[\s{}]", "", f.split("(")[0]), build.derivative(body, w, "column"), w
    known = {re.sub(r"[\s{}]", "", f.split("(")[0]) for f in objectives}
    w = context.scope.bare(*base_of(base))
    for e in context.scope if w is not None and w.expr is not None and w.expr.op == "var" else ():  # `J'(w) = A w - B` of a J without a formula
        if e.kind == "quantity" and e.primes == 1 and (f := re.sub(r"[\s{}']", "", e.name)) not in known and e.expr is not None and e.expr.op == "let" \
                and is_scalar(e.expr.shape) and speaks_of(e.expr, w.expr):
            yield f, e.expr.args[0], w.expr


def _told(chains: Chains, base, above: bool, k: int) -> Fraction | None:
    """The number of the iterate at step k that was told last, or of the start without a number below it."""
    letter = re.escape(base_of(base)[0])
    mark = rf"\^\s*\{{\s*\(\s*{k}\s*\)\s*\}}" if above else rf"_\s*(?:{k}|\{{\s*{k}\s*\}})"
    numbered = re.compile(rf"[\s&]*{letter}\s*{mark}\s*&?\s*:?=(?P<value>.*)", re.S)
    alone = re.compile(rf"\s*{letter}\s*:?=\s*{_NUMBER}\s*[.,;]?\s*")
    formulas, at = chains.meanings.document.formulas, chains.meanings.at
    for f in reversed(formulas[:at + 1]):
        for row in reversed(f.rows):
            told = [m for part in _PARTS.split(_THIN.sub(" ", row.text)) if (m := numbered.fullmatch(part)) is not None]
            if told:
                value = re.fullmatch(rf"[\s&]*{_NUMBER}[\s.&]*", told[-1]["value"].split(r"\approx")[0].split("=")[-1])
                return None if value is None else fraction(value["number"])
            m = alone.fullmatch(row.text) if not k else None
            if m is not None and _STARTS.search(f.before):
                return fraction(m["number"])
    return None


def _is_outcome(chains: Chains, head: tuple[counters.Name, counters.Place]) -> bool:
    """Do the words right before the number say, in plain words, that it comes out of a step? What joins it to the last one goes on with that."""
    formulas, at, k = chains.meanings.document.formulas, chains.meanings.at, head[1].number
    while True:
        before = formulas[at].before
        clause = re.split(r"[;:]|\.\s|\n\s*\n", before)[-1]
        plain = re.findall(r"[^\W\d_]+", re.sub(r"[*_]+", " ", clause))
        if not all(map(_PLAIN_WORD.fullmatch, plain)):
            return False
        if _OUTCOME.search(clause):
            return True
        told = rf"\s*{re.escape(head[0].base)}\s*[_^]\s*\{{?\s*\(?\s*{k - 1}(?!\d)"
        if k < 2 or not at or re.match(told, formulas[at - 1].rows[-1].text) is None:
            return ":" in before and k == 1
        at, k = at - 1, k - 1


__all__ = ["judged"]
