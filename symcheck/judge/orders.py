r"""What is known of the sign of a difference: behind `a > b` and `A \succeq B` in answers, conditions and derivations."""

from __future__ import annotations

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.tensor.canonical import canonical
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower
from symcheck.tensor.signs import UNKNOWN, definite, sign

# The same relation with its sides exchanged: after it only "greater" is left to judge.
FLIPPED = {r"\le": r"\ge", "<": ">", "<=": ">=", r"\ll": r"\gg", r"\prec": r"\succ", r"\preceq": r"\succeq"}


def difference(x: Expr, y: Expr) -> Expr:
    """x - y; a side written as 0 has the shape of the other."""
    return x if y.is_zero else build.neg(y) if x.is_zero else build.sub(x, y)


def known_sign(gap: Expr) -> int:
    """What is proved of the sign of a scalar, of a matrix its definiteness: POSITIVE, NONNEGATIVE or UNKNOWN."""
    try:
        written = lower(gap).array
        array = canonical(written)
    except (Unsupported, Limit):
        return UNKNOWN
    # A sum of squares may be lost when it is multiplied out.
    return max(sign(array), sign(written)) if is_scalar(gap.shape) else definite(array)
