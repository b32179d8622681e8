"""Rungs 2 and 4 of the ladder: the identity test modulo primes, and certified numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symcheck.judge.sampling import Population, draw, population
from symcheck.tensor.array import Array
from symcheck.tensor.evaluate import Evaluation, TooLarge, choose_sizes, dims_of
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.modular import Modular
from symcheck.tensor.reals import Digits, Exact, Float, NotExact

POINTS = 12
SIZE_DRAWS = 6
WANTED = 4  # valid points needed at each choice of sizes
FLOAT_POINTS = 24
SMALL_POINTS = 16
AGREE = 1e-9  # relative, in float64, before 50 digits are asked
CERTIFIED = 1e-12  # relative difference that two precisions must both show


@dataclass(frozen=True, slots=True)
class Witness:
    """A point at which the sides differ, with exact or 50-digit values of all variables."""

    sizes: dict
    values: dict[Array, np.ndarray]
    lhs: np.ndarray
    rhs: np.ndarray
    exact: bool


def _people(q, lhs: Array, rhs: Array) -> tuple[Population, set, dict]:
    """The variables with their constraints, the dimensions, and how long each must be."""
    found = q.people.get((lhs, rhs))
    if found is None:
        found = q.people[lhs, rhs] = _gathered(q, lhs, rhs)
    return found


def _gathered(q, lhs: Array, rhs: Array) -> tuple[Population, set, dict]:
    people = population([lhs, rhs], q.constraints)
    dims, least = dims_of(lhs)
    for other in (rhs, *(c.residual for c in people.constraints),
                  *(v for v in people.variables)):
        more, floor = dims_of(other)
        dims |= more
        for d, n in floor.items():
            least[d] = max(least.get(d, 1), n)
    dims |= {v.data.bounds[1] for v in people.variables if isinstance(v.data.bounds[1], str)}
    return people, dims, least


def identity_test(q, lhs: Array, rhs: Array) -> str | None:
    """Evidence of equality from exact evaluation modulo primes, or None.

    Sizes at which no point is usable (X^T X singular because n < d) are passed over.
    """
    people, dims, least = _people(q, lhs, rhs)
    if people.unsolved:
        return None
    named = any(isinstance(d, str) for d in dims)
    tried: list[str] = []
    total = 0
    for k in range(SIZE_DRAWS if named else 1):
        sizes = choose_sizes(dims, least, k)
        try:
            good = _agreeing_points(q, people, lhs, rhs, sizes, k)
        except (Unsupported, TooLarge):
            return None
        if good < 0:
            return None
        if good >= WANTED:
            total += good
            tried.append(", ".join(f"{d} = {n}" for d, n in sorted(sizes.items())))
            if len(tried) == 3:
                break
    if not tried or named and len(tried) < 2:
        return None
    where = f" at sizes ({'), ('.join(tried)})" if named else ""
    return (f"identity test: both sides agree exactly modulo primes at {total} random points{where}; "
            "the chance of an error is below 2^-60")


def _agreeing_points(q, people, lhs, rhs, sizes, k: int) -> int:
    """How many usable points agree at these sizes; -1 when one does not."""
    good = 0
    for attempt in range(5):
        field = Modular(POINTS * (1 + 2 * attempt), q.seed * 1000 + 10 * k + attempt)
        evaluation = draw(people, field, sizes, np.random.default_rng([q.seed, k, attempt]))
        a, b = evaluation(lhs), evaluation(rhs)
        same = np.broadcast_to((a == b).reshape(max(len(a), len(b)), -1).all(axis=1),
                               field.valid.shape)
        if not same[field.valid].all():
            return -1
        good += int(field.valid.sum())
        if good >= WANTED:
            break
        if attempt == 1 and not good and people.constraints == ():
            break
    return good


def _sizes_to_try(dims, least) -> list[dict]:
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
        if c not in unique:
            unique.append(c)
    return unique


def seem_different(q, lhs: Array, rhs: Array) -> bool:
    """Whether float64 shows a gross difference at two random points; a hint, no evidence."""
    people, dims, least = _people(q, lhs, rhs)
    if people.unsolved:
        return False
    sizes = choose_sizes(dims, least, 1)
    field = Float(2)
    try:
        with np.errstate(all="ignore"):
            evaluation = draw(people, field, sizes, np.random.default_rng([q.seed, 3]))
            gap = _gap(*(_points(evaluation(x), field) for x in (lhs, rhs)))
    except (Unsupported, TooLarge):
        return False
    return bool((field.valid & (gap > 1e-6)).any())


def first_difference(q, lhs: Array, rhs: Array) -> Witness | None:
    """An exact difference at one draw of small integers, where that is to be had at once."""
    people, dims, least = _people(q, lhs, rhs)
    if people.unsolved:
        return None
    try:
        for number, sizes in enumerate(_sizes_to_try(dims, least)[:2]):
            found = _exact_difference(people, lhs, rhs, sizes,
                                      np.random.default_rng([q.seed, 7, number, 0]))
            if found is not None:
                return found
    except (NotExact, Unsupported, TooLarge):
        pass
    return None


@np.errstate(all="ignore")
def small_difference(q, lhs: Array, rhs: Array) -> Witness | None:
    """A certified difference at least dimensions and small integers, if one is quickly found."""
    people, dims, least = _people(q, lhs, rhs)
    if people.unsolved:
        return None
    rational = True
    for number, sizes in enumerate(_sizes_to_try(dims, least)):
        for attempt in range(4 if rational else 1):
            rng = np.random.default_rng([q.seed, 7, number, attempt])
            found = None
            try:
                if rational:
                    found = _exact_difference(people, lhs, rhs, sizes, rng)
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


def _exact_difference(people, lhs, rhs, sizes, rng) -> Witness | None:
    field = Exact(1)
    try:
        evaluation = draw(people, field, sizes, rng, "small")
        if not field.valid.all():
            return None
        a, b = evaluation(lhs), evaluation(rhs)
        if (a == b).all() or not field.valid.all():
            return None
        if has_steps(lhs, rhs) and _only_at_kink(evaluation, lhs, rhs):
            return None
    except ZeroDivisionError as error:
        raise NotExact from error
    return Witness(sizes, {v: x[0][0] for v, x in evaluation.values.items()}, a, b, True)


def has_steps(*arrays: Array) -> bool:
    """Whether any of the arrays holds a step, whose value at 0 is not claimed."""
    seen: set[Array] = set()
    stack = list(arrays)
    while stack:
        a = stack.pop()
        if a in seen:
            continue
        seen.add(a)
        if a.kind == "map" and a.data[0].known == "step":
            return True
        stack.extend((f[0] for _, fs in a.data for f in fs) if a.kind == "poly" else a.args)
    return False


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
    a, b = (_points(evaluation(x), field) for x in (lhs, rhs))
    return _first_certified(people, lhs, rhs, sizes, evaluation, field, a, b)


def _points(a: np.ndarray, field) -> np.ndarray:
    a = np.broadcast_to(a, (field.points, *a.shape[1:]))
    return a.reshape(field.points, -1)


def _gap(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Relative difference at every point."""
    with np.errstate(all="ignore"):
        scale = np.maximum(np.abs(a), np.abs(b)).max(axis=1, initial=0)
        gap = np.abs(a - b).max(axis=1, initial=0)
        return np.where(gap == 0, 0.0, gap / np.maximum(scale, 1e-300))


