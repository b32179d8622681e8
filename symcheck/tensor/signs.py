"""What is known of the sign of an array's entries, from traits and form. Sound, not complete."""

from __future__ import annotations

from symcheck.tensor.array import Array

POSITIVE, NONNEGATIVE, UNKNOWN = 2, 1, 0


def sign(a: Array) -> int:
    """POSITIVE, NONNEGATIVE or UNKNOWN, for every entry of a canonical array."""
    match a.kind:
        case "var":
            traits = a.data.traits
            if "positive" in traits or "unit" in traits:
                return POSITIVE
            least = min(a.data.values, default=-1)
            if least > 0:
                return POSITIVE
            return NONNEGATIVE if "nonnegative" in traits or least == 0 else UNKNOWN
        case "size" | "iota" | "const":
            return POSITIVE
        case "delta" | "pin" | "range" | "shift":
            return NONNEGATIVE
        case "map":
            return _SIGN_OF_MAP.get(a.data[0].known, UNKNOWN) if a.data[1] == 0 else UNKNOWN
        case "det":
            return POSITIVE if definite(a.args[0]) == POSITIVE else UNKNOWN
        case "svd":
            return NONNEGATIVE if a.data in ("spectral", "nuclear") else UNKNOWN
        case "fold" | "ipow":
            return sign(a.args[0])
        case "poly":
            return _poly(a)
        case _:
            return UNKNOWN


_SIGN_OF_MAP = {"exp": POSITIVE, "sigmoid": POSITIVE, "cosigmoid": POSITIVE, "step": NONNEGATIVE,
                "above": NONNEGATIVE, "iszero": NONNEGATIVE, "gamma": POSITIVE}


def _poly(a: Array) -> int:
    bound = lower_bound(a)
    if bound is not None and a.data and (bound[0] > 0 or (bound[0] == 0 and bound[1])):
        return POSITIVE
    if bound is not None and bound[0] >= 0:
        return NONNEGATIVE
    best = NONNEGATIVE
    for coefficient, factors in a.data:
        s = POSITIVE if coefficient > 0 else UNKNOWN
        if s and factors:
            s = _product(factors, a.rank)
        if s == UNKNOWN:
            return UNKNOWN
        best = max(best, s)
    return best if a.data else NONNEGATIVE


def lower_bound(a: Array) -> tuple[object, bool] | None:
    """(number, strict) below every entry of a sum of a number and multiples of bounded entries."""
    total, strict = 0, False
    for coefficient, factors in a.data:
        if not factors:
            total += coefficient
            continue
        if len(factors) != 1 or factors[0][2] != 1:
            return None
        bounds = _range(factors[0][0])
        end = bounds[0 if coefficient > 0 else 1]
        if end is None:
            return None
        total += coefficient * end
        strict = strict or bounds[2]
    return total, strict


def _range(head: Array) -> tuple[object, object, bool]:
    """(low, high, both open) of the entries of an array."""
    if head.kind == "var":
        if "unit" in head.data.traits:
            return 0, 1, True
        low, high = (None if isinstance(end, str) else end for end in head.data.bounds)
        if low is None and sign(head):
            low = 0
        return low, high, "integer" not in head.data.traits and (low is not None or high is not None)
    if head.kind == "map" and head.data[1] == 0 and head.data[0].known in ("sigmoid", "cosigmoid"):
        return 0, 1, True
    return (0, None, sign(head) == POSITIVE) if sign(head) else (None, None, False)


def _product(factors, rank: int) -> int:
    result = POSITIVE
    for head, _, exponent in factors:
        s = factor_sign(head, exponent)
        if s == UNKNOWN:
            return _quadratic_form(factors, rank)
        result = min(result, s)
    return result


def factor_sign(head: Array, exponent) -> int:
    s = sign(head)
    if s == UNKNOWN and getattr(exponent, "numerator", 1) % 2 == 0:
        s = NONNEGATIVE if exponent > 0 else POSITIVE
    if s == NONNEGATIVE and exponent < 0:
        s = POSITIVE
    if s == UNKNOWN and getattr(exponent, "denominator", 1) % 2 == 0:
        s = NONNEGATIVE  # a root is read as the nonnegative one
    return s


def _quadratic_form(factors, rank: int) -> int:
    """v_i M_ij v_j with a definite M, for the same contents v on both sides."""
    squares = [f for f in factors if f[2] == 1]
    matrices = [f for f in squares if f[0].rank == 2 and definite(f[0])]
    if len(matrices) != 1 or len(squares) != 3 or len(squares) != len(factors):
        return UNKNOWN
    (m, (i, j), _), = matrices
    v, w = (f for f in squares if f is not matrices[0])
    if v[0] is w[0] and {v[1], w[1]} == {(i,), (j,)} and i >= rank and j >= rank:
        return NONNEGATIVE
    return UNKNOWN


def definite(m: Array) -> int:
    """POSITIVE for a positive definite matrix, NONNEGATIVE for semidefinite, else UNKNOWN."""
    match m.kind:
        case "var":
            if "posdef" in m.data.traits:
                return POSITIVE
            return NONNEGATIVE if "possemidef" in m.data.traits else UNKNOWN
        case "delta":
            return POSITIVE
        case "inv":
            return POSITIVE if definite(m.args[0]) else UNKNOWN
        case "poly":
            return _definite_sum(m)
        case _:
            return UNKNOWN


