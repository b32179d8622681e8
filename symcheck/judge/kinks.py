"""What happens exactly at a switch: do sides that agree elsewhere agree where its argument is 0?

The index form leaves the value of a step at 0 open, as that of ReLU' is. A written indicator, sign
or case has one. So sides that hold some and were found equal are evaluated straight from their
expressions where the switches' arguments are exactly 0: a difference there is a condition
(u \\ne 0), or a refutation where the argument is 0 on more than a surface. Where a derivative has
no value, nothing is compared.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from symcheck.expr import build
from symcheck.expr.latex import to_latex
from symcheck.expr.node import Expr
from symcheck.judge.conditions import has_switch, is_switch
from symcheck.judge.finite import is_finite
from symcheck.judge.ladder import Finding
from symcheck.judge.numeric import Witness, people_of, sizes_to_try
from symcheck.judge.sampling import draw
from symcheck.judge.witness import direct_of, open_indices, side_values
from symcheck.tensor.array import variables
from symcheck.tensor.direct import Direct
from symcheck.tensor.evaluate import Evaluation, TooLarge
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.reals import Float

GAP = 1e-3  # far above the error of a difference quotient, far below the jump of an indicator
SIZES = 3
POINTS = 20  # that must agree for 'supported'
MOVES = 8  # points sought on the switches from one start
_FIXED = frozenset({"symmetric", "posdef", "possemidef", "orthogonal", "diagonal"})


def examined(q, finding: Finding, a: Expr, b: Expr) -> Finding:
    """The finding that two sides agree, with what is so at their written switches."""
    people, dims, least = people_of(q, q.lhs, q.rhs)
    if people.unsolved:
        return finding
    conditions: dict[str, None] = {}
    try:
        with np.errstate(all="ignore"):
            for number, sizes in enumerate(sizes_to_try(dims, least)[:SIZES]):
                rng = np.random.default_rng([q.seed, 17, number])
                look = _Look(people, sizes, a, b)
                witness = look.everywhere(draw(people, Float(4), sizes, rng))
                if witness is not None:
                    return Finding("different", "the sides differ at the numbers shown, where a switch "
                                                "is exactly at its threshold", witness)
                look.at_switches(draw(people, Float(2), sizes, rng, "small"), conditions)
    except (Unsupported, TooLarge, KeyError, ValueError, np.linalg.LinAlgError):
        pass
    return replace(finding, conditions=tuple(conditions)) if conditions else finding


def agreed(q, a: Expr, b: Expr) -> Finding | None:
    """'supported' for sides that agree as written at many points, below, above and at the threshold of
    every switch: for indicators of = beside those of >, which the index form does not relate."""
    people, dims, least = people_of(q, q.lhs, q.rhs)
    if people.unsolved or not any(map(has_switch, (a, b))):
        return None
    total = 0
    sides: dict[Expr, set[int]] = {}
    try:
        with np.errstate(all="ignore"):
            for number, sizes in enumerate(sizes_to_try(dims, least)[:SIZES]):
                look = _Look(people, sizes, a, b)
                for attempt, spread in enumerate(("real", "wide", "small")):
                    rng = np.random.default_rng([q.seed, 19, number, attempt])
                    for values in look.starts(draw(people, Float(8), sizes, rng, spread)):
                        for moved in (values, *(look.moved(values) if spread == "small" else ())):
                            left, right, met = look.at(moved)
                            if not np.isfinite(left).all() or _differ(left, right):
                                return None
                            total += 1
                            for e, x in met:
                                sides.setdefault(e, set()).add(int(np.sign(x)))
    except (Unsupported, TooLarge, KeyError, ValueError, np.linalg.LinAlgError):
        return None
    if total < POINTS or any(met != {-1, 0, 1} for met in sides.values()):
        return None
    return Finding("supported", f"both sides agree at {total} points, below, above and exactly at every "
                                "threshold; that is no proof")


class _Watching(Direct):
    """Notes the argument of every written switch that is met."""

    met: list[tuple[Expr, float]]

    def _indicator(self, e, env):
        if is_switch(e):
            x, y = self._args(e, env)
            self._note(e, x - y)
        return super()._indicator(e, env)

    def _apply(self, e, env):
        if is_switch(e):
            self._note(e, self(e.args[0], env))
        return super()._apply(e, env)

    def _note(self, e, values):
        self.met.extend((e, x) for x in np.ravel(values).tolist())


class _Look:
    """Both sides at chosen points of one choice of sizes."""

    def __init__(self, people, sizes, a: Expr, b: Expr):
        self.people, self.sizes, self.sides = people, sizes, (a, b)
        self.opens = open_indices(a, b)
        self.flat: set[Expr] = set()  # switches whose argument is 0 at random points too

    def at(self, values: dict):
        """(left, right, arguments of the switches met) at one point."""
        evaluate = direct_of(_Watching, self.sizes, values, exact=False, strict=True)
        evaluate.met = []
        left, right = (side_values(evaluate, e, self.opens) for e in self.sides)
        return left, right, evaluate.met

    def starts(self, evaluation: Evaluation):
        """The usable points of an evaluation."""
        for point in np.nonzero(evaluation.field.valid)[0]:
            yield {v: x[0][point] for v, x in evaluation.values.items()}

    def everywhere(self, evaluation: Evaluation) -> Witness | None:
        """A point where the sides differ, if that is so at several random ones of a switch at 0."""
        found = []
        for values in self.starts(evaluation):
            left, right, met = self.at(values)
            self.flat.update(e for e, x in met if x == 0)
            if _differ(left, right) and any(x == 0 for _, x in met):
                found.append(Witness(self.sizes, values, left[None], right[None], False))
        return found[0] if len(found) > 1 or found and not found[0].values else None

    def at_switches(self, evaluation: Evaluation, conditions: dict[str, None]) -> None:
        """Add the conditions that exclude the switches at which the sides differ."""
        for start in self.starts(evaluation):
            for values in (start, *self.moved(start)):
                left, right, met = self.at(values)
                zero = dict.fromkeys(e for e, x in met if x == 0)
                if not zero or not _differ(left, right):
                    continue
                texts = [_condition(e) for e in sorted(zero, key=lambda e: e in self.flat)]
                if not any(t in conditions for t in texts):
                    conditions[texts[0]] = None

    def moved(self, start: dict):
        """Points at which one entry was moved so that the argument of a switch is 0."""
        left = MOVES
        _, _, before = self.at(start)
        for v in sorted(start, key=lambda a: (a.rank, a.data.name)):
            if is_finite(v.data) or v.data.traits & _FIXED or any(
                    c.relation == "=" and v in variables(c.residual) for c in self.people.constraints):
                continue
            for place in list(np.ndindex(start[v].shape))[:2]:
                _, _, after = self.at(_shifted(start, v, place, 1.0))
                tried = {0.0}
                for (_, x), (_, y) in zip(before, after):
                    shift = x / (x - y) if x != y else 0.0
                    if shift in tried or not left:
                        continue
                    tried.add(shift)
                    moved = _shifted(start, v, place, shift)
                    if self._allowed(v, moved):
                        left -= 1
                        yield moved

    def _allowed(self, v, values: dict) -> bool:
        x, traits, (low, high) = values[v], v.data.traits, v.data.bounds
        good = (x > 0).all() if traits & {"positive", "unit"} else \
            (x >= 0).all() if "nonnegative" in traits else True
        good &= not ("unit" in traits and (x >= 1).any())
        good &= not ("negative" in traits and (x >= 0).any())
        good &= not ("nonzero" in traits and (x == 0).any())
        good &= not ("integer" in traits and (x != np.round(x)).any())
        good &= low is None or bool((x >= float(low)).all())
        good &= high is None or bool((x <= float(high)).all())
        if not good:
            return False
        evaluation = Evaluation(Float(1), self.sizes, {w: [np.asarray(y)[None]] for w, y in values.items()})
        for c in self.people.constraints:
            if c.relation != "=":
                r = np.asarray(evaluation(c.residual))
                if not (r > 0 if c.relation == ">" else r >= 0 if c.relation == ">=" else r != 0).all():
                    return False
        return True


def _shifted(values: dict, v, place, shift: float) -> dict:
    x = np.array(values[v], dtype=float)
    x[place] += shift
    return values | {v: x}


def _differ(left: np.ndarray, right: np.ndarray) -> bool:
    left, right = np.broadcast_arrays(left, right)
    if not (np.isfinite(left).all() and np.isfinite(right).all()):
        return False
    scale = 1 + max(np.abs(left).max(initial=0), np.abs(right).max(initial=0))
    return bool(np.abs(left - right).max(initial=0) > GAP * scale)


def _condition(e: Expr) -> str:
    """The switch is not at its threshold."""
    left, right = e.args if e.op == "indicator" else (e.args[0], build.num(0))
    if e.op == "indicator" and e.data == "=":
        for of, value in ((left, right), (right, left)):
            most = value.args[0] if value.op == "let" else value
            kind = "max" if most.op == "norm" and most.data == "inf" else most.data if most.op == "reduce" else ""
            if kind in ("max", "min"):
                return rf"{to_latex(of)} \text{{ has one {'largest' if kind == 'max' else 'smallest'} entry}}"
    return rf"{to_latex(left)} \ne {to_latex(right)}"