def _first_certified(people, lhs, rhs, sizes, evaluation, field, a, b) -> Witness | None:
    gap = _gap(a, b)
    for point in np.nonzero(field.valid & np.isfinite(gap) & (gap > AGREE))[0][:3]:
        values = {v: x[0][point] for v, x in evaluation.values.items()}
        witness = certify(people, lhs, rhs, sizes, values,
                          float(np.abs(a[point] - b[point]).max()))
        if witness is not None:
            return witness
    return None


def certify(people, lhs, rhs, sizes, values, seen: float) -> Witness | None:
    """Both sides at one point with 30 digits: a difference that float64, which has `seen` it, or 60
    digits show too, and well above that by which the point misses the equations assumed."""
    for digits in (30, 60):
        field = Digits(1, digits)
        lifted = {v: [_lift(field, x)] for v, x in values.items()}
        try:
            evaluation = Evaluation(field, sizes, lifted)
            a, b = evaluation(lhs), evaluation(rhs)
        except Unsupported:
            return _certify_by_steps(lhs, rhs, sizes, values)
        if not field.valid.all():
            return None
        scale = max(max(abs(x) for x in a.ravel()), max(abs(x) for x in b.ravel()), 0)
        gap = max(abs(x - y) for x, y in np.broadcast(a, b))
        if not gap > CERTIFIED * scale or gap == 0:
            return None
        if not gap > 1e6 * _missed(people, evaluation) * max(1, scale):
            return None
        if digits == 30 and has_steps(lhs, rhs) \
                and _close_at_kink(evaluation, lhs, rhs, CERTIFIED * scale):
            return None
        if abs(gap - seen) <= 1e-6 * gap:
            return Witness(sizes, values, a, b, False)
        seen = gap
    return None


