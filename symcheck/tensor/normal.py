"""Normal forms of what is not a sum of products: functions, powers of sums, inverses, determinants.

`RULES[kind]` brings an array with canonical arguments to a form in which equal things look equal;
`rewrite` applies the relations between atoms within one term.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

from symcheck.expr.names import Function
from symcheck.tensor.array import (
    KNOWN_FUNCTION, ONE, Array, Factor, determinant, fold, general, integer_power, inverse, mapped,
    number, poly, size,
)
from symcheck.tensor.canonical import Raw, canonical, instantiate, is_contraction, seal, swapped
from symcheck.tensor.functions import Unsupported, slots
from symcheck.tensor.labelling import Limit
from symcheck.tensor.signs import POSITIVE, UNKNOWN, factor_sign, sign


def terms_of(a: Array):
    """The terms of a canonical array."""
    return a.data if a.kind == "poly" and not is_contraction(a) else ((1, ((a, slots(a), 1),)),)


def tight(a: Array) -> tuple[Array, tuple[int, ...]]:
    """(core, indices) with a = core[indices]: no unused slot, one choice among transposes."""
    if a.kind != "poly":
        return a, slots(a)
    if len(a.data) == 1:
        coefficient, factors = a.data[0]
        if coefficient == 1 and len(factors) == 1 and factors[0][2] == 1 \
                and len(set(factors[0][1])) == len(factors[0][1]):
            head, idx, _ = factors[0]
            if max(idx, default=-1) < a.rank:
                return head, idx
    used = sorted({i for _, fs in a.data for _, idx, _ in fs for i in idx if i < a.rank})
    core = a
    if len(used) < a.rank:
        names = {i: k for k, i in enumerate(used)}
        shift = len(used)
        core = canonical(poly(
            tuple((c, tuple((h, tuple(names.get(i, i - a.rank + shift) for i in idx), e)
                            for h, idx, e in fs)) for c, fs in a.data),
            tuple(a.dims[i] for i in used)))
    if not 2 <= len(used) <= 3:
        return core, tuple(used)
    best, best_at = core, tuple(used)
    for order in list(permutations(range(len(used))))[1:]:
        # turned[k] has core's slot order[k] in place k
        where = [0] * len(used)
        for place, slot in enumerate(order):
            where[slot] = place
        turned = canonical(poly(((1, ((core, tuple(where), 1),)),),
                                tuple(core.dims[s] for s in order)))
        if turned.kind != "poly" and best.kind == "poly" or turned.serial < best.serial:
            best, best_at = turned, tuple(used[s] for s in order)
    return best, best_at


def atom(f: Function, order: int, a: Array) -> Array:
    """The map as an atom of its tight argument, placed at a's slots."""
    core, at = tight(a)
    head = mapped(f, core, order)
    head.canonical = head
    return seal(((1, ((head, at, 1),)),), a.dims)


def constant(value, dims) -> Array:
    return poly(((value, ()),) if value else (), dims)


def leading_negative(a: Array) -> bool:
    return a.kind == "poly" and bool(a.data) and a.data[0][0] < 0


def negated(a: Array) -> Array:
    return canonical(poly(((-1, ((a, slots(a), 1),)),), a.dims))


# --- functions ----------------------------------------------------------------------------------


def _map(a: Array) -> Array:
    f, order = a.data
    arg = canonical(a.args[0])
    rule = MAPS.get(f.known) if order == 0 else None
    return rule(arg) if rule else atom(f, order, arg)


def _exp(arg: Array) -> Array:
    """exp of a sum is a product; exp(c m) = exp(m)^c for a number c; exp(c log u) = u^c."""
    factors: list[Factor] = []
    for coefficient, fs in terms_of(arg):
        if not fs:
            factors.append((Array("const", "e", (), ()), (), coefficient))
            continue
        if len(fs) == 1 and fs[0][2] == 1 and fs[0][0].kind == "map" \
                and fs[0][0].data == (KNOWN_FUNCTION["log"], 0):
            factors.append((fs[0][0].args[0], fs[0][1], coefficient))
            continue
        monic = seal(((1, fs),), arg.dims)
        core, at = tight(monic)
        head = mapped(KNOWN_FUNCTION["exp"], core)
        head.canonical = head
        factors.append((head, at, coefficient))
    return poly(((1, tuple(factors)),), arg.dims)


