"""Rungs 2 and 4 of the ladder: the identity test modulo primes, and certified numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from symcheck.judge.population import Population, population
from symcheck.judge.sampling import draw
from symcheck.judge.stream import Stream
from symcheck.tensor.array import Array, parts
from symcheck.tensor.evaluate import Evaluation, TooLarge, choose_sizes, dims_of
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.lone import Lone
from symcheck.tensor.modular import Modular
from symcheck.tensor.reals import Digits, Exact, Float, NotExact, NoValue

POINTS = 12
SIZE_DRAWS = 6
ENOUGH_SIZES = 3  # choices of sizes at which an identity is tested
MANY_SIZES = 9
MANY_DRAWS = 44
_STRIDES = (1, 3, 4, 5, 9)  # of sizes from one draw to the next, modulo 11
WANTED = 4  # valid points needed at each choice of sizes
SMALL_POINTS = 16
AGREE = 1e-9  # relative, in float64, before 50 digits are asked
ROUGH = 1e-6  # the same where the points obey an equation to float64's digits only
CERTIFIED = 1e-12  # relative difference that two precisions must both show


@dataclass(frozen=True, slots=True)
class Witness:
    """A point at which the sides differ, with exact or 50-digit values of all variables."""

    sizes: dict
    values: dict[Array, np.ndarray]
    lhs: np.ndarray
    rhs: np.ndarray
    exact: bool


def people_of(q, lhs: Array, rhs: Array) -> tuple[Population, set, dict]:
    """The variables with their constraints, the dimensions, and how long each must be."""
    found = q.people.get((lhs, rhs))
    if found is None:
        found = q.people[lhs, rhs] = _gathered(q, lhs, rhs)
    return found


def _gathered(q, lhs: Array, rhs: Array) -> tuple[Population, set, dict]:
    people = population([lhs, rhs], q.constraints)
    dims, least = dims_of(lhs, rhs, *(c.residual for c in people.constraints), *people.variables)
    dims |= {v.data.bounds[1] for v in people.variables if isinstance(v.data.bounds[1], str)}
    return people, dims, least


def identity_test(q, lhs: Array, rhs: Array) -> str | None:
    """Evidence of equality from exact evaluation modulo primes, or None.

    Sizes at which no point is usable (X^T X singular because n < d) are passed over. A size that is a number in the
    sides must have taken as many values as `sizes_wanted` says.
    """
    people, dims, least = people_of(q, lhs, rhs)
    if people.unsolved:
        return None
    named = any(isinstance(d, str) for d in dims)
    wanted = sizes_wanted(lhs, rhs)
    numbers = {a.data for a in parts(lhs, rhs) if a.kind == "size"} & set(dims)
    tried: list[str] = []
    values: set[tuple[str, int]] = set()
    total = 0
    for k in range((SIZE_DRAWS if wanted == ENOUGH_SIZES else MANY_DRAWS) if named else 1):
        sizes = choose_sizes(dims, least, k) if wanted == ENOUGH_SIZES else many_sizes(dims, least, k)
        if not least.fits(sizes):
            continue
        try:
            good = _agreeing_points(q, people, lhs, rhs, sizes, k)
        except (Unsupported, TooLarge):
            return None
        if good < 0:
            return None
        if good >= WANTED:
            total += good
            values |= set(sizes.items())
            tried.append(", ".join(f"{d} = {n}" for d, n in sorted(sizes.items())))
            if len(tried) >= wanted and all(sum(d == x for x, _ in values) >= wanted for d in numbers):
                break
    else:
        if not tried or named and (len(tried) < 2 or wanted > ENOUGH_SIZES):
            return None
    where = f" at sizes ({'), ('.join(tried)})" if named else ""
    return (f"identity test: both sides agree exactly modulo primes at {total} random points{where}; "
            f"the chance of an error{' at these sizes' if named else ''} is below 2^-60")


def sizes_wanted(*arrays: Array) -> int:
    """At how many sizes sides must agree: one more than the degree in a size that is a number in
    them; `MANY_SIZES` where it is within a step or another function, or a count is compared."""
    degree = 0
    seen: set[tuple[Array, bool]] = set()
    stack = [(a, False) for a in arrays]
    while stack:
        a, counted = stack.pop()
        if (a, counted) in seen:
            continue
        seen.add((a, counted))
        if counted and (a.kind in ("size", "iota") or a.kind == "var" and a.rank and (
                a.data.values or "integer" in a.data.traits)):
            return MANY_SIZES
        if a.kind == "poly":
            for _, fs in a.data:
                counts = [(h, abs(e)) for h, _, e in fs if h.kind in ("size", "iota")]
                summed = {i for h, at, _ in fs if h.kind in ("iota", "range", "shift")
                          for i in at if i >= a.rank}
                degree = max(degree, sum(e for _, e in counts) + len(summed))
                stack.extend((h, counted) for h, _, _ in fs)
                degree = max(degree, sum(abs(e) for h, _, e in fs if h.kind == "poly" and _counts_a_set(h)))
        else:
            stack.extend((x, counted or a.kind in ("map", "ipow")) for x in a.args)
    return min(MANY_SIZES, max(ENOUGH_SIZES, int(degree) + 2))


def _counts_a_set(a: Array) -> bool:
    return any(h.kind == "var" and h.data.set for _, fs in a.data for h, _, _ in fs)


def many_sizes(dims, least, draw_: int) -> dict:
    """Sizes from 2 to 12, others for every draw; every name has each of them once in eleven draws, and in the next eleven
    beside others of the other names."""
    names = sorted(d for d in dims if isinstance(d, str))
    return {d: max(2 + (draw_ * _STRIDES[k % len(_STRIDES)] + 5 * k + 2 * k * (draw_ // 11)) % 11, least.get(d, 1))
            for k, d in enumerate(names)}


def _agreeing_points(q, people, lhs, rhs, sizes, k: int) -> int:
    """How many usable points agree at these sizes; -1 when one does not."""
    good = 0
    for attempt in range(5):
        field = Modular(POINTS * (1 + 2 * attempt), q.seed * 1000 + 10 * k + attempt)
        evaluation = draw(people, field, sizes, Stream(q.seed, k, attempt))
        a, b = evaluation(lhs), evaluation(rhs)
        same = np.broadcast_to((a == b).reshape(max(len(a), len(b)), -1).all(axis=1),
                               field.valid.shape)
        if not same[field.valid].all():
            return -1
        good += int(field.valid.sum())
        if good >= WANTED:
            break
        if not good and (people.solved_only if people.constraints else attempt == 1):
            break
    return good


def sizes_to_try(dims, least) -> list[dict]:
    """Least dimensions first: all 1, then pairwise distinct ones, then all 2, then larger."""
    names = sorted(d for d in dims if isinstance(d, str))
    if not names:
        return [{}]
    choices = [{d: max(1, least.get(d, 1)) for d in names}]
    for start in range(min(len(names), 3)):
        turned = names[start:] + names[:start]
        choices.append({d: max(k % 3 + 1, least.get(d, 1)) for k, d in enumerate(turned)})
    choices.append({d: max(2, least.get(d, 1)) for d in names})
    choices.append(choose_sizes(dims, least, 0))
    unique: list[dict] = []
    for c in choices:
        if c not in unique and least.fits(c):
            unique.append(c)
    return unique


def seem_different(q, lhs: Array, rhs: Array) -> bool:
    """Whether float64 shows a gross difference at two random points; a hint, no evidence."""
    people, dims, least = people_of(q, lhs, rhs)
    if people.unsolved:
        return False
    sizes = choose_sizes(dims, least, 1)
    field = Float(2)
    try:
        with np.errstate(all="ignore"):
            evaluation = draw(people, field, sizes, Stream(q.seed, 3))
            gap = gap_of(*(points_of(evaluation(x), field) for x in (lhs, rhs)))
    except (Unsupported, TooLarge):
        return False
    return bool((field.valid & (gap > 1e-6)).any())


def first_difference(q, lhs: Array, rhs: Array) -> Witness | None:
    """An exact difference at one draw of small integers, where that is to be had at once."""
    people, dims, least = people_of(q, lhs, rhs)
    if people.unsolved:
        return None
    try:
        for number, sizes in enumerate(sizes_to_try(dims, least)[:2]):
            try:
                found = _exact_difference(people, lhs, rhs, sizes, dims, Stream(q.seed, 7, number, 0))
            except NoValue:
                continue
            if found is not None:
                return found
    except (NotExact, Unsupported, TooLarge):
        pass
    return None


@np.errstate(all="ignore")
def small_difference(q, lhs: Array, rhs: Array) -> Witness | None:
    """A certified difference at least dimensions and small integers, if one is quickly found."""
    people, dims, least = people_of(q, lhs, rhs)
    if people.unsolved:
        return None
    rational = True
    wanted = sizes_wanted(lhs, rhs)
    larger = [many_sizes(dims, least, k) for k in range(wanted)] if wanted > ENOUGH_SIZES else []
    larger = [sizes for sizes in larger if least.fits(sizes)]
    for number, sizes in enumerate(sizes_to_try(dims, least) + larger):
        for attempt in range(4 if rational else 1):
            rng = Stream(q.seed, 7, number, attempt)
            found = None
            try:
                if rational:
                    found = _exact_difference(people, lhs, rhs, sizes, dims, rng)
            except NoValue:
                continue
            except NotExact:
                rational = False
            except (Unsupported, TooLarge):
                return None
            try:
                if not rational:
                    found = _small_float_difference(people, lhs, rhs, sizes, rng)
            except (Unsupported, TooLarge):
                return None
            if found is not None:
                return found
            if not rational:
                break
    return None


def _exact_difference(people, lhs, rhs, sizes, dims, rng) -> Witness | None:
    field = Exact(1)
    try:
        evaluation = draw(people, field, sizes, rng, "small")
        if not field.valid.all():
            return None
        a, b = _exact_values(evaluation, dims, lhs, rhs)
        if (a == b).all() or not field.valid.all():
            return None
        if has_steps(lhs, rhs) and _only_at_kink(evaluation, lhs, rhs):
            return None
    except ZeroDivisionError as error:
        raise NoValue from error
    return Witness(sizes, {v: x[0][0] for v, x in evaluation.values.items()}, a, b, True)


def _exact_values(evaluation: Evaluation, dims, *sides: Array) -> list[np.ndarray]:
    """The sides' values, where every size in `dims` is 1 without an array for every step."""
    if all(evaluation.size_of(d) == 1 for d in dims):
        try:
            value = Lone({v: x[0].item() for v, x in evaluation.values.items()})
            return [np.full((1, *evaluation.shape(a)), value(a), dtype=object) for a in sides]
        except NotExact:
            pass  # where it is not to be had, `evaluation` says why
    return [evaluation(a) for a in sides]


