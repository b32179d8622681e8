"""One place of the wrong line mended: what a function is taken of, its prime, which name stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symcheck.expr import build
from symcheck.expr.node import Expr
from symcheck.expr.shape import ShapeError, is_matrix, is_scalar
from symcheck.judge.mistakes.places import (
    Place,
    chained,
    exchanged,
    factors,
    is_square,
    plain,
    remade,
    written,
)
from symcheck.judge.mistakes.probe import NO_VALUE
from symcheck.judge.mistakes.scene import Guess, Scene
from symcheck.tensor.canonical import canonical
from symcheck.tensor.lower import lower

ONE = build.num(1)
_NAMES = ("var", "let", "item")
_OF_SOMETHING = ("apply", "softmax", "indicator", "jacobian", "extremum")


def exchanges(scene: Scene) -> Iterator[Guess]:
    """The wrong line with an argument, a prime, a factor or a name exchanged at one place."""
    places = list(written(scene.wrong))
    repeated = {p.node for p in places if p.node.op in _NAMES}
    for name in repeated:
        if sum(p.node is name for p in places) > 1:  # the same slip wherever the name stands
            places.append(Place(name, lambda new, name=name: exchanged(scene.wrong, name, new), ()))
    for place in places:
        for rule in RULES:
            for id, new, facts in rule(place, scene):
                try:
                    yield Guess(id, place.put(new()), "right", facts)
                except (ShapeError, IndexError, ValueError):
                    continue


def resolved(e: Expr) -> Expr:
    """What a defined name stands for."""
    while e.op == "let" and e.args[0].op != "array":
        e = e.args[0]
    return e


def prime(e: Expr) -> Expr:
    """The derivative of a function where `e` takes it, as it is usually written."""
    (f, order), z = e.data, e.args[0]
    if order == 0 and f.known in ("exp", "abs", "relu"):
        return e if f.known == "exp" else build.known("sign", z) if f.known == "abs" else \
            build.indicator(">", z, build.num(0))
    return build.apply(f, z, order + 1)


# --- functions ------------------------------------------------------------------------------------

def _prime(place: Place, scene: Scene):
    node = place.node
    if node.op != "apply" or node.data[0].kind != "elementwise":
        value = resolved(node)
        if scene.is_sigmoid(node):
            return
        if node.op == "let" and value.op == "apply" and value.data[0].kind == "elementwise":
            f, order = value.data
            yield ("function-for-derivative", lambda: build.apply(f, value.args[0], order + 1),
                   {"what": node})
        return
    f, order = node.data
    z = node.args[0]
    if not scene.is_sigmoid(node):
        yield "function-for-derivative", lambda: build.apply(f, z, order + 1), {"what": node}
    if order:
        yield "derivative-for-function", lambda: build.apply(f, z, order - 1), {"what": node}
        yield "extra-derivative-factor", lambda: build.ones(node.shape), {"what": node}


def _argument(place: Place, scene: Scene):
    node = place.node
    if node.op not in _OF_SOMETHING:
        return
    for k, z in enumerate(node.args):
        if z.op == "num":
            continue
        whole = not place.above and z.op not in _NAMES
        for other in scene.arguments(z.shape):
            if other is not z:
                id = _argument_id(node, z, other, scene)
                if whole and id != "bias-forgotten":
                    continue  # an argument put in whole would explain any line
                yield id, lambda k=k, other=other: remade(
                    node, (*node.args[:k], other, *node.args[k + 1:])), {
                    "what": node, "is": z, "should": other}


def _argument_id(node: Expr, z: Expr, other: Expr, scene: Scene) -> str:
    """What a function at `z` should be, when it belongs at `other`."""
    value = resolved(z)
    if node.op == "indicator":
        return "indicator-argument"
    if value.op in ("apply", "softmax") and value.args[0] in (other, resolved(other)):
        return "derivative-at-activation" if _order(node) else "function-at-activation"
    whole = resolved(other)
    if any(rest is value or same_form(rest, value) for rest, term in _without_one(whole)
           if term.op in ("var", "item", "entry")):
        return "bias-forgotten"
    taken = {resolved(e.args[0]) for e in scene.maps}
    if whole in taken and value in taken and "let" in (z.op, other.op):
        return "derivative-at-wrong-layer" if _order(node) else "wrong-argument"
    return "wrong-argument"


def _without_one(e: Expr):
    """A sum with one term left out, and that term."""
    for k in range(len(e.args) if e.op == "add" else 0):
        rest = e.args[:k] + e.args[k + 1:]
        yield rest[0] if len(rest) == 1 else build.add(*rest, broadcast=True), e.args[k]


def same_form(a: Expr, b: Expr) -> bool:
    """Whether two parts have one canonical form."""
    try:
        x, y = lower(a), lower(b)
        return x.opens == y.opens and canonical(x.array) is canonical(y.array)
    except NO_VALUE:
        return False


def _order(node: Expr) -> bool:
    return node.op == "jacobian" or node.op == "apply" and node.data[1] > 0


def _missing_prime(place: Place, scene: Scene):
    """A factor phi'(z) put in."""
    node = place.node
    if node.op in ("num", "eye") or not scene.differentiates:
        return
    if is_scalar(node.shape) and place.above:
        return
    for e in scene.maps:
        d, z = build.apply(e.data[0], e.args[0], e.data[1] + 1), e.args[0]
        logarithm = e.data[0].known == "log"
        id = "log-derivative" if logarithm else "missing-derivative-factor"
        facts = {"what": e if logarithm else prime(e)}
        if z.shape == node.shape:
            yield id, lambda d=d: build.hadamard(node, d), facts
        elif z.shape == node.shape[::-1]:
            yield id, lambda d=d: build.hadamard(node, build.transpose(d)), facts
    for e in scene.known:
        if e.op == "apply" and e.data[0].kind == "general":
            j = build.jacobian(e.data[0], e.args[0])
            yield ("missing-derivative-factor", lambda j=j: build.mul(build.transpose(j), node),
                   {"what": j})
            yield "missing-derivative-factor", lambda j=j: build.mul(node, j), {"what": j}