def _sigmoid(arg: Array, flipped: bool = False) -> Array:
    """sigmoid(z) or 1 - sigmoid(z): by itself always in terms of sigmoid."""
    name, core = _logistic_atom(arg, flipped)
    if core is None:
        return constant(Fraction(1, 2), arg.dims)
    s = atom(KNOWN_FUNCTION["sigmoid"], 0, core)
    return s if name == "sigmoid" else poly(((1, ()), (-1, ((s, slots(s), 1),))), arg.dims)


def _logistic_atom(arg: Array, flipped: bool) -> tuple[str, Array | None]:
    """(name, z of positive leading coefficient) for sigmoid(arg), or 1 - sigmoid(arg); None for 0."""
    if arg.kind == "poly" and not arg.data:
        return "sigmoid", None
    if leading_negative(arg):
        arg, flipped = negated(arg), not flipped
    return ("cosigmoid" if flipped else "sigmoid"), arg


def _step(arg: Array) -> Array:
    """1 where the argument is positive. step(-z) = 1 - step(z) holds off z = 0, so not for a z that
    is 0 on a whole region, as relu(x) is: there 0-or-1 factors are pulled out instead."""
    terms = terms_of(arg)
    if len(terms) == 1:
        coefficient, factors = terms[0]
        switches = tuple(f for f in factors if _is_switch(f))
        if switches:
            rest = canonical(poly(((coefficient, tuple(f for f in factors if f not in switches)),),
                                  arg.dims))
            inner = _step(rest)
            return poly(((1, (*switches, (inner, slots(inner), 1))),), arg.dims)
    elif any(_is_switch(f) for _, fs in terms for f in fs):
        return atom(KNOWN_FUNCTION["step"], 0, arg)
    core, flip = _direction(arg)
    if core is None:
        return constant(0 if flip is None or flip else 1, arg.dims)
    result = atom(KNOWN_FUNCTION["step"], 0, core)
    if flip:
        return poly(((1, ()), (-1, ((result, slots(result), 1),))), arg.dims)
    return result


def _is_switch(factor: Factor) -> bool:
    """A factor that is 0 or 1."""
    head, _, exponent = factor
    return exponent > 0 and (head.kind in ("delta", "pin", "range", "shift") or (
        head.kind == "map" and head.data[1] == 0
        and head.data[0].known in ("step", "above", "iszero")))


def _iszero(arg: Array) -> Array:
    if any(_is_switch(f) for _, fs in terms_of(arg) for f in fs):
        return atom(KNOWN_FUNCTION["iszero"], 0, arg)
    core, flip = _direction(arg)
    if core is None:
        return constant(1 if flip is None else 0, arg.dims)
    return atom(KNOWN_FUNCTION["iszero"], 0, core)


def _direction(arg: Array):
    """(array of the same sign pattern without positive content, flipped); (None, sign) when the
    sign is known: flip None for zero, True for negative, False for positive."""
    terms = terms_of(arg)
    if not terms:
        return None, None
    flip = terms[0][0] < 0
    scale = abs(terms[0][0])
    common = dict(((h, idx), e) for h, idx, e in terms[0][1])
    for _, fs in terms[1:]:
        here = {(h, idx): e for h, idx, e in fs}
        common = {k: e for k, e in common.items() if here.get(k) == e}
    drop = {k for k, e in common.items() if factor_sign(k[0], e) == POSITIVE
            or (e % 2 == 0 and factor_sign(k[0], e))}
    built = []
    for c, fs in terms:
        built.append((Fraction(-c if flip else c) / scale,
                      tuple(f for f in fs if (f[0], f[1]) not in drop)))
    core = canonical(poly(tuple(built), arg.dims))
    if sign(core) == POSITIVE:
        return None, flip
    return core, flip


