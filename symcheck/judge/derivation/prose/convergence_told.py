r"""Conditions under which words say that an iteration converges: "this converges if and only if $0 < \eta < 2 / a$". Where the only recursion
multiplies by a number q that does not depend on the iterate, the condition is compared with |q| < 1."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import numpy as np

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains import conditions
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.numbers.values import value_of
from symcheck.judge.derivation.prose import (
    convergence_by_spectrum,
    convergence_of_vectors,
    fixed_points,
    only_function,
)
from symcheck.judge.derivation.relations import inequalities
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State, speaks_of
from symcheck.judge.derivation.wording import steps_in_force
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
# All words of a clause that says so of the iteration at hand, and no more of how, of what else, or with which other steps it does.
_PLAIN = frozenset("""
    a all also always an and any are as be both but by case choice clearly condition conclude consequently constant contraction converge converged convergence convergent converges contract contracts
    contracting decay decays descent each error errors deviation deviations distance difference gap excess every exactly exponentially fact factor fixed follows for from gd geometrically
    global go goes gradient guaranteed have hence here holds i if iff in initial initialisation initialization initialisations initializations is it iterate iterates iteration iterations its itself learning
    let limit linearly long map matter means method minimiser minimizer minimum must necessary no note now obtain of one only optimum origin our parameter parameters particular plain point points precisely
    procedure process provided rate reads recursion regardless scheme see sequence shrink shrinks shows simple size sizes so solution stability stable start starting starts step steps sufficient tend tends that
    the their then therefore these they this thus to towards true under unique update updates value values vanish vanishes very we weight weights what whatever when whenever where whether which with zero
    """.split())
_PLAIN_OF_SIGN = _PLAIN | frozenset("alternate alternates at change changes flip flips on sign signs switch switches".split())
# What tends to zero, or changes its sign, wherever the iterates go.
_ERROR = re.compile(r"\b(?:errors?|deviations?|distance|difference|gap|excess)\b", re.I)
# Where it converges to.
_TO = re.compile(r"\b(?:converge\w*|goes?|tends?|shrinks?|decays?)\s+(?:\w+ly\s+)?to(?:wards)?\s+(?:the\s+)?(?:(?P<zero>zero|0\b|origin)|\$(?P<limit>[^$]*)\$)", re.I)
_ARROW = re.compile(r"\\(?:to|rightarrow|longrightarrow)(?![A-Za-z])")
_UPDATE = re.compile(r"\s*(\\?[A-Za-z]+)\s*[_^]\s*\{?\(?\s*[a-z]\s*\+\s*1\s*\)?\}?\s*=")
_ITERATE = re.compile(r"(?:\\(?:left|right|bigl|bigr|big|Vert|vert)(?![A-Za-z])|\\?\||[\s(])*(\\?[A-Za-z]+)\s*[_^]\s*\{?\(?\s*[a-z0]\s*\)?\}?(\s*-\s*(?:\\?[A-Za-z]+(?:\s*[_^]\s*\{?(?:\\?[a-z]{2,}|\*|[A-Z0-9])\}?)?|\\[a-z]+\s*\{?[A-Za-z]\}?|\\[dt]?frac\{[^{}]*\}\{[^{}]*\}|[A-Za-z]\s*/\s*[A-Za-z]))?(?:\\(?:left|right|bigl|bigr|big|Vert|vert)(?![A-Za-z])|\\?\||[\s)])*")
_MARKED = re.compile(r"\*|\\(?:star|infty|hat|bar|ast|dagger)(?![A-Za-z])")  # of the place where the iterates stay, by its name
_ONLY = re.compile(r"(?<!and )\bonly\s+(?:when|if|for)\b[^.$]*$", re.I)
_RATE = re.compile(r"\\?(?:alpha|eta|gamma|epsilon|varepsilon|tau|mu|nu|rho)(?:_\w)?")
_LARGEST = 4  # matrices whose determinants are computed
# Gradient descent by its name, where no rule is written, and on what.
_DESCENT = re.compile(r"\bgradient\s+descent\b", re.I)
_ON = re.compile(r"\b(?:on|of|for)\s+\$\s*(\\?[A-Za-z]+)(?:\s*\([^()]*\))?\s*\$")
_FACTORS = (build.num(1), build.num(2), build.div(build.num(1), build.num(2)))


def judged(meanings: Meanings, chains: Chains, s: Statement, before: str, sentence: str) -> bool:
    """Judge an inequality under which the words say that the iteration at hand converges; False where they do not, or it cannot be told."""
    clause = re.split(r"[;:]\s", sentence)[-1]
    said = re.sub(r"\$[^$]*\$", " § ", _LIMIT.sub(" converges to § ", clause))
    turns = _TURNS.search(said) is not None
    both = _BOTH_WAYS.search(before) is not None
    if not inequalities.is_order(s) or not (both or _SUFFICES.search(before)) or not turns and _CONVERGES.search(said) is None:
        return False
    found = rules(meanings)
    if not meanings.recursions.rules and not turns:
        return _of_descent(chains, s, clause, before, both)
    if not found and not turns and _CONVERGES.search(drawn := convergence_of_vectors.last_clause(clause)) and _is_plain(meanings, drawn, False) and _to_marked(drawn):
        sure = _ONLY.search(before) is None
        return convergence_by_spectrum.judged(chains, s, drawn, both, sure) or convergence_of_vectors.judged(chains, s, drawn, both, sure)
    if not found or not _is_plain(meanings, clause, turns) or not _where(meanings, found, clause, turns):
        return False
    condition = inequalities.condition(chains.state, s)
    rates = [e for _, a, b in condition for e in (a, b) if _is_rate(e)] if condition else []
    q = factor(meanings, found, condition) if condition else None
    if q is None or not any(speaks_of(q, r) for r in rates or [q]):
        return False
    contracts = [("<", q, build.num(0))] if turns else [("<", build.num(-1), q), ("<", q, build.num(1))]
    positive = [(">", r, build.num(0)) for r in rates]
    v = inequalities.same(chains.state, condition, contracts, positive, both)
    if v is None or not (v.right or v.word == V.DIFFERENT and not _ONLY.search(before)):
        return False
    chains.step(s, len(s.operators) - 1, v)
    return True


def chained(meanings: Meanings, chains: Chains, found: list[Statement]) -> bool:
    r"""Judge `u_k \to c \iff |1 - 2 \eta| < 1 \iff 0 < \eta < 1`: the condition under which the iterates go there, and those that are said to be the same.
    False of other rows."""
    if len(found) < 2 or found[0].operators != [r"\to"] or not all(s.logic == r"\iff" and inequalities.is_order(s) for s in found[1:]):
        return False
    judged(meanings, chains, found[1], "if and only if", rf"${found[0].text(0)} \to {found[0].text(1)}$ if and only if")
    conditions.compared(chains, found[1:], displayed=False)
    return True


def _of_descent(chains: Chains, s: Statement, clause: str, before: str, both: bool) -> bool:
    """Judge the condition under which gradient descent, of which no rule is written, converges on the only function of the document: a quadratic one whose
    second derivatives have known eigenvalues, all of them positive."""
    f = only_function.found(chains, named=named[-1] if (named := _ON.findall(clause)) else "") if _DESCENT.search(clause) \
        and not steps_in_force.another_method(chains.meanings.survey.text[:chains.meanings.document.formulas[chains.meanings.at].start]) else None
    known = _PLAIN | {"on", "of", "its", "to", "applied"}
    said = re.sub(r"\$[^$]*\$", " ", clause)
    if f is None or {w.lower() for w in re.findall(r"[A-Za-z]+", said)} - known or _TO.search(said) is not None and _TO.search(said)["zero"]:
        return False
    letters = [p.source.text[p.syntax.span.start:p.syntax.span.end].strip() for p in s.pieces if p is not None]
    rate = next((x for x in letters if _RATE.fullmatch(x)), None)
    formulas = [x.strip() for x in re.findall(r"\$([^$]*)\$", clause)]
    if rate is None or any(re.sub(r"\s", "", x) not in (re.sub(r"\s", "", y) for y in (rate, rf"{rate} > 0", f.name, f"{f.name}({f.letter})")) for x in formulas):
        return False
    curvatures = _curvatures(chains.state, f)
    if not curvatures or only_function.has_numbers(chains, f, *curvatures):
        return False
    state = chains.state
    context = state.context.copy()
    if state.context_read(rate) is None:
        context.declare(rf"{rate} \in \mathbb{{R}}")
    state = replace(state, context=context)
    condition, r = inequalities.condition(state, s), context.read(rate)
    if condition is None or r.op != "var":
        return False
    factors = [build.sub(build.num(1), build.mul(r, c)) for c in curvatures]
    contracts = [part for q in factors for part in (("<", build.num(-1), q), ("<", q, build.num(1)))]
    v = inequalities.same(state, condition, contracts, [(">", r, build.num(0))], both)
    if v is None or not (v.right or v.word == V.DIFFERENT and not _ONLY.search(before)):
        return False
    chains.step(s, len(s.operators) - 1, v)
    return True


def _curvatures(state: State, f: only_function.Function) -> list[Expr]:
    """The eigenvalues of the second derivatives of a quadratic function: the one of a function of a number, or rational ones of numbers alone; none where
    these are not known, or not all of them positive."""
    slope = f.slope()
    second = build.derivative(slope, f.variable, "column")
    if is_scalar(f.variable.shape):
        at = f.at(second, build.num(0))
        return [at] if state.vanishes(build.sub(second, at)) and judge(f.context, at, build.num(0), hint=True).word == V.DIFFERENT else []
    at = f.at(second, build.zeros(f.variable.shape))
    values = value_of(at) if all(isinstance(n, int) for n in f.variable.shape) else None
    if values is None or not judge(f.context, second, at, hint=True).right:
        return []
    n = f.variable.shape[0]
    matrix = np.asarray(values, dtype=object).reshape(-1)
    if n > _LARGEST or matrix.size != n * n or not all(isinstance(x, (int, Fraction)) for x in matrix):
        return []
    matrix = matrix.reshape(n, n)
    found = [Fraction(float(x)).limit_denominator(1000) for x in np.linalg.eigvalsh(matrix.astype(float))]
    exact = all(_determinant([[matrix[i, j] - x * (i == j) for j in range(n)] for i in range(n)]) == 0 for x in found)
    return [build.num(x) for x in dict.fromkeys(found)] if exact and min(found) > 0 else []


def _determinant(rows: list[list[Fraction]]) -> Fraction:
    """By cofactors of the first row."""
    if not rows:
        return Fraction(1)
    return sum(((-1) ** k * x * _determinant([row[:k] + row[k + 1:] for row in rows[1:]]) for k, x in enumerate(rows[0]) if x), Fraction(0))


def _is_plain(meanings: Meanings, clause: str, turns: bool) -> bool:
    """Does the clause speak of the iterates that the rules give, and say of them nothing but that they converge, or that a sign changes?"""
    known = _PLAIN_OF_SIGN if turns else _PLAIN
    if {w.lower() for w in re.findall(r"[A-Za-z]+", re.sub(r"\\[a-z]+|\$[^$]*\$", " ", clause))} - known:
        return False
    letters = {name.base for name in meanings.recursions.rules}
    for formula in re.findall(r"\$([^$]*)\$", clause):
        update, iterate = _UPDATE.match(formula), _ITERATE.fullmatch(_ARROW.split(formula)[0])
        if not (update and update[1] in letters or iterate and iterate[1] in letters or _TO.search(clause) and _TO.search(clause)["limit"] == formula):
            return False
    return True


def _where(meanings: Meanings, rules: list[fixed_points.OneStep], clause: str, turns: bool) -> bool:
    """Is where the words say that the iterates go, or around which they change sides, where all rules stay?"""
    arrows = [_ARROW.split(f) for f in re.findall(r"\$([^$]*)\$", clause) if _LIMIT.fullmatch(f"${f}$")]
    to = _TO.search(clause)
    taken_off = [parts[0].split("-")[-1].strip(" )|\\") for parts in arrows if "-" in parts[0]]
    if any(_MARKED.search(place) is None and not _stays(meanings, rules, place) for place in taken_off):
        return False
    error = _ERROR.search(clause) is not None or bool(taken_off)
    places = [parts[1].strip() for parts in arrows] + ([to["limit"] or "0"] if to is not None else [])
    if error:
        return all(place == "0" for place in places)
    return all(_stays(meanings, rules, place) for place in places or ["0"] * turns)


def _to_marked(clause: str) -> bool:
    """Do the words tell of no place where the iterates go, or of one with a mark, and of no error that does not vanish?"""
    arrows = [_ARROW.split(f) for f in re.findall(r"\$([^$]*)\$", clause) if _ARROW.search(f)]
    to = _TO.search(clause)
    places = [parts[1].strip() for parts in arrows] + ([to["limit"] or "0"] if to is not None else [])
    return all(_MARKED.search(place) is not None or place == "0" and _ERROR.search(clause) is not None for place in places)


def _stays(meanings: Meanings, rules: list[fixed_points.OneStep], place: str) -> bool:
    """Is this a fixed point of all rules?"""
    at = meanings.state.context_read(place)
    return at is not None and is_scalar(at.shape) and all(
        meanings.state.vanishes(build.sub(build.substitute(r.value, ((r.iterate.data, at),)), at)) for r in rules)


def _is_rate(e: Expr) -> bool:
    """Is this a step size, which is positive though the words may not say so?"""
    return e.op == "var" and is_scalar(e.shape) and _RATE.fullmatch(e.data.name) is not None


def rules(meanings: Meanings) -> list[fixed_points.OneStep]:
    """The rules of one step of numbers, each linear in its iterate; none where another one is beside them."""
    found = []
    for name, rule in meanings.recursions.rules.items():
        if rule.part not in meanings.state.within:
            continue
        one = fixed_points.of_one_step(meanings, name)
        if one is None or not is_scalar(one.iterate.shape):
            if {n for n, _ in counters.iterates(rule.value)} >= {name}:
                return []
            continue
        if not meanings.state.vanishes(build.derivative(build.derivative(one.value, one.iterate, "column"), one.iterate, "column")):
            return []
        found.append(one)
    return found


def factor(meanings: Meanings, steps: list[fixed_points.OneStep], condition: inequalities.Condition) -> Expr | None:
    """The number by which each rule of one step multiplies its iterate, where all rules agree; None where they do not."""
    found = [build.sub(*(build.substitute(one.value, ((one.iterate.data, build.num(at)),)) for at in (1, 0))) for one in steps]
    if any(not judge(meanings.state.context, found[0], q, hint=True).right for q in found[1:]):
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