def has_steps(*arrays: Array) -> bool:
    """Whether any of the arrays holds a step, whose value at 0 is not claimed."""
    return any(a.kind == "map" and a.data[0].known == "step" for a in parts(*arrays))


def _only_at_kink(evaluation: Evaluation, lhs: Array, rhs: Array) -> bool:
    """Whether the sides agree when steps at 0 have the other value: then only a kink is between."""
    field = evaluation.field
    field.at_kink = 1
    evaluation.memo.clear()
    a, b = evaluation(lhs), evaluation(rhs)
    field.at_kink = 0
    evaluation.memo.clear()
    return bool((a == b).all())


def _small_float_difference(people, lhs, rhs, sizes, rng) -> Witness | None:
    """At small integers, in float64 first, then certified by two precisions."""
    field = Float(SMALL_POINTS)
    evaluation = draw(people, field, sizes, rng, "small")
    a, b = (points_of(evaluation(x), field) for x in (lhs, rhs))
    return first_certified(people, lhs, rhs, sizes, evaluation, field, a, b)


@np.errstate(all="ignore")
def has_values(q, w: Witness) -> bool:
    """Whether both sides as they are written have values at a witness. Their canonical forms may have some at more
    points: x that of sqrt(x) sqrt(x)."""
    field = Float(1)
    try:
        evaluation = Evaluation(field, w.sizes, {v: [np.array([x], dtype=float)] for v, x in w.values.items()})
        values = [evaluation(side) for side in q.sides]
    except (Unsupported, TooLarge, KeyError):  # of a name that cancels the witness has no value
        return True
    return bool(field.valid.all() and all(np.isfinite(x).all() for x in values))