def _log(arg: Array) -> Array:
    """log of a product is a sum, log of a power a multiple, log exp m = m, log of a sum an atom."""
    if arg.kind == "poly" and not arg.data:
        raise Unsupported("the logarithm of zero")
    coefficient, factors = split(arg, 1)
    if coefficient < 0:
        return atom(KNOWN_FUNCTION["log"], 0, arg)
    terms = []
    for p, e in prime_powers(Fraction(coefficient)):
        terms.append((e, ((mapped(KNOWN_FUNCTION["log"], number(p)), (), 1),)))
    for head, idx, e in factors:
        terms += [(c * e, ((h, i, 1),) if h is not None else ()) for c, h, i in _log_of(head, idx)]
    for _, fs in terms:
        for h, _, _ in fs:
            if h.kind == "map" and h.args[0].canonical is h.args[0]:
                h.canonical = h.canonical or h
    return poly(tuple(terms), arg.dims)


def _log_of(head: Array, idx):
    """log of one factor as (coefficient, array or None, indices)."""
    if head.kind == "const" and head.data == "e":
        return [(1, None, ())]
    if head.kind == "map" and head.data[1] == 0:
        name = head.data[0].known
        if name == "exp":
            return [(1, head.args[0], idx)]
        if name == "sigmoid":  # log sigmoid(z) = z + log(1 - sigmoid(z))
            other = mapped(KNOWN_FUNCTION["cosigmoid"], head.args[0])
            other.canonical = other
            return [(1, head.args[0], idx), (1, mapped(KNOWN_FUNCTION["log"], other), idx)]
        if name == "gamma":
            return [(1, mapped(KNOWN_FUNCTION["loggamma"], head.args[0]), idx)]
    if _is_sign(head):
        return []  # on the domain of the logarithm signs are 1
    if head.kind == "fold" and head.data == "prod":
        inner = mapped(KNOWN_FUNCTION["log"], head.args[0])
        n = head.rank
        total = poly(((1, ((inner, slots(inner), 1),)),), head.dims) if n < inner.rank else inner
        return [(1, total, idx)]
    return [(1, mapped(KNOWN_FUNCTION["log"], head), idx)]


def _is_sign(head: Array) -> bool:
    """2 step(z) - 1."""
    if head.kind != "poly" or len(head.data) != 2:
        return False
    (c, fs), (k, gs) = sorted(head.data, key=lambda t: len(t[1]))
    return not fs and len(gs) == 1 and k == -2 * c and gs[0][2] == 1 and gs[0][0].kind == "map" \
        and gs[0][0].data == (KNOWN_FUNCTION["step"], 0)


def _odd(name: str):
    def rule(arg: Array) -> Array:
        if arg.kind == "poly" and not arg.data:
            return arg
        if leading_negative(arg):
            result = atom(KNOWN_FUNCTION[name], 0, negated(arg))
            return poly(((-1, ((result, slots(result), 1),)),), arg.dims)
        return atom(KNOWN_FUNCTION[name], 0, arg)
    return rule


def _cos(arg: Array) -> Array:
    if arg.kind == "poly" and not arg.data:
        return constant(1, arg.dims)
    return atom(KNOWN_FUNCTION["cos"], 0, negated(arg) if leading_negative(arg) else arg)


def _above(arg: Array) -> Array:
    if not terms_of(arg):
        return constant(0, arg.dims)
    if len(terms_of(arg)) == 1 and not terms_of(arg)[0][1]:
        return constant(int(terms_of(arg)[0][0] > 0), arg.dims)
    return atom(KNOWN_FUNCTION["above"], 0, arg)


MAPS = {"exp": _exp, "log": _log, "sigmoid": _sigmoid,
        "cosigmoid": lambda a: _sigmoid(a, True), "step": _step, "iszero": _iszero,
        "sin": _odd("sin"), "arctan": _odd("arctan"), "arcsin": _odd("arcsin"),
        "erf": _odd("erf"), "cos": _cos, "above": _above}


def _gen(a: Array) -> Array:
    return general(a.data[0], canonical(a.args[0]), a.data[1])


def _fold(a: Array) -> Array:
    return fold(a.data, canonical(a.args[0]))


def _foreign(a: Array) -> Array:
    return Array(a.kind, a.data, tuple(map(canonical, a.args)), a.dims)


# --- powers of sums -----------------------------------------------------------------------------


