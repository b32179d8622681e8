"""The verdict on a pair: both sides at several points, with every assignment of free indices."""

from dataclasses import dataclass

import numpy as np

from tests.oracle import differences
from tests.oracle.declarations import read_declarations
from tests.oracle.errors import BadPoint, NeedRange, ShapeError, Unsupported
from tests.oracle.grammar import parse
from tests.oracle.pairing import pairs
from tests.oracle.points import draw, holds
from tests.oracle.products import SHAPES_ONLY, SPREAD, matrix
from tests.oracle.python import settle_python

POINTS, TRIES, CLOSE, APART = 3, 24, 1e-6, 1e-4
ACCEPTED = {"==": {"equal"}, "=?": {"equal"}, "=^": {"transposed"}, "!!": {"shape"},
            "!=": {"different", "shape"}}
DERIVATIVES = {"partial", "nabla", "jac"}


@dataclass(frozen=True)
class Settled:
    """verdict: equal, different, transposed, shape or unsupported; detail says why or where."""

    verdict: str
    detail: str = ""


def gap(a, b):
    """Relative distance of two arrays of one shape."""
    scale = max(np.max(np.abs(a), initial=0.0), np.max(np.abs(b), initial=0.0))
    return float(np.max(np.abs(a - b), initial=0.0) / max(scale, 1e-3))


def transposed(a, b):
    """Whether b is a's transpose and has another shape or value."""
    if max(a.ndim, b.ndim) not in {1, 2} or a.ndim == 0 or b.ndim == 0:
        return False
    first, second = matrix(a), matrix(b).T
    return first.shape == second.shape and gap(first, second) < CLOSE


def doubtful(a, b):
    """Neither equal nor clearly apart, as they stand or transposed: badly conditioned here."""
    gaps = [gap(a, b)] if a.shape == b.shape else []
    if 1 <= min(a.ndim, b.ndim) <= max(a.ndim, b.ndim) <= 2 and matrix(a).shape == matrix(b).T.shape:
        gaps.append(gap(matrix(a), matrix(b).T))
    return bool(gaps) and min(gaps) >= CLOSE and min(gaps) <= APART


def contains(node, kinds, names, seen):
    """Whether a node, or a definition it uses, holds one of the kinds."""
    if not isinstance(node, tuple):
        return False
    if node and isinstance(node[0], str):
        if node[0] in kinds:
            return True
        if node[0] == "ref" and node[1] not in seen:
            seen.add(node[1])
            if contains(names.entries[node[1]].body, kinds, names, seen):
                return True
    return any(contains(part, kinds, names, seen) for part in node)


def compare(left, right, names, layout):
    """Verdict over all points in one layout."""
    zero = any(n == ("num", 0.0) or n[:2] == ("flex", "zeros") for n in (left, right))
    good, magnitude = 0, 0.0
    outcomes, square = set(), ""
    last = None
    enough = POINTS
    for number in range(TRIES):
        if good >= enough:
            break
        try:
            env = draw(names, number, layout)
            if not names.dims or env.trace:
                enough = POINTS * 4
            found = pairs(left, right, env, zero)
        except BadPoint as error:
            last = error
            continue
        except np.linalg.LinAlgError as error:
            last = error
            continue
        if any(doubtful(a, b) for a, b in found):
            last = "badly conditioned"
            continue
        good += 1
        if env.trace:
            enough = POINTS * 4
        for a, b in found:
            magnitude = max(magnitude, np.max(np.abs(a), initial=0.0), np.max(np.abs(b), initial=0.0))
        if any(a.shape != b.shape for a, b in found):
            if all(transposed(a, b) for a, b in found):
                outcomes.add("transposed")
                continue
            shapes = next((a.shape, b.shape) for a, b in found if a.shape != b.shape)
            return Settled("shape", f"sides {shapes[0]} and {shapes[1]}")
        worst = max(gap(a, b) for a, b in found)
        if worst < CLOSE:
            outcomes.add("equal")
        elif all(transposed(a, b) for a, b in found):
            outcomes.add("transposed")
            square = "square"
        else:
            a, b = max(found, key=lambda p: gap(*p))
            return Settled("different", f"draw {number}: {np.round(a, 5).tolist()} against "
                                        f"{np.round(b, 5).tolist()}"[:160])
    if good < 2:
        SHAPES_ONLY.append(True)
        try:
            pairs(left, right, draw(names, 0, layout), zero)
        except BadPoint:
            pass
        finally:
            SHAPES_ONLY.pop()
        return Settled("unsupported", f"too few valid points: {last}")
    if len(outcomes) != 1:
        return Settled("unsupported", f"unclear: {sorted(outcomes)}")
    if magnitude < 1e-8 and not zero and not trivially_zero(left, right):
        return Settled("unsupported", "vacuous: both sides are zero at every point")
    if outcomes == {"equal"} and far_apart(left, right, names, layout, zero):
        return Settled("different", "at values far from 1")
    return Settled(outcomes.pop(), square)


