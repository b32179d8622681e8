r"""Steps of gradient descent in numbers alone: `w_{\text{new}} = 2 - 0.1 \cdot 16`, after the values of w and of the step size were given.

Such a line says nothing of what the rule is: it has to be a step down the derivative by w at these numbers.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.descents_told import ANOTHER, DESCENT, RATES
from symcheck.judge.derivation.numbers.values import is_numeric
from symcheck.judge.derivation.relations import updates
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording import words
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.syntax import Additive, Script

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

# "learning rate $0.1$", "a step size of $\\eta = 0.5$".
_RATE_TOLD = re.compile(r"\b(?:step[- ]?sizes?|(?:learning[- ])?rates?|steps?\s+of\s+(?:length|size))\s+(?:(?:is|of|be|equal\s+to|to)\s+)*\$?\s*"
                        r"(?:\\?[A-Za-z]+\s*=\s*)?(?P<rate>\d*\.?\d+)\s*\$?", re.I)
# "With $\\eta = 0.1$": by its letter, where no formula has made it known.
_RATE_NAMED = re.compile(r"\$\s*(?:" + "|".join(map(re.escape, RATES)) + r")\s*=\s*(?P<rate>\d*\.?\d+)\s*[.,]?\s*\$")
# Words of a step, right before the value after it, and the marks that this has: `w_1`, `w^{(1)}`, `w_{\\text{next}}`.
_STEP = re.compile(r"\b(?:steps?|updat\w+|learning\s+rate|iterations?|descent|new\s+(?:weights?|parameters?|values?|biase?s?|slopes?|intercepts?))\b", re.I)
_NEW = re.compile(r"1|\+|(?:\\text|\\mathrm)?(?:new|next|updated|after)")
_UP = Verdict(V.DIFFERENT, "the step goes up the derivative", mistake="sign-whole",
              message="the sign is wrong: at the numbers given, this step goes up the derivative, not down")
_DOWN = Verdict(V.DIFFERENT, "the step goes down the derivative", mistake="sign-whole",
                message="the sign is wrong: at the numbers given, this step goes down the derivative, not up")


def judged(chains: Chains, s: Statement, v: Verdict, stepped: bool) -> Verdict:
    """The verdict on an update, which was `v` where nothing was known of it: of numbers alone, by the derivative at the numbers given.
    `stepped`: the name has made a step before."""
    state, instances = chains.state, chains.meanings.instances
    old, new = state.read(s.pieces[0]), state.read(s.pieces[1])
    if v.evidence != updates.NOTHING_CLAIMED or old is None or new is None or not is_numeric(new) or not is_scalar(old.shape) \
            or old.op != "var" or old.data.name not in instances.values:
        return v
    return _along(chains, s.pieces[1], old, new, stepped) or v


def of_new(chains: Chains, s: Statement) -> Verdict | None:
    r"""The verdict on `w_1 = 2 - 0.1 \cdot 16`, `w' = ..`, `w^+ = ..` after words of a step, where w has the value with which the right side
    begins; None of any other definition."""
    head = s.pieces[0].syntax if s.pieces[0] is not None else None
    if type(head) is not Script or head.base is None or s.pieces[1] is None or s.operators[0] != "=" \
            or not _STEP.search(words.SENTENCES.split(chains.state.said.rstrip())[-1]):
        return None
    marks = [m for m in (head.sub, *head.sups) if m is not None]
    if len(marks) + (head.primes > 0) != 1 or head.primes > 1 or marks and not _NEW.fullmatch(
            re.sub(r"[\s{}()]", "", s.pieces[0].source.cut(marks[0].span.start, marks[0].span.end).text)):
        return None
    old, new = chains.state.read(Piece(head.base, s.pieces[0].source)), chains.state.read(s.pieces[1])
    if old is None or old.op != "var" or old.data.name not in chains.meanings.instances.values or not is_scalar(old.shape) \
            or new is None or not is_numeric(new) or not _starts_there(chains, s.pieces[1], old):
        return None
    v = _along(chains, s.pieces[1], old, new, old in chains.state.updated)
    return v if v is not None and (v.right or v.word == V.DIFFERENT) else None


def _along(chains: Chains, piece: Piece, old: Expr, new: Expr, stepped: bool) -> Verdict | None:
    """The verdict on a new value in numbers; None where no loss is known, or the words speak of another method."""
    state, instances = chains.state, chains.meanings.instances
    said = re.sub(r"\$[^$]*\$", " ", words.SENTENCES.split(state.said.rstrip())[-1])
    losses = list(dict.fromkeys([g.f for g in state.gradients if g.by is old] or state.losses_of(old)))
    if not losses or ANOTHER.search(said):
        return None
    up = updates.goes_up(state)
    step = build.sub(new, old) if up else build.sub(old, new)
    slopes = [build.derivative(f, old, "column") for f in losses]
    rates = [build.num(r) for r in _rates(chains)]
    ways = {sign: any(instances.vanishes(build.sub(step, build.mul(r if sign > 0 else build.neg(r), slope))) for r in rates for slope in slopes)
            for sign in (1, -1)}
    if ways[1]:
        return Verdict(V.EQUAL, "a step along the derivative at the numbers given")
    unsure = Verdict(V.UNDECIDED, "at the numbers given, this is no step along the derivative by the step size given")
    if stepped or state.penalties or state.otherwise:
        return unsure
    if ways[-1]:
        return _DOWN if up else _UP
    known = len(rates) == len(losses) == 1 and DESCENT.search(said) is not None and instances.vanishes(build.sub(slopes[0], slopes[0])) is not None
    return Verdict(V.DIFFERENT, "no step along the derivative at the numbers given", message=(
        "this is no step along the derivative at the numbers given, by the step size given")) if known and _starts_there(chains, piece, old) else unsure


def _starts_there(chains: Chains, piece: Piece, old: Expr) -> bool:
    r"""Does the right side begin with the value of the name, as in `2 - 0.1 \cdot 12`?"""
    value = chains.state.read(Piece(piece.syntax.items[0], piece.source)) if type(piece.syntax) is Additive else None
    return value is not None and is_numeric(value) and chains.meanings.instances.vanishes(build.sub(value, old)) is True


def _rates(chains: Chains) -> list[Fraction]:
    """The step sizes given: the values of names that are called so, and those that the words tell."""
    named = [next(iter(values.values())) for name, values in chains.meanings.instances.values.items() if name in RATES and len(values) == 1]
    told = [Fraction(m["rate"]) for pattern in (_RATE_TOLD, _RATE_NAMED) for m in [*pattern.finditer(chains.state.text_so_far)][-1:]]
    return list(dict.fromkeys(r if isinstance(r, (int, Fraction)) else Fraction(r) for r in (*named, *told)))
