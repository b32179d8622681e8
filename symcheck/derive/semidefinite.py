r"""Signs of expressions by their form: X^\top \operatorname{diag}(p \odot (1 - p)) X is positive semidefinite.

Sound, not complete. What the index form multiplies out (p - p^2) is seen here by its factors; everything else is
asked of `tensor/signs.py`.
"""

from __future__ import annotations

from symcheck.derive.products import Product, hadamard_factors
from symcheck.derive.tidy import tidy
from symcheck.expr import Expr, build
from symcheck.expr.shape import is_matrix, is_scalar
from symcheck.tensor.canonical import canonical
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.lower import lower
from symcheck.tensor.signs import NONNEGATIVE, POSITIVE, UNKNOWN, definite, sign


def least_sign(e: Expr) -> int:
    """POSITIVE, NONNEGATIVE or UNKNOWN: of a number, of every entry of a vector; of a square matrix, its definiteness."""
    if is_matrix(e.shape):
        return _semidefinite(tidy(e))
    return _nonnegative(tidy(e))


def _known(e: Expr) -> int:
    try:
        a = canonical(lower(e).array)
    except Unsupported:
        return UNKNOWN
    return definite(a) if is_matrix(e.shape) else sign(a)


def _nonnegative(e: Expr) -> int:
    found = _known(e)
    if found == POSITIVE:
        return found
    if e.op == "hadamard":
        by_factors = _of_factors([(f, 1) for f in hadamard_factors(e)])
    else:
        p = Product.of(e)
        if p.number <= 0 or (len(p.scalars.items) + len(p.chain) < 2 and p.scalars.items[:1] == ((e, 1),)):
            return found
        by_factors = _of_factors([*p.scalars.items, *((f, 1) for f in p.chain)]) if len(p.chain) < 2 else UNKNOWN
    return max(found, by_factors)


def _of_factors(factors) -> int:
    """The sign of a product: a factor that is there twice is a square."""
    powers: dict[Expr, object] = {}
    for f, power in factors:
        powers[f] = powers.get(f, 0) + power
    least = POSITIVE
    for f, power in powers.items():
        s = _known(f) if f.op != "hadamard" else _nonnegative(f)
        if s == UNKNOWN and power % 2 == 0:
            s = NONNEGATIVE if power > 0 else POSITIVE
        least = min(least, s)
    return least


def _semidefinite(e: Expr) -> int:
    found = _known(e)
    if found != UNKNOWN:
        return found
    match e.op:
        case "add":
            parts = [_semidefinite(a) for a in e.args]
            return UNKNOWN if UNKNOWN in parts else max(parts)
        case "diag":
            return _nonnegative(e.args[0])
        case "inverse":
            return POSITIVE if _semidefinite(e.args[0]) else UNKNOWN
        case "sum" if len(e.args) == 1:
            return min(NONNEGATIVE, _semidefinite(tidy(e.args[0])))
    p = Product.of(e)
    if p.number <= 0 or p.chain == (e,):
        return UNKNOWN
    return min(_of_factors(p.scalars.items), _palindrome(p.chain))


def _palindrome(chain: tuple[Expr, ...]) -> int:
    """B^T B, or B^T M B with a semidefinite M."""
    while len(chain) > 1:
        if chain[0] is not tidy(build.transpose(chain[-1])):
            return UNKNOWN
        chain = chain[1:-1]
        if not chain:
            return NONNEGATIVE
        if len(chain) == 1:
            inner = chain[0]
            return min(NONNEGATIVE, _nonnegative(inner) if is_scalar(inner.shape) else _semidefinite(inner))
    return _semidefinite(chain[0]) if chain else POSITIVE
