r"""Equations solved: what follows from those set up, and whether a value solves them.

An equation that is no identity may still be right in a derivation: it was set up (a gradient set to
zero), or it follows from what was. That it follows is decided by the ladder with the equations as
assumptions; that a value solves them, by putting it in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from symcheck.expr import Expr, Index, Variable, build
from symcheck.expr.latex import to_latex
from symcheck.expr.shape import describe, is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.solving import estimates_beside, joint, multipliers, roots
from symcheck.judge.derivation.state import (
    Equation,
    Gradient,
    State,
    called,
    is_made_of,
    names_in,
    speaks_of,
    variable_of,
)
from symcheck.judge.derivation.wording import words
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict
from symcheck.tensor.array import Array, variables
from symcheck.tensor.canonical import canonical
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower
from symcheck.tensor.signs import POSITIVE, definite, sign


def sets_up(state: State, a: Expr, b: Expr, head: Expr | None) -> Gradient | None:
    """The derivative that `a = b` sets to zero, where one side is 0 and the other is that derivative."""
    if a.is_zero:
        a, b = b, a
    if not b.is_zero:
        return None
    for e in (a, head):
        g = _derivative(e)
        if g is not None:
            return g if _depends(g) or words.sets(state.said) and not _is_number(g) else None
    known = [Gradient(o.objective, o.by) for o in reversed(state.objectives)]
    for g in (*reversed(state.gradients), *known):
        slope = build.derivative(g.f, g.by, "column")
        if slope.shape not in (a.shape, a.shape[::-1]):
            continue
        turned = slope if slope.shape == a.shape else build.transpose(slope)
        try:
            x, y = (canonical(lower(e).array) for e in (turned, a))
        except (Unsupported, Limit):
            continue
        multiples = (build.mul(c, a) for c in factors(x, y))
        if x is y or any(judge(state.context, turned, m, hint=True).right for m in (*multiples, a)):
            return g
    return None


def _depends(g: Gradient) -> bool:
    """Does the derivative hold the variable at all? A constant that is not 0 cannot be set to zero."""
    try:
        slope = canonical(lower(build.derivative(g.f, g.by, "column")).array)
        held = variable_of(g.by)
        return bool(canonical(lower(held).array) in variables(slope)) or held.op != "var"
    except (Unsupported, Limit):
        return True


def _is_number(g: Gradient) -> bool:
    """Is the derivative made of numbers only? Of `y - \\lambda`, the derivative of x y by x, other unknowns are left."""
    try:
        if not variables(canonical(lower(build.derivative(g.f, g.by, "column")).array)):
            return True
    except (Unsupported, Limit):
        pass
    return not any(n.op == "var" for n in build.derivative(g.f, g.by, "column").walk() if n is not g.by and n is not variable_of(g.by))


def _derivative(e: Expr | None) -> Gradient | None:
    while e is not None and (e.op in ("neg", "transpose") or _at_other_name(e)):
        e = e.args[0]
    if e is not None and e.op == "derivative" and is_scalar(e.args[0].shape) and \
            variable_of(e.args[1]).op in ("var", "let"):
        return Gradient(*e.args)
    return None


def _at_other_name(e: Expr) -> bool:
    r"""Is this `\nabla J(\hat w)`, where \hat w is another name of w?"""
    return e.op == "substitute" and all(x.op == "let" and x.args[0].op == "var" and x.args[0].data == v
                                        for v, x in zip(e.data, e.args[1:]))


def zero_like(e: Expr) -> Expr:
    return build.num(0) if is_scalar(e.shape) else build.zeros(e.shape)


def stationary(g: Gradient, line: int) -> Equation:
    """The equation that the gradient is zero."""
    slope = build.derivative(g.f, g.by, "column")
    return Equation(slope, zero_like(slope), line, g.by)


def follows(state: State, a: Expr, b: Expr, equations: list[Equation]) -> Verdict | None:
    """The verdict on a = b where the equations hold; None where they have nothing to say of it."""
    if not equations or a.shape != b.shape:
        return None
    for e in reversed(equations):
        found = multiple(state, a, b, e)
        if found is not None:
            return found
    if not is_scalar(a.shape) and (found := _cancelled(state, a if b.is_zero else build.sub(a, b), equations)) is not None:
        return found
    v = judge(state.under(equations), a, b)
    if v.word == V.UNDECIDED:
        v = _from_values(state, a, b, equations) or v
    if not v.right and (general := in_general(state, a, b, equations)) is not None:
        return general
    if v.word == V.UNDECIDED and is_scalar(a.shape):
        return roots.follows(state.context, a, b, equations[-1]) or v
    return v


def _from_values(state: State, a: Expr, b: Expr, equations: list[Equation]) -> Verdict | None:
    """The verdict where a = b follows from the values of unknowns among the equations, or from the last of them; or does
    not, where all the others do."""
    values = [e for e in equations if _is_value(e)]
    for some in (values, values[-1:]):
        if not some or len(some) == len(equations):
            continue
        v = judge(state.under(some), a, b)
        if v.right or v.word == V.DIFFERENT and all(e in some or judge(state.under(some), e.lhs, e.rhs, hint=True).right for e in equations):
            return v
    return None


def _is_value(e: Equation) -> bool:
    """Is this `w = ..` without w on the right?"""
    return e.lhs.op == "var" and not speaks_of(e.rhs, e.lhs)


def in_general(state: State, a: Expr, b: Expr, equations: list[Equation]) -> Verdict | None:
    """The verdict where a = b follows whatever the matrices with a definition are, which are met on both sides; None
    where it does not."""
    sides = (a, b, *(side for e in equations for side in (e.lhs, e.rhs)))
    common = {n for e in (a, b) for n in e.walk() if n.op == "let"} & {
        n for e in equations for n in e.residual.walk() if n.op == "let"}
    put = {v.name for e in sides for n in e.walk() if n.op == "substitute" for v in n.data}  # what is made of these is another matrix there
    for n in sorted(common, key=lambda n: sum(1 for _ in n.walk()), reverse=True):  # what holds others, before them
        if is_scalar(n.shape) or names_in(n) & put or any(e.unknown is not None and speaks_of(n, e.unknown) for e in equations):
            continue
        symmetric = n.shape[0] == n.shape[1] and judge(state.context, n, build.transpose(n), hint=True).right
        v = build.var(replace(n.data, traits=frozenset(("symmetric",)) if symmetric else frozenset()))
        sides = tuple(exchanged(e, n, v) for e in sides)
    if sides[0] is a and sides[1] is b:
        return None
    given = [Equation(x, y, e.line, e.unknown) for x, y, e in zip(sides[2::2], sides[3::2], equations)]
    context = state.under(given)
    held = {(e.lhs, e.rhs) for e in equations}  # of the matrices as they are defined
    context.assumptions = [x for x in context.assumptions if x[1:3] not in held]
    found = judge(context, *sides[:2])
    return found if found.right else None


def multiple(state: State, a: Expr, b: Expr, e: Equation) -> Verdict | None:
    """a - b as a factor without the unknown times the equation's residual, the commonest way of following."""
    left = build.sub(a, b) if not b.is_zero else a
    right = e.residual
    if left.shape != right.shape:
        if left.shape != right.shape[::-1]:
            return None
        right = build.transpose(right)
    try:
        x, y = canonical(lower(left).array), canonical(lower(right).array)
    except (Unsupported, Limit):
        return None
    if x is y:
        return Verdict(V.EQUAL, "it is the equation set up before", shape=describe(a.shape))
    for c in factors(x, y):
        if judge(state.context, left, build.mul(c, right), hint=True).right:
            return Verdict(V.EQUAL, "it is a multiple of the equation set up before", _nonzero(c),
                           shape=describe(a.shape))
    return None