def _missed(people, evaluation: Evaluation) -> float:
    """By how much a point misses the equations assumed, at the most."""
    try:
        return float(max((abs(x) for c in people.constraints if c.relation == "="
                          for x in evaluation(c.residual).ravel()), default=0))
    except Unsupported:
        return 1e-9


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
        a, b = (_points(evaluation(x), field) for x in (lhs, rhs))
    except Unsupported:
        return None
    if field.valid.all() and _gap(a, b)[0] > 1e-4:
        return Witness(sizes, values, a, b, False)
    return None


def _lift(field: Digits, x) -> np.ndarray:
    x = np.asarray(x)
    flat = np.empty(x.size, dtype=object)
    for k, y in enumerate(x.ravel()):
        flat[k] = field.mp.mpf(float(y))
    return flat.reshape(1, *x.shape)


@np.errstate(all="ignore")
def compare(q, lhs: Array, rhs: Array, reasons: list[str]):
    """Rung 4: float64 at many points, certified where it differs."""
    from symcheck.judge.ladder import Finding

    people, dims, least = _people(q, lhs, rhs)
    if people.unsolved:
        return Finding("undecided", "an assumption could not be used: no variable can be solved for")
    agreed = vacuous = 0
    for k in range(3):
        sizes = choose_sizes(dims, least, k)
        for attempt in range(3):
            rng = np.random.default_rng([q.seed, 11, k, attempt])
            field = Float(FLOAT_POINTS)
            try:
                evaluation = draw(people, field, sizes, rng)
                a, b = (_points(evaluation(x), field) for x in (lhs, rhs))
            except Unsupported as error:
                return Finding("undecided", f"no value can be computed: {error}")
            except TooLarge as error:
                return Finding("undecided", str(error))
            witness = _first_certified(people, lhs, rhs, sizes, evaluation, field, a, b)
            if witness is not None:
                return Finding("different", "the sides differ at the numbers shown, in two precisions",
                               witness)
            gap = _gap(a, b)
            with np.errstate(all="ignore"):
                seen = np.maximum(np.abs(a), np.abs(b)).max(axis=1, initial=0) > 1e-8
            close = field.valid & np.isfinite(gap) & (gap <= AGREE)
            agreed += int((close & seen).sum())
            vacuous += int((close & ~seen).sum())
    if agreed >= 20:
        return Finding("supported", f"both sides agree to 9 digits at {agreed} random points; "
                                    "that is no proof")
    why = "; ".join([*reasons, f"only {agreed} usable points"
                     + (f", {vacuous} where both sides are 0" if vacuous else "")])
    return Finding("undecided", why)
