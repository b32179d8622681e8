"""The ladder of equality: the first rung that settles it wins.

0. apart              two scalar sides differ at the first small numbers: DIFFERENT
1. canonical form     both sides one fraction of polynomials, or the same array: EQUAL for all dimensions
2. identity test      exact evaluation modulo primes at random points: EQUAL, with an error bound
3. scalar proof       SymPy, for scalar constructs the first two cannot see through
4. numbers            a certified difference: DIFFERENT; agreement at many points: SUPPORTED
5. UNDECIDED          with the reason

Most answers that fail rung 1 are wrong: where one random point shows a difference, a certified one
at small numbers is looked for at once, before the identity test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from symcheck.expr.node import Expr
from symcheck.tensor.array import Array
from symcheck.tensor.canonical import canonical
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import arrange, lower
from symcheck.tensor.rational import is_same_fraction

# Enough that a point of modulus 2^18 (deep exponents) is wrong by chance less often than 2^-60.
POINTS = 8
SIZE_DRAWS = 3
SAME_FORM = "both sides have the same canonical form, for all dimensions"
CERTIFIED = "the sides differ at the numbers shown, to the last digit"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rung found: 'equal', 'supported', 'different' or 'undecided', with its evidence."""

    word: str
    evidence: str
    witness: object = None  # a `witness.Witness` for 'different'
    conditions: tuple[str, ...] = ()  # what must not be for the sides to agree, from kinks.py


@dataclass(slots=True)
class Question:
    """Two sides of one shape, and the constraints that hold."""

    written: tuple[Expr, Expr]
    constraints: list[tuple[str, Array]]
    seed: int = 1
    scalar_proof: Callable[[], bool | None] | None = None
    foreign: bool = False  # holds constructs from outside the language, whose values are slow
    people: dict = field(default_factory=dict)  # memo of numeric.py: whom the sides speak of
    lowered: tuple[Array, Array] | None = None

    @property
    def sides(self) -> tuple[Array, Array]:
        """Both in index form over the same slots. Raises `Unsupported`."""
        if self.lowered is None:
            self.lowered = _lowered(*self.written)
        return self.lowered

    @property
    def lhs(self) -> Array:
        return self.sides[0]

    @property
    def rhs(self) -> Array:
        return self.sides[1]


def question(lhs: Expr, rhs: Expr, assumptions=()) -> Question:
    """The question of two sides whose shapes were found equal. Raises `Unsupported`."""
    return Question((lhs, rhs), [constraint(*c) for c in assumptions])


def _lowered(lhs: Expr, rhs: Expr) -> tuple[Array, Array]:
    a, b = lower(lhs), lower(rhs)
    if not a.opens and not b.opens:
        return a.array, b.array
    opens = tuple(sorted(set(a.opens) | set(b.opens), key=lambda i: (i.name, str(i.dim))))
    return arrange(a.array, a.opens, opens), arrange(b.array, b.opens, opens)


def constraint(relation: str, lhs: Expr, rhs: Expr) -> tuple[str, Array]:
    """An assumption as (relation, residual): lhs - rhs = 0, or > 0, >= 0, != 0."""
    x, y = _lowered(lhs, rhs)
    if relation in ("<", "<=", r"\le"):
        x, y = y, x
    relation = {"<": ">", "<=": ">=", r"\le": ">=", r"\ge": ">=", r"\ne": "!="}.get(relation, relation)
    return relation, difference(x, y)


def difference(a: Array, b: Array) -> Array:
    """a - b, where a scalar is broadcast over the other's slots."""
    from symcheck.tensor.array import poly
    from symcheck.tensor.functions import slots

    dims = a.dims if a.rank >= b.rank else b.dims
    return poly(((1, ((a, slots(a), 1),)), (-1, ((b, slots(b), 1),))), dims)


def settle(q: Question, hint: bool = False, presumed: bool = False) -> Finding:
    """Climb the ladder. With `hint`, a gross difference in float64 is enough for 'different', also
    without a witness: for readings that matter only if they are right. `presumed` says that such a
    hint was had before."""
    at_once = _at_once(q, 0)
    if type(at_once) is Finding:
        return at_once
    if at_once and is_same_fraction(*q.written):  # a fraction that has no value anywhere is none
        return Finding("equal", SAME_FORM)
    reasons: list[str] = []
    lhs, rhs = q.lhs, q.rhs
    try:
        lhs, rhs = canonical(q.lhs), canonical(q.rhs)
        if q.constraints:
            from symcheck.judge.decided import decided

            lhs, rhs = decided((lhs, rhs), q.constraints)
        if lhs is rhs:
            return Finding("equal", SAME_FORM)
        # Most forms that are not the same differ at the first numbers tried.
        for attempt in (1, 2):
            if type(at_once := _at_once(q, attempt)) is Finding:
                return at_once
        if hint and not q.foreign and (small := _first_difference(q, lhs, rhs)) is not None:
            return small
        if not q.constraints:
            rest = canonical(difference(lhs, rhs))
            if rest.kind == "poly" and not rest.data:
                return Finding("equal", "the difference has canonical form 0, for all dimensions")
    except Limit as limit:
        reasons.append(f"no canonical form: {limit}")
    except RecursionError:
        reasons.append("the expression is too deep for a canonical form")
    if q.foreign and q.scalar_proof is not None and q.scalar_proof():
        return Finding("equal", "SymPy proves that the difference is 0")
    if hint and (reasons or q.foreign) and (small := _first_difference(q, lhs, rhs)) is not None:
        return small
    from symcheck.judge import numeric

    searched = presumed or numeric.seem_different(q, lhs, rhs)
    if hint and searched:
        # Near a singular matrix float64 shows differences that are none.
        inverted = any("inverse" in side.ops for side in q.written)
        agreement = numeric.identity_test(q, lhs, rhs) if inverted else None
        return Finding("different", "the sides seem to differ") if agreement is None else Finding("equal", agreement)
    small = numeric.small_difference(q, lhs, rhs) if searched else None
    if small is None:
        agreement = numeric.identity_test(q, lhs, rhs)
        if agreement is not None:
            return Finding("equal", agreement)
        small = None if searched else numeric.small_difference(q, lhs, rhs)
    if small is not None:
        return Finding("different", CERTIFIED, small)
    if q.scalar_proof is not None and not q.foreign and q.scalar_proof():
        return Finding("equal", "SymPy proves that the difference is 0")
    from symcheck.judge.agreement import compare

    return compare(q, lhs, rhs, reasons)


def _at_once(q: Question, attempt: int) -> Finding | bool:
    """The difference of scalar sides at small numbers; else whether they agree there."""
    from symcheck.judge.apart import compare_at_once

    found = compare_at_once(*q.written, q.constraints, q.seed + attempt)
    return found if type(found) is bool else Finding("different", CERTIFIED, found)


def _first_difference(q: Question, lhs: Array, rhs: Array) -> Finding | None:
    from symcheck.judge import numeric

    small = numeric.first_difference(q, lhs, rhs)
    return None if small is None else Finding("different", CERTIFIED, small)


def numbers(q: Question) -> Finding:
    """The fourth rung alone, at the points of the question's seed."""
    from symcheck.judge.agreement import compare

    try:
        return compare(q, canonical(q.lhs), canonical(q.rhs), [])
    except (Limit, RecursionError):
        return compare(q, q.lhs, q.rhs, [])


__all__ = ["Finding", "Question", "Unsupported", "constraint", "difference", "numbers", "question",
           "settle"]