def _cancelled(state: State, a: Expr, equations: list[Equation]) -> Verdict | None:
    """a = 0 where a times a matrix that the author says is invertible is a multiple of an equation's residual."""
    for kind, m, *_ in state.context.assumptions:
        if kind not in ("invertible", "posdef") or len(m.shape) != 2:
            continue
        for left, right in ((a, m), (m, a)):
            product = build.mul(left, right) if left.shape[1] == right.shape[0] else None
            if product is not None and any(multiple(state, product, zero_like(product), e) for e in reversed(equations)):
                return Verdict(V.EQUAL, "it is the equation set up before, times the inverse of a matrix",
                               shape=describe(a.shape))
    return None


def _nonzero(c: Expr) -> tuple[str, ...]:
    """The condition that a factor is not zero, where that is not known."""
    if c.op == "num":
        return ()
    found = sign(canonical(lower(c).array))
    return () if found == POSITIVE or sign(canonical(lower(build.neg(c)).array)) == POSITIVE else (
        rf"{to_latex(c)} \ne 0",)


def factors(x: Array, y: Array, held: Array | None = None) -> Iterator[Expr]:
    """Numbers times powers of scalar names (other than `held`) that x may be the multiple of y by: the
    quotients of their first terms."""
    seen = set()
    for cx, fx in _terms(x)[:4]:
        for cy, fy in _terms(y)[:4]:
            found = _quotient(cx, fx, cy, fy, held)
            if found is not None and found[0] not in seen:
                seen.add(found[0])
                yield found[1]


def _terms(a: Array):
    return a.data if a.kind == "poly" else ((1, ((a, tuple(range(a.rank)), 1),)),)


