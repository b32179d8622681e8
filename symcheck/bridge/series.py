r"""Sums to infinity of the second reader: where they converge, and their values, by the ratio of their terms.

The ratio of one term to the one before is a rational function of the index for powers, factorials and binomials. It tends
to r: the sum converges where |r| < 1 and diverges where |r| > 1; on the circle nothing is said.
"""

from __future__ import annotations

from functools import lru_cache

import sympy as sp

from symcheck.bridge.foreign import foreign_derivative, place
from symcheck.text.diagnostic import SymcheckError

MOST_TERMS = 4000
CANCELLED = 1e4  # how much larger than the sum a term may be
FIRST = 4  # terms taken one by one: their ratios may be undefined


@lru_cache(maxsize=256)
def limit_of_ratio(template: str, orders: tuple[int, ...] = ()) -> sp.Expr | None:
    """What the ratio of terms tends to, in the placeholders; infinite where it has no bound; None for what is no such sum."""
    found = _analysed(template, orders)
    return None if found is None else found[3]


def is_endless(template: str) -> bool:
    """Does a sum or product to infinity stand in it?"""
    return r"\infty" in template and (r"\sum" in template or r"\prod" in template)


@lru_cache(maxsize=256)
def _analysed(template: str, orders: tuple[int, ...]):
    """(index and start, term, ratio of terms, its limit) of a lone sum to infinity."""
    try:
        expr = foreign_derivative(template, orders)
    except SymcheckError:
        return None
    if not isinstance(expr, sp.Sum) or len(expr.limits) != 1:
        return None
    (index, first, last), = expr.limits
    if last is not sp.oo or not first.is_Integer:
        return None
    n = sp.Dummy("n", integer=True, nonnegative=True)
    term = expr.function.xreplace({index: n})
    if term.has(sp.Sum, sp.Integral, sp.Limit, sp.Product):
        return None
    ratio = sp.cancel(sp.powsimp(sp.gammasimp(sp.combsimp(sp.powsimp(sp.expand_func(term.subs(n, n + 1) / term))))))
    if not ratio.is_rational_function(n):
        return None
    above, below = (sp.Poly(x, n) for x in sp.fraction(sp.together(ratio)))
    gap = above.degree() - below.degree()
    limit = sp.oo if gap > 0 else sp.S.Zero if gap < 0 else sp.cancel(above.LC() / below.LC())
    return (n, int(first)), term, ratio, limit


@lru_cache(maxsize=256)
def _compiled(template: str, orders: tuple[int, ...]):
    (n, first), term, ratio, limit = _analysed(template, orders)
    places = sorted((term.free_symbols | ratio.free_symbols) - {n}, key=str)
    return n, first, term, limit, places, sp.lambdify([n, *places], ratio, "math")


def series_value(template: str, orders: tuple[int, ...], point: dict) -> float | None:
    """The value of such a sum at a point: nan where it diverges, or converges too slowly; None where it is not to be had so."""
    if _analysed(template, orders) is None:
        return None
    n, first, term, limit, places, ratio = _compiled(template, orders)
    at = limit.xreplace(point)
    if at.is_infinite or at.is_number and abs(at) > 1:
        return float("nan")
    if not at.is_number or abs(at) > 0.99:  # near the circle SymPy takes minutes
        return float("nan") if limit.free_symbols else None
    here = term.xreplace(point)
    terms = [float(here.subs(n, k).evalf(20)) for k in range(first, first + FIRST)]
    total, now, values = sum(terms), terms[-1], [float(point[p]) for p in places]
    largest = max(map(abs, terms))
    try:
        for k in range(first + FIRST - 1, first + MOST_TERMS):
            now *= ratio(k, *values)
            total += now
            largest = max(largest, abs(now))
            if abs(now) <= 1e-18 * abs(total) and abs(ratio(k + 1, *values)) < 1:
                return total if largest <= CANCELLED * abs(total) else None
    except (ZeroDivisionError, OverflowError, ValueError):
        return None  # a term has no value in floating point: the other reader is asked
    return None


def ratio_at(template: str, arguments) -> list[float] | None:
    """The limits of the ratios at points, each a tuple of the values of the placeholders; None where there are none."""
    limit = limit_of_ratio(template)
    if limit is None:
        return None
    values = (limit.xreplace({place(k): sp.Float(float(x)) for k, x in enumerate(point)}) for point in arguments)
    return [float(abs(x)) if x.is_number and x.is_finite else float("inf") for x in values]


def within_circle(template: str, texts: tuple[str, ...]) -> str:
    r"""`|x| < 1` in LaTeX, with these texts for the placeholders."""
    limit = limit_of_ratio(template)
    limit = -limit if limit.could_extract_minus_sign() else limit
    if limit.is_Pow and limit.exp.is_Integer and limit.exp > 0:
        limit = limit.base
    alone = limit.is_Symbol
    names = {place(k): x if alone or len(x) == 1 else rf"\left({x}\right)" for k, x in enumerate(texts)}
    return rf"\left|{sp.latex(limit, symbol_names=names)}\right| < 1"