def far_apart(left, right, names, layout, zero):
    """Whether sides with thresholds, without derivatives, differ at real values of other orders of
    magnitude."""
    if not (clips(left) or clips(right)) or contains((left, right), DERIVATIVES, names, set()) or any(a[0] == "=" for a in names.assumptions):
        return False
    for number in range(12):
        scale = (40.0, 2000.0, 1e-8)[number % 3]
        try:
            env = draw(names, number, layout)
            for key, x in env.values.items():
                kind = names.entries[key].domain[0]
                if kind in {"real", "nonzero", "pos"}:
                    env.values[key] = x * scale
                elif kind == "between" and names.entries[key].domain[1:3] == (0, 1) and scale < 1:
                    env.values[key] = x * scale if number % 2 else 1 - x * scale
            env.cache = {}
            if not all(holds(rel, a, b, env) for rel, a, b in names.assumptions):
                continue
            found = pairs(left, right, env, zero)
        except (BadPoint, np.linalg.LinAlgError):
            continue
        if all(np.isfinite(x).all() for pair in found for x in pair) \
                and not any(doubtful(a, b) for a, b in found) and max(gap(a, b) for a, b in found) > 1e-6:
            return True
    return False


def clips(node):
    """Whether a maximum, an indicator, bars, cases or a root stands in a node."""
    return isinstance(node, tuple) and (node[:1] in {("ind",), ("bars",), ("cases",)} or node[:2] in {
        ("call", "max"), ("call", "min"), ("call", "sqrt")} or any(map(clips, node)))


def trivially_zero(left, right):
    """Whether a side is plainly a zero: 0, \\mathbf 0, or a difference or sum of something."""
    return any(n[0] == "flex" and n[1] == "zeros" or n[0] in {"add", "num", "ind"} for n in (left, right))


def settle_pair(lhs, rhs, declarations, layout="column"):
    """The oracle's verdict on LaTeX sides under LaTeX declarations."""
    try:
        names = read_declarations(declarations)
        left, right = parse(lhs, names), parse(rhs, names)
        seen = set()
        derivative = contains((left, right), DERIVATIVES, names, seen)
        first = guarded(left, right, names, "row" if layout == "row" else "column")
        if first.verdict in {"equal", "unsupported"} or not derivative:
            if first.verdict == "transposed" and not derivative:
                square = first.detail == "square"
                return Settled("different" if square else "shape", "sides are transposes")
            return first
        if layout == "either":
            second = guarded(left, right, names, "row")
            if {first.verdict, second.verdict} & {"equal", "transposed"}:
                return Settled("equal")
            return first
        if first.verdict == "transposed":
            return Settled("equal") if layout == "row" and lenient_row(left, right, names) else first
        second = guarded(left, right, names, "column" if layout == "row" else "row")
        return Settled("transposed") if second.verdict == "equal" else first
    except (Unsupported, BadPoint) as error:
        return Settled("unsupported", str(error))
    except NeedRange as need:
        return Settled("unsupported", f"range of index {need.index}")
    except RecursionError:
        return Settled("unsupported", "a definition that uses itself")


def lenient_row(left, right, names):
    """In row layout nabla may be a row, and a gradient by a matrix may be transposed."""
    env = draw(names, 0, "row")
    for node in (left, right):
        if node[0] == "nabla":
            return True
        if node[0] == "partial" and len(node[2]) == 1:
            x, _ = differences.locate(node[2][0], bound(env))
            if x.ndim == 2:
                return True
    return False


def bound(env):
    """Every free index at 1."""
    letters = {c: 1 for c in "ijklmnpqrst"}
    return env.child(idx=letters)


def guarded(left, right, names, layout):
    """The verdict in one layout; a mismatch under broadcasting counts as a matter of shapes."""
    SPREAD.clear()
    try:
        verdict = compare(left, right, names, layout)
        if SPREAD and verdict.verdict == "different":
            return Settled("shape", f"sum of {SPREAD[0][0]} and {SPREAD[0][1]}")
        return verdict
    except ShapeError as error:
        return Settled("shape", str(error))


def settle(case):
    """The oracle's verdict on a case, by its own `oracle:` line where it has one."""
    if case.oracle:
        try:
            return Settled(*settle_python(case))
        except Unsupported as error:
            return Settled("unsupported", str(error))
    return settle_pair(case.lhs, case.rhs, case.declarations, case.layout)


def agrees(case, settled):
    """Whether the case's mark fits the oracle's verdict."""
    return settled.verdict in ACCEPTED[case.sign]