def _quotient(cx, fx, cy, fy, held: Array | None) -> tuple[object, Expr] | None:
    """One term over another, where that is a number times powers of scalar leaves."""
    powers: dict[Array, object] = {}
    rest: list[list] = [[], []]
    for k, (factors_, way) in enumerate(((fx, 1), (fy, -1))):
        for head, idx, e in factors_:
            if idx or head is held or held is not None and held in variables(head) or _leaf(head) is None:
                rest[k].append((head.serial, idx, e))
            else:
                powers[head] = powers.get(head, 0) + way * e
    if sorted(rest[0]) != sorted(rest[1]):
        return None
    c: Expr = build.num(Fraction(cx) / Fraction(cy))
    powers = {h: e for h, e in powers.items() if e}
    for head, e in powers.items():
        c = build.mul(c, build.power(_leaf(head), build.num(Fraction(e))))
    return (Fraction(cx) / Fraction(cy), tuple(sorted((h.serial, e) for h, e in powers.items()))), c


def _leaf(a: Array) -> Expr | None:
    """The expression of a scalar leaf."""
    if a.kind == "var" and not a.dims:
        return build.var(a.data)
    if a.kind == "size":
        return build.size(a.data)
    if a.kind == "const":
        return build.const(a.data)
    return None


def _jumps(residual: Expr, unknown: Expr) -> bool:
    """Does this have a jump where the unknown crosses some value: a sign, a step, an absolute value that is differentiated?"""
    return any((n.op == "apply" and (n.data[0].known in ("sign", "step") or n.data[0].known in ("abs", "relu") and n.data[1]) or n.op == "indicator"
                or n.op == "derivative" and any(x.op == "apply" and x.data[0].known in ("abs", "relu") or x.op in ("extremum", "abs") for x in n.args[0].walk()))
               and speaks_of(n, unknown) for n in residual.walk())


def solution(state: State, unknown: Expr, value: Expr, equations: list[Equation],
             gradient: Gradient | None) -> Verdict | None:
    """Whether `value` for `unknown` satisfies the equations (or makes the gradient vanish).

    None where there is nothing to put it into.
    """
    if value.shape != unknown.shape:
        return Verdict(V.DIFFERENT, "the shapes differ", shape=describe(unknown.shape), message=(
            f"shape-mismatch: {called(unknown)} is {describe(unknown.shape)}, "
            f"but this is {describe(value.shape)}"))
    pair = put_in(unknown, value)
    if pair is None or value.holds(variable_of(unknown)):
        return None
    about = [e for e in equations if speaks_of(e.lhs, unknown) or speaks_of(e.rhs, unknown)]
    if not about and gradient is not None:
        about = [stationary(gradient, 0)]
    if not about:
        return None
    solved = tuple(p for u, x in state.solved.items() if variable_of(u) is not variable_of(unknown) and (p := put_in(u, x)) is not None)
    e = _equation_for(state, unknown, about, solved, gradient)
    if e is None:
        return Verdict(V.UNDECIDED, f"the equation before gives {called(about[-1].lhs)}, and nothing of {called(unknown)}")
    best = verdict = None
    for put in ((), solved) if solved else ((),):
        if put and _is_settled(state, e, put):
            continue
        residual = _at(build.substitute(_at(e.residual, put), (pair,)), put)  # what was found before may hold this unknown
        verdict = judge(state.context, residual, zero_like(residual))
        if verdict.right:
            return replace(verdict, evidence=f"it solves the equation: {verdict.evidence}",
                           shape=describe(unknown.shape))
        best = best or verdict
    assert best is not None and verdict is not None
    if best.word == V.DIFFERENT and variable_of(unknown).op == "var" and variable_of(unknown).data.name in state.doubts.objectives:
        return Verdict(V.UNDECIDED, f"what is optimized over {called(unknown)} here the words do not plainly say")
    settled = frozenset(v.name for v, _ in solved) if verdict.word == V.DIFFERENT else frozenset()
    if best.word == V.DIFFERENT and (v := multipliers.fixed(state, unknown, value)) is not None:
        return replace(v, evidence=f"it meets the constraint: {v.evidence}", shape=describe(unknown.shape)) if v.right else v
    if best.word == V.DIFFERENT and (v := joint.judged(state, unknown, value)) is not None:
        return replace(v, shape=describe(unknown.shape))
    if best.word == V.DIFFERENT and joint.is_held_one(state, unknown, value):
        return Verdict(V.UNDECIDED, joint.NOT_TOLD)
    if best.word == V.DIFFERENT and e.unknown not in (None, unknown) and not _gives(state, e, unknown) and not is_made_of(e.unknown, unknown):
        return Verdict(V.UNDECIDED, f"the equation before was set up for {called(e.unknown)}")
    if best.word == V.DIFFERENT and (v := multipliers.judged(state, unknown, value, settled)) is not None:
        return replace(v, evidence=f"with the multiplier that meets the constraint: {v.evidence}") if v.right else v
    if best.word == V.DIFFERENT and is_scalar(value.shape) and _jumps(e.residual, unknown):
        elsewhere = build.mul(build.substitute(e.residual, (pair,)), build.power(build.known("sign", value), build.num(2)))
        if judge(state.context, elsewhere, zero_like(elsewhere)).word != V.DIFFERENT:
            return Verdict(V.UNDECIDED, "the derivative jumps there, and an optimum need not be where it is zero")
    held = names_in(about[-1].lhs) | names_in(about[-1].rhs)
    if best.word == V.DIFFERENT and any(len(d & held) > 1 or d and d <= held - names_in(unknown) for d in state.dropped):
        return Verdict(V.UNDECIDED, "a hypothesis in the words before could not be used")
    if best.word == V.DIFFERENT and (other := estimates_beside.unjudged(state, value, e)) is not None:
        return Verdict(V.UNDECIDED, f"nothing was found for {other} in the equation")
    if best.word == V.DIFFERENT:
        best = replace(best, message=best.message or (
            f"put in for {called(unknown)}, this does not solve the equation: the two values shown are "
            "its sides"), shape=describe(unknown.shape))
    return best