def _definite_sum(m: Array) -> int:
    if m.rank != 2:
        return UNKNOWN
    if len(m.data) == 1 and m.data[0][0] == 1 and any(i > 1 for _, idx, _ in m.data[0][1] for i in idx):
        return _gram(m)
    best = NONNEGATIVE
    for coefficient, factors in _without_pairs(m.data):
        if coefficient <= 0:
            return UNKNOWN
        matrices = [f for f in factors if f[1] == (0, 1) or f[1] == (1, 0)]
        scalars = [f for f in factors if not f[1]]
        outer = [f for f in factors if len(f[1]) == 1]
        if len(matrices) + len(scalars) + len(outer) != len(factors):
            return UNKNOWN
        s = min((factor_sign(h, e) for h, _, e in scalars), default=POSITIVE)
        if s == UNKNOWN:
            return UNKNOWN
        if len(matrices) == 1 and not outer and matrices[0][2] == 1:
            d = definite(matrices[0][0])
        elif len(matrices) == 1 and matrices[0][0].kind == "delta" and matrices[0][2] == 1:
            signs = [factor_sign(h, e) for h, _, e in outer]
            d = min(signs)
        elif len(outer) == 2 and not matrices and outer[0][0] is outer[1][0] \
                and outer[0][2] == outer[1][2]:
            d = NONNEGATIVE
        else:
            return UNKNOWN
        if d == UNKNOWN:
            return UNKNOWN
        best = max(best, min(s, d))
    return best


def _without_pairs(terms: tuple) -> list:
    """The terms without pairs c S - c S', of which S' is the sum S with one more factor t in (0, 1) in each of its terms: where S is
    a sum of outer products with weights that are not negative, so is S - S', with t (1 - t) in the place of t."""
    left = list(terms)
    for term in terms:
        other = next((x for x in left if term in left and x[0] == -term[0] < 0 and _takes_less(term[1], x[1])), None)
        if other is not None:
            left.remove(term)
            left.remove(other)
    return left


def _takes_less(one, other) -> bool:
    """Are these the factors of c S and of c S'?"""
    (s, rest), (less, others) = _sum_in(one), _sum_in(other)
    if s is None or less is None or rest != others or _product(rest, 2) == UNKNOWN or not _is_sum_of_outer(s):
        return False
    factors, more = ([*x.data[0][1]] for x in (s, less))
    raised = [(f, g) for f in factors for g in more if f[:2] == g[:2] and g[2] == f[2] + 1 and not {0, 1} & {*f[1]}]
    return any(_range(f[0]) == (0, 1, True) and [*sorted(map(_key, factors))] == [*sorted(_key(f if x == g else x) for x in more)]
               for f, g in raised)


def _sum_in(factors) -> tuple[Array | None, list]:
    """The one factor that is a matrix, where it is a sum with the coefficient 1; and the other factors, which are numbers."""
    found = [f for f in factors if f[1] and f[2] == 1 and f[0].kind == "poly" and len(f[0].data) == 1 and f[0].data[0][0] == 1 and f[1] == (0, 1)]
    rest = [f for f in factors if f not in found]
    return (found[0][0], rest) if len(found) == 1 and not any(f[1] for f in rest) else (None, rest)


def _is_sum_of_outer(s: Array) -> bool:
    """Is this a sum of x_k x_k^T with weights that are not negative?"""
    ends = [f for f in s.data[0][1] if {0, 1} & {*f[1]}]
    return s.rank == 2 and len(ends) == 2 and all({*f[1]} & {0, 1} != {0, 1} for f in ends) \
        and sum(p != q for p, q in zip(*(sorted(f[1]) for f in ends))) == 1 and _gram(s) != UNKNOWN


def _on_both(factors: list, p: int, q: int) -> bool:
    """Do the same weights stand on both sides of a matrix? A weight on one side would make it unsymmetric."""
    sides = [sorted((h.serial, tuple(-1 if i == k else i for i in at), e) for h, at, e in factors if k in at) for k in (p, q)]
    return sides[0] == sides[1] and not any(p in at and q in at for _, at, _ in factors)


def _key(factor) -> tuple:
    head, at, exponent = factor
    return head.serial, at, exponent


def _gram(head: Array) -> int:
    """A contraction that is B^T B, B^T D B with D >= 0 diagonal or definite, or sum x_i x_i^T."""
    (_, factors), = head.data
    ends = [f for f in factors if 0 in f[1] or 1 in f[1]]
    middle = [f for f in factors if f not in ends]
    if len(ends) != 2 or ends[0][0] is not ends[1][0] or any(f[2] != 1 for f in ends):
        return UNKNOWN
    (head_a, a, _), (_, b, _) = ends
    if 0 not in a:
        a, b = b, a
    differing = [(p, q) for p, q in zip(a, b) if p != q]
    if (0, 1) not in differing:
        return UNKNOWN
    differing.remove((0, 1))
    if not differing:
        return NONNEGATIVE if all(factor_sign(h, e) for h, _, e in middle) else UNKNOWN
    if len(differing) == 1:
        links = [f for f in middle if set(f[1]) == set(differing[0])]
        others = [f for f in middle if f not in links]
        if len(links) == 1 and links[0][2] == 1 and definite(links[0][0]) and (
                _on_both(others, *differing[0]) or links[0][0].kind == "var" and "diagonal" in links[0][0].data.traits):
            return NONNEGATIVE if all(factor_sign(h, e) for h, _, e in others) else UNKNOWN
    return UNKNOWN
