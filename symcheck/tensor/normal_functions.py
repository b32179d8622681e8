"""Normal forms of functions of canonical arrays: few atoms, signs and products pulled out."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from symcheck.tensor.array import (
    KNOWN_FUNCTION,
    Array,
    Factor,
    Term,
    delta,
    fold,
    general,
    mapped,
    number,
    poly,
    singular,
)
from symcheck.tensor.atoms import atom, constant, leading_negative, negated, terms_of, tight
from symcheck.tensor.canonical import canonical, seal
from symcheck.tensor.functions import Unsupported, slots
from symcheck.tensor.powers import logistic_atom, prime_powers, split
from symcheck.tensor.signs import POSITIVE, UNKNOWN, factor_sign, sign


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
    name, core = logistic_atom(arg, flipped)
    if core is None:
        return constant(Fraction(1, 2), arg.dims)
    s = atom(KNOWN_FUNCTION["sigmoid"], 0, core)
    return s if name == "sigmoid" else poly(((1, ()), (-1, ((s, slots(s), 1),))), arg.dims)


def _step(arg: Array) -> Array:
    """1 where the argument is positive. step(-z) = 1 - step(z) holds off z = 0, so not for a z that
    is 0 on a whole region, as relu(x) is: there 0-or-1 factors are pulled out instead; nor where
    z_i - z_j is 0 because i = j. What takes whole values only is `above`, which is exact."""
    terms = terms_of(arg)
    switches = tuple(f for f in terms[0][1] if _is_switch(f) and all(
        i < arg.rank for i in f[1]) and all(f in fs for _, fs in terms)) if terms else ()
    if switches:
        rest = canonical(poly(tuple((c, tuple(f for f in fs if f not in switches))
                                    for c, fs in terms), arg.dims))
        inner = _step(rest)
        return poly(((1, (*switches, (inner, slots(inner), 1))),), arg.dims)
    if any(_is_switch(f) for _, fs in terms for f in fs):
        return atom(KNOWN_FUNCTION["step"], 0, arg)
    core, flip = _direction(arg)
    if core is None:
        return constant(0 if flip is None or flip else 1, arg.dims)
    if _is_discrete(core):
        return _above(arg)
    result = atom(KNOWN_FUNCTION["step"], 0, core)
    if flip:
        return poly(((1, ()), (-1, ((result, slots(result), 1),)), *_minus_ties(core)), arg.dims)
    return result


def _minus_ties(core: Array) -> tuple[Term, ...]:
    """Terms of minus the indicator that two slots of the array agree, where it is 0 if they do."""
    terms: list[Term] = []
    for p, q in combinations(range(core.rank), 2):
        if core.dims[p] != core.dims[q]:
            continue
        joined = tuple(p if k == q else k - (k > q) for k in range(core.rank))
        left = core.dims[:q] + core.dims[q + 1 :]
        meeting = canonical(poly(((1, ((core, joined, 1),)),), left))
        if not terms_of(meeting):
            tie = ((delta(core.dims[p]), (p, q), 1),)
            terms = [(-1, tie), *terms, *((-c, fs + tie) for c, fs in terms)]
    return tuple(terms)


def _is_discrete(a: Array) -> bool:
    """Whether a canonical array is built from integer variables and members of finite sets only."""
    found = False
    stack = [(a, 1)]
    while stack:
        head, exponent = stack.pop()
        if head.kind == "poly":
            stack.extend((h, e) for _, fs in head.data for h, _, e in fs)
        elif head.kind == "var":
            found = True
            if not head.data.values and "integer" not in head.data.traits:
                return False
        elif head.kind not in ("size", "iota", "delta", "pin", "range", "shift"):
            return False
        if exponent < 0:
            return False
    return found


def _is_switch(factor: Factor) -> bool:
    """A factor that is 0 or 1."""
    head, _, exponent = factor
    return exponent > 0 and (head.kind in ("delta", "pin", "range", "shift") or (
        head.kind == "map" and head.data[1] == 0
        and head.data[0].known in ("step", "above", "iszero")))


def _above(arg: Array) -> Array:
    """1 where the argument is positive, exactly: above(-z) = 1 - above(z) - iszero(z)."""
    if not terms_of(arg):
        return constant(0, arg.dims)
    if len(terms_of(arg)) == 1 and not terms_of(arg)[0][1]:
        return constant(int(terms_of(arg)[0][0] > 0), arg.dims)
    if not _is_discrete(arg):
        return atom(KNOWN_FUNCTION["above"], 0, arg)
    if sign(poly(tuple((-c, fs) for c, fs in terms_of(arg)), arg.dims)) != UNKNOWN:
        return constant(0, arg.dims)
    core, flip = _direction(arg, exact=True)
    if core is None:
        return constant(int(not flip), arg.dims)
    result = atom(KNOWN_FUNCTION["above"], 0, core)
    if flip:
        zero = _iszero(core)
        return poly(((1, ()), (-1, ((result, slots(result), 1),)), (-1, ((zero, slots(zero), 1),))),
                    arg.dims)
    return result


def _iszero(arg: Array) -> Array:
    if any(_is_switch(f) for _, fs in terms_of(arg) for f in fs):
        return atom(KNOWN_FUNCTION["iszero"], 0, arg)
    core, flip = _direction(arg, exact=True)
    if core is None:
        return constant(1 if flip is None else 0, arg.dims)
    if core.kind == "var" and core.data.values and 0 not in core.data.values:
        return constant(0, arg.dims)
    return atom(KNOWN_FUNCTION["iszero"], 0, core)


def _is_negative(core: Array) -> bool:
    """A variable that is declared negative, or an odd power or root of it."""
    terms = terms_of(core)
    if len(terms) != 1 or terms[0][0] < 0 or len(terms[0][1]) != 1:
        return False
    head, _, e = terms[0][1][0]
    return head.kind == "var" and "negative" in head.data.traits and e.numerator % 2 == 1 == e.denominator % 2


def _direction(arg: Array, exact: bool = False):
    """(array of the same sign pattern without positive content, flipped); (None, sign) when the
    sign is known: flip None for zero, True for negative, False for positive. Content that is
    positive save where it is 0 is left out too, unless this is to be `exact`."""
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
            or (not exact and e % 2 == 0 and factor_sign(k[0], e))}
    built = []
    for c, fs in terms:
        built.append((Fraction(-c if flip else c) / scale,
                      tuple(f for f in fs if (f[0], f[1]) not in drop)))
    core = canonical(poly(tuple(built), arg.dims))
    if sign(core) == POSITIVE:
        return None, flip
    if _is_negative(core):
        return None, not flip
    if len(terms) > 1 and sign(poly(tuple((-c, fs) for c, fs in terms_of(core)), arg.dims)) == POSITIVE:
        return None, not flip
    return core, flip


def _log(arg: Array) -> Array:
    """log of a product is a sum, log of a power a multiple, log exp m = m, log of a sum an atom."""
    if arg.kind == "poly" and not arg.data:
        raise Unsupported("the logarithm of zero")
    coefficient, factors = split(arg, 1)
    if coefficient < 0:
        return atom(KNOWN_FUNCTION["log"], 0, arg)
    for head, _, e in factors:
        if _is_sign(head):
            size = abs(min(head.data, key=lambda t: len(t[1]))[0])
            if size != 1 and e.denominator != 1:
                return atom(KNOWN_FUNCTION["log"], 0, arg)
            coefficient *= Fraction(size) ** int(e)
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
    """2 step(z) - 1, or a multiple."""
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


def _gen(a: Array) -> Array:
    return general(a.data[0], canonical(a.args[0]), a.data[1])


def _fold(a: Array) -> Array:
    return fold(a.data, canonical(a.args[0]))


def _svd(a: Array) -> Array:
    return singular(a.data, canonical(a.args[0]))


def _foreign(a: Array) -> Array:
    return Array(a.kind, a.data, tuple(map(canonical, a.args)), a.dims)


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


MAPS = {"exp": _exp, "log": _log, "sigmoid": _sigmoid,
        "cosigmoid": lambda a: _sigmoid(a, True), "step": _step, "iszero": _iszero,
        "sin": _odd("sin"), "arctan": _odd("arctan"), "arcsin": _odd("arcsin"),
        "erf": _odd("erf"), "cos": _cos, "above": _above}

RULES = {"ipow": _ipow, "map": _map, "gen": _gen, "fold": _fold, "svd": _svd, "foreign": _foreign}