def power_of_sum(head: Array, idx, exponent) -> Raw:
    """head[idx]^exponent for a canonical poly and an exponent that is no positive integer."""
    coefficient, factors = split(head, exponent)
    if coefficient == 0:
        raise Unsupported("a division by zero")
    at = tuple(idx)
    result: list[Factor] = [(h, tuple(at[i] for i in own), e * exponent) for h, own, e in factors]
    if exponent.denominator == 1:
        return Fraction(coefficient) ** int(exponent), result
    number_part = Fraction(1)
    if coefficient < 0:
        raise Unsupported("an even root of a negative number")
    for p, e in prime_powers(Fraction(coefficient)):
        whole, rest = divmod(e * exponent, 1)
        number_part *= Fraction(p) ** int(whole)
        if rest:
            base = number(p)
            result.append((base, (), rest))
    return number_part, result


def prime_powers(q: Fraction) -> list[tuple[int, int]]:
    """Factorization of a positive rational; a large cofactor is left as it is."""
    found: dict[int, int] = {}
    for n, s in ((q.numerator, 1), (q.denominator, -1)):
        p = 2
        while p * p <= n and p < 1000:
            while n % p == 0:
                found[p] = found.get(p, 0) + s
                n //= p
            p += 1
        if n > 1:
            found[n] = found.get(n, 0) + s
    return [(p, e) for p, e in sorted(found.items()) if e]


def split(head: Array, exponent) -> tuple[int | Fraction, list[Factor]]:
    """A canonical array as coefficient times factors that `exponent` may be given to one by one.

    Integer exponents distribute over everything. Roots distribute over what is known to be
    nonnegative; the remainder stays together under its root. Logarithms use exponent 1.
    """
    whole = exponent.denominator == 1
    terms = terms_of(head)
    if len(terms) == 1 and (whole or terms[0][0] > 0):
        coefficient, factors = terms[0]
        if whole:
            return coefficient, list(factors)
        apart, together = [], []
        for h, idx, e in factors:
            if sign(h) != UNKNOWN or e % 2 == 0 and h.kind == "poly" and sign(h):
                apart.append((h, idx, e))
            elif e % 2 == 0:
                apart.append((_absolute(h), idx, e))
            else:
                together.append((h, idx, e))
        if len(together) == 1 and together[0][2] == 1:
            apart += together
        elif together:
            apart.append((seal(((1, tuple(together)),), head.dims), slots(head), 1))
        return coefficient, apart
    if not terms:
        return 0, []
    return _content(head, terms, whole)


def _absolute(h: Array) -> Array:
    return canonical(poly(((2, ((h, slots(h), 1), (mapped(KNOWN_FUNCTION["step"], h), slots(h), 1))),
                           (-1, ((h, slots(h), 1),))), h.dims))


def _content(head: Array, terms, whole: bool):
    """Content of a sum of several terms: a number, common powers, and the primitive rest."""
    lead = terms[0][0] if whole else abs(terms[0][0])
    exponents = [{(h, i): e for h, i, e in fs} for _, fs in terms]
    keys = {k for d in exponents for k in d}
    common: dict = {}
    for key in keys:
        least = min(d.get(key, 0) for d in exponents)
        if least and (whole or sign(key[0]) != UNKNOWN):
            common[key] = least
    rest_terms = []
    for (c, _), d in zip(terms, exponents):
        fs = tuple((h, i, d.get((h, i), 0) - common.get((h, i), 0)) for h, i in sorted(
            keys, key=lambda k: (k[0].serial, k[1])) if d.get((h, i), 0) != common.get((h, i), 0))
        rest_terms.append((Fraction(c) / lead, fs))
    rest = canonical(poly(tuple(rest_terms), head.dims))
    factors = [(h, i, e) for (h, i), e in sorted(common.items(), key=lambda t: (t[0][0].serial, t[0][1]))]
    special = _logistic(rest)
    if special is not None:
        return lead, factors + [special]
    return lead, factors + [(rest, slots(rest), 1)]


