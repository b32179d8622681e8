"""Rung 4: float64 at many points, certified where the sides differ.

Agreement counts only if every branch of the formulas was met, and if the sides still agree to 20
digits: else a clipping threshold that no point reached, or 3.14159265 for pi, would pass.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from symcheck.judge import branch_text
from symcheck.judge.ladder import Finding
from symcheck.judge.numeric import (
    ENOUGH_SIZES,
    Witness,
    certify,
    first_certified,
    gap_of,
    identity_test,
    is_rough,
    many_sizes,
    people_of,
    points_of,
    sizes_wanted,
    tolerance,
)
from symcheck.judge.sampling import draw
from symcheck.judge.switches import Coverage, switches, turned
from symcheck.tensor.array import Array, variables
from symcheck.tensor.evaluate import Evaluation, TooLarge, choose_sizes
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.reals import Float

POINTS = 24
ENOUGH = 20  # points at which the sides agree and are not 0
SPREADS = ("real", "wide", "real")
CLOSE_POINTS = 3  # points at which agreement is asked to more digits
DIGITS = 20
SOMEWHERE = 24  # draws of so many points
TURNS = 12  # searches for the other side of a switch


class _Tally:
    """What the points tried so far say of two sides."""

    def __init__(self, people, lhs: Array, rhs: Array):
        self.people, self.lhs, self.rhs = people, lhs, rhs
        self.coverage = Coverage(lhs, rhs)
        self.agreed = self.vacuous = 0
        self.close: list[tuple[dict, dict]] = []  # (sizes, values) of agreeing points

    def differs(self, evaluation: Evaluation) -> Witness | None:
        """A certified difference at the points of an evaluation, or else they are counted."""
        field = evaluation.field
        a, b = (points_of(evaluation(x), field) for x in (self.lhs, self.rhs))
        witness = first_certified(self.people, self.lhs, self.rhs, evaluation.sizes, evaluation, field,
                                  a, b)
        if witness is not None:
            return witness
        gap = gap_of(a, b)
        seen = np.maximum(np.abs(a), np.abs(b)).max(axis=1, initial=0) > 1e-8
        good = field.valid & np.isfinite(gap) & (gap <= tolerance(self.people))
        self.agreed += int((good & seen).sum())
        self.vacuous += int((good & ~seen).sum())
        for point in np.nonzero(good & seen)[0][: CLOSE_POINTS - len(self.close)]:
            self.close.append((evaluation.sizes, {v: x[0][point] for v, x in evaluation.values.items()}))
        self.coverage.record(evaluation, good)
        return None


@np.errstate(all="ignore")
def compare(q, lhs: Array, rhs: Array, reasons: list[str]) -> Finding:
    """Agreement or a certified difference of two sides."""
    people, dims, least = people_of(q, lhs, rhs)
    if people.unsolved:
        return Finding("undecided", "an assumption could not be used: no variable can be solved for")
    tally = _Tally(people, lhs, rhs)
    wanted = sizes_wanted(lhs, rhs)
    plain = q.foreign or is_rough(people)  # values that are known to few digits: moderate ones only
    if plain:
        wanted = ENOUGH_SIZES
    try:
        for k, (attempt, spread) in product(range(3), enumerate(SPREADS)):
            spread = "real" if plain else spread
            rng = np.random.default_rng([q.seed, 11, k, attempt])
            sizes = choose_sizes(dims, least, k) if wanted == ENOUGH_SIZES else \
                many_sizes(dims, least, 3 * k + attempt)
            witness = tally.differs(draw(people, Float(POINTS), sizes, rng, spread))
            if witness is not None:
                return _different(witness)
        witness = _on_other_sides(q, tally, dims, least)
    except Unsupported as error:
        return Finding("undecided", f"no value can be computed: {error}")
    except TooLarge as error:
        return Finding("undecided", str(error))
    if witness is not None:
        return _different(witness)
    if tally.coverage.missing and (lhs, rhs) != (q.lhs, q.rhs):  # canonical roots and logarithms
        return compare(q, q.lhs, q.rhs, reasons)  # may mean something on fewer points
    return _agreement(tally, reasons)


def where_defined(q) -> Finding:
    """Agreement or a difference of the sides as they are written, at points where these have values."""
    agreement = identity_test(q, q.lhs, q.rhs)
    return compare(q, q.lhs, q.rhs, []) if agreement is None else Finding("equal", agreement)


@np.errstate(all="ignore")
def agrees_somewhere(q) -> bool:
    """Do the sides agree on more than single points: at a share of points drawn at random? Where they are 0 it counts only if one side always is."""
    people, dims, least = people_of(q, q.lhs, q.rhs)
    agreed = 0
    try:
        for attempt in range(SOMEWHERE):
            field, rng = Float(POINTS), np.random.default_rng([q.seed, 17, attempt])
            evaluation = draw(people, field, choose_sizes(dims, least, 1), rng, SPREADS[attempt % len(SPREADS)])
            a, b = (points_of(evaluation(x), field) for x in (q.lhs, q.rhs))
            gap, sizes = gap_of(a, b), [np.abs(x).max(axis=1, initial=0) for x in (a, b)]
            counted = np.maximum(*sizes) > 1e-8 if all((s > 1e-8).any() for s in sizes) else True
            agreed += int((field.valid & np.isfinite(gap) & (gap <= tolerance(people)) & counted).sum())
    except (Unsupported, TooLarge):
        return True
    return agreed >= SOMEWHERE * POINTS // 100


def _different(witness: Witness) -> Finding:
    return Finding("different", "the sides differ at the numbers shown, in two precisions", witness)


def _on_other_sides(q, tally: _Tally, dims, least) -> Witness | None:
    """Points are sought on both sides of every switch, of those first of which no point was on one."""
    left = TURNS
    unseen = tally.coverage.missing
    for switch in (*unseen, *(s for s in switches(tally.lhs, tally.rhs) if s not in unseen)):
        for v in sorted(variables(switch), key=lambda a: (a.rank, a.data.name)):
            if not left:
                return None
            left -= 1
            rng = np.random.default_rng([q.seed, 13, left])
            base = draw(tally.people, Float(POINTS), choose_sizes(dims, least, left % 3), rng)
            moved = turned(tally.people, base, switch, v)
            witness = tally.differs(moved) if moved is not None else None
            if witness is not None:
                return witness
            if moved is not None and switch not in tally.coverage.missing:
                break
    return None


def _agreement(tally: _Tally, reasons: list[str]) -> Finding:
    unseen = tally.coverage.missing
    if tally.agreed >= ENOUGH:
        for sizes, values in () if is_rough(tally.people) else tally.close:
            witness = certify(tally.people, tally.lhs, tally.rhs, sizes, values, -1.0, 10.0**-DIGITS)
            if witness is not None:
                return Finding("different", f"the sides agree to {_common_digits(witness)} digits only, "
                                            "at the numbers shown", witness)
    alike = tally.agreed + tally.vacuous
    if alike >= ENOUGH and unseen:
        side = branch_text.side(unseen[0], tally.coverage.open[unseen[0]])
        return Finding("undecided", f"both sides agree at {alike} random points, but "
                                    f"no point was found where {side}, so that branch was not compared")
    if tally.agreed >= ENOUGH:
        digits = 6 if is_rough(tally.people) else 9
        return Finding("supported", f"both sides agree to {digits} digits at {tally.agreed} random points; "
                                    "that is no proof")
    if tally.vacuous and not tally.agreed:
        why = f"both sides are 0 at all {tally.vacuous} points tried, which shows too little"
    else:
        why = f"only {tally.agreed} points could be used" + (
            f", and {tally.vacuous} more where both sides are 0" if tally.vacuous else "")
    return Finding("undecided", "; ".join([*reasons, why]))


def _common_digits(w: Witness) -> int:
    gap = max(abs(x - y) for x, y in np.broadcast(w.lhs, w.rhs))
    scale = max(max(abs(x) for x in a.ravel()) for a in (w.lhs, w.rhs))
    return max(1, -round(float(np.log10(float(gap / scale)))))
