r"""Conditions under which words say that gradient descent on a quadratic function of a vector converges: "the iterates converge from every starting point if and only if
$t < 2 / M$". Where one step multiplies the error by `I - t P` with a positive definite P whose extreme eigenvalues words have named, the condition is compared with
`-1 < 1 - t m` and `1 - t M < 1` for both of them."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.prose import fixed_points
from symcheck.judge.derivation.relations import eigenbasis, inequalities
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording.extremes_of_spectra import Extremes, extremes
from symcheck.judge.derivation.wording.patterns import letter_of
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged

# What comes before the clause that says so: "The eigenvalues are .., so ".
_SO = re.compile(r",\s*(?:and\s+)?(?:so|hence|thus|therefore|which\s+means\s+that|so\s+that)\b\s*,?")
_DENIED = re.compile(r"n't\b|\b(?:not|never|unless|momentum|stochastic|only)\b(?!\s+(?:if|when|for))|\bfails?\b", re.I)


def last_clause(clause: str) -> str:
    """The part of a sentence that is drawn from what it says before."""
    return _SO.split(clause)[-1]


def denied(clause: str) -> bool:
    """Do the words of a clause deny that it converges, or speak of another method?"""
    return _DENIED.search(re.sub(r"\$[^$]*\$", " ", clause)) is not None


def judged(chains: Chains, s: Statement, clause: str, both: bool, sure: bool) -> bool:
    """Judge a condition under which the words of this clause say that such an iteration converges; False where that is not told. `sure`: does it have to hold
    there, and not only suffice?"""
    meanings, state = chains.meanings, chains.state
    told = next((x for x in reversed(extremes(meanings.document)) if x.at <= meanings.at and x.greatest), None)
    if told is None or denied(clause):
        return False
    matrix = next((e.expr for e in chains.context.scope if e.kind == "quantity" and e.expr is not None and len(e.expr.shape) == 2 and e.expr.op == "var" and not is_vector(e.expr.shape)
                   and letter_of(e.expr.data.name) == told.matrix), None)
    if matrix is None or "posdef" not in matrix.data.traits and not told.positive:
        return False
    rate, condition = _rate(chains, matrix), inequalities.condition(state, s)
    if rate is None or condition is None:
        return False
    low = build.var(Variable(told.least or r"\mu_{min}", (1, 1), (), frozenset(("positive",))))
    high = build.add(low, build.var(Variable(r"\delta_{max}", (1, 1), (), frozenset(("nonnegative",)))))
    names = {n.data.name: n for _, a, b in condition for e in (a, b) for n in e.walk() if n.op == "var"}
    put = {names[name]: e for name, e in ((told.least, low), (told.greatest, high)) if name in names}
    if {*names} - {told.least, told.greatest, rate.data.name} or rate.data.name not in names or not put:
        return False
    there = [(op, *(exchanged(e, e, e, dict(put)) for e in (a, b))) for op, a, b in condition]
    factors = [build.sub(build.num(1), build.mul(rate, e)) for e in (low, high)]
    contracts = [("<", build.num(-1), factors[1]), ("<", factors[0], build.num(1))]
    v = inequalities.same(_without(state, told), there, contracts, [(">", rate, build.num(0))], both)
    if v is None or not (v.right or v.word == V.DIFFERENT and sure):
        return False
    with eigenbasis.known(state, frozenset(told.names)):
        chains.step(s, len(s.operators) - 1, v)
    return True


def _without(state: State, told: Extremes) -> State:
    """The state without what is supposed of the extremes themselves, which is in what stands for them."""
    context = state.context.copy()
    context.assumptions = [a for a in context.assumptions if not any(n.op == "var" and n.data.name in told.names for e in a[1:3] if isinstance(e, Expr) for n in e.walk())]
    return replace(state, context=context)


def _rate(chains: Chains, matrix: Expr) -> Expr | None:
    """The t of the rules of which each step multiplies the error by `I - t P`; None where it is another one."""
    rates = set()
    for name, rule in chains.meanings.recursions.rules.items():
        one = fixed_points.of_one_step(chains.meanings, name) if rule.part in chains.state.within else None
        if one is None or not is_vector(one.iterate.shape):
            continue
        slope = build.derivative(one.value, one.iterate, "column")
        numbers = dict.fromkeys(n for n in one.value.walk() if n.op == "var" and is_scalar(n.shape))
        rates.add(next((r for r in numbers if judge(chains.context, slope, build.sub(build.eye(matrix.shape[0]), build.mul(r, matrix)), hint=True).right), None))
    return rates.pop() if len(rates) == 1 else None


__all__ = ["denied", "judged", "last_clause"]
