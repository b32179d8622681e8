r"""Conditions under which words say that an iteration converges: "this converges if and only if $0 < \eta < 2 / a$". Where the only recursion
multiplies by a number q that does not depend on the iterate, the condition is compared with |q| < 1."""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.prose import fixed_points
from symcheck.judge.derivation.relations import inequalities
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State, speaks_of
from symcheck.judge.judging import judge

# "converges to 0 for every start if and only if", "the error goes to zero exactly when", "gradient descent is stable for".
_CONVERGES = re.compile(r"\b(?:converge(?:s|nt|nce)?|(?:go|goes|tends?|shrinks?|decays?)\s+to\s+(?:zero|0|§)|contracts?|contraction|stable|stability)\b", re.I)
_BOTH_WAYS = re.compile(r"(?:\b(?:if\s+and\s+only\s+if|iff|(?:exactly|precisely|only)\s+(?:when|if|for)|if\s+and\s+only\s+when)|\\iff|\bcondition(?:\s+(?:for\s+\w+|is|reads))+)"
                        r"(?:\s+(?:we\s+have|all|every|any))?\s*,?\s*$", re.I)
_SUFFICES = re.compile(r"\b(?:if|when|whenever|provided(?:\s+that)?|as\s+long\s+as|so\s+long\s+as|for)(?:\s+(?:we\s+have|all|every|any|each))?\s*$", re.I)
# `\\theta_k \\to c`, `e_t \\to 0`: an iterate that converges, not a counter that grows.
_LIMIT = re.compile(r"\$[^$]*_\s*\{?\s*[a-z]\s*\}?[^$=]*\\(?:to|rightarrow|longrightarrow)(?![A-Za-z])(?!\s*[-+]?\s*\\infty)[^$]*\$")
# "the error changes sign in every step": the factor is negative.
_TURNS = re.compile(r"\b(?:changes?|flips?|switch(?:es)?|alternates?)\s+(?:its\s+|the\s+|in\s+)?sign(?:s)?\s+(?:in|at|with|on)\s+(?:every|each)\s+(?:step|iteration|update)\b", re.I)
# Of these the words say something else than that it converges.
_OTHERWISE = re.compile(r"\b(?:not|never|nor|no|diverge\w*|unless|monoton\w*|oscillat\w*|alternat\w*|(?:in|after)\s+(?:a\s+)?(?:one|single|finite\w*)|fast\w*|quick\w*|slow\w*|"
                        r"expect\w*|mean|variance|probab\w*|almost|stochastic|SGD|noise|momentum|suffic\w*|best|optimal)\b", re.I)
_RATE = re.compile(r"\\?(?:alpha|eta|gamma|epsilon|varepsilon|tau|mu|nu|rho)(?:_\w)?")
_FACTORS = (build.num(1), build.num(2), build.div(build.num(1), build.num(2)))


def judged(meanings: Meanings, chains: Chains, s: Statement, before: str, sentence: str) -> bool:
    """Judge an inequality under which the words say that the iteration at hand converges; False where they do not, or it cannot be told."""
    said = re.sub(r"\$[^$]*\$", " § ", _LIMIT.sub(" converges to § ", sentence))
    turns = _TURNS.search(_clause(said)) is not None
    both = _BOTH_WAYS.search(before) is not None
    if not inequalities.is_order(s) or not (both or _SUFFICES.search(before)) or not turns and (
            _CONVERGES.search(said) is None or _OTHERWISE.search(said)):
        return False
    condition = inequalities.condition(chains.state, s)
    rates = [e for _, a, b in condition for e in (a, b) if _is_rate(e)] if condition else []
    q = _factor(meanings, condition) if condition else None
    if q is None or not any(speaks_of(q, r) for r in rates or [q]):
        return False
    contracts = [("<", q, build.num(0))] if turns else [("<", build.num(-1), q), ("<", q, build.num(1))]
    positive = [(">", r, build.num(0)) for r in rates]
    v = inequalities.same(chains.state, condition, contracts, positive, both)
    if v is None or not (v.right or v.word == V.DIFFERENT):
        return False
    chains.step(s, len(s.operators) - 1, v)
    return True


def _clause(said: str) -> str:
    """What the sentence says last before the condition at its end."""
    return re.split(r",\s+(?:and|but|while|whereas)\b", said)[-1]


def _is_rate(e: Expr) -> bool:
    """Is this a step size, which is positive though the words may not say so?"""
    return e.op == "var" and is_scalar(e.shape) and _RATE.fullmatch(e.data.name) is not None


def _factor(meanings: Meanings, condition: inequalities.Condition) -> Expr | None:
    """The number by which each rule of one step multiplies its iterate, where all rules agree; None where there is none."""
    found: list[Expr] = []
    for name, rule in meanings.recursions.rules.items():
        if rule.part not in meanings.state.within:
            continue
        one = fixed_points.of_one_step(meanings, name)
        if one is None or not is_scalar(one.iterate.shape):
            if {n for n, _ in counters.iterates(rule.value)} >= {name}:
                return None
            continue
        if not meanings.state.vanishes(build.derivative(build.derivative(one.value, one.iterate, "column"), one.iterate, "column")):
            return None
        found.append(build.sub(*(build.substitute(one.value, ((one.iterate.data, build.num(at)),)) for at in (1, 0))))
    if not found or any(not judge(meanings.state.context, found[0], q, hint=True).right for q in found[1:]):
        return None
    return _in_its_names(meanings.state, found[0], condition)


def _in_its_names(state: State, q: Expr, condition: inequalities.Condition) -> Expr:
    r"""q with a name of the condition for the curvature: `1 - \eta S` for `1 - \eta \sum_i x_i^2` where S is that sum."""
    named = {n: None for _, a, b in condition for e in (a, b) for n in e.walk() if n.op == "let" and is_scalar(n.shape)}
    for rate in (e for _, a, b in condition for e in (a, b) if _is_rate(e)):
        slope = build.neg(build.derivative(q, rate, "column"))
        for n in named:
            for c in _FACTORS:
                curvature = build.mul(c, n)
                if judge(state.context, slope, curvature, hint=True).right:
                    return build.sub(build.num(1), build.mul(rate, curvature))
    return q