def points_of(a: np.ndarray, field) -> np.ndarray:
    if len(a) != field.points:
        a = np.broadcast_to(a, (field.points, *a.shape[1:]))
    return a.reshape(field.points, -1)


def gap_of(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Relative difference at every point."""
    with np.errstate(all="ignore"):
        scale = np.maximum(np.abs(a), np.abs(b)).max(axis=1, initial=0)
        gap = np.abs(a - b).max(axis=1, initial=0)
        return np.where(gap == 0, 0.0, gap / np.maximum(scale, 1e-300))


def first_certified(people, lhs, rhs, sizes, evaluation, field, a, b) -> Witness | None:
    gap = gap_of(a, b)
    for point in np.nonzero(field.valid & np.isfinite(gap) & (gap > tolerance(people)))[0][:3]:
        values = {v: x[0][point] for v, x in evaluation.values.items()}
        witness = certify(people, lhs, rhs, sizes, values,
                          float(np.abs(a[point] - b[point]).max()))
        if witness is not None:
            return witness
    return None


def tolerance(people: Population) -> float:
    """The relative difference that counts in float64: points that were moved onto an equation or drawn
    orthogonal are there to fewer digits."""
    return ROUGH if is_rough(people) else AGREE


def is_rough(people: Population) -> bool:
    return any(c.relation == "=" for c in people.constraints) \
        or any("orthogonal" in v.data.traits for v in people.variables)


def certify(people, lhs, rhs, sizes, values, seen: float,
            least_gap: float = CERTIFIED) -> Witness | None:
    """Both sides at one point with 30 digits: a difference that float64, which has `seen` it, or 60
    digits show too, relative to the sides greater than `least_gap`, and well above that by which the
    point misses the equations assumed."""
    for digits in (30, 60):
        field = Digits(1, digits)
        lifted = {v: [_lift(field, x)] for v, x in values.items()}
        try:
            evaluation = Evaluation(field, sizes, lifted)
            a, b = evaluation(lhs), evaluation(rhs)
        except Unsupported:
            return _certify_by_steps(lhs, rhs, sizes, values) if least_gap == CERTIFIED else None
        if not field.valid.all():
            return None
        scale = max(max(abs(x) for x in a.ravel()), max(abs(x) for x in b.ravel()), 0)
        gap = max(abs(x - y) for x, y in np.broadcast(a, b))
        if not gap > least_gap * scale or gap == 0:
            return None
        if not gap > 100 * math.sqrt(_missed(people, evaluation)) * max(1, scale):
            return None
        if digits == 30 and has_steps(lhs, rhs) \
                and _close_at_kink(evaluation, lhs, rhs, least_gap * scale):
            return None
        if abs(gap - seen) <= 1e-6 * gap:
            return Witness(sizes, values, a, b, False)
        seen = gap
    return None


def _missed(people, evaluation: Evaluation) -> float:
    """By how much a point misses the equations assumed and declared orthogonality, at the most."""
    found = [0.0]
    try:
        for c in people.constraints:
            if c.relation == "=":
                found += [float(abs(x)) for x in evaluation(c.residual).ravel()]
    except Unsupported:
        found.append(1e-9)
    for v in people.variables:
        if "orthogonal" in v.data.traits:
            q = evaluation.values[v][0][0]
            found += [float(abs(x)) for x in (q.T @ q - np.eye(len(q), dtype=int)).ravel()]
    return max(found)


def _close_at_kink(evaluation: Evaluation, lhs: Array, rhs: Array, tolerance) -> bool:
    """As `_only_at_kink`, for numbers that are not exact."""
    field = evaluation.field
    field.at_kink = 1
    evaluation.memo.clear()
    a, b = evaluation(lhs), evaluation(rhs)
    field.at_kink = 0
    return max(abs(x - y) for x, y in np.broadcast(a, b)) <= tolerance


def _certify_by_steps(lhs, rhs, sizes, values) -> Witness | None:
    """Where 50 digits are not to be had (integrals): a gross difference in float64."""
    field = Float(1)
    evaluation = Evaluation(field, sizes, {v: [np.array([x], dtype=float)] for v, x in values.items()})
    try:
        a, b = (points_of(evaluation(x), field) for x in (lhs, rhs))
    except Unsupported:
        return None
    if field.valid.all() and gap_of(a, b)[0] > 1e-4:
        return Witness(sizes, values, a, b, False)
    return None


def _lift(field: Digits, x) -> np.ndarray:
    x = np.asarray(x)
    flat = np.empty(x.size, dtype=object)
    for k, y in enumerate(x.ravel()):
        flat[k] = field.mp.mpf(float(y))
    return flat.reshape(1, *x.shape)


