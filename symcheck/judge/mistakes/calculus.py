"""Rules of differentiation misapplied at one node of what is differentiated.

A node n of f is replaced by c + d z, where z is what varies and c, d are held constant while the
derivative is taken; then c = n - d z and d its faulty derivative are put in. So every value stays
what it is and one local derivative is the student's: d = 1 for a lost phi', d = 0 for a factor
taken as constant.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import count
from typing import NamedTuple

from symcheck.expr import build
from symcheck.expr.names import At, Variable
from symcheck.expr.node import Expr
from symcheck.expr.shape import ShapeError, is_scalar, is_vector
from symcheck.judge.mistakes.functions import prime
from symcheck.judge.mistakes.places import exchanged, factors, tried
from symcheck.judge.mistakes.probe import NO_VALUE
from symcheck.judge.mistakes.scene import Guess, Scene
from symcheck.tensor.array import variable
from symcheck.tensor.differentiate import substitute
from symcheck.tensor.lower import arrange, lower

ONE, TWO = build.num(1), build.num(2)
DERIVATIVES = 3  # derivatives of the right side that are looked at
_fresh = count()


class Fault(NamedTuple):
    """`new` stands for a node; `values` are of the names in it that were held constant."""

    id: str
    new: Expr
    values: dict[Variable, Expr]
    facts: dict


def misdifferentiated(scene: Scene) -> Iterator[Guess]:
    """The right side with one rule of differentiation misapplied at one node."""
    found = [e for e in scene.known if e.op == "derivative"][:DERIVATIVES]
    for d in found:
        f, by = d.args
        base = by.args[0] if by.op in ("entry", "item", "power", "inverse", "transpose") else by
        base = base.args[0] if base.op == "item" else base
        if base.op not in ("var", "let"):
            continue
        moving = depending(f, base.data)
        for node in _below(f, base.data):
            if node not in moving:
                continue
            for rule in RULES.get(node.op, ()):
                for fault in tried(rule, node, by, moving, scene):
                    made = _array(scene, d, node, fault)
                    if made is not None:
                        yield Guess(fault.id, made, "wrong", fault.facts)
        yield from _other_names(scene, d, f, by)


def _below(f: Expr, name: Variable) -> list[Expr]:
    """Every distinct node below f down to the name, parents first."""
    seen: dict[Expr, None] = {}
    stack = [f]
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen[node] = None
        if not (node.op in ("var", "let") and node.data == name):
            stack += [a for a in node.args if a not in seen]
    return list(seen)


def depending(f: Expr, name: Variable) -> set[Expr]:
    """The nodes below f that vary with the name."""
    memo: dict[Expr, bool] = {}

    def varies(e: Expr) -> bool:
        if e not in memo:
            memo[e] = e.op in ("var", "let") and e.data == name or any([varies(a) for a in e.args])
        return memo[e]

    varies(f)
    return {e for e, yes in memo.items() if yes}


def held(e: Expr, values: dict[Variable, Expr]) -> Expr:
    """A name for the value of `e`, constant to differentiation."""
    opens = lower(e).opens
    name = Variable(rf"c^{{\circ {next(_fresh) % 64}}}", e.shape, tuple(i.dim for i in opens))
    values[name] = e
    return build.item(build.var(name), tuple(At(i) for i in opens)) if opens else build.var(name)


def _array(scene: Scene, d: Expr, node: Expr, fault: Fault):
    """The index form of the right side with the fault in it."""
    f, by = d.args
    try:
        spoiled = build.derivative(exchanged(f, node, fault.new), by, d.data)
        a = scene.probe.array(exchanged(scene.right, d, spoiled))
        put = {}
        for name, value in fault.values.items():
            o = lower(value)
            put[variable(name)] = arrange(o.array, o.opens, o.opens)
        return substitute(a, put)
    except NO_VALUE:
        return None


def linear(id: str, node: Expr, facts: dict, *pairs: tuple[Expr, Expr]) -> Fault:
    """node as c + sum of d z, for pairs (d, z) of a faulty derivative and what varies."""
    values: dict[Variable, Expr] = {}
    terms, moved = [], []
    for d, z in pairs:
        times = build.hadamard if d.shape == z.shape else build.mul
        terms.append(times(held(d, values), z))
        moved.append(times(d, z))
    rest = node
    for m in moved:
        rest = build.sub(rest, m, broadcast=True)
    return Fault(id, build.add(held(rest, values), *terms, broadcast=True), values, facts)


# --- products and sums ----------------------------------------------------------------------------

def _product(node: Expr, by: Expr, moving, scene: Scene):
    a, b = node.args
    if a not in moving or b not in moving:
        return
    quadratic = is_scalar(node.shape) and not is_scalar(a.shape) and _is_form(node, by)
    for k, kept in enumerate((a, b)):
        values: dict[Variable, Expr] = {}
        name = held(kept, values)
        new = Expr(node.op, (name, b) if k == 0 else (a, name), node.data, node.shape)
        facts = {"what": node, "held": kept}
        yield Fault("quadratic-one-sided" if quadratic else "product-rule-term", new, values, facts)
        if quadratic:
            values = dict(values)
            twice = build.sub(build.mul(TWO, new), held(node, values))
            yield Fault("quadratic-symmetric", twice, values, facts)


def _is_form(node: Expr, by: Expr) -> bool:
    parts = factors(node) if node.op == "mul" else list(node.args)
    parts = [p for p in parts if not is_scalar(p.shape)]
    first = parts[0].args[0] if parts[0].op == "transpose" else parts[0]
    return first is parts[-1] is by or node.op == "dot" and by in node.args


def _sum(node: Expr, by: Expr, moving, scene: Scene):
    movers = [a for a in node.args if a in moving]
    terms = [e for e in (scene.right, *scene.right.args) for e in (e, *e.args)]
    for k, a in enumerate(node.args):
        if a not in moving:
            continue
        bare = a.args[0] if a.op == "neg" else a
        penalty = is_scalar(node.shape) and is_penalty(bare, by)
        others = list(node.args)
        if len(movers) > 1:
            values: dict[Variable, Expr] = {}
            others[k] = held(a, values)
            id = "missing-regularizer" if penalty else \
                "skip-path-forgotten" if not is_scalar(node.shape) and bare.op in (
                    "var", "let", "item") else "term-not-differentiated"
            yield Fault(id, build.add(*others, broadcast=True), values, {"what": bare})
        for factor in (TWO, build.num(Fraction(1, 2))) if penalty else ():
            values = {}
            others[k] = build.sub(build.mul(factor, a), held(build.mul(build.sub(factor, ONE), a), values))
            yield Fault("regularizer-factor", build.add(*others, broadcast=True), values, {"what": bare})
        values = {}
        others[k] = build.add(build.neg(a), held(build.mul(TWO, a), values))
        inner = a.op == "neg" and not penalty and not is_scalar(by.shape) and \
            len(factors(bare)) < 3 and node not in terms
        yield Fault("inner-sign" if inner else "term-sign-in-derivative",
                    build.add(*others, broadcast=True), values, {"what": a})


def is_penalty(e: Expr, by: Expr) -> bool:
    """A norm or square of the variable alone, with at most scalars about it."""
    names = {n for n in e.walk() if n.op in ("var", "let") and not is_scalar(n.shape)}
    scalars = {n for n in e.walk() if n.op == "var" and is_scalar(n.shape) and n is not by}
    return bool(scalars) and names <= {by} and any(
        n.op in ("norm", "dot", "power", "mul", "reduce", "sum") for n in e.walk())


# --- functions ------------------------------------------------------------------------------------

def _function(node: Expr, by: Expr, moving, scene: Scene):
    f, order = node.data
    z = node.args[0]
    if f.kind != "elementwise":
        return
    facts = {"what": node, "prime": prime(node)}
    if f.known != "log":
        yield linear("missing-derivative-factor", node, {"what": facts["prime"]}, (_ones(z), z))
    yield linear("function-for-derivative", node, facts, (node, z))
    at = build.apply(f, node, order + 1)
    yield linear("derivative-at-activation", node, {"what": at, "is": node, "should": z}, (at, z))
    for other in scene.arguments(z.shape):
        if other.shape == z.shape and other is not z and other is not node:
            at = build.apply(f, other, order + 1)
            taken = "let" in (z.op, other.op) and any(e.args[0] is other for e in scene.maps)
            yield linear("derivative-at-wrong-layer" if taken else "wrong-argument", node,
                         {"what": at, "is": other, "should": z}, (at, z))
    rest = build.sub(ONE, node, broadcast=True)
    match f.known:
        case "sigmoid":
            yield linear("sigma-without-complement", node, facts, (rest, z))
            yield linear("sigma-plus", node, facts,
                         (build.hadamard(node, build.add(ONE, node, broadcast=True)), z))
        case "tanh":
            yield linear("tanh-square-lost", node, facts, (rest, z))
            yield linear("tanh-square-lost", node, facts,
                         (build.sub(build.power(node, TWO), ONE, broadcast=True), z))
        case "relu":
            yield linear("indicator-side", node, facts,
                         (build.indicator("<", z, build.num(0)), z))
        case "log":
            yield linear("log-derivative", node, facts, (z, z))
            yield linear("log-derivative", node, facts, (_ones(z), z))
        case "sqrt":
            yield linear("power-rule-factor", node, facts, (build.power(node, build.num(-1)), z))
    if z.shape == by.shape and z is not by:
        yield from _inner(node, z, by)


def _ones(z: Expr) -> Expr:
    return ONE if is_scalar(z.shape) else build.ones(z.shape)


def _inner(node: Expr, z: Expr, by: Expr) -> Iterator[Fault]:
    """The function differentiated as if its argument were the variable, or its negative."""
    for moving in (by, build.neg(by)):
        values: dict[Variable, Expr] = {}
        moved = build.add(held(build.sub(z, moving), values), moving)
        yield Fault("inner-derivative", exchanged(node, z, moved), values, {"what": z})


def _power(node: Expr, by: Expr, moving, scene: Scene):
    base, n = node.args
    if base not in moving or n in moving:
        return
    facts = {"what": node}
    if n.op == "num":
        k = n.data
        yield linear("power-rule-exponent", node, facts, (build.mul(n, node), base))
        if k != 1:
            less = base if k == 2 else build.power(base, build.num(k - 1))
            yield linear("power-rule-factor", node, facts, (less, base))
            yield linear("power-rule-factor", node, facts, (build.mul(build.num(k - 1), less), base))
            if k < 0:
                yield linear("reciprocal-sign", node, facts,
                             (build.mul(build.num(-k), build.power(base, build.num(k - 1))), base))
                yield linear("power-rule-exponent", node, facts,
                             (build.mul(n, build.power(base, build.num(k + 1))), base))
    if base.shape == by.shape and base is not by:
        yield from _inner(node, base, by)


def _quotient(node: Expr, by: Expr, moving, scene: Scene):
    u, v = node.args
    facts = {"what": node}
    if v not in moving or u.shape != v.shape and not is_scalar(v.shape):
        return
    over = build.div(ONE, v)
    slope = build.div(u, build.power(v, TWO))
    minus = build.neg(slope)
    top = [(over, u)] if u in moving else []
    if top:
        yield linear("quotient-rule-term", node, {**facts, "held": v}, (over, u))
        yield linear("quotient-rule-term", node, {**facts, "held": u}, (minus, v))
        yield linear("quotient-rule-sign", node, facts, (build.neg(over), u), (slope, v))
        yield linear("quotient-rule-plus", node, facts, (over, u), (slope, v))
        yield linear("quotient-rule-square", node, facts, (ONE, u), (build.neg(node), v))
        yield linear("quotient-rule-square", node, facts, (over, u), (build.neg(node), v))
    else:
        yield linear("reciprocal-sign", node, facts, (slope, v))
        yield linear("quotient-rule-square", node, facts, (build.neg(node), v))


def _inverse(node: Expr, by: Expr, moving, scene: Scene):
    m = node.args[0]
    values: dict[Variable, Expr] = {}
    n = held(node, values)
    new = build.mul(build.mul(n, m), n)
    yield Fault("inverse-derivative-sign", new, values, {"what": node})
    for left in (True, False):
        values = {}
        n = held(node, values)
        moved = build.mul(n, m) if left else build.mul(m, n)
        eye = build.eye(node.shape[0])
        new = build.sub(held(build.add(node, eye), values), moved)
        yield Fault("inverse-derivative-one-sided", new, values, {"what": node})


def _softmax(node: Expr, by: Expr, moving, scene: Scene):
    z = node.args[0]
    p = build.hadamard(node, build.sub(ONE, node, broadcast=True))
    yield linear("softmax-diagonal-only", node, {"what": node}, (p, z))
    yield linear("softmax-denominator-held", node, {"what": node}, (node, z))


def _norm(node: Expr, by: Expr, moving, scene: Scene):
    z = node.args[0]
    if z.shape == by.shape and z is not by and is_vector(z.shape):
        yield from _inner(node, z, by)


def _rectifier(node: Expr, by: Expr, moving, scene: Scene):
    """max(0, z)"""
    z = next((a for a in node.args if a in moving), None)
    if len(node.args) != 2 or z is None or not any(a.op == "num" and not a.data for a in node.args):
        return
    yield linear("missing-derivative-factor", node, {"what": build.indicator(">", z, build.num(0))},
                 (_ones(z), z))
    yield linear("function-for-derivative", node, {"what": node}, (node, z))


RULES = {
    "extremum": (_rectifier,),
    "mul": (_product,), "hadamard": (_product,), "dot": (_product,), "outer": (_product,),
    "add": (_sum,), "apply": (_function,), "power": (_power,), "div": (_quotient,),
    "inverse": (_inverse,), "softmax": (_softmax,), "norm": (_norm,),
}


# --- the variable ---------------------------------------------------------------------------------

def _other_names(scene: Scene, d: Expr, f: Expr, by: Expr) -> Iterator[Guess]:
    """Differentiated by another name, not at all, or twice."""
    for names in scene.names.values():
        for other in names:
            if other is by or other is f or f.op == "let" and other is f:
                continue
            try:
                new = build.derivative(f, other, d.data)
                if new.shape == d.shape:
                    yield Guess("wrong-variable", exchanged(scene.right, d, new), "wrong",
                                {"what": other, "should": by})
            except ShapeError:
                continue
    if f.shape == d.shape:
        yield Guess("not-differentiated", exchanged(scene.right, d, f), "wrong", {"what": f})
