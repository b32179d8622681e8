"""Relations between the powers in one term: idempotents, logistic pairs, inverses that cancel."""

from __future__ import annotations

from fractions import Fraction

from symcheck.tensor.array import KNOWN_FUNCTION, Array, Factor, mapped
from symcheck.tensor.atoms import terms_of, tight
from symcheck.tensor.canonical import Raw, canonical, seal

_IDEMPOTENT = ("delta", "pin", "range", "shift")


def rewrite(coefficient, merged: dict) -> list[Raw] | None:
    """Apply relations between the powers in one term; None when none applies.

    May lower exponents of idempotents in place; never drops an index that is summed.
    """
    logistic: dict = {}
    has_exp = False
    for (head, idx), e in list(merged.items()):
        if head.kind in _IDEMPOTENT or head.kind == "var" and "members" in head.data.traits:
            if e > 0:
                merged[head, idx] = 1
        elif head.kind == "map" and head.data[1] == 0:
            name = head.data[0].known
            if name in ("step", "iszero", "above"):
                if e > 0:
                    merged[head, idx] = 1
            elif name in ("sigmoid", "cosigmoid"):
                if e:
                    logistic.setdefault((head.args[0], idx), {})[name] = e
            elif name == "exp":
                has_exp = True
            elif name == "sin" and e >= 2 and e.denominator == 1:
                return _sine_square(coefficient, merged, head, idx)
        elif head.kind == "ipow" and (e >= 2 or e < 0) and _is_minus_one(head.args[0]):
            merged[head, idx] = e % 2  # (-1)^m is its own inverse
            if e % 2 == 0:
                return [(coefficient, _without(merged, (head, idx)))]
        elif head.kind == "poly" and not head.dims and len(head.data) == 1 and not head.data[0][1]:
            if not 0 < e < 1 and e:
                return _number_power(coefficient, merged, head, e)
    if logistic:
        return _logistic_relations(coefficient, merged, logistic, has_exp)
    return None


def _is_minus_one(a: Array) -> bool:
    return a.kind == "poly" and len(a.data) == 1 and a.data[0] == (-1, ())


def _without(merged: dict, *keys) -> list[Factor]:
    return [(h, i, e) for (h, i), e in merged.items() if (h, i) not in keys and e != 0]


def _number_power(coefficient, merged, head, e):
    whole, rest = divmod(Fraction(e), 1)
    factors = _without(merged, (head, ())) + ([(head, (), rest)] if rest else [])
    return [(coefficient * Fraction(head.data[0][0]) ** int(whole), factors)]


def _sine_square(coefficient, merged, head, idx):
    cosine = mapped(KNOWN_FUNCTION["cos"], head.args[0])
    cosine.canonical = cosine
    rest = _without(merged, (head, idx)) + ([(head, idx, merged[head, idx] - 2)])
    rest = [f for f in rest if f[2]]
    return [(coefficient, rest), (-coefficient, rest + [(cosine, idx, 2)])]


def _logistic_relations(coefficient, merged, logistic, has_exp):
    for (z, idx), exponents in logistic.items():
        s, c = (_atom(name, z) for name in ("sigmoid", "cosigmoid"))
        a, b = exponents.get("sigmoid", 0), exponents.get("cosigmoid", 0)
        if Fraction(a).denominator != 1 or Fraction(b).denominator != 1:
            continue
        if has_exp:
            found = _absorb_exponential(coefficient, merged, z, idx, s, c, a, b)
            if found is not None:
                return found
        rest = _without(merged, (s, idx), (c, idx))

        def term(factor, sa, cb):
            more = [(s, idx, sa)] if sa else []
            return (factor * coefficient, rest + more + ([(c, idx, cb)] if cb else []))

        # s + c = 1 leaves either powers of s alone or negative powers of one of the two.
        if b > 0 and (a > 0 or a == 0):
            return [term(1, a, b - 1), term(-1, a + 1, b - 1)]
        if b > 0 and a < 0:
            return [term(1, a, b - 1), term(-1, a + 1, b - 1)]
        if a > 0 and b < 0:
            return [term(1, a - 1, b), term(-1, a - 1, b + 1)]
        if a < 0 and b < 0:
            return [term(1, a + 1, b), term(1, a, b + 1)]
    return None


def _atom(name: str, z: Array) -> Array:
    head = mapped(KNOWN_FUNCTION[name], z)
    head.canonical = head
    return head


def _absorb_exponential(coefficient, merged, z, idx, s, c, a, b):
    """exp(z) (1 - sigmoid(z)) = sigmoid(z), wherever the whole of exp(z) or exp(-z) is there."""
    need = []
    for k, fs in terms_of(canonical(z)):
        if not fs:
            key = (Array("const", "e", (), ()), ())
        else:
            core, at = tight(seal(((1, fs),), z.dims))
            key = (_atom("exp", core), tuple(idx[i] for i in at))
        need.append((key, k))
    for direction in (1, -1):
        useful = (b > 0 or a < 0) if direction == 1 else (a > 0 or b < 0)
        if not useful or not all(merged.get(key, 0) * k * direction > 0
                                 and abs(merged[key]) >= abs(k) for key, k in need):
            continue
        changed = dict(merged)
        for key, k in need:
            changed[key] -= k * direction
        if direction == 1:
            up, down = ((s, idx), (c, idx)) if b > 0 else ((s, idx), (c, idx))
            changed[up] = changed.get(up, 0) + 1
            changed[down] = changed.get(down, 0) - 1
        else:
            changed[s, idx] = changed.get((s, idx), 0) - 1
            changed[c, idx] = changed.get((c, idx), 0) + 1
        return [(coefficient, [(h, i, e) for (h, i), e in changed.items() if e])]
    return None


def cancel_inverse(factors: list[Factor], rank: int) -> list[Factor] | None:
    """inv(A)_ij A_jk = delta_ik, where j is summed and occurs nowhere else."""
    for k, (head, idx, e) in enumerate(factors):
        if head.kind != "inv" or e != 1 or head.rank != 2:
            continue
        m = head.args[0]
        for n, (other, at, f) in enumerate(factors):
            if other is not m or f != 1:
                continue
            for x, y in ((0, 1), (1, 0)):
                j = idx[y]
                if j < rank or at[x] != j or sum(i.count(j) for _, i, _ in factors) != 2:
                    continue
                # inv_{i j} m_{j k} for (x, y) = (0, 1); m_{k j} inv_{j i} for (1, 0)
                delta = Array("delta", (), (), (m.dims[0], m.dims[0]))
                rest = [g for p, g in enumerate(factors) if p not in (k, n)]
                return rest + [(delta, (idx[x], at[y]), 1)]
    return None