def _logistic(a: Array) -> Factor | None:
    """1 + exp(z) as 1/(1 - sigmoid(z)), and 1 - sigmoid(z), as one factor."""
    if a.kind != "poly" or len(a.data) != 2:
        return None
    constants = [t for t in a.data if not t[1]]
    others = [t for t in a.data if t[1]]
    if len(constants) != 1 or constants[0][0] != others[0][0] * (1 if others[0][0] == 1 else -1):
        return None
    factors = others[0][1]
    if constants[0][0] == 1 and others[0][0] == 1:
        z = _exponent(factors, a.dims)
        if z is None:
            return None
        name, core = _logistic_atom(z, True)
        if core is None:
            return None
        (_, ((head, at, _),)), = terms_of(atom(KNOWN_FUNCTION[name], 0, core))
        return (head, at, -1)
    return None


def _exponent(factors, dims) -> Array | None:
    """z when the product of factors is exp(z)."""
    terms = []
    for head, idx, e in factors:
        if head.kind == "const" and head.data == "e":
            terms.append((e, ()))
        elif head.kind == "map" and head.data == (KNOWN_FUNCTION["exp"], 0):
            terms.append((e, ((head.args[0], idx, 1),)))
        else:
            return None
    return canonical(poly(tuple(terms), dims))


# --- inverses and determinants ------------------------------------------------------------------


def _chain(m: Array) -> list[tuple[Array, bool]] | None:
    """A contraction m[0,1] as a product of square matrices: [(factor, transposed)]."""
    if m.rank != 2 or not is_contraction(m) or m.dims[0] != m.dims[1]:
        return None
    factors = list(m.data[0][1])
    chain, here = [], 0
    while factors:
        step = [f for f in factors if here in f[1]]
        if len(step) != 1 or step[0][0].rank != 2 or step[0][2] != 1:
            return None
        head, (i, j), _ = step[0]
        if head.dims[0] != head.dims[1] or i == j:
            return None
        chain.append((head, here == j))
        here = j if here == i else i
        factors.remove(step[0])
    return chain if here == 1 else None


def _scalar_content(m: Array):
    """(coefficient, scalar factors, rest) with m = their product, rest primitive."""
    terms = terms_of(m)
    if not terms:
        return 0, [], m
    lead = terms[0][0]
    common = {h: e for h, idx, e in terms[0][1] if not idx}
    for _, fs in terms[1:]:
        here = {h: e for h, idx, e in fs if not idx}
        common = {h: e for h, e in common.items() if here.get(h) == e}
    if lead == 1 and not common:
        return 1, [], m
    rest = canonical(poly(tuple((Fraction(c) / lead, tuple(f for f in fs if f[1] or f[0] not in common))
                                for c, fs in terms), m.dims))
    return lead, [(h, (), e) for h, e in common.items()], rest


def _inv(a: Array) -> Array:
    m = canonical(a.args[0])
    lead, scalars, rest = _scalar_content(m)
    if lead == 0:
        raise Unsupported("the inverse of a zero matrix")
    if lead != 1 or scalars:
        outside = tuple((h, (), -e) for h, _, e in scalars)
        return poly(((Fraction(1) / lead, outside + ((inverse(rest), slots(rest), 1),)),), a.dims)
    if m.kind == "inv":
        return m.args[0]
    if m.kind == "delta":
        return m
    chain = _chain(m)
    if chain:
        n = len(chain)
        path = [0, *range(2, n + 1), 1]
        factors = []
        for k, (head, flipped) in enumerate(reversed(chain)):
            i, j = path[k], path[k + 1]
            factors.append((inverse(head), (j, i) if flipped else (i, j), 1))
        return poly(((1, tuple(factors)),), a.dims)
    diagonal = _diagonal(m)
    if diagonal is not None:
        return diagonal
    core, at = _oriented(m)
    head = inverse(core)
    head.canonical = head
    return seal(((1, ((head, at, 1),)),), a.dims)


def _diagonal(m: Array) -> Array | None:
    """The inverse of delta_ij v_i (with v positive powers of entries)."""
    if m.rank != 2 or m.kind != "poly":
        return None
    delta = Array("delta", (), (), m.dims)
    entries = []
    for c, fs in m.data:
        if not any(h is delta and set(i) == {0, 1} for h, i, _ in fs):
            return None
        entries.append((c, tuple((h, tuple(0 if k == 1 else k for k in i), e)
                                 for h, i, e in fs if h is not delta)))
    v = poly(tuple(entries), m.dims[:1])
    return poly(((1, ((delta, (0, 1), 1), (v, (0,), -1))),), m.dims)


