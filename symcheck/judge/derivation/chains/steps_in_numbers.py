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

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

# "learning rate $0.1$", "a step size of $\\eta = 0.5$".
_RATE_TOLD = re.compile(r"\b(?:step[- ]?sizes?|(?:learning[- ])?rates?|steps?\s+of\s+(?:length|size))\s+(?:(?:is|of|be|equal\s+to|to)\s+)*\$?\s*"
                        r"(?:\\?[A-Za-z]+\s*=\s*)?(?P<rate>\d*\.?\d+)\s*\$?", re.I)
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
    said = re.sub(r"\$[^$]*\$", " ", words.SENTENCES.split(state.said.rstrip())[-1])
    losses = list(dict.fromkeys([g.f for g in state.gradients if g.by is old] or state.losses_of(old)))
    if not losses or ANOTHER.search(said):
        return v
    up = updates.goes_up(state)
    step = build.sub(new, old) if up else build.sub(old, new)
    slopes = [build.derivative(f, old, "column") for f in losses]
    rates = [build.num(r) for r in _rates(chains)]
    ways = {sign: any(instances.vanishes(build.sub(step, build.mul(r if sign > 0 else build.neg(r), slope))) for r in rates for slope in slopes) for sign in (1, -1)}
    if ways[1]:
        return Verdict(V.EQUAL, "a step along the derivative at the numbers given")
    unsure = Verdict(V.UNDECIDED, "at the numbers given, this is no step along the derivative by the step size given")
    if stepped or state.penalties or state.otherwise:
        return unsure
    if ways[-1]:
        return _DOWN if up else _UP
    known = len(rates) == len(losses) == 1 and DESCENT.search(said) is not None and instances.vanishes(build.sub(slopes[0], slopes[0])) is not None
    return Verdict(V.DIFFERENT, "no step along the derivative at the numbers given", message=(
        "this is no step along the derivative at the numbers given, by the step size given")) if known and _starts_there(chains, s, old) else unsure


def _starts_there(chains: Chains, s: Statement, old: Expr) -> bool:
    r"""Does the right side begin with the value of the name, as in `2 - 0.1 \cdot 12`?"""
    first = getattr(s.pieces[1].syntax, "items", (None,))[0]
    value = chains.state.read(s.pieces[1]._replace(syntax=first)) if first is not None else None
    return value is not None and is_numeric(value) and chains.meanings.instances.vanishes(build.sub(value, old)) is True


def _rates(chains: Chains) -> list[Fraction]:
    """The step sizes given: the values of names that are called so, and those that the words tell."""
    named = [next(iter(values.values())) for name, values in chains.meanings.instances.values.items() if name in RATES and len(values) == 1]
    told = [Fraction(m["rate"]) for m in _RATE_TOLD.finditer(chains.state.text_so_far + chains.state.said)]
    return list(dict.fromkeys(r if isinstance(r, (int, Fraction)) else Fraction(r) for r in (*named, *told[-1:])))