def _complement(place: Place, scene: Scene):
    """sigma (1 - sigma) where only sigma stands."""
    node = place.node
    if scene.is_sigmoid(node):
        yield ("sigma-without-complement",
               lambda: build.hadamard(node, build.sub(ONE, node, broadcast=True)), {"what": node})
    if node.op == "add" and len(node.args) == 2 and node.args[0] is ONE and \
            scene.is_sigmoid(node.args[1]):
        yield "sigma-plus", lambda: build.sub(ONE, node.args[1], broadcast=True), {"what": node}
    if scene.is_softmax(node) and place.above and place.above[-1].op == "diag":
        return
    if node.op == "diag" and scene.is_softmax(node.args[0]):
        p = node.args[0]
        yield ("softmax-denominator-held",
               lambda: build.sub(node, build.mul(p, build.transpose(p))), {"what": p})


# --- names ----------------------------------------------------------------------------------------

def _name(place: Place, scene: Scene):
    node = place.node
    if node.op not in _NAMES or not place.above or place.above[-1].op in _OF_SOMETHING:
        return
    for other in scene.names.get(node.shape, ()):
        if other is not node and resolved(other) is not resolved(scene.right):
            yield _name_id(node, other, place, scene), lambda other=other: other, {
                "what": node, "should": other}
    if not is_scalar(node.shape):
        for e in scene.maps:
            if e.shape == node.shape and e.args[0] is node:
                yield "activation-exchanged", lambda e=e: e, {"what": node, "should": e}


def _stem(e: Expr) -> str:
    name = e.data.name if e.op != "item" else e.args[0].data.name
    return re.sub(r"[\d\W_]+", "", name)


def _name_id(node: Expr, other: Expr, place: Place, scene: Scene) -> str:
    if _in_regularizer(place, other, scene):
        return "regularizer-argument"
    if node.op == other.op == "item" and node.args == other.args:
        return "wrong-index"
    if is_matrix(node.shape):
        layers = scene.maps and _stem(node) == _stem(other)
        return "weights-of-another-layer" if layers else "wrong-quantity"
    a, b = resolved(node), resolved(other)
    if a.op == "apply" and a.args[0] in (other, b) or b.op == "apply" and b.args[0] in (node, a):
        return "activation-exchanged"
    if any(resolved(rest) is a for rest, _ in _without_one(b)):
        return "missing-summand"
    if _stem(node) == _stem(other) and node.op == other.op != "item":
        return "quantity-of-another-layer"
    return "wrong-quantity"


def _in_regularizer(place: Place, other: Expr, scene: Scene) -> bool:
    beside = {f for e in place.above if e.op == "mul" for f in factors(e) if f.op == "var"}
    return any(e in beside for e in scene.weights_of_norm(other))


def _missing_factor(place: Place, scene: Scene):
    """A square matrix put into a product."""
    node = place.node
    if node.op != "mul" and place.above or place.above and place.above[-1].op == "mul":
        return
    parts = factors(node)
    if len(parts) > 6:
        return
    for shape, names in scene.names.items():
        if not is_matrix(shape) or shape[0] != shape[1]:
            continue
        for m in names:
            if m is scene.right:
                continue
            for f in (m, build.transpose(m)):
                for k in range(len(parts) + 1):
                    yield ("missing-factor", lambda f=f, k=k: chained([*parts[:k], f, *parts[k:]]),
                           {"what": f})


def _missing_vector(place: Place, scene: Scene):
    """A vector put beside a place, where the whole has lost axes."""
    node = place.node
    if scene.wrong.shape == scene.right.shape and not (place.above and is_scalar(node.shape)):
        return
    for v in scene.vectors:
        yield "missing-factor", lambda v=v: build.mul(node, v), {"what": v}
        if not is_scalar(v.shape):
            yield "missing-factor", lambda v=v: build.mul(v, node), {"what": v}
            yield ("missing-factor", lambda v=v: build.mul(node, build.transpose(v)),
                   {"what": build.transpose(v)})


def _missing_summand(place: Place, scene: Scene):
    """A term put beside a name, as a sum of the right side has it."""
    node = place.node
    if node.op == "num" or is_square(node):
        return
    for e in scene.sums:
        if e is not resolved(scene.right) and e.shape == node.shape and node in e.args and len(e.args) == 2:
            other = e.args[1] if e.args[0] is node else e.args[0]
            yield "missing-summand", lambda e=e: e, {"what": node, "should": e, "term": other}


def _missing_summand_in_product(place: Place, scene: Scene):
    """A term put beside a part of a product: X^T X w for X^T (X w - y)."""
    if place.node.op != "mul" or place.above and place.above[-1].op == "mul":
        return
    parts = factors(place.node)
    for e in scene.sums:
        for a in e.args if len(e.args) == 2 and e is not resolved(scene.right) else ():
            run = factors(plain(a))
            for k in range(len(parts) - len(run) + 1):
                if len(run) > 1 and parts[k:k + len(run)] == run:
                    new = build.neg(e) if a.op == "neg" else e
                    yield ("missing-summand",
                           lambda new=new, k=k, n=len(run): chained([*parts[:k], new, *parts[k + n:]]),
                           {"what": plain(a), "should": e})


RULES = (_prime, _argument, _missing_prime, _complement, _name, _missing_summand,
         _missing_summand_in_product, _missing_factor, _missing_vector)
