"""Powers of sums that are no positive integers: content out, primitive rest under the power."""

from __future__ import annotations

from fractions import Fraction

from symcheck.tensor.array import KNOWN_FUNCTION, Array, Factor, mapped, number, plain, poly
from symcheck.tensor.atoms import atom, leading_negative, negated, terms_of
from symcheck.tensor.canonical import Raw, canonical, seal
from symcheck.tensor.functions import Unsupported, slots
from symcheck.tensor.roots import is_odd_root
from symcheck.tensor.signs import UNKNOWN, sign


def power_of_sum(head: Array, idx, exponent) -> Raw:
    """head[idx]^exponent for a canonical poly and an exponent that is no positive integer."""
    coefficient, factors = split(head, exponent)
    if coefficient == 0:
        raise Unsupported("a division by zero")
    at = tuple(idx)
    result: list[Factor] = [(h, tuple(at[i] for i in own), e * exponent) for h, own, e in factors]
    if exponent.denominator == 1:
        return 1 if coefficient == 1 else plain(Fraction(coefficient) ** int(exponent)), result
    number_part = Fraction(1)
    if coefficient < 0:
        if not is_odd_root(exponent):
            raise Unsupported("an even root of a negative number")
        number_part = Fraction((-1) ** exponent.numerator)
    for p, e in prime_powers(abs(Fraction(coefficient))):
        whole, rest = divmod(e * exponent, 1)
        number_part *= Fraction(p) ** int(whole)
        if rest:
            base = number(p)
            result.append((base, (), rest))
    return plain(number_part), result


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

    Integer exponents and odd roots distribute over every product. Even roots distribute over what is known to
    be nonnegative; the remainder stays together under its root. Logarithms use exponent 1.
    """
    whole, odd = exponent.denominator == 1, is_odd_root(exponent)
    terms = terms_of(head)
    if len(terms) == 1 and (whole or odd or terms[0][0] > 0):
        coefficient, factors = terms[0]
        if whole or odd:
            return coefficient, list(factors)
        apart, together = [], []
        for h, idx, e in factors:
            if sign(h) != UNKNOWN:
                apart.append((h, idx, e))
            elif e.numerator % 2 == 0:
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
    return _content(head, terms, whole, odd and sign(head) == UNKNOWN)


def _absolute(h: Array) -> Array:
    return canonical(poly(((2, ((h, slots(h), 1), (mapped(KNOWN_FUNCTION["step"], h), slots(h), 1))),
                           (-1, ((h, slots(h), 1),))), h.dims))


def _content(head: Array, terms, whole: bool, signed: bool):
    """Content of a sum of several terms: a number, with its sign if `signed`, common powers, and the primitive rest."""
    lead = terms[0][0] if whole or signed else abs(terms[0][0])
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
        rest_terms.append((c if lead == 1 else plain(Fraction(c) / lead), fs))
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
        name, core = logistic_atom(z, True)
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


def logistic_atom(arg: Array, flipped: bool) -> tuple[str, Array | None]:
    """(name, z of positive leading coefficient) for sigmoid(arg), or 1 - sigmoid(arg); None for 0."""
    if arg.kind == "poly" and not arg.data:
        return "sigmoid", None
    if leading_negative(arg):
        arg, flipped = negated(arg), not flipped
    return ("cosigmoid" if flipped else "sigmoid"), arg