def _oriented(m: Array) -> tuple[Array, tuple[int, ...]]:
    """m or its transpose, whichever is canonical, and the indices that give m back."""
    n = m.rank
    if m.kind == "poly" and len(m.data) == 1 and m.data[0][0] == 1 and len(m.data[0][1]) == 1:
        head, idx, e = m.data[0][1][0]
        if e == 1 and idx == (*range(n - 2), n - 1, n - 2):
            return head, idx
    if m.kind != "poly":
        return m, slots(m)
    turned = canonical(swapped(m))
    if turned.serial < m.serial:
        return turned, (*range(n - 2), n - 1, n - 2)
    return m, slots(m)


def _det(a: Array) -> Array:
    m = canonical(a.args[0])
    n = m.dims[-1]
    lead, scalars, rest = _scalar_content(m)
    if lead and (lead != 1 or scalars):
        outside = poly(((lead, tuple(scalars)),), ())
        power = integer_power(outside, size(n)) if isinstance(n, str) else \
            poly(((1, ((outside, (), n),)),), ())
        return poly(((1, ((power, (), 1), (determinant(rest), slots(rest)[:-2], 1))),), a.dims)
    if m.kind == "delta":
        return ONE
    if m.kind == "inv":
        inner = determinant(m.args[0])
        return poly(((1, ((inner, slots(inner), -1),)),), a.dims)
    chain = _chain(m)
    if chain:
        return poly(((1, tuple((determinant(h), (), 1) for h, _ in chain)),), a.dims)
    core, _ = _oriented(m)
    head = determinant(core)
    head.canonical = head
    return head


def _ipow(a: Array) -> Array:
    """(c u v^k)^(m + 2 n + 3) factor by factor: each atom is one base to one whole exponent."""
    base, exponent = (canonical(x) for x in a.args)
    coefficient, bases = split(base, 1)
    if coefficient == 0:
        return Array("ipow", (), (base, exponent), a.dims)
    pieces: list[Factor] = [(h, idx, e) for h, idx, e in bases]
    pieces += [(number(p), (), e) for p, e in prime_powers(abs(Fraction(coefficient)))]
    if coefficient < 0:
        pieces.append((number(-1), (), 1))
    factors: list[Factor] = []
    for h, idx, e in pieces:
        for c, fs in terms_of(exponent):
            if not fs:
                factors.append((h, idx, e * c))
                continue
            monic = seal(((1, fs),), a.dims)
            here = canonical(poly(((1, ((h, idx, 1),)),), a.dims))
            atom_ = Array("ipow", (), (here, monic), a.dims)
            atom_.canonical = atom_
            factors.append((atom_, slots(atom_), e * c))
    return poly(((1, tuple(factors)),), a.dims)


RULES = {"ipow": _ipow, "map": _map, "gen": _gen, "fold": _fold, "foreign": _foreign, "inv": _inv, "det": _det}


# --- relations within a term --------------------------------------------------------------------

_IDEMPOTENT = ("delta", "pin", "range", "shift")


def rewrite(coefficient, merged: dict) -> list[Raw] | None:
    """Apply relations between the powers in one term; None when none applies.

    May lower exponents of idempotents in place; never drops an index that is summed.
    """
    logistic: dict = {}
    has_exp = False
    for (head, idx), e in list(merged.items()):
        if head.kind in _IDEMPOTENT:
            if e > 1:
                merged[head, idx] = 1
        elif head.kind == "map" and head.data[1] == 0:
            name = head.data[0].known
            if name in ("step", "iszero", "above"):
                if e > 1:
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

        def term(sign, sa, cb):
            more = [(s, idx, sa)] if sa else []
            return (sign * coefficient, rest + more + ([(c, idx, cb)] if cb else []))

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


__all__ = ["RULES", "Limit", "cancel_inverse", "instantiate", "power_of_sum", "rewrite"]
