r"""`\le`, `\ge`, `<`, `>` where a sign is proved or a point refutes, and `\approx` of numbers."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite

import numpy as np

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import describe, is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.numbers import rounding
from symcheck.judge.derivation.numbers.values import number
from symcheck.judge.derivation.relations import where_equal
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State, names_in, speaks_of
from symcheck.judge.equality import equal
from symcheck.judge.judging import judge
from symcheck.judge.ladder import question
from symcheck.judge.orders import FLIPPED, difference, known_sign
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.read.context import Piece
from symcheck.read.syntax import Accent, Listing, Number, Script, Symbol
from symcheck.tensor.array import Array, variables
from symcheck.tensor.canonical import canonical
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.lower import lower
from symcheck.tensor.signs import POSITIVE, UNKNOWN
from symcheck.text import SymcheckError

POINTS = 60
SINGULAR = 1e-6  # a determinant below this is that of a matrix without an inverse
APPROXIMATE = 0.01  # relative: what a decimal rounded by hand may be off


def judged(state: State, a: Piece, b: Piece, op: str) -> Verdict:
    """The verdict on a `op` b for scalars."""
    try:
        x, y = state.sides(a, b)
    except SymcheckError as error:
        return unreadable(error)
    return of_values(state, x, y, op)


def of_values(state: State, x: Expr, y: Expr, op: str) -> Verdict:
    """The same of what two sides mean."""
    if op in FLIPPED:
        x, y, op = y, x, FLIPPED[op]
    if x.op == "zeros":
        x = build.num(0)
    if not is_scalar(x.shape) or not is_scalar(y.shape):
        return Verdict(V.UNDECIDED, "an order of arrays is not judged",
                       message=f"the sides are {describe(x.shape)} and {describe(y.shape)}")
    if op == r"\gg":
        return Verdict(V.UNDECIDED, "how much greater is not judged")
    strict = op == ">"
    gap = build.sub(x, y)
    found = known_sign(gap)
    if found == POSITIVE or found != UNKNOWN and not strict:
        return Verdict(V.EQUAL, "the difference is proved "
                       + ("positive" if found == POSITIVE else "nonnegative"))
    verdict = _by_points(state, x, y, gap, strict)
    contrary = known_sign(build.sub(y, x)) if state.unread_order else UNKNOWN
    if verdict.word == V.DIFFERENT and state.unread_order and not (contrary == POSITIVE or contrary != UNKNOWN and strict):
        return Verdict(V.UNDECIDED, "an inequality supposed before could not be used")
    return verdict


# Functions that come so near to a bound that computed they reach it.
_SATURATING = frozenset(("exp", "sigmoid", "tanh", "softplus", "erf"))


@np.errstate(all="ignore")
def _by_points(state: State, x: Expr, y: Expr, gap: Expr, strict: bool) -> Verdict:
    from symcheck.judge import numeric
    from symcheck.judge.claims import equations
    from symcheck.judge.sampling import draw
    from symcheck.judge.witness import show
    from symcheck.tensor.evaluate import TooLarge, choose_sizes
    from symcheck.tensor.reals import Float

    seen, saturates = 0, any(n.op == "apply" and n.data[0].known in _SATURATING for e in (x, y) for n in e.walk())
    ranked = any(op == "invertible" and names_in(a) & (names_in(x) | names_in(y)) for op, a, *_ in state.context.assumptions)
    try:
        q = question(x, y, equations(state.context))
        people, dims, least = numeric.people_of(q, q.lhs, q.rhs)
        if people.unsolved:
            return Verdict(V.UNDECIDED, "an assumption could not be used")
        regular = _regular(state, q.lhs, q.rhs)
        bounded = any(c.relation not in ("=", "!=") for c in people.constraints)  # values below one, of which the bounds are small, too, are drawn as well
        for k in range(16):
            if k >= 4 and (seen >= 100 or not seen):
                break  # where few points are in a range, more are drawn
            sizes = choose_sizes(dims, least, k)
            field = Float(POINTS)
            near = bounded and k % 4 == 3
            evaluation = draw(people, field, sizes, np.random.default_rng([5, k]), "near" if near else "small" if k % 2 else "real")
            a, b = (numeric.points_of(evaluation(e), field) for e in (q.lhs, q.rhs))
            for m in regular:
                values = evaluation(m)
                field.valid &= np.abs(np.linalg.det(values) if values.ndim == 3 else values) > SINGULAR
            scale = 1e-9 * np.maximum(1e-3 if near else 1, np.maximum(np.abs(a), np.abs(b))).max(axis=1)
            gaps = (a - b).min(axis=1)
            broken = gaps < -scale if not strict or saturates or near else gaps < scale
            bad = np.nonzero(field.valid & np.isfinite(gaps) & broken)[0]
            if len(bad):
                p = bad[0]
                if strict and ranked and abs(gaps[bad]).max() <= scale[bad].max():
                    seen += int((field.valid & (gaps > scale)).sum())
                    continue  # of these sizes no matrix has the rank that is told
                if strict and not near and abs(gaps[p]) <= scale[p]:
                    return Verdict(V.DIFFERENT, "the sides can be equal", message="equality occurs, so the "
                                   "relation is not strict")
                shown = ", ".join(f"{v.data.name} = {show(v_[0][p])}" for v, v_ in sorted(
                    evaluation.values.items(), key=lambda t: t[0].data.name))
                return Verdict(V.DIFFERENT, "there are values at which the relation fails",
                               message=f"at {shown} the sides are {show(a[p][0])} and {show(b[p][0])}")
            seen += int((field.valid & (gaps > (scale if strict else -scale))).sum())
    except (Unsupported, TooLarge) as reason:
        return Verdict(V.UNDECIDED, f"no value can be computed: {reason}")
    if seen >= 100 and strict:
        try:
            if equal_at := where_equal.told(where_equal.Sides(q, regular, SINGULAR, f"{state.text_so_far} {state.around}"), x, y, saturates=saturates):
                return Verdict(V.UNDECIDED, where_equal.EVIDENCE, message=f"the sides are equal at {equal_at}: the relation is not strict where that may be")
        except (Unsupported, TooLarge) as reason:
            return Verdict(V.UNDECIDED, f"no value can be computed: {reason}")
    if seen >= 100:
        return Verdict(V.SUPPORTED, f"the relation holds at {seen} random points; that is no proof")
    return Verdict(V.UNDECIDED, "too few points to judge the relation by")


def _regular(state: State, *sides: Array) -> list[Array]:
    """The matrices that the author says are invertible (`A^T A` of full column rank), where they are made of what the sides are made of."""
    inside = {v for e in sides for v in variables(e)}
    lowered = [canonical(lower(m).array) for kind, m, *_ in state.context.assumptions if kind in ("invertible", "posdef") and len(m.shape) == 2]
    return [m for m in lowered if variables(m) <= inside]


def definiteness(state: State, a: Piece, b: Piece, op: str) -> Verdict:
    r"""`A \succ B`, `A \succeq 0`: the difference is proved (semi)definite."""
    x = state.read(a)
    y = state.read(b, x)
    if x is None or y is None:
        return Verdict(V.UNDECIDED, "one side of this order could not be read")
    if op in FLIPPED:
        x, y, op = y, x, FLIPPED[op]
    found = known_sign(difference(x, y))
    if found == POSITIVE or found != UNKNOWN and op == r"\succeq":
        return Verdict(V.EQUAL, "the difference is proved positive "
                       + ("definite" if found == POSITIVE else "semidefinite"))
    if (refuted := _indefinite(state, difference(x, y))) is not None:
        return refuted
    return Verdict(V.UNDECIDED, "no proof of definiteness was found")


def definite(state: State, e: Expr) -> Verdict:
    """The verdict on a square matrix being positive semidefinite."""
    if known_sign(e) != UNKNOWN:
        return Verdict(V.EQUAL, "it is proved positive semidefinite")
    return _indefinite(state, e) or Verdict(V.UNDECIDED, "no proof of definiteness was found")


def _indefinite(state: State, gap: Expr) -> Verdict | None:
    """A vector z and values of its names at which `z^T gap z` is negative, where some are found."""
    size = gap.shape[0]
    if len(gap.shape) != 2 or gap.shape[1] != size or is_scalar(gap.shape) or not names_in(gap):
        return None
    z = build.var(Variable(next(x for x in ("z", "u", "s", "z'") if x not in names_in(gap)), (size, 1)))
    v = of_values(state, build.mul(build.transpose(z), build.mul(gap, z)), build.num(0), r"\ge")
    return Verdict(V.DIFFERENT, "there are values at which it is not positive semidefinite", message=v.message) if v.word == V.DIFFERENT else None


def is_claimed(state: State, s: Statement) -> bool:
    r"""Is this `\sum_i p_i x_i x_i^\top \succeq 0`, of an expression, which is proved or can be no declaration, or of a name with a definition that tells?"""
    if s.operators[0] not in (r"\succ", r"\succeq") or None in s.pieces or state.read(s.pieces[0]) is None:
        return False
    if type(s.pieces[0].syntax) in (Symbol, Accent, Script, Listing):
        return state.read(s.pieces[0]).op == "let" and definiteness(state, *s.pieces[:2], s.operators[0]).word != V.UNDECIDED
    if definiteness(state, *s.pieces[:2], s.operators[0]).right:
        return True
    try:
        state.context.copy().declare(s.cut(len(s.pieces)))
    except SymcheckError:
        return True
    return False


def about(state: State, a: Piece, b: Piece) -> Verdict:
    r"""`a \approx b`: equal, or numbers that agree to about two digits."""
    v = equal(state.context, a, b, state.layout)
    if v.right or v.word == V.UNREADABLE:
        return v
    x, y = state.read(a), state.read(b)
    if x is not None and y is not None and (estimate := _estimate(state, x, y)) is not None:
        return estimate
    if x is not None and y is not None and x.shape == y.shape and not is_scalar(x.shape):
        return _about_arrays(state, a, b)
    if x is None or y is None or not is_scalar(x.shape) or not is_scalar(y.shape):
        return v
    if any(n.op in ("var", "let", "size") for n in (*x.walk(), *y.walk())):
        values = [number(state, p) for p in (a, b)]  # `\\Phi(1)` of a function that was told holds a letter, and is a number
        if any(v is None or v.size != 1 or not isfinite(v.ravel()[0]) for v in values):
            return Verdict(V.UNDECIDED, "an approximation of formulas is not judged")
        x, y = (build.num(Fraction(float(v.ravel()[0]))) for v in values)
    gap = build.sub(build.power(build.sub(x, y), build.num(2)),
                    build.power(build.mul(build.num("1/100"), x), build.num(2)))
    try:
        from symcheck.tensor.direct import Direct

        value = Direct({}, {}, None, None)(gap, {})
    except (Unsupported, KeyError):
        return Verdict(V.UNDECIDED, "the approximation could not be computed")
    if value.item() <= 0 and _is_digits_off(state, a, b):
        return Verdict(V.UNDECIDED, "the numbers agree to within 1%, but not in the digits written")
    if value.item() <= 0:
        return Verdict(V.EQUAL, f"the numbers agree to within {APPROXIMATE:.0%}")
    return Verdict(V.DIFFERENT, f"the numbers differ by more than {APPROXIMATE:.0%}")


def _about_arrays(state: State, a: Piece, b: Piece) -> Verdict:
    r"""`r \approx (0.57, 0.85)^\top`: of vectors and matrices of numbers, entry by entry."""
    x, y = number(state, a), number(state, b)
    if x is None or y is None or x.size != y.size:
        return Verdict(V.UNDECIDED, "an approximation of formulas is not judged")
    nodes = [n for n in b.syntax.walk() if type(n) is Number]
    texts = [b.source.text[n.span.start:n.span.end] for n in nodes] if len(nodes) == y.size else [""] * y.size
    found = {rounding.about(p, q, text) for p, q, text in zip(x.ravel(), y.ravel(), texts)}
    if rounding.DIFFERS in found:
        return Verdict(V.DIFFERENT, f"an entry differs by more than {APPROXIMATE:.0%} and the digits written")
    if rounding.OPEN in found:
        return Verdict(V.UNDECIDED, "the numbers agree to within 1%, but not in the digits written")
    return Verdict(V.EQUAL, "the numbers agree in the digits written")


def _is_digits_off(state: State, a: Piece, b: Piece) -> bool:
    """Is one of two numbers written in digits, of which the last is several units off the other? Of two such the one with fewer digits tells."""
    values = [number(state, p) for p in (a, b)]
    if any(v is None or v.size != 1 for v in values):
        return False
    p, q = (v.ravel()[0] for v in values)
    texts = [piece.source.text[piece.syntax.span.start:piece.syntax.span.end] for piece in (a, b)]
    shown = [text for text in texts if rounding.unit(text) is not None]
    return bool(shown) and rounding.digits_off(p, q, max(shown, key=rounding.unit))


def _estimate(state: State, x: Expr, y: Expr) -> Verdict | None:
    r"""`\nabla L \approx \frac{1}{|S|} \sum_{i \in S} \nabla L_i`: what a set of samples gives, for what all of them give."""
    sets = [n for n in dict.fromkeys(y.walk()) if n.op == "var" and "members" in n.data.traits and not speaks_of(x, n)]
    if not sets:
        return None
    whole = build.substitute(y, tuple((n.data, build.ones(n.shape)) for n in sets))
    if judge(state.context, x, whole).right:
        return Verdict(V.SUPPORTED, "an estimate: they are equal where every sample is drawn")
    return Verdict(V.UNDECIDED, "how near an estimate is depends on the samples drawn")

