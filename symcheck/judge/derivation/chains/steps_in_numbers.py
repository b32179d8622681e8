r"""Steps of gradient descent in numbers alone: `w_{\text{new}} = 2 - 0.1 \cdot 16`, after the values of w and of the step size were given.

Such a line says nothing of what the rule is: it has to be a step down the derivative by w at these numbers.
"""

from __future__ import annotations

import random
import re
from fractions import Fraction
from typing import TYPE_CHECKING

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains import iterates_in_numbers, newton_in_numbers
from symcheck.judge.derivation.chains.descents_told import ANOTHER, DESCENT, RATES
from symcheck.judge.derivation.chains.hypotheses import free
from symcheck.judge.derivation.numbers.instances import Instances
from symcheck.judge.derivation.numbers.values import is_numeric
from symcheck.judge.derivation.relations import newton, renewed, updates
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State, names_in, speaks_of
from symcheck.judge.derivation.wording import steps_in_force, words
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.syntax import Additive, Script

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

# Words of a step, right before the value after it, and the marks that this has: `w_1`, `w^{(1)}`, `w_{\\text{next}}`.
_STEP = re.compile(r"\b(?:steps?|updat\w+|learning\s+rate|iterations?|descent|new\s+(?:weights?|parameters?|values?|biase?s?|slopes?|intercepts?))\b", re.I)
_NEW = re.compile(r"1|\+|(?:\\text|\\mathrm)?(?:new|next|updated|after)")
_RATE = re.compile(r"\b(?:learning\s+rate|step[\s-]?size)\b", re.I)
# Names of losses.
_LOSS = re.compile(r"(?:[LJEC]|\\ell|\\mathcal\{?[LJE]\}?|\\(?:text|mathrm|operatorname)\{(?:[Ll]oss|[Cc]ost|MSE|BCE|NLL)\})")
_TRIALS = 3  # values of w and of the step size, where the data are numbers
_UP = Verdict(V.DIFFERENT, "the step goes up the derivative", mistake="sign-whole",
              message="the sign is wrong: at the numbers given, this step goes up the derivative, not down")
_DOWN = Verdict(V.DIFFERENT, "the step goes down the derivative", mistake="sign-whole",
                message="the sign is wrong: at the numbers given, this step goes down the derivative, not up")

_GRADIENT_STEP = re.compile(r"\bgradient(?:[\s-]+descent)?\b|\bdescent\b|\bSGD\b|\bsteps?\s+(?:with|of|at)\b|\b(?:learning\s+)?rate\b|\bstep\s+size\b", re.I)


def judged(chains: Chains, s: Statement, v: Verdict, stepped: bool) -> Verdict:
    """The verdict on an update, which was `v` where nothing was known of it: of numbers alone, by the derivative at the numbers given.
    `stepped`: the name has made a step before."""
    state, instances = chains.state, chains.meanings.instances
    old, new = state.read(s.pieces[0]), state.read(s.pieces[1])
    if v.evidence == updates.NOTHING_CLAIMED and old is not None and new is not None and not is_numeric(new) and not stepped:
        return _of_data_in_numbers(chains, old, new) or _unlike(chains, old, new) or v
    if old is not None and new is not None and is_numeric(new) and (made := _of_newton(chains, old, s.pieces[1])) is not None:
        return made
    if v.evidence != updates.NOTHING_CLAIMED or old is None or new is None or not is_numeric(new) or not is_scalar(old.shape) \
            or old.op != "var" or old.data.name not in instances.values:
        return v
    return _along(chains, s.pieces[1], old, new, stepped) or v


def _unlike(chains: Chains, old: Expr, new: Expr) -> Verdict | None:
    """A step that words call one of a gradient and that is no multiple of a derivative that the document has taken is left open: it says no more what the update is."""
    state = chains.state
    if state.otherwise or not free(old) & free(new) or not any(g.by is old for g in state.gradients) or not any(n.op == "var" and n.data.name in RATES for n in new.walk()) \
            or not _GRADIENT_STEP.search(words.SENTENCES.split(state.said.rstrip())[-1]):
        return None
    return Verdict(V.UNDECIDED, "this step is no multiple of a derivative taken before")


