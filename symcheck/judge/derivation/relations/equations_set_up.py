"""A link that is no identity: an equation that is set up here, or one that follows from what was set up or found."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.numbers.values import with_values
from symcheck.judge.derivation.relations import penalized, vanishing
from symcheck.judge.derivation.relations.derivatives_written import has_derivative, is_second
from symcheck.judge.derivation.relations.link import LEADS_ON, SET, Link
from symcheck.judge.derivation.solving import equations as E
from symcheck.judge.derivation.solving import joint, multipliers, uniqueness
from symcheck.judge.derivation.state import (
    Chain,
    Equation,
    Gradient,
    State,
    are_alike,
    called,
    hatted_names,
    names_in,
    speaks_of,
    variable_of,
)
from symcheck.judge.derivation.wording import words
from symcheck.judge.equality import equal
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece

_WORD = re.compile(r"[A-Za-z]{2}")


def _of_defined_unknown(state: State, x: Expr, y: Expr, line: int) -> Link | None:
    r"""Of `\sigma^2 = \frac{1}{\beta} = \frac{S}{N}`, after the derivative by \beta = 1/\sigma^2 was set to zero: the second link, which follows from that."""
    held = [e for e in state.equations if e.unknown is not None and e.unknown.op == "let" and speaks_of(x, e.unknown)]
    found = _following(state, x, y, line, held[-1:]) if held else None
    return found if found is not None and found.verdict.right else None


def as_equation(state: State, chain: Chain, x: Expr, y: Expr, line: int, logic: str,
                 v: Verdict) -> Link:
    """Of an equation that is no identity: is it set up, does it follow?"""
    hatted, x, y = x, _unknown_of(x), _unknown_of(y)
    head = state.read(chain.head)
    lone = chain.head is chain.last
    if is_second(x) and (found := _second_at_point(state, x, y)) is not None:
        return found
    gradient = E.sets_up(state, x, y, None if lone else head)
    if gradient is not None and logic == "" and state.supposed and not words.sets(state.said) and words.THEN_CLAIMED.search(words.last_sentence(state.said)):
        return Link(v)  # "If $b = 0$ then $\nabla f(w) = 0$": at any w
    if gradient is not None and not (not words.sets(state.said) and any(
            n.op in ("var", "let") and n.data == gradient.by.data for _, *sides in state.supposed for e in sides
            for n in e.walk())):
        left, right = (y, x) if x.is_zero else (x, y)
        state.saw(head, left)
        equation = Equation(left, right, line, gradient.by)
        name = called(gradient.by)
        return Link(_held(f"the derivative by {name} is set to zero here"), "equation",
                    f"sets the derivative by {name} to zero", equation)
    if lone and (with_term := penalized.set_up(state, x, y, line)) is not None:
        return with_term
    if lone and logic in ("", LEADS_ON) and (told := vanishing.judged(state, x, y, line)) is not None:
        return told
    if hatted is not x and lone and (solved := _as_solution(state, hatted, y)) is not None:
        return solved
    if logic == SET:
        return Link(_held("set by the author, not derived"), "equation", "is set, not derived", Equation(x, y, line))
    if is_second(x) and (found := _at_point(state, x, y, line)) is not None and found.verdict.right:
        return found
    if has_derivative(x) or has_derivative(y):
        return Link(v)  # where a gradient is zero any two of its forms agree
    if not lone and logic and (found := _of_defined_unknown(state, x, y, line)) is not None:
        return found
    if not lone:  # only what begins a chain is an equation; a link may hold at the place that its sentence speaks of
        return _at_point(state, x, y, line) or Link(v)
    gradient = state.gradient_by(x) if logic == LEADS_ON and x.op == "var" and not speaks_of(y, x) else None
    if gradient is not None:
        solution = E.solution(state, x, y, [], gradient)
        if solution is not None and solution.right:
            return Link(solution, reason="solves the derivative set to zero", equation=Equation(x, y, line))
    if logic == r"\iff" and state.equations and state.equations[-1].supposed and x.op == "var" and not speaks_of(y, x):
        state.equations[-1] = state.equations[-1]._replace(unknown=x)  # of `P \iff x = y` it is x that P is solved for
    unsolved = None  # how it fails to follow from the equations set up
    named = names_in(x) | names_in(y)
    held = [e for e in state.equations if named & (names_in(e.lhs) | names_in(e.rhs)) and (
        logic or state.near or words.SOLVES.search(state.prose) and (e.line >= state.part_line or words.SOLVING.search(state.prose))) and (
        e.unknown is None or any(speaks_of(side, e.unknown) for side in (x, y)))
        and not (x.op == "let" and x is not e.unknown and (e.unknown is None or speaks_of(x, e.unknown)))]
    if held:
        found = _solved(state, x, y, line)
        if found is None or found.verdict.word == V.UNDECIDED:
            following = _following(state, x, y, line, held)
            found = following if found is None or following is not None and following.verdict.right else found
        if found is None or not found.verdict.right:
            found = _where_all_vanish(state, x, y, line) or found
        if found is not None and found.verdict.right:
            drawn = found.equation
            about = [e for e in held if speaks_of(e.lhs, x) or speaks_of(e.rhs, x)]
            if logic and about and drawn is not None and (why := uniqueness.doubt(state, x, y, about[-1])):
                return Link(Verdict(V.UNDECIDED, why))
            return found if drawn is None else replace(found, equation=drawn._replace(supposed=all(e.supposed for e in held)))
        held = [e for e in held if logic != LEADS_ON or not e.supposed]
    if held:
        unsolved = found if found is not None and not (found.verdict.word == V.UNDECIDED and are_alike(x, y)) else None
    # Where words say that something is solved, the last derivative is set to zero.
    solving = words.sets(state.prose) and x.op != "let" and (
        words.SURELY.search(state.prose) is not None or not are_alike(x, y))
    for g in reversed(state.gradients) if solving else ():
        if (speaks_of(x, g.by) or speaks_of(y, g.by)) and variable_of(g.by).op == "var" and g.f not in (x, y) and not _is_elsewhere(state, x, y, g):
            assumed = [E.stationary(g, line)]
            found = None
            if x is g.by and x.op != "var" and (put := E.solution(state, x, y, assumed, None)) is not None:
                found = Link(put, equation=Equation(x, y, line))
            found = found or _following(state, x, y, line, assumed)
            if x is g.by and x.op == "var" and not (found is not None and found.verdict.right) and (
                    put := E.solution(state, x, y, assumed, None)) is not None and put.right:
                found = Link(put, equation=Equation(x, y, line))  # what is supposed of x, a constraint, is not needed
            if (found is None or not found.verdict.right) and (form := _as_shown(state, x, y, g, line)) is not None:
                found = Link(form, equation=Equation(x, y, line, g.by))
            if found is not None and found.verdict.word in (V.EQUAL, V.EQUAL_WHERE):
                return replace(found, reason=f"where the derivative by {called(g.by)} is zero")
    if lone and words.CONSTRAINT.search(state.prose) and (met := _constraint_at_solution(state, x, y, line)) is not None:
        return met
    if unsolved is not None:
        return unsolved
    if (x.is_zero or y.is_zero) and not state.gradients and (slope := _of_objective(state, x, y, line)) is not None:
        return slope
    untouched = words.KINK.search(state.prose) or not any(speaks_of(side, g.by) for g in state.gradients for side in (x, y))
    of_place = bool((x.is_zero or y.is_zero) and untouched and (
        words.sets(state.prose) or words.PLACE.search(state.prose) or words.KINK_FROM.search(state.prose))) and not (
        words.SATISFIES.search(state.prose) and _is_of_solution(x, y))
    if of_place or (
            logic in ("", LEADS_ON) and words.GIVEN.search(state.prose)
            and not (x.op == "let" and names_in(x) == names_in(y))
            and not (words.SATISFIES.search(state.prose) and (is_scalar(x.shape) and are_alike(x, y) or _is_about_meant(state, x, y)))):
        return Link(_held("an equation set up by the author"), "equation",
                    "is set up, not derived", Equation(x, y, line, supposed=of_place and logic == LEADS_ON))
    if logic == LEADS_ON and (untouched and not held or words.CONSTRAINT.search(state.prose)):
        return Link(_held("a hypothesis, from which what follows is drawn"), "equation", "a hypothesis",
                    Equation(x, y, line, _unknown(x, y), supposed=True))
    if v.word == V.DIFFERENT and (meant := _meant_as_stationary(state, x, y, line)) is not None:
        return meant
    if v.word == V.DIFFERENT and (x.is_zero or y.is_zero) and not words.sets(state.said) and _CHARACTERISTIC.search(words.last_sentence(state.said)):
        return Link(Verdict(V.UNDECIDED, "what this equation is the characteristic one of could not be told"))
    if v.word == V.DIFFERENT and lone and state.place_told:
        return Link(Verdict(V.UNDECIDED, vanishing.NOT_TOLD))
    return Link(Verdict(V.UNDECIDED, joint.NOT_TOLD) if v.word == V.DIFFERENT and joint.is_held_one(state, x, y) else v)
# An equation of what a recursion or a matrix is tried with: no identity of its letter.
_CHARACTERISTIC = re.compile(r"\b(?:characteristic|auxiliary|indicial|secular)\s+(?:equation|polynomial)\b(?:(?!\b(?:roots?|solutions?|zeros?)\b)[^.])*$", re.I)
# "Both vanish when", "setting the two derivatives to zero", "put into the second": more than one derivative is zero.
_SEVERAL = re.compile(r"\b(?:both|all|each|these|two|three|system|simultaneous\w*|second|other|first)\b", re.I)


def _where_all_vanish(state: State, x: Expr, y: Expr, line: int) -> Link | None:
    """An equation among numbers by which derivatives of one function of this part were taken, where the words set several of them to zero and it holds at
    the place where all are; None for any other."""
    ours = [g for g in state.gradients if g.line >= state.part_line and g.by.op == "var" and is_scalar(g.by.shape)]
    ours = [g for g in ours if g.f is ours[-1].f]
    names = names_in(x) | names_in(y)
    if not names or not names <= {g.by.data.name for g in ours} or "var" in (x.op, y.op) \
            or not _SEVERAL.search(state.paragraph) or not words.sets(state.paragraph):
        return None
    v = joint.holds(state, x, y, ours[-1], [g.by for g in ours])
    return Link(v, reason="follows where all these derivatives are zero", equation=Equation(x, y, line, ours[-1].by)) if v is not None and v.right else None


def _meant_as_stationary(state: State, x: Expr, y: Expr, line: int) -> Link | None:
    """Normal equations `A w = b` and a solution `w = c` with no word since the last display: no identity, but where the last derivative of this part
    is zero. None of a name that has a meaning, and beside words: only these can make an equation of it there."""
    g = next((g for g in reversed(state.gradients) if g.line >= state.part_line and variable_of(g.by).op == "var"), None)
    if g is None or _WORD.search(state.said) or "let" in (x.op, y.op) or y is g.by or speaks_of(x, g.by) == speaks_of(y, g.by) or x.is_zero or y.is_zero:
        return None
    name = called(g.by)
    if x is g.by:
        solution = E.solution(state, x, y, [], g)
        return Link(solution, reason="solves the derivative set to zero", equation=Equation(x, y, line)) if solution is not None and solution.right else None
    zero, equation = E.stationary(g, line), Equation(x, y, line, g.by)
    v = E.multiple(state, zero.lhs, zero.rhs, equation) or E.multiple(state, x, y, zero)
    return None if v is None or x.op == "var" else Link(replace(v, evidence=f"no identity: the derivative by {name} is zero where this holds"), "equation",
                                                        f"sets the derivative by {name} to zero", equation)
# "This is biased: since", "Note that": before what holds in general.
_FACT = re.compile(r"\b(?:since|because|as|recall(?:\s+that)?|not(?:e|ing)\s+that|(?:use|using|by|with|from)\s+(?:the\s+)?(?:identity|decomposition|fact\s+that))\s*$", re.I)


def _as_shown(state: State, x: Expr, y: Expr, g: Gradient, line: int) -> Verdict | None:
    """Is this a multiple of what the derivative was shown to be, set to zero? Of `X^T A (X w - y)` with an A made of w this can be seen where A is left as it is."""
    piece = next((p for d, p in state.shown.items() if isinstance(d, Expr) and d.op == "derivative" and d.args[0] is g.f and d.args[1] is g.by), None)
    form = state.read(piece) if piece is not None else None
    zero = None if form is None else Equation(form, E.zero_like(form), line, g.by)
    return None if zero is None else E.multiple(state, x, y, zero)


def _constraint_at_solution(state: State, x: Expr, y: Expr, line: int) -> Link | None:
    """Of "Inserting this into the constraint," before a display: that equation where it follows from what the constraint says at the solution found."""
    at = multipliers.at_solution(state, x, y)
    v = E.follows(state, x, y, [Equation(at, E.zero_like(at), line)]) if at is not None else None
    return Link(v, reason="the constraint at the solution", equation=Equation(x, y, line)) if v is not None and v.right else None


def _is_elsewhere(state: State, x: Expr, y: Expr, g: Gradient) -> bool:
    """Is this told in another sentence than the one that sets the derivative to zero, as a fact or on both sides of numbers that its function does not
    hold, as of a step size? Then it is none of the forms of that equation."""
    sentence = words.SENTENCES.split(state.said.rstrip())[-1]
    return not words.sets(sentence) and x is not g.by and bool((names_in(x) & names_in(y)) - names_in(g.f) - names_in(g.by) or _FACT.search(sentence))


def as_found(state: State, a: Piece, b: Piece) -> Link | None:
    """`w = V S U^T y`, `X w = ..` further on, of the w that was found to be where its last derivative is zero; None where it does not hold there."""
    x = state.read(a)
    y = state.read(b, x)
    held = [(u, value) for u, value in state.solved.items() if u.op == "var" and speaks_of(x, u) and not speaks_of(y, u) and is_current(state, u, value)]
    if len(held) != 1 or x.shape != y.shape:
        return None
    there = with_values(state.context, held)[0]
    decomposed = [(f.whole, f.product) for f in state.factored]
    v = equal(with_values(there, decomposed)[0] if decomposed else there, a, b, state.layout)
    return Link(replace(v, notes=(f"of the {called(held[0][0])} that was found", *v.notes))) if v.right else None


def _of_objective(state: State, x: Expr, y: Expr, line: int) -> Link | None:
    """`The gradient of the objective vanishes when X^\\top X w = X^\\top y`: an equation said to be that of the last `\\arg\\min`. It is
    no multiple of the gradient, so that it is right where it follows, and wrong where it does not."""
    if words.SLOPE_SET.search(words.SENTENCES.split(state.said.rstrip())[-1]) is None:
        return None
    for o in reversed(state.objectives):
        if variable_of(o.by).op == "var" and (speaks_of(x, o.by) or speaks_of(y, o.by)):
            return _following(state, x, y, line, [E.stationary(Gradient(o.objective, o.by), line)]) or Link(
                Verdict(V.UNDECIDED, "whether the gradient of the objective vanishes there could not be told"))
    return None


def _at_point(state: State, x: Expr, y: Expr, line: int) -> Link | None:
    """`at such a stationary point $P = A B = A A^+$`: a link further on in a chain, by what was found of that point."""
    named = names_in(x) | names_in(y)
    held = [e for e in state.equations if named & (names_in(e.lhs) | names_in(e.rhs)) and e.line >= state.part_line]
    if not words.AT_POINT.search(words.SENTENCES.split(state.said.rstrip())[-1]):
        return None
    held += [Equation(u, value, 0) for u, value in state.solved.items() if u.op == "var" and u.data.name in named and is_current(state, u, value)]
    if not held:
        return None
    found = _following(state, x, y, line, held)
    if found is None or not found.verdict.right:
        return found if found is not None and found.verdict.word == V.UNDECIDED else None
    return replace(found, equation=None)


def _second_at_point(state: State, x: Expr, y: Expr) -> Link | None:
    r"""`At the optimum $\frac{\partial^2 \ell}{\partial v^2} = -\frac{n}{2 \hat v^2}$`: a second derivative with the values found put in, where this
    gives what is claimed, or where the claim is that it is zero there."""
    if not words.AT_POINT.search(words.SENTENCES.split(state.said.rstrip())[-1]):
        return None
    held = [(u, pair) for u, value in state.solved.items() if speaks_of(x, variable_of(u)) and is_current(state, u, value)
            and (pair := E.put_in(u, value)) is not None]
    at = x
    for _, pair in held:
        at = build.substitute(at, (pair,))
    if y.is_zero and not held and E.sets_up(state, x, y, None) is not None:
        return Link(Verdict(V.UNDECIDED, "nothing tells what the variables are at this point"))
    v = judge(state.context, at, y) if held else None
    if v is None or not v.right and not (y.is_zero and v.word == V.DIFFERENT):
        return None
    return Link(replace(v, notes=(f"taken where {', '.join(called(u) for u, _ in held)} has the value that was found", *v.notes)) if v.right else v)


def is_current(state: State, unknown: Expr, value: Expr) -> bool:
    """Is a value found before where the last derivative by its name is zero?"""
    gradient = state.gradient_by(unknown)
    v = E.solution(state, unknown, value, [], gradient) if gradient is not None else None
    return v is not None and v.right


def _is_about_meant(state: State, x: Expr, y: Expr) -> bool:
    """`It satisfies $M X = 0$`: of a name with a definition, and of no name that is solved for?"""
    defined = [n for e in (x, y) for n in e.walk() if n.op == "let" and n.args[0].op != "var"]
    return bool(defined) and not any(speaks_of(e, variable_of(g.by)) for g in state.gradients for e in (x, y))
_ESTIMATE = re.compile(r"\\hat(?![A-Za-z])|\^\{?\s*(?:\*|\\ast|\\star)")


def _is_of_solution(x: Expr, y: Expr) -> bool:
    r"""`The residual $r = y - A \hat\theta$ satisfies $A^\top r = 0$`: is this of a name that is defined by a solution, which has its value?"""
    return any(n.op == "let" and n.args[0].op != "var" and any(
        m.op == "let" and m.args[0].op != "var" and _ESTIMATE.search(m.data.name) for m in n.walk()) for e in (x, y) for n in e.walk())


def _unknown(x: Expr, y: Expr) -> Expr | None:
    return next((n for side in (x, y) for n in side.walk() if n.op == "var"), None)


def _unknown_of(e: Expr) -> Expr:
    r"""The w that `\hat w` is another name of."""
    return e.args[0] if e.op == "let" and e.args[0].op == "var" else e


def _as_solution(state: State, hatted: Expr, value: Expr) -> Link | None:
    r"""`\hat w = ..` without w on the right, where \hat w has been spoken of as the place where a derivative is zero."""
    unknown = hatted.args[0]
    gradient = state.gradient_by(unknown)
    if gradient is None or hatted.data.name not in hatted_names(unknown.data.name) or speaks_of(value, unknown):
        return None
    v = E.solution(state, unknown, value, state.equations_beside(gradient), gradient)
    return None if v is None else Link(v, reason="solves the equation" if v.right else "")


def _held(evidence: str) -> Verdict:
    return Verdict(V.EQUAL, evidence)


def _solved(state: State, x: Expr, y: Expr, line: int) -> Link | None:
    r"""`w = value`, `\sigma_k^2 = value`, `a_i = value` of the entries of a, with w free on the right."""
    if x.op not in ("var", "power", "item", "entry") or variable_of(x).op != "var" or speaks_of(y, variable_of(x)):
        return None
    v = E.solution(state, x, y, state.equations, None)
    if v is None or not v.right:
        whole = x.op == "var" or x.op == "entry" and variable_of(x) in state.solved
        return None if v is None or not whole and state.equations[-1].unknown is not x else Link(v)
    if x in state.places:
        state.settle(x, y)
        return Link(v, reason="solves the equation")
    if x.op == "var":
        state.solved[x] = y
    elif x.op == "entry" and (pair := E.put_in(x, y)) is not None:
        state.solved[variable_of(x)] = pair[1]
    return Link(v, reason="solves the equation", equation=Equation(x, y, line))


def _following(state: State, x: Expr, y: Expr, line: int, equations: list[Equation]) -> Link | None:
    v = E.follows(state, x, y, equations)
    if v is None:
        return None
    if v.right and not x.is_zero and not y.is_zero and not v.evidence.startswith("it is"):
        nothing = E.follows(state, x, E.zero_like(x), equations)
        if nothing is not None and nothing.right:
            return None  # both sides vanish there: that says nothing
    if v.right:
        where = f"on line {equations[-1].line}" if equations[-1].line else "set up before"
        return Link(v, reason=f"follows from the equation {where}", equation=Equation(x, y, line, equations[-1].unknown))
    return Link(v)


def converse(state: State, before: Equation, after: Equation) -> Verdict | None:
    """The verdict on the other direction of an equivalence, where it fails or holds on conditions only."""
    left, right = before.lhs, before.rhs
    if variable_of(after.lhs).op == "var" and (v := E.solution(state, after.lhs, after.rhs, [before], None)) is not None and v.right:
        return None
    v = E.follows(state, left, right, [after])
    if v is not None and v.word == V.DIFFERENT:
        return replace(v, message="the other direction does not hold: from this the equation before it "
                                  "does not "
                                  "follow", mistake="")
    if v is None or not v.right:
        return Verdict(V.UNDECIDED, "it follows from the equation before, but that the other direction holds could not be shown")
    return v if v.conditions else None


__all__ = ["as_equation", "as_found", "converse", "is_current"]
