"""Rung 3: is a SymPy scalar identically zero? Targeted rewriting, never `simplify`.

Each stage is a row: which expressions it is for, and a rewriting that keeps the value wherever
both sides are defined. `True` is a proof (up to kinks: a step or sign at 0 has no value), `False`
is said only of a rational function whose numerator is a polynomial other than 0, everything else
is `None`. Assumptions are those of the symbols: nothing is forced.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import product
from time import monotonic

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.matrices.expressions.matexpr import MatrixElement

# Beyond these a normal form takes longer than any answer deserves.
LARGEST = 4000
MOST_CONDITIONS = 5
TRIG = (sp.sin, sp.cos, sp.tan, sp.cot, sp.sec, sp.csc)
HYPERBOLIC = (sp.sinh, sp.cosh, sp.tanh, sp.coth, sp.sech, sp.csch)
KINKED = (sp.Heaviside, sp.sign, sp.Abs, sp.Max, sp.Min, sp.Piecewise)
FACTORIAL = (sp.factorial, sp.binomial, sp.gamma, sp.rf, sp.ff)
PENDING = (sp.Integral, sp.Limit, sp.Derivative, sp.Subs)
# Bound indices take these names while summands are compared.
BOUND = tuple(sp.Dummy(f"bound_{k}", integer=True) for k in range(6))


def prove_zero(difference: sp.Expr, seconds: float = 1.0) -> bool | None:
    """True: proved zero. False: proved not zero. None: neither within the stages and the time.

    Time is looked at between stages, so one call into SymPy may overrun it; the worker that runs
    a check has its own limit.
    """
    deadline = monotonic() + seconds
    d = sp.sympify(difference)
    entries = _free_entries(d)
    verdict = _settle(d.xreplace(entries), deadline, 0)
    # Entries of a symmetric matrix are not independent, which its symbol does not say.
    if verdict is False and entries:
        return None
    return None if verdict and not _plausible(difference) else verdict


def _free_entries(d: sp.Expr) -> dict[sp.Expr, sp.Symbol]:
    """Entries of matrices outside every sum, as real symbols."""
    bound = {v for s in d.atoms(sp.Sum, sp.Product) for v in s.variables}
    return {e: sp.Dummy(str(e), real=True)
            for e in d.atoms(MatrixElement)
            if isinstance(e.parent, sp.MatrixSymbol) and not e.free_symbols & bound}


def _settle(d: sp.Expr, deadline: float, depth: int) -> bool | None:
    if d == 0:
        return True
    if depth > 3 or sp.count_ops(d) > LARGEST or d.has(sp.nan, sp.zoo):
        return None
    for applies, rewrite in STAGES:
        if monotonic() > deadline:
            return None
        if not applies(d):
            continue
        try:
            d = rewrite(d)
        except (ValueError, NotImplementedError):  # so SymPy says that a limit does not exist
            return None
        if d == 0:
            return True
        if not d.is_Rational and sp.count_ops(d) > LARGEST:
            return None
    if d.has(*PENDING, sp.oo, sp.nan, sp.zoo):
        return None
    if _nonzero_rational(d):
        return False
    if d.has(sp.Piecewise):
        return _branches(d, deadline, depth)
    return _sums(d, deadline, depth) if d.has(sp.Sum) else None


def _has(*kinds: type) -> Callable[[sp.Expr], bool]:
    return lambda d: d.has(*kinds)


def _always(d: sp.Expr) -> bool:
    return True


def _cancel(d: sp.Expr) -> sp.Expr:
    """One fraction in lowest terms over the atoms; Piecewise and sums are atoms here."""
    try:
        return sp.cancel(sp.together(d))
    except (sp.PolynomialError, NotImplementedError):  # so `cancel` says of what is no fraction: a Piecewise, a sum
        return sp.expand(d)


def _exponentials(d: sp.Expr) -> sp.Expr:
    """Every exponential over products of a common set of them, e^(a+b) = e^a e^b."""
    return sp.expand(d, power_exp=True, mul=False, multinomial=False, log=False, power_base=False)


def _logs(d: sp.Expr) -> sp.Expr:
    """log(ab), log(a^n) taken apart where the assumptions allow; arguments factored first."""
    return sp.expand_log(d.replace(sp.log, lambda x: sp.log(sp.factor(sp.together(x)))))


def _trig(d: sp.Expr) -> sp.Expr:
    return sp.trigsimp(sp.expand_trig(sp.expand(d)))


def _steps(d: sp.Expr) -> sp.Expr:
    """Kinked functions of real arguments by cases; at the kink a step takes its left value."""
    d = d.replace(sp.Heaviside, lambda x, *_: sp.Piecewise((1, x > 0), (0, True)))
    d = d.replace(sp.sign, lambda x: sp.Piecewise((1, x > 0), (-1, True)))
    d = d.replace(lambda x: isinstance(x, sp.Abs) and x.args[0].is_real,
                  lambda x: sp.Piecewise((x.args[0], x.args[0] > 0), (-x.args[0], True)))
    return d.replace(lambda x: isinstance(x, (sp.Max, sp.Min)), _extremum)


def _extremum(x: sp.Max | sp.Min) -> sp.Expr:
    best = x.args[0]
    for other in x.args[1:]:
        ahead = other - best > 0 if isinstance(x, sp.Max) else best - other > 0
        best = sp.Piecewise((other, ahead), (best, True))
    return best


def _powers(d: sp.Expr) -> sp.Expr:
    return sp.powsimp(sp.powdenest(d))


def _done(d: sp.Expr) -> sp.Expr:
    """Sums to infinity as their values where they converge."""
    def is_open(x: sp.Expr) -> bool:
        return isinstance(x, sp.Piecewise) and len(x.args) == 2 and x.args[1].expr.has(sp.Sum) and not x.args[0].expr.has(sp.Sum)
    return d.doit().replace(is_open, lambda x: x.args[0].expr)


STAGES: tuple[tuple[Callable[[sp.Expr], bool], Callable[[sp.Expr], sp.Expr]], ...] = (
    (_has(*PENDING), lambda d: d.doit()),
    (lambda d: any(x.limits[0][2] is sp.oo for x in d.atoms(sp.Sum)), _done),
    (_always, sp.expand),
    (_has(*FACTORIAL), lambda d: sp.gammasimp(sp.combsimp(d))),
    (_has(*KINKED), _steps),
    (lambda d: not d.has(sp.Piecewise), _cancel),
    (_has(*HYPERBOLIC), lambda d: d.rewrite(sp.exp)),
    (_has(sp.log), _logs),
    (_has(sp.exp), _exponentials),
    (lambda d: d.has(sp.log, sp.exp) and not d.has(sp.Piecewise), _cancel),
    (_has(*TRIG), _trig),
    (_has(sp.Pow), _powers),
    (lambda d: not d.has(sp.Piecewise), _cancel),
)


def _nonzero_rational(d: sp.Expr) -> bool:
    """Whether d is a rational function of symbols, with a numerator that is not the zero one."""
    symbols = d.free_symbols
    if not all(isinstance(s, sp.Symbol) for s in symbols) or not d.is_rational_function(*symbols):
        return False
    numerator = sp.numer(sp.together(d))
    if not symbols:
        return bool(numerator.is_Rational and numerator != 0)
    try:
        return not sp.Poly(numerator, *sorted(symbols, key=str), domain="QQ").is_zero
    except (sp.PolynomialError, sp.CoercionFailed):
        return False


def _branches(d: sp.Expr, deadline: float, depth: int) -> bool | None:
    """Zero when it is zero whichever of its conditions hold, leaving out what cannot be."""
    conditions = {r: _signed(r) for r in d.atoms(sp.core.relational.Relational)}
    if None in conditions.values():
        return None
    tests = sorted({test for test, _ in conditions.values()}, key=str)
    if len(tests) > MOST_CONDITIONS:
        return None
    for truths in product((True, False), repeat=len(tests)):
        holds = dict(zip(tests, truths))
        if _impossible(holds):
            continue
        case = d.xreplace({r: sp.sympify(holds[test] == sense)
                           for r, (test, sense) in conditions.items()})
        known = {t: sp.Dummy(t.name, positive=True) * (1 if holds[t] else -1)
                 for t in tests if t.is_Symbol}
        if case.has(sp.Piecewise) or not _settle(case.xreplace(known), deadline, depth + 1):
            return None
    return True


def _signed(r: sp.core.relational.Relational) -> tuple[sp.Expr, bool] | None:
    """An inequality of reals as (e, sense): it holds when e > 0 is `sense`, but for a kink."""
    if not isinstance(r, (sp.core.relational._Greater, sp.core.relational._Less)):
        return None
    e = sp.factor_terms(sp.expand(r.gts - r.lts))
    if e.is_integer or not e.is_real:
        return None
    sense = True
    coefficient, e = e.as_coeff_Mul()
    if coefficient.is_negative:
        sense = not sense
    if e.could_extract_minus_sign():
        e, sense = sp.expand(-e), not sense
    return e, sense


def _impossible(holds: dict[sp.Expr, bool]) -> bool:
    """Whether the conditions, all about one symbol, exclude each other."""
    symbols = {s for test in holds for s in test.free_symbols}
    if len(symbols) != 1 or not all(t.is_polynomial(*symbols) for t in holds):
        return False
    real = sp.Dummy("x", real=True)
    region = sp.S.Reals
    for test, truth in holds.items():
        e = test.xreplace({next(iter(symbols)): real})
        region = region.intersect((e > 0 if truth else e < 0).as_set())
    return region is sp.S.EmptySet


def _sums(d: sp.Expr, deadline: float, depth: int) -> bool | None:
    """Zero when, sums of one range collected into one, each has a summand that is zero."""
    collected: dict[tuple, sp.Expr] = {}
    rest = sp.S.Zero
    for term in sp.Add.make_args(sp.expand(d)):
        factors = sp.Mul.make_args(term)
        sums = [f for f in factors if isinstance(f, sp.Sum)]
        if not sums:
            rest += term
            continue
        if len(sums) > 1 or any(f.has(sp.Sum) for f in factors if f is not sums[0]):
            return None
        one = sums[0]
        if len(one.variables) > len(BOUND):
            return None
        names = dict(zip(one.variables, BOUND))
        key = tuple((low.xreplace(names), high.xreplace(names)) for _, low, high in one.limits)
        outside = sp.Mul(*(f for f in factors if f is not one))
        summand = outside * one.function.xreplace(names)
        collected[key] = collected.get(key, sp.S.Zero) + summand
    varying = []
    for key, summand in collected.items():
        constant, summand = sp.expand(summand).as_independent(*BOUND, as_Add=True)
        if len(key) == 1:
            rest += constant * (key[0][1] - key[0][0] + 1)
            varying.append(summand)
        else:
            varying.append(constant + summand)
    settled = all(_settle(p, deadline, depth + 1) for p in (rest, *varying))
    return True if settled else None


def _plausible(d: sp.Expr) -> bool:
    """No random real point contradicts the proof: a second look, by numbers alone."""
    d = sp.sympify(d)
    symbols = sorted(d.free_symbols, key=str)
    if not all(isinstance(s, sp.Symbol) for s in symbols) or d.has(
            sp.Sum, sp.Product, sp.MatrixExpr, AppliedUndef, *PENDING):
        return True
    draw = random.Random(20231)
    for _ in range(3):
        point = {s: sp.Integer(draw.randint(1, 9)) if s.is_integer
                 else sp.Rational(draw.randint(1, 40), 23) * (-1 if s.is_negative else 1)
                 for s in symbols}
        value = d.subs(point).evalf(20, maxn=60)
        if value.is_Number and value.is_finite and abs(value) > sp.Float("1e-12"):
            return False
    return True