def _of_data_in_numbers(chains: Chains, old: Expr, new: Expr) -> Verdict | None:
    r"""The verdict on `w_{t+1} - w^* = (1 - \frac{14}{3} \eta) (w_t - w^*)`, with any w and any step size, after the data were given in numbers; None where
    there are none, or the words speak of another method."""
    state, instances = chains.state, chains.meanings.instances
    rates = {n for n in new.walk() if n.op == "var" and is_scalar(n.shape) and n.data.name in RATES}
    losses = list(dict.fromkeys([g.f for g in state.gradients if g.by is old] or state.losses_of(old)))
    data = set().union(*map(names_in, losses)) & set(instances.values) - {old.data.name} if instances.open and old.op == "var" else set()
    said = re.sub(r"\$[^$]*\$", " ", state.paragraph)
    if not data or data & names_in(new) or len(rates) != 1 or not is_scalar(old.shape) or ANOTHER.search(said) or state.otherwise or state.penalties:
        return None
    rate = rates.pop()
    along, up = (_vanish(instances, [build.sub(build.sub(old, new), build.mul(build.mul(build.num(sign), rate), build.derivative(f, old, "column")))
                                     for f in losses], (old, rate)) for sign in (1, -1))
    if updates.goes_up(state):
        along, up = up, along
    if along:
        return Verdict(V.SUPPORTED, "a step along the derivative with the numbers given put in, at several values of the other names")
    if up:
        return _DOWN if updates.goes_up(state) else _UP
    known = len(losses) == 1 and DESCENT.search(said) is not None and along is False
    return Verdict(V.DIFFERENT, "no step along the derivative with the numbers given put in", message=(
        "with the numbers given put in, this is not the step size times the derivative")) if known else Verdict(
        V.UNDECIDED, "with the numbers given put in, this is not the step size times the derivative")


def _vanish(instances: Instances, differences: list[Expr], free: tuple[Expr, ...]) -> bool | None:
    """Is one of these zero at several values of the free names? None where that cannot be told of all of them."""
    draw, kept, found = random.Random(7), instances.values, [True for _ in differences]
    try:
        for _ in range(_TRIALS):
            instances.values = kept | {e.data.name: {(): Fraction(draw.randint(-99, 99), 7)} for e in free}
            at_these = [instances.vanishes(d) for d in differences]
            found = [None if None in (x, y) else x and y for x, y in zip(found, at_these)]
    finally:
        instances.values = kept
    return True if True in found else None if None in found else False


def of_new(chains: Chains, s: Statement) -> Verdict | None:
    r"""The verdict on `w_1 = 2 - 0.1 \cdot 16`, `w' = ..`, `w^+ = ..` after words of a step, where w has the value with which the right side
    begins, and on `w_1 = 0.4` as an iterate of gradient descent; None of any other definition."""
    if (made := renewed.marked(chains.state, chains.meanings.instances.vanishes, s)) is not None:
        return made
    return _begun(chains, s) or iterates_in_numbers.judged(chains, s)


def _begun(chains: Chains, s: Statement) -> Verdict | None:
    """The same where the right side begins with the value of w."""
    head = s.pieces[0].syntax if s.pieces[0] is not None else None
    if type(head) is not Script or head.base is None or s.pieces[1] is None or s.operators[0] != "=" \
            or not (_STEP.search(said := words.SENTENCES.split(chains.state.said.rstrip())[-1]) or newton.is_meant(said)):
        return None
    marks = [m for m in (head.sub, *head.sups) if m is not None]
    if len(marks) + (head.primes > 0) != 1 or head.primes > 1 or marks and not _NEW.fullmatch(
            re.sub(r"[\s{}()]", "", s.pieces[0].source.cut(marks[0].span.start, marks[0].span.end).text)):
        return None
    old, new = chains.state.read(Piece(head.base, s.pieces[0].source)), chains.state.read(s.pieces[1])
    if old is not None and new is not None and is_numeric(new) and (made := _of_newton(chains, old, s.pieces[1])) is not None:
        return made
    if old is None or old.op != "var" or old.data.name not in chains.meanings.instances.values or not is_scalar(old.shape) \
            or new is None or not is_numeric(new) or not _starts_there(chains, s.pieces[1], old):
        return None
    v = _along(chains, s.pieces[1], old, new, old in chains.state.updated)
    return v if v is not None and (v.right or v.word == V.DIFFERENT) else None


def _of_newton(chains: Chains, old: Expr, piece: Piece) -> Verdict | None:
    """The verdict on such a step of Newton's method."""
    sentence = chains.meanings.survey.sentence(chains.meanings.document.formulas[chains.meanings.at])
    return newton_in_numbers.judged(chains, old, piece, _losses(chains.state, old, steps_in_force.loss_named(sentence))[0])