def _gives(state: State, e: Equation, unknown: Expr) -> bool:
    r"""Does an equation supposed by `w x + b = 0 \implies x = ..` give the unknown: is it linear in it, and does no other one speak of its names?"""
    names = names_in(e.lhs) | names_in(e.rhs)
    if not e.supposed or unknown.op != "var" or not is_scalar(unknown.shape) or not is_scalar(e.lhs.shape) or any(
            q is not e and names & (names_in(q.lhs) | names_in(q.rhs)) for q in state.equations):
        return False
    slope = build.derivative(e.residual, unknown, "column")
    return not state.vanishes(slope) and state.vanishes(build.derivative(slope, unknown, "column"))


def _equation_for(state: State, unknown: Expr, about: list[Equation], solved: tuple[tuple[Variable, Expr], ...],
                  gradient: Gradient | None) -> Equation | None:
    """Of the equations about an unknown the last that was not set up for another, or that says its derivative is zero."""
    telling = [e for e in about if not (solved and e.lhs in state.solved and _is_settled(state, e, solved))]
    if telling and telling[-1].unknown in (None, unknown):
        return telling[-1]
    own = [e for e in telling if e.unknown is unknown or e.lhs is unknown]
    slope = gradient or state.gradient_by(unknown)
    if own or slope is not None:
        return own[-1] if own else stationary(slope, 0)
    return telling[-1] if telling else None


def _is_settled(state: State, e: Equation, solved: tuple[tuple[Variable, Expr], ...]) -> bool:
    """Does an equation hold, with the unknowns found so far put in, whatever the others are? Then it says nothing of them."""
    return state.vanishes(_at(e.residual, solved))


def _at(e: Expr, solved: tuple[tuple[Variable, Expr], ...]) -> Expr:
    """An expression with the unknowns found so far put in, one after the other."""
    for pair in solved:
        e = build.substitute(e, (pair,))
    return e


def put_in(unknown: Expr, value: Expr) -> tuple[Variable, Expr] | None:
    r"""The variable that an unknown is made of, and what it is where the unknown has this value: \sigma is the root of
    that of `\sigma^2`, and all \mu_k are given with that of one, as are the entries of a vector; None where it is not given."""
    if unknown.op == "power":
        if not variable_of(unknown).data.traits & {"positive", "nonnegative"}:
            return None
        value = build.power(value, build.div(build.num(1), unknown.args[1]))
        unknown = unknown.args[0]
    if unknown.op in ("var", "let"):
        return unknown.data, value
    letters = [at.base for at in unknown.data]
    if unknown.op not in ("item", "entry") or any(at.offset for at in unknown.data) or len({*letters}) < len(letters) or not all(
            type(i) is Index for i in letters):
        return None
    family = unknown.args[0]
    if unknown.op == "entry":
        return (family.data, build.array(tuple(letters), value, family.shape)) if family.op == "var" else None
    return family.data, build.let(family.data, build.array(tuple(letters), value, family.shape, len(letters)))


def curvature(state: State, objective: Expr, by: Expr) -> int:
    """1 where the second derivative is proved positive (definite), -1 negative, 0 unknown."""
    second = build.derivative(build.derivative(objective, by, "column"), by, "column")
    for value, found in ((second, 1), (build.neg(second), -1)):
        try:
            array = canonical(lower(value).array)
        except (Unsupported, Limit):
            return 0
        if (sign(array) if is_scalar(second.shape) else definite(array)) == POSITIVE:
            return found
    return 0
