"""Where sums to infinity converge: a condition of what is said of them.

A sum has no value where it diverges, and points there are lost. So sides that agree where it has one are equal on the
condition that it converges, which is stated; where the condition cannot be found and some points were lost, nothing is said.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from symcheck.expr.latex import to_latex
from symcheck.expr.node import Expr
from symcheck.judge.ladder import Finding
from symcheck.judge.numeric import people_of
from symcheck.judge.sampling import draw
from symcheck.tensor import reals
from symcheck.tensor.evaluate import TooLarge, choose_sizes
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.lower import lower
from symcheck.tensor.reals import Float

POINTS = 24  # of each spread, at which the ratio of terms is looked at
TRIED = 6  # of these, points at which a sum of another kind must have a value


@np.errstate(all="ignore")
def where_convergent(q, finding: Finding, a: Expr, b: Expr) -> Finding:
    """The finding that two sides agree, with the conditions for sums to infinity in one of them."""
    from symcheck.bridge.series import is_endless, limit_of_ratio, within_circle

    left, right = ({n for n in side.walk() if n.op == "foreign" and is_endless(n.data)} for side in (a, b))
    conditions: dict[str, None] = {}
    for node in sorted(left ^ right, key=to_latex):
        limit = limit_of_ratio(node.data)
        if limit is not None and limit.is_zero:
            continue
        try:
            good, tried = _converging(q, node)
        except (Unsupported, TooLarge):
            return Finding("undecided", f"it is not known where {to_latex(node)} converges")
        if good == tried:
            continue
        if limit is None or not limit.free_symbols or not good:
            return Finding("undecided", f"{to_latex(node)} diverges, or has no value that could be found, at {tried - good} "
                                        f"of {tried} points tried" + (", and where it converges is not known" if good else ""))
        conditions[within_circle(node.data, tuple(map(to_latex, node.args)))] = None
    return replace(finding, conditions=(*finding.conditions, *conditions)) if conditions else finding


def _converging(q, node: Expr) -> tuple[int, int]:
    """At how many of how many points that obey the declarations, small and large, does it converge?"""
    from symcheck.bridge.series import limit_of_ratio, ratio_at

    good = tried = 0
    limit = limit_of_ratio(node.data)
    by_value = limit is None or abs(limit) == 1  # then the ratio tells nothing
    people, dims, least = people_of(q, q.lhs, q.rhs)
    for k, spread in enumerate(("real", "wide", "small")):
        field = Float(POINTS)
        evaluation = draw(people, field, choose_sizes(dims, least, k), np.random.default_rng([q.seed, 23, k]), spread)
        values = [np.broadcast_to(np.asarray(evaluation(lower(x).array), dtype=float).reshape(-1), (POINTS,))
                  for x in node.args]
        points = [tuple(v[n] for v in values) for n in np.nonzero(field.valid)[0]]
        if by_value:
            points = points[:TRIED]
            found = [reals.FOREIGN_VALUE[0](node.data, (0,) * len(node.args), [np.array([x]) for x in p]) for p in points]
            good += sum(bool(np.isfinite(x).all()) for x in found)
        else:
            good += sum(r < 1 for r in ratio_at(node.data, points))
        tried += len(points)
    return good, tried


__all__ = ["where_convergent"]