def _along(chains: Chains, piece: Piece, old: Expr, new: Expr, stepped: bool) -> Verdict | None:
    """The verdict on a new value in numbers; None where no loss is known, or the words speak of another method."""
    state, instances = chains.state, chains.meanings.instances
    said = re.sub(r"\$[^$]*\$", " ", words.SENTENCES.split(state.said.rstrip())[-1])
    formula = chains.meanings.document.formulas[chains.meanings.at]
    text, sentence = chains.meanings.survey.text[:formula.start], chains.meanings.survey.sentence(formula)
    losses, sure = _losses(state, old, steps_in_force.loss_named(sentence))
    if not losses or ANOTHER.search(said):
        return None
    up = updates.goes_up(state)
    step = build.sub(new, old) if up else build.sub(old, new)
    slopes = [build.derivative(f, old, "column") for f in losses]
    rates = _rates(chains, text)

    def goes(r: Fraction, slope: Expr, sign: int = 1) -> bool:
        return instances.vanishes(build.sub(step, build.mul(build.num(sign * r), slope))) is True

    unsure = Verdict(V.UNDECIDED, "at the numbers given, this is no step along the derivative by the step size given")
    if not rates or rates[-1] is None or steps_in_force.another_method(text):
        return unsure
    fits = [goes(rates[-1], slope) for slope in slopes]
    last = next((g.f for g in reversed(state.gradients) if g.by is old and not g.factor), None) if not steps_in_force.loss_named(sentence) else None
    if all(fits) or sure and any(fits) or any(fit and f is last for fit, f in zip(fits, losses)):  # that of the derivative written last
        return Verdict(V.EQUAL, "a step along the derivative at the numbers given")
    if stepped or state.penalties or state.otherwise or any(fits):
        return unsure
    if any(goes(r, slope) for r in rates[:-1] if r is not None for slope in slopes):
        return unsure if steps_in_force.rates(sentence) != rates[-1:] else Verdict(
            V.DIFFERENT, "a step by another step size", message="this is a step by a step size that was given before, not by the one of this step")
    if any(goes(rates[-1], slope, -1) for slope in slopes):
        return _DOWN if up else _UP
    known = len(losses) == 1 and (DESCENT.search(said) or _RATE.search(said)) is not None and instances.vanishes(build.sub(slopes[0], slopes[0])) is not None
    return Verdict(V.DIFFERENT, "no step along the derivative at the numbers given", message=(
        "this is no step along the derivative at the numbers given, by the step size given")) if known and _starts_there(chains, piece, old) else unsure


def _losses(state: State, old: Expr, name: str) -> tuple[list[Expr], bool]:
    """The losses of which this may be a step, and whether it is known that it is one of these: the one by this name alone, where there is one."""
    named = state.context_read(name) if name else None
    defined = [f for f in state.context.definitions.values() if f.op == "let" and is_scalar(f.shape) and f.data.name.replace(" ", "") == name]
    if named is not None and is_scalar(named.shape) and speaks_of(named, old) and named is not old:
        return [named], True
    if defined and speaks_of(defined[-1], old):
        return defined[-1:], True
    called = [f for f in state.context.definitions.values() if f.op == "let" and is_scalar(f.shape) and not f.data.family and speaks_of(f, old) and _LOSS.fullmatch(f.data.name.replace(" ", ""))]
    return list(dict.fromkeys([g.f for g in state.gradients if g.by is old] or called[-1:] or state.losses_of(old))), False


def _starts_there(chains: Chains, piece: Piece, old: Expr) -> bool:
    r"""Does the right side begin with the value of the name, as in `2 - 0.1 \cdot 12`?"""
    first = piece.syntax.items[0] if type(piece.syntax) is Additive else None
    value = chains.state.read(Piece(first, piece.source)) if first is not None else None
    if value is not None and piece.syntax.signs[0] == "-":
        value = build.neg(value)
    return value is not None and is_numeric(value) and chains.meanings.instances.vanishes(build.sub(value, old)) is True


def _rates(chains: Chains, text: str) -> list[Fraction | None]:
    """The step sizes told, the last one that of this step: the values of names that are called so, where the words tell none."""
    named = [next(iter(values.values())) for name, values in chains.meanings.instances.values.items() if name in RATES and len(values) == 1]
    return steps_in_force.rates(text) or [r if isinstance(r, (int, Fraction)) else Fraction(r) for r in named]
